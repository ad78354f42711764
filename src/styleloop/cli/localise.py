"""`styleloop localise`: lines of the flagship market into other markets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from styleloop.cli.output import HERE, JsonOption, ProjectOption, bars, err, opened, out, say_json, table
from styleloop.errors import InputError

if TYPE_CHECKING:
    from styleloop.app.localising import Standing, Work
    from styleloop.app.project import Project
    from styleloop.types.brand import Market

SHOWN = 12
COLUMNS = ("market", "lines", "known", "like", "missing", "whole", "made", "to review", "approved")
"""Lines; segments known, with a likeness, missing; lines wholly translated, drawn, before the reviewer, approved."""


def command(
    target: Annotated[str, typer.Argument(help="Campaign (name or id) or line (id).")] = "",
    to: Annotated[list[str] | None, typer.Option("--to", help="Market; once for each, or comma separated.")] = None,
    export: Annotated[
        Path | None, typer.Option("--export", help="Write the work to FILE.xlf, or a memory to .tmx.")
    ] = None,
    bring: Annotated[Path | None, typer.Option("--import", help="Take in what came back: XLIFF 2 or TMX.")] = None,
    undo: Annotated[str, typer.Option("--undo", metavar="IMPORT", help="Take an import back.")] = "",
    who: Annotated[str, typer.Option("--who", help="Whoever imports, as the memory will name them.")] = "importer",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen; keep and draw nothing.")] = False,
    project: ProjectOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Say lines in other markets: known words are taken, the rest is work for people; nothing is invented."""
    opened_project = opened(project)
    _fits(target, bool(to), export, bring, undo)
    if undo:
        _taken_back(opened_project, undo, who, dry_run, as_json)
    elif bring is not None:
        _brought(opened_project, bring, who, dry_run, as_json)
    elif not target:
        _memory(opened_project, export, as_json)
    else:
        _worked(opened_project, target, _listed(to), export, dry_run, as_json)


def _fits(target: str, to: bool, export: Path | None, bring: Path | None, undo: str) -> None:
    if sum(map(bool, (export, bring, undo))) > 1:
        raise InputError("one at a time", field="--export, --import, --undo", expected="one of them")
    if (bring or undo) and (target or to):
        raise InputError(
            "this takes no campaign and no market", field="--import, --undo", expected="a file or an import"
        )
    if to and not target:
        raise InputError("which lines?", field="target", expected="a campaign or a line", cure="see: styleloop review")


def _listed(to: list[str] | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for one in to or () for part in one.split(",") if part.strip()))


def _worked(
    project: Project, target: str, to: tuple[str, ...], export: Path | None, dry_run: bool, as_json: bool
) -> None:
    from styleloop.app import localising

    of = localising.work(project, target)
    markets = [project.market(name) for name in to] or [m for m in project.kit.markets if m.locale != of.source.locale]
    own = next((m for m in markets if m.locale == of.source.locale), None)
    if own is not None:
        raise InputError("this is the flagship market itself", field="--to", got=own.locale)
    for market in () if dry_run else markets:
        localising.sign_off(project, of, market)
    if export is not None:
        _exported(project, of, markets, export, dry_run, as_json)
        return
    made = {} if dry_run or not to else _made(project, of, markets, as_json)
    found = [localising.status(project, of, market) for market in markets]
    work = [one for market in markets for one in localising.lacking(project, of, market)]
    if as_json:
        said = [s.model_dump() for s in found]
        say_json({"campaign": of.campaign.id, "markets": said, "made": made, "work": [w.model_dump() for w in work]})
        return
    _told(of, found, made)
    if to and work:
        rows = [(w.market, w.slot, w.source, f"{w.candidate} ({w.score:.0%})" if w.candidate else "") for w in work]
        table("Work for people", ("market", "slot", "text", "like"), rows[:SHOWN])
        if len(rows) > SHOWN:
            out.print(f"... and {len(rows) - SHOWN} more (see --json, or --export)")


def _made(project: Project, of: Work, markets: list[Market], quiet: bool) -> dict[str, Any]:
    from styleloop.app.jobs import Jobs

    wish = {
        "campaign": of.campaign.id, "lines": [line.id for line in of.lines], "markets": [m.locale for m in markets]
    }  # fmt: skip
    with bars(project, quiet=quiet) as watch:
        # Every run looks anew: what stands is left alone, and what was refused for want of a font may go now.
        key = f"localise:{of.campaign.id}:{project.clock().isoformat()}"
        done: dict[str, Any] = Jobs(project).run("localise", key, wish, watch)
    return done


