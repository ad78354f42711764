"""Randomised tests and what they showed."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

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
    converted: int | None = Field(default=None, ge=0)
    """Conversions; None where a row did not give them."""
    value: float | None = None
    """Value of the conversions in `currency`; None where a row did not give it, or rows are in several currencies."""
    currency: str = ""
    days: int = Field(default=0, ge=0)
    """Days with a row."""


class Period(Record):
    """Days of one test on which the audience was divided by the same shares."""

    starts: date
    shares: tuple[float, ...]
    """In the order of the experiment's arms."""
    tallies: tuple[Tally, ...]


class Allocation(Record):
    """Who was to be shown how much on one day: the logged propensities. Append-only, one per test and day."""

    test: str
    day: date
    arms: tuple[str, ...]
    shares: tuple[float, ...]
    best: tuple[float, ...]
    """How likely each arm is to be the best, before tempering."""
    floor: float = Field(ge=0, le=0.2)
    tempering: float = Field(gt=0, le=1)
    clicks_left: float = Field(ge=0)
    """Clicks expected in the rest of the test when the shares were made."""
    style: str = ""
    """Style version whose predictions were the arms' prior; empty when there was none."""

    @model_validator(mode="after")
    def _divides(self) -> Self:
        if len(self.arms) != len(self.shares) or abs(sum(self.shares) - 1) > 1e-6 or min(self.shares) <= 0:
            raise ValueError("shares are above 0 and add up to 1, one for each version")
        return self

    @property
    def by_arm(self) -> dict[str, float]:
        """Share of each version."""
        return dict(zip(self.arms, self.shares, strict=True))


class Guard(Record):
    """A second figure that a winner in clicks must not make clearly worse."""

    name: Literal["conversions per impression", "value per impression"]
    change: float
    """(version - original) / original."""
    low: float
    high: float
    """Anytime-valid interval."""
    worse: bool
    """The whole interval lies below zero."""
    currency: str = ""


Advice = Literal[
    "stop: winner",
    "stop: worse",
    "stop: a guard is worse",
    "stop: too small to matter",
    "go on",
    "pool through style",
    "run again",
]
"""`run again`: the audience was not divided as planned, so nothing may be concluded."""


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
    segment: str = "all"
    guards: tuple[Guard, ...] = ()
    days: float | None = None
    """About how many days `needed` takes at the present traffic; None when settled or unknown."""
    advice: Advice = "go on"
    words: str = ""
    """The advice with its reasons, for people."""

    @property
    def winner(self) -> bool:
        """Better in clicks and not clearly worse in a guard."""
        return self.advice == "stop: winner"


class Proposal(Record):
    """A difference worth testing: one measure, two sides, what a test of it would take and bring."""

    measure: str
    unit: str
    low: float
    high: float
    """What the two versions would measure."""
    usual: float
    steps: float
    """(high - low) / one norm-spread."""
    mean: float
    sd: float
    """Belief about the whole difference, in log-odds of a click, before the test."""
    assumed: bool
    """Assumed, not measured: no randomised test has taught this measure anything yet."""
    lift: float
    """The lift the test is planned to find: 5 % of the belief lies beyond it."""
    rate: float
    """Clicks per exposure that the plan reckons with."""
    exposures: int
    """Per version, for 80 % power under the anytime-valid interval."""
    days: float
    """`exposures` of both versions at the market's traffic."""
    sd_after: float
    """The belief's standard deviation after 28 days."""
    value: float
    """Expected gain from choosing after 28 days of test rather than now, in log-odds of a click."""
    within: bool
    """Whether the test can be over within 28 days."""
