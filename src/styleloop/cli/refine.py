"""`styleloop refine`: let results change the house style."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from styleloop.cli.beside import say_criteria
from styleloop.cli.output import HERE, ROLES, JsonOption, ProjectOption, bars, opened, out, say_json


def command(
    project: ProjectOption = HERE,
    as_challenger: Annotated[
        float | None,
        typer.Option(
            "--as-challenger",
            min=0.0,
            max=0.5,
            metavar="SHARE",
            help="What passes makes this share of a campaign's lines and does not speak yet; 0: it speaks at once.",
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Learn from every answer; a new version speaks only when the evidence carries it. Undo: styleloop undo."""
    from styleloop.app.jobs import Jobs

    opened_project = opened(project)
    work: dict[str, Any] = {} if as_challenger is None else {"share": as_challenger}
    with bars(opened_project, quiet=as_json) as watch:
        key = f"refine:{len(opened_project.store.responses.all())}:{opened_project.clock().isoformat()}"
        done = Jobs(opened_project).run("refine", key, work, watch)
    if as_json:
        say_json(done)
        return
    for item in done:
        out.print(f"{item['market']}: {ROLES[item['role']]} - {item['words']}", markup=False)
        say_criteria(item["criteria"])
        for change in item["changes"][:6] if item["role"] != "held" else []:
            out.print(f"   * {change['words']}", markup=False)
