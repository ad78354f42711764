"""Italian numbers, which are written as one word: ventotto, trecentoquaranta, duemilacinquecento. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_OPEN = ("u", "o")
"""Before these a ten loses its last vowel, and a hundred may: vent(i)uno, cent(o)otto."""


def joined(listed: Mapping[str, Any], words: Mapping[str, Any]) -> dict[str, int]:
    """Every number to 999, and thousands with whole hundreds behind them.

    Args:
        listed: The language's list, with its words for hundred and for one and many thousands.
        words: Its simple words: 1 to 20 and the tens.
    """
    ordered = reversed(list(words.items()))
    simple = {value: form for form, value in ordered if isinstance(value, int) and 0 < value < 100}
    hundred, many = listed["compound_hundred"], listed["compound_mila"]
    small = {form: value for value, form in simple.items()} | dict(_tens(simple))
    hundreds = {hundred: 100} | {simple[one] + hundred: 100 * one for one in range(2, 10)}
    made = small | hundreds
    for head, value in hundreds.items():
        made |= {head + tail: value + rest for tail, rest in small.items()}
        made |= {head[:-1] + tail: value + rest for tail, rest in small.items() if tail.startswith(_OPEN)}
    thousand = listed["compound_mille"]
    beyond = {thousand + form: 1000 + value for form, value in made.items()}
    thousands = {thousand: 1000}
    thousands |= {form + many: 1000 * value for form, value in (small | hundreds).items() if value > 1}
    for head, value in thousands.items():
        made |= {head: value} | {head + tail: value + rest for tail, rest in hundreds.items()}
    return made | beyond


def _tens(simple: Mapping[int, str]) -> Iterator[tuple[str, int]]:
    for ten in range(20, 100, 10):
        for one in range(1, 10):
            said = simple[one]
            yield (simple[ten][:-1] if said.startswith(_OPEN) else simple[ten]) + said, ten + one
            if one == 3:  # ventitré takes an accent; without one it is common too
                yield f"{simple[ten]}tré", ten + one
