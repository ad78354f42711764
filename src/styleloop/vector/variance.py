"""How large effects are, and how much versions differ for reasons nobody measured.

Measures overlap: words, graphemes and sentences of one headline move together. A true effect of "long" may be split
among them in any way, so effects are believed to be large along directions that hardly vary and small along those that
vary much: the prior covariance is a variance times K, the inverse of the measures' within-test correlation (Zellner
1986), a little of the identity mixed in.

Both variances by their integrated likelihood over a fixed grid (empirical Bayes; Harville 1974 for the restricted
likelihood, Gelman 2006 for the half-Cauchy priors). The posterior *mean* over the grid is used, not the
peak: with few tests the peak is often at zero, and intervals that believe in it are too short.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from styleloop.vector.effect import Trial, log_odds, noise_of
from styleloop.vector.scale import Array

SPREAD_GRID = np.concatenate([[0.0], np.geomspace(0.01, 0.6, 24)])
"""Standard deviations of the between-version noise that are weighed, in log-odds."""
EFFECT_GRID = np.geomspace(0.004, 0.3, 24)
"""Standard deviations of the effects that are weighed, in log-odds per norm-spread."""

RIDGE = 0.03
"""Share of the identity mixed into the correlation of measures before it is inverted."""

NOISE_SCALE, EFFECT_SCALE = 0.1, 0.05
"""Scales of the half-Cauchy priors: randomised headline tests find effects of .03 to .15 per spread."""


@dataclass(frozen=True)
class Variances:
    """Between-version variance `tau2`, variance of the effects `effect`, residual degrees of freedom `df`.

    `evidence` is the log of how probable the answers were, over the whole grid, up to a constant of the answers.
    """

    tau2: float
    effect: float
    df: float
    evidence: float = 0.0


@dataclass(frozen=True, eq=False)
class _Stack:
    """All trials side by side, padded to the widest: x (t, k, d), y, noise and mask (t, k); weight (t,)."""

    x: Array
    y: Array
    noise: Array
    mask: Array
    weight: Array


def kernel(trials: Sequence[Trial], size: int) -> Array:
    """K (d, d): in which directions of the measures effects may be large; its diagonal is 1 on average.

    A measure that varied in no test stands for itself.
    """
    if not trials or not size:
        return np.eye(size)
    rows = np.concatenate([trial.x - trial.x.mean(axis=0) for trial in sorted(trials, key=lambda t: t.key)])
    sd = np.sqrt((rows**2).mean(axis=0))
    unit = np.where(sd > 0, rows / np.where(sd > 0, sd, 1.0), 0.0)
    correlation = unit.T @ unit / len(unit) + np.diag((sd == 0).astype(np.float64))
    found = np.linalg.inv(RIDGE * np.eye(size) + (1 - RIDGE) * correlation)
    return np.asarray((found + found.T) / (2 * np.trace(found) / size))


def variances(trials: Sequence[Trial], shape: Array) -> Variances:
    """Both variances from `trials`, for effects of covariance `shape` (d, d) times a variance.

    Without trials the priors' own typical values.
    """
    if not trials:
        return Variances(NOISE_SCALE**2, EFFECT_SCALE**2, 3.0)
    stack = _turned(_stacked(trials, len(shape)), shape)
    table = np.array([_profile(stack, float(sd) ** 2) for sd in SPREAD_GRID])
    table += half_cauchy(SPREAD_GRID, NOISE_SCALE)[:, None] + half_cauchy(EFFECT_GRID, EFFECT_SCALE)[None, :]
    table += np.log(widths(SPREAD_GRID))[:, None] + np.log(widths(EFFECT_GRID))[None, :]
    weight = np.exp(table - table.max())
    likely = float(table.max() + np.log(weight.sum()))
    weight /= weight.sum()
    tau2 = float(weight.sum(axis=1) @ SPREAD_GRID**2)
    effect = float(weight.sum(axis=0) @ EFFECT_GRID**2)
    return Variances(tau2, effect, _freedom(stack, tau2, effect), likely)


def _stacked(trials: Sequence[Trial], size: int) -> _Stack:
    ordered = sorted(trials, key=lambda trial: trial.key)
    widest = max(len(trial.subjects) for trial in ordered)
    x = np.zeros((len(ordered), widest, size))
    y, noise, mask = (np.zeros((len(ordered), widest)) for _ in range(3))
    noise += 1.0
    for row, trial in enumerate(ordered):
        k = len(trial.subjects)
        x[row, :k], y[row, :k], mask[row, :k] = trial.x, log_odds(trial.shown, trial.clicked), 1.0
        noise[row, :k] = noise_of(trial.shown, trial.clicked)
    return _Stack(x, y, noise, mask, np.array([trial.weight for trial in ordered]))


def _turned(stack: _Stack, shape: Array) -> _Stack:
    """The same trials in coordinates whose effects are independent: x times the square root of `shape`."""
    values, vectors = np.linalg.eigh(shape)
    return replace(stack, x=stack.x @ (vectors * np.sqrt(np.maximum(values, 0.0))))


def _cross(stack: _Stack, tau2: float) -> tuple[Array, Array, float, float]:
    """A, b, y'Wy of centred data, and log |W| less the tests' means, under one between-version variance."""
    w = stack.mask * stack.weight[:, None] / (stack.noise + tau2)
    total = w.sum(axis=1)
    x = stack.x - (np.einsum("tk,tkd->td", w, stack.x) / total[:, None])[:, None, :]
    y = stack.y - ((w * stack.y).sum(axis=1) / total)[:, None]
    flat = x.reshape(-1, x.shape[2])
    weighted = flat * w.reshape(-1, 1)
    logs = float(np.log(w[stack.mask > 0]).sum() - np.log(total).sum())
    return weighted.T @ flat, weighted.T @ y.ravel(), float((w * y * y).sum()), logs


def _profile(stack: _Stack, tau2: float) -> Array:
    """Restricted log-likelihood at `tau2` for every effect size of the grid."""
    a, b, square, logs = _cross(stack, tau2)
    values, vectors = np.linalg.eigh(a)
    values = np.maximum(values, 0.0)
    along = (vectors.T @ b) ** 2
    prior = EFFECT_GRID[:, None] ** 2
    fit = square - (along / (values + 1.0 / prior)).sum(axis=1)
    return np.asarray(0.5 * logs - 0.5 * np.log1p(prior * values).sum(axis=1) - 0.5 * fit)


def _freedom(stack: _Stack, tau2: float, effect: float) -> float:
    """Versions less tests less the effects really spent; 3 at least."""
    values = np.linalg.eigvalsh(_cross(stack, tau2)[0])
    spent = float((np.maximum(values, 0.0) / (np.maximum(values, 0.0) + 1.0 / effect)).sum())
    return max(3.0, float(stack.mask.sum()) - len(stack.mask) - spent)


def half_cauchy(at: Array, scale: float) -> Array:
    """Log density, up to a constant, of a standard deviation `at` under a half-Cauchy prior (Gelman 2006)."""
    return -np.log1p((at / scale) ** 2)


def widths(grid: Array) -> Array:
    """How long a stretch each point of an uneven grid stands for."""
    return np.asarray(np.gradient(grid))
