"""Who is shown how much tomorrow: in proportion to how likely each version is to be the best, tempered by what is left.

Thompson (1933) sampling on the log-odds of a click. A version's log-odds are theta = b + d: b is the test's own level,
about which nothing is assumed, and d ~ N(mean, sd^2) is what the style foretells of the version. The binomial
likelihood is used as it is; the posterior's mean and deviation are integrated on a grid around its peak, so versions
with no click or five are treated no worse than those with a thousand. b is found by quasi-likelihood (Breslow and
Clayton 1993): iterated means with weights 1 / (1 / (n p q) + sd^2).

The deviation is multiplied by clip(.4 sqrt(clicks left / 100), .05, 1) before versions are compared: with little of the
test left, exploring cannot pay any more. The chance to be best is integrated, not drawn,

    P(i best) = E_z prod_{j != i} Phi((m_i + s_i z - m_j) / s_j),        z ~ N(0, 1),

so the same figures give the same shares on every machine.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from styleloop.errors import InputError
from styleloop.vector.thompson import tempering

Array = npt.NDArray[np.float64]

FLOOR = 0.05
"""Share of the audience that is divided evenly whatever is known: it keeps every estimate possible later."""
HIGHEST_FLOOR = 0.2
_STEPS = 25
_GRID: Array = np.linspace(-7.0, 7.0, 57)
_Z: Array = np.linspace(-6.0, 6.0, 121)
_Z_WEIGHT: Array = np.exp(-0.5 * _Z**2) / np.exp(-0.5 * _Z**2).sum()
_LEVEL_SD = 3.0
"""How far the test's level may lie from its raw rate; only matters while there are no clicks."""


def shares(
    mean: Array,
    sd: Array,
    shown: Array,
    clicked: Array,
    clicks_left: float | Array,
    floor: float = FLOOR,
) -> Array:
    """Tomorrow's share of the audience for each version; the propensity to be logged.

    Args:
        mean: (..., k) what the style foretells of each version, difference in log-odds of a click; zeros when nothing.
        sd: (..., k) its standard deviation, above 0.
        shown: (..., k) exposures so far.
        clicked: (..., k) clicks so far.
        clicks_left: (...) clicks expected in the rest of the test, all versions together; if unsure, guess low.
        floor: 0 ... .2, divided evenly among the versions.

    Returns:
        (..., k), each at least floor / k, summing to 1 along the last axis. Leading axes are separate tests.

    Raises:
        InputError: shapes do not fit, a number is not finite, counts do not fit, or `floor` is out of range.
    """
    if not 0 <= floor <= HIGHEST_FLOOR:
        raise InputError("the floor is out of range", field="floor", got=floor, expected=f"0 to {HIGHEST_FLOOR:g}")
    m, s = posterior(mean, sd, shown, clicked)
    best = chance_best(m, s * _tempered(clicks_left)[..., None])
    return np.asarray(floor / m.shape[-1] + (1 - floor) * best)


def posterior(mean: Array, sd: Array, shown: Array, clicked: Array) -> tuple[Array, Array]:
    """Mean and standard deviation of each version's log-odds of a click, both (..., k); arguments as in `shares`.

    Raises:
        InputError: shapes do not fit, a number is not finite, or counts do not fit.
    """
    prior, spread, n, k = (np.asarray(a, dtype=np.float64) for a in np.broadcast_arrays(mean, sd, shown, clicked))
    _checked(prior, spread, n, k)
    centre = _level(prior, spread, n, k)[..., None] + prior
    peak, curve = _peak(centre, spread, n, k)
    grid = peak[..., None] + _GRID / np.sqrt(curve)[..., None]
    log_density = _log_density(grid, centre[..., None], spread[..., None], n[..., None], k[..., None])
    weight = np.exp(log_density - log_density.max(axis=-1, keepdims=True))
    weight /= weight.sum(axis=-1, keepdims=True)
    found = (weight * grid).sum(axis=-1)
    variance = (weight * (grid - found[..., None]) ** 2).sum(axis=-1)
    return found, np.sqrt(variance)


