"""`styleloop resize`: the same line in further formats."""

from __future__ import annotations

from typing import Annotated

import typer

from styleloop.cli.output import HERE, JsonOption, ProjectOption, opened
from styleloop.cli.versioned import carry_out


def command(
    target: Annotated[str, typer.Argument(help="Id of a piece or a line, a post's name, or a campaign's name or id.")],
    to: Annotated[list[str], typer.Option("--to", help="A format; several: comma separated, or --to again.")],
    project: ProjectOption = HERE,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be made; draw nothing.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Draw a line in further formats, in the template and palette it has. Each waits for review like any new piece."""
    from styleloop.app.versions import Asked

    formats = tuple(name.strip() for part in to for name in part.split(",") if name.strip())
    carry_out(opened(project), Asked(verb="resize", target=target, to=formats), dry_run, as_json)
