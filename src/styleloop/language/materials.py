"""Words for what things are made of: where a text says one, and whether what is known bears it out. Pure.

The lists that facts are read with (`data/lexicons/facts/`), and in `data/lexicons/materials/` trade names, further
words, sayings that name a material and mean none, and words more often meant as something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal

from styleloop.language.lexicons import lexicon
from styleloop.language.normalise import folded
from styleloop.language.phrases import Phrases, Word, read_words
from styleloop.language.unparted import unparted

_Role = Literal["named", "loose", "idiom"]
_STEM = 4
_CLAUSE = 40
_BEFORE = 2
"""Words between a denial and the material that it denies."""
_IMITATION = re.compile(
    r"\b(?:imitation|faux|fake|artificial|synthetic|vegan|mock|simulated|simili|imitación(?: de| a)?|imitazione|finta"
    r"|finto|ecológica|künstliche[sr]?|imitat(?:ion)?(?: de| von)?|effet|aspect|efecto|effetto|aspetto)[ -]"
    r"(?:de |di |d['’])?\w+|\bkunst(?:leder|fell|seide|pelz|stein)\w*|\w+(?:imitat|optik|look)\b"
    r"|\w+[ -](?:look|effect|style|imitation)\b|\b(?:cuero|piel|pelle|cuir) (?:sintétic[oa]|vegan[oa]|sintetica"
    r"|ecologica|végan|synthétique|artificial)|\b(?:similicuir|similcuero|polipiel|ecopelle|similpelle)\b"
    r"|合皮|合成皮革|人工皮革|フェイク\w{2,4}|\w{1,3}調",
    re.IGNORECASE,
)
"""Materials that are only imitated."""


@dataclass(frozen=True)
class MaterialSpan:
    """One material that a text names.

    Attributes:
        start: Offset of its first character.
        end: Offset behind its last.
        text: The words themselves.
        sure: Whether the word hardly ever means anything else, or stands as what a thing is made of, and nothing
            denies it (`no plastic`).
    """

    start: int
    end: int
    text: str
    sure: bool
    stated: bool = False
    """Whether it says outright what a thing is made of: `pure silk`, `made of oak`."""
    sorry: bool = False
    """Whether the thing has it not, as the text says or by begging its pardon: `kein Leder`, `Sorry, wool.`"""


@cache
def materials(language: str) -> tuple[str, ...]:
    """Material words of a language, folded, the longest first, trade names among them.

    Adjectives that name a material (`wooden`) are among them, and metals that may be meant as colours; a star stands
    for any ending.
    """
    lists, more = lexicon("facts", language), lexicon("materials", language)
    names = [*lists.get("materials", ()), *lists.get("material_adjectives", {}), *lists.get("metals", ())]
    every = {*names, *more.get("more", ()), *more.get("loose", ()), *lexicon("materials", "trade")["names"]}
    return tuple(sorted({name.casefold() for name in every}, key=lambda name: (-len(name), name)))


@lru_cache(maxsize=4096)  # checks read one text in many formats
def material_spans(text: str, locale: str) -> tuple[MaterialSpan, ...]:
    """Every material that `text` names, in order of place; sayings (`silver lining`) left out."""
    language = locale.split("-")[0].lower()
    words = read_words(text, locale)
    hits = sorted(_phrases(language).find(words), key=lambda hit: (hit.start, -hit.end))
    idioms = [hit for hit in hits if hit.meaning == "idiom"]
    found: list[MaterialSpan] = []
    taken = 0
    for hit in hits:
        said = any(idiom.start <= hit.core_start and hit.core_end <= idiom.end for idiom in idioms)
        if hit.meaning == "idiom" or said or hit.start < taken:
            continue
        before = words[hit.start - 1].forms[0] if hit.start else ""
        made_of = before in lexicon("materials", language).get("before", ())
        sorry = _is_sorry(text[: words[hit.start].start], language) or _denied(words, hit.start, language)
        stands = hit.meaning == "named" or made_of
        sure = stands and before not in lexicon("materials", language).get("denials", ())
        start, end, taken = words[hit.start].start, words[hit.end - 1].end, hit.end
        found.append(MaterialSpan(start, end, text[start:end], sure and not sorry, made_of and not sorry, sorry))
    return tuple(found)


def _denied(words: Sequence[Word], start: int, language: str) -> bool:
    """Whether the words right before deny it: `kein Leder`, `pas de cuir`, `no hay cuero`."""
    listed = lexicon("materials", language)
    at = start - 1
    while at >= 0 and start - at <= _BEFORE and words[at].forms[0] in listed.get("between", ()):
        at -= 1
    return at >= 0 and words[at].forms[0] in listed.get("denials_of", ())


def _is_sorry(before: str, language: str) -> bool:
    tail = folded(before[-_CLAUSE:], language).rstrip(" ,:;-、")
    rest, _, last = tail.rpartition(" ")
    pardons = tuple(lexicon("materials", language).get("apologies", ()))
    return bool(pardons) and (tail.endswith(pardons) or (len(last) < _STEM and rest.rstrip(",").endswith(pardons)))


def borne_out(name: str, locale: str, told: Iterable[str]) -> bool:
    """Whether `told`, wordings of what is known, names the material `name`: itself, or one that is a kind of it.

    German writes materials into longer words: `Baumwolle` is said by `Baumwollstoff`, and the other way round.
    """
    language = locale.split("-")[0].lower()
    every = tuple(told)
    known = _told(tuple(without_imitations(text) for text in every), locale)
    for said in _ways(name, locale):
        if any(f" {one} " in known for one in (said, *_kin(language).get(said, ()))):
            return True
        if unparted(said) and said.replace(" ", "") in known.replace(" ", ""):
            return True
        if language == "de" and any(_grown(said, word) for word in known.split()):
            return True
    return _in_english(name, locale, every)


def without_imitations(text: str) -> str:
    """`text` without the materials that it says are only imitated: `imitation leather`, `Kunstleder`, 合皮."""
    return _IMITATION.sub(" ", text)


def _in_english(name: str, locale: str, told: tuple[str, ...]) -> bool:
    """Whether a fact that is written in English names it: `Oak table` of `Tavolo in rovere`."""
    language = locale.split("-")[0].lower()
    rows = [
        row for row in _across() if any(folded(way, locale) == folded(name, locale) for way in row.get(language, ()))
    ]
    plain = [f" {folded(without_imitations(text), 'en').replace('-', ' ')} " for text in told] if rows else []
    return any(
        re.search(rf"\b{re.escape(way)}(?:s|en)?\b", text) for row in rows for way in row["en"] for text in plain
    )


@cache
def _across() -> tuple[Mapping[str, Any], ...]:
    return tuple(lexicon("materials", "across")["rows"])


def _grown(one: str, other: str) -> bool:
    return other.startswith(one[:-1]) or (len(other) > _STEM and one.startswith(other[:-1]))


@lru_cache(maxsize=512)
def _told(texts: tuple[str, ...], locale: str) -> str:
    return f" {' | '.join(way for text in texts for way in _ways(text, locale))} "


def _ways(text: str, locale: str) -> tuple[str, ...]:
    """Its words, folded, without the genitive; in Arabic also without what is written onto their fronts."""
    words = read_words(text, locale)
    longest = max((len(word.forms) for word in words), default=0)
    ways = (
        " ".join(word.forms[min(at, len(word.forms) - 1)].removesuffix("'s") for word in words) for at in range(longest)
    )
    return tuple(dict.fromkeys(ways))


@cache
def _kin(language: str) -> Mapping[str, tuple[str, ...]]:
    listed: Mapping[str, Any] = lexicon("materials", language).get("kin", {})
    return {folded(name, language): tuple(folded(one, language) for one in kinds) for name, kinds in listed.items()}


@cache
def _phrases(language: str) -> Phrases[_Role]:
    listed = lexicon("materials", language)
    loose = frozenset(listed.get("loose", ()))
    pairs: list[tuple[str, _Role]] = [(idiom, "idiom") for idiom in listed.get("idioms", ())]
    pairs += [(name, "loose" if name in loose else "named") for name in materials(language)]
    return Phrases(pairs)
