"""Can it be proved? Every number, price, superlative, absolute and promise needs a fact or a registered claim."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from styleloop.audit.against import contradicted
from styleloop.audit.backing import BY_CONFIRMED_FACT, BY_FACT, unbacked
from styleloop.audit.composition import unknown_materials
from styleloop.audit.evidence import Evidence, Figure, Wording, evidence
from styleloop.audit.gist import akin, gist
from styleloop.audit.ingredients import unknown_ingredients
from styleloop.audit.makings import unknown_makings
from styleloop.audit.objection import object_to
from styleloop.audit.passages import Passage, sentence_at
from styleloop.audit.unconfirmed import unconfirmed
from styleloop.language import amounts
from styleloop.language.claims import ClaimSpan
from styleloop.language.ingredients import IngredientSpan
from styleloop.language.makings import Making
from styleloop.language.materials import MaterialSpan
from styleloop.language.numbers import Quantity
from styleloop.language.units import base_value
from styleloop.types.audit import AuditItem, Family, Finding, Severity, Span
from styleloop.types.product import Fact
from styleloop.types.record import Refusal

_SAYS: Mapping[str, str] = {
    "superlative": "puts the product above others",
    "absolute": "leaves no exception",
    "comparison": "compares",
    "guarantee": "promises",
    "free": "says that something costs nothing",
    "health": "is a claim on health",
    "safety": "is a claim on safety",
    "environmental": "is a claim on the environment",
    "endorsement": "claims somebody's approval",
    "performance": "claims a performance",
    "time_tested": "claims a test or a past",
}
_SHOWN = 3
_SCALE = 20
"""Times that a backed amount may be more or less than the one said, and still be what was meant."""


class Claims:
    """Claims that nothing backs."""

    name = "claims"
    family: Family = "claims"
    version = "2"
    rules: Mapping[str, str] = {
        "unsupported-number": "A number that is neither a fact of the product nor part of a registered claim.",
        "wrong-price": "A price that is not the product's price in this market on this day.",
        **{f"unsupported-{kind}": f"Words that claim without backing: what {says}." for kind, says in _SAYS.items()},
        "unsupported-material": "A material that is no fact of the product; a warning where the word may mean more.",
        "unsupported-ingredient": "An ingredient said to be in the product that no fact on what is in it names.",
        "unsupported-origin": "A place of making, or a making by hand, that no fact and no registered claim tells of.",
        "against-fact": "Words that a fact of the product contradicts: what is not in it, or is all that is in it.",
        "unconfirmed-fact": "A fact that nobody has confirmed, in a format that takes confirmed facts only.",
        "puffery": "A claim that nobody could prove or disprove: a warning, so that a person has looked.",
    }

    def check(self, items: Sequence[AuditItem]) -> Sequence[tuple[Finding, ...] | Refusal]:
        """One objection per claim that nothing backs, for each piece."""
        return [tuple(self._one(item)) for item in items]

    def _one(self, item: AuditItem) -> Iterator[Finding]:
        backing = evidence(item)
        waiting = list(unconfirmed(item))
        yield from (self._waits(item, span, fact) for span, fact in waiting)
        found = [self._object(item, backing, passage, span) for passage, span in unbacked(item, backing)]
        found += [self._material(item, backing, *unknown) for unknown in unknown_materials(item, backing)]
        found += [self._ingredient(item, backing, *unknown) for unknown in unknown_ingredients(item, backing)]
        found += [self._making(item, backing, *unknown) for unknown in unknown_makings(item, backing)]
        found += [self._against(item, *said) for said in contradicted(item, backing)]
        found = [f for f in found if not any(f.span and _overlap(f.span, span) for span, _ in waiting)]
        # A number that runs on into the next slot was read twice: with its unit it is the better reading.
        yield from {(f.rule, f.span): f for f in found}.values()

    def _waits(self, item: AuditItem, span: Span, fact: Fact) -> Finding:
        label = item.placement.label if item.placement else ""
        message = f"“{span.text}” is stated by a file, and nobody has confirmed it; {label} takes confirmed facts only."
        cited = f"fact.{fact.key}: {fact.evidence or fact.status}; placement {item.placement and item.placement.name}"
        return object_to(self, item, "unconfirmed-fact", "block", message, cited, span=span)

    def _object(self, item: AuditItem, backing: Evidence, passage: Passage, span: ClaimSpan) -> Finding:
        place = passage.span(span.start, span.end)
        if span.puffery:
            message = f"“{span.text}” here is talk that nobody could prove or disprove. Keep it if it is meant so."
            return object_to(self, item, "puffery", "warn", message, "puffery of this language", span=place)
        whole = place.text == span.text
        if span.kind == "price":
            return self._price(item, backing, span, place, whole)
        if span.kind in ("number", "percent"):
            return self._number(item, backing, passage, span)
        by = (
            "fact of the product and no registered claim"
            if span.kind in BY_FACT | BY_CONFIRMED_FACT
            else "registered claim"
        )
        message = f"“{span.text}” {_SAYS[span.kind]}, and no {by} for {item.market.locale} on {item.day} covers it."
        return object_to(self, item, f"unsupported-{span.kind}", "block", message, _sayable(item, backing), span=place)

    def _price(self, item: AuditItem, backing: Evidence, span: ClaimSpan, place: Span, whole: bool) -> Finding:
        price = backing.price
        if price is None:
            message = f"“{span.text}” is a price, and none is known in {item.market.locale} on {item.day}."
            return object_to(self, item, "wrong-price", "block", message, f"product.price: {_owner(item)}", span=place)
        right = amounts.price(price.amount, price.currency, item.market.locale)
        message = f"“{span.text}” is not the price in {item.market.name} on {item.day}, which is {right}."
        cited = f"product.price: {_owner(item)}, {price.market}, since {price.since or 'the first'}"
        fix = right if whole and span.quantity is not None else None
        return object_to(
            self,
            item,
            "wrong-price",
            "block",
            message,
            cited,
            span=place,
            fix=fix,
        )

    def _number(self, item: AuditItem, backing: Evidence, passage: Passage, span: ClaimSpan) -> Finding:
        place = passage.span(span.start, span.end)
        around = gist(sentence_at(passage.text, span.start, item.market.locale), item.market.locale).stems
        near, sure = _nearest(backing, span.quantity, around) if span.quantity else (None, False)
        known = f"; the nearest that is backed: {near.said}" if near and near.said else ""
        message = f"“{span.text}” is not among what is known of {_owner(item)} on {item.day}{known}."
        cited = near.cite if near else _sayable(item, backing)
        fix = near.said if near and near.said and sure and place.text == span.text else None
        return object_to(self, item, "unsupported-number", "block", message, cited, span=place, fix=fix)

    def _material(
        self, item: AuditItem, backing: Evidence, passage: Passage, span: MaterialSpan, others: bool
    ) -> Finding:
        place = passage.span(span.start, span.end)
        severity: Severity = "note" if span.sorry or not others else "block" if span.sure else "warn"
        message = f"“{span.text}” is a material, and no fact of {_owner(item)} on {item.day} names it."
        if not span.sure:
            message += " If it means something else here, keep it."
        cited = _sayable(item, backing)
        return object_to(self, item, "unsupported-material", severity, message, cited, span=place)

    def _ingredient(self, item: AuditItem, backing: Evidence, passage: Passage, span: IngredientSpan) -> Finding:
        place = passage.span(span.start, span.end)
        message = f"“{span.text}” is said to be in it, and no fact of {_owner(item)} on {item.day} names it."
        cited = _sayable(item, backing)
        return object_to(self, item, "unsupported-ingredient", "block", message, cited, span=place)

    def _making(self, item: AuditItem, backing: Evidence, passage: Passage, said: Making) -> Finding:
        place = passage.span(said.start, said.end)
        how = "how" if said.sort == "hand" else "where"
        message = f"“{said.text}” says {how} it is made, and no fact of {_owner(item)} on {item.day} tells of that."
        return object_to(self, item, "unsupported-origin", "block", message, _sayable(item, backing), span=place)

    def _against(self, item: AuditItem, passage: Passage, start: int, end: int, fact: Wording) -> Finding:
        place = passage.span(start, end)
        message = f"“{place.text}” is contradicted by what is known of {_owner(item)} on {item.day}: “{fact.text}”."
        return object_to(self, item, "against-fact", "block", message, fact.cite, span=place)


def _overlap(one: Span, other: Span) -> bool:
    return one.slot == other.slot and one.start < other.end and other.start < one.end


def _owner(item: AuditItem) -> str:
    return item.product.sku if item.product else item.kit.name


def _nearest(backing: Evidence, said: Quantity, around: frozenset[str]) -> tuple[Figure | None, bool]:
    """The backed amount of the same dimension that is closest, and whether it is surely what was meant.

    It is where its fact speaks of something the sentence speaks of, or where there is no other to choose from. Of
    counts, only those of the same thing are looked at.
    """
    alike = [f for f in backing.figures if f.quantity.dimension == said.dimension]
    if said.dimension == "count":
        alike = [f for f in alike if said.noun and any(akin(said.noun, word) for word in f.words)]
    spoken_of = [f for f in alike if any(akin(a, b) for a in around for b in f.words)]
    wanted = base_value(said.value, said.unit)
    left = [f for f in spoken_of or alike if _of_a_size(base_value(f.quantity.value, f.quantity.unit), wanted)]
    values = {base_value(f.quantity.value, f.quantity.unit) for f in alike}
    near = min(left, key=lambda f: abs(base_value(f.quantity.value, f.quantity.unit) - wanted), default=None)
    return near, bool(spoken_of) or len(values) == 1


def _of_a_size(known: Decimal, wanted: Decimal) -> bool:
    """Whether one may have been meant by the other: ten years of warranty are no slip for 24 hours hot."""
    return abs(known) <= _SCALE * abs(wanted) and abs(wanted) <= _SCALE * abs(known)


def _sayable(item: AuditItem, backing: Evidence) -> str:
    """What the register allows here instead, in a few words."""
    here = [f"“{w.text}” ({w.cite})" for w in backing.wordings if w.fact is None]
    where = f"brand/claims for {_owner(item)} in {item.market.locale} on {item.day}"
    return f"{where}: {'; '.join(here[:_SHOWN]) or 'none'}"
