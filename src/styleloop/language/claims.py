"""What a text claims, and where: numbers, prices, superlatives, guarantees, `free`, health, green, ... Pure.

Word lists with their traps live in `data/lexicons/claims/`; amounts come from `numbers`. A wording that only looks
like a claim (best before, sugar-free, green the colour) is none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal, NamedTuple

from styleloop.language.accents import LANGUAGES, as_typed
from styleloop.language.disguises import disguises
from styleloop.language.everyday import everyday
from styleloop.language.hashtags import hashtags
from styleloop.language.lexicons import lexicon
from styleloop.language.loose_amounts import loose_amounts
from styleloop.language.normalise import folded
from styleloop.language.numbers import Quantity, quantities
from styleloop.language.phrases import Hit, Phrases, Word, dense, read_words
from styleloop.language.taken_back import asks_of_the_readers, taken_back
from styleloop.language.uncounted import of_persons, uncounted
from styleloop.language.unparted import unparted
from styleloop.language.unsaid import Cover, answered_no, asked, denied, instructs, titles

ClaimKind = Literal[
    "number", "price", "percent", "superlative", "absolute", "comparison", "guarantee", "free", "health", "safety",
    "environmental", "endorsement", "performance", "time_tested",
]  # fmt: skip
WORDED: tuple[ClaimKind, ...] = (
    "superlative", "absolute", "comparison", "guarantee", "free", "health", "safety", "environmental", "endorsement",
    "performance", "time_tested",
)  # fmt: skip
"""Kinds found by their words; the others are amounts."""
_SETTLES_COUNTS = frozenset({"endorsement", "superlative", "comparison"})
"""Kinds whose wording may hold a number of its own: five-star, twice as warm."""

_MEASURES = frozenset({"mass", "length", "volume", "time", "money"})
_ARTICLE = 7
"""Signs of an article with a space on either side."""
_WORDS = re.compile(r"\w+")
_WHOLE = 100
_FIRST = re.compile(r"1(?!st|er|re|ro|mai|ma|ca)[^\W\d_]{3}")
"""`#1DogFood`."""
_HYPHENS = "-\u2010\u2011"
_TAKEN_BACK = frozenset({"free", "superlative", "absolute", "guarantee"})
"""Kinds that a denial right behind them takes back: `Gratis no: costa tre euro`."""
_LINE = 80
_PAIR = 2
_BOUND = frozenset({"guarantee", "free", "endorsement"})
"""Kinds whose denial goes on to the words that only say how long or how much: `garantie à vie`."""
_NEAR = 8
"""So many claims that begin before a count are looked at for the one that it stands in."""


@dataclass(frozen=True)
class ClaimSpan:
    """One stretch of a text that claims something.

    Attributes:
        kind: what it claims.
        start: offset of its first character in the text as given.
        end: offset behind its last.
        text: the words themselves.
        quantity: the amount, for number, price and percent, but where it has no value (`a decade`); and where the
            wording holds one: `twice as`, `five-star`.
        puffery: whether nobody could prove or disprove it: `the best bit is the lid`.
    """

    kind: ClaimKind
    start: int
    end: int
    text: str
    quantity: Quantity | None = None
    puffery: bool = False


class _Role(NamedTuple):
    kind: ClaimKind
    role: Literal["phrases", "traps", "puffery", "opening"]


def claim_spans(text: str, locale: str) -> tuple[ClaimSpan, ...]:
    """Every claim of `text`, in order of place.

    A language without a word list still has its amounts found. Spans of different kinds may overlap (`100 %` is a
    percentage and an absolute); spans of one kind do not.
    """
    worded, counted = _settled(list(worded_claims(text, locale)), _counted(text, locale))
    worded = [claim for claim in worded if not _bounds(claim, counted, text)]
    loose = _loose(text, locale, [*worded, *counted])
    return tuple(sorted((*worded, *counted, *loose), key=lambda span: (span.start, span.end, span.kind)))


def _counted(text: str, locale: str) -> list[ClaimSpan]:
    stated = [found for found in quantities(text, locale) if found.stated]
    if not stated:
        return []
    somebodys = of_persons(text, locale)
    return [
        ClaimSpan(_amount_kind(found), found.start, found.end, found.text, found, _idle(found, text, locale))
        for found in stated
        if not (_mere_one(found, text, locale) or _not_wholly(found, text, locale) or uncounted(found, text, locale))
        and not any(somebodys[found.start : found.end])
    ]


def _loose(text: str, locale: str, others: Sequence[ClaimSpan]) -> Iterator[ClaimSpan]:
    """Amounts without a value, but for those that stand in another claim."""
    taken, last = Cover((span.start, span.end) for span in others), 0
    priced = {span.end for span in others if span.kind == "price" and span.quantity is not None}
    for found in sorted(loose_amounts(text, locale), key=lambda one: (one.start, -one.end)):
        if found.kind == "price" and {found.start, found.start - 1} & priced:
            continue  # eleven dollars a pound
        if found.start >= last and not taken.meets(found.start, found.end):
            last = found.end
            yield ClaimSpan(found.kind, found.start, found.end, text[found.start : found.end])


def _amount_kind(found: Quantity) -> ClaimKind:
    kinds: dict[str, ClaimKind] = {"money": "price", "share": "percent", "factor": "comparison"}
    return kinds.get(found.dimension, "number")


def _not_wholly(found: Quantity, text: str, locale: str) -> bool:
    """Whether it is a hundred per cent that is denied: `not 100 % waterproof`."""
    before = folded(text[max(0, found.start - _LINE) : found.start], locale).split()[-1:]
    denials = _rules(locale).get("negation", {}).get("before", ())
    return found.dimension == "share" and found.value == _WHOLE and bool(before) and before[0] in denials


def _mere_one(found: Quantity, text: str, locale: str) -> bool:
    """Whether it is a `one` that counts nothing worth a proof: `One lid.`, but not `wool from one valley`."""
    rules = _rules(locale).get("number", {})
    if found.kind != "count" or found.value != 1 or found.text.isdigit():
        return False
    behind = folded(text[found.end : found.end + _LINE], locale).split()[:4]
    if {"another", "next", "anderen", "nächsten"}.intersection(behind):
        return True  # from one device to another
    before = folded(text[max(0, found.start - _LINE) : found.start], locale).split()
    at = 2 if rules.get("one_behind") else 1  # Arabic says the noun first
    return len(before) < at or before[-at] not in rules.get("one_after", ())


def _idle(found: Quantity, text: str, locale: str) -> bool:
    """Whether it counts what nobody counts: `five reasons`, `two key ways`."""
    idle = _rules(locale).get("number", {}).get("puffery_nouns", ())
    if found.kind != "count" or not idle:
        return False
    behind = folded(text[found.end : found.end + _LINE], locale)
    if unparted(behind):
        return behind.lstrip("のな ").startswith(tuple(idle))
    return found.noun in idle or bool(set(_WORDS.findall(behind)[:2]).intersection(idle))


def _settled(worded: list[ClaimSpan], counted: list[ClaimSpan]) -> tuple[list[ClaimSpan], list[ClaimSpan]]:
    """Both, with each bare count or factor that stands inside a worded claim given to that claim."""
    left: list[ClaimSpan] = []
    order = sorted((claim.start, i) for i, claim in enumerate(worded) if claim.kind in _SETTLES_COUNTS)
    for span in counted:
        near = order[max(0, bisect_right(order, (span.start, len(worded))) - _NEAR) :][:_NEAR]
        home = min((i for _, i in near if _holds(worded[i], span)), default=None)
        if home is None:
            left.append(span)
        else:
            worded[home] = replace(worded[home], quantity=span.quantity)
    return worded, left


def _bounds(claim: ClaimSpan, counted: Sequence[ClaimSpan], text: str) -> bool:
    """Whether the words only bound an amount, which is held against the facts by itself: `less than half a kilo`."""
    return claim.kind == "comparison" and any(
        span.kind in ("number", "price")
        and span.quantity is not None
        and span.quantity.bound
        and span.quantity.dimension in _MEASURES
        and claim.start < span.start
        and claim.end <= span.end
        and len(text[claim.end : span.start].split()) <= 1
        and span.start - claim.end <= _ARTICLE
        for span in counted
    )


def _holds(claim: ClaimSpan, span: ClaimSpan) -> bool:
    bare = span.quantity is not None and span.quantity.dimension in ("count", "factor")
    return bare and claim.kind in _SETTLES_COUNTS and claim.start <= span.start and span.end <= claim.end


def worded_claims(text: str, locale: str) -> tuple[ClaimSpan, ...]:
    """Only the claims that are made by their wording: `claim_spans` without the amounts; by kind, then by place."""
    language = locale.split("-")[0].lower()
    phrases = _phrases(language)
    if phrases is None:
        return ()
    words = read_words(text, locale)
    hits = phrases.find(words)
    spans: list[ClaimSpan] = []
    if hits:
        named = titles(words, language)
        hits = [hit for hit in hits if not named.holds(hit.core_start, hit.core_end)]
    hits = _undenied(hits, words, language)
    for kind in dict.fromkeys(hit.meaning.kind for hit in hits):
        spans += _of_kind(kind, [hit for hit in hits if hit.meaning.kind == kind], words, text, locale)
    hidden = [*_disguised(text, locale, phrases), *_tagged(text, locale, phrases)]
    return _apart([*spans, *hidden]) if hidden else tuple(spans)


def _apart(spans: Sequence[ClaimSpan]) -> tuple[ClaimSpan, ...]:
    """Of each kind the spans that share no character with an earlier one; by kind, then by place."""
    kept: list[ClaimSpan] = []
    for kind in dict.fromkeys(span.kind for span in spans):
        end = 0
        for span in sorted((s for s in spans if s.kind == kind), key=lambda s: (s.start, -s.end)):
            if span.start >= end:
                kept.append(span)
                end = span.end
    return tuple(kept)


def _undenied(hits: Sequence[Hit[_Role]], words: Sequence[Word], language: str) -> list[Hit[_Role]]:
    """Without what follows on something denied: `n'est pas garantie à vie`, `keine lebenslange Garantie`."""
    claims = [hit for hit in hits if _claims(hit) and hit.meaning.kind != "comparison"]
    if len(claims) < _PAIR:
        return list(hits)
    ends = {hit.end for hit in claims if hit.meaning.kind in _BOUND and denied(words, hit.start, hit.end, language)}
    return [hit for hit in hits if hit.start not in ends or not _claims(hit)] if ends else list(hits)


def _of_kind(
    kind: ClaimKind, hits: Sequence[Hit[_Role]], words: Sequence[Word], text: str, locale: str
) -> list[ClaimSpan]:
    language = locale.split("-")[0].lower()
    traps = Cover((hit.start, hit.end) for hit in hits if _is_trap(hit, words))
    puffery = Cover((hit.start, hit.end) for hit in hits if hit.meaning.role == "puffery")
    kept: list[tuple[int, int, bool]] = []
    for hit in hits:
        if hit.meaning.role != "phrases" or traps.holds(hit.core_start, hit.core_end):
            continue
        if kind != "comparison" and denied(words, hit.start, hit.end, language):
            continue
        if answered_no(words, hit.end, language) or everyday(kind, words, hit.start, hit.end, language):
            continue
        if kind == "absolute" and (asked(words, hit.end, language) or instructs(words, hit.start, hit.end, language)):
            continue
        if kind == "free" and hit.start and words[hit.start].start and text[words[hit.start].start - 1] in _HYPHENS:
            continue  # tracker-free, screw-free: without it, whatever it costs
        if kind in _TAKEN_BACK and taken_back(text, words[hit.end - 1].end, locale):
            continue
        if kind == "superlative" and asks_of_the_readers(text, words[hit.start].start, words[hit.end - 1].end, locale):
            continue
        idle = puffery.holds(hit.core_start, hit.core_end)
        if kept and hit.start < kept[-1][1]:
            start, end, before = kept.pop()
            kept.append((start, max(end, hit.end), before and idle))
        else:
            kept.append((hit.start, hit.end, idle))
    places = [(words[start].start, words[end - 1].end, idle) for start, end, idle in kept]
    return [ClaimSpan(kind, start, end, text[start:end], puffery=idle) for start, end, idle in places]


def _is_trap(hit: Hit[_Role], words: Sequence[Word]) -> bool:
    """Whether it takes the claim back: anywhere, or where a clause begins (`Never in the dryer.` is an instruction)."""
    if hit.meaning.role == "opening":
        return hit.start == 0 or not words[hit.start - 1].forms[0][0].isalnum()
    return hit.meaning.role == "traps"


def _disguised(text: str, locale: str, phrases: Phrases[_Role]) -> Iterator[ClaimSpan]:
    """What words claim that are written to be overlooked: `F R E E`, `Fr33`."""
    for found in disguises(text):
        for kind in sorted({h.meaning.kind for h in phrases.find(read_words(found.word, locale)) if _claims(h)}):
            yield ClaimSpan(kind, found.start, found.end, text[found.start : found.end])


def _claims(hit: Hit[_Role]) -> bool:
    return hit.meaning.role == "phrases"


def _tagged(text: str, locale: str, phrases: Phrases[_Role]) -> Iterator[ClaimSpan]:
    """What hashtags claim: one span of each kind for all of the tag."""
    for tag in hashtags(text, locale):
        words = read_words(tag.words, locale)
        found = phrases.find(words)
        traps = Cover((hit.start, hit.end) for hit in found if hit.meaning.role == "traps")
        plain = [
            hit for hit in found if hit.meaning.role == "phrases" and not traps.holds(hit.core_start, hit.core_end)
        ]
        language = locale.split("-")[0].lower()
        kinds = {hit.meaning.kind for hit in plain} | _run_together(language).get(tag.whole, set())
        listed = lexicon("claims", language).get("hashtags", {})
        first = tag.whole.startswith(tuple(listed.get("starts", ()))) or _FIRST.match(tag.whole)
        if first and tag.whole not in listed.get("traps", ()):
            kinds.add("superlative")
        for kind in sorted(kinds):
            yield ClaimSpan(kind, tag.start, tag.end, text[tag.start : tag.end])


def _rules(locale: str) -> Mapping[str, Any]:
    return lexicon("claims", locale.split("-")[0].lower())


@cache
def _run_together(language: str) -> Mapping[str, set[ClaimKind]]:
    """Claims of several words without the spaces between them -> their kinds."""
    found: dict[str, set[ClaimKind]] = {}
    for kind in WORDED:
        for wording in lexicon("claims", language).get(kind, {}).get("phrases", ()):
            for whole in dense(wording):
                found.setdefault(whole, set()).add(kind)
    return found


@cache
def _phrases(language: str) -> Phrases[_Role] | None:
    listed = lexicon("claims", language)
    if not listed:
        return None
    return Phrases(
        (as_typed(wording, language) if language in LANGUAGES else wording, _Role(kind, role))
        for kind in WORDED
        for role in ("phrases", "traps", "puffery", "opening")
        for wording in listed.get(kind, {}).get(role, ())
    )
