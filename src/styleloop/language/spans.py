"""A place in a text from outside, and what it tries."""

from __future__ import annotations

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
