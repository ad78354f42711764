"""May this variant leave, now? Looks at what is about to ship, not at what was remembered about it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from styleloop.publish.standing import claims_lapsed
from styleloop.types.audit import Finding
from styleloop.types.brand import Claim
from styleloop.types.copy import ALT
from styleloop.types.record import Refusal
from styleloop.types.review import Decision
from styleloop.types.variant import FilledSlot, Variant, seal


@dataclass(frozen=True)
class Signed:
    """Who approved a piece, under the policy as it is now."""

    by: tuple[Decision, ...]
    """The approvals that count, in the order they were given."""
    missing: str = ""
    """Who has still to approve it, in words; empty when nobody has."""
    aside: Collection[str] = ()
    """Ids of the findings that these approvals dismissed and that are still dismissed today."""


def check(
    variant: Variant,
    decision: Decision | None,
    findings: Sequence[Finding],
    claims: Sequence[Claim],
    drawn_pixels: str,
    day: date,
    filled: Sequence[FilledSlot] = (),
    signed: Signed | None = None,
) -> Refusal | None:
    """None when the variant may leave, else the first thing that forbids it and its cure.

    Args:
        variant: what is about to ship.
        decision: the latest decision on it, or None.
        findings: every finding on it or on its line.
        claims: the whole register, ended claims included.
        drawn_pixels: `pixel_hash` of the file that is about to ship, decoded just now.
        day: today, in the market.
        filled: the draft's filled spans, where known: a claim that a span came from counts even when no registered
            wording is found in the words.
        signed: who approved it, where a policy was asked; None: the one decision is enough.
    """
    if signed is None:
        signed = Signed((decision,), aside=decision.dismissed) if decision else Signed(())
    return (
        _unapproved(variant, decision)
        or _unsigned(variant, signed)
        or _changed(variant, drawn_pixels)
        or _blocked(variant, signed, findings)
        or _ended(variant, signed, findings, claims, day, filled)
        or _to_come(variant, signed, day)
    )


_ACROSS = timedelta(days=1)
"""How far the days of two places may lie apart at one moment."""


def _refused(variant: Variant, why: str, cure: str, got: str = "", expected: str = "") -> Refusal:
    return Refusal(subject=variant.id, why=why, got=got, expected=expected, cure=cure)


def _unapproved(variant: Variant, decision: Decision | None) -> Refusal | None:
    if decision is None:
        return _refused(variant, "nobody has approved it", f"a reviewer for {variant.market} decides on it")
    if decision.market != variant.market:
        why = f"the decision is for {decision.market}, the piece for {variant.market}"
        return _refused(variant, why, f"a reviewer for {variant.market} decides on it")
    if decision.seal != variant.seal:
        why = "the decision belongs to another seal: the piece was changed after a person saw it"
        return _refused(variant, why, "have the piece as it is now decided again", variant.seal, decision.seal)
    if decision.action != "approve":
        why = f"the latest decision is not an approval but: {decision.action} ({decision.reason})"
        return _refused(variant, why, "mend what the reviewer asked for and have it decided again")
    return None


def _unsigned(variant: Variant, signed: Signed) -> Refusal | None:
    """One approval is not enough where the policy of its market asks for more, or for other people."""
    if signed.by and not signed.missing:
        return None
    why = f"the policy of {variant.market} is not met: {signed.missing or 'no approval of it counts'}"
    return _refused(variant, why, "have it approved by those who are missing (styleloop review; checks/policy.toml)")


def _changed(variant: Variant, drawn_pixels: str) -> Refusal | None:
    now = seal(variant.words, variant.words.text(ALT), drawn_pixels, variant.placement, variant.market)
    if now == variant.seal:
        return None
    part = "the picture" if drawn_pixels != variant.rendering.pixels else "words, alt text, format or market"
    why = f"what is about to ship is not what was approved: {part} changed"
    return _refused(variant, why, "ship the approved file, or have the changed piece decided again", now, variant.seal)


def _blocked(variant: Variant, signed: Signed, findings: Sequence[Finding]) -> Refusal | None:
    strangers = [f.id for f in findings if f.subject not in (variant.id, variant.line)]
    if strangers:
        why = f"findings on another piece were given ({strangers[0]}), so its own may be missing"
        return _refused(variant, why, "give the findings on this piece and on its line")
    left = [f for f in findings if f.severity == "block" and f.id not in signed.aside]
    if not left:
        return None
    why = f"{len(left)} open block(s): " + " | ".join(f"{f.id} {f.message}" for f in left)
    return _refused(
        variant, why, "mend the piece, or have the block dismissed with a reason by who may (docs/review.md)"
    )


def _ended(
    variant: Variant,
    signed: Signed,
    findings: Sequence[Finding],
    claims: Sequence[Claim],
    day: date,
    filled: Sequence[FilledSlot],
) -> Refusal | None:
    for claim in claims_lapsed(variant, claims, filled, day):
        if any(_known_and_dismissed(claim, variant, decision, findings) for decision in signed.by):
            continue
        dates = f"{claim.starts or 'always'} to {claim.ends or 'open end'}"
        why = f"the claim {claim.slug} does not hold in {variant.market} on {day} (it holds {dates})"
        return _refused(variant, why, "make the line without the claim, or renew the claim with its proof")
    return None


def _known_and_dismissed(claim: Claim, variant: Variant, decision: Decision, findings: Sequence[Finding]) -> bool:
    """A dismissal given while the claim still held says nothing about the time after it ended."""
    if claim.holds(variant.market, decision.at.date(), variant.product):
        return False
    cited = f"claim.{claim.slug}:"
    return any(f.id in decision.dismissed and f.cited.startswith(cited) for f in findings)


def _to_come(variant: Variant, signed: Signed, day: date) -> Refusal | None:
    """An approval dated after today was given by a clock that was wrong, or is: what held on its day is not known."""
    late = [decision for decision in signed.by if decision.at.date() > day + _ACROSS]
    if not late:
        return None
    why = f"the approval of {late[0].who} is dated {late[0].at.date()}, which is still to come: a clock is wrong"
    return _refused(variant, why, "set the clock and have the piece decided again", f"today is {day}")
