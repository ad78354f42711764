"""Several rankings -> one, by reciprocal ranks. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def fused(lists: Mapping[str, Sequence[int]], weights: Mapping[str, float], flat: float) -> dict[int, float]:
    """The score of each row that any list has: the sum of weight / (flat + rank), rank from 1.

    Cormack, Clarke and Buettcher, "Reciprocal rank fusion outperforms Condorcet and individual rank learning methods",
    SIGIR 2009. Only ranks count, so scores of different scales need no calibrating.

    Args:
        lists: name -> rows, best first, each row once.
        weights: name -> how much that list counts.
        flat: the larger, the less the first places stand out.
    """
    scores: dict[int, float] = {}
    for name in sorted(lists):
        for rank, row in enumerate(lists[name], start=1):
            scores[row] = scores.get(row, 0.0) + weights[name] / (flat + rank)
    return scores
