"""What the packs cannot say of a piece: rules that know no word of its language, a law or a platform without a pack."""

from __future__ import annotations

from styleloop.audit.legal_book import Books
from styleloop.audit.legal_reading import shipped
from styleloop.audit.legal_scope import country_of
from styleloop.language.locales import called
from styleloop.types.audit import AuditItem

_NAMED = 3
"""So many rules are named; of more, how many there are."""
_BESIDE_WORDS = ("", "price-reduction", "quotation", "known-product", "countdown")
"""Tests that read words too, or nothing but words; the others look at signs and pictures, in every language."""


def unread(item: AuditItem, family: str, books: Books) -> tuple[str, ...]:
    """For people: `law in Polish (none of the 74 rules for PL knows a word of it)`; empty where every rule can read."""
    locale = item.market.locale
    platform = item.placement.platform if item.placement else ""
    what, whose = ("law", country_of(locale)) if family == "legal" else ("policy", platform)
    if not item.words.slots or not whose:
        return ()
    book = books.of([pack for pack in item.packs or shipped() if pack.family == family], locale)
    rules = book.counting(locale, item.day, platform)
    if not rules:
        return (f"{what} of {whose} (no pack is of it)",)
    reading = [(number, rule) for number, _, rule in rules if rule.test in _BESIDE_WORDS]
    silent = [rule.slug for number, rule in reading if number not in book.objecting]
    if not silent:
        return ()
    language = called(locale.split("-")[0])
    if len(silent) == len(reading):
        return (f"{what} in {language} (none of the {len(reading)} rules for {whose} knows a word of it)",)
    named = ", ".join(silent[:_NAMED]) + (" and others" if len(silent) > _NAMED else "")
    return (
        f"{what} in {language} ({len(silent)} of the {len(reading)} rules for {whose} know no word of it: {named})",
    )
