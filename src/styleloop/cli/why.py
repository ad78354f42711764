"""`styleloop why`: where a piece came from, to the last fact, and what changed on the way."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from styleloop.cli.output import HERE, JsonOption, ProjectOption, err, opened, out, say_json
from styleloop.errors import InputError


def command(
    piece: Annotated[str, typer.Argument(help="Id of a variant or of a line, or the name of a post.")],
    project: ProjectOption = HERE,
    against: Annotated[
        str, typer.Option("--against", help="Another piece: say what differs from it to this one.")
    ] = "",
    picture: Annotated[
        Path | None, typer.Option("--picture", help="With --against: both on one sheet, as a PNG, into this file.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Say who approved a piece, what the checks said, what it rests on, what made it, and what it was made from."""
    from styleloop.app.comparing import compared, keep_sheet
    from styleloop.app.comparing import sentences as compared_words
    from styleloop.app.explaining import explain, sentences
    from styleloop.app.pieces import piece as find

    opened_project = opened(project)
    if not against:
        if picture is not None:
            raise InputError("a picture of what?", field="--picture", expected="--against with another piece beside it")
        answer = explain(opened_project, piece)
        lines = sentences(answer)
    else:
        before, after = find(opened_project, against), find(opened_project, piece)
        answer = compared(opened_project, before, after)
        lines = compared_words(answer)
        if picture is not None:
            answer["picture"] = str(keep_sheet(opened_project, before, after, picture))
            err.print(f"both on one sheet: {picture}", markup=False, soft_wrap=True)
    if as_json:
        say_json(answer)
        return
    for line in lines:
        out.print(line, markup=False)
