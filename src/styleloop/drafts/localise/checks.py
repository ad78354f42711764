"""What is held against a translation before the memory takes it; the objections are `language.parallel`."""

from __future__ import annotations

from collections.abc import Sequence

from styleloop.language.parallel import Difference, Rule, Terms, differences
from styleloop.types.segment import GlossaryTerm, Unit

REFUSING: tuple[Rule, ...] = ("placeholder", "markup")
"""A file with one of these was broken on its way: none of it is taken."""
BLOCKING: tuple[Rule, ...] = (
    *REFUSING, "number", "price", "date", "untranslated", "wrong-language", "kept-term", "too-long",
)  # fmt: skip
"""A translation with one of these is not taken into the memory."""


def glossary_of(terms: Terms, sources: Sequence[str]) -> tuple[GlossaryTerm, ...]:
    """The entries that any of these texts uses, to go with the work."""
    said = "\n".join(sources).casefold()
    return tuple(
        GlossaryTerm(text=e.text, translations=e.translations, context=e.context)
        for e in terms.entries
        if e.text.casefold() in said
    )


def objections(unit: Unit, source_locale: str, locale: str, terms: Terms) -> tuple[Difference, ...]:
    """Everything held against a whole unit: figures may move from one sentence to the next."""
    room = Terms(**{**vars(terms), "most": unit.most})
    return differences(unit.source, source_locale, unit.target, locale, room)
