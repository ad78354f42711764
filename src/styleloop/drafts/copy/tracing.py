"""Which words of a text are facts of its product, and which say more than is known. Pure.

Figures (numbers with units, prices, shares) and materials are held against everything known in the language; so are
names, where a language tells them by a capital letter: not in German, not in scripts without capitals, not at the
beginning of a sentence, and not in a line that capitalises every word. What a text *claims* in words is the audit's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from styleloop.drafts.copy.material import Material
from styleloop.language.claims import ClaimSpan, claim_spans
from styleloop.language.filling import Filled, Span
from styleloop.language.forms import language
from styleloop.language.locales import calendar_words
from styleloop.language.materials import borne_out, material_spans
from styleloop.language.normalise import fold
from styleloop.language.numbers import Quantity, known, quantities, same
from styleloop.language.skeleton import WORD
from styleloop.language.spotting import spot
from styleloop.language.units import dimension

_FIGURES = frozenset({"number", "price", "percent"})
_CAPITALISED = frozenset({"de", "lb"})
"""Languages in which every noun has a capital letter."""
_OPENING = re.compile(r"(?:^|[.!?؟…:;\n–—])[\s\"'“‘„«(–—]*$")
_TITLE = 0.6
"""Share of the longer words inside sentences that are capitalised, from which that says nothing of names."""
_LONGER = 4
_STEM = 4
_GAP = "known"


@dataclass(frozen=True)
class Known:
    """Everything that may be said of one product in one market."""

    material: Material

    def traced(self, text: str) -> Filled:
        """`text` with a span for every place where it says a fact, the price, the name or a registered claim."""
        spots = spot(text, self.material.fillers, self.material.locale)
        found = [Span(s.start, s.end, text[s.start : s.end], s.filler.fact, _GAP) for s in spots]
        for start, end, fact in self._claimed(text):
            found = [s for s in found if s.end <= start or end <= s.start]
            found.append(Span(start, end, text[start:end], fact, _GAP))
        return Filled(text, tuple(sorted(found, key=lambda s: s.start)))

    def _claimed(self, text: str) -> Iterator[tuple[int, int, str]]:
        for words, fact in self.material.backed:
            if fact.startswith("claim."):
                for place in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE):
                    yield place.start(), place.end(), fact

    def invention(self, text: str) -> str:
        """What `text` says that nothing known bears out, in words; empty where there is nothing."""
        return self._figure(text) or self._material(text) or self._name(text)

    def _figure(self, text: str) -> str:
        for span in claim_spans(text, self.material.locale):
            if span.kind in _FIGURES and not span.puffery and not self._bears_out(span):
                what = {"price": "price", "percent": "share"}.get(span.kind, "number")
                return f"{span.text!r} is a {what} that no fact of the product has"
        return ""

    def _bears_out(self, span: ClaimSpan) -> bool:
        """Whether something known says the amount; of one without a value (`double`), the same word."""
        if span.quantity is not None:
            return self._counted(span.quantity)
        return span.kind == "number" and f" {' '.join(_words(span.text))} " in self._told

    @cached_property
    def _told(self) -> str:
        return f" {' | '.join(' '.join(_words(said)) for said in self._said)} "

    def _counted(self, said: Quantity) -> bool:
        if said.dimension != "count":
            return any(same(said, figure) for figure in self._amounts)
        return any(
            said.value == figure.value and figure.dimension == "count" and _akin(said.noun, figure.noun)
            for figure in self._amounts
        )

    @cached_property
    def _amounts(self) -> tuple[Quantity, ...]:
        product, locale = self.material.brief.product, self.material.locale
        told = [(f.number, f.unit) for f in product.facts if f.number is not None and dimension(f.unit)]
        price = product.price(locale)
        if price is not None and dimension(price.currency):
            told.append((price.amount, price.currency))
        spoken = [q for words in self._said for q in quantities(words, locale)]
        return (*(known(number, unit) for number, unit in told), *spoken)

    @cached_property
    def _said(self) -> tuple[str, ...]:
        """Every wording of a fact, the name, the price and a claim that holds."""
        ways = (text for filler in self.material.fillers for text in filler.words.values())
        return tuple(sorted({*ways, *(words for words, _ in self.material.backed)}))

    @cached_property
    def _said_words(self) -> frozenset[str]:
        return frozenset(word for text in self._said for word in _words(text))

    def _material(self, text: str) -> str:
        locale = self.material.locale
        for span in material_spans(text, locale):
            if not borne_out(span.text, locale, self._said):
                return f"{span.text.casefold()!r} is a material that no fact of the product has"
        return ""

    def _name(self, text: str) -> str:
        if language(self.material.locale) in _CAPITALISED:
            return ""
        inside = [m for m in WORD.finditer(text) if not _OPENING.search(text[: m.start()])]
        longer = [m[0] for m in inside if len(m[0]) >= _LONGER]
        if longer and sum(word[0].isupper() for word in longer) >= _TITLE * len(longer) and len(longer) > 1:
            return ""
        for found in inside:
            word = _bare(found[0])
            if word[:1].isupper() and len(word) > 1 and word.casefold() not in self._names:
                return f"{word!r} looks like a name, and nothing that is known here has it"
        return ""

    @cached_property
    def _names(self) -> frozenset[str]:
        kit = self.material.kit
        own = (kit.name, self.material.market.name, *kit.voice.words, *(t.text for t in kit.terms))
        others = (t.instead for t in kit.terms)
        said = {word for text in (*own, *others) for word in _words(text)}
        return self._said_words | said | calendar_words(self.material.locale)


def _akin(a: str, b: str) -> bool:
    """Whether two nouns may be one in two forms: they begin alike."""
    a, b = a.casefold(), b.casefold()
    return bool(a and b) and (a == b or (min(len(a), len(b)) >= _STEM and a[:_STEM] == b[:_STEM]))


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_bare(word) for word in WORD.findall(fold(text).text))


def _bare(word: str) -> str:
    """Without the English genitive."""
    return word.removesuffix("'s").removesuffix("’s")
