"""How alike two lines are: shingles, Jaccard, and MinHash for many lines at once."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Signature = npt.NDArray[np.uint64]

_PRIME = np.uint64((1 << 61) - 1)


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


def signature(grams: frozenset[str], size: int = 128) -> Signature:
    """MinHash of a set, shape (size,): equal entries in two signatures estimate their Jaccard (Broder 1997)."""
    if not grams:
        return np.full(size, np.iinfo(np.uint64).max, dtype=np.uint64)
    hashes = np.array([_hash(gram) for gram in sorted(grams)], dtype=np.uint64)
    # Multiply-add in 32-bit halves so that products never wrap around.
    rng = np.random.default_rng(20_240_229)
    factors = rng.integers(1, 1 << 28, size, dtype=np.uint64)[:, None]
    shifts = rng.integers(0, 1 << 60, size, dtype=np.uint64)[:, None]
    return np.asarray(((factors * hashes[None, :] + shifts) % _PRIME).min(axis=1))


def estimated_jaccard(a: Signature, b: Signature) -> float:
    """Share of equal entries of two signatures; its standard error is at most .5 / sqrt(size)."""
    return float((a == b).mean())


def nearest(text: str, others: Sequence[str]) -> tuple[float, int]:
    """Greatest word-shingle Jaccard of `text` to any of `others`, and which; (0, -1) when there is none."""
    mine = shingles(text)
    likeness = [jaccard(mine, shingles(other)) for other in others]
    if not likeness:
        return 0.0, -1
    best = max(range(len(likeness)), key=lambda i: (likeness[i], -i))
    return likeness[best], best


def _hash(gram: str) -> int:
    return int.from_bytes(hashlib.blake2b(gram.encode(), digest_size=4).digest(), "big")
