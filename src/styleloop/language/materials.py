"""Words for what things are made of, from the lists that facts are read with (`data/lexicons/facts/`). Pure."""

from __future__ import annotations

from functools import cache

from styleloop.language.lexicons import lexicon


@cache
def materials(language: str) -> tuple[str, ...]:
    """Material words of a language, folded, the longest first; none where no list ships.

    Adjectives that name a material (`wooden`) are among them, and metals that may be meant as colours.
    """
    lists = lexicon("facts", language)
    names = [*lists.get("materials", ()), *lists.get("material_adjectives", {}), *lists.get("metals", ())]
    return tuple(sorted({name.casefold() for name in names}, key=lambda name: (-len(name), name)))
