"""Running tests: who is shown how much tomorrow, logged so that later estimates can undo it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from styleloop import results
from styleloop.app.learning import Answered, answered
from styleloop.app.measuring import versions
from styleloop.app.pasttests import PAST
from styleloop.app.project import Project
from styleloop.errors import InputError
from styleloop.types.asset import Response
from styleloop.types.experiment import Allocation
from styleloop.types.style import StyleVector
from styleloop.vector.score import score
from styleloop.vector.thompson import tempering

LASTS = 14
"""Days a test is taken to last when the clicks that are left are guessed; guessed low, as it should be."""
FIRST_CLICKS = 100.0
"""Clicks a test without answers is taken to have left."""
LUCK = 0.15
"""Least standard deviation of log-odds between versions that the style knows nothing about."""
REACH = 1.645
"""Standard deviations in half of a central 90 % interval."""


def allocate(
    project: Project, test: str = "", *, day: date | None = None, floor: float = 0.05, dry_run: bool = False
) -> tuple[Allocation, ...]:
    """Tomorrow's shares of every running test (or of `test`), kept in the log unless `dry_run`.

    What is logged for a day stays: asked again, the same is given.

    Raises:
        InputError: there is no such running test, or the floor is out of range.
    """
    tomorrow = day or project.today + timedelta(days=1)
    running = [each for each in answered(project) if _runs(each, tomorrow)]
    if test:
        running = [each for each in running if test in (each.test.id, each.test.campaign.removeprefix("past test "))]
        if not running:
            raise InputError("no such running test", field="test", got=test, cure="see: styleloop results --allocate")
    logged = {(a.test, a.day): a for a in project.store.allocations.all()}
    made = [logged.get((e.test.id, tomorrow)) or _allocation(project, e, tomorrow, floor) for e in running]
    if not dry_run:
        project.store.allocations.add(made)
    return tuple(made)


def reason(allocation: Allocation) -> str:
    """Why the shares are as they are, in words."""
    best = max(range(len(allocation.arms)), key=lambda i: allocation.best[i])
    name, chance = allocation.arms[best], allocation.best[best]
    leads = f"{name} is best with a chance of {chance:.0%}" if chance < 0.995 else f"{name} is best, almost surely"
    even = max(allocation.best) - min(allocation.best) < 0.02
    known = "the versions are about equally likely to be best" if even else leads
    prior = "the style's prediction and the answers so far" if allocation.style else "the answers so far"
    return (
        f"by {prior}, {known}; about {allocation.clicks_left:,.0f} clicks are left to find out; "
        f"{allocation.floor:.0%} of the audience is divided evenly whatever is known"
    )


def _runs(each: Answered, day: date) -> bool:
    """Started, and either waiting for its first answer or answered in the last days it may still be running."""
    if each.test.starts > day:
        return False
    last = max((r.day for r in each.rows), default=each.test.starts)
    return (day - last).days <= LASTS


def _allocation(project: Project, each: Answered, day: date, floor: float) -> Allocation:
    tallies = results.tallies(each.test, each.rows)
    style = project.store.current(each.test.market) or project.store.current("global")
    mean, sd = foretold(project, each, style)
    shown, clicked = np.array([float(t.shown) for t in tallies]), np.array([float(t.clicked) for t in tallies])
    left = _clicks_left(each.rows, day)
    best = results.chance_best(*results.posterior(mean, sd, shown, clicked))
    return Allocation(
        test=each.test.id,
        day=day,
        arms=tuple(arm.name for arm in each.test.arms),
        shares=tuple(results.shares(mean, sd, shown, clicked, left, floor).tolist()),
        best=tuple(best.tolist()),
        floor=floor,
        tempering=tempering(left),
        clicks_left=left,
        style=style.id if style else "",
    )


def foretold(project: Project, each: Answered, style: StyleVector | None) -> tuple[results.Array, results.Array]:
    """What the style foretells of every version: the difference in log-odds, and how far it may be off.

    A style that has read this very test foretells nothing of it: its answers would count twice.
    """
    size = len(each.test.arms)
    if style is not None and read_by(style, each):
        return np.zeros(size), np.full(size, LUCK)
    measured = project.store.measurements(versions(project))
    subjects = _measured_as(project, each)
    if style is None or not style.weights or not all(measured.get(s) for s in subjects):
        return np.zeros(size), np.full(size, LUCK)
    weights = project.store.blobs.get(style.weights)
    try:
        scores = [score(s, measured[s], style, weights, 0.0, 0) for s in subjects]
    except InputError:  # measured by other extractor versions than the style: it foretells nothing
        return np.zeros(size), np.full(size, LUCK)
    luck = max(style.tau2, LUCK**2)
    sd = [math.sqrt(luck + ((s.high - s.low) / 2 / REACH) ** 2) for s in scores]
    return np.array([s.effect for s in scores]), np.array(sd)


def read_by(style: StyleVector, each: Answered) -> bool:
    """Whether `style` has learnt from the test."""
    return not {each.test.id, each.test.campaign.removeprefix(PAST)}.isdisjoint(style.tests)


def _measured_as(project: Project, each: Answered) -> list[str]:
    """The piece in the library by which each version is measured: a test names variants, the library what went out."""
    by_name = {a.name: a.id for a in project.store.assets.all(role="own")}
    return [by_name.get(arm.name, arm.subject) for arm in each.test.arms]


def _clicks_left(rows: Sequence[Response], day: date) -> float:
    if not rows:
        return FIRST_CLICKS
    first, last = min(r.day for r in rows), max(r.day for r in rows)
    per_day = sum(r.clicked for r in rows) / ((last - first).days + 1)
    return per_day * max(1, LASTS - (day - first).days)
