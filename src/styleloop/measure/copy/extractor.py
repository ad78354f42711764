"""Copy -> numbers with units."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from styleloop.measure.copy.declared import Found
from styleloop.measure.copy.line import Line, Parts
from styleloop.measure.copy.specs import MEASURES, SPECS
from styleloop.types.copy import BODY, CTA, HEADLINE, PRICE
from styleloop.types.measurement import Measurement, MeasureSpec, Subject, known
from styleloop.types.record import Refusal


class CopyExtractor:
    """Measures of the headline, and of body, call to action and price where they are there."""

    name = "copy"
    version = "2"

    @property
    def specs(self) -> tuple[MeasureSpec, ...]:
        """Every measure of words."""
        return SPECS

    def extract(self, subjects: Sequence[Subject]) -> Sequence[tuple[Measurement, ...] | Refusal]:
        """The measures that are valid for each subject's language; none for a subject without a headline."""
        return [self._one(subject) for subject in subjects]

    def _one(self, subject: Subject) -> tuple[Measurement, ...]:
        if not subject.words.text(HEADLINE).strip():
            return ()
        lines = (Line(subject.words.text(slot), subject.locale) for slot in (HEADLINE, BODY, CTA, PRICE))
        parts = Parts(*lines)
        source = f"{self.name}@{self.version}"
        made = []
        for of, name, unit, low, high in _valid(parts.headline.language):
            value = of(parts)
            if value is not None:
                made.append(known(subject.id, name, min(max(float(value), low), high), unit, source))
        return tuple(made)


@cache
def _valid(language: str) -> tuple[tuple[Found, str, str, float, float], ...]:
    """How each measure of `language` is found, its name, unit and range."""
    specs = ((spec, of) for spec, of in MEASURES if spec.locales is None or language in spec.locales)
    return tuple((of, spec.name, spec.unit, spec.low, spec.high) for spec, of in specs)
