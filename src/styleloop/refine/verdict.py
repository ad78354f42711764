"""What the gate says about a candidate: promote or hold, why, and the figures before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from styleloop.types.measurement import Measurement
from styleloop.types.style import StyleVector


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
    """A pair of pieces whose order a person has settled: no new version may turn it round."""

    name: str
    better: tuple[Measurement, ...]
    worse: tuple[Measurement, ...]


@dataclass(frozen=True)
class Figure:
    """One number, by the current version and by the candidate."""

    name: str
    before: float
    after: float
    unit: str


@dataclass(frozen=True)
class Verdict:
    """Promote or hold.

    Attributes:
        promote: whether the candidate may speak from now on.
        reasons: whole sentences, the deciding one first.
        figures: held-out quality before and after; empty when nothing could be compared.
    """

    promote: bool
    reasons: tuple[str, ...]
    figures: tuple[Figure, ...] = ()

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
    """

    fewest_tests: int = 3
    fewest_shown: int = 20_000
    z: float = 1.645
    anchors: Sequence[Anchor] = ()
