"""One picture measure: its description beside the function that takes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from styleloop.measure.picture.prepared import Prepared
from styleloop.types.measurement import MeasureSpec


@dataclass(frozen=True)
class Gauge:
    """A measure and how it is taken; None where a picture has no such thing: absent, never zero."""

    spec: MeasureSpec
    value: Callable[[Prepared], float | None]


def spec(
    name: str, unit: str, span: tuple[float, float], formula: str, source: str, readings: tuple[str, str]
) -> MeasureSpec:
    """The description of `picture.<name>`; `span` is (low, high), `readings` what people say of low and high."""
    return MeasureSpec(
        name=f"picture.{name}",
        unit=unit,
        low=span[0],
        high=span[1],
        formula=formula,
        source=source,
        reading_low=readings[0],
        reading_high=readings[1],
    )
