"""A place in a text from outside, and what it tries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

AlarmKind = Literal[
    "order", "encoded", "role", "tool", "script", "markup", "hidden", "bidi", "confusable", "link"
]  # fmt: skip


class Alarm(NamedTuple):
    """Characters `start` to `end` of a text, in code points."""

    kind: AlarmKind
    start: int
    end: int
    text: str


def covered(places: Iterable[tuple[int, int]], size: int) -> bytearray:
    """For each of `size` characters, whether one of `places` (start, end) covers it: 1 or 0. Linear in both."""
    marks = bytearray(size)
    for start, end in places:
        marks[start:end] = b"\x01" * (min(end, size) - start)
    return marks
