"""The word lists of tone, persuasion and story, looked up in one pass: which words of a text are on which lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from styleloop.language.lexicons import lexicon
from styleloop.language.normalise import folded
from styleloop.language.phrases import Phrases, Word

FAMILIES = ("tone", "persuasion", "story")
"""Where the lists are: `data/lexicons/<family>/<language>.toml`. Names of lists are told apart over all families."""
_SIGNS = " |*=<_"


class Cues:
    """All lists of one language: plain words in a table, wordings with wildcards or several words beside it."""

    def __init__(self, language: str) -> None:
        words: dict[str, dict[str, None]] = {}
        wordings = []
        for wording, name in _entries(language):
            if any(sign in wording for sign in _SIGNS):
                wordings.append((wording, name))
            else:
                words.setdefault(folded(wording, language), {})[name] = None
        self._words = {word: tuple(names) for word, names in words.items()}
        self._wordings = Phrases(wordings)
        self._of = lru_cache(maxsize=16_384)(self._look_up)

    def find(self, words: Sequence[Word]) -> Mapping[str, int]:
        """List -> places in `words` of everything that is on it, one bit each, the first word's the lowest."""
        found: dict[str, int] = {}
        place = 1
        for word in words:
            for name in self._of(word.forms):
                found[name] = found.get(name, 0) | place
            place <<= 1
        for hit in self._wordings.find(words):
            found[hit.meaning] = found.get(hit.meaning, 0) | (1 << hit.end) - (1 << hit.start)
        return found

    def _look_up(self, forms: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for form in forms for name in self._words.get(form, ())))


@cache
def cues(language: str) -> Cues:
    """The lists of `language`; empty ones where none ship."""
    return Cues(language)


def _entries(language: str) -> Iterator[tuple[str, str]]:
    for family in FAMILIES:
        for name, wordings in lexicon(family, language).items():
            for wording in wordings:
                yield wording, name
