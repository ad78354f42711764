"""Finding listed words: `kein*` stands for any ending, `last chance` for two words in a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from styleloop.language.lexicons import lexicon


@dataclass(frozen=True)
class WordList:
    """One list, sorted by how its entries are looked up."""

    exact: frozenset[str]
    stems: tuple[str, ...]
    runs: tuple[tuple[str, ...], ...]

    def count(self, words: Sequence[str]) -> int:
        """How many of `words` (folded) are listed, those inside a listed run included once each."""
        taken = {i for i, word in enumerate(words) if word in self.exact or word.startswith(self.stems)}
        for run in self.runs:
            for start in range(len(words) - len(run) + 1):
                if tuple(words[start : start + len(run)]) == run:
                    taken.update(range(start, start + len(run)))
        return len(taken)


@cache
def wordlist(language: str, name: str) -> WordList:
    """The list `name` of `language`; empty where there is none."""
    entries = [str(entry) for entry in lexicon("tone", language).get(name, ())]
    single = [e for e in entries if " " not in e]
    return WordList(
        exact=frozenset(e for e in single if not e.endswith("*")),
        stems=tuple(e[:-1] for e in single if e.endswith("*")),
        runs=tuple(tuple(e.split()) for e in entries if " " in e),
    )
