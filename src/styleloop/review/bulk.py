"""One person's approval of many variants at once: never across a block, and the count is said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from styleloop.errors import PolicyError
from styleloop.review.decide import decide
from styleloop.review.open import about, open_blocks
from styleloop.review.signed import approval
from styleloop.review.under import Under
from styleloop.types.audit import Finding
from styleloop.types.brand import Market
from styleloop.types.review import Decision
from styleloop.types.variant import Variant


@dataclass(frozen=True)
class Bulk:
    """What one bulk approval did: a decision per variant, and who was left out and why."""

    decisions: tuple[Decision, ...]
    left: tuple[tuple[str, str], ...]
    """(variant id, why it was not approved)."""
    remarked: int = 0
    """How many of the approved carry remarks that nobody dismissed."""
    partly: int = 0
    """How many of the approved still wait for somebody else's approval."""

    @property
    def count(self) -> int:
        """How many were approved: the figure the button states."""
        return len(self.decisions)

    def words(self) -> str:
        """`Approve 14; 2 left out: a block is open; 3 of the 14 carry remarks`."""
        said = [f"Approve {self.count}"]
        if self.left:
            said.append(f"{len(self.left)} left out: {'; '.join(sorted({why for _, why in self.left}))}")
        if self.partly:
            said.append(
                f"{self.partly} of the {self.count} still {_s(self.partly, 'waits', 'wait')} for another person"
            )
        if self.remarked:
            said.append(f"{self.remarked} of the {self.count} {_s(self.remarked, 'carries', 'carry')} remarks")
        return "; ".join(said)


def _s(count: int, one: str, many: str) -> str:
    return one if count == 1 else many


def approve_all(
    variants: Sequence[Variant],
    findings: Sequence[Finding],
    who: str,
    role: str,
    markets: Mapping[str, Market],
    at: datetime,
    stated: int | None = None,
    earlier: Sequence[Decision] = (),
    under: Under | None = None,
    held: Mapping[str, str] | None = None,
) -> Bulk:
    """Approve many at once; never across a block, what no longer holds, or in a market this role may not sign for.

    Args:
        variants: what the person chose.
        findings: findings on any of them.
        who: pseudonymous id of the person.
        role: the role they act in.
        markets: locale -> market.
        at: when, with its time zone.
        stated: the figure the person saw on the button, where they saw one.
        earlier: decisions made before, in their order.
        under: the rules of the day; None: none but the markets'.
        held: id -> why, of those that publishing would hold back today for what they rest on.

    Raises:
        PolicyError: `stated` is not the number that would be approved now; nothing is approved.
        InputError: `at` has no time zone.
    """
    made: list[Decision] = []
    remarked = partly = 0
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
        if held and variant.id in held:
            left.append((variant.id, held[variant.id]))
            continue
        before = [d for d in earlier if d.seal == variant.seal]
        try:
            word = decide(variant, own, who, role, market, "approve", "", (), at, before, under)
        except PolicyError as refused:
            left.append((variant.id, str(refused)))
            continue
        made.append(word)
        remarked += bool(own)
        partly += approval(variant, (*before, word), under or Under()).partly
    if stated is not None and stated != len(made):
        raise PolicyError(f"the button said Approve {stated}, but {len(made)} can be approved now; look again")
    return Bulk(decisions=tuple(made), left=tuple(left), remarked=remarked, partly=partly)
