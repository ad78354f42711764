"""How a text addresses its reader: du or Sie, tu or vous. By pronouns only. Pure but for the word lists.

Verb forms alone (`Nimm`, `Nehmen`) are not read, nor is a third person that is no address: what is doubtful is silent.
A plural that both manners share (French `vous` to a couple of friends) counts as formal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import regex  # type: ignore[import-untyped]

from styleloop.language.lexicons import languages, lexicon
from styleloop.language.placeholders import without

Formality = Literal["formal", "informal"]
_WORD = regex.compile(r"[\p{L}\p{M}]+(?:['’](?=\p{L}))?")
_OPENING = regex.compile(r"(?:^|[.!?…:;\n“„«\"(–—-])\s*$")


@dataclass(frozen=True)
class Addressed:
    """One word that addresses the reader.

    Attributes:
        manner: formal or informal.
        text: as written.
        start: offset of its first character.
        end: offset behind its last.
    """

    manner: Formality
    text: str
    start: int
    end: int


def reads_address(locale: str) -> bool:
    """Whether there is a list for the language of `locale`."""
    return locale.split("-")[0] in languages("address")


def addressed(text: str, locale: str) -> tuple[Addressed, ...]:
    """Every word of `text` that addresses its reader in a manner known by itself, in order."""
    listed = lexicon("address", locale.split("-")[0])
    if not listed:
        return ()
    plain = without(text)
    found = []
    for word in _WORD.finditer(plain):
        manner = _manner(word[0], plain[: word.start()], listed)
        if manner:
            found.append(Addressed(manner, word[0], word.start(), word.end()))
    return tuple(found)


def _manner(word: str, before: str, listed: object) -> Formality | None:
    known = listed if isinstance(listed, dict) else {}
    folded = word.casefold().rstrip("'’")
    if word in known.get("formal_inside", ()) and not _OPENING.search(before):
        return "formal"
    if _among(folded, known.get("formal", ())):
        return "formal"
    return "informal" if _among(folded, known.get("informal", ())) else None


def _among(word: str, forms: object) -> bool:
    every = forms if isinstance(forms, list) else []
    return any(word.startswith(f[:-1]) if f.endswith("*") else word == f for f in every)
