"""Advice that could hurt whoever follows it: drink bleach, no need for a seat belt, watch it while driving. Pure.

Lists are `data/lexicons/advice/`. A short list of what advertising and models have said before; it does not know what
is true. A sentence that says not to is no such advice.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import regex  # type: ignore[import-untyped]

from styleloop.language.lexicons import lexicon
from styleloop.language.normalise import fold, folded

_GAPS = {"~": 3, "~~": 6}
_PART = regex.compile(r"\s*(~~?)\s*")
_ENDS = ".!?。！？\n"
_REACH = 160
"""Characters to either side of advice in which the rest of its sentence is sought."""


def unsafe_advice(text: str, locale: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each piece of advice that could hurt, in order of place."""
    language = locale.split("-")[0].lower()
    if not lexicon("advice", language):
        return
    plain = fold(text, locale)
    last = -1
    for found in sorted((f.span() for f in _pattern(language).finditer(plain.text)), key=lambda at: at[0]):
        if found[0] >= last and not _denied(plain.text, found, language):
            last = found[1]
            yield plain.span(*found)


def _denied(plain: str, found: tuple[int, int], language: str) -> bool:
    """Whether the sentence says not to, in words outside the advice itself."""
    start, end = found
    before = plain[max(0, start - _REACH) : start]
    after = plain[end : end + _REACH]
    before = before[max(before.rfind(sign) for sign in _ENDS) + 1 :]
    stops = [after.find(sign) for sign in _ENDS if sign in after]
    after = after[: min(stops)] if stops else after
    return _not(language).search(f"{before} … {after}") is not None


@cache
def _pattern(language: str) -> Any:
    known = lexicon("advice", language)
    spaced = known.get("spaced", True)
    made = [_spaced(entry, language) if spaced else entry for entry in known["danger"]]
    return regex.compile("|".join(f"(?:{one})" for one in made))


def _spaced(entry: str, language: str) -> str:
    pieces = _PART.split(entry.strip().rstrip("~ "))
    made = [rf"(?<!\w)(?:{_either(pieces[0], language)})(?!\w)"]
    for gap, part in zip(pieces[1::2], pieces[2::2], strict=True):
        made.append(rf"(?:[^\w{_ENDS}]+\w+){{0,{_GAPS[gap]}}}?[^\w{_ENDS}]+(?:{_either(part, language)})(?!\w)")
    return "".join(made)


def _either(part: str, language: str) -> str:
    said = sorted((folded(one, language) for one in part.split("|")), key=len, reverse=True)
    return "|".join(r"\W".join(map(regex.escape, one.split())) for one in said)


@cache
def _not(language: str) -> Any:
    known = lexicon("advice", language)
    words = "|".join(regex.escape(folded(word, language)) for word in known["not"])
    return regex.compile(rf"(?<!\w)(?:{words})(?!\w)" if known.get("spaced", True) else words)
