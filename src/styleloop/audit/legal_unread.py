"""What the packs cannot say of a piece: rules that know no word of its language, a law or a platform without a pack."""

from __future__ import annotations

from styleloop.audit.legal_book import Books
from styleloop.audit.legal_reading import shipped
from styleloop.audit.legal_scope import country_of
from styleloop.language.locales import called
from styleloop.types.audit import AuditItem
from styleloop.types.pack import PackRule

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
    rules = [rule for _, _, rule in book.counting(locale, item.day, platform)]
    if not rules:
        return (f"{what} of {whose} (no pack is of it)",)
    reading = [rule for rule in rules if rule.test in _BESIDE_WORDS]
    silent = [rule.slug for rule in reading if not _reads(rule, locale)]
    if not silent:
        return ()
    language = called(locale.split("-")[0])
    if len(silent) == len(reading):
        return (f"{what} in {language} (none of the {len(reading)} rules for {whose} knows a word of it)",)
    named = ", ".join(silent[:_NAMED]) + (" and others" if len(silent) > _NAMED else "")
    return (
        f"{what} in {language} ({len(silent)} of the {len(reading)} rules for {whose} know no word of it: {named})",
    )


def _reads(rule: PackRule, locale: str) -> bool:
    """Whether a rule knows words of the language to object to."""
    spoken = (locale.split("-")[0].lower(), locale)
    return any(words.language in spoken and (words.phrases or words.known) for words in rule.words)
