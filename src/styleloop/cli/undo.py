"""`styleloop undo`: let the style version before speak again."""

from __future__ import annotations

from typing import Annotated

import typer

from styleloop.cli.output import HERE, JsonOption, ProjectOption, opened, out, say_json


def command(
    market: Annotated[str, typer.Argument(help="Locale, or `global`.")] = "global",
    project: ProjectOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Take back the last change of a house style, or of its challenger. Nothing is deleted; refine can do it again."""
    from styleloop.app.refining import undo

    done = undo(opened(project), market)
    if as_json:
        say_json({"market": market, "style": done.style, "words": done.words})
    else:
        out.print(done.words, markup=False, soft_wrap=True)
