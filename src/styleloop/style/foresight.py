"""How well a style foresees tests it has not seen, by how many tests it has learnt from.

Every test is held out once: five folds by a hash of the test's id, so that the same test always lies in the same fold.
For each fold the style is fitted again on 5, 10, 20, 40, ... of the other tests, the smaller sets inside the larger,
and calls which of two versions did better in each held-out pair. That is cheap because tests add up: the sums of each
are made once, those of a training set are their total. Sets are drawn several times and the shares averaged.

Only pairs whose answers differ by more than their noise count: the others have no known winner. The band is the central
90 % over bootstrap samples of *tests*, since pairs of one test hang together (Field and Welsh 2007). The prior is the
style's own, and so are the variances, which have seen every test: two numbers for a hundred measures. Directions of an
embedding were chosen by all tests, so they are left out, and a style that has them may foresee more than is shown.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import numpy.typing as npt

from styleloop.vector.effect import Trial, centre
from styleloop.vector.scale import Array
from styleloop.vector.weights import Weights

FEWEST = 10
"""Tests it takes before anything can be said."""
FOLDS, ORDERS, RESAMPLES = 5, 4, 1000
FIRST = 5
"""Tests of the smallest training set; each next one has twice as many."""
CLEAR = 1.645
"""How many standard errors apart two answers must be before one counts as the better: 9 times in 10 it is no luck."""
FEWEST_PAIRS = 12


@dataclass(frozen=True)
class Foreseen:
    """Share of held-out pairs called right by a style that had learnt from so many tests."""

    learnt: int
    """Tests learnt from."""
    right: float
    """Share of pairs, 0 to 1; a coin gives .5."""
    low: float
    high: float
    """Central 90 % over bootstrap samples of tests."""


@dataclass(frozen=True)
class Foresight:
    """A learning curve.

    Attributes:
        tests: randomised tests there are.
        judged: those of them that have such a pair.
        pairs: pairs of versions whose answers differ clearly, each called once per training set.
        points: smallest training set first; none where there are too few tests or pairs.
    """

    tests: int
    judged: int
    pairs: int
    points: tuple[Foreseen, ...] = ()


@dataclass(frozen=True, eq=False)
class _Pairs:
    """Pairs p of all trials: differences of measures (p, d), which side was better (p,), index of the test (p,)."""

    x: Array
    better: Array
    test: npt.NDArray[np.int64]


def foresight(weights: Weights) -> Foresight:
    """The learning curve of one style version, from what its weights hold of its tests. The same every time."""
    known = weights.named()
    by_test: dict[str, list[Trial]] = defaultdict(list)
    for trial in known.trials:
        by_test[trial.test].append(trial)
    names = sorted(by_test, key=_hash)
    pairs = _pairs([by_test[name] for name in names], known.tau2, len(known.measures))
    found = Foresight(len(names), len(set(pairs.test.tolist())), len(pairs.better))
    if len(names) < FEWEST or len(pairs.better) < FEWEST_PAIRS:
        return found
    folds = np.array([int(_hash(name)[:8], 16) % FOLDS for name in names])
    sizes = _sizes(min(int((folds != fold).sum()) for fold in range(FOLDS)))
    right = _right(known, _sums([by_test[name] for name in names], known), folds, sizes, pairs)
    return replace(found, points=_banded(sizes, right, pairs.test, len(names)))


def _hash(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def _sizes(most: int) -> list[int]:
    sizes = [FIRST]
    while 2 * sizes[-1] < most:
        sizes.append(2 * sizes[-1])
    if len(sizes) > 1 and most < 1.25 * sizes[-1]:
        sizes.pop()
    return [*(s for s in sizes if s < most), most]


def _pairs(tests: Sequence[Sequence[Trial]], tau2: float, size: int) -> _Pairs:
    x, better, test = [np.zeros(size)], [0.0], [0]
    for index, trials in enumerate(tests):
        for trial in trials:
            c = centre(trial, tau2)
            for i, j in combinations(range(len(c.y)), 2):
                apart = float(c.y[i] - c.y[j])
                if abs(apart) > CLEAR * float(c.noise[i] + c.noise[j]) ** 0.5:
                    x.append(c.x[i] - c.x[j])
                    better.append(float(np.sign(apart)))
                    test.append(index)
    return _Pairs(np.stack(x)[1:], np.array(better[1:]), np.array(test[1:], dtype=np.int64))


def _sums(tests: Sequence[Sequence[Trial]], known: Weights) -> tuple[Array, Array]:
    """A (t, d * d) and b (t, d) of each test."""
    d = len(known.measures)
    a, b = np.zeros((len(tests), d, d)), np.zeros((len(tests), d))
    for index, trials in enumerate(tests):
        for trial in trials:
            c = centre(trial, known.tau2)
            weighted = c.x * c.w[:, None]
            a[index] += weighted.T @ c.x
            b[index] += weighted.T @ c.y
    return a.reshape(len(tests), d * d), b


def _right(
    known: Weights, parts: tuple[Array, Array], folds: npt.NDArray[np.int64], sizes: list[int], pairs: _Pairs
) -> Array:
    """How often each pair was called right (s, p) by what was learnt from `sizes` tests of the other folds."""
    a, b = parts
    draws = np.random.default_rng(0)
    found = np.zeros((len(sizes), len(pairs.better)))
    for fold in range(FOLDS):
        held, others = folds[pairs.test] == fold, np.flatnonzero(folds != fold)
        if not held.any():
            continue
        for _ in range(ORDERS):
            order = draws.permutation(others)
            for row, size in enumerate(sizes):
                mean = _believed(known, a, b, order[:size])
                told = pairs.x[held] @ mean
                found[row, held] += np.where(np.abs(told) < 1e-12, 0.5, np.sign(told) == pairs.better[held]) / ORDERS
    return found


def _believed(known: Weights, a: Array, b: Array, chosen: npt.NDArray[np.int64]) -> Array:
    """Posterior mean (d,) after the tests `chosen`: m0 + C (I + A C)^-1 (b - A m0)."""
    size, prior = len(known.measures), known.prior
    precision = a[chosen].sum(axis=0).reshape(size, size)
    rest = b[chosen].sum(axis=0) - precision @ prior.mean
    return np.asarray(
        prior.mean + prior.covariance @ np.linalg.solve(np.eye(size) + precision @ prior.covariance, rest)
    )


def _banded(sizes: list[int], right: Array, test: npt.NDArray[np.int64], tests: int) -> tuple[Foreseen, ...]:
    here = np.zeros((tests, len(sizes)))
    np.add.at(here, test, right.T)
    count = np.bincount(test, minlength=tests).astype(np.float64)
    times = np.random.default_rng(1).multinomial(tests, np.full(tests, 1 / tests), size=RESAMPLES)
    shares = (times @ here) / np.maximum(times @ count, 1.0)[:, None]
    low, high = np.quantile(shares, (0.05, 0.95), axis=0)
    whole = here.sum(axis=0) / count.sum()
    return tuple(
        Foreseen(size, *(float(x) for x in row))
        for size, row in zip(sizes, np.stack([whole, low, high], 1), strict=True)
    )
