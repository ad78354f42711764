"""The few tests of pack rules that no word list can make. Each says where in a text it objects."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from styleloop.types.audit import AuditItem
from styleloop.types.pack import PackTest

_REDUCED = re.compile(r"(?<![\d%\w])[-\u2212\u2013]\s?\d{1,2}\s?%|(?<![\w-])%{2,}")
_CLOCK = re.compile(r"(?<![\d:.])\d{1,2}\s?[:h]\s?\d{2}\s?[:m]\s?\d{2}\s?s?(?![\d:])")
_MARKS = re.compile(r"([!?！？])\1+|[!?！？]{3,}|([*~+=_<>^$€£@])\2+|\.{4,}")
_EXCLAMATION = re.compile(r"[!！]")
_LETTER = r"[^\W\d_]"
_PARTED = re.compile(rf"(?<![\w.])(?:{_LETTER}[.\s_*-]){{3,}}{_LETTER}?(?!{_LETTER})")
_SPACED = re.compile(rf"(?<!\w)(?:{_LETTER} ){{4,}}{_LETTER}(?!\w)")
_WORD = re.compile(rf"(?<!{_LETTER}){_LETTER}{{4,}}(?!{_LETTER})")
_PHONE = re.compile(
    r"(?<![\w.,/-])(?:\+\d{1,3}[\s.-]?(?:\(0\)\s?)?|0)\(?\d{1,4}\)?(?:[\s./-]?\d{2,4}){2,4}(?![\w%])"
    r"|(?<![\w.,/-])\(?\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}(?!\w)|(?<![\w-])1[\s-]?8\d\d[\s-]\d{3}[\s-]?\d{4}(?!\w)"
)
_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./-]\d{2}[./-]\d{2}")
_EMOJI = re.compile("[\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff\u2600-\u27bf]")
_QUOTED = re.compile(
    r"[\u201c\u201e\u00ab\"\u300c\u2018]\s?[^\u201c\u201d\u201e\u00ab\u00bb\"\u300c\u300d]{8,}[\u201d\u201c\u00bb\"\u300d]"
)
_SIGN = "[\u20ac\u00a3$\u00a5\uffe5]"
_NUMBER = r"\d(?:[\d.,'\u202f\u00a0]*\d)?"
_NAMED = r"(?:€|£|\$|円|EUR\b|CHF\b|USD\b|GBP\b|[Ee]uros?\b|dollars?\b|pounds?\b|Franken\b)"
_PRICE = rf"(?:{_SIGN}\s?{_NUMBER}|{_NUMBER}\s?{_NAMED})"
_THEN = (
    "to|now|only|just|down|auf|jetzt|nur|nun|noch|heute|à|maintenant|désormais|plus|que|a|ora|adesso|solo|oggi|al|ahora"
    "|hoy|por|sólo"
)
_LOWERED = re.compile(
    rf"(?P<was>{_PRICE})[\s,;:.…]*"
    rf"(?:(?:(?:{_THEN})\b[\s,:]*){{1,3}}|(?:→|->|=>|⟶|➔|➜|▶|⇒|►|-->|>)\s*|(?:が|から|より|のところ|を)[、\s今な]*ら?(?:特別に)?)"
    rf"(?P<now>{_PRICE})",
    re.IGNORECASE,
)
_FROM_TO = re.compile(
    rf"(?<!\w)(?:from|von|de|da|desde|del)\s+(?P<was>{_NUMBER})\s?(?:{_SIGN})?\s+(?:to|auf|à|a)\s+(?P<now>{_PRICE})",
    re.IGNORECASE,
)
_CROSSED = re.compile(rf"~~\s?{_PRICE}\s?~~|(?:[\d.,€£$]\u0336\s?){{2,}}")
_SHOUTED = 0.6
"""Share of a text's letters in capitals from which it shouts; below, shouted words are names and abbreviations."""

Test = Callable[[str], Iterator[tuple[int, int]]]


def _all(pattern: re.Pattern[str]) -> Test:
    def find(text: str) -> Iterator[tuple[int, int]]:
        return (found.span() for found in pattern.finditer(text))

    return find


def _reduced(text: str) -> Iterator[tuple[int, int]]:
    """A discount in signs, a price that is crossed out, or a price and then a lower one."""
    yield from (found.span() for found in _REDUCED.finditer(text))
    yield from (found.span() for found in _CROSSED.finditer(text))
    for found in (*_LOWERED.finditer(text), *_FROM_TO.finditer(text)):
        if _worth(found["was"]) > _worth(found["now"]):
            yield found.span()


def _worth(price: str) -> float:
    """`1.299,00 €` -> 1299; a mark with two digits behind it at the end parts the cents."""
    digits = re.sub(r"[^\d.,]", "", price).strip(".,")
    cents = re.fullmatch(r"(.*)[.,](\d{2})", digits)
    whole, rest = (cents[1], cents[2]) if cents else (digits, "0")
    return float(f"{re.sub(r'[.,]', '', whole) or '0'}.{rest}")


def _phone(text: str) -> Iterator[tuple[int, int]]:
    for found in _PHONE.finditer(text):
        if not _DATE.fullmatch(found[0].strip()) and sum(c.isdigit() for c in found[0]) >= 7:
            yield found.span()


def _shouting(text: str) -> Iterator[tuple[int, int]]:
    """All of a text that is mostly capitals, in two words or more; a single shouted word of a longer text is a name."""
    letters = sum(c.isalpha() for c in text)
    loud = [found for found in _WORD.finditer(text) if found[0].isupper()]
    if len(loud) > 1 and sum(c.isupper() for c in text) >= _SHOUTED * letters:
        yield loud[0].start(), loud[-1].end()


def _spaced(text: str) -> Iterator[tuple[int, int]]:
    """Letters parted by points or marks, all capitals; or by spaces, in any case."""
    yield from (found.span() for found in _PARTED.finditer(text) if found[0].isupper())
    yield from (found.span() for found in _SPACED.finditer(text) if not found[0].isupper())


TESTS: Mapping[PackTest, Test] = {
    "price-reduction": _reduced,
    "quotation": _all(_QUOTED),
    "countdown": _all(_CLOCK),
    "repeated-marks": _all(_MARKS),
    "headline-exclamation": _all(_EXCLAMATION),
    "shouting": _shouting,
    "spaced-letters": _spaced,
    "phone-number": _phone,
    "emoji": _all(_EMOJI),
}


def ai_made(item: AuditItem) -> bool:
    """Whether a model made its picture, or a part of it, by what is known of its making."""
    return item.provenance is not None and item.provenance.source_type != "digitalCreation"
