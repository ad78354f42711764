"""Text -> the terms it is found by; a question -> what SQLite's full-text search is asked. Pure but for SQLite."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Sequence

import regex  # type: ignore[import-untyped]

LONGEST = 20_000
"""Characters of a question that are looked at."""
MOST = 64
"""Terms of a question that are looked for: the rarest."""
MATCHES = 20_000
"""Passages that a question's terms may match together, about; beyond that its commonest terms are left out."""
GRAM = 3
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_DENSE = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}ー]+")
"""Scripts in which two characters say as much as three Latin letters, most of them written without spaces."""
_COUNT = "SELECT doc FROM counts WHERE term = ?"


def terms(text: str) -> list[str]:
    """The terms of `text`, in order: runs of three letters inside words, pairs in scripts that say more with one.

    Letters are folded: case, accents, full width. Runs of characters find inflected words, compounds and misspelt ones
    in any language; how they did against whole words and stems is in docs/grounding.md.
    """
    found: list[str] = []
    for word in _WORD.findall(folded(text)):
        at = 0
        for run in _DENSE.finditer(word):
            found += _runs(word[at : run.start()], GRAM)
            found += _runs(run[0], 2)
            at = run.end()
        found += _runs(word[at:], GRAM)
    return found


def folded(text: str) -> str:
    """`text` in small letters without accents; compatible forms are one."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", "".join(char for char in apart if not unicodedata.combining(char)))


def asked(memory: sqlite3.Connection, text: str) -> str:
    """What to match, each term in quotes, so that nothing in `text` is ever syntax; empty where nothing is known of it.

    The rarest terms first, until they match `MATCHES` passages: a term that is everywhere ranks nothing.
    """
    known = {}
    for term in dict.fromkeys(terms(text[:LONGEST])):
        row = memory.execute(_COUNT, (term,)).fetchone()
        if row:
            known[term] = int(row[0])
    chosen = _rarest(sorted(known, key=lambda term: (known[term], term))[:MOST], known)
    return " OR ".join(f'"{term}"' for term in chosen)


def _rarest(names: Sequence[str], known: dict[str, int]) -> list[str]:
    chosen: list[str] = []
    matched = 0
    for term in names:
        if chosen and matched + known[term] > MATCHES:
            break
        chosen.append(term)
        matched += known[term]
    return chosen


def _runs(word: str, size: int) -> list[str]:
    if len(word) <= size:
        return [word] if word else []
    return [word[at : at + size] for at in range(len(word) - size + 1)]
