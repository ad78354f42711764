"""Prose -> typed facts, each with the very words it was read from. Nothing is invented, and doubt means no fact."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from styleloop.language.english import article
from styleloop.language.forms import begin
from styleloop.library.arabic import Arabic
from styleloop.library.english import English
from styleloop.library.english_looks import lowered
from styleloop.library.found import Found
from styleloop.library.german import German
from styleloop.library.lexicon import lexicon
from styleloop.library.measures import agreeing, measures
from styleloop.library.words import sentences
from styleloop.types.product import Fact, NounPhrase

Article = Literal["a", "an", "none"]
_READERS: dict[str, type[Arabic] | type[English] | type[German]] = {"ar": Arabic, "de": German, "en": English}


LONGEST = 8_000
"""Characters of a description that are read for facts; a shop's longest is a few thousand."""


def facts(prose: str, locale: str) -> tuple[Fact, ...]:
    """Facts that `prose` states, in the order it states them.

    Args:
        prose: a description as a feed gives it, without markup.
        locale: the language it is written in; word lists ship for English, German and Arabic.

    Returns:
        Facts with status `stated`. Every word of a phrase or label stands in the fact's evidence, and the evidence
        stands in `prose`.
    """
    language = locale.split("-")[0].lower()
    found = sorted(_read(prose[:LONGEST], language), key=lambda f: (f.start, f.end, f.kind))
    made: dict[str, Fact] = {}
    for item in _distinct(agreeing(found)):
        key = _free(_key(item), made)
        made[key] = _fact(item, key, prose, language)
    return tuple(made.values())


def stated_column(kind: str, text: str, locale: str) -> Fact | None:
    """The fact that a feed's own column states, where the cell is one known word of its kind and nothing more.

    Args:
        kind: `material` or `colour`.
        text: the cell.
        locale: the language it is written in.
    """
    language = locale.split("-")[0].lower()
    lists = lexicon(language)
    words = next(sentences(text), ())
    if lists is None or kind not in ("material", "colour"):
        return None
    known = lists.phrases("materials" if kind == "material" else "colours")
    if language != "en" or tuple(word.low for word in words) not in known:
        return None
    said = lowered(text, words[0])
    item = Found("material" if kind == "material" else "colour", 0, len(text), said, label=begin(said))
    return _fact(item, _key(item), text, language)


def _read(prose: str, language: str) -> Iterator[Found]:
    lists = lexicon(language)
    if lists is None:
        return
    reader = _READERS[language](prose, lists)
    for number, words in enumerate(sentences(prose)):
        if {word.low for word in words} & lists.words("to_a_machine", "lists.to_a_machine"):
            continue
        yield from reader.read(words, first=number == 0)
        yield from measures(prose, words, lists, language)


def _distinct(found: Iterable[Found]) -> Iterator[Found]:
    seen: set[tuple[str, str]] = set()
    for item in found:
        said = (item.kind, (item.phrase or item.label).casefold())
        if said not in seen:
            seen.add(said)
            yield item


def _key(item: Found) -> str:
    words = re.findall(r"[^\W_]+", (item.name or item.phrase or item.label).casefold())
    return "-".join([item.kind, *words][:6])


def _free(key: str, taken: dict[str, Fact]) -> str:
    count = 1
    wanted = key
    while wanted in taken:
        count += 1
        wanted = f"{key}-{count}"
    return wanted


def _fact(item: Found, key: str, prose: str, language: str) -> Fact:
    return Fact(
        key=key,
        kind=item.kind,
        phrases=(_phrase(item, language),) if item.phrase else (),
        labels=((language, item.label),) if item.label else (),
        number=item.number,
        unit=item.unit,
        evidence=prose[item.start : item.end],
    )


def _phrase(item: Found, language: str) -> NounPhrase:
    indefinite: Article = "an" if language == "en" and article(item.phrase) == "an" else "a"
    return NounPhrase(
        locale=language,
        text=item.phrase,
        article=indefinite if item.article == "a" else "none",
        number="plural" if item.plural else "singular",
        countable=item.countable,
        gender=item.gender,
    )
