"""What an English text says a thing looks like and is made of: the words in front of its name, and `made of`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from styleloop.language.forms import begin
from styleloop.library.found import Found
from styleloop.library.lexicon import Lexicon
from styleloop.library.words import Word, Words, longest, longest_before, percent, slice_of

STOPS = frozenset(
    {
        "with", "in", "for", "on", "of", "at", "by", "that", "which", "who", "is", "are", "was", "has", "have",
        "features", "featuring", ",", "(", ")", ":", "/", "&", "+", "to", "from", "over", "through",
    }
)  # fmt: skip
"""Words at which the phrase that names a thing is over."""
_LONGEST_NAME = 10
_LONGEST_DESCRIPTION = 4
_DETERMINERS = frozenset({"a", "an", "the", "its", "one", ","})
_BEFORE_SHARES = frozenset({",", "and", "&", "of", "from", "in", "/", "("})
Run = tuple[int, int]
"""First word and the one behind the last."""


class Looks:
    """A reader of colours, materials and performance in one text."""

    def __init__(self, text: str, lists: Lexicon) -> None:
        self._text, self._lists = text, lists

    def read(self, words: Words, first: bool) -> Iterator[Found]:
        """Facts of one sentence; `first` for the sentence a text begins with, which speaks of the thing itself."""
        named = list(self._named(words, first))
        for start, end in named:
            yield from self._described(words, start, end)
        for at, word in enumerate(words):
            if percent(word):
                yield from self._share(words, at)
            elif word.low in ("of", "from", "in") and self._speaks_of_making(words, at, {end for _, end in named}):
                yield from self._made_of(words, at + 1)
        whole = self._material_at(words, 0)
        if whole and whole[1] == len(words):
            yield self._material(words, whole)

    def _named(self, words: Words, first: bool) -> Iterator[Run]:
        """Phrases that name the thing: `Ocean blue cotton shirt`, `This grey and black buttoned top`."""
        barred = self._lists.words("negations", "addressed", "with_blocks")
        for start, word in enumerate(words):
            after_break = start == 0 or words[start - 1].text == ","
            if not (start == 0 and first) and not (after_break and word.low in ("this", "these")):
                continue
            end = next((at for at in range(start, len(words)) if words[at].low in STOPS), len(words))
            inside = words[start:end]
            if self._of_several(words, end):
                continue
            if len(inside) <= _LONGEST_NAME and self._head_size(inside) and not any(w.low in barred for w in inside):
                yield start, end

    def _of_several(self, words: Words, end: int) -> bool:
        """Whether another thing comes with it (`Black top with matching striped skirt`): what it is like, is half."""
        behind = [word.low for word in words[end : end + 2]]
        return behind == ["with", "matching"] and self._head_size(words[end + 2 :]) > 0

    def _head_size(self, words: Words) -> int:
        return longest_before(words, len(words), frozenset(self._lists.head_numbers))

    def _described(self, words: Words, start: int, end: int) -> Iterator[Found]:
        name = end - self._head_size(words[start:end])
        if {w.low for w in words[name:end]} & self._lists.words("without_looks"):
            return
        colours = [run for run in self._colour_runs(words, start, name) if self._is_colour(words, run, name)]
        if len(colours) == 1:
            yield self._colour(words, colours[0])
        at = start
        while at < name:
            found = self._material_at(words, at)
            if found and self._is_material(words, found, name):
                yield self._material(words, found)
            at = found[1] if found else at + 1
        for word in words[start:name]:
            if (word.low,) in self._lists.phrases("performance"):
                yield Found("performance", word.start, word.end, label=begin(lowered(word.text, word)))

    @cached_property
    def _understood(self) -> frozenset[str]:
        """Words that may stand between a describing word and the name it describes.

        No parts are among them: in `white collar shirt` the collar is white.
        """
        lists = self._lists
        plain = lists.words("modifiers", "opinions", "colours", "shades", "materials", "material_prefixes")
        more = lists.words("performance", "compounds", "material_blends") | frozenset(
            lists.table("material_adjectives")
        )
        return (plain | more) - lists.words("describing_parts")

    def _reaches(self, words: Words, at: int, name: int) -> bool:
        return all(word.low in self._understood for word in words[at:name])

    def _part_of_a_name(self, words: Words, run: Run) -> bool:
        """Whether it is written large behind another large word, as in `Premium Tudor Steel watch`."""
        before = words[run[0] - 1].text if run[0] else ""
        return before[:1].isupper() and words[run[0]].text[:1].isupper()

    # Colours.

    def _colour_runs(self, words: Words, start: int, end: int) -> Iterator[Run]:
        at = start
        while at < end:
            stop = at + self._colour_size(words, at, end)
            begun = at
            while begun < stop < end - 1 and words[stop].low == "and" and self._colour_size(words, stop + 1, end):
                stop += 1 + self._colour_size(words, stop + 1, end)
            if stop > begun:
                yield begun, stop
            at = max(stop, at + 1)

    def _colour_size(self, words: Words, at: int, end: int) -> int:
        known = self._lists.phrases("colours")
        shaded = words[at].low in self._lists.words("shades") and longest(words[:end], at + 1, known, 2)
        return 1 + shaded if shaded else longest(words[:end], at, known, 2)

    def _is_colour(self, words: Words, run: Run, name: int) -> bool:
        before = words[run[0] - 1].low if run[0] else ""
        after = words[run[1]].low
        of_a_metal = before == "sterling" or before in self._lists.words("gold_fineness", "gold_colours")
        unsure = before in ("and", "or", "like") or after == "or" or after in self._lists.words("colour_blocks")
        named = self._part_of_a_name(words, run)
        return not of_a_metal and not unsure and not named and self._reaches(words, run[1], name)

    def _colour(self, words: Words, run: Run) -> Found:
        inside = words[run[0] : run[1]]
        said = lowered(slice_of(self._text, inside), inside[0])
        # Two colours are no noun phrase that an article or a verb could be put to.
        phrase = "" if any(word.low == "and" for word in inside) else said
        return Found("colour", inside[0].start, inside[-1].end, phrase, label=begin(said))

    # Materials.

    def _material_at(self, words: Words, at: int) -> Run | None:
        """The material that begins at `at`: `organic cotton`, `14k yellow gold`, `wool blend`, `wooden`."""
        if at < len(words) and words[at].low in self._lists.words("gold_fineness"):
            return self._gold_at(words, at)
        begun = at
        while at < len(words) - 1 and words[at].low in self._lists.words("material_prefixes"):
            at += 1
        size = longest(words, at, self._lists.phrases("materials"), 2)
        if not size:
            says = at < len(words) and words[at].low in self._lists.table("material_adjectives")
            return (begun, at + 1) if says else None
        end = at + size
        return begun, end + (end < len(words) and words[end].low in self._lists.words("material_blends"))

    def _gold_at(self, words: Words, at: int) -> Run | None:
        end = at + 1
        end += end < len(words) and words[end].low in self._lists.words("gold_colours")
        return (at, end + 1) if end < len(words) and words[end].low == "gold" else None

    def _is_material(self, words: Words, found: Run, name: int) -> bool:
        # A fineness or `sterling` speaks of the metal itself, whatever words come between it and the name.
        sure = words[found[0]].low == "sterling" or words[found[0]].low in self._lists.words("gold_fineness")
        reaches = sure or (self._reaches(words, found[1], name) and not self._part_of_a_name(words, found))
        return reaches and not self._denied(words, found)

    def _denied(self, words: Words, found: Run) -> bool:
        """Whether the words around it say that it is no such material: `faux leather`, `leather-look`, `or`."""
        before = {word.low for word in words[max(found[0] - 2, 0) : found[0]]}
        after = words[found[1]].low if found[1] < len(words) else ""
        either = after == "or" or (found[0] > 0 and words[found[0] - 1].low == "or")
        # `steel blue` is a colour; a colour stands in front of a material, never behind it.
        denied_after = after in self._lists.words("material_denials_after", "colours")
        return bool(before & self._lists.words("material_denials_before")) or denied_after or either

    def _material(self, words: Words, found: Run) -> Found:
        inside = words[found[0] : found[1]]
        said = lowered(slice_of(self._text, inside), inside[0])
        said = said.lower() if inside[0].low in self._lists.words("gold_fineness") else said
        start, end, last = inside[0].start, inside[-1].end, inside[-1].low
        if last == "blended":
            return Found("material", start, end, label=begin(said))
        held = str(self._lists.table("material_adjectives").get(last, said))
        blend = last in self._lists.words("material_blends")
        return Found("material", start, end, held, "a" if blend else "none", countable=blend, label=begin(said))

    def _share(self, words: Words, at: int) -> Iterator[Found]:
        """`80% wool`."""
        found = self._material_at(words, at + 1)
        sure = at == 0 or words[at - 1].low in _BEFORE_SHARES
        if found and sure and not self._denied(words, found) and not self._of_a_part(words, at):
            held = self._material(words, found).phrase
            said, end = slice_of(self._text, words[at : found[1]]), words[found[1] - 1].end
            yield Found("material", words[at].start, end, held, label=said, number=percent(words[at]), unit="%")

    def _speaks_of_making(self, words: Words, at: int, names: set[int]) -> bool:
        made = at > 0 and words[at - 1].low in self._lists.words("made_of")
        before = {word.low for word in words[max(at - 4, 0) : at]}
        denied = bool(before & self._lists.words("negations", "material_denials_before"))
        denied = denied or (made and self._of_a_part(words, at - 1))
        return (made or (at in names and words[at].low != "from")) and not denied

    def _of_a_part(self, words: Words, end: int) -> bool:
        """Whether the entry up to `end` names a part: `handle made of oak`, `lining 100% silk`."""
        begun = max((at + 1 for at in range(end) if words[at].text in (",", "(")), default=0)
        parts, heads = frozenset(self._lists.part_numbers), frozenset(self._lists.head_numbers)
        ends = [at for at in range(begun + 1, end + 1) if longest_before(words[begun:at], at - begun, parts)]
        return any(begun or at > begun + _LONGEST_NAME or not longest_before(words[begun:at], at - begun, heads)
                   for at in ends)  # fmt: skip

    def _made_of(self, words: Words, at: int) -> Iterator[Found]:
        """`organic cotton and linen` behind `made of`; `a soft wool blend` behind `jumper in`."""
        runs: list[Run] = []
        while at < len(words):
            found = self._material_at(words, self._undescribed(words, at))
            if not found or self._denied(words, found):
                break
            end = found[1] + (found[1] < len(words) and words[found[1]].low in self._lists.words("material_cloths"))
            joined = end < len(words) and words[end].low == "and"
            if end < len(words) and not joined and words[end].low not in STOPS | {"."}:
                break
            runs.append(found)
            at = end + 1 if joined else len(words)
        blended = len(runs) > 1 and words[runs[-1][1] - 1].low in self._lists.words("material_blends")
        if blended:
            inside = words[runs[0][0] : runs[-1][1]]
            label = begin(lowered(slice_of(self._text, inside), inside[0]))
            yield Found("material", inside[0].start, inside[-1].end, label=label)
        else:
            yield from (self._material(words, run) for run in runs)

    def _undescribed(self, words: Words, at: int) -> int:
        skipped = self._lists.words("modifiers", "opinions") | _DETERMINERS
        last = min(at + _LONGEST_DESCRIPTION, len(words) - 1)
        while at < last and words[at].low in skipped and not self._material_at(words, at):
            at += 1
        return at


def lowered(said: str, first: Word) -> str:
    """`said` as it reads inside a sentence: small, where only the sentence's beginning made its first letter large."""
    own_case = first.text[1:] != first.text[1:].lower() or not first.text[:1].isalpha()
    return said if own_case else said[0].lower() + said[1:]
