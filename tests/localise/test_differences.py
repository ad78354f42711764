"""What is held against a translation, case by case."""

from datetime import date

import pytest
from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from hypothesis import given, settings
from hypothesis import strategies as st

from styleloop.language.glossary import entries
from styleloop.language.locales import script_of
from styleloop.language.parallel import Terms, differences
from styleloop.language.placeholders import lost_and_strange, placeholders, unbalanced
from styleloop.language.written_days import written_days
from styleloop.language.written_numbers import written_numbers
from styleloop.types.brand import Localised, Term

LOCALES = ("de-DE", "fr-FR", "es-ES", "pl-PL", "ru-RU", "ar-EG", "fa-IR", "hi-IN", "bn-BD", "ja-JP", "de-CH", "en-IN")


def rules(source, target, locale, terms=None, source_locale="en-GB"):
    return [d.rule for d in differences(source, source_locale, target, locale, terms or Terms())]


@given(st.decimals(min_value=0, max_value=9_999_999, places=2), st.sampled_from(LOCALES))
def test_a_number_is_the_same_in_every_format_and_numeral_system_of_cldr(value, locale):
    where = Locale.parse(locale, sep="-")
    for system in ("latn", "default"):
        said = format_decimal(value, locale=where, numbering_system=system)
        english = format_decimal(value, locale="en_GB")
        assert rules(f"Weighs {english}!", f"({said})", locale) in ([], ["wrong-language"]), said


@settings(max_examples=50)
@given(st.integers(0, 10**9), st.integers(0, 10**9), st.sampled_from(LOCALES))
def test_another_number_is_told_in_every_numeral_system(one, other, locale):
    said = format_decimal(other, locale=Locale.parse(locale, sep="-"), numbering_system="default")
    found = [d.rule for d in differences(f"{one} g", "en-GB", said, locale, facts_only=True)]
    assert ("number" in found) == (one != other)


@given(
    st.dates(min_value=date(1000, 1, 1)),
    st.sampled_from(("de-DE", "fr-FR", "es-ES", "it-IT", "ru-RU", "cs-CZ", "hi-IN", "ja-JP", "ar-EG")),
)
def test_a_day_is_the_same_day_in_every_language(day, locale):
    where = Locale.parse(locale, sep="-")
    english = format_date(day, "d MMMM y", locale="en_GB")
    assert {(d.month, d.day) for d in written_days(english, "en-GB")} == {(day.month, day.day)}
    said = format_date(day, "long", locale=where)
    assert {(d.month, d.day) for d in written_days(said, locale)} == {(day.month, day.day)}, said


@pytest.mark.parametrize(
    ("source", "target", "locale", "expected"),
    [
        ("Until 14 March.", "Bis 14. März.", "de-DE", []),
        ("Until 14 March.", "Bis 14. Mai.", "de-DE", ["date", "date"]),
        ("Until March 14, 2026.", "Bis 14.03.2026.", "de-DE", []),
        ("Until March 14, 2026.", "2026年3月14日まで。", "ja-JP", []),
        ("It may rain 14 times.", "Es regnet vielleicht 14 Mal.", "de-DE", []),
        ("Now £145.", "Jetzt 145 £.", "de-DE", []),
        ("Now £145.", "Jetzt 145 €.", "de-DE", ["price"]),
        ("Now £145.", "Jetzt 154 £.", "de-DE", ["price", "price"]),
        ("Two walls.", "2 Wände.", "de-DE", []),
        ("2 walls.", "Zwei Wände.", "de-DE", []),
        ("2 walls.", "Drei Wände.", "de-DE", ["number"]),
        ("Open 24/7.", "Rund um die Uhr.", "de-DE", []),
        ("Weighs 4,000 g.", "Pèse 4 000 g.", "fr-FR", []),
        ("Weighs 4,000 g.", "Wiegt 4,000 g.", "de-DE", ["number", "number"]),
        ("312 g of it.", "11 oz of it.", "en-US", []),
        ("312 g of it.", "14 oz of it.", "en-US", ["number", "number"]),
    ],
)
def test_figures_prices_and_days(source, target, locale, expected):
    assert [r for r in rules(source, target, locale) if r in ("number", "price", "date")] == expected


def test_the_markets_own_price_may_stand_for_the_sources():
    own = Terms(allowed=frozenset({"169"}), currency="EUR")
    assert rules("Now £145.", "Jetzt 169 €.", "de-DE", own) == []
    assert rules("Now £145.", "Jetzt 196 €.", "de-DE", own) == ["price", "price"]


@pytest.mark.parametrize(
    ("source", "target", "lost", "strange"),
    [
        ("Get { $n } off", "{ $n } sparen", (), ()),
        ("Get { $n } off", "{$n} sparen", (), ()),
        ("Get { $n } off", "{ $m } sparen", ("$n",), ("{ $m }",)),
        ("Use { -brand }", "{ -brand }, ja, { -brand }", (), ()),
        ("{ $n } and { $n }", "{ $n }", ("$n",), ()),
        ('See <a href="{ $u }">this</a>', 'Siehe <a href="{ $u }">das</a>', (), ()),
        ("Hi %(name)s, %d new", "%d neu, %(name)s", (), ()),
        ("100% safe", "100 % sicher", (), ()),
        ("{ $n -> [one] { $n } day *[other] { $n } days }", "{ $n -> *[other] { $n } 日 }", (), ()),
    ],
)
def test_placeholders(source, target, lost, strange):
    found = lost_and_strange(source, target)
    assert (found[0], tuple(p.text for p in found[1])) == (lost, strange)


