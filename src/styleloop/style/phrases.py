"""How numbers of a style are said to people: with a unit, and without a formula."""

from __future__ import annotations

from styleloop.style.compared import COMPARED
from styleloop.types.style import Norm

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
