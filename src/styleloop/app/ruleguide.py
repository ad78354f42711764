"""What a rule of a check is for: what it objects to, why, by which source, with an example, and what to do about it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from styleloop.app.packfiles import PACKS, packs_of
from styleloop.app.registry import make_all
from styleloop.audit.legal_reading import shipped
from styleloop.errors import InputError
from styleloop.ports import Guardrail
from styleloop.types.pack import Pack, PackRule
from styleloop.types.record import Record

NOT_ADVICE = "Reviewed by no lawyer. It is not legal advice."
_ANSWERED = "the piece has the words that meet the condition (`answered`)"
_PROVEN = ", and it or its proof says what the law asks for (`proven`)"
_BACKS = {
    "claim": "a registered claim that holds (brand/claims.toml) backs the wording",
    "fact": "a fact of the product backs it",
}
DISMISS = {
    "block": "A block stands until somebody whose role may do so (architect, legal, or by the policy) gives a reason.",
    "warn": "A reviewer may dismiss it, with or without a reason.",
    "note": "It asks for nothing; a reviewer may dismiss it.",
    "": "A block is dismissed with a reason by architect or legal; anything less by a reviewer.",
}
"""Severity -> who may set a remark aside."""
_ID = re.compile(r"(?:rule_)?([0-9a-f]{8})[0-9a-f]{0,8}")


class Example(Record):
    """Words that the rule objects to, and words that only look alike."""

    locale: str
    slot: str = "headline"
    breach: str = ""
    clean: str = ""
    facts: tuple[str, ...] = ()
    """What is known of the product in both."""


class Explained(Record):
    """One rule, for people."""

    check: str
    family: str
    rule: str
    objects_to: str
    why: str
    source: str
    severity: str
    """Empty: it depends on the piece; docs/checks.md says how."""
    markets: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    starts: str = ""
    ends: str = ""
    pack: str = ""
    examples: tuple[Example, ...] = ()
    silent_where: tuple[str, ...] = ()
    suggestion: str = ""
    dismiss: str
    tune: str
    review: str = ""
    """Of rules of law: who has reviewed it."""


def explained(root: Path | None, name: str, own: Sequence[Explained] = ()) -> tuple[Explained, ...]:
    """Every rule that `name` means: a rule, `check/rule`, or a pack or a check (all of its rules).

    Args:
        root: the project folder, whose own packs count; None outside a project.
        name: as a finding names it; of a rule of the guidelines its id.
        own: the project's own rules besides (`styleloop.app.ownguide.own_rules`).

    Raises:
        InputError: there is no such rule; says what is near.
    """
    check, _, rule = name.rpartition("/")
    every = (*every_rule(root), *own)
    wanted = by_id[1] if (by_id := _ID.fullmatch(rule)) else rule
    here = [one for one in every if check in ("", one.check)]
    for meant in ("rule", "pack", "check"):
        if found := tuple(one for one in here if getattr(one, meant) == wanted):
            return found
    known = sorted({said for one in every for said in (one.rule, one.pack, one.check) if said})
    near = get_close_matches(rule, known, 3, 0.5)
    expected = ", ".join(near) if near else "a rule, check/rule, a check or a pack"
    raise InputError("no such rule", field="rule", got=name, expected=expected, cure="run: styleloop checks")


def by_family(root: Path | None) -> dict[tuple[str, str], Mapping[str, str]]:
    """(family, `name@version`) of each installed check -> its rules, a project's own packs among them."""
    packs = packs_of(root) if root else shipped()
    return {(g.family, f"{g.name}@{g.version}"): {**g.rules, **_pack_titles(g, packs)} for g in make_all("guardrails")}


def _pack_titles(guardrail: Guardrail, packs: Sequence[Pack]) -> dict[str, str]:
    of = [pack for pack in packs if pack.family == guardrail.name]
    return {rule.slug: f"{rule.title}." for pack in of for rule in pack.rules}


def every_rule(root: Path | None) -> tuple[Explained, ...]:
    """Every rule of every installed check, a project's own packs among them."""
    return tuple(_every(root))


def _every(root: Path | None) -> Iterator[Explained]:
    packs = packs_of(root) if root else shipped()
    for guardrail in make_all("guardrails"):
        of = [pack for pack in packs if pack.family == guardrail.name]
        if of:
            yield from (_of_pack(guardrail, pack, rule) for pack in of for rule in pack.rules)
        else:
            yield from (_of_check(guardrail, rule, text) for rule, text in guardrail.rules.items())


def _of_pack(guardrail: Guardrail, pack: Pack, rule: PackRule) -> Explained:
    legal = pack.family == "legal"
    reviewed = f"Reviewed by {rule.reviewed_by}. It is not legal advice." if rule.reviewed_by else NOT_ADVICE
    proven = _PROVEN if any(words.proven for words in rule.words) else ""
    silent = [_BACKS[backing] + (proven if backing == "claim" else "") for backing in rule.unless]
    silent += [_ANSWERED] if any(words.answered for words in rule.words) else []
    silent += ["the wording is denied"] if rule.denied else []
    return Explained(
        check=guardrail.name,
        family=guardrail.family,
        rule=rule.slug,
        objects_to=f"{rule.title}.",
        why=rule.why,
        source=rule.source,
        severity=rule.severity,
        markets=rule.markets,
        platforms=rule.platforms,
        starts=str(rule.starts or ""),
        ends=str(rule.ends or ""),
        pack=pack.name,
        examples=tuple(
            Example(locale=e.locale, slot=e.slot, breach=e.breach, clean=e.clean, facts=e.facts) for e in rule.examples
        ),
        silent_where=tuple(silent),
        suggestion=rule.suggestion,
        dismiss=DISMISS[rule.severity],
        tune=f"Copy the pack to {PACKS}/{pack.name}.toml and change it there (docs/packs.md).",
        review=reviewed if legal else "",
    )


def _of_check(guardrail: Guardrail, rule: str, text: str) -> Explained:
    told = _told().get(guardrail.name, {})
    rows = [row for row in told.get("examples", ()) if row["rule"] == rule]
    severity = rows[0]["severity"] if rows else ""
    return Explained(
        check=guardrail.name,
        family=guardrail.family,
        rule=rule,
        objects_to=text,
        why=told.get("why", "Whoever made the check says."),
        source=told.get("source", "the check itself"),
        severity=severity,
        examples=tuple(Example(locale="en-GB", breach=row["breach"], clean=row["clean"]) for row in rows),
        suggestion=told.get("back", ""),
        dismiss=DISMISS[severity],
        tune="docs/checks.md says what moves it.",
    )


@cache
def _told() -> Mapping[str, Mapping[str, Any]]:
    text = (files("styleloop") / "data" / "examples" / "rules.toml").read_text("utf-8")
    return {row["name"]: row for row in tomllib.loads(text)["checks"]}
