"""Copy -> numbers with units."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from styleloop.measure.copy.declared import Found
from styleloop.measure.copy.line import Line, Parts, empty
from styleloop.measure.copy.specs import MEASURES, SPECS
from styleloop.types.copy import BODY, CTA, HEADLINE, PRICE
from styleloop.types.measurement import Measurement, MeasureSpec, Subject, blank, known_all
from styleloop.types.record import Refusal

SLOTS = (HEADLINE, BODY, CTA, PRICE)
AT_ONCE = 256
"""Texts measured between two chances for the garbage collector."""


class CopyExtractor:
    """Measures of the headline, and of body, call to action and price where they are there."""

    name = "copy"
    version = "3"

    @property
    def specs(self) -> tuple[MeasureSpec, ...]:
        """Every measure of words."""
        return SPECS

    def extract(self, subjects: Sequence[Subject]) -> Sequence[tuple[Measurement, ...] | Refusal]:
        """The measures that are valid for each subject's language; none for a subject without a headline."""
        made: list[tuple[Measurement, ...] | Refusal] = []
        for first in range(0, len(subjects), AT_ONCE):
            with _uncollected():
                made += [self._one(subject) for subject in subjects[first : first + AT_ONCE]]
        return made

    def _one(self, subject: Subject) -> tuple[Measurement, ...]:
        texts = {slot.slot: slot.text for slot in reversed(subject.words.slots)}
        if not texts.get(HEADLINE, "").strip():
            return ()
        locale = subject.locale
        parts = Parts(*[Line(texts[slot], locale) if texts.get(slot) else empty(locale) for slot in SLOTS])
        fields, values = [], []
        for of, fresh, low, high in _valid(parts.headline.language, f"{self.name}@{self.version}"):
            value = of(parts)
            if value is not None:
                fields.append(fresh)
                values.append(float(value if low <= value <= high else min(max(value, low), high)))
        return known_all(subject.id, fields, values)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the cycle collector: what is made of texts has no cycles, and walking over it took a third of the time.

    Never leaves the collector off where it was on, nor on where it was off.
    """
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


@cache
def _valid(language: str, source: str) -> tuple[tuple[Found, Callable[[], dict[str, Any]], float, float], ...]:
    """How each measure of `language` is found, what gives its fields, and its range."""
    specs = ((spec, of) for spec, of in MEASURES if spec.locales is None or language in spec.locales)
    return tuple((of, blank(spec.name, spec.unit, source).copy, spec.low, spec.high) for spec, of in specs)
