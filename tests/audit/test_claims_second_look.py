"""What only looks like a claim in lists, streets and measures, and claims that hide in tags and letters."""

import pytest

from styleloop.language.claims import claim_spans
from styleloop.language.mentions import mentions
from styleloop.language.numbers import quantities
from styleloop.language.streets import in_street


def kinds(text, locale):
    return {span.kind for span in claim_spans(text, locale)}


@pytest.mark.parametrize(
    ("locale", "listed", "leading"),
    [
        ("en-GB", "No. 1 on our colour chart is Mist.", "Number one in the country."),
        ("de-DE", "Nr. 1 auf unserer Farbkarte heißt Nebel.", "Nr. 1 der Matratzenmarken."),
        ("fr-FR", "Le n° 1 du menu, c'est la soupe.", "Le numéro un en France."),
        ("es-ES", "El número uno de la lista es el pan.", "El número uno en España."),
        ("it-IT", "Il n. 1 della mappa è il mulino.", "Il numero uno in Italia."),
        ("ja-JP", "メニューの1番はスープ。", "日本で１番のふとん。"),
    ],
)
def test_first_in_a_list_is_no_superlative_and_first_in_the_country_is(locale, listed, leading):
    assert "superlative" not in kinds(listed, locale)
    assert "superlative" in kinds(leading, locale)


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en-GB", "one metre twenty long"),
        ("de-DE", "einen Meter zwanzig lang"),
        ("fr-FR", "un mètre vingt"),
        ("es-ES", "un metro y veinte"),
        ("it-IT", "un metro e venti"),
        ("ja-JP", "一メートル二十センチ"),
        ("en-GB", "1 m 20 cm"),
    ],
)
def test_a_measure_may_go_on_behind_its_unit(locale, text):
    assert [(float(q.value), q.unit) for q in quantities(text, locale)] == [(1.2, "m")]


def test_a_number_with_a_noun_of_its_own_is_no_part_of_the_measure_before():
    assert len(quantities("one metre and twenty pegs", "en-GB")) == 2


def test_a_pound_is_mass_where_something_weighs_it():
    assert quantities("It weighs one pound", "en-US")[0].unit == "lb"
    assert quantities("It costs one pound", "en-US")[0].unit == "GBP"


@pytest.mark.parametrize(
    ("locale", "tag"),
    [
        ("en-GB", "#KillsAllGerms"),
        ("de-DE", "#TschüssRückenschmerzen"),
        ("fr-FR", "#AdieuMalDeDos"),
        ("es-ES", "#AdiósDolorDeEspalda"),
        ("it-IT", "#AddioMalDiSchiena"),
        ("ja-JP", "#さよなら腰痛"),
    ],
)
def test_a_promise_of_health_is_read_in_a_tag(locale, tag):
    assert "health" in kinds(tag, locale)


@pytest.mark.parametrize("word", ["gрatis", "gratiѕ"])
def test_a_foreign_letter_hides_no_claim_whether_it_sounds_or_looks_alike(word):
    assert "free" in kinds(f"Devolución {word}.", "es-ES")


def test_a_street_claims_nothing_and_a_place_in_a_sentence_does():
    assert in_street("Calle del Mejor Pozo, 100.", 6, 15)
    assert not in_street("The Best Place to sleep", 4, 8)


def test_a_banned_city_is_not_found_in_the_name_of_another():
    assert list(mentions("東京都の西", "京都", "ja-JP")) == []
    assert list(mentions("古都京都の夏", "京都", "ja-JP"))
