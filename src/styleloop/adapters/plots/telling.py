"""What every picture says in the same words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from styleloop.style.learnt import SETTLED

UNKNOWN = "not known yet"
"""The verdict, as it is stored; in pictures it is said as one of the next two."""
UNSURE = "not sure yet"
TESTED = "Tested, but not sure yet"
LIKELY = "very likely"
"""Said before an interval; each picture says below how often that is right."""
TRUE = f"where the truth {LIKELY} lies (right 9 times in 10)"
RULE = f"Helps or hurts: the whole bar is on one side, in {SETTLED} tests or more. Of ten such bars one may be wrong."


class Sure(Protocol):
    """Something that a picture shows, and how sure it is."""

    @property
    def name(self) -> str:
        """As people would say it."""

    @property
    def sureness(self) -> float:
        """Standard deviations from no difference."""


def counted(n: int, what: str) -> str:
    """`1 test`, `12 tests`."""
    return f"{n:,} {what}{'' if n == 1 else 's'}"


def low_first(words: str) -> str:
    """The first letter small, as inside a sentence; abbreviations and `I` stay."""
    first = words.partition(" ")[0]
    return words if first[1:2].isupper() or first == "I" else words[:1].lower() + words[1:]


def high_first(words: str) -> str:
    """The first letter large."""
    return words[:1].upper() + words[1:]


def listed(words: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def finding(more: Sequence[str], fewer: Sequence[str]) -> str:
    """`Warmer words and more numbers got more clicks; more questions got fewer`: at most two of each, in order."""
    parts = []
    if more:
        parts.append(f"{listed([low_first(x) for x in more[:2]])} got more clicks")
    if fewer:
        got = "got fewer" if more else "got fewer clicks"
        parts.append(f"{listed([low_first(x) for x in fewer[:2]])} {got}")
    return high_first("; ".join(parts))


def surest(helps: Sequence[Sure], hurts: Sequence[Sure], leads: tuple[str, str] = ("", "Surest")) -> str:
    """The finding of a picture, of what it shows alone: the surest two of each; empty where it shows nothing.

    Args:
        helps: what is shown to help.
        hurts: what is shown to hurt.
        leads: what stands before it where all that is shown is named, and where it is not.
    """
    more, fewer = ([x.name for x in sorted(found, key=lambda x: -x.sureness)] for found in (helps, hurts))
    said, lead = finding(more, fewer), leads[len(more) > 2 or len(fewer) > 2]
    return f"{lead}: {low_first(said)}" if said and lead else said
