"""Scale, distance and quantiles against values worked out by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from styleloop.errors import InputError
from styleloop.vector.chances import chi_square_tail, normal_quantile, t_quantile
from styleloop.vector.distance import causes, robust_z, shares, shrunk_covariance, squared_distance, straying
from styleloop.vector.scale import cautious, floor_of, pooled, quantiles, spread

finite = st.integers(-10_000, 10_000).map(float)


def test_quantiles_by_hand():
    assert quantiles([1, 2, 3, 4, 5]) == pytest.approx((1.2, 1.4, 2, 3, 4, 4.6, 4.8))


def test_spread_is_iqr_over_1349_when_outliers_pull_the_deviation():
    assert spread([1, 2, 3, 4, 500], floor=0.01) == pytest.approx(2 / 1.349)


def test_spread_of_a_yes_or_no_measure_is_its_deviation():
    assert spread([0] * 6 + [1] * 4, floor=0.01) == pytest.approx(np.sqrt(0.24))
    assert spread([0] * 9 + [1], floor=0.01) == pytest.approx(0.3)


def test_a_constant_measure_gets_the_floor():
    assert spread([7.0] * 10, floor=0.35) == 0.35
    assert floor_of(7.0, 0, 500) == pytest.approx(0.35)
    assert floor_of(0.0, 0, 1) == pytest.approx(0.05)
    assert floor_of(0.0, 0, float("inf")) == pytest.approx(0.25)


def test_pooling_takes_each_languages_level_away():
    assert sorted(pooled({"de": [10, 12, 14], "en": [5, 6, 7]})) == [-2, -1, 0, 0, 1, 2]


@pytest.mark.parametrize("bad", [[], [1.0, float("nan")], [float("inf")]])
def test_numbers_that_are_none_are_refused(bad):
    with pytest.raises(InputError):
        spread(bad, floor=0.1)


@given(st.lists(finite, min_size=1, max_size=30), st.floats(0.1, 10), st.floats(-100, 100))
def test_spread_follows_the_unit(values, factor, shift):
    assert spread([v * factor + shift for v in values], 0.0) == pytest.approx(
        factor * spread(values, 0.0), rel=1e-6, abs=1e-4
    )


def test_distance_by_hand():
    covariance = np.array([[1.0, 0.5], [0.5, 1.0]])
    # S^-1 = [[4/3, -2/3], [-2/3, 4/3]]; z = (1, 1): (4/3 - 2/3) * 2 = 4/3, over two measures.
    assert squared_distance(shares(np.array([1.0, 1.0]), covariance)) == pytest.approx(2 / 3)
    assert squared_distance(shares(np.array([1.0, -1.0]), covariance)) == pytest.approx(2.0)
    assert squared_distance(shares(np.array([2.0, np.nan]), covariance)) == pytest.approx(4.0)
    assert squared_distance(shares(np.array([np.nan, np.nan]), covariance)) == 0.0


def test_causes_name_what_adds_most():
    assert causes(shares(np.array([0.5, -4.0, np.nan, 2.0]), np.eye(4)), 2) == [1, 3]


def test_freak_values_are_held():
    assert robust_z(np.array([1e9]), np.array([0.0]), np.array([1.0]))[0] == 8.0


def test_covariance_of_many_pieces_is_hardly_shrunk_and_of_few_is():
    rng = np.random.default_rng(3)
    truth = np.array([[1.0, 0.8], [0.8, 1.0]])
    many = rng.multivariate_normal([0, 0], truth, 3000)
    found, shrink = shrunk_covariance(many)
    assert shrink == pytest.approx(0.05)
    assert found[0, 1] == pytest.approx(0.76, abs=0.05)
    wide = rng.standard_normal((10, 40))
    found, shrink = shrunk_covariance(wide)
    assert shrink > 0.5
    assert np.linalg.eigvalsh(found).min() > 0


def test_a_fresh_piece_of_the_brand_stands_at_about_one():
    rng = np.random.default_rng(4)
    mix = rng.standard_normal((12, 12)) / 3 + np.eye(12)
    own, fresh = rng.standard_normal((90, 12)) @ mix, rng.standard_normal((500, 12)) @ mix
    covariance, _ = shrunk_covariance(own)
    mean = np.mean([squared_distance(shares(z, covariance)) for z in fresh])
    assert mean / straying(own) == pytest.approx(1.0, abs=0.15)


def test_tails_and_quantiles_of_the_tables():
    assert chi_square_tail(3.841, 1) == pytest.approx(0.05, abs=1e-4)
    assert chi_square_tail(11.070, 5) == pytest.approx(0.05, abs=1e-4)
    assert chi_square_tail(13.277, 4) == pytest.approx(0.01, abs=1e-4)
    assert normal_quantile(0.95) == pytest.approx(1.6449, abs=1e-4)
    assert t_quantile(0.95, 3) == pytest.approx(2.3534, rel=3e-3)
    assert t_quantile(0.95, 30) == pytest.approx(1.6973, abs=1e-4)
    with pytest.raises(InputError):
        t_quantile(0.95, 2)


def far_off(pieces):
    """Distance of a piece with something none of `pieces` alike pieces had, in a yes-or-no measure among forty."""
    rng = np.random.default_rng(4)
    own = np.column_stack([np.zeros(pieces), rng.normal(size=(pieces, 39))])
    width = np.array([cautious(own[:, i].tolist(), 0.05) for i in range(40)])
    z = robust_z(own, np.median(own, axis=0), width)
    new = robust_z(np.array([1.0, *[0.0] * 39]), np.median(own, axis=0), width)
    return math.sqrt(squared_distance(shares(new, shrunk_covariance(z)[0])) / straying(z))


@pytest.mark.parametrize("pieces", [3, 8])
def test_what_a_few_ads_never_did_does_not_put_a_draft_out_of_reach(pieces):
    assert far_off(pieces) < 2  # the ceiling that ships


def test_what_many_ads_never_did_is_the_more_unusual():
    widths = [cautious([0.0] * n, 0.05) for n in (3, 12, 60, 1000)]
    assert widths == sorted(widths, reverse=True)
    assert widths[-1] == pytest.approx(0.05, rel=0.1)


@given(st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=40), st.floats(1e-3, 10))
def test_a_cautious_spread_is_never_narrower_than_the_floor_allows(values, floor):
    assert cautious(values, floor) >= min(spread(values, floor), 10 * floor) * (1 - 1e-9)
