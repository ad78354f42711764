"""How well the words of a finished picture read, measured on its pixels with APCA."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from styleloop.measure.layout.apca import lc
from styleloop.types.picture import Bytes, Picture
from styleloop.types.variant import SlotFacts

LEGIBLE = 9.0
"""Type size in pixels of the picture under which strokes are thinner than a pixel and have no colour of their own."""


def read_contrast(facts: SlotFacts, picture: Picture, size: tuple[int, int]) -> float | None:
    """|Lc| of a slot's words on the ground in their ink box; None where the picture is too small to tell.

    The box is parted into two classes of grey by Otsu's threshold; the one that rules its frame is the ground. Words
    and ground are the medians of the halves of their class that lie farthest from the other: edges are smoothed.

    Args:
        facts: the slot, in pixels of the finished picture.
        picture: the finished picture at any scale.
        size: (width, height) of the finished picture.
    """
    scale = picture.width / size[0]
    x0, y0, x1, y1 = (round(side * scale) for side in facts.ink)
    part = picture.rgb[max(0, y0 - 1) : max(0, y1 + 1), max(0, x0 - 1) : max(0, x1 + 1)]
    if facts.size * scale < LEGIBLE or min(part.shape[:2]) < 3:
        return None
    grey = np.asarray(cv2.cvtColor(np.ascontiguousarray(part), cv2.COLOR_RGB2GRAY), np.uint8)
    threshold, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    bright = grey > threshold
    frame = np.concatenate([bright[0], bright[-1], bright[:, 0], bright[:, -1]])
    words = ~bright if frame.mean() >= 0.5 else bright
    if not words.any() or words.all():
        return None
    return abs(lc(_core(part, grey, words), _core(part, grey, ~words)))


def _core(part: Bytes, grey: Bytes, chosen: npt.NDArray[np.bool_]) -> tuple[float, float, float]:
    """Median colour of the half of the chosen pixels that is farthest in grey from the others."""
    levels, others = grey[chosen], float(grey[~chosen].mean())
    away = np.abs(levels.astype(np.float64) - others)
    red, green, blue = np.median(part[chosen][away >= np.median(away)], axis=0).tolist()
    return red, green, blue
