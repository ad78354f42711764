"""Layouts whose numbers can be worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styleloop.measure.layout import LayoutExtractor
from styleloop.measure.layout.area import covered
from styleloop.types.copy import Copy
from styleloop.types.measurement import Subject
from styleloop.types.record import Refusal
from styleloop.types.variant import SlotFacts

EXTRACTOR = LayoutExtractor()
SPECS = {spec.name: spec for spec in EXTRACTOR.specs}
NUMBERS = st.floats(-3000, 3000, allow_nan=False)


def slot(name, ink, size=40.0, lines=1, contrast=7.0, clearance=20.0):
    return SlotFacts(
        slot=name, box=ink, ink=ink, size=size, lines=lines, fits=True, contrast=contrast, clearance=clearance
    )


HEADLINE = slot("headline", (0, 0, 500, 200), size=100, lines=2, contrast=12, clearance=50)
CTA = slot("cta", (0, 800, 500, 1000), size=40, contrast=4.6, clearance=10)
LOGO = slot("logo", (900, 900, 1000, 1000), size=0, contrast=1.5, clearance=0)


def measured(*facts, size=(1000, 1000)):
    (found,) = EXTRACTOR.extract([Subject("one", "en-GB", Copy(), facts=facts, size=size)])
    assert not isinstance(found, Refusal)
    return {m.name.removeprefix("layout."): m.value for m in found}


def test_a_headline_and_a_label_by_hand():
    assert measured(HEADLINE, CTA, LOGO) == {
        "headline_size": 0.1,
        "headline_lines": 2,
        "size_ratio": 2.5,
        "text_share": 0.2,
        "least_contrast": 4.6,
        "least_clearance": 0.01,
        "price_shown": 0,
        "slots_drawn": 2,
    }


def test_sizes_are_relative_to_the_short_side():
    assert measured(HEADLINE, size=(2000, 1000))["headline_size"] == 0.1
    assert measured(HEADLINE, size=(1000, 2000))["headline_size"] == 0.1


def test_a_price_is_noticed_and_an_empty_slot_is_not_drawn():
    assert measured(HEADLINE, slot("price", (600, 0, 700, 50)))["price_shown"] == 1
    assert measured(HEADLINE, slot("price", (600, 0, 600, 0)))["price_shown"] == 0
    assert measured(HEADLINE, slot("price", (600, 0, 600, 0)))["slots_drawn"] == 1


def test_without_a_headline_its_measures_are_absent_not_zero():
    found = measured(CTA)
    assert not {"headline_size", "headline_lines", "size_ratio"} & set(found)
    assert found["text_share"] == 0.1


def test_words_outside_the_safe_zone_are_negative():
    assert measured(slot("headline", (0, 0, 10, 10), clearance=-30))["least_clearance"] == -0.03


def test_a_subject_that_was_not_composed_has_no_layout_measures():
    bare = Subject("one", "en-GB", Copy())
    no_size = Subject("two", "en-GB", Copy(), facts=(HEADLINE,))
    assert list(EXTRACTOR.extract([bare, no_size])) == [(), ()]


def test_a_piece_without_size_is_refused_and_the_next_is_measured():
    bad = Subject("bad", "en-GB", Copy(), facts=(HEADLINE,), size=(0, 1000))
    good = Subject("good", "en-GB", Copy(), facts=(HEADLINE,), size=(1000, 1000))
    refused, found = EXTRACTOR.extract([bad, good])
    assert isinstance(refused, Refusal)
    assert refused.subject == "bad"
    assert found


def test_overlaps_count_once_and_what_lies_outside_not_at_all():
    size = (100, 100)
    assert covered([(0, 0, 50, 50), (0, 0, 50, 50)], size) == 0.25
    assert covered([(0, 0, 50, 50), (25, 25, 75, 75)], size) == pytest.approx(0.4375)
    assert covered([(-50, -50, 50, 50)], size) == 0.25
    assert covered([(200, 200, 300, 300)], size) == 0
    assert covered([], size) == 0


@given(st.lists(st.tuples(*[st.integers(-3, 12)] * 4), max_size=5))
def test_the_covered_share_is_what_counting_squares_gives(corners):
    boxes = [(min(a, b), min(c, d), max(a, b), max(c, d)) for a, b, c, d in corners]
    squares = sum(any(x0 <= x < x1 and y0 <= y < y1 for x0, y0, x1, y1 in boxes) for x in range(10) for y in range(10))
    assert covered(boxes, (10, 10)) == pytest.approx(squares / 100)


@given(
    st.lists(
        st.builds(
            slot,
            st.sampled_from(["headline", "body", "cta", "price", "logo"]),
            st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS),
            st.floats(0, 5000),
            st.integers(0, 200),
            st.floats(0, 21),
            NUMBERS,
        ),
        min_size=1,
        max_size=6,
    ),
    st.tuples(st.integers(1, 4000), st.integers(1, 4000)),
)
def test_any_layout_is_in_range_and_the_same_twice(facts, size):
    first = measured(*facts, size=size)
    assert first == measured(*facts, size=size)
    for name, value in first.items():
        spec = SPECS[f"layout.{name}"]
        assert spec.low <= value <= spec.high, f"{name}: {value}"


def test_every_measure_says_what_it_is():
    for spec in SPECS.values():
        assert spec.name.startswith("layout.")
        assert all((spec.unit, spec.formula, spec.source, spec.reading_low, spec.reading_high))
