"""How numbers of a style are said to people: with a unit, and without a formula."""

from __future__ import annotations

import math

from styleloop.style.compared import COMPARED
from styleloop.types.style import Effect, Norm

OPAQUE = frozenset(
    {"L*", "M", "OKLab a", "OKLab b", "score", "log10 grey^2", "LIX", "Lc", "Flesch points", "Gulpease points", "ratio"}
)
"""Units that mean nothing to most people: the direction is said, the figure is left to the tables."""

UNITS = {
    "graphemes": "characters",
    "graphemes/word": "characters a word",
    "graphemes/sentence": "characters a sentence",
    "words/sentence": "words a sentence",
    "long words/sentence": "long words a sentence",
    "syllables/word": "syllables a word",
    "marks/word": "marks a word",
    "slots": "parts",
    "rank": "places",
    "Flesch points": "points",
    "LIX": "points",
    "L*": "points of lightness",
    "M": "points",
    "OKLab a": "points",
    "OKLab b": "points",
    "score": "points",
    "log10 grey^2": "points",
    "ratio": "to 1",
    "count": "",
}
"""A unit's name where people say it in other words."""
_BARE = frozenset({"share", "ratio", "flag", "count", "yes", "score"})


def label(measure: str) -> str:
    """`copy.headline.long_words` -> `Headline long words`; the family of copy goes without saying."""
    parts = [part.replace("_", " ") for part in measure.split(".")]
    shown = parts[1:] if parts[0] == "copy" and len(parts) > 1 else parts
    text = " ".join(shown)
    return text[:1].upper() + text[1:]


def more_of(measure: str) -> str:
    """`More words about “us”`: what an effect is about, as people would say it."""
    return COMPARED[measure][1] if measure in COMPARED else f"More {label(measure).lower()}"


def number(value: float, unit: str = "") -> str:
    """Two significant figures or whole, shares as per cent, and the unit: `9 words`, `12 %`, `0.35`."""
    if unit == "share":
        return f"{100 * value:.0f} %"
    rounded = f"{value:.0f}" if abs(value) >= 10 or float(value).is_integer() else f"{value:.2g}"
    rounded = "0" if rounded == "-0" else rounded
    return rounded if not unit or unit in _BARE else f"{rounded} {unit}"


def usual_words(norm: Norm) -> str:
    """`Headline words: 7 words is usual (4 to 11), over 87 pieces.`"""
    low, high = number(norm.quantiles[1]), number(norm.quantiles[5], norm.unit)
    if norm.unit == "share":
        low = number(norm.quantiles[1], norm.unit)
    middle = number(norm.median, norm.unit)
    return f"{label(norm.measure)}: {middle} is usual ({low} to {high}), over {norm.n} pieces."


def helps_words(effect: Effect) -> str:
    """`helps: about 4 clicks more per 100 for one usual step (90 % sure: 1 to 7 more)`, or `not known yet (...)`."""
    sure = f"90 % sure: {between(effect.low, effect.high)}"
    if effect.verdict == "not known yet":
        return f"not known yet ({sure})"
    return f"{effect.verdict}: about {per_hundred(effect.mean)} for one usual step ({sure})"


def clicks(log_odds: float) -> float:
    """Clicks more (or fewer) for every 100 there were, when the log-odds of a click rise by this much.

    100 (e^x - 1): odds and rate are the same to within their size, and click rates are a few per cent at most.
    """
    return 100.0 * math.expm1(log_odds)


def per_hundred(log_odds: float) -> str:
    """`4 clicks more per 100`, `1 click fewer per 100`."""
    count = clicks(log_odds)
    said = _count(count)
    return f"{said} click{'' if said == '1' else 's'} {'more' if count > 0 else 'fewer'} per 100"


def between(low: float, high: float) -> str:
    """`1 to 7 more`, `2 fewer to 3 more`: clicks per 100 at both ends of an interval of log-odds."""
    a, b = clicks(low), clicks(high)
    sides = ("more" if a > 0 else "fewer", "more" if b > 0 else "fewer")
    if sides[0] == sides[1]:
        ends = sorted((a, b), key=abs)
        return f"{_count(ends[0])} to {_count(ends[1])} {sides[0]}"
    return f"{_count(a)} {sides[0]} to {_count(b)} {sides[1]}"


def _count(value: float) -> str:
    return f"{abs(value):.0f}" if abs(value) >= 0.95 else f"{abs(value):.1f}"
