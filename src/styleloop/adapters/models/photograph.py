"""A plain photograph fills the panel edge to edge, cropped round what the eye goes to."""

from __future__ import annotations

import cv2
import numpy as np

from styleloop.adapters.models.grain import blurred
from styleloop.adapters.models.stage import Floats, Rect
from styleloop.types.picture import Bytes, Picture

_LOOK = 96
"""Pixels on the long side at which saliency is judged; spectral residual wants a small picture."""


def cover(photo: Picture, width: int, height: int) -> tuple[Bytes, Bytes]:
    """(picture, mask) of exactly `width` x `height`: the mask is 255 in the box of the salient subject.

    A picture on one plain ground is never cut: its ground is extended instead.
    """
    rgb = _without_bars(photo.rgb)
    ground = plain_ground(rgb)
    subject = subject_box(rgb)
    if ground is not None:
        return _extended(rgb, subject, ground, width, height)
    x0, y0, x1, y1 = window(rgb, width / height, subject)
    scale = width / (x1 - x0)
    picture = _resized(rgb[y0:y1, x0:x1], width, height)
    return picture, _boxed(((subject[0] - x0) * scale, (subject[1] - y0) * scale), subject, scale, width, height)


def window(rgb: Bytes, ratio: float, subject: Rect) -> Rect:
    """The largest crop of width / height `ratio` that holds `subject` and most of what the eye goes to.

    A subject too large for it is cut on both sides alike.
    """
    height, width = rgb.shape[:2]
    across, down = min(width, round(height * ratio)), min(height, round(width / ratio))
    seen = saliency(rgb)
    if across < width:
        start = _best(seen.sum(axis=0), across, width, subject[0], subject[2])
        return start, 0, start + across, height
    start = _best(seen.sum(axis=1), down, height, subject[1], subject[3])
    return 0, start, width, start + down


def _best(weights: Floats, span: int, length: int, low: int, high: int) -> int:
    """Where a window of `span` out of `length` pixels starts: over low ... high, on as much weight as it can hold."""
    if span <= high - low:
        return min(max(0, round((low + high - span) / 2)), length - span)
    cells = weights.size
    sums = np.convolve(weights, np.ones(max(1, round(span / length * cells)), np.float32), "valid")
    middle = np.abs(np.arange(sums.size) - (sums.size - 1) / 2) / cells
    best = round(int(np.argmax(sums / max(float(weights.sum()), 1e-9) - 0.12 * middle)) / cells * length)
    return min(max(best, high - span, 0), low, length - span)


def saliency(rgb: Bytes) -> Floats:
    """Spectral residual (Hou & Zhang 2007, CVPR, eq. 8) over L*a*b*, smoothed; about 96 px long, sums to 1."""
    height, width = rgb.shape[:2]
    scale = _LOOK / max(height, width)
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    small = cv2.cvtColor(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2LAB).astype(np.float32)
    total = np.zeros(small.shape[:2], np.float32)
    for channel in range(3):
        spectrum = np.fft.fft2(small[..., channel])
        log = np.log(np.abs(spectrum) + 1e-6).astype(np.float32)
        residual = log - cv2.blur(log, (3, 3))
        back = np.fft.ifft2(np.exp(residual + 1j * np.angle(spectrum)))
        total += np.square(np.abs(back)).astype(np.float32)
    smooth = blurred(total, 3.2) * np.outer(_taper(total.shape[0]), _taper(total.shape[1]))
    smooth = np.clip(smooth - np.percentile(smooth, 50), 0, None)
    return np.asarray(smooth / max(float(smooth.sum()), 1e-9), np.float32)


def _taper(length: int) -> Floats:
    """1 inside, falling to 0 over the outer 8 %: a spectrum takes the jump between opposite edges for an event."""
    away = np.minimum(np.arange(length), np.arange(length)[::-1]) / (0.08 * length)
    return np.asarray(np.minimum(away, 1), np.float32)


