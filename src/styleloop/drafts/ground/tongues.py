"""Which language a document, or a piece of one, is in."""

from __future__ import annotations

from collections.abc import Iterable

from styleloop.language.tongue import rather

SAMPLE = 1_000
"""Characters that are looked at: more of them settle no more."""


def told(text: str, home: str, others: Iterable[str]) -> str:
    """The language (`de`) of `text`: that of `home`, unless it is surely in one of `others`.

    Args:
        text: any length; its first `SAMPLE` characters are judged. Too few letters to judge count as `home`.
        home: locale or language it is in where nothing says otherwise.
        others: locales or languages it may be in.
    """
    return (rather(text[:SAMPLE], home, others) or home).split("-")[0].lower()
