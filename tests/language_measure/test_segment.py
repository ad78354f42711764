import pytest
from hypothesis import given
from hypothesis import strategies as st

from styleloop.language.segment import (
    beats,
    graphemes,
    has_words,
    sentence_pieces,
    sentences,
    word_pieces,
    words,
)


def test_a_grapheme_is_what_a_reader_counts():
    assert len(graphemes("e\u0301a")) == 2
    assert len(graphemes("👩‍👩‍👧")) == 1
    assert len(graphemes("غرامًا")) == 5
    assert graphemes("flask") == ("f", "l", "a", "s", "k")


@pytest.mark.parametrize(
    ("text", "locale", "expected"),
    [
        ("It's a tea towel.", "en-GB", ("It's", "a", "tea", "towel")),
        ("Don’t stop — well-made, 1,250.50 times", "en-GB", ("Don’t", "stop", "well-made", "1,250.50", "times")),
        ("Der 14-Stunden-Akku: 0,75 l.", "de-DE", ("Der", "14-Stunden-Akku", "0,75", "l")),
        ("قارورة حافظة. وستمطر ثانيةً.", "ar-AE", ("قارورة", "حافظة", "وستمطر", "ثانيةً")),
        ("雨でした。", "ja-JP", ()),
        ("", "en-GB", ()),
    ],
)
def test_words(text, locale, expected):
    assert words(text, locale) == expected
    assert tuple(piece.text for piece in word_pieces(text, locale)) == expected


def test_languages_without_spaces_have_no_words():
    assert has_words("en-GB")
    assert has_words("ar-AE")
    assert not has_words("ja-JP")
    assert not has_words("th")


@pytest.mark.parametrize(
    ("text", "locale", "expected"),
    [
        ("It rained. It will rain again.", "en-GB", ("It rained.", "It will rain again.")),
        ("No ribbons.\nNo speeches.\nA lid that shuts.", "en-GB", ("No ribbons.", "No speeches.", "A lid that shuts.")),
        ("Flask. 0.75 l of tea,\nhot for 14 hours.", "en-GB", ("Flask.", "0.75 l of tea,\nhot for 14 hours.")),
        ("Fig. 1. Wool blanket. 800 g\nfrom one valley.", "en-GB",
         ("Fig. 1.", "Wool blanket.", "800 g\nfrom one valley.")),
        ("Three a.m. had a good run.", "en-GB", ("Three a.m. had a good run.",)),
        ("It ends at 3 a.m. Then we sleep.", "en-GB", ("It ends at 3 a.m.", "Then we sleep.")),
        ("Forecast: drizzle\nAdvice: the rain shell", "en-GB", ("Forecast: drizzle", "Advice: the rain shell")),
        ("Really?! Yes…", "en-GB", ("Really?!", "Yes…")),
        ("“Stop.” She did.", "en-GB", ("“Stop.”", "She did.")),
        ("Das sind ca. 14 Stunden, z. B. im November. Danach nicht.", "de-DE",
         ("Das sind ca. 14 Stunden, z. B. im November.", "Danach nicht.")),
        ("أمطرت السماء،\nوستمطر ثانيةً. هل تمطر؟ نعم.", "ar-AE", ("أمطرت السماء،\nوستمطر ثانيةً.", "هل تمطر؟", "نعم.")),
        ("雨でした。また降ります。", "ja-JP", ("雨でした。", "また降ります。")),
        ("Take the rain shell", "en-GB", ("Take the rain shell",)),
        ("...", "en-GB", ("...",)),
        (" \n ", "en-GB", ()),
    ],
)  # fmt: skip
def test_sentences(text, locale, expected):
    assert sentences(text, locale) == expected


@given(st.text(max_size=80), st.sampled_from(["en-GB", "de-DE", "ar-AE", "ja-JP", ""]))
def test_pieces_stand_where_they_say(text, locale):
    for piece in (*word_pieces(text, locale), *sentence_pieces(text, locale)):
        assert text[piece.start : piece.end] == piece.text
    assert "".join(graphemes(text)) == text


@given(st.text("ab9'-., \n", max_size=40))
def test_a_word_stays_the_same_beside_letters_of_other_alphabets(text):
    assert words(f"{text} é", "en-GB") == (*words(text, "en-GB"), "é")


def test_beats_are_the_lines_of_a_headline():
    assert beats("No ribbons.\n\n No speeches. ") == ("No ribbons.", "No speeches.")
