"""The word lists that facts are read with, one file per language, shipped in `data/lexicons/facts/`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from typing import Any

from styleloop.language.lexicons import lexicon as shipped

Phrases = frozenset[tuple[str, ...]]
LANGUAGES = ("ar", "de", "en")


class Lexicon:
    """One language's lists, by name; a phrase is a tuple of its words in lower case."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self._raw = raw

    def words(self, *names: str) -> frozenset[str]:
        """Every single word of those lists."""
        return _words(self, names)

    def phrases(self, *names: str) -> Phrases:
        """Every entry of those lists as a tuple of words."""
        return _phrases(self, names)

    def table(self, name: str) -> Mapping[str, Any]:
        """A table of the file: word -> what is said of it."""
        found = self._raw.get(name, {})
        return found if isinstance(found, Mapping) else {}

    def entries(self, name: str) -> tuple[str, ...]:
        """A list as it stands, `table.name` for one inside a table."""
        outer, _, inner = name.rpartition(".")
        found = (self._raw.get(outer, {}) if outer else self._raw).get(inner, ())
        return tuple(found)

    @cached_property
    def part_numbers(self) -> Mapping[tuple[str, ...], str]:
        """Part -> `singular`, `plural` or `mass`, plurals made by rule."""
        irregular = self.table("irregular_parts")
        found: dict[tuple[str, ...], str] = {}
        for entry in self.entries("parts"):
            found[tuple(entry.split())] = "singular"
            found[tuple(str(irregular.get(entry) or plural_of(entry)).split())] = "plural"
        found |= {tuple(entry.split()): "mass" for entry in self.entries("mass_parts")}
        return found

    @cached_property
    def head_numbers(self) -> Mapping[tuple[str, ...], str]:
        """Last words of product names -> `singular`, `plural`, `pair` or `mass`."""
        found = {tuple(entry.split()): "singular" for entry in self.entries("heads.singular")}
        found |= {tuple(plural_of(entry).split()): "plural" for entry in self.entries("heads.singular")}
        for number in ("plural", "pair", "mass"):
            found |= {tuple(entry.split()): number for entry in self.entries(f"heads.{number}")}
        return found


@cache
def lexicon(language: str) -> Lexicon | None:
    """The lists of a language, or None where none ships."""
    return Lexicon(shipped("facts", language)) if language in LANGUAGES else None


def plural_of(entry: str) -> str:
    """The regular English plural: `lens cap` -> `lens caps`, `pouch` -> `pouches`."""
    if entry.endswith(("s", "sh", "ch", "x", "z")):
        return f"{entry}es"
    if entry.endswith("y") and entry[-2:-1] not in "aeiou":
        return f"{entry[:-1]}ies"
    return f"{entry[:-1]}ves" if entry.endswith("lf") else f"{entry[:-2]}ves" if entry.endswith("ife") else f"{entry}s"


@cache
def _words(lists: Lexicon, names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for phrase in _phrases(lists, names) for word in phrase)


@cache
def _phrases(lists: Lexicon, names: tuple[str, ...]) -> Phrases:
    return frozenset(_split(entry for name in names for entry in lists.entries(name)))


def _split(entries: Iterable[str]) -> Iterable[tuple[str, ...]]:
    return (tuple(entry.casefold().split()) for entry in entries)
