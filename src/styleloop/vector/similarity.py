"""How alike two lines are: shingles and Jaccard. `minhash` finds the likely ones among many."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def plain(text: str) -> str:
    """Letters and figures only, folded, single spaces: what two lines are compared by."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in folded).split())


def shingles(text: str, size: int = 2) -> frozenset[str]:
    """Runs of `size` words, and the single words of a line shorter than that."""
    words = plain(text).split()
    if len(words) < size:
        return frozenset(words)
    return frozenset(" ".join(words[i : i + size]) for i in range(len(words) - size + 1))


def character_shingles(text: str, size: int = 4) -> frozenset[str]:
    """Runs of `size` characters: for scripts without spaces, and for catching inflected near-copies."""
    line = plain(text)
    return frozenset(line[i : i + size] for i in range(max(1, len(line) - size + 1))) if line else frozenset()


def jaccard(a: frozenset[str], b: frozenset[str]) -> float:
    """Shared over all, 0 to 1 (Jaccard 1901); two empty sets are alike."""
    return 1.0 if not a and not b else len(a & b) / len(a | b)


def nearest(text: str, others: Sequence[str]) -> tuple[float, int]:
    """Greatest word-shingle Jaccard of `text` to any of `others`, and which; (0, -1) when there is none."""
    mine = shingles(text)
    likeness = [jaccard(mine, shingles(other)) for other in others]
    if not likeness:
        return 0.0, -1
    best = max(range(len(likeness)), key=lambda i: (likeness[i], -i))
    return likeness[best], best
