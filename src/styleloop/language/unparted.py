"""Scripts written without spaces between words: where one sign ends and the next begins, and what tells. Pure.

No dictionary is asked (decision 0011). A word list is looked up sign by sign, as a reader's eye does it, and whatever
only contains a listed wording is listed as its trap: 最高 is found in 最高気温, and 最高気温 is a trap of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

HAN = r"\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff"
"""Chinese characters, as the inside of a character class."""
HIRAGANA = r"\u3041-\u3096\u309d-\u309f"
KATAKANA = r"\u30a1-\u30fa\u30fc-\u30ff"
SIGNS = HAN + HIRAGANA + KATAKANA
NUMERALS = "〇零一二三四五六七八九十百千万億兆"
"""Signs that numbers are written with; a run of them is one token."""

_ANY = re.compile(rf"[{SIGNS}]")
_PIECE = re.compile(
    rf"<\w+>|\*?[{KATAKANA}]+\*?|[{NUMERALS}]+|[{HAN}{HIRAGANA}]|\d+(?:[.,]\d+)*|[^\W\d{SIGNS}]+|[^\s\w]"
)
_TELLING = re.compile(rf"[{KATAKANA}]+|[{HAN}]+|[^\W{SIGNS}]+")
_LONGEST, _LONGEST_NUMERAL = 5, 40
_DIGITS = {sign: at for at, sign in enumerate("〇一二三四五六七八九")} | {"零": 0}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "億": 10**8, "兆": 10**12}


def unparted(text: str) -> bool:
    """Whether any sign of these scripts stands in `text`."""
    return not text.isascii() and bool(_ANY.search(text))


def hiragana(text: str) -> bool:
    """Whether `text` is one sign of the script that endings and particles are written in."""
    return len(text) == 1 and "\u3041" <= text <= "\u309f"


def spaced(wording: str) -> str:
    """A wording with its tokens parted by spaces: `日本一` -> `日 本 一`; katakana runs and wild cards stay whole."""
    return " ".join(_PIECE.findall(wording)) if unparted(wording) else wording


def telling(text: str) -> Iterator[str]:
    """What is compared of a text in place of words: pairs of Chinese characters, runs of katakana and of letters."""
    for run in _TELLING.findall(text):
        if not _HAN_RUN.match(run):
            yield run[:_LONGEST]
        elif len(run) == 1:
            yield run
        else:
            yield from (run[at : at + 2] for at in range(len(run) - 1))


_HAN_RUN = re.compile(rf"[{HAN}]")


def numeral(text: str) -> int | None:
    """The value of a numeral: 三十二 -> 32, 一万二千 -> 12000, 二〇二六 -> 2026; None for what is none.

    >>> numeral("三十二"), numeral("一万二千"), numeral("二〇二六"), numeral("十分")
    (32, 12000, 2026, None)
    """
    if not 0 < len(text) <= _LONGEST_NUMERAL or any(sign not in NUMERALS for sign in text):
        return None
    if all(sign in _DIGITS for sign in text):
        return int("".join(str(_DIGITS[sign]) for sign in text))
    total = below = digit = 0
    for sign in text:
        if sign in _DIGITS:
            digit = digit * 10 + _DIGITS[sign]
        elif sign in _TENS:
            below, digit = below + (digit or 1) * _TENS[sign], 0
        else:
            total, below, digit = total + (below + digit or 1) * _MYRIADS[sign], 0, 0
    return total + below + digit
