"""`styleloop style`: what is usual, what helps, how it changed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from styleloop.cli.output import HERE, JsonOption, ProjectOption, opened, out, say_json, table
from styleloop.errors import InputError


def command(
    market: Annotated[str, typer.Argument(help="Locale, or `global`.")] = "global",
    project: ProjectOption = HERE,
    diff: Annotated[bool, typer.Option("--diff", help="What changed since the version before.")] = False,
    history: Annotated[bool, typer.Option("--history", help="Every version there was.")] = False,
    frames: Annotated[bool, typer.Option("--frames", help="The frames lines are made from.")] = False,
    approve_frame: Annotated[str, typer.Option("--approve-frame", help="Say yes to a frame seen only once.")] = "",
    who: Annotated[str, typer.Option("--who", help="Your pseudonymous id.", envvar="STYLELOOP_WHO")] = "",
    plot: Annotated[Path | None, typer.Option("--plot", help="Draw what helps into this folder: SVG and PNG.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Show the house style of a market: usual values, what helps with its interval, best examples."""
    from styleloop.app.flow import fit
    from styleloop.app.styling import current
    from styleloop.style import diff as differences

    opened_project = opened(project)
    if opened_project.store.current(market) is None:
        fit(opened_project)
    now = current(opened_project, market)
    past = opened_project.store.history(market)
    if approve_frame:
        _approve(opened_project, now, approve_frame, who)
    if plot:
        _draw(opened_project, market, plot, as_json)
    elif frames or approve_frame:
        yes = opened_project.store.approved_frames()
        shown = [(p.id, p.slot, p.support, _used(p, yes), p.skeleton.replace("\n", " / ")) for p in now.patterns]
        say_json(shown) if as_json else table(f"Frames in {market}", ("id", "slot", "seen", "used", "frame"), shown)
    elif history:
        rows = [(p.at[:19], p.style, p.why) for p in past]
        say_json([p.model_dump() for p in past]) if as_json else table(f"{market}", ("when", "version", "why"), rows)
    elif diff:
        before = opened_project.store.styles.find(now.parent) if now.parent else None
        changes = differences(before, now) if before else ()
        if as_json:
            say_json([c.model_dump(mode="json") for c in changes])
        for change in () if as_json else changes:
            out.print(f"- {change.words}", markup=False)
        if not changes and not as_json:
            out.print("Nothing changed: this is the first version, or nothing new was learnt.")
    elif as_json:
        say_json(now.model_dump(mode="json"))
    else:
        _print(now)


def _draw(project: Any, market: str, folder: Path, as_json: bool) -> None:
    from styleloop.app.plotting import style_plots, write_plots

    plots = style_plots(project, market)
    files = write_plots(plots, folder)
    if as_json:
        say_json([{**plot.record, "files": [str(f) for f in files if f.stem == plot.name]} for plot in plots])
        return
    for plot in plots:
        out.print(f"{plot.title}. {plot.told}", markup=False)
    for file in files:
        out.print(str(file), markup=False)


def _used(pattern: Any, yes: frozenset[str]) -> str:
    if pattern.support > 1 or pattern.approved or pattern.id in yes:
        return "yes"
    return "no: seen once; --approve-frame"


def _approve(project: Any, now: Any, frame: str, who: str) -> None:
    if frame not in {p.id for p in now.patterns}:
        raise InputError("no such frame", got=frame, expected="an id of: styleloop style MARKET --frames")
    if not who.strip():
        raise InputError("a decision is signed", field="--who", expected="your pseudonymous id")
    project.store.approve_frame(frame, who.strip())


def _print(now: Any) -> None:
    from styleloop.style import clicks

    table(
        f"Usual in {now.market} ({now.id})",
        ("measure", "usual", "middle half", "unit", "pieces"),
        [
            (n.measure, f"{n.median:.3g}", f"{n.quantiles[2]:.3g} to {n.quantiles[4]:.3g}", n.unit, n.n)
            for n in now.norms
        ],
    )
    table(
        "What helps (clicks more or fewer per 100 for one usual step, 90 % interval)",
        ("measure", "effect", "interval", "tests", "verdict"),
        [
            (e.measure, f"{clicks(e.mean):+.1f}", f"{clicks(e.low):+.1f} to {clicks(e.high):+.1f}", e.tests, e.verdict)
            for e in now.effects
        ],
    )
    out.print(f"{len(now.patterns)} frames, {len(now.exemplars)} examples, {len(now.tests)} tests")
    for refusal in now.refused:
        out.print(f"Not learnt from: {refusal}", markup=False)
