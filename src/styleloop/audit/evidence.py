"""What may be said about the product in this market on this day, and what each of it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from styleloop.audit.gist import akin, gist, stem
from styleloop.audit.unconfirmed import known_facts
from styleloop.language import amounts
from styleloop.language.lexicons import languages
from styleloop.language.numbers import Quantity, known, quantities, same
from styleloop.language.units import base_value, dimension
from styleloop.types.audit import AuditItem
from styleloop.types.brand import Claim
from styleloop.types.product import Fact, Price, spoken

CONVERTED = Decimal("0.01")
"""How far ounces may be from grams, or feet from metres: people round what they convert."""
OLD = Decimal("0.02")
"""The same of Japan's old measures, in which furniture, rice and rooms are sold."""
_OLD_UNITS = frozenset("尺寸間升合斤匁貫坪畳")
_METRIC = frozenset({"g", "kg", "mg", "ml", "cl", "l", "mm", "cm", "m", "km", "t", "dl", "m²", "cm²", "ha", "km/h"})
ROUNDED = Decimal("0.5")
"""How far a fraction may be from the percentage of the fact, in points."""
ROUGHLY = Decimal("0.05")
"""How far `about 300 g` may be from the fact, as a share of it."""
CLOSE = Decimal("0.8")
"""How near the most that is praised, or the sum that a price stays under, must be to the fact."""
FAR = Decimal("0.2")
"""The same of a weight that stays under another: below a kilo is borne out by 400 g."""
_LOADS = frozenset(
    stem(word)
    for word in [
        "load",
        "capacity",
        "maximum",
        "max",
        "traglast",
        "belastbarkeit",
        "belastbar",
        "zuladung",
        "tragkraft",
        "charge",
        "maximale",
        "carga",
        "máxima",
        "máximo",
        "portata",
        "massimo",
        "massima",
        "耐荷重",
    ]
)
"""Of a load the most is praised, whatever word bounds it."""
_PERSONS = frozenset(
    [
        "people",
        "persons",
        "guests",
        "diners",
        "adults",
        "personen",
        "leute",
        "gäste",
        "personnes",
        "convives",
        "invités",
        "adultes",
        "personas",
        "comensales",
        "invitados",
        "persone",
        "commensali",
        "ospiti",
    ]
)
_SEATS = frozenset(
    [
        "seats",
        "seating",
        "places",
        "plätze",
        "sitzplätze",
        "sitze",
        "couverts",
        "sièges",
        "asientos",
        "plazas",
        "posti",
        "coperti",
    ]
)


@dataclass(frozen=True)
class Figure:
    """One amount that is backed.

    Attributes:
        quantity: the amount.
        said: how this market's language writes it.
        cite: what it rests on.
        words: stems of the fact's other words; empty where it has none in this language.
    """

    quantity: Quantity
    said: str
    cite: str
    words: frozenset[str]


@dataclass(frozen=True)
class Wording:
    """One wording that is backed. `fact` is None for a registered claim."""

    text: str
    cite: str
    fact: Fact | None = None


@dataclass(frozen=True)
class Evidence:
    """All that backs one piece."""

    figures: tuple[Figure, ...]
    wordings: tuple[Wording, ...]
    facts: tuple[Fact, ...]
    price: Price | None


def evidence(item: AuditItem) -> Evidence:
    """Facts so on the day (in some formats confirmed ones only), claims that hold, and the price on the day."""
    facts = known_facts(item)
    holding = [c for c in item.claims if _made_of(c, item)]
    said = (*_fact_wordings(facts, item.market.locale), *_claim_wordings(holding))
    figures = (*_of_facts(facts, item), *_of_wordings(_claim_wordings(holding), item), *_of_name(item))
    return Evidence(figures, tuple(said), facts, price_on(item))


def _made_of(claim: Claim, item: AuditItem) -> bool:
    """Whether the claim may be made here today, of this product; of no product, only where it is the whole brand's."""
    if item.product is None and claim.products:
        return False
    return claim.holds(item.market.locale, item.day, item.product.sku if item.product else "")


def price_on(item: AuditItem) -> Price | None:
    """The newest price of the market that is so on the day."""
    prices = item.product.prices if item.product else ()
    here = [p for p in prices if p.market == item.market.locale and (p.since or date.min) <= item.day]
    return max(here, key=lambda p: p.since or date.min, default=None)


def states(figure: Figure, said: Quantity, around: frozenset[str]) -> bool:
    """Whether `figure` bears out the amount `said`: equal after conversion, or within what the words leave open.

    About 300 g is borne out within 5 %, at least 12 hours by 14, under 320 g by 312. `Up to 20 hours` is not by 14.
    A count must be of the same thing (two walls are not two pockets), and a share of something the fact speaks of.

    Args:
        figure: what is backed.
        said: what the words say.
        around: stems of the words that tell something in its sentence.
    """
    own = figure.quantity
    if said.dimension == "share" and own.value > 0:  # −20 % is 20 % off
        said = replace(said, value=abs(said.value))
    if said.dimension in ("count", "share") and figure.words:
        about = ({said.noun} | _seated(said.noun)) if said.dimension == "count" else around
        if any(about) and not any(akin(a, b) for a in about for b in figure.words if b.isalpha()):
            return False
    return same(own, said) or (own.dimension == said.dimension and (_converted(own, said) or _within(figure, said)))


