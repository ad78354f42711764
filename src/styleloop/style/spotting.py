"""Which words of a line may agree with what is known of its product there. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from styleloop.language import agreement, forms
from styleloop.language.filling import ADVERSARY, CAPITAL, PRODUCT, Filler, begins_sentence
from styleloop.language.skeleton import WORD
from styleloop.language.spotting import Spot, plain, spot

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
class Agreeing:
    """A word that may agree with a spot: what it may be, as readings (`language.agreement`)."""

    start: int
    end: int
    group: str
    """One name for all words that could stand here."""
    readings: frozenset[str]


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
