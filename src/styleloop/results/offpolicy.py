"""What another division of the audience would have earned, from a log of the shares that were really used.

Each row of the log counts as w = policy share / logged share. With n exposures, k clicks and N exposures in all:

* IPS, inverse propensity score: sum(w k) / N. Unbiased, whatever moved the shares (Horvitz and Thompson 1952).
* SNIPS, self-normalised: sum(w k) / sum(w n). Slightly biased in small logs, never outside the rates that were seen,
  and mends an audience that was not divided quite as logged (Swaminathan and Joachims 2015).
* DR, doubly robust: sum(share q) + sum(w (k - n q)) / N with a predicted rate q per version. Unbiased when the shares
  are right, however wrong q is; the nearer q, the less it varies (Dudik, Langford and Li 2011).

Click rates are low, so nearly all that makes these uncertain is the clicks' own chance, which no prediction removes: at
1.5 % expect little of DR beyond what SNIPS gives.

Standard errors treat exposures as independent given the past, and intervals are normal ones for *one* look at a
finished log. They are no anytime-valid intervals, and choosing the best of many policies on one log flatters it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from styleloop.errors import InputError
from styleloop.types.experiment import Experiment, Period
from styleloop.types.record import Refusal
from styleloop.vector.chances import normal_quantile

Array = npt.NDArray[np.float64]

CLIP = 100.0
"""Greatest weight of an exposure. A floor of 5 % divided among five versions never reaches it."""
FEWEST_CLICKS = 100.0
"""Effective clicks below which nothing is estimated: the standard error would be above a tenth of the rate."""
CONFIDENCE = 0.95
_SUM = 1e-6
"""How far shares may be from adding up to 1."""


@dataclass(frozen=True)
class Logged:
    """One version's sums over a time in which the shares stood still."""

    arm: str
    period: date
    """Day, or the first day of the run of equal shares."""
    shown: int
    clicked: int
    propensity: float | None
    """Share of the audience that the version was given then; None when nobody wrote it down."""


@dataclass(frozen=True)
class Estimate:
    """Clicks per exposure, with its standard error and 95 % interval."""

    rate: float
    se: float
    low: float
    high: float


@dataclass(frozen=True)
class OffPolicy:
    """What a policy would have earned on the logged audience."""

    ips: Estimate
    snips: Estimate
    dr: Estimate | None
    """None when no rates were predicted."""
    logged_rate: float
    """Clicks per exposure that the log itself earned."""
    shown: int
    effective_shown: float
    """Exposures of the policy itself that would tell as much: sum(w n)^2 / sum(w^2 n) (Kish 1965)."""
    effective_clicks: float
    """The same for clicks, sum(w k)^2 / sum(w^2 k): the relative standard error is near 1 / sqrt of it."""
    largest_weight: float
    """After clipping."""
    clipped: float
    """Share of the weight, 0 ... 1, that clipping took away. IPS is too low by about this share of the rate of the
    versions it hit; SNIPS and DR lean towards the other versions and the prediction instead. 0 means no bias."""


def logged(experiment: Experiment, found: Sequence[Period]) -> tuple[Logged, ...]:
    """The log of a test, from `periods(experiment, responses, allocations)`."""
    names = [arm.name for arm in experiment.arms]
    return tuple(
        Logged(
            tally.arm, part.starts, tally.shown, tally.clicked, dict(zip(names, part.shares, strict=True))[tally.arm]
        )
        for part in found
        for tally in part.tallies
    )


def off_policy(
    rows: Sequence[Logged],
    policy: Mapping[str, float],
    predicted: Mapping[str, float] | None = None,
    clip: float = CLIP,
    fewest: float = FEWEST_CLICKS,
) -> OffPolicy | Refusal:
    """What `policy` would have earned had it divided the logged audience.

    Args:
        rows: the log, of versions shown by chance. Versions with a share but no exposure in a period belong in it too.
        policy: share of the audience for each version, adding up to 1; versions left out get none.
        predicted: predicted click rate, 0 ... 1, of every version of the policy, made without these rows.
        clip: weights above it are cut to it: less variance, some bias (see `OffPolicy.clipped`). `math.inf`: never.
        fewest: effective clicks below which it refuses.

    Returns:
        The estimates; or a Refusal when a propensity is missing or contradicts another, when a version of the policy
        was never shown or could not have been shown in some period, or when the log tells too little.

    Raises:
        InputError: shares, rates, counts or settings are out of range, or a predicted rate is missing.
    """
    _check_policy(policy, predicted, clip, fewest)
    _check_rows(rows)
    refusal = _unknown_shares(rows) or _no_support(rows, policy)
    if refusal:
        return refusal
    raw = np.array([policy.get(r.arm, 0.0) / (r.propensity or 1.0) for r in rows])
    weight = np.minimum(raw, clip)
    shown = np.array([r.shown for r in rows], dtype=np.float64)
    clicked = np.array([r.clicked for r in rows], dtype=np.float64)
    effective_clicks = _kish(weight, clicked)
    if effective_clicks < fewest:
        return _too_little(effective_clicks, fewest)
    doubly = None
    if predicted is not None:
        rates = np.array([predicted.get(r.arm, 0.0) for r in rows])
        doubly = dr(weight, shown, clicked, rates, math.fsum(share * predicted[a] for a, share in policy.items()))
    return OffPolicy(
        ips=ips(weight, shown, clicked),
        snips=snips(weight, shown, clicked),
        dr=doubly,
        logged_rate=float(clicked.sum() / shown.sum()),
        shown=int(shown.sum()),
        effective_shown=_kish(weight, shown),
        effective_clicks=effective_clicks,
        largest_weight=float(weight[shown > 0].max()),
        clipped=float(((raw - weight) * shown).sum() / (raw * shown).sum()),
    )


