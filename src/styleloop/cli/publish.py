"""`styleloop publish`: send what was approved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from styleloop.cli.output import HERE, JsonOption, ProjectOption, bars, err, opened, out, say_json
from styleloop.errors import InputError

if TYPE_CHECKING:
    from styleloop.app.project import Project
    from styleloop.types.brief import Campaign


def command(
    campaign: Annotated[str, typer.Argument(help="Name or id of a campaign; none: the newest.")] = "",
    project: ProjectOption = HERE,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check, sign and read back; send nothing.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Send every approved variant of a campaign, each once, signed. Whatever does not match its seal is refused."""
    from styleloop.app.jobs import Jobs
    from styleloop.app.signing import certificate_of, words_on

    opened_project = opened(project)
    found = [c for c in opened_project.store.campaigns.all() if not campaign or campaign in (c.id, c.name)]
    if not found:
        raise InputError(
            "no such campaign",
            field="campaign",
            got=campaign,
            expected=" or ".join(dict.fromkeys(c.name for c in opened_project.store.campaigns.all())),
            cure="make one: styleloop run --product SKU",
        )
    wish = found[-1]
    certificate_of(opened_project.root)  # without one nothing could leave
    if dry_run:
        _rehearse(opened_project, wish, as_json)
        return
    with bars(opened_project, quiet=as_json) as watch:
        key = f"publish:{wish.id}:{opened_project.clock().isoformat()}"
        done = Jobs(opened_project).run("publish", key, {"campaign": wish.id}, watch)
    if as_json:
        say_json(done)
    else:
        out.print(f"{len(done['published'])} posts of {wish.name} are out, in {opened_project.target}", markup=False)
        out.print(f"Signed by {words_on(certificate_of(opened_project.root))}.", markup=False)
        for line in done["notes"]:
            out.print(f"- {line}", markup=False)
        for line in done["refused"]:
            err.print(f"- {line}", style="red", markup=False)
        _say_elsewhere(opened_project, wish)
    raise typer.Exit(1 if done["refused"] else 0)


def _say_elsewhere(project: Project, wish: Campaign) -> None:
    """What is approved in other campaigns: one is sent at a time, and nobody should think that was all."""
    from styleloop.app.flow import elsewhere

    for name, count in elsewhere(project, wish).items():
        out.print(f"Approved and not out yet in {name}: {count}. Send with: styleloop publish {name}", markup=False)


def _rehearse(project: Project, wish: Campaign, as_json: bool) -> None:
    from styleloop.app.flow import rehearse

    done = rehearse(project, wish)
    if as_json:
        say_json(done)
    else:
        said = f"{len(done['would_publish'])} posts of {wish.name} would leave for {project.target}; nothing was sent"
        out.print(said, markup=False)
        for name in done["would_publish"]:
            out.print(f"  {name}", markup=False)
        for line in done["notes"]:
            out.print(f"- {line}", markup=False)
        for line in done["refused"]:
            err.print(f"- {line}", style="red", markup=False)
        _say_elsewhere(project, wish)
    raise typer.Exit(1 if done["refused"] else 0)
