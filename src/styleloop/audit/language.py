"""Is it fit to be read here? The market's language, nothing left over, nobody insulted, left out or exposed.

The check of translations holds a line against its source; this one has the line alone. Spelling is a check of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from styleloop.audit.objection import object_to, span_of
from styleloop.language.foreign import Foreign, calls, foreign
from styleloop.language.leftovers import Kind as LeftKind
from styleloop.language.leftovers import Left, leftovers
from styleloop.language.lexicons import lexicon
from styleloop.language.locales import called
from styleloop.language.offence import Offence, offences
from styleloop.language.personal import Kind as PersonalKind
from styleloop.language.personal import Personal, personal
from styleloop.language.spans import covered
from styleloop.language.wordlists import Listed, listed
from styleloop.types.audit import AuditItem, Family, Finding, Severity
from styleloop.types.record import Refusal

_LEFT: Mapping[LeftKind, tuple[str, Severity, str]] = {
    "gaps": ("unfilled-gap", "block", "is a gap that was not filled"),
    "notes": ("left-note", "block", "is a note of whoever wrote, or a text that holds a place"),
    "garbled": ("garbled", "block", "was saved in one encoding and read in another"),
    "markup": ("left-markup", "block", "is markup; people would see it as it stands"),
    "doubled": ("doubled-word", "warn", "stands twice"),
}
_OFFENCE: Mapping[str, tuple[str, Severity, str]] = {
    "slur": ("slur", "block", "insults people for what they are"),
    "strong": ("profanity", "block", "is a word that most people do not want to read here"),
    "mild": ("mild-profanity", "warn", "is a rude word to some"),
}
_PERSONAL: Mapping[PersonalKind, tuple[str, Severity, str]] = {
    "mail": ("personal-address", "block", "a person's mail address"),
    "mobile": ("telephone", "block", "a mobile telephone number"),
    "phone": ("telephone", "warn", "a telephone number"),
    "account": ("personal-number", "block", "a bank account (its check digits are right)"),
    "card": ("personal-number", "block", "a payment card (its check digit is right)"),
    "identity": ("personal-number", "block", "a number that identifies a person"),
    "home": ("personal-address", "block", "where a person lives"),
    "birthday": ("birthday", "block", "a person's day of birth"),
}
_DATA_LAW = "Regulation (EU) 2016/679 (GDPR), Art. 4(1) and 5(1)(c): no more of a person than is needed"
_OWN_NUMBERS = "; the brand's own go into `sites` of brand/kit.toml"


class Language:
    """The words of a piece by themselves, slot by slot."""

    name = "language"
    family: Family = "language"
    version = "1"
    rules: Mapping[str, str] = {
        "wrong-language": "Words in another language than the market's.",
        "untranslated-call": "A button in another language than the market's.",
        "unfilled-gap": "A placeholder that nobody filled.",
        "left-note": "A writer's note, a blind text, or words of a program.",
        "garbled": "Letters that were saved in one encoding and read in another.",
        "left-markup": "Markup or an entity that people would see as it stands.",
        "doubled-word": "A small word that stands twice.",
        "slur": "A word that insults people for what they are.",
        "profanity": "A word that most people do not want to read in an advertisement, also in disguise.",
        "mild-profanity": "A word that is rude to some.",
        "excluding-word": "A word that leaves people out or reduces them, where there is a better one.",
        "personal-address": "The mail address or the home of a person.",
        "telephone": "A telephone number that is none of the brand's own; a warning where it is no mobile one.",
        "personal-number": "A bank account, a card or an identity number.",
        "birthday": "The day of birth of a person.",
    }

    def check(self, items: Sequence[AuditItem]) -> Sequence[tuple[Finding, ...] | Refusal]:
        """Objections to every slot of each piece."""
        return [tuple(self._one(item)) for item in items]

    def leaves_out(self, item: AuditItem) -> tuple[str, ...]:
        """The words of a language without lists."""
        language = item.market.locale.split("-")[0].lower()
        listed = not item.words.slots or lexicon("offence", language)
        return () if listed else (f"profanity (no list for {language})",)

    def _one(self, item: AuditItem) -> Iterator[Finding]:
        for slot in item.words.slots:
            said = slot.text.removesuffix(item.market.legal_line) if item.market.legal_line else slot.text
            read = _read(said, item.market.locale, item.kit.sites)
            yield from self._strange(item, slot.slot, read)
            yield from (self._left(item, slot.slot, one) for one in read.left)
            yield from (self._offence(item, slot.slot, one) for one in read.offences)
            yield from (self._excluding(item, slot.slot, one) for one in read.excluding)
            yield from (self._personal(item, slot.slot, one) for one in read.personal)

    def _strange(self, item: AuditItem, slot: str, read: _Read) -> Iterator[Finding]:
        wanted = f"markets/{item.market.locale}: {called(item.market.locale)}"
        if item.source is None:  # of a translation the check of translations tells, which knows its source
            for one in read.foreign:
                span = span_of(item, slot, one.start, one.end)
                message = f"“{span.text[:80]}” is in another language ({_said(one)}); the market's is {_own(item)}."
                yield object_to(self, item, "wrong-language", "block", message, wanted, span=span)
        for one in read.calls:
            span = span_of(item, slot, one.start, one.end)
            message = f"“{span.text}” is said in {called(one.language)}; the market's language is {_own(item)}."
            yield object_to(self, item, "untranslated-call", "warn", message, wanted, span=span)

    def _left(self, item: AuditItem, slot: str, one: Left) -> Finding:
        rule, severity, why = _LEFT[one.kind]
        span = span_of(item, slot, one.start, one.end)
        cited = f"{self.name}@{self.version}: {self.rules[rule]}"
        return object_to(self, item, rule, severity, f"“{span.text[:80]}” {why}.", cited, span=span, fix=one.fix)

    def _offence(self, item: AuditItem, slot: str, one: Offence) -> Finding:
        rule, severity, why = _OFFENCE[one.kind]
        if one.softened:
            severity, why = "warn", f"{why}, unless the animal is meant, as it seems"
        span = span_of(item, slot, one.start, one.end)
        disguised = " in disguise" if one.disguised else ""
        cited = f"{self.name}@{self.version}: its list of such words in {called(item.market.locale.split('-')[0])}"
        return object_to(self, item, rule, severity, f"“{span.text}”{disguised} {why}.", cited, span=span)

    def _excluding(self, item: AuditItem, slot: str, one: Listed) -> Finding:
        span = span_of(item, slot, one.start, one.end)
        better = f"; “{one.instead}” does not" if one.instead else ""
        message = f"“{span.text}” leaves people out or reduces them{better}."
        cited = f"{self.name}@{self.version}: its list of such words in {called(item.market.locale.split('-')[0])}"
        return object_to(self, item, "excluding-word", "warn", message, cited, span=span)

    def _personal(self, item: AuditItem, slot: str, one: Personal) -> Finding:
        rule, severity, what = _PERSONAL[one.kind]
        span = span_of(item, slot, one.start, one.end)
        own = _OWN_NUMBERS if rule == "telephone" else ""
        return object_to(self, item, rule, severity, f"“{span.text}” is {what}{own}.", _DATA_LAW, span=span)


class _Read:
    """All that is found in one text."""

    def __init__(self, text: str, locale: str, own: tuple[str, ...]) -> None:
        self.foreign = foreign(text, locale)
        told = covered(((one.start, one.end) for one in self.foreign), len(text))
        self.calls = tuple(one for one in calls(text, locale) if not told[one.start])
        self.left = leftovers(text, locale)
        self.offences = offences(text, locale)
        rude = covered(((one.start, one.end) for one in self.offences), len(text))
        excluding = listed("inclusion", locale.split("-")[0].lower(), text, locale)
        self.excluding = tuple(one for one in excluding if not any(rude[one.start : one.end]))
        self.personal = personal(text, locale, own)


@lru_cache(maxsize=4096)  # one line stands in many formats
def _read(text: str, locale: str, own: tuple[str, ...]) -> _Read:
    return _Read(text, locale, own)


def _said(one: Foreign) -> str:
    name = called(one.language) if len(one.language) <= 3 else one.language
    return f"{name}: {one.why}"


def _own(item: AuditItem) -> str:
    return called(item.market.locale)
