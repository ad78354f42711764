"""Who may decide what, as a team writes it down in `checks/policy.toml`."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from styleloop.types.audit import Family, Finding, Severity
from styleloop.types.record import Record, canonical

ARCHITECT = "architect"
BLOCKS_BY = (ARCHITECT, "legal")
"""Roles that may dismiss a block where no policy says otherwise."""
MOST_APPROVALS = 9
Name = Annotated[str, Field(min_length=1, max_length=80)]


class Seat(Record):
    """One person who may decide: the id that stands in every decision, never a name."""

    who: Name
    roles: tuple[Name, ...] = Field(min_length=1)
    markets: tuple[str, ...] = ()
    """Locales; empty: all."""
    until: date | None = None
    """Last day on which they may decide. What they signed until then keeps counting."""

    def may(self, role: str, market: str, day: date) -> bool:
        """Whether they may decide in `role` for `market` on `day`."""
        here = not self.markets or market in self.markets
        return role in self.roles and here and (self.until is None or day <= self.until)


class ApprovalRule(Record):
    """What an approval takes in some markets."""

    markets: tuple[str, ...] = ()
    """Locales; empty: every market that no other rule names."""
    four_eyes: bool = False
    """Whether somebody who wrote or edited a line may not approve it."""
    approvals: int = Field(default=1, ge=1, le=MOST_APPROVALS)
    """How many different people have to approve."""
    roles: tuple[Name, ...] = ()
    """Roles that have to be among them, each by a person of its own."""

    @property
    def needed(self) -> int:
        """How many different people it takes."""
        return max(self.approvals, len(set(self.roles)))


class DismissalRule(Record):
    """Who may set which remarks aside. Of several that fit, the narrowest counts: check, family, severity, any."""

    guardrail: str = ""
    """Name of a check, without its version."""
    family: Family | Literal[""] = ""
    severity: Severity | Literal[""] = ""
    markets: tuple[str, ...] = ()
    """Locales; empty: all."""
    roles: tuple[Name, ...] = Field(min_length=1)

    def fits(self, finding: Finding, family: str, market: str) -> bool:
        """Whether it speaks of this remark in this market."""
        return (
            self.guardrail in ("", finding.guardrail.partition("@")[0])
            and self.family in ("", family)
            and self.severity in ("", finding.severity)
            and (not self.markets or market in self.markets)
        )

    @property
    def narrowness(self) -> tuple[bool, bool, bool, bool]:
        """Larger is narrower."""
        return bool(self.guardrail), bool(self.family), bool(self.severity), bool(self.markets)


class Policy(Record):
    """Everything the file says. An empty one: one approval, by any id in a role of the market."""

    approval: tuple[ApprovalRule, ...] = ()
    dismissal: tuple[DismissalRule, ...] = ()
    people: tuple[Seat, ...] = ()
    """Where any are listed, only they may decide."""

    @model_validator(mode="after")
    def _once(self) -> Self:
        named = [market for rule in self.approval for market in (rule.markets or ("",))]
        twice = sorted({market for market in named if named.count(market) > 1})
        if twice:
            raise ValueError(f"two [[approval]] rules speak of {twice[0] or 'every other market'}; one may")
        ids = [seat.who for seat in self.people]
        if again := sorted({who for who in ids if ids.count(who) > 1}):
            raise ValueError(f"the person {again[0]} is listed twice; list every role and market once")
        return self

    def rule(self, market: str) -> ApprovalRule:
        """What an approval takes in a market."""
        own = next((rule for rule in self.approval if market in rule.markets), None)
        return own or next((rule for rule in self.approval if not rule.markets), ApprovalRule())

    def allows(self, who: str, role: str, market: str, day: date) -> bool:
        """Whether the list of people lets `who` decide; always, where nobody is listed."""
        return not self.people or any(seat.who == who and seat.may(role, market, day) for seat in self.people)

    def dismissers(self, finding: Finding, family: str, market: str) -> tuple[str, ...] | None:
        """Roles that may set a remark aside; None: any that may decide."""
        fitting = [rule for rule in self.dismissal if rule.fits(finding, family, market)]
        if fitting:
            best = max(rule.narrowness for rule in fitting)
            return tuple(dict.fromkeys(role for r in fitting if r.narrowness == best for role in r.roles))
        return BLOCKS_BY if finding.severity == "block" else None

    @property
    def digest(self) -> str:
        """Lower-case hex sha256 of everything it says."""
        return hashlib.sha256(canonical(self.model_dump(mode="json")).encode()).hexdigest()
