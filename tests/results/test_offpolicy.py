"""What another division of the audience would have earned, from logged shares."""

import math
from datetime import date, timedelta
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from styleloop.errors import InputError
from styleloop.results import Logged, OffPolicy, experiment, logged, off_policy
from styleloop.results.offpolicy import dr, ips
from styleloop.types.experiment import Period, Tally
from styleloop.types.record import Refusal

DAY = date(2026, 11, 2)


def log(*days):
    """Rows from one dict per day: version -> (shown, clicked, share)."""
    return [
        Logged(arm, DAY + timedelta(number), *counts) for number, day in enumerate(days) for arm, counts in day.items()
    ]


TWO = log({"a": (9000, 135, 0.5), "b": (9000, 180, 0.5)}, {"a": (1800, 40, 0.1), "b": (16_200, 330, 0.9)})


def test_unbiased_by_counting_every_log_that_can_happen():
    """Two exposures; the second's shares depend on whether the first was clicked, as a learning policy's would."""
    true, wrong, policy = {"a": 0.2, "b": 0.5}, {"a": 0.9, "b": 0.1}, {"a": 0.3, "b": 0.7}
    truth = sum(policy[arm] * true[arm] for arm in policy)
    chances, plain, doubly = [], [], []
    for (first, click), (second, again) in product(product("ab", (0, 1)), repeat=2):
        share_a = (0.5, 0.8 if (first == "a") == bool(click) else 0.1)
        given_to = [share if arm == "a" else 1 - share for arm, share in zip((first, second), share_a, strict=True)]
        clicked_by = [true[arm] if hit else 1 - true[arm] for arm, hit in ((first, click), (second, again))]
        chances.append(math.prod(given_to) * math.prod(clicked_by))
        arms, clicks = (first, second), np.array([click, again], dtype=float)
        weight = np.array([policy[arm] for arm in arms]) / given_to
        plain.append(ips(weight, np.ones(2), clicks).rate)
        foretold = sum(policy[arm] * wrong[arm] for arm in policy)
        doubly.append(dr(weight, np.ones(2), clicks, np.array([wrong[arm] for arm in arms]), foretold).rate)
    assert sum(chances) == pytest.approx(1)
    assert np.dot(chances, plain) == pytest.approx(truth)
    assert np.dot(chances, doubly) == pytest.approx(truth)
    assert np.std(doubly) > 0


def test_the_standard_error_is_the_spread_over_many_logs():
    rng = np.random.default_rng(5)
    rates, shares, policy = np.array([0.1, 0.16]), np.array([0.8, 0.2]), {"a": 0.3, "b": 0.7}
    found = []
    for _ in range(600):
        shown = rng.multinomial(4000, shares)
        clicked = rng.binomial(shown, rates)
        row = {arm: (int(shown[i]), int(clicked[i]), float(shares[i])) for i, arm in enumerate("ab")}
        found.append(off_policy(log(row), policy, {"a": 0.1, "b": 0.16}))
    truth = 0.3 * 0.1 + 0.7 * 0.16
    for name in ("ips", "snips", "dr"):
        all_of = [getattr(each, name) for each in found]
        spread = np.std([each.rate for each in all_of])
        assert spread == pytest.approx(np.mean([each.se for each in all_of]), rel=0.1)
        assert np.mean([each.rate for each in all_of]) == pytest.approx(truth, abs=4 * spread / math.sqrt(600))
        assert 0.92 < np.mean([each.low < truth < each.high for each in all_of]) < 0.98


@settings(deadline=None, max_examples=100)
@given(st.data(), st.integers(2, 4), st.integers(1, 4), st.floats(0, 1))
def test_snips_stays_within_the_rates_that_were_seen(data, arms, days, tilt):
    counts = data.draw(
        st.lists(st.tuples(st.integers(1, 10**6), st.floats(0, 1)), min_size=arms * days, max_size=arms * days)
    )
    share = data.draw(st.lists(st.floats(0.01, 1), min_size=arms, max_size=arms))
    rows = [
        Logged(f"v{i % arms}", DAY + timedelta(i // arms), n, int(n * part), share[i % arms] / sum(share))
        for i, (n, part) in enumerate(counts)
    ]
    policy = {"v0": tilt, "v1": 1 - tilt}
    seen = [row.clicked / row.shown for row in rows if policy.get(row.arm)]
    found = off_policy(rows, policy, fewest=0)
    assert isinstance(found, OffPolicy)
    assert min(seen) - 1e-9 <= found.snips.rate <= max(seen) + 1e-9
    assert found.effective_shown <= found.shown * (1 + 1e-9)
    assert found.snips.low <= found.snips.rate <= found.snips.high


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(st.integers(1, 10**6), st.floats(0, 1)), min_size=2, max_size=5), st.data())
def test_the_policy_that_made_the_log_earns_what_the_log_earned(counts, data):
    parts = data.draw(st.lists(st.floats(0.05, 1), min_size=len(counts), max_size=len(counts)))
    policy = {f"v{i}": part / sum(parts) for i, part in enumerate(parts)}
    rows = [Logged(f"v{i}", DAY, n, int(n * part), policy[f"v{i}"]) for i, (n, part) in enumerate(counts)]
    shown, clicked = sum(r.shown for r in rows), sum(r.clicked for r in rows)
    assume(clicked)
    found = off_policy(rows, policy, fewest=0)
    rate = clicked / shown
    for each in (found.ips, found.snips):
        assert each.rate == pytest.approx(rate)
        assert each.se == pytest.approx(math.sqrt(rate * (1 - rate) / shown), abs=1e-9)
    assert found.effective_shown == pytest.approx(shown)
    assert found.effective_clicks == pytest.approx(clicked)
    assert found.clipped == 0


