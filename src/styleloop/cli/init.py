"""`styleloop init`: a project folder to fill."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from styleloop.cli.output import JsonOption, out, say_json


def command(
    folder: Annotated[Path, typer.Argument(help="Folder to make.")],
    brand: Annotated[
        str, typer.Option("--brand", help="Start from a brand that ships: blank, tarn-and-thistle.")
    ] = "blank",
    name: Annotated[str, typer.Option("--name", help="The brand's name; none: the folder's.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Make a project folder: brand rules, markets, and folders to drop past ads, products and results into."""
    from styleloop.app.starting import BLANK, start

    title = name or (folder.resolve().name.replace("-", " ").title() if brand == BLANK else "")
    written = start(folder, brand, title)
    if as_json:
        say_json({"project": str(folder), "written": [str(path) for path in written]})
        return
    out.print(f"Made {folder} ({len(written)} files).")
    out.print("Next:", style="bold")
    out.print(f"  1. put your logo and colours into {folder}/brand/kit.toml, or be asked: styleloop serve, /brand/new")
    out.print(f"  2. drop past ads into {folder}/library/, products into {folder}/products/")
    out.print(f"  3. cd {folder} && styleloop ingest && styleloop run --product SKU && styleloop serve")
