"""Prose -> typed facts, each with the very words it was read from. Nothing is invented, and doubt means no fact."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Literal

from styleloop.language.alarms import hostile
from styleloop.language.english import article
from styleloop.language.forms import begin
from styleloop.library.arabic import Arabic
from styleloop.library.doubts import Doubts
from styleloop.library.english import English
from styleloop.library.english_looks import lowered
from styleloop.library.found import Found
from styleloop.library.german import German
from styleloop.library.lexicon import Lexicon, lexicon
from styleloop.library.measures import agreeing, measures
from styleloop.library.specs import Spec, known, lines_of, specs
from styleloop.library.words import sentences
from styleloop.types.product import Fact, NounPhrase

Article = Literal["a", "an", "none"]
_READERS: dict[str, type[Arabic] | type[English] | type[German]] = {"ar": Arabic, "de": German, "en": English}
_BEHIND = re.compile(r"\s(?:with|for|in|of|from|by|and|mit|für|aus|und|[-–—|])\s|[,(]")
"""What stands behind these in a title is not what the thing is."""

LONGEST = 8_000
"""Characters of a description that are read for facts; a shop's longest is a few thousand."""


def facts(prose: str, locale: str, title: str = "") -> tuple[Fact, ...]:
    """Facts that `prose` states, in the order it states them.

    Args:
        prose: a description as a feed gives it, without markup.
        locale: the language it is written in; word lists ship for English, German and Arabic.
        title: what the thing is called: a tray is no part of a boot tray.

    Returns:
        Facts with status `stated`. Every word of a phrase or label stands in the fact's evidence, and the evidence
        stands in `prose`: the whole statement, with what answers or limits it, so that who confirms it reads that too.
    """
    language = locale.split("-")[0].lower()
    lists = lexicon(language)
    if lists is None:
        return ()
    text = prose[:LONGEST]
    doubts = Doubts(text, lists, cut=len(prose) > LONGEST)
    found = sorted(_read(text, language, lists), key=lambda f: (f.start, f.end, f.kind))
    made: dict[str, Fact] = {}
    believed = [item for item in found if doubts.believed(item) and not _is_the_thing(item, title, language)]
    for item in _distinct(agreeing(believed)):
        start, end = doubts.whole(item.start, item.end)
        key = _free(_key(item), made)
        made[key] = _fact(replace(item, start=start, end=end), key, prose, language)
    return tuple(made.values())


def _is_the_thing(item: Found, title: str, language: str) -> bool:
    """Whether a part is called as the thing itself is. An Arabic name ends with its parts."""
    named, said = _BEHIND.split(title.casefold())[0].split(), (item.phrase or item.label).casefold().split()
    same = bool(named and said) and item.number is None and said[-1] == named[-1]
    return same and item.kind == "part" and language != "ar"


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
    return _fact(item, _key(item), text, language, placed=False)


def facts_of_rows(rows: Iterable[tuple[str, str, str]], locale: str, since: date | None = None) -> tuple[Fact, ...]:
    """Facts that rows of a spec sheet state, each row once.

    Args:
        rows: (key, value, unit), the unit empty where the value has it or needs none.
        locale: the language of keys and values.
        since: from which day on they are so.
    """
    language = locale.split("-")[0].lower()
    lists = lexicon(language)
    made: dict[str, Fact] = {}
    for key, value, unit in rows if lists else ():
        said = f"{value} {unit}".strip()
        key = key.rstrip(" ?؟")
        text = f"{key}: {said}"
        line = Spec(key, said, 0, len(text) - len(said), len(text))
        name = known(line, lists) if lists and not ordered(text, language) else ""
        doubts = Doubts(text, lists) if lists else None
        for item in specs(line, name, lists, language) if lists and name else ():
            if not (doubts and doubts.believed(item)):
                continue
            fact = _fact(item, _free(_key(item), made), text, language, placed=False)
            made[fact.key] = fact.model_copy(update={"since": since})
    return tuple(made.values())


def _read(prose: str, language: str, lists: Lexicon) -> Iterator[Found]:
    reader = _READERS[language](prose, lists)
    barred = ordered(prose, language)
    tables = [(line, name) for line in lines_of(prose) if (name := known(line, lists))]
    for line, name in tables:
        if not _touches(line.start, line.end, barred):
            yield from specs(line, name, lists, language)
    begins = _begins(prose, barred)
    barred = (*barred, *((line.start, line.end) for line, _ in tables))
    for words in sentences(prose):
        told_to = {word.low for word in words} & lists.words("to_a_machine", "lists.to_a_machine")
        if told_to or _touches(words[0].start, words[-1].end, barred):
            continue
        passed = [at for at in begins if at <= words[0].start]
        del begins[: len(passed)]
        yield from reader.read(words, first=bool(passed))
        yield from measures(prose, words, lists, language)


def ordered(prose: str, language: str) -> tuple[tuple[int, int], ...]:
    """Places where `prose` speaks to whoever writes, or poses as something else than prose: nothing is read there.

    What poses as a system's words or a program's goes on to the end of its line, and from one frame to the next.
    """
    found = hostile(prose, language)
    places = [(alarm.start, alarm.end) for alarm in found]
    for kind in ("role", "tool", "script"):
        posed = [alarm for alarm in found if alarm.kind == kind]
        if posed:
            last = prose.find("\n", posed[-1].end)
            places.append((posed[0].start, last if last >= 0 else len(prose)))
    return tuple(places)


def without_orders(prose: str, locale: str) -> str:
    """`prose` without the sentences in which nothing is read: what tells its language, for one."""
    barred = ordered(prose, locale.split("-")[0].lower())
    if not barred:
        return prose
    parts = [(words[0].start, words[-1].end) for words in sentences(prose)]
    return "\n".join(prose[start:end] for start, end in parts if not _touches(start, end, barred))


def _begins(prose: str, orders: Iterable[tuple[int, int]]) -> list[int]:
    """Where a description begins: at its start, and again on the line behind one with an order in it."""
    lines = {prose.find("\n", end) for _, end in orders}
    return sorted({0, *(at for at in lines if at >= 0)})


def _touches(start: int, end: int, places: Iterable[tuple[int, int]]) -> bool:
    return any(start < last and first < end for first, last in places)


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


def _fact(item: Found, key: str, prose: str, language: str, *, placed: bool = True) -> Fact:
    return Fact(
        key=key,
        kind=item.kind,
        phrases=(_phrase(item, language),) if item.phrase else (),
        labels=((language, item.label),) if item.label else (),
        number=item.number,
        unit=item.unit,
        evidence=prose[item.start : item.end],
        span=(item.start, item.end) if placed else None,
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
