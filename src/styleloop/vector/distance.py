"""How far a piece stands from what is usual: Mahalanobis distance of robust z on a shrunk covariance."""

from __future__ import annotations

import numpy as np

from styleloop.errors import InputError
from styleloop.vector.scale import UNSEEN, Array

REACH = 8.0
"""A robust z counts up to this far: one freak measure must not drown the rest."""


def robust_z(values: Array, centre: Array, spreads: Array) -> Array:
    """(value - median) / norm-spread, held within +-`REACH`. All shapes (..., d); NaN stays NaN (absent)."""
    return np.clip((values - centre) / spreads, -REACH, REACH)


def shrunk_covariance(z: Array) -> tuple[Array, float]:
    """Covariance of rows `z` (n, d) about zero, shrunk towards a multiple of the identity; and how much (0 ... 1).

    Ledoit and Wolf 2004, "A well-conditioned estimator for large-dimensional covariance matrices", with the mean known
    to be zero because `z` is centred on medians. Absent values (NaN) count as usual (0).

    Raises:
        InputError: `z` has no row or no column.
    """
    if z.ndim != 2 or 0 in z.shape:
        raise InputError("no table to take a covariance of", got=z.shape, expected="shape (n, d), both 1 or more")
    filled = np.where(np.isnan(z), 0.0, z)
    n, d = filled.shape
    sample = filled.T @ filled / n
    level = float(np.trace(sample)) / d
    if level <= 0:
        return np.eye(d), 1.0
    target = level * np.eye(d)
    gap = float(((sample - target) ** 2).sum()) / d
    squares = filled**2
    noise = float((squares.T @ squares / n - sample**2).sum()) / d / n
    shrink = 1.0 if gap <= 0 else min(1.0, noise / gap)
    # A twentieth of the identity always stays in: a measure that never moved must not make the matrix singular.
    shrink = max(shrink, 0.05)
    made = shrink * target + (1 - shrink) * sample
    # One norm-spread stays one at least: a measure that never moved says that it was not seen to move, not that it
    # cannot, and `z` already carries how little was seen.
    short = np.clip(1.0 - np.diag(made), 0.0, None)
    made[np.diag_indices(d)] += short
    # And few pieces lie on a line by chance: two more, unlike them in every direction, keep it from being a law.
    return (n * made + UNSEEN * np.eye(d)) / (n + UNSEEN), shrink


def shares(z: Array, covariance: Array) -> Array:
    """What each measure adds to z' S^-1 z: z_i (S^-1 z)_i, shape (d,); NaN where it is absent.

    `z` has shape (d,); its NaN are left out together with their rows and columns of `covariance` (d, d).
    """
    present = np.flatnonzero(~np.isnan(z))
    found = np.full(z.shape, np.nan)
    part = z[present]
    if present.size:
        found[present] = part * np.linalg.solve(covariance[np.ix_(present, present)], part)
    return found


def squared_distance(added: Array) -> float:
    """Mean of `shares` over present measures; 1 on average for normal data with that covariance, 0 without any."""
    present = added[~np.isnan(added)]
    return float(present.sum()) / present.size if present.size else 0.0


def straying(z: Array, folds: int = 5) -> float:
    """Mean squared distance of rows `z` (n, d) from the covariance of the *other* folds: how far the brand strays.

    Leaving each row out of its own covariance makes a fresh piece of the brand come out at about 1, not above.
    Fewer than two rows give 1.
    """
    n = len(z)
    if n < 2:
        return 1.0
    parts = min(folds, n)
    place = np.arange(n) % parts
    found: list[float] = []
    for fold in range(parts):
        covariance, _ = shrunk_covariance(z[place != fold])
        found.extend(squared_distance(shares(row, covariance)) for row in z[place == fold])
    # As in `scale.cautious`: two more pieces that strayed by one norm-spread in every measure.
    return float((sum(found) + UNSEEN) / (n + UNSEEN))


def causes(added: Array, count: int = 3) -> list[int]:
    """Indices of the `count` measures that add most to the distance by their `shares`, greatest first; those at the
    usual cause nothing."""
    order = sorted(np.flatnonzero(~np.isnan(added) & (added != 0)), key=lambda i: (-float(added[i]), i))
    return [int(i) for i in order[:count]]
