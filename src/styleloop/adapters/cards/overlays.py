"""The picture with what was measured drawn on it. All sizes are in pixels of the picture given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from styleloop.adapters.cards.lettering import face
from styleloop.measure.picture.attention import centre_of_mass
from styleloop.measure.picture.prepared import Prepared
from styleloop.types.picture import Bytes
from styleloop.types.variant import Box, SlotFacts

INK, PAPER = (24, 26, 27), (255, 255, 255)
MARK, CALM, SLOT = (255, 106, 61), (64, 224, 208), (255, 196, 0)
DIM = 0.3
"""Light left of what nobody looks at."""
TINT = 0.25
"""Of the calm colour over calm room."""
LEAST_ROOM = 0.015
"""Share of the area from which a calm patch, or a hole in one, is worth an outline."""


def attention(rgb: Bytes, p: Prepared) -> Image.Image:
    """The picture lit where the eye goes, with the thirds and the centre of mass; `rgb` is uint8 (h, w, 3)."""
    height, width = rgb.shape[:2]
    heat = cv2.resize(p.attention, (width, height), interpolation=cv2.INTER_CUBIC)
    lit = np.clip(heat / max(float(np.percentile(heat, 99)), 1e-12), 0, 1)[..., None] ** 0.6
    grey = cv2.cvtColor(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB).astype(np.float32)
    shown = Image.fromarray(np.clip(grey * DIM * (1 - lit) + rgb * lit, 0, 255).astype(np.uint8))
    pen = ImageDraw.Draw(shown, "RGBA")
    unit = max(1, round(min(width, height) / 280))
    for third in (1 / 3, 2 / 3):
        across, down = round(width * third), round(height * third)
        for ends in ((across, 0, across, height), (0, down, width, down)):
            pen.line(ends, (0, 0, 0, 90), 3 * unit)
            pen.line(ends, (255, 255, 255, 150), unit)
    x, y = (share * side for share, side in zip(centre_of_mass(p), (width, height), strict=True))
    for colour, line in ((INK, 6), (PAPER, 4), (MARK, 2)):
        pen.ellipse(_round(x, y, 13 * unit + line * unit / 2), None, colour, line * unit)
    pen.ellipse(_round(x, y, 4 * unit), MARK, PAPER, unit)
    return shown


def room(rgb: Bytes, p: Prepared, facts: Sequence[SlotFacts], size: tuple[int, int] | None) -> Image.Image:
    """The picture with its calm room outlined and, where they are known, the boxes its words were set in.

    Args:
        rgb: uint8, shape (h, w, 3).
        p: the same picture, prepared.
        facts: slots, in pixels of the finished picture.
        size: (width, height) of the finished picture.
    """
    height, width = rgb.shape[:2]
    unit = max(1, round(min(width, height) / 280))
    calm = cv2.resize(p.calm.astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
    smooth = cv2.GaussianBlur(calm, (0, 0), max(1.0, min(width, height) / 40))
    mask, outlines = _tidied((smooth > 0.5).astype(np.uint8))
    grey = cv2.cvtColor(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB).astype(np.float32)
    inside = mask[..., None].astype(np.float32)
    tint = (1 - TINT) * (0.6 * rgb + 0.4 * grey) + TINT * np.array(CALM, np.float32)
    shown = np.clip(inside * tint + (1 - inside) * (0.5 * grey), 0, 255).astype(np.uint8)
    cv2.drawContours(shown, outlines, -1, INK, 4 * unit, cv2.LINE_AA)
    cv2.drawContours(shown, outlines, -1, CALM, 2 * unit, cv2.LINE_AA)
    found = Image.fromarray(shown)
    if size is not None:
        _slots(ImageDraw.Draw(found, "RGBA"), facts, width / size[0], unit)
    return found


def _tidied(mask: Bytes) -> tuple[Bytes, list[npt.NDArray[np.int32]]]:
    """Areas worth talking about and their outlines: islands left out, pinholes filled; uint8 (h, w) of 0 and 1."""
    found, ranks = cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    least = LEAST_ROOM * mask.size
    large = [i for i, outline in enumerate(found) if cv2.contourArea(outline) >= least]
    kept = np.zeros_like(mask)
    outlines = [np.asarray(found[i], np.int32) for i in large]
    for i in large:  # outer edges come with no parent, holes with theirs
        hole = ranks[0][i][3] >= 0
        cv2.drawContours(kept, found, i, 0 if hole else 1, cv2.FILLED)
    return kept, outlines


def _slots(pen: ImageDraw.ImageDraw, facts: Sequence[SlotFacts], scale: float, unit: int) -> None:
    font = face(9 * unit, 600)
    for _, (x0, y0, x1, y1) in (seen := list(_boxes(facts, scale))):
        pen.rectangle((x0 - unit, y0 - unit, x1 + unit, y1 + unit), None, (*INK, 255), 3 * unit)
        pen.rectangle((x0, y0, x1, y1), None, (*SLOT, 255), unit)
    for slot, (x0, y0, _, _) in seen:
        left, top = max(0.0, x0 - unit), max(0.0, y0 - 7 * unit)
        pen.rectangle((left, top, left + font.getlength(slot) + 8 * unit, top + 13 * unit), (*SLOT, 255))
        pen.text((left + 4 * unit, top + 6.5 * unit), slot, (*INK, 255), font, anchor="lm")


def _boxes(facts: Sequence[SlotFacts], scale: float) -> Iterator[tuple[str, Box]]:
    """Slots that can be seen, in pixels of the card's picture."""
    for one in facts:
        x0, y0, x1, y1 = (side * scale for side in one.ink)
        if x1 - x0 >= 2 and y1 - y0 >= 2:
            yield one.slot, (x0, y0, x1, y1)


def _round(x: float, y: float, radius: float) -> tuple[float, float, float, float]:
    return x - radius, y - radius, x + radius, y + radius