def test_a_good_prediction_makes_doubly_robust_less_uncertain_and_a_bad_one_more():
    rows = log({"a": (2000, 1000, 0.1), "b": (18_000, 12_000, 0.9)})
    policy = {"a": 0.9, "b": 0.1}
    good, bad = (off_policy(rows, policy, rates).dr for rates in ({"a": 0.5, "b": 2 / 3}, {"a": 0.0, "b": 1.0}))
    plain = off_policy(rows, policy).ips
    assert good.se < 0.8 * plain.se
    assert bad.se > good.se
    assert off_policy(rows, policy).dr is None


def test_a_version_shown_more_on_good_days_does_not_seem_better():
    """Equal versions; on the good day b had nine in ten. Plain rates differ, weighted ones do not."""
    rows = log({"a": (9000, 90, 0.5), "b": (9000, 90, 0.5)}, {"a": (1800, 90, 0.1), "b": (16_200, 810, 0.9)})
    only_a, only_b = (off_policy(rows, {arm: 1.0}).ips.rate for arm in "ab")
    assert only_a == pytest.approx(only_b)
    assert only_a == pytest.approx(0.03)


def test_clipping_is_said_and_lowers_ips():
    free, cut = (off_policy(TWO, {"a": 1.0}, clip=clip, fewest=50) for clip in (math.inf, 5.0))
    assert free.clipped == 0
    assert free.largest_weight == 10
    assert 0 < cut.clipped < 1
    assert cut.largest_weight == 5
    assert cut.ips.rate < free.ips.rate
    assert cut.ips.se < free.ips.se


def test_without_propensities_nothing_is_estimated():
    rows = [*TWO, Logged("a", DAY + timedelta(9), 100, 2, None)]
    found = off_policy(rows, {"a": 1.0})
    assert isinstance(found, Refusal)
    assert "2026-11-11" in found.why


def test_a_version_that_was_never_shown_is_refused():
    assert "never shown" in off_policy(TWO, {"a": 0.5, "c": 0.5}).why
    assert "never shown" in off_policy([], {"a": 1.0}).why
    later = log({"a": (9000, 135, 1.0)}, {"a": (9000, 135, 0.5), "b": (9000, 150, 0.5)})
    assert "2026-11-02" in off_policy(later, {"b": 1.0}).why
    assert isinstance(off_policy(later, {"a": 1.0}), OffPolicy)


def test_shares_that_contradict_each_other_are_refused():
    both = [*TWO, Logged("a", DAY, 10, 1, 0.4)]
    assert "several shares" in off_policy(both, {"a": 1.0}).why
    assert "more than the audience" in off_policy([*TWO, Logged("c", DAY, 10, 1, 0.4)], {"a": 1.0}).why


def test_too_little_is_refused_and_may_be_tried_again():
    found = off_policy(log({"a": (900, 30, 0.1), "b": (8100, 300, 0.9)}), {"a": 1.0})
    assert isinstance(found, Refusal)
    assert not found.permanent
    assert "30 clicks" in found.got


@pytest.mark.parametrize(
    ("rows", "policy", "more"),
    [
        (TWO, {"a": 0.5}, {}),
        (TWO, {"a": 1.5, "b": -0.5}, {}),
        (TWO, {"a": math.nan}, {}),
        (TWO, {"a": 1.0}, {"predicted": {"b": 0.1}}),
        (TWO, {"a": 1.0}, {"predicted": {"a": 1.1}}),
        (TWO, {"a": 1.0}, {"clip": 0.0}),
        (TWO, {"a": 1.0}, {"fewest": -1.0}),
        ([Logged("a", DAY, 3, 4, 0.5)], {"a": 1.0}, {}),
        ([Logged("a", DAY, 3, 2, 0.0)], {"a": 1.0}, {}),
    ],
)
def test_what_makes_no_sense_is_said(rows, policy, more):
    with pytest.raises(InputError):
        off_policy(rows, policy, **more)


def test_a_tests_own_periods_are_a_log():
    test = experiment("c", "en-GB", "square", [("v0", "s0"), ("v1", "s1")], "v0", DAY)
    found = [
        Period(
            starts=DAY + timedelta(number),
            shares=shares,
            tallies=(Tally(arm="v0", shown=4000, clicked=80), Tally(arm="v1", shown=6000, clicked=90)),
        )
        for number, shares in enumerate(((0.5, 0.5), (0.4, 0.6)))
    ]
    rows = logged(test, found)
    assert [row.propensity for row in rows] == [0.5, 0.5, 0.4, 0.6]
    assert isinstance(off_policy(rows, {"v1": 1.0}), OffPolicy)
