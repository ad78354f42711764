"""Pictures whose answer is known, and the promise that holds for any picture: in range, finite, the same twice."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from styleloop.measure.picture import PictureExtractor
from styleloop.types.copy import Copy
from styleloop.types.measurement import Subject
from styleloop.types.picture import Picture
from styleloop.types.record import Refusal

EXTRACTOR = PictureExtractor()
SPECS = {spec.name: spec for spec in EXTRACTOR.specs}
BYTES = st.integers(0, 255)
SOMETIMES = ("picture.harmony_", "picture.detail_", "picture.lines_", "picture.brand_share")
"""Absent without a hue, an edge, a slope, a brand kit."""


def flat(colour, size=(90, 120)):
    return np.full((*size, 3), colour, np.uint8)


def halves(left, right, size=(96, 96)):
    rgb = flat(left, size)
    rgb[:, size[1] // 2 :] = right
    return rgb


def noise(seed=1, size=(200, 300)):
    return np.random.default_rng(seed).integers(0, 256, (*size, 3), dtype=np.uint8)


def disc(across, down, size=(300, 300), radius=24):
    y, x = np.mgrid[: size[0], : size[1]]
    rgb = flat((235, 235, 230), size)
    rgb[np.hypot(x - across * size[1], y - down * size[0]) < radius] = (190, 30, 30)
    return rgb


def measured(rgb, alpha=None):
    (found,) = EXTRACTOR.extract([Subject("one", "en-GB", Copy(), Picture(rgb, alpha))])
    assert not isinstance(found, Refusal)
    return {m.name.removeprefix("picture."): m.value for m in found}


def test_a_flat_grey_is_as_bright_as_its_lightness_and_nothing_else():
    found = measured(flat(119))
    assert found["brightness"] == pytest.approx(50.03, abs=0.02)
    for name in ("contrast", "saturation", "warmth", "colourfulness", "edge_density", "sharpness", "subject_share"):
        assert found[name] == pytest.approx(0, abs=1e-3), name
    for name in ("negative_space", "symmetry", "symmetry_upright", "dominant_share"):
        assert found[name] == 1, name
    assert found["balance"] == pytest.approx(1)
    assert found["thirds"] == pytest.approx(4 * math.pi / 81, abs=0.01)


def test_half_black_half_white():
    found = measured(halves(0, 255))
    assert found["brightness"] == pytest.approx(50, abs=0.1)
    assert found["contrast"] == pytest.approx(100, abs=0.1)
    assert found["symmetry"] == 0
    assert found["symmetry_upright"] == 1
    assert found["dominant_share"] == pytest.approx(0.5)
    assert found["colourfulness"] == pytest.approx(0, abs=1e-6)


def test_colourfulness_of_red_beside_cyan_by_hand():
    # rg is +-255 and yb +-127.5: their means are 0, their spreads 255 and 127.5.
    assert measured(halves((255, 0, 0), (0, 255, 255)))["colourfulness"] == pytest.approx(math.hypot(255, 127.5))


def test_a_saturated_colour_is_saturated_and_near_black_is_not():
    assert measured(flat((255, 0, 0)))["saturation"] == 1
    assert measured(flat((2, 0, 0)))["saturation"] < 0.01


@pytest.mark.parametrize("measure", ["warmth", "warm_cool"])
def test_orange_is_warmer_than_grey_and_grey_than_blue(measure):
    orange, grey, blue = (measured(flat(c))[measure] for c in ((230, 130, 40), (128, 128, 128), (40, 90, 200)))
    assert orange > grey > blue


def test_mood_follows_the_published_formulas():
    red = measured(flat((255, 0, 0)))
    lightness, chroma, hue = 53.24, 104.55, math.radians(40.0)
    assert red["warm_cool"] == pytest.approx(-0.5 + 0.02 * chroma**1.07 * math.cos(hue - math.radians(50)), abs=0.01)
    assert red["heavy_light"] == pytest.approx(-2.1 + 0.05 * (100 - lightness), abs=0.01)
    assert red["active_passive"] == pytest.approx(-1.1 + 0.03 * math.hypot(chroma, (lightness - 50) / 1.5), abs=0.01)
    bright = 2 * lightness / 100 - 1
    assert red["pleasure"] == pytest.approx(0.69 * bright + 0.22, abs=0.001)
    assert red["arousal"] == pytest.approx(-0.31 * bright + 0.60, abs=0.001)
    assert red["dominance"] == pytest.approx(-0.76 * bright + 0.32, abs=0.001)


def test_noise_is_busy_and_its_blur_is_calm():
    cv2 = pytest.importorskip("cv2")
    crisp, soft = measured(noise()), measured(cv2.GaussianBlur(noise(), (0, 0), 6))
    for name in ("edge_density", "sharpness", "contrast"):
        assert crisp[name] > soft[name], name
    assert crisp["negative_space"] == 0


def test_a_small_subject_leaves_room_and_is_found():
    middle, corner, third = (measured(disc(x, y)) for x, y in ((0.5, 0.5), (0.12, 0.12), (1 / 3, 1 / 3)))
    assert middle["negative_space"] > 0.9
    assert 0 < middle["subject_share"] < 0.15
    assert middle["balance"] > 0.97 > corner["balance"]
    assert third["thirds"] > 0.6 > 0.2 > middle["thirds"]
    assert middle["symmetry"] > 0.95 > corner["symmetry"]


def test_a_red_thing_on_a_green_ground_of_equal_lightness_is_seen():
    rgb = flat((0, 136, 0), (200, 200))
    rgb[60:90, 50:80] = (220, 0, 0)
    assert measured(rgb)["subject_share"] > 0


def test_the_main_colour_is_named_by_where_it_lies():
    brick = measured(flat((170, 80, 50)))
    assert brick["dominant_green_red"] > 0.05
    assert brick["dominant_blue_yellow"] > 0.05
    assert measured(flat((60, 90, 160)))["dominant_blue_yellow"] < -0.05


def test_size_hardly_matters_and_transparency_is_paper_white():
    small = disc(1 / 3, 1 / 3, (480, 480), 60)
    large = np.repeat(np.repeat(small, 3, axis=0), 3, axis=1)
    assert measured(large) == pytest.approx(measured(small), abs=0.02)
    clear = np.zeros((90, 120), np.uint8)
    assert measured(flat(0), clear) == measured(flat(255))


def test_a_subject_without_a_picture_has_no_picture_measures():
    assert list(EXTRACTOR.extract([Subject("one", "en-GB", Copy())])) == [()]


def test_an_empty_picture_is_refused_and_the_next_is_measured():
    empty = Picture(np.zeros((0, 5, 3), np.uint8))
    refused, good = EXTRACTOR.extract(
        [Subject("bad", "en-GB", Copy(), empty), Subject("good", "en-GB", Copy(), Picture(flat(9)))]
    )
    assert isinstance(refused, Refusal)
    assert refused.subject == "bad"
    assert len(good) >= 14


def test_every_measure_says_what_it_is():
    for spec in SPECS.values():
        assert spec.name.startswith("picture.")
        assert spec.low < spec.high
        assert all((spec.unit, spec.formula, spec.source, spec.reading_low, spec.reading_high))
    assert {"picture.brightness", "picture.saturation", "picture.warmth"} <= set(SPECS)


def keeps_its_promises(rgb):
    first = measured(rgb)
    assert first == measured(rgb.copy())
    found = {f"picture.{name}" for name in first}
    assert found <= set(SPECS)
    assert all(name.startswith(SOMETIMES) for name in set(SPECS) - found)
    for name, value in first.items():
        spec = SPECS[f"picture.{name}"]
        assert spec.low <= value <= spec.high, f"{name}: {value}"


@settings(max_examples=60, deadline=None)
@given(arrays(np.uint8, array_shapes(min_dims=2, max_dims=2, max_side=40).map(lambda s: (*s, 3)), elements=BYTES))
def test_any_small_picture_is_in_range_finite_and_the_same_twice(rgb):
    keeps_its_promises(rgb)


@settings(max_examples=40, deadline=None)
@given(st.tuples(BYTES, BYTES, BYTES), st.tuples(BYTES, BYTES, BYTES), st.integers(1, 700), st.integers(1, 60))
def test_any_two_colours_at_any_size_are_in_range(one, other, width, height):
    keeps_its_promises(halves(one, other, (height, width)))


@pytest.mark.parametrize("levels", [(0, 255), (0, 128, 255)])
def test_every_corner_of_the_colour_cube_is_in_range(levels):
    for red in levels:
        for green in levels:
            for blue in levels:
                keeps_its_promises(flat((red, green, blue), (8, 8)))
