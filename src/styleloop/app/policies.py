"""`checks/policy.toml`: who may decide what, read anew whenever it is asked, so that a change counts at once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from pydantic import ValidationError

from styleloop.adapters.stores.trail import Told
from styleloop.app.brandfiles import read_toml, record
from styleloop.app.project import Project
from styleloop.app.registry import installed
from styleloop.errors import SettingsError, shortened
from styleloop.review import Under
from styleloop.types.brand import Market
from styleloop.types.policy import ApprovalRule, DismissalRule, Policy, Seat
from styleloop.types.record import Record, canonical

POLICY = Path("checks") / "policy.toml"
_BLOCKS: dict[str, type[Record]] = {"approval": ApprovalRule, "dismissal": DismissalRule, "people": Seat}
_REMOVED = "removed"
_FIELD = re.compile(r"field ([\w.]+)")


def policy(project: Project) -> Policy:
    """What `checks/policy.toml` says; an empty policy where there is no such file.

    Raises:
        SettingsError: something in it cannot be read or is about nothing; names the file, the line and the key.
    """
    path = project.root / POLICY
    if not path.is_file():
        return Policy()
    text = text_of(path)
    said = read_toml(path)
    if strange := sorted(set(said) - set(_BLOCKS)):
        have = ", ".join(f"[[{name}]]" for name in _BLOCKS)
        raise SettingsError(f"{path}, line {line_in(text, strange[0])}: key {strange[0]}: expected one of {have}")
    read = {name: _blocks(path, text, name, said.get(name, []), project) for name in _BLOCKS}
    try:
        return Policy.model_validate(read)
    except ValidationError as problem:
        told = str(problem.errors()[0]["msg"]).removeprefix("Value error, ")
        raise SettingsError(f"{path}: {told}") from problem


def under(project: Project) -> Under:
    """The rules of the day, for every line: the policy with markets, authors and claims as they are now."""
    now = policy(project)
    kit = project.kit
    asked = any(rule.family for rule in now.dismissal)
    return Under(
        policy=now,
        markets={market.locale: market for market in kit.markets},
        authors=_authors(project) if any(rule.four_eyes for rule in now.approval) else {},
        families={g.name: g.family for g in project.guardrails} if asked else {},
        claims=kit.claims,
        day=project.today,
    )


def roles(project: Project, market: Market) -> tuple[str, ...]:
    """Roles that may decide in a market, those that the policy asks for among them."""
    return Under(policy=policy(project)).roles(market)


def may_decide(project: Project, who: str, role: str, market: Market) -> bool:
    """Whether a person may decide in a market today."""
    now = policy(project)
    return role in Under(policy=now).roles(market) and now.allows(who, role, market.locale, project.today)


def may_everywhere(project: Project, who: str, role: str) -> bool:
    """Whether the list of people lets a person act in this role in every market today, as the brand's own files do."""
    now = policy(project)
    return all(now.allows(who, role, market.locale, project.today) for market in project.kit.markets)


def may_somewhere(project: Project, who: str, role: str) -> bool:
    """Whether a person may decide in some market today."""
    now = policy(project)
    rules = Under(policy=now)
    return any(
        role in rules.roles(market) and now.allows(who, role, market.locale, project.today)
        for market in project.kit.markets
    )


def witness(project: Project, connection: sa.Connection) -> None:
    """Write down that the policy or a claim is not what the trail last saw, in the transaction that rests on it.

    They are files that people keep in git: nobody tells of a change, so it is seen when it first counts.
    """
    told: list[Told] = []
    now = policy(project)
    past = project.store.trail.rows("policy", connection)
    if (past[-1]["body"]["now"] if past else "") != now.digest and (
        past or now.approval or now.dismissal or now.people
    ):
        was = past[-1]["body"]["now"] if past else ""
        told.append(("policy", {"was": was, "now": now.digest, "policy": now.model_dump(mode="json")}))
    told += _claims(project, connection)
    project.store.trail.add(told, connection)


