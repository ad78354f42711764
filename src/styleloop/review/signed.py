"""How far a piece is approved: who has signed, and who is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from styleloop.review.open import remaining
from styleloop.review.under import Under
from styleloop.types.review import Decision
from styleloop.types.variant import Variant


@dataclass(frozen=True)
class Approval:
    """Where one piece stands."""

    signed: tuple[Decision, ...] = ()
    """Approvals that count, one a person, in the order they were given."""
    needed: int = 1
    missing: tuple[str, ...] = ()
    """Who has still to approve it: `somebody as legal`, `1 more person`."""
    void: tuple[tuple[str, str], ...] = ()
    """(id of an approval that does not count, why)."""

    @property
    def done(self) -> bool:
        """Whether everybody who has to approve it has."""
        return bool(self.signed) and not self.missing

    @property
    def partly(self) -> bool:
        """Whether some have and some have not."""
        return bool(self.signed) and bool(self.missing)

    def words(self) -> str:
        """`1 of 2`; empty where nobody has signed or one is enough."""
        return f"{min(len(self.signed), self.needed)} of {self.needed}" if self.signed and self.needed > 1 else ""

    def why_open(self) -> str:
        """`approved by 1 of 2; missing: somebody as legal`, with what does not count."""
        said = f"approved by {len(self.signed)} of {self.needed}; missing: {', '.join(self.missing)}"
        return "; ".join((said, *(f"one approval does not count: {why}" for _, why in self.void)))


def approval(variant: Variant, decisions: Sequence[Decision], under: Under) -> Approval:
    """Who has approved exactly what this variant shows, under the policy as it is now.

    Approvals count from the last change or rejection on; of one person the last one, unless they took it back.

    Args:
        variant: the piece.
        decisions: on it or on anything else, in the order they were made.
        under: the rules of the day.
    """
    latest: dict[str, Decision] = {}
    void: list[tuple[str, str]] = []
    for decision in remaining(decisions, variant):
        if decision.action != "approve":
            continue
        latest.pop(decision.who, None)
        if why := under.why_not(decision, variant):
            void.append((decision.id, why))
        else:
            latest[decision.who] = decision
    signed = tuple(latest.values())
    rule = under.policy.rule(variant.market)
    lacking = [role for role in dict.fromkeys(rule.roles) if role not in {d.role for d in signed}]
    more = rule.needed - len(signed) - len(lacking)
    missing = [f"somebody as {role}" for role in lacking]
    missing += [f"{more} more {'person' if more == 1 else 'people'}"] if more > 0 else []
    return Approval(signed, rule.needed, tuple(missing), tuple(void))
