"""Does it keep to the guidelines? The rules that a person confirmed, each cited by the sentence it was read from.

What the kit says already (a word in `terms.toml`, a sign the voice has not) is left to *terms*, which cites the
guideline too: one objection is enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from styleloop.audit.objection import object_to, span_of
from styleloop.measure.copy.ruled import breaches
from styleloop.types.audit import AuditItem, Family, Finding, Severity
from styleloop.types.brand import BrandKit
from styleloop.types.copy import HEADLINE
from styleloop.types.record import Refusal
from styleloop.types.rule import Rule

_RULES: Mapping[str, tuple[str, Severity]] = {
    "banned": ("guideline-word", "block"),
    "preferred": ("guideline-better-word", "warn"),
    "case": ("guideline-case", "warn"),
    "mark": ("guideline-mark", "warn"),
    "most": ("guideline-limit", "warn"),
    "person": ("guideline-person", "note"),
    "spelling": ("guideline-spelling", "warn"),
}


class Guidelines:
    """Rules read from the guidelines and confirmed by a person."""

    name = "guidelines"
    family: Family = "brand"
    version = "2"
    rules: Mapping[str, str] = {
        "guideline-word": "A word that a confirmed rule of the guidelines forbids.",
        "guideline-better-word": "A word for which a confirmed rule has a better one.",
        "guideline-case": "A word that is not written as a confirmed rule writes it.",
        "guideline-mark": "A sign or a manner that a confirmed rule forbids.",
        "guideline-limit": "More words, characters or signs than a confirmed rule allows.",
        "guideline-person": "A headline in another person than a confirmed rule asks for, and nowhere in that one.",
        "guideline-spelling": "A spelling of another country than a confirmed rule asks for.",
    }

    def check(self, items: Sequence[AuditItem]) -> Sequence[tuple[Finding, ...] | Refusal]:
        """Objections to every slot of each piece."""
        return [tuple(self._one(item)) for item in items]

    def _one(self, item: AuditItem) -> Iterator[Finding]:
        for rule in item.kit.rules:
            if rule.holds(item.market.locale) and not said_by_kit(rule, item.kit):
                for slot in item.words.slots:
                    if rule.slot in ("", slot.slot):
                        yield from self._rule(item, slot.slot, slot.text, rule)

    def _rule(self, item: AuditItem, slot: str, text: str, rule: Rule) -> Iterator[Finding]:
        name, severity = _RULES[rule.what]
        cited = f"guideline {rule.source}: “{rule.quote}” (rule {rule.id[5:13]})"
        for start, end, message, fix in breaches(rule, slot, text, item.market.locale, item.kit):
            span = span_of(item, slot, start, end)
            yield object_to(self, item, name, severity, message, cited, span=span, fix=fix)


def said_by_kit(rule: Rule, kit: BrandKit) -> bool:
    """Whether the kit forbids the same, so that *terms* or *limits* objects to it already."""
    voice = kit.voice
    silent = (("exclamation", voice.exclamations), ("question", voice.questions), ("emoji", voice.emoji))
    if rule.what == "mark":
        return (rule.text, False) in silent
    if rule.what == "person":
        return voice.person == rule.text
    if rule.what == "most" and rule.text == "words" and rule.slot == HEADLINE:
        return rule.most is not None and voice.max_headline_words <= rule.most
    kinds = {"banned": ("banned",), "preferred": ("banned", "preferred"), "case": ("case",)}.get(rule.what, ())
    same = (t for t in kit.terms if t.rule in kinds and t.text.casefold() == rule.text.casefold())
    return any(term.locale in ("", rule.locale) for term in same)
