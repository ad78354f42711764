"""Does it speak as the brand speaks? Banned, preferred and cased words, a market's taboos, punctuation and emoji."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from styleloop.audit.guidelines import guideline_on
from styleloop.audit.objection import object_to, span_of
from styleloop.language.quoting import quoted
from styleloop.language.signs import EMOJI, EXCLAMATION, QUESTION, cased, written_right
from styleloop.language.wording import occurrences
from styleloop.measure.copy.person import strangers
from styleloop.types.audit import AuditItem, Family, Finding, Severity
from styleloop.types.brand import BrandKit, Term
from styleloop.types.copy import HEADLINE
from styleloop.types.record import Refusal


class Terms:
    """The brand's own words, and signs."""

    name = "terms"
    family: Family = "brand"
    version = "1"
    rules: Mapping[str, str] = {
        "banned-term": "A word the brand does not use.",
        "taboo": "A word that must not appear in this market.",
        "preferred-term": "A word for which the brand has a better one.",
        "term-case": "A word of the brand's that is not written as the brand writes it.",
        "unsaid": "A word or phrase that a don't of the voice puts in quotation marks.",
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
            yield from self._unsaid(item, slot.slot, slot.text)
            yield from self._signs(item, slot.slot, slot.text)
        yield from self._person(item)

    def _term(self, item: AuditItem, slot: str, text: str, term: Term) -> Iterator[Finding]:
        for start, end in occurrences(text, term.text, item.market.locale, inflected=term.rule != "case"):
            span = span_of(item, slot, start, end)
            if term.rule == "case":
                if written_right(text, start, span.text, term.text):
                    continue
                message, fix = f"“{span.text}” is written “{term.text}”.", term.text
            else:
                better = f"; write “{term.instead}”" if term.instead else ""
                message = f"“{span.text}” is a word this brand does not use{better}."
                fix = cased(term.instead, span.text)
            rule, severity = _RULED[term.rule]
            yield object_to(self, item, rule, severity, message, _cited(item.kit, term), span=span, fix=fix or None)

    def _unsaid(self, item: AuditItem, slot: str, text: str) -> Iterator[Finding]:
        for said in item.kit.voice.dont:
            for words in quoted((said,)):
                for start, end in occurrences(text, words, item.market.locale):
                    span = span_of(item, slot, start, end)
                    message = f"“{span.text}” is not said by this voice."
                    yield object_to(
                        self, item, "unsaid", "block", message, f"voice of the kit: don't: {said}", span=span
                    )

    def _signs(self, item: AuditItem, slot: str, text: str) -> Iterator[Finding]:
        voice = item.kit.voice
        signs = (
            ("exclamation", voice.exclamations, EXCLAMATION, "an exclamation mark", "."),
            ("question", voice.questions, QUESTION, "a question mark", "."),
            ("emoji", voice.emoji, EMOJI, "an emoji", ""),
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


def _cited(kit: BrandKit, term: Term) -> str:
    why = f": {term.why}" if term.why else ""
    said = guideline_on(kit, term.text)
    return f"brand/terms: {term.rule} “{term.text}”{why}" + (f"; {said}" if said else "")
