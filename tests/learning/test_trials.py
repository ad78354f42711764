"""Only what chance assigned may teach."""

from datetime import date

import numpy as np
import pytest
from learning_makers import number, row

from styleloop.errors import InputError
from styleloop.vector.trials import extractors, split_chance, table, teaching, trials

MEASURES = ("a", "b")
SPREADS = np.array([2.0, 1.0])
NUMBERS = {
    "x": [number("a", 1.0), number("b", 0.0)],
    "y": [number("a", 5.0), number("b", 1.0)],
    "z": [number("a", 3.0)],
}


def made(rows):
    return trials(rows, NUMBERS, MEASURES, SPREADS)


def test_rows_of_one_test_become_one_comparison_in_spreads():
    later = date(2026, 11, 25)
    rows = [
        row("x", "t", 500, 10),
        row("y", "t", 500, 20),
        row("x", "t", 300, 6, day=later),
        row("y", "t", 300, 9, day=later),
    ]
    found, refused = made(rows)
    assert refused == ()
    assert len(found) == 1
    assert found[0].x.tolist() == [[0.5, 0.0], [2.5, 1.0]]
    assert found[0].shown.tolist() == [800, 800]
    assert found[0].clicked.tolist() == [16, 29]


def test_a_measure_absent_from_one_version_is_left_out_never_zero():
    found, _ = made([row("x", "t", 500, 10), row("z", "t", 500, 20)])
    assert found[0].x.tolist() == [[0.5, 0.0], [1.5, 0.0]]
    assert np.isnan(table(["z"], NUMBERS, MEASURES)[0, 1])


def test_observational_rows_never_pass():
    rows = [row("x", "", 500, 10, exposure="observational"), row("y", "", 500, 20, exposure="observational")]
    assert teaching(rows) == ()
    assert made(rows) == ((), ())


def test_a_row_reported_twice_counts_once():
    rows = [row("x", "t", 500, 10), row("y", "t", 500, 20)]
    once, twice = made(rows)[0][0], made(rows + rows)[0][0]
    assert once.shown.tolist() == twice.shown.tolist()


def test_markets_are_not_mixed_within_a_test():
    rows = [
        row(s, "t", n, k, market=m)
        for s, n, k, m in [
            ("x", 900, 9, "de-DE"),
            ("y", 900, 9, "de-DE"),
            ("x", 90, 30, "en-GB"),
            ("y", 90, 30, "en-GB"),
        ]
    ]
    found, _ = made(rows)
    assert [t.market for t in found] == ["de-DE", "en-GB"]


def test_days_are_kept_apart_when_shares_move():
    later = date(2026, 11, 25)
    rows = [
        row("x", "t", 500, 10, propensity=0.5),
        row("y", "t", 500, 20, propensity=0.5),
        row("x", "t", 200, 6, propensity=0.2, day=later),
        row("y", "t", 800, 25, propensity=0.8, day=later),
    ]
    found, refused = made(rows)
    assert refused == ()
    assert [t.shown.tolist() for t in found] == [[500, 500], [200, 800]]


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([row("x", "t", 500, 10)], "one version compares nothing"),
        ([row("x", "t", 500, 10), row("y", "t", 900, 20)], "not divided as planned"),
        ([row("x", "t", 500, 10, propensity=0.5), row("y", "t", 500, 20)], "share of some versions is missing"),
        ([row("x", "t", 0, 0), row("y", "t", 0, 0)], "fewer than two of its versions were seen"),
        ([row("x", "t", 500, 0), row("y", "t", 500, 0)], "too few clicks"),
        ([row("x", "t", 500, 10), row("unmeasured", "t", 500, 20)], "seen and measured"),
    ],
)
def test_a_test_that_may_not_teach_says_why_and_sinks_nothing(rows, why):
    good = [row("x", "good", 500, 10), row("y", "good", 500, 20)]
    found, refused = made([*rows, *good])
    assert [t.test for t in found] == ["good"]
    assert len(refused) == 1
    assert refused[0].subject == "t"
    assert why in refused[0].why


def test_planned_uneven_shares_are_not_a_mismatch():
    found, refused = made([row("x", "t", 900, 10, propensity=0.9), row("y", "t", 100, 5, propensity=0.1)])
    assert (len(found), len(refused)) == (0, 1)
    assert "clicks" in refused[0].why
    found, refused = made([row("x", "t", 9000, 100, propensity=0.9), row("y", "t", 1000, 15, propensity=0.1)])
    assert (len(found), len(refused)) == (1, 0)


def test_split_by_hand():
    # (500-475)^2/475 + (450-475)^2/475 = 2.632; one degree of freedom.
    assert split_chance([500, 450], [0.5, 0.5]) == pytest.approx(0.1048, abs=1e-3)
    assert split_chance([0, 0], [0.5, 0.5]) == 1.0


def test_two_extractor_versions_never_meet():
    mixed = {"x": [number("a", 1.0)], "y": [number("a", 1.0, extractor="copy@2")]}
    with pytest.raises(InputError, match=r"copy@1 and copy@2"):
        extractors(mixed)
    with pytest.raises(InputError, match=r"copy@1 and copy@2"):
        extractors({"y": mixed["y"]}, known=("copy@1",))
    assert extractors({"x": [*mixed["x"], number("p", 1.0, extractor="picture@3")]}) == ("copy@1", "picture@3")
