"""Looking at an accepted picture without believing the renderer: each slot is drawn alone, and its ink is measured.

A slot is at fault when its ink touches the edge of the page it was set on (clipped), leaves its room by more than
letters overshoot theirs, lies on another slot's ink, or when the finished file shows less contrast between its ink and
what surrounds it than 3:1. Boxes in place of letters are looked for in `tests/compose/test_scripts.py`, on the pixels.
"""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np

from styleloop.adapters.renderers.facts import SEEN, Inked
from styleloop.adapters.renderers.typeset import TypstRenderer
from styleloop.adapters.renderers.words import drawn_words
from styleloop.types.picture import Bytes
from styleloop.types.variant import Drawn, Layout

OVERSHOOT = 0.2
"""Share of the type size by which round and accented letters may leave their room, side bearings and marks included."""
LEAST = 3.0


def faults(renderer: TypstRenderer, layout: Layout, drawn: Drawn, blobs: Mapping[str, bytes]) -> tuple[str, ...]:
    """Everything wrong with one accepted picture; empty when nothing is."""
    template = renderer.template(layout.template.partition("@")[0])
    words = drawn_words(layout.words, template)
    words = {slot: text for slot, text in words.items() if slot not in drawn.rendering.dropped}
    made = renderer._set(layout, template, words, blobs)
    canvas = (layout.placement.height, layout.placement.width)
    alphas = {one.slot: _alpha(one, canvas) for one in made.slots}
    found = []
    for one in made.slots:
        found += _of_one(one, alphas[one.slot], drawn.picture.rgb)
    inks = {name: alpha >= SEEN for name, alpha in alphas.items()}
    names = list(inks)
    for i, name in enumerate(names):
        found += [f"{name} on {other}" for other in names[i + 1 :] if bool((inks[name] & inks[other]).any())]
    return tuple(found)


def _alpha(one: Inked, canvas: tuple[int, int]) -> Bytes:
    """How strongly a slot's letters cover the canvas: uint8 (h, w)."""
    whole = np.zeros(canvas, np.uint8)
    height, width = one.layer.shape[:2]
    y0, x0 = max(0, one.y), max(0, one.x)
    y1, x1 = min(canvas[0], one.y + height), min(canvas[1], one.x + width)
    if y1 > y0 and x1 > x0:
        whole[y0:y1, x0:x1] = one.layer[y0 - one.y : y1 - one.y, x0 - one.x : x1 - one.x, 3]
    return whole


def _of_one(one: Inked, alpha: Bytes, picture: Bytes) -> list[str]:
    ink = alpha >= SEEN
    if not ink.any():
        return [f"{one.slot} shows nothing"]
    found = []
    if one.spilt or int((one.layer[..., 3] >= SEEN).sum()) != int(ink.sum()):
        found.append(f"{one.slot} is clipped")
    ys, xs = np.nonzero(ink)
    x0, y0, x1, y1 = one.box
    out = max(x0 - xs.min(), y0 - ys.min(), xs.max() + 1 - x1, ys.max() + 1 - y1)
    if out > max(1.5, OVERSHOOT * one.size):
        found.append(f"{one.slot} leaves its room by {out:.1f} px at {one.size:.0f} px")
    seen = _contrast(alpha, picture)
    if seen < LEAST:
        found.append(f"{one.slot} has a contrast of {seen:.1f} in the file")
    return found


def _contrast(alpha: Bytes, picture: Bytes) -> float:
    """WCAG ratio of the fullest strokes against what lies round the letters, both medians, in the finished file."""
    full = alpha >= max(SEEN, 0.85 * float(alpha.max()))
    near = cv2.dilate((alpha > 0).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    around = cv2.dilate((alpha >= SEEN).astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    around &= ~near
    if not around.any():
        return 21.0
    light = [_luminance(np.median(picture[where], axis=0)) for where in (full, around)]
    return (max(light) + 0.05) / (min(light) + 0.05)


def _luminance(rgb: np.ndarray) -> float:
    c = rgb / 255
    linear = np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)
    return float(linear @ np.array([0.2126, 0.7152, 0.0722]))
