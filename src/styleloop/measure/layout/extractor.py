"""The layout extractor."""

from __future__ import annotations

from collections.abc import Sequence

from styleloop.measure.layout.area import covered
from styleloop.measure.layout.hierarchy import alignment, area, in_told_order, ranks
from styleloop.measure.layout.reading import read_contrast
from styleloop.measure.layout.specs import SPECS
from styleloop.types.copy import HEADLINE, PRICE
from styleloop.types.measurement import Measurement, MeasureSpec, Subject, known
from styleloop.types.picture import Picture
from styleloop.types.record import Refusal
from styleloop.types.variant import SlotFacts

LOGO = "logo"
"""A drawn slot without words."""
FROM_RIGHT = frozenset({"ar", "fa", "he", "ur", "yi", "ps", "sd", "ug", "dv", "ckb"})
"""Languages read from the right."""


class LayoutExtractor:
    """Measures of slots. A subject without slot facts and size has none of them."""

    name = "layout"
    version = "2"

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
        drawn = tuple(f for f in subject.facts if _inked(f))
        words = tuple(f for f in drawn if f.slot != LOGO)
        read = _read(words, subject.picture, subject.size)
        found = {
            **_values(words, subject.size),
            **_together(words, subject.size, subject.locale),
            **_by_slot(drawn, subject.size),
            **{f"layout.{slot}_lc": value for slot, value in read.items()},
        }
        if read:
            found["layout.least_lc"] = min(read.values())
        source = f"{self.name}@{self.version}"
        return tuple(
            known(subject.id, spec.name, round(min(max(found[spec.name], spec.low), spec.high), 6), spec.unit, source)
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
    if others := [f.size for f in drawn if f.slot != HEADLINE and f.size > 0]:
        found["layout.size_ratio"] = headline.size / max(others)
    return found


def _together(words: Sequence[SlotFacts], size: tuple[int, int], locale: str) -> dict[str, float]:
    """Measures of how the slots stand to each other."""
    found: dict[str, float] = {"layout.overlapping": float(sum(bool(f.overlaps) for f in words))}
    if room := sum(area(f.box) for f in words):
        found["layout.box_fill"] = sum(min(area(f.ink), area(f.box)) for f in words) / room
    sometimes = {
        "layout.alignment": alignment(words, min(size)),
        "layout.reading_order": in_told_order(words, locale.split("-")[0] in FROM_RIGHT),
    }
    return found | {name: value for name, value in sometimes.items() if value is not None}


def _by_slot(drawn: Sequence[SlotFacts], size: tuple[int, int]) -> dict[str, float]:
    """Measures of each slot alone; of two with one name the first counts."""
    places, short = ranks(drawn), min(size)
    found: dict[str, float] = {}
    for facts in reversed(drawn):
        x0, y0, x1, y1 = facts.ink
        own = {
            "rank": float(places[facts.slot]),
            "area": covered([facts.ink], size),
            "across": (x0 + x1) / 2 / size[0],
            "down": (y0 + y1) / 2 / size[1],
            "size": facts.size / short,
            "lines": float(facts.lines),
            "clearance": facts.clearance / short,
        }
        if facts.contrast > 0:
            own["contrast"] = facts.contrast
        found |= {f"layout.{facts.slot}_{name}": value for name, value in own.items()}
    return found


def _read(words: Sequence[SlotFacts], picture: Picture | None, size: tuple[int, int]) -> dict[str, float]:
    """Slot -> |Lc|, where the finished picture is there to look at."""
    if picture is None or not picture.rgb.size:
        return {}
    taken = {f.slot: read_contrast(f, picture, size) for f in reversed(words)}
    return {slot: value for slot, value in taken.items() if value is not None}
