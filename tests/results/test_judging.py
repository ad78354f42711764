"""What a test's figures mean: shares that moved, guards, segments, advice in words."""

from datetime import date, timedelta

import pytest

from styleloop.results import experiment, lift, periods, sample_ratio, segments, tallies, with_shares
from styleloop.results.advice import needed_words, says_something
from styleloop.types.asset import Response
from styleloop.types.experiment import Allocation, Tally
from styleloop.types.record import Where

START = date(2026, 11, 2)


@pytest.fixture
def test():
    return experiment("c", "en-GB", "square", [("old", "s0"), ("new", "s1")], "old", START)


def row(test, subject, shown, clicked, day=0, **more):
    given = {"market": "en-GB", "placement": "square", "exposure": "randomised", **more}
    day = START + timedelta(days=day)
    return Response(
        subject=subject, test=test.id, day=day, shown=shown, clicked=clicked, source=Where(file="r.csv"), **given
    )


def logged(test, day, *shares):
    day = START + timedelta(days=day)
    return Allocation(
        test=test.id, day=day, arms=("old", "new"), shares=shares, best=shares, floor=0.05, tempering=1, clicks_left=9
    )


def only(test, *counts, days=0):
    arms = zip(test.arms, counts, strict=True)
    return lift(test, [Tally(arm=a.name, shown=n, clicked=k, days=days) for a, (n, k) in arms])[0]


def test_a_test_of_one_version_compares_nothing(test):
    one = test.model_copy(update={"arms": test.arms[:1]})
    assert lift(one, [Tally(arm="old", shown=10, clicked=1)]) == ()


def test_a_good_day_on_which_one_version_was_shown_more_does_not_make_it_better(test):
    """Both versions get 1 % on the first day and 3 % on the second, when nine in ten saw the new one."""
    rows = [row(test, "s0", 9000, 90), row(test, "s1", 1000, 10), row(test, "s0", 1000, 30, 1)]
    rows.append(row(test, "s1", 9000, 270, 1))
    mixed = lift(test, tallies(test, rows))[0]
    assert mixed.verdict == "better"
    parted = lift(test, periods(test, rows, [logged(test, 0, 0.9, 0.1), logged(test, 1, 0.1, 0.9)]))[0]
    assert parted.verdict == "not known yet"
    assert parted.lift == pytest.approx(0, abs=0.01)


def test_days_of_equal_shares_are_one_period_and_shares_last_until_changed(test):
    rows = [row(test, s, 500, 5, day) for s in ("s0", "s1") for day in range(6)]
    found = periods(test, rows, [logged(test, 2, 0.3, 0.7)])
    assert [(p.shares, p.tallies[0].shown) for p in found] == [((0.5, 0.5), 1000), ((0.3, 0.7), 2000)]
    assert len(periods(test, rows)) == 1


def test_the_split_is_held_against_the_shares_of_its_day(test):
    rows = [row(test, "s0", 5000, 50), row(test, "s1", 5000, 50), row(test, "s0", 1000, 9, 1)]
    rows.append(row(test, "s1", 9000, 80, 1))
    plan = [logged(test, 1, 0.1, 0.9)]
    assert sample_ratio(test, tallies(test, rows)) is not None
    assert sample_ratio(test, periods(test, rows, plan)) is None
    refusal = sample_ratio(test, periods(test, rows, [logged(test, 1, 0.2, 0.8)]))
    assert refusal is not None
    assert "2026-11-03" in refusal.expected


def test_rows_get_the_share_that_was_logged_for_their_day(test):
    plan = [logged(test, 0, 0.4, 0.6), logged(test, 3, 0.2, 0.8)]
    assert with_shares(row(test, "s1", 10, 1, 2), plan, "new").propensity == 0.6
    assert with_shares(row(test, "s1", 10, 1, 3), plan, "new").propensity == 0.8
    assert with_shares(row(test, "s1", 10, 1, 3, propensity=0.5), plan, "new").propensity == 0.5
    assert with_shares(row(test, "s1", 10, 1, exposure="observational"), plan, "new").propensity is None


def test_four_percent_at_a_low_rate_is_undetectable_here(test):
    for days in (0, 1, 20):
        found = only(test, (20_000, 300), (20_000, 312), days=days)
        assert found.advice == "pool through style"
        assert "undetectable here" in found.words
        assert f"{found.needed:,}" in found.words
    assert found.needed > 500_000


def test_a_test_in_reach_goes_on_and_says_for_how_long(test):
    found = only(test, (20_000, 300), (20_000, 360), days=10)
    assert found.advice == "go on"
    assert found.days == pytest.approx(found.needed / 2000)
    assert "days at the present traffic" in found.words


def test_an_interval_that_says_nothing_is_not_told_and_what_it_would_take_is_said_roundly(test):
    wide = only(test, (600, 2), (600, 4), days=1)
    assert (wide.verdict, says_something(wide)) == ("not known yet", False)
    assert "%" not in wide.words
    near = only(test, (6000, 90), (6000, 91), days=1)
    assert says_something(near)
    assert needed_words(near) == "far more shows of each version than you have"
    assert "000,000" not in near.words


def test_a_young_test_is_not_given_up(test):
    assert only(test, (600, 9), (600, 9), days=1).advice == "go on"


def test_a_difference_that_does_not_matter_stops_the_test(test):
    found = only(test, (4_000_000, 60_000), (4_000_000, 60_100), days=10)
    assert found.advice == "stop: too small to matter"
    assert "5%" in found.words


def test_winners_and_losers_stop_the_test(test):
    assert only(test, (20_000, 200), (20_000, 400)).winner
    lost = only(test, (20_000, 400), (20_000, 200))
    assert (lost.advice, lost.winner) == ("stop: worse", False)


def shop(test, converted, value=None, currencies=("GBP", "GBP")):
    money = [{}, {}] if value is None else [{"value": v, "currency": c} for v, c in zip(value, currencies, strict=True)]
    rows = [row(test, "s0", 40_000, 400, converted=converted[0], **money[0])]
    rows.append(row(test, "s1", 40_000, 800, converted=converted[1], **money[1]))
    return lift(test, tallies(test, rows))[0]


def test_more_clicks_and_fewer_purchases_are_no_win(test):
    found = shop(test, (400, 150))
    assert found.verdict == "better"
    assert not found.winner
    assert "conversions per impression -6" in found.words
    assert shop(test, (400, 390)).winner


def test_value_guards_and_money_in_two_currencies_is_never_compared(test):
    poor = shop(test, (400, 400), (20_000.0, 4_000.0))
    assert [g.name for g in poor.guards if g.worse] == ["value per impression"]
    assert [g.name for g in shop(test, (400, 400), (20_000.0, 4_000.0), ("GBP", "EUR")).guards] == [
        "conversions per impression"
    ]


def test_segments_are_held_to_a_stricter_measure(test):
    rows = [row(test, s, 9000, k, segment=name) for name in ("men", "women") for s, k in (("s0", 130), ("s1", 172))]
    men, women = segments(test, rows)
    assert (men.segment, women.segment) == ("men", "women")
    alone = lift(test, tallies(test, rows[:2]))[0]
    assert men.high - men.low > alone.high - alone.low
    assert segments(test, rows[:2]) == ()
