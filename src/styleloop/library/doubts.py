"""What a text takes back, turns or leaves open: a statement that does is not read, for doubt means no fact."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property

from styleloop.library.arabic import folded
from styleloop.library.found import Found
from styleloop.library.lexicon import Lexicon, Phrases
from styleloop.library.words import Word, Words, longest, words_of

_BREAK = re.compile(r"(?<=[.!?؟。])[\"'”’)]*\s+|\s*[\n;•·؛|]\s*")
"""Where a statement may end. A dash is none: `Dishwasher safe – no.`"""
_QUESTION = re.compile(r"[?؟？]")
_CROSS = re.compile(r"[✗✘❌❎☒🚫⛔]|(?<!\w)[nk]\s?[/.]\s?a\b|(?<!\w)x\s*$", re.IGNORECASE)
_GOES_ON = re.compile(r"\s*[–—(:：=|]|\s+-|\t")
"""Right behind what was read: `Dishwasher safe – top basket`, `Made in Portugal (the lid)`."""
_MARKS = frozenset(":,.;!–—-=()")
_SHORT, _HEADED = 4, 8
"""Words of a cell in a grid of cells, and of an entry under a heading."""
_SCOPED = frozenset({"colour", "material", "part", "use"})
"""Kinds that `no collar` in the same sentence leaves as they are: it denies the collar alone."""
_LIMITED = frozenset({"care", "performance", "origin", "material"})
Run = tuple[int, int]


class Doubts:
    """The statements of one text, and which of them may be believed.

    A statement is a sentence with what answers it: the words behind a question or a dash, a `No` or `Only the lid` of
    its own, the entries under `Sold separately:`.

    Args:
        text: the prose.
        lists: the lexicon of its language.
        cut: whether the text goes on: what its last statement says is then not known.
    """

    def __init__(self, text: str, lists: Lexicon, *, cut: bool = False) -> None:
        self._text, self._lists, self._cut = text, lists, cut
        self._negations = frozenset(map(folded, lists.words("doubts.negations")))
        self._hedges = _folded(lists.phrases("doubts.hedges"))
        self._turns = _folded(lists.phrases("doubts.turns"))
        self._answers = self._negations | frozenset(map(folded, lists.words("doubts.answers")))
        self._care = _folded(lists.phrases("care", "lists.care"))

    def whole(self, start: int, end: int) -> Run:
        """The statement around a place: its beginning and its end, without the last full stop."""
        runs = self._statements
        begun = runs[max(bisect_right(runs, (start, len(self._text))) - 1, 0)][0]
        over = next((last for _, last in runs if last >= end), end)
        return min(begun, start), max(over, end)

    def believed(self, found: Found) -> bool:
        """Whether the statement that `found` stands in says so, all of it, without a question, a denial or a limit."""
        start, end = self.whole(found.start, found.end)
        said = self._text[start:end]
        if (self._cut and end >= len(self._text.rstrip(" .!"))) or _QUESTION.search(said) or _CROSS.search(said):
            return False
        if found.kind in _LIMITED and _GOES_ON.match(self._text, found.end):
            return False
        words = self._words(start, end)
        own = [at for at in range(len(words)) if not any(first <= at < last for first, last in self._orders(words))]
        if any(longest(words, at, self._hedges, 5) for at in own):
            return False
        return all(self._spares(words, at, found) for at in own if self._denies(words[at]))

    def _denies(self, word: Word) -> bool:
        return word.low in self._negations or word.low.endswith("n't")

    def _spares(self, words: Words, at: int, found: Found) -> bool:
        """Whether a denial is of another thing: `no` and `without` in front of their own noun, as entries of a list."""
        alone = words[at].low in self._lists.words("doubts.before_nouns")
        headed = at + 1 < len(words) and words[at + 1].text not in _MARKS
        entry = at == 0 or words[at - 1].low in self._lists.words("doubts.entry_begins")
        if found.kind not in _SCOPED or not (alone and headed and entry):
            return False
        if found.end <= words[at].start:
            return True
        # `no collar, cuffs and hem` denies all three; `no collar and a hem` does not.
        first = self._words(found.start, found.end)[0]
        before = [word for word in words if word.end <= found.start][-1]
        anew = self._lists.words("doubts.begin_anew")
        return found.start > words[at].end and (first.low in anew or before.low in anew)

    def _orders(self, words: Words) -> list[Run]:
        """Wordings of care that hold a denial or `only` and mean it: `do not bleach`, `hand wash only`."""
        found, at = [], 0
        while at < len(words):
            size = longest(words, at, self._care, 6)
            if size:
                found.append((at, at + size))
            at += size or 1
        return found

    def _words(self, start: int, end: int) -> Words:
        return tuple(Word(w.text, folded(w.low), w.start, w.end) for w in words_of(self._text, start, end))

    @cached_property
    def _statements(self) -> list[Run]:
        parts = list(self._parts())
        runs: list[list[int]] = []
        under = False
        for at, (start, end) in enumerate(parts):
            words = self._words(start, end)
            asked = at > 0 and _QUESTION.search(self._text[parts[at - 1][0] : parts[at - 1][1]])
            # Entries under `Not included:` are of what it says.
            under = under and len(words) <= _HEADED and not self._heads(start, end)
            if runs and (asked or under or self._turned(words)):
                runs[-1][1] = end
            else:
                runs.append([start, end])
            if self._lone(words, start, end):
                self._gather(runs)
            under = under or (self._heads(start, end) and self._doubted(words))
        return [(start, self._trimmed(start, end)) for start, end in runs]

    def _parts(self) -> Iterator[Run]:
        begun = 0
        for found in _BREAK.finditer(self._text):
            if self._text[begun : found.start()].strip():
                yield begun, found.start()
            begun = found.end()
        if self._text[begun:].strip():
            yield begun, len(self._text)

    def _trimmed(self, start: int, end: int) -> int:
        return start + len(self._text[start:end].rstrip(" .!"))

    def _heads(self, start: int, end: int) -> bool:
        return self._text[start:end].rstrip().endswith((":", "："))

    def _doubted(self, words: Words) -> bool:
        hedged = any(longest(words, at, self._hedges, 5) for at in range(len(words)))
        return hedged or any(self._denies(word) for word in words)

    def _turned(self, words: Words) -> bool:
        """Whether a part turns the one before: `No.`, `No: by hand`, `Not quite`, `Only the handle`."""
        if not words:
            return True
        if longest(words, 0, self._turns, 3):
            return True
        if not any(map(self._denies, words)):
            return False
        marked = self._denies(words[0]) and len(words) > 1 and words[1].text in _MARKS
        return marked or all(word.low in self._answers or word.text in _MARKS for word in words)

    def _lone(self, words: Words, start: int, end: int) -> bool:
        """Whether a line is a cell of a grid: `No`, `✗`, and nothing else."""
        said = self._text[start:end].strip()
        return bool(said) and (len(said) < 3 or all(self._denies(w) for w in words)) and len(words) <= 1

    def _gather(self, runs: list[list[int]]) -> None:
        """A grid written cell by cell: which cell a `No` answers is not known, so all above it are one statement."""
        while len(runs) > 1:
            start, end = runs[-2]
            between = self._text[end : runs[-1][0]]
            said = self._text[start:end].rstrip()
            if "\n" not in between or len(said.split()) > _SHORT or said[-1:] in ".!" or ":" in said:
                return
            _, last = runs.pop()
            runs[-1][1] = last


def _folded(phrases: Phrases) -> Phrases:
    return frozenset(tuple(map(folded, phrase)) for phrase in phrases)
