"""A repeat made of the brand's own shapes: the product's silhouette cut as in lino, or a geometric motif."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from styleloop.adapters.models.grain import evenly, over
from styleloop.adapters.models.layers import Layers
from styleloop.adapters.models.stage import Floats, Rect, Stage, mixed, rgb
from styleloop.types.picture import Bytes

Stamp = list[tuple[Floats, Floats]]
"""One motif: (ink of 3 values, alpha (h, w)), one after another."""
_STEP = 4
"""Smooth fields are made on a grid this many pixels wide, then enlarged."""


def pattern(
    stage: Stage, size: tuple[int, int], short: int, seed: int, product: Layers | None, free: Rect, shift: int = 0
) -> Bytes:
    """The repeat over a whole window of `size` (height, width), with its calm plates still to come.

    Args:
        stage: colours, motif and pitch.
        size: of the window.
        short: short side of the whole canvas in pixels.
        seed: the same seed gives the same repeat.
        product: what the motif `product` repeats; its size is not heeded. None: contour lines take its place.
        free: pixels where the product itself will stand: single motifs that would touch it are left out.
        shift: pixels of pattern that come before this window.
    """
    wall = rgb(stage.wall)
    inks = [rgb(ink) for ink in stage.inks] or [rgb(stage.ground), rgb(stage.shadow)]
    picture = np.ascontiguousarray(np.broadcast_to(evenly(wall, size[1]).astype(np.uint8), (*size, 3)))
    pitch = max(6, round(stage.pitch * short))
    motif = "contours" if stage.motif == "product" and product is None else stage.motif
    if motif in ("contours", "tartan", "weave"):
        _WHOLE[motif](picture, inks, pitch, seed, shift)
    else:
        stamps = _cut(product, inks, pitch) if product and motif == "product" else _STAMPS[motif](inks, pitch, seed)
        wide = max(alpha.shape[1] for stamp in stamps for _, alpha in stamp)
        across = max(4, round(min(1.0, wide / pitch + 0.3) * pitch))
        _half_drop(picture, stamps, (across, pitch), free, shift)
    return picture


def _half_drop(picture: Bytes, stamps: list[Stamp], every: tuple[int, int], free: Rect, shift: int) -> None:
    """Stamps `every` (across, down) pixels, every second column half a pitch lower, as wallpaper is printed."""
    height, width = picture.shape[:2]
    apart, pitch = every
    for column in range(shift // apart - 1, (shift + width) // apart + 2):
        drop = (column % 2) * pitch // 2
        for row in range(-1, height // pitch + 2):
            stamp = stamps[(row + column * 2) % len(stamps)]
            down, across = stamp[0][1].shape
            x = round((column + 0.5) * apart - across / 2) - shift
            y = round((row + 0.5) * pitch - down / 2) + drop - pitch // 4
            if x < free[2] and x + across > free[0] and y < free[3] and y + down > free[1]:
                continue
            _pressed(picture, stamp, x, y)


def _pressed(picture: Bytes, stamp: Stamp, x: int, y: int) -> None:
    for ink, alpha in stamp:
        x0, y0 = max(0, x), max(0, y)
        x1, y1 = min(picture.shape[1], x + alpha.shape[1]), min(picture.shape[0], y + alpha.shape[0])
        if x1 > x0 and y1 > y0:
            spot = picture[y0:y1, x0:x1].astype(np.float32)
            over(spot, ink, np.ascontiguousarray(alpha[y0 - y : y1 - y, x0 - x : x1 - x]))
            picture[y0:y1, x0:x1] = spot.astype(np.uint8)


def _cut(product: Layers, inks: list[Floats], pitch: int) -> list[Stamp]:
    """The product as a cut in lino: its dark parts in the last ink, its light parts in the first."""
    high, wide = product.alpha.shape
    scale = min(0.80 * pitch / high, 0.74 * pitch / wide, 0.62 * pitch / float(np.sqrt(high * wide)))
    size = (max(2, round(wide * scale)), max(2, round(high * scale)))
    alpha = np.clip(cv2.resize(product.alpha, size, interpolation=cv2.INTER_AREA), 0, 1)
    grey = cv2.resize(product.colour, size, interpolation=cv2.INTER_AREA).astype(np.float32).mean(axis=2)
    if product.tone is not None:
        grey = grey * (1 - 0.5 * np.clip(cv2.resize(product.tone, size, interpolation=cv2.INTER_AREA), 0, 1))
    solid = grey[alpha > 0.5]
    middle = float(np.median(solid)) if solid.size else 128.0
    spread = max(float(solid.std()) if solid.size else 0.0, 1.0)
    dark = np.clip((middle - 0.35 * spread - grey) / (0.16 * spread) + 0.5, 0, 1) * alpha
    return [[(inks[0], np.asarray(alpha, np.float32)), (inks[-1], np.asarray(dark, np.float32))]]


def _strokes(inks: list[Floats], pitch: int, seed: int) -> list[Stamp]:
    """Rain: strokes of a few lengths, all at one angle."""
    draw = np.random.default_rng(seed + 4)
    stamps: list[Stamp] = []
    for number in range(5):
        length, thick = draw.uniform(0.34, 0.62) * pitch, max(1, round(0.045 * pitch))
        layer = np.zeros((pitch, max(4, pitch // 2)), np.uint8)
        middle = (layer.shape[1] / 2, layer.shape[0] / 2)
        ends = [
            (round(16 * (middle[0] - s * 0.16 * length)), round(16 * (middle[1] + s * 0.5 * length))) for s in (-1, 1)
        ]
        cv2.line(layer, ends[0], ends[1], 255, thick, cv2.LINE_AA, 4)
        stamps.append([(inks[number % len(inks)], _trimmed(layer))])
    return stamps


def _dots(inks: list[Floats], pitch: int, seed: int) -> list[Stamp]:
    """Discs of a few sizes, now and then a ring."""
    draw = np.random.default_rng(seed + 5)
    stamps: list[Stamp] = []
    for number in range(7):
        radius = draw.uniform(0.12, 0.27) * pitch
        layer = np.zeros((pitch, pitch), np.uint8)
        thick = max(1, round(0.05 * pitch)) if number % 3 == 2 else cv2.FILLED
        cv2.circle(layer, (8 * pitch, 8 * pitch), round(16 * radius), 255, thick, cv2.LINE_AA, 4)
        stamps.append([(inks[number % len(inks)], _trimmed(layer))])
    return stamps


def _trimmed(layer: Bytes) -> Floats:
    """Alpha cut to its ink, so that empty margins keep no motif away from the product."""
    x, y, wide, high = cv2.boundingRect(layer)
    return np.ascontiguousarray(layer[y : y + high, x : x + wide], np.float32) / np.float32(255)


def _contours(picture: Bytes, inks: list[Floats], pitch: int, seed: int, shift: int) -> None:
    """The lines of a map: heights from a few long waves, every fifth line heavier and in the last ink."""
    height, width = picture.shape[:2]
    draw = np.random.default_rng(seed + 6)
    rows = np.arange(0, height + _STEP, _STEP, dtype=np.float32)[:, None] / pitch
    columns = (np.arange(0, width + _STEP, _STEP, dtype=np.float32)[None] + shift) / pitch
    field = np.zeros((rows.shape[0], columns.shape[1]), np.float32)
    for octave in range(7):
        turn, phase = draw.uniform(0, np.pi), draw.uniform(0, 2 * np.pi)
        often = np.float32(0.55 * 1.33**octave)
        wave = np.sin(often * (np.cos(turn) * columns + np.sin(turn) * rows) + phase)
        field += (wave / 1.45**octave).astype(np.float32)
    field *= np.float32(3.4)
    down, across = np.gradient(field, _STEP)
    steep = np.maximum(np.hypot(down, across), 1e-3).astype(np.float32)
    whole = (field.shape[1] * _STEP, field.shape[0] * _STEP)
    field = np.asarray(cv2.resize(field, whole, interpolation=cv2.INTER_LINEAR)[:height, :width], np.float32)
    steep = np.asarray(cv2.resize(steep, whole, interpolation=cv2.INTER_LINEAR)[:height, :width], np.float32)
    for ink, every, thick in ((inks[0], 1.0, 0.016), (inks[-1], 5.0, 0.030)):
        level = field if every == 1 else field * np.float32(1 / every)
        away = cv2.absdiff(level, np.rint(level))
        away = cv2.divide(away, steep, scale=every)  # pixels to the nearest line, as far as its slope tells
        reach = max(1.0, thick * pitch) / 2 + 0.5
        down_at, across_at = np.nonzero(away < reach)
        share = np.clip(np.float32(reach) - away[down_at, across_at], 0, 1)[:, None]
        under = picture[down_at, across_at]
        picture[down_at, across_at] = (under + (ink - under) * share).astype(np.uint8)


def _tartan(picture: Bytes, inks: list[Floats], pitch: int, seed: int, shift: int) -> None:
    """A sett read forwards and backwards, crossed with itself: each crossing is the mean of its two threads."""
    height, width = picture.shape[:2]
    wall = picture[0, 0].copy()
    draw = np.random.default_rng(seed + 7)
    pale = mixed(wall, inks[0], 0.45)
    threads = [wall, inks[0], wall, inks[-1], pale, inks[len(inks) // 2], pale]
    counts = np.round(draw.uniform(0.7, 1.3, 7) * np.array([34, 6, 5, 4, 22, 8, 16]))
    sett = np.concatenate([np.tile(t, (int(n), 1)) for t, n in zip(threads, counts, strict=True)])
    sett = np.concatenate([sett, sett[::-1]]).astype(np.float32)
    every = max(8, 2 * pitch)
    strip = cv2.resize(sett[None], (every, 1), interpolation=cv2.INTER_AREA)[0].astype(np.uint8)
    weft = strip[np.arange(height) % every]
    warp = strip[(np.arange(width) + shift) % every]
    picture[:] = weft[:, None] // 2 + warp[None] // 2


def _weave(picture: Bytes, inks: list[Floats], pitch: int, seed: int, shift: int) -> None:
    """A basket weave: strands of three or four, over and under by turns."""
    height, width = picture.shape[:2]
    cell = max(6, pitch // 2)
    strand = (
        np.minimum(1, np.abs(np.sin(np.arange(cell) / cell * (3 + seed % 2) * np.pi)) * 2.2).astype(np.float32) - 0.25
    )
    strand = np.clip(strand * 1.6, 0, 1)
    lying, standing = np.tile(strand[:, None], (1, cell)), np.tile(strand[None], (cell, 1))
    lying[:, :1] = lying[:, -1:] = standing[:1] = standing[-1:] = 0
    wall, other = picture[0, 0].astype(np.float32), mixed(inks[0], inks[-1], 0.5)
    one = wall + (inks[0] - wall) * lying[..., None]
    two = wall + (other - wall) * standing[..., None]
    tile = np.concatenate([np.concatenate([one, two], 1), np.concatenate([two, one], 1)]).astype(np.uint8)
    skip = shift % (2 * cell)
    turns = -(-height // (2 * cell)), -(-(width + skip) // (2 * cell)), 1
    picture[:] = np.tile(tile, turns)[:height, skip : skip + width]


_WHOLE: dict[str, Callable[[Bytes, list[Floats], int, int, int], None]] = {
    "contours": _contours,
    "tartan": _tartan,
    "weave": _weave,
}
_STAMPS: dict[str, Callable[[list[Floats], int, int], list[Stamp]]] = {"rain": _strokes, "dots": _dots}
