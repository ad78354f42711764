"""Parts that an English text names: `with a narrow collar, buttons down the front and long sleeves`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from styleloop.language.forms import begin
from styleloop.library.english_looks import lowered
from styleloop.library.found import Found
from styleloop.library.lexicon import Lexicon
from styleloop.library.words import Words, longest_before, slice_of

COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_DETERMINERS = frozenset({"a", "an", "the", "its", "one"})
_JOINTS = frozenset({",", "and", "&", "plus"})
_OVER = _JOINTS | {"for", "with", "(", "that", "to", "adorn", "adorns"}
_PLACES = frozenset({"down", "on", "at", "in", "along", "around"})
_TURNS = frozenset(
    {
        "for", "to", "from", "without", "like", "or", "than", "you", "your", "as", "that", "which", "so", "of", "who",
        "when", "if", "because",
    }
)  # fmt: skip
"""In an entry that was not understood, these mean that the rest of the list speaks of something else."""
_IS = frozenset({"is", "are", "has", "have", "comes", "come", "features", "feature"})
_LONGEST = 5


class Parts:
    """A reader of parts in one text."""

    def __init__(self, text: str, lists: Lexicon) -> None:
        self._text, self._lists = text, lists

    def read(self, words: Words, first: bool) -> Iterator[Found]:
        """Parts of one sentence, each once; in the `first` the thing itself is named."""
        if self._names_it(words, first):
            return
        sentence = " ".join(word.low for word in words)
        if any(said in sentence for said in self._lists.entries("withdrawn")):
            return
        if self._about_a_part(words):
            return
        introducers = self._lists.words("introducers")
        begins = [at + 1 for at, word in enumerate(words) if word.low in introducers and not self._turned(words, at)]
        metals = self._lists.words("gold_fineness") | {"sterling"}
        # `on 14k gold hooks`: of what hangs on another thing, only precious metal is surely the thing's own.
        begins += [at + 1 for at, w in enumerate(words[:-1]) if w.low == "on" and words[at + 1].low in metals]
        read: set[int] = set()
        for at, found in self._lists_of(words, [0, *begins]):
            if at not in read:
                read.add(at)
                yield found

    def _names_it(self, words: Words, first: bool) -> bool:
        """`A tray for boots`: what is named is the thing, where it is called as things are."""
        named = next((at for at, word in enumerate(words) if word.low in ("for", "to", "that")), 0)
        begun = int(words[0].low in _DETERMINERS)
        size = longest_before(words, named, frozenset(self._lists.head_numbers))
        return bool(size) and size == named - begun and (first or begun > 0)

    def _about_a_part(self, words: Words) -> bool:
        """Whether the sentence speaks of a part (`Sleeves are complete with rounded hem`): the rest is the part's."""
        numbers = frozenset(self._lists.part_numbers)
        for at, word in enumerate(words[:6]):
            if word.low in _IS:
                return longest_before(words, at, numbers) > 0
        return False

    def _lists_of(self, words: Words, begins: list[int]) -> Iterator[tuple[int, Found]]:
        for begun in begins:
            yield from self._list(words, begun)

    def _turned(self, words: Words, at: int) -> bool:
        """Whether the words before `with` make it speak of another thing: `pairs well with`, `not with`."""
        barred = self._lists.words("with_blocks", "negations")
        for word in reversed(words[max(at - 3, 0) : at]):
            if word.text == ",":
                return False
            if word.low in barred:
                return True
        return False

    def _list(self, words: Words, at: int) -> Iterator[tuple[int, Found]]:
        """Entries joined by commas and `and`. In a list that `with` began, an entry not understood is stepped over."""
        alone = at == 0
        while at < len(words):
            found, end = self._part(words, at)
            if found:
                yield at, found
            elif alone:
                return
            else:
                end = next((k for k in range(at, len(words)) if words[k].low in _JOINTS), len(words))
                if {word.low for word in words[at:end]} & _TURNS:
                    return
            if end < len(words) and words[end].low not in _JOINTS:
                return
            while end < len(words) and words[end].low in _JOINTS:
                end += 1
            at = end

    @cached_property
    def _inside(self) -> frozenset[str]:
        lists = self._lists
        plain = lists.words(
            "modifiers", "colours", "shades", "materials", "material_prefixes", "parts", "mass_parts", "stones"
        )
        metals = lists.words("gold_fineness", "gold_colours") | {"sterling"}
        return plain | metals | frozenset(lists.table("material_adjectives"))

    def _part(self, words: Words, at: int) -> tuple[Found | None, int]:
        """(the part that begins at `at`, where it ends)."""
        begun = at
        at += words[at].low in _DETERMINERS
        count = COUNTS.get(words[at].low) if at < len(words) else None
        counted = at
        at += count is not None
        named = at
        numbers = self._lists.part_numbers
        while at < len(words) and (words[at].low in self._inside or longest_before(words, at + 1, frozenset(numbers))):
            at += 1
        size = longest_before(words, at, frozenset(numbers)) if named < at <= named + _LONGEST else 0
        end = self._behind_place(words, at)
        if not size or (end < len(words) and words[end].low not in _OVER) or self._either(words, begun):
            return None, at
        number = numbers[tuple(word.low for word in words[at - size : at])]
        if count and number != "plural":
            return None, at
        said, label = (lowered(slice_of(self._text, words[s:end]), words[s]) for s in (named, counted))
        found = Found(
            "part", words[begun].start, words[end - 1].end, said, "a" if number == "singular" else "none",
            plural=number == "plural", countable=number != "mass", label=begin(label),
            number=float(count) if count else None, unit="pieces" if count else "",
        )  # fmt: skip
        return found, end

    def _behind_place(self, words: Words, at: int) -> int:
        """Where `down the front` or `in the sole` ends when it follows; `at` when it does not."""
        place = [word.low for word in words[at : at + 3]]
        whole = len(place) == 3 and place[0] in _PLACES and place[1] in ("the", "each", "both")
        if not whole or place[2] not in self._lists.words("places"):
            return at
        further = [word.low for word in words[at + 3 : at + 6]]
        whose = further[:2] == ["of", "the"] and further[2:] and further[2] in self._lists.words("places")
        return at + 6 if whose else at + 3

    def _either(self, words: Words, begun: int) -> bool:
        return begun > 0 and words[begun - 1].low == "or"
