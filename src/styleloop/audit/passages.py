"""The words of a piece as a reader meets them: slot by slot, and on from one slot to the next."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from styleloop.language.segment import Piece, sentence_pieces
from styleloop.types.audit import Span
from styleloop.types.copy import DRAWN_SLOTS, Copy

LONG_SENTENCE = 300
"""Characters; a sentence of more is looked at in stretches of three times as many."""
_CLOSED = re.compile(r"[.!?…؟。！？][\"'”’»)\]]*\s*$")


@dataclass(frozen=True)
class Passage:
    """One slot, or two drawn ones that read on into each other.

    Attributes:
        text: the words; a space parts the two slots.
        slot: where it begins.
        seam: length of the first slot's words where there is a second, else None.
    """

    text: str
    slot: str
    seam: int | None = None

    def tells(self, start: int, end: int) -> bool:
        """Whether `text[start:end]` is news: a passage of two slots only tells of what crosses the seam."""
        return self.seam is None or start < self.seam < end

    def span(self, start: int, end: int) -> Span:
        """Where it stands; of what crosses, the part in the first slot."""
        last = end if self.seam is None else min(end, self.seam)
        return Span(slot=self.slot, start=start, end=last, text=self.text[start:last])


def passages(words: Copy) -> Iterator[Passage]:
    """Every slot with words; then each drawn slot together with the next, unless a sentence ends between them."""
    for slot in words.slots:
        if slot.text.strip():
            yield Passage(slot.text, slot.slot)
    drawn = [(name, words.text(name)) for name in DRAWN_SLOTS if words.text(name).strip()]
    for (name, text), (_, after) in pairwise(drawn):
        if not _CLOSED.search(text[-40:]):
            yield Passage(f"{text} {after}", name, len(text))


def sentence_at(text: str, at: int, locale: str) -> str:
    """The sentence of `text` that the character at `at` stands in; all of it where that is between two.

    Of a sentence without an end the stretch around `at`: every claim asks for its sentence, and a text may be a book.
    """
    pieces = sentences_of(text, locale)
    found = pieces[max(0, bisect_right(pieces, at, key=lambda piece: piece.start) - 1)] if pieces else None
    start, end = (found.start, found.end) if found and found.start <= at < found.end else (0, len(text))
    if end - start <= LONG_SENTENCE:
        return found.text if found and found.start == start and found.end == end else text
    stretch = (at - start) // LONG_SENTENCE
    first = start + max(0, stretch - 1) * LONG_SENTENCE
    return text[first : min(end, start + (stretch + 2) * LONG_SENTENCE)]


@lru_cache(maxsize=256)
def sentences_of(text: str, locale: str) -> tuple[Piece, ...]:
    """As `sentence_pieces`; kept, since many checks ask for the sentences of one text."""
    return sentence_pieces(text, locale)
