"""From a logo or a picture to a palette: colours by how they look, and tones in which every word can be read.

Colours are clusters in OKLab (`styleloop.measure.picture.palette`). A tone that would be too faint is mended by moving
lightness alone, towards black or white, until WCAG's ratio holds: the hue stays the brand's.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from styleloop.measure.picture.oklab import linear, to_hex, to_oklab
from styleloop.measure.picture.palette import SAME, palette
from styleloop.types.brand import Colour, Tone
from styleloop.types.picture import Picture

LEAST = 4.5
"""WCAG 2.2, 1.4.3: least ratio of words to their ground."""
MOST_PANELS = 3
INK, PAPER = "#1c2126", "#f7f4ee"
"""Of a brand whose colours hold nothing dark or nothing light."""
NIGHT = 0.22
"""OKLab lightness of words where the brand's darkest colour is not dark enough for a ground: near-black."""
_LOOKED_AT = 60_000
"""Pixels in which an exact colour is looked for."""
_STEP = 0.01
"""OKLab lightness by which a colour is moved at a time: half of what can just be seen."""
_GREY = 0.03
"""OKLab chroma under which a colour has no hue to speak of."""
_PALE = 0.05
"""OKLab chroma under which a light colour may be paper; yellow is none."""
_HUES = (
    (20, "rose"), (38, "red"), (75, "orange"), (115, "yellow"), (165, "green"), (215, "teal"), (275, "blue"),
    (315, "violet"), (345, "pink"), (361, "rose"),
)  # fmt: skip
"""Degrees of OKLab hue up to which a colour is called so."""


@dataclass(frozen=True)
class Picked:
    """One colour that a picture holds."""

    hex: str
    share: float
    """Of the picture's area, 0 to 1."""
    name: str


@dataclass(frozen=True)
class Pair:
    """Words on a ground in one tone, and how well they read."""

    what: str
    ink: str
    ground: str
    ratio: float

    @property
    def legible(self) -> bool:
        """Whether it is enough for words of any size."""
        return self.ratio >= LEAST


@dataclass(frozen=True)
class Toned:
    """Tones made of a palette, and what had to be moved for words to be read."""

    colours: tuple[Colour, ...]
    tones: tuple[Tone, ...]
    moved: tuple[str, ...]
    """One sentence for each colour that is not exactly the one it was made of."""


def picked(picture: Picture, most: int = 6) -> tuple[Picked, ...]:
    """The colours of a picture, by area, each with a name of its own.

    Where one exact colour makes up most of what looks like it, as in a logo, it is that colour to the last digit: edges
    that were smoothed do not shift it. Elsewhere it is the middle of what looks alike.
    """
    found = [(_exact(picture, code), share) for code, share in palette(picture, most)]
    names = named([code for code, _ in found])
    return tuple(Picked(code, share, name) for (code, share), name in zip(found, names, strict=True))


