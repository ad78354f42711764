"""What helps: the belief about effects in one market, learnt from randomised tests alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from styleloop.style.evidence import Evidence
from styleloop.style.norms import Usual
from styleloop.types.asset import Response
from styleloop.types.record import Refusal
from styleloop.types.style import Effect, Pattern
from styleloop.vector.effect import Normal, Sums, Trial, centre, posterior, sums
from styleloop.vector.hierarchy import average, between_markets, by_market, elsewhere
from styleloop.vector.scale import Array
from styleloop.vector.trials import Numbers, trials
from styleloop.vector.variance import kernel, variances
from styleloop.vector.weights import Weights


@dataclass(frozen=True, eq=False)
class Learnt:
    """The statistics of a style version: see `Weights` for their meaning."""

    kernel: Array
    prior: Normal
    belief: Normal
    found: Sums
    tau2: float
    effect: float
    market: float
    df: float
    trials: tuple[Trial, ...]
    refused: tuple[Refusal, ...]


def learn(
    market: str, responses: Sequence[Response], measurements: Numbers, usual: Usual, above: Weights | None
) -> Learnt:
    """What randomised `responses` say, on the scale and with the prior of `above` where there is one."""
    found, refused = trials(responses, measurements, usual.measures, usual.spread)
    return _below(market, above, found, refused) if above else _top(usual, found, refused)


def _top(usual: Usual, found: tuple[Trial, ...], refused: tuple[Refusal, ...]) -> Learnt:
    size = len(usual.measures)
    shape = kernel(found, size)
    sizes = variances(found, shape)
    parts = by_market(found, sizes.tau2, size)
    market = between_markets(parts, sizes.effect, shape)
    belief = average(parts, sizes.effect * shape, market * shape)
    total = sums(found, sizes.tau2, size)
    prior = Normal.about_zero(sizes.effect * shape)
    return Learnt(shape, prior, belief, total, sizes.tau2, sizes.effect, market, sizes.df, found, refused)


def _below(market: str, above: Weights, found: tuple[Trial, ...], refused: tuple[Refusal, ...]) -> Learnt:
    """Prior = what the *other* markets say, so that no test counts twice; without own tests, the belief above."""
    size = len(above.measures)
    total = sums(found, above.tau2, size)
    prior = above.belief
    if found:
        others = by_market([trial for trial in above.trials if trial.market != market], above.tau2, size)
        prior = elsewhere(others, above.effect * above.kernel, above.market * above.kernel)
    belief = posterior(total, prior)
    return Learnt(above.kernel, prior, belief, total, above.tau2, above.effect, above.market, above.df, found, refused)


def effects(weights: Weights, borrowed: Sequence[Trial] = ()) -> tuple[Effect, ...]:
    """The belief about every measure that varied in a test, own or `borrowed` from other markets."""
    tests = _tests_by_measure([*weights.trials, *borrowed], len(weights.measures))
    sd = np.sqrt(np.maximum(np.diag(weights.belief.covariance), 0.0))
    half = weights.reach * sd
    return tuple(
        _effect(weights, index, float(sd[index]), float(half[index]), len(tests[index]))
        for index in range(len(weights.measures))
        if tests[index]
    )


def _effect(weights: Weights, index: int, sd: float, half: float, tests: int) -> Effect:
    mean = float(weights.belief.mean[index])
    low, high = mean - half, mean + half
    return Effect(
        measure=weights.measures[index],
        mean=mean,
        sd=sd,
        low=low,
        high=high,
        spread=float(weights.spread[index]),
        tests=tests,
        verdict="helps" if low > 0 else "hurts" if high < 0 else "not known yet",
    )


def _tests_by_measure(found: Sequence[Trial], size: int) -> list[set[str]]:
    tests: list[set[str]] = [set() for _ in range(size)]
    for trial in found:
        for index in np.flatnonzero(np.ptp(trial.x, axis=0) > 0):
            tests[int(index)].add(trial.test)
    return tests


def with_effects(evidence: Evidence, weights: Weights) -> tuple[Pattern, ...]:
    """Each pattern with what its pieces did beyond what their measures explain, shrunk towards nothing.

    The prior is N(0, tau2): how much versions differ for reasons nobody measured.
    """
    gained, weight = _residuals(weights)
    pieces: dict[str, set[str]] = {pattern.id: set(pattern.examples) for pattern in evidence.patterns}
    for asset, pattern_id in sorted(evidence.drafted.items()):
        if pattern_id in pieces:
            pieces[pattern_id].add(asset)
    prior = 1.0 / max(weights.tau2, 1e-6)
    done = []
    for pattern in sorted(evidence.patterns, key=lambda p: p.id):
        here = sorted(pieces[pattern.id])
        total = prior + sum(weight.get(asset, 0.0) for asset in here)
        mean = sum(gained.get(asset, 0.0) for asset in here) / total
        done.append(pattern.model_copy(update={"effect": float(mean), "sd": float(total**-0.5)}))
    return tuple(done)


def _residuals(weights: Weights) -> tuple[dict[str, float], dict[str, float]]:
    gained: dict[str, float] = defaultdict(float)
    weight: dict[str, float] = defaultdict(float)
    for trial in weights.trials:
        c = centre(trial, weights.tau2)
        rest: Array = c.y - c.x @ weights.belief.mean
        for row, subject in enumerate(trial.subjects):
            # 1 / noise, not w: tau2 is the prior here and must not be counted twice.
            gained[subject] += float(rest[row] / c.noise[row])
            weight[subject] += float(1.0 / c.noise[row])
    return gained, weight
