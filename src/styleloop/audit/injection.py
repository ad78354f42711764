"""Does it say anything that is not meant for its reader? Orders, fake system text, markup, unseen signs, addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from styleloop.audit.objection import object_to, span_of
from styleloop.language.alarms import SAYS, Alarm, AlarmKind, alarms
from styleloop.language.leftovers import leftovers
from styleloop.language.personal import is_mailbox_of_a_house
from styleloop.language.spans import covered
from styleloop.types.audit import AuditItem, Family, Finding, Severity
from styleloop.types.record import Refusal

_RULES: Mapping[AlarmKind, str] = {
    "order": "order-to-a-writer",
    "encoded": "order-to-a-writer",
    "role": "posing-as-system",
    "tool": "posing-as-system",
    "script": "markup",
    "hidden": "unseen-characters",
    "bidi": "unseen-characters",
    "confusable": "mixed-scripts",
    "link": "foreign-address",
}
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_UNSPACED_BREAK = re.compile(
    "(?<=[\\u3040-\\u30ff\\u3400-\\u9fff\\uac00-\\ud7a3])\\u200b+(?=[\\u3040-\\u30ff\\u3400-\\u9fff\\uac00-\\ud7a3])"
)
_TAKEN_OUT = frozenset({"hidden", "bidi"})
"""Kinds whose span can be left out, and the words around it stay what they are."""


class Injection:
    """Words that came in with somebody's text and were never meant for the people who see the piece."""

    name = "injection"
    family: Family = "safety"
    version = "1"
    rules: Mapping[str, str] = {
        "order-to-a-writer": "Words that order whoever or whatever writes, checks or approves; also hidden in a code.",
        "posing-as-system": "Words that pose as a system's, an assistant's or a program's.",
        "markup": "Markup that runs, loads or hides something.",
        "unseen-characters": "Characters that nobody sees, or that turn the reading direction without need.",
        "mixed-scripts": "A word whose letters are of several scripts, or in disguise.",
        "foreign-address": "An address that is none of the brand's own `sites`; a warning where the kit names none.",
    }

    def check(self, items: Sequence[AuditItem]) -> Sequence[tuple[Finding, ...] | Refusal]:
        """One objection per kind and place, for each piece."""
        return [tuple(self._one(item)) for item in items]

    def _one(self, item: AuditItem) -> Iterator[Finding]:
        for slot in item.words.slots:
            found = _alarms(slot.text, item.market.locale, item.kit.sites)
            left = _left(slot.text, item.market.locale) if found else bytearray()
            for alarm in found:
                if not _left_to_language(alarm, left):
                    yield self._object(item, slot.slot, alarm)
            yield from self._breaks(item, slot.slot, slot.text)

    def _breaks(self, item: AuditItem, slot: str, text: str) -> Iterator[Finding]:
        """Zero-width spaces where words are written without spaces: hints for breaking lines, or something hidden."""
        if item.market.locale.split("-")[0] in ("ja", "zh", "ko"):
            for found in _UNSPACED_BREAK.finditer(text):
                span = span_of(item, slot, found.start(), found.end())
                message = "A zero-width space stands between two letters: a hint where to break, or something hidden."
                cited = f"{self.name}@{self.version}: {self.rules['unseen-characters']}"
                yield object_to(self, item, "unseen-characters", "warn", message, cited, span=span, fix="")

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


def _left_to_language(alarm: Alarm, left: bytearray) -> bool:
    """Whether it is no attack but a slip, of which *language* tells: markup that formats, a gap, a person's number.

    Args:
        alarm: what was found.
        left: for each character, whether it was left over by somebody, or stands right behind what was.
    """
    if alarm.kind == "link":
        return not any(map(str.isalpha, alarm.text.removeprefix("tel"))) or _is_of_a_person(alarm.text)
    if alarm.kind == "order":  # `TODO: add headline` is a note to oneself
        return len(alarm.text.split()) <= 3 and bool(left[alarm.start])
    if alarm.kind in ("role", "tool", "hidden"):
        return all(left[alarm.start : alarm.end])
    return alarm.kind == "markup"


def _left(text: str, locale: str) -> bytearray:
    places = ((one.start, one.end + 2) for one in leftovers(text, locale) if one.kind != "doubled")
    return covered(places, len(text))


def _is_of_a_person(address: str) -> bool:
    return _MAIL.fullmatch(address) is not None and not is_mailbox_of_a_house(address)


def _severity(item: AuditItem, alarm: Alarm) -> Severity:
    return "warn" if alarm.kind == "link" and not item.kit.sites else "block"


@lru_cache(maxsize=4096)
def _alarms(text: str, locale: str, own: tuple[str, ...]) -> tuple[Alarm, ...]:
    """As `alarms`; kept, since one line stands in many formats."""
    return alarms(text, locale, own)
