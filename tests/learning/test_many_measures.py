"""Ten thousand measures: a style is made of those that tests can tell apart, and says what it left out."""

import numpy as np
import pytest
from learning_makers import number, piece, row

from styleloop.style import Evidence, fit
from styleloop.style.norms import MOST, usual
from styleloop.vector.score import score
from styleloop.vector.weights import Weights

MANY = 10_000
LIVELY = 8
"""Measures that differ between the versions of a test; all others are the same within each test."""
TESTS, ARMS = 12, 3


def crowd(tests: int = TESTS, many: int = MANY) -> dict[str, object]:
    """Pieces with `many` numbers each; those named `zz...` vary within tests, the others between them only."""
    rng = np.random.default_rng(3)
    names = [f"crowd.m{i:05}" for i in range(many - LIVELY)] + [f"crowd.zz{i:02}" for i in range(LIVELY)]
    assets, numbers, rows = [], {}, []
    for test in range(TESTS):
        shared = rng.normal(size=many - LIVELY)
        for arm in range(ARMS):
            asset = piece(f"{test}-{arm}", f"Line {test} {arm}", test=f"t{test}")
            own = rng.normal(size=LIVELY)
            values = [*shared.tolist(), *own.tolist()]
            assets.append(asset)
            numbers[asset.id] = [number(n, v, extractor="crowd@1") for n, v in zip(names, values, strict=True)]
            rows.append(row(asset.id, f"t{test}", 20_000, int(400 * np.exp(0.3 * own[0])), propensity=1 / ARMS))
    return {
        "brand": "Tarn & Thistle",
        "market": "global",
        "assets": assets,
        "measurements": numbers,
        "responses": [r for r in rows if int(r.test[1:]) < tests],
    }


@pytest.fixture(scope="module")
def seen():
    return crowd()


@pytest.fixture(scope="module")
def made(seen):
    return fit(Evidence(**seen))


def test_the_measures_that_vary_within_tests_are_kept(made):
    kept = Weights.unpack(made.weights).measures
    assert len(kept) == MOST
    assert sum(name.startswith("crowd.zz") for name in kept) == LIVELY
    best = max(made.style.effects, key=lambda e: e.mean)
    assert (best.measure, best.verdict) == ("crowd.zz00", "helps")


def test_the_style_says_how_many_were_left_out_and_why(made):
    told = [str(r) for r in made.style.refused if r.subject == "measures"]
    assert len(told) == 1
    assert f"{MANY - MOST} measures are left out" in told[0]
    assert f"at most {MOST}" in told[0]


def test_a_market_has_the_measures_of_the_top_and_a_draft_with_all_of_them_is_scored(seen, made):
    here = fit(Evidence(**seen | {"market": "en-GB"}, above=made))
    assert Weights.unpack(here.weights).measures == Weights.unpack(made.weights).measures
    subject = seen["assets"][0].id
    assert score("d", seen["measurements"][subject], here.style, here.weights, 0.0, 1).distance > 0


def test_rows_in_any_order_keep_the_same_measures():
    seen = crowd(many=800)
    other = seen | {name: list(reversed(seen[name])) for name in ("assets", "responses")}
    one, two = (usual(Evidence(**given), None) for given in (seen, other))
    assert one.measures == two.measures
    assert one.refused == two.refused


def test_without_tests_the_choice_is_the_same_every_time():
    seen = crowd(tests=0, many=800)
    made = fit(Evidence(**seen))
    assert Weights.unpack(made.weights).measures == tuple(f"crowd.m{i:05}" for i in range(MOST))
    assert made.style.effects == ()
    assert fit(Evidence(**seen)).weights == made.weights


def test_with_few_measures_nothing_is_left_out():
    made = fit(Evidence(**crowd(many=60)))
    assert len(made.style.norms) == 60
    assert not [r for r in made.style.refused if r.subject == "measures"]
