"""Posterior draws: choosing by chance in proportion to how likely each choice is to be the best (Thompson 1933)."""

from __future__ import annotations

import numpy as np

from styleloop.errors import InputError
from styleloop.vector.effect import Normal
from styleloop.vector.scale import Array


def draw(belief: Normal, seed: int, tempering: float = 1.0) -> Array:
    """One set of effects (d,) drawn from `belief`, its spread multiplied by `tempering`. The same seed, the same draw.

    All candidates of one round are judged by the *same* draw: that is what makes the choice a Thompson draw.
    """
    size = len(belief.mean)
    # A Cholesky root is unique, so machines agree; the grain of identity keeps it from failing on rounding.
    grain = 1e-12 * max(float(np.trace(belief.covariance)), 1e-12) * np.eye(size)
    root = np.linalg.cholesky(belief.covariance + grain)
    return np.asarray(belief.mean + tempering * (root @ np.random.default_rng(seed).standard_normal(size)))


def tempering(clicks_left: float) -> float:
    """How much of the posterior's spread is still worth exploring with `clicks_left` in the test: .05 to 1.

    clip(.4 sqrt(clicks left / 100), .05, 1), tuned on replayed headline tests: with little left, commit.

    Raises:
        InputError: `clicks_left` is negative.
    """
    if clicks_left < 0:
        raise InputError("clicks left cannot be negative", field="clicks_left", got=clicks_left, expected="0 or more")
    return float(np.clip(0.4 * np.sqrt(clicks_left / 100.0), 0.05, 1.0))
