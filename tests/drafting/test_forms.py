"""Noun phrases in every form a line may need, and what is refused rather than guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_brand import many, mass, noun

from styleloop.language import amounts, forms
from styleloop.language.english import article
from styleloop.types.record import Refusal


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("hour", "an"), ("honest flask", "an"), ("unit", "a"), ("European flask", "a"), ("umbrella", "an"),
        ("useful lid", "a"), ("uninsulated mug", "an"), ("one-piece shell", "a"), ("LED strip", "an"),
        ("USB lamp", "a"),
        ("NASA blanket", "a"), ("8-hour lamp", "an"), ("80 g sock", "an"), ("11 l bag", "an"), ("18 cm pan", "an"),
        ("110 g sock", "a"), ("oat soap", "an"), ("ewe's milk soap", "a"), ("heirloom", "an"), ("head torch", "a"),
    ],
)  # fmt: skip
def test_the_article_goes_by_sound(word, expected):
    assert article(word) == expected


def test_english_forms():
    shell = forms.surfaces(noun("en", "rain shell"))
    assert shell["indefinite"] == "a rain shell"
    assert shell["definite_plural"] == "the rain shells"
    socks = forms.surfaces(many("en", "wool socks", article="pair"))
    assert socks["indefinite"] == socks["pair"] == "a pair of wool socks"
    assert socks["this"] == "these wool socks"
    assert forms.surfaces(noun("en", "bar of soap"))["plural"] == "bars of soap"
    assert forms.surfaces(noun("en", "bottle brush"))["plural"] == "bottle brushes"
    assert forms.surfaces(mass("en", "drizzle"))["indefinite"] == "drizzle"


@pytest.mark.parametrize(
    ("phrase", "form"),
    [
        (mass("en", "drizzle"), "plural"),
        (noun("en", "scarf of roof"), "no_such_form"),
        (noun("en", "chef"), "plural"),
        (noun("de", "Deckel"), "acc_def"),
        (noun("de", "Deckel", gender="m"), "plural"),
        (noun("de", "Held", gender="m", forms=[("plural", "Helden")]), "no_such_form"),
        (noun("de", "Kunde", gender="m"), "acc_def"),
        (noun("ar", "سترة مطرية", gender="f"), "definite"),
        (noun("fr", "veste"), "definite"),
    ],
)
def test_what_no_rule_knows_is_refused_by_name(phrase, form):
    refusal = forms.render(phrase, form, "some-sku")
    assert isinstance(refusal, Refusal)
    assert refusal.subject == "some-sku"
    assert form in refusal.why
    assert phrase.text in refusal.why
    assert form in refusal.cure


@pytest.mark.parametrize(
    ("phrase", "form", "expected"),
    [
        (noun("de", "Becher", gender="m"), "nom_def", "der Becher"),
        (noun("de", "Becher", gender="m"), "acc_def", "den Becher"),
        (noun("de", "Becher", gender="m"), "dat_def", "dem Becher"),
        (noun("de", "Becher", gender="m"), "gen_def", "des Bechers"),
        (noun("de", "Regenjacke", gender="f"), "acc_indef", "eine Regenjacke"),
        (noun("de", "Regenjacke", gender="f"), "zu", "zur Regenjacke"),
        (noun("de", "Becher", gender="m"), "zu", "zum Becher"),
        (many("de", "Stiefel"), "zu", "zu den Stiefeln"),
        (many("de", "Socken"), "dat_def", "den Socken"),
        (noun("de", "Becher", gender="m"), "kein", "keinen Becher"),
        (noun("de", "Notizbuch", gender="n"), "kein", "kein Notizbuch"),
        (noun("de", "Jacke", gender="f"), "kein", "keine Jacke"),
        (noun("de", "Unterhemd", gender="n", forms=[("plural", "Unterhemden")]), "plural_def", "die Unterhemden"),
        (noun("de", "leerer Akku", gender="m"), "acc_indef", "einen leeren Akku"),
        (noun("de", "leerer Akku", gender="m"), "nom_def", "der leere Akku"),
        (noun("de", "hartes Email", gender="n"), "nom_indef", "ein hartes Email"),
        (mass("de", "hartes Email", gender="n"), "dat_indef", "hartem Email"),
        (many("de", "nasse Seiten"), "dat_def", "den nassen Seiten"),
        (noun("de", "Deckel, der schließt", gender="m"), "acc_indef", "einen Deckel, der schließt"),
        (mass("de", "Nieselregen", gender="m"), "acc_indef", "Nieselregen"),
    ],
)
def test_german_case_and_gender(phrase, form, expected):
    assert forms.render(phrase, form) == expected


@pytest.mark.parametrize(
    ("phrase", "form", "expected"),
    [
        (noun("ar", "مظلة", gender="f"), "definite", "المظلة"),
        (noun("ar", "شمس", gender="f"), "definite", "الشمس"),
        (noun("ar", "لوح", gender="m"), "li_definite", "للوح"),
        (noun("ar", "مظلة", gender="f"), "li_definite", "للمظلة"),
        (noun("ar", "مظلة", gender="f"), "this", "هذه المظلة"),
        (noun("ar", "سترة مطرية", gender="f", forms=[("definite", "السترة المطرية")]), "li_definite", "للسترة المطرية"),
        (noun("ar", "بطانية صوف", gender="f", forms=[("definite", "بطانية الصوف")]), "li_definite", "لبطانية الصوف"),
    ],
)
def test_arabic_definiteness(phrase, form, expected):
    assert forms.render(phrase, form) == expected


def test_a_typed_form_wins():
    phrase = noun("de", "Optimismus", gender="m", forms=[("gen_def", "des Optimismus")])
    assert forms.render(phrase, "gen_def") == "des Optimismus"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("two walls", "Two walls"),
        ("iPhone case", "iPhone case"),
        ("Regen", "Regen"),
        ("“it", "“It"),
        ("3 l", "3 l"),
        ("", ""),
    ],
)
def test_sentences_begin_large_and_brands_keep_their_case(text, expected):
    assert forms.begin(text) == expected


@pytest.mark.parametrize(
    ("number", "unit", "locale", "expected"),
    [
        (312, "g", "en-GB", "312\u00a0g"),
        (0.75, "l", "de-DE", "0,75\u00a0l"),
        (14, "h", "en-GB", "14\u00a0hours"),
        (14, "h", "de-DE", "14\u00a0Stunden"),
        (312, "g", "ar-AE", "312\u00a0غرامًا"),
        (0.75, "l", "ar-AE", "0.75\u00a0لتر"),
        (4, "h", "ar-AE", "4\u00a0ساعات"),
        (15000, "mm_wc", "de-DE", "15.000\u00a0mm Wassersäule"),
        (98, "%", "de-DE", "98\u00a0%"),
        (6, "pieces", "en-GB", ""),
        (2, "h", "ar-AE", ""),
    ],
)
def test_amounts_as_each_language_writes_them(number, unit, locale, expected):
    assert amounts.amount(number, unit, locale) == expected


@pytest.mark.parametrize(
    ("value", "currency", "locale", "expected"),
    [
        (145, "GBP", "en-GB", "£145"),
        (215, "EUR", "de-DE", "215\u00a0€"),
        (12.5, "EUR", "de-DE", "12,50\u00a0€"),
        (1890, "AED", "ar-AE", "1,890\u00a0درهمًا"),
        (890, "AED", "en-GB", "AED\u00a0890"),
    ],
)
def test_prices_of_each_market(value, currency, locale, expected):
    assert amounts.price(value, currency, locale) == expected


@given(st.floats(min_value=0.001, max_value=999_999), st.sampled_from(["g", "l", "h", "cm", "%"]))
def test_every_amount_shows_its_figure(number, unit):
    for locale in ("en-GB", "de-DE"):
        text = amounts.amount(number, unit, locale)
        assert text == "" or text.startswith(amounts.decimal(number, locale))
