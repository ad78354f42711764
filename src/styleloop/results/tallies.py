"""Rows of a report -> one sum per version, and whether the audience was divided as planned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from styleloop.types.asset import UNDATED, Response
from styleloop.types.experiment import Allocation, Arm, Experiment, Period, Tally
from styleloop.types.record import Refusal
from styleloop.vector.trials import MISMATCH, split_chance, teaching


def tallies(experiment: Experiment, responses: Iterable[Response]) -> tuple[Tally, ...]:
    """Exposures and clicks of each version, in the experiment's order; versions without a row stand at 0.

    Only rows of this test, market and format whose audience was assigned by chance; each row once.
    """
    here = _here(experiment, responses)
    return tuple(_tally(arm, here) for arm in experiment.arms)


def periods(
    experiment: Experiment, responses: Iterable[Response], allocations: Iterable[Allocation] = ()
) -> tuple[Period, ...]:
    """The same, for each run of shares: days with equal shares together, oldest first; one period if none ever moved.

    A day's shares are those its rows carry, else those logged for it or last before it, else those of the start.
    """
    logged = sorted((a for a in allocations if a.test == experiment.id), key=lambda a: a.day)
    here = _here(experiment, responses)
    by_shares: dict[tuple[float, ...], list[Response]] = {}
    for day in sorted({r.day for r in here}):
        rows = [r for r in here if r.day == day]
        by_shares.setdefault(_shares(experiment, rows, day, logged), []).extend(rows)
    return tuple(
        Period(starts=min(r.day for r in rows), shares=shares, tallies=tuple(_tally(a, rows) for a in experiment.arms))
        for shares, rows in by_shares.items()
    )


def with_shares(response: Response, allocations: Iterable[Allocation], arm: str) -> Response:
    """The response with the share its version was given on its day, where that was logged and the row does not say."""
    if response.propensity is not None or response.exposure == "observational":
        return response
    day = [a for a in allocations if a.test == response.test and a.day <= response.day and arm in a.arms]
    if not day:
        return response
    share = max(day, key=lambda a: a.day).by_arm[arm]
    fields = response.model_dump(exclude={"id"}) | {"propensity": share}
    return Response.model_validate(fields)


def together(arm: str, parts: Sequence[Tally]) -> Tally:
    """One version's sums over several periods."""
    values = [t.value for t in parts if t.shown]
    converted = [t.converted for t in parts if t.shown]
    money = {t.currency for t in parts if t.shown and t.value is not None}
    return Tally(
        arm=arm,
        shown=sum(t.shown for t in parts),
        clicked=sum(t.clicked for t in parts),
        converted=None if None in converted or not converted else sum(c for c in converted if c is not None),
        value=None if None in values or len(money) != 1 else sum(v for v in values if v is not None),
        currency=next(iter(money)) if len(money) == 1 else "",
        days=sum(t.days for t in parts),
    )


def sample_ratio(experiment: Experiment, found: Sequence[Tally] | Sequence[Period]) -> Refusal | None:
    """None when the audience was divided as planned; else why this test may not teach.

    Chi-square of the exposures against the shares that were planned, or logged for each period; a split less likely
    than 1 in 1,000 is not chance (Fabijan et al. 2019, sample-ratio mismatch). The periods share that chance.
    """
    start = tuple(arm.share for arm in experiment.arms)
    split = [part for part in found if isinstance(part, Period)]
    parts = split or [
        Period(starts=experiment.starts, shares=start, tallies=tuple(t for t in found if isinstance(t, Tally)))
    ]
    for part in parts:
        shares = dict(zip((arm.name for arm in experiment.arms), part.shares, strict=True))
        ordered = sorted(part.tallies, key=lambda tally: tally.arm)
        if split_chance([t.shown for t in ordered], [shares[t.arm] for t in ordered]) < MISMATCH / len(parts):
            return Refusal(
                subject=experiment.id,
                why="its audience was not divided as planned, so it may not teach",
                got=", ".join(f"{t.arm} {t.shown:,}" for t in ordered),
                expected=", ".join(f"{t.arm} {shares[t.arm]:.0%}" for t in ordered)
                + (f" in the days from {part.starts}" if len(parts) > 1 else ""),
                cure="look for a redirect, a cache or a late start that lost some people, and run the test again",
            )
    return None


def _here(experiment: Experiment, responses: Iterable[Response]) -> list[Response]:
    return [
        r
        for r in teaching(responses)
        if r.test == experiment.id and r.market == experiment.market and r.placement == experiment.placement
    ]


def _tally(arm: Arm, here: Iterable[Response]) -> Tally:
    rows = [r for r in here if r.subject == arm.subject]
    money = {r.currency for r in rows if r.value is not None}
    one = len(money) == 1 and all(r.value is not None for r in rows)
    counted = bool(rows) and all(r.converted is not None for r in rows)
    return Tally(
        arm=arm.name,
        shown=sum(r.shown for r in rows),
        clicked=sum(r.clicked for r in rows),
        converted=sum(r.converted or 0 for r in rows) if counted else None,
        value=sum(r.value or 0.0 for r in rows) if one else None,
        currency=next(iter(money)) if one else "",
        days=len({r.day for r in rows} - {UNDATED}),
    )


def _shares(
    experiment: Experiment, rows: Sequence[Response], day: date, logged: Sequence[Allocation]
) -> tuple[float, ...]:
    said = {r.subject: r.propensity for r in rows if r.propensity is not None}
    if all(arm.subject in said for arm in experiment.arms):
        given = [said[arm.subject] for arm in experiment.arms]
        return tuple(round(share / sum(given), 12) for share in given)
    before = [a for a in logged if a.day <= day]
    if before:
        by_arm = before[-1].by_arm
        if all(arm.name in by_arm for arm in experiment.arms):
            return tuple(by_arm[arm.name] for arm in experiment.arms)
    return tuple(arm.share for arm in experiment.arms)
