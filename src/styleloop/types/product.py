"""A product: its names, its prices, its facts."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from styleloop.types.record import Record, Where, is_unset
from styleloop.types.shot import Framing, Shot

FactKind = Literal["part", "material", "measure", "performance", "origin", "care", "use", "colour"]
FACT_KINDS: tuple[FactKind, ...] = (
    "part", "material", "measure", "performance", "origin", "care", "use", "colour",
)  # fmt: skip


class Form(Record):
    """One inflected form a person typed: `nom_def` -> `die Regenjacke`."""

    name: str
    text: str


class NounPhrase(Record):
    """A thing, as one language says it. Forms that a rule cannot make are typed in `forms`."""

    locale: str
    """Language (`de`) or locale (`de-DE`)."""
    text: str
    """Bare: no article."""
    article: Literal["a", "an", "none", "pair"] = "a"
    """English indefinite: `a`, `an`, `none` (mass or plural), `pair` (a pair of ...)."""
    number: Literal["singular", "plural"] = "singular"
    countable: bool = True
    gender: Literal["m", "f", "n", ""] = ""
    forms: tuple[Form, ...] = ()


class Fact(Record):
    """One thing that is so about a product, dated, with its evidence. Append-only."""

    key: str
    """Unique within the product: `weight`, `lid`."""
    kind: FactKind
    phrases: tuple[NounPhrase, ...] = ()
    """The fact as a noun phrase, one per language; empty when it has only a number."""
    labels: tuple[tuple[str, str], ...] = ()
    """(locale, a short statement that stands alone without a full stop: `Every seam taped`)."""
    number: float | None = None
    unit: str = ""
    """Canonical: g, kg, ml, l, mm, cm, m, h, min, years, %, lm, mm_wc (mm water column), pieces."""
    evidence: str = ""
    """The words it was read from, or who measured it."""
    status: Literal["stated", "confirmed"] = "stated"
    """`stated`: read from a feed; `confirmed`: a person said yes."""
    since: date | None = None
    source: str = Field(default="", exclude_if=is_unset)
    """File it was read from, where that is not the product's own description."""
    span: tuple[int, int] | None = Field(default=None, exclude_if=is_unset)
    """Characters of the description that `evidence` is."""

    @property
    def says(self) -> tuple[object, ...]:
        """What it states, whoever stated it and wherever: a fact that a person confirmed as it stood says the same."""
        return self.kind, self.phrases, self.labels, self.number, self.unit

    def phrase(self, locale: str) -> NounPhrase | None:
        """The phrase for a locale, falling back to its language."""
        return spoken(self.phrases, locale)

    def label(self, locale: str) -> str:
        """The stand-alone statement in a locale or its language, or an empty string."""
        found = dict(self.labels)
        return found.get(locale) or found.get(locale.split("-")[0], "")


class Price(Record):
    """What it costs in one market since one day. Append-only."""

    market: str
    amount: float = Field(ge=0)
    currency: str
    since: date | None = None


class Product(Record):
    """Something the brand sells."""

    sku: str
    names: tuple[NounPhrase, ...]
    """The product as a noun phrase, one per language."""
    category: str = ""
    adversaries: tuple[NounPhrase, ...] = ()
    """What it is up against (drizzle, cold tea), one per language; the sample brand's dry turn."""
    traits: tuple[str, ...] = ()
    """Semantic traits a pattern may ask for: `worn`, `vessel`, `outdoor`, `lit`, `washable`."""
    facts: tuple[Fact, ...] = ()
    only_these_facts: bool = Field(default=False, exclude_if=is_unset)
    """Typed: these facts are all, whatever a feed says of the product."""
    prices: tuple[Price, ...] = ()
    picture: str = ""
    """sha256 of its picture in the blob store: an SVG drawing, a cut-out with alpha, or a photograph."""
    pictures: tuple[Shot, ...] = Field(default=(), exclude_if=is_unset)
    """Every picture of it to choose from, `picture` among them, with what was said of each."""
    picture_alt: tuple[tuple[str, str], ...] = ()
    """(locale, what the picture shows) for the alt text."""
    description: str = ""
    """Untrusted prose from a feed: quoted as data, never obeyed, never shipped as it is."""
    source: Where

    def framing(self, picture: str) -> Framing:
        """What was said of one of its pictures, by sha256; nothing where nothing was."""
        return next((shot.framing for shot in self.pictures if shot.picture == picture), Framing())

    def name(self, locale: str) -> NounPhrase | None:
        """The name for a locale, falling back to its language."""
        return spoken(self.names, locale)

    def adversary(self, locale: str) -> NounPhrase | None:
        """What it is up against, in a locale or its language."""
        return spoken(self.adversaries, locale)

    def price(self, market: str) -> Price | None:
        """The newest price in a market."""
        here = [p for p in self.prices if p.market == market]
        return max(here, key=lambda p: p.since or date.min, default=None)


def spoken(phrases: tuple[NounPhrase, ...], locale: str) -> NounPhrase | None:
    """The phrase for `locale`, else for its language, else None."""
    for wanted in (locale, locale.split("-")[0]):
        for phrase in phrases:
            if phrase.locale == wanted:
                return phrase
    return None
