"""Lift with an interval that may be looked at as often as one likes.

The statistic is d = log(rate / control rate), whose sampling variance is V = (1 - p)/(n p) + (1 - p0)/(n0 p0). Looking
again and again at an ordinary interval finds differences that are not there: 40 looks make 5 % of false alarms into
about 30 %. The mixture sequential probability ratio test (Robbins 1970; Johari, Koomen, Pekelis and Walsh 2017) holds
its promise at every look at once. With a mixture N(0, m) over true log lifts the interval at confidence 1 - a is

    d +- sqrt( 2 V (V + m) / m * ( log(1/a) + log((V + m) / V) / 2 ) )

and lift = exp(d) - 1. With more than one version beside the control, a is divided among them, so that the whole test
raises a false alarm at most once in 1/a.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

from styleloop.errors import InputError
from styleloop.types.experiment import Experiment, Lift, Tally

MIXTURE = 0.15**2
"""Variance of the true log lifts that the interval is tightest for: headline tests find up to about 15 %."""
SMALLEST = 0.01
"""Lift below which we stop counting how many exposures it would take: it would be settled as `about none`."""
FEWEST_CLICKS = 5
"""Clicks each side needs before a lift may be called: below, log rates are not near normal."""


def lift(
    experiment: Experiment, found: Sequence[Tally], simulated: bool = False, confidence: float = 0.95
) -> tuple[Lift, ...]:
    """Every version against the control, in the experiment's order; none when the control was never shown.

    Args:
        experiment: the test.
        found: `tallies(experiment, responses)`.
        simulated: whether the responses came from the simulated world.
        confidence: of all the test's intervals together.

    Raises:
        InputError: `confidence` is not between 0 and 1, or the tallies are of another test.
    """
    if not 0 < confidence < 1:
        raise InputError("confidence is a share", field="confidence", got=confidence, expected="between 0 and 1")
    by_name = {tally.arm: tally for tally in found}
    absent = sorted({arm.name for arm in experiment.arms} - set(by_name))
    if absent:
        raise InputError(
            "no tally of a version", where=experiment.id, got=absent[0], expected="a tally of every version"
        )
    control = by_name[experiment.control]
    others = [arm.name for arm in experiment.arms if arm.name != experiment.control]
    alpha = (1 - confidence) / len(others)
    return tuple(
        _lift(experiment, by_name[name], control, alpha, confidence, simulated)
        for name in others
        if control.shown and by_name[name].shown
    )


def half_width(variance: float, alpha: float, mixture: float = MIXTURE) -> float:
    """Half of the anytime-valid interval of a normal estimate with sampling `variance`."""
    log_term = math.log(1 / alpha) + 0.5 * math.log((variance + mixture) / variance)
    return math.sqrt(2 * variance * (variance + mixture) / mixture * log_term)


def _lift(
    experiment: Experiment, tally: Tally, control: Tally, alpha: float, confidence: float, simulated: bool
) -> Lift:
    d = math.log(_rate(tally) / _rate(control))
    variance = _variance(tally) + _variance(control)
    half = half_width(variance, alpha)
    settled = abs(d) > half and min(tally.clicked, control.clicked) >= FEWEST_CLICKS
    verdict: Literal["better", "worse", "not known yet"] = "not known yet"
    if settled:
        verdict = "better" if d > 0 else "worse"
    return Lift(
        test=experiment.id,
        arm=tally.arm,
        control=control.arm,
        shown=tally.shown,
        clicked=tally.clicked,
        rate=tally.clicked / tally.shown,
        lift=math.expm1(d),
        low=_relative(d - half),
        high=_relative(d + half),
        confidence=confidence,
        verdict=verdict,
        needed=None if settled else _needed(d, variance, alpha, min(tally.shown, control.shown)),
        simulated=simulated,
    )


def _rate(tally: Tally) -> float:
    return (tally.clicked + 0.5) / (tally.shown + 1.0)


def _variance(tally: Tally) -> float:
    p = _rate(tally)
    return (1 - p) / ((tally.shown + 1.0) * p)


def _relative(log_ratio: float) -> float:
    return math.expm1(min(log_ratio, 50.0))


def _needed(d: float, variance: float, alpha: float, shown: int) -> int:
    """More exposures per version until an interval around the present lift would leave zero out.

    The variance falls as 1 / exposures; the growth that is needed is found by bisection.
    """
    goal = max(abs(d), SMALLEST)
    low, high = 1.0, 2.0
    while half_width(variance / high, alpha) > goal:
        low, high = high, high * 2
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if half_width(variance / middle, alpha) > goal else (low, middle)
    more = math.ceil((high - 1.0) * shown)
    step: int = 10 ** max(0, len(str(max(more, 1))) - 2)
    return max(1, math.ceil(more / step) * step)
