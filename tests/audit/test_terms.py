"""The brand's words and signs, whatever tricks the words play."""

import pytest
from sample_pieces import BRITAIN, EMIRATES, GERMANY, KIT, item_of, mended, rules, told

from styleloop.audit.terms import Terms
from styleloop.types.brand import Guideline, Term, Voice
from styleloop.types.copy import Copy


def said(headline, **changes):
    return told(Terms(), item_of(Copy.of(headline=headline), **changes))


@pytest.mark.parametrize(
    "headline",
    [
        "A revolutionary shell.",
        "A REVOLUTIONARY SHELL.",
        "A Revolutionary shell.",
        "A revo\u200blution\u200dary shell.",
        "A revo\u00adlutionary shell.",
        "A r\u0435volutionary shell.",
        "A ｒｅｖｏｌｕｔｉｏｎａｒｙ shell.",
        "Some call it “revolutionary”.",
        "A non-revolutionary shell.",
        "Revolutionary’s the word.",
    ],
)
def test_a_banned_word_is_found_however_it_is_written(headline):
    (found,) = said(headline)
    assert (found.rule, found.severity) == ("banned-term", "block")
    assert "hype" in found.cited
    assert "no-hype" in found.cited
    assert headline[found.span.start : found.span.end] == found.span.text
    assert found.span.text[0] in "rRｒ"


@pytest.mark.parametrize(
    "headline", ["A revolution.", "Counterrevolutionary talk.", "It rained.", "Revolutionärer Humbug."]
)
def test_other_words_are_left_alone(headline):
    assert said(headline) == ()


@pytest.mark.parametrize("headline", ["Eine revolutionäre Jacke.", "Das ist revolutionär.", "Revolutionären Ideen."])
def test_german_endings_do_not_hide_a_word(headline):
    assert rules(said(headline, market=GERMANY)) == ["banned-term"]


@pytest.mark.parametrize("headline", ["تصميم ثوري", "التصميم الثوري", "سترة ثورية", "وثوري"])
def test_arabic_article_and_endings_do_not_hide_a_word(headline):
    assert rules(said(headline, market=EMIRATES)) == ["banned-term"]


def test_terms_of_another_language_do_not_apply():
    assert said("A revolutionary shell.", market=GERMANY) == ()


def test_a_taboo_of_the_market_blocks_there_only():
    (found,) = said("Bloody rain.")
    assert (found.rule, found.severity) == ("taboo", "block")
    assert "United Kingdom" in found.message
    assert said("Bloody rain.", market=GERMANY) == ()


def test_a_preferred_word_is_offered_in_the_case_that_stood_there():
    item = item_of(Copy.of(headline="Raincoat on. The raincoat again."))
    found = told(Terms(), item)
    assert [(f.rule, f.severity) for f in found] == [("preferred-term", "warn")] * 2
    assert mended(item, found[0]).startswith("Rain shell on.")
    assert mended(item, found[1]).endswith("The rain shell again.")


def test_a_brand_name_is_written_as_the_brand_writes_it():
    item = item_of(Copy.of(body="By TARN & THISTLE."))
    (found,) = told(Terms(), item)
    assert (found.rule, found.severity) == ("term-case", "warn")
    assert mended(item, found) == "By Tarn & Thistle."
    assert said("By Tarn & Thistle.") == ()


def test_a_small_brand_word_may_begin_a_sentence():
    kit = KIT.model_copy(update={"terms": (Term(text="oatly", rule="case"),)})
    assert said("Oatly rain. And “Oatly” again.", kit=kit)[0].span.start > 10
    assert said("Oatly rain.\nOatly again.", kit=kit) == ()


@pytest.mark.parametrize(
    ("headline", "rule", "after"),
    [
        ("It rained!", "exclamation", "It rained."),
        ("It rained!!!", "exclamation", "It rained."),
        ("هل أمطرت؟", "question", "هل أمطرت."),
        ("Did it rain?", "question", "Did it rain."),
        ("It rained ☔️.", "emoji", "It rained."),
        ("Family 👩‍👩‍👧‍👦 day.", "emoji", "Family day."),
    ],
)
def test_signs_the_voice_does_not_have_are_warnings_with_a_fix(headline, rule, after):
    item = item_of(Copy.of(headline=headline))
    (found,) = told(Terms(), item)
    assert (found.rule, found.severity) == (rule, "warn")
    assert mended(item, found) == after


def test_the_guideline_is_cited_where_one_speaks_of_it():
    assert "no-shouting" in said("It rained!")[0].cited


def test_a_voice_that_has_signs_may_use_them():
    kit = KIT.model_copy(update={"voice": Voice()})
    assert said("Did it rain?! ☔️", kit=kit) == ()


@pytest.mark.parametrize("headline", ["312 g © 2026 ™", "5 × 4 → 20", "№ 7 • § 3 — ½"])
def test_typographic_signs_are_no_emoji(headline):
    assert said(headline) == ()


def test_a_very_long_text_is_read_to_the_end():
    text = "revolutionary words and more words that go on! " * 1064
    found = said(text)
    assert len(text) > 50_000
    assert rules(found).count("banned-term") == 1064


@pytest.mark.parametrize(
    ("headline", "market", "said_in"),
    [
        ("We made a shell.", "en-GB", "We"),
        ("Andere sagen System. Wir sagen Jacke.", "de-DE", "Wir"),
        ("We made it.\nYou get wet.", "en-GB", ""),
        ("It rained.", "en-GB", ""),
        ("Sie werden nass.", "de-DE", ""),
    ],
)
def test_we_is_noted_where_the_voice_says_you(headline, market, said_in):
    found = said(headline, market={"en-GB": BRITAIN, "de-DE": GERMANY}[market])
    assert [(f.rule, f.severity, f.span.text) for f in found] == ([("person", "note", said_in)] if said_in else [])


@pytest.mark.parametrize(
    ("person", "wrong"),
    [("first", "You get wet."), ("second", "We get wet."), ("third", "You get wet."), ("third", "We get wet.")],
)
def test_each_voice_has_its_own_wrong_person(person, wrong):
    kit = KIT.model_copy(update={"voice": KIT.voice.model_copy(update={"person": person})})
    assert rules(said(wrong, kit=kit)) == ["person"]
    assert said("She gets wet.", kit=kit) == ()
    anybody = kit.model_copy(update={"voice": Voice(person="any", exclamations=False)})
    assert said(wrong, kit=anybody) == ()


def test_a_line_in_the_wrong_person_cites_the_guideline_on_it():
    rule = Guideline(slug="you", title="You are in it", text="Write in the second person.")
    (found,) = said("We get wet.", kit=KIT.model_copy(update={"guidelines": (rule,)}))
    assert found.cited == "guideline you: You are in it"
    (found,) = said("We get wet.")
    assert found.cited == "voice of the kit: person second"
