"""What nobody meant to publish: unfilled gaps, writers' notes, markup, garbled letters, doubled words. Pure.

The patterns stand in `data/lexicons/leftovers/signs.toml`; the words that no language says twice in
`data/lexicons/leftovers/doubled.toml`.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from functools import cache
from typing import Any, Literal, NamedTuple

import regex  # type: ignore[import-untyped]

from styleloop.language.lexicons import lexicon
from styleloop.language.spans import covered

Kind = Literal["gaps", "notes", "garbled", "markup", "doubled"]

_SIGNS: tuple[tuple[Kind, str], ...] = (
    ("gaps", "{}[]<>%$#_*@Xx0【〔［（(＜ここ商〇○◯●△×nN"),
    ("notes", ""),
    ("garbled", ""),
    ("markup", "<&[*#"),
)
_URL = regex.compile(r"(?:https?://|www\.)\S+")
_TAG = regex.compile(r"</?[A-Za-z]")
_TWICE = regex.compile(r"(?<![\w'’-])(\p{L}{1,12})([ \u00a0\t]+)(\1)(?![\w'’-])", regex.IGNORECASE)
_STARRED = regex.compile(r"\*\*(.+)\*\*")


class Left(NamedTuple):
    """Characters `start` to `end` of a text that were left in it.

    Attributes:
        fix: what should stand there, where that can be told.
    """

    kind: Kind
    start: int
    end: int
    fix: str | None


def leftovers(text: str, locale: str) -> tuple[Left, ...]:
    """Everything in `text` that is no part of what it says, in order; what overlaps is told once, as the first kind."""
    addresses = covered((found.span() for found in _URL.finditer(text)), len(text))
    found: list[Left] = []
    for kind, signs in _SIGNS:
        if signs and not any(map(text.__contains__, signs)):
            continue
        for one in _pattern(kind).finditer(text):
            at, end = one.span()
            if at < end and not addresses[at] and not _all_of_it(one[0], locale):
                found.append(Left(kind, at, end, _mended(kind, one[0])))
    found += _doubled(text, locale)
    return tuple(_apart(found))


def _all_of_it(said: str, locale: str) -> bool:
    """Whether it is `TODO INCLUIDO`: everything, in capitals."""
    return said.startswith("TODO") and ":" not in said and locale.split("-")[0].lower() in ("es", "pt", "gl")


def _apart(found: list[Left]) -> Iterator[Left]:
    end = -1
    for one in sorted(found, key=lambda left: (left.start, -left.end)):
        if one.start >= end:
            yield one
            end = one.end


def _mended(kind: Kind, said: str) -> str | None:
    if kind == "garbled":
        return "à" if said == "Ã" else _decoded(said)
    if kind != "markup":
        return None
    if said.startswith("&"):
        made = html.unescape(said)
        return made if made != said else None
    starred = _STARRED.fullmatch(said)
    if starred:
        return str(starred[1])
    return "" if _TAG.match(said) or said.startswith("<!--") or said.strip("#\n ") == "" else None


def _decoded(said: str) -> str | None:
    """`Ã¼` -> `ü`, where reading it once more in the right encoding gives letters."""
    for encoding in ("cp1252", "latin-1"):
        try:
            made = said.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
        if "\ufffd" not in made and made != said:
            return made
    return None


def _doubled(text: str, locale: str) -> Iterator[Left]:
    words = _once(locale.split("-")[0].lower())
    for found in _TWICE.finditer(text) if words else ():
        if found[1].lower() in words and not (found[1].isupper() and len(found[1]) > 1):
            yield Left("doubled", found.start(), found.end(), found[1])


@cache
def _once(language: str) -> frozenset[str]:
    return frozenset(lexicon("leftovers", "doubled").get(language, ()))


@cache
def _pattern(kind: str) -> Any:
    return regex.compile("|".join(f"(?:{pattern})" for pattern in lexicon("leftovers", "signs")[kind]))
