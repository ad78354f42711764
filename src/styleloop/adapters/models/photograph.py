"""A plain photograph fills the panel edge to edge, cropped round what the eye goes to."""

from __future__ import annotations

import cv2
import numpy as np

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
    x0, y0, x1, y1 = window(rgb, width / height)
    scale = width / (x1 - x0)
    picture = _resized(rgb[y0:y1, x0:x1], width, height)
    return picture, _boxed(((subject[0] - x0) * scale, (subject[1] - y0) * scale), subject, scale, width, height)


def window(rgb: Bytes, ratio: float) -> Rect:
    """The largest crop of width / height `ratio` that holds most of what the eye goes to, middle preferred."""
    height, width = rgb.shape[:2]
    across, down = min(width, round(height * ratio)), min(height, round(width / ratio))
    seen = saliency(rgb)
    if across < width:
        start = _best(seen.sum(axis=0), across / width, width)
        return start, 0, start + across, height
    start = _best(seen.sum(axis=1), down / height, height)
    return 0, start, width, start + down


def _best(weights: Floats, share: float, length: int) -> int:
    cells = weights.size
    span = max(1, round(share * cells))
    sums = np.convolve(weights, np.ones(span, np.float32), "valid")
    middle = np.abs(np.arange(sums.size) - (sums.size - 1) / 2) / cells
    best = int(np.argmax(sums / weights.sum() - 0.12 * middle)) / cells
    return min(round(best * length), length - round(share * length))


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
    smooth = cv2.GaussianBlur(total, (0, 0), 3.2)
    smooth = np.clip(smooth - np.percentile(smooth, 50), 0, None)
    return np.asarray(smooth / max(float(smooth.sum()), 1e-9), np.float32)


def subject_box(rgb: Bytes) -> Rect:
    """Pixels box that holds the most salient four fifths."""
    seen = saliency(rgb)
    order = np.sort(seen.ravel())[::-1]
    enough = order[min(order.size - 1, int(np.searchsorted(np.cumsum(order), 0.8)))]
    x, y, across, down = cv2.boundingRect((seen >= max(float(enough), 1e-9)).astype(np.uint8))
    kx, ky = rgb.shape[1] / seen.shape[1], rgb.shape[0] / seen.shape[0]
    return round(x * kx), round(y * ky), round((x + across) * kx), round((y + down) * ky)


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
    lines = rgb.reshape(rgb.shape[0], -1)
    flat = np.ptp(lines, axis=1) <= 6
    top, low = _inside(flat)
    columns = rgb.transpose(1, 0, 2).reshape(rgb.shape[1], -1)
    left, right = _inside(np.ptp(columns, axis=1) <= 6)
    whole = (low - top) * (right - left) >= 0.25 * rgb.shape[0] * rgb.shape[1]
    barred = plain_ground(rgb) is None and whole
    return rgb[top:low, left:right] if barred else rgb


def _inside(flat: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> tuple[int, int]:
    busy = np.flatnonzero(~flat)
    return (int(busy[0]), int(busy[-1]) + 1) if busy.size else (0, flat.size)


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
