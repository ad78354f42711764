"""Tomorrow's shares: who gets how much, and whether the chances behind it are honest."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from styleloop.errors import InputError
from styleloop.results import shares
from styleloop.results.allocation import chance_best, normal_cdf, posterior

NOTHING = np.zeros(3)
WIDE = np.full(3, 0.15)


def test_alike_versions_share_alike():
    found = shares(NOTHING, WIDE, np.full(3, 2000.0), np.full(3, 30.0), 500)
    assert found == pytest.approx(np.full(3, 1 / 3))


def test_a_leader_gets_more_and_nobody_falls_below_the_floor():
    found = shares(NOTHING, WIDE, np.full(3, 20_000.0), np.array([300.0, 420.0, 290.0]), 500)
    assert found.argmax() == 1
    assert found.min() == pytest.approx(0.05 / 3, abs=1e-3)
    assert found.min() >= 0.05 / 3


def test_what_the_style_foretells_counts_before_the_first_exposure():
    found = shares(np.array([0.2, 0.0, -0.2]), WIDE, NOTHING, NOTHING, 500)
    assert found[0] > found[1] > found[2]


def test_with_little_left_the_leader_takes_more():
    counts = (np.full(3, 4000.0), np.array([60.0, 70.0, 58.0]))
    early, late = (shares(NOTHING, WIDE, *counts, left)[1] for left in (2000.0, 3.0))
    assert late > early + 0.1


def test_versions_without_a_click_are_no_crash():
    found = shares(NOTHING, WIDE, np.array([400.0, 0.0, 3.0]), NOTHING, 0.0)
    assert np.isfinite(found).all()
    assert found.sum() == pytest.approx(1)
    assert found[0] < found[1]


def test_many_tests_at_once_are_the_same_as_one_by_one():
    rng = np.random.default_rng(4)
    mean, n = rng.normal(0, 0.1, (6, 4)), rng.integers(0, 3000, (6, 4)).astype(float)
    k, left = np.floor(n * 0.02), rng.uniform(0, 900, 6)
    together = shares(mean, np.full((6, 4), 0.1), n, k, left)
    for row in range(6):
        assert shares(mean[row], np.full(4, 0.1), n[row], k[row], float(left[row])) == pytest.approx(together[row])


@settings(deadline=None, max_examples=60)
@given(st.data(), st.integers(2, 6), st.floats(0, 0.2))
def test_shares_divide_the_audience(data, k, floor):
    counts = data.draw(st.lists(st.tuples(st.integers(0, 10**6), st.floats(0, 1)), min_size=k, max_size=k))
    n = np.array([float(shown) for shown, _ in counts])
    clicked = np.floor(n * np.array([part for _, part in counts]))
    mean = np.array(data.draw(st.lists(st.floats(-3, 3), min_size=k, max_size=k)))
    sd = np.array(data.draw(st.lists(st.floats(1e-3, 2), min_size=k, max_size=k)))
    found = shares(mean, sd, n, clicked, data.draw(st.floats(0, 1e7)), floor)
    assert found.sum() == pytest.approx(1)
    assert (found >= floor / k - 1e-12).all()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"floor": 0.3}, "floor"),
        ({"sd": np.array([0.1, 0.0, 0.1])}, "sd"),
        ({"clicked": np.array([1.0, 1.0, 9e9])}, "clicked"),
        ({"mean": np.array([0.1, np.nan, 0.1])}, "mean, sd, shown, clicked"),
        ({"clicks_left": float("nan")}, "clicks_left"),
        ({"clicks_left": -1.0}, "clicks_left"),
    ],
)
def test_nonsense_is_refused_by_name(change, field):
    good = {"mean": NOTHING, "sd": WIDE, "shown": np.full(3, 9.0), "clicked": NOTHING, "clicks_left": 5.0}
    with pytest.raises(InputError) as problem:
        shares(**{**good, **change})
    assert problem.value.field == field


def test_the_deviation_of_few_clicks_is_that_of_a_fine_line():
    mean, sd = np.array([0.1, -0.1]), np.array([0.3, 0.3])
    n, k = np.array([300.0, 250.0]), np.array([1.0, 5.0])
    found, deviation = posterior(mean, sd, n, k)
    line = np.linspace(-9, 1, 8001)
    for arm in range(2):
        fits = []
        for centre in found[arm] + np.linspace(-1, 1, 201):  # the prior's centre that explains the mean explains both
            log = k[arm] * line - n[arm] * np.logaddexp(0, line) - 0.5 * ((line - centre) / sd[arm]) ** 2
            w = np.exp(log - log.max()) / np.exp(log - log.max()).sum()
            average = float(w @ line)
            fits.append((abs(average - found[arm]), float(np.sqrt(w @ (line - average) ** 2))))
        assert min(fits)[1] == pytest.approx(deviation[arm], rel=0.01)


def test_the_chance_to_be_best_agrees_with_drawing():
    m, s = np.array([0.0, 0.1, -0.2, 0.05]), np.array([0.2, 0.01, 0.5, 0.1])
    drawn = (m + s * np.random.default_rng(2).standard_normal((200_000, 4))).argmax(axis=1)
    assert chance_best(m, s) == pytest.approx(np.bincount(drawn, minlength=4) / 200_000, abs=0.005)
    assert normal_cdf(np.array([-1.96, 0.0, 1.0])) == pytest.approx([0.0249979, 0.5, 0.8413447], abs=1e-6)


def test_the_chance_to_be_best_is_honest():
    """Of versions called best with a chance of 70 %, 70 % are: on simulated tests of few clicks and unequal arms."""
    rng = np.random.default_rng(11)
    tests, k, tau = 3000, 3, 0.2
    foretold = rng.normal(0, 0.1, (tests, k))
    truth = foretold + rng.normal(0, tau, (tests, k))
    shown = rng.integers(300, 4000, (tests, k)).astype(float)
    clicked = rng.binomial(shown.astype(int), 1 / (1 + np.exp(4.2 - truth))).astype(float)
    said = chance_best(*posterior(foretold, np.full((tests, k), tau), shown, clicked)).ravel()
    was = (truth == truth.max(axis=1, keepdims=True)).ravel()
    for low in np.arange(0.0, 1.0, 0.2):
        here = (said >= low) & (said < low + 0.2)
        noise = 3 * np.sqrt(0.25 / here.sum())
        assert was[here].mean() == pytest.approx(said[here].mean(), abs=noise)
