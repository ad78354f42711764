"""Packs of rules as files: TOML in, records out. What cannot be read is told by file, line and key; the rest stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from pydantic import ValidationError

from styleloop.audit.legal_groups import Groups, groups_of, spelt_out
from styleloop.audit.legal_scope import nowhere
from styleloop.errors import shortened
from styleloop.language.phrases import Phrases
from styleloop.types.pack import Pack, PackExample, PackRule, PackWords

_HEAD = re.compile(r"^\s*\[\[\s*rules\s*\]\]", re.MULTILINE)
_GAPS = re.compile(r" (?:\.\.\.|&) ")
_PARTS = ("phrases", "traps", "beside", "answered", "known", "proven")
_KNOWN = ("title", "family", "groups", "rules")


@cache
def shipped() -> tuple[Pack, ...]:
    """The packs that ship in `data/packs`, by name."""
    return joined(read_packs(shipped_texts()))


def shipped_texts() -> dict[str, str]:
    """What the packs that ship say, by name."""
    folder = files("styleloop") / "data" / "packs"
    return {p.name.removesuffix(".toml"): p.read_text("utf-8") for p in folder.iterdir() if p.name.endswith(".toml")}


def read_packs(texts: Mapping[str, str], folder: str = "data/packs") -> tuple[Pack, ...]:
    """Packs by name, as their files say; `joined` gives their rules the words that they share.

    Args:
        texts: name of a file without `.toml` -> what it says.
        folder: where the files lie, for faults.
    """
    return tuple(_pack(name, texts[name], f"{folder}/{name}.toml") for name in sorted(texts))


def joined(packs: Sequence[Pack]) -> tuple[Pack, ...]:
    """The packs with every `like` followed; a slug that stands twice, or names nothing, is a fault of its pack."""
    rules: dict[str, PackRule] = {}
    for pack in packs:
        for rule in pack.rules:
            rules.setdefault(rule.slug, rule)
    return tuple(_followed(pack, rules) for pack in packs)


def _followed(pack: Pack, rules: Mapping[str, PackRule]) -> Pack:
    kept: list[PackRule] = []
    faults = list(pack.faults)
    for rule in pack.rules:
        if rules[rule.slug] is not rule and rules[rule.slug] != rule:
            faults.append(f"{pack.name}.toml, rule {rule.slug}: field slug: another rule has this name")
        elif rule.like and rule.like not in rules:
            near = get_close_matches(rule.like, rules, 1)
            hint = f"; did you mean {near[0]}?" if near else ""
            faults.append(f"{pack.name}.toml, rule {rule.slug}: field like: no rule is named {rule.like!r}{hint}")
        else:
            kept.append(_with_words_of(rule, rules[rule.like]) if rule.like else rule)
    fields = {"name": pack.name, "title": pack.title, "family": pack.family}
    return Pack(**fields, rules=tuple(kept), faults=tuple(faults))


def _with_words_of(rule: PackRule, other: PackRule) -> PackRule:
    """The rule with the other's words under its own, language by language."""
    own = {words.language: words for words in rule.words}
    theirs = {words.language: words for words in other.words}
    made = []
    for language in sorted({*own, *theirs}):
        a, b = own.get(language, PackWords(language=language)), theirs.get(language, PackWords(language=language))
        made.append(PackWords(language=language, **{part: (*getattr(b, part), *getattr(a, part)) for part in _PARTS}))
    return rule.model_copy(update={"words": tuple(made), "like": ""})


