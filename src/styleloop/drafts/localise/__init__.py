"""Words of one market into another's: translation memory, worklists for people, and what came back as drafts."""

from styleloop.drafts.localise.checks import BLOCKING, REFUSING, glossary_of, objections
from styleloop.drafts.localise.memory import FUZZY, Memory
from styleloop.drafts.localise.parts import PICTURE, computed, parted
from styleloop.drafts.localise.register import register
from styleloop.drafts.localise.translate import DRAFTER, translated, worked

__all__ = [
    "BLOCKING",
    "DRAFTER",
    "FUZZY",
    "PICTURE",
    "REFUSING",
    "Memory",
    "computed",
    "glossary_of",
    "objections",
    "parted",
    "register",
    "translated",
    "worked",
]
