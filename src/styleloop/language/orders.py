"""Orders to whoever or whatever writes: `ignore all previous instructions`, in every language that has a list. Pure.

A list pairs what is ordered with what the order is about (`data/lexicons/orders/`): `ignore` alone is a word like any
other. Texts are read as people would read them - unseen characters gone, look-alikes made one, accents left off - and
once more with spaced-out letters joined, figures read as letters, and codes taken off.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, partial
from typing import Any, NamedTuple

import regex  # type: ignore[import-untyped]

from styleloop.language.lexicons import languages, lexicon
from styleloop.language.normalise import fold
from styleloop.language.readings import readings
from styleloop.language.spans import Alarm

_WORD = regex.compile(r"\w+")
_END = r".!?。！？؟"
_ARABIC_AND = r"[وف]?"
_ARABIC_TO = r"[وفبكل]{0,2}(?:ال|لل|ل)?"
_ARABIC_OF = r"(?:ك|كم|ها|هم|ه)?"


@dataclass(frozen=True)
class _Rule:
    """One pattern, and the words of which some must stand in a text before it is worth trying.

    It is compiled when first tried: most never are, and all of them together take a second.
    """

    first: _Words
    second: _Words
    written: Callable[[], str]
    written_dense: Callable[[], str] | None = None

    @cached_property
    def whole(self) -> Any:
        """In texts as they stand."""
        return regex.compile(self.written())

    @cached_property
    def dense(self) -> Any:
        """In texts whose letters were joined; none where a rule is not looked for in them."""
        return regex.compile(self.written_dense()) if self.written_dense else None


class _Words(NamedTuple):
    """Whole words, and letters that stand inside longer ones."""

    whole: frozenset[str]
    inside: tuple[str, ...]

    def among(self, words: frozenset[str], text: str) -> bool:
        """Whether any of them stands in `text`, whose words are `words`."""
        return not self.whole.isdisjoint(words) or any(part in text for part in self.inside)


def orders(text: str) -> Iterator[Alarm]:
    """Each order in `text`, where it stands; one that is hidden in a code, where the code stands."""
    seen = fold(text)
    plain = bare(seen.text)
    known: set[tuple[int, int]] = set()
    for start, end in _places(plain):
        place = seen.span(start, end)
        if place not in known:
            known.add(place)
            yield Alarm("order", *place, text[slice(*place)])
    if known:
        return
    for reading in readings(text):
        inner = fold(reading.text)
        found = next(_places(bare(inner.text), dense=reading.dense), None)
        if reading.telling or found:
            start, end = reading.origin(*inner.span(*found)) if found else (reading.start, reading.end)
            yield Alarm("encoded", start, end, text[start:end])
            return


def ordering(text: str) -> bool:
    """Whether `text` as it stands holds an order."""
    return next(_places(bare(fold(text).text)), None) is not None


def _places(plain: str, *, dense: bool = False) -> Iterator[tuple[int, int]]:
    rules = _rules(plain.isascii())
    if dense:
        for rule in rules:
            yield from (found.span() for found in rule.dense.finditer(plain)) if rule.dense else ()
        return
    words = frozenset(_WORD.findall(plain))
    beginning, inside = _beginnings(plain.isascii())
    begun = inside.union(*(beginning[word] for word in words & beginning.keys()))
    for number in sorted(begun):
        rule = rules[number]
        if rule.first.among(words, plain) and rule.second.among(words, plain):
            yield from (found.span() for found in rule.whole.finditer(plain))


@cache
def _rules(ascii_: bool) -> tuple[_Rule, ...]:
    """Every language's rules; of a text in ASCII alone, those that are written in it."""
    known = (
        lang
        for lang in languages("orders")
        if not ascii_ or "".join(lexicon("orders", lang)["phrases"][:1])[0] < "\u0250"
    )
    return tuple(rule for language in known for rule in _rules_of(language))


@cache
def _beginnings(ascii_: bool) -> tuple[Mapping[str, frozenset[int]], frozenset[int]]:
    """Word -> numbers of the rules that some of its whole words begin; and the rules that letters alone may begin."""
    rules = _rules(ascii_)
    made: dict[str, set[int]] = {}
    for number, rule in enumerate(rules):
        for word in rule.first.whole:
            made.setdefault(word, set()).add(number)
    inside = frozenset(number for number, rule in enumerate(rules) if rule.first.inside)
    return {word: frozenset(numbers) for word, numbers in made.items()}, inside


