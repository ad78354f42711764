"""Notes of the round before, in plain words -> what they change. Words that mean nothing here change nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_QUOTED = re.compile(r"[“„«\"]([^“”„«»\"]{3,})[”“»\"]")
_WORDS = {
    "shorter": re.compile(r"\b(?:shorter|too long|kürzer|zu lang)\b|أقصر|طويل جد", re.IGNORECASE),
    "longer": re.compile(r"\b(?:longer|too short|länger|zu kurz)\b|أطول|قصير جد", re.IGNORECASE),
    "number": re.compile(r"\b(?:with a (?:number|figure)|a number please|mit (?:einer )?zahl)\b|مع رقم", re.IGNORECASE),
    "no number": re.compile(
        r"\b(?:no|without (?:a )?)\s*(?:numbers?|figures?)\b|\bohne zahl\b|بلا أرقام", re.IGNORECASE
    ),
}


@dataclass(frozen=True)
class Wishes:
    """What notes ask for."""

    length: int = 0
    """-1 shorter, +1 longer."""
    number: int = 0
    """-1 without a number in the headline, +1 with one."""
    avoid: tuple[str, ...] = ()
    """Lines a note quotes: not these again."""


def read(notes: Sequence[str]) -> Wishes:
    """The wishes in `notes`; of two that contradict each other neither counts."""
    text = "\n".join(notes)
    found = {name for name, pattern in _WORDS.items() if pattern.search(text)}
    return Wishes(
        length=("longer" in found) - ("shorter" in found),
        number=("number" in found) - ("no number" in found),
        avoid=tuple(dict.fromkeys(quoted for note in notes for quoted in _QUOTED.findall(note))),
    )
