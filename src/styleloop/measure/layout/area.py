"""The area that boxes cover together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from styleloop.types.variant import Box


def covered(boxes: Sequence[Box], size: tuple[int, int]) -> float:
    """Share, 0 to 1, of a picture of `size` (width, height) under any of `boxes`; overlaps count once.

    What lies outside the picture does not count.
    """
    width, height = size
    inside = [(max(0.0, x0), max(0.0, y0), min(float(width), x1), min(float(height), y1)) for x0, y0, x1, y1 in boxes]
    edges = sorted({x for x0, _, x1, _ in inside for x in (x0, x1)})
    area = sum(
        (right - left) * _length([(y0, y1) for x0, y0, x1, y1 in inside if x0 <= left and right <= x1])
        for left, right in pairwise(edges)
    )
    return min(1.0, area / (width * height))


def _length(spans: Sequence[tuple[float, float]]) -> float:
    """Length of the union of spans."""
    total, reached = 0.0, float("-inf")
    for start, end in sorted(spans):
        total += max(0.0, end - max(start, reached))
        reached = max(reached, end)
    return total
