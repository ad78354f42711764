"""Where a Japanese text says that a thing is made, and whether by hand: 国産, 京都で織られた, イタリア製, 手織り. Pure.

A place is a country, or one of the prefectures and home provinces of crafts of `data/lexicons/makings/ja.toml`; other
names do not show themselves in a script without capitals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from babel import Locale

from styleloop.language.lexicons import lexicon
from styleloop.language.locales import known_territory

_THERE = r"(?:県|府|都|道)?(?:産|製(?!品|造日|麺|作|菓|本|図)|生まれ|育ち|の工房|の職人)"


_GROWN = re.compile(r"[^\s、。]産(?![業後])|grown|harvest")


_HOME = ("国", "国内", "日本")


class JapaneseMaking(NamedTuple):
    """One such saying; `place` is empty where it says that hands made the thing."""

    start: int
    end: int
    place: str
    grown: bool = False
    """Whether it says where something was grown, which is not where it was worked on: 国産の大豆."""


def japanese_makings(text: str) -> Iterator[JapaneseMaking]:
    """Every saying of where or how by hand a thing is made, in order of place."""
    for found in _pattern().finditer(text):
        yield JapaneseMaking(*found.span(), found["place"] or "", found[0].endswith("産"))


def bears_out(said: JapaneseMaking, told: tuple[str, ...], alone: bool = False) -> bool:
    """Whether a fact names that place of making, `alone` and no other: Japan is named by each of its parts."""
    listed = lexicon("makings", "ja")
    if not said.place:
        return any(way in text for text in told for way in listed["hand_facts"])
    names = _names(said.place)
    clauses = [clause.casefold() for clause in _clauses(told)]
    grown = [clause for clause in clauses if _GROWN.search(clause)] if said.grown else []
    if alone and said.place in _HOME and any(_is_foreign(text) for text in told):
        return False
    return any(_in(name.casefold(), clause) for name in names for clause in grown or clauses)


def _in(name: str, clause: str) -> bool:
    """Whether a clause has the name; 国産 is no part of 中国産."""
    return bool(re.search(rf"(?<![一-龠]){name}", clause)) if name.startswith("国") else name in clause


def _is_foreign(text: str) -> bool:
    """Whether a fact names another country as one of origin: カナダ産40%."""
    abroad = {*_english(), *lexicon("makings", "ja")["abroad"]} - {"日本"}
    found = re.finditer(r"([一-龠ァ-ヶー]+?)(?:産|製)", text)
    return any(one[1].endswith(tuple(name for name in abroad if len(name) > 1)) for one in found)


def _clauses(told: tuple[str, ...]) -> Iterator[str]:
    """Parts of facts, without those that only tell where a thing was drawn or packed."""
    listed = lexicon("makings", "ja")
    for text in told:
        for clause in re.split(r"[、。,;.・]", text):
            if not any(word in clause for word in listed["not_made"]) or any(word in clause for word in listed["made"]):
                yield clause


def _names(place: str) -> frozenset[str]:
    listed = lexicon("makings", "ja")
    if place in _HOME:
        return frozenset([*listed["nation"], *listed["regions"], "Japan"])
    return frozenset([place, *([_english()[place]] if place in _english() else [])])


@cache
def _english() -> dict[str, str]:
    own, english = Locale("ja").territories, Locale("en").territories
    return {str(own[code]): str(english[code]) for code in own if known_territory(str(code)) and code in english}


@cache
def _pattern() -> re.Pattern[str]:
    listed = lexicon("makings", "ja")
    every = {*_english(), *listed["regions"], *listed["abroad"]} - {"日本"}
    names = "|".join(re.escape(name) for name in sorted(every, key=lambda name: (-len(name), name)) if len(name) > 1)
    made = rf"(?:{_THERE}|(?:の\w{{1,5}})?で(?:{'|'.join(listed['made'])}))"
    hand = "|".join(map(re.escape, listed["hand"]))
    return re.compile(
        rf"(?P<place>国(?=産)|国内(?=産|製|生産|製造|で)|日本(?=産|製|国内|で(?:{'|'.join(listed['made'])}))|(?:{names})(?={made}))"
        rf"(?:国内)?(?:{made}|製造|生産)|(?:{hand})"
    )
