"""What a test showed: each version against the original, with an interval that may be looked at at any time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from styleloop.adapters.plots.rows import Bar, Group, Row, Rows
from styleloop.adapters.plots.sheet import Plot
from styleloop.adapters.plots.telling import LIKELY, TESTED, UNKNOWN, UNSURE, counted, high_first, low_first
from styleloop.results.advice import needed_words, says_something
from styleloop.style.steps import amount, between_words, clicks_words
from styleloop.types.experiment import Lift

MOST = 12
"""Versions drawn; the table has all."""
GROUPS = {"better": ("Better", "accent"), "worse": ("Worse", "warn"), UNKNOWN: (TESTED, "edge")}
CROOKED = "run again"


@dataclass(frozen=True)
class Version:
    """One version under test, by its headline."""

    headline: str
    lift: Lift


@dataclass(frozen=True)
class Tested:
    """One test: what it was, the original, and every other version."""

    about: str
    """`Germany, square post, umbrella launch`."""
    original: str
    """Headline of the original."""
    rate: float | None
    """Its click rate."""
    versions: tuple[Version, ...]


def lift_plot(tested: Tested | None) -> Plot:
    """Every version of a test next to its original, the best first; None where no test has answers."""
    columns = ("version", "shown", "clicked", "next to the original", LIKELY, "verdict", "advice")
    if tested is None or not tested.versions:
        told = "No test has answers that name its versions. Read a report: styleloop results FILE.csv"
        return Plot("lift", "No test has answers yet", "Each version next to its original", told, columns, ())
    versions = sorted(tested.versions, key=lambda v: (-v.lift.lift, v.headline))
    table = tuple(_told_row(v) for v in versions)
    return Plot("lift", _marked(versions), _about(tested), _told(versions), columns, table, _drawn(versions))


def _told_row(v: Version) -> tuple[str, ...]:
    x = v.lift
    seen = (clicks_words(100 * x.lift), between_words(100 * x.low, 100 * x.high)) if says_something(x) else ("", "")
    return (_flat(v.headline), f"{x.shown:,}", _rate(x.rate), *seen, _verdict(x), x.words)


def _verdict(lift: Lift) -> str:
    return UNSURE if lift.verdict == UNKNOWN else lift.verdict


def _flat(headline: str) -> str:
    return " / ".join(part.strip() for part in headline.splitlines() if part.strip())


def _rate(rate: float) -> str:
    """`19 clicks in 1,000`."""
    return f"{amount(1000 * rate)} clicks in 1,000"


def _about(tested: Tested) -> str:
    rate = f" got {_rate(tested.rate)}" if tested.rate is not None else ""
    return f"{high_first(tested.about)}. The original{rate}: “{_flat(tested.original)}”"


def _marked(versions: Sequence[Version]) -> str:
    """The title; what no person answered says so before anything else."""
    title = _title(versions)
    return f"Simulated answers: {low_first(title)}" if any(v.lift.simulated for v in versions) else title


def _title(versions: Sequence[Version]) -> str:
    better = [v for v in versions if v.lift.verdict == "better"]
    worse = [v for v in versions if v.lift.verdict == "worse"]
    rest = len(versions) - len(better) - len(worse)
    if any(v.lift.advice == CROOKED for v in versions):
        return "Nothing may be concluded: the audience was not divided as planned"
    if not better and not worse:
        return f"{high_first(UNSURE)} whether any version beats the original"
    parts = [_those(better, "more"), _those(worse[::-1], "fewer"), f"{rest} {UNSURE}" if rest else ""]
    return high_first("; ".join(part for part in parts if part))


def _those(versions: Sequence[Version], way: str) -> str:
    if not versions:
        return ""
    if len(versions) > 1:
        return f"{len(versions)} versions got {way} clicks than the original"
    share = amount(100 * versions[0].lift.lift)
    return f"“{_flat(versions[0].headline)}” got about {share} % {way} clicks than the original"


def _told(versions: Sequence[Version]) -> str:
    return " ".join(
        f"“{_flat(v.headline)}”: {_figures(v.lift)}{_verdict(v.lift)}{_more(v.lift)}." for v in versions[:4]
    )


def _figures(lift: Lift) -> str:
    if not says_something(lift):
        return ""
    return f"{clicks_words(100 * lift.lift)}, {LIKELY} {between_words(100 * lift.low, 100 * lift.high)}: "


def _more(lift: Lift) -> str:
    return f", {_needed(lift)}" if lift.needed else ""


def _needed(lift: Lift) -> str:
    """`needs about 12,000 more shows of each version`, of a number that is a guess itself."""
    return f"needs {needed_words(lift)}"


def _drawn(versions: Sequence[Version]) -> Rows:
    groups: list[Group] = []
    for name, (heading, colour) in GROUPS.items():
        here = [v for v in versions if v.lift.verdict == name]
        room = max(0, MOST - sum(len(g.rows) for g in groups))
        rest = f"and {counted(len(here) - room, 'version')} more" if len(here) > room else ""
        if here:
            groups.append(Group(heading, colour, tuple(_row(v) for v in here[:room]), rest))
    legend = (
        f"Dot: what was seen. Bar: where the truth {LIKELY} lies (right 19 times in 20, however often one looks). "
        "Better or worse: the whole bar is on one side."
    )
    return Rows(tuple(groups), "clicks, next to the original", legend)


def _row(v: Version) -> Row:
    x, known = v.lift, v.lift.verdict != UNKNOWN
    note = f"{x.shown:,} shows, {_rate(x.rate)}"
    between = between_words(100 * x.low, 100 * x.high)
    bar = Bar(100 * x.low, 100 * x.lift, 100 * x.high)
    if known:
        return Row(_flat(v.headline), note, high_first(clicks_words(bar.mean)), f"{LIKELY} {between}", bar, True)
    would = _needed(x) if x.needed else UNSURE
    said = f"Anything from {between}" if says_something(x) else high_first(UNSURE)
    return Row(_flat(v.headline), note, said, would, bar, False)
