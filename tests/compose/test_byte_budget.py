"""A format's byte limit is met by the best quality that fits, and by nothing worse."""

import io

import numpy as np
import pytest
import simplejpeg
from PIL import Image

from styleloop.adapters.renderers.blend import BEST, LEAST, encoded


@pytest.fixture(scope="module")
def picture():
    """Grain, an edge and saturated colour: every quality has another size."""
    rng = np.random.default_rng(4)
    rgb = rng.integers(90, 170, (220, 260, 3), np.uint8)
    rgb[60:160, 40:200] = (200, 30, 40)
    return rgb


def jpeg(picture, quality, sampling="444"):
    return simplejpeg.encode_jpeg(picture, quality=quality, colorspace="RGB", colorsubsampling=sampling)


def test_without_a_limit_that_bites_the_file_is_what_it_always_was(picture):
    usual = jpeg(picture, BEST)
    assert encoded(picture, "image/jpeg", 0) == usual
    assert encoded(picture, "image/jpeg", len(usual)) == usual


@pytest.mark.parametrize("share", [0.999, 0.9, 0.8, 0.7, 0.6])
def test_the_highest_quality_that_fits_is_taken(picture, share):
    most = int(len(jpeg(picture, BEST)) * share)
    data = encoded(picture, "image/jpeg", most)
    assert len(data) <= most
    fitting = [q for q in range(LEAST, BEST + 1) if len(jpeg(picture, q)) <= most]
    assert data == jpeg(picture, max(fitting))


def test_colour_is_halved_only_when_the_least_quality_does_not_fit(picture):
    least = len(jpeg(picture, LEAST))
    whole, halved = encoded(picture, "image/jpeg", least), encoded(picture, "image/jpeg", least - 1)
    layers = [Image.open(io.BytesIO(data)).layer for data in (whole, halved)]
    assert [(made[0][1], made[1][1]) for made in layers] == [(1, 1), (2, 1)]
    assert len(halved) < least


def test_what_cannot_fit_is_given_back_as_it_is_for_the_caller_to_refuse(picture):
    assert encoded(picture, "image/jpeg", 500) == jpeg(picture, LEAST, "420")
