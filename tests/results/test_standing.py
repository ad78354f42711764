"""Two versions by their lines within shared tests: lines are luck too, and looking often raises no false alarm."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from styleloop.errors import InputError
from styleloop.results import Meeting, Shown, standing


def campaign(name, rng, effect=0.0, luck=0.15, shown=6000, rate=0.015):
    """One challenger line against three, in two formats, each line with luck of its own in both."""
    lines = [("c", effect)] + [(f"s{i}", 0.0) for i in range(3)]
    own = {line: e + rng.normal(0, luck) for line, e in lines}
    meetings = []
    for format_ in ("square", "wide"):
        day = rng.normal(0, 0.2)
        got = [Shown(f"{name}-{x}", shown, int(rng.binomial(shown, rate * np.exp(e + day)))) for x, e in own.items()]
        meetings.append(Meeting(name, f"{name}-{format_}", tuple(got[1:]), (got[0],)))
    return meetings


def looked_at(rng, campaigns, effect=0.0, luck=0.15):
    """The verdicts after every campaign."""
    met = []
    for number in range(campaigns):
        met += campaign(f"k{number}", rng, effect, luck)
        yield standing("en-GB", "style_a", "style_b", met)


@pytest.mark.parametrize("luck", [0.15, 0.3])
def test_equal_versions_are_hardly_ever_told_apart_however_often_one_looks(luck):
    rng = np.random.default_rng(5)
    alarms = sum(any(s.verdict != "not known yet" for s in looked_at(rng, 12, luck=luck)) for _ in range(40))
    assert alarms <= 0.05 * 40


def test_a_better_version_is_found_and_a_worse_one_too():
    rng = np.random.default_rng(6)
    for effect, verdict in ((0.5, "better"), (-0.5, "worse")):
        *_, last = looked_at(rng, 12, effect)
        assert last.verdict == verdict, last.words
        assert verdict in last.words
        assert (last.low > 0) == (effect > 0)
        assert (last.high < 0) == (effect < 0)
        assert last.needed is None


def test_one_lucky_line_settles_nothing_however_often_it_was_shown():
    met = [Meeting("k", "t", (Shown("a", 10**7, 150_000), Shown("b", 10**7, 150_000)), (Shown("c", 10**7, 190_000),))]
    told = standing("en-GB", "style_a", "style_b", met)
    assert told.verdict == "not known yet"
    assert told.needed > 10**7


@given(st.lists(st.tuples(st.integers(0, 9000), st.integers(0, 9000)), min_size=0, max_size=6))
def test_whatever_was_shown_gives_a_standing_in_words(sides):
    met = [
        Meeting("k", f"t{i}", (Shown("a", n, n // 60),), (Shown("b", m, m // 50),)) for i, (n, m) in enumerate(sides)
    ]
    told = standing("en-GB", "style_a", "style_b", met)
    both = [1 for n, m in sides if n and m]
    assert told.tests == len(both)
    assert told.words.startswith(("not known yet", "the challenger is"))
    assert (told.lift is None) == (not both)
    if both:
        assert told.low <= told.lift <= told.high


def test_a_confidence_that_is_no_share_is_refused():
    with pytest.raises(InputError, match="confidence"):
        standing("en-GB", "a", "b", [], confidence=1.0)
