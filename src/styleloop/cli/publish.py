"""`styleloop publish`: send what was approved."""

from __future__ import annotations

from typing import Annotated

import typer

from styleloop.cli.output import HERE, JsonOption, ProjectOption, bars, err, opened, out, say_json
from styleloop.errors import InputError


def command(
    campaign: Annotated[str, typer.Argument(help="Name or id of a campaign; none: the newest.")] = "",
    project: ProjectOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Send every approved variant of a campaign, each once. Whatever does not match its seal is refused."""
    from styleloop.app.jobs import Jobs

    opened_project = opened(project)
    found = [c for c in opened_project.store.campaigns.all() if not campaign or campaign in (c.id, c.name)]
    if not found:
        raise InputError(
            "no such campaign", field="campaign", got=campaign, cure="make one: styleloop run --product SKU"
        )
    wish = found[-1]
    with bars(opened_project, quiet=as_json) as watch:
        key = f"publish:{wish.id}:{opened_project.clock().isoformat()}"
        done = Jobs(opened_project).run("publish", key, {"campaign": wish.id}, watch)
    if as_json:
        say_json(done)
    else:
        out.print(f"{len(done['published'])} posts are out, in {opened_project.target}")
        for line in done["refused"]:
            err.print(f"- {line}", style="red", markup=False)
    raise typer.Exit(1 if done["refused"] else 0)
