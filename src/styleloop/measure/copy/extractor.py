"""Copy -> numbers with units."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from styleloop.language.claims import worded_claims
from styleloop.language.lexicons import lexicon
from styleloop.language.normalise import folded
from styleloop.language.numbers import quantities
from styleloop.language.segment import (
    Piece,
    graphemes,
    has_words,
    sentence_pieces,
    sentences,
    syllables,
    word_pieces,
    words,
)
from styleloop.measure.copy.specs import SPECS
from styleloop.measure.copy.tone import marks
from styleloop.types.copy import BODY, HEADLINE
from styleloop.types.measurement import Measurement, MeasureSpec, Subject
from styleloop.types.record import Refusal

LONG = 6
"""Letters beyond which a word is long (LIX)."""
STOPS = frozenset(",;:.–—،؛")
SHARES = (
    "second_person", "first_plural", "third_singular", "demonstrative", "negation", "urgency", "scarcity", "offer",
    "social_proof", "sensory",
)  # fmt: skip


@dataclass(frozen=True)
class Text:
    """A headline and a body, taken apart once."""

    headline: str
    body: str
    locale: str

    @property
    def language(self) -> str:
        """`en`."""
        return self.locale.split("-")[0].lower()

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """Words of the headline, with their places."""
        return word_pieces(self.headline, self.locale)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Words of the headline."""
        return tuple(piece.text for piece in self.pieces)

    @cached_property
    def plain(self) -> tuple[str, ...]:
        """Words of the headline, folded."""
        return tuple(folded(word, self.locale) for word in self.words)

    @cached_property
    def sentences(self) -> tuple[Piece, ...]:
        """Sentences of the headline."""
        return sentence_pieces(self.headline, self.locale)

    @cached_property
    def marks(self) -> Mapping[str, tuple[tuple[int, int], ...]]:
        """List -> the places of the headline that are on it."""
        return marks(self.headline, self.locale)

    def marked(self, name: str) -> int:
        """Words of the headline that are on the list `name`."""
        places = self.marks.get(name, ())
        return sum(any(start < piece.end and piece.start < end for start, end in places) for piece in self.pieces)

    @cached_property
    def openings(self) -> list[tuple[str, ...]]:
        """How each sentence begins, folded: its first word, or two where the first is an article."""
        articles = lexicon("tone", self.language).get("article", ())
        made = [tuple(folded(w, self.locale) for w in words(s.text, self.locale)[:2]) for s in self.sentences]
        return [first if first[:1] and first[0] in articles else first[:1] for first in made]

    @cached_property
    def all_words(self) -> tuple[str, ...]:
        """Words of headline and body."""
        return (*self.words, *words(self.body, self.locale))

    @cached_property
    def all_sentences(self) -> int:
        """Sentences of headline and body, at least 1."""
        return max(1, len(self.sentences) + len(sentences(self.body, self.locale)))


class CopyExtractor:
    """Measures of the headline, and of the body where it is there."""

    name = "copy"
    version = "1"

    @property
    def specs(self) -> tuple[MeasureSpec, ...]:
        """Every measure of words."""
        return SPECS

    def extract(self, subjects: Sequence[Subject]) -> Sequence[tuple[Measurement, ...] | Refusal]:
        """The measures that are valid for each subject's language; none for a subject without a headline."""
        return [self._one(subject) for subject in subjects]

    def _one(self, subject: Subject) -> tuple[Measurement, ...]:
        text = Text(subject.words.text(HEADLINE), subject.words.text(BODY), subject.locale)
        if not text.headline.strip():
            return ()
        made = []
        for spec in SPECS:
            if spec.locales is not None and text.language not in spec.locales:
                continue
            value = MEASURES[spec.name.removeprefix("copy.")](text)
            if value is not None:
                made.append(self._measurement(subject, spec, value))
        return tuple(made)

    def _measurement(self, subject: Subject, spec: MeasureSpec, value: float) -> Measurement:
        cut = min(max(float(value), spec.low), spec.high)
        source = f"{self.name}@{self.version}"
        return Measurement(subject=subject.id, name=spec.name, value=cut, unit=spec.unit, extractor=source)


def _per_word(count: float, text: Text) -> float | None:
    return count / len(text.words) if text.words else None


def _letters(word: str) -> int:
    return sum(1 for sign in graphemes(word) if sign[0].isalnum())


def _long_share(found: Sequence[str]) -> float:
    return sum(_letters(word) > LONG for word in found) / len(found)


def _lix(text: Text) -> float | None:
    found = text.all_words
    return len(found) / text.all_sentences + 100 * _long_share(found) if found else None


def _ease(text: Text) -> float | None:
    found = [w for w in text.all_words if not w[0].isdigit()]
    if not found:
        return None
    length = len(found) / text.all_sentences
    spoken = sum(syllables(word, text.locale) for word in found) / len(found)
    if text.language == "de":
        return 180.0 - length - 58.5 * spoken
    return 206.835 - 1.015 * length - 84.6 * spoken


def _repetition(text: Text) -> float | None:
    if not text.openings or not has_words(text.locale):
        return None
    again = sum(opening in text.openings[:at] for at, opening in enumerate(text.openings) if opening)
    return again / len(text.openings)


def _imperative(text: Text) -> float | None:
    if not text.sentences or not text.pieces:
        return None
    places = text.marks.get("imperative", ())
    firsts = [next((p for p in text.pieces if p.start >= sentence.start), None) for sentence in text.sentences]
    return sum(any(p and start <= p.start < end for start, end in places) for p in firsts) / len(firsts)


def _share_of(name: str) -> Callable[[Text], float | None]:
    return lambda text: _per_word(text.marked(name), text)


def _superlatives(text: Text) -> float:
    return float(sum(claim.kind == "superlative" for claim in worded_claims(text.headline, text.locale)))


def _count(signs: str) -> Callable[[Text], float]:
    return lambda text: float(sum(text.headline.count(sign) for sign in signs))


def _words(text: Text) -> float | None:
    return float(len(text.words)) if has_words(text.locale) else None


MEASURES: dict[str, Callable[[Text], float | None]] = {
    "words": _words,
    "graphemes": lambda text: float(len(graphemes(" ".join(text.headline.split())))),
    "sentences": lambda text: float(len(text.sentences)),
    "sentence_length": lambda text: len(text.words) / max(1, len(text.sentences)) if text.words else None,
    "word_length": lambda text: _per_word(sum(_letters(word) for word in text.words), text),
    "long_words": lambda text: _long_share(text.words) if text.words else None,
    "lix": _lix,
    "ease": _ease,
    "punctuation": lambda text: _per_word(sum(sign in STOPS for sign in text.headline), text),
    "question": _count("?؟？"),
    "exclamation": _count("!！"),
    "number": lambda text: float(len(quantities(text.headline, text.locale))),
    "superlatives": _superlatives,
    "repetition": _repetition,
    "variety": lambda text: _per_word(len(set(text.plain)), text),
    "imperative": _imperative,
    "body_words": lambda text: float(len(words(text.body, text.locale))) if text.body else None,
    **{name: _share_of(name) for name in SHARES},
}
"""Measure -> its function. None: not valid for this text, so absent."""
