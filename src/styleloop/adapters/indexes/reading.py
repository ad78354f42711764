"""How a passage is read by whoever looks for it: with its language, what it is, and what it stands under."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

import regex  # type: ignore[import-untyped]

from styleloop.adapters.indexes.terms import folded
from styleloop.types.passage import Passage

MOST_PRODUCTS = 3
"""skus that are said; a passage about many products is about none of them."""
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}]+")
_ENDING = 2
"""Letters that the name of a language may lack at its end and have more of: `Japanisch`, `japanischen`."""
_SHORTEST = 4


def as_read(passage: Passage) -> str:
    """`English guideline: No raised voice` and a line with its words: what is embedded and what is searched.

    A rule says `No questions:` under the heading that says of what; a guide in Japanese nowhere says that it is one.
    """
    said = dict.fromkeys(part for part in (passage.title, *passage.headings) if part)
    above = " ".join([" > ".join(said), *passage.products[:MOST_PRODUCTS]]).strip()
    return f"{language_name(language(passage.locale), 'en')} {passage.role}: {above}\n{passage.text}".strip()


def language(locale: str) -> str:
    """`de` of `de-DE`."""
    return locale.split("-")[0].lower()


def named(text: str, asked_in: str, languages: Collection[str]) -> tuple[str, ...]:
    """Those of `languages` that `text` names: `the Japanese guide`, `das französische Handbuch`.

    Names are known in English, in the language of the question and in the language itself.
    """
    words = [folded(word) for word in _WORD.findall(text)]
    found = []
    for code in sorted(languages):
        names = {folded(language_name(code, of)) for of in ("en", language(asked_in), code) if of}
        if any(_is(word, name) for word in words for name in names if name):
            found.append(code)
    return tuple(found)


def _is(word: str, name: str) -> bool:
    stem = name[: max(_SHORTEST, len(name) - _ENDING)] if len(name) > _SHORTEST else name
    return word.startswith(stem) and len(word) <= len(name) + 2 * _ENDING


@cache
def language_name(code: str, of: str) -> str:
    """`Japanese` for (`ja`, `en`), `Japanisch` for (`ja`, `de`); empty where it is not known."""
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(code).get_language_name(of) or "")
    except (UnknownLocaleError, ValueError):
        return ""
