"""Does it keep to the guidelines? The rules that a person confirmed, each cited by the sentence it was read from.

What the kit says already (a word in `terms.toml`, a sign the voice has not) is left to *terms*, which cites the
guideline too: one objection is enough.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from styleloop.audit.objection import object_to, span_of
from styleloop.audit.person import strangers
from styleloop.audit.signs import EMOJI, EXCLAMATION, QUESTION, cased, written_right
from styleloop.audit.spellings import misspelt
from styleloop.audit.wording import occurrences
from styleloop.language.marks import hashtags
from styleloop.language.segment import graphemes, sentences, words
from styleloop.types.audit import AuditItem, Finding, Severity
from styleloop.types.brand import BrandKit
from styleloop.types.copy import HEADLINE
from styleloop.types.record import Refusal
from styleloop.types.rule import NAMES, Rule

_SHOUTED = frozenset(("ALL", "AND", "ANY", "BUY", "FOR", "GET", "NEW", "NOT", "NOW", "OUR", "THE", "TRY", "WIN", "YOU"))
"""Short words that are no abbreviation when they stand in capitals; of four letters and more, any word."""
_CAPITALS = re.compile(r"(?<![\w&])[A-Z]{3,}(?![\w&])")
_PATTERNS: Mapping[str, re.Pattern[str]] = {
    "exclamation": EXCLAMATION,
    "question": QUESTION,
    "emoji": EMOJI,
    "ellipsis": re.compile(r"…|\.{3,}"),
    "hashtag": re.compile(r"(?<![\w&])[#＃](?=[\d_]*[^\W\d_])\w+"),
    "ampersand": re.compile(r"&"),
    "semicolon": re.compile(r"[;；؛]"),
    "dash": re.compile(r"\s?[—―]\s?|\s–\s"),
    "contraction": re.compile(
        r"(?<!\w)(?:\w+(?:n['’]t|['’](?:re|ll|ve|d|m))|(?:it|that|here|there|what)['’]s)(?!\w)", re.IGNORECASE
    ),
}  # fmt: skip
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
    version = "1"
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
        cited = f"guideline {rule.source}: “{rule.quote}”"
        for start, end, message, fix in _BREACHES[rule.what](rule, slot, text, item):
            span = span_of(item, slot, start, end)
            yield object_to(self, item, name, severity, message, cited, span=span, fix=fix)


Breach = tuple[int, int, str, str | None]
"""(start, end, what is wrong, words that would mend it)."""


def _words(rule: Rule, slot: str, text: str, item: AuditItem) -> Iterator[Breach]:
    del slot
    better = f"; write “{rule.instead}”" if rule.instead else ""
    for start, end in occurrences(text, rule.text, item.market.locale, inflected=True):
        said = text[start:end]
        yield start, end, f"The guidelines have no “{said}”{better}.", cased(rule.instead, said) or None


def _case(rule: Rule, slot: str, text: str, item: AuditItem) -> Iterator[Breach]:
    del slot
    for start, end in occurrences(text, rule.text, item.market.locale):
        if not written_right(text, start, text[start:end], rule.text):
            yield start, end, f"“{text[start:end]}” is written “{rule.text}”.", rule.text


def _mark(rule: Rule, slot: str, text: str, item: AuditItem) -> Iterator[Breach]:
    for start, end in _marks(rule.text, text, item):
        none = NAMES.get(rule.text, rule.text)
        yield start, end, f"The {slot} has “{text[start:end].strip()}”; the guidelines have no {none}.", None


def _person(rule: Rule, slot: str, text: str, item: AuditItem) -> Iterator[Breach]:
    found = strangers(text, item.market.locale, rule.text)[:1] if slot == HEADLINE else ()
    for who, start, end in found:
        said = f"“{text[start:end]}” speaks in the {who} person"
        yield start, end, f"{said}; the guidelines ask for the {rule.text}.", None


def _spelling(rule: Rule, slot: str, text: str, item: AuditItem) -> Iterator[Breach]:
    del slot
    for start, end, better in misspelt(text, rule.text) if item.market.locale.startswith("en") else ():
        yield start, end, f"“{text[start:end]}” is not spelt as in {rule.text}.", better


def _most(rule: Rule, slot: str, text: str, item: AuditItem) -> Iterator[Breach]:
    count = _count(rule.text, text, item.market.locale)
    if rule.most is not None and count > rule.most:
        what = NAMES.get(rule.text, rule.text)
        yield 0, len(text), f"The {slot} has {count} {what}; the guidelines allow {rule.most}.", None


_BREACHES: Mapping[str, Callable[[Rule, str, str, AuditItem], Iterator[Breach]]] = {
    "banned": _words,
    "preferred": _words,
    "case": _case,
    "mark": _mark,
    "most": _most,
    "person": _person,
    "spelling": _spelling,
}


def _count(measure: str, text: str, locale: str) -> int:
    if measure == "sentence_words":
        return max((len(words(sentence, locale)) for sentence in sentences(text, locale)), default=0)
    counted: Mapping[str, Callable[[], int]] = {
        "words": lambda: len(words(text, locale)),
        "characters": lambda: len(graphemes(text)),
        "sentences": lambda: len(sentences(text, locale)),
        "exclamation": lambda: len(EXCLAMATION.findall(text)),
        "hashtag": lambda: hashtags(text),
        "emoji": lambda: sum(len(graphemes(found[0].strip())) for found in EMOJI.finditer(text)),
    }
    return counted[measure]()


def _marks(mark: str, text: str, item: AuditItem) -> Iterator[tuple[int, int]]:
    names = [item.kit.name, *(t.text for t in item.kit.terms if t.rule in ("case", "stays"))]
    for found in (_CAPITALS if mark == "capitals" else _PATTERNS[mark]).finditer(text):
        start, end = found.span()
        if mark == "capitals" and end - start < 4 and found[0] not in _SHOUTED:
            continue
        if not any(_inside(text, name, start, end) for name in names):
            yield start, end


def _inside(text: str, name: str, start: int, end: int) -> bool:
    """Whether a place lies in a name of the brand's that stands there."""
    at = text.find(name, max(0, end - len(name)), start + len(name)) if name else -1
    return at >= 0 and at <= start and at + len(name) >= end


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
