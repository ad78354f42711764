"""`styleloop ingest`: read past work, products and results."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from styleloop.cli.output import HERE, JsonOption, ProjectOption, bars, err, opened, out, say_json, say_refined, table

if TYPE_CHECKING:
    from styleloop.app.project import Project

SHOWN = 20
FAMILIES = {"copy": "Copy", "picture": "Picture", "layout": "Layout"}


def command(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Files or folders; none: the project's own folders.")
    ] = None,
    project: ProjectOption = HERE,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be read; keep nothing.")] = False,
    explain: Annotated[
        str,
        typer.Option("--explain", metavar="PIECE", help="Say what is measured of a piece: id, name, or picture file."),
    ] = "",
    card: Annotated[
        Path | None, typer.Option("--out", help="Where its picture card goes; else explain/<id>.png.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Read past ads, products and results. The same file twice changes nothing; a bad row never stops the others."""
    opened_project = opened(project)
    if explain:
        _explained(opened_project, explain, card, as_json)
        return
    given = [str(path.resolve()) for path in paths or []]
    if dry_run:
        from styleloop.app.flow import _ingested
        from styleloop.app.ingesting import ingest

        report = _ingested(ingest(opened_project, [Path(p) for p in given], dry_run=True))
    else:
        from styleloop.app.jobs import Jobs

        with bars(opened_project, quiet=as_json) as watch:
            key = f"ingest:{opened_project.clock().isoformat()}"
            report = Jobs(opened_project).run("ingest", key, {"paths": given}, watch)
    if as_json:
        say_json(report)
        return
    rows = [
        (f["file"], f["source"], f["rows"], "unchanged" if f["unchanged"] else f["kept"], f["merged"], f["refused"])
        for f in report["by_file"]
    ]
    table("Would be read" if dry_run else "Read", ("file", "as", "rows", "kept", "merged", "refused"), rows)
    for line in report["refusals"][:SHOWN]:
        err.print(f"- {line}", style="yellow", markup=False)
    if len(report["refusals"]) > SHOWN:
        err.print(f"... and {len(report['refusals']) - SHOWN} more (see --json)")
    for line in report.get("notes", [])[:SHOWN]:
        out.print(f"- {line}", markup=False)
    say_refined(report)
    if report.get("tests"):
        out.print(said_of_tests(report))
    read = any(f["kept"] and not f["file"].startswith("results/") for f in report["by_file"])
    behind = _outdated(opened_project) if read and not dry_run else ()
    if behind:
        out.print(f"The frames of {', '.join(behind)} are from before these files. Take them in: styleloop refine")
    else:
        out.print(f"Next: {'styleloop results' if report.get('tests') else 'styleloop run --product SKU'}")


def _outdated(project: Project) -> tuple[str, ...]:
    from styleloop.app.styling import outdated

    return outdated(project)


def said_of_tests(report: dict[str, Any]) -> str:
    """How many tests were read, and what was taken for granted about them."""
    tests, new = report["tests"], report["versions"]
    versions = f" with {new:,} new version{'s' if new > 1 else ''}" if new else ""
    return (
        f"{tests:,} test{'s' if tests > 1 else ''}{versions}, taken as divided by chance. If people chose what they "
        "saw, say so in a column: exposure = observational."
    )


def _explained(project: Project, asked: str, to: Path | None, as_json: bool) -> None:
    from styleloop.app import cards

    told = cards.explain(project, asked)
    drawn = cards.keep_card(project, told, to)
    if as_json:
        say_json({**cards.as_json(told), "card": str(drawn) if drawn else None})
        return
    out.print(f"{told.piece.name}  {told.piece.id}", style="bold", markup=False)
    if told.summary:
        out.print(told.summary, markup=False)
    for family in dict.fromkeys(line.family for line in told.lines):
        rows = [
            (line.spec.name.partition(".")[2].replace("_", " "), line.shown, line.usual_shown, line.reading)
            for line in told.lines
            if line.family == family
        ]
        out.print()
        table(FAMILIES.get(family, family), ("measure", "value", "usual", "reads"), rows)
    if not any(line.usual for line in told.lines):
        out.print("What is usual is not known yet: run styleloop ingest, then styleloop refine", markup=False)
    if drawn:
        out.print(f"Card: {drawn}", markup=False)
