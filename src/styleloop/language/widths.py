"""How long a text is, as the platform counts that will be asked to take it.

Sources: Unicode UAX #29 (graphemes) and UAX #11 (East Asian width); Google's text ads, where a character of a
double-width language takes the room of two; X's developer page on counting characters (twitter-text, configuration 3).
"""

from __future__ import annotations

import unicodedata
from typing import Literal

import regex  # type: ignore[import-untyped]

from styleloop.language.segment import graphemes

_LIGHT = ((0x0000, 0x10FF), (0x2000, 0x200D), (0x2010, 0x201F), (0x2032, 0x2037))
"""Code points that X counts as one; every other one, and every emoji however it is built, counts as two."""
_URL = regex.compile(r"\bhttps?://\S+", regex.IGNORECASE)
_URL_LENGTH = 23
_EMOJI = regex.compile(r"[\p{Extended_Pictographic}\p{Regional_Indicator}\u20e3]")


def length(text: str, count: Literal["graphemes", "double", "weighted"] = "graphemes") -> int:
    """Characters of `text`.

    Args:
        text: any text.
        count: `graphemes` as people see them; `double` with full-width ones as two; `weighted` as X does, an address
            being 23 whatever its length.
    """
    if count == "graphemes":
        return len(graphemes(text))
    if count == "double":
        return sum(2 if _wide(sign) else 1 for sign in graphemes(text))
    addresses = len(_URL.findall(text))
    rest = graphemes(unicodedata.normalize("NFC", _URL.sub("", text)))
    return addresses * _URL_LENGTH + sum(_weighed(sign) for sign in rest)


def _wide(sign: str) -> bool:
    return any(unicodedata.east_asian_width(point) in "WF" for point in sign)


def _weighed(sign: str) -> int:
    built = len(sign) > 1 and _EMOJI.search(sign)
    return 2 if built else sum(map(_weight, sign))


def _weight(point: str) -> int:
    return 1 if any(first <= ord(point) <= last for first, last in _LIGHT) else 2
