"""Does it speak as the brand speaks? Banned, preferred and cased words, a market's taboos, punctuation and emoji."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from styleloop.audit.guidelines import guideline_on
from styleloop.audit.objection import object_to, span_of
from styleloop.language.inflections import carried
from styleloop.language.mentions import Mention, mentions
from styleloop.language.namesakes import is_another_noun
from styleloop.language.normalise import folded
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
    version = "2"
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
                yield from self._taboo(item, slot.slot, slot.text, word)
            yield from self._unsaid(item, slot.slot, slot.text)
            yield from self._signs(item, slot.slot, slot.text)
        yield from self._person(item)

    def _taboo(self, item: AuditItem, slot: str, text: str, word: str) -> Iterator[Finding]:
        for place in mentions(text, word, item.market.locale):
            span = span_of(item, slot, place.start, place.end)
            message = f"“{span.text}” must not appear in {item.market.name}{_inside(place, word)}."
            severity: Severity = "warn" if place.how == "part" else "block"
            cited = f"markets/{item.market.locale}: taboo “{word}”"
            yield object_to(self, item, "taboo", severity, message, cited, span=span)

    def _term(self, item: AuditItem, slot: str, text: str, term: Term) -> Iterator[Finding]:
        yield from (self._case if term.rule == "case" else self._word)(item, slot, text, term)

    def _case(self, item: AuditItem, slot: str, text: str, term: Term) -> Iterator[Finding]:
        for start, end in occurrences(text, term.text, item.market.locale):
            span = span_of(item, slot, start, end)
            if not written_right(text, start, span.text, term.text):
                message = f"“{span.text}” is written “{term.text}”."
                cited = _cited(item.kit, term)
                yield object_to(self, item, "term-case", "warn", message, cited, span=span, fix=term.text)

    def _word(self, item: AuditItem, slot: str, text: str, term: Term) -> Iterator[Finding]:
        places = list(mentions(text, term.text, item.market.locale))
        own = list(occurrences(text, term.instead, item.market.locale)) if places and term.instead else []
        for place in places:
            if any(start <= place.start and place.end <= end for start, end in own):
                continue  # `sign in to` for `sign in`: what is asked for has the word in it
            if is_another_noun(text, place.start, place.end, term.text, item.market.locale):
                continue
            span = span_of(item, slot, place.start, place.end)
            better = f"; write “{term.instead}”" if term.instead else ""
            message = f"“{span.text}”{_inside(place, term.text)} is a word this brand does not use{better}."
            rule, severity = _RULED[term.rule]
            severity = "warn" if place.how == "part" else severity
            fix = _fix(term, place, span.text, item.market.locale)
            yield object_to(self, item, rule, severity, message, _cited(item.kit, term), span=span, fix=fix)

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


def _inside(place: Mention, word: str) -> str:
    return {"word": "", "disguise": f", which reads as “{word}”,", "part": f", which has “{word}” in it,"}[place.how]


def _fix(term: Term, place: Mention, written: str, locale: str) -> str | None:
    """The better word with the capital and the ending of the one that stands there; None where no rule makes it."""
    if not term.instead or place.how == "part":
        return None
    if place.how == "disguise":
        return cased(term.instead, written)
    said = carried(term.instead, folded(written, locale), folded(term.text, locale), locale.split("-")[0])
    return cased(said, written) if said else None


_RULED: Mapping[str, tuple[str, Severity]] = {
    "banned": ("banned-term", "block"),
    "preferred": ("preferred-term", "warn"),
    "case": ("term-case", "warn"),
}


def _cited(kit: BrandKit, term: Term) -> str:
    why = f": {term.why}" if term.why else ""
    said = guideline_on(kit, term.text)
    return f"brand/terms: {term.rule} “{term.text}”{why}" + (f"; {said}" if said else "")
