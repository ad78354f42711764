"""Vendi score, nearest likeness, distinct-n and the grid: what they promise for any input."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from styleloop.errors import InputError
from styleloop.vector import distinct, mapped, nearest_of_each, readable, table_of, vendi, vendi_of

LINES = st.lists(st.text(alphabet="abc ", max_size=24), max_size=8)
ROWS = arrays(
    float,
    st.tuples(st.integers(1, 8), st.integers(1, 12)),
    elements=st.floats(-3, 3).map(lambda v: round(v, 3)),
).filter(lambda rows: bool((np.linalg.norm(rows, axis=1) > 0.1).all()))


@given(ROWS)
def test_both_forms_of_the_vendi_score_agree(rows):
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    assert vendi(rows) == pytest.approx(vendi_of(unit @ unit.T), abs=1e-6)
    assert 1 - 1e-9 <= vendi(rows) <= len(rows) + 1e-9


@given(ROWS, st.randoms(use_true_random=False))
def test_order_does_not_matter(rows, random):
    order = list(range(len(rows)))
    random.shuffle(order)
    assert vendi(rows[order]) == pytest.approx(vendi(rows), abs=1e-9)


@given(st.integers(1, 12), st.integers(1, 12))
def test_copies_count_as_one_and_strangers_each(n, d):
    assert vendi(np.tile(np.arange(1.0, d + 1), (n, 1))) == pytest.approx(1)
    assert vendi(np.eye(n)) == pytest.approx(n)
    assert vendi_of(table_of(["rain fell on the moor"] * n)) == pytest.approx(1)
    assert vendi_of(table_of([f"word{i} other{i}" for i in range(n)])) == pytest.approx(n)


@given(LINES, st.integers(1, 3))
def test_distinct_is_a_share(lines, n):
    assert 0 < distinct(lines, n) <= 1
    assert distinct(lines, n) >= distinct([*lines, *lines], n)


@given(LINES, LINES)
def test_likeness_to_the_nearest_is_a_share_and_one_for_a_copy(lines, others):
    found = nearest_of_each(lines, others)
    assert found.shape == (len(lines),)
    assert ((found >= 0) & (found <= 1)).all()
    assert (nearest_of_each(lines, [*others, *lines]) == 1).all() or not lines


@given(LINES)
def test_the_map_does_not_depend_on_chance(lines):
    points = mapped(table_of(lines))
    assert points.shape == (len(lines), 2)
    assert np.isfinite(points).all()
    assert (points == mapped(table_of(lines))).all()


def test_near_on_the_map_is_alike():
    lines = ["rain fell on the moor", "rain fell on the hill", "a stove that boils in two minutes"]
    points = mapped(table_of(lines))
    apart = np.linalg.norm(points[:, None] - points[None, :], axis=2)
    assert apart[0, 1] < apart[0, 2]
    assert apart[0, 1] < apart[1, 2]


def test_an_embedding_speaks_where_there_is_one():
    near = nearest_of_each(["a"], ["b"], np.array([[1.0, 0.0]]), np.array([[1.0, 1.0]]))
    assert near[0] == pytest.approx(0.7071, abs=1e-4)
    assert nearest_of_each(["a"], ["b"])[0] == 0


def test_the_grid_takes_what_varies_and_nothing_twice():
    rng = np.random.default_rng(1)
    words, asks = rng.integers(3, 15, 60).astype(float), (rng.random(60) < 0.5).astype(float)
    values = np.column_stack([words, 2 * words, asks, np.zeros(60)])
    grid = readable(["words", "letters", "question", "never"], values)
    assert set(grid.measures) == {"words", "question"}
    filled = grid.best([{"words": 4, "question": 0}, {"words": 4, "question": 0}, {"words": 14}], [0.1, 0.3, -0.2])
    assert sorted(filled.values()) == [-0.2, 0.3]
    assert grid.coverage(filled) == 2 / grid.cells
    with pytest.raises(InputError, match="quality for every piece"):
        grid.best([{}], [])
    with pytest.raises(InputError, match="column for every measure"):
        readable(["words"], values)


@given(arrays(float, st.tuples(st.integers(0, 20), st.integers(1, 4)), elements=st.floats(0, 9)))
def test_every_own_piece_lies_in_the_grid(values):
    names = [f"m{i}" for i in range(values.shape[1])]
    grid = readable(names, values)
    filled = grid.best([dict(zip(names, row, strict=True)) for row in values], [0.0] * len(values))
    assert grid.cells >= 1
    assert 0 <= grid.coverage(filled) <= 1
