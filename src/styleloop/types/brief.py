"""What is to be made."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from styleloop.types.passage import Passage
from styleloop.types.product import Product
from styleloop.types.record import Identified, Record, is_unset

MARKS = 8192
"""Bytes kept free in a file for what publishing writes into it: XMP mark, signed manifest, certificate chain."""
MOST_CARDS = 10
"""More cards than any platform's carousel shows to anybody."""


Count = Literal["graphemes", "double", "weighted"]
"""How a platform counts: characters as people see them; the same with full-width ones as two; X's weights."""


class SlotLimit(Record):
    """The most one slot may hold, counted as the platform counts."""

    slot: str
    graphemes: int = Field(gt=0)
    """The most. By `count`, a wide character may take two of them."""
    count: Count = Field(default="graphemes", exclude_if=lambda count: count == "graphemes")
    most: int = Field(default=1, ge=1, exclude_if=lambda most: most == 1)
    """How many texts of this kind one piece takes: 15 headlines of a search ad."""


class Placement(Record):
    """One format: size, safe zones, limits, each with its source."""

    name: str
    label: str
    """As people say it: `Square post`."""
    kind: Literal["picture", "text"] = Field(default="picture", exclude_if=lambda kind: kind == "picture")
    """`text`: words alone. It has limits and no picture, and nothing is drawn for it."""
    platform: str = Field(default="", exclude=True)
    """Who runs it, for lists: `Meta`. Not part of what a brief or a layout is."""
    width: int = Field(default=0, ge=0, le=8000)
    height: int = Field(default=0, ge=0, le=8000)
    """Pixels; 0 for words alone."""
    safe_top: float = Field(default=0.065, ge=0, lt=0.5)
    safe_bottom: float = Field(default=0.065, ge=0, lt=0.5)
    """Share of the height that must stay clear of words."""
    safe_side: float = Field(default=0.065, ge=0, lt=0.5)
    """Share of the width."""
    limits: tuple[SlotLimit, ...] = ()
    max_bytes: int = Field(default=0, ge=0)
    """0: no limit. The file with its marks and signature must stay under it."""
    facts: Literal["stated", "confirmed"] = Field(default="stated", exclude_if=lambda facts: facts == "stated")
    """`confirmed`: only facts that a person confirmed may be said in it."""
    cards: int = Field(default=1, ge=1, le=MOST_CARDS, exclude_if=lambda cards: cards == 1)
    """Most cards of a carousel it takes; 1: a single picture."""
    read: date | None = Field(default=None, exclude=True)
    """The day its figures were read."""
    source: str
    """Where the limits were read, and when; where sources disagree, how, and which one stands."""

    @property
    def pictured(self) -> bool:
        """Whether anything is drawn for it."""
        return self.kind == "picture"

    @property
    def drawn_bytes(self) -> int:
        """Bytes the drawn file may have, so that it still fits with its marks; 0: no limit."""
        return max(1, self.max_bytes - MARKS) if self.max_bytes else 0

    @model_validator(mode="after")
    def _has_a_size(self) -> Self:
        if self.pictured != bool(self.width and self.height):
            raise ValueError("a picture has width and height in pixels; kind = 'text' has neither")
        return self


class Campaign(Identified):
    """One wish: a product, markets, formats."""

    kind: ClassVar[str] = "campaign"

    name: str
    product: str
    """sku."""
    markets: tuple[str, ...]
    placements: tuple[str, ...]
    lines: int = Field(default=3, ge=1, le=50)
    """Lines per market; each line is drawn in every format."""
    round: int = Field(default=1, ge=1)
    day: date
    template: str = Field(default="", exclude_if=is_unset)
    """Template of every line, or `auto`: one is chosen for each; empty: as the project says."""


class Directive(Record):
    """What the style asks of one measure, in numbers and words."""

    measure: str
    low: float
    high: float
    unit: str
    words: str
    """`4 to 11 words`."""
    why: str
    """`usual` or `what helps`, with the figure."""


class Look(Record):
    """What the style asks of pictures and layouts: -1 as little as the template allows ... 0 its own way ... 1 most."""

    subject: float = Field(default=0.0, ge=-1, le=1)
    """Size of the product against the room about it."""
    light: float = Field(default=0.0, ge=-1, le=1)
    """Wall and ground behind it, darker to lighter."""
    headline: float = Field(default=0.0, ge=-1, le=1)
    """Size of the headline."""
    saturation: float = Field(default=0.0, ge=-1, le=1, exclude_if=is_unset)
    """Wall and ground, muted to rich in colour."""
    arousal: float = Field(default=0.0, ge=-1, le=1, exclude_if=is_unset)
    """Wall and ground, calm (pale and muted) to rousing (deeper and richer)."""
    balance: float = Field(default=0.0, ge=-1, le=1, exclude_if=is_unset)
    """Where the product stands in its room: in towards the words, to out to its side as their counterweight."""


class Spark(Record):
    """One piece of the inspiration library mixed into one line of a brief: how it is said, never its words."""

    asset: str
    """Id of the piece."""
    line: str
    """Its headline, for people and for drafters who can learn a manner from an example. Copies of it are blocked."""
    pulls: tuple[Directive, ...] = ()
    """Where this line is drawn to, away from the usual."""


class Brief(Identified):
    """All a drafter may know about one product in one market."""

    kind: ClassVar[str] = "brief"

    campaign: str
    product: Product
    market: str
    placements: tuple[Placement, ...]
    style: str
    """Id of the style version that speaks."""
    directives: tuple[Directive, ...] = ()
    claims: tuple[str, ...] = ()
    """Slugs of the claims that hold here today."""
    exemplars: tuple[str, ...] = ()
    """Winning lines, word for word."""
    avoid: tuple[str, ...] = ()
    """Losing lines, and lines already used lately."""
    tones: tuple[str, ...] = ()
    """Palettes allowed, best first."""
    sparks: tuple[Spark, ...] = ()
    """Inspiration mixed in, at most one for each line; how many, the dial says (docs/divergence.md)."""
    look: Look = Look()
    """How large the product and the headline, how light the ground."""
    lines: int = 3
    dial: float = Field(default=0.3, ge=0, le=1)
    """0 familiar ... 1 surprising."""
    passages: tuple[Passage, ...] = Field(default=(), exclude_if=is_unset)
    """What its drafters are given to read: data, each with its id."""
    notes: tuple[str, ...] = ()
    """Misses in numbers, findings and reviewers' wishes from the round before; palettes that cannot be read."""
    seed: int = 0
    template: str = Field(default="", exclude_if=is_unset)
    """Template of every line, or `auto`: one is chosen for each; empty: as the project says."""
