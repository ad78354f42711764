"""How well two versions foresee tests that neither has seen.

The new tests are those the current version has not read, or the exposures that came since. For each, the candidate is
fitted again *without* it, which is exact and cheap because tests add up: A - A_t, b - b_t. Both then predict the
within-test differences of its log-odds; the gain is the difference of the two expected log-likelihoods,

    gain_t = (new - old)' W (y - (new + old) / 2)         W = diag(1 / (1 / (n p q) + tau2)), all centred in the test

whose sampling variance, the predictions being made without the test, is (new - old)' W (new - old).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from styleloop.vector.effect import Centred, Normal, Sums, Trial, centre, posterior, sums
from styleloop.vector.hierarchy import average, by_market
from styleloop.vector.scale import Array
from styleloop.vector.weights import Weights


@dataclass(frozen=True)
class Comparison:
    """Both versions on the new tests.

    Attributes:
        tests: how many new randomised tests.
        shown: exposures in them.
        gain: difference of expected log-likelihoods, in nats, all tests together.
        noise: its standard deviation by chance alone.
        before, after: share of pairs of versions that the current version and the candidate put in the right order.
        lost_before, lost_after: log loss of either, in nats, all tests together, less what no prediction could save:
            (y - told)' W (y - told) / 2. Their difference is the gain.
    """

    tests: int
    shown: int
    gain: float
    noise: float
    before: float = 0.0
    after: float = 0.0
    lost_before: float = 0.0
    lost_after: float = 0.0

    @property
    def z(self) -> float:
        """Gain over its noise; 0 when the versions do not differ."""
        return self.gain / self.noise if self.noise > 0 else 0.0


@dataclass
class _Pairs:
    """Pairs of versions and how many of them each prediction orders as the answers did, weighted by certainty."""

    total: float = 0.0
    old: float = 0.0
    new: float = 0.0

    def add(self, y: Array, w: Array, old: Array, new: Array) -> None:
        """Count every pair of one test; a prediction that does not tell two apart is half right."""
        for i in range(len(y)):
            for j in range(i):
                certainty = abs(y[i] - y[j]) * w[i] * w[j] / (w[i] + w[j])
                self.total += certainty
                self.old += certainty * _right(y[i] - y[j], old[i] - old[j])
                self.new += certainty * _right(y[i] - y[j], new[i] - new[j])


def _right(truth: float, told: float) -> float:
    return 0.5 if abs(told) < 1e-12 else float((truth > 0) == (told > 0))


@dataclass
class _Losses:
    """What both predictions lost on one test after another."""

    old: list[float] = field(default_factory=list)
    new: list[float] = field(default_factory=list)
    gains: list[float] = field(default_factory=list)
    variances: list[float] = field(default_factory=list)
    shown: int = 0

    def add(self, c: Centred, shown: Array, old: Array, new: Array) -> None:
        """One centred test, and what either version foretold of it."""
        step = new - old
        self.gains.append(float(step @ (c.w * (c.y - (new + old) / 2))))
        self.variances.append(float(step @ (c.w * step)))
        self.old.append(float((c.y - old) @ (c.w * (c.y - old))) / 2)
        self.new.append(float((c.y - new) @ (c.w * (c.y - new))) / 2)
        self.shown += int(shown.sum())

    def told(self, tests: int, before: float = 0.0, after: float = 0.0) -> Comparison:
        """All of them together."""
        noise = math.sqrt(math.fsum(self.variances))
        lost = math.fsum(self.old), math.fsum(self.new)
        return Comparison(tests, self.shown, math.fsum(self.gains), noise, before, after, *lost)


@dataclass(frozen=True, eq=False)
class _Test:
    """One test with something new: its trials as the candidate read them, as the current version did, and the rest."""

    whole: tuple[Trial, ...]
    before: tuple[Trial, ...]
    rest: tuple[Trial, ...]


def compare(new: Weights, old: Weights, top: bool) -> Comparison:
    """The candidate's weights against the current ones; `top` when the style has no style above it."""
    mean_old = _translated(old, new)
    pairs, losses = _Pairs(), _Losses()
    tests = _fresh(new.trials, old.trials)
    parts = by_market(new.trials, new.tau2, len(new.measures)) if top else {}
    for test in tests:
        mean_new = (_top_without(new, parts, test) if top else _without(new, test)).mean
        for rest in test.rest:
            c = centre(rest, new.tau2)
            told_old, told_new = c.x @ mean_old, c.x @ mean_new
            losses.add(c, rest.shown, told_old, told_new)
            pairs.add(c.y, c.w, told_old, told_new)
    total = pairs.total or 1.0
    return losses.told(len(tests), pairs.old / total, pairs.new / total)


