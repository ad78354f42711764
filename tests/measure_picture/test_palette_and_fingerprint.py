"""Palettes that can be counted by hand; fingerprints that know a copy from another picture."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from styleloop.errors import InputError
from styleloop.measure.picture.oklab import to_hex, to_oklab
from styleloop.measure.picture.palette import palette
from styleloop.measure.picture.phash import hamming, pdq
from styleloop.types.picture import Picture

RED, TEAL, CREAM = (0xA5, 0x4A, 0x2B), (0x1F, 0x6F, 0x78), (0xF5, 0xF1, 0xE5)
PIXELS = arrays(
    np.uint8, array_shapes(min_dims=2, max_dims=2, max_side=40).map(lambda s: (*s, 3)), elements=st.integers(0, 255)
)


def columns(*parts, height=100):
    return Picture(np.concatenate([np.full((height, width, 3), c, np.uint8) for c, width in parts], axis=1))


def scene(seed, size=(300, 400)):
    rng = np.random.default_rng(seed)
    rgb = np.full((*size, 3), rng.integers(60, 200, 3), np.uint8)
    for _ in range(25):
        y, x = rng.integers(0, size[0] - 60), rng.integers(0, size[1] - 60)
        rgb[y : y + rng.integers(10, 60), x : x + rng.integers(10, 60)] = rng.integers(0, 256, 3)
    return rgb


def test_a_flat_colour_is_the_whole_palette():
    assert palette(columns((RED, 100))) == (("#a54a2b", 1.0),)


def test_two_colours_by_their_shares():
    (first, much), (second, little) = palette(columns((RED, 30), (TEAL, 90)))
    assert (first, second) == ("#1f6f78", "#a54a2b")
    assert much == pytest.approx(0.75)
    assert little == pytest.approx(0.25)


def test_no_more_than_asked_and_the_largest_first():
    three = columns((RED, 20), (CREAM, 100), (TEAL, 40))
    assert [code for code, _ in palette(three)] == ["#f5f1e5", "#1f6f78", "#a54a2b"]
    assert len(palette(three, k=2)) == 2
    assert len(palette(three, k=1)) == 1


def test_shades_the_eye_takes_for_one_are_one():
    near = tuple(level + 4 for level in TEAL)
    assert len(palette(columns((TEAL, 50), (near, 50)))) == 1


def test_a_speck_is_no_colour_of_the_palette():
    rgb = columns((CREAM, 160), height=160).rgb.copy()
    rgb[:8, :8] = RED
    assert len(palette(Picture(rgb))) == 1


def test_what_cannot_be_seen_is_left_out():
    picture = columns((RED, 50), (TEAL, 50))
    alpha = np.zeros((100, 100), np.uint8)
    alpha[:, 50:] = 255
    assert palette(Picture(picture.rgb, alpha)) == (("#1f6f78", 1.0),)
    assert palette(Picture(picture.rgb, alpha * 0)) == ()


def test_a_palette_of_no_colours_is_a_clear_error():
    with pytest.raises(InputError, match="expected: 1 or more"):
        palette(columns((RED, 10)), k=0)


@settings(max_examples=60, deadline=None)
@given(PIXELS, st.integers(1, 8))
def test_shares_add_up_and_the_same_picture_gives_the_same_palette(rgb, k):
    found = palette(Picture(rgb), k)
    assert found == palette(Picture(rgb.copy()), k)
    assert 1 <= len(found) <= k
    assert sum(share for _, share in found) == pytest.approx(1)
    assert all(share > 0 for _, share in found)
    assert [share for _, share in found] == sorted((share for _, share in found), reverse=True)


@given(st.lists(st.tuples(*[st.integers(0, 255)] * 3), min_size=1, max_size=20))
def test_oklab_and_back_is_the_same_colour(colours):
    levels = np.array(colours, np.float64)
    assert to_hex(to_oklab(levels)) == tuple(f"#{r:02x}{g:02x}{b:02x}" for r, g, b in colours)


def test_white_and_red_stand_where_the_space_puts_them():
    white, red = to_oklab(np.array([[255, 255, 255], [255, 0, 0]], np.float64))
    assert white == pytest.approx([1, 0, 0], abs=1e-4)
    assert red == pytest.approx([0.6280, 0.2249, 0.1258], abs=1e-3)


def test_a_copy_is_near_and_another_picture_is_far():
    cv2 = pytest.importorskip("cv2")
    one, other = scene(1), scene(2)
    smaller = cv2.resize(one, (260, 195), interpolation=cv2.INTER_AREA)
    noisy = np.clip(one.astype(int) + np.random.default_rng(3).integers(-8, 9, one.shape), 0, 255).astype(np.uint8)
    code, quality = pdq(Picture(one))
    assert len(code) == 64
    assert quality >= 50
    assert pdq(Picture(one)) == (code, quality)
    assert hamming(code, pdq(Picture(smaller))[0]) <= 31
    assert hamming(code, pdq(Picture(noisy))[0]) <= 31
    assert hamming(code, pdq(Picture(other))[0]) > 80


def test_a_flat_ground_says_that_it_cannot_be_told_apart():
    assert pdq(Picture(np.full((200, 200, 3), 90, np.uint8)))[1] < 50


def test_bits_are_counted_and_nonsense_is_refused():
    assert hamming("0" * 64, "f" * 64) == 256
    assert hamming("0" * 63 + "5", "0" * 64) == 2
    with pytest.raises(InputError, match="64 hex digits"):
        hamming("0" * 64, "not a fingerprint")


@settings(max_examples=30, deadline=None)
@given(PIXELS)
def test_any_picture_has_a_fingerprint(rgb):
    code, quality = pdq(Picture(rgb))
    assert hamming(code, code) == 0
    assert 0 <= quality <= 100
