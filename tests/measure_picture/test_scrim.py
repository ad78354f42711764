"""The least scrim is enough, and one step less is not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from styleloop.measure.layout.scrim import least_scrim, veiled

level = st.integers(0, 255)
colours = st.tuples(level, level, level)


def ratios(rgb: np.ndarray, ink: tuple[int, int, int]) -> np.ndarray:
    """WCAG 2.2 by its own words, in double precision."""

    def luminance(value: np.ndarray) -> np.ndarray:
        unit = value.astype(np.float64) / 255
        linear = np.where(unit <= 0.04045, unit / 12.92, ((unit + 0.055) / 1.055) ** 2.4)
        return np.asarray(linear @ [0.2126, 0.7152, 0.0722])

    behind, bright = luminance(rgb), luminance(np.array(ink))
    return np.asarray((np.maximum(behind, bright) + 0.05) / (np.minimum(behind, bright) + 0.05))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), colours, colours, colours, st.integers(1, 120))
def test_the_least_scrim_is_enough_and_one_step_less_is_not(
    seed: int, ink: tuple[int, int, int], scrim: tuple[int, int, int], about: tuple[int, int, int], spread: int
) -> None:
    noise = np.random.default_rng(seed).integers(-spread, spread + 1, (20, 30, 3))
    region = np.clip(noise + about, 0, 255).astype(np.uint8)
    alpha = least_scrim(region, ink, scrim)
    if alpha is None:
        assert ratios(np.array([[scrim]], np.uint8), ink).min() < 4.5 + 1e-4
        assert np.percentile(ratios(region, ink), 1) < 4.5 + 1e-4
        return
    assert np.percentile(ratios(veiled(region, scrim, alpha), ink), 1) >= 4.5 - 1e-4
    if alpha > 0:
        less = ratios(veiled(region, scrim, alpha - 1 / 255), ink)
        assert np.count_nonzero(less < 4.5 + 1e-4) > 0.01 * (less.size - 1)


def test_known_answers() -> None:
    white, black = (255, 255, 255), (0, 0, 0)
    plain = np.full((40, 40, 3), 255, np.uint8)
    assert least_scrim(plain, black, black) == 0, "black on white needs nothing"
    # White on grey g reads 4.5:1 from g = 118 down (L <= 1.05 / 4.5 - 0.05 = .1833), so 255 (1 - a) <= 118.5.
    assert least_scrim(plain, white, black) == pytest.approx(137 / 255)
    assert least_scrim(plain, white, (200, 200, 200)) is None, "a pale scrim never carries white words"
    spot = np.zeros((40, 40, 3), np.uint8)
    spot[:3, :5] = 255
    assert least_scrim(spot, white, black) == 0, "15 of 1,600 pixels are under one in a hundred"
    spot[:4, :5] = 255
    assert least_scrim(spot, white, black) == pytest.approx(137 / 255), "20 are over"
    with pytest.raises(ValueError, match="at least one pixel"):
        least_scrim(spot[:0], white, black)


def test_no_scrim_leaves_the_picture_as_it_is_and_a_full_one_leaves_its_colour() -> None:
    region = np.random.default_rng(2).integers(0, 256, (9, 7, 3)).astype(np.uint8)
    assert np.array_equal(veiled(region, (9, 99, 200), 0), region)
    assert (veiled(region, (9, 99, 200), 1) == (9, 99, 200)).all()
