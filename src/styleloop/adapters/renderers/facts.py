"""What can be known about each slot after drawing, measured on its pixels. Boxes lie, pixels do not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
import numpy.typing as npt

from styleloop.types.brief import Placement
from styleloop.types.picture import Bytes
from styleloop.types.variant import Box, SlotFacts

SEEN = 40
"""Alpha from which a pixel counts as ink."""
PRODUCT = "product"

Rect = tuple[int, int, int, int]
Floats = npt.NDArray[np.float32]

_LINEAR = np.array(
    [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in (i / 255 for i in range(256))], np.float32
)


@dataclass(frozen=True, eq=False)
class Inked:
    """One slot as it was set, alone.

    Attributes:
        slot: name.
        box: the room it was given, in canvas pixels.
        size: type size in pixels.
        lines: of type.
        told_fit: what the template said.
        x, y: canvas position of the layer's top left corner.
        layer: uint8 (h, w, 4), straight alpha, cut to its ink.
        spilt: ink reached the edge of the page it was set on, beyond which nothing was drawn.
        plate: rectangle under the words and its colour, or None.
        snag: the word that is too wide, where the template found one.
        beats: lines of each beat, where the template told them.
    """

    slot: str
    box: Box
    size: float
    lines: int
    told_fit: bool
    x: int
    y: int
    layer: Bytes
    spilt: bool = False
    plate: tuple[Rect, str] | None = None
    snag: str = ""
    beats: tuple[int, ...] = ()
    words: Rect = field(init=False)
    """Least rectangle round its letters, without the plate."""

    def __post_init__(self) -> None:
        """Find the letters once: every other slot asks for them."""
        x, y, width, height = cv2.boundingRect((self.layer[..., 3] >= SEEN).astype(np.uint8))
        object.__setattr__(self, "words", (self.x + x, self.y + y, self.x + x + width, self.y + y + height))

    @property
    def ink(self) -> Rect:
        """Least rectangle round its letters and its plate."""
        words, plate = self.words, self.plate[0] if self.plate else self.words
        if words[0] == words[2]:
            return plate
        return min(words[0], plate[0]), min(words[1], plate[1]), max(words[2], plate[2]), max(words[3], plate[3])

    def covers(self, rect: Rect) -> npt.NDArray[np.bool_]:
        """Where in `rect` its ink lies: bool (h, w)."""
        x0, y0, x1, y1 = rect
        found = np.zeros((y1 - y0, x1 - x0), bool)
        if self.plate is not None:
            p = meet(rect, self.plate[0])
            if p:
                found[p[1] - y0 : p[3] - y0, p[0] - x0 : p[2] - x0] = True
        height, width = self.layer.shape[:2]
        part = meet(rect, (self.x, self.y, self.x + width, self.y + height))
        if part:
            alpha = self.layer[part[1] - self.y : part[3] - self.y, part[0] - self.x : part[2] - self.x, 3]
            found[part[1] - y0 : part[3] - y0, part[0] - x0 : part[2] - x0] |= alpha >= SEEN
        return found


def meet(one: Rect, other: Rect) -> Rect | None:
    """Where two rectangles overlap, or None."""
    x0, y0, x1, y1 = max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])
    return (x0, y0, x1, y1) if x1 > x0 and y1 > y0 else None


def slot_facts(
    slots: Sequence[Inked],
    ground: Bytes,
    mask: Bytes,
    placement: Placement,
    near: int,
    veils: Mapping[str, float] | None = None,
) -> tuple[SlotFacts, ...]:
    """The facts of every slot.

    Args:
        slots: as they were set.
        ground: uint8 (h, w, 3), the picture with its plates and without words.
        mask: uint8 (h, w), 255 where the product is.
        placement: for its safe zones.
        near: pixels that words keep clear of the product.
        veils: slot -> alpha of the scrim under it.
    """
    veils = veils or {}
    product = cv2.boundingRect((mask > 127).astype(np.uint8))
    body = (product[0], product[1], product[0] + product[2], product[1] + product[3])
    return tuple(
        SlotFacts(
            slot=one.slot,
            box=one.box,
            ink=(float(one.ink[0]), float(one.ink[1]), float(one.ink[2]), float(one.ink[3])),
            size=round(one.size, 2),
            lines=one.lines,
            fits=one.told_fit and not one.spilt and _inside(one),
            contrast=contrast(one, ground),
            overlaps=_overlaps(one, slots, mask, body, near),
            clearance=clearance(one.ink, placement),
            veil=veils.get(one.slot, 0.0),
        )
        for one in slots
    )


def _inside(one: Inked) -> bool:
    """Whether the ink keeps to its room; letters may overshoot it by a little, as all good type does."""
    slack = max(2.0, 0.3 * one.size)
    x0, y0, x1, y1 = one.box
    return (
        one.ink[0] >= x0 - slack and one.ink[1] >= y0 - slack and one.ink[2] <= x1 + slack and one.ink[3] <= y1 + slack
    )


def _overlaps(one: Inked, slots: Sequence[Inked], mask: Bytes, body: Rect, near: int) -> tuple[str, ...]:
    found = []
    for other in slots:
        shared = None if other is one else meet(one.ink, other.ink)
        if shared and bool((one.covers(shared) & other.covers(shared)).any()):
            found.append(other.slot)
    grown = (one.ink[0] - near, one.ink[1] - near, one.ink[2] + near, one.ink[3] + near)
    whole = meet(grown, (0, 0, mask.shape[1], mask.shape[0]))
    if whole and meet(whole, body):
        reach = np.ones((2 * near + 1, 2 * near + 1), np.uint8)
        x0, y0, x1, y1 = whole
        close = cv2.dilate((mask[y0:y1, x0:x1] > 127).astype(np.uint8), reach)
        if bool((one.covers(whole) & (close > 0)).any()):
            found.append(PRODUCT)
    return tuple(found)


def clearance(ink: Rect, placement: Placement) -> float:
    """Least distance in pixels from `ink` to the edge of the safe zone; negative when it lies outside."""
    width, height = placement.width, placement.height
    left, top = placement.safe_side * width, placement.safe_top * height
    right, low = width - left, height - placement.safe_bottom * height
    return round(min(ink[0] - left, ink[1] - top, right - ink[2], low - ink[3]), 2)


def contrast(one: Inked, ground: Bytes) -> float:
    """WCAG 2.2 contrast ratio (relative luminance, section 1.4.3) of the ink against the worst ground under its box.

    The ground is taken at its 1st percentile of contrast; 0 when there is no ink.
    """
    under = meet(one.words, (0, 0, ground.shape[1], ground.shape[0]))
    colour = ink_colour(one.layer)
    if under is None or colour is None:
        return 0.0
    x0, y0, x1, y1 = under
    part = np.ascontiguousarray(ground[y0:y1, x0:x1])
    first = tuple(int(value) for value in part[0, 0])
    if cv2.countNonZero(cv2.inRange(part, first, first)) == part.shape[0] * part.shape[1]:
        part = part[:1, :1]  # a plain panel: one pixel speaks for all
    ink, behind = float(luminance(colour)[0, 0]), luminance(part)
    ratios = (np.maximum(behind, ink) + 0.05) / (np.minimum(behind, ink) + 0.05)
    return round(float(np.percentile(ratios, 1)), 2)


def ink_colour(layer: Bytes) -> Bytes | None:
    """The median colour of full ink as uint8 (1, 1, 3); of any ink when none is full; None without ink."""
    for step, least in ((2, 250), (1, 250), (1, SEEN)):
        thin = layer[::step, ::step]
        inks = thin[thin[..., 3] >= least][:, :3]
        if inks.size:
            return np.asarray(np.median(inks, axis=0).astype(np.uint8)[None, None])
    return None


def luminance(rgb: Bytes) -> npt.NDArray[np.float32]:
    """WCAG relative luminance 0 ... 1 of uint8 (h, w, 3)."""
    linear = _LINEAR[rgb]
    weights = np.array([0.2126, 0.7152, 0.0722], np.float32)
    return np.asarray(linear @ weights, np.float32)
