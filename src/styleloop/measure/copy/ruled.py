"""Where a text breaks a rule that was read from the guidelines: what is drafted and what is checked is held against it
alike. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from styleloop.language.marks import hashtags
from styleloop.language.segment import graphemes, sentences, words
from styleloop.language.signs import EMOJI, EXCLAMATION, QUESTION, cased, written_right
from styleloop.language.spellings import misspelt
from styleloop.language.wording import occurrences
from styleloop.measure.copy.person import strangers
from styleloop.types.brand import BrandKit
from styleloop.types.copy import HEADLINE
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
Breach = tuple[int, int, str, str | None]
"""(start, end, what is wrong, words that would mend it)."""


def breaches(rule: Rule, slot: str, text: str, locale: str, kit: BrandKit) -> Iterator[Breach]:
    """Each place of `text` that breaks `rule`, as offsets into it.

    Args:
        rule: One that counts in this slot and market.
        slot: What the text is for.
        text: As it would stand there.
        locale: Of the text.
        kit: Whose: its name, and words it writes in its own way, hold marks that a rule forbids.
    """
    return _BREACHES[rule.what](rule, slot, text, _Place(locale, kit))


@dataclass(frozen=True)
class _Place:
    """Where a text would stand."""

    locale: str
    kit: BrandKit


def _words(rule: Rule, slot: str, text: str, at: _Place) -> Iterator[Breach]:
    del slot
    better = f"; write “{rule.instead}”" if rule.instead else ""
    for start, end in occurrences(text, rule.text, at.locale, inflected=True):
        said = text[start:end]
        yield start, end, f"The guidelines have no “{said}”{better}.", cased(rule.instead, said) or None


def _case(rule: Rule, slot: str, text: str, at: _Place) -> Iterator[Breach]:
    del slot
    for start, end in occurrences(text, rule.text, at.locale):
        if not written_right(text, start, text[start:end], rule.text):
            yield start, end, f"“{text[start:end]}” is written “{rule.text}”.", rule.text


def _mark(rule: Rule, slot: str, text: str, at: _Place) -> Iterator[Breach]:
    for start, end in _marks(rule.text, text, at):
        none = NAMES.get(rule.text, rule.text)
        yield start, end, f"The {slot} has “{text[start:end].strip()}”; the guidelines have no {none}.", None


def _person(rule: Rule, slot: str, text: str, at: _Place) -> Iterator[Breach]:
    found = strangers(text, at.locale, rule.text)[:1] if slot == HEADLINE else ()
    for who, start, end in found:
        said = f"“{text[start:end]}” speaks in the {who} person"
        yield start, end, f"{said}; the guidelines ask for the {rule.text}.", None


def _spelling(rule: Rule, slot: str, text: str, at: _Place) -> Iterator[Breach]:
    del slot
    for start, end, better in misspelt(text, rule.text) if at.locale.startswith("en") else ():
        yield start, end, f"“{text[start:end]}” is not spelt as in {rule.text}.", better


def _most(rule: Rule, slot: str, text: str, at: _Place) -> Iterator[Breach]:
    count = _count(rule.text, text, at.locale)
    if rule.most is not None and count > rule.most:
        what = NAMES.get(rule.text, rule.text)
        yield 0, len(text), f"The {slot} has {count} {what}; the guidelines allow {rule.most}.", None


_BREACHES: Mapping[str, Callable[[Rule, str, str, _Place], Iterator[Breach]]] = {
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


def _marks(mark: str, text: str, at: _Place) -> Iterator[tuple[int, int]]:
    names = [at.kit.name, *(t.text for t in at.kit.terms if t.rule in ("case", "stays"))]
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