def in_order(new: Weights, old: Weights, days: Mapping[str, date], top: bool) -> Comparison | None:
    """The new tests once more, in order of time: each foreseen from those that ended on an earlier day.

    None when every new test is older than the newest that the current version has read. Tests of the first new day are
    foreseen by nobody and do not count, nor do those older than what was read, nor those without a day.
    """
    known = [days[t.test] for t in old.trials if t.test in days]
    dated = [t for t in _fresh(new.trials, old.trials) if t.whole[0].test in days]
    fresh = [t for t in dated if not known or days[t.whole[0].test] >= max(known)]
    if dated and not fresh:
        return None
    ends = sorted({days[t.whole[0].test] for t in fresh})
    mean_old = _translated(old, new)
    parts = by_market(new.trials, new.tau2, len(new.measures)) if top else {}
    losses, tests = _Losses(), 0
    for day in ends[1:]:
        here = [t for t in fresh if days[t.whole[0].test] == day]
        later = [t for t in fresh if days[t.whole[0].test] >= day]
        gone = _Test(_all(t.whole for t in later), _all(t.before for t in later), ())
        mean_new = (_top_without(new, parts, gone) if top else _without(new, gone)).mean
        for rest in _all(t.rest for t in here):
            c = centre(rest, new.tau2)
            losses.add(c, rest.shown, c.x @ mean_old, c.x @ mean_new)
        tests += len(here)
    return losses.told(tests)


def _all(parts: Iterable[tuple[Trial, ...]]) -> tuple[Trial, ...]:
    return tuple(trial for part in parts for trial in part)


def _fresh(new: Sequence[Trial], old: Sequence[Trial]) -> list[_Test]:
    known = {trial.key: trial for trial in old}
    by_test: dict[str, list[Trial]] = defaultdict(list)
    for trial in new:
        by_test[trial.test].append(trial)
    found = []
    for name in sorted(by_test):
        whole = tuple(by_test[name])
        before = tuple(known[t.key] for t in whole if t.key in known)
        rest = [_since(t, known[t.key]) if t.key in known else t for t in whole]
        news = tuple(t for t in rest if t is not None)
        if news:
            found.append(_Test(whole, before, news))
    return found


def _since(trial: Trial, before: Trial) -> Trial | None:
    """What came since `before`: the difference of counts; None when nothing did, or the versions changed."""
    if trial.subjects != before.subjects:
        return None
    shown, clicked = trial.shown - before.shown, trial.clicked - before.clicked
    fits = bool((shown >= 1).all() and (clicked >= 0).all() and (clicked <= shown).all())
    return replace(trial, shown=shown, clicked=clicked) if fits else None


def _without(weights: Weights, test: _Test) -> Normal:
    """A market's belief had the candidate read of `test` only what the current version had."""
    return posterior(_exchanged(weights, weights.found, test.whole, test.before), weights.prior)


def _top_without(weights: Weights, parts: Mapping[str, Sums], test: _Test) -> Normal:
    """The same for the style above all markets, from its sums by market."""
    changed = dict(parts)
    for market in sorted({trial.market for trial in test.whole}):
        gone = [trial for trial in test.whole if trial.market == market]
        back = [trial for trial in test.before if trial.market == market]
        changed[market] = _exchanged(weights, parts[market], gone, back)
    return average(changed, weights.effect * weights.kernel, weights.market * weights.kernel)


def _exchanged(weights: Weights, found: Sums, gone: Sequence[Trial], back: Sequence[Trial]) -> Sums:
    """`found` without the trials `gone` and with those `back`, on the candidate's scale."""
    size, x = len(weights.measures), {trial.key: trial.x for trial in gone}
    less = sums(gone, weights.tau2, size)
    more = sums([replace(trial, x=x[trial.key]) for trial in back], weights.tau2, size)
    kept = tuple(key for key in found.trials if key not in less.trials)
    return Sums(found.a - less.a + more.a, found.b - less.b + more.b, found.varied, (*kept, *more.trials))


def _translated(old: Weights, new: Weights) -> Array:
    """The current version's effects in the candidate's measures and spreads; 0 for a measure it did not know.

    Directions of an embedding go by way of the embedding. Those of two embedders have nothing in common and are left
    out: the current version is then taken to say of them what the candidate says.
    """
    place = {name: i for i, name in enumerate(old.measures)}
    mean = np.zeros(len(new.measures))
    for i, name in enumerate(new.measures):
        if name in place:
            mean[i] = old.belief.mean[place[name]] * new.spread[i] / old.spread[place[name]]
    if new.manner and old.manner:
        same = new.manner.embedder == old.manner.embedder
        told = new.manner.told_by(old.manner, old.belief.mean[-old.manner.size :]) if same else None
        mean[-new.manner.size :] = new.belief.mean[-new.manner.size :] if told is None else told
    return np.nan_to_num(mean)
