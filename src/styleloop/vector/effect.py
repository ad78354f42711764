"""What helps: exact sums of within-test differences, and the posterior they give.

For each randomised test the measures X (one row per version, in norm-spreads) and the log-odds of a click y are
centred within the test, which removes everything the versions share: day, audience, format, price. Then

    A = sum_t Xc' W Xc        b = sum_t Xc' W yc        W = diag(w),  w = 1 / (1 / (n p q) + tau2)

`A` and `b` add up over tests, so a hundred machines and one agree. The posterior under a normal prior with mean m0 and
precision P0 has precision P0 + A and mean (P0 + A)^-1 (P0 m0 + b).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from styleloop.errors import InputError
from styleloop.vector.scale import Array


@dataclass(frozen=True, eq=False)
class Trial:
    """One randomised comparison: versions shown to the same audience at the same time.

    Attributes:
        test: id of the test it belongs to; several trials (formats, markets) may share one.
        key: sorts and names it; unique.
        market: locale it ran in.
        subjects: id of each version, k of them.
        x: float64, shape (k, d), measures in norm-spreads; a column absent for any version is all zero.
        shown: float64, shape (k,), exposures.
        clicked: float64, shape (k,).
        channel: where it ran, or empty.
        day: its last day as an ordinal, or 0.
        weight: how much of it is still remembered, 0 to 1.
    """

    test: str
    key: str
    market: str
    subjects: tuple[str, ...]
    x: Array
    shown: Array
    clicked: Array
    channel: str = ""
    day: int = 0
    weight: float = 1.0

    def __post_init__(self) -> None:
        """Refuse what cannot teach.

        Raises:
            InputError: fewer than two versions, a version nobody saw, more clicks than exposures, or not finite.
        """
        k = len(self.subjects)
        if k < 2:
            raise InputError("a test needs two versions to compare", where=self.key, got=k, expected="2 or more")
        if self.x.shape[:1] != (k,) or self.shown.shape != (k,) or self.clicked.shape != (k,):
            shapes = (self.x.shape, self.shown.shape, self.clicked.shape)
            raise InputError("shapes do not fit", where=self.key, got=shapes, expected=f"{k} rows each")
        if not (np.isfinite(self.x).all() and np.isfinite(self.shown).all() and np.isfinite(self.clicked).all()):
            raise InputError("a number is not finite", where=self.key, expected="finite numbers")
        if not 0 < self.weight <= 1:
            raise InputError("a weight is a share", where=self.key, got=self.weight, expected="above 0, at most 1")
        if (self.shown < 1).any() or (self.clicked < 0).any() or (self.clicked > self.shown).any():
            raise InputError("counts do not fit", where=self.key, expected="0 <= clicked <= shown, shown 1 or more")


@dataclass(frozen=True, eq=False)
class Centred:
    """A trial's within-test differences: x (k, d), y (k,), w (k,), noise (k,) = 1 / (n p q)."""

    x: Array
    y: Array
    w: Array
    noise: Array


@dataclass(frozen=True, eq=False)
class Sums:
    """What a set of tests has to say: A (d, d), b (d,), in how many trials each measure varied (d,), which."""

    a: Array
    b: Array
    varied: Array
    trials: tuple[str, ...]

    @property
    def size(self) -> int:
        """How many measures."""
        return len(self.b)


@dataclass(frozen=True, eq=False)
class Normal:
    """A normal belief about effects: mean (d,), covariance (d, d)."""

    mean: Array
    covariance: Array

    @classmethod
    def about_zero(cls, covariance: Array) -> Normal:
        """Nothing is known except how large effects may be."""
        return cls(np.zeros(len(covariance)), covariance)


def log_odds(shown: Array, clicked: Array) -> Array:
    """log((k + .5) / (n - k + .5)): finite even without a click (Haldane 1955, Anscombe 1956)."""
    return np.log((clicked + 0.5) / (shown - clicked + 0.5))


def noise_of(shown: Array, clicked: Array) -> Array:
    """Sampling variance 1 / (n p q) of each version's log-odds, p being the whole test's rate.

    The test's rate, not the version's own: a version that was lucky would otherwise weigh more for being lucky.
    """
    p = (float(clicked.sum()) + 0.5) / (float(shown.sum()) + 1.0)
    return 1.0 / (shown * p * (1 - p))


