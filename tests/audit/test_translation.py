"""The check of translations on pieces: spans that point at the words, legal lines and prices left to the market."""

from datetime import date

import pytest

from styleloop.audit.translation import Translation
from styleloop.types.audit import AuditItem
from styleloop.types.brand import BrandKit, Market
from styleloop.types.copy import Copy
from styleloop.types.product import Price, Product
from styleloop.types.record import Where

BRITAIN = Market(locale="en-GB", name="United Kingdom", currency="GBP", legal_line="Prices include 20% VAT.")
GERMANY = Market(
    locale="de-DE", name="Germany", currency="EUR", legal_line="Preise inkl. 19 % MwSt.", formality="formal"
)
EGYPT = Market(locale="ar-EG", name="Egypt", currency="EGP", direction="rtl", script="Arab")
KIT = BrandKit(
    name="Tarn & Thistle", locale="en-GB", logo="", colours=(), tones=(), faces=(), markets=(BRITAIN, GERMANY, EGYPT)
)
SHELL = Product(sku="shell", names=(), prices=(Price(market="de-DE", amount=169, currency="EUR"),),
                source=Where(file="p.toml"))  # fmt: skip
SOURCE = Copy.of(
    headline="It rained 40 days.\nNow £145.",
    body="312 g of Tarn & Thistle.",
    price="£145",
    caption="It rained 40 days. Now £145. Prices include 20% VAT.",
)
GOOD = {
    "headline": "Es regnete 40 Tage.\nJetzt 169 €.",
    "body": "312 g Tarn & Thistle.",
    "price": "169 €",
    "caption": "Es regnete 40 Tage. Jetzt 169 €. Preise inkl. 19 % MwSt.",
}


def findings(market=GERMANY, source=SOURCE, **changed):
    words = Copy.of(**{**GOOD, **changed})
    item = AuditItem(
        subject="v", words=words, market=market, kit=KIT, day=date(2026, 9, 1), product=SHELL, source=source,
        source_locale="en-GB",
    )  # fmt: skip
    (found,) = Translation().check([item])
    return words, found


def test_a_good_translation_is_met_with_silence():
    assert findings()[1] == ()


def test_a_line_of_the_markets_own_is_not_held_against_anything():
    assert findings(source=None, headline="Du, nimm 99.")[1] == ()


@pytest.mark.parametrize(
    ("changed", "rule", "severity", "text"),
    [
        ({"headline": "Es regnete 14 Tage.\nJetzt 169 €."}, "number", "block", "14"),
        ({"headline": "Es regnete 40 Tage.\nJetzt 196 €."}, "price", "block", "196"),
        ({"headline": "Es regnete 40 Tage, für dich.\nJetzt 169 €."}, "formality", "warn", "dich"),
        ({"body": "312 g Distel."}, "kept-term", "warn", None),
        ({"body": "312 g Tarn & Thistle, { $n }."}, "placeholder", "block", "{ $n }"),
        ({"caption": "Es regnete 14 Tage. Jetzt 169 €. Preise inkl. 19 % MwSt."}, "number", "block", "14"),
    ],
)
def test_an_objection_points_at_the_words(changed, rule, severity, text):
    words, found = findings(**changed)
    hits = [f for f in found if f.rule == f"translation-{rule}" and (f.span is None) == (text is None)]
    assert hits
    assert {f.severity for f in hits} == {severity}
    for f in hits:
        if f.span:
            assert f.span.text == text
            assert words.text(f.span.slot)[f.span.start : f.span.end] == text


def test_isolates_move_no_offset():
    source = Copy.of(caption="It weighs 312 g today.")
    item = AuditItem(
        subject="v", words=Copy.of(caption="وزنها اليوم \u2068413 g\u2069 فقط"), market=EGYPT, kit=KIT,
        day=date(2026, 9, 1), source=source, source_locale="en-GB",
    )  # fmt: skip
    (found,) = Translation().check([item])
    spans = [f.span for f in found if f.rule == "translation-number" and f.span]
    assert [s.text for s in spans] == ["413"]
