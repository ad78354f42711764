"""What is to be made."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from pydantic import Field

from styleloop.types.product import Product
from styleloop.types.record import Identified, Record, is_unset

MOST_CARDS = 10
"""More cards than any platform's carousel shows to anybody."""


class SlotLimit(Record):
    """The most one slot may hold, counted in graphemes."""

    slot: str
    graphemes: int = Field(gt=0)


class Placement(Record):
    """One format: size, safe zones, limits, each with its source."""

    name: str
    label: str
    """As people say it: `Square post`."""
    width: int = Field(gt=0, le=8000)
    height: int = Field(gt=0, le=8000)
    """Pixels."""
    safe_top: float = Field(default=0.065, ge=0, lt=0.5)
    safe_bottom: float = Field(default=0.065, ge=0, lt=0.5)
    """Share of the height that must stay clear of words."""
    safe_side: float = Field(default=0.065, ge=0, lt=0.5)
    """Share of the width."""
    limits: tuple[SlotLimit, ...] = ()
    max_bytes: int = 0
    """0: no limit."""
    cards: int = Field(default=1, ge=1, le=MOST_CARDS, exclude_if=lambda cards: cards == 1)
    """Most cards of a carousel it takes; 1: a single picture."""
    source: str
    """Where the limits were read, and when."""


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
    notes: tuple[str, ...] = ()
    """Misses in numbers, findings and reviewers' wishes from the round before; palettes that cannot be read."""
    seed: int = 0
    template: str = Field(default="", exclude_if=is_unset)
    """Template of every line, or `auto`: one is chosen for each; empty: as the project says."""
