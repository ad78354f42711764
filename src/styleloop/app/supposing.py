"""What another division of a test's audience would have earned, from the answers there are."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from styleloop import results
from styleloop.app.experimenting import foretold, read_by
from styleloop.app.learning import Answered, answered
from styleloop.app.pasttests import PAST
from styleloop.app.planning import RATE
from styleloop.app.project import Project
from styleloop.types.experiment import Allocation, Period
from styleloop.types.record import Refusal

_EVEN = 1e-6


@dataclass(frozen=True)
class Supposed:
    """One other division of the audience."""

    says: str
    """`everyone had been shown spring A`."""
    shares: dict[str, float]
    known: results.OffPolicy | None
    refused: Refusal | None
    """Why nothing is known."""
    words: str


@dataclass(frozen=True)
class WhatIf:
    """One test, and what other divisions of its audience would have earned."""

    test: str
    market: str
    placement: str
    simulated: bool
    shares_assumed: bool
    """Nobody wrote down the shares, so the plan's stand for them: equal ones, for a test among past ads."""
    predicted: bool
    """Whether a style that had not read this test foretold rates, as the doubly robust estimate needs."""
    supposed: tuple[Supposed, ...]


def what_if(project: Project) -> tuple[WhatIf, ...]:
    """For every test with answers: everyone shown one version, an even split, and the newest shares that were logged.

    Intervals are for one look at a finished log, and the best of several divisions looks better than it is.
    """
    logged = project.store.allocations.all()
    every = answered(project)
    return tuple(found for each in every if each.rows and (found := _what_if(project, each, every, logged)))


def _what_if(
    project: Project, each: Answered, every: Sequence[Answered], logged: Sequence[Allocation]
) -> WhatIf | None:
    parts = results.periods(each.test, each.rows, logged)
    if not parts:
        return None
    crooked = results.sample_ratio(each.test, parts)
    rates = _rates(project, each, every)
    made = tuple(
        _supposed(each, parts, says, shares, rates, crooked) for says, shares in _policies(each, parts, logged)
    )
    own = [a for a in logged if a.test == each.test.id]
    return WhatIf(
        test=each.test.campaign.removeprefix(PAST) if each.test.campaign.startswith(PAST) else each.test.id,
        market=each.test.market,
        placement=each.test.placement,
        simulated=any(r.simulated for r in each.rows),
        shares_assumed=not own and any(r.propensity is None for r in each.rows),
        predicted=rates is not None,
        supposed=made,
    )


def _policies(
    each: Answered, parts: Sequence[Period], logged: Sequence[Allocation]
) -> list[tuple[str, dict[str, float]]]:
    names = [arm.name for arm in each.test.arms]
    found = [(f"everyone had been shown {name}", {name: 1.0}) for name in names]
    even = 1 / len(names)
    if any(abs(share - even) > _EVEN for part in parts for share in part.shares):
        found.append(("all versions had been shown alike", dict.fromkeys(names, even)))
    own = sorted((a for a in logged if a.test == each.test.id), key=lambda a: a.day)
    if own:
        found.append((f"the shares of {own[-1].day} had held from the start", own[-1].by_arm))
    return found


def _supposed(
    each: Answered,
    parts: Sequence[Period],
    says: str,
    shares: dict[str, float],
    rates: Mapping[str, float] | None,
    crooked: Refusal | None,
) -> Supposed:
    found = crooked or results.off_policy(results.logged(each.test, parts), shares, rates)
    words = _words(says, found)
    if isinstance(found, Refusal):
        return Supposed(says, shares, None, found, words)
    return Supposed(says, shares, found, None, words)


def _words(says: str, found: results.OffPolicy | Refusal) -> str:
    if isinstance(found, Refusal):
        return f"if {says}: not known ({found.why}{f'; {found.got}' if found.got else ''})"
    best = found.snips
    settled = not best.low <= found.logged_rate <= best.high
    more = "more" if best.rate > found.logged_rate else "fewer"
    change = (
        f"{more} than the {found.logged_rate:.2%} that did" if settled else "which may be no change at all from the "
    )
    return (
        f"if {says}, {best.rate:.2%} would have clicked (between {max(0.0, best.low):.2%} and {best.high:.2%}), "
        f"{change}{'' if settled else f'{found.logged_rate:.2%} that did'}; "
        f"this is as sure as {found.effective_shown:,.0f} exposures of its own would make it"
    )


def _rates(project: Project, each: Answered, every: Sequence[Answered]) -> dict[str, float] | None:
    """Each version's click rate as a style foretells it that has not read this test; None without one."""
    style = project.store.current(each.test.market) or project.store.current("global")
    if style is None or read_by(style, each):
        return None
    effect, _ = foretold(project, each, style)
    if not effect.any():
        return None
    others = [r for e in every if e.test.id != each.test.id and e.test.market == each.test.market for r in e.rows]
    shown, clicked = sum(r.shown for r in others), sum(r.clicked for r in others)
    usual = (clicked + 0.5) / (shown + 1) if clicked else RATE
    odds = math.log(usual / (1 - usual))
    return {
        arm.name: 1 / (1 + math.exp(-odds - float(d))) for arm, d in zip(each.test.arms, effect.tolist(), strict=True)
    }
