"""The picture extractor: every gauge on one preparation."""

from __future__ import annotations

from collections.abc import Sequence

from styleloop.measure.picture import attention, form, harmony, light, lines, mood, room
from styleloop.measure.picture.prepared import prepare
from styleloop.types.measurement import Measurement, MeasureSpec, Subject, known
from styleloop.types.record import Refusal

GAUGES = (
    *light.GAUGES,
    *harmony.GAUGES,
    *mood.GAUGES,
    *form.GAUGES,
    *room.GAUGES,
    *lines.GAUGES,
    *attention.GAUGES,
)
DECIMALS = 6
"""Digits kept: two processors agree on these, not on the last bits of a float."""


class PictureExtractor:
    """Measures of pixels. A subject without a picture has none of them."""

    name = "picture"
    version = "2"

    @property
    def specs(self) -> tuple[MeasureSpec, ...]:
        """Every measure it can give."""
        return tuple(gauge.spec for gauge in GAUGES)

    def extract(self, subjects: Sequence[Subject]) -> Sequence[tuple[Measurement, ...] | Refusal]:
        """The measures of each subject's picture, or a Refusal where the picture has no pixels."""
        return [self._one(subject) for subject in subjects]

    def _one(self, subject: Subject) -> tuple[Measurement, ...] | Refusal:
        if subject.picture is None:
            return ()
        if not subject.picture.rgb.size:
            size = f"{subject.picture.width} x {subject.picture.height} pixels"
            return Refusal(subject=subject.id, why="the picture is empty", got=size, expected="a pixel or more")
        prepared = prepare(subject.picture, subject.colours)
        taken = [(gauge.spec, gauge.value(prepared)) for gauge in GAUGES]
        source = f"{self.name}@{self.version}"
        return tuple(
            known(subject.id, spec.name, round(value, DECIMALS), spec.unit, source)
            for spec, value in taken
            if value is not None
        )
