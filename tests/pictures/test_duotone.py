"""Photographs in two inks: of the tone, readable whatever the exposure, and moved by what the style asks."""

import hashlib

import cv2
import numpy as np
import pytest

from styleloop.adapters.models.duotone import duotone, inks
from styleloop.adapters.renderers.typeset import TypstRenderer
from styleloop.measure.picture import PictureExtractor
from styleloop.measure.picture.oklab import to_oklab
from styleloop.measure.picture.palette import shares
from styleloop.testing import samples
from styleloop.types.brief import Look
from styleloop.types.copy import Copy
from styleloop.types.measurement import Subject
from styleloop.types.picture import Picture


def photograph(light=1.0, seed=4):
    """Soft shapes of many colours, as bright as wished."""
    small = np.random.default_rng(seed).integers(20, 235, (9, 12, 3)).astype(np.uint8)
    large = cv2.resize(small, (960, 720), interpolation=cv2.INTER_CUBIC)
    return np.clip(large * light, 0, 255).astype(np.uint8)


def measured(rgb):
    [found] = PictureExtractor().extract([Subject(id="p", locale="", words=Copy(), picture=Picture(rgb=rgb))])
    return {m.name: m.value for m in found}


@pytest.mark.parametrize("light", [0.25, 1.0, 1.8])
def test_every_colour_lies_between_the_two_inks_and_the_whole_lies_midway(light):
    made = duotone(photograph(light), "#3f535e", "#d9a06a")
    dark, light_ink = to_oklab(np.array(inks("#3f535e", "#d9a06a"), np.float64))
    line = dark + np.linspace(0, 1, 41)[:, None] * (light_ink - dark)
    for one in shares(made, 6):
        assert np.linalg.norm(line - one.oklab, axis=1).min() < 0.05
    middle = measured(np.full((64, 64, 3), np.mean(inks("#3f535e", "#d9a06a"), axis=0), np.uint8))
    assert abs(measured(made)["picture.brightness"] - middle["picture.brightness"]) < 8


def test_a_plain_field_stays_plain():
    made = duotone(np.full((50, 60, 3), 128, np.uint8), "#3f535e", "#d9a06a")
    assert (made == made[0, 0]).all()


@pytest.fixture(scope="module")
def drawn():
    renderer, data = TypstRenderer(), cv2.imencode(".png", photograph())[1].tobytes()
    sha = hashlib.sha256(data).hexdigest()

    def made(**more):
        layout, blobs = samples.layout()
        said = {"photographs": "duotone", **more.pop("tone", {})}
        tone = layout.tone.model_copy(update=said)
        asked = layout.model_copy(update={"picture": sha, "tone": tone, "look": Look(**more)})
        [one] = renderer.draw([asked], {**blobs, sha: data})
        return measured(one.picture.rgb)

    return made


@pytest.mark.parametrize(
    ("lever", "measure"),
    [("light", "picture.brightness"), ("saturation", "picture.saturation"), ("arousal", "picture.arousal")],
)
def test_what_the_style_asks_moves_the_print(drawn, lever, measure):
    assert drawn(**{lever: -1.0})[measure] < drawn(**{lever: 1.0})[measure]


def test_the_palette_is_the_tones(drawn):
    cool, warm = (
        drawn(tone={"wall": "#aebfc3", "ground": "#9fb0b4"}),
        drawn(tone={"wall": "#d9a06a", "ground": "#c58447"}),
    )
    assert cool["picture.warmth"] < warm["picture.warmth"]
    assert drawn(tone={"photographs": "own"})["picture.palette_size"] >= cool["picture.palette_size"]
