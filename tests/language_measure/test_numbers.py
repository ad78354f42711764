from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given, settings
from hypothesis import strategies as st

from styleloop.language.amounts import amount, price
from styleloop.language.numbers import known, quantities, same

EN, DE, AR = "en-GB", "de-DE", "ar-AE"


def read(text, locale):
    return [(float(q.value), q.unit) for q in quantities(text, locale) if q.stated]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Flask. 0.75 l of tea,\nhot for 14 hours.", [(0.75, "l"), (14, "h")]),
        ("Trail boots. 1.3 kg the pair.", [(1.3, "kg")]),
        ("Thermal mug. Two walls of steel.", [(2, "pieces")]),
        ("800 g\nfrom one valley", [(800, "g"), (1, "pieces")]),
        ("1,250.50 g", [(1250.5, "g")]),
        ("1.250,50 g", [(1250.5, "g")]),
        ("1 234,56 g", [(1234.56, "g")]),
        ("10,000 mm water column", [(10000, "mm_wc")]),
        ("312g", [(312, "g")]),
        ("a 14-hour flask", [(14, "h")]),
        ("half the weight", [(50, "%")]),
        ("half a litre", [(0.5, "l")]),
        ("half a dozen eggs", [(6, "pieces")]),
        ("½ l, 1½ l, 1/2 l, 1 1/2 l", [(0.5, "l"), (1.5, "l"), (0.5, "l"), (1.5, "l")]),
        ("two and a half litres", [(2.5, "l")]),
        ("three quarters of a litre", [(0.75, "l")]),
        ("twenty-two pockets", [(22, "pieces")]),
        ("one hundred and twenty hours", [(120, "h")]),
        ("two thousand five hundred", [(2500, "pieces")]),
        ("a dozen", [(12, "pieces")]),
        ("a litre of tea", [(1, "l")]),
        ("8–10 hours", [(8, "h"), (10, "h")]),
        ("7 x 9 cm", [(7, "cm"), (9, "cm")]),
        ("3x lighter, twice as warm", [(3, "x"), (2, "x")]),
        ("9 out of 10 walkers", [(90, "%")]),
        ("£145, AED 890, 145 €, $1,299.00", [(145, "GBP"), (890, "AED"), (145, "EUR"), (1299, "USD")]),
        ("£5m and 99p", [(5_000_000, "GBP"), (0.99, "GBP")]),
        ("forty pounds", [(40, "GBP")]),
        ("−5 °C, -20 %", [(-5, "°C"), (-20, "%")]),
        ("fifty per cent", [(50, "%")]),
    ],
)
def test_english(text, expected):
    assert read(text, EN) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0,75 l Tee,\n14 Stunden heiß", [(0.75, "l"), (14, "h")]),
        ("Zwei Wände Stahl.", [(2, "pieces")]),
        ("1.250,50 €", [(1250.5, "EUR")]),
        ("215 €", [(215, "EUR")]),
        ("10.000 mm Wassersäule", [(10000, "mm_wc")]),
        ("Wassersäule: 10.000 mm", [(10000, "mm_wc")]),
        ("zweiundzwanzig Taschen", [(22, "pieces")]),
        ("hundertzwanzig Jahre", [(120, "years")]),
        ("dreihundert Gramm", [(300, "g")]),
        ("anderthalb Liter", [(1.5, "l")]),
        ("ein halber Liter, ein Liter", [(0.5, "l"), (1, "l")]),
        ("zum halben Preis", [(50, "%")]),
        ("die Hälfte, zwei Drittel", [(50, "%"), (pytest.approx(200 / 3), "%")]),
        ("ein Dutzend", [(12, "pieces")]),
        ("14-Stunden-Akku", [(14, "h")]),
        ("Eine Flasche.\nEin Deckel.", []),
        ("doppelt so warm", [(2, "x")]),
        ("50 Prozent", [(50, "%")]),
        ("dreißig Tage", [(30, "days")]),
    ],
)
def test_german(text, expected):
    assert read(text, DE) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0.75 لتر من الشاي\nيبقى ساخنًا 14 ساعة.", [(0.75, "l"), (14, "h")]),
        ("سترة مطرية. 312 غرامًا.", [(312, "g")]),
        ("890\u00a0درهم", [(890, "AED")]),
        ("د.إ 890", [(890, "AED")]),
        ("١٬٢٥٠٫٥٠ غرام", [(1250.5, "g")]),
        ("٥٠٪", [(50, "%")]),
        ("ساعتان", [(2, "h")]),
        ("لتران", [(2, "l")]),
        ("لساعتين ونصف", [(2.5, "h")]),
        ("لتر ونصف", [(1.5, "l")]),
        ("كوب بجدارين من الفولاذ", [(2, "pieces")]),
        ("نصف لتر", [(0.5, "l")]),
        ("نصف الوزن", [(50, "%")]),
        ("ثلاثة أرباع لتر", [(0.75, "l")]),
        ("أربع عشرة ساعة", [(14, "h")]),
        ("خمسة وعشرون عامًا", [(25, "years")]),
        ("ثلاثمئة غرام", [(300, "g")]),
        ("وادٍ واحد", [(1, "pieces")]),
        ("10,000 مم عمود مائي", [(10000, "mm_wc")]),
        ("عمود مائي 15,000 مم", [(15000, "mm_wc")]),
    ],
)
def test_arabic(text, expected):
    assert read(text, AR) == expected


