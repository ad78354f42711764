"""What is wrong with the evidence is refused by name, or does no harm; never a silent NaN."""

from datetime import timedelta

import numpy as np
import pytest
from learning_makers import DAY, Brand, number, piece, row
from pydantic import ValidationError

from styleloop.style import fit
from styleloop.vector.weights import Weights


@pytest.fixture(scope="module")
def brand():
    return Brand({"en-GB": {"copy.negation": 0.25}}, tests=12)


@pytest.fixture(scope="module")
def top(brand):
    return fit(brand.evidence())


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([(5000, 90)], "one version"),
        ([(0, 0), (0, 0)], "fewer than two"),
        ([(5000, 0), (5000, 0)], "too few clicks"),
        ([(9000, 90), (5000, 90)], "not divided as planned"),
    ],
)
def test_a_test_that_may_not_teach_is_kept_with_its_reason(brand, top, rows, why):
    bad = [row(brand.assets[i].id, "bad", n, k) for i, (n, k) in enumerate(rows)]
    made = fit(brand.evidence(responses=[*brand.responses, *bad]))
    assert [r.subject for r in made.style.refused] == ["bad"]
    assert why in made.style.refused[0].why
    assert made.style.effects == top.style.effects


@pytest.mark.parametrize(("shown", "clicked"), [(10, 11), (-1, 0), (10, -1)])
def test_counts_that_cannot_be_are_refused_at_the_door(shown, clicked):
    with pytest.raises(ValidationError):
        row("x", "t", shown, clicked)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_not_a_number_is_refused_at_the_door(value):
    with pytest.raises(ValidationError):
        number("copy.words", value, "words")


def test_versions_that_measure_the_same_teach_nothing_about_measures(brand, top):
    twins = [piece(f"twin {i}", f"Twin {i}") for i in range(2)]
    numbers = brand.numbers | {a.id: [number("copy.negation", 0.0)] for a in twins}
    rows = [*brand.responses, *(row(a.id, "twins", 8000, 90) for a in twins)]
    made = fit(brand.evidence(measurements=numbers, responses=rows))
    a, b = Weights.unpack(made.weights), Weights.unpack(top.weights)
    assert "twins" in made.style.tests
    assert np.array_equal(a.found.varied, b.found.varied)


def test_a_piece_in_two_tests_at_once_teaches_in_both(brand):
    pair = [a.id for a in brand.assets[:2]]
    more = [row(s, t, 8000, 100) for t in ("first", "second") for s in pair]
    made = fit(brand.evidence(responses=[*brand.responses, *more]))
    assert {"first", "second"} <= set(made.style.tests)
    assert made.refused == ()


def test_days_in_any_order_give_the_same_bytes(brand):
    early, late = DAY - timedelta(days=3), DAY
    pair = [a.id for a in brand.assets[:2]]
    rows = [row(s, "days", 4000, 60, day=day) for day in (late, early) for s in pair]
    forth = fit(brand.evidence(responses=[*brand.responses, *rows]))
    back = fit(brand.evidence(responses=[*rows[::-1], *brand.responses]))
    assert forth.weights == back.weights


def test_money_in_several_currencies_changes_no_effect(brand, top):
    rows = [
        r.model_validate(r.model_dump() | {"spend": 9.5, "currency": ("EUR", "GBP")[i % 2], "id": ""})
        for i, r in enumerate(brand.responses)
    ]
    assert fit(brand.evidence(responses=rows)).weights == top.weights


def test_a_market_that_vanished_expects_what_is_known_above(brand, top):
    assert fit(brand.evidence("en-GB", above=top)).style.tests
    gone = fit(brand.evidence("en-GB", above=top, assets=[], measurements={}, responses=()))
    assert gone.style.tests == ()
    for here, above in zip(gone.style.effects, top.style.effects, strict=True):
        assert here.mean == pytest.approx(above.mean, abs=here.sd / 2)
        assert here.sd > above.sd
    assert gone.style.norms == top.style.norms


def test_a_measure_that_one_language_lacks_teaches_from_the_others():
    both = Brand({"de-DE": {}, "en-GB": {"copy.negation": 0.3}}, tests=15)
    for asset in both.assets:
        if asset.locale == "de-DE":
            both.numbers[asset.id] = [m for m in both.numbers[asset.id] if m.name != "copy.negation"]
    top = fit(both.evidence())
    found = next(e for e in top.style.effects if e.measure == "copy.negation")
    assert found.verdict == "helps"
    assert found.tests <= 15
    assert np.isfinite(Weights.unpack(fit(both.evidence("de-DE", above=top)).weights).belief.mean).all()


def test_a_measure_that_is_the_same_everywhere_in_one_language_teaches_from_the_others():
    both = Brand({"de-DE": {}, "en-GB": {"copy.negation": 0.3}}, tests=15)
    for asset in both.assets:
        if asset.locale == "de-DE":
            others = [m for m in both.numbers[asset.id] if m.name != "copy.negation"]
            both.numbers[asset.id] = [*others, number("copy.negation", 0.25)]
    top = fit(both.evidence())
    here = fit(both.evidence("de-DE", above=top))
    found = {e.measure: e for e in top.style.effects}["copy.negation"]
    assert (found.verdict, found.tests <= 15) == ("helps", True)
    usual = {n.measure: n for n in here.style.norms}["copy.negation"]
    assert (usual.median, usual.iqr) == (0.25, 0)
    weights = Weights.unpack(here.weights)
    assert np.isfinite(weights.belief.mean).all()
    assert np.isfinite(weights.shape).all()
