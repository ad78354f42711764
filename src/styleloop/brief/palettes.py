"""Palettes in the order to use them: by what helps in pictures where that is known, else in turn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from styleloop.types.brand import Tone
from styleloop.types.style import StyleVector

Rgb = tuple[float, float, float]
LEAST_CONTRAST = 4.5


def ordered(tones: Sequence[Tone], style: StyleVector, turn: int) -> tuple[str, ...]:
    """Names of `tones`, best first.

    Args:
        tones: Palettes of the kit.
        style: Its effects on the brightness and saturation of pictures, where known, rank the palettes.
            Those whose words cannot be read on their own ground are left out, unless all are like that.
        turn: Where nothing is known, the palette that comes first moves on by one with each turn.
    """
    names = [t.name for t in tones if legible(t)] or [t.name for t in tones]
    if not names:
        return ()
    effects = {e.measure: e.mean / e.spread for e in style.effects if e.verdict != "not known yet" and e.spread > 0}
    known = {name: effects[name] for name in _LOOKS if name in effects}
    start = turn % len(names)
    turned = names[start:] + names[:start]
    if not known:
        return tuple(turned)
    by_name = {t.name: t for t in tones}
    return tuple(sorted(turned, key=lambda name: -_worth(by_name[name], known)))


def legible(tone: Tone) -> bool:
    """Whether headline, facts and label have a contrast of 4.5:1 or more (WCAG 2.2, 1.4.3)."""
    pairs = ((tone.line, tone.panel), (tone.fact, tone.panel), (tone.label_ink, tone.label))
    return all(_contrast(ink, ground) >= LEAST_CONTRAST for ink, ground in pairs)


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(code: str) -> float:
    """Relative luminance by WCAG 2."""
    red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in _rgb(code))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _worth(tone: Tone, known: Mapping[str, float]) -> float:
    return sum(slope * _LOOKS[name](tone) for name, slope in sorted(known.items()))


def _colours(tone: Tone) -> list[Rgb]:
    """The colours that cover most of a piece: panel, wall, ground."""
    return [_rgb(code) for code in (tone.panel, tone.wall, tone.ground)]


def _rgb(code: str) -> Rgb:
    red, green, blue = (int(code[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def _brightness(tone: Tone) -> float:
    return sum(max(c) for c in _colours(tone)) / 3


def _saturation(tone: Tone) -> float:
    return sum((max(c) - min(c)) / max(c) if max(c) else 0.0 for c in _colours(tone)) / 3


def _warmth(tone: Tone) -> float:
    return sum(c[0] - c[2] for c in _colours(tone)) / 3


_LOOKS: dict[str, Callable[[Tone], float]] = {
    "picture.brightness": _brightness,
    "picture.saturation": _saturation,
    "picture.warmth": _warmth,
}
