"""Names that the facts of a product tell: what stands in one claims nothing, whatever its words say. Pure.

A name is what a fact sets in quotation marks, what it calls so (`Model: La Invencible`, 品種名「世界一」), and a row of
words with capitals that stands in a fact as it does in the piece (`Perfect Storm Red`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from styleloop.types.product import Fact

_QUOTED = re.compile(
    r"“([^”\n]{1,60})”|„([^“”\n]{1,60})[“”]|«\s?([^»\n]{1,60}?)\s?»|\"([^\"\n]{1,60})\"|「([^」\n]{1,30})」|『([^』\n]{1,30})』"
)
_SHORT, _SHORT_SIGNS = 5, 12
"""Words, and signs of a script without spaces, of the longest quotation that is taken for a name."""
_CALLED = re.compile(
    r"\b(?:is the name of|named?|called|names|model\w*|variety|edition|series|title[ds]?|brand|modell\w*|heißt|heißen"
    r"|namens|namen?|sorte|titel|marke|modèle|nomm\w+|baptis\w+|s['’]appelle\w*|nom|variété|modelo|se llama\w*"
    r"|llamad[oa]s?|nombre|denominad[oa]|variedad|modello|si chiama\w*|chiamat[oaie]|nome|varietà|località)\b"
    r"|品種|名前|商品名|シリーズ|銘柄|という|モデル|店名|屋号",
    re.IGNORECASE,
)
_KEYS = ("name", "model", "title", "variety", "brand", "product", "modell", "modelo", "modello", "modèle", "nom")
_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w'’-]*"
_LINKS = "of|the|and|de|la|le|du|des|del|der|die|das|und|di|e|y|et|von|vom|zum"
_ROW = re.compile(rf"{_CAPITAL}(?: (?:(?:{_LINKS}) ){{0,2}}{_CAPITAL}){{0,5}}")


def named_places(text: str, facts: tuple[Fact, ...], locale: str) -> Iterator[tuple[int, int]]:
    """Where `text` says a name that a fact tells, as (start, end)."""
    told = tuple((fact.key, fact.label(locale)) for fact in facts if fact.label(locale))
    names = _names(told)
    for name in names:
        for way in dict.fromkeys((name, name.upper())):
            for found in re.finditer(rf"(?<!\w){re.escape(way)}(?!\w)" if way[0].isascii() else re.escape(way), text):
                yield found.span()
    if text.isupper() or locale.startswith("de"):  # German writes every noun so
        return
    every = "\n".join(label for _, label in told)
    for row in _ROW.finditer(text):
        if " " in row[0] and _stands(row[0], every):
            yield row.span()


def _stands(name: str, text: str) -> bool:
    """Whether a text says a name as whole words; no pattern is made of it, since every row is another."""
    at = text.find(name)
    while at >= 0:
        around = text[max(0, at - 1) : at] + text[at + len(name) : at + len(name) + 1]
        if not any(sign.isalnum() or sign == "_" for sign in around):
            return True
        at = text.find(name, at + 1)
    return False


@lru_cache(maxsize=512)
def _names(told: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    found: list[str] = []
    for key, label in told:
        called = bool(_CALLED.search(label)) or key.lower().startswith(_KEYS)
        quoted = [next(filter(None, one.groups())) for one in _QUOTED.finditer(label)]
        found += [name for name in quoted if called or _is_short(name)]
        if called:
            found += [row[0] for row in _ROW.finditer(label) if row.start() > 0 or " " in row[0]]
            found += [label] if key.lower().startswith(_KEYS) and len(label.split()) <= _SHORT else []
    return tuple(dict.fromkeys(name for name in found if len(name) > 1))


def _is_short(name: str) -> bool:
    return len(name.split()) <= _SHORT if " " in name or name.isascii() else len(name) <= _SHORT_SIGNS