def _told(of: Work, found: list[Standing], made: dict[str, Any]) -> None:
    rows = [
        (s.market, s.lines, f"{s.sure} of {s.pieces}", s.fuzzy, s.missing, s.complete, s.made, s.waiting, s.approved)
        for s in found
    ]
    table(f"{of.campaign.name}, from {of.source.locale}", COLUMNS, rows)
    if of.unapproved:
        err.print(
            f"{of.unapproved} of {len(of.lines)} lines are not approved in {of.source.locale} yet.", style="yellow"
        )
    if of.left:
        err.print(f"{of.left} lines were left out: a check stops them, or a reviewer sent them back.", style="yellow")
    notes = [note for s in found for note in s.notes]
    for note in notes[:SHOWN]:
        err.print(f"- {note}", style="yellow", markup=False)
    if len(notes) > SHOWN:
        err.print(f"... and {len(notes) - SHOWN} more (see --json)", style="yellow")
    for market, done in made.items():
        if done["new"]:
            stopped = f", {done['stopped']} of them stopped by a check" if done["stopped"] else ""
            lines = f"{len(done['new'])} line{'s' if len(done['new']) > 1 else ''} drawn"
            out.print(f"{market}: {lines}, {done['pieces']} pieces{stopped}", markup=False)
    lacking = [s.market for s in found if s.fuzzy + s.missing]
    if lacking:
        example = f"styleloop localise {of.campaign.name} --to {lacking[0]} --export {lacking[0]}.xlf"
        out.print(f"Work for people in {_some(lacking)}: {example}", markup=False, soft_wrap=True)
    ready = [s for s in found if s.waiting]
    if ready:
        who = _some([f"{s.market}: {' or '.join(s.reviewers)}" for s in ready])
        out.print(f"To be decided by each market's own reviewer: {who}. styleloop review", markup=False, soft_wrap=True)


def _some(names: list[str]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def _exported(project: Project, of: Work, markets: list[Market], path: Path, dry_run: bool, as_json: bool) -> None:
    from styleloop.adapters.exchange import write
    from styleloop.app import localising

    found = [localising.exchange(project, of, market) for market in markets]
    if not dry_run:
        write(path, found)
    pieces = [p for e in found for u in e.units for p in u.pieces]
    waiting = sum(p.state == "initial" for p in pieces)
    report = {
        "file": "" if dry_run else str(path),
        "markets": [e.locale for e in found],
        "segments": len(pieces),
        "missing": waiting,
    }
    if as_json:
        say_json(report)
        return
    verb = "Would write" if dry_run else "Wrote"
    out.print(f"{verb} {path}: {len(pieces)} segments, {waiting} to be translated", markup=False, soft_wrap=True)
    out.print("What comes back: styleloop localise --import FILE", markup=False)


def _memory(project: Project, export: Path | None, as_json: bool) -> None:
    from styleloop.adapters.exchange import write
    from styleloop.app.localising import everything
    from styleloop.app.translating import imports

    found = everything(project)
    if export is not None:
        write(export, found)
    made = list(imports(project))
    if as_json:
        say_json({"memory": {e.locale: len(e.units) for e in found}, "imports": made, "file": str(export or "")})
        return
    if not found:
        out.print("There is one market only. Add another: an empty markets/de-DE.toml will do.", markup=False)
        return
    table("Translation memory", ("market", "segments"), [(e.locale, len(e.units)) for e in found])
    if made:
        table("Imports", ("import", "file", "segments", "when"), made[-SHOWN:])
    if export is not None:
        out.print(f"Wrote {export}", markup=False, soft_wrap=True)
    else:
        out.print("Next: styleloop localise CAMPAIGN --to MARKET", markup=False)


def _brought(project: Project, path: Path, who: str, dry_run: bool, as_json: bool) -> None:
    from styleloop.app.translating import bring_in

    done = bring_in(project, path, who, dry_run=dry_run)
    if as_json:
        say_json(done.model_dump())
        return
    verb = "Would take" if dry_run else "Took"
    out.print(
        f"{verb} {len(done.changes)} translations; {done.same} known already, {done.waiting} not translated yet",
        markup=False, soft_wrap=True,
    )  # fmt: skip
    rows = [(c.market, c.slot, c.source, c.before, c.after) for c in done.changes[:SHOWN]]
    if rows:
        table("Changes", ("market", "slot", "source", "before", "now"), rows)
    if len(done.changes) > SHOWN:
        out.print(f"... and {len(done.changes) - SHOWN} more (see --json)")
    for one in done.held:
        err.print(f"- not taken: {one.unit} ({one.market}): {' '.join(one.why)}", style="red", markup=False)
    for one in done.remarks:
        err.print(f"- look at: {one.unit} ({one.market}): {' '.join(one.why)}", style="yellow", markup=False)
    if done.batch:
        out.print(f"Take it back with: styleloop localise --undo {done.batch}", markup=False, soft_wrap=True)
        for name in done.campaigns:
            out.print(f"Next: styleloop localise {name} --to {done.changes[0].market}", markup=False, soft_wrap=True)
    if done.held:
        raise typer.Exit(1)


def _taken_back(project: Project, batch: str, who: str, dry_run: bool, as_json: bool) -> None:
    from styleloop.app.translating import take_back

    changes = take_back(project, batch, who, dry_run=dry_run)
    if as_json:
        say_json([c.model_dump() for c in changes])
        return
    if dry_run:
        out.print(f"Would take back {len(changes)} translations.", markup=False)
        return
    out.print(f"Took back {len(changes)} translations; what was said before stands again.", markup=False)
    out.print("Lines that were drawn from them stay in the review queue: a reviewer decides on them.", markup=False)
