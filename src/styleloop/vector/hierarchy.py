"""Markets that share effects and differ in them: what one says about all, and all about one.

A market's effects are the common ones plus a deviation of its own, N(0, own). With the deviation integrated out, each
market's sums still add up, so the common belief is exact, and a market's prior is what the *other* markets say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np

from styleloop.vector.effect import Normal, Sums, Trial, merge, posterior, sums
from styleloop.vector.scale import Array
from styleloop.vector.variance import half_cauchy, widths

MARKET_GRID = np.concatenate([[0.0], np.geomspace(0.004, 0.2, 16)])
"""Standard deviations of a market's own deviation that are weighed, in log-odds per norm-spread."""
MARKET_SCALE = 0.03
"""Scale of their half-Cauchy prior."""


def by_market(trials: Iterable[Trial], tau2: float, size: int) -> dict[str, Sums]:
    """The exact sums of each market."""
    groups: dict[str, list[Trial]] = defaultdict(list)
    for trial in trials:
        groups[trial.market].append(trial)
    return {market: sums(groups[market], tau2, size) for market in sorted(groups)}


def by_channel(trials: Iterable[Trial], tau2: float, size: int) -> dict[str, dict[str, Sums]]:
    """The exact sums of each market, by channel."""
    groups: dict[str, list[Trial]] = defaultdict(list)
    for trial in trials:
        groups[trial.channel].append(trial)
    return {channel: by_market(groups[channel], tau2, size) for channel in sorted(groups)}


def of_channels(parts: Mapping[str, Mapping[str, Sums]], market: Array) -> dict[str, Sums]:
    """What each channel's markets say about the channel, whose markets differ by `market` (d, d)."""
    return {
        name: merge([softened(found, market) for found in parts[name].values()], len(market)) for name in sorted(parts)
    }


def softened(found: Sums, between: Array) -> Sums:
    """What one market's sums say about all markets, whose own effects differ from the mean by `between` (d, d).

    A (I + B A)^-1 and (I + A B)^-1 b: the precision and the pull that remain when the market's own deviation,
    N(0, B), is integrated out. B = 0 leaves the sums as they are.
    """
    both = np.column_stack([found.a, found.b])
    loosened = np.asarray(np.linalg.solve(np.eye(found.size) + found.a @ between, both))
    a = loosened[:, :-1]
    return Sums((a + a.T) / 2, loosened[:, -1], found.varied, found.trials)


def common(parts: Mapping[str, Sums], effect: Array, own: Array, prior: Normal | None = None) -> Normal:
    """The belief about the effects that all markets share, those without tests included.

    `effect` and `own` (d, d) are the covariances of common effects and of a market's deviation; `prior` stands for
    the former where another level has spoken already.
    """
    loose = [softened(parts[name], own) for name in sorted(parts)]
    return posterior(merge(loose, len(effect)), prior or Normal.about_zero(effect))


def average(parts: Mapping[str, Sums], effect: Array, own: Array, prior: Normal | None = None) -> Normal:
    """The belief about the mean effects of the markets in `parts`: surer than `common`, which is about any market.

    Given the common effects c, market m is believed at (I + B A_m)^-1 (B b_m + c) with covariance (I + B A_m)^-1 B;
    their mean over markets is linear in c, whose own belief is then put in.
    """
    names = sorted(name for name in parts if parts[name].trials)
    if len(names) < 2:
        return posterior(merge([parts[name] for name in names], len(effect)), prior or Normal.about_zero(effect))
    shared = common(parts, effect, own, prior)
    size = len(effect)
    pull, rest, through = np.zeros(size), np.zeros((size, size)), np.zeros((size, size))
    for name in names:
        keep = np.linalg.inv(np.eye(size) + own @ parts[name].a)
        pull += keep @ own @ parts[name].b / len(names)
        rest += keep @ own / len(names) ** 2
        through += keep / len(names)
    covariance = rest + through @ shared.covariance @ through.T
    return Normal(pull + through @ shared.mean, (covariance + covariance.T) / 2)


def elsewhere(rest: Mapping[str, Sums], effect: Array, own: Array) -> Normal:
    """What to expect in a market after the sums `rest` of the others: their common effects, and its own deviation."""
    if not rest:
        return Normal.about_zero(effect)
    shared = common(rest, effect, own)
    return Normal(shared.mean, shared.covariance + own)


def between_markets(found: Mapping[str, Sums], effect: float, shape: Array) -> float:
    """Variance of a market's effects about the common ones, times `shape`; a typical value for fewer than two markets.

    By how well each market is expected from the others (leave one out), over `MARKET_GRID`.
    """
    names = sorted(name for name in found if found[name].trials)
    if len(names) < 2:
        return MARKET_SCALE**2
    table = half_cauchy(MARKET_GRID, MARKET_SCALE) + np.log(widths(MARKET_GRID))
    for name in names:
        rest = {other: found[other] for other in names if other != name}
        for index, sd in enumerate(MARKET_GRID):
            table[index] += evidence(found[name], elsewhere(rest, effect * shape, float(sd) ** 2 * shape))
    weight = np.exp(table - table.max())
    return float((weight / weight.sum()) @ MARKET_GRID**2)


def evidence(found: Sums, prior: Normal) -> float:
    """Log of how probable `found` was under `prior`, up to a constant that does not depend on the prior."""
    rest = found.b - found.a @ prior.mean
    factor = np.eye(found.size) + found.a @ prior.covariance
    solved = prior.covariance @ np.linalg.solve(factor, rest)
    fit = float(prior.mean @ found.b - 0.5 * prior.mean @ found.a @ prior.mean)
    return fit - 0.5 * float(np.linalg.slogdet(factor)[1]) + 0.5 * float(rest @ solved)
