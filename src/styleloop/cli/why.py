"""`styleloop why`: where a piece came from, to the last fact."""

from __future__ import annotations

from typing import Annotated

import typer

from styleloop.cli.output import HERE, JsonOption, ProjectOption, opened, out, say_json


def command(
    piece: Annotated[str, typer.Argument(help="Id of a variant, or the name of a post.")],
    project: ProjectOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Say who approved a piece, what the checks said, which fact is behind each span, and what made it."""
    from styleloop.app.explaining import explain, sentences

    answer = explain(opened(project), piece)
    if as_json:
        say_json(answer)
        return
    for line in sentences(answer):
        out.print(line, markup=False)
