import pytest
from hypothesis import given
from hypothesis import strategies as st

from styleloop.language.normalise import fold, folded


@pytest.mark.parametrize(
    ("text", "locale", "expected"),
    [
        ("FREE", "en-GB", "free"),
        ("fr\u200bee", "en-GB", "free"),
        ("\u202efree\u202c", "en-GB", "free"),
        ("ｆｒｅｅ", "en-GB", "free"),
        ("frее", "en-GB", "free"),  # two Cyrillic letters
        ("сосоа", "en-GB", "cocoa"),  # all Cyrillic, in an English text
        ("Straße", "de-DE", "strasse"),
        ("Don’t", "en-GB", "don't"),
        ("1\u00a0234", "en-GB", "1 234"),
        ("مجّانًـــا", "ar-AE", "مجانا"),
        ("أفضل", "ar-AE", "افضل"),
        ("soft\u00adware", "en-GB", "software"),
    ],
)
def test_what_looks_the_same_folds_to_the_same(text, locale, expected):
    assert folded(text, locale) == expected


def test_cyrillic_is_itself_in_russian_and_in_words_of_its_own():
    assert folded("Море", "ru-RU") == "море"
    assert folded("Море", "") == "море"
    assert folded("frее", "") == "free"


def test_a_hidden_character_does_not_hide_where_the_word_stands():
    text = "Get it fr\u200bее today"
    found = fold(text, "en-GB")
    at = found.text.index("free")
    start, end = found.span(at, at + 4)
    assert text[start:end] == "fr\u200bее"


def test_the_way_back_survives_letters_that_grow():
    text = "Fußball ﬁt"
    found = fold(text, "de-DE")
    at = found.text.index("fit")
    start, end = found.span(at, at + 3)
    assert text[start:end] == "ﬁt"


@given(st.text(max_size=60), st.sampled_from(["", "en-GB", "de-DE", "ar-AE", "ru-RU"]))
def test_every_span_lies_in_the_text_and_folding_twice_changes_nothing(text, locale):
    found = fold(text, locale)
    assert len(found.starts) == len(found.ends) == len(found.text)
    assert list(found.starts) == sorted(found.starts)
    for at in range(len(found.text)):
        start, end = found.span(at, at + 1)
        assert 0 <= start < end <= len(text)
    assert found.span(0, 0)[0] == found.span(0, 0)[1]
