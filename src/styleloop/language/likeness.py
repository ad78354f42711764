"""How alike two texts are, for proposing the translation of the one for the other.

Measure: 1 - d / max(len), d being the Levenshtein distance (Levenshtein 1966: insertions, deletions, substitutions)
over tokens: words and marks, a figure, a name or a placeholder being one token whatever it says. Languages written
without spaces are compared by graphemes. On words, this is what translators know as a fuzzy match.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex  # type: ignore[import-untyped]

from styleloop.language.segment import graphemes, has_words

_TOKEN = regex.compile(r"[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*|[^\s\p{L}\p{M}\p{N}]")


def tokens(key: str, locale: str) -> tuple[str, ...]:
    """What is compared: words and marks, case folded, or graphemes."""
    folded = key.casefold()
    if has_words(locale):
        return tuple(_TOKEN.findall(folded))
    return tuple(g for g in graphemes(folded) if not g.isspace())


def likeness(a: Sequence[str], b: Sequence[str], least: float = 0.0) -> float:
    """1 - Levenshtein distance / the longer length, 0 to 1; 0 when it cannot reach `least`."""
    longest = max(len(a), len(b))
    if not longest:
        return 1.0
    most = int((1 - least) * longest + 1e-9)
    if abs(len(a) - len(b)) > most:
        return 0.0
    distance = _distance(a, b, most)
    return 0.0 if distance > most else 1 - distance / longest


def _distance(a: Sequence[str], b: Sequence[str], most: int) -> int:
    """Levenshtein distance, row by row; anything above `most` once it is sure to be above."""
    before = list(range(len(b) + 1))
    for row, left in enumerate(a, start=1):
        now = [row]
        for column, right in enumerate(b, start=1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (left != right)))
        if min(now) > most:
            return most + 1
        before = now
    return before[-1]
