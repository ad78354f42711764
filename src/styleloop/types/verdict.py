"""What was looked at before a style version was let speak."""

from __future__ import annotations

from typing import Literal

from styleloop.types.record import Record

Outcome = Literal["passed", "failed", "not judged"]


class Criterion(Record):
    """One thing a candidate is judged by, with the figures."""

    name: str
    """In plain words: `foresees new tests`."""
    outcome: Outcome
    before: float | None = None
    """By the version that speaks; None where there is no figure."""
    after: float | None = None
    """By the candidate."""
    unit: str = ""
    threshold: str = ""
    """What it takes to pass, in words and figures."""
    words: str
    """One sentence: how it came out, and why where it was not judged."""
