"""English prose -> facts. Whatever is not understood word for word is left out: a wrong fact is worse than none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from styleloop.language.forms import begin
from styleloop.library.english_looks import Looks, lowered
from styleloop.library.english_parts import COUNTS, Parts
from styleloop.library.found import Found
from styleloop.library.lexicon import Lexicon
from styleloop.library.words import Words, longest, longest_before, qualifier, slice_of

_OVER = frozenset({",", ".", "(", "with", "in", "and"})
_JOINTS = frozenset({",", "and", "&", "/"})
_IT = frozenset({"it", "they", "this", "these"})
_IS_IT = frozenset({"it's", "they're", "fully", "completely"})
_OTHERS = frozenset({"our", "your", "their", "other", "another", "every", "all", "some"})
"""Words that name other things than the one for sale."""


class English:
    """A reader of one text.

    Args:
        text: the prose.
        lists: the English lexicon.
    """

    def __init__(self, text: str, lists: Lexicon) -> None:
        self._text, self._lists = text, lists
        self._looks, self._parts = Looks(text, lists), Parts(text, lists)

    def read(self, words: Words, first: bool) -> Iterator[Found]:
        """Facts of one sentence; `first` for the sentence a text begins with."""
        yield from self._looks.read(words, first)
        yield from self._parts.read(words, first)
        yield from self._uses(words)
        yield from self._care(words, first)
        yield from self._performance(words)
        yield from self._origin(words, first)
        yield from self._seats(words)

    def _uses(self, words: Words) -> Iterator[Found]:
        """`for plants`, unless it is only `perfect for` them."""
        barred = self._lists.words("use_blocks", "negations")
        for at, word in enumerate(words[:-1]):
            size = longest(words, at + 1, self._lists.phrases("uses")) if word.low == "for" else 0
            end = at + 1 + size
            over = end == len(words) or words[end].low in _OVER - {"and"}
            if size and over and not {w.low for w in words[max(at - 3, 0) : at]} & barred:
                said = slice_of(self._text, words[at + 1 : end]).lower()
                many = said.endswith(("s", "men", "children"))
                label = begin(slice_of(self._text, words[at:end]))
                yield Found("use", word.start, words[end - 1].end, said, plural=many, countable=many, label=label)

    def _care(self, words: Words, first: bool) -> Iterator[Found]:
        """Entries that are a known wording and its limit, nothing else: what else stands there may turn them."""
        at = 0
        while at < len(words):
            size = longest(words, at, self._lists.phrases("care"), 6)
            end = at + size + qualifier(words, at + size) if size else at + 1
            if size and self._said_of_it(words, at, first) and self._listed(words, end):
                yield self._label("care", words[at:end])
            at = end

    def _listed(self, words: Words, at: int) -> bool:
        """Whether what follows is the end, or further entries of the same sort, so that none limits the one before."""
        if at < len(words) and words[at].text == "(":
            return False
        known = self._lists.phrases("care", "performance")
        while at < len(words):
            if words[at].low not in _JOINTS:
                return False
            at += 1
            at += at < len(words) and words[at].low in _JOINTS
            size = longest(words, at, known, 6)
            if not size:
                return False
            at += size
            at += qualifier(words, at)
        return True

    def _said_of_it(self, words: Words, at: int, first: bool) -> bool:
        """Whether what begins at `at` is said of the thing: not of its lid, and not of another thing."""
        if at == 0:
            return True
        if self._of_a_part(words[:at], first) or {w.low for w in words[:at]} & _OTHERS:
            return False
        before = words[at - 1].low
        if before in ("is", "are"):
            return words[at - 2].low in _IT or self._is_head(words[: at - 1]) if at > 1 else False
        return before in _JOINTS | _IS_IT

    def _is_head(self, words: Words) -> bool:
        return longest_before(words, len(words), frozenset(self._lists.head_numbers)) > 0

    def _of_a_part(self, words: Words, first: bool) -> bool:
        """Whether a part is named, which the thing itself is not called; what begins a text may be called either."""
        return any(
            longest_before(words, end, frozenset(self._lists.part_numbers))
            and not (first and self._is_head(words[:end]))
            for end in range(1, len(words) + 1)
        )

    def _performance(self, words: Words) -> Iterator[Found]:
        """A sentence or list entry that says nothing else: `Waterproof`, `Water resistant up to 100m`."""
        size = longest(words, 0, self._lists.phrases("performance"), 2)
        if size and size + qualifier(words, size) == len(words):
            yield self._label("performance", words)
        yield from self._finishes(words)

    def _finishes(self, words: Words) -> Iterator[Found]:
        """`The durable water-repellent finish means ...`: a finish is named, whatever it is said to do."""
        for at in range(len(words)):
            size = longest(words, at, self._lists.phrases("performance"), 2)
            end = at + size
            named = size and end < len(words) and words[end].low in self._lists.words("finishes")
            if named and not {w.low for w in words[max(at - 3, 0) : at]} & self._lists.words("negations"):
                said, last = lowered(slice_of(self._text, words[at : end + 1]), words[at]), words[end].low
                many = last == "seams"
                yield Found(
                    "performance", words[at].start, words[end].end, said, "none" if many else "a", plural=many,
                    countable=True, label=begin(said),
                )  # fmt: skip

    def _seats(self, words: Words) -> Iterator[Found]:
        """`Large four seater grey sofa`."""
        for at in range(1, len(words)):
            if words[at].low in ("seater", "seaters") and words[at - 1].low in COUNTS:
                said = slice_of(self._text, words[at - 1 : at + 1])
                yield Found("measure", words[at - 1].start, words[at].end, label=begin(said), name="seats")

    def _label(self, kind: Literal["care", "performance"], words: Words) -> Found:
        said = begin(lowered(slice_of(self._text, words), words[0]))
        return Found(kind, words[0].start, words[-1].end, label=said)

    def _origin(self, words: Words, first: bool) -> Iterator[Found]:
        """`made in Portugal`: a place is what is written large behind it."""
        for at in range(1, len(words) - 1):
            end = self._place_end(words, at + 1)
            made = words[at].low == "in" and words[at - 1].low in self._lists.words("made_in")
            over = end == len(words) or words[end].low in {",", ".", "(", "from", "by", "with"}
            if not made or end == at + 1 or not over or not self._made_here(words, at - 1, first):
                continue
            place = slice_of(self._text, words[at + 1 : end])
            plain = not place.lower().startswith("the ") and place.lower() not in self._lists.entries("with_article")
            label = begin(lowered(slice_of(self._text, words[at - 1 : end]), words[at - 1]))
            start, phrase = words[at - 1].start, place if plain else ""
            yield Found("origin", start, words[end - 1].end, phrase, label=label, name="made in")

    def _made_here(self, words: Words, at: int, first: bool) -> bool:
        """Whether the thing itself is said to be made: `Proudly made`, `A mug made`, `it is made`, not `a lid made`."""
        while at and (words[at - 1].low.endswith("ly") or words[at - 1].low in ("hand", "by")):
            at -= 1
        named = first and at > 0 and self._is_head(words[:at]) and not self._of_a_part(words[:at], first)
        other = {w.low for w in words[:at]} & _OTHERS
        return self._said_of_it(words, at, first) or (named and not other)

    def _place_end(self, words: Words, at: int) -> int:
        begun = at
        at += words[at].low == "the"
        named = at
        while at < len(words) and words[at].text[0].isupper() and words[at].low not in self._lists.words("not_places"):
            at += 1
        return at if at > named else begun
