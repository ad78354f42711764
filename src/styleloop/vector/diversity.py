"""How many different things a batch really holds."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from styleloop.errors import InputError
from styleloop.vector.scale import Array
from styleloop.vector.similarity import jaccard, plain, shingles


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


def table_of(lines: Sequence[str], vectors: Array | None = None) -> Array:
    """How alike `lines` are, shape (n, n), 0 to 1, ones on the diagonal, positive semi-definite.

    Args:
        lines: n texts, compared by shared word shingles (Jaccard) where there are no vectors.
        vectors: Their embeddings, shape (n, d): cosine, with negative likeness counted as none (the table may then
            have tiny negative eigenvalues, which every user of it ignores).
    """
    if vectors is not None:
        return _cosines(vectors, vectors)
    runs = [shingles(line) for line in lines]
    return np.array([[jaccard(a, b) for b in runs] for a in runs]).reshape(len(runs), len(runs))


def nearest_of_each(
    lines: Sequence[str], others: Sequence[str], vectors: Array | None = None, other_vectors: Array | None = None
) -> Array:
    """Likeness of each line to the most like of `others`, shape (n,), 0 to 1; zeros when there are none.

    Cosine where both embeddings are given, else Jaccard of word shingles.
    """
    if not lines or not others:
        return np.zeros(len(lines))
    if vectors is not None and other_vectors is not None:
        return np.asarray(_cosines(vectors, other_vectors).max(axis=1))
    theirs = [shingles(other) for other in others]
    return np.array([max(jaccard(shingles(line), other) for other in theirs) for line in lines])


def mapped(likeness: Array) -> Array:
    """A likeness table (n, n) as points (n, 2): its first two principal directions, near means alike.

    Kernel principal components (Schölkopf, Smola and Müller 1998): the table is centred, each eigenvector scaled by
    the root of its eigenvalue. The sign is fixed by making the entry furthest from zero positive; ties go to the first.
    """
    n = len(likeness)
    if n == 0:
        return np.zeros((0, 2))
    middle = likeness - likeness.mean(axis=0) - likeness.mean(axis=1)[:, None] + likeness.mean()
    values, vectors = np.linalg.eigh((middle + middle.T) / 2)
    points = np.zeros((n, 2))
    for column, index in enumerate(range(n - 1, max(n - 3, -1), -1)):
        direction = vectors[:, index] * math.sqrt(max(0.0, float(values[index])))
        furthest = int(np.argmax(np.round(np.abs(direction), 9)))
        points[:, column] = -direction if direction[furthest] < 0 else direction
    return points


def _cosines(a: Array, b: Array) -> Array:
    return np.asarray(np.clip(_unit(a) @ _unit(b).T, 0.0, 1.0))


def _unit(vectors: Array) -> Array:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1.0))
