"""The sample brand with one campaign in its flagship market, and a translator who knows some German and Arabic."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from styleloop import drafts
from styleloop.adapters.exchange import read, write
from styleloop.app import auditing, flow, making, starting
from styleloop.app.brandfiles import read_products
from styleloop.app.project import Project
from styleloop.app.wishes import wish
from styleloop.types.brief import Campaign
from styleloop.types.copy import Copy
from styleloop.types.segment import Piece
from styleloop.types.variant import Draft

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
FORMAT = "wide"
LINES = ("28 cm tall.\nThe flask.", "A closer look at the lid that shuts.")
CALL = "Have a look"


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
    drawn(project, wish(project, "flask", "launch", ("en-GB",), (FORMAT,), lines=2))
    project.close()
    return root


def told(line: Draft, first: Draft) -> Draft:
    """`line` with the body of the first one, the call that the translator knows, and its headline for a caption."""
    kept = {"headline": line, "body": first, "price": line, "alt": line}
    said = {slot: of.words.text(slot) for slot, of in kept.items()}
    said["alt"] = said["alt"].replace(line.words.text("body"), said["body"])  # it says what stands in the picture
    words = Copy.of(cta=CALL, caption=said["headline"].replace("\n", " "), **said)
    filled = tuple(s for slot, of in kept.items() for s in of.filled if s.slot == slot)
    return Draft(**line.model_dump(exclude={"id", "words", "filled"}), words=words, filled=filled)


def drawn(project: Project, asked: Campaign) -> None:
    """The campaign with two lines that the translator knows, whichever the drafter would put first today."""
    project.store.campaigns.add([asked])
    brief = making.make_brief(project, asked, "en-GB")
    found = {d.words.text("headline"): d for d in drafts.write(brief, (), project.kit, 400) if isinstance(d, Draft)}
    chosen = [told(found[line], found[LINES[0]]) for line in LINES]
    project.store.drafts.add(chosen)
    variants, _ = making.draw(project, brief, chosen)
    auditing.audit_variants(project, brief, variants)


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
