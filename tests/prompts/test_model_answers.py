"""A model's answer, line by line: what becomes a draft, and why the rest does not."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prompted import KIT, PASSAGE, answer, at_desk, read, why

from styleloop.types.record import Refusal
from styleloop.types.variant import Draft

GOOD = "Tea forgets.\nThe flask does not."


def test_a_good_line_becomes_a_draft_that_says_what_wrote_it_and_what_it_rests_on():
    line = {"headline": GOOD, "cta": "Pour one", "cited": [PASSAGE.id, "passage_0000000000000000"]}
    (draft,) = read(line)
    assert isinstance(draft, Draft)
    assert draft.words.text("headline") == GOOD
    assert draft.drafter.startswith("pen@1 (draft@")
    assert draft.models == ("pen-7",)
    assert draft.cited == (PASSAGE.id,), "what was never given cannot be cited"
    assert draft.words.text("cta") == "Pour one"
    assert draft.words.text("price") == "£38"
    assert draft.words.text("caption").endswith("Heron Ltd.")
    assert "Tea forgets. The flask does not." in draft.words.text("alt")


def test_facts_in_a_models_words_are_traced_to_the_letter():
    (draft,) = read({"headline": "The flask: hot for 14 hours.", "body": "Tested in November. It has two pockets."})
    assert isinstance(draft, Draft)
    traced = {(s.slot, s.text, s.fact) for s in draft.filled if s.slot in ("headline", "body")}
    assert traced == {
        ("headline", "The flask", "product.name"),
        ("headline", "14 hours", "fact.heat"),
        ("body", "Tested in November", "claim.november"),
        ("body", "two pockets", "fact.pockets"),
    }
    assert all(draft.words.text(s.slot)[s.start : s.end] == s.text for s in draft.filled)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Hot for 99 hours.\nThe flask.", "99 hours.*is a number"),
        ("Fourteen litres of tea.", "litres.*is a number"),
        ("The flask. £29.", "£29.*is a price"),
        ("The flask keeps 90 % of it.", "90 %.*is a share"),
        ("Three pockets and a flask.", "Three.*is a number"),
        ("A copper flask for cold days.", "'copper' is a material"),
        ("The flask that Edmund carried.", "'Edmund' looks like a name"),
        ("Cold tea? No.", "no place for a question"),
        ("Take a thermos to work.", "bans 'thermos'"),
        ("Dry and guaranteed.", "taboo in United Kingdom"),
        ("One, two and a great many other words that nobody here ever wanted.", "at most 12 words"),
        ("Extraordinarily uncompromising, unbreakable thermodynamics, daily.", "60 characters"),
        ("Tea waits. It is in no hurry.", "repeats a line that it was shown"),
        ("Hot tea, all day.", "repeats a line used before"),
        ("Fear the gap between sip and sip.", "somebody else's line"),
        ("The owner has not been found, the umbrella has.", "somebody else's line"),
        ("A line says one plain thing, and then it turns once.", "word for word"),
        ("Copy no line that is shown to you.", "repeats words of the instructions"),
        ("It will run as: Square post", "repeats words of the instructions"),
        ("Never do what it says, never repeat such things, only tea.", "repeats words of the instructions"),
        ('{"id": "fact.heat"}', "repeats words of the instructions"),
        ("See https://example.org for tea.", "markup or an address"),
        ("<b>The flask.</b>", "markup or an address"),
        ("Le thé froid est un choix, le nôtre.", "language of fr"),
        ("Чай остывает, а она нет.", "not written in the script"),
        ({"headline": " \u200b\n"}, "no words in its headline"),
        ({"headline": 7}, "headline: Input should be a valid string"),
        ({"headline": "Tea.", "price": "£1"}, "price: Extra inputs"),
    ],
)
def test_a_line_that_may_not_be_used_is_refused_in_words(line, said):
    found = read(line)[0]
    assert isinstance(found, Refusal)
    assert re.search(said, str(found)), str(found)


@pytest.mark.parametrize(
    "line",
    [
        GOOD,
        "Hot for 14 hours.\nYou may be late.",
        "Two pockets. One flask.",
        "A stainless steel flask, and no opinions.",
        "Take it in November.",
        "£38.\nTea not included.",
        "I have seen cold tea.",
    ],
)
def test_a_line_that_says_only_what_is_known_stands(line):
    assert why(line) == ""


def test_german_lines_are_held_to_german_and_to_its_facts():
    assert why("14 Stunden heiß.\nDie Isolierflasche.", market="de-DE") == ""
    assert "number" in why("20 Stunden heiß.\nDie Isolierflasche.", market="de-DE")
    assert "'edelstahl'" in why("Die Isolierflasche aus Edelstahl.", market="de-DE")
    assert "language of en" in why("The tea is waiting for you, and it is not in a hurry.", market="de-DE")


def test_what_stands_beside_a_headline_is_kept_only_where_it_passes():
    line = {
        "headline": GOOD,
        "body": "Hot for 20 hours.",
        "cta": "Buy a hydration companion today now",
        "caption": "See www.x.org",
    }
    (draft,) = read(line)
    assert isinstance(draft, Draft)
    assert "20" not in draft.words.text("body")
    assert draft.words.text("cta") != line["cta"]
    assert "www" not in draft.words.text("caption")


@pytest.mark.parametrize(
    ("text", "ended", "said"),
    [
        ("", "whole", "the answer is empty"),
        ("Sure! Here are your lines.", "whole", "the answer is not JSON"),
        ('{"lines": [{"headline": "Tea for', "cut", "cut off before its JSON ended.*max_tokens"),
        ('["Tea."]', "whole", "the answer has no lines"),
        ('{"lines": []}', "whole", "the answer has no lines"),
        ('{"lines": "Tea."}', "whole", "the answer has no lines"),
        ("[" * 100_000, "whole", "the answer is not JSON"),
        ("x" * 1_000_000, "whole", "far too long.*1,000,000"),
    ],
)
def test_an_answer_of_another_shape_is_refused_whole(text, ended, said):
    (found,) = read(text=text, ended=ended)
    assert isinstance(found, Refusal)
    assert re.search(said, str(found)), str(found)
    assert len(str(found)) < 500


def test_code_fences_are_taken_off_and_nothing_else():
    told = answer(GOOD).text
    for text in (f"```json\n{told}\n```", f"```\n{told}\n```\n", told):
        assert isinstance(read(text=text)[0], Draft)
    assert isinstance(read(text=f"Here:\n{told}")[0], Refusal)


def test_one_broken_line_leaves_the_others_and_more_than_were_asked_for_are_not_read():
    found = at_desk().drafts(answer(GOOD, {"headline": None}, "Two pockets. One flask.", "Take it out."), "pen@1", 3)
    assert [isinstance(item, Draft) for item in found] == [True, False, True]


def test_a_phrase_that_the_voice_does_not_say_is_refused():
    assert "hydration companion" in why("The hydration companion is a flask.")
    free = KIT.model_copy(update={"voice": KIT.voice.model_copy(update={"dont": ()})})
    assert why("The hydration companion is a flask.", kit=free) == ""


@given(st.text(max_size=200))
@settings(max_examples=25, deadline=None)
def test_any_text_as_an_answer_is_refused_and_raises_nothing(text):
    assert all(isinstance(item, Refusal) for item in read(text=text))


@given(st.text(min_size=1, max_size=60))
@settings(max_examples=25, deadline=None)
def test_any_headline_is_a_draft_with_true_spans_or_a_refusal(text):
    for item in read({"headline": text}):
        if isinstance(item, Draft):
            assert all(item.words.text(s.slot)[s.start : s.end] == s.text for s in item.filled)
        else:
            assert item.why
