"""Where a line says what is known of its product, and which of its words may agree with that. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from styleloop.language import agreement, amounts, cases, forms
from styleloop.language.filling import (
    ADVERSARY,
    CAPITAL,
    LABEL,
    PRODUCT,
    Filler,
    begins_sentence,
)
from styleloop.language.skeleton import WORD

_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " "})
_PROCLITICS = frozenset("وفبكل")
"""Arabic particles written onto the next word."""
_SENTENCE_END = re.compile(r"[.!?؟…:](?=\s|$)")
_COPULA = {"en": frozenset(("is", "are", "was", "were")), "de": frozenset(("ist", "sind", "war", "waren"))}
_ONLY_AFTER_COMMA = {
    "de": frozenset(("der", "die", "das", "den", "dem", "denen")),
}
_ONLY_ALONE = {
    "en": frozenset(("this", "these")),
    "de": frozenset(
        ["dieser", "diese", "dieses", "diesen", "einer", "eine", "eins", "welche", "keiner", "keine", "keins"]
    ),
}
"""Determiners: they stand for a noun only where none follows."""


@dataclass(frozen=True)
class Spot:
    """Known words in a line."""

    start: int
    end: int
    filler: Filler
    forms: frozenset[str]
    """Every form in which the filler reads like this here."""

    @property
    def family(self) -> str:
        """Kinds of forms that never mix: `noun`, `number`, `label`."""
        name = min(form.lstrip(CAPITAL) for form in self.forms)
        return LABEL if name == LABEL else "number" if name in amounts.FORMS else "noun"


@dataclass(frozen=True)
class Agreeing:
    """A word that may agree with a spot: what it may be, as readings (`language.agreement`)."""

    start: int
    end: int
    group: str
    """One name for all words that could stand here."""
    readings: frozenset[str]


def plain(text: str) -> str:
    """`text` with ordinary spaces, same length."""
    return text.translate(_SPACES)


def spot(text: str, known: Sequence[Filler], locale: str = "") -> tuple[Spot, ...]:
    """What is known in `text`: the longest words first, never overlapping, in reading order.

    Where two fillers read alike, the one that stands first in `known` is meant.
    """
    found: dict[tuple[int, int], dict[int, set[str]]] = {}
    for number, filler in enumerate(known):
        for start, end, form in _places(plain(text), filler):
            found.setdefault((start, end), {}).setdefault(number, set()).add(form)
    taken: list[Spot] = []
    for start, end in sorted(found, key=lambda place: (place[0] - place[1], place[0])):
        if all(end <= other.start or start >= other.end for other in taken):
            number = min(found[start, end])
            names = cases.governed(_purest(found[start, end][number]), _before(text, start), locale)
            taken.append(Spot(start, end, known[number], names))
    return tuple(sorted(taken, key=lambda s: s.start))


def _before(text: str, start: int) -> str:
    """The word that stands right before `start`, or an empty string where a mark or nothing does."""
    found = WORD.findall(text[:start])
    return found[-1] if found and text[:start].rstrip().endswith(found[-1]) else ""


def _purest(names: set[str]) -> frozenset[str]:
    """`312 g` may be the fact's statement and its number: then it is the statement, which needs no words around it."""
    labels = {name for name in names if name.lstrip(CAPITAL) == LABEL}
    return frozenset(labels or names)


def _places(text: str, filler: Filler) -> Iterator[tuple[int, int, str]]:
    for form, said in sorted(filler.words.items()):
        for words in {plain(said), forms.begin(plain(said))}:
            for start in _occurrences(text, words):
                first = begins_sentence(text[:start])
                if words == (forms.begin(plain(said)) if first else plain(said)):
                    yield start, start + len(words), form
                elif not first:
                    yield start, start + len(words), CAPITAL + form


