"""A plain photograph fills the panel edge to edge, cropped round what it is about, its ground carried on at need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from styleloop.adapters.decoders.safety import Unfit
from styleloop.adapters.models.extension import Beyond, Corner, carried_on, resized
from styleloop.adapters.models.framing import Wanted, aired, wanted, window
from styleloop.adapters.models.stage import Floats, Rect, Share
from styleloop.types.picture import Bytes, Picture
from styleloop.types.record import Refusal
from styleloop.types.shot import Framing

UNFRAMED = Framing()
MOST_ENLARGED = 3.0
"""Times a picture may be blown up; beyond it even a small format looks like mud."""
_SMEAR = 0.004
"""Share of the length over which a bar runs into the photograph: exports smooth that edge."""
_SMALL = 320
"""Short side in pixels of a panel under which the subject is brought closer."""
_JUDGED = 480
"""Pixels on the long side of a panel at which it is judged whether calm edges suffice."""
_CLOSE = 0.55
"""Share of a small panel's width or height that the subject takes at least."""


def cover(
    photo: Picture, width: int, height: int, framing: Framing = UNFRAMED, quiet: Sequence[Share] = ()
) -> tuple[Bytes, Bytes]:
    """(picture, mask) of exactly `width` x `height`: the mask is 255 in the box of the subject and of what is kept.

    A picture on one plain ground is never cut: its ground is extended instead. Of any other, what a person marked is
    never cut: where it does not fit, the photograph's edges are carried on if they are calm, and else it stands whole
    between two calm fields of its own colours.

    Args:
        photo: decoded, upright.
        width: of the panel, pixels.
        height: of the panel, pixels.
        framing: what a person said of it.
        quiet: where words will stand, as shares of the panel as it will be seen.

    Raises:
        Unfit: too small for the panel, or what must stay cannot be shown in it.
    """
    ground = plain_ground(photo.rgb)
    rgb, inside = (photo.rgb, (0, 0, photo.width, photo.height)) if ground is not None else _without_bars(photo.rgb)
    ask = wanted(rgb, framing, inside, (photo.width, photo.height))
    if rgb is not photo.rgb:
        ground = plain_ground(rgb)
    if ground is not None:
        return _extended(rgb, ask, ground, width, height)
    picture, corner, scale = _shown(photo, rgb, ask, quiet, (width, height))
    parts = (*((framing.subject,) if framing.subject else ()), *framing.keep)
    boxes = [wanted(rgb, Framing(subject=one), inside, (photo.width, photo.height)).box for one in parts]
    return picture, _boxed(boxes or [ask.box], corner, scale, width, height)


def reaches(photo: Picture, width: int, height: int, framing: Framing = UNFRAMED, quiet: Sequence[Share] = ()) -> bool:
    """Whether a photograph fills a panel of this size by itself: at most its calm edges are stretched."""
    if plain_ground(photo.rgb) is not None:
        return True
    rgb, inside = _without_bars(photo.rgb)
    ask = wanted(rgb, framing, inside, (photo.width, photo.height))
    least = (_CLOSE, float(width)) if min(width, height) < _SMALL else (0.0, 0.0)
    shown = window(rgb, width / height, ask, quiet, least)
    if not _outside(shown, rgb):
        return True
    scale = min(1.0, _JUDGED / max(width, height))
    size = max(16, round(width * scale)), max(16, round(height * scale))
    return not isinstance(carried_on(rgb, shown, *size, calm_only=True), Beyond)


def _shown(
    photo: Picture, rgb: Bytes, ask: Wanted, quiet: Sequence[Share], size: tuple[int, int]
) -> tuple[Bytes, Corner, float]:
    """(panel, where in it the photograph's corner lies, pixels of the panel per pixel of the photograph)."""
    width, height = size
    if not ask.given and ask.focus is None:  # what the eye found is held too, where that costs no calm field
        loose = aired(ask.box, rgb.shape[1], rgb.shape[0])  # the eye's box is rough
        held = window(rgb, width / height, replace(ask, box=loose, given=True), quiet)
        scale = width / (held[2] - held[0])
        if _outside(held, rgb) and scale <= MOST_ENLARGED:
            made = carried_on(rgb, held, width, height, calm_only=True)
            if not isinstance(made, Beyond):
                return (*made, scale)
    least = (_CLOSE, float(width)) if min(size) < _SMALL else (0.0, 0.0)
    x0, y0, x1, y1 = shown = window(rgb, width / height, ask, quiet, least)
    scale = width / (x1 - x0)
    _check_enlarged(photo, scale)
    if not _outside(shown, rgb):
        return resized(rgb[y0:y1, x0:x1], width, height), (-x0 * scale, -y0 * scale), scale
    made = carried_on(rgb, shown, width, height)
    if isinstance(made, Beyond):
        raise _too_wide(photo, made, width, height)
    return (*made, scale)


def _outside(part: Rect, rgb: Bytes) -> bool:
    return part[0] < 0 or part[1] < 0 or part[2] > rgb.shape[1] or part[3] > rgb.shape[0]


def _check_enlarged(photo: Picture, scale: float) -> None:
    if scale > MOST_ENLARGED:
        least = round(max(photo.width, photo.height) * scale / MOST_ENLARGED)
        raise Unfit(
            Refusal(
                subject=photo.source[:16],
                why="the photograph is too small for this format",
                got=f"{photo.width} x {photo.height} px, blown up {scale:.1f} times",
                expected=f"about {least} px on the long side, so that it is blown up {MOST_ENLARGED:.0f} times at most",
                cure="give the photograph in its full size",
            )
        )


