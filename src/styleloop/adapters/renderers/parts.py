"""A finished picture taken apart, and which part of it may be pushed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from styleloop.adapters.renderers.facts import Inked, Rect
from styleloop.types.picture import Bytes
from styleloop.types.variant import Layout

_LARGE = 600
"""Short side in pixels from which a push is seen as one; below it, it only makes edges tremble."""

_FULL = 0.97
"""Share of a mask's own box from which it is one; `veils` draws the line there too."""

_STILL = ("pattern", "weather")
"""Scenes that are never pushed: drops cut by the edge would be mirrored into little crosses."""


@dataclass(frozen=True, eq=False)
class Parts:
    """A finished picture taken apart.

    Attributes:
        ground: uint8 (h, w, 3): picture and veils, without words and plates.
        slots: every slot as it was set.
        panel: where the picture may be pushed in, canvas pixels; None where it has to stand still.
        focus: x, y of the point that stays where it is while it is pushed.
    """

    ground: Bytes
    slots: tuple[Inked, ...]
    panel: Rect | None = None
    focus: tuple[float, float] = (0.0, 0.0)


def pushable(stage: Mapping[str, Any], layout: Layout, mask: Bytes) -> Rect | None:
    """Where the picture may be pushed in, or None.

    A photograph moves within its frame. A scene moves within its window, unless something is part of it that has to
    stand still: plates and rules that words go by, a repeat, rain, or a landscape that runs on over the cards of a
    carousel.
    Nothing moves in small formats.
    """
    width, height = layout.placement.width, layout.placement.height
    held = bool(stage.get("calm")) or bool(stage.get("thread")) or stage.get("scene") in _STILL
    framed: Sequence[float] | None = stage.get("frame") if _boxed(mask) else None
    shown = framed or (None if held else stage.get("window"))
    if shown is None or layout.cards > 1 or min(width, height) < _LARGE:
        return None
    x0, y0, x1, y1 = shown
    if layout.direction == "rtl":
        x0, x1 = 1 - x1, 1 - x0
    return round(x0 * width), round(y0 * height), round(x1 * width), round(y1 * height)


def _boxed(mask: Bytes) -> bool:
    """Whether a photograph is shown: its mask is a plain box, that of a cut-out or a drawing has an outline."""
    x, y, width, height = cv2.boundingRect(mask)
    return bool(width) and bool((mask[y : y + height, x : x + width] > 127).mean() > _FULL)


def focus(mask: Bytes, panel: Rect | None) -> tuple[float, float]:
    """The middle of the product's ink, so that it only grows into the room it has; (0, 0) without a panel."""
    if panel is None:
        return 0.0, 0.0
    x, y, width, height = cv2.boundingRect((mask > 127).astype(np.uint8))
    if not width:
        return (panel[0] + panel[2]) / 2, (panel[1] + panel[3]) / 2
    return x + width / 2, y + height / 2
