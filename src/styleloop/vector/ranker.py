"""Which version will win, learnt from the differences within many tests: measures and an embedding, side by side.

Every column is standardised once on the tests that teach; a block of columns (the measures, an embedding) is multiplied
by one factor, which says how much it is trusted before anything is seen. Every test also has a taste of its own: what
wins in one does not quite win in the next, so versions that read very differently differ for more reasons than versions
that read alike (random slopes; Laird and Ware 1982). With X the columns of one test's versions, y their log-odds,

    V = diag(1 / (n p q) + ALONE) + TASTE X X' / usual spread        P = V^-1 - V^-1 1 1' V^-1 / (1' V^-1 1)
    A = sum X' P X        b = sum X' P y        beta = (A + strength I)^-1 b

where P also takes out what the versions share. The sums add up over tests, so shards agree with the whole. The strength
of the ridge is the one that predicts best the tests it has not seen (whole tests are left out). The scores of left-out
tests say how far a score may be trusted: their slope, and how much variance between versions they leave, are the prior
of a new test's versions.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from styleloop.errors import InputError
from styleloop.vector.effect import Centred, Trial, centre, log_odds, noise_of
from styleloop.vector.scale import Array

TASTE = 0.06
"""Variance between versions of a test of usual spread that goes with how differently they read, log-odds squared."""
ALONE = 0.01
"""Variance of every version by itself, log-odds squared. Both were found by likelihood on left-out headline tests."""
TAU2 = 0.05
"""Variance between versions that weights allow for where a slope is taken, log-odds squared."""
STRENGTHS = (1e3, 2e3, 5e3, 1e4, 1.5e4, 2e4, 3e4, 4e4, 6e4, 1e5)
"""Ridges that are tried."""
FOLDS = 10
_BETWEEN, _HALVINGS = (1e-4, 1.0), 40


@dataclass(frozen=True)
class Block:
    """`size` neighbouring columns of one origin, multiplied by `factor` after being standardised."""

    size: int
    factor: float


@dataclass(frozen=True, eq=False)
class Columns:
    """How raw columns are standardised: centre (d,) and factor over deviation (d,), zero for a constant column.

    `spread` is the usual squared distance of a version from the middle of its test, in standardised columns.
    """

    centre: Array
    gain: Array
    spread: float

    def of(self, x: Array) -> Array:
        """`x` (n, d), standardised."""
        return (x - self.centre) * self.gain


@dataclass(frozen=True, eq=False)
class Evidence:
    """What tests have to say: A (d, d) and b (d,). They add."""

    a: Array
    b: Array

    def __add__(self, other: Evidence) -> Evidence:
        """Both together."""
        return Evidence(self.a + other.a, self.b + other.b)

    def without(self, part: Evidence) -> Evidence:
        """What is left when `part` is taken away."""
        return Evidence(self.a - part.a, self.b - part.b)

    def solved(self, strength: float) -> Array:
        """Coefficients (d,) under a ridge of `strength`."""
        return np.asarray(np.linalg.solve(self.a + strength * np.eye(len(self.b)), self.b), dtype=np.float64)


@dataclass(frozen=True, eq=False)
class Ranker:
    """What was learnt.

    Attributes:
        columns: how raw columns are standardised.
        beta: (d,) change in log-odds per standardised column.
        strength: the ridge that predicted left-out tests best.
        slope: log-odds per unit of score, among left-out tests.
        tau2: variance between versions of one test, log-odds squared.
        rest: what of `tau2` a score leaves unexplained; the variance of a new version about its prediction.
        held_out: scores of each trial's versions by fits that had not seen its test, in the order given.
    """

    columns: Columns
    beta: Array
    strength: float
    slope: float
    tau2: float
    rest: float
    held_out: tuple[Array, ...]

    def scores(self, x: Array) -> Array:
        """Scores (n,) of raw columns `x` (n, d); only differences within one test mean anything.

        Raises:
            InputError: another number of columns, or a number that is not finite.
        """
        if x.ndim != 2 or x.shape[1] != len(self.beta):
            raise InputError("columns do not fit", field="x", got=x.shape, expected=f"(n, {len(self.beta)})")
        if not np.isfinite(x).all():
            raise InputError("a number is not finite", field="x", expected="finite numbers")
        return np.asarray(self.columns.of(x) @ self.beta)

    def prior(self, x: Array) -> tuple[Array, float]:
        """For the versions of one test: expected differences in log-odds from their mean (k,), and their variance."""
        scores = self.scores(x)
        return self.slope * (scores - scores.mean()), self.rest


def columns(trials: Sequence[Trial], blocks: Sequence[Block]) -> Columns:
    """Centre and gain of every column over all versions of `trials`, and their usual spread within a test.

    Raises:
        InputError: the blocks do not add up to the columns.
    """
    x = np.concatenate([trial.x for trial in trials])
    if sum(block.size for block in blocks) != x.shape[1]:
        raise InputError("blocks do not add up", got=sum(block.size for block in blocks), expected=f"{x.shape[1]}")
    factors = np.concatenate([np.full(block.size, block.factor) for block in blocks])
    middle, deviation = x.mean(axis=0), x.std(axis=0)
    varies = deviation > 1e-9 * np.maximum(np.abs(middle), 1.0)
    gain = np.where(varies, factors / np.where(varies, deviation, 1.0), 0.0)
    within = [float(np.square((t.x - t.x.mean(axis=0)) * gain).sum()) / (len(t.x) - 1) for t in trials]
    return Columns(middle, gain, max(float(np.mean(within)), 1e-12))


def evidence(trials: Sequence[Trial], how: Columns) -> Evidence:
    """The sums of `trials` under columns that were fixed before."""
    return _sums([_whitened(trial, how) for trial in trials], len(how.centre))


def fit(trials: Sequence[Trial], blocks: Sequence[Block]) -> Ranker:
    """Learn from `trials`, whose `x` are raw columns.

    Raises:
        InputError: fewer tests than two, or the blocks do not add up to the columns.
    """
    folds = _folds(trials)
    if len(set(folds)) < 2:
        raise InputError("too few tests to learn from", got=len(trials), expected="two tests or more")
    how = columns(trials, blocks)
    parts = [_centred(trial, how) for trial in trials]
    white = [_whitened(trial, how) for trial in trials]
    sums = {f: _sums([p for p, g in zip(white, folds, strict=True) if g == f], len(how.centre)) for f in set(folds)}
    whole = _added([sums[f] for f in sorted(sums)])
    left_out = [{f: whole.without(part).solved(strength) for f, part in sums.items()} for strength in STRENGTHS]
    best = int(np.argmin([_loss(white, folds, betas) for betas in left_out]))
    scores = [part.x @ left_out[best][fold] for part, fold in zip(parts, folds, strict=True)]
    slope = _slope(parts, scores)
    apart = between(trials)
    explained = _spread([slope * each for each in scores])
    return Ranker(
        columns=how,
        beta=whole.solved(STRENGTHS[best]),
        strength=STRENGTHS[best],
        slope=slope,
        tau2=apart,
        rest=max(apart - explained, 0.1 * apart),
        held_out=tuple(scores),
    )


@dataclass(frozen=True, eq=False)
class _White:
    """A trial's columns (k, d) and log-odds (k,), of equal and independent noise, without what versions share."""

    x: Array
    y: Array


