"""What stands behind the product: a wall, one flat colour, hills under drizzle, or much sky over low hills."""

from __future__ import annotations

import cv2
import numpy as np

from styleloop.adapters.models.grain import evenly, grain, over, stippled, tripled
from styleloop.adapters.models.stage import Floats, Stage, mixed, rgb
from styleloop.types.picture import Bytes

_PAPER = rgb("#f6f2e8")
_MIST = rgb("#e8e4d8")
_WATER = rgb("#7f9aa6")
_NIGHT = rgb("#2b3a36")
_HILLS = ((0.130, 0.055, 3.1, 0.80, 0.10), (0.075, 0.040, 4.3, 0.75, 0.36), (0.025, 0.022, 6.2, 0.30, 0.66))
"""Far to near: rise and swing as shares of the short side, roughness, mist at the foot, share of ground in the ink."""
_LOW_HILLS = ((0.088, 0.040, 3.1, 0.80, 0.0), (0.050, 0.032, 4.3, 0.60, 0.0), (0.013, 0.018, 6.2, 0.25, 0.0))
"""The same for `sky`, lower: words may stand anywhere above them. Their inks are mixed from the tone."""
_BETWEEN = 0.179
"""Luminance at which black and white are equally far in contrast (WCAG 2.2): darker skies grow darker upwards."""
_DROPS = 150
"""Strokes of drizzle on a square canvas."""


def wall(stage: Stage, size: tuple[int, int], horizon: int, short: int, seed: int) -> Bytes:
    """Two flat tones that meet at `horizon`; the near ground darkens in print grain. `size` is (height, width)."""
    height, width = size
    picture = np.empty((height, width, 3), np.uint8)
    picture[:horizon] = evenly(rgb(stage.wall), width).astype(np.uint8)
    picture[horizon:] = floor(stage, (height - horizon, width), short, seed)
    return picture


def plain(stage: Stage, size: tuple[int, int]) -> Bytes:
    """One flat colour, on which only the long shadow falls. `size` is (height, width)."""
    return np.ascontiguousarray(np.broadcast_to(evenly(rgb(stage.wall), size[1]).astype(np.uint8), (*size, 3)))


def sky(stage: Stage, size: tuple[int, int], horizon: int, short: int, seed: int, shift: int = 0) -> Bytes:
    """Much calm sky over three low hills, in the tone's own colours.

    The upper two thirds hold sky alone. It keeps the contrast that words have on the wall's colour: a light sky pales
    towards the horizon, a dark one deepens away from it. `shift` pixels of scenery come before this picture.
    """
    height, width = size
    high, low = _sky_colours(rgb(stage.wall))
    fall = np.linspace(0, 1, max(2, horizon), dtype=np.float32)[:horizon, None]
    picture = np.empty((height, width, 3), np.uint8)
    picture[:horizon] = (high * (1 - fall) + low * fall)[:, None].astype(np.uint8)
    picture[horizon:] = floor(stage, (height - horizon, width), short, seed)
    top = max(0, min(horizon, round(max(2 * height / 3, horizon - 0.15 * short))))
    fit = min(1.0, (horizon - top) / (0.15 * short))
    water = min(height, horizon + round(0.06 * short))
    band = picture[top:water].astype(np.float32)
    noise = grain(seed, height, width)[top:water]
    far, ground, shadow = mixed(low, _NIGHT, 0.2), rgb(stage.ground), rgb(stage.shadow)
    inks = (mixed(far, ground, 0.1), mixed(far, mixed(ground, shadow, 0.5), 0.5), mixed(ground, shadow, 0.42))
    for index, (hill, ink) in enumerate(zip(_LOW_HILLS, inks, strict=True)):
        _hill(band, noise, horizon - top, short, index, (fit * hill[0], fit * hill[1], *hill[2:]), ink, shift)
    if stage.tarn:
        _tarn(band, horizon - top, short, mixed(low, _WATER, 0.55), mixed(low, _PAPER, 0.5), seed, shift)
    picture[top:water] = np.clip(band, 0, 255).astype(np.uint8)
    return picture


def thread(picture: Bytes, points: list[tuple[float, float]], ink: Floats, thick: float) -> None:
    """One smooth line of `thick` pixels through `points` (pixels), in place: Catmull and Rom's spline (1974).

    It enters and leaves level, so that lines meet where cards do.
    """
    knots = np.array([points[0], *points, points[-1]], np.float32)
    knots[0] = 2 * points[0][0] - points[1][0], points[1][1]
    knots[-1] = 2 * points[-1][0] - points[-2][0], points[-2][1]
    at = np.linspace(0, 1, 24, dtype=np.float32)[:, None]
    pieces = []
    for a, b, c, d in zip(knots, knots[1:], knots[2:], knots[3:], strict=False):
        pieces.append(
            0.5 * (2 * b + (c - a) * at + (2 * a - 5 * b + 4 * c - d) * at**2 + (3 * b - a - 3 * c + d) * at**3)
        )
    line = np.round(np.concatenate(pieces) * 16).astype(np.int32)
    layer = np.zeros(picture.shape[:2], np.uint8)
    cv2.polylines(layer, [line], False, 255, max(1, round(thick)), cv2.LINE_AA, shift=4)
    inked = layer > 0
    share = layer[inked].astype(np.float32)[:, None] / 255
    picture[inked] = (picture[inked] + (ink - picture[inked]) * share).astype(np.uint8)


