"""The few tests of pack rules that no word list can make. Each says where in a text it objects."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

import regex  # type: ignore[import-untyped]

from styleloop.types.audit import AuditItem
from styleloop.types.pack import PackTest

_REDUCED = re.compile(r"(?<![\d%\w])[-\u2212\u2013]\s?\d{1,2}\s?%|(?<![\w-])%{2,}")
_CLOCK = re.compile(r"(?<![\d:.])\d{1,2}\s?[:h]\s?\d{2}\s?[:m]\s?\d{2}\s?s?(?![\d:])")
_MARKS = re.compile(r"[!?！？]{2,}|([*~+=_<>^$€£@])\1{1,}|\.{4,}")
_EXCLAMATION = re.compile(r"[!！]")
_SPACED = regex.compile(
    r"(?<![\p{L}\p{N}.])(?:\p{Lu}[.\s_*-]){3,}\p{Lu}?(?![\p{L}])|(?<!\p{L})(?:\p{L} ){4,}\p{L}(?!\p{L})"
)
_SHOUT = regex.compile(r"(?<![\p{L}])\p{Lu}{4,}(?![\p{L}])")
_LETTERS = regex.compile(r"\p{L}")
_CAPITALS = regex.compile(r"\p{Lu}")
_PHONE = re.compile(
    r"(?<![\w.,/-])(?:\+\d{1,3}[\s.-]?(?:\(0\)\s?)?|0)\(?\d{1,4}\)?(?:[\s./-]?\d{2,4}){2,4}(?![\w%])"
    r"|(?<![\w.,/-])\(?\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}(?!\w)|(?<![\w-])1[\s-]?8\d\d[\s-]\d{3}[\s-]?\d{4}(?!\w)"
)
_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./-]\d{2}[./-]\d{2}")
_EMOJI = regex.compile(r"[\p{Emoji_Presentation}\u2600-\u27bf]")
_SHOUTED = 0.6
"""Share of a text's letters in capitals from which it shouts; below, shouted words are names and abbreviations."""

Test = Callable[[str], Iterator[tuple[int, int]]]


def _all(pattern: re.Pattern[str]) -> Test:
    def find(text: str) -> Iterator[tuple[int, int]]:
        return (found.span() for found in pattern.finditer(text))

    return find


def _phone(text: str) -> Iterator[tuple[int, int]]:
    for found in _PHONE.finditer(text):
        if not _DATE.fullmatch(found[0].strip()) and sum(c.isdigit() for c in found[0]) >= 7:
            yield found.span()


def _shouting(text: str) -> Iterator[tuple[int, int]]:
    """All of a text that is mostly capitals, in two words or more; a single shouted word of a longer text is a name."""
    letters = len(_LETTERS.findall(text))
    loud = list(_SHOUT.finditer(text))
    if len(loud) > 1 and len(_CAPITALS.findall(text)) >= _SHOUTED * letters:
        yield loud[0].start(), loud[-1].end()


TESTS: Mapping[PackTest, Test] = {
    "price-reduction": _all(_REDUCED),
    "countdown": _all(_CLOCK),
    "repeated-marks": _all(_MARKS),
    "headline-exclamation": _all(_EXCLAMATION),
    "shouting": _shouting,
    "spaced-letters": _all(_SPACED),
    "phone-number": _phone,
    "emoji": _all(_EMOJI),
}


def ai_made(item: AuditItem) -> bool:
    """Whether a model made its picture, or a part of it, by what is known of its making."""
    return item.provenance is not None and item.provenance.source_type != "digitalCreation"
