"""What forbids a decision: a stranger's finding, the wrong person, a dismissal that is not theirs to give."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import datetime

from styleloop.errors import InputError, PolicyError
from styleloop.review.open import about
from styleloop.review.signed import Approval
from styleloop.review.under import Under
from styleloop.types.audit import Finding
from styleloop.types.brand import Market
from styleloop.types.review import Action
from styleloop.types.variant import Variant

LONGEST_REASON = 2000
"""Characters of a reason: it is shown on every page of the piece and given to the next round."""


def said(reason: str) -> str:
    """A reason as it is kept; empty where nothing in it can be seen.

    Raises:
        PolicyError: it is too long, or holds control signs, which a terminal would obey.
    """
    reason = reason.replace("\r\n", "\n").strip()
    if len(reason) > LONGEST_REASON:
        raise PolicyError(f"the reason is {len(reason):,} characters long; at most {LONGEST_REASON:,} are kept")
    kinds = {unicodedata.category(sign) for sign in reason if sign not in "\n\t"}
    if "Cc" in kinds:
        raise PolicyError("there are control signs in the reason; it takes letters, figures and line breaks")
    return reason if any(kind[0] not in "CZ" for kind in kinds) else ""


def refuse_strangers(variant: Variant, findings: Sequence[Finding]) -> None:
    """Findings on another piece would leave its own unseen."""
    own = {f.id for f in about(variant, findings)}
    strangers = [f.id for f in findings if f.id not in own]
    if strangers:
        raise InputError(
            "findings on another piece were given",
            where=variant.id,
            field="findings",
            got=strangers,
            expected=f"findings whose subject is {variant.id} or its line {variant.line}",
        )


def refuse_person(variant: Variant, who: str, role: str, market: Market, at: datetime, under: Under) -> None:
    """This person, in this role, may not decide in this market."""
    if at.tzinfo is None:
        raise InputError("the time of a decision has no time zone", where=variant.id, field="at", got=at.isoformat())
    if not who.strip():
        raise PolicyError(f"a decision on {variant.id} needs the person who made it")
    if market.locale != variant.market:
        raise PolicyError(f"{variant.id} is for {variant.market}; it cannot be decided for {market.locale}")
    if role not in under.roles(market):
        allowed = ", ".join(under.roles(market))
        raise PolicyError(f"the role {role} may not decide for {market.locale}; these may: {allowed}")
    if not under.policy.allows(who, role, market.locale, at.date()):
        seats = [s for s in under.policy.people if any(s.may(r, market.locale, at.date()) for r in under.roles(market))]
        listed = ", ".join(f"{s.who} ({', '.join(s.roles)})" for s in seats) or "nobody"
        raise PolicyError(
            f"{who} may not decide as {role} for {market.locale}; checks/policy.toml lists for it: {listed}"
        )


def refuse_author(variant: Variant, who: str, action: Action, under: Under) -> None:
    """Who wrote a line may send it back, but not approve it, where the policy wants four eyes."""
    if action != "approve" or not under.policy.rule(variant.market).four_eyes:
        return
    if who in under.authors.get(variant.line, frozenset()):
        raise PolicyError(f"{who} wrote or edited this line; for {variant.market} somebody else has to approve it")


def refuse_again(variant: Variant, who: str, role: str, dismissed: Sequence[str], known: Approval) -> None:
    """One person does not count twice."""
    if dismissed or not known.partly:
        return
    if any((d.who, d.role) == (who, role) for d in known.signed):
        missing = ", ".join(known.missing)
        raise PolicyError(f"{who} has approved {variant.id} already; missing: {missing}")


def refuse_dismissals(
    variant: Variant, findings: Sequence[Finding], dismissed: Sequence[str], role: str, reason: str, under: Under
) -> None:
    """A remark that is not there, not theirs to set aside, or a block without a reason."""
    known = {f.id: f for f in findings}
    unknown = [i for i in dismissed if i not in known]
    if unknown:
        raise PolicyError(f"no such finding on this piece: {', '.join(unknown)}")
    for found in (known[i] for i in dismissed):
        if not under.may_dismiss(found, role, variant.market):
            allowed = ", ".join(under.policy.dismissers(found, under.family(found), variant.market) or ())
            what = "a block" if found.severity == "block" else f"this remark of {found.guardrail.partition('@')[0]}"
            raise PolicyError(f"the role {role} may not dismiss {what} ({found.id}); these may: {allowed}")
    blocks = [i for i in dismissed if known[i].severity == "block"]
    if blocks and not reason:
        raise PolicyError(f"to dismiss a block ({blocks[0]}) a reason is needed")