def _occurrences(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        if _bounded(text, at, at + len(words)):
            yield at
        at = text.find(words, at + 1)


def _bounded(text: str, start: int, end: int) -> bool:
    if WORD.match(text[end : end + 1]) or text[end : end + 2] in ("-m", "'s"):
        return False
    before = text[:start]
    if not before or not WORD.match(before[-1]):
        return not before.endswith("-")
    return before[-1] in _PROCLITICS and (len(before) == 1 or not WORD.match(before[-2]))


def agreeing(
    text: str, spots: Sequence[Spot], names: Sequence[str], locale: str, verbs: frozenset[str]
) -> tuple[Agreeing, ...]:
    """Words outside the spots that may agree with one of them.

    Args:
        text: The line.
        spots: From `spot`.
        names: Name of each spot's gap.
        locale: Language of the line.
        verbs: Lemmas of English verbs seen in the third person somewhere in the brand's lines (`third_persons`).
    """
    line = _Line(plain(text), spots, names, locale)
    found = (line.table_word(i) or line.verb(i, verbs) for i in range(len(line.words)))
    return tuple(word for word in found if word is not None)


def third_persons(text: str, spots: Sequence[Spot], locale: str) -> frozenset[str]:
    """Lemmas of the verbs that follow a singular noun in the third person: `the flask keeps` -> `+keeps`."""
    line = _Line(plain(text), spots, ["x"] * len(spots), locale)
    follow = (line.follows_noun(i) for i in range(len(line.words)))
    lemmas = (
        agreement.third_person(line.words[i][2], locale)
        for i, spot_before in enumerate(follow)
        if spot_before is not None and "singular" in line.columns(spot_before)
    )
    return frozenset(lemma for lemma in lemmas if lemma)


class _Line:
    """One line taken apart: its free words and its noun spots."""

    def __init__(self, text: str, spots: Sequence[Spot], names: Sequence[str], locale: str) -> None:
        self.text, self.locale = text, locale
        self.nouns = [(s, n) for s, n in zip(spots, names, strict=True) if s.family == "noun"]
        inside = [(s.start, s.end) for s in spots]
        self.words = [
            (m.start(), m.end(), m[0])
            for m in WORD.finditer(text)
            if not any(a < m.end() and m.start() < b for a, b in inside)
        ]
        ends = [0, *(m.end() for m in _SENTENCE_END.finditer(text)), len(text)]
        self.sentences = list(pairwise(ends))

    def columns(self, number: int) -> set[str]:
        """What may agree with a noun, over all forms it may have."""
        found = self.nouns[number][0]
        return {found.filler.columns.get(form.lstrip(CAPITAL), "") for form in found.forms}

    def follows_noun(self, index: int) -> int | None:
        """The noun that the word follows at once, or after an adverb or a relative pronoun."""
        start = self.words[index][0]
        for number, (found, _) in enumerate(self.nouns):
            between = self.text[found.end : start]
            if found.end <= start and not between.strip(" ") and between:
                return number
            words = between.split()
            if found.end < start and words and all(agreement.may_stand_between(w) for w in words):
                return number
        return None

    def table_word(self, index: int) -> Agreeing | None:
        """The word as a pronoun or verb of the closed lists, with everything it may agree with."""
        start, end, word = self.words[index]
        lower = self._lower(start, word)
        group = agreement.group(lower, self.locale)
        if not group or not self._may_stand_for_noun(index, lower):
            return None
        readings = {agreement.LITERAL + lower}
        for number in self._governors(index, lower):
            name = self.nouns[number][1]
            readings |= {
                f"{lemma}{agreement.AT}{name}"
                for column in self.columns(number)
                for lemma in agreement.lemmas(lower, column, self.locale)
                if self._has_case(index, lemma)
            }
        return Agreeing(start, end, f"{group}", frozenset(readings))

    def verb(self, index: int, verbs: frozenset[str]) -> Agreeing | None:
        """The word as an English verb right after a noun."""
        number = self.follows_noun(index)
        start, end, word = self.words[index]
        if number is None:
            return None
        columns = self.columns(number)
        lemma = agreement.third_person(word, self.locale) if columns == {"singular"} else ""
        if columns == {"plural"}:
            lemma = next((v for v in sorted(verbs) if agreement.base_form(v) == word), "")
        if not lemma:
            return None
        readings = frozenset({f"{lemma}{agreement.AT}{self.nouns[number][1]}"})
        return Agreeing(start, end, lemma, readings)

    def _lower(self, start: int, word: str) -> str:
        return word[:1].lower() + word[1:] if begins_sentence(self.text[:start]) else word

    def _may_stand_for_noun(self, index: int, word: str) -> bool:
        lang = forms.language(self.locale)
        start, end, _ = self.words[index]
        if word in _ONLY_AFTER_COMMA.get(lang, frozenset()):
            return self.text[:start].rstrip().endswith(",")
        if word not in _ONLY_ALONE.get(lang, frozenset()):
            return True
        after = self.text[end:]
        if lang == "de":
            return not re.match(r"\s+\w", after) or self._next(index) in _COPULA[lang]
        return self._next(index) in _COPULA[lang]

    def _has_case(self, index: int, lemma: str) -> bool:
        """English `it` is a subject before a verb or where a sentence begins, an object elsewhere."""
        if lemma not in ("it", "it.object"):
            return True
        start, end, _ = self.words[index]
        follower = self._next(index)
        verb = agreement.is_verb(follower, self.locale) or agreement.is_finite(follower)
        subject = begins_sentence(self.text[:start]) or (
            verb and not self.text[end:].lstrip(" ").startswith(tuple(",.;:"))
        )
        return subject == (lemma == "it")

    def _next(self, index: int) -> str:
        return self.words[index + 1][2] if index + 1 < len(self.words) else ""

    def _governors(self, index: int, word: str) -> list[int]:
        start = self.words[index][0]
        previous = self.words[index - 1][2] if index else ""
        before = [i for i, (found, _) in enumerate(self.nouns) if found.end <= start]
        sentence = next((s for s in self.sentences if s[0] <= start < s[1]), (0, len(self.text)))
        inside = [i for i, (found, _) in enumerate(self.nouns) if sentence[0] <= found.start < sentence[1]]
        if agreement.is_verb(word, self.locale):
            if agreement.is_personal(previous, self.locale):
                return sorted({*before, *inside}) if word in _COPULA.get(forms.language(self.locale), ()) else before
            return [] if agreement.has_own_subject(previous, self.locale) else inside
        lang = forms.language(self.locale)
        looks_ahead = lang == "ar" or self._next(index) in _COPULA.get(lang, frozenset())
        return sorted({*before, *inside}) if looks_ahead else before


def mentions(text: str, spots: Sequence[Spot], others: Sequence[Filler]) -> bool:
    """Whether `text` names, outside its spots, the product or the adversary of `others`."""
    foreign = spot(text, [f for f in others if f.kind in (PRODUCT, ADVERSARY)])
    return any(all(f.end <= s.start or f.start >= s.end for s in spots) for f in foreign)