def centre(trial: Trial, tau2: float) -> Centred:
    """The trial's differences from its own weighted means, under between-version variance `tau2`.

    A trial that is partly forgotten weighs less, all its versions alike.
    """
    noise = noise_of(trial.shown, trial.clicked)
    w = trial.weight / (noise + tau2)
    y = log_odds(trial.shown, trial.clicked)
    return Centred(trial.x - np.average(trial.x, axis=0, weights=w), y - np.average(y, weights=w), w, noise)


def sums(trials: Sequence[Trial], tau2: float, size: int) -> Sums:
    """A and b of `trials` over `size` measures, added exactly (`exact_sum`) in the order of their keys.

    Raises:
        InputError: the same trial twice, or one of another size.
    """
    ordered = sorted(trials, key=lambda trial: trial.key)
    for trial in ordered:
        if trial.x.shape[1] != size:
            raise InputError("another number of measures", where=trial.key, got=trial.x.shape[1], expected=str(size))
    keys = tuple(trial.key for trial in ordered)
    _each_once(keys)
    return _added((_part(trial, tau2) for trial in ordered), size, keys)


def _part(trial: Trial, tau2: float) -> Sums:
    c = centre(trial, tau2)
    weighted = c.x * c.w[:, None]
    varied = (np.ptp(trial.x, axis=0) > 0).astype(np.float64)
    return Sums(weighted.T @ c.x, weighted.T @ c.y, varied, (trial.key,))


def merge(parts: Iterable[Sums], size: int) -> Sums:
    """The sums of several sets of tests together. Order does not matter.

    Raises:
        InputError: a trial is in two of them, so it would count twice.
    """
    ordered = sorted(parts, key=lambda part: part.trials)
    keys = tuple(sorted(key for part in ordered for key in part.trials))
    _each_once(keys)
    return _added(ordered, size, keys)


def _each_once(keys: Sequence[str]) -> None:
    """Refuse a key that comes twice in the sorted `keys`."""
    twice = [key for key, after in pairwise(keys) if key == after]
    if twice:
        raise InputError("a test would count twice", got=twice[0], expected="each test in one part only")


def _added(parts: Iterable[Sums], size: int, keys: tuple[str, ...]) -> Sums:
    """One pass over `parts`, none of which is kept; of the symmetric A only one half is added."""
    upper = np.triu_indices(size)
    flat = exact_sum((np.concatenate([part.a[upper], part.b, part.varied]) for part in parts), len(upper[0]) + 2 * size)
    a = np.zeros((size, size))
    a[upper] = flat[: len(upper[0])]
    a.T[upper] = a[upper]
    b, varied = flat[len(upper[0]) :].reshape(2, size)
    return Sums(a, b.copy(), varied.copy(), keys)


def exact_sum(arrays: Iterable[Array], size: int) -> Array:
    """Sum of arrays (size,), entry by entry as `math.fsum` would: in threefold precision, rounded once at the end.

    So the order does not matter (Ogita, Rump and Oishi 2005, SumK with K = 3), and all entries are added at a time.
    """
    total, rest, finest = np.zeros(size), np.zeros(size), np.zeros(size)
    for array in arrays:
        total, lost = _two_sum(total, array)
        rest, lost = _two_sum(rest, lost)
        finest += lost
    total, rest = _two_sum(total, rest)
    return np.asarray(total + (rest + finest))


def _two_sum(a: Array, b: Array) -> tuple[Array, Array]:
    """a + b rounded, and what rounding lost, exactly (Knuth)."""
    both = a + b
    of_b = both - a
    return both, (a - (both - of_b)) + (b - of_b)


def posterior(found: Sums, prior: Normal) -> Normal:
    """What to believe about the effects after `found`, before which `prior` was believed.

    Raises:
        InputError: the prior is about another number of measures.
    """
    if len(prior.mean) != found.size:
        raise InputError("prior of another size", got=len(prior.mean), expected=f"{found.size} measures")
    # (C^-1 + A)^-1 = C - C A (I + C A)^-1 C without inverting C, which may be singular.
    gain = np.linalg.solve(np.eye(found.size) + prior.covariance @ found.a, prior.covariance)
    covariance = (gain + gain.T) / 2
    return Normal(prior.mean + covariance @ (found.b - found.a @ prior.mean), covariance)
