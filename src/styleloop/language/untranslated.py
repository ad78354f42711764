"""Words that a translation left as they were in its source. Pure.

Names stay, and so do words that two languages share (`Cookie`, `Team`); what cannot stay is a run of the source's own
words, or a whole text that is not a name.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex  # type: ignore[import-untyped]

from styleloop.language.placeholders import without
from styleloop.language.segment import has_words

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}]+)*")
RUN = 4
"""Words of the source in a row that make a run."""
_PLAIN = 2
"""Words of a run in small letters: capitals make a name or a title, `macOS` and `iPhone` are names too."""
_LONG = 3
_OUTSIDE = regex.compile(r"(?:https?://|www\.)\S+|\S+@\S+|&\w+;")
"""Addresses and entities."""


def remains(source: str, target: str, locale: str, kept: Sequence[str] = ()) -> tuple[int, int] | None:
    """(start, end) in `target` of the longest run of the source's words, or None.

    Args:
        source: As written.
        target: Its translation.
        locale: The translation's. A language written without spaces is looked at by its Latin words.
        kept: Terms that stay.
    """
    words = _words(_blanked(source, kept))
    found = _words(_blanked(target, kept))
    if not words or not found:
        return None
    said = [text.casefold() for text, _, _ in words]
    if [text.casefold() for text, _, _ in found] == said:
        return _whole(found, has_words(locale))
    best: tuple[int, int, int] | None = None
    for at in range(len(found)):
        length = _run(found, at, said)
        if length >= RUN and _tells(found[at : at + length]) and (best is None or length > best[0]):
            best = (length, found[at][1], found[at + length - 1][2])
    return best[1:] if best else None


def without_shared(target: str, source: str, kept: Sequence[str] = ()) -> str:
    """`target` with terms that stay, placeholders, and capitalised words that the source has too, blanked out."""
    names = {text for text, _, _ in _words(source) if text[:1].isupper() or not text.islower()}
    plain = list(_blanked(target, kept))
    for text, start, end in _words("".join(plain)):
        if text in names:
            plain[start:end] = " " * (end - start)
    return "".join(plain)


def _blanked(text: str, kept: Sequence[str]) -> str:
    plain: str = _OUTSIDE.sub(lambda found: " " * len(found[0]), without(text))
    for term in kept:
        plain = plain.replace(term, " " * len(term))
    return plain


def _words(text: str) -> list[tuple[str, int, int]]:
    return [(m[0], *m.span()) for m in _WORD.finditer(text)]


def _whole(found: list[tuple[str, int, int]], spaced: bool) -> tuple[int, int] | None:
    """All of a text that equals its source, unless it can be one in both languages: a name, a figure, a shared word."""
    plain = [text for text, _, _ in found if text.islower() and len(text) >= _LONG]
    return (found[0][1], found[-1][2]) if plain and (len(found) > 1 or not spaced) else None


def _run(found: list[tuple[str, int, int]], at: int, said: list[str]) -> int:
    longest = 0
    for start, word in enumerate(said):
        length = 0
        if word != found[at][0].casefold():
            continue
        while (
            start + length < len(said)
            and at + length < len(found)
            and said[start + length] == found[at + length][0].casefold()
        ):
            length += 1
        longest = max(longest, length)
    return longest


def _tells(run: list[tuple[str, int, int]]) -> bool:
    return sum(text.islower() and len(text) >= _LONG for text, _, _ in run) >= _PLAIN
