"""One picture and what was measured of it, on a sheet that a designer can read."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image, ImageDraw

from styleloop.adapters.cards import overlays
from styleloop.adapters.cards.lettering import face, wrapped
from styleloop.adapters.cards.pen import FINE, HAIR, INK, PAPER, SOFT, Pen, Rgb
from styleloop.measure.picture.ciede import ciede2000
from styleloop.measure.picture.palette import palette
from styleloop.measure.picture.prepared import Prepared, on_white, prepare, to_lab
from styleloop.types.picture import Bytes, Picture
from styleloop.types.variant import SlotFacts

MARGIN, GAP = 64, 28
TALL, WIDE, NARROW = 540, 640, 304
"""Height of the pictures on a card, the most width of one, and the least of its column."""
COLUMNS = 4
SWATCH, LEGEND, ROW = 200, 60, 84
"""Least width of a colour's name, height of a row of them, height of a row of numbers."""
KEY = "Ring: middle of attention.   Thin lines: thirds.   Turquoise: calm room."
KEY_SLOTS = "   Yellow: words as they were set."
NEAR = 10.0
"""CIEDE2000 up to which a colour of the palette is called by the brand's name for it."""


@dataclass(frozen=True)
class Named:
    """A colour of the brand and what it is called there."""

    name: str
    hex: str


@dataclass(frozen=True)
class Fact:
    """One number for people."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, eq=False)
class Card:
    """What goes on a card.

    Attributes:
        title: name of the piece.
        line: what it is, in a line.
        summary: what was found, in a sentence.
        picture: the picture, about 1,000 pixels or more on the long side.
        facts: numbers, most telling first.
        colours: the brand's own.
        slots: where words were set, in pixels of the finished picture.
        size: (width, height) of the finished picture.
    """

    title: str
    line: str
    summary: str
    picture: Picture
    facts: tuple[Fact, ...] = ()
    colours: tuple[Named, ...] = ()
    slots: tuple[SlotFacts, ...] = ()
    size: tuple[int, int] | None = None


def draw(card: Card) -> bytes:
    """The card as a PNG: as it is, where the eye goes, calm room; palette; numbers.

    Raises:
        InputError: the picture has no pixels.
        PluginError: the card's typeface is not installed.
    """
    prepared = prepare(card.picture)
    rgb = _sized(on_white(card.picture))
    height, width = rgb.shape[0] // FINE, rgb.shape[1] // FINE
    wide = 3 * max(width, NARROW) + 2 * GAP
    summary = wrapped(card.summary, face(27 * FINE, 500), wide * FINE)
    colours = palette(card.picture)
    across = max(1, min(len(colours), wide // SWATCH))
    legend, rows = -(-len(colours) // across), -(-len(card.facts) // COLUMNS)
    tall = 2 * MARGIN + 96 + height + 44 + 76 + LEGEND * legend + 40 * len(summary) + 28 + ROW * rows + 30
    sheet = Image.new("RGB", ((wide + 2 * MARGIN) * FINE, tall * FINE), PAPER)
    pen = Pen(ImageDraw.Draw(sheet), wide)
    down = MARGIN
    pen.say(MARGIN, down, card.title, 36, 700, INK, wide)
    pen.say(MARGIN, down + 48, card.line, 18, 400, SOFT, wide)
    down += 96
    _pictures(sheet, pen, card, prepared, rgb, down)
    down += height + 44
    _strip(pen, colours, card.colours, across, down)
    down += 76 + LEGEND * legend
    for line in summary:
        pen.say(MARGIN, down, line, 27, 500, INK, wide)
        down += 40
    _numbers(pen, card.facts, down + 28)
    pen.say(MARGIN, tall - MARGIN - 16, KEY + (KEY_SLOTS if card.slots else ""), 14, 400, SOFT, wide)
    made = io.BytesIO()
    sheet.reduce(FINE).save(made, "PNG", optimize=True)
    return made.getvalue()


def _sized(rgb: Bytes) -> Bytes:
    """The picture at the size it has on the sheet, whole."""
    height, width = rgb.shape[:2]
    scale = min(TALL / height, WIDE / width) * FINE
    to = (max(FINE, round(width * scale)), max(FINE, round(height * scale)))
    return np.asarray(cv2.resize(rgb, to, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC), np.uint8)


def _pictures(sheet: Image.Image, pen: Pen, card: Card, p: Prepared, rgb: Bytes, down: int) -> None:
    height, width = rgb.shape[0] // FINE, rgb.shape[1] // FINE
    words = "Calm room and words" if card.slots else "Calm room for words"
    shown = (
        ("As it is", Image.fromarray(rgb)),
        ("Where the eye goes", overlays.attention(rgb, p)),
        (words, overlays.room(rgb, p, card.slots, card.size)),
    )
    for number, (caption, picture) in enumerate(shown):
        left = MARGIN + number * (max(width, NARROW) + GAP)
        sheet.paste(picture, (left * FINE, down * FINE))
        pen.frame(left, down, left + width, down + height)
        pen.say(left, down + height + 10, caption, 16, 500, SOFT, max(width, NARROW))


def _strip(pen: Pen, found: Sequence[tuple[str, float]], own: Sequence[Named], across: int, down: int) -> None:
    """The palette by area, and under it what each colour is called, `across` on a row."""
    at = float(MARGIN)
    for code, share in found:
        pen.fill(round(at), down + 4, round(at + share * pen.wide), down + 52, code)
        at += share * pen.wide
    pen.frame(MARGIN, down + 4, MARGIN + pen.wide, down + 52)
    step = pen.wide / across
    for number, (code, share) in enumerate(found):
        row, column = divmod(number, across)
        left, top = MARGIN + column * step, down + 66 + LEGEND * row
        pen.fill(left, top + 2, left + 20, top + 22, code)
        pen.frame(left, top + 2, left + 20, top + 22)
        pen.say(left + 30, top, f"{_per_cent(share)}  {code}", 17, 600, INK, step - 40)
        pen.say(left + 30, top + 24, _called(code, own), 15, 400, SOFT, step - 40)


def _per_cent(share: float) -> str:
    return f"{100 * share:.0f} %" if share >= 0.01 else "under 1 %"


def _called(code: str, colours: Sequence[Named]) -> str:
    """The brand's name for a colour that passes for its own."""
    if not colours:
        return ""
    lab = to_lab(np.array([[_rgb(one) for one in (code, *(c.hex for c in colours))]], np.uint8))[0].astype(np.float64)
    away = ciede2000(lab[1:], lab[0])
    best = int(np.argmin(away))
    return f"the brand's {colours[best].name}" if away[best] <= NEAR else "not a brand colour"


def _rgb(code: str) -> Rgb:
    red, green, blue = (int(code[i : i + 2], 16) for i in (1, 3, 5))
    return red, green, blue


def _numbers(pen: Pen, facts: Sequence[Fact], down: int) -> None:
    step = (pen.wide + GAP) / COLUMNS
    for number, fact in enumerate(facts):
        row, column = divmod(number, COLUMNS)
        left, top = MARGIN + column * step, down + ROW * row
        pen.fill(left, top - 10, left + step - GAP, top - 9, HAIR)
        pen.say(left, top, fact.label, 15, 400, SOFT, step - GAP)
        pen.say(left, top + 21, fact.value, 21, 600, INK, step - GAP)
        pen.say(left, top + 48, fact.note, 15, 400, SOFT, step - GAP)
