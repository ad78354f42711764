"""Where a text says what food, drink, soap or candles are made with: `baked with butter`, `à la crème`. Pure.

Names in six languages stand in `data/lexicons/ingredients/across.toml`, what shows that a thing is made with them in
`cues.toml`. An ingredient that is merely named (`goes well with honey`) says nothing of what is in the product.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from styleloop.language.lexicons import lexicon
from styleloop.language.phrases import Phrases, Word, read_words
from styleloop.language.unparted import unparted

_BETWEEN = 3
"""Words between a word of making and its ingredient: `baked with plenty of butter`."""
_NEAR = 2


@dataclass(frozen=True)
class IngredientSpan:
    """One ingredient that a text says to be in the product: its place, its words, and its rows in the list."""

    start: int
    end: int
    text: str
    rows: frozenset[int]


@lru_cache(maxsize=4096)
def ingredient_spans(text: str, locale: str) -> tuple[IngredientSpan, ...]:
    """Every ingredient that `text` says the thing is made with, in order of place."""
    language = locale.split("-")[0].lower()
    cues = lexicon("ingredients", "cues").get(language)
    if not cues:
        return ()
    words = read_words(text, locale)
    found: list[IngredientSpan] = []
    for start, end, rows in _named(words, language):
        if _stated(words, start, end, cues):
            first, last = words[start].start, words[end - 1].end
            found.append(IngredientSpan(first, last, text[first:last], rows))
    return tuple(found)


def rows_told(told: Iterable[str], locale: str) -> frozenset[int]:
    """Rows of every ingredient that facts name, in any of the six languages."""
    return frozenset(row for text in told for row in _rows_of(text, locale))


@lru_cache(maxsize=2048)
def _rows_of(text: str, locale: str) -> frozenset[int]:
    own = locale.split("-")[0].lower()
    read = {own: locale, "en": "en"}
    return frozenset(
        row for language, tag in read.items() for *_, rows in _named(read_words(text, tag), language) for row in rows
    )


def _named(words: Sequence[Word], language: str) -> list[tuple[int, int, frozenset[int]]]:
    """Ingredients in order of place, the longest of those that overlap: (start, end, rows)."""
    hits = sorted(_phrases(language).find(words), key=lambda hit: (hit.start, -hit.end))
    found: list[tuple[int, int, frozenset[int]]] = []
    for hit in hits:
        if found and hit.start == found[-1][0] and hit.end == found[-1][1]:
            found[-1] = (hit.start, hit.end, found[-1][2] | {hit.meaning})
        elif not found or hit.start >= found[-1][1]:
            found.append((hit.start, hit.end, frozenset({hit.meaning})))
    return found


def _stated(words: Sequence[Word], start: int, end: int, cues: dict[str, Any]) -> bool:
    if unparted(words[start].raw):
        behind = "".join(word.raw for word in words[end : end + 8])
        ahead = "".join(word.raw for word in words[max(0, start - 4) : start])
        return behind.startswith(tuple(cues["made"])) or ahead.endswith(tuple(cues["real"]))
    before = [word.forms[0] for word in words[max(0, start - _BETWEEN - 2) : start]]
    if not before:
        return False
    if not set(before[-_NEAR:]).isdisjoint(cues["real"]):
        return True
    served = any(word.forms[0] in cues["serve"] for word in words)
    if start - 1 <= _NEAR and words[0].forms[0] in cues["opens"] and not served:
        return True
    joined = any(form in cues["with"] for form in before[-_BETWEEN:])
    making = [*before, *(word.forms[0] for word in words[end : end + _NEAR])]
    return joined and not set(making).isdisjoint(cues["made"])


@cache
def _phrases(language: str) -> Phrases[int]:
    rows = lexicon("ingredients", "across")["rows"]
    apart = "' " if language in ("fr", "it") else "'"  # `d'olive` is two words there
    return Phrases((name.replace("'", apart), at) for at, row in enumerate(rows) for name in row.get(language, ()))