def _centred(trial: Trial, how: Columns) -> Centred:
    return centre(replace(trial, x=how.of(trial.x)), TAU2)


def _whitened(trial: Trial, how: Columns) -> _White:
    x = how.of(trial.x)
    x = x - x.mean(axis=0)
    noise = np.diag(noise_of(trial.shown, trial.clicked) + ALONE)
    root = np.linalg.cholesky((noise + TASTE / how.spread * (x @ x.T)) / trial.weight)
    rows = np.column_stack([np.ones(len(x)), log_odds(trial.shown, trial.clicked), x])
    rows = np.linalg.solve(root, rows)
    shared = rows[:, 0]
    rows = rows - np.outer(shared, shared @ rows) / float(shared @ shared)
    return _White(rows[:, 2:], rows[:, 1])


def _sums(parts: Sequence[_White], size: int) -> Evidence:
    x = np.concatenate([np.zeros((0, size)), *(part.x for part in parts)])
    y = np.concatenate([np.zeros(0), *(part.y for part in parts)])
    return Evidence(x.T @ x, x.T @ y)


def _added(sums: Sequence[Evidence]) -> Evidence:
    whole = sums[0]
    for part in sums[1:]:
        whole = whole + part
    return whole


def _folds(trials: Sequence[Trial]) -> list[int]:
    """A fold for each trial by rank of its test's hash: the same whatever the order, all trials of a test together."""
    tests = sorted({t.test for t in trials}, key=lambda test: hashlib.sha256(test.encode()).digest())
    place = {test: rank % FOLDS for rank, test in enumerate(tests)}
    return [place[trial.test] for trial in trials]


def _loss(parts: Sequence[_White], folds: Sequence[int], betas: dict[int, Array]) -> float:
    """Squares that left-out scores leave when they are stretched as far as is best: `slope` stretches them later."""
    scores = np.concatenate([part.x @ betas[fold] for part, fold in zip(parts, folds, strict=True)])
    y = np.concatenate([part.y for part in parts])
    own = float(scores @ scores)
    return float(y @ y) - (max(float(y @ scores), 0.0) ** 2 / own if own > 0 else 0.0)


def _slope(parts: Sequence[Centred], scores: Sequence[Array]) -> float:
    both = sum(float(part.w @ (part.y * s)) for part, s in zip(parts, scores, strict=True))
    own = sum(float(part.w @ np.square(s)) for part, s in zip(parts, scores, strict=True))
    return max(both / own, 0.0) if own > 0 else 0.0


def between(trials: Sequence[Trial]) -> float:
    """Variance between the versions of one test, log-odds squared, beyond sampling noise: .0001 to 1.

    Restricted likelihood (Harville 1977), its slope halved down to zero: sums over tests of
    w^2 (y - m)^2 = w - w^2 / (sum of w in the test), with w = 1 / (noise + variance) and m the weighted mean.
    """
    starts = np.cumsum([0, *(len(trial.shown) for trial in trials[:-1])])
    sizes = [len(trial.shown) for trial in trials]
    noise = np.concatenate([noise_of(trial.shown, trial.clicked) for trial in trials])
    y = np.concatenate([log_odds(trial.shown, trial.clicked) for trial in trials])
    low, high = _BETWEEN
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        w = 1.0 / (noise + middle)
        whole = np.add.reduceat(w, starts)
        m = np.repeat(np.add.reduceat(w * y, starts) / whole, sizes)
        room = w.sum() - (np.add.reduceat(w * w, starts) / whole).sum()
        low, high = (middle, high) if float((w * w) @ np.square(y - m)) > room else (low, middle)
    return (low + high) / 2


def _spread(scores: Sequence[Array]) -> float:
    """Variance of scores within their tests."""
    squares = sum(float(np.square(s - s.mean()).sum()) for s in scores)
    return squares / max(sum(len(s) - 1 for s in scores), 1)
