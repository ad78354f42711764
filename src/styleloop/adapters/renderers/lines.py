"""A set slot parted into what comes in at once: the beats of a headline; anything else whole, with its plate."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise

import cv2
import numpy as np

from styleloop.adapters.renderers.blend import plated, set_in
from styleloop.adapters.renderers.facts import Inked
from styleloop.types.picture import Bytes

_ASTRAY = 0.3
"""How far from an even parting the gap between two lines is looked for: share of a line."""
_REACH = 1.5
"""Height in lines from which joined ink is taken to belong to two lines that touch."""


@dataclass(frozen=True, eq=False)
class Beat:
    """Ink that comes in at once.

    Attributes:
        slot: whose it is.
        x, y: canvas position of the layer's top left corner.
        layer: uint8 (h, w, 4), straight alpha.
    """

    slot: str
    x: int
    y: int
    layer: Bytes


def in_beats(slot: Inked) -> list[Beat]:
    """The beats of `slot`, first to last. Together they hold every pixel of its ink and plate once."""
    layer, x, y = _with_plate(slot)
    lines, told = slot.lines, slot.beats
    if slot.plate is not None or len(told) < 2 or sum(told) != lines:
        return [Beat(slot.slot, x, y, layer)]
    line_of = _line_of(layer[..., 3], lines)
    ends = list(accumulate(told, initial=0))
    found = []
    for first, end in pairwise(ends):
        part = layer.copy()
        part[(line_of < first) | (line_of >= end)] = 0
        left, top, width, height = cv2.boundingRect(np.ascontiguousarray(part[..., 3]))
        if width:
            cut = np.ascontiguousarray(part[top : top + height, left : left + width])
            found.append(Beat(slot.slot, x + left, y + top, cut))
    return found


def _with_plate(slot: Inked) -> tuple[Bytes, int, int]:
    """The layer of a slot on its plate, and where it lies."""
    if slot.plate is None:
        return slot.layer, slot.x, slot.y
    px0, py0, px1, py1 = slot.plate[0]
    height, width = slot.layer.shape[:2]
    x0, y0 = min(px0, slot.x), min(py0, slot.y)
    x1, y1 = max(px1, slot.x + width), max(py1, slot.y + height)
    shifted = Inked(
        slot=slot.slot,
        box=slot.box,
        size=slot.size,
        lines=slot.lines,
        told_fit=slot.told_fit,
        x=slot.x - x0,
        y=slot.y - y0,
        layer=slot.layer,
        plate=((px0 - x0, py0 - y0, px1 - x0, py1 - y0), slot.plate[1]),
    )
    made = np.zeros((y1 - y0, x1 - x0, 4), np.uint8)
    made[slot.y - y0 : slot.y - y0 + height, slot.x - x0 : slot.x - x0 + width] = slot.layer
    plate = np.s_[py0 - y0 : py1 - y0, px0 - x0 : px1 - x0]
    made[plate][..., :3] = set_in(plated(np.zeros((*made.shape[:2], 3), np.uint8), [shifted]), [shifted])[plate]
    made[plate][..., 3] = 255
    return made, x0, y0


def _line_of(alpha: Bytes, lines: int) -> Bytes:
    """Which line each pixel of ink belongs to, from 0: uint8 (h, w).

    Letters go whole, so that a tail that hangs into the next line, or a mark above it, comes in with its own word. Only
    ink of two lines that touch is parted, at the row where least ink lies.
    """
    height = alpha.shape[0]
    rows = (alpha > 0).sum(axis=1)
    pitch = height / lines
    seams = [0]
    for number in range(1, lines):
        near = round(number * pitch - _ASTRAY * pitch), round(number * pitch + _ASTRAY * pitch)
        first, last = max(seams[-1] + 1, near[0]), min(height - 1, max(near[1], near[0] + 1))
        window = rows[first:last]
        least = np.flatnonzero(window == window.min()) if window.size else np.array([0])
        seams.append(first + int(least[len(least) // 2]))
    seams.append(height)
    by_row = np.zeros(height, np.uint8)
    for number, (top, end) in enumerate(pairwise(seams)):
        by_row[top:end] = number
    count, labels, stats, centres = cv2.connectedComponentsWithStats((alpha > 0).astype(np.uint8), connectivity=8)
    owner = by_row[np.clip(np.rint(centres[:, 1]).astype(int), 0, height - 1)]
    line_of = owner[labels]
    for one in range(1, count):
        if stats[one, cv2.CC_STAT_HEIGHT] > _REACH * pitch:
            top, end = stats[one, cv2.CC_STAT_TOP], stats[one, cv2.CC_STAT_TOP] + stats[one, cv2.CC_STAT_HEIGHT]
            joined = labels[top:end] == one
            line_of[top:end][joined] = np.broadcast_to(by_row[top:end, None], joined.shape)[joined]
    return np.asarray(line_of, np.uint8)
