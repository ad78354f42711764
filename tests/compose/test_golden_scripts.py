"""Three templates in six scripts as they were signed, small. `docs/templates.md` says how to sign anew."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import lines
import numpy as np
import pytest
from PIL import Image

from styleloop.adapters.renderers.fonts import unknown_families
from styleloop.adapters.renderers.typeset import TypstRenderer
from styleloop.types.brief import Placement
from styleloop.types.variant import Drawn, Layout

GOLDEN = Path(__file__).parent / "golden_scripts"
LONG_SIDE = 220
MOVED = 12
"""Pixels that may differ much: rounding on another machine, not another letter."""
SCRIPTS = ("en-GB", "ru-RU", "ar-AE", "hi-IN", "th-TH", "ja-JP")
TEMPLATES = {"hero": "rain-shell", "editorial": "trail-boots", "pattern": "flask"}
TONES = ("moss", "slate", "rust", "weather")
FORMATS = ((600, 600), (450, 800), (800, 420), (600, 750), (336, 280), (728, 90))
CASES = [
    (template, locale, FORMATS[(2 * i + j) % len(FORMATS)], TONES[(i + j) % len(TONES)])
    for i, template in enumerate(TEMPLATES)
    for j, locale in enumerate(SCRIPTS)
]


def _name(template: str, locale: str) -> str:
    return f"{template}_{locale}.png"


def _shown(
    make: Callable[..., tuple[Layout, dict[str, bytes]]],
    renderer: TypstRenderer,
    template: str,
    locale: str,
    size: tuple[int, int],
    tone: str,
    line: str = "",
) -> Image.Image:
    face = lines.face(locale)
    if unknown_families((*face.serif, *face.sans)):
        pytest.skip(f"no type for {locale}: styleloop doctor --locale {locale}")
    zone = Placement(name="test", label="Test", width=size[0], height=size[1], safe_side=0.05, source="test")
    words = lines.words(locale)
    layout, blobs = make(
        placement=zone,
        words=words.replaced("headline", line) if line else words,
        face=face,
        template=template,
        direction=lines.direction(locale),
        tone=tone,
        picture=TEMPLATES[template],
    )
    layout = Layout.model_validate({**layout.model_dump(exclude={"id"}), "market": locale})
    [made] = renderer.draw([layout], blobs)
    assert isinstance(made, Drawn), made
    image = Image.fromarray(made.picture.rgb)
    longest = LONG_SIDE * (2 if size[0] > 3 * size[1] else 1)
    image.thumbnail((longest, longest), Image.Resampling.BOX)
    return image


def _off(image: Image.Image, path: Path) -> np.ndarray:
    """How far each pixel is from the signed one."""
    with Image.open(path) as file:
        signed = np.asarray(file.convert("RGB")).astype(int)
    now = np.asarray(image).astype(int)
    assert now.shape == signed.shape
    return np.abs(now - signed).mean(axis=2)


@pytest.mark.parametrize(("template", "locale", "size", "tone"), CASES)
def test_the_picture_is_still_the_one_that_was_signed(
    make: Callable[..., tuple[Layout, dict[str, bytes]]],
    renderer: TypstRenderer,
    template: str,
    locale: str,
    size: tuple[int, int],
    tone: str,
) -> None:
    image = _shown(make, renderer, template, locale, size, tone)
    path = GOLDEN / _name(template, locale)
    if os.environ.get("STYLELOOP_SIGN_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        image.quantize(96, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(path, optimize=True)
    off = _off(image, path)
    assert off.mean() < 4, "colours, light and grain"
    assert (off > 45).sum() <= MOVED, "every letter and edge in its place"


def test_one_other_letter_is_seen(
    make: Callable[..., tuple[Layout, dict[str, bytes]]], renderer: TypstRenderer
) -> None:
    template, locale, size, tone = CASES[0]
    image = _shown(make, renderer, template, locale, size, tone, "It rained.\nIt will main again.")
    assert (_off(image, GOLDEN / _name(template, locale)) > 45).sum() > MOVED


def test_golden_pictures_stay_small() -> None:
    sizes = {path.name: path.stat().st_size for path in GOLDEN.glob("*")}
    assert set(sizes) == {_name(template, locale) for template, locale, _, _ in CASES}
    assert max(sizes.values()) <= 25_000
