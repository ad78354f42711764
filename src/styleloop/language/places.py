"""Names of countries and known places: whether two words in any of the languages mean one of them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from babel import Locale

from styleloop.language.lexicons import lexicon
from styleloop.language.locales import known_territory
from styleloop.language.normalise import folded

_SAID_IN = ("de", "en", "es", "fr", "it")
_EUROPE = "EU"
LONGEST = 3
"""Words of the longest name that is looked for."""


@cache
def countries() -> Mapping[str, str]:
    """Folded name of a country, in any of five languages -> its code; Europe is `EU`."""
    found: dict[str, str] = {}
    for language in _SAID_IN:
        for code, name in Locale(language).territories.items():
            if known_territory(code):
                found.setdefault(_plain(str(name)), code)
    europe = dict.fromkeys(("europa", "europe", "eu", "ue", "europäische union", "union européenne"), _EUROPE)
    more = {"usa": "US", "us": "US", "uk": "GB", "england": "GB", "angleterre": "GB", "inglaterra": "GB"}
    return found | europe | more | {"inghilterra": "GB", "scotland": "GB", "schottland": "GB", "holland": "NL"}


@cache
def rows() -> Mapping[str, int]:
    """Folded name of a known place -> the row of its names."""
    listed = lexicon("makings", "names").get("rows", ())
    return {_plain(name): at for at, row in enumerate(listed) for name in row.split("|")}


def known(name: str) -> bool:
    """Whether a folded name is a country's or a listed place's."""
    return name in countries() or name in rows()


def lies_in(place: str, country: str) -> bool:
    """Whether the folded name `place` is a country of that code, in Europe where that is asked, or a town in it."""
    code = countries().get(place, "") or _towns().get(place, "")
    europe = lexicon("makings", "names").get("europe", "").split()
    return bool(code) and (code == country or (country == _EUROPE and code in europe))


def same_place(one: str, other: str) -> bool:
    """Whether two folded names are one place's, in whatever languages."""
    if one == other:
        return True
    code, row = countries().get(one), rows().get(one)
    return (code is not None and countries().get(other) == code) or (row is not None and rows().get(other) == row)


@cache
def _towns() -> Mapping[str, str]:
    listed: Mapping[str, str] = lexicon("makings", "names").get("towns", {})
    given = {_plain(name): code for code, names in listed.items() for name in names.split("|")}
    by_row = {rows()[name]: code for name, code in given.items() if name in rows()}
    return given | {name: by_row[row] for name, row in rows().items() if row in by_row}


def _plain(name: str) -> str:
    return folded(name, "en").replace("-", " ")
