"""The sample brand with one campaign in its flagship market, and a translator who knows some German and Arabic."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from styleloop.adapters.exchange import read, write
from styleloop.app import flow, starting
from styleloop.app.brandfiles import read_products
from styleloop.app.project import Project
from styleloop.app.wishes import wish
from styleloop.types.segment import Piece

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
FORMAT = "wide"


class Clock:
    """A minute later at every look."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@cache
def _fresh() -> Path:
    root = Path(tempfile.mkdtemp(prefix="styleloop-words-")) / "brand"
    atexit.register(shutil.rmtree, root.parent, ignore_errors=True)
    starting.start(root, "tarn-and-thistle")
    project = Project(root, Clock())
    project.store.products.add(read_products(root / "products" / "products.toml", project.keep))
    flow.fit(project)
    flow.campaign(project, wish(project, "flask", "launch", ("en-GB",), (FORMAT,), lines=2))
    project.close()
    return root


def opened(root: Path) -> Project:
    """A copy of that project."""
    shutil.copytree(_fresh(), root)
    return Project(root, Clock())


def translate(source: Path, back: Path, words: dict[str, str]) -> None:
    """What a translator does with a file: every empty segment filled, `words` first, else by the default below."""
    (exchange,) = read(source)
    units = []
    for unit in exchange.units:
        pieces = tuple(
            p
            if p.state != "initial"
            else Piece.model_validate(
                {**p.model_dump(), "target": words[p.source], "state": "translated", "match": "", "score": 0}
            )
            for p in unit.pieces
        )
        units.append(unit.model_copy(update={"pieces": pieces}))
    write(back, [exchange.model_copy(update={"units": tuple(units)})])
