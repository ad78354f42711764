"""How a line is said, beyond what is measured: a few directions of its embedding, learnt from tests like measures.

The directions are the principal components of within-test differences, so that what tests varied is what is kept; they
never look at the answers. They are frozen at the global style. Coordinates are in spreads over the brand's own pieces.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from styleloop.errors import InputError
from styleloop.vector.effect import Trial, centre
from styleloop.vector.scale import Array
from styleloop.vector.variance import NOISE_SCALE, Variances, variances

PREFIX = "manner."
MOST = 32
"""Directions of one style."""
SHARES = (0.1, 0.3, 1.0, 3.0, 10.0)
"""Variances of the directions' effects that are weighed against none, relative to those of measures."""
DOUBT = 0.9
"""Prior belief that directions do not help."""
FEWEST = 20
"""Tests with embeddings below which they are not even tried: a handful fits any direction."""
LEAST = 1e-6
"""Share of the first direction's variance below which a further one is rounding."""

Embeddings = Mapping[str, npt.NDArray[np.float32]]
"""Subject -> where its line lies, shape (D,); absent where the embedder does not know the language."""


@dataclass(frozen=True, eq=False)
class Manner:
    """Directions of an embedding, and the scale of coordinates along them.

    Attributes:
        embedder: `name@version` of who made the embeddings.
        centroid: (D,) mean of the brand's own pieces.
        basis: (D, r) orthonormal directions.
        scale: (r,) standard deviation of the brand's own pieces along each.
    """

    embedder: str
    centroid: Array
    basis: Array
    scale: Array

    @property
    def size(self) -> int:
        """How many directions."""
        return len(self.scale)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns: `manner.01`, ..."""
        return tuple(f"{PREFIX}{index:02}" for index in range(1, self.size + 1))

    def coordinates(self, points: npt.NDArray[np.floating]) -> Array:
        """Coordinates (n, r) of embeddings `points` (n, D), in spreads from the centroid.

        Raises:
            InputError: points of another size, or one that is not finite.
        """
        if points.shape[-1:] != self.centroid.shape or not np.isfinite(points).all():
            expected = f"{len(self.centroid)} finite numbers, as {self.embedder} gives"
            raise InputError("an embedding does not fit this style", got=points.shape, expected=expected)
        return np.asarray((points.astype(np.float64) - self.centroid) @ self.basis / self.scale)

    def told_by(self, other: Manner, effects: Array) -> Array:
        """Effects (q,) along the directions of `other`, as effects (r,) along these.

        By way of the embedding: what lies outside these directions is lost.

        Raises:
            InputError: the directions are of another embedder.
        """
        if other.embedder != self.embedder:
            raise InputError("directions of two embedders", got=other.embedder, expected=self.embedder)
        return np.asarray(self.scale * (self.basis.T @ (other.basis @ (effects / other.scale))))


@dataclass(frozen=True, eq=False)
class Joined:
    """Trials of measures and directions together: `manner` is None where directions would not have helped."""

    trials: tuple[Trial, ...]
    kernel: Array
    sizes: Variances
    manner: Manner | None


def joined(
    found: Sequence[Trial], kernel: Array, sizes: Variances, own: Embeddings, embeddings: Embeddings, embedder: str
) -> Joined:
    """`found` with columns for directions, if tests say that directions help to foresee their answers.

    The prior belief is `DOUBT` that they do not; while that stays the likelier, all is as without embeddings. Otherwise
    the variance of their effects is the posterior mean over `SHARES` (empirical Bayes).

    Args:
        found: trials over d measures.
        kernel: (d, d), see `variance.kernel`.
        sizes: the variances that measures alone gave.
        own: embeddings of the brand's own pieces, for centroid and scale.
        embeddings: those of the trials' versions.
        embedder: `name@version` of who made them.

    Raises:
        InputError: embeddings of different sizes, or one that is not finite.
    """
    alone = Joined(tuple(found), kernel, sizes, None)
    manner = _directions(found, own, embeddings, embedder)
    if manner is None:
        return alone
    wide = laid_out(found, manner, embeddings)
    weighed = [variances(wide, _block(kernel, share, manner.size)).evidence for share in SHARES]
    prior = np.log([DOUBT, *((1 - DOUBT) / len(SHARES) for _ in SHARES)])
    table = prior + np.array([sizes.evidence, *weighed])
    weight = np.exp(table - table.max())
    weight /= weight.sum()
    if weight[0] >= 0.5:
        return alone
    share = float(weight[1:] @ np.array(SHARES) / weight[1:].sum())
    both = _block(kernel, share, manner.size)
    return Joined(wide, both, variances(wide, both), manner)


def laid_out(found: Sequence[Trial], manner: Manner | None, embeddings: Embeddings) -> tuple[Trial, ...]:
    """The trials with r more columns: coordinates along the directions, all zero where a version has no embedding."""
    if manner is None:
        return tuple(found)
    done = []
    for trial in found:
        points = _points(trial.subjects, embeddings)
        more = np.zeros((len(trial.subjects), manner.size)) if points is None else manner.coordinates(points)
        done.append(replace(trial, x=np.column_stack([trial.x, more])))
    return tuple(done)


def checked(embeddings: Embeddings) -> None:
    """Refuse what cannot be compared.

    Raises:
        InputError: embeddings of different sizes, or one that is not finite.
    """
    shapes = sorted({point.shape for point in embeddings.values()})
    if len(shapes) > 1 or any(len(shape) != 1 for shape in shapes):
        raise InputError("embeddings of different sizes would meet", got=shapes, expected="one shape (D,)")
    for subject in sorted(embeddings):
        if not np.isfinite(embeddings[subject]).all():
            raise InputError("an embedding is not finite", where=subject, expected="finite numbers")


def _directions(found: Sequence[Trial], own: Embeddings, embeddings: Embeddings, embedder: str) -> Manner | None:
    """The principal directions of weighted within-test differences, at most one a test; None for too few tests."""
    rows, tests = [], set()
    for trial in sorted(found, key=lambda t: t.key):
        points = _points(trial.subjects, embeddings)
        if points is None:
            continue
        weight = centre(trial, NOISE_SCALE**2).w
        rows.append((points - np.average(points, axis=0, weights=weight)) * np.sqrt(weight)[:, None])
        tests.add(trial.test)
    if len(tests) < FEWEST or not own:
        return None
    basis = _principal(np.concatenate(rows), min(MOST, len(tests)))
    pieces = np.stack([own[subject] for subject in sorted(own)]).astype(np.float64)
    centroid = pieces.mean(axis=0)
    scale = ((pieces - centroid) @ basis).std(axis=0)
    kept = scale > 0
    return Manner(embedder, centroid, basis[:, kept], scale[kept]) if kept.any() else None


def _principal(rows: Array, most: int) -> Array:
    """The first directions of `rows` (n, D), shape (D, at most `most`); the largest entry of each is positive."""
    n, size = rows.shape
    values, vectors = np.linalg.eigh(rows @ rows.T if n < size else rows.T @ rows)
    kept = [i for i in range(len(values) - 1, -1, -1) if values[i] > LEAST * values[-1] and values[i] > 0][:most]
    found = rows.T @ vectors[:, kept] / np.sqrt(values[kept]) if n < size else vectors[:, kept]
    largest = found[np.abs(found).argmax(axis=0), np.arange(len(kept))] if kept else np.ones(0)
    return np.asarray(found * np.where(largest < 0, -1.0, 1.0))


def _points(subjects: Sequence[str], embeddings: Embeddings) -> Array | None:
    """Embeddings (k, D) of all `subjects`, or None where one has none."""
    if any(subject not in embeddings for subject in subjects):
        return None
    return np.stack([embeddings[subject] for subject in subjects]).astype(np.float64)


def _block(kernel: Array, share: float, size: int) -> Array:
    """`kernel` (d, d) and `share` times the identity (size, size), which know nothing of each other."""
    d = len(kernel)
    both = np.zeros((d + size, d + size))
    both[:d, :d] = kernel
    both[d:, d:] = share * np.eye(size)
    return both
