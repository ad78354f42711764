"""Figures with signs, set apart from the letters round them where those run from right to left. Pure.

In a right-to-left line the signs of a figure take their direction from the letters beside it: `-20%` after Arabic
letters would read `%20-`. CLDR keeps sign, figure, per cent and currency sign in one order by marks; here a pair of
isolates (UAX #9, LRI ... PDI) does the same for figures written by people.
"""

from __future__ import annotations

import regex  # type: ignore[import-untyped]

LRI, PDI = "\u2066", "\u2069"
_MARKED = regex.compile(r"[\u2066-\u2069\u200e\u200f\u061c]")
_FIGURE = regex.compile(
    r"(?<![\p{L}\p{Nd}.,])(?:[+\-−±~≈]|\p{Sc})*\p{Nd}+(?:[.,٫٬:/]\p{Nd}+)*(?:[%٪‰°+]|\p{Sc})*(?![\p{L}\p{Nd}])"
)
"""A sign parted by a space keeps its own place: in Hebrew CLDR puts ₪ to the left of the figure."""
_SIGNED = regex.compile(r"[^\p{Nd}.,٫٬]")


def isolated(text: str, direction: str) -> str:
    """`text` with every signed figure in a left-to-right isolate, where `direction` is `rtl`; else as it is.

    Words that carry marks or isolates of their own, as CLDR's formats do, are left as they are.
    """
    if direction != "rtl" or _MARKED.search(text):
        return text
    return str(_FIGURE.sub(lambda found: f"{LRI}{found[0]}{PDI}" if _SIGNED.search(found[0]) else found[0], text))
