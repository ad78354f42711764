"""Past pieces to follow and to avoid: by shrunk lift, never by raw rate, and unlike one another."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np

from styleloop.types.asset import Asset
from styleloop.types.copy import HEADLINE
from styleloop.types.style import Exemplar
from styleloop.vector.effect import Trial, log_odds, noise_of
from styleloop.vector.similarity import jaccard, shingles
from styleloop.vector.weights import Weights

MOST = 6
"""Winners, and as many losers."""
SURE = 1.0
"""Shrunk lift over its own uncertainty from which a piece is an example of anything (a chance of about .84)."""
TOO_ALIKE = 0.5
"""Word-shingle likeness from which a second example adds nothing."""


def exemplars(weights: Weights, assets: Sequence[Asset], most: int = MOST) -> tuple[Exemplar, ...]:
    """At most `most` winners, best first, then as many losers, worst first.

    A piece's lift is its log-odds against its test's mean, shrunk by empirical Bayes (Efron and Morris 1975): the prior
    variance is what versions differ beyond sampling noise, over all tests, by the method of moments.
    """
    lifts = shrunk_lifts(weights.trials)
    lines = {asset.id: asset.words.text(HEADLINE) for asset in assets}
    ranked = sorted((subject for subject in lifts if subject in lines), key=lambda s: (-lifts[s][0], s))
    winners = _pick(ranked, lifts, lines, "winner", most)
    return (*winners, *_pick(ranked[::-1], lifts, lines, "loser", most))


def shrunk_lifts(found: Sequence[Trial]) -> dict[str, tuple[float, float]]:
    """Subject -> (shrunk lift in log-odds, its standard deviation), over every test it was in."""
    between = _between(found)
    total: dict[str, float] = defaultdict(float)
    precision: dict[str, float] = defaultdict(float)
    for trial in sorted(found, key=lambda t: t.key):
        noise = noise_of(trial.shown, trial.clicked)
        y = log_odds(trial.shown, trial.clicked)
        w = 1.0 / (noise + between)
        y = y - np.average(y, weights=w)
        for row, subject in enumerate(trial.subjects):
            total[subject] += float(y[row] / noise[row])
            precision[subject] += float(1.0 / noise[row])
    prior = 1.0 / max(between, 1e-9)
    return {s: (total[s] / (precision[s] + prior), math.sqrt(1.0 / (precision[s] + prior))) for s in sorted(total)}


def _between(found: Sequence[Trial]) -> float:
    """Variance of versions within a test beyond sampling noise (DerSimonian and Laird 1986, summed over tests)."""
    excess, scale = [0.0], [0.0]
    for trial in found:
        w = 1.0 / noise_of(trial.shown, trial.clicked)
        y = log_odds(trial.shown, trial.clicked)
        q = float((w * (y - np.average(y, weights=w)) ** 2).sum())
        excess.append(q - (len(y) - 1))
        scale.append(float(w.sum() - (w**2).sum() / w.sum()))
    return max(0.0, math.fsum(excess) / math.fsum(scale)) if math.fsum(scale) > 0 else 0.0


def _pick(
    ranked: Sequence[str],
    lifts: Mapping[str, tuple[float, float]],
    lines: Mapping[str, str],
    verdict: Literal["winner", "loser"],
    most: int,
) -> list[Exemplar]:
    sign = 1.0 if verdict == "winner" else -1.0
    chosen: list[Exemplar] = []
    taken: list[frozenset[str]] = []
    for subject in ranked:
        lift, sd = lifts[subject]
        grams = shingles(lines[subject])
        if len(chosen) == most or sign * lift < SURE * sd:
            break
        if all(jaccard(grams, other) < TOO_ALIKE for other in taken):
            chosen.append(Exemplar(asset=subject, verdict=verdict, lift=lift, sd=sd))
            taken.append(grams)
    return chosen
