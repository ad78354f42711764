"""Which of many lines are like one: MinHash of runs of four letters, in bands.

The least of a random order over the members of two sets is the same with the chance of their Jaccard likeness
(Broder 1997, On the resemblance and containment of documents). Lines that agree in all `ROWS` numbers of at least one
of `BANDS` bands are candidates: the chance is 1 - (1 - J^ROWS)^BANDS (Leskovec, Rajaraman and Ullman, Mining of
Massive Datasets, 3.4), .997 at a likeness of .55 and .004 at .05. Whoever asks compares candidates exactly: hashing
may overlook a line, and never accuses one.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Words64 = npt.NDArray[np.uint64]
Rows = npt.NDArray[np.int32]

BANDS, ROWS = 32, 3
RUN = 4
"""Letters of one member, as in `character_shingles`."""
SEED = 20_240_229
_AT_ONCE = 32
"""Lines hashed at once: as many as the memory near a processor holds."""
_HIGH = np.uint64(58)
"""Bits of a key that are hash; the number of its band stands above them."""


def signatures(lines: Sequence[str], size: int = BANDS * ROWS) -> Words64:
    """MinHash of each line, shape (lines, size): the share of equal numbers of two estimates their Jaccard.

    Args:
        lines: as `similarity.plain` makes them; the members are those of `character_shingles`.
        size: numbers for each line.
    """
    factors, shifts = _orders(size)
    made = np.empty((len(lines), size), np.uint64)
    for start in range(0, len(lines), _AT_ONCE):
        part = lines[start : start + _AT_ONCE]
        members, starts = _members(part)
        orders = members * factors + shifts
        made[start : start + len(part)] = np.minimum.reduceat(orders, starts, axis=1).T
    return made


class Bands:
    """Lines by the bands of their signatures; `rows` of answers count from 0 in the order given."""

    def __init__(self, lines: Sequence[str]) -> None:
        keys = [_keys(lines[at : at + _AT_ONCE]) for at in range(0, len(lines), _AT_ONCE)]
        flat = np.concatenate(keys).ravel() if keys else np.empty(0, np.uint64)
        order = np.argsort(flat, kind="stable")
        self._keys, self._rows = flat[order], (order // BANDS).astype(np.int32)

    def near(self, line: str) -> Rows:
        """Rows of the candidates, ascending, shape (n,)."""
        asked = _keys([line])[0]
        first = np.searchsorted(self._keys, asked, "left")
        last = np.searchsorted(self._keys, asked, "right")
        found = [self._rows[a:b] for a, b in zip(first, last, strict=True) if b > a]
        return np.unique(np.concatenate(found)) if found else np.empty(0, np.int32)


def _keys(lines: Sequence[str]) -> Words64:
    """Shape (lines, BANDS): the number of a band above what its rows hash to."""
    bands = signatures(lines).reshape(len(lines), BANDS, ROWS)
    mixed = bands[:, :, 0]
    for row in range(1, ROWS):
        mixed = _mixed(mixed) + bands[:, :, row]
    return (_mixed(mixed) & np.uint64((1 << 58) - 1)) | (np.arange(BANDS, dtype=np.uint64) << _HIGH)


def _members(lines: Sequence[str]) -> tuple[Words64, npt.NDArray[np.intp]]:
    """Hashes of the runs of letters of all lines, one line behind the other, and where each line begins."""
    long = [line.ljust(RUN, "\0") for line in lines]
    letters = np.frombuffer("".join(long).encode("utf-32-le", "surrogatepass"), "<u4").astype(np.uint64)
    runs = letters[: len(letters) - RUN + 1]
    for at in range(1, RUN):
        runs = _mixed(runs) + letters[at : len(letters) - RUN + 1 + at]
    ends = np.cumsum([len(line) for line in long])
    inside = np.ones(len(runs), bool)
    for end, _ in pairwise(ends):
        inside[end - RUN + 1 : end] = False  # runs that would reach into the next line
    starts = np.concatenate([[0], ends[:-1]]) - (RUN - 1) * np.arange(len(long))
    return _mixed(runs)[inside], starts.astype(np.intp)


def _mixed(values: Words64) -> Words64:
    """SplitMix64 (Steele, Lea and Flood 2014): every bit of a number moves every bit of the answer."""
    values = values + np.uint64(0x9E3779B97F4A7C15)
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(values ^ (values >> np.uint64(31)))


@cache
def _orders(size: int) -> tuple[Words64, Words64]:
    """Odd factors and shifts of `size` orders of 64-bit numbers, x -> a x + b modulo 2^64, each shape (size, 1)."""
    rng = np.random.default_rng(SEED)
    whole = np.iinfo(np.uint64).max
    factors, shifts = rng.integers(0, whole, (2, size, 1), dtype=np.uint64, endpoint=True)
    return factors | np.uint64(1), shifts
