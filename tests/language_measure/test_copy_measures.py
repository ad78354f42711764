import gc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styleloop.measure.copy import CopyExtractor
from styleloop.measure.copy.reading import ease, gulpease, lix, rix
from styleloop.types.copy import Copy
from styleloop.types.measurement import Subject

EN, DE, AR = "en-GB", "de-DE", "ar-AE"
EXTRACTOR = CopyExtractor()
LISTED = ("imperative", "urgency", "sensory", "superlatives", "number")


def measured(headline, locale=EN, body=""):
    (found,) = EXTRACTOR.extract([Subject("a", locale, Copy.of(headline=headline, body=body))])
    return {m.name.removeprefix("copy."): m.value for m in found}


def test_lengths_by_hand():
    found = measured("No ribbons.\nNo speeches.\nA lid that shuts.", body="Flask. 0.75 l of tea.")
    assert found["words"] == 8
    assert found["graphemes"] == 42
    assert found["sentences"] == 3
    assert found["sentence_length"] == pytest.approx(8 / 3)
    assert found["word_length"] == pytest.approx(32 / 8)
    assert found["long_words"] == pytest.approx(2 / 8)
    assert found["punctuation"] == pytest.approx(3 / 8)
    assert found["body_words"] == 5


@pytest.mark.parametrize(
    ("headline", "locale", "measure", "value"),
    [
        ("It rained.", EN, "ease", 206.835 - 1.015 * 2 - 84.6),
        ("Es regnet.", DE, "ease", 180 - 2 - 58.5 * 1.5),
        ("Waterproof jacket.", EN, "lix", 2 + 100 * 1 / 2),
        ("Some people fear nettles. Some people own our gardening gloves.", EN, "repetition", 1 / 2),
        ("No ribbons. No speeches. A lid that shuts.", EN, "repetition", 1 / 3),
        ("The rain. The wind.", EN, "repetition", 0),
        ("Die Jacke. Die Jacke.", DE, "repetition", 1 / 2),
        ("Rain, rain, rain", EN, "variety", 1 / 3),
        ("Take the rain shell.", EN, "imperative", 1),
        ("It rained. Take the rain shell.", EN, "imperative", 1 / 2),
        ("خذ السترة.", AR, "imperative", 1),
        ("Did it rain? It did!", EN, "question", 1),
        ("هل أمطرت؟", AR, "question", 1),
        ("Now! Now!", EN, "exclamation", 2),
        ("Two walls, 0.35 l.", EN, "number", 2),
        ("Zwei Wände, 0,35 l.", DE, "number", 2),
        ("The best flask. Best before May.", EN, "superlatives", 1),
        ("Your boots, not ours.", EN, "second_person", 1 / 4),
        ("Your boots, not ours.", EN, "first_plural", 1 / 4),
        ("Your boots, not ours.", EN, "negation", 1 / 4),
        ("You’re late.", EN, "second_person", 1 / 2),
        ("Kein Regen. Keine Reden.", DE, "negation", 2 / 4),
        ("This is here.", EN, "demonstrative", 2 / 3),
        ("Last chance today.", EN, "urgency", 1),
        ("Nur noch heute.", DE, "urgency", 1),
        ("Warm, dry, loud.", EN, "sensory", 1),
        ("She knew.", EN, "third_singular", 1 / 2),
        ("قهوة دافئة.", AR, "sensory", 1 / 2),
        ("بلا شرائط. وبلا خطابات.", AR, "negation", 2 / 4),
    ],
)
def test_known_answers(headline, locale, measure, value):
    assert measured(headline, locale)[measure] == pytest.approx(value)


@pytest.mark.parametrize(
    ("language", "expected"),
    # by hand, for 100 words, 5 sentences, 180 syllables
    [
        ("de", 180 - 20 - 105.3),
        ("en", 206.835 - 20.3 - 152.28),
        ("es", 206.835 - 20 - 112.14),
        ("fr", 207 - 20.3 - 132.48),
        ("it", 217 - 26 - 108),
        ("nl", 206.835 - 18.6 - 138.6),
        ("pt", 248.835 - 20.3 - 152.28),
        ("ru", 206.835 - 26 - 108.18),
        ("tr", 198.825 - 52.2 - 72.315),
    ],
)
def test_reading_ease_by_hand(language, expected):
    assert ease(language, words=100, sentences=5, syllables=180) == pytest.approx(expected)


def test_readability_agrees_with_worked_examples_of_others():
    assert ease("en", 1999, 26, 3936) == pytest.approx(-37.78, abs=0.01)  # Lingua::EN::Fathom
    assert ease("tr", 332, 24, 860) == pytest.approx(58.65, abs=0.01)  # a reader's count with Atesman's score
    assert lix(100, 10, 25) == 35
    assert rix(10, 25) == 2.5
    assert gulpease(100, 5, 450) == 59
    assert measured("La giacca calda è pronta.", "it-IT")["gulpease"] == pytest.approx(89 + (300 - 10 * 20) / 5)


def test_the_german_form_of_address_is_told_from_they_by_its_capital():
    assert measured("Es zieht noch. Sie merken es nur nicht mehr.", DE)["second_person"] == pytest.approx(1 / 9)
    assert measured("Es zieht, und sie merken es.", DE)["second_person"] == 0
    assert measured("Ihr Becher.", DE)["second_person"] == pytest.approx(1 / 2)


def test_what_is_not_valid_is_absent_and_not_zero():
    french = measured("Il pleut. Prenez la veste.", "fr-FR")
    assert french["words"] == 5
    assert not {*LISTED} & set(french)
    assert not {"ease", "lix", "negation", *LISTED} & set(measured("Pada deszcz.", "pl-PL"))
    arabic = measured("أمطرت السماء، وستمطر ثانيةً.", AR)
    assert not {"ease", "lix"} & set(arabic)
    assert arabic["number"] == 0
    japanese = measured("雨でした。また降ります。", "ja-JP")
    assert {"graphemes", "sentences", "question"} <= set(japanese)
    assert not {"words", "long_words", "variety", "repetition", "sentence_length"} & set(japanese)
    assert "body_words" not in measured("It rained.")


def test_a_piece_without_a_headline_has_no_measures():
    assert measured("") == {}
    assert measured(" \n") == {}


def test_a_word_of_nothing_but_filling_is_measured_like_any_other():
    found = measured("رازداری ــ پالیسی کنوں", "skr")
    assert found["words"] == 4
    assert found["alliteration"] == 0


def test_many_pieces_at_once_measure_as_each_does_alone():
    subjects = [Subject(str(n), (EN, DE, AR)[n % 3], Copy.of(headline=f"Take {n} flasks. Now!")) for n in range(300)]
    alone = [EXTRACTOR.extract([subject])[0] for subject in subjects]
    assert list(EXTRACTOR.extract(subjects)) == alone


@pytest.mark.parametrize("on", [True, False])
def test_the_collector_is_left_as_it_was(on):
    (gc.enable if on else gc.disable)()
    try:
        EXTRACTOR.extract([Subject("a", EN, Copy.of(headline="It rained."))])
        assert gc.isenabled() == on
    finally:
        gc.enable()


@given(st.text(max_size=80), st.sampled_from([EN, DE, AR, "ja-JP", "fr-FR"]))
def test_every_number_keeps_to_its_range_and_unit(text, locale):
    specs = {spec.name: spec for spec in EXTRACTOR.specs}
    (found,) = EXTRACTOR.extract([Subject("a", locale, Copy.of(headline=text, body=text))])
    for m in found:
        assert specs[m.name].low <= m.value <= specs[m.name].high
        assert m.unit == specs[m.name].unit
