"""`styleloop style`: what is usual, what helps, how it changed."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from styleloop.cli import beside
from styleloop.cli.output import HERE, JsonOption, ProjectOption, opened, out, say_drawn, say_json, table
from styleloop.errors import InputError


def command(
    market: Annotated[str, typer.Argument(help="Locale, or `global`, the default; with --diff, a version.")] = "",
    other: Annotated[str, typer.Argument(help="With --diff: the later version.", show_default=False)] = "",
    project: ProjectOption = HERE,
    channel: Annotated[str, typer.Option("--channel", help="One of several channels, by its name.")] = "",
    diff: Annotated[
        bool, typer.Option("--diff", help="What changed since the version before, or between two: --diff ID ID.")
    ] = False,
    history: Annotated[
        bool, typer.Option("--history", help="Every version there was, what was held and tried, and by which criteria.")
    ] = False,
    frames: Annotated[bool, typer.Option("--frames", help="The frames lines are made from.")] = False,
    approve_frame: Annotated[str, typer.Option("--approve-frame", help="Say yes to a frame seen only once.")] = "",
    who: Annotated[str, typer.Option("--who", help="Your pseudonymous id.", envvar="STYLELOOP_WHO")] = "",
    role: Annotated[
        str, typer.Option("--role", help="Yours; frames are the architect's.", envvar="STYLELOOP_ROLE")
    ] = "",
    plot: Annotated[Path | None, typer.Option("--plot", help="Draw into this folder: SVG and PNG.")] = None,
    export: Annotated[Path | None, typer.Option("--export", help="Write this version into a JSON file.")] = None,
    import_file: Annotated[Path | None, typer.Option("--import", help="Keep the version in this JSON file.")] = None,
    promote: Annotated[
        bool, typer.Option("--promote", help="With --import or --challenger: let it speak. Signed; undo works.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="With --import: check everything, change nothing.")
    ] = False,
    challenger: Annotated[
        bool, typer.Option("--challenger", help="How the version tried beside this one stands in shared tests.")
    ] = False,
    put_up: Annotated[str, typer.Option("--put-up", help="Try this version beside the one that speaks. Signed.")] = "",
    share: Annotated[float | None, typer.Option("--share", help="With --put-up: of a campaign's lines; .2.")] = None,
    drop: Annotated[bool, typer.Option("--drop", help="With --challenger: try it no longer. Signed.")] = False,
    schema: Annotated[bool, typer.Option("--schema", help="The JSON schema of such files.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Show the house style of a market: usual values, what helps with its interval, best examples."""
    from styleloop.app import carrying

    if schema:
        say_json(carrying.schema())
        return
    beside.fits(challenger, put_up, promote, drop, share, import_file is not None)
    opened_project = opened(project)
    if import_file is not None:
        done = carrying.bring(opened_project, import_file, market=market, promote=promote, who=who, dry_run=dry_run)
        say_json(asdict(done)) if as_json else out.print(done.words, markup=False, soft_wrap=True)
        return
    _fits(dry_run, (market, other), diff)
    if challenger or put_up:
        beside.told(
            opened_project, market, put_up=put_up, share=share, promote=promote, drop=drop, who=who, as_json=as_json
        )
        return
    if other:
        _between(opened_project, (market, other), plot, as_json)
        return
    key, now = _asked(opened_project, market or "global", channel)
    if approve_frame:
        _approve(opened_project, now, approve_frame, who, role)
    if export is not None:
        _export(opened_project, now, export, as_json)
    elif plot:
        _draw(opened_project, key, plot, as_json)
    elif frames or approve_frame:
        _frames(opened_project, key, now, as_json)
    elif history:
        _history(opened_project, key, as_json)
    elif diff:
        _diff(opened_project, now, as_json)
    elif as_json:
        say_json(now.model_dump(mode="json"))
    else:
        _print(now)


def _fits(dry_run: bool, asked: tuple[str, str], diff: bool) -> None:
    if dry_run:
        raise InputError("this goes with --import", field="--dry-run", expected="--import FILE")
    if asked[1] and not diff:
        raise InputError("one market at a time", got=" ".join(asked), expected="one market, or --diff and two versions")


def _asked(project: Any, market: str, channel: str) -> tuple[str, Any]:
    from styleloop.app.flow import fit
    from styleloop.app.styling import current, key_in

    if project.store.current(market) is None:
        fit(project)
    key = key_in(project, market, channel)
    return key, current(project, key)


