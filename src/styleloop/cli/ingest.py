"""`styleloop ingest`: read past work, products and results."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from styleloop.cli.output import HERE, JsonOption, ProjectOption, bars, err, opened, out, say_json, say_refined, table

SHOWN = 20


def command(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Files or folders; none: the project's own folders.")
    ] = None,
    project: ProjectOption = HERE,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be read; keep nothing.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Read past ads, products and results. The same file twice changes nothing; a bad row never stops the others."""
    opened_project = opened(project)
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
    say_refined(report)
    out.print("Next: styleloop run --product SKU")
