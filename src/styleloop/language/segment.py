"""Text -> graphemes, words, sentences, beats. Pure.

Graphemes follow UAX #29. Words follow it too, with two departures that copywriters expect: a hyphenated compound
(`14-Stunden-Akku`) is one word, and so is a number with its separators (`1,250.50`). Arabic clitics stay on their word,
as they are written. Languages written without spaces have no words here: that would take a dictionary.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import regex  # type: ignore[import-untyped]

_GRAPHEME = regex.compile(r"\X")
_JOINING = regex.compile(
    r"[\r\p{GCB=Extend}\p{GCB=ZWJ}\p{GCB=SpacingMark}\p{GCB=Prepend}\p{GCB=RI}\p{GCB=L}\p{GCB=V}\p{GCB=T}]"
)
"""Without one of these every character is a grapheme of its own (UAX #29, GB3 to GB13)."""
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+(?:(?:['’\u2011‐-]|(?<=\p{N})[.,٫٬](?=\p{N}))[\p{L}\p{M}\p{N}]+)*")
_ASCII_WORD = re.compile(r"[A-Za-z0-9]+(?:(?:['-]|(?<=[0-9])[.,](?=[0-9]))[A-Za-z0-9]+)*")
"""`_WORD` where every character is ASCII, in half the time."""
_BEAT = regex.compile(r"[^\n\u2028]*\S[^\n\u2028]*")
_END = regex.compile(r"(?:[.!?…؟۔]+|[。！？]+)[\"'”’»«“)\]]*(?=\s|$|\p{Han}|\p{Hiragana}|\p{Katakana})|\n+")
_GOES_ON = regex.compile(r"[,،;؛:–—-]\s*$")
_INITIAL = regex.compile(r"(?:^|[\s(])(?:\p{L}\.)+$")
_LAST_TOKEN = regex.compile(r"[^\s(]+$")
_LOOK = 80
"""Characters before a mark that tell whether it ends a sentence; all of a long one would be read for each mark."""
_ABBREVIATIONS = {
    "en": frozenset(
        (
            "fig.",
            "no.",
            "nos.",
            "approx.",
            "ca.",
            "vs.",
            "etc.",
            "mr.",
            "mrs.",
            "ms.",
            "dr.",
            "st.",
            "est.",
            "max.",
            "min.",
            "incl.",
            "oz.",
            "lb.",
            "ft.",
        )
    ),
    "de": frozenset(
        (
            "abb.",
            "nr.",
            "ca.",
            "bzw.",
            "inkl.",
            "zzgl.",
            "evtl.",
            "usw.",
            "max.",
            "min.",
            "mind.",
            "dr.",
            "st.",
            "mio.",
            "mrd.",
            "std.",
            "stk.",
            "bspw.",
        )
    ),
    "fr": frozenset(("env.", "réf.", "max.", "min.", "p.", "n.", "no.", "fig.", "vol.", "tél.", "av.", "bd.", "st.")),
    "es": frozenset(
        ("aprox.", "máx.", "mín.", "n.", "núm.", "ref.", "tel.", "fig.", "pág.", "vol.", "av.", "avda.", "uds.", "dr.")
    ),
    "it": frozenset(
        ("ca.", "max.", "min.", "n.", "nr.", "rif.", "tel.", "fig.", "pag.", "vol.", "pz.", "dott.", "sig.")
    ),
}
_MIDWAY = frozenset(("a.m.", "p.m.", "etc.", "usw.", "oz.", "lb.", "ft.", "std.", "stk."))
"""Abbreviations that may also end a sentence: they do when the next word begins with a capital."""
_NO_SPACES = frozenset({"ja", "zh", "th", "lo", "km", "my", "yue", "wuu", "bo", "dz"})


class Piece(NamedTuple):
    """A stretch of a text: `text == whole[start:end]`."""

    text: str
    start: int
    end: int


def graphemes(text: str) -> tuple[str, ...]:
    """User-perceived characters (UAX #29): an emoji family, a letter with its marks, are one each."""
    return tuple(text) if parted(text) else tuple(_GRAPHEME.findall(text))


def parted(text: str) -> bool:
    """Whether each character of `text` is a grapheme, seen at a glance; an `\\r` or a letter with marks says no."""
    return "\r" not in text if text.isascii() else not _JOINING.search(text)


def has_words(locale: str) -> bool:
    """Whether words can be told apart by spaces in the language of `locale`."""
    return _language(locale) not in _NO_SPACES


def words(text: str, locale: str = "") -> tuple[str, ...]:
    """The words of `text`, in order; none in a language without spaces between words."""
    return tuple([piece.text for piece in word_pieces(text, locale)])


def word_pieces(text: str, locale: str = "") -> tuple[Piece, ...]:
    """As `words`, with where each stands."""
    if not has_words(locale):
        return ()
    pattern = _ASCII_WORD if text.isascii() else _WORD
    return tuple([Piece(found[0], *found.span()) for found in pattern.finditer(text)])


def sentences(text: str, locale: str = "") -> tuple[str, ...]:
    """The sentences of `text`, trimmed; a label without a full stop counts as one."""
    return tuple(piece.text for piece in sentence_pieces(text, locale))


def sentence_pieces(text: str, locale: str = "") -> tuple[Piece, ...]:
    """As `sentences`, with where each stands.

    A new line ends a sentence too, unless the line closes with a comma, colon or dash, or the next begins small.
    """
    found: list[Piece] = []
    start = 0
    for end in _END.finditer(text):
        if not _ends(text, start, end.start(), end.end(), locale):
            continue
        _keep(found, text, start, end.end())
        start = end.end()
    _keep(found, text, start, len(text))
    return tuple(found)


def beats(text: str) -> tuple[str, ...]:
    """The beats of a headline: its lines, trimmed, empty ones left out."""
    return tuple(line.strip() for line in _BEAT.findall(text))


def _language(locale: str) -> str:
    return locale.split("-")[0].lower()


def _keep(found: list[Piece], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    trimmed = piece.strip()
    if not trimmed:
        return
    at = start + len(piece) - len(piece.lstrip())
    if found and not _WORD.search(trimmed):
        last = found.pop()
        at, trimmed = last.start, text[last.start : at + len(trimmed)]
    found.append(Piece(trimmed, at, at + len(trimmed)))


def _ends(text: str, start: int, at: int, end: int, locale: str) -> bool:
    """Whether the mark at `text[at:end]` ends the sentence that began at `start`."""
    after = text[end:].lstrip()[:1]
    if text[at] == "\n":
        return not (_GOES_ON.search(text, max(start, at - _LOOK), at) or after.islower())
    if text[at] != "." or end - at > 1:
        return not after.islower()
    token = _LAST_TOKEN.search(text, max(start, at - _LOOK), at + 1)
    last = token[0].lower() if token else ""
    if last in _MIDWAY or (_INITIAL.search(last) and not last.startswith("i.")):
        return not after or (last in _MIDWAY and after.isupper())
    return last not in _ABBREVIATIONS.get(_language(locale), ()) and not after.islower()
