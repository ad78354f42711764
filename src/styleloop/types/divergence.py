"""How unlike one another, and how new, the pieces of a batch are: the watch against sameness."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from styleloop.types.record import Identified, Record

Origin = Literal["batch", "earlier batch", "own history", "inspiration", "competitor"]


class Dot(Record):
    """One piece on the map of a report."""

    subject: str
    origin: Origin
    label: str
    """Its headline, for hovering and for tables."""
    x: float
    y: float
    """Position on the first two principal directions of likeness; near means alike. No unit."""


class Spread(Record):
    """How various one batch is. Greater is more various, except `likeness` and `off_brand`."""

    campaign: str
    """Id of the campaign, or `own history`."""
    label: str
    day: date
    pieces: int = Field(ge=0)
    vendi: float = Field(ge=0)
    """Effective number of different pieces, 1 ... `pieces` (Friedman and Dieng 2023)."""
    vendi_share: float = Field(ge=0, le=1)
    """`vendi` / `pieces`."""
    likeness: float = Field(ge=0, le=1)
    """Mean likeness of each piece to the nearest that shipped before it."""
    novelty: float = Field(ge=0, le=1)
    """1 - likeness."""
    distinct: float = Field(ge=0, le=1)
    """Different word pairs / all word pairs (distinct-2)."""
    off_brand: float = Field(ge=0)
    """Mean on-brand distance; 1 is as far as the brand itself strays."""
    to_competitors: float | None = None
    """Mean likeness to the nearest competitor's piece, where the brand supplied any."""
    coverage: float = Field(ge=0, le=1)
    """Share of the quality-diversity grid's cells that own work fills, this batch included."""
    quality: float = 0.0
    """Sum over filled cells of the best lower bound of the predicted effect, in log-odds."""
    injected: int = Field(default=0, ge=0)
    """Pieces that carry something from the inspiration library."""


class Divergence(Identified):
    """One report: this batch, the batches before it, own history and competitors."""

    kind: ClassVar[str] = "divergence"
    outside: ClassVar[frozenset[str]] = frozenset({"dots", "words"})

    market: str
    dial: float
    floor: float
    """Least novelty a draft may have."""
    ceiling: float
    """Most on-brand distance a draft may have."""
    batches: tuple[Spread, ...]
    """Oldest first, at most ten before the last, which is this batch."""
    history: Spread | None = None
    """The brand's own past work, for comparison."""
    dots: tuple[Dot, ...] = ()
    words: tuple[str, ...] = ()
    """What the figures say, one sentence each, for people."""
