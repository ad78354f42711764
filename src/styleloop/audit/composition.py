"""Which materials a piece names that nothing known of its product bears out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from styleloop.audit.evidence import Evidence
from styleloop.audit.passages import Passage
from styleloop.language.materials import MaterialSpan, borne_out, material_spans
from styleloop.language.wording import occurrences
from styleloop.types.audit import AuditItem
from styleloop.types.copy import ALT
from styleloop.types.product import Fact, Product, spoken


def unknown_materials(item: AuditItem, backing: Evidence) -> Iterator[tuple[Passage, MaterialSpan, bool]]:
    """Every material that is neither in a fact, the name or an adversary of the product, nor in a claim that holds.

    The last value says whether any material of the product is known, or the piece says outright what it is made of:
    where neither is so, a word like `wool` may be anybody's wool. Without a product nothing is known of what things are
    made of; nor is it where a fact on the material has no words in the language of the market. The market's legal line
    and the picture's own alt text answer for themselves.
    """
    product, locale = item.product, item.market.locale
    if product is None or any(f.kind == "material" and not _worded(f, locale) for f in product.facts):
        return
    told = tuple(sorted({*(w.text for w in backing.wordings), item.kit.name, *_of_product(product, locale)}))
    for slot in item.words.slots:
        found = material_spans(slot.text, locale)
        given = _given(item, product, slot.slot) if found else ()
        places = [place for text in given for place in occurrences(slot.text, text, locale)]
        for span in found:
            within = any(start <= span.start and span.end <= end for start, end in places)
            if not within and not borne_out(span.text, locale, told):
                yield Passage(slot.text, slot.slot), span, span.stated or _known(told, locale)


@lru_cache(maxsize=256)
def _known(told: tuple[str, ...], locale: str) -> bool:
    return any(material_spans(text, locale) for text in told)


def _worded(fact: Fact, locale: str) -> bool:
    return bool(fact.label(locale) or spoken(fact.phrases, locale))


def _of_product(product: Product, locale: str) -> Iterator[str]:
    for phrase in (product.name(locale), spoken(product.adversaries, locale)):
        if phrase is not None:
            yield from (phrase.text, *(form.text for form in phrase.forms))


def _given(item: AuditItem, product: Product, slot: str) -> tuple[str, ...]:
    """Wordings that others answer for; those of claims that do not hold are left to the check on expiry."""
    alt = tuple(text for _, text in product.picture_alt) if slot == ALT else ()
    claims = tuple(w.text for claim in item.claims for w in claim.wordings)
    return tuple(text for text in (item.market.legal_line, *alt, *claims) if text)
