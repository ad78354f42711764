"""One more of the same, or nobody's voice: with the figures that choosing goes by."""

import pytest
from sample_pieces import item_of, rendering_of, told

from styleloop.app.settings import StyleSettings
from styleloop.audit.homogenisation import Homogenisation
from styleloop.types.copy import Copy
from styleloop.types.style import CEILING, FLOOR, Score

LINE = "Some people fear drizzle. Some people own our rain shell."


def scored(**changes):
    given = {"subject": "x", "style": "style_1", "distance": 1.0, "effect": 0, "low": 0, "high": 0, "draw": 0}
    return Score(**{**given, "novelty": 0.6, **changes})


def said(**changes):
    return told(Homogenisation(), item_of(Copy.of(headline=LINE), **changes))


def batch(*lines, **changes):
    items = [item_of(Copy.of(headline=line), subject=f"v{n}", **changes) for n, line in enumerate(lines)]
    return [[f.rule for f in found] for found in Homogenisation().check(items)]


def test_choosing_and_objecting_share_their_numbers():
    assert (StyleSettings().floor, StyleSettings().ceiling) == (FLOOR, CEILING)


def test_nothing_is_said_without_a_score_nor_within_the_limits():
    assert said() == ()
    assert said(score=scored(novelty=FLOOR, distance=CEILING)) == ()


def test_too_little_that_is_new_is_told_with_the_line_it_repeats():
    history = (("asset_1", "own", LINE.replace("our", "the")), ("asset_2", "competitor", LINE))
    (found,) = said(score=scored(novelty=0.1), history=history)
    assert (found.rule, found.severity) == ("below-floor", "warn")
    assert "0.10" in found.message
    assert "0.15" in found.message
    assert "asset_1" in found.cited
    assert said(score=scored(novelty=0.1), floor=0.05) == ()


def test_too_far_from_the_house_style_is_told_with_its_causes():
    (found,) = said(score=scored(distance=2.6, causes=(("copy.words", 4.2),)))
    assert (found.rule, found.severity) == ("above-ceiling", "warn")
    assert "2.60" in found.message
    assert "copy.words +4.2" in found.message
    assert said(score=scored(distance=2.6), ceiling=3.0) == ()


def test_a_batch_that_says_one_thing_over_and_over_is_told_line_by_line():
    same = [f"Some people fear the long grey drizzle of a wet November, and own our rain shell {n}" for n in "abc"]
    assert batch(*same) == [["batch-alike"]] * 3
    assert batch("It rained.", "Just walk.", "Forecast: drizzle.") == [[], [], []]


@pytest.mark.parametrize("changes", [{"rendering": None}, {"floor": 0.0}])
def test_mere_drafts_and_a_floor_of_nothing_make_no_batch(changes):
    same = [f"Some people fear the long grey drizzle of a wet November, and own our rain shell {n}" for n in "abc"]
    assert batch(*same, **changes) == [[], [], []]


def test_sizes_of_one_line_are_no_batch():
    assert batch(LINE, LINE, LINE, rendering=rendering_of()) == [[], [], []]
