"""How large effects are, how much versions differ for reasons nobody measured, and how much markets differ.

Three variances, each by its own integrated likelihood over a fixed grid (empirical Bayes; Harville 1974 for the
restricted likelihood, Gelman 2006 for the half-Cauchy priors). The posterior *mean* over the grid is used, not the
peak: with few tests the peak is often at zero, and intervals that believe in it are too short.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from styleloop.vector.effect import Normal, Sums, Trial, log_odds, merge, noise_of, posterior
from styleloop.vector.scale import Array

SPREAD_GRID = np.concatenate([[0.0], np.geomspace(0.01, 0.6, 24)])
"""Standard deviations of the between-version noise that are weighed, in log-odds."""
EFFECT_GRID = np.geomspace(0.004, 0.3, 24)
"""Standard deviations of the effects that are weighed, in log-odds per norm-spread."""
MARKET_GRID = np.concatenate([[0.0], np.geomspace(0.004, 0.2, 16)])
"""Standard deviations of a market's own effects about the rest that are weighed."""

NOISE_SCALE, EFFECT_SCALE, MARKET_SCALE = 0.1, 0.05, 0.03
"""Scales of the half-Cauchy priors: randomised headline tests find effects of .03 to .15 per spread."""


@dataclass(frozen=True)
class Variances:
    """Between-version variance `tau2`, variance of the effects `effect`, residual degrees of freedom `df`."""

    tau2: float
    effect: float
    df: float


@dataclass(frozen=True, eq=False)
class _Stack:
    """All trials side by side, padded to the widest: x (t, k, d), y, noise and mask (t, k)."""

    x: Array
    y: Array
    noise: Array
    mask: Array


def variances(trials: Sequence[Trial], size: int) -> Variances:
    """Both variances from `trials` with `size` measures; without trials the priors' own typical values."""
    if not trials:
        return Variances(NOISE_SCALE**2, EFFECT_SCALE**2, 3.0)
    stack = _stacked(trials, size)
    table = np.array([_profile(stack, float(sd) ** 2) for sd in SPREAD_GRID])
    table += _half_cauchy(SPREAD_GRID, NOISE_SCALE)[:, None] + _half_cauchy(EFFECT_GRID, EFFECT_SCALE)[None, :]
    # A point of an uneven grid stands for the stretch around it.
    table += np.log(_widths(SPREAD_GRID))[:, None] + np.log(_widths(EFFECT_GRID))[None, :]
    weight = np.exp(table - table.max())
    weight /= weight.sum()
    tau2 = float(weight.sum(axis=1) @ SPREAD_GRID**2)
    effect = float(weight.sum(axis=0) @ EFFECT_GRID**2)
    return Variances(tau2, effect, _freedom(stack, tau2, effect))


def between_markets(found: Mapping[str, Sums], effect: float, size: int) -> float:
    """Variance of a market's effects about what the other markets say; the prior's typical value for fewer than two."""
    names = sorted(name for name in found if found[name].trials)
    if len(names) < 2:
        return MARKET_SCALE**2
    table = _half_cauchy(MARKET_GRID, MARKET_SCALE) + np.log(_widths(MARKET_GRID))
    for name in names:
        rest = merge([found[other] for other in names if other != name], size)
        others = posterior(rest, Normal.about_zero(size, effect))
        for index, sd in enumerate(MARKET_GRID):
            prior = Normal(others.mean, others.covariance + float(sd) ** 2 * np.eye(size))
            table[index] += evidence(found[name], prior)
    weight = np.exp(table - table.max())
    return float((weight / weight.sum()) @ MARKET_GRID**2)


def evidence(found: Sums, prior: Normal) -> float:
    """Log of how probable `found` was under `prior`, up to a constant that does not depend on the prior."""
    rest = found.b - found.a @ prior.mean
    factor = np.eye(found.size) + found.a @ prior.covariance
    solved = prior.covariance @ np.linalg.solve(factor, rest)
    fit = float(prior.mean @ found.b - 0.5 * prior.mean @ found.a @ prior.mean)
    return fit - 0.5 * float(np.linalg.slogdet(factor)[1]) + 0.5 * float(rest @ solved)


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
    return _Stack(x, y, noise, mask)


def _cross(stack: _Stack, tau2: float) -> tuple[Array, Array, float, float]:
    """A, b, y'Wy of centred data, and log |W| less the tests' means, under one between-version variance."""
    w = stack.mask / (stack.noise + tau2)
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


def _half_cauchy(at: Array, scale: float) -> Array:
    return -np.log1p((at / scale) ** 2)


def _widths(grid: Array) -> Array:
    return np.gradient(grid)
