"""Notes of the round before, in plain words -> what they change. Words that mean nothing here change nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from styleloop.language.quoting import quoted

_WORDS = {
    "shorter": re.compile(r"\b(?:shorter|too long|kürzer|zu lang)\b|أقصر|طويل جد", re.IGNORECASE),
    "longer": re.compile(r"\b(?:longer|too short|länger|zu kurz)\b|أطول|قصير جد", re.IGNORECASE),
    "number": re.compile(r"\b(?:with a (?:number|figure)|a number please|mit (?:einer )?zahl)\b|مع رقم", re.IGNORECASE),
    "no number": re.compile(
        r"\b(?:no|without (?:a )?)\s*(?:numbers?|figures?)\b|\bohne zahl\b|بلا أرقام", re.IGNORECASE
    ),
}
_SAME = {name: frozenset(pair) for pair in (("shorter", "longer"), ("number", "no number")) for name in pair}
"""Wish -> the wishes that speak of the same."""


@dataclass(frozen=True)
class Wishes:
    """What notes ask for."""

    length: int = 0
    """-1 shorter, +1 longer."""
    number: int = 0
    """-1 without a number in the headline, +1 with one."""
    avoid: tuple[str, ...] = ()
    """Lines a note quotes: not these again."""


def read(notes: Sequence[str], always: Sequence[str] = ()) -> Wishes:
    """The wishes in `notes`; of two that contradict each other neither counts.

    Args:
        notes: Of the round before.
        always: What the voice is to do (`Voice.do`): holds where no note speaks of the same. What it quotes is no line
            to keep away from.
    """
    found, standing = _found(notes), _found(always)
    found |= {name for name in standing if not found & _SAME[name]}
    return Wishes(
        length=("longer" in found) - ("shorter" in found),
        number=("number" in found) - ("no number" in found),
        avoid=quoted(notes, 3),
    )


def _found(texts: Sequence[str]) -> set[str]:
    return {name for name, pattern in _WORDS.items() if pattern.search("\n".join(texts))}