def _export(project: Any, now: Any, file: Path, as_json: bool) -> None:
    from styleloop.app.carrying import exported, write

    write(exported(project, now), file)
    if as_json:
        say_json({"market": now.market, "style": now.id, "file": str(file)})
    else:
        out.print(f"{now.id} of {now.market} is in {file}", markup=False, soft_wrap=True)


def _frames(project: Any, key: str, now: Any, as_json: bool) -> None:
    yes = project.store.approved_frames()
    shown = [(p.id, p.slot, p.support, _used(p, yes), p.skeleton.replace("\n", " / ")) for p in now.patterns]
    say_json(shown) if as_json else table(f"Frames in {key}", ("id", "slot", "seen", "used", "frame"), shown)


def _history(project: Any, key: str, as_json: bool) -> None:
    past = project.store.chronicle(key)
    if as_json:
        say_json([p.model_dump(mode="json") for p in past])
        return
    table(key, ("when", "version", "what", "why"), [(p.at[:19], p.style, p.role, p.why) for p in past])
    for one in past:
        if one.criteria:
            out.print(f"{one.style}, {one.role} on {one.at[:10]}:", markup=False)
            beside.say_criteria(c.model_dump() for c in one.criteria)


def _diff(project: Any, now: Any, as_json: bool) -> None:
    from styleloop.style import diff as differences

    before = project.store.styles.find(now.parent) if now.parent else None
    _say_changes(differences(before, now) if before else (), as_json)


def _between(project: Any, versions: tuple[str, str], plot: Path | None, as_json: bool) -> None:
    """What changed from one version to another, said or drawn."""
    from styleloop.app.plotting import changes_between, version, write_plots
    from styleloop.style import diff as differences

    if plot is None:
        _say_changes(differences(version(project, versions[0]), version(project, versions[1])), as_json)
        return
    found = changes_between(project, *versions)
    say_drawn((found,), write_plots((found,), plot), as_json)


def _say_changes(changes: Any, as_json: bool) -> None:
    if as_json:
        say_json([c.model_dump(mode="json") for c in changes])
    for change in () if as_json else changes:
        out.print(f"- {change.words}", markup=False)
    if not changes and not as_json:
        out.print("Nothing changed: this is the first version, or nothing new was learnt.")


def _draw(project: Any, market: str, folder: Path, as_json: bool) -> None:
    from styleloop.app.plotting import style_plots, write_plots

    plots = style_plots(project, market)
    say_drawn(plots, write_plots(plots, folder), as_json)


def _used(pattern: Any, yes: frozenset[str]) -> str:
    if pattern.support > 1 or pattern.approved or pattern.id in yes:
        return "yes"
    return "no: seen once; --approve-frame"


def _approve(project: Any, now: Any, frame: str, who: str, role: str) -> None:
    from styleloop.app.styling import approve_frame

    approve_frame(project, now, frame, who, role)


def _print(now: Any) -> None:
    shown = [n for n in now.norms if any((n.median, *n.quantiles[2:5]))]
    table(
        f"Usual in {now.market} ({now.id})",
        ("measure", "usual", "middle half", "unit", "pieces"),
        [(n.measure, f"{n.median:.3g}", f"{n.quantiles[2]:.3g} to {n.quantiles[4]:.3g}", n.unit, n.n) for n in shown],
    )
    if len(shown) < len(now.norms):
        absent = len(now.norms) - len(shown)
        out.print(f"0 throughout the middle half: {absent} further measures, listed by --json", markup=False)
    if now.effects:
        _print_effects(now)
    else:
        out.print(
            "What helps is not known yet: no test has taught anything. See: styleloop results --help", markup=False
        )
    out.print(f"{len(now.patterns)} frames, {len(now.exemplars)} examples, {len(now.tests)} tests")
    for refusal in now.refused:
        out.print(f"Not learnt from: {refusal}", markup=False)


def _print_effects(now: Any) -> None:
    from styleloop.style.steps import per_cent

    table(
        "What helps (clicks more or fewer in per cent, for one usual step; 90 % interval)",
        ("measure", "effect", "interval", "tests", "verdict"),
        [
            (
                e.measure,
                f"{per_cent(e.mean):+.1f}",
                f"{per_cent(e.low):+.1f} to {per_cent(e.high):+.1f}",
                e.tests,
                e.verdict,
            )
            for e in now.effects
        ],
    )
