"""What `checks/` says that can never come true: a quorum nobody can fill, a role nobody holds, a platform nobody has.

A policy like that lets nothing out, and a rule like that never counts. People join, leave and get their last day, so it
is told and not refused: the other markets go on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from styleloop.app.packfiles import PACKS, packs_of
from styleloop.app.policies import POLICY, line_in, policy, text_of
from styleloop.app.project import Project
from styleloop.errors import SettingsError
from styleloop.review import Under
from styleloop.types.brand import Market
from styleloop.types.policy import BLOCKS_BY, ApprovalRule, DismissalRule, Policy, Seat


def doubts(project: Project) -> tuple[str, ...]:
    """Everything of the policy and of the packs that cannot be read or come true; file, line, key and what to do."""
    return (*policy_doubts(project), *pack_doubts(project))


def policy_doubts(project: Project) -> tuple[str, ...]:
    """What of `checks/policy.toml` cannot be read, or nobody can fulfil today."""
    try:
        now = policy(project)
    except SettingsError as problem:
        return (str(problem),)
    return tuple(_Doubts(project, now).all())


def pack_doubts(project: Project) -> tuple[str, ...]:
    """What of the packs cannot be read; platforms and markets of the project's own ones that are nowhere here."""
    packs = packs_of(project.root)
    found = [fault for pack in packs for fault in pack.faults]
    platforms = sorted({p.platform for p in project.placements if p.platform})
    markets = {market.locale for market in project.kit.markets}
    for pack in packs:
        for rule in pack.rules if (project.root / PACKS / f"{pack.name}.toml").is_file() else ():
            place = f"{PACKS}/{pack.name}.toml, rule {rule.slug}"
            found += [
                f"{place}: field platforms: no format here is of {name!r}; expected: {', '.join(platforms)}"
                f"{_near(name, platforms)}"
                for name in rule.platforms
                if name not in platforms
            ]
            found += [
                f"{place}: field markets: {name!r} is a language, and no market here is named so; expected a country, "
                f"such as {name.upper()}, or a market ({', '.join(sorted(markets))})"
                for name in rule.markets
                if name.islower() and name not in markets
            ]
    return tuple(found)


