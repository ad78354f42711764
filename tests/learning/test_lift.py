"""Tests, tallies and lifts."""

import math
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from learning_makers import DAY, row

from styleloop.errors import InputError
from styleloop.results import experiment, lift, sample_ratio, tallies
from styleloop.results.interval import MIXTURE, half_width
from styleloop.types.experiment import Tally

VERSIONS = [("original", "s0"), ("dry", "s1")]


@pytest.fixture
def test():
    return experiment("campaign_1", "en-GB", "square", VERSIONS, "original", DAY)


def counted(test, *counts):
    return tuple(Tally(arm=a.name, shown=n, clicked=k) for a, (n, k) in zip(test.arms, counts, strict=True))


def test_equal_shares_are_the_propensities(test):
    assert [arm.share for arm in test.arms] == [0.5, 0.5]
    uneven = experiment("c", "en-GB", "square", VERSIONS, "dry", DAY, shares={"original": 0.2, "dry": 0.8})
    assert {arm.name: arm.share for arm in uneven.arms} == {"original": 0.2, "dry": 0.8}


@pytest.mark.parametrize(
    ("versions", "control", "shares"),
    [
        (VERSIONS[:1], "original", None),
        ([("a", "s0"), ("a", "s1")], "a", None),
        ([("a", "s0"), ("b", "s0")], "a", None),
        (VERSIONS, "nobody", None),
        (VERSIONS, "dry", {"original": 0.5, "dry": 0.6}),
        (VERSIONS, "dry", {"original": 0.0, "dry": 1.0}),
        (VERSIONS, "dry", {"dry": 1.0}),
    ],
)
def test_a_test_that_cannot_be_run_is_refused(versions, control, shares):
    with pytest.raises(InputError):
        experiment("c", "en-GB", "square", versions, control, DAY, shares)


def test_tallies_take_this_tests_randomised_rows_once(test):
    rows = [
        row("s0", test.id, 500, 8),
        row("s0", test.id, 300, 4, day=date(2026, 11, 25)),
        row("s1", test.id, 700, 9),
        row("s1", test.id, 700, 9),
        row("s1", test.id, 999, 99, market="de-DE"),
        row("s1", test.id, 999, 99, exposure="observational"),
        row("s1", "another", 999, 99),
    ]
    found = tallies(test, rows)
    assert [(t.shown, t.clicked, t.days) for t in found] == [(800, 12, 2), (700, 9, 1)]
    assert tallies(test, []) == counted(test, (0, 0), (0, 0))


def test_a_crooked_split_is_named(test):
    assert sample_ratio(test, counted(test, (5000, 1), (5080, 1))) is None
    refusal = sample_ratio(test, counted(test, (5000, 1), (5600, 1)))
    assert refusal is not None
    assert "dry 5,600" in refusal.got
    assert "dry 50%" in refusal.expected


def test_the_interval_by_hand(test):
    (found,) = lift(test, counted(test, (20_000, 300), (20_000, 360)))
    p0, p1 = 300.5 / 20_001, 360.5 / 20_001
    variance = (1 - p0) / (20_001 * p0) + (1 - p1) / (20_001 * p1)
    d = math.log(p1 / p0)
    half = math.sqrt(
        2 * variance * (variance + MIXTURE) / MIXTURE * (math.log(20) + math.log((variance + MIXTURE) / variance) / 2)
    )
    assert found.lift == pytest.approx(math.exp(d) - 1)
    assert (found.low, found.high) == pytest.approx((math.exp(d - half) - 1, math.exp(d + half) - 1))
    assert found.verdict == "not known yet"
    assert found.low < 0 < found.high


def test_a_large_difference_is_called(test):
    better, worse = counted(test, (20_000, 200), (20_000, 400)), counted(test, (20_000, 400), (20_000, 200))
    assert lift(test, better)[0].verdict == "better"
    assert lift(test, worse)[0].verdict == "worse"
    assert lift(test, better)[0].needed is None
    assert lift(test, better, simulated=True)[0].simulated


def test_not_known_yet_says_how_many_more_and_that_many_settle_it(test):
    (found,) = lift(test, counted(test, (20_000, 300), (20_000, 360)))
    assert found.needed is not None
    more = 20_000 + found.needed
    scaled = counted(test, (more, round(more * 0.015)), (more, round(more * 0.018)))
    assert lift(test, scaled)[0].verdict == "better"
    fewer = 20_000 + int(found.needed * 0.8)
    scaled = counted(test, (fewer, round(fewer * 0.015)), (fewer, round(fewer * 0.018)))
    assert lift(test, scaled)[0].verdict == "not known yet"


def test_a_small_lift_at_a_small_rate_needs_very_many(test):
    (found,) = lift(test, counted(test, (20_000, 300), (20_000, 312)))
    assert found.needed > 500_000


def test_no_clicks_and_no_exposures_are_no_crash(test):
    (found,) = lift(test, counted(test, (400, 0), (400, 0)))
    assert found.verdict == "not known yet"
    assert found.lift == 0
    assert lift(test, counted(test, (0, 0), (400, 3))) == ()
    assert lift(test, counted(test, (400, 3), (0, 0))) == ()
    assert lift(test, counted(test, (10**6, 10**6), (400, 0)))[0].verdict == "not known yet"


def test_more_versions_ask_for_more_evidence(test):
    three = experiment("c", "en-GB", "square", [*VERSIONS, ("wet", "s2")], "original", DAY)
    two = lift(test, counted(test, (9000, 130), (9000, 170)))[0]
    among = lift(three, counted(three, (9000, 130), (9000, 170), (9000, 140)))[0]
    assert among.high - among.low > two.high - two.low


def test_tallies_of_another_test_are_refused(test):
    with pytest.raises(InputError):
        lift(test, (Tally(arm="original", shown=1, clicked=0),))
    with pytest.raises(InputError):
        lift(test, counted(test, (10, 1), (10, 1)), confidence=1.0)


@given(st.floats(1e-6, 2.0), st.floats(0.001, 0.2))
def test_the_interval_is_wider_than_one_look_would_need(variance, alpha):
    assert half_width(variance, alpha) > 1.645 * math.sqrt(variance) * (alpha < 0.1)
    assert half_width(variance * 2, alpha) > half_width(variance, alpha)


@pytest.mark.slow
def test_forty_looks_raise_few_false_alarms(test):
    rng, alarms, runs = np.random.default_rng(8), 0, 250
    for _ in range(runs):
        clicks = rng.binomial(1000, 0.015, size=(40, 2)).cumsum(axis=0).tolist()
        looks = (counted(test, (1000 * (i + 1), a), (1000 * (i + 1), b)) for i, (a, b) in enumerate(clicks))
        alarms += any(lift(test, look)[0].verdict != "not known yet" for look in looks)
    assert alarms / runs <= 0.05
