"""What a translation memory remembers, and what goes to translators and comes back."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Literal

from pydantic import Field

from styleloop.types.record import Identified, Record

State = Literal["initial", "translated", "reviewed", "final"]
"""XLIFF 2: not translated yet, translated, looked over, signed off."""
STATES: tuple[State, ...] = ("initial", "translated", "reviewed", "final")
Match = Literal["", "exact", "slots", "computed", "register", "fuzzy"]
"""Where a proposed translation comes from.

`exact`: this very text; `slots`: this text but for figures and names; `computed`: an amount or price by CLDR;
`register`: a wording of the brand's own files; `fuzzy`: a text like it, to be looked at by a person.
"""


class Segment(Identified):
    """One text and its translation, as somebody gave them. Append-only: of one place the latest stands."""

    kind: ClassVar[str] = "segment"
    outside: ClassVar[frozenset[str]] = frozenset({"at"})

    source_locale: str
    locale: str
    """BCP 47, of the translation."""
    source: str
    target: str
    """Empty for one that was taken back."""
    slot: str = ""
    """Where it stands: `headline`, `body`, ...; empty for anywhere."""
    state: State = "translated"
    origin: str = ""
    """File it came in, or `claim.<slug>`, `fact.<key>`, `product.name` of the brand's own files."""
    batch: str
    """The import, the approval or the undoing it came with."""
    who: str = ""
    at: datetime

    @property
    def place(self) -> tuple[str, str, str, str]:
        """What it says anew: of those with one place the last one stands."""
        return (self.source_locale, self.locale, self.source, self.slot)


class Piece(Record):
    """One segment of a unit: the least that is translated and remembered by itself."""

    source: str
    target: str = ""
    state: State = "initial"
    match: Match = ""
    score: float = Field(default=0.0, ge=0, le=1)
    """Likeness of the text that was found; 1 for all but `fuzzy`."""
    origin: str = ""
    """Of what was found."""
    behind: str = ""
    """What joins it to the next piece: a space."""


class Unit(Record):
    """One slot of one line, or one entry of a memory."""

    id: str
    """`<draft>.<slot>`."""
    slot: str = ""
    pieces: tuple[Piece, ...]
    notes: tuple[str, ...] = ()
    """For translators."""
    most: int = Field(default=0, ge=0)
    """Graphemes there is room for in the whole unit; 0 for any number."""

    @property
    def done(self) -> bool:
        """Whether every piece is translated by something surer than a likeness."""
        return all(p.state != "initial" and p.target for p in self.pieces)

    @property
    def target(self) -> str:
        """The translation of the whole; meant for units that are done."""
        return "".join(p.target + (p.behind if at + 1 < len(self.pieces) else "") for at, p in enumerate(self.pieces))

    @property
    def source(self) -> str:
        """The whole source."""
        return "".join(p.source + (p.behind if at + 1 < len(self.pieces) else "") for at, p in enumerate(self.pieces))


class GlossaryTerm(Record):
    """One term as it travels with the work."""

    text: str
    translations: tuple[str, ...] = ()
    """Empty: it stays as it is."""
    context: str = ""


class Exchange(Record):
    """Units between two locales: one file that goes to translators or comes back."""

    source_locale: str
    locale: str
    original: str = ""
    """What they are of: a campaign's id."""
    units: tuple[Unit, ...] = ()
    glossary: tuple[GlossaryTerm, ...] = ()
