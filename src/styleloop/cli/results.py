"""`styleloop results`: how versions did against the original."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from styleloop.cli.output import (
    HERE,
    JsonOption,
    ProjectOption,
    bars,
    err,
    opened,
    out,
    say_drawn,
    say_json,
    say_refined,
    table,
)
from styleloop.cli.questions import LIFT_COLUMNS, lift_cells, say_segments, say_what_if
from styleloop.errors import InputError

NO_TESTS = (
    "No test has answers that name its versions. A report needs the columns test and ad, or test, version and the "
    "versions' words (docs/importing.md)."
)


def command(
    files: Annotated[list[Path] | None, typer.Argument(help="Result files to read first.")] = None,
    project: ProjectOption = HERE,
    plan: Annotated[bool, typer.Option("--plan", help="What is most worth testing first.")] = False,
    market: Annotated[str, typer.Option("--market", help="With --plan: locale; else the first market.")] = "",
    traffic: Annotated[
        float | None, typer.Option("--traffic", help="With --plan: exposures per day; else the median past day.")
    ] = None,
    allocate: Annotated[
        bool, typer.Option("--allocate", help="Tomorrow's share of the audience for every running test; logged.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="With --allocate: log nothing.")] = False,
    floor: Annotated[
        float | None,
        typer.Option("--floor", help="With --allocate: share divided evenly whatever is known; .05 to .1."),
    ] = None,
    segments: Annotated[bool, typer.Option("--segments", help="Every test by device, age or other segment.")] = False,
    what_if: Annotated[
        bool, typer.Option("--what-if", help="What other divisions of the audience would have earned.")
    ] = False,
    pairs: Annotated[
        Path | None, typer.Option("--pairs", help="Write which version people preferred into this file: JSON lines.")
    ] = None,
    plot: Annotated[
        Path | None, typer.Option("--plot", help="Draw one test into this folder: SVG and PNG. The newest, or --test.")
    ] = None,
    test: Annotated[str, typer.Option("--test", help="With --plot: a test, by its name or id.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Read result files and show every test: better, worse, or not known yet, and what to do about it."""
    asked = {"--plan": plan, "--allocate": allocate, "--segments": segments, "--what-if": what_if}
    _one_at_a_time(asked | {"--pairs": pairs is not None, "--plot": plot is not None})
    if test and plot is None:
        raise InputError("this goes with --plot", field="--test", expected="--plot FOLDER")
    _fits(plan, allocate, market, traffic, dry_run or floor is not None)
    opened_project = opened(project)
    if files:
        _read(opened_project, files, as_json)
    if plan:
        _plan(opened_project, market, traffic, as_json)
    elif allocate:
        _allocate(opened_project, dry_run, floor, as_json)
    elif segments:
        say_segments(opened_project, as_json)
    elif what_if:
        say_what_if(opened_project, as_json)
    elif pairs is not None:
        _pairs(opened_project, pairs, as_json)
    elif plot is not None:
        _draw(opened_project, test, plot, as_json)
    else:
        _lifts(opened_project, as_json)


def _draw(project: Any, test: str, folder: Path, as_json: bool) -> None:
    from styleloop.app.plotting import lift, write_plots

    drawn = lift(project, test)
    say_drawn((drawn,), write_plots((drawn,), folder), as_json)


def _pairs(project: Any, file: Path, as_json: bool) -> None:
    from styleloop.app.pairing import export

    done = export(project, file)
    if as_json:
        say_json(asdict(done) | {"file": str(file)})
        return
    out.print(done.words + (" Simulated answers." if done.simulated else ""), markup=False, soft_wrap=True)


def _one_at_a_time(asked: dict[str, bool]) -> None:
    given = [name for name, on in asked.items() if on]
    if len(given) > 1:
        raise InputError("one at a time", field=" and ".join(given), expected="one of them")


