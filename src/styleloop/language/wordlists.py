"""Wordings from a list of one family and language, with the traps that only look like them. Pure.

A list is `data/lexicons/<family>/<language>.toml`. Every table in it is a kind; its `phrases` are wordings (see
`phrases.py`), or pairs of a wording and what may be said instead; its `traps`, and those of the whole list, are longer
wordings in which one of them is something else. A list with `spaced = false` has `patterns` instead: regular
expressions, for languages without spaces between words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

import regex  # type: ignore[import-untyped]

from styleloop.language.lexicons import lexicon
from styleloop.language.normalise import fold
from styleloop.language.phrases import Phrases, read_words

_TRAP = ""
_ELIDED = regex.compile(r"(?<!\w)(c|d|j|l|m|n|s|t|qu|dell|all|nell|sull|dall)'(?=\w)")
"""Texts are read with the elided word by itself: `d'affari` is two words."""


class Listed(NamedTuple):
    """A wording found: characters `start` to `end` of the text as given.

    Attributes:
        kind: the table it stands in.
        instead: what the list says to write; empty where it says nothing.
    """

    kind: str
    start: int
    end: int
    instead: str


class _Meaning(NamedTuple):
    kind: str
    instead: str


def listed(family: str, language: str, text: str, locale: str = "") -> tuple[Listed, ...]:
    """Every wording of a list in `text`, in order of place, none inside a trap; of those that overlap the longest.

    Args:
        family: folder of the list.
        language: whose list; may be another than the text's own (`en` in a German line).
        text: as written; unseen signs and look-alike letters do not hide a word.
        locale: the text's own.
    """
    if not lexicon(family, language):
        return ()
    found = _spaced(family, language, text, locale or language) if _is_spaced(family, language) else None
    return tuple(_apart(found if found is not None else list(_unspaced(family, language, text))))


def _spaced(family: str, language: str, text: str, locale: str) -> list[Listed]:
    words = read_words(text, locale)
    hits = _phrases(family, language).find(words)
    traps = [hit for hit in hits if hit.meaning.kind == _TRAP]
    return [
        Listed(hit.meaning.kind, words[hit.core_start].start, words[hit.core_end - 1].end, hit.meaning.instead)
        for hit in hits
        if hit.meaning.kind != _TRAP
        and not any(trap.start <= hit.core_start and hit.core_end <= trap.end for trap in traps)
    ]


def _unspaced(family: str, language: str, text: str) -> Iterator[Listed]:
    plain = fold(text, language)
    for pattern, kind, instead in _patterns(family, language):
        for found in pattern.finditer(plain.text):
            if found.end() > found.start():
                yield Listed(kind, *plain.span(*found.span()), instead)


def _apart(found: list[Listed]) -> Iterator[Listed]:
    end = -1
    for one in sorted(found, key=lambda hit: (hit.start, -hit.end, hit.kind)):
        if one.start >= end:
            yield one
            end = one.end


@cache
def _is_spaced(family: str, language: str) -> bool:
    return bool(lexicon(family, language).get("spaced", True))


def _tables(family: str, language: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    return ((name, table) for name, table in lexicon(family, language).items() if isinstance(table, dict))


@cache
def _phrases(family: str, language: str) -> Phrases[_Meaning]:
    entries: list[tuple[str, _Meaning]] = []
    for kind, table in _tables(family, language):
        for said in table["phrases"]:
            wording, instead = (said, "") if isinstance(said, str) else said
            entries.append((wording, _Meaning(kind, instead)))
        entries += [(trap, _Meaning(_TRAP, "")) for trap in table.get("traps", ())]
    return Phrases((_ELIDED.sub(r"\1'_", wording), meaning) for wording, meaning in entries)


@cache
def _patterns(family: str, language: str) -> tuple[tuple[Any, str, str], ...]:
    made = []
    for kind, table in _tables(family, language):
        for said in table["patterns"]:
            pattern, instead = (said, "") if isinstance(said, str) else said
            made.append((regex.compile(pattern.lower() if pattern.isascii() else pattern), kind, instead))
    return tuple(made)
