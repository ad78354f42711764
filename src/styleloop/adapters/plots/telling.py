"""Figures as people say them: clicks for every hundred, steps in units, sureness in words."""

from __future__ import annotations

import math

from styleloop.style.phrases import OPAQUE, number
from styleloop.types.style import Effect, Norm

SURE = "We are 90 % sure it lies"
_UNITS = {
    "graphemes": "characters",
    "graphemes/word": "characters a word",
    "words/sentence": "words a sentence",
    "marks/word": "marks a word",
}


def per_cent(log_odds: float) -> float:
    """About how many clicks more for every 100: 100 (exp(x) - 1), which holds for rates of a few per cent."""
    return 100 * math.expm1(min(log_odds, 7.0))


def amount(clicks: float) -> str:
    """`5`, `0.4`, never `0.0` for something."""
    size = abs(clicks)
    return f"{size:,.0f}" if size >= 0.95 else f"{size:.1f}" if size >= 0.05 else "0"


def clicks_words(log_odds: float) -> str:
    """`about 5 more clicks for every 100`."""
    clicks = per_cent(log_odds)
    if amount(clicks) == "0":
        return "about as many clicks"
    return f"about {amount(clicks)} {_way(clicks)} clicks for every 100"


def between_words(low: float, high: float) -> str:
    """`between 2 and 8 more`, `between 3 fewer and 8 more`."""
    a, b = per_cent(low), per_cent(high)
    if a > 0 or b <= 0:
        least, most = sorted((abs(a), abs(b)))
        return f"between {amount(least)} and {amount(most)} {_way(a)}"
    return f"between {amount(a)} fewer and {amount(b)} more"


def _way(clicks: float) -> str:
    return "more" if clicks > 0 else "fewer"


def step_words(effect: Effect, norm: Norm | None) -> str:
    """What one step is: `4 words more`; a measure whose unit says nothing to people has `one usual step`."""
    unit = norm.unit if norm else ""
    if not unit or unit in OPAQUE:
        return "one usual step more"
    if unit in ("share", "yes", "flag"):
        return f"{number(100 * effect.spread)} in 100 more"
    return f"{number(effect.spread, _UNITS.get(unit, unit))} more"


def value_words(value: float, unit: str) -> str:
    """A usual value with its unit: `9 words`, `12 in 100`; "" where the unit says nothing to people."""
    if unit in OPAQUE:
        return ""
    if unit in ("share", "yes", "flag"):
        return f"{number(100 * value)} in 100"
    return number(value, _UNITS.get(unit, unit))


def counted(n: int, what: str) -> str:
    """`1 test`, `12 tests`."""
    return f"{n:,} {what}{'' if n == 1 else 's'}"
