"""Neutral frames that ship with Styleloop, for brands with few lines of their own (`data/frames/<language>.toml`)."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any

from styleloop.language.filling import ADVERSARY, EITHER, LABEL, PRICE, PRODUCT, Filler
from styleloop.language.forms import BARE, language
from styleloop.language.skeleton import WORD
from styleloop.types.product import FACT_KINDS
from styleloop.types.style import Pattern, PatternSlot

ENOUGH = 6
"""Own ads from which a brand speaks for itself."""
_SHORT = 2
_OPEN = re.compile(r"\{product\}\s")
_TAIL = re.compile(r"\s(?:with|without|in|of|for|from|on)\s")


@lru_cache(maxsize=64)
def frames(locale: str) -> tuple[Pattern, ...]:
    """The neutral frames of a language, in the file's order; none where no file ships for it."""
    return tuple(_pattern(row, locale) for row in _read(language(locale)).get("frames", ()))


def alt_frame(locale: str) -> str:
    """How alt text joins `{picture}`, `{line}` and `{body}` in a language."""
    return str(_read(language(locale)).get("alt", {}).get("text", "{picture} “{line}” {body}"))


@lru_cache(maxsize=16)
def _read(lang: str) -> dict[str, Any]:
    path = files("styleloop") / "data" / "frames" / f"{lang}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def neutral(pattern: Pattern) -> bool:
    """Whether a frame is one of these, and none of the brand's own."""
    return not pattern.support


def thin(filler: Filler, form: str) -> bool:
    """Whether it is one word that tells nothing in `form`.

    Such are parts that every thing of its kind has (`Laces`), and adjectives standing alone (`Wooden`, of wood).
    """
    said, noun = filler.words.get(LABEL, ""), filler.words.get(BARE, "")
    if len((said or noun).split()) > 1:
        return False
    adjective = bool(said and noun) and said.casefold() != noun.casefold()
    return filler.kind == "part" or (form == LABEL and adjective)


def runs_on(pattern: Pattern, name: str) -> bool:
    """Whether `name` has a tail of its own that the frame's would hang on: `a choker with pendant in leather`."""
    return _OPEN.search(pattern.skeleton) is not None and _TAIL.search(name) is not None


def twice(text: str) -> str:
    """The first word that stands in `text` more than once (an ending -s apart), or an empty string.

    Nobody says `Gemstone necklace. Gemstone pendant.` Words of one or two letters do not count.
    """
    seen: set[str] = set()
    words: list[str] = WORD.findall(text.casefold())
    for word in words:
        stem = word.removesuffix("s")
        if len(stem) > _SHORT and stem in seen:
            return word
        seen.add(stem)
    return ""


def _pattern(row: dict[str, Any], locale: str) -> Pattern:
    gaps = tuple(PatternSlot(name=name, kind=_kind(name, row), form=form) for name, form in row["forms"].items())
    return Pattern(slot=row["slot"], locale=locale, skeleton=row["text"], gaps=gaps, support=0, approved=True)


def _kind(name: str, row: dict[str, Any]) -> str:
    stem = name.rstrip("0123456789")
    if stem in (PRODUCT, ADVERSARY, PRICE):
        return stem
    return EITHER.join(row.get("kinds", FACT_KINDS)) if stem == LABEL else stem
