"""One person's word on one variant, and on the other sizes of its line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from styleloop.errors import PolicyError
from styleloop.review import refusing
from styleloop.review.open import about, latest, open_blocks, stands
from styleloop.review.signed import approval
from styleloop.review.under import Under
from styleloop.types.audit import Finding
from styleloop.types.brand import Market
from styleloop.types.policy import ARCHITECT as ARCHITECT
from styleloop.types.review import Action, Decision
from styleloop.types.variant import Variant

SAME_LINE = "size of the same line"


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
    earlier: Sequence[Decision] = (),
    under: Under | None = None,
) -> Decision:
    """Bind one person's word to the seal of what they saw.

    Args:
        variant: what was seen.
        findings: every finding on it or on its line; a finding on anything else is refused.
        who: pseudonymous id of the person.
        role: the role they act in; one of `market.reviewers`, one that the policy asks for, or `architect`.
        market: the variant's own market.
        action: approve, change or reject.
        reason: required for change and reject, and to dismiss a block.
        dismissed: ids of the findings set aside by this decision.
        at: when, with its time zone. The order of decisions never rests on it.
        earlier: decisions made before, in their order.
        under: the rules of the day; None: none but the market's.

    Raises:
        PolicyError: this person, this role, the policy or an open block does not allow it, or the reason is too long.
        InputError: `at` has no time zone, or a finding is about something else.
    """
    reason, under = refusing.said(reason), under or Under()
    refusing.refuse_strangers(variant, findings)
    refusing.refuse_person(variant, who, role, market, at, under)
    refusing.refuse_dismissals(variant, findings, dismissed, role, reason, under)
    refusing.refuse_author(variant, who, action, under)
    if action == "approve":
        known = approval(variant, earlier, under)
        refusing.refuse_again(variant, who, role, dismissed, known)
        aside = under.set_aside(variant, tuple(findings), known.signed)
        left = open_blocks(findings, {*dismissed, *aside})
        if left:
            raise PolicyError(
                f"{variant.id} cannot be approved: {len(left)} open block(s): "
                + " | ".join(f"{f.id} {f.message}" for f in left)
            )
    elif not reason:
        raise PolicyError(f"to {action} {variant.id} a reason is needed: the next round learns from it")
    before = latest(earlier, variant)
    return Decision.given(
        variant=variant.id,
        seal=variant.seal,
        market=variant.market,
        action=action,
        who=who,
        role=role,
        reason=reason,
        dismissed=tuple(dict.fromkeys(dismissed)),
        at=at,
        follows=before.id if before else "",
        only=bool(variant.parent),
    )


def inherit(
    decision: Decision,
    variants: Sequence[Variant],
    findings: Sequence[Finding],
    decisions: Sequence[Decision] = (),
    earlier: Sequence[Decision] = (),
) -> tuple[Decision, ...]:
    """Carry a decision on one size to the other sizes of the same line and market, each bound to its own seal.

    An approval reaches only sizes without a block, dismissed or not: a dismissal is never handed on. A change or a
    rejection reaches every size. Remarks short of a block that were dismissed on one size are dismissed on the others
    where guardrail, rule and span are the same. A size somebody has decided on already (`decisions`) keeps that word.

    Args:
        decision: the word given on one of `variants`.
        variants: the sizes of the line; those of other lines or markets are left alone.
        findings: findings on any of them.
        decisions: earlier decisions that stay as they are.
        earlier: every earlier decision, in their order: what the new ones follow.

    Raises:
        PolicyError: the decided variant is not among `variants`, or the decision was on another seal of it.
    """
    origin = next((v for v in variants if v.id == decision.variant), None)
    if origin is None or (origin.seal, origin.market) != (decision.seal, decision.market):
        raise PolicyError(f"decision {decision.id} is not on any of these variants as they are now")
    set_aside = {likeness(f) for f in about(origin, findings) if f.id in decision.dismissed and f.severity != "block"}
    carried = []
    for size in sorted(variants, key=lambda v: (v.placement, v.card, v.id)):
        if size.id == origin.id or (size.line, size.market) != (origin.line, origin.market):
            continue
        own = about(size, findings)
        if stands(decisions, size) is not None or (decision.action == "approve" and open_blocks(own)):
            continue
        before = latest(earlier, size)
        carried.append(
            Decision.given(
                variant=size.id,
                seal=size.seal,
                market=size.market,
                action=decision.action,
                who=decision.who,
                role=decision.role,
                reason=f"{SAME_LINE}: {decision.reason}" if decision.reason else SAME_LINE,
                dismissed=tuple(f.id for f in own if f.severity != "block" and likeness(f) in set_aside),
                at=decision.at,
                follows=before.id if before else "",
                carried=decision.id,
                only=bool(size.parent),
            )
        )
    return tuple(carried)


def likeness(finding: Finding) -> tuple[str, str, str]:
    """What makes a remark on one size the same remark on another."""
    span = finding.span
    return finding.guardrail, finding.rule, f"{span.slot}:{span.text}" if span else ""
