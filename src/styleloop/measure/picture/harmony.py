"""Which colours stand together: their harmony, and how many of them are the brand's own."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from styleloop.measure.picture.ciede import ciede2000
from styleloop.measure.picture.gauge import Gauge, spec
from styleloop.measure.picture.palette import CELLS, Share
from styleloop.measure.picture.prepared import Prepared, to_lab
from styleloop.types.picture import Bytes

ITTEN = "Itten 1961, The art of color; hue distances on the OKLab circle (Ottosson 2020)"
SHARMA = "CIEDE2000: Sharma, Wu & Dalal 2005; threshold of 10, convention"
COLOURED = 0.02
"""OKLab chroma from which a colour has a hue to speak of: a just noticeable step from grey. Creams have none."""
OWN = 10.0
"""CIEDE2000 up to which a colour passes for the brand's."""
KINDS = {
    "monochrome": (0.0, 15.0),
    "analogous": (15.0, 60.0),
    "triadic": (105.0, 135.0),
    "complementary": (150.0, 180.0),
}
"""Distances from the main hue, in degrees, that make each kind of harmony."""


def hue_shares(palette: Sequence[Share]) -> dict[str, float]:
    """Kind of harmony -> share of the colour (area x chroma) at that distance from the main hue.

    Kinds as in `KINDS`, and `other` for the distances between; they add up to 1. Empty where no colour of the palette
    has a hue.
    """
    hued = [(math.atan2(b, a), math.hypot(a, b) * one.share) for one in palette for _, a, b in [one.oklab]]
    hued = [one for one, whole in zip(hued, palette, strict=True) if math.hypot(*whole.oklab[1:]) >= COLOURED]
    if not hued:
        return {}
    main, _ = max(hued, key=lambda one: one[1])
    total = sum(weight for _, weight in hued)
    found = dict.fromkeys((*KINDS, "other"), 0.0)
    for hue, weight in hued:
        found[_kind(abs(math.degrees(hue - main)))] += weight / total
    return found


def _kind(turn: float) -> str:
    apart = min(turn % 360, 360 - turn % 360)
    return next((kind for kind, (low, high) in KINDS.items() if low <= apart <= high), "other")


def harmony(palette: Sequence[Share], least: float = 0.1) -> str:
    """The kind of harmony in a word: `neutral`, one of `KINDS`, or `mixed`.

    A kind beside the main hue counts from `least` of the colour on; of several the largest is named, unless two of
    equal rank mix.
    """
    found = hue_shares(palette)
    if not found:
        return "neutral"
    beside = {kind: share for kind, share in found.items() if kind != "monochrome" and share >= least}
    if not beside:
        return "monochrome"
    kind = max(beside, key=lambda one: beside[one])
    return "mixed" if kind == "other" or (len(beside) > 1 and "analogous" not in beside) else kind


def neutral_share(p: Prepared) -> float:
    """Share of the area in colours without a hue to speak of."""
    return min(1.0, sum(one.share for one in p.palette if math.hypot(*one.oklab[1:]) < COLOURED))


def brand_share(p: Prepared) -> float | None:
    """Share of the area in the brand's own colours."""
    if not p.brand:
        return None
    return min(1.0, float(p.tally.weights[owned(p.brand)[p.tally.cells]].sum()))


@lru_cache(maxsize=16)
def owned(brand: tuple[str, ...]) -> npt.NDArray[np.bool_]:
    """Which cells of sRGB pass for one of the brand's colours; the cell that holds one always does."""
    numbers = np.arange(CELLS)
    steps = np.stack([numbers >> 10, numbers >> 5 & 31, numbers & 31], axis=1)
    centres = to_lab((steps * 8 + 4).astype(np.uint8)[None])[0].astype(np.float64)
    levels: Bytes = np.array([[int(code[i : i + 2], 16) for i in (1, 3, 5)] for code in brand], np.uint8)
    own = to_lab(levels[None])[0].astype(np.float64)
    found = np.zeros(CELLS, np.bool_)
    for one in own:
        found |= ciede2000(centres, one) <= OWN
    found[(levels >> 3).astype(np.int64) @ np.array([1024, 32, 1])] = True
    return found


def _part(kind: str, low: str, high: str) -> Gauge:
    first, last = KINDS[kind]
    return Gauge(
        spec(
            f"harmony_{kind}",
            "share",
            (0, 1),
            f"share of palette colour (area x OKLab chroma) {first:g} to {last:g} degrees from the main hue; "
            f"absent without a colour of chroma {COLOURED} or more",
            ITTEN,
            (low, high),
        ),
        lambda p: min(1.0, found[kind]) if (found := hue_shares(p.palette)) else None,
    )


GAUGES = (
    Gauge(
        spec(
            "neutral_share",
            "share",
            (0, 1),
            f"area share of palette colours with OKLab chroma under {COLOURED}",
            "Ottosson 2020; threshold, convention",
            ("coloured throughout", "greys and creams rule"),
        ),
        neutral_share,
    ),
    _part("monochrome", "several hues", "one hue throughout"),
    _part("analogous", "no neighbouring hues", "neighbouring hues"),
    _part("triadic", "no thirds of the circle", "hues a third of the circle apart"),
    _part("complementary", "no opposite hues", "opposite hues"),
    Gauge(
        spec(
            "brand_share",
            "share",
            (0, 1),
            "share of the area within CIEDE2000 10 of a colour of the brand kit, in cells of 5 bits a channel; absent "
            "without a kit",
            SHARMA,
            ("hardly any brand colour", "much brand colour"),
        ),
        brand_share,
    ),
)
"""Measures of colours that stand together."""
