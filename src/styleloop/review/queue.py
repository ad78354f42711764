"""The reviewer's queue: variants grouped by line x market, so that one look covers every size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from styleloop.review.open import about, open_blocks, stands
from styleloop.types.audit import Finding
from styleloop.types.copy import HEADLINE
from styleloop.types.review import Action, Decision
from styleloop.types.variant import Variant

State = Literal["blocked", "waiting", "changed", "approved", "rejected"]
STATES: tuple[State, ...] = ("blocked", "waiting", "changed", "approved", "rejected")
"""A line is in the first of these that any of its sizes is in: what needs a person comes first."""

_AFTER: dict[Action, State] = {"approve": "approved", "change": "changed", "reject": "rejected"}


@dataclass(frozen=True)
class Line:
    """One line in one market with all its sizes."""

    line: str
    """Id of the draft."""
    market: str
    campaign: str
    product: str
    headline: str
    variants: tuple[Variant, ...]
    """By placement."""
    findings: tuple[Finding, ...]
    """On any of the sizes, or on the line."""
    decisions: tuple[Decision, ...]
    """The one that stands on each size decided so far."""
    states: tuple[tuple[str, State], ...]
    """(variant id, state), in the order of `variants`."""

    @property
    def state(self) -> State:
        """The first of `STATES` that any size is in."""
        here = {state for _, state in self.states}
        return next(state for state in STATES if state in here)

    @property
    def counts(self) -> dict[State, int]:
        """State -> number of sizes, states without a size left out."""
        every = [state for _, state in self.states]
        return {state: every.count(state) for state in STATES if state in every}

    def words(self) -> str:
        """`1 blocked, 2 approved`."""
        return ", ".join(f"{n} {state}" for state, n in self.counts.items())


def queue(variants: Sequence[Variant], findings: Sequence[Finding], decisions: Sequence[Decision]) -> tuple[Line, ...]:
    """Group variants by line x market, lines that need a person first.

    A size is blocked while a block is open that the decision standing on it has not dismissed, unless a person sent it
    back or rejected it; else it is in the state its standing decision gives; else it waits.
    """
    groups: dict[tuple[str, str, str], list[Variant]] = {}
    for variant in variants:
        groups.setdefault((variant.campaign, variant.market, variant.line), []).append(variant)
    lines = [_line(group, findings, decisions) for _, group in sorted(groups.items())]
    return tuple(sorted(lines, key=lambda line: STATES.index(line.state)))


def _line(group: Sequence[Variant], findings: Sequence[Finding], decisions: Sequence[Decision]) -> Line:
    sizes = tuple(sorted(group, key=lambda v: (v.placement, v.card, v.id)))
    found = {f.id: f for size in sizes for f in about(size, findings)}
    standing = {size.id: stands(decisions, size) for size in sizes}
    first = sizes[0]
    return Line(
        line=first.line,
        market=first.market,
        campaign=first.campaign,
        product=first.product,
        headline=first.words.text(HEADLINE),
        variants=sizes,
        findings=tuple(found.values()),
        decisions=tuple(d for d in standing.values() if d is not None),
        states=tuple((size.id, _state(about(size, findings), standing[size.id])) for size in sizes),
    )


def _state(findings: Sequence[Finding], decision: Decision | None) -> State:
    blocked = bool(open_blocks(findings, decision.dismissed if decision else ()))
    if decision is None:
        return "blocked" if blocked else "waiting"
    return "blocked" if blocked and decision.action == "approve" else _AFTER[decision.action]
