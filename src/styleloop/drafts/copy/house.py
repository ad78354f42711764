"""Neutral frames that ship with Styleloop, for brands with few lines of their own (`data/frames/<language>.toml`)."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any

from styleloop.language.filling import ADVERSARY, EITHER, LABEL, PRICE, PRODUCT
from styleloop.language.forms import language
from styleloop.types.product import FACT_KINDS
from styleloop.types.style import Pattern, PatternSlot

ENOUGH = 6
"""Own ads from which a brand speaks for itself."""


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


def _pattern(row: dict[str, Any], locale: str) -> Pattern:
    traits = {PRODUCT: (f"number:{row['number']}",)} if "number" in row else {}
    gaps = tuple(
        PatternSlot(name=name, kind=_kind(name, row), form=form, traits=traits.get(name, ()))
        for name, form in row["forms"].items()
    )
    return Pattern(slot=row["slot"], locale=locale, skeleton=row["text"], gaps=gaps, support=0, approved=True)


def _kind(name: str, row: dict[str, Any]) -> str:
    stem = name.rstrip("0123456789")
    if stem in (PRODUCT, ADVERSARY, PRICE):
        return stem
    return EITHER.join(row.get("kinds", FACT_KINDS)) if stem == LABEL else stem
