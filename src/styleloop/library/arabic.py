"""Arabic prose -> facts, from a few wordings that leave no doubt: `باللون الأسود`, `مصنوع من القطن`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from styleloop.library.found import Found
from styleloop.library.lexicon import Lexicon
from styleloop.library.words import Word, Words, longest, percent, qualifier, slice_of

_PLAIN = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", **dict.fromkeys(map(chr, range(0x064B, 0x0653)), "")})
_AND, _OR = "و", "أو"
_OVER = frozenset("،,.")


@dataclass(frozen=True)
class Arabic:
    """A reader of one text."""

    text: str
    lists: Lexicon

    def read(self, words: Words, first: bool) -> Iterator[Found]:
        """Facts of one sentence; `first` for the sentence a text begins with."""
        del first  # Arabic reads the same at every place.
        plain = tuple(Word(w.text, folded(w.text), w.start, w.end) for w in words)
        yield from self._colours(plain)
        yield from self._materials(plain)
        yield from self._stated(plain)
        yield from self._uses(plain)
        yield from self._origin(plain)
        yield from self._dials(plain)

    def _list(self, name: str) -> frozenset[str]:
        return self.lists.words(f"lists.{name}")

    def _denied(self, words: Words, at: int) -> bool:
        return bool({w.low for w in words[max(at - 3, 0) : at]} & self._list("negations"))

    def _colours(self, words: Words) -> Iterator[Found]:
        """`باللون الأسود`; two colours make one statement, and no noun phrase."""
        known = self._list("colours")
        for at, word in enumerate(words[:-1]):
            said = word.low in self._list("colour_words") and bare(words[at + 1].low) in known
            if not said or self._denied(words, at) or (at + 2 < len(words) and words[at + 2].low == folded(_OR)):
                continue
            joined = at + 2 < len(words) and bare(words[at + 2].low.removeprefix(_AND)) in known
            inside = words[at : at + 2 + joined]
            phrase = "" if joined else bare(inside[-1].text)
            label = slice_of(self.text, inside)
            yield Found("colour", word.start, inside[-1].end, phrase, gender="m" if phrase else "", label=label)

    def _dials(self, words: Words) -> Iterator[Found]:
        """`مينا اسود`: a part and its one colour."""
        known, parts = self._list("colours"), self.lists.table("dials")
        for at, word in enumerate(words[:-1]):
            after = words[at + 2].low if at + 2 < len(words) else ""
            either = after == folded(_OR) or after.removeprefix(_AND) in known
            if word.low in parts and words[at + 1].low in known and not either:
                label = slice_of(self.text, words[at : at + 2])
                yield Found("part", word.start, words[at + 1].end, label=label)

    def _materials(self, words: Words) -> Iterator[Found]:
        """`مصنوع من القطن`, `100% قطن`."""
        known = self.lists.table("materials")
        for at in range(len(words) - 1):
            noun, share = words[at + 1], percent(words[at])
            made = words[at].low == "من" and at > 0 and words[at - 1].low in self._list("made_of")
            if bare(noun.low) not in known or not (made or share) or self._denied(words, at):
                continue
            begun = at - 1 if made else at
            label = slice_of(self.text, words[begun : at + 2])
            gender: Literal["f", "m"] = "f" if known[bare(noun.low)] == "f" else "m"
            number, unit = (share, "%") if share else (None, "")
            yield Found(
                "material", words[begun].start, noun.end, bare(noun.text), gender=gender, label=label, number=number,
                unit=unit,
            )  # fmt: skip

    def _stated(self, words: Words) -> Iterator[Found]:
        kinds: tuple[Literal["care", "performance"], ...] = ("care", "performance")
        for kind in kinds:
            for at in range(len(words)):
                size = longest(words, at, self.lists.phrases(f"lists.{kind}"), 5)
                end = at + size + qualifier(words, at + size)
                if size and not self._denied(words, at) and (end == len(words) or words[end].text in _OVER):
                    label = slice_of(self.text, words[at:end])
                    yield Found(kind, words[at].start, words[end - 1].end, label=label)

    def _uses(self, words: Words) -> Iterator[Found]:
        for at, word in enumerate(words):
            if word.low in self._list("uses") and not self._denied(words, at):
                yield Found("use", word.start, word.end, label=word.text)

    def _origin(self, words: Words) -> Iterator[Found]:
        for at in range(1, len(words) - 1):
            if words[at].low == "في" and words[at - 1].low in self._list("made_in") and at + 2 == len(words):
                said = slice_of(self.text, words[at - 1 : at + 2])
                yield Found("origin", words[at - 1].start, words[at + 1].end, label=said, name="made-in")


def folded(text: str) -> str:
    """`text` as words are compared: plain alef, no vowel marks."""
    return text.casefold().translate(_PLAIN)


def bare(text: str) -> str:
    """`القطن` -> `قطن`: without the article."""
    return text[2:] if text.startswith("ال") and len(text) > 4 else text
