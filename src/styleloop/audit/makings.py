"""Where a piece says that a thing is made, and nothing known of it bears that out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from styleloop.audit.evidence import Evidence
from styleloop.audit.gist import akin
from styleloop.audit.passages import Passage, passages
from styleloop.language.japanese_makings import bears_out, japanese_makings
from styleloop.language.lexicons import lexicon
from styleloop.language.makings import Making, Sort, makings, says_by_hand, tells_of, verbs
from styleloop.language.normalise import folded
from styleloop.language.places import LONGEST, countries, lies_in, same_place
from styleloop.language.wording import occurrences
from styleloop.types.audit import AuditItem

_CLAUSE = re.compile(r"[.;,:|()]|\s(?:und|and|et|y|e|ed|but|sowie)\s")
_WORD = re.compile(r"\w+")
_ONLY = re.compile(r"[^、。\s]{0,6}(?:だけ|のみ|100[%%]|百パーセント)")
"""Behind a Japanese word of origin: that nothing else is in it."""
_TELLING = 4
"""Letters of a word of a place that is looked for by itself."""


def unknown_makings(item: AuditItem, backing: Evidence) -> Iterator[tuple[Passage, Making]]:
    """Every place of making, and every making by hand, that no fact and no claim that holds tells of.

    A place must stand where a fact tells of making, if any fact does: a studio in Berlin makes nothing there. The
    product's name may bear it out, and the market's legal line and claims that do not hold answer for themselves.
    """
    locale = item.market.locale
    product = item.product
    if product is None and locale.startswith(("en", "ja")):
        return
    name = product.name(locale) if product else None
    told = tuple(dict.fromkeys((*(w.text for w in backing.wordings), *([name.text] if name else ()), item.kit.name)))
    if locale.startswith("ja"):
        yield from _unknown_japanese(item, told)
    given = [item.market.legal_line, *(w.text for claim in item.claims for w in claim.wordings)]
    for passage in passages(item.words):
        for said in makings(passage.text, locale):
            places = [place for text in given if text for place in occurrences(passage.text, text, locale)]
            within = any(start <= said.start and said.end <= end for start, end in places)
            if passage.tells(said.start, said.end) and not within and not _borne_out(said, told, locale):
                yield passage, said


def _unknown_japanese(item: AuditItem, told: tuple[str, ...]) -> Iterator[tuple[Passage, Making]]:
    lapsed = [item.market.legal_line, *(w.text for claim in item.claims for w in claim.wordings)]
    for slot in item.words.slots:
        places = [place for text in lapsed if text for place in occurrences(slot.text, text, item.market.locale)]
        for said in japanese_makings(slot.text):
            within = any(start <= said.start and said.end <= end for start, end in places)
            alone = bool(_ONLY.match(slot.text, said.end))
            if not within and not bears_out(said, told, alone):
                sort: Sort = "made" if said.place else "hand"
                text = slot.text[said.start : said.end]
                yield Passage(slot.text, slot.slot), Making(said.start, said.end, text, sort, (said.place,))


def _borne_out(said: Making, told: tuple[str, ...], locale: str) -> bool:
    if said.sort == "hand":
        return any(says_by_hand(text, read) for text in told for read in _readings(locale))
    clauses = _clauses(told)
    if said.sort == "only":
        named = frozenset(code for clause in clauses for code in _countries_of(clause, locale))
        return named == frozenset(said.place)
    holding = [clause for clause in clauses if _names(clause, said.place, locale)]
    if said.sort != "made":
        return bool(holding)
    sorts = {
        clause: next(filter(None, (tells_of(clause, read) for read in _readings(locale))), None) for clause in clauses
    }
    if any(sort == "made" for sort in sorts.values()):
        holding = [clause for clause in holding if sorts[clause] == "made"]
        alike = [clause for clause in clauses if any(akin(said.verb, verb) for verb in verbs(clause, locale))]
        return any(clause in alike for clause in holding) if alike else bool(holding)
    return any(sorts[clause] is None for clause in holding)


def _readings(locale: str) -> tuple[str, ...]:
    return (locale,) if locale.startswith("en") else (locale, "en")


@lru_cache(maxsize=512)
def _clauses(told: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part.strip() for text in told for part in _CLAUSE.split(text) if part and part.strip())


def _names(clause: str, place: tuple[str, ...], locale: str) -> bool:
    """Whether part of a fact names the place: itself, by another language's name, or as a part of the country."""
    words = _WORD.findall(folded(clause, locale))
    spans = [
        " ".join(words[at : at + length]) for length in range(1, LONGEST + 1) for at in range(len(words) + 1 - length)
    ]
    whole = " ".join(place)
    code = place[0] if place[0].isupper() else countries().get(whole, "")
    if code and (any(lies_in(span, code) for span in spans) or code in _nations(tuple(words), locale)):
        return True
    if any(same_place(whole, span) for span in spans):
        return True
    telling = [word for word in place if len(word) >= _TELLING] or list(place)
    return all(any(word == other or akin(word, other) for other in words) for word in telling)


def _countries_of(clause: str, locale: str) -> Iterator[str]:
    """Codes of the countries that part of a fact names, by name or by adjective, and of those its places lie in."""
    words = _WORD.findall(folded(clause, locale))
    yield from _nations(tuple(words), locale)
    for length in range(1, LONGEST + 1):
        spans = (" ".join(words[at : at + length]) for at in range(len(words) + 1 - length))
        yield from (countries()[span] for span in spans if span in countries())


def _nations(words: tuple[str, ...], locale: str) -> frozenset[str]:
    """Codes of the countries whose adjectives stand there."""
    listed = lexicon("makings", locale.split("-")[0]).get("demonyms", {})
    return frozenset(code for code, said in listed.items() for word in words if word.startswith(tuple(said.split("|"))))
