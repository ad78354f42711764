"""How a logo stands on a panel, before anything is drawn: in the ink that the renderer will give it, by its measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from styleloop.adapters.renderers.facts import ink_colour
from styleloop.adapters.renderers.mark import Mark, read_mark
from styleloop.adapters.renderers.verdict import LEAST_CONTRAST
from styleloop.app.tinting import contrast
from styleloop.errors import InputError
from styleloop.measure.picture.oklab import to_hex, to_oklab
from styleloop.types.brand import Tone
from styleloop.types.record import Refusal

HEIGHT = 96
"""Pixels at which it is drawn for a preview, where it is no wider than it may be."""
WIDEST = 640


@dataclass(frozen=True)
class Standing:
    """A logo on the panel of one tone."""

    aspect: float
    """Width over height of its ink."""
    ink: str
    """What a logo in one colour is set in; any other keeps its own."""
    ratio: float
    """WCAG contrast of the middle colour of its ink to the panel."""

    @property
    def seen(self) -> bool:
        """Whether pieces with it are drawn: under this ratio they are refused."""
        return self.ratio >= LEAST_CONTRAST


def mark_of(data: bytes) -> Mark:
    """The mark in a logo's file.

    Raises:
        InputError: nothing in it stands off its own ground.
    """
    mark = read_mark(data)
    if isinstance(mark, Refusal):
        raise InputError(mark.why, field="logo", got=mark.got, expected=mark.expected, cure=mark.cure)
    return mark


def standings(data: bytes, tones: Sequence[Tone]) -> tuple[Standing, ...]:
    """How the logo in `data` stands on each tone's panel.

    Raises:
        InputError: nothing in it stands off its own ground.
    """
    mark = mark_of(data)
    return tuple(_standing(mark, tone) for tone in tones)


def drawn(data: bytes, ink: str) -> bytes:
    """The mark as PNG, `HEIGHT` pixels high or `WIDEST` wide, in `ink` (`#rrggbb`) where it is in one colour.

    Raises:
        InputError: nothing in it stands off its own ground.
    """
    _, made = cv2.imencode(".png", cv2.cvtColor(_set(mark_of(data), ink), cv2.COLOR_RGBA2BGRA))
    return made.tobytes()


def _set(mark: Mark, ink: str) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    height = min(float(HEIGHT), WIDEST / mark.aspect)
    return mark.set(max(1, round(height * mark.aspect)), max(1, round(height)), ink)


def _standing(mark: Mark, tone: Tone) -> Standing:
    colour = ink_colour(_set(mark, tone.line))
    code = tone.panel if colour is None else to_hex(to_oklab(colour[0].astype(np.float64)))[0]
    return Standing(mark.aspect, tone.line, contrast(code, tone.panel))
