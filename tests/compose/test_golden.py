"""Pictures as a designer signed them: one per market and format, and of templates that paint a ground of their own.

`docs/templates.md` says how to sign anew.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from styleloop.adapters.renderers.typeset import TypstRenderer
from styleloop.types.record import Refusal
from styleloop.types.variant import Drawn

GOLDEN = Path(__file__).parent / "golden"
PIECES = {
    "en-GB_square_moss": {"market": "en-GB", "placement": "square", "tone": "moss", "picture": "flask"},
    "de-DE_story_weather": {"market": "de-DE", "placement": "story", "tone": "weather", "picture": "rain-shell"},
    "en-GB_square_pattern": {"template": "pattern@2", "placement": "square", "tone": "slate", "picture": "trail-boots"},
    "ar-AE_square_carousel": {"template": "carousel@1", "market": "ar-AE", "tone": "weather", "picture": "rain-shell"},
    "ar-AE_wide_slate": {"market": "ar-AE", "placement": "wide", "tone": "slate", "picture": "trail-boots"},
}
LONG_SIDE = 300


@pytest.mark.parametrize("name", sorted(PIECES))
def test_the_picture_is_still_the_one_that_was_signed(
    draw: Callable[..., Drawn | Refusal], renderer: TypstRenderer, name: str
) -> None:
    made = draw(renderer, **PIECES[name])
    assert isinstance(made, Drawn), made
    image = Image.fromarray(made.picture.rgb)
    image.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.BOX)
    path = GOLDEN / f"{name}.png"
    if os.environ.get("STYLELOOP_SIGN_GOLDEN"):
        image.quantize(128, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(path, optimize=True)
    with Image.open(path) as file:
        signed = np.asarray(file.convert("RGB")).astype(int)
    now = np.asarray(image).astype(int)
    assert now.shape == signed.shape
    off = np.abs(now - signed).mean(axis=2)
    assert off.mean() < 3, "colours, light and grain"
    assert (off > 40).sum() <= 12, "every letter and edge in its place"


def test_golden_pictures_stay_small() -> None:
    sizes = {path.name: path.stat().st_size for path in GOLDEN.glob("*")}
    assert set(sizes) == {f"{name}.png" for name in PIECES}
    assert max(sizes.values()) <= 40_000