def subject_box(rgb: Bytes) -> Rect:
    """Pixels box round the most salient shape, and round others that weigh two fifths of it or more."""
    seen = saliency(rgb)
    count, labels, stats, _ = cv2.connectedComponentsWithStats((seen >= 0.16 * seen.max()).astype(np.uint8))
    weights = np.bincount(labels.ravel(), weights=seen.ravel(), minlength=count)
    weights[0] = 0
    chosen = stats[weights >= max(0.4 * float(weights.max()), 1e-9)]
    if not len(chosen):
        return 0, 0, rgb.shape[1], rgb.shape[0]
    kx, ky = rgb.shape[1] / seen.shape[1], rgb.shape[0] / seen.shape[0]
    left, top = chosen[:, 0].min(), chosen[:, 1].min()
    right, low = (chosen[:, 0] + chosen[:, 2]).max(), (chosen[:, 1] + chosen[:, 3]).max()
    return round(left * kx), round(top * ky), round(right * kx), round(low * ky)


def plain_ground(rgb: Bytes) -> Floats | None:
    """The colour of a picture's border when it is one plain colour, as behind a pack shot; else None."""
    edge = max(2, min(rgb.shape[:2]) // 60)
    strips = (rgb[:edge], rgb[-edge:], rgb[:, :edge], rgb[:, -edge:])
    border = np.concatenate([strip.reshape(-1, 3) for strip in strips]).astype(np.float32)
    colour = np.median(border, axis=0)
    near = (np.abs(border - colour).max(axis=1) <= 10).mean()
    return np.asarray(colour, np.float32) if near >= 0.97 else None


def _without_bars(rgb: Bytes) -> Bytes:
    """The picture without the plain bars somebody's export put above and below it, or at its sides."""
    if plain_ground(rgb) is not None:
        return rgb
    top, low = _inside(rgb)
    left, right = _inside(rgb.transpose(1, 0, 2))
    return rgb[top:low, left:right] if (low - top) * (right - left) >= 0.25 * rgb.shape[0] * rgb.shape[1] else rgb


def _inside(lines: Bytes) -> tuple[int, int]:
    """First and last line that is not part of a plain bar at the edge; bars are white or black and 1.5 % or thicker."""
    length = lines.shape[0]
    bounds = []
    for run in (lines, lines[::-1]):
        edge = float(run[0].mean())
        plain = (np.ptp(run.reshape(length, -1), axis=1) <= 14) & (np.abs(run.mean(axis=(1, 2)) - edge) <= 6)
        thick = length if plain.all() else int(np.argmin(plain))
        bounds.append(thick if thick >= 0.015 * length and (edge > 235 or edge < 20) else 0)
    return bounds[0], length - bounds[1]


def _extended(rgb: Bytes, subject: Rect, ground: Floats, width: int, height: int) -> tuple[Bytes, Bytes]:
    """The whole subject inside the panel, its plain ground running on to the edges."""
    ink = np.abs(rgb.astype(np.int16) - ground.astype(np.int16)).max(axis=2) > 14
    x, y, across, down = cv2.boundingRect(ink.astype(np.uint8))
    box = (x, y, x + across, y + down) if across else subject
    scale = min(0.82 * width / (box[2] - box[0]), 0.72 * height / (box[3] - box[1]))
    left = width / 2 - scale * (box[0] + box[2]) / 2
    top = height * 0.54 - scale * (box[1] + box[3]) / 2
    turn = np.array([[scale, 0, left], [0, scale, top]], np.float32)
    if scale < 1:
        rgb = np.asarray(cv2.GaussianBlur(rgb, (0, 0), 0.35 / scale), np.uint8)
    border = tuple(float(value) for value in ground)
    picture = cv2.warpAffine(rgb, turn, (width, height), flags=cv2.INTER_LINEAR, borderValue=border)
    return np.asarray(picture, np.uint8), _boxed(
        (left + scale * box[0], top + scale * box[1]), box, scale, width, height
    )


def _resized(rgb: Bytes, width: int, height: int) -> Bytes:
    shrinks = rgb.shape[1] >= width
    return np.asarray(
        cv2.resize(rgb, (width, height), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC), np.uint8
    )


def _boxed(corner: tuple[float, float], box: Rect, scale: float, width: int, height: int) -> Bytes:
    mask = np.zeros((height, width), np.uint8)
    x0, y0 = max(0, round(corner[0])), max(0, round(corner[1]))
    x1, y1 = round(corner[0] + (box[2] - box[0]) * scale), round(corner[1] + (box[3] - box[1]) * scale)
    mask[y0 : max(y0, y1), x0 : max(x0, x1)] = 255
    return mask