def _rules_of(language: str) -> Iterator[_Rule]:
    raw = lexicon("orders", language)
    spaced = bool(raw.get("spaced", True))
    phrases = raw["phrases"]
    some = _Words(frozenset(), ("",))
    yield _Rule(_cores(phrases, language, spaced), some, partial(_either, phrases, language, spaced))
    for rule in raw["rules"]:
        dense = partial(_dense, rule) if rule["name"] in ("ignore", "reveal") else None
        first, second = (_cores(rule[part], language, spaced) for part in ("any", "with"))
        yield _Rule(first, second, partial(_pair, rule, language, spaced), dense)


def _cores(entries: Sequence[str], language: str, spaced: bool) -> _Words:
    """The longest word of each entry as texts are read: where none of them stands, no entry can."""
    whole: set[str] = set()
    inside: set[str] = set()
    for entry in entries:
        words = _WORD.findall(_said(entry.removesuffix("*"), language))
        core = max(words, key=len)
        alone = spaced and language != "ar" and not (entry.endswith("*") and core == words[-1])
        (whole if alone else inside).add(core)
    return _Words(frozenset(whole), tuple(sorted(inside)))


def _pair(rule: Mapping[str, Any], language: str, spaced: bool) -> str:
    one = _either(rule["any"], language, spaced)
    other = _either(rule["with"], language, spaced, object_=True)
    size = rule["within"]
    if not spaced:
        gap = rf"[^{_END}\n]{{0,{size}}}?"
        return rf"{one}{gap}{other}|{other}{gap}{one}"
    gap = rf"(?:[^\w{_END}]+\w+){{0,{size}}}?[^\w{_END}]+"
    forth = rf"{one}{gap}{other}{_of_no_thing(rule, language)}"
    # `Instructions: wash cold, forget for a day` speaks of instructions, and is none.
    back = rf"(?:[^\w:：;{_END}]+\w+){{0,{size}}}?[^\w:：;{_END}]+"
    return forth if rule.get("ordered") else rf"{forth}|{other}{back}{one}"


def _of_no_thing(rule: Mapping[str, Any], language: str) -> str:
    """`forget the instructions of your GPS` is said to customers; `of the system`, to whoever writes."""
    if "then" not in rule:
        return ""
    then, writers = (_either(rule[key], language, spaced=True) for key in ("then", "writers"))
    return rf"(?!\W{{1,3}}{then}\W{{1,3}}(?!(?:\w+\W{{1,3}}){{0,2}}{writers}))"


def _dense(rule: Mapping[str, Any]) -> str:
    def joined(entries: list[str]) -> str:
        return "|".join(regex.escape(regex.sub(r"\W", "", bare(fold(e).text))) for e in entries if len(e) > 4)

    return rf"(?:{joined(rule['any'])}).{{0,30}}?(?:{joined(rule['with'])})"


def _either(entries: Sequence[str], language: str, spaced: bool, *, object_: bool = False) -> str:
    made = "|".join(_word(entry, language, object_) for entry in sorted(entries, key=len, reverse=True))
    return rf"(?<!\w)(?:{made})(?!\w)" if spaced else rf"(?:{made})"


def _word(entry: str, language: str, object_: bool) -> str:
    said = _said(entry.removesuffix("*"), language if object_ else "")
    body = r"\W{1,3}".join(map(regex.escape, said.split()))
    if language == "ar":
        return (_ARABIC_TO if object_ else _ARABIC_AND) + body + (r"\w*" if entry.endswith("*") else _ARABIC_OF)
    return body + (r"\w*" if entry.endswith("*") else "")


def _said(entry: str, language: str) -> str:
    """An entry as texts are read; an Arabic one without the article, which may be written in several ways."""
    plain = bare(fold(entry).text)
    return plain.removeprefix("ال") if language == "ar" else plain


def bare(folded: str) -> str:
    """`folded` with accents taken off Latin letters, character for character."""
    return folded if folded.isascii() else "".join(map(_base, folded))


@cache
def _base(char: str) -> str:
    parts = unicodedata.normalize("NFD", char)
    return parts[0] if len(parts) > 1 and parts[0].isascii() else char
