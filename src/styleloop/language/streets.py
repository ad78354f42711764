"""Names of streets, in which a word claims nothing: `Calle del Mejor Pozo, 100`, `Rue du Meilleur Vin`. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

_STREET = (
    r"Street|St|Road|Rd|Lane|Avenue|Crescent|Terrace|Square|Place|Row|Close|Drive|Court|Gardens|Mews|Quay|Way|Hill|Yard"
)
_STRASSE = r"(?:[Ss]tra(?:ß|ss)e|[Ss]tr\.|[Ww]eg|[Pp]latz|[Gg]asse|[Aa]llee|[Uu]fer|[Dd]amm)"
_NAMED = r"[A-ZÀ-Ý][\w'’.-]*"
_ADDRESS = re.compile(
    r"\b(?:[Cc]alle|C/|[Aa]venida|Avda\.|[Pp]laza|[Pp]aseo|Ronda|Rambla|[Cc]allejón|[Tt]ravesía|[Vv]ia|[Vv]iale"
    r"|[Pp]iazza|[Pp]iazzale|[Cc]orso|[Vv]icolo|Largo|[Rr]ue|[Aa]venue|[Bb]oulevard|[Qq]uai|[Cc]hemin|[Ii]mpasse|[Pp]lace|[Aa]llée|[Pp]assage)"
    r" (?:(?:de la|de l['’]|d['’]|de|del|du|des|la|las|los|el|di|dei|della|delle|degli|dello|dell['’]) ?){0,2}"
    rf"{_NAMED}"
    rf"(?: (?:(?:de|del|du|des|di|della) )?{_NAMED}){{0,3}}(?:,? (?:n(?:[úu]m(?:ero)?)?\.?[º°]? ?)?\d{{1,4}}\b)?"
    rf"|\b\d{{1,4}}[a-z]?,? (?:{_NAMED} ){{1,3}}(?:{_STREET})\b(?=[,.;)\n]|\Z| in )"
    rf"|\b(?:[Oo]n|[Aa]t|[Ii]n|[Oo]ff) (?:{_NAMED} ){{1,3}}(?:Street|Road|Lane|Avenue|Crescent|Terrace|Mews)\b"
    rf"|\b(?:{_NAMED}[ -]){{0,2}}\w*{_STRASSE} \d{{1,4}}[a-z]?\b"
    rf"|\b(?:[Aa]m|[Zz]um|[Zz]ur|[Ii]m|[Aa]n der|[Ii]n der|[Aa]uf der|[Bb]eim) (?:{_NAMED} ){{1,2}}"
    r"\d{1,4}[a-z]?(?=[,.;)\n]|\Z)"
    r"|[一-龠ァ-ヶー]{1,6}(?:通り|横丁|坂|町|丁目)(?=[\d０-９一二三四五六七八九十、。の])"
)


def in_street(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` is part of the name of a street, in any of the languages whatever the text's own.

    >>> in_street("Calle del Mejor Pozo, 100.", 6, 15)
    True
    """
    return any(first <= start and end <= last for first, last in _streets(text))


@lru_cache(maxsize=64)
def _streets(text: str) -> tuple[tuple[int, int], ...]:
    """Where the names stand: read once for all the words of a text that are asked about."""
    return tuple(found.span() for found in _ADDRESS.finditer(text))
