"""Does it speak as the brand speaks? Banned, preferred and cased words, a market's taboos, punctuation and emoji."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from styleloop.audit.guidelines import guideline_on
from styleloop.audit.objection import object_to, span_of
from styleloop.audit.person import strangers
from styleloop.audit.wording import occurrences
from styleloop.types.audit import AuditItem, Finding, Severity
from styleloop.types.brand import BrandKit, Term
from styleloop.types.copy import HEADLINE
from styleloop.types.record import Refusal

_EXCLAMATION = re.compile(r"[!\u00a1\uff01\u203c]+")
_QUESTION = re.compile(r"[?\u00bf\u061f\uff1f]+")
_EMOJI = re.compile(
    r"\s?(?:(?:[\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff\u2600-\u26ff\u231a\u231b\u23e9-\u23f3\u2705\u2728\u274c\u274e"
    r"\u2753-\u2755\u2757\u2795-\u2797\u27b0\u2b50\u2b55]|[\u203c\u2049\u2139-\u2bff\u3030]\ufe0f)"
    r"[\ufe0e\ufe0f\u200d\u20e3\U0001f3fb-\U0001f3ff]*)+"
)
_SENTENCE_START = re.compile(r"(?:^|[.!?؟:\n])[\s\"'“‘„«(]*$")


class Terms:
    """The brand's own words, and signs."""

    name = "terms"
    version = "1"
    rules: Mapping[str, str] = {
        "banned-term": "A word the brand does not use.",
        "taboo": "A word that must not appear in this market.",
        "preferred-term": "A word for which the brand has a better one.",
        "term-case": "A word of the brand's that is not written as the brand writes it.",
        "exclamation": "An exclamation mark, where the voice has none.",
        "question": "A question mark, where the voice has none.",
        "emoji": "An emoji, where the voice has none.",
        "person": "A headline in another person than the voice's, and nowhere in its own.",
    }

    def check(self, items: Sequence[AuditItem]) -> Sequence[tuple[Finding, ...] | Refusal]:
        """Objections to every slot of each piece."""
        return [tuple(self._one(item)) for item in items]

    def _one(self, item: AuditItem) -> Iterator[Finding]:
        language = item.market.locale.split("-")[0]
        terms = [t for t in item.kit.terms if t.locale in ("", language, item.market.locale) and t.rule in _RULED]
        for slot in item.words.slots:
            for term in terms:
                yield from self._term(item, slot.slot, slot.text, term)
            for word in item.market.taboo:
                for start, end in occurrences(slot.text, word, item.market.locale, inflected=True):
                    span = span_of(item, slot.slot, start, end)
                    message = f"“{span.text}” must not appear in {item.market.name}."
                    cited = f"markets/{item.market.locale}: taboo “{word}”"
                    yield object_to(self, item, "taboo", "block", message, cited, span=span)
            yield from self._signs(item, slot.slot, slot.text)
        yield from self._person(item)

    def _term(self, item: AuditItem, slot: str, text: str, term: Term) -> Iterator[Finding]:
        for start, end in occurrences(text, term.text, item.market.locale, inflected=term.rule != "case"):
            span = span_of(item, slot, start, end)
            if term.rule == "case":
                if _written_right(text, start, span.text, term.text):
                    continue
                message, fix = f"“{span.text}” is written “{term.text}”.", term.text
            else:
                better = f"; write “{term.instead}”" if term.instead else ""
                message = f"“{span.text}” is a word this brand does not use{better}."
                fix = _cased(term.instead, span.text)
            rule, severity = _RULED[term.rule]
            yield object_to(self, item, rule, severity, message, _cited(item.kit, term), span=span, fix=fix or None)

    def _signs(self, item: AuditItem, slot: str, text: str) -> Iterator[Finding]:
        voice = item.kit.voice
        signs = (
            ("exclamation", voice.exclamations, _EXCLAMATION, "an exclamation mark", "."),
            ("question", voice.questions, _QUESTION, "a question mark", "."),
            ("emoji", voice.emoji, _EMOJI, "an emoji", ""),
        )
        for rule, allowed, pattern, called, instead in signs:
            for found in () if allowed else pattern.finditer(text):
                span = span_of(item, slot, found.start(), found.end())
                message = f"The {slot} has {called}; this voice has none."
                fix = "" if text[: found.start()].rstrip().endswith((".", "؟", "?", "!")) else instead
                cited = guideline_on(item.kit, rule)
                yield object_to(
                    self, item, rule, "warn", message, cited or f"voice of the kit: no {rule}", span=span, fix=fix
                )

    def _person(self, item: AuditItem) -> Iterator[Finding]:
        own = item.kit.voice.person
        for who, start, end in strangers(item.words.text(HEADLINE), item.market.locale, own)[:1]:
            span = span_of(item, HEADLINE, start, end)
            message = f"“{span.text}” speaks in the {who} person; this voice speaks in the {own}."
            cited = guideline_on(item.kit, f"{own} person") or f"voice of the kit: person {own}"
            yield object_to(self, item, "person", "note", message, cited, span=span)


_RULED: Mapping[str, tuple[str, Severity]] = {
    "banned": ("banned-term", "block"),
    "preferred": ("preferred-term", "warn"),
    "case": ("term-case", "warn"),
}


def _written_right(text: str, start: int, written: str, term: str) -> bool:
    """As the brand writes it, or with a capital where a sentence begins."""
    return written == term or (written == term[:1].upper() + term[1:] and bool(_SENTENCE_START.search(text[:start])))


def _cased(instead: str, written: str) -> str:
    """`instead` with the capital that `written` had."""
    return instead[:1].upper() + instead[1:] if written[:1].isupper() else instead


def _cited(kit: BrandKit, term: Term) -> str:
    why = f": {term.why}" if term.why else ""
    said = guideline_on(kit, term.text)
    return f"brand/terms: {term.rule} “{term.text}”{why}" + (f"; {said}" if said else "")
