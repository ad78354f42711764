"""How a measure is declared: what it says about itself, beside the function that finds it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from styleloop.measure.copy.line import Parts
from styleloop.types.measurement import MeasureSpec

WORDED = ("ar", "de", "en")
"""Languages with every list of tone, persuasion and story."""
PERSONED = ("ar", "de", "en", "es", "fr", "it", "nl", "pt", "ru")
"""Languages with the lists of function words: person, negation."""
ENGLISH = ("en",)
"""Where only English says it in a word: in languages of grammatical gender *she* may be a flask, and *it* has no word
of its own."""
UNSPACED = ("bo", "dz", "ja", "km", "lo", "my", "th", "wuu", "yue", "zh")
"""Languages written without spaces between words, where length is told in graphemes."""
MOST = 10_000.0
HOUSE = "Styleloop word lists, data/lexicons"

Found = Callable[[Parts], float | None]


class Measure(NamedTuple):
    """One measure. `of` gives None where it is not valid for the text, so that it is absent."""

    spec: MeasureSpec
    of: Found


def measure(
    name: str,
    unit: str,
    high: float,
    formula: str,
    source: str,
    readings: tuple[str, str],
    of: Found,
    locales: tuple[str, ...] | None = None,
    low: float = 0.0,
) -> Measure:
    """A measure of any unit, 0 to `high` unless `low` says otherwise."""
    spec = MeasureSpec(
        name=f"copy.{name}",
        unit=unit,
        low=low,
        high=high,
        formula=formula,
        source=source,
        locales=locales,
        reading_low=readings[0],
        reading_high=readings[1],
    )
    return Measure(spec, of)


def listed_share(
    name: str, what: str, readings: tuple[str, str], on: str = "", locales: tuple[str, ...] = WORDED
) -> Measure:
    """Share of the headline's words that are on the list `on`, by default the one of the measure's name."""
    wanted = on or name
    formula = f"headline words that are {what} / headline words"

    def of(parts: Parts) -> float | None:
        line = parts.headline
        return line.marked.get(wanted, 0) / line.size if line.size else None

    return measure(name, "share", 1.0, formula, HOUSE, readings, of, locales)


def leaning(
    name: str,
    more: tuple[str, str],
    less: tuple[str, str],
    readings: tuple[str, str],
    locales: tuple[str, ...] = WORDED,
) -> Measure:
    """Share of words on one list less the share on another: (list, what it holds) each."""
    formula = f"(headline words that are {more[1]} - those that are {less[1]}) / headline words"

    def of(parts: Parts) -> float | None:
        line = parts.headline
        return line.share(line.marked.get(more[0], 0) - line.marked.get(less[0], 0))

    return measure(name, "share", 1.0, formula, HOUSE, readings, of, locales, low=-1.0)


def yes(
    name: str,
    when: str,
    readings: tuple[str, str],
    of: Callable[[Parts], bool],
    locales: tuple[str, ...] | None = WORDED,
    source: str = HOUSE,
) -> Measure:
    """1 where something holds, else 0."""
    return measure(name, "yes", 1.0, f"1 where {when}, else 0", source, readings, lambda p: float(of(p)), locales)


def cue(
    name: str, when: str, readings: tuple[str, str], lists: tuple[str, ...] = (), locales: tuple[str, ...] = WORDED
) -> Measure:
    """1 where the headline holds anything of a list, else 0."""
    names = lists or (name,)
    return yes(name, f"the headline {when}", readings, lambda p: p.headline.has(*names), locales)


def count(
    name: str,
    what: str,
    readings: tuple[str, str],
    of: Callable[[Parts], int],
    locales: tuple[str, ...] | None = None,
    source: str = "convention",
) -> Measure:
    """How often something stands in the headline."""
    return measure(name, "count", MOST, f"{what} in the headline", source, readings, lambda p: float(of(p)), locales)
