"""What a brand has made, and how people responded."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from styleloop.types.copy import Copy
from styleloop.types.record import Identified, Where, is_unset
from styleloop.types.shot import Rights

Role = Literal["own", "inspiration", "competitor"]
Exposure = Literal["randomised", "propensity", "observational"]
UNDATED = date(2000, 1, 1)
"""Day of answers to a test whose report names no day: totals of the whole test, over since long."""


class Asset(Identified):
    """Anything in the library: one finished piece in one language and format."""

    kind: ClassVar[str] = "asset"
    outside: ClassVar[frozenset[str]] = frozenset({"name", "made", "source"})

    words: Copy = Copy()
    """Words by slot."""
    locale: str
    """BCP 47, `en-GB`."""
    channel: str = "social"
    placement: str = ""
    """Format it was made for, or empty."""
    picture: str = ""
    """sha256 of the picture's bytes in the blob store, or empty."""
    product: str = ""
    """sku, where known."""
    rights: Rights | None = Field(default=None, exclude_if=is_unset)
    """Of the picture, where they were stated: with them, and without words in it, it may stand for its product."""
    role: Role = "own"
    test: str = ""
    """Id of the randomised test it was an arm of, or empty."""
    name: str = ""
    """The ad's name in reports."""
    made: date | None = None
    source: Where


class Response(Identified):
    """How people responded to one piece, on one day, in one place. Append-only.

    Of two with the same `place`, the later one is what a report says now: it stands instead of the earlier.
    """

    kind: ClassVar[str] = "response"
    outside: ClassVar[frozenset[str]] = frozenset({"source"})

    subject: str
    """Id of the asset or publication."""
    test: str = ""
    """Randomised test it belongs to; empty for observational rows."""
    market: str
    placement: str = ""
    segment: str = "all"
    day: date
    shown: int = Field(ge=0)
    """Impressions."""
    clicked: int = Field(ge=0)
    converted: int | None = Field(default=None, ge=0)
    value: float | None = None
    spend: float | None = None
    currency: str = ""
    """ISO 4217; required when value or spend is given."""
    exposure: Exposure = "observational"
    """How the audience was assigned. Only randomised or propensity rows may teach effects."""
    propensity: float | None = Field(default=None, gt=0, le=1)
    simulated: bool = False
    """True for responses of the simulated world; every page that shows them says so."""
    source: Where

    @property
    def place(self) -> tuple[str, ...]:
        """Whose answers these are, and where: not what they say, and not by which shares the audience was divided."""
        kind = f"{'simulated' if self.simulated else 'real'}, {'' if self.exposure == 'observational' else 'by chance'}"
        return (self.subject, self.test, self.market, self.placement, self.segment, self.day.isoformat(), kind)

    @model_validator(mode="after")
    def _sane(self) -> Self:
        if self.clicked > self.shown:
            raise ValueError(f"clicked {self.clicked} is more than shown {self.shown}")
        if (self.value is not None or self.spend is not None) and not self.currency:
            raise ValueError("currency is missing although value or spend is given")
        if self.exposure == "randomised" and not self.test:
            raise ValueError("a randomised row names its test")
        return self
