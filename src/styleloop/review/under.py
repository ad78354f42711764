"""What a decision is held against beside the piece: the policy, who wrote the line, what was decided before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from styleloop.types.audit import Finding
from styleloop.types.brand import Claim, Market
from styleloop.types.policy import ARCHITECT, Policy
from styleloop.types.review import Decision
from styleloop.types.variant import Variant


@dataclass(frozen=True)
class Under:
    """The rules of the day. An empty one asks for one approval by any id in a role of the market."""

    policy: Policy = field(default_factory=Policy)
    markets: Mapping[str, Market] = field(default_factory=dict)
    """Locale -> market; of one that is not here no role is asked for."""
    authors: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Line -> ids of those who wrote or edited it."""
    families: Mapping[str, str] = field(default_factory=dict)
    """Name of a check -> its family."""
    claims: tuple[Claim, ...] = ()
    """The register: a dismissal that rests on a claim ends with it."""
    day: date | None = None
    """Today; None: no claim is asked whether it still holds."""

    def family(self, finding: Finding) -> str:
        """Family of the check that made a remark; empty when it is not known."""
        return self.families.get(finding.guardrail.partition("@")[0], "")

    def roles(self, market: Market) -> tuple[str, ...]:
        """Roles that may decide in a market."""
        return tuple(dict.fromkeys((*market.reviewers, *self.policy.rule(market.locale).roles, ARCHITECT)))

    def why_not(self, decision: Decision, variant: Variant) -> str:
        """Why an approval does not count under the policy as it is now; empty when it does."""
        market = self.markets.get(variant.market)
        if market is not None and decision.role not in self.roles(market):
            return f"the role {decision.role} may not decide for {market.locale}"
        if not self.policy.allows(decision.who, decision.role, variant.market, decision.at.date()):
            return f"the policy does not list {decision.who} as {decision.role} for {variant.market} on that day"
        if self.policy.rule(variant.market).four_eyes and decision.who in self.authors.get(variant.line, frozenset()):
            return f"{decision.who} wrote or edited the line, and somebody else has to approve it"
        return ""

    def set_aside(
        self, variant: Variant, findings: tuple[Finding, ...], decisions: tuple[Decision, ...]
    ) -> frozenset[str]:
        """Ids of the remarks on a piece that these decisions set aside and that still are today.

        A block comes back when the role may no longer dismiss it, or when the claim it cites has ended since.
        """
        return frozenset(
            f.id
            for f in findings
            for d in decisions
            if f.id in d.dismissed
            and (
                f.severity != "block"
                or (self.may_dismiss(f, d.role, variant.market) and not self._ended(f, d, variant))
            )
        )

    def may_dismiss(self, finding: Finding, role: str, market: str) -> bool:
        """Whether a role may set a remark aside."""
        allowed = self.policy.dismissers(finding, self.family(finding), market)
        return allowed is None or role in allowed

    def _ended(self, finding: Finding, decision: Decision, variant: Variant) -> bool:
        """Whether the claim that a block cites held when it was dismissed, and holds no longer."""
        if self.day is None:
            return False
        cited = [c for c in self.claims if finding.cited.startswith(f"claim.{c.slug}:")]
        then, place = decision.at.date(), (variant.market, variant.product)
        return any(c.holds(place[0], then, place[1]) and not c.holds(place[0], self.day, place[1]) for c in cited)
