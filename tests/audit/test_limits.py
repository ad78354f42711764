"""What a format takes, counted as people count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_pieces import SQUARE, item_of, mended, rendering_of, rules, told

from styleloop.audit.limits import Limits, shortened
from styleloop.language.segment import graphemes
from styleloop.types.brief import MARKS, Placement, SlotLimit
from styleloop.types.copy import Copy
from styleloop.types.record import Refusal


def said(**slots):
    return told(Limits(), item_of(Copy.of(**slots)))


def test_a_caption_over_its_length_says_by_how_much_and_offers_whole_sentences():
    item = item_of(Copy.of(caption="It rained. It will rain again. Take the rain shell."))
    (found,) = told(Limits(), item)
    assert (found.rule, found.severity) == ("too-long", "block")
    assert "51 characters, 11 more than the 40" in found.message
    assert "Meta Business Help" in found.cited
    assert mended(item, found) == "It rained. It will rain again."


def test_without_a_sentence_that_fits_there_is_no_fix():
    (found,) = said(caption="A sentence that goes on for rather longer than anybody has room for")
    assert found.fix is None


def test_characters_are_what_people_see():
    family = "👩‍👩‍👧‍👦"
    assert said(caption=family * 40) == ()
    assert rules(said(caption=family * 41)) == ["too-long"]


def test_exactly_full_is_not_over():
    assert said(headline="x" * 60) == ()


@pytest.mark.parametrize(("size", "over"), [(500_000 - MARKS, False), (500_000 - MARKS + 1, True)])
def test_a_file_must_leave_room_for_its_mark(size, over):
    found = told(Limits(), item_of(rendering=rendering_of(size=size)))
    assert rules(found) == (["too-many-bytes"] if over else [])


def test_a_format_without_a_limit_takes_any_file():
    placement = SQUARE.model_copy(update={"max_bytes": 0})
    assert told(Limits(), item_of(placement=placement, rendering=rendering_of(size=10**9))) == ()


def test_a_picture_of_another_size_or_kind_is_no_file_of_the_format():
    drawn = rendering_of()
    assert told(Limits(), item_of(rendering=drawn)) == ()
    narrow, web = drawn.model_copy(update={"width": 1079}), drawn.model_copy(update={"mime": "image/webp"})
    (size,) = told(Limits(), item_of(rendering=narrow))
    assert (size.rule, size.severity) == ("wrong-size", "block")
    assert "1079 x 1080 px; Square post takes 1080 x 1080 px" in size.message
    (kind,) = told(Limits(), item_of(rendering=web))
    assert (kind.rule, kind.severity) == ("wrong-type", "block")
    assert "JPEG or PNG" in kind.message


def test_a_long_headline_is_a_warning_with_a_shorter_one():
    item = item_of(Copy.of(headline="It rained.\nAnd " + "and " * 12 + "so on."), placement=None)
    (found,) = told(Limits(), item)
    assert (found.rule, found.severity) == ("long-headline", "warn")
    assert "at most 14" in found.message
    assert mended(item, found) == "It rained."


def test_without_a_format_it_is_not_checked():
    (answer,) = Limits().check([item_of(placement=None)])
    assert isinstance(answer, Refusal)


@given(st.text(alphabet="ab .!?\n😀é", max_size=120), st.integers(1, 80))
def test_a_shortened_text_fits_and_begins_the_text(text, most):
    short = shortened(text, most, "en-GB")
    assert short is None or (text.startswith(short) and len(graphemes(short)) <= most)


SEARCH = Placement(
    name="search",
    label="Search ad",
    kind="text",
    limits=(SlotLimit(slot="headline", graphemes=30, count="double", most=15),),
    source="Read 2026-11-30 in a test.",
)


def test_a_format_that_counts_full_width_as_two_says_so():
    fits, over = "雨が降った。" * 2 + "雨が降", "雨が降った。" * 2 + "雨が降った"
    assert told(Limits(), item_of(Copy.of(headline=fits), placement=SEARCH)) == ()
    (found,) = told(Limits(), item_of(Copy.of(headline=over), placement=SEARCH))
    assert "34 characters, 4 more than the 30 that Search ad takes, full-width ones counting as two" in found.message
    assert "Read 2026-11-30" in found.cited


def test_words_alone_are_checked_without_a_picture():
    assert rules(told(Limits(), item_of(Copy.of(headline="x" * 31), placement=SEARCH, rendering=None))) == ["too-long"]
