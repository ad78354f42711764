"""How many different things a batch really holds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from styleloop.errors import InputError
from styleloop.vector.scale import Array
from styleloop.vector.similarity import plain


def vendi(vectors: Array) -> float:
    """Vendi score of rows `vectors` (n, d): 1 when all are the same, n when nothing is shared.

    exp of the entropy of the eigenvalues of K / n, K the cosine similarities (Friedman and Dieng 2023); computed on
    the smaller of the n x n and d x d forms, which share their eigenvalues.

    Raises:
        InputError: there is no row, or a row is all zero.
    """
    if vectors.ndim != 2 or 0 in vectors.shape:
        raise InputError("no rows to compare", got=vectors.shape, expected="shape (n, d), both 1 or more")
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    if (lengths == 0).any():
        raise InputError("a row of zeros points nowhere", expected="rows with a length")
    unit = vectors / lengths
    n, d = unit.shape
    return _entropy(unit @ unit.T / n if n <= d else unit.T @ unit / n)


def vendi_of(likeness: Array) -> float:
    """Vendi score from a likeness table (n, n): symmetric, positive semi-definite, ones on the diagonal.

    Raises:
        InputError: the table is not square.
    """
    if likeness.ndim != 2 or likeness.shape[0] != likeness.shape[1] or likeness.shape[0] == 0:
        raise InputError("a likeness table is square", got=likeness.shape, expected="shape (n, n)")
    return _entropy(likeness / len(likeness))


def distinct(lines: Sequence[str], n: int = 2) -> float:
    """distinct-n: different runs of `n` words over all runs (Li et al. 2016); 1 when there is no run."""
    runs = [run for line in lines for run in _runs(plain(line).split(), n)]
    return len(set(runs)) / len(runs) if runs else 1.0


def _runs(words: Sequence[str], n: int) -> list[tuple[str, ...]]:
    return [tuple(words[i : i + n]) for i in range(len(words) - n + 1)]


def _entropy(matrix: Array) -> float:
    values = np.linalg.eigvalsh(matrix)
    positive = values[values > 1e-12]
    return float(np.exp(-(positive * np.log(positive)).sum()))