def _fits(plan: bool, allocate: bool, market: str, traffic: float | None, shares: bool) -> None:
    if (market or traffic is not None) and not plan:
        raise InputError("these go with --plan", field="--market or --traffic", expected="--plan")
    if shares and not allocate:
        raise InputError("these go with --allocate", field="--dry-run or --floor", expected="--allocate")


def _read(project: Any, files: list[Path], as_json: bool) -> None:
    from styleloop.app.jobs import Jobs

    with bars(project, quiet=as_json) as watch:
        key = f"ingest:{project.clock().isoformat()}"
        report = Jobs(project).run("ingest", key, {"paths": [str(f.resolve()) for f in files]}, watch)
    if not as_json:
        say_refined(report)
        err.print(f"{report['rows']} rows read, {report['kept']} kept, {report['refused']} refused")
    for line in [] if as_json else report["refusals"]:
        err.print(f"- {line}", style="yellow", markup=False)


def _lifts(project: Any, as_json: bool) -> None:
    from styleloop.app.learning import lifts, not_compared

    found = lifts(project)
    if as_json:
        say_json([lift.model_dump(mode="json") for lift in found])
        return
    for refusal in not_compared(project):
        err.print(f"- {refusal}", style="yellow", markup=False)
    if not found:
        out.print(NO_TESTS)
        return
    table(
        "Against the original (95 % interval, may be looked at at any time)"
        + (" - simulated answers" if any(lift.simulated for lift in found) else ""),
        LIFT_COLUMNS,
        [lift_cells(x) for x in found],
    )


def _plan(project: Any, market: str, traffic: float | None, as_json: bool) -> None:
    from styleloop.app.planning import plan

    found = plan(project, market, traffic)
    if as_json:
        tests = [
            {**asdict(w), "proposal": w.proposal.model_dump(mode="json"), "assumed": w.proposal.assumed}
            for w in found.tests
        ]
        say_json({**asdict(found), "tests": tests})
        return
    assumed = " (assumed, not measured)" if found.rate_assumed else ""
    title = (
        f"To test first in {found.market}: {found.traffic:,.0f} exposures a day, click rate {found.rate:.2%}{assumed}"
    )
    if found.tests:
        columns = (
            "one version",
            "the other",
            "lift",
            "exposures per version",
            "days (whole weeks)",
            "how large it could be",
        )
        table(title, columns, [_test_row(w) for w in found.tests])
        for worth in found.tests:
            out.print(f"- {worth.words}", markup=False, soft_wrap=True)
            for side in (worth.low, worth.high):
                line = side.example or "no line of your own yet"
                out.print(f"    {side.says}: {line}", markup=False, soft_wrap=True)
    else:
        out.print(title, markup=False, soft_wrap=True)
    out.print(found.words[:1].upper() + found.words[1:] + ".", markup=False, soft_wrap=True)


def _test_row(worth: Any) -> tuple[object, ...]:
    p = worth.proposal
    sides = [f"{side.says} ({side.value})" for side in (worth.low, worth.high)]
    known = "assumed, not measured" if p.assumed else "measured"
    return (*sides, f"{p.lift:.0%}", f"{p.exposures:,}", worth.days, known)


def _allocate(project: Any, dry_run: bool, floor: float | None, as_json: bool) -> None:
    from styleloop.app.experimenting import allocate, reason
    from styleloop.results.allocation import FLOOR

    found = allocate(project, dry_run=dry_run, floor=FLOOR if floor is None else floor)
    if as_json:
        say_json([a.model_dump(mode="json") | {"words": reason(a)} for a in found])
        return
    if not found:
        out.print("No test is running.")
        return
    columns = ("test", "version", "share", "chance to be best")
    rows = [
        (a.test, arm, f"{share:.0%}", f"{best:.0%}")
        for a in found
        for arm, share, best in zip(a.arms, a.shares, a.best, strict=True)
    ]
    table(f"Shares for {found[0].day}" + (" - not logged" if dry_run else ""), columns, rows)
    for a in found:
        out.print(f"- {a.test}: {reason(a)}", markup=False, soft_wrap=True)
