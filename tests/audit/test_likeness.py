"""Near copies of others' lines and of our own."""

import pytest
from sample_pieces import item_of, rules, told

from styleloop.audit.likeness import Likeness
from styleloop.types.copy import Copy
from styleloop.types.variant import FilledSlot

LINE = "Some people fear drizzle.\nSome people own our rain shell."
SIBLING = "Some people fear draughts. Some people own our wool blanket."


def said(headline, *history, **changes):
    return told(Likeness(), item_of(Copy.of(headline=headline), history=history, **changes))


@pytest.mark.parametrize("role", ["competitor", "inspiration"])
@pytest.mark.parametrize(
    "theirs",
    [
        LINE,
        "SOME PEOPLE FEAR DRIZZLE — SOME PEOPLE OWN OUR RAIN SHELL!",
        "Some people fear the drizzle. Some people own our rain shell.",
        "Some people fe\u200bar drizzle. Some people own our rain shell.",
    ],
)
def test_a_copy_of_somebody_elses_line_blocks(role, theirs):
    (found,) = said(LINE, ("asset_7", role, theirs))
    assert (found.rule, found.severity) == ("copies-other", "block")
    assert "asset_7" in found.cited


def test_a_foreign_line_inside_ours_blocks():
    (found,) = said(
        "Every little thing helps you along, they say. It rained.",
        ("asset_7", "competitor", "Every little thing helps you along"),
    )
    assert (found.rule, found.severity) == ("quotes-other", "block")


def test_a_near_copy_is_a_warning_with_its_figure():
    (found,) = said(
        "Some people fear nettles. Some people own gloves.",
        ("asset_7", "competitor", "Some people fear nettles. Some people own our gardening gloves."),
    )
    assert (found.rule, found.severity) == ("near-copy", "warn")
    assert "0." in found.message


@pytest.mark.parametrize(
    "theirs", ["Forecast: drizzle. Advice: stay in.", "Just walk.", "It rained, and nobody minded at all."]
)
def test_other_lines_are_left_alone(theirs):
    assert said(LINE, ("asset_7", "competitor", theirs)) == ()


def test_a_line_used_before_blocks_word_for_word():
    (found,) = said(LINE, ("asset_3", "own", "Some people fear drizzle. Some people own our rain shell."))
    assert (found.rule, found.severity) == ("repeats-own", "block")


def test_lines_of_one_pattern_do_not_copy_each_other():
    close = ("asset_3", "own", "Some people fear drizzle. Some people own our rain hat.")
    assert rules(said(LINE, close)) == ["near-copy"]
    assert said(LINE, close, frame="Some people fear {adversary}. Some people own our {product}.") == ()
    filled = (FilledSlot(slot="headline", start=17, end=24, text="drizzle", fact="product.adversary"),)
    assert said(LINE, close, filled=filled) == ()


def test_a_pattern_is_no_licence_to_copy_others_or_to_repeat():
    frame = "Some people fear {adversary}. Some people own our {product}."
    assert rules(said(LINE, ("asset_7", "competitor", LINE), frame=frame)) == ["copies-other"]
    assert rules(said(LINE, ("asset_3", "own", LINE), frame=frame)) == ["repeats-own"]


def test_a_piece_is_not_held_against_itself():
    assert said(LINE, ("variant_1", "own", LINE)) == ()


def test_the_worst_likeness_is_told_once():
    found = said(LINE, ("asset_1", "own", SIBLING), ("asset_2", "competitor", LINE), ("asset_3", "competitor", LINE))
    assert rules(found) == ["copies-other"]


def test_a_worn_frame_is_a_note():
    frames = tuple((f"draft_{i}", "Some people fear …. Some people own our ….") for i in range(4))
    (found,) = said(LINE, frame="Some people fear …. Some people own our ….", frames=frames)
    assert (found.rule, found.severity) == ("worn-frame", "note")
    assert said(LINE, frame="Some people fear …. Some people own our ….", frames=frames[:3]) == ()


def test_arabic_and_german_lines_are_compared_too():
    assert rules(said("أمطرت السماء، وستمطر ثانيةً.", ("a", "competitor", "أمطرت السماء وستمطر ثانية"))) == [
        "copies-other"
    ]
    assert rules(
        said("Es hat geregnet. Es regnet wieder.", ("a", "competitor", "Es hat geregnet, es regnet wieder!"))
    ) == ["copies-other"]
