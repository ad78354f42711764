"""What a text says is not in a thing, or is all that is in it: `not a drop of palm oil`, `nothing but wool`. Pure.

The words that say it stand in `data/lexicons/absence/`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from styleloop.language.accents import unaccented
from styleloop.language.hashtags import hashtags
from styleloop.language.lexicons import lexicon
from styleloop.language.normalise import fold, folded
from styleloop.language.tongue import leaning
from styleloop.language.units import Token, Trie, match, parted_elisions, tokens, trie
from styleloop.language.unparted import HAN, KATAKANA, unparted

_REACH = 6
"""Words between a denial and what it denies, at most."""
_ENDING = 2
"""Letters of an ending by which two forms of a noun differ: `Nuss`, `Nüsse`."""
_LEAST, _WHOLE = 3, 4
"""Letters of a noun that is compared, and of one that is sought at the end of a longer word: `Haselnüsse`."""
_LISTED = 2
"""Commas of a fact that lists what is in the thing without saying so: `Farina, burro, zucchero`."""
_PACES = frozenset({"deux", "trois", "quatre", "cinq", "dix", "cent", "quelques", "premiers", "grands", "petits"})
_WEIGHED = re.compile(r"(?<![\d.,])(?:0[.,]0*[1-9]\d*|[1-9]\d*(?:[.,]\d+)?) ?m?g\b")
"""How much of a thing is in it: `Sucres : 4,2 g pour 100 ml`."""
_NOT = frozenset(
    ("not", "no", "never", "nicht", "nie", "kein", "keine", "keinen", "pas", "ne", "jamais", "nunca", "non", "mai")
)
_DENIED_BEFORE = 4
"""Words before a thing in a fact in which it is looked for whether the fact denies it."""


@dataclass(frozen=True)
class Lack:
    """One thing that a text says is not there: offsets of the denial with the thing, and the thing itself, folded."""

    start: int
    end: int
    thing: str


def _listed(language: str) -> Any:
    return lexicon("absence", "words").get(language, {})


@cache
def _openers(language: str, name: str) -> Trie:
    return trie((form, True) for form in _listed(language).get(name, ()))


@lru_cache(maxsize=2048)
def lacking(text: str, locale: str) -> tuple[Lack, ...]:
    """Everything that `text` says is not in what it speaks of, in order of place."""
    language = locale.split("-")[0].lower()
    if not _listed(language):
        return ()
    if language == "ja":
        return tuple(_japanese(text))
    plain = fold(text, locale)
    found = tokens(plain.text)
    tagged = [
        Lack(tag.start, tag.end, lack.thing) for tag in hashtags(text, locale) for lack in lacking(tag.words, locale)
    ]
    said = [
        Lack(
            plain.span(found[first].start, found[last].end)[0],
            plain.span(found[first].start, found[last].end)[1],
            thing,
        )
        for first, last, thing in _denied(found, language)
    ]
    return (*said, *tagged)


def _denied(found: Sequence[Token], language: str) -> Iterator[tuple[int, int, str]]:
    """(token of the denial, token of the thing, the thing)."""
    listed = _listed(language)
    between, joins, free = (frozenset(listed.get(name, ())) for name in ("between", "or", "free"))
    for at in range(len(found)):
        hit = None if _steps(found, at, language) else match(_openers(language, "openers"), found, at)
        if hit:
            yield from _behind(found, at, hit[1], between, joins)
        elif found[at].text in free and at and found[at - 1].kind == "word":
            yield at - 1, at, found[at - 1].text
        elif found[at].text == "-" and 0 < at < len(found) - 1 and found[at + 1].text in free:
            yield at - 1, at + 1, found[at - 1].text
        elif language == "de" and found[at].text.endswith("frei") and len(found[at].text) > _LEAST + _WHOLE:
            yield at, at, found[at].text.removesuffix("frei")


def _steps(found: Sequence[Token], at: int, language: str) -> bool:
    """`à deux pas de la place`: steps, and no denial."""
    before = found[at - 1].text if at else ""
    return language == "fr" and found[at].text == "pas" and (before in _PACES or before.isdigit())


def _behind(
    found: Sequence[Token], at: int, behind: int, between: frozenset[str], joins: frozenset[str]
) -> Iterator[tuple[int, int, str]]:
    place = behind
    while place < len(found) and place - behind < _REACH and found[place].text in between:
        place += 1
    if place >= len(found) or found[place].kind != "word":
        return
    yield at, place, found[place].text
    for other in range(place + 1, min(place + 4, len(found) - 1)):
        if found[other].kind != "word":
            return
        if found[other].text in joins and found[other + 1].kind == "word":
            yield at, other + 1, found[other + 1].text
            return


@cache
def _japanese_pattern() -> re.Pattern[str]:
    listed = _listed("ja")
    behind = "|".join(sorted(map(re.escape, listed["behind"]), key=len, reverse=True))
    between = "|".join(map(re.escape, listed["between"]))
    return re.compile(rf"(?P<thing>[{HAN}{KATAKANA}ァ-ヶー]{{1,8}}?)(?:{between}){{0,3}}(?:{behind})")


def _japanese(text: str) -> Iterator[Lack]:
    for found in _japanese_pattern().finditer(text):
        yield Lack(found.start(), found.end(), found["thing"])


def holds(fact: str, thing: str, locale: str) -> bool:
    """Whether a fact says that `thing` is in it, or is needed: its list of ingredients, its composition.

    Facts may be written in English, and may name what holds the thing: wheat holds gluten.
    """
    language = locale.split("-")[0].lower()
    if language == "ja" and unparted(fact):
        things = [thing, *(word for word in _kin(thing) if unparted(word))]
        cue = any(cue in fact for cue in _listed("ja")["holds"])
        return cue and any(one in fact and not _denies(fact, one) for one in things)
    if any(one_noun(thing, lack.thing) for lack in lacking(fact, locale)):
        return False
    return _holds(fact, thing, locale) or (
        language != "en" and _is_english(fact, language) and _holds(fact, thing, "en")
    )


def _is_english(fact: str, language: str) -> bool:
    return not unparted(fact) if language == "ja" else leaning(fact, "en", language)


def _holds(fact: str, thing: str, locale: str) -> bool:
    language = locale.split("-")[0].lower()
    plain = folded(fact, locale)
    words = [part for word in re.findall(r"[\w'’]+|%", plain) for part in parted_elisions(word)]
    lists = fact.count(",") >= _LISTED
    weighed = "%" in words or _WEIGHED.search(plain)
    if not lists and not weighed and not any(_is_cue(words, cue) for cue in _listed(language).get("holds", ())):
        return False
    if any(_is_denied(clause, thing, locale) for clause in re.split(r"[,;:.()]", fact)):
        return False
    denied = {lack.thing for lack in lacking(fact, locale)}
    kin = _kin(thing)
    wanted = [word for word in words if word in kin or one_noun(thing, word)]
    return bool(wanted) and not any(
        one_noun(word, other) or other in kin for word in denied for other in (thing, *wanted)
    )


def _is_denied(clause: str, thing: str, locale: str) -> bool:
    """Whether a clause of a fact denies the thing: `non in lavastoviglie`, `nicht in die Spülmaschine`."""
    words = [part for word in re.findall(r"[\w'’]+", folded(clause, locale)) for part in parted_elisions(word)]
    found = next((at for at, word in enumerate(words) if one_noun(thing, word)), None)
    return found is not None and not _NOT.isdisjoint(words[max(0, found - _REACH) : found])


@cache
def _kin(thing: str) -> frozenset[str]:
    """Words for what holds `thing`, and for itself in other languages."""
    listed = lexicon("absence", "words")
    found = {
        word
        for name, held in listed["within"]
        if thing in name.split("|")
        for word in (*name.split("|"), *held.split("|"))
    }
    return frozenset(found | {word for row in listed["same"] if thing in row.split("|") for word in row.split("|")})


def _denies(fact: str, thing: str) -> bool:
    return any(lack.thing in (thing, thing[-2:]) or thing in lack.thing for lack in _japanese(fact))


def _is_cue(words: Sequence[str], cue: str) -> bool:
    first, *rest = cue.split(" ")
    ways = first.split("|")
    for at, word in enumerate(words):
        if any(word == way or (way.endswith("*") and word.startswith(way[:-1])) for way in ways):
            behind = rest[0].split("|") if rest else []
            if not behind or (at + 1 < len(words) and words[at + 1] in behind):
                return True
    return False


def one_noun(one: str, other: str) -> bool:
    """Whether both are forms of one noun, or one is the end of a compound: `Nuss`, `Haselnüsse`."""
    short, long = sorted((unaccented(one), unaccented(other)), key=len)
    if short == long or len(short) < _LEAST:
        return short == long
    stem = re.sub(r"(?:es|en|er|s|e|n|x|i|a|o)\Z", "", short) if len(short) > _WHOLE else short
    theirs = re.sub(r"(?:es|en|er|s|e|n|x|i|a|o)\Z", "", long) if len(long) > _WHOLE else long
    if stem == theirs or short == theirs:
        return True
    least = _LEAST if len(theirs) - len(stem) > _LEAST else _WHOLE
    return len(stem) >= least and theirs.endswith(stem) and len(theirs) - len(stem) > _ENDING


@lru_cache(maxsize=1024)
def alone(text: str, start: int, end: int, locale: str) -> bool:
    """Whether `text[start:end]`, a material, is said to be all that a thing is made of: `nothing but lambswool`."""
    language = locale.split("-")[0].lower()
    listed = _listed(language)
    if language == "ja":
        before, behind = text[:start], text[end:]
        return before.endswith(tuple(listed["only"])) or behind.lstrip("は、 ").startswith(tuple(listed["only_behind"]))
    before = re.sub(r"\s*%", " %", folded(text[max(0, start - 40) : start], locale)).rstrip()
    behind = folded(text[end : end + 30], locale).lstrip(" ,")
    cues = tuple(listed.get("only", ()))
    near = any(re.search(rf"(?:^|\W){re.escape(cue)}(?: \w+)?\Z", before) for cue in cues)
    return near or behind.startswith(tuple(listed.get("behind", ())))
