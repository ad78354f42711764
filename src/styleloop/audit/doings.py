"""What a time, a weight or a way is said of: it lasts, charges, cooks, is delivered. Pure.

The same amount of another doing bears nothing out: `lasts 40 hours` of a fact's `charges in 40 min, lasts 12 hours`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from styleloop.audit.things import WORD
from styleloop.language.lexicons import lexicon
from styleloop.language.normalise import folded
from styleloop.language.numbers import Quantity, same
from styleloop.language.told_amounts import told_amounts

_CLAUSE = re.compile(r"[;:.、。；]|,(?!\d)|\s[–—-]\s|\b(?:and|und|et|y|e)\b")


def of_another(said: Quantity, clause: str, facts: Iterable[str], locale: str) -> bool:
    """Whether the facts tell this amount of other doings alone, and of the clause's doing another amount."""
    before = _doings(clause.partition(said.text)[0], locale)
    doing = before or _doings(clause, locale)
    if not doing or said.dimension in ("", "share", "count", "factor", "money"):
        return False
    otherwise = elsewhere = False
    for part in (part for fact in facts for part in _CLAUSE.split(fact)):
        told = [own for own in told_amounts(part, locale) if own.dimension == said.dimension]
        if not told:
            continue
        its = _doings(part, locale)
        if any(same(own, said) for own in told):
            if not its or not doing.isdisjoint(its):
                return False
            elsewhere = True
        elif not doing.isdisjoint(its):
            otherwise = True
    return otherwise and elsewhere


def _doings(text: str, locale: str) -> frozenset[int]:
    plain = folded(text, locale)
    words = WORD.findall(plain)
    rows = _rows()
    return frozenset(
        at
        for at, (begun, signs) in enumerate(rows)
        if any(word.startswith(begun) for word in words) or any(sign in plain for sign in signs)
    )


@cache
def _rows() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """Of each row the beginnings of its words, and its signs of scripts without spaces."""
    rows = [row.split("|") for row in lexicon("numbers", "things").get("doings", ())]
    return tuple((tuple(w for w in row if w[0] < "\u3000"), tuple(w for w in row if w[0] >= "\u3000")) for row in rows)
