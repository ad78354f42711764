"""Whether a confirmed fact itself makes the claim that a sentence makes: the same, of the same thing, no wider."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import lru_cache

from styleloop.audit.gist import akin, gist, stem
from styleloop.audit.passages import LONG_SENTENCE
from styleloop.language.claims import ClaimSpan, worded_claims
from styleloop.language.lexicons import lexicon
from styleloop.language.normalise import folded
from styleloop.language.numbers import Quantity
from styleloop.language.unparted import unparted

BY_STATING = frozenset({"comparison", "guarantee", "free", "endorsement"})
"""Kinds that a fact may back once a person confirmed it, if it says so itself; to be best of all takes a claim."""
_CLAUSE = re.compile(r"[;:、，…]|,(?!\d)|\s[–—-]\s")
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_OURS = re.compile(r"(?i:\b(?:our|unser\w{0,2}|notre|nos|nuestr[oa]s?|nostr[oaie])\b)|当社|弊社|自社|私たち|うちの")
_LESS = re.compile(r"\b(?:less|fewer|weniger|moins|menos|meno)\b", re.IGNORECASE)


def states_claim(fact: str, span: ClaimSpan, text: str, sentence: str, locale: str) -> bool:
    """Whether the fact makes the claim `span` of `text`.

    What costs nothing must be the same thing under the same condition (free delivery from 50 €); a guarantee as long or
    of the same; what is compared, with the same.

    Args:
        fact: its words in this language.
        span: a claim of a kind of `BY_STATING`, or of a past (`since 1951`).
        text: what the claim stands in.
        sentence: of `text`, the one with the claim.
        locale: of both.
    """
    if span.kind == "time_tested":
        return _same_year(fact, span.text, locale)
    made = [claim for claim in worded_claims(fact, locale) if claim.kind == span.kind]
    meant, said = gist(fact, locale), gist(sentence, locale)
    if not made and span.kind != "endorsement":
        return False
    if span.kind == "comparison" and _OURS.search(fact) and not _OURS.search(sentence):
        return False
    if span.kind == "free":
        conditions = tuple(q for q in meant.figures if q.dimension == "money")
        return said.says(conditions) and _same_thing(fact, clause_of(text, span.start, span.end), made, locale)
    own = gist(span.text, locale).stems
    if not all(any(a == b or akin(a, b) for b in meant.stems) for a in own):
        return False
    terms = tuple(q for q in meant.figures if q.dimension == "time")
    if span.kind == "guarantee" and terms and said.says(terms):
        return True
    things = meant.stems - {word for claim in made for word in gist(claim.text, locale).stems}
    shared = sum(any(a == b or akin(a, b) for b in said.stems) for a in things)
    return shared == len(things) if span.kind == "comparison" or not made else 2 * shared >= len(things)


def performs(fact: str, sentence: str, locale: str) -> bool:
    """Whether both say what the product does, and all that the fact measures of it stands in the sentence."""
    measures = tuple(q for q in gist(fact, locale).figures if q.dimension != "count")
    does = any(claim.kind == "performance" for claim in worded_claims(fact, locale)) or _does_alike(
        fact, sentence, locale
    )
    return does and bool(measures) and gist(sentence, locale).says(measures)


def _does_alike(fact: str, sentence: str, locale: str) -> bool:
    """`Dura seis minutos` of a fact's `duración 6 min`: the words of the performance are the fact's."""
    claimed = {
        w for c in worded_claims(sentence, locale) if c.kind == "performance" for w in gist(c.text, locale).stems
    }
    return bool(claimed) and any(akin(a, b) for a in claimed for b in gist(fact, locale).stems)


def years_since(fact: str, day: date, locale: str) -> int | None:
    """How many years ago it began, where the fact says in which year: `Founded in 1951`."""
    if not any(claim.kind == "time_tested" for claim in worded_claims(fact, locale)):
        return None
    years = [int(year) for year in _YEAR.findall(folded(fact, locale))]
    return day.year - years[0] if len(years) == 1 and years[0] < day.year else None


def left(said: Quantity) -> Quantity:
    """What is saved where something is so many times less: `deux fois moins` is 50 % less."""
    if said.dimension != "factor" or said.value <= 1 or not _LESS.search(said.text):
        return said
    return replace(said, value=100 - 100 / said.value, unit="%", dimension="share")


def _same_year(fact: str, claim: str, locale: str) -> bool:
    years = set(_YEAR.findall(folded(claim, locale)))
    return bool(years) and years <= set(_YEAR.findall(folded(fact, locale)))


def clause_of(text: str, start: int, end: int) -> str:
    """The part of `text` between two commas or the like that `text[start:end]` stands in."""
    before, behind = max(0, start - LONG_SENTENCE), min(len(text), end + LONG_SENTENCE)
    first = max((m.end() for m in _CLAUSE.finditer(text, before, start)), default=before)
    last = _CLAUSE.search(text, end, behind)
    return text[first : last.start() if last else behind]


def _same_thing(fact: str, clause: str, made: list[ClaimSpan], locale: str) -> bool:
    """Whether both name what costs nothing by a word of the same row, or the clause has half of the fact's words."""
    given, named = _things(fact, locale), _things(clause, locale)
    if given or named:
        return bool(named) and named <= given
    claimed = {word for claim in made for word in gist(claim.text, locale).stems}
    things = gist(fact, locale).stems - claimed
    shared = sum(any(a == b or akin(a, b) for b in gist(clause, locale).stems) for a in things)
    return 2 * shared >= len(things)


def _things(text: str, locale: str) -> frozenset[int]:
    """Rows of `free.things` that `text` has a word of."""
    plain = folded(text, locale)
    stems = {stem(word) for word in re.findall(r"\w+", plain)}
    return frozenset(
        at
        for at, (whole, begun) in enumerate(_rows(locale))
        if not begun.isdisjoint(stems) or any(sign in plain for sign in whole)
    )


@lru_cache(maxsize=16)
def _rows(locale: str) -> tuple[tuple[tuple[str, ...], frozenset[str]], ...]:
    """Of each row its words in scripts without spaces, and the stems of the others."""
    listed = lexicon("claims", locale.split("-")[0].lower()).get("free", {}).get("things", ())
    return tuple(_row(row.split("|"), locale) for row in listed)


def _row(words: list[str], locale: str) -> tuple[tuple[str, ...], frozenset[str]]:
    plain = [folded(word, locale) for word in words]
    return tuple(w for w in plain if unparted(w)), frozenset(stem(w) for w in plain if not unparted(w))
