"""Profanity and slurs, also where they are disguised: `sh*t`, `f u c k`, `sh1t`, `fuuuck`. Pure.

Lists with their traps are `data/lexicons/offence/`. Words are whole words: Scunthorpe is a town.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, Literal, NamedTuple, cast

import regex  # type: ignore[import-untyped]

from styleloop.language.lexicons import lexicon
from styleloop.language.normalise import fold, folded
from styleloop.language.phrases import Phrases, read_words
from styleloop.language.wordlists import listed

Kind = Literal["slur", "strong", "mild"]

_LEET = str.maketrans("0134578@$!|+€", "oieastbasiite")
_DISGUISED = regex.compile(
    r"(?<![\w*@$!|+#%€/.:-])(?=\S{0,24}[*@$!|+#%€0-9_.-])\p{L}?[\p{L}0-9*@$!|+#%€_.-]{2,24}(?![\w*@$#%])"
)
_SPACED = regex.compile(r"(?<!\w)(?:\p{L}[ .\-_*]{1,3}){2,12}\p{L}(?!\w)")
_LONG = regex.compile(r"(\p{L})\1{2,}")
_MASK = regex.compile(r"[*#@$!%_.-]")
_LETTER = regex.compile(r"\p{L}")
_FOREIGN = ("de", "fr", "es", "it", "ja", "nl", "pt", "pl", "sv", "da", "nb", "fi", "cs", "tr", "ko", "zh", "ru")


class Offence(NamedTuple):
    """Characters `start` to `end`.

    Attributes:
        softened: the word has another meaning that the text around it speaks of (a bitch among dogs).
        disguised: it is not written out.
    """

    kind: Kind
    start: int
    end: int
    softened: bool = False
    disguised: bool = False


def offences(text: str, locale: str) -> tuple[Offence, ...]:
    """Every word that insults, in order; English ones that everybody knows in any language's text."""
    language = locale.split("-")[0].lower()
    found = [Offence(cast(Kind, one.kind), one.start, one.end) for one in listed("offence", language, text, locale)]
    if language != "en":
        words = read_words(text, locale)
        found += [
            Offence("strong", words[hit.start].start, words[hit.end - 1].end) for hit in _everywhere().find(words)
        ]
    found += _disguised(text, language)
    return tuple(_softened(one, text, language) for one in _apart(found))


def _apart(found: list[Offence]) -> Iterator[Offence]:
    end = -1
    for one in sorted(found, key=lambda o: (o.start, -o.end, o.kind)):
        if one.start >= end:
            yield one
            end = one.end


def _softened(one: Offence, text: str, language: str) -> Offence:
    softened = lexicon("offence", language).get("softened", ())
    if not softened or folded(text[one.start : one.end], language) not in softened:
        return one
    return one._replace(softened=bool(_context(language).find(read_words(text, language))))


def _disguised(text: str, language: str) -> Iterator[Offence]:
    masked = _masked(language)
    if not masked:
        return
    for found in _DISGUISED.finditer(text):
        token = found[0].rstrip("!.-")
        if _hides(token, language):
            yield Offence("strong", found.start(), found.start() + len(token), disguised=True)
    for found in _SPACED.finditer(text):
        if "".join(_LETTER.findall(found[0])).lower() in masked:
            yield Offence("strong", found.start(), found.end(), disguised=True)
    if _LONG.search(text):
        for found in regex.finditer(r"\p{L}{4,40}", text):
            said = found[0].lower()
            if _LONG.search(said) and (_LONG.sub(r"\1", said) in masked or _LONG.sub(r"\1\1", said) in masked):
                yield Offence("strong", found.start(), found.end(), disguised=True)


def _hides(token: str, language: str) -> bool:
    """Whether a word with signs in it is one of the list: by its letters, its figures read as letters, or its gaps."""
    masked = _masked(language)
    plain = fold(token, language).text
    if plain.isalpha() or not _LETTER.search(plain):
        return False
    if sum(map(str.isalpha, plain)) >= 2 and plain.translate(_LEET) in masked:
        return True
    letters = "".join(_LETTER.findall(plain))
    if "." in plain or "-" in plain:
        # Every letter by itself, or it is a word that ends and another that begins.
        return letters in masked and all(len(part) < 2 for part in regex.split(r"[.\-_]", plain))
    if not _MASK.search(plain[1:]):
        return False
    return any(_fits(plain, word) for word in masked)


def _fits(token: str, word: str) -> bool:
    """`sh*t` and `shit`, `f***` and `fuck`: a sign for each letter left out, the first one and as many as half told."""
    if len(token) != len(word) or token[0] != word[0]:
        return False
    pairs = list(zip(token, word, strict=True))
    told = sum(a == b for a, b in pairs)
    if any(a != b and a not in "*#@$!%_" for a, b in pairs):
        return False
    return told < len(word) and (told * 2 >= len(word) or (set(token[1:]) == {"*"} and word in ("fuck", "shit")))


@cache
def _masked(language: str) -> frozenset[str]:
    known = lexicon("offence", language)
    own = [folded(word, language) for word in known.get("masked", ())]
    shared = lexicon("offence", "en")["masked"][:13] if language in _FOREIGN or known else ()
    return frozenset((*own, *shared))


@cache
def _everywhere() -> Any:
    return Phrases((wording, "strong") for wording in lexicon("offence", "en")["everywhere"])


@cache
def _context(language: str) -> Any:
    return Phrases((wording, "") for wording in lexicon("offence", language)["soften"])