@given(st.text(alphabet="{}$<>/% -abz", max_size=40))
def test_placeholders_never_overlap_what_they_are_not_in(text):
    at = 0
    for one in placeholders(text):
        assert text[one.start : one.end] == one.text
        assert one.start >= at or one.kind != "tag"
        at = one.end if one.kind == "tag" else max(at, one.end)
    assert lost_and_strange(text, text) == ((), ())


def test_a_tag_left_open_is_told_once():
    assert unbalanced("<b>x <i>y</b>") == ("i",)
    assert rules("<b>x</b> is there", "<b>x ist da", "de-DE") == ["markup"]


GLOSSARY = (
    Term(text="rain shell", rule="translated", locale="en", context="a jacket",
         translations=(Localised(locale="de", text="Regenjacke"), Localised(locale="de-AT", text="Wetterfleck"))),
    Term(text="Tarn & Thistle", rule="stays"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("source", "target", "locale", "expected"),
    [
        ("Take the rain shell", "Nimm die Regenjacke", "de-DE", []),
        ("Two rain shells", "Zwei Regenjacken", "de-DE", []),
        ("Take the rain shell", "Nimm den Anorak", "de-DE", ["glossary"]),
        ("Take the rain shell", "Nimm den Wetterfleck", "de-AT", []),
        ("Take the rain shell", "Prends la veste", "fr-FR", []),
        ("Tarn & Thistle knows rain", "Tarn & Thistle kennt Regen", "de-DE", []),
        ("Tarn & Thistle knows rain", "Tarn und Distel kennt Regen", "de-DE", ["kept-term"]),
    ],
)
def test_glossary(source, target, locale, expected):
    assert rules(source, target, locale, Terms(entries=entries(GLOSSARY, "en-GB", locale))) == expected


@pytest.mark.parametrize(
    ("target", "locale", "formality", "said"),
    [
        ("Nimm deinen Schirm.", "de-DE", "formal", ["deinen"]),
        ("Nehmen Sie Ihren Schirm.", "de-DE", "informal", ["Sie", "Ihren"]),
        ("Sie lacht, und er auch.", "de-DE", "informal", []),
        ("Nehmen Sie Ihren Schirm.", "de-DE", "formal", []),
        ("Prends ton parapluie.", "fr-FR", "formal", ["ton"]),
        ("Votre parapluie est prêt.", "fr-FR", "informal", ["Votre"]),
        ("Lleve usted su paraguas.", "es-ES", "informal", ["usted"]),
        ("Lleva tu paraguas.", "es-ES", "formal", ["tu"]),
        ("Neem uw paraplu.", "nl-NL", "informal", ["uw"]),
        ("Возьмите ваш зонт.", "ru-RU", "informal", ["ваш"]),
        ("Weź swój parasol, kiedy Pan wychodzi.", "pl-PL", "informal", ["Pan"]),
        ("Take your umbrella.", "en-US", "formal", []),
    ],
)
def test_manner_of_address(target, locale, formality, said):
    found = differences("Take your umbrella.", "en-GB", target, locale, Terms(formality=formality))
    assert [target[d.start : d.end] for d in found if d.rule == "formality"] == said


@pytest.mark.parametrize(
    ("source", "target", "locale", "expected"),
    [
        ("It rained and it will rain again.", "It rained and it will rain again.", "de-DE", ["untranslated"]),
        ("It rained and it will rain again.", "Es hat geregnet und it will rain again.", "de-DE", ["untranslated"]),
        ("It rained and it will rain again.", "It rained and it will rain again.", "en-US", []),
        ("Windows, macOS, Android, iOS", "Windows, macOS, Android, iOS", "fr-FR", []),
        ("Write to us@example.com today", "Schreib heute us@example.com", "de-DE", []),
        ("The weather stays as it was all week.", "Le temps reste comme il était toute la semaine.", "de-DE",
         ["wrong-language"]),
        ("It rained again.", "It poured again.", "ru-RU", ["wrong-language"]),
        ("Team", "Team", "de-DE", []),
        ("Shop now", "Shop now", "de-DE", ["untranslated"]),
        ("It rained.", "", "de-DE", ["untranslated"]),
    ],
)  # fmt: skip
def test_language(source, target, locale, expected):
    assert rules(source, target, locale, Terms(others=("fr-FR",))) == expected


def test_room_and_expansion_are_counted_in_graphemes():
    assert rules("Rain.", "Regen 👩‍👩‍👧.", "de-DE", Terms(most=8)) == []
    assert rules("Rain.", "Regen, viel Regen.", "de-DE", Terms(most=8)) == ["too-long"]
    assert "expansion" in rules("It rained the whole week.", "Es regnete. " * 8, "de-DE")


def test_units_of_the_market():
    assert rules("It weighs 312 g.", "It weighs 312 g.", "en-US", Terms(units="imperial")) == ["units"]
    assert rules("It weighs 312 g.", "It weighs 312 g (11 oz).", "en-US", Terms(units="imperial")) == ["number"]


@pytest.mark.parametrize(
    ("locale", "script"),
    [
        ("de-DE", "Latn"),
        ("sr-RS", "Cyrl"),
        ("sr-Latn-RS", "Latn"),
        ("zh-TW", "Hant"),
        ("pa-IN", "Guru"),
        ("fa", "Arab"),
    ],
)
def test_scripts_are_cldrs(locale, script):
    assert script_of(locale) == script


def test_versions_and_addresses_are_read_whole():
    assert next(n.key for n in written_numbers("Version 1.2.3, see https://x.org/9", "en-GB")) == "1.2.3"