def ips(weight: Array, shown: Array, clicked: Array) -> Estimate:
    """Horvitz and Thompson (1952), from rows of `weight`, exposures and clicks, each (rows,)."""
    return dr(weight, shown, clicked, np.zeros_like(weight), 0.0)


def snips(weight: Array, shown: Array, clicked: Array) -> Estimate:
    """Swaminathan and Joachims (2015); standard error by linearising the ratio. Arrays as in `ips`, one weight > 0."""
    total = float((weight * shown).sum())
    rate = float((weight * clicked).sum()) / total
    return _estimate(rate, math.sqrt(_squares(weight, shown, clicked, np.full_like(weight, rate))) / total)


def dr(weight: Array, shown: Array, clicked: Array, predicted: Array, foretold: float) -> Estimate:
    """Dudik, Langford and Li (2011): `foretold`, the policy's predicted rate, mended by the weighted residuals.

    Arrays as in `ips`; `predicted` (rows,) is the predicted rate of each row's version.
    """
    n = float(shown.sum())
    mended = float((weight * (clicked - shown * predicted)).sum()) / n
    variance = _squares(weight, shown, clicked, predicted) / n - mended**2
    return _estimate(foretold + mended, math.sqrt(max(variance, 0.0) / n))


def _squares(weight: Array, shown: Array, clicked: Array, rate: Array) -> float:
    """Sum over exposures of (w (click - rate))^2."""
    return float((weight**2 * (clicked * (1 - rate) ** 2 + (shown - clicked) * rate**2)).sum())


def _kish(weight: Array, count: Array) -> float:
    squares = float((weight**2 * count).sum())
    return float((weight * count).sum()) ** 2 / squares if squares else 0.0


def _estimate(rate: float, se: float) -> Estimate:
    half = normal_quantile((1 + CONFIDENCE) / 2) * se
    return Estimate(rate, se, rate - half, rate + half)


def _check_policy(
    policy: Mapping[str, float], predicted: Mapping[str, float] | None, clip: float, fewest: float
) -> None:
    good = all(0 <= share <= 1 for share in policy.values()) and abs(math.fsum(policy.values()) - 1) <= _SUM
    if not good:
        raise InputError("a policy divides the audience", field="policy", got=dict(policy), expected="shares, sum 1")
    if not clip > 0:
        raise InputError("no weight would be left", field="clip", got=clip, expected="above 0")
    if not fewest >= 0:
        raise InputError("clicks are counted", field="fewest", got=fewest, expected="0 or more")
    if predicted is None:
        return
    absent = sorted(set(policy) - set(predicted))
    if absent:
        raise InputError("no rate is predicted", field="predicted", got=absent[0], expected="a rate for each version")
    if not all(0 <= rate <= 1 for rate in predicted.values()):
        raise InputError("a rate is a share", field="predicted", got=dict(predicted), expected="0 to 1")


def _check_rows(rows: Sequence[Logged]) -> None:
    for row in rows:
        if not 0 <= row.clicked <= row.shown:
            raise InputError("counts do not fit", field="clicked", got=row, expected="0 <= clicked <= shown")
        if row.propensity is not None and not 0 < row.propensity <= 1:
            raise InputError("a propensity is a share", field="propensity", got=row, expected="above 0, up to 1")


def _unknown_shares(rows: Sequence[Logged]) -> Refusal | None:
    """Why the log's propensities cannot be used, if so."""
    cure = "log each version's share on the day; it cannot be made up afterwards from what was shown"
    for row in rows:
        if row.propensity is None:
            return Refusal(
                subject=row.arm, why=f"nobody wrote down its share of the audience on {row.period}", cure=cure
            )
    for period, shares in _by_period(rows).items():
        for arm, each in shares.items():
            if max(each) - min(each) > _SUM:
                return Refusal(
                    subject=arm,
                    why=f"the log gives it several shares on {period}",
                    got=", ".join(f"{share:.3g}" for share in sorted(set(each))),
                    expected="one",
                    cure="divide the period where the share moved",
                )
        total = math.fsum(each[0] for each in shares.values())
        if total > 1 + _SUM:
            return Refusal(
                subject=str(period), why="the logged shares are more than the audience", got=f"{total:.4g}", cure=cure
            )
    return None


def _no_support(rows: Sequence[Logged], policy: Mapping[str, float]) -> Refusal | None:
    """The first version of the policy that the log cannot speak for, if any."""
    wanted = sorted(arm for arm, share in policy.items() if share > 0)
    for arm in wanted:
        if not sum(row.shown for row in rows if row.arm == arm):
            return Refusal(
                subject=arm, why="it was never shown, so nothing is known of it", cure="give it a share of the audience"
            )
    for period, shares in _by_period(rows).items():
        whole = math.fsum(each[0] for each in shares.values()) > 1 - _SUM
        for arm in wanted:
            if whole and arm not in shares:
                return Refusal(
                    subject=arm,
                    why=f"it had no share of the audience on {period}",
                    expected="a share above 0 in every period",
                    cure="leave out the days on which it could not be shown",
                )
    return None


def _by_period(rows: Sequence[Logged]) -> dict[date, dict[str, list[float]]]:
    found: dict[date, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if row.propensity is not None:
            found[row.period][row.arm].append(row.propensity)
    return found


def _too_little(clicks: float, fewest: float) -> Refusal:
    return Refusal(
        subject="policy",
        why="the log tells too little about this policy",
        got=f"as much as {clicks:.0f} clicks",
        expected=f"{fewest:.0f} or more",
        cure="wait for more results, or ask about a policy nearer to the shares that were used",
        permanent=False,
    )
