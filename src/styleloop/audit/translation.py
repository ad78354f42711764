"""Does a translation say what its source says? Figures, prices, days, names, terms, manner, language, length.

It looks at pieces that are translations of another market's line; on all others it is silent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from styleloop.audit.objection import object_to, span_of
from styleloop.language.asked import asked
from styleloop.language.parallel import RULES, Difference, Rule, differences
from styleloop.types.audit import AuditItem, Family, Finding, Severity
from styleloop.types.copy import ALT, CAPTION, PRICE
from styleloop.types.record import Refusal

ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))
_WARNED: tuple[Rule, ...] = ("glossary", "formality", "kept-term")
_NOTED: tuple[Rule, ...] = ("units", "expansion", "too-long")
_ELSEWHERE = (PRICE,)
"""Slots that are computed for the market: the check of claims looks at the price."""


class Translation:
    """A translated piece against the piece it came from."""

    name = "translation"
    family: Family = "language"
    version = "1"
    rules: Mapping[str, str] = {f"translation-{rule}": words for rule, words in RULES.items()}

    def check(self, items: Sequence[AuditItem]) -> Sequence[tuple[Finding, ...] | Refusal]:
        """Objections to every slot of each piece."""
        return [tuple(self._one(item)) for item in items]

    def _one(self, item: AuditItem) -> Iterator[Finding]:
        if item.source is None:
            return
        terms = asked(item.kit, item.source_locale, item.market, item.product)
        for slot in item.words.slots:
            source, target = _compared(item, slot.slot)
            if slot.slot in _ELSEWHERE or not source:
                continue
            for found in differences(source, item.source_locale, target, item.market.locale, terms):
                if not (slot.slot == ALT and found.rule == "expansion"):
                    yield self._finding(item, slot.slot, found)

    def _finding(self, item: AuditItem, slot: str, found: Difference) -> Finding:
        span = span_of(item, slot, found.start, found.end) if found.end > found.start else None
        cited = {
            "formality": f"markets/{item.market.locale}: formality {item.market.formality}",
            "glossary": "brand/terms: the glossary",
            "kept-term": "brand/terms: terms that stay",
            "units": f"markets/{item.market.locale}: units {item.market.units}",
        }.get(found.rule, f"the {slot} it is a translation of, in {item.source_locale}")
        message = f"The {slot}: {found.message}" if span is None else found.message
        return object_to(self, item, f"translation-{found.rule}", _severity(found.rule), message, cited, span=span)


def _severity(rule: Rule) -> Severity:
    return "note" if rule in _NOTED else "warn" if rule in _WARNED else "block"


def _compared(item: AuditItem, slot: str) -> tuple[str, str]:
    """Source and translation of one slot, both without what is the market's own: the legal line under a caption.

    Isolates are blanked one for one, so that offsets stay.
    """
    source = item.source.text(slot) if item.source else ""
    target = "".join(" " if ord(c) in ISOLATES else c for c in item.words.text(slot))
    if slot == CAPTION:
        home = item.kit.market(item.source_locale)
        source = source.removesuffix(home.legal_line).rstrip() if home else source
        target = target.removesuffix(item.market.legal_line).rstrip() or target
    return source.translate(ISOLATES), target
