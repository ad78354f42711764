"""Which part of a photograph a panel shows: what must stay is held, calm ground lies where words will stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from styleloop.adapters.models.grain import blurred
from styleloop.adapters.models.stage import Floats, Rect, Share
from styleloop.types.picture import Bytes
from styleloop.types.shot import Framing

_LOOK = 96
"""Pixels on the long side at which saliency is judged; spectral residual wants a small picture."""
_AIR = 0.04
"""Air round what may not be cut, as a share of its longer side, where the photograph has it."""
_MIDDLE = 0.12
"""How much of all attention a crop gives up for each share of the length that it moves off the middle."""
_OFF_WORDS = 1.5
"""How much worse attention under words is than attention outside the crop."""


@dataclass(frozen=True, eq=False)
class Wanted:
    """What a crop is asked to show.

    Attributes:
        box: pixels of the photograph round the subject.
        given: a person gave the box, so nothing of it may be cut; else the eye found it.
        focus: pixel to centre on, or None.
        seen: the photograph's `saliency`, where it was looked at already.
    """

    box: Rect
    given: bool
    focus: tuple[float, float] | None = None
    seen: Floats | None = None


def wanted(rgb: Bytes, framing: Framing, inside: Rect, full: tuple[int, int]) -> Wanted:
    """`framing` in the pixels of `rgb`, which is the part `inside` of a picture of `full` (width, height)."""
    width, height = full

    def at(x: float, y: float) -> tuple[float, float]:
        return (
            min(max(0.0, x * width - inside[0]), float(rgb.shape[1])),
            min(max(0.0, y * height - inside[1]), float(rgb.shape[0])),
        )

    focus = at(*framing.focus) if framing.focus else None
    whole = framing.whole
    if whole is None:
        seen = saliency(rgb)
        return Wanted(_salient_box(seen, rgb), given=False, focus=focus, seen=seen)
    (left, top), (right, low) = at(whole[0], whole[1]), at(whole[2], whole[3])
    box = int(left), int(top), int(np.ceil(right)), int(np.ceil(low))
    return Wanted(box, given=True, focus=focus)


def window(
    rgb: Bytes, ratio: float, ask: Wanted, quiet: Sequence[Share] = (), least: tuple[float, float] = (0, 0)
) -> Rect:
    """The part of a photograph that a panel of width / height `ratio` shows.

    The largest crop of that shape that holds what is wanted and most of what the eye goes to, with as little of it as
    can be where words will stand. What a person gave is held with air round it. Where it does not fit, the window
    reaches beyond the photograph, whose edges must then be carried on; what the eye found is cut on both sides alike.

    Args:
        rgb: uint8 (h, w, 3).
        ratio: of the panel.
        ask: what to show.
        quiet: where words will stand, as shares of the panel as it will be seen.
        least: the window comes closer until the subject takes this share of its width or height, but shows no fewer
            than so many pixels across: (share, pixels).

    Returns:
        x0, y0, x1, y1 in pixels of the photograph; may lie outside it.
    """
    height, width = rgb.shape[:2]
    across, down = min(float(width), height * ratio), min(float(height), width / ratio)
    if ask.given:
        x0, y0, x1, y1 = _held(ask.box, (across, down), (width, height))
        across = max(across, x1 - x0, (y1 - y0) * ratio)
        down = across / ratio
        ask = replace(ask, box=(x0, y0, x1, y1))
    if across <= width and down <= height:
        across *= _closer(ask.box, across, down, least)
        down = across / ratio
    seen = saliency(rgb) if ask.seen is None else ask.seen
    left = _start(seen.sum(axis=0), across, width, ask, 0, _under(quiet, 0))
    top = _start(seen.sum(axis=1), down, height, ask, 1, _under(quiet, 1))
    return round(left), round(top), round(left + across), round(top + down)


def _held(box: Rect, window: tuple[float, float], size: tuple[int, int]) -> Rect:
    """`box` with its air, unless the photograph would have to be carried on for the air alone."""

    def fits(one: Rect) -> bool:
        return one[2] - one[0] <= window[0] and one[3] - one[1] <= window[1]

    loose = aired(box, *size)
    return box if fits(box) and not fits(loose) else loose


def aired(box: Rect, width: int, height: int) -> Rect:
    """`box` with air round it, as far as a photograph of that size has some."""
    air = round(_AIR * max(box[2] - box[0], box[3] - box[1]))
    return max(0, box[0] - air), max(0, box[1] - air), min(width, box[2] + air), min(height, box[3] + air)


def _closer(box: Rect, across: float, down: float, least: tuple[float, float]) -> float:
    """How much smaller the window becomes, 0 ... 1, so that a small subject is seen in a small panel."""
    taken = max((box[2] - box[0]) / across, (box[3] - box[1]) / down)
    return min(1.0, max(taken / least[0], least[1] / across)) if least[0] else 1.0


def _start(weights: Floats, span: float, length: int, ask: Wanted, axis: int, words: Floats | None) -> float:
    """Where a window of `span` out of `length` pixels starts along one axis."""
    low, high = ask.box[axis], ask.box[axis + 2]
    if span >= length:  # beyond the photograph: what is wanted as near the middle as keeps all of the photograph
        return min(0.0, max(length - span, (low + high - span) / 2))
    if span <= high - low and (ask.given or ask.focus is None):
        return min(max(0.0, (low + high - span) / 2), length - span)
    least, most = max(0.0, high - span), min(float(low), length - span)
    if ask.focus is not None:  # what a person says goes before what the eye finds
        least, most = (least, most) if ask.given else (0.0, length - span)
        return min(max(least, ask.focus[axis] - span / 2), most)
    cells = weights.size
    taken = np.ones(max(1, round(span / length * cells)), np.float32)
    if words is not None:
        taken -= np.float32(_OFF_WORDS) * np.interp(np.linspace(0, 1, taken.size), np.linspace(0, 1, words.size), words)
    sums = np.correlate(weights, taken.astype(np.float32), "valid")
    middle = np.abs(np.arange(sums.size) - (sums.size - 1) / 2) / cells
    best = int(np.argmax(sums / max(float(weights.sum()), 1e-9) - _MIDDLE * middle)) / cells * length
    return min(max(best, least), most)


def _under(quiet: Sequence[Share], axis: int) -> Floats | None:
    """How much of each of 32 steps along an axis of the panel lies under words, 0 ... 1."""
    if not quiet:
        return None
    grid = np.zeros((32, 32), np.float32)
    for x0, y0, x1, y1 in quiet:
        rows, columns = (slice(max(0, round(a * 32)), max(0, round(b * 32))) for a, b in ((y0, y1), (x0, x1)))
        grid[rows, columns] = 1
    return np.asarray(grid.mean(axis=axis), np.float32)


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
    return _salient_box(saliency(rgb), rgb)


def _salient_box(seen: Floats, rgb: Bytes) -> Rect:
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