def _exact(picture: Picture, code: str) -> str:
    """The commonest colour near `code`, if it alone covers half of what does."""
    seen = picture.rgb.reshape(-1, 3)[:: max(1, picture.rgb.size // (3 * _LOOKED_AT))].astype(np.int64)
    whole, counts = np.unique(seen @ np.array([65536, 256, 1]), return_counts=True)
    levels = np.stack([whole >> 16, whole >> 8 & 255, whole & 255], axis=1).astype(np.float64)
    near = np.linalg.norm(to_oklab(levels) - np.array(_lab(code)), axis=1) < SAME
    if not near.any():
        return code
    best = int(np.argmax(np.where(near, counts, 0)))
    return f"#{int(whole[best]):06x}" if counts[best] >= counts[near].sum() / 2 else code


def named(codes: Sequence[str]) -> tuple[str, ...]:
    """A name for each colour, each once: `deep green`, `pale blue`, `grey 2`."""
    names: list[str] = []
    for code in codes:
        name, number = _name(code), 2
        while name in names:
            name, number = f"{_name(code)} {number}", number + 1
        names.append(name)
    return tuple(names)


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio of two colours `#rrggbb`, 1 to 21 (relative luminance, section 1.4.3)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def pairs(tone: Tone) -> tuple[Pair, ...]:
    """Every words-on-ground of a tone."""
    wanted = (("headline", "line", "panel"), ("body", "fact", "panel"), ("button", "label_ink", "label"))
    return tuple(
        Pair(what, getattr(tone, ink), getattr(tone, ground), contrast(getattr(tone, ink), getattr(tone, ground)))
        for what, ink, ground in wanted
    )


def toned(colours: Sequence[Colour]) -> Toned:
    """Up to three tones in the brand's own colours, in which every word stands at least 4.5:1 on its ground.

    The darkest colour speaks on light ground, the palest on dark. Panels are the colours between that have most colour,
    kept as they are: words are in whichever can be read on them, else in a near-black of the dark one's hue, and only
    where that cannot be read either is the ground made darker. What stands behind a product is made of the lightest
    colour that has any. Names that tones need and that nobody gave (`ink`, `paper`) are added as colours.
    """
    kept = list(colours)
    moved: list[str] = []
    light = sorted(kept, key=lambda c: _lab(c.hex)[0])
    ink = light[0] if light and _lab(light[0].hex)[0] < 0.4 else _added(kept, "ink", INK, "words on light ground")
    pale = [c for c in light if _lab(c.hex)[0] > 0.88 and _chroma(c.hex) < _PALE]
    paper = pale[-1] if pale else _added(kept, "paper", PAPER, "words on dark ground")
    if contrast(ink.hex, paper.hex) < LEAST:
        ink = _added(kept, "ink", INK, "words on light ground")
    ground = _ground(kept, paper)
    chosen = [c for c in sorted(colours, key=lambda c: -_chroma(c.hex)) if c.name != paper.name]
    panels = [c for c in chosen if _lab(c.hex)[0] < 0.93][:MOST_PANELS] or [ink]
    tones = [_tone(panel, ink, paper, ground, moved) for panel in panels]
    return Toned(tuple(kept), tuple(tones), tuple(moved))


def darkened(code: str, against: str, least: float = LEAST) -> str:
    """`code`, darker in steps until it stands `least`:1 against a light colour; black at the end."""
    lightness, red, yellow = _lab(code)
    while lightness > 0:
        if contrast(code, against) >= least:
            return code
        lightness = max(0.0, lightness - _STEP)
        code = _hex(lightness, red, yellow)
    return "#000000"


def _tone(panel: Colour, ink: Colour, paper: Colour, ground: tuple[str, str, str], moved: list[str]) -> Tone:
    code, words, label = panel.hex, paper, ink
    if contrast(code, paper.hex) < LEAST and panel.name != ink.name and contrast(code, ink.hex) >= LEAST:
        words, label = ink, paper  # a light colour is spoken on in the dark one, and stays what it is
    elif contrast(code, paper.hex) < LEAST:
        near = _near_black(ink.hex)
        was = contrast(code, paper.hex)
        if contrast(code, near) >= LEAST:
            words = Colour(name="near-black", hex=near)
            label = paper
            moved.append(
                f"{panel.name} {code} stays as it is, and words on it are in {near}, a near-black, at "
                f"{contrast(code, near):.1f}:1; in {paper.name} they would stand {was:.1f}:1, in {ink.name} "
                f"{contrast(code, ink.hex):.1f}:1; {LEAST}:1 is needed"
            )
        else:
            code = darkened(code, paper.hex)
            moved.append(
                f"{panel.name} {panel.hex} is the panel {code}: words in {paper.name} stand {was:.1f}:1 on the first "
                f"and {contrast(code, paper.hex):.1f}:1 on the second; {LEAST}:1 is needed"
            )
    wall, under, shadow = ground
    return Tone(
        name=panel.name, panel=code, line=words.hex, fact=words.hex, label=words.hex, label_ink=label.hex,
        wall=wall, ground=under, shadow=shadow,
    )  # fmt: skip


def _near_black(code: str) -> str:
    """A colour of the same hue as dark as `NIGHT`, or the colour itself where it is darker."""
    lightness, red, yellow = _lab(code)
    share = min(1.0, NIGHT / max(lightness, 1e-9))
    return _hex(lightness * share, red * share, yellow * share) if share < 1 else code


def _ground(colours: Sequence[Colour], paper: Colour) -> tuple[str, str, str]:
    """What stands behind, under and in the shadow of a product: quiet steps of the lightest colour with a hue."""
    hued = [c for c in colours if _chroma(c.hex) >= _GREY and c.name != paper.name]
    _, red, yellow = _lab(max(hued, key=lambda c: _lab(c.hex)[0]).hex if hued else paper.hex)
    size = max(math.hypot(red, yellow), 1e-9)
    share = min(1.0, 0.035 / size)
    first, second, third = (_hex(lightness, red * share, yellow * share) for lightness in (0.86, 0.79, 0.6))
    return first, second, third


def _added(colours: list[Colour], name: str, code: str, role: str) -> Colour:
    known = {c.name: c for c in colours}
    if name in known:
        return known[name]
    made = Colour(name=name, hex=code, role=role)
    colours.append(made)
    return made


def _name(code: str) -> str:
    lightness, red, yellow = _lab(code)
    if math.hypot(red, yellow) < _GREY:
        return "ink" if lightness < 0.3 else "paper" if lightness > 0.94 else "grey"
    turn = math.degrees(math.atan2(yellow, red)) % 360
    hue = next(name for until, name in _HUES if turn < until)
    return f"deep {hue}" if lightness < 0.42 else f"pale {hue}" if lightness > 0.8 else hue


def _chroma(code: str) -> float:
    _, red, yellow = _lab(code)
    return math.hypot(red, yellow)


def _lab(code: str) -> tuple[float, float, float]:
    lightness, red, yellow = to_oklab(np.array([_levels(code)], np.float64))[0].tolist()
    return lightness, red, yellow


def _hex(lightness: float, red: float, yellow: float) -> str:
    return to_hex(np.array([[lightness, red, yellow]], np.float64))[0]


def _luminance(code: str) -> float:
    red, green, blue = linear(np.array(_levels(code), np.float64)).tolist()
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)


def _levels(code: str) -> tuple[int, int, int]:
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)
