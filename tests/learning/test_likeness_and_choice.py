"""Likeness, diversity, spread and draws."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from styleloop.errors import InputError
from styleloop.vector.diversity import distinct, vendi, vendi_of
from styleloop.vector.effect import Normal
from styleloop.vector.sampling import spread_out
from styleloop.vector.similarity import character_shingles, jaccard, nearest, plain, shingles
from styleloop.vector.thompson import draw, tempering


def test_shingles_by_hand():
    assert shingles("It rained. It rained!") == {"it rained", "rained it"}
    assert shingles("Rain") == {"rain"}
    assert shingles("") == frozenset()
    assert plain("Nähte, GETAPT / 800 g") == "nähte getapt 800 g"
    assert character_shingles("abc") == {"abc"}


def test_jaccard_by_hand():
    assert jaccard(frozenset("abc"), frozenset("bcd")) == 0.5
    assert jaccard(frozenset(), frozenset()) == 1.0
    assert nearest("It rained again.", ["Dear wind", "It rained, again"]) == (1.0, 1)
    assert nearest("It rained.", []) == (0.0, -1)


def test_vendi_counts_kinds():
    assert vendi(np.eye(4)) == pytest.approx(4)
    assert vendi(np.ones((5, 3))) == pytest.approx(1)
    assert vendi(np.repeat(np.eye(2), 10, axis=0)) == pytest.approx(2)
    assert vendi_of(np.eye(3)) == pytest.approx(3)
    with pytest.raises(InputError):
        vendi(np.zeros((2, 2)))


def test_both_forms_of_vendi_agree():
    rows = np.random.default_rng(1).standard_normal((30, 8))
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    assert vendi(rows) == pytest.approx(vendi_of(unit @ unit.T))


def test_distinct_runs():
    assert distinct(["it rained again", "it rained again"]) == 0.5
    assert distinct(["Rain"]) == 1.0


def test_greedy_choice_avoids_twins():
    likeness = np.array([[1.0, 0.999, 0.1], [0.999, 1.0, 0.1], [0.1, 0.1, 1.0]])
    assert spread_out(np.array([1.0, 0.9, 0.2]), likeness, 2) == [0, 2]
    assert spread_out(np.array([0.2, 0.9, 0.3]), np.eye(3), 2) == [1, 2]


def test_a_copy_is_never_chosen_beside_its_original():
    assert spread_out(np.array([1.0, 1.0]), np.ones((2, 2)), 2) == [0]
    assert spread_out(np.zeros(0), np.zeros((0, 0)), 3) == []


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_greedy_choice_is_the_greedy_determinant(seed):
    rng = np.random.default_rng(seed)
    points = rng.standard_normal((7, 7))
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    quality, likeness = rng.standard_normal(7), points @ points.T
    worth = np.exp(quality / 2)
    kernel = worth[:, None] * likeness * worth[None, :]
    chosen: list[int] = []
    for _ in range(3):
        rest = [i for i in range(7) if i not in chosen]
        chosen.append(max(rest, key=lambda i: np.linalg.det(kernel[np.ix_([*chosen, i], [*chosen, i])])))
    assert spread_out(quality, likeness, 3) == chosen


def test_a_draw_repeats_and_has_the_right_spread():
    covariance = np.array([[0.04, 0.01], [0.01, 0.02]])
    belief = Normal(np.array([1.0, -1.0]), covariance)
    assert draw(belief, 3).tolist() == draw(belief, 3).tolist()
    drawn = np.array([draw(belief, seed) for seed in range(4000)])
    assert drawn.mean(axis=0) == pytest.approx(belief.mean, abs=0.02)
    assert np.cov(drawn.T) == pytest.approx(covariance, abs=0.003)
    assert draw(belief, 3, tempering=0.0) == pytest.approx(belief.mean)


def test_with_little_left_we_commit():
    assert tempering(10_000) == 1.0
    assert tempering(100) == pytest.approx(0.4)
    assert tempering(0) == 0.05
    with pytest.raises(InputError):
        tempering(-1)