@pytest.mark.parametrize(
    ("text", "locale", "kinds"),
    [
        ("Three a.m. had a good run.", EN, ["clock"]),
        ("at 7:30, half past three", EN, ["clock", "clock"]),
        ("19 Uhr", DE, ["clock"]),
        ("الساعة 3 صباحا", AR, ["clock"]),
        ("Fig. 1. Wool blanket.", EN, ["label"]),
        ("Abb. 1. Wolldecke.", DE, ["label"]),
        ("شكل 1. بطانية", AR, ["label"]),
        ("Some people fear number nine bus.", EN, ["label"]),
        ("No. 1", EN, ["label"]),
        ("100D nylon, 24/7, version 1.2.3", EN, ["label", "label", "label"]),
        ("since 1912", EN, ["year"]),
        ("منذ 1912", AR, ["year"]),
        ("on 1 March 2026, 2026-11-24 and 24/11/2026", EN, ["date", "date", "date"]),
        ("am 3. März 2026, am 3. Tag", DE, ["date", "ordinal"]),
        ("the 1st of many", EN, ["ordinal"]),
        ("A4 paper, IPX7", EN, []),
        ("www.example.com/2000 #2026goals me5@example.com", EN, []),
        ("No one knows. The one that works. Cloud nine.", EN, []),
    ],
)
def test_what_is_no_amount_is_classed(text, locale, kinds):
    assert [q.kind for q in quantities(text, locale)] == kinds
    assert not read(text, locale)


def test_how_sure_the_text_is():
    found = {q.text: q for q in quantities("about 300 g, up to 14 hours, over 20 pockets, 100+ reviews, from £20", EN)}
    assert found["300 g"].approximate
    assert found["14 hours"].bound == "up_to"
    assert found["20"].bound == "at_least"
    assert found["20"].noun == "pockets"
    assert found["100"].bound == "at_least"
    assert found["£20"].bound == "at_least"
    low, high = quantities("between 5 and 10 hours", EN)
    assert (low.bound, high.bound) == ("at_least", "at_most")
    assert quantities("knapp 300 g", DE)[0].approximate
    assert quantities("حوالي 300 غرام", AR)[0].approximate


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("1.5 l", "1500 ml", True),
        ("1.3 kg", "1300 g", True),
        ("half", "50 %", True),
        ("a third", "1/3", True),
        ("two hours", "120 minutes", True),
        ("12 months", "1 year", True),
        ("75 cl", "0.75 l", True),
        ("two walls", "2 pockets", True),
        ("1.5 l", "1.5 kg", False),
        ("£145", "145 €", False),
        ("£145", "£145.00", True),
        ("14 hours", "15 hours", False),
    ],
)
def test_amounts_compare_by_value_and_unit(left, right, expected):
    assert same(quantities(left, EN)[0], quantities(right, EN)[0]) is expected


