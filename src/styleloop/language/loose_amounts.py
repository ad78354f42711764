"""Amounts that are no figure with a unit: `a fiver`, `a decade`, `quadruple`, `third of the price`, `Ⅻ`, `1OO`. Pure.

They need backing as figures do, but have no value that could be held against a number: only the same words back them.
Word lists with their traps live in `data/lexicons/loose/`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, Literal, NamedTuple

import regex  # type: ignore[import-untyped]

from styleloop.language.lexicons import lexicon
from styleloop.language.phrases import Phrases, read_words
from styleloop.language.unsaid import denied

_HAN = ("zh", "ja", "ko", "yue")
_Kind = Literal["price", "number"]


class LooseAmount(NamedTuple):
    """Where one stands, and whether it is a price."""

    kind: _Kind
    start: int
    end: int


def loose_amounts(text: str, locale: str) -> Iterator[LooseAmount]:
    """Every loose amount of `text`; signs are found in every language, words where a list ships."""
    language = locale.split("-")[0].lower()
    for found in _signs(language in _HAN).finditer(text):
        yield LooseAmount("number", found.start(), found.end())
    phrases = _phrases(language)
    if phrases is None:
        return
    words = read_words(text, locale)
    hits = phrases.find(words)
    traps = [hit for hit in hits if hit.meaning[1]]
    for hit in hits:
        kind, trap = hit.meaning
        if (
            not trap
            and not denied(words, hit.start, hit.end, language)
            and not any(t.start <= hit.start and hit.end <= t.end for t in traps if t.meaning[0] == kind)
        ):
            yield LooseAmount(kind, words[hit.start].start, words[hit.end - 1].end)


@cache
def _signs(han: bool) -> Any:
    """All patterns in one; where such numerals are the language's own, only beside Latin letters."""
    listed = lexicon("loose", "signs")
    own = rf"(?<!{listed['han'].rstrip('+')}){listed['han']}+\s*+(?=[a-zA-Z])" if han else listed["han"]
    return regex.compile("|".join((*listed["patterns"], listed["roman"], own)))


@cache
def _phrases(language: str) -> Phrases[tuple[_Kind, bool]] | None:
    listed = lexicon("loose", language)
    kinds: tuple[_Kind, ...] = ("price", "number")
    rows = [(words, (kind, False)) for kind in kinds for words in listed.get(f"{kind}s", ())]
    rows += [(words, (kind, True)) for kind in kinds for words in listed.get(f"{kind}_traps", ())]
    return Phrases(rows) if rows else None
