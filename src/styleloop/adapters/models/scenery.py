"""What stands behind the product: a plain wall, or hills under drizzle."""

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
_DROPS = 150
"""Strokes of drizzle on a square canvas."""


def wall(stage: Stage, size: tuple[int, int], horizon: int, seed: int) -> Bytes:
    """Two flat tones that meet at `horizon`; the near ground darkens in print grain. `size` is (height, width)."""
    height, width = size
    picture = np.empty((height, width, 3), np.uint8)
    picture[:horizon] = evenly(rgb(stage.wall), width).astype(np.uint8)
    picture[horizon:] = _ground(stage, (height - horizon, width), seed)
    return picture


def weather(stage: Stage, size: tuple[int, int], horizon: int, short: int, seed: int) -> Bytes:
    """Sky, three misty hills, a strip of tarn, grass. `short` is the short side of the whole canvas in pixels."""
    height, width = size
    sky, ground = rgb(stage.wall), rgb(stage.ground)
    fall = np.linspace(0, 1, max(2, horizon), dtype=np.float32)[:horizon, None, None]
    picture = np.empty((height, width, 3), np.float32)
    picture[:horizon] = sky * (1 - fall) + mixed(sky, _MIST, 0.8) * fall
    noise = grain(seed, height, width)
    for index, hill in enumerate(_HILLS):
        _hill(picture, noise, horizon, short, index, hill, mixed(mixed(sky, _NIGHT, 0.22), ground, hill[4]))
    picture[horizon:] = _ground(stage, (height - horizon, width), seed)
    _tarn(picture, horizon, short, mixed(sky, _WATER, 0.5), mixed(sky, _MIST, 0.8), seed)
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


def _ground(stage: Stage, size: tuple[int, int], seed: int) -> Floats:
    height, width = size
    ground = rgb(stage.ground)
    fall = np.linspace(0, 0.5, max(1, height), dtype=np.float32)[:height, None]
    alpha = stippled(np.broadcast_to(fall, size).astype(np.float32, copy=False), grain(seed, height, width), 0.8)
    return np.asarray(evenly(ground, width) * (1 - np.float32(0.2) * tripled(alpha)), np.float32)


def _hill(
    picture: Floats,
    noise: Floats,
    horizon: int,
    short: int,
    index: int,
    hill: tuple[float, float, float, float, float],
    ink: Floats,
) -> None:
    """One ridge, dissolving into mist at its foot."""
    rise, swing, rough, mist, _ = hill
    width = picture.shape[1]
    skyline: Floats = horizon - short * rise - short * swing * _ridge(np.arange(width) / short, 11 * index + 3, rough)
    top = max(0, int(skyline.min()) - 1)
    if top >= horizon:
        return
    below: Floats = np.arange(top, horizon, dtype=np.float32)[:, None] - skyline[None]
    veil = stippled(np.clip(below / (short * 0.16), 0, 1) * np.float32(mist), noise[top:horizon])
    over(picture[top:horizon], ink, np.clip(below + 0.5, 0, 1) * (1 - veil))


def _tarn(picture: Floats, horizon: int, short: int, water: Floats, glint: Floats, seed: int) -> None:
    """A strip of water along the foot of the hills, with a few glints."""
    width = picture.shape[1]
    top, low = max(0, horizon - round(0.01 * short)), min(picture.shape[0], horizon + round(0.06 * short))
    if low - top < 3:
        return
    across = np.arange(width) / short
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
