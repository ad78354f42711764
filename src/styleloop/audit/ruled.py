"""Whether a fact says of all, or forbids, what a sentence says with `every`, `always` or `never`. Pure.

`Calls at every station` is the fact's `calls at all stations`; `never water the leaves` is advice that a fact gives in
other words: `do not water the leaves`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from styleloop.audit.gist import akin, gist
from styleloop.language.lexicons import lexicon
from styleloop.language.normalise import folded

_ALL = (
    r"\b(?:all|every|each|any|alle[nrsm]?|jede[nrsm]?|sämtliche[nr]?|tous|toutes|chaque|todos|todas|cada|tutti|tutte|ogni"
    r"|100 ?%)\b|全て|すべて|全(?=[一-龠])|各(?=[一-龠])|毎"
)
_EVERY = re.compile(_ALL)
_NEVER = re.compile(r"\b(?:never|nie|niemals|jamais|nunca|jamás|mai)\b|決して|絶対に|一切")
_WORD = re.compile(r"[^\W\d_]+")
_BEHIND = 3
"""Words behind a word for all in which the thing is looked for."""


class Absolute(NamedTuple):
    """An absolute: its words, the clause they stand in, and the language."""

    text: str
    clause: str
    locale: str


def says_of_all(fact: str, said: Absolute) -> bool:
    """Whether the fact says `all` of the same thing as the claim says `every`."""
    claimed = folded(said.text, said.locale)
    if not _EVERY.search(claimed):
        return False
    things = [word for word in _WORD.findall(_EVERY.sub(" ", claimed)) if len(word) > 2]
    if not things:
        clause = folded(said.clause, said.locale)
        found = _EVERY.search(clause)
        things = _WORD.findall(clause[found.end() :])[:1] if found else []
    clause = folded(said.clause, said.locale)
    after = _WORD.findall(clause[clause.find(things[-1]) + len(things[-1]) :])[:1] if things else []
    plain = folded(fact, said.locale)
    for found in _EVERY.finditer(plain):
        behind = _WORD.findall(plain[found.end() :])[:_BEHIND]
        if any(akin(thing, word) for word in behind for thing in (things[-1:] or []) + after if len(thing) > 2):
            return True
    return False


def forbids(fact: str, said: Absolute) -> bool:
    """Whether the claim says `never` of what the fact says not to do, in the most of its words."""
    if not _NEVER.search(folded(said.text, said.locale)) or not _denies(fact, said.locale):
        return False
    own = gist(said.clause, said.locale).stems - gist(said.text, said.locale).stems
    told = gist(fact, said.locale).stems
    shared = sum(any(akin(a, b) for b in told) for a in own)
    return shared >= 1 and 2 * shared >= len(own)


@lru_cache(maxsize=512)
def _denies(fact: str, locale: str) -> bool:
    listed = lexicon("denials", locale.split("-")[0].lower()).get("near", ())
    plain = folded(fact, locale)
    return not set(_WORD.findall(plain)).isdisjoint(listed) or any(
        cue in plain for cue in listed if not cue.isascii() and " " not in cue and len(cue) > 2
    )
