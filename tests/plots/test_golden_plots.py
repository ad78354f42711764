"""Every picture as it was signed, on a sheet; `STYLELOOP_SIGN_GOLDEN=1` signs anew, after looking."""

import os
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from plot_makers import divergence, effect, lift, one_test, style

from styleloop.adapters.plots import Versions, changes_plot, effects_plot, learning_plot, lift_plot, newness_plot
from styleloop.style import diff
from styleloop.style.foresight import Foreseen, Foresight

GOLDEN = Path(__file__).parent / "golden"
BEFORE = style(effect(half=0.3), effect("copy.words", -0.1), effect("copy.number", 0.01, 0.2))
AFTER = style(effect(mean=0.1), effect("copy.words", -0.2), effect("copy.number", 0.05, 0.2), tests=("a", "b", "c"))
CURVE = (Foreseen(5, 0.58, 0.45, 0.7), Foreseen(10, 0.7, 0.6, 0.8), Foreseen(24, 0.81, 0.72, 0.9))
PLOTS = {
    "effects": effects_plot(AFTER, "Germany", 2),
    "diff": changes_plot(Versions(BEFORE, AFTER, "Germany", ("version 1", "version 2")), diff(BEFORE, AFTER),
                         {"copy.question": ("Rain, launch", "Snow, launch")}),
    "learning": learning_plot(Foresight(30, 22, 64, CURVE), "Germany"),
    "divergence": newness_plot(divergence(0.8, 0.7, 0.5, 0.62, 0.4), "Germany", 0.95),
    "lift": lift_plot(one_test(lift("Snow", 0.02, 0.3, 41_234), lift("Rain", 0.2, 0.1), lift("Hail", -0.3, 0.1))),
}  # fmt: skip
WIDE = 476


@pytest.mark.parametrize("name", sorted(PLOTS))
def test_the_picture_is_still_the_one_that_was_signed(name: str) -> None:
    image = Image.open(BytesIO(PLOTS[name].png)).convert("RGB")
    image = image.resize((WIDE, image.height * WIDE // image.width), Image.Resampling.BOX)
    path = GOLDEN / f"{name}.png"
    if os.environ.get("STYLELOOP_SIGN_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        image.quantize(32, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(path, optimize=True)
    with Image.open(path) as file:
        signed = np.asarray(file.convert("RGB")).astype(int)
    now = np.asarray(image).astype(int)
    assert now.shape == signed.shape
    off = np.abs(now - signed).mean(axis=2)
    assert off.mean() < 2, "inks and light"
    assert (off > 60).mean() < 0.002, "every letter and line in its place"


def test_golden_pictures_stay_small() -> None:
    sizes = {path.name: path.stat().st_size for path in GOLDEN.glob("*")}
    assert set(sizes) == {f"{name}.png" for name in PLOTS}
    assert max(sizes.values()) <= 40_000
