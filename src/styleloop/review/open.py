"""Which findings are about a variant, and which of them still stand in its way."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from styleloop.types.audit import Finding
from styleloop.types.review import Decision
from styleloop.types.variant import Variant


def about(variant: Variant, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings on this variant or on its line: an objection to the words holds in every size."""
    return tuple(f for f in findings if f.subject in (variant.id, variant.line))


def open_blocks(findings: Sequence[Finding], dismissed: Collection[str] = ()) -> tuple[Finding, ...]:
    """The blocks nobody has dismissed."""
    return tuple(f for f in findings if f.severity == "block" and f.id not in dismissed)


def bound(decisions: Sequence[Decision], variant: Variant) -> list[Decision]:
    """The decisions on exactly what this variant shows, in the order given.

    Whichever piece they were given on; what was restyled from another has decisions of its own alone.
    """
    return [
        d
        for d in decisions
        if (d.seal, d.market) == (variant.seal, variant.market)
        and (d.variant == variant.id or not (variant.parent or d.only))
    ]


def latest(decisions: Sequence[Decision], variant: Variant) -> Decision | None:
    """The latest decision on exactly what this variant shows, one that takes another back included; or None.

    Args:
        decisions: in the order they were made. Not by their times: a clock may go wrong, an order kept does not.
        variant: the piece.
    """
    return next(reversed(bound(decisions, variant)), None)


def remaining(decisions: Sequence[Decision], variant: Variant) -> list[Decision]:
    """The decisions on exactly what this variant shows that still say something, in their order.

    A change or a rejection ends every approval before it; who takes a decision back takes back their own words alone.

    Args:
        decisions: in the order they were made.
        variant: the piece.
    """
    kept: list[Decision] = []
    for decision in bound(decisions, variant):
        if decision.action == "reopen":
            kept = [one for one in kept if one.who != decision.who]
        elif decision.action == "approve":
            kept = [one for one in kept if one.action == "approve"] + [decision]
        else:
            kept = [decision]
    return kept


def stands(decisions: Sequence[Decision], variant: Variant) -> Decision | None:
    """The latest decision on exactly what this variant shows, or None where there is none or it was taken back.

    Bound to the seal, not to the id: an identical re-render keeps its decision, a changed one loses it.

    Args:
        decisions: in the order they were made.
        variant: the piece.
    """
    return next(reversed(remaining(decisions, variant)), None)
