"""What helps: the belief about effects in one market, learnt from randomised tests alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from styleloop.style.evidence import GLOBAL, Evidence
from styleloop.style.norms import Usual
from styleloop.types.asset import Response
from styleloop.types.record import Refusal
from styleloop.types.style import Effect, Pattern
from styleloop.vector.effect import Normal, Sums, Trial, centre, posterior, sums
from styleloop.vector.hierarchy import average, between_markets, by_channel, by_market, common, elsewhere, of_channels
from styleloop.vector.manner import Manner, joined, laid_out
from styleloop.vector.scale import Array
from styleloop.vector.trials import aged, trials
from styleloop.vector.variance import kernel, variances
from styleloop.vector.weights import Weights

SETTLED = 3
"""Tests in which a measure must have varied before its effect is called known."""


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
    channel: float
    newest: int
    manner: Manner | None = None


def learn(evidence: Evidence, responses: Sequence[Response], usual: Usual, above: Weights | None) -> Learnt:
    """What randomised `responses` say, on the scale and with the prior of `above` where there is one."""
    ran = {asset.id: asset.channel for asset in evidence.assets}
    found, refused = trials(responses, evidence.measurements, usual.measures, usual.spread, ran)
    found = aged(found, evidence.half_life, above.newest if above else 0)
    if above is None:
        return _top(evidence, usual, found, refused)
    return _below(evidence, above, laid_out(found, above.manner, evidence.embeddings), refused)


def _top(evidence: Evidence, usual: Usual, found: tuple[Trial, ...], refused: tuple[Refusal, ...]) -> Learnt:
    alone = kernel(found, len(usual.measures))
    mine = {a.id: evidence.embeddings[a.id] for a in evidence.own() if a.id in evidence.embeddings}
    both = joined(found, alone, variances(found, alone), mine, evidence.embeddings, evidence.embedder)
    found, shape, sizes = both.trials, both.kernel, both.sizes
    size = len(shape)
    parts = by_channel(found, sizes.tau2, size)
    markets = by_market(found, sizes.tau2, size) if len(parts) != 1 else next(iter(parts.values()))
    market = between_markets(markets, sizes.effect, shape)
    channels = of_channels(parts, market * shape)
    channel = between_markets(channels, sizes.effect, shape)
    # With tests in one channel there is no such level: the markets stand right below the top.
    level, own = (channels, channel) if len(parts) > 1 else (markets, market)
    belief = average(level, sizes.effect * shape, own * shape)
    total = sums(found, sizes.tau2, size)
    prior = Normal.about_zero(sizes.effect * shape)
    newest = max((trial.day for trial in found), default=0)
    found_sizes = (sizes.tau2, sizes.effect, market, sizes.df)
    return Learnt(shape, prior, belief, total, *found_sizes, found, refused, channel, newest, both.manner)


def belief_of(found: Sequence[Trial], known: Weights) -> Normal:
    """What `found` say about the top level, under the variances that `known` froze."""
    size, own = len(known.measures), known.market * known.kernel
    markets = by_market(found, known.tau2, size)
    level = by_channel(found, known.tau2, size)
    if len(level) < 2:
        return average(markets, known.effect * known.kernel, own)
    return average(of_channels(level, own), known.effect * known.kernel, known.channel * known.kernel)


def _below(evidence: Evidence, above: Weights, found: tuple[Trial, ...], refused: tuple[Refusal, ...]) -> Learnt:
    """Prior = what the *others* say, so that no test counts twice.

    Without tests of its own that is all there is. It is less sure than the belief above, which is about the places that
    were tested: how far one more may lie from them is in it.
    """
    size = len(above.measures)
    total = sums(found, above.tau2, size)
    rest = [t for t in above.trials if not (found and _ran_here(t, evidence))]
    prior = _prior(evidence, above, rest)
    if found and evidence.market == GLOBAL:
        belief = average(by_market(found, above.tau2, size), above.kernel, above.market * above.kernel, prior)
    else:
        belief = posterior(total, prior)
    given = (above.tau2, above.effect, above.market, above.df)
    levels = (above.channel, above.newest, above.manner)
    return Learnt(above.kernel, prior, belief, total, *given, found, refused, *levels)


def _ran_here(trial: Trial, evidence: Evidence) -> bool:
    return trial.channel == evidence.channel if evidence.market == GLOBAL else trial.market == evidence.market


def _prior(evidence: Evidence, above: Weights, rest: Sequence[Trial]) -> Normal:
    """What `rest`, tests that ran elsewhere, say about a channel; about a market, after what its channel believes."""
    size, own = len(above.measures), above.market * above.kernel
    effect = above.effect * above.kernel
    if evidence.market == GLOBAL:
        channels = of_channels(by_channel(rest, above.tau2, size), own)
        return elsewhere(channels, effect, above.channel * above.kernel)
    markets = by_market(rest, above.tau2, size)
    if evidence.above is None or not evidence.above.style.above:
        return elsewhere(markets, effect, own)
    shared = common(markets, effect, own, above.prior)
    return Normal(shared.mean, shared.covariance + own)


def effects(weights: Weights, borrowed: Sequence[Trial] = ()) -> tuple[Effect, ...]:
    """The belief about every named measure that varied in a test, own or `borrowed` from other markets."""
    tests = _tests_by_measure([*weights.trials, *borrowed], len(weights.measures))
    sd = np.sqrt(np.maximum(np.diag(weights.belief.covariance), 0.0))
    half = weights.reach * sd
    return tuple(
        _effect(weights, index, float(sd[index]), float(half[index]), len(tests[index]))
        for index in range(len(weights.readable))
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
        verdict=_verdict(low, high, tests),
    )


def _verdict(low: float, high: float, tests: int) -> Literal["helps", "hurts", "not known yet"]:
    """One test is one taste: what wins in it may be its product's or its day's. Few tests settle nothing."""
    if tests < SETTLED or low <= 0 <= high:
        return "not known yet"
    return "helps" if low > 0 else "hurts"


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
