"""Find a wording in words as people read them: whole words, whatever the case, signs between them or tricks inside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from styleloop.language.inflections import forms
from styleloop.language.normalise import Folded, fold
from styleloop.language.unparted import KATAKANA, SIGNS, unparted

_WORD = re.compile(r"\w+")
_KATAKANA = re.compile(rf"[{KATAKANA}]")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_INSIDE = rf"[^\W{SIGNS}]"
"""A letter of a script whose words are parted by spaces."""
_BETWEEN = r"[\W_]{1,3}"
_CLITICS = r"(?:[وف]?[بكل]?(?:ال|ل)?)"
"""Arabic and, so, in, like, for, the: written onto the word."""


def occurrences(text: str, wording: str, locale: str, *, inflected: bool = False) -> Iterator[tuple[int, int]]:
    """(start, end) of each place in `text` where `wording` stands, as offsets into `text` as it was given.

    Args:
        text: any length; time grows with it in proportion.
        wording: one or more words.
        locale: of the text.
        inflected: whether its words may stand in their other regular forms (`inflections`).
    """
    seen = folded(text, locale)
    if not inflected and not all(word in seen.text for word in _words(wording, locale)):
        return  # most wordings stand in few texts, and a pattern is dear to make
    pattern = _pattern(wording, locale, locale.split("-")[0] if inflected else "")
    if pattern is None:
        return
    for found in pattern.finditer(seen.text):
        yield seen.span(*found.span("wording"))


def fits(text: str, wording: str, locale: str) -> bool:
    """Whether all of `text` is `wording` in one of its regular forms, with or without the spaces in it."""
    pattern = _pattern(wording, locale, locale.split("-")[0])
    if pattern is None:
        return False
    seen = folded(text, locale).text
    found = pattern.search(seen)
    return (found is not None and found.span("wording") == (0, len(seen))) or seen == "".join(
        wording.casefold().split()
    )


@lru_cache(maxsize=256)
def folded(text: str, locale: str) -> Folded:
    """As `fold`; kept, since many wordings are sought in one text."""
    return fold(text, locale)


@lru_cache(maxsize=4096)
def _words(wording: str, locale: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(wording, locale).text))


@lru_cache(maxsize=4096)
def _pattern(wording: str, locale: str, ending: str) -> re.Pattern[str] | None:
    words = _words(wording, locale)
    if not words:
        return None
    body = _BETWEEN.join(forms(word, ending) for word in words)
    before = _CLITICS if _ARABIC.search(wording) else ""
    front, back = _edge(words[0][0], "(?<!"), _edge(words[-1][-1], "(?!")
    return re.compile(rf"{front}{before}(?P<wording>{body}){back}")


def _edge(sign: str, look: str) -> str:
    """What may not stand beside a wording: the word must end there; of Chinese signs and kana none is an end."""
    if _KATAKANA.match(sign):
        return rf"{look}[{KATAKANA}])"
    return "" if unparted(sign) else rf"{look}{_INSIDE})"
