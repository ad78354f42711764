"""Randomised tests and what they showed."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from styleloop.types.record import Identified, Record


class Arm(Record):
    """One version under test."""

    name: str
    subject: str
    """Id of the variant or asset."""
    share: float = Field(gt=0, le=1)
    """Propensity: the share of the audience it was given."""


class Experiment(Identified):
    """One randomised test: same market, same format, same time; only the version differs."""

    kind: ClassVar[str] = "experiment"

    campaign: str
    market: str
    placement: str
    arms: tuple[Arm, ...]
    control: str
    """Name of the arm the others are compared with."""
    starts: date


class Tally(Record):
    """One arm's sums."""

    arm: str
    shown: int = Field(ge=0)
    clicked: int = Field(ge=0)


class Lift(Record):
    """One version against the original, relative, with an anytime-valid interval."""

    test: str
    arm: str
    control: str
    shown: int
    clicked: int
    rate: float
    lift: float
    """(rate - control rate) / control rate."""
    low: float
    high: float
    """Anytime-valid interval at `confidence`: it may be looked at as often as one likes."""
    confidence: float = 0.95
    verdict: Literal["better", "worse", "not known yet"]
    needed: int | None = None
    """About how many more exposures per arm would settle it at the present rates; None when settled."""
    simulated: bool = False
