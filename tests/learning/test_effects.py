"""Exact sums, posteriors and variances."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from styleloop.errors import InputError
from styleloop.vector.effect import Normal, Trial, centre, exact_sum, log_odds, merge, posterior, sums
from styleloop.vector.hierarchy import average, between_markets, by_market, common, elsewhere, softened
from styleloop.vector.variance import kernel, variances


def trial(key, x, shown, clicked, market="en-GB"):
    x = np.asarray(x, dtype=float)
    subjects = tuple(f"{key}-{i}" for i in range(len(x)))
    return Trial(key, key, market, subjects, x, np.asarray(shown, dtype=float), np.asarray(clicked, dtype=float))


def many(count, beta, seed, market="en-GB", shown=5000, noise=0.05):
    rng = np.random.default_rng(seed)
    found = []
    for index in range(count):
        k = int(rng.integers(2, 5))
        x = rng.standard_normal((k, len(beta)))
        odds = -4 + x @ np.asarray(beta) + noise * rng.standard_normal(k)
        clicked = rng.binomial(shown, 1 / (1 + np.exp(-odds)))
        found.append(trial(f"{market}{seed}-{index}", x, [shown] * k, clicked, market))
    return found


def test_two_versions_by_hand():
    one = trial("t", [[0.0], [1.0]], [1000, 1000], [20, 30])
    p = 50.5 / 2001
    w = 1 / (1 / (1000 * p * (1 - p)) + 0.01)
    difference = math.log(30.5 / 970.5) - math.log(20.5 / 980.5)
    found = sums([one], 0.01, 1)
    assert found.a[0, 0] == pytest.approx(w / 2)
    assert found.b[0] == pytest.approx(w * difference / 2)
    belief = posterior(found, Normal.about_zero(np.array([[0.04]])))
    assert belief.mean[0] == pytest.approx(found.b[0] / (found.a[0, 0] + 25))
    assert belief.covariance[0, 0] == pytest.approx(1 / (found.a[0, 0] + 25))


def test_what_versions_share_does_not_matter():
    rng = np.random.default_rng(1)
    x = rng.standard_normal((3, 4))
    a = sums([trial("t", x, [900, 800, 700], [12, 15, 9])], 0.02, 4)
    b = sums([trial("t", x + 17.0, [900, 800, 700], [12, 15, 9])], 0.02, 4)
    assert b.a == pytest.approx(a.a, abs=1e-9)
    assert b.b == pytest.approx(a.b, abs=1e-9)


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 40), st.integers(1, 12), st.randoms())
def test_one_machine_and_many_agree(count, shards, shuffle):
    trials = many(count, [0.1, -0.2, 0.0], 5)
    whole = sums(trials, 0.01, 3)
    mixed = list(trials)
    shuffle.shuffle(mixed)
    parts = [sums(mixed[i::shards], 0.01, 3) for i in range(shards)]
    shuffle.shuffle(parts)
    together = merge([part for part in parts if part.trials], 3)
    assert np.abs(together.a - whole.a).max() < 1e-9
    assert np.abs(together.b - whole.b).max() < 1e-9
    assert together.trials == whole.trials


@given(st.lists(st.floats(-1e12, 1e12, allow_subnormal=False), min_size=1, max_size=40))
def test_sums_are_those_of_exact_arithmetic(values):
    found = exact_sum([np.array([v]) for v in values], 1)[0]
    assert found == pytest.approx(math.fsum(values), rel=1e-15, abs=1e-300)


def test_a_test_counts_once():
    trials = many(3, [0.1], 2)
    with pytest.raises(InputError, match="count twice"):
        merge([sums(trials, 0.01, 1), sums(trials[:1], 0.01, 1)], 1)


def test_no_test_leaves_the_prior():
    prior = Normal.about_zero(0.01 * np.eye(2))
    belief = posterior(merge([], 2), prior)
    assert belief.mean == pytest.approx(prior.mean)
    assert belief.covariance == pytest.approx(prior.covariance)


@pytest.mark.parametrize(
    ("x", "shown", "clicked"),
    [
        ([[1.0]], [10], [1]),
        ([[1.0], [2.0]], [10, 0], [1, 0]),
        ([[1.0], [2.0]], [10, 10], [1, 11]),
        ([[1.0], [float("nan")]], [10, 10], [1, 1]),
        ([[1.0], [2.0]], [10, 10], [1, float("nan")]),
    ],
)
def test_what_cannot_teach_is_refused(x, shown, clicked):
    with pytest.raises(InputError):
        trial("t", x, shown, clicked)


def test_no_clicks_is_a_finite_number():
    assert np.isfinite(log_odds(np.array([100.0]), np.array([0.0]))).all()
    silent = centre(trial("t", [[0.0], [1.0]], [100, 100], [0, 0]), 0.01)
    assert silent.y == pytest.approx([0, 0])


def test_a_lucky_version_weighs_no_more():
    c = centre(trial("t", [[0.0], [1.0]], [1000, 1000], [5, 50]), 0.0)
    assert c.w[0] == pytest.approx(c.w[1])


def test_twin_versions_say_nothing_about_effects():
    found = sums([trial("t", [[2.0, 1.0], [2.0, 1.0]], [1000, 1000], [10, 30])], 0.01, 2)
    assert np.abs(found.a).max() == 0
    assert found.varied.tolist() == [0, 0]


def test_the_truth_is_found_with_enough_tests():
    truth = [0.15, -0.1, 0.0, 0.0]
    trials = many(200, truth, 7)
    shape = kernel(trials, 4)
    sizes = variances(trials, shape)
    belief = posterior(sums(trials, sizes.tau2, 4), Normal.about_zero(sizes.effect * shape))
    assert belief.mean == pytest.approx(truth, abs=0.03)
    assert 0.0 < sizes.tau2 < 0.02


def test_versions_that_differ_for_unknown_reasons_are_noticed():
    loud = variances(many(80, [0.0, 0.0], 3, noise=0.3), np.eye(2))
    calm = variances(many(80, [0.0, 0.0], 3, noise=0.0), np.eye(2))
    assert loud.tau2**0.5 == pytest.approx(0.3, abs=0.06)
    assert calm.tau2**0.5 < 0.09


def test_few_tests_leave_few_degrees_of_freedom():
    assert variances([], np.eye(3)).df == 3
    assert variances(many(2, [0.1] * 5, 1), np.eye(5)).df == 3
    assert variances(many(60, [0.1] * 5, 1), np.eye(5)).df > 60


def test_overlapping_measures_may_have_large_opposite_effects():
    rng = np.random.default_rng(2)
    both = rng.standard_normal((60, 1))
    x = np.hstack([both, both + 0.05 * rng.standard_normal((60, 1)), rng.standard_normal((60, 1))])
    shape = kernel([trial(f"t{i}", x[3 * i : 3 * i + 3], [100] * 3, [2] * 3) for i in range(20)], 3)
    assert np.trace(shape) == pytest.approx(3)
    assert shape[0, 0] > 2 * shape[2, 2]
    assert shape[0, 1] < 0


def test_a_market_that_differs_is_seen_to_differ():
    same = by_market([*many(60, [0.1, 0.0], 1, "de-DE"), *many(60, [0.1, 0.0], 2, "en-GB")], 0.01, 2)
    other = by_market([*many(60, [0.2, -0.2], 1, "de-DE"), *many(60, [-0.2, 0.2], 2, "en-GB")], 0.01, 2)
    assert between_markets(other, 0.01, np.eye(2)) > 5 * between_markets(same, 0.01, np.eye(2))


def test_without_differences_markets_simply_add_up():
    parts = by_market([*many(10, [0.1], 1, "de-DE"), *many(10, [0.1], 2, "en-GB")], 0.01, 1)
    effect, none = 0.01 * np.eye(1), np.zeros((1, 1))
    together = posterior(merge(parts.values(), 1), Normal.about_zero(effect))
    assert common(parts, effect, none).mean == pytest.approx(together.mean)
    assert average(parts, effect, none).mean == pytest.approx(together.mean)
    assert average(parts, effect, none).covariance == pytest.approx(together.covariance)
    assert softened(parts["de-DE"], none).a == pytest.approx(parts["de-DE"].a)


def test_a_market_expects_what_the_others_say_but_less_surely():
    rest = by_market(many(50, [0.2], 1, "en-GB"), 0.01, 1)
    effect, own = 0.01 * np.eye(1), 0.001 * np.eye(1)
    here, shared = elsewhere(rest, effect, own), elsewhere(rest, effect, 0 * own)
    assert here.mean[0] > 0.1
    assert here.covariance[0, 0] > shared.covariance[0, 0] + 0.0009
    assert elsewhere({}, effect, own).covariance == pytest.approx(effect)


def test_the_mean_of_known_markets_is_surer_than_that_of_any_market():
    parts = by_market([*many(60, [0.3], 1, "de-DE"), *many(60, [0.1], 2, "en-GB")], 0.01, 1)
    effect, own = 0.04 * np.eye(1), 0.02 * np.eye(1)
    known, any_market = average(parts, effect, own), common(parts, effect, own)
    assert known.mean[0] == pytest.approx(0.2, abs=0.03)
    assert known.covariance[0, 0] < any_market.covariance[0, 0] / 5
