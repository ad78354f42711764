"""Palettes in the order to use them: by what helps in pictures where that is known, else in turn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from styleloop.measure.picture import PictureExtractor
from styleloop.types.brand import Colour, Tone
from styleloop.types.copy import Copy
from styleloop.types.measurement import Subject
from styleloop.types.picture import Picture
from styleloop.types.record import Refusal
from styleloop.types.style import Effect, StyleVector

FAMILY = "picture."
LEAST_CONTRAST = 4.5
SIDE = 96
"""Pixels along a swatch."""
FURTHEST = 4.0
"""Spreads beyond which an effect is not followed: no test has looked further."""


def ordered(tones: Sequence[Tone], style: StyleVector, turn: int) -> tuple[str, ...]:
    """Names of `tones`, best first.

    Args:
        tones: Palettes of the kit.
            Those whose words cannot be read on their own ground are left out, unless all are like that.
        style: Its known effects of picture measures rank the palettes: each is measured as a swatch.
        turn: Where nothing is known, the palette that comes first moves on by one with each turn.
    """
    readable = [t for t in tones if legible(t)] or list(tones)
    if not readable:
        return ()
    start = turn % len(readable)
    turned = [*readable[start:], *readable[:start]]
    known = {e.measure: e for e in style.effects if _counts(e)}
    if known:
        worths = _worths(turned, style, known)
        turned.sort(key=lambda tone: -worths[tone.name])
    return tuple(tone.name for tone in turned)


def legible(tone: Tone) -> bool:
    """Whether headline, facts and label have a contrast of 4.5:1 or more (WCAG 2.2, 1.4.3)."""
    return not _faint(tone)


def unread(tones: Sequence[Tone], colours: Sequence[Colour]) -> tuple[str, ...]:
    """Why palettes are not used: one sentence for each whose words cannot be read, with what its ink is for.

    Args:
        tones: Palettes of the kit.
        colours: Named colours of the kit; each says its role.
    """
    named = {c.hex.lower(): c for c in colours}
    said = []
    for tone in tones:
        for ink, ground in _faint(tone):
            on, under = (getattr(tone, part).lower() for part in (ink, ground))
            pair = [named[code].name if code in named else code for code in (on, under)]
            told = f"palette {tone.name}: {ink} in {pair[0]} on {ground} in {pair[1]} has a contrast of"
            role = f" ({named[on].name}: {named[on].role})" if on in named and named[on].role else ""
            said.append(f"{told} {_contrast(on, under):.1f}, under {LEAST_CONTRAST}{role}")
    return tuple(said)


def _faint(tone: Tone) -> tuple[tuple[str, str], ...]:
    """(ink, ground) of the words of `tone` that cannot be read."""
    pairs = (("line", "panel"), ("fact", "panel"), ("label_ink", "label"))
    return tuple(p for p in pairs if _contrast(getattr(tone, p[0]), getattr(tone, p[1])) < LEAST_CONTRAST)


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(code: str) -> float:
    """Relative luminance by WCAG 2."""
    levels = (level / 255 for level in _rgb(code))
    red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in levels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def swatch(tone: Tone) -> Picture:
    """A palette as a piece shows it: the panel on one half, wall over ground on the other."""
    rgb = np.empty((SIDE, SIDE, 3), np.uint8)
    half, horizon = SIDE // 2, 2 * SIDE // 3
    rgb[:, :half] = _rgb(tone.panel)
    rgb[:horizon, half:] = _rgb(tone.wall)
    rgb[horizon:, half:] = _rgb(tone.ground)
    return Picture(rgb=rgb)


def _counts(effect: Effect) -> bool:
    return effect.measure.startswith(FAMILY) and effect.verdict != "not known yet" and effect.spread > 0


def _worths(tones: Sequence[Tone], style: StyleVector, known: Mapping[str, Effect]) -> dict[str, float]:
    """Palette -> predicted change in log-odds, so far as its colours cause it."""
    subjects = [Subject(id=t.name, locale="und", words=Copy(), picture=swatch(t)) for t in tones]
    measured = [() if isinstance(m, Refusal) else m for m in PictureExtractor().extract(subjects)]
    worths = {}
    for tone, found in zip(tones, measured, strict=True):
        steps = [(known[m.name], m.value - _usual(style, m.name)) for m in found if m.name in known]
        reach = [e.mean * max(-FURTHEST, min(FURTHEST, away / e.spread)) for e, away in steps]
        worths[tone.name] = round(sum(reach), 9)
    return worths


def _usual(style: StyleVector, measure: str) -> float:
    norm = style.norm(measure)
    return norm.median if norm else 0.0


def _rgb(code: str) -> tuple[int, int, int]:
    red, green, blue = (int(code[i : i + 2], 16) for i in (1, 3, 5))
    return red, green, blue
