"""The layout extractor."""

from __future__ import annotations

from collections.abc import Sequence

from styleloop.measure.layout.area import covered
from styleloop.measure.layout.specs import SPECS
from styleloop.types.copy import HEADLINE, PRICE
from styleloop.types.measurement import Measurement, MeasureSpec, Subject
from styleloop.types.record import Refusal
from styleloop.types.variant import SlotFacts

LOGO = "logo"
"""A drawn slot without words."""


class LayoutExtractor:
    """Measures of slots. A subject without slot facts and size has none of them."""

    name = "layout"
    version = "1"

    @property
    def specs(self) -> tuple[MeasureSpec, ...]:
        """Every measure it can give."""
        return SPECS

    def extract(self, subjects: Sequence[Subject]) -> Sequence[tuple[Measurement, ...] | Refusal]:
        """The measures of each subject's layout; those of a slot that was not drawn are absent."""
        return [self._one(subject) for subject in subjects]

    def _one(self, subject: Subject) -> tuple[Measurement, ...] | Refusal:
        if not subject.facts or subject.size is None:
            return ()
        if min(subject.size) < 1:
            return Refusal(
                subject=subject.id, why="the piece has no size", got=str(subject.size), expected="a pixel or more"
            )
        found = _values(tuple(f for f in subject.facts if f.slot != LOGO and _inked(f)), subject.size)
        return tuple(
            Measurement(
                subject=subject.id,
                name=spec.name,
                value=round(min(max(found[spec.name], spec.low), spec.high), 6),
                unit=spec.unit,
                extractor=f"{self.name}@{self.version}",
            )
            for spec in SPECS
            if spec.name in found
        )


def _inked(facts: SlotFacts) -> bool:
    x0, y0, x1, y1 = facts.ink
    return x1 > x0 and y1 > y0


def _values(drawn: Sequence[SlotFacts], size: tuple[int, int]) -> dict[str, float]:
    """Measure -> value, for slots with ink."""
    short = min(size)
    found: dict[str, float] = {
        "layout.text_share": covered([f.ink for f in drawn], size),
        "layout.price_shown": float(any(f.slot == PRICE for f in drawn)),
        "layout.slots_drawn": float(len({f.slot for f in drawn})),
    }
    if contrasts := [f.contrast for f in drawn if f.contrast > 0]:
        found["layout.least_contrast"] = min(contrasts)
    if drawn:
        found["layout.least_clearance"] = min(f.clearance for f in drawn) / short
    headline = next((f for f in drawn if f.slot == HEADLINE), None)
    if headline is None:
        return found
    found["layout.headline_size"] = headline.size / short
    found["layout.headline_lines"] = float(headline.lines)
    if others := [f.size for f in drawn if f.slot != HEADLINE and f.size > 0]:
        found["layout.size_ratio"] = headline.size / max(others)
    return found
