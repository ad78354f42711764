"""Whether a line is in title case, in sentence case, in capitals or in none. Pure.

Languages that write every noun with a capital (German) have no sentence case to tell from title case, and scripts
without case have neither: nothing is said of them.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from styleloop.language.segment import Piece, sentence_pieces, word_pieces

_NOUNS = frozenset({"de", "lb"})
_SMALL = "a an and as at but by for if in nor of off on or out per so the to up via vs yet"
_PREPOSITIONS = (
    "about after among around before behind below beside between down from inside into like near onto over past since "
    "than through toward under until upon with within without"
)
_MINOR = frozenset(_SMALL.split())
"""AP: articles, conjunctions and prepositions of three letters or fewer stay small."""
_LONGER = frozenset(_PREPOSITIONS.split())
"""Chicago: prepositions stay small however long they are."""


def has_capitals(text: str, locale: str) -> bool:
    """Whether anything of `text` could be written large or small, in a language where that means something."""
    return locale.split("-")[0] not in _NOUNS and text.upper() != text.lower()


def misfits(
    text: str, locale: str, case: Literal["$title", "$sentence"], exceptions: Collection[str] = (),
    indicators: Collection[str] = (), titles: Literal["AP", "Chicago"] = "AP",
) -> tuple[tuple[Piece, ...], int]:  # fmt: skip
    """Words of `text` that are not written as the case wants them, and how many words there are.

    Args:
        text: one line.
        locale: of the text.
        case: which.
        exceptions: words that are right as they are.
        indicators: signs behind which a capital is right: `:`.
        titles: whose rule for small words of a title.
    """
    words = word_pieces(text, locale)
    wrong = _untitled(words, titles) if case == "$title" else _unsentenced(text, words, locale, indicators)
    return tuple(word for word in wrong if word.text not in exceptions), len(words)


def titled(text: str, locale: str, exceptions: Collection[str] = (), titles: Literal["AP", "Chicago"] = "AP") -> str:
    """`text` with the words that a title writes otherwise written so."""
    made = text
    for word in misfits(text, locale, "$title", exceptions, titles=titles)[0]:
        small = word.text[0].isupper()
        first = word.text[0].lower() if small else word.text[0].upper()
        made = made[: word.start] + first + made[word.start + 1 :]
    return made


def _untitled(words: tuple[Piece, ...], titles: str) -> list[Piece]:
    small = _MINOR | (_LONGER if titles == "Chicago" else frozenset())
    wrong = []
    for at, word in enumerate(words):
        edge = at in (0, len(words) - 1)
        if word.text[0].islower() and not any(char.isupper() for char in word.text):
            wrong += [word] if edge or word.text not in small else []
        elif word.text.lower() in small and word.text.istitle() and len(word.text) > 1:
            wrong += [] if edge else [word]
    return wrong


def _unsentenced(text: str, words: tuple[Piece, ...], locale: str, indicators: Collection[str]) -> list[Piece]:
    starts = {piece.start for piece in sentence_pieces(text, locale)}
    wrong, last = [], 0
    for word in words:
        between = text[last : word.start]
        opens = any(last <= start <= word.start for start in starts) or not words or word is words[0]
        if opens:
            wrong += [word] if word.text[0].islower() and not any(char.isupper() for char in word.text) else []
        elif word.text[0].isupper() and not _name(word.text) and not any(sign in between for sign in indicators):
            wrong.append(word)
        last = word.end
    return wrong


def _name(word: str) -> bool:
    """Capitals that are not of a title: an abbreviation, `I`, `PowerPoint`, `USA's`."""
    return any(char.isupper() for char in word[1:]) or word.partition("'")[0].partition("’")[0] in ("I", "O")
