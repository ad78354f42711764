"""Which ingredients a piece says to be in its product that what is known of it does not name."""

from __future__ import annotations

from collections.abc import Iterator

from styleloop.audit.evidence import Evidence
from styleloop.audit.passages import Passage
from styleloop.language.ingredients import IngredientSpan, ingredient_spans, rows_told
from styleloop.language.wording import occurrences
from styleloop.types.audit import AuditItem
from styleloop.types.copy import ALT


def unknown_ingredients(item: AuditItem, backing: Evidence) -> Iterator[tuple[Passage, IngredientSpan]]:
    """Every ingredient that no fact, no name and no claim that holds names, where others are known.

    Where no ingredient at all is known, nothing is known of what the thing is made with.
    """
    product, locale = item.product, item.market.locale
    if product is None:
        return
    name = product.name(locale)
    told = (*(w.text for w in backing.wordings), *([name.text] if name else ()), item.kit.name)
    claims = [w.text for claim in item.claims for w in claim.wordings]
    known: frozenset[int] | None = None
    for slot in item.words.slots:
        found = ingredient_spans(slot.text, locale) if slot.slot != ALT else ()
        if not found:
            continue
        known = rows_told(told, locale) if known is None else known
        places = [place for text in claims for place in occurrences(slot.text, text, locale)]
        for span in found:
            within = any(start <= span.start and span.end <= end for start, end in places)
            if known and known.isdisjoint(span.rows) and not within:
                yield Passage(slot.text, slot.slot), span
