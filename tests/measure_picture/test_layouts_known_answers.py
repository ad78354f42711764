"""Layouts whose numbers can be worked out by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from styleloop.measure.layout import LayoutExtractor
from styleloop.measure.layout.apca import lc
from styleloop.measure.layout.area import covered
from styleloop.types.copy import Copy
from styleloop.types.measurement import Subject
from styleloop.types.picture import Picture
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
    found = measured(HEADLINE, CTA, LOGO)
    expected = {
        "headline_size": 0.1,
        "headline_lines": 2,
        "size_ratio": 2.5,
        "text_share": 0.2,
        "least_contrast": 4.6,
        "least_clearance": 0.01,
        "price_shown": 0,
        "slots_drawn": 2,
        "headline_rank": 1,
        "cta_rank": 2,
        "logo_rank": 3,
        "headline_area": 0.1,
        "logo_area": 0.01,
        "headline_across": 0.25,
        "cta_down": 0.9,
        "cta_size": 0.04,
        "cta_clearance": 0.01,
        "cta_contrast": 4.6,
        "box_fill": 1,
        "alignment": 1,
        "overlapping": 0,
        "reading_order": 1,
    }
    assert {name: found[name] for name in expected} == expected
    assert not {"least_lc", "headline_lc", "logo_size", "body_size", "price_rank"} & set(found)


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


# The published examples of apca-w3: words, ground, Lc.
APCA = [
    ("888888", "ffffff", 63.056469930209424),
    ("ffffff", "888888", -68.54146436644962),
    ("000000", "aaaaaa", 58.146262578561334),
    ("aaaaaa", "000000", -56.24113336839742),
    ("112233", "ddeeff", 91.66830811481631),
    ("ddeeff", "112233", -93.06770049484275),
    ("112233", "444444", 8.32326136957393),
]


def levels(code):
    return tuple(int(code[i : i + 2], 16) for i in (0, 2, 4))


@pytest.mark.parametrize(("words", "ground", "expected"), APCA)
def test_contrast_for_readers_is_as_published(words, ground, expected):
    assert lc(levels(words), levels(ground)) == pytest.approx(expected, abs=1e-9)


def written(words, ground, box, size=(400, 300)):
    rgb = np.full((size[1], size[0], 3), levels(ground), np.uint8)
    x0, y0, x1, y1 = (int(v) for v in box)
    for x in range(x0, x1, 20):  # letters a third as wide as their gaps
        rgb[y0:y1, x : x + 5] = levels(words)
    return Picture(rgb)


@pytest.mark.parametrize(("words", "ground"), [("000000", "ffffff"), ("ffffff", "1f6f78"), ("888888", "ffffff")])
def test_how_well_words_read_is_measured_on_the_finished_picture(words, ground):
    box = (50, 100, 345, 140)
    subject = Subject(
        "one", "en-GB", Copy(), written(words, ground, box), (slot("headline", box, size=40),), (400, 300)
    )
    [found] = EXTRACTOR.extract([subject])
    values = {m.name: m.value for m in found}
    assert values["layout.headline_lc"] == pytest.approx(abs(lc(levels(words), levels(ground))), abs=0.1)
    assert values["layout.least_lc"] == values["layout.headline_lc"]


def test_type_too_small_to_have_a_colour_is_not_judged():
    box = (50, 100, 345, 106)
    subject = Subject(
        "one", "en-GB", Copy(), written("000000", "ffffff", box), (slot("body", box, size=6),), (400, 300)
    )
    [found] = EXTRACTOR.extract([subject])
    assert not [m.name for m in found if m.name.endswith("_lc")]


def test_what_is_told_first_and_read_last_is_noticed():
    headline, cta = slot("headline", (0, 800, 500, 900)), slot("cta", (0, 100, 500, 150))
    assert measured(headline, cta)["reading_order"] == 0
    assert measured(slot("headline", (0, 0, 400, 100)), slot("cta", (500, 0, 900, 100)))["reading_order"] == 1
    beside = (slot("headline", (500, 0, 900, 100)), slot("cta", (0, 0, 400, 100)))
    [arabic] = EXTRACTOR.extract([Subject("one", "ar-AE", Copy(), facts=beside, size=(1000, 1000))])
    assert {m.name: m.value for m in arabic}["layout.reading_order"] == 1
    assert measured(*beside)["reading_order"] == 0


def test_a_large_word_that_cannot_be_seen_does_not_lead():
    faint, clear = slot("headline", (0, 0, 900, 300), contrast=1.02), slot("cta", (0, 800, 300, 900), contrast=9)
    found = measured(faint, clear)
    assert (found["cta_rank"], found["headline_rank"]) == (1, 2)


def test_edges_on_one_line_and_edges_scattered():
    left = [slot("headline", (100, 0, 700, 90)), slot("body", (100, 200, 400, 290)), slot("cta", (104, 500, 260, 560))]
    assert measured(*left)["alignment"] == 1
    loose = [slot("headline", (100, 0, 700, 90)), slot("body", (250, 200, 320, 290)), slot("cta", (777, 500, 960, 560))]
    assert measured(*loose)["alignment"] == pytest.approx(1 / 3, abs=1e-6)
    assert "alignment" not in measured(HEADLINE)
