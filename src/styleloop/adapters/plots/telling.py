"""What every picture says in the same words."""

from __future__ import annotations

from collections.abc import Sequence

NINE_IN_TEN = "where the truth most likely lies, 9 times in 10"
UNKNOWN = "not known yet"


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
