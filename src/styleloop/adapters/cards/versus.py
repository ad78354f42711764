"""Two versions of one piece on one sheet: side by side, laid over each other, and what changed outlined."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image, ImageDraw

from styleloop.adapters.cards.changed import Changed, changed
from styleloop.adapters.cards.lettering import face, wrapped
from styleloop.adapters.cards.pen import FINE, INK, PAPER, SOFT, Pen
from styleloop.types.picture import Bytes
from styleloop.types.variant import SlotFacts

MARGIN, GAP = 56, 28
WIDE = 1320
"""Width inside the margins, in sheet pixels."""
TALLEST = 620
"""Most height of one picture."""
FLAT = 0.85
"""Width over height from which pictures stand two in a row, else four."""
MARK, HALO = (214, 48, 92), (255, 255, 255)
"""Outline of what changed, and the light round it that parts it from any ground."""
PALE = 0.22
"""Of the picture left where nothing changed."""
SLOT_INKS = {
    "headline": (214, 48, 92), "body": (20, 110, 170), "price": (176, 104, 0),
    "cta": (30, 128, 70), "logo": (110, 70, 170),
}  # fmt: skip
SLOT_WORDS = {"cta": "button"}
"""A slot's name where people say it otherwise."""
LINE = 34
MOST_SAID = 14
BY_SLOT = "The sizes differ: compared part by part, not pixel by pixel."


@dataclass(frozen=True, eq=False)
class Side:
    """One of the two.

    Attributes:
        title: what it is, `Before` or `Now`.
        line: its format, template, style and id, in a line.
        rgb: uint8 (h, w, 3), the finished picture.
        facts: its slots, in pixels of the finished picture.
    """

    title: str
    line: str
    rgb: Bytes
    facts: tuple[SlotFacts, ...] = ()


@dataclass(frozen=True, eq=False)
class Versus:
    """What goes on the sheet.

    Attributes:
        title: what the piece says.
        line: market, campaign.
        before: the older one.
        after: the newer one.
        said: what changed, one sentence each.
    """

    title: str
    line: str
    before: Side
    after: Side
    said: tuple[str, ...]


def same_size(versus: Versus) -> bool:
    """Whether the two can be laid over each other."""
    return versus.before.rgb.shape == versus.after.rgb.shape


