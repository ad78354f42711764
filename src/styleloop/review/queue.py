"""The reviewer's queue: variants grouped by line x market, so that one look covers every size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from styleloop.review.open import open_blocks, stands
from styleloop.review.remarks import remarks
from styleloop.review.signed import Approval, approval
from styleloop.review.under import Under
from styleloop.types.audit import Finding
from styleloop.types.copy import HEADLINE
from styleloop.types.review import Action, Decision
from styleloop.types.variant import Variant

State = Literal["blocked", "waiting", "changed", "approved", "rejected"]
STATES: tuple[State, ...] = ("blocked", "waiting", "changed", "approved", "rejected")
"""A line is in the first of these that any of its sizes is in: what needs a person comes first."""

_AFTER: dict[Action, State] = {"change": "changed", "reject": "rejected"}


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
    approvals: tuple[Approval, ...] = ()
    """How far each size is approved, in the order of `variants`."""

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

    @property
    def remarks(self) -> tuple[tuple[Finding, ...], ...]:
        """Its findings as a person reads them: what says the same in several slots or sizes is one remark."""
        return remarks(self.findings)

    @property
    def signed(self) -> str:
        """`1 of 2` while some have approved it and others have to: such a line still waits. Empty otherwise."""
        return next((one.words() for one in self._partly()), "")

    @property
    def missing(self) -> tuple[str, ...]:
        """Who has still to approve a line that some have approved: `somebody as legal`, `1 more person`."""
        return tuple(dict.fromkeys(who for one in self._partly() for who in one.missing))

    def words(self) -> str:
        """`1 blocked, 2 approved`; `3 waiting, approved by 1 of 2`."""
        said = ", ".join(f"{n} {state}" for state, n in self.counts.items())
        return f"{said}, approved by {self.signed}" if self.signed else said

    def _partly(self) -> list[Approval]:
        held = zip(self.states, self.approvals, strict=True) if self.approvals else ()
        waiting = [one for (_, state), one in held if state == "waiting" and one.partly]
        return sorted(waiting, key=lambda one: len(one.signed))


def queue(
    variants: Sequence[Variant],
    findings: Sequence[Finding],
    decisions: Sequence[Decision],
    under: Under | None = None,
) -> tuple[Line, ...]:
    """Group variants by line x market, lines that need a person first.

    A size is blocked while a block is open that no approval standing on it has dismissed, unless a person sent it back
    or rejected it; it waits while it is approved by fewer than the policy asks for; else it is in the state its
    standing decision gives; else it waits.

    Args:
        variants: every size.
        findings: on any of them, or on their lines.
        decisions: in the order they were made.
        under: the rules of the day; None: none.
    """
    groups: dict[tuple[str, str, str], list[Variant]] = {}
    for variant in variants:
        groups.setdefault((variant.campaign, variant.market, variant.line), []).append(variant)
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.subject, []).append(finding)
    decided: dict[str, list[Decision]] = {}
    for decision in decisions:
        decided.setdefault(decision.seal, []).append(decision)
    lines = [_line(group, found, decided, under or Under()) for _, group in sorted(groups.items())]
    return tuple(sorted(lines, key=lambda line: STATES.index(line.state)))


def _line(
    group: Sequence[Variant], found: Mapping[str, list[Finding]], decided: Mapping[str, list[Decision]], under: Under
) -> Line:
    sizes = tuple(sorted(group, key=lambda v: (v.placement, v.card, v.id)))
    first = sizes[0]
    on_line = found.get(first.line, [])
    own = {size.id: (*found.get(size.id, ()), *on_line) for size in sizes}
    standing = {size.id: stands(decided.get(size.seal, ()), size) for size in sizes}
    approvals = tuple(approval(size, decided.get(size.seal, ()), under) for size in sizes)
    return Line(
        line=first.line,
        market=first.market,
        campaign=first.campaign,
        product=first.product,
        headline=first.words.text(HEADLINE),
        variants=sizes,
        findings=tuple({f.id: f for size in sizes for f in own[size.id]}.values()),
        decisions=tuple(d for d in standing.values() if d is not None),
        states=tuple(
            (size.id, _state(size, own[size.id], standing[size.id], known, under))
            for size, known in zip(sizes, approvals, strict=True)
        ),
        approvals=approvals,
    )


def _state(
    variant: Variant, findings: tuple[Finding, ...], decision: Decision | None, known: Approval, under: Under
) -> State:
    if decision is not None and decision.action != "approve":
        return _AFTER[decision.action]
    if open_blocks(findings, under.set_aside(variant, findings, known.signed)):
        return "blocked"
    return "approved" if known.done else "waiting"
