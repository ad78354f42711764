"""Numbers with units in prose -> facts, where the prose itself says what was measured."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from styleloop.language.amounts import NBSP
from styleloop.language.forms import begin
from styleloop.language.numbers import Quantity, quantities
from styleloop.library.found import Found
from styleloop.library.lexicon import Lexicon
from styleloop.library.words import Word, Words

_UNITS = {"mass": ("g", "kg"), "volume": ("ml", "l"), "length": ("mm", "cm", "m"), "time": ("h", "min", "years")}
_DIMENSIONS = {"weight": "mass", "capacity": "volume", "burn time": "time", "battery life": "time"}
"""What a name measures; every other name is a length."""
_BETWEEN = frozenset({":", ",", "of", "is", "=", "von", "beträgt", "ca", "for", "about"})
_APART = re.compile(r"\d \d")
_RUN_ON = re.compile(r"(\d)(ml|l|g|kg|mm|cm|m)\b", re.IGNORECASE)
"""`100ML`, as feeds shout it."""
_FURTHEST = 3


def measures(text: str, words: Words, lists: Lexicon, locale: str) -> Iterator[Found]:
    """Amounts of one sentence whose name stands beside them: `weighs 312 g`, `Width: 30 cm`, `12 cm tall`.

    A sentence that speaks of delivery, discounts or what the thing fits is passed over.
    """
    barred = lists.words("not_the_thing", "lists.not_the_thing", "negations", "lists.negations")
    if {word.low for word in words} & barred:
        return
    start, end = words[0].start, words[-1].end
    found = quantities(text[start:end], locale)
    for at, amount in enumerate(found):
        if not _certain(amount) or _one_of_several(found, at, text[start:end]):
            continue
        named = _named(words, amount, start, lists)
        if named and not _of_a_part(words, named[1], lists):
            name, first, last = named
            said = begin(_RUN_ON.sub(_spaced, text[first:last]))
            kind: Literal["performance", "measure"] = "performance" if amount.dimension == "time" else "measure"
            number = float(amount.value)
            yield Found(kind, first, last, label=said, name=name, number=number, unit=amount.unit)


def _of_a_part(words: Words, begun: int, lists: Lexicon) -> bool:
    """Whether a part or the stuff stands right before: `handles 4 cm wide` says nothing of the bag."""
    before = tuple(word.low for word in words if word.end <= begun)
    made = lists.words("materials", "mass_parts") | {noun.casefold() for noun in lists.table("materials")}
    parts = {noun.casefold() for noun in lists.table("parts")}
    ends = any(before[-size:] in lists.part_numbers for size in (1, 2) if len(before) >= size)
    return bool(before) and (ends or before[-1] in made | parts)


def _spaced(run_on: re.Match[str]) -> str:
    return f"{run_on[1]}{NBSP}{run_on[2].lower()}"


def agreeing(found: Sequence[Found]) -> Iterator[Found]:
    """Facts without measures of one name that contradict each other: which of them is meant is not said."""
    said: dict[str, set[tuple[float | None, str]]] = {}
    for item in found:
        if item.kind in ("measure", "performance") and item.number is not None:
            said.setdefault(item.name, set()).add((item.number, item.unit))
    return (item for item in found if item.number is None or len(said.get(item.name, ())) < 2)


def _certain(amount: Quantity) -> bool:
    sure = amount.kind == "amount" and not amount.approximate and not amount.bound and amount.value > 0
    # `Collection 1 100 ml` is no thousand.
    return sure and amount.unit in _UNITS.get(amount.dimension, ()) and not _APART.search(amount.text)


def _one_of_several(found: Sequence[Quantity], at: int, text: str) -> bool:
    """Whether it belongs to a size such as `30 x 40 cm` or to a range."""
    around = [text[found[at - 1].end : found[at].start]] if at else []
    around += [text[found[at].end : found[at + 1].start]] if at + 1 < len(found) else []
    return any(re.fullmatch(r"\s*(?:[x×/*+-]|to|or|bis|oder|und|and|او|أو|إلى)\s*", gap) for gap in around)


def _named(words: Words, amount: Quantity, start: int, lists: Lexicon) -> tuple[str, int, int] | None:
    """(what was measured, where its wording begins and ends), when a name stands right beside the amount."""
    first, last = start + amount.start, start + amount.end
    before = [word for word in words if word.end <= first]
    after = next((word for word in words if word.start >= last), None)
    for distance, word in enumerate(reversed(before[-_FURTHEST:])):
        name = _measure(word.low, lists, amount, before[: len(before) - distance])
        if name:
            return name[0], name[1], last
        if word.low not in _BETWEEN:
            break
    if after is None:
        return None
    if amount.dimension == "volume" and after.low in lists.entries("traits.vessel"):
        return "capacity", first, after.end
    said = _measure(after.low, lists, amount, (after,))
    return (said[0], first, after.end) if said else None


def _measure(low: str, lists: Lexicon, amount: Quantity, up_to: Sequence[Word]) -> tuple[str, int] | None:
    """(name, where its words begin) of the measure that ends with `low`."""
    for name, spellings in lists.table("measures").items():
        if _DIMENSIONS.get(name.replace("_", " "), "length") != amount.dimension:
            continue
        for spelling in spellings:
            parts = spelling.casefold().split()
            held = [word.low for word in up_to[-len(parts) :]]
            if parts[-1] == low and held == parts:
                return name.replace("_", " "), up_to[-len(parts)].start
    return None