def draw(versus: Versus) -> bytes:
    """The sheet as a PNG. Two of one size also as onion skin and with what changed outlined; others by slot.

    Raises:
        PluginError: the sheet's typeface is not installed.
    """
    panels = _panels(versus)
    boxes, across = _places(panels)
    rows = -(-len(panels) // across)
    high = [max(boxes[i][1] for i in range(r * across, min(len(boxes), (r + 1) * across))) for r in range(rows)]
    said = [line for one in _said(versus) for line in wrapped(f"·  {one}", face(18 * FINE, 400), WIDE * FINE)]
    foot = 0 if same_size(versus) else 40
    top = MARGIN + 84
    tall = top + sum(h + 86 for h in high) + (LINE + 18 if said else 0) + 29 * len(said) + foot + MARGIN - 16
    sheet = Image.new("RGB", ((WIDE + 2 * MARGIN) * FINE, tall * FINE), PAPER)
    pen = Pen(ImageDraw.Draw(sheet), WIDE)
    pen.say(MARGIN, MARGIN - 10, versus.title, 32, 700, INK, WIDE)
    pen.say(MARGIN, MARGIN + 40, versus.line, 17, 400, SOFT, WIDE)
    for number, (panel, size) in enumerate(zip(panels, boxes, strict=True)):
        row, column = divmod(number, across)
        step = (WIDE + GAP) / across
        corner = (round(MARGIN + column * step), top + sum(h + 86 for h in high[:row]))
        _panel(sheet, pen, panel, size, corner, step - GAP)
    down = top + sum(h + 86 for h in high)
    if said:
        pen.say(MARGIN, down, "What changed", 20, 600, INK, WIDE)
    for number, line in enumerate(said):
        pen.say(MARGIN, down + LINE + 6 + 29 * number, line, 18, 400, INK, WIDE)
    if foot:
        pen.say(MARGIN, tall - MARGIN - 14, BY_SLOT, 16, 500, SOFT, WIDE)
    made = io.BytesIO()
    sheet.reduce(FINE).save(made, "PNG", optimize=True)
    return made.getvalue()


@dataclass(frozen=True, eq=False)
class _Panel:
    title: str
    note: str
    rgb: Bytes
    marks: tuple[tuple[str, tuple[float, float, float, float]], ...] = ()
    """(slot, or nothing for a region that changed; its box), in pixels of `rgb`."""


def _panels(versus: Versus) -> list[_Panel]:
    before, after = versus.before, versus.after
    if not same_size(versus):
        return [_Panel(s.title, s.line, s.rgb, tuple((f.slot, f.ink) for f in s.facts)) for s in (before, after)]
    found = changed(before.rgb, after.rgb)
    onion = np.asarray(cv2.addWeighted(before.rgb, 0.5, after.rgb, 0.5, 0), np.uint8)
    return [
        _Panel(before.title, before.line, before.rgb),
        _Panel(after.title, after.line, after.rgb),
        _Panel("Onion skin", "half of one, half of the other", onion),
        _Panel("What changed", _share(found), _difference(after.rgb, found), tuple(("", r) for r in found.regions)),
    ]


def _share(found: Changed) -> str:
    if not found.regions:
        return "not a pixel that can be seen" if not found.mask.any() else f"{100 * found.share:.2f} % of the picture"
    places = "1 place" if len(found.regions) == 1 else f"{len(found.regions)} places"
    return f"{max(100 * found.share, 1):.0f} % of the picture, in {places}"


def _difference(rgb: Bytes, found: Changed) -> Bytes:
    """The newer picture, pale grey where it is as it was."""
    grey = cv2.cvtColor(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB).astype(np.float32)
    pale = PALE * grey + (1 - PALE) * 248
    return np.where(found.mask[..., None], rgb, pale).astype(np.uint8)


def _places(panels: Sequence[_Panel]) -> tuple[list[tuple[int, int]], int]:
    """(width, height) of each picture on the sheet, and how many stand in a row."""
    flattest = max(p.rgb.shape[1] / p.rgb.shape[0] for p in panels)
    across = 4 if len(panels) == 4 and flattest < FLAT else 2
    room = (WIDE + GAP) / across - GAP
    sizes = []
    for panel in panels:
        height, width = panel.rgb.shape[:2]
        scale = min(room / width, TALLEST / height)
        sizes.append((max(1, round(width * scale)), max(1, round(height * scale))))
    return sizes, across


def _panel(
    sheet: Image.Image, pen: Pen, panel: _Panel, size: tuple[int, int], corner: tuple[int, int], room: float
) -> None:
    (width, height), (left, top) = size, corner
    scaled = cv2.resize(panel.rgb, (width * FINE, height * FINE), interpolation=cv2.INTER_AREA)
    shown = Image.fromarray(scaled)
    _marks(shown, panel.marks, width * FINE / panel.rgb.shape[1])
    sheet.paste(shown, (left * FINE, top * FINE))
    pen.frame(left, top, left + width, top + height)
    pen.say(left, top + height + 10, panel.title, 18, 600, INK, room)
    pen.say(left, top + height + 34, panel.note, 15, 400, SOFT, room)


def _marks(shown: Image.Image, marks: Sequence[tuple[str, tuple[float, float, float, float]]], scale: float) -> None:
    pen = ImageDraw.Draw(shown)
    boxes = []
    for slot, (x0, y0, x1, y1) in marks:
        out = (5 if slot else 3) * FINE
        box = (x0 * scale - out, y0 * scale - out, x1 * scale + out, y1 * scale + out)
        if box[2] - box[0] > 2 * out + 1 and box[3] - box[1] > 2 * out + 1:
            boxes.append((slot, box))
    for slot, (x0, y0, x1, y1) in boxes:
        pen.rectangle((x0, y0, x1, y1), None, HALO, 4 * FINE if not slot else 3 * FINE)
        pen.rectangle((x0 + FINE, y0 + FINE, x1 - FINE, y1 - FINE), None, SLOT_INKS.get(slot, MARK), 2 * FINE)
    for slot, box in boxes:
        if slot:
            _tag(pen, slot, box, shown.width)


def _tag(pen: ImageDraw.ImageDraw, slot: str, box: tuple[float, float, float, float], width: int) -> None:
    """The slot's name at the end of its box, where nothing is written; above its end where the picture ends there."""
    font = face(13 * FINE, 600)
    word = SLOT_WORDS.get(slot, slot)
    wide, high = font.getlength(word) + 12 * FINE, 20 * FINE
    left, top = box[2], box[1]
    if left + wide > width:
        left, top = min(box[2], width) - wide, max(0.0, box[1] - high)
    pen.rectangle((left, top, left + wide, top + high), SLOT_INKS.get(slot, MARK))
    pen.text((left + 6 * FINE, top + high / 2), word, HALO, font, anchor="lm")


def _said(versus: Versus) -> list[str]:
    said = [one.replace("->", "to") for one in versus.said]
    if len(said) > MOST_SAID:
        return [*said[: MOST_SAID - 1], f"and {len(said) - MOST_SAID + 1} more"]
    return said
