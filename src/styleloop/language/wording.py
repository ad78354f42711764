"""Find a wording in words as people read them: whole words, whatever the case, signs between them or tricks inside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from styleloop.language.normalise import Folded, fold
from styleloop.language.unparted import KATAKANA, SIGNS, unparted

_WORD = re.compile(r"\w+")
_KATAKANA = re.compile(rf"[{KATAKANA}]")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_INSIDE = rf"[^\W{SIGNS}]"
"""A letter of a script whose words are parted by spaces."""
_BETWEEN = r"[\W_]{1,3}"
_ENDINGS = {"de": r"(?:e[mnrs]?)?", "ar": r"(?:ة|ون|ين|ات)?"}
"""What an adjective takes on; English endings make other words (new, news; good, goods), so none are allowed."""
_CLITICS = r"(?:[وف]?[بكل]?(?:ال|ل)?)"
"""Arabic and, so, in, like, for, the: written onto the word."""


def occurrences(text: str, wording: str, locale: str, *, inflected: bool = False) -> Iterator[tuple[int, int]]:
    """(start, end) of each place in `text` where `wording` stands, as offsets into `text` as it was given.

    Args:
        text: any length; time grows with it in proportion.
        wording: one or more words.
        locale: of the text.
        inflected: whether the last word may carry an ending of that language.
    """
    pattern = _pattern(wording, locale, locale.split("-")[0] if inflected else "")
    if pattern is None:
        return
    seen = folded(text, locale)
    for found in pattern.finditer(seen.text):
        yield seen.span(*found.span("wording"))


@lru_cache(maxsize=256)
def folded(text: str, locale: str) -> Folded:
    """As `fold`; kept, since many wordings are sought in one text."""
    return fold(text, locale)


@lru_cache(maxsize=4096)
def _pattern(wording: str, locale: str, ending: str) -> re.Pattern[str] | None:
    words = _WORD.findall(fold(wording, locale).text)
    if not words:
        return None
    body = _BETWEEN.join(map(re.escape, words))
    before = _CLITICS if _ARABIC.search(wording) else ""
    after = _ENDINGS.get(ending, "") if len(words[-1]) >= 3 else ""
    front, back = _edge(words[0][0], "(?<!"), _edge(words[-1][-1], "(?!")
    return re.compile(rf"{front}{before}(?P<wording>{body}{after}){back}")


def _edge(sign: str, look: str) -> str:
    """What may not stand beside a wording: the word must end there; of Chinese signs and kana none is an end."""
    if _KATAKANA.match(sign):
        return rf"{look}[{KATAKANA}])"
    return "" if unparted(sign) else rf"{look}{_INSIDE})"
