"""A finished picture in motion: its scene stands from the first frame, its words come in one after another.

Nothing here draws words or pictures anew. Every frame is made from the layers of the approved picture, and the last one
is that picture, pixel for pixel.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from styleloop.adapters.renderers.blend import lay, plated, set_in
from styleloop.adapters.renderers.facts import Floats, Inked, Rect, meet
from styleloop.adapters.renderers.lines import Beat, in_beats
from styleloop.adapters.renderers.parts import Parts
from styleloop.types.copy import DRAWN_SLOTS, HEADLINE
from styleloop.types.picture import Bytes

Noise = npt.NDArray[np.int16]

RATE = 25
"""Frames a second."""
SHORTEST, LONGEST = 2.0, 15.0
"""Seconds."""
PUSH = 0.02
"""How much smaller the picture is in the first frame than in the last."""
_WORDS = 0.6
"""Share of the length after which every word stands; the rest is for reading."""
_LEAD = 0.4
"""Seconds, at most, in which the scene stands without words."""
_FADE = 0.56
"""Seconds, at most, that one part takes to come in."""
_PACE = {HEADLINE: 0.9}
"""Seconds, at most, from one part to the next after a beat of the headline; after any other part `_STEP`."""
_STEP = 0.45
_RISE = 0.011
"""How far a part rises while it comes in: share of the short side."""
_LEAST_RISE = 3.0
_NOISE = 16
"""Pixels round ink that a JPEG disturbs: one block of twice eight."""


@dataclass(frozen=True)
class Cue:
    """When a part comes in.

    Attributes:
        part: slot; beats of the headline are `headline 1`, `headline 2` ...
        start, end: seconds.
    """

    part: str
    start: float
    end: float


@dataclass(frozen=True, eq=False)
class _Coming:
    """One part that comes in, and the area in which it disturbs the picture."""

    cue: Cue
    x: int
    y: int
    layer: Bytes
    area: Rect
    noise: Noise


class Motion:
    """The frames of one finished picture.

    Args:
        parts: the picture taken apart.
        still: uint8 (h, w, 3): the picture as its file shows it; the last frame.
        seconds: length, `SHORTEST` to `LONGEST`.
        calm: fades only: nothing rises, nothing is pushed.
        pushed: whether the picture is pushed in where it may be.

    Raises:
        ValueError: `still` has another size, or the length is out of range.
    """

    def __init__(self, parts: Parts, still: Bytes, seconds: float, *, calm: bool = False, pushed: bool = False) -> None:
        if still.shape != parts.ground.shape:
            raise ValueError(f"still: expected {parts.ground.shape}, got {still.shape}")
        if not SHORTEST <= seconds <= LONGEST:
            raise ValueError(f"seconds: expected {SHORTEST:g} to {LONGEST:g}, got {seconds:g}")
        self.still, self.calm = still, calm
        self.frames = round(seconds * RATE)
        self.seconds = self.frames / RATE
        short = min(still.shape[:2])
        self._rise = 0.0 if calm else max(_LEAST_RISE, _RISE * short)
        self._panel = parts.panel if pushed and not calm else None
        self._focus = parts.focus
        beats = _ordered(parts.slots)
        starting = cues([beat.slot for beat in beats], self.seconds)
        self.cues = tuple(starting)
        clean = set_in(plated(parts.ground, parts.slots), parts.slots)
        # What the file shows and the layers do not: noise of the encoding. Round words it comes in with them.
        noise = still.astype(np.int16) - clean
        # The mark stands from the first frame on, but above the picture: a push must not move it.
        marks = [mark for slot in parts.slots if slot.slot not in DRAWN_SLOTS for mark in in_beats(slot)]
        everything = [*(Cue(mark.slot, -1.0, 0.0) for mark in marks), *starting]
        self._coming = _comings(everything, [*marks, *beats], noise, self._rise)
        self._ground = _sum(parts.ground, noise)

    @property
    def push(self) -> float:
        """How much smaller the picture is in the first frame: a share; 0 when it stands still."""
        return PUSH if self._panel else 0.0

    @property
    def settled(self) -> int:
        """The first frame from which on nothing moves."""
        last = max((cue.end for cue in self.cues), default=0.0)
        return min(self.frames - 1, int(np.ceil(max(last, self._pushed_until if self._panel else 0.0) * RATE)))

    @property
    def _pushed_until(self) -> float:
        return 0.85 * self.seconds

    def __iter__(self) -> Iterator[Bytes]:
        """Every frame in order, uint8 (h, w, 3). Those that show the same are the same array."""
        last: Bytes | None = None
        for number in range(self.frames):
            if last is None or number <= self.settled:
                last = self.frame(number)
            yield last

    def frame(self, number: int) -> Bytes:
        """Frame `number`, from 0: uint8 (h, w, 3). From `settled` on it is `still` itself."""
        if number >= self.settled:
            return self.still
        at = number / RATE
        made = self._pushed(at) if self._panel else self._ground.copy()
        for part in self._coming:
            share = _share(part.cue, at)
            if share > 0:
                if share < 1:
                    _lay(made, part, share, 0.0 if self.calm else self._rise * (1 - _eased(share)))
                else:
                    lay(made, part.layer, part.x, part.y)
                _add(made, part, _eased(share))
        return made

    def _pushed(self, at: float) -> Bytes:
        """The ground with its picture scaled about the focus; what comes in at the edges is mirrored from inside."""
        made = self._ground.copy()
        if self._panel is None:
            return made
        x0, y0, x1, y1 = self._panel
        scale = 1 - PUSH * (1 - _settling(at / self._pushed_until))
        away = ((1 - scale) * (self._focus[0] - x0), (1 - scale) * (self._focus[1] - y0))
        how = np.array([[scale, 0, away[0]], [0, scale, away[1]]], np.float64)
        made[y0:y1, x0:x1] = cv2.warpAffine(
            np.ascontiguousarray(self._ground[y0:y1, x0:x1]),
            how,
            (x1 - x0, y1 - y0),
            flags=cv2.INTER_LANCZOS4,
            borderMode=cv2.BORDER_REFLECT_101,
        )
        return made


def cues(slots: Sequence[str], seconds: float) -> list[Cue]:
    """When each part comes in: beats of the headline at reading pace, then the rest more quickly.

    Every part has come in after `_WORDS` of the length, whatever the length; starts are at least a frame apart.
    """
    fade, lead = min(_FADE, 0.22 * seconds), min(_LEAD, 0.12 * seconds)
    steps = [_PACE.get(slot, _STEP) for slot in slots[:-1]]
    room = _WORDS * seconds - lead - fade
    tight = min(1.0, room / sum(steps)) if steps else 1.0
    beats = slots.count(HEADLINE)
    made, at = [], lead
    for number, slot in enumerate(slots):
        name = f"{slot} {number + 1}" if slot == HEADLINE and beats > 1 else slot
        made.append(Cue(name, round(at, 3), round(at + fade, 3)))
        at += max(1 / RATE, tight * steps[number]) if number < len(steps) else 0.0
    return made


def _ordered(slots: Sequence[Inked]) -> list[Beat]:
    """What comes in, in order: the beats of the headline, body, price, label. The logo stands from the first frame."""
    order = {HEADLINE: 0, "body": 1, "price": 2, "cta": 3}
    known = [slot for slot in slots if slot.slot in DRAWN_SLOTS and slot.ink[2] > slot.ink[0]]
    return [beat for slot in sorted(known, key=lambda s: order[s.slot]) for beat in in_beats(slot)]


def _comings(starting: Sequence[Cue], beats: Sequence[Beat], noise: Noise, rise: float) -> list[_Coming]:
    """Each beat with its share of the noise, which is taken out of `noise`. Where areas meet, the later one has it."""
    whole = (0, 0, noise.shape[1], noise.shape[0])
    made = []
    for cue, beat in reversed(list(zip(starting, beats, strict=True))):
        height, width = beat.layer.shape[:2]
        below = _NOISE + int(np.ceil(rise))
        grown = (beat.x - _NOISE, beat.y - _NOISE, beat.x + width + _NOISE, beat.y + height + below)
        x0, y0, x1, y1 = area = meet(grown, whole) or (0, 0, 0, 0)
        made.append(_Coming(cue, beat.x, beat.y, beat.layer, area, noise[y0:y1, x0:x1].copy()))
        noise[y0:y1, x0:x1] = 0
    return made[::-1]


def _share(cue: Cue, at: float) -> float:
    """How far a part has come in at a moment, 0 to 1, in even time."""
    return min(1.0, max(0.0, (at - cue.start) / (cue.end - cue.start)))


def _eased(share: float) -> float:
    """Quick at first, then gentle: the cubic ease-out."""
    return 1 - (1 - share) ** 3


def _settling(share: float) -> float:
    """Slow at both ends: half a cosine."""
    return float(0.5 - 0.5 * np.cos(np.pi * min(1.0, max(0.0, share))))


def _lay(picture: Bytes, part: _Coming, share: float, low: float) -> None:
    """Blend a part into `picture`, `low` pixels below its place and as opaque as `share` says."""
    opaque = _eased(share)
    alpha = part.layer[..., 3].astype(np.float32) / np.float32(255)
    ink = part.layer[..., :3].astype(np.float32) * alpha[..., None]
    whole = int(low)
    if low > whole:
        alpha, ink = _lowered(alpha, low - whole), _lowered(ink, low - whole)
    height, width = alpha.shape
    top = part.y + whole
    found = meet((part.x, top, part.x + width, top + height), (0, 0, picture.shape[1], picture.shape[0]))
    if found is None:
        return
    x0, y0, x1, y1 = found
    cut = np.s_[y0 - top : y1 - top, x0 - part.x : x1 - part.x]
    under = picture[y0:y1, x0:x1].astype(np.float32)
    laid = ink[cut] * np.float32(opaque) + under * (1 - np.float32(opaque) * alpha[cut])[..., None]
    picture[y0:y1, x0:x1] = np.clip(laid + np.float32(0.5), 0, 255).astype(np.uint8)


def _lowered(values: Floats, by: float) -> Floats:
    """`values` moved down by a part of a pixel; a row is added below."""
    grown = np.pad(values, ((1, 1), *((0, 0),) * (values.ndim - 1)))
    return np.asarray(grown[1:] * np.float32(1 - by) + grown[:-1] * np.float32(by), np.float32)


def _add(picture: Bytes, part: _Coming, share: float) -> None:
    x0, y0, x1, y1 = part.area
    noise = part.noise if share >= 1 else np.rint(part.noise * share).astype(np.int16)
    picture[y0:y1, x0:x1] = _sum(picture[y0:y1, x0:x1], noise)


def _sum(picture: Bytes, noise: Noise) -> Bytes:
    return np.asarray(np.clip(picture.astype(np.int16) + noise, 0, 255).astype(np.uint8))
