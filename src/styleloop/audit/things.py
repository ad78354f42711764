"""What a number counts or measures, and whether two words name one thing: by stem, compound or language. Pure."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from styleloop.audit.gist import akin, gist
from styleloop.language.lexicons import lexicon
from styleloop.language.normalise import folded

LEAST = 4
"""Letters of a word that is sought in a longer one: `Teile` in `Spielteile`."""
_BEHIND, _BEFORE = 60, 40
"""Signs behind a number in which the thing is looked for that it counts, and before it."""
CLAUSE = re.compile(r"[.,;:!?…–—()]")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_THINGS = 3
"""Words behind a number of which one may be what it counts: `four deep pockets`."""


def thing_words(text: str, start: int, end: int, locale: str) -> frozenset[str]:
    """Telling words of the clause right behind `text[start:end]`; where it ends there, of what stands right before."""
    behind = folded(CLAUSE.split(text[end : end + _BEHIND], maxsplit=1)[0], locale)
    found = _telling(WORD.findall(behind)[:_THINGS], locale)
    if found:
        return found
    before = folded(CLAUSE.split(text[max(0, start - _BEFORE) : start].rstrip(" :"))[-1], locale)
    return _telling(WORD.findall(before)[-2:], locale)


def _telling(words: list[str], locale: str) -> frozenset[str]:
    return frozenset(word for word in words if len(word) > 2 and gist(word, locale).stems)


def same_thing(one: str, other: str) -> bool:
    """Whether two folded words name one thing: forms of one, one the end of the other, or of one row of words."""
    if not rows_of(one).isdisjoint(rows_of(other)) or grown(one, other):
        return True
    return len(other) >= LEAST and len(one) >= LEAST and akin(one, other)


def grown(one: str, other: str) -> bool:
    """Whether one is the end of the other: German writes `Spielteile`, English `bookshelves`."""
    short, long = sorted((one, other), key=len)
    bare = short[:-1] if len(short) > LEAST else short
    return len(short) >= LEAST and len(long) > len(short) and (long.endswith(short) or bare in long[-len(short) - 1 :])


@lru_cache(maxsize=8192)
def rows_of(word: str) -> frozenset[int]:
    """Rows of words in six languages that name one countable thing and have `word`."""
    return _things().get(word, frozenset())


@cache
def _things() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for at, row in enumerate(lexicon("numbers", "things").get("rows", ())):
        for word in row.split("|"):
            found.setdefault(folded(word, "en"), set()).add(at)
    return {word: frozenset(rows) for word, rows in found.items()}
