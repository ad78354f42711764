"""Two style versions drafting side by side, and how they stand."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from styleloop.types.record import Record


class Side(Record):
    """What one version's lines got in the tests that both share."""

    style: str
    lines: int = Field(default=0, ge=0)
    shown: int = Field(default=0, ge=0)
    clicked: int = Field(default=0, ge=0)


class Standing(Record):
    """A challenger against the version that speaks, within the same randomised tests."""

    market: str
    champion: Side
    challenger: Side
    share: float
    """Of a campaign's lines that the challenger makes."""
    campaigns: int = Field(default=0, ge=0)
    tests: int = Field(default=0, ge=0)
    """Randomised tests in which both have lines with answers."""
    lift: float | None = None
    """(challenger - champion) / champion, of the click rate of a line; None while no test has answers of both."""
    low: float | None = None
    high: float | None = None
    """Anytime-valid interval at `confidence`: it may be looked at as often as one likes."""
    confidence: float = 0.95
    verdict: Literal["better", "worse", "not known yet"] = "not known yet"
    needed: int | None = None
    """About how many more exposures of the challenger's lines would settle it; None when settled or unknown."""
    simulated: bool = False
    words: str
    """The same in words."""
