"""`styleloop demo`: the whole loop on the sample brand."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from styleloop.cli.output import JsonOption, bars, err, out, say_json, table


def command(
    out_folder: Annotated[Path, typer.Option("--out", help="Folder for everything the demo makes.")] = Path("demo"),
    as_json: JsonOption = False,
) -> None:
    """Show the loop: ingest, learn, brief, draft, draw, check, review, publish, measure, refine, and once more.

    A scripted reviewer and a simulated audience stand in for people, and every page says so.
    """
    from styleloop.app.demonstration import play, prepare, write_report
    from styleloop.app.project import Project
    from styleloop.web.sheet import write_sheet

    project = Project(prepare(out_folder))
    with bars(project, quiet=as_json) as watch:
        demo = play(project, lambda text: None if as_json else err.print(text, style="bold", markup=False), watch)
    write_sheet(project, demo.gain, out_folder)
    made = write_report(demo, out_folder)
    if as_json:
        say_json(made)
    else:
        _tell(made, out_folder)


def _tell(made: dict[str, Any], folder: Path) -> None:
    rows = [(m, c["drafts"], c["pictures"], c["published"]) for m, c in made["by_market"].items()]
    table("Made", ("market", "drafts", "pictures", "published"), rows)
    blocked = [
        (check, len({f["subject"] for f in found}), found[0]["message"]) for check, found in made["blocked"].items()
    ]
    table("Blocked by", ("check", "pieces", "for example"), blocked)
    out.print(f"{made['gain_of_round_two']['words']} (simulated answers)", markup=False)
    out.print("The reviewer was scripted, the audience simulated: this shows how the loop runs, not what it earns.")
    out.print(f"Look: {folder / 'index.html'}   Read: {folder / 'style-diff.md'}, {folder / 'report.json'}")
    out.print(f"The desk: styleloop serve --project {folder / 'project'}")
