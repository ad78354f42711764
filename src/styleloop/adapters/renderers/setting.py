"""Typst at work: what a template is told, what it sets, one page per slot."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import regex  # type: ignore[import-untyped]
import typst
from PIL import Image

from styleloop.adapters.renderers.facts import Inked
from styleloop.adapters.renderers.fonts import font_files, font_set
from styleloop.adapters.renderers.mark import Mark
from styleloop.adapters.renderers.notes import demand_notes
from styleloop.adapters.renderers.templates import LOGO, Template, TemplateShelf
from styleloop.adapters.renderers.veils import Veil, read_veils
from styleloop.adapters.renderers.words import Problem
from styleloop.errors import SettingsError
from styleloop.language.breaking import ZERO_WIDTH, phrased, pieces, seams, tied, wraps
from styleloop.language.isolating import isolated
from styleloop.types.copy import BODY, HEADLINE, PRICE
from styleloop.types.picture import Bytes
from styleloop.types.variant import Layout

_ARABIC_SIZE = 1.12
"""Naskh is drawn smaller on its em than Latin; at equal sizes it would read a size down."""

_WORD = regex.compile(r"\p{L}[\p{L}\p{M}.]")
"""A letter with more behind it: a currency that is a word."""
_SMALL = 320
"""Short side in pixels below which a format counts as small."""


@dataclass(frozen=True, eq=False)
class SetType:
    """What a template made of one layout.

    Attributes:
        slots: each as it was set, alone.
        stage: what the painter shall paint.
        veils: where a scrim may be laid under words.
    """

    slots: tuple[Inked, ...]
    stage: dict[str, Any]
    veils: tuple[Veil, ...] = ()


class TypeSetter:
    """Sets layouts by template. Keeps one warm compiler per template and thread: a shared one refuses to work."""

    def __init__(self, shelf: TemplateShelf) -> None:
        self._shelf = shelf
        self._local = threading.local()

    def set(self, layout: Layout, template: Template, words: Mapping[str, str], mark: Mark) -> SetType:
        """Every slot of `layout` on a page of its own.

        Copy goes in as JSON in `sys.inputs`, never as markup, so `#panic()` in a headline prints as it is written.

        Raises:
            Problem: the template does not compile with these words.
            SettingsError: the template does not keep its promises, whatever the words.
        """
        compiler = self._compiler(template.name, font_files((*layout.face.serif, *layout.face.sans)))
        inputs = {"d": json.dumps(told(layout, template, words, mark), ensure_ascii=False)}
        where = f"templates/{template.name}/main.typ"
        try:
            made = compiler.compile(format="png", ppi=72, sys_inputs=inputs)
            notes = json.loads(compiler.query("<slot>", field="value"))
            stages = json.loads(compiler.query("<stage>", field="value"))
        except typst.TypstError as error:
            got = " ".join(error.diagnostic.split())[:300]
            raise Problem("template", f"{where} does not compile", got=got, cure="mend the template") from error
        pages = [page for page in (made if isinstance(made, list) else [made]) if page]
        demand_notes(where, notes, layout)
        _kept_promises(where, template, notes, stages, len(pages))
        if layout.cards == 1:  # cards of a carousel share the words between them
            _nothing_left_out(where, words, [note["slot"] for note in notes])
        slots = tuple(_inked(note, page, mark) for note, page in zip(notes, pages[1:], strict=True))
        [stage] = stages
        if not isinstance(stage, dict):
            raise SettingsError(f"{where}: expected a stage of the fields in docs/templates.md; got: {stage!r}")
        veils = read_veils(where, stage.pop("veils", []), layout)
        return SetType(slots=slots, stage=stage, veils=veils)

    def _compiler(self, name: str, files: tuple[str, ...]) -> typst.Compiler:
        compilers: dict[tuple[str, ...], typst.Compiler] = self._local.__dict__.setdefault("compilers", {})
        key = (name, *files)
        if key not in compilers:
            root, fonts = self._shelf.root, font_set(self._shelf.fonts, files)
            compilers[key] = typst.Compiler(root / name / "main.typ", root=root, font_paths=fonts)
        return compilers[key]


def _kept_promises(
    where: str, template: Template, notes: list[dict[str, Any]], stages: list[dict[str, Any]], pages: int
) -> None:
    for note in notes:
        if template.slot(str(note.get("slot"))) is None:
            raise SettingsError(f"{where}: sets a slot {note.get('slot')!r} that template.toml does not declare")
    names = [str(note["slot"]) for note in notes]
    if twice := [name for name in names if names.count(name) > 1]:
        raise SettingsError(f"{where}: sets the slot {twice[0]!r} twice; expected one page for each slot")
    if len(stages) != 1 or pages != len(notes) + 1:
        expected = "expected one stage, first, and a page per slot"
        raise SettingsError(f"{where}: {expected}; got {len(stages)} stages, {len(notes)} slots and {pages} pages")


def _nothing_left_out(where: str, words: Mapping[str, str], done: Sequence[str]) -> None:
    """Raises Problem when the template sets no page for a slot that has words, or for the logo."""
    for slot in (*words, LOGO):
        if slot not in done:
            cure = "mend the template, or give the slot a drop_below"
            raise Problem(slot, f"{where} leaves it out", got=words.get(slot, ""), expected="a page for it", cure=cure)


def told(layout: Layout, template: Template, words: Mapping[str, str], mark: Mark) -> dict[str, Any]:
    """Everything a template learns, as docs/templates.md lists it. Lengths are in pixels."""
    placement = layout.placement
    width, height = placement.width, placement.height
    shape, short = template.shape(width, height), min(width, height)
    usual = _ARABIC_SIZE if layout.face.script == "Arab" else 1.0
    grow = layout.face.grow or usual
    sizes = {}
    for slot in template.slots:
        least, most = (share * short * (1.0 if slot.name == LOGO else grow) for share in slot.sizes[shape])
        sizes[slot.name] = {"min": round(least, 3), "max": round(most, 3)}
    return {
        "w": width,
        "h": height,
        "shape": shape,
        "small": short < _SMALL,
        "card": layout.card,
        "cards": layout.cards,
        "dir": layout.direction,
        "lang": layout.market.split("-")[0],
        "region": _han_region(layout),
        "safe": {
            "top": placement.safe_top * height,
            "bottom": placement.safe_bottom * height,
            "side": placement.safe_side * width,
        },
        "face": layout.face.model_dump(mode="json"),
        "tone": layout.tone.model_dump(mode="json"),
        "look": layout.look.model_dump(mode="json"),
        "words": {slot: parted(slot, text, layout) for slot, text in words.items()},
        "seams": {
            word: found._asdict()
            for slot in (HEADLINE, BODY)
            for word, found in seams(words.get(slot, ""), layout.market).items()
        },
        "wraps": wraps(layout.market),
        "worded": bool(_WORD.search(words.get(PRICE, ""))),
        "sizes": sizes,
        "logo": {"aspect": round(mark.aspect, 5), "name": layout.logo_name},
    }


def _han_region(layout: Layout) -> str | None:
    """`TW`, `HK` or `CN` for Chinese: without it faces fall back to the forms of the mainland. None elsewhere."""
    if layout.face.script not in ("Hans", "Hant"):
        return None
    parts = layout.market.split("-")
    island = "HK" if {"HK", "MO", "yue"} & set(parts) else "TW"
    return island if layout.face.script == "Hant" else "CN"


def parted(slot: str, text: str, layout: Layout) -> str:
    """Words as a template gets them: figures isolated in right-to-left lines, phrases parted by zero-width spaces."""
    told = isolated(text, layout.direction)
    if slot not in (HEADLINE, BODY):
        return told
    if not phrased(layout.market):
        return tied(told)
    beats = (
        "".join(piece.text + (piece.glue or ZERO_WIDTH) for piece in beat).rstrip(f" {ZERO_WIDTH}")
        for beat in pieces(told, layout.market)
    )
    return "\n".join(beats)


def _inked(note: Mapping[str, Any], page: bytes, mark: Mark) -> Inked:
    x0, y0, x1, y1 = (float(value) for value in note["box"])
    x, y = (int(value) for value in note["origin"])
    plate: tuple[tuple[int, int, int, int], str] | None = None
    spilt = False
    if note["slot"] == LOGO:
        x, y = round(x0), round(y0)
        layer = mark.set(max(1, round(x1) - x), max(1, round(y1) - y), str(note["ink"]))
    else:
        layer, left, top, spilt = _ink(page)
        x, y = x + left, y + top
    if "plate" in note:
        px0, py0, px1, py1 = (int(value) for value in note["plate"]["box"])
        plate = (px0, py0, px1, py1), str(note["plate"]["fill"])
    return Inked(
        slot=str(note["slot"]),
        box=(x0, y0, x1, y1),
        size=float(note["size"]),
        lines=int(note["lines"]),
        told_fit=bool(note["fits"]),
        x=x,
        y=y,
        layer=layer,
        spilt=spilt,
        plate=plate,
        snag=str(note.get("snag", "")),
        beats=tuple(int(lines) for lines in note.get("beats", ())),
    )


def _ink(page: bytes) -> tuple[Bytes, int, int, bool]:
    """(RGBA cut to its ink, its left and top on the page, whether the ink reaches the page's edge)."""
    with Image.open(io.BytesIO(page), formats=("PNG",)) as image:
        whole = image if image.mode == "RGBA" else image.convert("RGBA")
        found = whole.getchannel("A").getbbox()
        left, top, right, low = found or (0, 0, 1, 1)
        spilt = found is not None and (min(left, top) == 0 or (right == whole.width or low == whole.height))
        return np.array(whole.crop((left, top, right, low))), left, top, spilt
