"""German nouns that look like a form of another noun: `die Rabatte` that waits is a flower bed, no discounts. Pure.

A plural in -e and a feminine noun in -e are told apart by what stands around them: `eine Rabatte`, `in der Rabatte`,
`die Rabatte blüht` against `die Rabatte gelten`.
"""

from __future__ import annotations

import re

_BEFORE = re.compile(r"(?:([^\W\d_]+)\s+)?([^\W\d_]+)\s+\Z")
_SINGULAR = frozenset({"eine", "einer", "jede", "jeder"})
_EITHER = re.compile(r"die|diese|jene|keine|meine|deine|seine|ihre|unsere|eure|welche", re.IGNORECASE)
_AT = frozenset({"in", "auf", "an", "neben", "hinter", "vor", "unter", "aus", "mit", "bei", "von", "zu", "zwischen"})
"""Before `der` and a noun in -e these show a feminine: of many, it would be `den Rabatten`."""
_WORD = re.compile(r"[^\W\d_]+")
_IN_T = "mit seit nicht jetzt fast fest gut erst oft meist heut dort bereits fort statt samt laut selbst sonst weit"
_NO_VERBS = frozenset(_IN_T.split())
_FEMININE = frozenset({"kunde", "leiter", "heide", "kiefer", "steuer"})
"""Nouns of two genders; with `die` or `eine` before it is the other one: `die frohe Kunde`, news, not a customer."""
_ONE_FEMININE = re.compile(
    r"(?:die|diese|jene|k?eine|[mds]eine|ihre|unsere|eure|welche)(?:\s+[^\W\d_]+e)?\s+\Z", re.IGNORECASE
)
_REACH = 60
"""Signs behind the noun in which its verb is looked for."""


def is_another_noun(text: str, start: int, end: int, wording: str, locale: str) -> bool:
    """Whether `text[start:end]`, found as a form of `wording`, is a feminine noun of its own.

    >>> is_another_noun("Die Rabatte am Zaun wartet.", 4, 11, "Rabatt", "de-DE")
    True
    >>> is_another_noun("Die Rabatte gelten bis Montag.", 4, 11, "Rabatt", "de-DE")
    False
    """
    written = text[start:end]
    if locale.split("-")[0] == "de" and written.lower() in _FEMININE and written.lower() == wording.lower():
        return written[:1].isupper() and bool(_ONE_FEMININE.search(text[:start]))
    if locale.split("-")[0] != "de" or written != f"{wording}e" or not written[:1].isupper():
        return False
    found = _BEFORE.search(text[:start])
    if found is None:
        return False
    before, article = (found[1] or "").lower(), found[2].lower()
    if article in _SINGULAR or (article == "der" and before in _AT):
        return True
    return bool(_EITHER.fullmatch(article)) and _one_does(text[end : end + _REACH])


def _one_does(behind: str) -> bool:
    """Whether the first verb behind is one of a single subject: `wartet`, `ist`, not `gelten`, `sind`."""
    clause = re.split(r"[.!?;:,–—]", behind, maxsplit=1)[0]
    for word in _WORD.findall(clause):
        if word[0].isupper() or word in _NO_VERBS:
            continue
        if word in ("sind", "waren") or word.endswith(("en", "ern", "eln")):
            return False
        if word in ("wird", "war") or (word.endswith("t") and len(word) > 2):
            return True
    return False
