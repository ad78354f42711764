"""One flagship in fifty markets: what is made, what is refused and why, and how long it takes.

    python -m benchmarks.markets --json [--templates all] [--check] [--out FOLDER] [--workers 2]

Words are those of `benchmarks.flagship`; products, palettes and lines go round, so that a run shows many of each. By
default one template, 50 languages x 8 sizes; `--templates all` takes every shipped one. `--check` looks at the accepted
pieces again, on pixels and without asking the renderer (`benchmarks.pixels`). `--out` writes a contact sheet of every
template, and every picture.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks import flagship, pixels
from styleloop.adapters.cards.contact import Cell, contact_sheet
from styleloop.app.templating import Bench
from styleloop.language.faces import face_of
from styleloop.language.locales import script_of
from styleloop.types.brief import Placement
from styleloop.types.copy import Copy
from styleloop.types.record import Refusal
from styleloop.types.variant import Drawn, Layout

SIZES = (
    (1080, 1080), (1080, 1350), (1080, 1920), (1200, 628), (300, 250), (160, 600), (728, 90), (320, 50),
)  # fmt: skip
RTL = {"Arab", "Hebr"}


@dataclass(frozen=True)
class Piece:
    """One cell of the grid."""

    template: str
    locale: str
    size: tuple[int, int]
    number: int

    @property
    def id(self) -> str:
        """`split de 300x250 #3`."""
        return f"{self.template} {self.locale} {self.size[0]}x{self.size[1]} #{self.number}"


@dataclass(frozen=True)
class Outcome:
    """What became of it: `why` is empty when it was made."""

    piece: Piece
    why: str
    faults: tuple[str, ...] = ()


@cache
def bench() -> Bench:
    """The sample brand: no project lies here."""
    return Bench(Path(__file__).parent)


def grid(templates: Sequence[str]) -> Iterator[Piece]:
    """Every template, language and size. The number says which line, product and palette."""
    for t, template in enumerate(templates):
        for row, locale in enumerate(flagship.LOCALES):
            for column, size in enumerate(SIZES):
                yield Piece(template, locale, size, row + 3 * column + 5 * t)


def placement(size: tuple[int, int]) -> Placement:
    """A format of that size with the safe zone that platforms ask for."""
    width, height = size
    zone = (0.14, 0.20) if height / width > 1.7 and width > 320 else (0.05, 0.05)
    return Placement(
        name=f"{width}x{height}", label=f"{width}x{height}", width=width, height=height,
        safe_top=zone[0], safe_bottom=zone[1], safe_side=0.05, source="benchmark",
    )  # fmt: skip


def layout(piece: Piece) -> Layout:
    """The piece, ready to be set."""
    here = bench()
    template = here.shelf.load(piece.template)
    script = script_of(piece.locale)
    face = face_of(here.kit, script, piece.locale)
    assert face is not None, piece.locale
    slots = {slot.name for slot in template.slots}
    words = {slot: text for slot, text in flagship.copy(piece.locale, piece.number).items() if slot in slots}
    skus = sorted(here.pictures)
    tones = [tone for tone in here.kit.tones if tone.name != "ember"]  # kept in the kit as a warning
    return Layout(
        draft="draft_0000000000000000",
        placement=placement(piece.size),
        template=template.label,
        market=piece.locale,
        direction="rtl" if script in RTL else "ltr",
        words=Copy.of(**words),
        tone=tones[piece.number % len(tones)],
        face=face,
        picture=here.pictures[skus[piece.number % len(skus)]],
        logo=here.kit.logo,
        logo_name=here.kit.name,
    )


def made(job: tuple[Piece, bool, str]) -> Outcome:
    """Draw one piece, check it when asked, keep its picture when a folder is named."""
    piece, check, out = job
    here = bench()
    try:
        asked = layout(piece)
    except ValueError as error:
        return Outcome(piece, str(error))
    [drawn] = here.renderer.draw([asked], here.blobs)
    if isinstance(drawn, Refusal):
        return Outcome(piece, f"{drawn.why}; {drawn.cure}")
    assert isinstance(drawn, Drawn)
    if out:
        (Path(out) / f"{_file(piece)}.jpg").write_bytes(drawn.data)
        words = {n: t for n, t in asked.words.by_slot().items() if n not in drawn.rendering.dropped}
        (Path(out) / f"{_file(piece)}.json").write_text(
            json.dumps({"locale": piece.locale, **words}, ensure_ascii=False)
        )
    return Outcome(piece, "", pixels.faults(here.renderer, asked, drawn, here.blobs) if check else ())


def _file(piece: Piece) -> str:
    return piece.id.replace(" ", "_").replace("#", "n")


def run(pieces: Sequence[Piece], check: bool, out: str, workers: int) -> list[Outcome]:
    """Every piece, on `workers` processes."""
    jobs = [(piece, check, out) for piece in pieces]
    if workers == 1:
        return [made(job) for job in jobs]
    with ProcessPoolExecutor(workers) as pool:
        return list(pool.map(made, jobs, chunksize=len(SIZES)))


def sheets(found: Sequence[Outcome], out: Path) -> None:
    """A contact sheet of every template: a row per language, a column per size."""
    columns = [(f"{w}x{h}", w / h) for w, h in SIZES]
    for template in dict.fromkeys(one.piece.template for one in found):
        cells = {}
        for one in (o for o in found if o.piece.template == template):
            file = out / f"{_file(one.piece)}.jpg"
            shown = None if one.why else np.array(Image.open(file))
            at = flagship.LOCALES.index(one.piece.locale), SIZES.index(one.piece.size)
            cells[at] = Cell.of(shown, one.why)
        (out / f"sheet-{template}.jpg").write_bytes(contact_sheet(template, columns, flagship.LOCALES, cells))


def main() -> None:
    parser = argparse.ArgumentParser(description="One flagship in fifty markets.")
    parser.add_argument("--json", action="store_true", help="end with one JSON object on one line (always so)")
    parser.add_argument("--templates", default="split", help="names with commas, or `all`")
    parser.add_argument("--locales", default="", help="only these, with commas")
    parser.add_argument("--check", action="store_true", help="look at the pixels of what was accepted")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    if not flagship.STRINGS.is_file():
        raise SystemExit("the strings are not here: they lie beside the project, in shared/data/mozilla")
    templates = bench().shelf.names() if given.templates == "all" else given.templates.split(",")
    only = given.locales.split(",") if given.locales else flagship.LOCALES
    pieces = [piece for piece in grid(templates) if piece.locale in only]
    if given.out:
        given.out.mkdir(parents=True, exist_ok=True)
    start = time.perf_counter()
    found = run(pieces, given.check, str(given.out or ""), given.workers)
    seconds = time.perf_counter() - start
    refused = [one for one in found if one.why]
    faulty = [one for one in found if one.faults]
    for one in (*refused, *faulty):
        print(f"{one.piece.id}: {one.why or '; '.join(one.faults)}")
    if given.out:
        sheets(found, given.out)
    result = {
        "assets": len(found) - len(refused),
        "refused": len(refused),
        "refused_by_locale": dict(Counter(one.piece.locale for one in refused)),
        "refused_by_template": dict(Counter(one.piece.template for one in refused)),
        "seconds": round(seconds, 1),
    }
    if given.check:
        result["faults"] = len(faulty)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