class _Doubts:
    """Looks through one policy."""

    def __init__(self, project: Project, now: Policy) -> None:
        self._path = project.root / POLICY
        self._text = text_of(self._path)
        self._policy = now
        self._day = project.today
        self._markets: Sequence[Market] = project.kit.markets
        under = Under(policy=now)
        self._roles: Mapping[str, tuple[str, ...]] = {m.locale: under.roles(m) for m in self._markets}

    def all(self) -> Iterator[str]:
        """Every doubt, in the order of the file's blocks."""
        rules = [(n, rule) for n, rule in enumerate(self._policy.approval, start=1)]
        for number, rule in rules if self._policy.people else ():
            yield from self._approval(number, rule)
        if self._policy.people:
            yield from self._nobody()
        for number, dismissal in enumerate(self._policy.dismissal, start=1):
            yield from self._dismissal(number, dismissal)
        for number, seat in enumerate(self._policy.people, start=1):
            yield from self._seat(number, seat)

    def _said(self, block: str, number: int, key: str, told: str, cure: str) -> str:
        line = line_in(self._text, block, number, key)
        return f"{self._path}, line {line}: [[{block}]] {number}: field {key}: {told}; what to do: {cure}"

    def _holders(self, market: str, role: str = "") -> list[str]:
        """Ids of who may decide there today, in that role or in any that counts there."""
        asked = (role,) if role else self._roles[market]
        return [s.who for s in self._policy.people if any(s.may(one, market, self._day) for one in asked)]

    def _nobody(self) -> Iterator[str]:
        for market, roles in self._roles.items():
            if not self._holders(market):
                yield (
                    f"{self._path}, line {line_in(self._text, 'people')}: key people: nobody who is listed may decide "
                    f"in {market} on {self._day} (roles there: {', '.join(roles)}): no line of it can be approved; "
                    f"what to do: list somebody for it, or take {market} out of markets/"
                )

    def _approval(self, number: int, rule: ApprovalRule) -> Iterator[str]:
        here = [m for m in self._roles if self._policy.rule(m) is rule and self._holders(m)]
        for role in dict.fromkeys(rule.roles):
            lacking = [m for m in here if not self._holders(m, role)]
            if lacking:
                held = sorted({one for seat in self._policy.people for one in seat.roles})
                told = f"nobody who is listed is {role} in {', '.join(lacking)}{_near(role, held)}"
                cure = f"give one of the [[people]] the role {role} there, or take it out: nothing can be approved"
                yield self._said("approval", number, "roles", told, cure)
        for market in here:
            who = self._holders(market)
            key = "approvals" if rule.approvals > len(set(rule.roles)) else "roles"
            if len(who) < rule.needed:
                told = f"{rule.needed} different people have to approve in {market}; listed there: {', '.join(who)}"
                cure = "list more [[people]] for it, or ask for fewer: nothing can be approved"
                yield self._said("approval", number, key, told, cure)
            elif not _each_another({role: held for role in rule.roles if (held := self._holders(market, role))}):
                told = f"{' and '.join(rule.roles)} have to be different people in {market}, and too few hold them"
                cure = "give the roles to more of the [[people]]: nothing can be approved"
                yield self._said("approval", number, "roles", told, cure)

    def _dismissal(self, number: int, rule: DismissalRule) -> Iterator[str]:
        meant = [m for m in self._roles if not rule.markets or m in rule.markets]
        idle = [m for m in meant if not any(self._dismisses(m, role) for role in rule.roles)]
        known = sorted({role for roles in self._roles.values() for role in roles})
        if idle:
            told = f"nobody may decide as {' or '.join(rule.roles)} in {', '.join(idle)}"
            hint = "".join(_near(role, known) for role in rule.roles if role not in known)
            cure = "name a role that decides there, or add it to `reviewers` in the market's file: else nobody can "
            yield self._said("dismissal", number, "roles", f"{told}{hint}", f"{cure}set such a remark aside")
            return
        for role in rule.roles:
            if role not in known and role not in BLOCKS_BY:
                told = f"no market lets a {role} decide; got: {role!r}{_near(role, known)}"
                yield self._said("dismissal", number, "roles", told, f"one of: {', '.join(known)}")

    def _dismisses(self, market: str, role: str) -> bool:
        return role in self._roles[market] and (not self._policy.people or bool(self._holders(market, role)))

    def _seat(self, number: int, seat: Seat) -> Iterator[str]:
        meant = [m for m in self._roles if not seat.markets or m in seat.markets]
        known = sorted({role for market in meant for role in self._roles[market]})
        idle = not set(seat.roles) & set(known)
        for role in seat.roles:
            if idle or (role not in known and role not in BLOCKS_BY):
                told = f"a {role} decides nothing in {', '.join(meant)}; got: {role!r}{_near(role, known)}"
                cure = f"one of {', '.join(known)}, or add {role} to `reviewers` in the market's file"
                yield self._said("people", number, "roles", told, cure)


def _each_another(holders: Mapping[str, Sequence[str]]) -> bool:
    """Whether every role can be filled by a person of its own (Kuhn's augmenting paths)."""
    taken: dict[str, str] = {}

    def filled(role: str, tried: set[str]) -> bool:
        for who in holders[role]:
            if who not in tried:
                tried.add(who)
                if who not in taken or filled(taken[who], tried):
                    taken[who] = role
                    return True
        return False

    return all(filled(role, set()) for role in holders)


def _near(name: str, known: Sequence[str]) -> str:
    near = [one for one in get_close_matches(name, known, 1) if one != name]
    return f"; did you mean {near[0]}?" if near else ""
