"""Replaying tests: how many clicks would each way of dividing the audience have got?

Truth is each version's rate, shrunk towards its test's, so that luck is not called skill: empirical Bayes, with the
variance between versions that these very tests show. Nobody who is replayed knows it. What counts are expected clicks,
over what an even division would have got, in percent.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from styleloop.results.allocation import shares
from styleloop.vector.effect import Trial, log_odds, noise_of
from styleloop.vector.ranker import Ranker, between

BUDGETS = (500, 2000, 5000, 20000)
STEPS, RUNS, DRAWS = 20, 6, 40


def truth(trial: Trial, tau2: float) -> np.ndarray:
    """Rates (k,), shrunk."""
    noise = noise_of(trial.shown, trial.clicked)
    y = log_odds(trial.shown, trial.clicked)
    level = np.average(y, weights=1 / (noise + tau2))
    return 1 / (1 + np.exp(-(level + tau2 / (tau2 + noise) * (y - level))))


def replay(trials: list[Trial], ranker: Ranker, budget: int) -> dict[str, float]:
    """Lift over an even division in percent, by way of dividing `budget` impressions a test."""
    sizes: dict[int, list[Trial]] = defaultdict(list)
    for trial in trials:
        sizes[len(trial.subjects)].append(trial)
    got: dict[str, float] = defaultdict(float)
    apart = between(trials)
    for alike in sizes.values():
        rates = np.repeat(np.stack([truth(t, apart) for t in alike]), RUNS, axis=0)
        prior = np.repeat(np.stack([ranker.prior(t.x)[0] for t in alike]), RUNS, axis=0)
        rng = np.random.default_rng([budget, rates.shape[1]])
        got["even"] += budget * float(rates.mean(axis=1).sum())
        got["ts_uniform_prior"] += _thompson(rates, budget, rng)
        got["explore_commit"] += _commit(rates, budget, rng)
        got["ours"] += _ours(rates, prior, float(np.sqrt(ranker.rest)), budget, rng)
    return {name: round(100 * (got[name] / got["even"] - 1), 2) for name in got if name != "even"}


def _split(share: np.ndarray, each: int, rng: np.random.Generator) -> np.ndarray:
    share = np.maximum(share, 0)
    return rng.multinomial(each, share / share.sum(axis=1, keepdims=True)).astype(float)


def _thompson(rates: np.ndarray, budget: int, rng: np.random.Generator) -> float:
    shown, clicked, total = np.zeros_like(rates), np.zeros_like(rates), 0.0
    for _ in range(STEPS):
        drawn = rng.beta(clicked + 1, shown - clicked + 1, size=(DRAWS, *rates.shape)).argmax(axis=2)
        share = np.stack([(drawn == arm).mean(axis=0) for arm in range(rates.shape[1])], axis=1)
        more = _split(share, budget // STEPS, rng)
        total += float((more * rates).sum())
        shown += more
        clicked += rng.binomial(more.astype(int), rates)
    return total


def _commit(rates: np.ndarray, budget: int, rng: np.random.Generator) -> float:
    shown = _split(np.ones_like(rates), budget // 4, rng)
    clicked = rng.binomial(shown.astype(int), rates)
    seen = clicked / np.maximum(shown, 1) + 1e-9 * rng.random(rates.shape)
    best = rates[np.arange(len(rates)), seen.argmax(axis=1)]
    return float((shown * rates).sum() + (budget - budget // 4) * best.sum())


def _ours(rates: np.ndarray, prior: np.ndarray, sd: float, budget: int, rng: np.random.Generator) -> float:
    shown, clicked, total = np.zeros_like(rates), np.zeros_like(rates), 0.0
    spread = np.full_like(prior, sd)
    for step in range(STEPS):
        usual = (clicked.sum(axis=1) + 1.5) / (shown.sum(axis=1) + 100.0)  # 1.5 % until something is known
        left = usual * budget * (STEPS - step) / STEPS
        more = _split(shares(prior, spread, shown, clicked, left), budget // STEPS, rng)
        total += float((more * rates).sum())
        shown += more
        clicked += rng.binomial(more.astype(int), rates)
    return total
