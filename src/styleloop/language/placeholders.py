"""Placeholders and markup in a string: `{ $url }`, `{ -brand-name }`, `{0}`, `%(name)s`, `<a href="...">`. Pure.

What a programme fills in must come through a translation unharmed. Brand terms (Fluent `{ -term }`) may be said once or
three times, as the language likes; variables may not. Case parameters of a term (`{ -term(case: "gen") }`) belong to
the language, not to the term.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Literal

Kind = Literal["variable", "term", "tag"]

_FOUND = re.compile(
    r"(?P<mustache>\{\{\s*[\w.-]+\s*\}\})"
    r"|(?P<dollar>\$\{\s*[\w.-]+\s*\})"
    r"|(?P<brace>\{\s*(?:[$-]?[A-Za-z_][\w.-]*|\d+)\s*(?:\([^{}()]*\)|,[^{}]*)?\s*\})"
    r"|(?P<printf>(?<![\w%])%(?:\(\w+\)|\d+\$)?(?:\.\d+)?[sdif@](?!\w))"
    r"|(?P<tag></?[A-Za-z][\w-]*(?:\s[^<>]*)?/?>)"
)
_TAG_NAME = re.compile(r"</?\s*([A-Za-z][\w-]*)")
_INSIDE_TAG = re.compile(r"\{[^{}]*\}")
FREE_TAGS = frozenset({"br", "wbr", "em", "i", "b", "strong", "small", "span", "u"})
"""Markup that a language may set elsewhere, add or do without."""
_SINGLE = frozenset({"br", "wbr", "img", "hr"})


@dataclass(frozen=True)
class Placeholder:
    """One placeholder or tag.

    Attributes:
        key: what it stands for, spelling and case parameters apart: `$url`, `-brand-name`, `0`, `%s`, `<a`, `</a`.
        kind: variable, term, or tag.
        text: as written.
        start: offset of its first character.
        end: offset behind its last.
    """

    key: str
    kind: Kind
    text: str
    start: int
    end: int


def placeholders(text: str) -> tuple[Placeholder, ...]:
    """Every placeholder and tag, in order; variables inside a tag's attributes stand right behind the tag."""
    if not any(map(text.__contains__, "{%<")):
        return ()
    found: list[Placeholder] = []
    for one in _FOUND.finditer(text):
        if one.lastgroup != "tag":
            found.append(_variable(one[0], one.start()))
            continue
        name = _TAG_NAME.match(one[0])
        closing = "</" if one[0].startswith("</") else "<"
        found.append(Placeholder(f"{closing}{name[1].lower() if name else ''}", "tag", one[0], one.start(), one.end()))
        found += [_variable(inner[0], one.start() + inner.start()) for inner in _INSIDE_TAG.finditer(one[0])]
    return tuple(found)


def _variable(text: str, start: int) -> Placeholder:
    bare = text if text.startswith("%") else text.strip("{}$ \t").strip()
    if text.startswith("{") and not text.startswith("{{"):
        bare = text[1:-1].strip()
    key = re.split(r"[(,]", bare, maxsplit=1)[0].strip() if not text.startswith("%") else bare
    kind: Kind = "term" if key.startswith("-") else "variable"
    return Placeholder(key, kind, text, start, start + len(text))


def without(text: str) -> str:
    """`text` with every placeholder and tag blanked out, so that offsets stay."""
    chars = list(text)
    for one in placeholders(text):
        chars[one.start : one.end] = " " * (one.end - one.start)
    return "".join(chars)


def lost_and_strange(source: str, target: str) -> tuple[tuple[str, ...], tuple[Placeholder, ...]]:
    """(keys of `source` that `target` has too seldom, placeholders of `target` that `source` has not or not so often).

    Terms count once; variables and links as often as they stand, once where a text has branches by number (Fluent's
    `{ $n -> [one] ... *[other] ... }`), for each language has its own; emphasis and line breaks are free.
    """
    branches = "->" in source or "->" in target
    wanted, found = _weighed(source, branches), _weighed(target, branches)
    lost = tuple(key for key, number in wanted.items() for _ in range(number - found.get(key, 0)))
    left = Counter(wanted)
    strange = []
    seen: set[str] = set()
    for one in placeholders(target):
        once = branches or one.kind == "term"
        if _free(one) or (once and (one.key in seen or one.key in wanted)):
            continue
        seen.add(one.key)
        if left[one.key] > 0:
            left[one.key] -= 1
        else:
            strange.append(one)
    return lost, tuple(strange)


def unbalanced(text: str) -> tuple[str, ...]:
    """Names of tags that are opened and not closed, or closed and not opened, in the order met."""
    open_tags: list[str] = []
    wrong: list[str] = []
    for one in placeholders(text):
        name = one.key.lstrip("</")
        if one.kind != "tag" or name in _SINGLE or one.text.endswith("/>"):
            continue
        if one.key.startswith("</"):
            if name in open_tags:
                open_tags.reverse()
                open_tags.remove(name)
                open_tags.reverse()
            else:
                wrong.append(name)
        else:
            open_tags.append(name)
    return (*wrong, *open_tags)


def _weighed(text: str, branches: bool) -> dict[str, int]:
    counted = Counter(one.key for one in placeholders(text) if not _free(one))
    return {key: 1 if branches or key.startswith("-") else number for key, number in counted.items()}


def _free(one: Placeholder) -> bool:
    return one.kind == "tag" and one.key.lstrip("</") in FREE_TAGS