def weather(stage: Stage, size: tuple[int, int], horizon: int, short: int, seed: int, shift: int = 0) -> Bytes:
    """Sky, three misty hills, a strip of tarn, grass.

    `short` is the short side of the whole canvas in pixels; `shift` pixels of scenery come before this picture.
    """
    height, width = size
    sky, ground = rgb(stage.wall), rgb(stage.ground)
    fall = np.linspace(0, 1, max(2, horizon), dtype=np.float32)[:horizon, None, None]
    picture = np.empty((height, width, 3), np.float32)
    picture[:horizon] = sky * (1 - fall) + mixed(sky, _MIST, 0.8) * fall
    noise = grain(seed, height, width)
    for index, hill in enumerate(_HILLS):
        _hill(picture, noise, horizon, short, index, hill, mixed(mixed(sky, _NIGHT, 0.22), ground, hill[4]), shift)
    picture[horizon:] = floor(stage, (height - horizon, width), short, seed)
    _tarn(picture, horizon, short, mixed(sky, _WATER, 0.5), mixed(sky, _MIST, 0.8), seed, shift)
    return np.asarray(np.clip(picture, 0, 255), np.uint8)


def drizzle(picture: Bytes, short: int, seed: int) -> None:
    """Few strokes, thin, all at one angle, on the finished `picture`, in place."""
    height, width = picture.shape[:2]
    draw = np.random.default_rng(seed + 2)
    layer = np.zeros((height, width), np.uint8)
    for _ in range(round(_DROPS * height * width / short**2)):
        x, y, length = draw.uniform(0, width), draw.uniform(0, height), draw.uniform(0.012, 0.034) * short
        end = (int(x - length * 0.32), int(y + length))
        thick = max(1, round(short / 620))
        cv2.line(layer, (int(x), int(y)), end, int(draw.uniform(64, 153)), thick, cv2.LINE_AA)
    wet = layer > 0
    share = layer[wet].astype(np.float32)[:, None] / 255
    picture[wet] = (picture[wet] + (_PAPER - picture[wet]) * share).astype(np.uint8)


def _sky_colours(wall: Floats) -> tuple[Floats, Floats]:
    """(overhead, at the horizon)."""
    linear = np.where(wall <= 10, wall / 255 / 12.92, ((wall / 255 + 0.055) / 1.055) ** 2.4)
    if float(linear @ np.array([0.2126, 0.7152, 0.0722], np.float32)) < _BETWEEN:
        return mixed(wall, _NIGHT * np.float32(0.5), 0.35), wall
    return wall, mixed(wall, _MIST, 0.75)


def floor(stage: Stage, size: tuple[int, int], short: int, seed: int) -> Floats:
    """The ground over `size` (height, width): its near part darkens in print grain."""
    height, width = size
    ground = rgb(stage.ground)
    fall = np.linspace(0, 0.5, max(1, height), dtype=np.float32)[:height, None]
    alpha = stippled(
        np.broadcast_to(fall, size).astype(np.float32, copy=False), grain(seed, height, width), min(0.8, short / 700)
    )
    return np.asarray(evenly(ground, width) * (1 - np.float32(0.2) * tripled(alpha)), np.float32)


def _hill(
    picture: Floats,
    noise: Floats,
    horizon: int,
    short: int,
    index: int,
    hill: tuple[float, float, float, float, float],
    ink: Floats,
    shift: int,
) -> None:
    """One ridge, dissolving into mist at its foot."""
    rise, swing, rough, mist, _ = hill
    width = picture.shape[1]
    skyline: Floats = (
        horizon - short * rise - short * swing * _ridge((np.arange(width) + shift) / short, 11 * index + 3, rough)
    )
    top = max(0, int(skyline.min()) - 1)
    if top >= horizon:
        return
    below: Floats = np.arange(top, horizon, dtype=np.float32)[:, None] - skyline[None]
    veil = stippled(np.clip(below / (short * 0.16), 0, 1) * np.float32(mist), noise[top:horizon])
    over(picture[top:horizon], ink, np.clip(below + 0.5, 0, 1) * (1 - veil))


def _tarn(picture: Floats, horizon: int, short: int, water: Floats, glint: Floats, seed: int, shift: int) -> None:
    """A strip of water along the foot of the hills, with a few glints."""
    width = picture.shape[1]
    top, low = max(0, horizon - round(0.01 * short)), min(picture.shape[0], horizon + round(0.06 * short))
    if low - top < 3:
        return
    across = (np.arange(width) + shift) / short
    rows = np.arange(top, low, dtype=np.float32)[:, None]
    edge = horizon - short * 0.002 + short * 0.004 * _ridge(across, 5, 3)
    shore = horizon + short * 0.03 + short * 0.012 * _ridge(across, 8, 2.2)
    alpha: Floats = (np.clip(rows - edge[None], 0, 1) * np.clip(shore[None] - rows, 0, 1)).astype(np.float32)
    strip = np.ascontiguousarray(picture[top:low])
    over(strip, water, alpha)
    draw = np.random.default_rng(seed + 3)
    for _ in range(26):
        y, x = draw.uniform(horizon + short * 0.006, horizon + short * 0.02) - top, draw.uniform(0, width)
        end = (int(x + draw.uniform(0.03, 0.12) * short), int(y))
        cv2.line(strip, (int(x), int(y)), end, glint.tolist(), max(1, round(short / 540)), cv2.LINE_AA)
    picture[top:low] = strip


def _ridge(across: np.ndarray[tuple[int], np.dtype[np.float64]], seed: int, rough: float) -> Floats:
    """A fractal skyline in about -1 ... 1: six octaves of sine."""
    draw = np.random.default_rng(seed)
    total = np.zeros_like(across)
    for octave in range(6):
        total += np.sin(across * rough * 2**octave + draw.uniform(0, 2 * np.pi)) / 1.9**octave
    return np.asarray(total / 2.1, np.float32)
