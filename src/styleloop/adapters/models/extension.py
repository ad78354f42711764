"""A photograph carried on beyond its edges: calm ground is stretched; what is not calm ends in a calm field."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from styleloop.adapters.models.stage import Floats, Rect
from styleloop.types.picture import Bytes

LEAST_SHARE = 0.3
"""Of the panel that the photograph itself must fill."""
_MIRRORED = 0.05
"""Share of the panel that a busy edge may take mirrored, on each side: so little is read as more of the same, while a
field as thin would be read as a mistake."""
Corner = tuple[float, float]
_MOST_STRETCH = 3.2
"""Times that a calm strip may grow; its structure then is still one of the picture's own."""
_CALM = 5.0
"""Grey levels per step of 1/240 of the long side by which the 97th percentile of a calm row differs from the next."""
_LOOK = 240
_EVEN = 7.0
"""Levels by which the pixels of an edge may differ from its median colour, on the mean, to run out into a field."""
_DISSOLVE = 0.22
"""Share of a field over which the photograph's edge runs out into it."""


@dataclass(frozen=True)
class Beyond:
    """The photograph cannot be carried on so far: it would fill only `share` of the panel, of at least `least`."""

    share: float
    least: float = LEAST_SHARE


def carried_on(
    rgb: Bytes, window: Rect, width: int, height: int, *, calm_only: bool = False
) -> tuple[Bytes, Corner] | Beyond:
    """The `window` of a photograph, which lies partly outside it, as a panel of `width` x `height`.

    Along an axis on which the window is larger than the photograph, the missing part is made of the calm strips at its
    edges, stretched the more the farther out, so that lines that run into the edge run on. Where those are too thin,
    a little is mirrored; for more than that the photograph stands flush with its busier edge, and a field of the calmer
    edge's own colour takes the rest.

    Args:
        rgb: uint8 (h, w, 3).
        window: x0, y0, x1, y1 in its pixels.
        width: of the panel.
        height: of the panel.
        calm_only: no field is added; where the calm strips do not suffice, that is Beyond.

    Returns:
        uint8 (height, width, 3), and where in it the photograph's own corner lies, in pixels.
    """
    x0, y0, x1, y1 = window
    part = rgb[max(0, y0) : y1, max(0, x0) : x1]
    share = part.shape[0] * part.shape[1] / ((x1 - x0) * (y1 - y0))
    if share < LEAST_SHARE:
        return Beyond(share)
    scale = width / (x1 - x0)
    across = _pads(-x0, x1 - rgb.shape[1], scale, width)
    down = _pads(-y0, y1 - rgb.shape[0], scale, height)
    axis, pads = (1, across) if sum(across) else (0, down)
    first, last = (int(depth * scale) for depth in calm_ends(part, axis))
    if calm_only and _shared((first, last), *pads) is None:
        return Beyond(share)
    picture = resized(part, width - sum(across), height - sum(down))
    if axis:
        turned, beside = _lengthened(picture.swapaxes(0, 1), (first, last), *pads)
        return np.ascontiguousarray(turned.swapaxes(0, 1)), (float(beside), -max(0, y0) * scale)
    picture, above = _lengthened(picture, (first, last), *pads)
    return picture, (-max(0, x0) * scale, float(above))


def resized(rgb: Bytes, width: int, height: int) -> Bytes:
    """Smaller by the mean of areas, larger by cubics."""
    how = cv2.INTER_AREA if rgb.shape[1] >= width else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(np.ascontiguousarray(rgb), (width, height), interpolation=how), np.uint8)


def _pads(before: int, after: int, scale: float, length: int) -> tuple[int, int]:
    first, last = round(max(0, before) * scale), round(max(0, after) * scale)
    return first, min(last, length - 1 - first)


