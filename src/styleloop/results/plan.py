"""Which differences are worth a test first: expected value of sample information, at the traffic there is.

The belief about a difference in log-odds is d ~ N(m, s^2). A test of `LONGEST` days would measure it with sampling
variance V = 2 / (n p (1 - p)), n exposures per version; what it then says is N(m, g^2) before it is run, with

    g = s^2 / sqrt(s^2 + V),      s after = s sqrt(V / (s^2 + V)).

Whoever chooses the better side after the test instead of now gains (Raiffa and Schlaifer 1961, unit normal loss)

    g phi(u) - |m| Phi(-u),       u = |m| / g.

A difference goes from the brand's own 10 % quantile to its 90 % quantile, and no further than `FURTHEST` norm-spreads:
versions that lie far apart are told apart sooner, and both sides are still the brand's. Independent use of each measure
is assumed; of two measures that move together in the brand's own pieces only the more valuable is proposed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from styleloop.errors import InputError
from styleloop.results.advice import LONGEST
from styleloop.results.interval import exposures_for, rounded_up
from styleloop.types.experiment import Proposal
from styleloop.types.style import Effect, Norm
from styleloop.vector.chances import normal_cdf
from styleloop.vector.variance import EFFECT_SCALE

WEEK = 7
"""Days: people click otherwise on Sundays, so a test runs for whole weeks, whatever its exposures."""
FURTHEST = 3.0
"""Norm-spreads between the two sides at most."""
BEYOND = 1.645
"""Standard deviations beyond which 5 % of a belief lie."""
TOGETHER = 0.6
"""Correlation over the own pieces from which two measures count as one difference."""
FEWEST = 4
"""Own pieces without which nobody knows what a brand varies."""
_NEW = frozenset({"yes", "count"})
"""Units in which a writer can go one further although no piece of the brand's does."""

_COUNTED = frozenset({"yes", "count", "words", "sentences", "graphemes"})
"""Units that a writer can count while writing: of two differences worth the same, these come first."""

Values = Mapping[str, Mapping[str, float]]
"""Measure -> own piece -> value."""


@dataclass(frozen=True)
class Reach:
    """What a test gets: exposures per day for all versions together; clicks per exposure, between 0 and 1."""

    per_day: float
    rate: float


def plan(norms: Sequence[Norm], effects: Sequence[Effect], values: Values, reach: Reach) -> tuple[Proposal, ...]:
    """Every difference in words that a writer could make, most valuable first, each different from those before it.

    Args:
        norms: what is usual; only `copy.*` is proposed.
        effects: what is known; a measure without one, or with no test, has the pooled prior N(0, .05^2) per spread.
        values: what the brand's own pieces measure.
        reach: traffic and click rate of the market.

    Returns:
        The proposals; those that cannot be over within 28 days have `within` False.

    Raises:
        InputError: traffic or rate is out of range.
    """
    if not (math.isfinite(reach.per_day) and reach.per_day > 0):
        raise InputError("traffic is above 0", field="traffic", got=reach.per_day, expected="exposures per day")
    if not 0 < reach.rate < 1:
        raise InputError("a click rate lies between 0 and 1", field="rate", got=reach.rate, expected="such as 0.015")
    known = {effect.measure: effect for effect in effects}
    writable = [norm for norm in norms if norm.measure.startswith("copy.") and norm.n >= FEWEST]
    made = [p for norm in writable if (p := _proposal(norm, known.get(norm.measure), reach)) is not None]
    made.sort(key=lambda p: (-round(p.value, 3), p.unit not in _COUNTED, -_balance(p, values), p.measure))
    kept: list[Proposal] = []
    for proposal in made:
        if not any(_alike(proposal.measure, other.measure, values) for other in kept):
            kept.append(proposal)
    return tuple(kept)


def _proposal(norm: Norm, effect: Effect | None, reach: Reach) -> Proposal | None:
    low, high, spread = _sides(norm, effect)
    if not high > low:
        return None
    steps = (high - low) / spread
    taught = effect is not None and effect.tests > 0
    mean, sd = (effect.mean, effect.sd) if effect is not None and taught else (0.0, EFFECT_SCALE)
    mean, sd = steps * mean, steps * sd
    lift = math.expm1(abs(mean) + BEYOND * sd)
    exposures = rounded_up(exposures_for(lift, reach.rate))
    days = 2 * exposures / reach.per_day
    gain, after = _told(mean, sd, LONGEST * reach.per_day / 2, reach.rate)
    return Proposal(
        measure=norm.measure,
        unit=norm.unit,
        low=low,
        high=high,
        usual=norm.median,
        steps=steps,
        mean=mean,
        sd=sd,
        assumed=not taught,
        lift=lift,
        rate=reach.rate,
        exposures=exposures,
        days=days,
        sd_after=after,
        value=gain,
        within=days <= LONGEST,
    )


def whole_weeks(days: float) -> int:
    """Days of the whole weeks in which a test that needs `days` of traffic is over; at least one week."""
    return WEEK * max(1, math.ceil(days / WEEK - 1e-9))


def _sides(norm: Norm, effect: Effect | None) -> tuple[float, float, float]:
    """From, to, and one norm-spread; from = to where a writer has nothing to vary."""
    low, high = norm.quantiles[1], norm.quantiles[5]
    if norm.unit in _COUNTED and high > low:
        low, high = float(math.floor(low)), float(math.ceil(high))
    if high <= low:
        top = 1.0 if norm.unit == "yes" else low + 1.0
        return (low, top, 1.0) if norm.unit in _NEW else (low, low, 1.0)
    spread = effect.spread if effect is not None else norm.iqr / 1.349 or (high - low) / 2.563
    if high - low > FURTHEST * spread and norm.unit not in _NEW:
        middle = min(max(norm.median, low + FURTHEST / 2 * spread), high - FURTHEST / 2 * spread)
        low, high = middle - FURTHEST / 2 * spread, middle + FURTHEST / 2 * spread
    return low, high, max(spread, (high - low) / FURTHEST)


def _told(mean: float, sd: float, shown: float, rate: float) -> tuple[float, float]:
    """What choosing after `shown` exposures per version gains over choosing now, and the deviation that is left."""
    noise = 2 / (shown * rate * (1 - rate))
    moves = sd**2 / math.sqrt(sd**2 + noise)
    if moves <= 0:
        return 0.0, sd
    u = abs(mean) / moves
    density = math.exp(-0.5 * u * u) / math.sqrt(2 * math.pi)
    return max(0.0, moves * density - abs(mean) * normal_cdf(-u)), sd * math.sqrt(noise / (sd**2 + noise))


def _balance(proposal: Proposal, values: Values) -> float:
    """Share of the own pieces on the rarer side: where both are common, both can be written."""
    own = list(values.get(proposal.measure, {}).values())
    above = sum(v > (proposal.low + proposal.high) / 2 for v in own)
    return min(above, len(own) - above) / len(own) if own else 0.0


def _alike(one: str, other: str, values: Values) -> bool:
    a, b = values.get(one, {}), values.get(other, {})
    both = sorted(set(a) & set(b))
    if len(both) < FEWEST:
        return False
    x, y = np.array([a[s] for s in both]), np.array([b[s] for s in both])
    x, y = x - x.mean(), y - y.mean()
    size = math.sqrt(float(x @ x) * float(y @ y))
    return size > 0 and abs(float(x @ y)) / size > TOGETHER
