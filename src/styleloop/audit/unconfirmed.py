"""Where a piece says what nobody has confirmed, in a format that takes confirmed facts only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from styleloop.audit.objection import span_of
from styleloop.language.filling import newest
from styleloop.language.wording import occurrences
from styleloop.types.audit import AuditItem, Span
from styleloop.types.product import Fact


def only_confirmed(item: AuditItem) -> bool:
    """Whether the format of this piece takes confirmed facts only."""
    return item.placement is not None and item.placement.facts == "confirmed"


def known_facts(item: AuditItem) -> tuple[Fact, ...]:
    """Facts of the piece's product that are so on its day and may back it in its format."""
    facts = newest(item.product.facts, item.day) if item.product else ()
    return tuple(f for f in facts if f.status == "confirmed") if only_confirmed(item) else tuple(facts)


def unconfirmed(item: AuditItem) -> Iterator[tuple[Span, Fact]]:
    """Each place that was filled from a stated fact, or says one in its own words; nothing in other formats."""
    if not only_confirmed(item) or item.product is None:
        return
    every = newest(item.product.facts, item.day)
    stated = [fact for fact in every if fact.status == "stated"]
    confirmed = {text.casefold() for fact in every if fact.status == "confirmed" for text in _texts(fact)}
    seen: set[tuple[str, int, int]] = set()
    for span, fact in (*_filled(item, stated), *_said(item, stated)):
        place = (span.slot, span.start, span.end)
        inside = any(slot == span.slot and start <= span.start and span.end <= end for slot, start, end in seen)
        if not inside and span.text.casefold() not in confirmed:
            seen.add(place)
            yield span, fact


def _filled(item: AuditItem, stated: Sequence[Fact]) -> Iterator[tuple[Span, Fact]]:
    for filled in item.filled:
        fact = next((f for f in stated if filled.fact == f"fact.{f.key}"), None)
        there = item.words.text(filled.slot)[filled.start : filled.end] == filled.text
        if fact is not None and there:
            yield span_of(item, filled.slot, filled.start, filled.end), fact


def _said(item: AuditItem, stated: Sequence[Fact]) -> Iterator[tuple[Span, Fact]]:
    """Wordings of stated facts, the longest first; words of the product's own name say what it is called."""
    locale = item.market.locale
    texts = sorted(
        ((text, fact) for fact in stated for text in _texts(fact)), key=lambda pair: (-len(pair[0]), pair[0])
    )
    names = [name.text for name in item.product.names] if item.product else []
    for slot in item.words.slots:
        own = [place for name in names for place in occurrences(slot.text, name, locale)]
        for text, fact in texts:
            for start, end in occurrences(slot.text, text, locale):
                if not any(first <= start and end <= last for first, last in own):
                    yield span_of(item, slot.slot, start, end), fact


def _texts(fact: Fact) -> tuple[str, ...]:
    phrases = [text for phrase in fact.phrases for text in (phrase.text, *(form.text for form in phrase.forms))]
    return tuple(dict.fromkeys([*(text for _, text in fact.labels), *phrases]))