def test_a_fact_compares_with_what_a_text_says():
    assert same(known(0.75, "l"), quantities("75 cl", DE)[0])
    assert same(known(2, "pieces"), quantities("Zwei Wände", DE)[0])
    assert same(known(890, "AED"), quantities("890 درهم", AR)[0])
    with pytest.raises(ValueError, match="canonical unit"):
        known(1, "furlongs")


def test_a_time_of_day_is_the_same_as_nothing():
    clock = quantities("3 a.m.", EN)[0]
    assert not same(clock, clock)


@given(
    st.decimals(min_value=Decimal("-9999999"), max_value=Decimal("9999999"), places=2),
    st.sampled_from(["en_GB", "de_DE", "ar_AE", "ar_EG", "de_CH", "en_IN", "fr_FR", "sv_SE"]),
)
def test_a_number_as_a_locale_writes_it_reads_back(number, locale):
    text = format_decimal(number, locale=locale, numbering_system="default", decimal_quantization=False)
    (found,) = quantities(f"{text} kg", locale.replace("_", "-"))
    assert found.value == number
    assert found.unit == "kg"


@given(
    st.decimals(min_value=Decimal("0.1"), max_value=Decimal(20000), places=1),
    st.sampled_from(["g", "kg", "ml", "l", "mm", "cm", "m", "h", "min", "years", "%", "lm", "mm_wc"]),
    st.sampled_from([EN, DE, AR]),
    st.sampled_from(["number", "number_short", "number_long"]),
)
def test_an_amount_as_our_copy_sets_it_reads_back(number, unit, locale, form):
    text = amount(float(number), unit, locale, form)
    if not text:
        return
    (found,) = quantities(f"({text})", locale)
    assert same(found, known(number, unit)), (text, found)


@given(
    st.decimals(min_value=Decimal(1), max_value=Decimal(20000), places=2),
    st.sampled_from(["GBP", "EUR", "AED", "USD"]),
    st.sampled_from([EN, DE, AR]),
)
def test_a_price_as_our_copy_sets_it_reads_back(number, currency, locale):
    (found,) = quantities(price(float(number), currency, locale), locale)
    assert same(found, known(number, currency))


@settings(max_examples=300)
@given(
    st.text(alphabet="0123456789.,/-–+ ½%€£$xkgml:'أربع ساعةوhalf twozwei°#", max_size=30) | st.text(max_size=60),
    st.sampled_from([EN, DE, AR, "fr-FR", ""]),
)
def test_no_text_breaks_the_reading_and_spans_hold(text, locale):
    last = 0
    for found in quantities(text, locale):
        assert text[found.start : found.end] == found.text
        assert found.start >= last
        last = found.end
        assert bool(found.dimension) == found.stated


@pytest.mark.parametrize(
    ("text", "locale", "value", "unit"),
    [
        ("zwölfhundert Kilometer", "de-DE", 1200, "km"),
        ("eintausendneunhundertneunzig Meter", "de-DE", 1990, "m"),
        ("eine zweistündige Führung", "de-DE", 2, "h"),
        ("millecinquecentocinquanta metri", "it-IT", 1550, "m"),
        ("une vingtaine de minutes", "fr-FR", 20, "min"),
        ("half a pound of coffee", "en-US", 0.5, "lb"),
    ],
)
def test_numbers_to_two_thousand_and_numbers_grown_into_words(text, locale, value, unit):
    (found,) = quantities(text, locale)
    assert (float(found.value), found.unit) == (value, unit)
