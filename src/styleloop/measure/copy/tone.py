"""The tone lists, looked up in one pass: where in a text the words of each list stand."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from styleloop.language.lexicons import lexicon
from styleloop.language.phrases import Phrases, read_words


def marks(text: str, locale: str) -> Mapping[str, tuple[tuple[int, int], ...]]:
    """List -> (start, end) of every listed wording in `text`; nothing in a language without lists."""
    words = read_words(text, locale)
    found: dict[str, list[tuple[int, int]]] = {}
    for hit in _lists(locale.split("-")[0].lower()).find(words):
        found.setdefault(hit.meaning, []).append((words[hit.start].start, words[hit.end - 1].end))
    return {name: tuple(places) for name, places in found.items()}


@cache
def _lists(language: str) -> Phrases[str]:
    return Phrases((wording, name) for name, listed in lexicon("tone", language).items() for wording in listed)
