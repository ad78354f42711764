"""`styleloop restyle`: the same words under another style version, template or palette."""

from __future__ import annotations

from typing import Annotated

import typer

from styleloop.cli.output import HERE, JsonOption, ProjectOption, opened
from styleloop.cli.versioned import carry_out


def command(
    target: Annotated[str, typer.Argument(help="Id of a piece or a line, a post's name, or a campaign's name or id.")],
    project: ProjectOption = HERE,
    style: Annotated[
        str, typer.Option("--style", help="Style version; with no option at all, the one that speaks now.")
    ] = "",
    template: Annotated[str, typer.Option("--template", help="Template, or auto: one is chosen for each line.")] = "",
    tone: Annotated[str, typer.Option("--tone", help="Palette, by its name in brand/kit.toml.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be made; draw nothing.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Make a piece, a line or a campaign again in another look: same brief, same words. A person decides about each."""
    from styleloop.app.versions import Asked

    asked = Asked(verb="restyle", target=target, style=style, template=template, tone=tone)
    carry_out(opened(project), asked, dry_run, as_json)
