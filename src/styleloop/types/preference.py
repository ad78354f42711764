"""Which of two versions people preferred: what a model of words could be tuned on."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from styleloop.types.copy import Copy
from styleloop.types.record import Record

Split = Literal["train", "validation", "held back"]


class Preference(Record):
    """Two versions of one randomised test with the same picture, the better one first."""

    market: str
    test: str
    story: str
    """What both tell of: the product, or the test where no product is known."""
    split: Split
    """A whole story lies in one part, so that nothing is judged on what it was tuned on."""
    better: Copy
    worse: Copy
    chance: float = Field(ge=0, le=1)
    """Posterior probability that it is better."""
    gain: float
    """Posterior mean of the difference, in log-odds of a click."""
    weight: float
    """gain x chance."""
    simulated: bool = False