def _lengthened(rgb: Bytes, calm: tuple[int, int], before: int, after: int) -> tuple[Bytes, int]:
    """`rgb`, of which so many rows at either end are calm, with rows more, and how many of them lie above it."""
    pads = _shared(calm, before, after)
    need = before + after
    if pads is None and need <= 2 * _MIRRORED * (len(rgb) + need):
        most = int(np.ceil(_MIRRORED * (len(rgb) + need)))
        first = min(max(before, need - most), most)
        rgb = np.ascontiguousarray(rgb)
        return np.asarray(cv2.copyMakeBorder(rgb, first, need - first, 0, 0, cv2.BORDER_REFLECT_101), np.uint8), first
    if pads is None:
        edge = max(2, len(rgb) // 40)
        upwards = _evenness(rgb[:edge]) <= _evenness(rgb[-edge:])
        return _with_field(rgb, need, upwards=upwards), need * upwards
    if pads[0]:
        rgb = _stretched(rgb, calm[0], pads[0])
    return (_stretched(rgb[::-1], calm[1], pads[1])[::-1] if pads[1] else rgb), pads[0]


def _shared(calm: tuple[int, int], before: int, after: int) -> tuple[int, int] | None:
    """How the rows needed are shared out between the two calm strips, near to what was asked; None: too thin."""
    most = tuple(int((_MOST_STRETCH - 1) * depth) for depth in calm)
    need = before + after
    if sum(most) < need:
        return None
    first = min(max(before, need - most[1]), most[0])
    return first, need - first


def calm_ends(rgb: Bytes, axis: int) -> tuple[int, int]:
    """How many rows (axis 0) or columns (axis 1) at the first and at the last edge are calm.

    Calm ones differ so little from one to the next that stretching them is not seen.
    """
    height, width = rgb.shape[:2]
    scale = min(1.0, _LOOK / max(height, width))
    size = (max(4, round(width * scale)), max(4, round(height * scale)))
    by = max(1, max(height, width) // (4 * _LOOK))
    picked = np.ascontiguousarray(rgb[::by, ::by])
    small = np.asarray(cv2.resize(picked, size, interpolation=cv2.INTER_AREA), np.float32)
    soft = np.asarray(cv2.GaussianBlur(small, (0, 0), 0.8), np.float32)
    step = np.abs(np.diff(soft if axis == 0 else soft.swapaxes(0, 1), axis=0)).max(axis=2)
    loud = np.percentile(step, 97, axis=1) > _CALM
    return _depth(loud, scale, rgb.shape[axis]), _depth(loud[::-1], scale, rgb.shape[axis])


def _depth(loud: npt.NDArray[np.bool_], scale: float, length: int) -> int:
    rows = int(np.argmax(loud)) if loud.any() else len(loud)
    return max(0, min(length - 1, round((rows - 1) / scale)))


def _stretched(rgb: Bytes, depth: int, more: int) -> Bytes:
    """`rgb` with its first `depth` rows made `more` longer: not at all where they join the rest, most at the edge."""
    target = depth + more
    away = np.arange(target, dtype=np.float32)[::-1] + np.float32(0.5)
    source = depth - depth * (1 - (1 - away / target) ** (target / depth)) - 0.5
    strip = np.ascontiguousarray(rgb[: depth + 1])
    rows = np.broadcast_to(np.clip(source, 0, depth).astype(np.float32)[:, None], (target, rgb.shape[1]))
    columns = np.broadcast_to(np.arange(rgb.shape[1], dtype=np.float32), rows.shape)
    grown = cv2.remap(strip, np.ascontiguousarray(columns), np.ascontiguousarray(rows), cv2.INTER_LINEAR)
    return np.concatenate([np.asarray(grown, np.uint8), rgb[depth:]])


def _evenness(strip: Bytes) -> float:
    """Mean difference of a strip from its median colour, in levels: 0 is one plain colour."""
    return float(np.abs(strip.astype(np.float32) - _median(strip)).mean())


def _median(strip: Bytes) -> npt.NDArray[np.float32]:
    return np.asarray(np.median(strip.reshape(-1, 3), axis=0), np.float32)


def _with_field(rgb: Bytes, rows: int, *, upwards: bool) -> Bytes:
    """`rgb` with one field of `rows` above or below it, in the colour of that edge.

    An edge that is nearly of one colour runs out into the field; a busy one would smear, so it ends there, as a picture
    does beside a panel.
    """
    if not upwards:
        return _with_field(rgb[::-1], rows, upwards=True)[::-1]
    strip = np.ascontiguousarray(rgb[: max(2, len(rgb) // 40)])
    colour = _median(strip)
    field = np.empty((rows, rgb.shape[1], 3), np.float32)
    field[:] = colour
    if _evenness(strip) <= _EVEN:
        line: Floats = np.asarray(strip[:3].mean(axis=0, keepdims=True), np.float32)
        line = np.asarray(cv2.GaussianBlur(line, (0, 0), max(1.0, 0.03 * rgb.shape[1]), sigmaY=0.01), np.float32)
        fade = np.clip((np.arange(rows, dtype=np.float32)[::-1] + 1) / max(2, _DISSOLVE * rows), 0, 1)
        fade = fade * fade * (3 - 2 * fade)
        field = line.reshape(1, -1, 3) * (1 - fade[:, None, None]) + field * fade[:, None, None]
    return np.concatenate([np.clip(field + 0.5, 0, 255).astype(np.uint8), rgb])
