"""Measures in plain words: one value beside what is usual, and a picture in one sentence."""

from __future__ import annotations

from collections.abc import Mapping

from styleloop.measure.picture.harmony import harmony
from styleloop.measure.picture.palette import shares
from styleloop.types.measurement import MeasureSpec
from styleloop.types.picture import Picture
from styleloop.types.style import Norm

AS_USUAL, IN_BETWEEN = "about as usual", "in between"
YES_OR_NO = frozenset({"yes", "flag"})
_HASLER = ((15, "hardly colourful"), (33, "slightly colourful"), (59, "colourful"), (82, "quite colourful"))
_HARMONIES = {
    "neutral": "greys and near-greys",
    "monochrome": "one hue",
    "analogous": "neighbouring hues",
    "triadic": "hues a third of the circle apart",
    "complementary": "opposite hues",
    "mixed": "mixed hues",
}
MARKS: Mapping[str, tuple[float, float]] = {
    "picture.brightness": (35, 70),
    "picture.contrast": (35, 65),
    "picture.saturation": (0.12, 0.4),
    "picture.warmth": (-0.04, 0.08),
    "picture.colourfulness": (33, 59),
    "picture.dominant_share": (0.3, 0.6),
    "picture.palette_size": (2.5, 5.5),
    "picture.dominant_green_red": (-0.02, 0.02),
    "picture.dominant_blue_yellow": (-0.02, 0.02),
    "picture.neutral_share": (0.1, 0.6),
    "picture.harmony_monochrome": (0.5, 0.9),
    "picture.harmony_analogous": (0.02, 0.1),
    "picture.harmony_triadic": (0.02, 0.1),
    "picture.harmony_complementary": (0.02, 0.1),
    "picture.brand_share": (0.1, 0.5),
    "picture.warm_cool": (-0.2, 0.2),
    "picture.heavy_light": (-0.5, 1.0),
    "picture.active_passive": (-0.2, 0.3),
    "picture.edge_density": (0.03, 0.12),
    "picture.sharpness": (1.5, 2.8),
    "picture.negative_space": (0.25, 0.6),
    "picture.detail_upright": (-0.15, 0.15),
    "picture.detail_sideways": (-0.15, 0.15),
    "picture.detail_centre": (0.06, 0.2),
    "picture.lines_level": (-0.15, 0.15),
    "picture.lines_rising": (-0.15, 0.15),
    "picture.lines_strength": (0.1, 0.35),
    "picture.balance": (0.8, 0.92),
    "picture.weight_across": (0.45, 0.55),
    "picture.weight_down": (0.45, 0.55),
    "picture.thirds": (0.1, 0.3),
    "picture.subject_share": (0.005, 0.08),
    "layout.headline_size": (0.05, 0.1),
    "layout.size_ratio": (1.4, 2.5),
    "layout.text_share": (0.1, 0.35),
    "layout.least_clearance": (0.01, 0.06),
    "layout.slots_drawn": (2.5, 4.5),
    "layout.overlapping": (0.5, 1.5),
}
"""Measure -> below and above which its readings hold by themselves: house marks, used until a style knows better."""
SLOT_MARKS: Mapping[str, tuple[float, float]] = {
    "rank": (1.5, 4.5),
    "area": (0.02, 0.12),
    "contrast": (4.5, 7),
    "lc": (60, 75),
    "size": (0.03, 0.07),
    "lines": (1.5, 3.5),
    "clearance": (0.01, 0.06),
}
"""The same for what is measured of every slot; WCAG 2.2 AA and AAA, and APCA's levels for body text."""
GREYS = 0.8
"""Share of near-greys from which a picture is called grey although something in it has a hue."""
CALM = 0.5
"""Share of a half that must be calm before words are sent there."""


def reading(spec: MeasureSpec, value: float, usual: Norm | None) -> str:
    """One value in words: beside what is usual where that is known, else by marks of the house."""
    if spec.unit in YES_OR_NO:
        return spec.reading_high if value >= 0.5 else spec.reading_low
    if usual is not None:
        return _beside(spec, value, usual)
    low, high = _marks(spec)
    if low < value < high:
        return IN_BETWEEN
    return spec.reading_low if value <= low else spec.reading_high


def _marks(spec: MeasureSpec) -> tuple[float, float]:
    """House marks where there are some; else the thirds of a share, and the very ends of any other range."""
    family, _, name = spec.name.partition(".")
    own = MARKS.get(spec.name) or (SLOT_MARKS.get(name.rpartition("_")[2]) if family == "layout" else None)
    if own:
        return own
    edge = 1 / 3 if spec.unit == "share" else 0.0
    reach = spec.high - spec.low
    return spec.low + edge * reach, spec.high - edge * reach


def _beside(spec: MeasureSpec, value: float, usual: Norm) -> str:
    least, low, _, high, most = usual.quantiles[1:6]
    if low <= value <= high:
        return AS_USUAL
    far = "a little" if least <= value <= most else "well"
    if value < low:
        return f"{far} below usual, towards: {spec.reading_low}"
    return f"{far} above usual, towards: {spec.reading_high}"


def summary(picture: Picture, values: Mapping[str, float]) -> str:
    """A picture in one sentence: `Cool, calm palette of neighbouring hues; dark; ...`"""
    grey = values["picture.neutral_share"] > GREYS
    hues = _HARMONIES["neutral" if grey else harmony(shares(picture.rgb, alpha=picture.alpha))]
    mood = [_warmth(values), "lively" if values["picture.active_passive"] > 0 else "calm"]
    parts = [
        f"{', '.join(part for part in mood if part)} palette of {hues}",
        _colourful(values["picture.colourfulness"]),
        _light(values["picture.brightness"]),
        _weight(values["picture.weight_across"], values["picture.weight_down"]),
        _room(values),
    ]
    said = "; ".join(part for part in parts if part)
    return f"{said[:1].upper()}{said[1:]}."


def _warmth(values: Mapping[str, float]) -> str:
    """Warm or cool where it can be seen; most pictures are neither."""
    if values["picture.warm_cool"] > 0 or values["picture.warmth"] > MARKS["picture.warmth"][1]:
        return "warm"
    return "cool" if values["picture.warmth"] < MARKS["picture.warmth"][0] else ""


def _colourful(value: float) -> str:
    return next((words for top, words in _HASLER if value < top), "highly colourful")


def _light(value: float) -> str:
    return "dark" if value < 35 else "bright" if value > 70 else "middling light"


def _weight(across: float, down: float) -> str:
    side = "left" if across < 0.45 else "right" if across > 0.55 else ""
    level = "upper" if down < 0.45 else "lower" if down > 0.55 else ""
    if not side and not level:
        return "the eye goes to the middle"
    return f"the eye goes to the {' '.join(part for part in (level, side) if part)}" + ("" if side else " half")


def _room(values: Mapping[str, float]) -> str:
    halves = {half: values[f"picture.calm_{half}"] for half in ("top", "bottom", "left", "right")}
    best = max(halves, key=lambda half: halves[half])
    if halves[best] < CALM:
        return "no calm half for words"
    if min(halves.values()) > 0.8:
        return "calm nearly everywhere"
    return f"calm room for words {'at the' if best in ('top', 'bottom') else 'on the'} {best}"
