"""Text -> the terms it is found by; a question -> what SQLite's full-text search is asked. Pure but for SQLite."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterable

import regex  # type: ignore[import-untyped]

LONGEST = 20_000
"""Characters of a question that are looked at."""
MATCHES = 2_000
"""Passages that a question's terms may match together, about; beyond that its commonest terms are left out."""
STEM = 5
"""Letters of a word that are compared: what follows is mostly its ending, in any language with endings."""
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
DENSE = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}ー]+")
"""Scripts in which two characters say as much as a word's beginning, most of them written without spaces."""
_COUNT = "SELECT held FROM counts WHERE term = ?"


def terms(text: str) -> list[str]:
    """The terms of `text`, in order: the beginning of each word; pairs of characters in scripts without spaces.

    Letters are folded: case, accents, full width. How this did against whole words and against runs of three letters
    is in docs/grounding.md.
    """
    found: list[str] = []
    for word in _WORD.findall(folded(text)):
        at = 0
        for run in DENSE.finditer(word):
            found += [word[at : run.start()][:STEM], *_pairs(run[0])]
            at = run.end()
        found.append(word[at:][:STEM])
    return [term for term in found if term]


def folded(text: str) -> str:
    """`text` in small letters without accents; compatible forms are one."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", "".join(char for char in apart if not unicodedata.combining(char)))


def asked(memory: sqlite3.Connection, text: str) -> str:
    """What to match, each term in quotes, so that nothing in `text` is ever syntax; empty where nothing is known of it.

    The rarest terms first, until they match `MATCHES` passages: a term that is everywhere ranks nothing.
    """
    return matching(memory, terms(text[:LONGEST]))


def matching(memory: sqlite3.Connection, wanted: Iterable[str]) -> str:
    """As `asked`, of terms."""
    known = {}
    for term in dict.fromkeys(wanted):
        row = memory.execute(_COUNT, (term,)).fetchone()
        if row and row[0] > 0:
            known[term] = int(row[0])
    chosen: list[str] = []
    matched = 0
    for term in sorted(known, key=lambda term: (known[term], term)):
        if chosen and matched + known[term] > MATCHES:
            break
        chosen.append(term)
        matched += known[term]
    return " OR ".join(f'"{term}"' for term in chosen)


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]
