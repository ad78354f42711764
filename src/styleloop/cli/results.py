"""`styleloop results`: how versions did against the original."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from styleloop.cli.output import HERE, JsonOption, ProjectOption, bars, err, opened, out, say_json, say_refined, table


def command(
    files: Annotated[list[Path] | None, typer.Argument(help="Result files to read first.")] = None,
    project: ProjectOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Read result files and show every test: better, worse, or not known yet, and about how many more it takes."""
    from styleloop.app.learning import lifts

    opened_project = opened(project)
    if files:
        from styleloop.app.jobs import Jobs

        with bars(opened_project, quiet=as_json) as watch:
            key = f"ingest:{opened_project.clock().isoformat()}"
            report = Jobs(opened_project).run("ingest", key, {"paths": [str(f.resolve()) for f in files]}, watch)
        if not as_json:
            say_refined(report)
            err.print(f"{report['rows']} rows read, {report['kept']} kept, {report['refused']} refused")
        for line in [] if as_json else report["refusals"]:
            err.print(f"- {line}", style="yellow", markup=False)
    found = lifts(opened_project)
    if as_json:
        say_json([lift.model_dump(mode="json") for lift in found])
        return
    if not found:
        said = "No test has answers that name its versions. A report needs the columns test and ad (docs/importing.md)."
        out.print(said)
        return
    table(
        "Against the original (95 % interval, may be looked at at any time)"
        + (" - simulated answers" if any(lift.simulated for lift in found) else ""),
        ("version", "shown", "rate", "lift", "interval", "verdict", "about so many more"),
        [
            (
                x.arm,
                x.shown,
                f"{x.rate:.2%}",
                f"{x.lift:+.0%}",
                f"{x.low:+.0%} to {x.high:+.0%}",
                x.verdict,
                x.needed or "",
            )
            for x in found
        ],
    )
