"""`styleloop results --segments` and `--what-if`: further questions to tests that ran."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from styleloop.cli.output import out, say_json, table

if TYPE_CHECKING:
    from styleloop.app.project import Project
    from styleloop.app.supposing import Supposed
    from styleloop.results import OffPolicy
    from styleloop.types.experiment import Lift

NO_SEGMENTS = (
    "No test has answers of two segments. A report needs a column that tells them apart: segment, device, age, gender "
    "or network."
)
NO_TESTS = "No test has answers yet: styleloop results FILE"
ONE_LOOK = (
    "Intervals hold for one look at a finished test; the best of several divisions looks better than it is. Weighed: "
    "every click counts by how much rarer its version was shown than supposed. Evened out: the same, as a share of all "
    "weights. With prediction: mends what a style foretells that has not read the test."
)


LIFT_COLUMNS = ("version", "shown", "rate", "lift", "interval", "verdict", "what to do")


def lift_cells(x: Lift) -> tuple[object, ...]:
    """One version against the original, under `LIFT_COLUMNS`."""
    from styleloop.results.advice import says_something

    seen = (f"{x.lift:+.0%}", f"{x.low:+.0%} to {x.high:+.0%}") if says_something(x) else ("", "too wide to tell")
    return (x.arm, x.shown, f"{x.rate:.2%}", *seen, x.verdict, x.words)


def say_segments(project: Project, as_json: bool) -> None:
    """Lift in every segment of every test that has two."""
    from styleloop.app.learning import segment_lifts
    from styleloop.results.segments import CAVEAT

    found = segment_lifts(project)
    if as_json:
        say_json([lift.model_dump(mode="json") for lift in found])
        return
    if not found:
        out.print(NO_SEGMENTS)
        return
    simulated = " - simulated answers" if any(x.simulated for x in found) else ""
    columns = ("segment", *LIFT_COLUMNS)
    rows = [(x.segment, *lift_cells(x)) for x in found]
    table(f"Segment by segment, against the original{simulated}", columns, rows)
    out.print(CAVEAT.format(n=len({x.segment for x in found})), soft_wrap=True)


def say_what_if(project: Project, as_json: bool) -> None:
    """What other divisions of the audience would have earned."""
    from styleloop.app.supposing import what_if

    found = what_if(project)
    if as_json:
        say_json([asdict(each) | {"supposed": [_json(s) for s in each.supposed]} for each in found])
        return
    if not found:
        out.print(NO_TESTS)
        return
    told = [each for each in found if any(s.known for s in each.supposed)]
    for each in told:
        notes = " - simulated answers" * each.simulated + " - equal shares assumed" * each.shares_assumed
        known = [s for s in each.supposed if s.known]
        place = " ".join(part for part in (each.test, each.market, each.placement) if part)
        rate = f"{known[0].known.logged_rate:.2%} clicked" if known[0].known else ""
        columns = ("if", "weighed", "evened out", "with prediction", "as sure as exposures")
        table(f"{place}: {rate}{notes}", columns, [_row(s.says, s.known) for s in known if s.known])
        for s in each.supposed:
            out.print(f"- {s.words}", markup=False, soft_wrap=True)
    silent = len(found) - len(told)
    if silent:
        out.print(
            f"{silent} test{'s' if silent > 1 else ''} tell{'' if silent > 1 else 's'} too little to say: see --json."
        )
    if told:
        out.print(ONE_LOOK, soft_wrap=True)


def _row(says: str, found: OffPolicy) -> tuple[object, ...]:
    three = (found.ips, found.snips, found.dr)
    estimates = ("not known" if e is None else f"{e.rate:.2%} ± {e.rate - e.low:.2%}" for e in three)
    return (says, *estimates, f"{found.effective_shown:,.0f}")


def _json(supposed: Supposed) -> dict[str, Any]:
    known, refused = supposed.known, supposed.refused
    told = {"estimates": asdict(known)} if known else {"refused": refused.model_dump(mode="json") if refused else None}
    return {"says": supposed.says, "shares": supposed.shares, "words": supposed.words, **told}