def _seated(noun: str) -> frozenset[str]:
    """What so many persons take: `four people round it` is borne out by four seats."""
    return _SEATS if noun in _PERSONS else frozenset()


def _converted(own: Quantity, said: Quantity) -> bool:
    """Whether one is the other in the units of another system."""
    if own.dimension not in ("mass", "volume", "length", "area", "speed") or (own.unit in _METRIC) == (
        said.unit in _METRIC
    ):
        return False
    mine, theirs = base_value(own.value, own.unit), base_value(said.value, said.unit)
    near = OLD if {own.unit, said.unit} & _OLD_UNITS else CONVERTED
    return abs(theirs - mine) <= near * abs(mine)


def _within(figure: Figure, said: Quantity) -> bool:
    own = figure.quantity
    if own.dimension == "money" and said.bound == "at_most" and own.unit == said.unit:
        return CLOSE * said.value <= own.value < said.value  # less than $30 of $29
    if not own.dimension or own.dimension in ("money", "count"):
        return False
    mine, theirs = base_value(own.value, own.unit), base_value(said.value, said.unit)
    worded = not any(map(str.isdigit, said.text)) or "/" in said.text
    if said.dimension == "share" and said.value % 1 and worded and abs(theirs - mine) <= ROUNDED:
        return True  # a third is 33 %
    if said.approximate and abs(theirs - mine) <= ROUGHLY * max(abs(mine), abs(theirs)):
        return True
    loaded = said.bound == "at_most" and not figure.words.isdisjoint(_LOADS)
    if said.bound == "up_to" or loaded:  # up to 900 km of 920; up to 1,500 lb of 150 praises what is not there
        return CLOSE * mine <= theirs <= mine
    return (said.bound == "at_least" and theirs <= mine) or (
        said.bound == "at_most" and own.dimension == "mass" and theirs >= mine >= FAR * theirs
    )


def _of_facts(facts: tuple[Fact, ...], item: AuditItem) -> Iterator[Figure]:
    locale = item.market.locale
    for fact in facts:
        texts = _texts(fact, locale)
        cite = f"fact.{fact.key}: {_told(fact, locale)}; {fact.evidence or fact.status}"
        about = frozenset(stem for text in texts for stem in gist(text, locale).stems)
        spoken_of = [q for text in texts for q in quantities(text, locale) if q.stated]
        yield from (Figure(q, q.text, cite, about) for q in spoken_of)
        for own in _numbers(fact):
            if not any(same(own, q) for q in spoken_of):
                words = frozenset() if _foreign(own, texts, locale) else about
                yield Figure(own, amounts.amount(fact.number or 0, fact.unit, locale), cite, words)


def _foreign(own: Quantity, texts: tuple[str, ...], locale: str) -> bool:
    """Whether the fact's words are another language's (`Two walls` of a French piece), by how they say its number."""
    others = [language for language in languages("numbers") if language != locale.split("-")[0]]
    return any(same(own, said) for text in texts for language in others for said in quantities(text, language))


def _numbers(fact: Fact) -> Iterator[Quantity]:
    """The fact's number; a water column also as plain millimetres, which is how the trade writes it."""
    if fact.number is None or not dimension(fact.unit):
        return
    yield known(fact.number, fact.unit)
    if fact.unit == "mm_wc":
        yield known(fact.number, "mm")


def _of_wordings(said: Iterator[Wording], item: AuditItem) -> Iterator[Figure]:
    locale = item.market.locale
    for wording in said:
        meant = gist(wording.text, locale)
        for found in meant.figures:
            yield Figure(found, found.text, wording.cite, meant.stems)


def _of_name(item: AuditItem) -> Iterator[Figure]:
    """A number in the product's name is part of the name."""
    name = item.product.name(item.market.locale) if item.product else None
    for found in quantities(name.text, item.market.locale) if name else ():
        yield Figure(found, found.text, "product.name", frozenset())


def _fact_wordings(facts: tuple[Fact, ...], locale: str) -> Iterator[Wording]:
    for fact in facts:
        for text in _texts(fact, locale):
            yield Wording(text, f"fact.{fact.key}: {fact.evidence or fact.status}", fact)


def _claim_wordings(claims: list[Claim]) -> Iterator[Wording]:
    for claim in claims:
        for wording in claim.wordings:
            yield Wording(wording.text, f"claim.{claim.slug}: {claim.proof}")


def _texts(fact: Fact, locale: str) -> tuple[str, ...]:
    """Every way the fact is worded in the language of `locale`."""
    phrase = spoken(fact.phrases, locale)
    forms = (phrase.text, *(form.text for form in phrase.forms)) if phrase else ()
    return tuple(dict.fromkeys(text for text in (fact.label(locale), *forms) if text))


def _told(fact: Fact, locale: str) -> str:
    """The fact in a few words, for people."""
    label = fact.label(locale)
    return label or (f"{fact.number:g} {fact.unit}" if fact.number is not None else fact.key)
