"""One person's word on one variant, on the sizes of its line, or on many variants at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from styleloop.errors import InputError, PolicyError
from styleloop.review.open import about, open_blocks, stands
from styleloop.types.audit import Finding
from styleloop.types.brand import Market
from styleloop.types.review import Action, Decision
from styleloop.types.variant import Variant

ARCHITECT = "architect"
MAY_DISMISS_BLOCKS = (ARCHITECT, "legal")
SAME_LINE = "size of the same line"


@dataclass(frozen=True)
class Bulk:
    """What one bulk approval did: a decision per variant, and who was left out and why."""

    decisions: tuple[Decision, ...]
    left: tuple[tuple[str, str], ...]
    """(variant id, why it was not approved)."""
    remarked: int = 0
    """How many of the approved carry remarks that nobody dismissed."""

    @property
    def count(self) -> int:
        """How many were approved: the figure the button states."""
        return len(self.decisions)

    def words(self) -> str:
        """`Approve 14; 2 left out: a block is open; 3 of the 14 carry remarks`."""
        said = [f"Approve {self.count}"]
        if self.left:
            said.append(f"{len(self.left)} left out: {'; '.join(sorted({why for _, why in self.left}))}")
        if self.remarked:
            said.append(f"{self.remarked} of the {self.count} {'carries' if self.remarked == 1 else 'carry'} remarks")
        return "; ".join(said)


def decide(
    variant: Variant,
    findings: Sequence[Finding],
    who: str,
    role: str,
    market: Market,
    action: Action,
    reason: str,
    dismissed: Sequence[str],
    at: datetime,
) -> Decision:
    """Bind one person's word to the seal of what they saw.

    Args:
        variant: what was seen.
        findings: every finding on it or on its line; a finding on anything else is refused.
        who: pseudonymous id of the person.
        role: the role they act in; one of `market.reviewers`, or `architect`.
        market: the variant's own market.
        action: approve, change or reject.
        reason: required for change and reject, and to dismiss a block.
        dismissed: ids of the findings set aside by this decision.
        at: when, with its time zone.

    Raises:
        PolicyError: this person, this role or an open block does not allow it.
        InputError: `at` has no time zone, or a finding is about something else.
    """
    reason = reason.strip()
    _refuse_strangers(variant, findings)
    _refuse_person(variant, who, role, market, at)
    _refuse_dismissals(findings, dismissed, role, reason)
    if action == "approve":
        left = open_blocks(findings, dismissed)
        if left:
            raise PolicyError(
                f"{variant.id} cannot be approved: {len(left)} open block(s): "
                + " | ".join(f"{f.id} {f.message}" for f in left)
            )
    elif not reason:
        raise PolicyError(f"to {action} {variant.id} a reason is needed: the next round learns from it")
    return Decision(
        variant=variant.id,
        seal=variant.seal,
        market=variant.market,
        action=action,
        who=who,
        role=role,
        reason=reason,
        dismissed=tuple(dict.fromkeys(dismissed)),
        at=at,
    )


def inherit(
    decision: Decision,
    variants: Sequence[Variant],
    findings: Sequence[Finding],
    decisions: Sequence[Decision] = (),
) -> tuple[Decision, ...]:
    """Carry a decision on one size to the other sizes of the same line and market, each bound to its own seal.

    An approval reaches only sizes without a block, dismissed or not: a dismissal is never handed on. A change or a
    rejection reaches every size. Remarks short of a block that were dismissed on one size are dismissed on the others
    where guardrail, rule and span are the same. A size somebody has decided on already (`decisions`) keeps that word.

    Args:
        decision: the word given on one of `variants`.
        variants: the sizes of the line; those of other lines or markets are left alone.
        findings: findings on any of them.
        decisions: earlier decisions, as far as known.

    Raises:
        PolicyError: the decided variant is not among `variants`, or the decision was on another seal of it.
    """
    origin = next((v for v in variants if v.id == decision.variant), None)
    if origin is None or (origin.seal, origin.market) != (decision.seal, decision.market):
        raise PolicyError(f"decision {decision.id} is not on any of these variants as they are now")
    set_aside = {_likeness(f) for f in about(origin, findings) if f.id in decision.dismissed and f.severity != "block"}
    carried = []
    for size in sorted(variants, key=lambda v: (v.placement, v.card, v.id)):
        if size.id == origin.id or (size.line, size.market) != (origin.line, origin.market):
            continue
        own = about(size, findings)
        if stands(decisions, size) is not None or (decision.action == "approve" and open_blocks(own)):
            continue
        carried.append(
            Decision(
                variant=size.id,
                seal=size.seal,
                market=size.market,
                action=decision.action,
                who=decision.who,
                role=decision.role,
                reason=f"{SAME_LINE}: {decision.reason}" if decision.reason else SAME_LINE,
                dismissed=tuple(f.id for f in own if f.severity != "block" and _likeness(f) in set_aside),
                at=decision.at,
            )
        )
    return tuple(carried)


def approve_all(
    variants: Sequence[Variant],
    findings: Sequence[Finding],
    who: str,
    role: str,
    markets: Mapping[str, Market],
    at: datetime,
    stated: int | None = None,
) -> Bulk:
    """Approve many at once; never across a block, never in a market this role may not sign for.

    Args:
        variants: what the person chose.
        findings: findings on any of them.
        who: pseudonymous id of the person.
        role: the role they act in.
        markets: locale -> market.
        at: when, with its time zone.
        stated: the figure the person saw on the button, where they saw one.

    Raises:
        PolicyError: `stated` is not the number that would be approved now; nothing is approved.
        InputError: `at` has no time zone.
    """
    made: list[Decision] = []
    remarked = 0
    left: list[tuple[str, str]] = []
    for variant in sorted(variants, key=lambda v: (v.market, v.line, v.placement, v.card, v.id)):
        market = markets.get(variant.market)
        if market is None:
            left.append((variant.id, f"the market {variant.market} is unknown"))
            continue
        own = about(variant, findings)
        if open_blocks(own):
            left.append((variant.id, "a block is open"))
            continue
        try:
            made.append(decide(variant, own, who, role, market, "approve", "", (), at))
        except PolicyError as refused:
            left.append((variant.id, str(refused)))
            continue
        remarked += bool(own)
    if stated is not None and stated != len(made):
        raise PolicyError(f"the button said Approve {stated}, but {len(made)} can be approved now; look again")
    return Bulk(decisions=tuple(made), left=tuple(left), remarked=remarked)


def _likeness(finding: Finding) -> tuple[str, str, str]:
    span = finding.span
    return finding.guardrail, finding.rule, f"{span.slot}:{span.text}" if span else ""


def _refuse_strangers(variant: Variant, findings: Sequence[Finding]) -> None:
    strangers = [f.id for f in findings if f not in about(variant, findings)]
    if strangers:
        raise InputError(
            "findings on another piece were given",
            where=variant.id,
            field="findings",
            got=strangers,
            expected=f"findings whose subject is {variant.id} or its line {variant.line}",
        )


def _refuse_person(variant: Variant, who: str, role: str, market: Market, at: datetime) -> None:
    if at.tzinfo is None:
        raise InputError("the time of a decision has no time zone", where=variant.id, field="at", got=at.isoformat())
    if not who.strip():
        raise PolicyError(f"a decision on {variant.id} needs the person who made it")
    if market.locale != variant.market:
        raise PolicyError(f"{variant.id} is for {variant.market}; it cannot be decided for {market.locale}")
    if role != ARCHITECT and role not in market.reviewers:
        allowed = ", ".join((*market.reviewers, ARCHITECT))
        raise PolicyError(f"the role {role} may not decide for {market.locale}; these may: {allowed}")


def _refuse_dismissals(findings: Sequence[Finding], dismissed: Sequence[str], role: str, reason: str) -> None:
    known = {f.id: f for f in findings}
    unknown = [i for i in dismissed if i not in known]
    if unknown:
        raise PolicyError(f"no such finding on this piece: {', '.join(unknown)}")
    blocks = [i for i in dismissed if known[i].severity == "block"]
    if blocks and role not in MAY_DISMISS_BLOCKS:
        raise PolicyError(f"the role {role} may not dismiss a block ({blocks[0]}); these may: architect, legal")
    if blocks and not reason:
        raise PolicyError(f"to dismiss a block ({blocks[0]}) a reason is needed")
