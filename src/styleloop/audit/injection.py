"""Does it say anything that is not meant for its reader? Orders, fake system text, markup, unseen signs, addresses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from styleloop.audit.objection import object_to, span_of
from styleloop.language.alarms import SAYS, Alarm, AlarmKind, alarms
from styleloop.types.audit import AuditItem, Family, Finding, Severity
from styleloop.types.record import Refusal

_RULES: Mapping[AlarmKind, str] = {
    "order": "order-to-a-writer",
    "encoded": "order-to-a-writer",
    "role": "posing-as-system",
    "tool": "posing-as-system",
    "script": "markup",
    "markup": "markup",
    "hidden": "unseen-characters",
    "bidi": "unseen-characters",
    "confusable": "mixed-scripts",
    "link": "foreign-address",
}
_TAKEN_OUT = frozenset({"markup", "hidden", "bidi"})
"""Kinds whose span can be left out, and the words around it stay what they are."""


class Injection:
    """Words that came in with somebody's text and were never meant for the people who see the piece."""

    name = "injection"
    family: Family = "safety"
    version = "1"
    rules: Mapping[str, str] = {
        "order-to-a-writer": "Words that order whoever or whatever writes, checks or approves; also hidden in a code.",
        "posing-as-system": "Words that pose as a system's, an assistant's or a program's.",
        "markup": "Markup: people would see it as it stands, and a program might run it.",
        "unseen-characters": "Characters that nobody sees, or that turn the reading direction without need.",
        "mixed-scripts": "A word whose letters are of several scripts, or in disguise.",
        "foreign-address": "An address that is none of the brand's own `sites`; a warning where the kit names none.",
    }

    def check(self, items: Sequence[AuditItem]) -> Sequence[tuple[Finding, ...] | Refusal]:
        """One objection per kind and place, for each piece."""
        return [tuple(self._one(item)) for item in items]

    def _one(self, item: AuditItem) -> Iterator[Finding]:
        for slot in item.words.slots:
            for alarm in _alarms(slot.text, item.market.locale, item.kit.sites):
                yield self._object(item, slot.slot, alarm)

    def _object(self, item: AuditItem, slot: str, alarm: Alarm) -> Finding:
        rule, severity = _RULES[alarm.kind], _severity(item, alarm)
        message = f"“{alarm.text[:120]}” {SAYS[alarm.kind]}; it is not meant for those who see the piece."
        if alarm.kind == "link":
            known = ", ".join(item.kit.sites)
            message = f"“{alarm.text[:120]}” is an address, and " + (
                f"none of the brand's own ({known})." if known else "the kit does not say which are the brand's own."
            )
        span = span_of(item, slot, alarm.start, alarm.end)
        fix = "" if alarm.kind in _TAKEN_OUT else None
        cited = "brand/kit: sites" if alarm.kind == "link" else f"{self.name}@{self.version}: {self.rules[rule]}"
        return object_to(self, item, rule, severity, message, cited, span=span, fix=fix)


def _severity(item: AuditItem, alarm: Alarm) -> Severity:
    return "warn" if alarm.kind == "link" and not item.kit.sites else "block"


@lru_cache(maxsize=4096)
def _alarms(text: str, locale: str, own: tuple[str, ...]) -> tuple[Alarm, ...]:
    """As `alarms`; kept, since one line stands in many formats."""
    return alarms(text, locale, own)
