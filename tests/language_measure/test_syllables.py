import pytest
from hypothesis import given
from hypothesis import strategies as st

from styleloop.language.syllables import LANGUAGES, syllables

COUNTED = {
    "en": {
        "rain": 1,
        "taped": 1,
        "tested": 2,
        "table": 2,
        "area": 3,
        "tea": 1,
        "revolutionary": 6,
        "stove": 1,
        "umbrella": 3,
    },
    "de": {"Regenjacke": 4, "heiß": 1, "Museum": 3, "Wände": 2, "Isolierflasche": 5},
    "fr": {
        "pluie": 1,
        "veste": 1,
        "chapeau": 2,
        "maison": 2,
        "parapluie": 3,
        "vous": 1,
        "petite": 2,
        "chocolat": 3,
        "université": 5,
    },
    "es": {"lluvia": 2, "casa": 2, "ciudad": 2, "país": 2, "agua": 2, "chaqueta": 3, "libertad": 3, "bueno": 2},
    "it": {"pioggia": 2, "giacca": 2, "città": 2, "amore": 3, "bottiglia": 3, "nuovo": 2, "acqua": 2},
    "pt": {"chuva": 2, "casaco": 3, "não": 1, "água": 2, "coração": 3, "mais": 1, "liberdade": 4},
    "nl": {"regen": 2, "jas": 1, "mooi": 1, "nieuwe": 2, "huis": 1, "vrijheid": 2, "sneeuw": 1},
    "ru": {"дождь": 1, "куртка": 2, "вода": 2, "хорошая": 4, "ёлка": 2},
    "tr": {"yağmur": 2, "ceket": 2, "güzel": 2, "özgürlük": 3},
}


@pytest.mark.parametrize(
    ("word", "locale", "count"), [(w, loc, n) for loc, found in COUNTED.items() for w, n in found.items()]
)
def test_syllables(word, locale, count):
    assert syllables(word, locale) == count


def test_every_language_with_rules_is_checked_by_hand():
    assert set(COUNTED) == set(LANGUAGES)


def test_syllables_are_refused_where_no_rule_is_known():
    with pytest.raises(ValueError, match="en, fr"):
        syllables("قارورة", "ar-AE")


@given(st.text(min_size=1, max_size=30), st.sampled_from(LANGUAGES))
def test_every_word_has_a_syllable_and_no_more_than_signs(word, language):
    assert 1 <= syllables(word, language) <= 2 * len(word) + 1