def _claims(project: Project, connection: sa.Connection) -> list[Told]:
    seen = {row["body"]["claim"]: row["body"]["now"] for row in project.store.trail.rows("claim", connection)}
    here = {claim.slug: claim.model_dump(mode="json") for claim in project.kit.claims}
    told: list[Told] = []
    for slug in sorted({*seen, *here}):
        now = hashlib.sha256(canonical(here[slug]).encode()).hexdigest() if slug in here else _REMOVED
        if now != seen.get(slug, ""):
            said: dict[str, Any] = {"claim": slug, "was": seen.get(slug, ""), "now": now}
            told.append(("claim", said | ({"register": here[slug]} if slug in here else {})))
    return told


def _authors(project: Project) -> Mapping[str, frozenset[str]]:
    """Line -> who wrote or edited it or a line of the same market that it was made from."""
    wrote: dict[str, set[str]] = {}
    before: dict[str, str] = {}
    for edit in project.store.edits.all():
        wrote.setdefault(edit.made, set()).add(edit.who)
        before[edit.made] = edit.line
    found: dict[str, frozenset[str]] = {}
    drafts = {draft.id: draft for draft in project.store.drafts.all()} if wrote else {}
    for draft in drafts.values():
        above = drafts.get(draft.parent)
        if above is not None and above.market == draft.market:
            before.setdefault(draft.id, above.id)
    for line in {*wrote, *before}:
        people: set[str] = set()
        here, seen = line, set[str]()
        while here and here not in seen:
            seen.add(here)
            people |= wrote.get(here, set())
            here = before.get(here, "")
        found[line] = frozenset(people)
    return found


def text_of(path: Path) -> str:
    """What a file says; empty where it cannot be read."""
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""  # what is wrong with it is said by whoever reads it next


def _blocks(path: Path, text: str, name: str, rows: Any, project: Project) -> list[Record]:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        place = f"{path}, line {line_in(text, name)}: key {name}"
        raise SettingsError(f"{place}: expected blocks, each headed [[{name}]]; got: {shortened(rows)}")
    found = []
    for number, row in enumerate(rows, start=1):
        try:
            one = record(_BLOCKS[name], row, path, f"[[{name}]] {number}")
        except SettingsError as problem:
            field = (_FIELD.search(str(problem)) or [""] * 2)[1].partition(".")[0]
            told = str(problem).removeprefix(f"{path}, ")
            raise SettingsError(f"{path}, line {line_in(text, name, number, field)}: {told}") from problem
        for key, problem_said in _unknown(one, project):
            place = f"{path}, line {line_in(text, name, number, key)}: [[{name}]] {number}: field {key}"
            raise SettingsError(f"{place}: {problem_said}")
        found.append(one)
    return found


def _unknown(one: Record, project: Project) -> Sequence[tuple[str, str]]:
    """(key, what is wrong) of names that mean nothing here: a rule about nothing would protect nothing."""
    markets = {market.locale for market in project.kit.markets}
    for market in getattr(one, "markets", ()):
        if market not in markets:
            expected = f"expected markets of this project ({', '.join(sorted(markets))}); got: {market!r}"
            return [("markets", f"{expected}; what to do: correct it, or add markets/{market}.toml")]
    name = getattr(one, "guardrail", "")
    checks = [plugin.name for plugin in installed("guardrails")]
    if name and name not in checks:
        return [("guardrail", f"expected the name of a check ({', '.join(checks)}); got: {name!r}")]
    return []


def line_in(text: str, name: str, number: int = 1, key: str = "") -> int:
    """Line, from 1, of a key of the `number`th `[[name]]`; of its head where the key is not found."""
    head = re.compile(rf"\s*\[\[?\s*{re.escape(name)}\s*\]?\]|\s*{re.escape(name)}\s*=")
    at = passed = 0
    for row, line in enumerate(text.splitlines(), start=1):
        if head.match(line):
            passed += 1
            at = row if passed == number else at
        elif at and passed == number and key and re.match(rf"\s*{re.escape(key)}\s*=", line):
            return row
        elif at and passed == number and line.lstrip().startswith("["):
            break
    return at or 1
