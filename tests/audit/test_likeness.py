"""Near copies of others' words and pictures, and of our own."""

from dataclasses import replace
from datetime import date

import pytest
from sample_pieces import BRITAIN, item_of, rules, told
from works import Works, work

from styleloop.audit.likeness import Likeness
from styleloop.audit.screen import screen
from styleloop.types.copy import Copy
from styleloop.types.library import Seen, Shown
from styleloop.types.shot import Rights
from styleloop.types.variant import FilledSlot

LINE = "Some people fear drizzle.\nSome people own our rain shell."
SIBLING = "Some people fear draughts. Some people own our wool blanket."


def said(headline, *known, **changes):
    library = Works(*(work(name, role, text) for name, role, text in known))
    return told(Likeness(), item_of(Copy.of(headline=headline), library=library, **changes))


def words_said(*works, market=BRITAIN, filled=(), **slots):
    item = item_of(Copy.of(**slots), library=Works(*works), market=market, filled=filled)
    return [(f.rule, f.severity, f.span.slot) for f in told(Likeness(), item)]


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


STORY = "We walked for eleven days along the coast, and it rained on ten of them, mostly sideways."


def test_every_slot_with_words_is_compared_with_every_slot_of_others():
    for slot in ("headline", "body", "caption"):
        for theirs in ("headline", "body", "caption"):
            copied = work("asset_7", "competitor", STORY, slot=theirs)
            assert words_said(copied, **{slot: STORY}) == [("copies-other", "block", slot)]
    assert words_said(work("asset_7", "competitor", STORY), cta=STORY, alt=STORY, price=STORY) == []


def test_one_sentence_of_a_long_foreign_text_is_found_in_ours_and_alone():
    body = f"New this spring. {STORY} The shell has a hood."
    known = work("asset_7", "inspiration", body, slot="body")
    assert words_said(known, caption=f"A flask, and who can mend a stove in the wind. {STORY}") == [
        ("quotes-other", "block", "caption")
    ]
    assert words_said(known, headline=STORY) == [("copies-other", "block", "headline")]


def test_short_facts_and_what_the_law_puts_there_are_nobodys():
    facts = [
        work("asset_7", "competitor", text, slot="body") for text in ("Every seam taped.", "312 g.", "Hand wash only.")
    ]
    assert words_said(*facts, body="Every seam taped.", caption="Hand wash only.") == []
    law = "Prices include VAT and standard delivery to any address on the mainland."
    theirs = work("asset_7", "competitor", f"The lid opens with one thumb, in gloves too. {law}", slot="caption")
    ours = {"caption": f"It rained, and nobody minded but the sheep by the wall. {law}"}
    assert words_said(theirs, **ours) == [("quotes-other", "block", "caption")]
    assert words_said(theirs, market=BRITAIN.model_copy(update={"legal_line": law}), **ours) == []


def test_own_words_come_again_on_purpose_but_a_long_text_is_told():
    short = work("asset_3", "own", "Rain shell. 312 g. Every seam taped.", slot="body")
    assert words_said(short, body="Rain shell. 312 g. Every seam taped.") == []
    long = work("asset_3", "own", STORY, slot="body")
    near = STORY.replace("eleven", "twelve")
    assert words_said(long, body=near) == [("repeats-own-text", "note", "body")]
    assert words_said(long, caption=near) == []
    filled = (FilledSlot(slot="body", start=14, end=20, text="twelve", fact="fact.days"),)
    assert words_said(long, body=near, filled=filled) == []


def test_a_quotation_in_a_language_without_spaces_is_found():
    from styleloop.types.brand import Market

    japan = Market(locale="ja-JP", name="Japan", currency="JPY", script="Jpan")
    theirs = work("asset_7", "competitor", "雨の日も風の日もこの上着ひとつで歩ける", locale="ja-JP")
    assert words_said(
        theirs,
        market=japan,
        headline="昨日も雨、雨の日も風の日もこの上着ひとつで歩ける、と父は言う。それだけのことだ。",
    ) == [("quotes-other", "block", "headline")]
    assert words_said(theirs, market=japan, headline="雨の日は、傘があればいい。") == []


def test_without_a_library_it_is_not_checked():
    (verdict,) = screen([item_of(library=None)], [Likeness()])
    assert "not checked: likeness (no library)" in verdict.words()
    frames = tuple((f"draft_{i}", "Some people fear …") for i in range(4))
    (verdict,) = screen([item_of(library=None, frame="Some people fear …", frames=frames)], [Likeness()])
    assert [f.rule for f in verdict.findings] == ["worn-frame"]
    assert "likeness (no library)" in verdict.words()


PICTURE = "0f" * 32


def pictures_said(*seen, of="picture", value=PICTURE, quality=90, **changes):
    library = Works(seen=seen)
    item = item_of(library=library, shown=(Shown(value, quality, of=of, file="a" * 64),), **changes)
    return [(f.rule, f.severity) for f in told(Likeness(), item)]


def theirs(role="competitor", value=PICTURE, **changes):
    return Seen(
        **{"value": value, "quality": 90, "id": "asset_7", "role": role, "name": "comp-01", "file": "b" * 64} | changes
    )


def moved(bits):
    return f"{int(PICTURE, 16) ^ ((1 << bits) - 1):064x}"


@pytest.mark.parametrize("role", ["competitor", "inspiration"])
def test_a_picture_of_others_blocks_up_to_31_bits(role):
    assert pictures_said(theirs(role)) == [("copies-picture", "block")]
    assert pictures_said(theirs(role, moved(31))) == [("copies-picture", "block")]
    assert pictures_said(theirs(role, moved(32))) == []


def test_what_has_too_little_in_it_is_not_judged():
    assert pictures_said(theirs(), quality=49) == []
    assert pictures_said(theirs(quality=49)) == []


def test_a_product_picture_that_others_show_too_is_a_warning():
    assert pictures_said(theirs(), of="product") == [("shared-picture", "warn")]


def test_own_pieces_of_one_product_look_alike_on_purpose():
    assert pictures_said(theirs("own", product="rain-shell")) == []
    assert pictures_said(theirs("own")) == []
    assert pictures_said(theirs("own", product="flask")) == [("repeats-own-picture", "warn")]
    assert pictures_said(theirs("own", product="flask"), of="product") == []


def test_a_licensed_picture_may_be_shown_while_and_where_its_rights_hold():
    until = Rights(owner="Agency", markets=("en-GB",), ends=date(2026, 9, 1))
    assert pictures_said(theirs("inspiration", rights=until)) == []
    assert pictures_said(theirs("inspiration", rights=until), day=date(2026, 9, 2)) == [("copies-picture", "block")]
    german = replace(theirs("inspiration"), rights=Rights(markets=("de-DE",)))
    assert pictures_said(german) == [("copies-picture", "block")]
