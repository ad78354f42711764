"""A text read once more as somebody may have hidden it: letters spaced out, figures for letters, codes. Pure."""

from __future__ import annotations

import base64
import binascii
import codecs
import html
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from urllib.parse import unquote

import regex  # type: ignore[import-untyped]

_SPACED = regex.compile(r"(?<![^\W_])(?:[^\W_][\s._\-*|·/]{1,4}+){6,}[^\W_](?![^\W_])")
_CODED = regex.compile(r"(?<![\w+/=])[A-Za-z0-9+/_-]{20,}={0,2}(?![\w+/=])")
_HEX = regex.compile(r"(?<!\w)(?:0x)?(?:[0-9a-fA-F]{2}[\s:]?){12,}(?!\w)")
_BINARY = regex.compile(r"(?<!\w)(?:[01]{8}\s?){6,}(?!\w)")
_ESCAPED = regex.compile(r"(?:\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}){4,}")
_UNBROKEN = regex.compile(r"\S+")
_PERCENT = regex.compile(r"%[0-9a-fA-F]{2}")
_ENTITIES = regex.compile(r"(?:&#(?:x[0-9a-fA-F]+|\d+);\s?){4,}")
_LEET = str.maketrans("013457@$!", "oieastasi")
_TOKEN = regex.compile(r"[\w@$!]+")
LONGEST_WORD = 64
"""Letters of a word in which figures may stand for letters; the longest word of any list is a third of that."""
_BROKEN = regex.compile(r"(?<=\w)-[ \t]*\r?\n\s*(?=\w)")
_TARGET = regex.compile(r"\((?:https?:|mailto:|/)[^()\s]*\)|https?://\S+")
_INSIDE = regex.compile(r"(?<=\w)[*_~`]{1,3}(?=\w)")
_WORDS = regex.compile(r"\p{L}{2}\P{L}++\p{L}{2}")
_TAG = regex.compile(r"[\U000e0020-\U000e007e]+")


class Reading(NamedTuple):
    """What the characters `start` to `end` may be read as.

    Attributes:
        text: the reading.
        dense: whether the spaces between its words are lost.
        telling: whether nobody would write words this way but to hide them.
        places: offset in the whole text of each character of the reading; empty where one is made of several.
    """

    text: str
    start: int
    end: int
    dense: bool = False
    telling: bool = False
    places: Sequence[int] = ()

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` stands in what was read."""
        if not self.places or start >= end:
            return self.start, self.end
        inside = self.places[start:end]
        return min(inside), max(inside) + 1


def readings(text: str) -> Iterator[Reading]:
    """Every other way to read `text`, or a part of it."""
    yield from _decoded(text)
    for found in _SPACED.finditer(text):
        yield Reading(regex.sub(r"[^\w]", "", found[0]), found.start(), found.end(), dense=True)
    same = range(len(text))
    yield Reading(_TOKEN.sub(_unmixed, text), 0, len(text), places=same)
    yield Reading(codecs.encode(text, "rot13"), 0, len(text), places=same)
    yield Reading(text[::-1], 0, len(text), places=same[::-1])
    for taken_out in (_INSIDE, _BROKEN, _TARGET):
        if taken_out.search(text):
            yield _without(taken_out, text)
    if not text.isascii():
        yield _bare(text)


def _unmixed(found: Any) -> str:
    """A word of letters and figures with letters alone: `1gn0re!` -> `ignore!`; any other word as it is."""
    token: str = found[0]
    word = token.rstrip("!")
    mixed = len(word) <= LONGEST_WORD and any(map(str.isalpha, word))
    return word.translate(_LEET) + token[len(word) :] if mixed else token


def _without(taken_out: Any, text: str) -> Reading:
    places = list(range(len(text)))
    for found in reversed(list(taken_out.finditer(text))):
        del places[found.start() : found.end()]
    return Reading("".join(text[at] for at in places), 0, len(text), places=places)


def _bare(text: str) -> Reading:
    """Without the marks that are stacked on letters."""
    kept = [
        (c, at)
        for at, char in enumerate(text)
        for c in unicodedata.normalize("NFD", char)
        if not unicodedata.combining(c)
    ]
    return Reading("".join(c for c, _ in kept), 0, len(text), places=[at for _, at in kept])


def _decoded(text: str) -> Iterator[Reading]:
    """Words in a code: nobody sells a mug in base64, so a code that holds words is telling by itself."""
    for found in _TAG.finditer(text):
        hidden = "".join(chr(ord(c) - 0xE0000) for c in found[0])
        yield Reading(hidden, found.start(), found.end(), telling=bool(_WORDS.search(hidden)))
    for found in _CODED.finditer(text):
        yield from _said(_base64(found[0]), found)
    for found in _HEX.finditer(text):
        yield from _said(_hex(found[0]), found)
    for found in _BINARY.finditer(text):
        yield from _said("".join(chr(int(bits, 2)) for bits in regex.findall(r"[01]{8}", found[0])), found)
    for found in _ESCAPED.finditer(text):
        made = regex.sub(r"\\[ux]([0-9a-fA-F]+)", lambda one: chr(int(one[1], 16)), found[0])
        yield Reading(made, found.start(), found.end(), telling=bool(_WORDS.search(made)))
    for found in _ENTITIES.finditer(text):
        made = html.unescape(found[0])
        yield Reading(made, found.start(), found.end(), telling=True)
    for found in _UNBROKEN.finditer(text) if "%" in text else ():
        if len(_PERCENT.findall(found[0])) > 2:
            made = unquote(found[0])
            yield Reading(made, found.start(), found.end(), telling=" " in made and "://" not in made)


def _said(made: str, found: Any) -> Iterator[Reading]:
    if made and made.isprintable() and _WORDS.search(made):
        yield Reading(made, found.start(), found.end(), telling=True)


def _base64(coded: str) -> str:
    padded = coded.rstrip("=").translate(str.maketrans("-_", "+/"))
    try:
        return base64.b64decode(padded + "=" * (-len(padded) % 4), validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return ""


def _hex(coded: str) -> str:
    try:
        return bytes.fromhex(regex.sub(r"^0x|[\s:]", "", coded)).decode("utf-8")
    except (ValueError, UnicodeDecodeError):
        return ""
