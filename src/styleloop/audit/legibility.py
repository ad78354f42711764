"""Can it be read, by everyone? Objects on the renderer's own measurements and on the alt text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from styleloop.audit.objection import object_to, span_of, whole
from styleloop.language.normalise import fold
from styleloop.types.audit import AuditItem, Family, Finding
from styleloop.types.brief import Placement
from styleloop.types.copy import ALT, BODY, CTA
from styleloop.types.product import NounPhrase
from styleloop.types.record import Refusal
from styleloop.types.variant import Rendering, SlotFacts

CONTRAST, CONTRAST_LARGE = 4.5, 3.0
"""WCAG 2.2, 1.4.3: least ratio for text, and for large text."""
LARGE = 24.0
"""WCAG's large text in CSS pixels (18 pt); semi-bold display type gets no discount."""
SCREEN = 390.0
"""CSS pixels across at which a piece is seen: a phone. A 1080 px piece shows 66 px type as 24."""
SMALLEST = 0.022
"""Least type size of body and call to action as a share of the short side."""

WCAG = "WCAG 2.2, 1.4.3 Contrast (Minimum)"
WCAG_ALT = "WCAG 2.2, 1.1.1 Non-text Content"


class Legibility:
    """Contrast, safe zone, overlaps, glyphs, type size, alt text."""

    name = "legibility"
    family: Family = "legibility"
    version = "1"
    rules: Mapping[str, str] = {
        "low-contrast": f"Words under {CONTRAST}:1 against their ground, or large words under {CONTRAST_LARGE:.0f}:1.",
        "outside-safe-zone": "Words in the part of a format that the platform covers or cuts.",
        "overlap": "Words that touch other words or the product.",
        "missing-glyph": "Characters the font cannot draw.",
        "does-not-fit": "Words larger than the room they were given.",
        "small-type": f"Body or call to action under {SMALLEST:.1%} of the short side.",
        "no-alt": "A picture without an alt text.",
        "alt-without-product": "An alt text that does not name the product.",
    }

    def check(self, items: Sequence[AuditItem]) -> Sequence[tuple[Finding, ...] | Refusal]:
        """Objections to each drawn piece; a Refusal for one that has not been drawn yet."""
        return [self._one(item) for item in items]

    def _one(self, item: AuditItem) -> tuple[Finding, ...] | Refusal:
        if item.rendering is None:
            return Refusal(subject=item.subject, why="it has not been drawn yet", cure="draw it, then check it")
        drawn = [f for facts in item.rendering.facts for f in self._slot(item, facts, item.rendering)]
        return (*drawn, *self._alt(item))

    def _slot(self, item: AuditItem, facts: SlotFacts, drawn: Rendering) -> list[Finding]:
        found = []
        least = CONTRAST_LARGE if facts.size * SCREEN / drawn.width >= LARGE else CONTRAST
        place = f"{facts.slot} in {drawn.placement}"
        if 0 < facts.contrast < least:
            message = f"The {facts.slot} stands {facts.contrast:.1f}:1 against its ground; it needs {least}:1."
            found.append(self._block(item, "low-contrast", message, WCAG, facts))
        if facts.clearance < 0:
            message = f"The {facts.slot} reaches {-facts.clearance:.0f} px out of the safe zone."
            found.append(self._block(item, "outside-safe-zone", message, _zone(item.placement, drawn), facts))
        if facts.overlaps:
            message = f"The {facts.slot} touches {', '.join(facts.overlaps)}."
            found.append(self._block(item, "overlap", message, f"measured on {place}", facts))
        if facts.missing:
            signs = " ".join(facts.missing)
            message = f"The font of the {facts.slot} cannot draw: {signs}."
            found.append(self._block(item, "missing-glyph", message, f"measured on {place}", facts))
        if not facts.fits:
            message = f"The {facts.slot} is larger than the room it was given."
            found.append(self._block(item, "does-not-fit", message, f"measured on {place}", facts))
        share = facts.size / min(drawn.width, drawn.height)
        if facts.slot in (BODY, CTA) and 0 < share < SMALLEST:
            message = f"The {facts.slot} is set at {share:.1%} of the short side; under {SMALLEST:.1%} few can read it."
            cited = f"house limit {SMALLEST:.1%}, measured on {place}"
            found.append(object_to(self, item, "small-type", "warn", message, cited, box=facts.ink))
        return found

    def _block(self, item: AuditItem, rule: str, message: str, cited: str, facts: SlotFacts) -> Finding:
        span = whole(item, facts.slot) if item.words.text(facts.slot) else None
        return object_to(self, item, rule, "block", message, cited, span=span, box=facts.ink)

    def _alt(self, item: AuditItem) -> list[Finding]:
        alt = item.words.text(ALT)
        if not alt.strip():
            message = "The picture has no alt text, so some readers get nothing."
            shown = dict(item.product.picture_alt).get(item.market.locale) if item.product else None
            span = span_of(item, ALT, 0, 0)
            return [object_to(self, item, "no-alt", "block", message, WCAG_ALT, span=span, fix=shown)]
        named = item.product.name(item.market.locale) if item.product else None
        if item.product is None or named is None or _mentions(alt, named, item.market.locale):
            return []
        message = f"The alt text does not name the product ({named.text})."
        cited = f"{WCAG_ALT}; product {item.product.sku}"
        return [object_to(self, item, "alt-without-product", "warn", message, cited, span=whole(item, ALT))]


def _zone(placement: Placement | None, drawn: Rendering) -> str:
    if placement is None:
        return f"safe zone of {drawn.placement}"
    zone = f"top {placement.safe_top:.1%}, bottom {placement.safe_bottom:.1%}, sides {placement.safe_side:.1%}"
    return f"safe zone of {placement.name}: {zone} ({placement.source})"


def _mentions(alt: str, phrase: NounPhrase, locale: str) -> bool:
    """Whether all words of some form of the name stand in `alt`, be it inside longer words: compounds, articles."""
    said = fold(alt, locale).text
    forms = (phrase.text, *(form.text for form in phrase.forms))
    return any(all(word in said for word in fold(form, locale).text.split()) for form in forms)
