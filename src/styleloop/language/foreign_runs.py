"""A few words of another language in the midst of a sentence: `viene with a leather strap para colgarlo`. Pure.

Whole sentences are `foreign`'s. Here the words around are the market's own; a stretch of others is told by the small
words in it, or by two words of goods side by side. What has been taken over as it is (`all you can eat`) is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

import regex  # type: ignore[import-untyped]

from styleloop.language.lexicons import languages, lexicon
from styleloop.language.tongue import rather

FEWEST = 4
"""Words of a stretch that is told by its small words."""
_SHORT = 10
"""Letters of a stretch that the model is asked about; the small words in it have spoken already."""
_WORD = regex.compile(r"[\p{L}\p{M}]+(?:['’](?:s|t|re|ve|ll|d|m)\b)?")
_MARKS = regex.compile(r"[.!?…:;()\[\]/|\n\u2013\u2014]|\s-\s")
_LATIN = regex.compile(r"\p{Latin}[\p{Latin}\d\s,'’&-]*[.!?]?")


class Run(NamedTuple):
    """Characters `start` to `end` of a sentence, the language, and the words that show it."""

    start: int
    end: int
    language: str
    shows: tuple[str, ...]


def run(said: str, wanted: str) -> Run | None:
    """The first stretch of a sentence in another language than `wanted`, in which its other words are."""
    found = list(_WORD.finditer(_without_loans(said)))
    words = [one[0].lower().replace("’", "'") for one in found]
    mine = _every(wanted)
    strange = {word for word in words if word not in mine}
    for language in languages("tongues"):
        if language == wanted or strange.isdisjoint(_every(language)):
            continue
        for first, last in _stretches(said, found, words, mine - _every(language)):
            if shows := _shows(found[first:last], words[first:last], language, wanted):
                return Run(found[first].start(), found[last - 1].end(), language, shows)
    return None


def latin(text: str) -> Iterator[Run]:
    """Sentences in Latin letters in a text of another script; names, labels and short slogans are a fashion."""
    for found in _LATIN.finditer(text):
        said = found[0]
        words = [word[0] for word in _WORD.finditer(said)]
        lower = {word.lower() for word in words}
        for language in languages("tongues"):
            shows = tuple(sorted(lower & _small(language)))
            content = [word for word in words if word.islower() and word not in _small(language)]
            ends = said.rstrip().endswith((".", "!", "?")) or len(words) > FEWEST
            full = len(words) >= FEWEST and shows and content and ends
            if full and (len(shows) > 1 or (len(content) > 1 and rather(said, "ja", (language,), _SHORT))):
                yield Run(found.start(), found.start() + len(said.rstrip()), language, shows)
                break


def _stretches(said: str, found: Sequence[Any], words: Sequence[str], own: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Words side by side of which none is the wanted language's alone, and no mark between them."""
    first = 0
    for at in range(len(words) + 1):
        parted = at == len(words) or words[at] in own
        cut = parted or (at > first and bool(_MARKS.search(said, found[at - 1].end(), found[at].start())))
        if cut:
            if at - first > 1:
                yield first, at
            first = at + parted


def _shows(written: Sequence[Any], words: Sequence[str], language: str, wanted: str) -> tuple[str, ...]:
    theirs = _every(language) - _every(wanted)
    hits = [at for at, word in enumerate(words) if word in theirs]
    goods = _goods(language) - _every(wanted)
    for at in range(len(words) - 1):
        pair = words[at : at + 2]
        if all(word in theirs for word in pair) and any(word in goods and written[at + n][0].islower()
                                                        for n, word in enumerate(pair)):  # fmt: skip
            return tuple(pair)
    content = [one for one, word in zip(written, words, strict=True) if one[0].islower() and word not in _every(wanted)]
    content = [one for one in content if one[0] not in _small(language)]
    if len(words) < FEWEST or len({words[at] for at in hits}) < 2 or not content:
        return ()
    core = " ".join(words[max(0, hits[0] - 1) : hits[-1] + 2])
    return tuple(words[at] for at in hits[:3]) if rather(core, wanted, (language,), _SHORT) else ()


def _without_loans(said: str) -> str:
    return str(_loans().sub(lambda found: " / " + " " * (len(found[0]) - 3), said))


@cache
def _loans() -> Any:
    every = {loan for language in languages("tongues") for loan in lexicon("tongues", language).get("loans", ())}
    return regex.compile(rf"(?<!\w)(?:{'|'.join(map(_spelt, sorted(every, key=len, reverse=True)))})(?!\w)", regex.I)


def _spelt(loan: str) -> str:
    return r"[\s-]".join(map(regex.escape, loan.split()))


@cache
def _every(language: str) -> frozenset[str]:
    return _small(language) | _goods(language)


@cache
def _small(language: str) -> frozenset[str]:
    listed = lexicon("tongues", language)
    return frozenset((*listed.get("sure", ()), *listed.get("weak", ())))


@cache
def _goods(language: str) -> frozenset[str]:
    listed = lexicon("tongues", language)
    return frozenset((*listed.get("sold", ()), *listed.get("goods", ())))
