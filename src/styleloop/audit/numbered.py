"""Whether `number one` is a name that the facts give a tram, a size, a lane or a room, and no rank. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from styleloop.language.normalise import folded

_BEHIND = 60
_GOES_ON = re.compile(r"\W{0,3}(?:two|three|zwei|drei|deux|trois|dos|tres|due|tre|2|3|二|２)\b")
_RANK = re.compile(
    r"\W*(?:in|for|among|of|at|when|on|to|worldwide|unter|für|bei|der|des|im|am|auf|weltweit|de|du|des|d['’]|en|pour|chez"
    r"|para(?! en\b)|del|di|della|dei|delle|degli|per|nel|nella|d'|tra|fra|mondial\w*|europe\w*"
    r"|brand|choice|seller|marke|marque|marca)\b"
    r"|\W*(?:!|\Z)"
)
_WE = re.compile(
    r"\b(?:we|we're|i'm|are|become|became|the world's|wir|sind|bleib\w*|unser\w*|nous|sommes|notre|somos|nuestr\w+"
    r"|siamo"
    r"|nostr\w+|your|europe's|america's|ist|is|es|est|è)(?: \w+)?\W*\Z"
)
_NUMBERED = re.compile(
    r"[^\W\d_]{3,}\W{0,3}(?:n\w{0,5}\W{0,3})?1(?:番)?(?=\s*(?:[,;:.)/–—-](?!\d)|\Z|\s(?:and|und|et|y|e|o|or|oder|ou|bis|to|a|à)\b"
    r"|\s(?:[^\W\d_]{4,}|to|zum|zur|am)\b))"
)


def numbers_one(text: str, start: int, end: int, facts: Iterable[str], locale: str) -> bool:
    """Whether a fact numbers something one, and `text[start:end]`, a number one, is neither ours nor among others."""
    behind = folded(text[end : end + _BEHIND], locale)
    if not any(_NUMBERED.search(folded(fact, locale)) for fact in facts):
        return False
    if _GOES_ON.match(behind):
        return True
    return not _RANK.match(behind) and not _WE.search(folded(text[:start], locale))
