"""`styleloop doctor`: is everything here that is needed?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from styleloop.cli.output import HERE, JsonOption, ProjectOption, out, say_json


def command(
    project: ProjectOption = HERE,
    locale: Annotated[
        list[str] | None, typer.Option(help="Is the type for this locale installed? May be given several times.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Check plug-ins, fonts, the brand's files and the database, and say what to do about what is missing."""
    from styleloop.app.checkup import examine

    found = examine(Path(project), locale or ())
    if as_json:
        say_json([vars(item) for item in found])
    for item in [] if as_json else found:
        out.print(f"{'ok  ' if item.ok else 'MEND'} {item.what}: {item.words}", markup=False)
    raise typer.Exit(0 if all(item.ok for item in found) else 1)
