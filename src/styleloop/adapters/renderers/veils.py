"""Scrims: the least veil that makes words readable, where a template allows one. Placing and ink colour come first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from pydantic import Field, ValidationError, field_validator

from styleloop.adapters.renderers.facts import Floats, Inked, Rect, contrast, meet
from styleloop.errors import SettingsError
from styleloop.types.brand import HEX
from styleloop.types.picture import Bytes
from styleloop.types.record import Record
from styleloop.types.variant import Layout

LEAST = 4.5
"""Contrast (WCAG 2.2, section 1.4.3) that a veil is laid for."""
MOST = 0.9
"""Greatest alpha: beyond it the picture is gone, and a panel would be the honest choice."""
_STEP = 0.01
_FADE = 0.16
"""Share of the short side over which a veil fades out beyond its box."""
_SHARE = 0.5
"""Most of the canvas that veils may take."""


class Said(Record):
    """A veil as a template's stage says it: shares of the canvas, the start side at 0."""

    box: tuple[float, float, float, float]
    colour: str = Field(pattern=HEX)

    @field_validator("box")
    @classmethod
    def _sane(cls, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        x0, y0, x1, y1 = box
        if not (0 <= x0 < x1 <= 1 and 0 <= y0 < y1 <= 1):
            raise ValueError("expected x0 < x1 and y0 < y1, each from 0 to 1")
        return box


@dataclass(frozen=True)
class Veil:
    """Where the renderer may lay a scrim.

    Attributes:
        box: canvas pixels, already mirrored for right-to-left.
        colour: `#rrggbb`.
    """

    box: Rect
    colour: str


def read_veils(where: str, said: Any, layout: Layout) -> tuple[Veil, ...]:
    """The veils of a stage.

    Raises:
        SettingsError: one is wrong, or together they would hide more than half of the picture.
    """
    try:
        veils = tuple(Said.model_validate(one) for one in said)
    except (ValidationError, TypeError) as error:
        got = " ".join(str(error).split())[:200]
        raise SettingsError(f"{where}: expected veils: (veil(box, colour), ...) in the stage; got {got}") from error
    area = sum((v.box[2] - v.box[0]) * (v.box[3] - v.box[1]) for v in veils)
    if area > _SHARE:
        raise SettingsError(f"{where}: veils take {area:.0%} of the picture; expected at most {_SHARE:.0%}")
    return tuple(_placed(one, layout) for one in veils)


def behind_words(slots: Sequence[Inked], stage: Mapping[str, Any], layout: Layout) -> tuple[Veil, ...]:
    """A veil in the wall's colour, for which the inks were chosen, under each slot that stands on a picture."""
    window = _placed(Said(box=stage["window"], colour=stage["wall"]), layout)
    boxes = (meet(one.words, window.box) for one in slots if one.plate is None)
    return tuple(Veil(box, window.colour) for box in boxes if box)


def _placed(said: Said, layout: Layout) -> Veil:
    width, height = layout.placement.width, layout.placement.height
    x0, y0, x1, y1 = said.box
    if layout.direction == "rtl":
        x0, x1 = 1 - x1, 1 - x0
    return Veil((round(x0 * width), round(y0 * height), round(x1 * width), round(y1 * height)), said.colour)


def veiled(
    picture: Bytes, mask: Bytes, slots: Sequence[Inked], veils: Sequence[Veil]
) -> tuple[Bytes, Mapping[str, float]]:
    """The picture with each veil at the least alpha that makes every word on it readable, and slot -> that alpha.

    Args:
        picture: uint8 (h, w, 3).
        mask: uint8 (h, w), 255 where the product is: it stands before the veil.
        slots: as they were set; a slot with a plate of its own needs no veil.
        veils: where one may be laid.

    Returns:
        The same array when nothing had to be laid.
    """
    alphas: dict[str, float] = {}
    for veil in veils:
        named = [s for s in slots if s.plate is None and meet(s.words, veil.box)]
        weight = _weight(veil.box, mask)
        alpha = max((_least(one, picture, weight, veil.colour) for one in named), default=0.0)
        if alpha > 0:
            picture = _laid(picture, weight, veil.colour, alpha)
            alphas |= {one.slot: round(max(alpha, alphas.get(one.slot, 0.0)), 3) for one in named}
    return picture, alphas


def _least(one: Inked, picture: Bytes, weight: Floats, colour: str) -> float:
    """The least alpha, in hundredths, at which `one` is readable; `MOST` when none is enough."""
    under = meet(one.words, (0, 0, picture.shape[1], picture.shape[0]))
    if under is None:
        return 0.0
    x0, y0, x1, y1 = under
    ground, share = np.ascontiguousarray(picture[y0:y1, x0:x1]), weight[y0:y1, x0:x1]
    local = replace(one, x=one.x - x0, y=one.y - y0)

    def enough(steps: int) -> bool:
        return contrast(local, _laid(ground, share, colour, steps * _STEP) if steps else ground) >= LEAST

    if enough(0):
        return 0.0
    low, high = 0, round(MOST / _STEP)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high * _STEP


def _weight(box: Rect, mask: Bytes) -> Floats:
    """float32 (h, w): 1 in the box, fading to 0 beyond it, and 0 where a cut-out product stands."""
    height, width = mask.shape
    fade = max(1.0, _FADE * min(width, height))
    x, y = np.arange(width, dtype=np.float32) + 0.5, np.arange(height, dtype=np.float32) + 0.5
    across = np.maximum(np.maximum(box[0] - x, x - box[2]), 0)
    down = np.maximum(np.maximum(box[1] - y, y - box[3]), 0)
    near = np.clip(1 - np.hypot(across[None], down[:, None]) / np.float32(fade), 0, 1)
    weight = near * near * (3 - 2 * near)
    left, top, wide, high = cv2.boundingRect(mask)
    body = mask[top : top + high, left : left + wide]
    if wide and (body > 127).mean() < 0.97:  # a photograph's mask is only a box, which would show as a hole
        weight = weight * (1 - mask.astype(np.float32) / 255)
    return np.asarray(weight, np.float32)


def _laid(picture: Bytes, weight: Floats, colour: str, alpha: float) -> Bytes:
    ink = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], np.float32)
    share = (weight * np.float32(alpha))[..., None]
    return np.asarray((picture * (1 - share) + ink * share + 0.5).astype(np.uint8))
