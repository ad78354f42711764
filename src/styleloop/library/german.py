"""German prose -> facts, from wordings whose form does not change: `aus Baumwolle`, `mit Kapuze`, `in Schwarz`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, cast

from styleloop.library.found import Found
from styleloop.library.lexicon import Lexicon
from styleloop.library.words import Words, longest, percent, qualifier, slice_of

Gender = Literal["m", "f", "n", ""]
_ENDS = frozenset({",", "und", "mit", "für", "(", ")", ".", "/", "in", "aus"})

_BEFORE_SHARES = frozenset({",", "und", "aus", "/", "("})
_BEFORE_STATED = frozenset({",", "und", "ist", "sind"})


@dataclass(frozen=True)
class German:
    """A reader of one text."""

    text: str
    lists: Lexicon

    def read(self, words: Words, first: bool) -> Iterator[Found]:
        """Facts of one sentence; `first` for the sentence a text begins with."""
        del first  # German reads the same at every place.
        yield from self._materials(words)
        yield from self._parts(words)
        yield from self._colours(words)
        yield from self._uses(words)
        yield from self._stated(words)
        yield from self._origin(words)

    def _list(self, name: str) -> frozenset[str]:
        return self.lists.words(f"lists.{name}")

    def _denied(self, words: Words, at: int) -> bool:
        return bool({w.low for w in words[max(at - 3, 0) : at]} & self._list("negations"))

    def _over(self, words: Words, end: int) -> bool:
        """Whether the phrase is over at `end`, so that no further word can turn its meaning."""
        if end >= len(words):
            return True
        return words[end].low in _ENDS and not any(w.low == "oder" for w in words[max(end - 3, 0) : end + 2])

    def _materials(self, words: Words) -> Iterator[Found]:
        """`aus reiner Baumwolle`, `80 % Wolle`."""
        known = self.lists.table("materials")
        for at, word in enumerate(words):
            share, named = percent(word), at + 1
            if word.low != "aus" and not share:
                continue
            while named < len(words) and words[named].low in self._list("adjectives"):
                named += 1
            gender = known.get(words[named].text) if named < len(words) else None
            if gender is None or self._denied(words, at) or self._of_a_part(words, at):
                continue
            if not self._over(words, named + 1) or (share and at and words[at - 1].low not in _BEFORE_SHARES):
                continue
            label = _begun(slice_of(self.text, words[at : named + 1]))
            number, unit = (share, "%") if share else (None, "")
            yield Found(
                "material", word.start, words[named].end, phrase=words[named].text, plural=gender == "pl",
                gender=_gender(gender), label=label, number=number, unit=unit,
            )  # fmt: skip

    def _of_a_part(self, words: Words, end: int) -> bool:
        """Whether a part is named before: `Griff aus Holz`, `der Deckel ist wasserdicht`, `mit Bezug aus Leder`."""
        nouns = tuple(noun.casefold() for noun in self.lists.table("parts")) + self.lists.entries("lists.part_nouns")
        begun = max((at + 1 for at in range(end) if words[at].text == ","), default=0)
        before = words[begun:end]
        return any(w.low.endswith(nouns) for w in before) or any(w.low == "mit" for w in before)

    def _parts(self, words: Words) -> Iterator[Found]:
        """`mit Kapuze und Kordelzug`: bare nouns only, for an adjective would need another ending."""
        if any(said in " ".join(w.low for w in words) for said in self.lists.entries("lists.withdrawn")):
            return
        known = self.lists.table("parts")
        for at, word in enumerate(words):
            named = at + 1
            while word.low == "mit" and named < len(words) and words[named].text in known:
                gender = known[words[named].text]
                if self._over(words, named + 1):
                    noun = words[named]
                    yield Found("part", noun.start, noun.end, phrase=noun.text, article="a", countable=True,
                                gender=_gender(gender), label=noun.text)  # fmt: skip
                named += 2 if named + 1 < len(words) and words[named + 1].low in (",", "und") else len(words)

    def _colours(self, words: Words) -> Iterator[Found]:
        for at, word in enumerate(words[:-1]):
            colour = words[at + 1]
            said = word.low == "in" and colour.text[0].isupper() and colour.low in self._list("colours")
            paired = at + 2 < len(words) and words[at + 2].low in ("und", "/", ",")
            if said and not paired and self._over(words, at + 2) and not self._denied(words, at):
                label = _begun(slice_of(self.text, words[at : at + 2]))
                yield Found("colour", word.start, colour.end, phrase=colour.text, gender="n", label=label)

    def _uses(self, words: Words) -> Iterator[Found]:
        known = self.lists.entries("lists.uses")
        for at, word in enumerate(words[:-1]):
            noun = words[at + 1]
            barred = {w.low for w in words[max(at - 3, 0) : at]} & self._list("use_blocks")
            if word.low == "für" and noun.text in known and not barred and self._over(words, at + 2):
                said, many = slice_of(self.text, words[at : at + 2]), noun.text not in ("Kaffee", "Tee")
                yield Found("use", word.start, noun.end, noun.text, plural=many, countable=many, label=_begun(said))

    def _stated(self, words: Words) -> Iterator[Found]:
        at = 0
        while at < len(words):
            size = longest(words, at, self.lists.phrases("lists.care"), 6)
            end = at + size + qualifier(words, at + size) if size else at + 1
            if size and self._said_of_it(words, at) and self._listed(words, end):
                said = slice_of(self.text, words[at:end])
                yield Found("care", words[at].start, words[end - 1].end, label=_begun(said))
            at = end
        for at, word in enumerate(words):
            end = at + 1 + qualifier(words, at + 1)
            alone = self._said_of_it(words, at) and self._listed(words, end)
            if alone and word.low in self._list("performance"):
                said = slice_of(self.text, words[at:end])
                yield Found("performance", word.start, words[end - 1].end, label=_begun(said))

    def _said_of_it(self, words: Words, at: int) -> bool:
        """Whether it stands alone, in a list, or behind `ist`, and no part is named before."""
        if at == 0:
            return True
        return words[at - 1].low in _BEFORE_STATED and not self._of_a_part(words, at)

    def _listed(self, words: Words, at: int) -> bool:
        """Whether nothing but further entries of the same sort follows."""
        known = self.lists.phrases("lists.care", "lists.performance")
        while at < len(words):
            size = longest(words, at + 1, known, 6) if words[at].low in (",", "und") else 0
            if not size:
                return False
            at += 1 + size
            at += qualifier(words, at)
        return True

    def _origin(self, words: Words) -> Iterator[Found]:
        for at in range(1, len(words) - 1):
            place = words[at + 1]
            made = words[at].low == "in" and words[at - 1].low in self._list("made_in")
            own = not self._denied(words, at - 1) and not self._of_a_part(words, at - 1)
            if made and place.text[0].isupper() and self._over(words, at + 2) and own:
                said = slice_of(self.text, words[at - 1 : at + 2])
                yield Found(
                    "origin", words[at - 1].start, place.end, phrase=place.text, label=_begun(said), name="made-in"
                )


def _gender(word: str) -> Gender:
    return cast(Gender, word) if word in ("m", "f", "n") else ""


def _begun(said: str) -> str:
    return said[0].upper() + said[1:]
