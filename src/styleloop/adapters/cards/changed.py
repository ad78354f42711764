"""Where two pictures of one size differ."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from styleloop.types.picture import Bytes
from styleloop.types.variant import Box

SEEN = 20
"""Greatest difference of a channel, out of 255, up to which nothing is seen: what saving as JPEG leaves."""
JOINED = 0.02
"""Share of the short side across which two places that changed are one region."""
LEAST = 0.0004
"""Share of the area under which a region is not worth an outline."""
MOST = 12


@dataclass(frozen=True, eq=False)
class Changed:
    """What differs.

    Attributes:
        share: share of the pixels that differ, 0 to 1.
        regions: boxes round what differs, largest first, at most `MOST`.
        mask: bool (h, w), what differs.
    """

    share: float
    regions: tuple[Box, ...]
    mask: npt.NDArray[np.bool_]


def changed(before: Bytes, after: Bytes) -> Changed:
    """Pixels that differ to the eye, and the regions they make.

    Args:
        before: uint8, shape (h, w, 3).
        after: the same shape.
    """
    apart = cv2.absdiff(cv2.blur(before, (5, 5)), cv2.blur(after, (5, 5))).max(axis=2)  # grain is no difference
    speckled = (apart > SEEN).astype(np.uint8)
    mask = cv2.morphologyEx(speckled, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8)).astype(bool)
    side = max(3, round(JOINED * min(mask.shape)))
    kernel = np.ones((side, side), np.uint8)
    joined = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_CLOSE, kernel, borderType=cv2.BORDER_CONSTANT)
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    large = [row for row in stats[1:] if row[cv2.CC_STAT_AREA] >= LEAST * mask.size]
    large.sort(key=lambda row: -int(row[cv2.CC_STAT_AREA]))
    boxes = [tuple(map(float, (x, y, x + w, y + h))) for x, y, w, h, _ in large]
    return Changed(float(mask.mean()), tuple(_apart(boxes)[:MOST]), mask)


def _apart(boxes: list[tuple[float, ...]]) -> list[Box]:
    """The boxes that lie inside no larger one, in the order given."""
    kept: list[Box] = []
    for x0, y0, x1, y1 in boxes:
        inside = any(a <= x0 and b <= y0 and x1 <= c and y1 <= d for a, b, c, d in kept)
        if not inside:
            kept.append((x0, y0, x1, y1))
    return kept
