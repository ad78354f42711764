"""What the gate says about a candidate: promote or hold, why, and every criterion with its figures."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from styleloop.types.measurement import Measurement
from styleloop.types.style import StyleVector
from styleloop.types.verdict import Criterion


class Candidate(Protocol):
    """A freshly fitted style and its weights, as the style stage hands it over."""

    @property
    def style(self) -> StyleVector:
        """The version that might be promoted."""
        ...

    @property
    def weights(self) -> bytes:
        """Its weights blob."""
        ...


@dataclass(frozen=True)
class Anchor:
    """A pair of pieces whose order a person has settled: no new version may turn it round.

    Attributes:
        name: as people know it.
        better: measurements of the piece that stands above.
        worse: of the other; none: the brand's usual piece.
    """

    name: str
    better: tuple[Measurement, ...]
    worse: tuple[Measurement, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """Promote or hold.

    Attributes:
        promote: whether the candidate may speak from now on.
        reasons: whole sentences, the deciding one first.
        criteria: everything that was judged, or could not be; no criterion of a promoted candidate failed.
    """

    promote: bool
    reasons: tuple[str, ...]
    criteria: tuple[Criterion, ...] = ()

    @property
    def words(self) -> str:
        """All reasons, as one text."""
        return " ".join(self.reasons)


@dataclass(frozen=True)
class Rules:
    """What the evidence must carry.

    Attributes:
        fewest_tests: new randomised tests.
        fewest_shown: new exposures in them, together.
        z: held-out gain over its own noise; 1.645 lets one candidate in twenty through that is no better.
        anchors: pairs that must keep their order.
        days: test -> its last day; the candidate must also foresee later tests from earlier ones. Empty: not asked.
        least_frames: share of the usable frames that must remain.
        narrowest: share of a measure's usual range (5 to 95 %) that must remain ...
        narrowed: ... for all but this share of the measures.
        chosen: how unlike one another the lines are that either version would choose from one pool; None: not known.
        least_unlike: share of that which must remain.
        findings: objections of the checks per piece, by the version before the current one and by the current one,
            with how many pieces each made; None: not known.
    """

    fewest_tests: int = 3
    fewest_shown: int = 20_000
    z: float = 1.645
    anchors: Sequence[Anchor] = ()
    days: Mapping[str, date] = field(default_factory=dict)
    least_frames: float = 0.8
    narrowest: float = 0.5
    narrowed: float = 0.25
    chosen: Chosen | None = None
    least_unlike: float = 0.95
    findings: Rates | None = None


@dataclass(frozen=True)
class Chosen:
    """What the current version and the candidate would choose from the same drafts.

    Attributes:
        before, after: effective share of different lines (Vendi score / lines wanted), 0 to 1, on average.
        batches: how many batches either chose.
        lines: lines of one batch.
    """

    before: float
    after: float
    batches: int
    lines: int


@dataclass(frozen=True)
class Rates:
    """Objections of the checks under two versions: how many, over how many pieces."""

    before: int
    before_pieces: int
    after: int
    after_pieces: int

    @property
    def risen(self) -> float:
        """How many standard errors the rate rose by (Poisson); 0 when either made nothing."""
        if not self.before_pieces or not self.after_pieces:
            return 0.0
        rise = self.after / self.after_pieces - self.before / self.before_pieces
        error = math.sqrt((self.after + 1) / self.after_pieces**2 + (self.before + 1) / self.before_pieces**2)
        return rise / error