def _too_wide(photo: Picture, beyond: Beyond, width: int, height: int) -> Unfit:
    return Unfit(
        Refusal(
            subject=photo.source[:16],
            why="what must stay in sight cannot be shown in this format without cutting it",
            got=f"the photograph would fill {beyond.share:.0%} of a panel of {width} x {height} px",
            expected=f"at least {beyond.least:.0%}",
            cure="mark a smaller subject, or give another picture of this product for such formats",
        )
    )


def plain_ground(rgb: Bytes) -> Floats | None:
    """The colour of a picture's border when it is one plain colour, as behind a pack shot; else None."""
    edge = max(2, min(rgb.shape[:2]) // 60)
    by = max(1, min(rgb.shape[:2]) // 240)
    strips = (rgb[:edge:by, ::by], rgb[-edge::by, ::by], rgb[::by, :edge:by], rgb[::by, -edge::by])
    border = np.concatenate([strip.reshape(-1, 3) for strip in strips]).astype(np.float32)
    colour = np.median(border, axis=0)
    near = (np.abs(border - colour).max(axis=1) <= 10).mean()
    return np.asarray(colour, np.float32) if near >= 0.97 else None


def _without_bars(rgb: Bytes) -> tuple[Bytes, Rect]:
    """The picture without plain bars that an export put round it, and which part of it that is."""
    height, width = rgb.shape[:2]
    top, low = _bar(rgb), height - _bar(rgb[::-1])
    left, right = _bar(rgb.swapaxes(0, 1)), width - _bar(rgb.swapaxes(0, 1)[::-1])
    if (low - top) * (right - left) < 0.25 * height * width or (left, top, right, low) == (0, 0, width, height):
        return rgb, (0, 0, width, height)
    return rgb[top:low, left:right], (left, top, right, low)


def _bar(lines: Bytes) -> int:
    """How many lines from the first belong to a plain bar: white or black, 1.5 % of the length or thicker; else 0."""
    length, edge = len(lines), float(lines[0].mean())
    if int(np.ptp(lines[0])) > 14 or 20 <= edge <= 235:
        return 0
    thick = next((at for at in range(1, length) if not _plain(lines[at], edge)), length)
    return thick + max(1, round(_SMEAR * length)) if thick >= 0.015 * length else 0


def _plain(line: Bytes, edge: float) -> bool:
    return int(np.ptp(line)) <= 14 and abs(float(line.mean()) - edge) <= 6


def _extended(rgb: Bytes, ask: Wanted, ground: Floats, width: int, height: int) -> tuple[Bytes, Bytes]:
    """The whole subject inside the panel, its plain ground running on to the edges.

    A subject that leaves the photograph on one side leaves the panel on that side too: no cut edge floats in the air.
    """
    ink = np.abs(rgb.astype(np.int16) - ground.astype(np.int16)).max(axis=2) > 14
    x, y, across, down = cv2.boundingRect(ink.astype(np.uint8))
    box = (x, y, x + across, y + down) if across and not ask.given else ask.box
    scale = min(0.82 * width / (box[2] - box[0]), 0.72 * height / (box[3] - box[1]))
    left = width / 2 - scale * (box[0] + box[2]) / 2
    top = height * 0.54 - scale * (box[1] + box[3]) / 2
    if across:
        left = _anchored(left, scale, (x, x + across), rgb.shape[1], width)
        top = _anchored(top, scale, (y, y + down), rgb.shape[0], height)
    turn = np.array([[scale, 0, left], [0, scale, top]], np.float32)
    if scale < 1:
        rgb = np.asarray(cv2.GaussianBlur(rgb, (0, 0), 0.35 / scale), np.uint8)
    picture = cv2.warpAffine(rgb, turn, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    picture = _evened(np.asarray(picture, np.uint8), ground, (left, top), scale, rgb.shape)
    return picture, _boxed([box], (left, top), scale, width, height)


def _anchored(start: float, scale: float, ink: tuple[int, int], length: int, panel: int) -> float:
    """Where the photograph begins on one axis: flush with the panel on the one side where its ink runs out of it."""
    first, last = ink[0] <= 1, ink[1] >= length - 1
    if first == last:
        return start
    return 0.0 if first else panel - scale * length


def _evened(picture: Bytes, ground: Floats, corner: tuple[float, float], scale: float, shape: tuple[int, ...]) -> Bytes:
    """What lies beyond the photograph fades from its edge's own colour to the ground's, so that no seam shows."""
    height, width = picture.shape[:2]
    x, y = np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)
    right, low = corner[0] + scale * shape[1], corner[1] + scale * shape[0]
    beside = np.maximum(np.maximum(corner[0] - x, x - right), 0)[None]
    over = np.maximum(np.maximum(corner[1] - y, y - low), 0)[:, None]
    fade = np.clip(np.maximum(beside, over) / (0.18 * min(width, height)), 0, 1)[..., None]
    if not fade.any():
        return picture
    soft = np.asarray(cv2.GaussianBlur(picture, (0, 0), max(1.0, 0.01 * min(width, height))), np.float32)
    mixed = soft * (1 - fade) + ground * fade
    return np.where(fade > 0, np.clip(mixed + 0.5, 0, 255).astype(np.uint8), picture)


def _boxed(boxes: Sequence[Rect], corner: tuple[float, float], scale: float, width: int, height: int) -> Bytes:
    """255 in each of `boxes` (pixels of a photograph whose corner lies at `corner` of the panel)."""
    mask = np.zeros((height, width), np.uint8)
    for box in boxes:
        x0, y0 = (max(0, int(np.floor(corner[i] + scale * box[i] - 0.5))) for i in (0, 1))
        x1, y1 = (int(np.ceil(corner[i] + scale * box[i + 2] + 0.5)) for i in (0, 1))
        mask[y0 : max(y0, y1), x0 : max(x0, x1)] = 255
    return mask
