"""Pieces of the brand's documents: what drafts are given to read, and cite."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from styleloop.types.record import Identified, Record, Where

PassageRole = Literal["guideline", "term", "spec", "claim", "past", "page"]
"""A rule of the brand's, a word it cares about, something about a product, a registered claim, past work and its
results, any other page."""


class Passage(Identified):
    """A piece of one document, short enough to be read at once."""

    kind: ClassVar[str] = "passage"
    outside: ClassVar[frozenset[str]] = frozenset({"source"})

    text: str
    """Its words, as they stand there. Data, never instructions."""
    locale: str
    """Language (`en`) or locale."""
    document: str
    """sha256 of the document it is from."""
    title: str = ""
    headings: tuple[str, ...] = ()
    """Headings above it, outermost first."""
    page: int | None = Field(default=None, ge=1)
    """Page of a document that has pages."""
    role: PassageRole = "page"
    products: tuple[str, ...] = ()
    """skus it is about; empty for the whole brand."""
    markets: tuple[str, ...] = ()
    """Locales it holds in; empty for all."""
    starts: date | None = None
    ends: date | None = None
    """Last day on which it holds."""
    source: Where
    """File or address it was read from."""

    def holds(self, market: str, day: date, sku: str = "") -> bool:
        """Whether it may be used in `market` on `day` for `sku`."""
        in_time = (self.starts is None or self.starts <= day) and (self.ends is None or day <= self.ends)
        here = not self.markets or not market or market in self.markets
        return in_time and here and (not self.products or not sku or sku in self.products)

    @property
    def place(self) -> str:
        """`voice.pdf, page 3, Tone > Headlines`: how people find it again."""
        parts = [self.source.file, f"page {self.page}" if self.page else "", " > ".join(self.headings)]
        return ", ".join(part for part in parts if part)


class Question(Record):
    """What is looked for, and among what."""

    text: str
    locale: str = ""
    """Language it is asked in, where known."""
    home: str = ""
    """The brand's own language: asked in another, a third of the places are kept for passages in this one."""
    market: str = ""
    """Only what holds there; empty: everywhere."""
    day: date | None = None
    """Only what holds that day; None: ever."""
    product: str = ""
    """Only what is about this sku or about no product; empty: all."""
    roles: tuple[PassageRole, ...] = ()
    """Empty: all."""
    most: int = Field(default=10, ge=1, le=200)


class Hit(Record):
    """One passage found, and why."""

    passage: Passage
    score: float
    """Reciprocal-rank fusion: higher is better; only the order means something."""
    ranks: tuple[tuple[str, int], ...] = ()
    """(`text` or `vectors`, rank from 1) in each list that had it."""
