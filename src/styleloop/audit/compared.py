"""By what words are compared, exactly, and a library of them in which the likely ones are found at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from styleloop.language.normalise import fold
from styleloop.language.segment import sentences
from styleloop.types.asset import Asset
from styleloop.types.copy import BODY, CAPTION, HEADLINE
from styleloop.types.library import Work
from styleloop.vector.minhash import Bands
from styleloop.vector.similarity import character_shingles, jaccard, plain, shingles

SLOTS = (HEADLINE, BODY, CAPTION)
"""Words of a piece that are held against others' words: a call to action, a price and an alt text are nobody's."""
QUOTED = 5
"""A foreign line of at least so many words inside ours is a quotation, however long ours is."""
SENTENCE = 8
"""The same of one sentence of several, or of words that are no headline: shorter ones everybody writes."""
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_SIGN = 0.4
"""Words that one sign of a script without spaces counts as."""


@lru_cache(maxsize=4096)
def read(text: str, locale: str) -> str:
    """The words as they are compared: folded letters and figures, single spaces."""
    return plain(fold(text, locale).text)


def likeness(a: str, b: str) -> float:
    """The greater Jaccard likeness, 0 to 1, of word pairs and of runs of four letters of two texts that were `read`."""
    if a == b:
        return 1.0
    (words, letters), (their_words, their_letters) = _sets(a), _sets(b)
    return max(jaccard(words, their_words), jaccard(letters, their_letters))


@lru_cache(maxsize=4096)
def _sets(line: str) -> tuple[frozenset[str], frozenset[str]]:
    return shingles(line), character_shingles(line)


def length(line: str) -> float:
    """Words in what was `read`; where a script has no spaces, as many as its signs would make."""
    return sum(_SIGN if _UNSPACED.match(token) else 1 for token in _tokens(line))


def within(theirs: str, ours: str) -> bool:
    """Whether all words of one stand in the other, in a row."""
    return f" {' '.join(_tokens(theirs))} " in f" {' '.join(_tokens(ours))} "


def quotable(work: Work) -> bool:
    """Whether a work's words are long enough to be told when they stand within others."""
    least = QUOTED if work.slot == HEADLINE and not work.part else SENTENCE
    return work.role != "own" and length(work.plain) >= least


def works(assets: Iterable[Asset]) -> Iterator[Work]:
    """The words of each, slot by slot, and of others' work each long sentence; the same words of one kind once."""
    seen: set[tuple[str, ...]] = set()
    for asset in assets:
        campaign = asset.source.field or "" if asset.role == "own" else ""
        for slot, text, part in _texts(asset):
            line = read(text, asset.locale)
            key = (asset.role, slot, line, campaign)
            if line and key not in seen:
                seen.add(key)
                yield Work(asset.id, asset.role, slot, text, line, part, campaign)


def _texts(asset: Asset) -> Iterator[tuple[str, str, bool]]:
    for slot in SLOTS:
        text = asset.words.text(slot)
        if text:
            yield slot, text, False
        parts = sentences(text, asset.locale) if text and asset.role != "own" else ()
        if len(parts) > 1:
            yield from ((slot, part, True) for part in parts if length(read(part, asset.locale)) >= SENTENCE)


class Prepared:
    """Works in one language."""

    def __init__(self, works: Sequence[Work]) -> None:
        self.works = tuple(works)
        self._bands = Bands([work.plain for work in self.works])
        self._openings: dict[str, list[int]] = {}
        for row, work in enumerate(self.works):
            if quotable(work):
                self._openings.setdefault(" ".join(_tokens(work.plain)[:QUOTED]), []).append(row)

    def near(self, line: str) -> list[Work]:
        """Those that may be like a line that was `read`, or may stand within it."""
        tokens = _tokens(line)
        starts = (
            {" ".join(tokens[at : at + QUOTED]) for at in range(len(tokens) - QUOTED + 1)} if self._openings else ()
        )
        rows = {row for start in starts for row in self._openings.get(start, ())}
        return [self.works[row] for row in sorted(rows.union(self._bands.near(line).tolist()))]


def _tokens(line: str) -> list[str]:
    """Words; signs where a script has no spaces."""
    if line.isascii():
        return line.split()
    return [token for word in line.split() for token in (word if _UNSPACED.search(word) else (word,))]