@lru_cache(maxsize=128)  # a project's own pack changes; those that ship do not
def _pack(name: str, text: str, place: str) -> Pack:
    try:
        fields = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as problem:
        return Pack(name=name, faults=(f"{place}: not TOML: {problem}",))
    rows = fields.get("rules", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return Pack(name=name, faults=(f"{place}, line {_line(text, 'rules')}: field rules: expected [[rules]]",))
    faults = [
        f"{place}, line {_line(text, key)}: field {key}: no such field; expected {', '.join(_KNOWN)}"
        for key in fields
        if key not in _KNOWN
    ]
    family = fields.get("family", "legal")
    if family not in ("legal", "platform"):
        faults.append(
            f"{place}, line {_line(text, 'family')}: field family: expected legal or platform; got {family!r}"
        )
        family = "legal"
    groups = fields.get("groups", {})
    if fault := _unlisted(groups):
        faults.append(f"{place}, line {_line(text, 'groups')}: field groups: {fault}")
        groups = {}
    rules: list[PackRule] = []
    for number, row in enumerate(rows):
        made = _rule(row, text, place, number, groups)
        if isinstance(made, PackRule):
            rules.append(made)
        else:
            faults.append(made)
    return Pack(name=name, title=str(fields.get("title", "")), family=family, rules=tuple(rules), faults=tuple(faults))


def _unlisted(groups: object) -> str:
    """What is wrong with `[groups.<language>]`; empty where nothing is."""
    tables = groups.values() if isinstance(groups, Mapping) else [groups]
    for table in tables:
        lists = table.values() if isinstance(table, Mapping) else [None]
        for words in lists:
            if not isinstance(words, list) or not words or not all(isinstance(word, str) and word for word in words):
                return "expected [groups.<language>] with a list of words by name"
    return ""


def _rule(row: Mapping[str, Any], text: str, place: str, number: int, groups: Mapping[str, Groups]) -> PackRule | str:
    """The rule of one `[[rules]]` table, or what is wrong with it."""
    called = f"rule {row.get('slug', number + 1)}"
    try:
        made = PackRule.model_validate(_fields(row, groups))
    except ValidationError as problem:
        errors = problem.errors()
        first = next((one for one in errors if one["type"] == "extra_forbidden"), errors[0])
        keys = [str(part) for part in first["loc"] if not isinstance(part, int)]
        return f"{place}, line {_line(text, keys[-1] if keys else '', number)}, {called}: {_said(first, keys)}"
    except (TypeError, ValueError) as problem:
        return f"{place}, line {_line(text, 'words', number)}, {called}: {problem}"
    if made.starts and made.ends and made.ends < made.starts:
        return f"{place}, line {_line(text, 'ends', number)}, {called}: field ends: before it starts: it never counts"
    for key, got, said in nowhere(made):
        return f"{place}, line {_line(text, got, number)}, {called}: {key}: {said}"
    for words in made.words:
        for part in _PARTS:
            for wording in getattr(words, part):
                if not _readable(wording, words.language):
                    line = _line(text, wording, number)
                    return (
                        f"{place}, line {line}, {called}: field {part} ({words.language}): "
                        f"a wording needs a word of its own; got: {wording!r}"
                    )
    return made


def _fields(row: Mapping[str, Any], groups: Mapping[str, Groups]) -> dict[str, Any]:
    """`[rules.words.de]` and `[rules.examples.de-DE]` as the records have them, groups of words spelt out."""
    made = dict(row)
    for name, key in (("words", "language"), ("examples", "locale")):
        tables = row.get(name, {})
        listed = (
            [] if not isinstance(tables, Mapping) else [(which, one) for which in tables for one in _all(tables[which])]
        )
        if not isinstance(tables, Mapping) or not all(isinstance(table, Mapping) for _, table in listed):
            raise ValueError(f"field {name}: expected tables, each headed [rules.{name}.<{key}>]")
        made[name] = tuple({key: which, **table} for which, table in listed)
    made["words"] = tuple(_spelt(table, groups.get(table["language"], {})) for table in made["words"])
    return made


def _spelt(table: Mapping[str, Any], own: Groups) -> dict[str, Any]:
    known = groups_of(str(table["language"]), own)
    made = dict(table)
    for part in _PARTS:
        said = table.get(part)
        if isinstance(said, list) and all(isinstance(wording, str) for wording in said):
            made[part] = [way for wording in said for way in spelt_out(wording, known)]
    return made


def _all(table: Any) -> list[Any]:
    return table if isinstance(table, list) else [table]


def _said(error: Any, keys: Sequence[str]) -> str:
    name = ".".join(keys) or "slug"
    if error["type"] == "extra_forbidden":
        known = (*PackRule.model_fields, *PackWords.model_fields, *PackExample.model_fields)
        near = get_close_matches(keys[-1], known, 1)
        return f"field {name}: no such field" + (f"; did you mean {near[0]}?" if near else "")
    if error["type"].startswith("date_"):
        return f"field {name}: expected a date as YYYY-MM-DD; got: {shortened(error.get('input'))}"
    got = "" if error["type"] == "missing" else f"; got: {shortened(error.get('input'))}"
    return f"field {name}: {error['msg']}{got}"


def _readable(wording: str, language: str) -> bool:
    try:
        if language not in UNSPACED:
            Phrases([(part, 0) for part in _GAPS.split(wording)])
        return bool(wording.strip(" .*|"))
    except (ValueError, IndexError):
        return False


UNSPACED = frozenset({"ja", "zh", "th"})
"""Languages written without spaces: their wordings are sought letter by letter."""


def _line(text: str, key: str, number: int | None = None) -> int:
    """The line on which `key` stands: in the `number`th `[[rules]]` table, else anywhere; its first line if nowhere."""
    begin, end = 0, len(text)
    if number is not None:
        heads = [found.start() for found in _HEAD.finditer(text)]
        begin = heads[number] if number < len(heads) else 0
        end = heads[number + 1] if number + 1 < len(heads) else len(text)
    spot = re.search(rf"^\s*\[*\s*[\w.\-]*?\b{re.escape(key)}\b", text[begin:end], re.MULTILINE) if key else None
    at = begin + spot.end() if spot else text.find(key, begin, end) if key and key in text[begin:end] else begin
    return text.count("\n", 0, at) + 1
