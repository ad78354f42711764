"""Quality and diversity on one grid: which kinds of line a brand makes, and how good the best of each kind is.

Cells are cut along two or three measures that people can read; each keeps its best piece (MAP-Elites: Mouret and Clune
2015). Coverage is the share of cells filled, the sum adds the best quality of each (the QD score of Pugh et al. 2016).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from styleloop.errors import InputError
from styleloop.vector.scale import Array

BANDS = 4
"""At most so many bands of one measure."""
AXES = 3
"""At most so many measures."""
LEAST_GAIN = 0.2
"""Nats of entropy that another axis must add: one that follows from those chosen adds none."""


@dataclass(frozen=True)
class Grid:
    """The axes of one brand's grid, and the cell of any piece.

    Attributes:
        measures: names, most telling first.
        edges: per measure, the values at which a new band begins, rising.
    """

    measures: tuple[str, ...]
    edges: tuple[tuple[float, ...], ...]

    @property
    def cells(self) -> int:
        """How many cells there are; 1 when no measure varies."""
        return int(np.prod([len(cuts) + 1 for cuts in self.edges], dtype=int))

    def cell(self, values: Mapping[str, float]) -> tuple[int, ...]:
        """Bands of a piece, one per measure; an absent measure lies in the lowest."""
        found = (values.get(name, -np.inf) for name in self.measures)
        return tuple(int(np.searchsorted(cuts, v, side="right")) for cuts, v in zip(self.edges, found, strict=True))

    def best(self, pieces: Sequence[Mapping[str, float]], quality: Sequence[float]) -> dict[tuple[int, ...], float]:
        """The best quality in each cell that `pieces` fill.

        Raises:
            InputError: not one quality for each piece.
        """
        if len(pieces) != len(quality):
            raise InputError("a quality for every piece is needed", got=len(quality), expected=str(len(pieces)))
        found: dict[tuple[int, ...], float] = {}
        for piece, worth in zip(pieces, quality, strict=True):
            cell = self.cell(piece)
            found[cell] = max(worth, found.get(cell, -np.inf))
        return found

    def coverage(self, filled: Mapping[tuple[int, ...], float]) -> float:
        """Share of the cells that are filled, 0 to 1."""
        return len(filled) / self.cells


def readable(measures: Sequence[str], values: Array) -> Grid:
    """The grid of a brand: the measures over which its own pieces spread most evenly, and not twice the same way.

    Each candidate is cut at the quartiles of the brand's own values (two bands for a measure that only says yes or no);
    the first axis is the one with the greatest entropy over its bands, every further one adds most to the joint
    entropy, and the choice ends when nothing adds `LEAST_GAIN` nats. Ties go to the earlier name.

    Args:
        measures: Candidates, readable ones only, shape (d,).
        values: Of the brand's own pieces, shape (n, d); NaN counts as the lowest.

    Raises:
        InputError: the shapes do not fit.
    """
    if values.ndim != 2 or values.shape[1] != len(measures):
        raise InputError("a column for every measure is needed", got=values.shape, expected=f"(n, {len(measures)})")
    low = np.where(np.isnan(values), -np.inf, values)
    cuts = [_cuts(column) for column in low.T]
    bands = [np.searchsorted(c, column, side="right") for c, column in zip(cuts, low.T, strict=True)]
    chosen: list[int] = []
    joint, known = np.zeros(len(values), dtype=np.int64), 0.0
    while len(chosen) < AXES:
        gains = [-1.0 if i in chosen else _entropy(joint * (BANDS + 1) + band) - known for i, band in enumerate(bands)]
        best = int(np.argmax(np.round(gains, 9))) if gains else -1
        if best < 0 or gains[best] < LEAST_GAIN:
            break
        chosen.append(best)
        joint = joint * (BANDS + 1) + bands[best]
        known += gains[best]
    return Grid(tuple(measures[i] for i in chosen), tuple(cuts[i] for i in chosen))


def _cuts(column: Array) -> tuple[float, ...]:
    """Where bands begin: quartiles, each once, none below or at the least value."""
    known = column[np.isfinite(column)]
    if len(known) == 0:
        return ()
    quartiles = np.quantile(known, [i / BANDS for i in range(1, BANDS)])
    cuts = sorted({float(q) for q in quartiles if q > known.min()})
    if not cuts and known.max() > known.min():
        return (float(known[known > known.min()].min()),)
    return tuple(cuts)


def _entropy(labels: np.ndarray[tuple[int], np.dtype[np.int64]]) -> float:
    """Of the shares of each label, in nats."""
    if len(labels) == 0:
        return 0.0
    shares = np.unique(labels, return_counts=True)[1] / len(labels)
    return float(-(shares * np.log(shares)).sum())