def chance_best(mean: Array, sd: Array) -> Array:
    """How likely each of k independent normal values is to be the greatest; (..., k), summing to 1."""
    m, s = np.asarray(mean, dtype=np.float64), np.maximum(sd, 1e-9)
    points = m[..., None] + s[..., None] * _Z  # (..., k, z)
    below = normal_cdf((points[..., :, None, :] - m[..., None, :, None]) / s[..., None, :, None])  # (..., i, j, z)
    arms = np.arange(m.shape[-1])
    below[..., arms, arms, :] = 1.0
    best = (below.prod(axis=-2) * _Z_WEIGHT).sum(axis=-1)
    return np.asarray(best / best.sum(axis=-1, keepdims=True))


def normal_cdf(z: Array) -> Array:
    """Share of the standard normal below each `z`, within 7.5e-8.

    Formula 26.2.17 of Abramowitz and Stegun, Handbook of Mathematical Functions (1964).
    """
    size = np.abs(z)
    t = 1 / (1 + 0.2316419 * size)
    series = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
    tail = np.exp(-0.5 * size**2) / np.sqrt(2 * np.pi) * series
    return np.asarray(np.where(z > 0, 1 - tail, tail))


def _tempered(clicks_left: float | Array) -> Array:
    left = np.asarray(clicks_left, dtype=np.float64)
    if not np.isfinite(left).all():
        raise InputError("clicks left is no finite number", field="clicks_left", expected="0 or more")
    return np.array([tempering(each) for each in left.ravel().tolist()]).reshape(left.shape)


def _checked(mean: Array, sd: Array, n: Array, k: Array) -> None:
    if mean.ndim < 1 or mean.shape[-1] < 2:
        raise InputError("a test needs two versions", got=mean.shape, expected="(..., 2 or more)")
    if not all(np.isfinite(a).all() for a in (mean, sd, n, k)):
        raise InputError("a number is not finite", field="mean, sd, shown, clicked", expected="finite numbers")
    if (sd <= 0).any():
        raise InputError("a belief needs a width", field="sd", got=float(sd.min()), expected="above 0")
    if (k < 0).any() or (k > n).any():
        raise InputError("counts do not fit", field="clicked", expected="0 <= clicked <= shown")


def _rate(theta: Array) -> Array:
    return 1 / (1 + np.exp(-np.clip(theta, -35.0, 35.0)))


def _level(mean: Array, sd: Array, n: Array, k: Array) -> Array:
    """The test's own log-odds, (...), at which versions stand at their foretold differences."""
    total, hits = n.sum(axis=-1), k.sum(axis=-1)
    raw = np.log((hits + 0.5) / (total - hits + 0.5))
    level = raw.copy()
    for _ in range(_STEPS):
        p = _rate(level[..., None] + mean)
        information = np.maximum(n * p * (1 - p), 1e-12)
        weight = 1 / (1 / information + sd**2)
        score = (weight * (k - n * p) / information).sum(axis=-1) - (level - raw) / _LEVEL_SD**2
        level = level + np.clip(score / (weight.sum(axis=-1) + 1 / _LEVEL_SD**2), -1.0, 1.0)
    return np.asarray(level)


def _peak(centre: Array, sd: Array, n: Array, k: Array) -> tuple[Array, Array]:
    """Where each version's posterior peaks, and its curvature there (Newton's method on a concave function)."""
    theta = centre.copy()
    for _ in range(_STEPS):
        p = _rate(theta)
        slope = k - n * p - (theta - centre) / sd**2
        theta = theta + np.clip(slope / (n * p * (1 - p) + 1 / sd**2), -1.0, 1.0)
    p = _rate(theta)
    return theta, n * p * (1 - p) + 1 / sd**2


def _log_density(theta: Array, centre: Array, sd: Array, n: Array, k: Array) -> Array:
    return np.asarray(k * theta - n * np.logaddexp(0.0, theta) - 0.5 * ((theta - centre) / sd) ** 2)
