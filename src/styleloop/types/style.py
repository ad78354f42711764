"""The style vector: what is usual, what helps, how sure we are."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Literal

from pydantic import Field

from styleloop.types.record import Identified, Record, Refusal

FLOOR = 0.15
"""Least novelty of a line against own recent ones, where nobody set another; 0 is a copy."""
CEILING = 2.0
"""Most on-brand distance of a line, where nobody set another; 1 is as far as the brand itself strays."""


class Norm(Record):
    """What is usual for one measure in one locale, over approved assets."""

    measure: str
    unit: str
    extractor: str
    locale: str
    median: float
    iqr: float
    """Interquartile range, in `unit`; 0 when all agree."""
    quantiles: tuple[float, ...]
    """At 5, 10, 25, 50, 75, 90, 95 %."""
    n: int


class Effect(Record):
    """Change in log-odds of a click per one norm-spread of a measure, learnt within randomised tests only."""

    measure: str
    mean: float
    sd: float
    low: float
    high: float
    """Central 90 % interval of the posterior."""
    spread: float
    """One norm-spread, in the measure's unit; frozen at the global parent so that markets can be pooled."""
    tests: int
    """Randomised tests in which the measure varied."""
    verdict: Literal["helps", "hurts", "not known yet"]


class PatternSlot(Record):
    """One typed gap of a pattern."""

    name: str
    """As written in the skeleton: `product`, `adversary`, `part1`, `number1`."""
    kind: str
    """`product`, `adversary`, `price`, or a FactKind."""
    form: str
    """Form of the phrase it needs: `bare`, `indefinite`, `definite`, `nom_def`, ... or `number`."""
    traits: tuple[str, ...] = ()
    """Traits shared by every filler seen."""
    dimension: str = ""
    """`mass`, `volume`, `time`, ... for numbers."""


class Pattern(Identified):
    """A frame mined from the brand's own lines: literal words and typed gaps."""

    kind: ClassVar[str] = "pattern"
    outside: ClassVar[frozenset[str]] = frozenset({"examples", "support", "approved", "effect", "sd"})

    slot: str
    """Copy slot it fills: headline, cta, ..."""
    locale: str
    skeleton: str
    """`Some people fear {adversary}. Some people own our {product}.` with `{name}` gaps."""
    gaps: tuple[PatternSlot, ...]
    asserts: tuple[str, ...] = ()
    """Spans of the literal words that claim something of their own and need backing."""
    examples: tuple[str, ...] = ()
    """Ids of the assets it was mined from."""
    support: int = 1
    approved: bool = False
    """A person said yes to a frame that was seen only once."""
    effect: float = 0.0
    sd: float = 1.0
    """Posterior of its residual effect in log-odds."""


class Exemplar(Record):
    """One past piece to follow or to avoid, by lift shrunk towards nothing."""

    asset: str
    verdict: Literal["winner", "loser"]
    lift: float
    """Empirical-Bayes-shrunk difference in log-odds from its test's mean."""
    sd: float


class StyleVector(Identified):
    """One immutable version of how a brand speaks and looks in a market, and what works there.

    The id hashes what went *in* (tests, responses, extractor versions, settings, parent), not the floats that came out.
    """

    kind: ClassVar[str] = "style"
    outside: ClassVar[frozenset[str]] = frozenset(
        {"norms", "effects", "exemplars", "patterns", "weights", "tau2", "manner", "embedder"}
        | {"refused", "made", "note"}
    )

    brand: str
    channel: str = "social"
    market: str
    """Locale, or `global`."""
    parent: str = ""
    """Id of the version this one replaces."""
    above: str = ""
    """Id of the style one level up (global for a market), whose posterior was this one's prior."""
    tests: tuple[str, ...] = ()
    """Sorted ids of the randomised tests that taught it."""
    evidence: str
    """sha256 over the sorted ids of every asset and response read."""
    extractors: tuple[str, ...]
    settings: tuple[tuple[str, str], ...] = ()
    norms: tuple[Norm, ...] = ()
    effects: tuple[Effect, ...] = ()
    exemplars: tuple[Exemplar, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    weights: str = ""
    """sha256 of the npz blob with the exact sums (A, b, scale) that merge by addition."""
    tau2: float = 0.0
    """Between-arm variance in log-odds, frozen at the global parent."""
    embedder: str = ""
    """`name@version` of the embedder whose points its manner part reads; empty where it has none."""
    manner: float = Field(default=0.0, ge=0)
    """How much the way lines are said, beyond what is measured, moves the prediction: standard deviation over the own
    pieces, in log-odds."""
    refused: tuple[Refusal, ...] = ()
    """Tests that were not allowed to teach, and why."""
    made: datetime | None = None
    note: str = ""
    """Why this version exists."""

    def norm(self, measure: str) -> Norm | None:
        """What is usual for a measure, or None where it was never seen."""
        return next((n for n in self.norms if n.measure == measure), None)


class Score(Record):
    """How one draft stands against a style version."""

    subject: str
    style: str
    distance: float
    """On-brand distance: root mean of squared robust z on shrunk covariance; 1 is as far as the brand itself strays."""
    causes: tuple[tuple[str, float], ...] = ()
    """The three measures that cause it, with their robust z."""
    effect: float
    low: float
    high: float
    """Predicted change in log-odds against the brand's usual, with its 90 % interval."""
    draw: float
    """One draw from the posterior (Thompson): what choosing goes by."""
    novelty: float
    """1 - likeness to the nearest own recent line; 0 is a copy."""


class StyleChange(Record):
    """One difference between two style versions, in numbers and in words."""

    what: Literal["usual", "what helps", "pattern", "evidence"]
    name: str
    before: float | None = None
    after: float | None = None
    unit: str = ""
    words: str
    """One sentence for people."""
    tests: tuple[str, ...] = ()
    """Tests that moved it."""
