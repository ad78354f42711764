"""A line taken apart, and what makes itself: amounts, days, captions, alt texts, isolates."""

from datetime import date

import pytest

from styleloop.drafts.localise import computed, parted
from styleloop.drafts.localise.parts import assembled
from styleloop.drafts.localise.writing import bare, dated, isolated, priced
from styleloop.types.brand import Market
from styleloop.types.brief import Placement, SlotLimit
from styleloop.types.copy import Copy
from styleloop.types.product import Fact, NounPhrase, Price, Product
from styleloop.types.record import Where
from styleloop.types.variant import Draft

BRITAIN = Market(locale="en-GB", name="United Kingdom", currency="GBP", legal_line="Prices include VAT.")
FRANCE = Market(locale="fr-FR", name="France", currency="EUR", legal_line="Prix TTC.")
EGYPT = Market(locale="ar-EG", name="Egypt", currency="EGP", direction="rtl", script="Arab")
JAPAN = Market(locale="ja-JP", name="Japan", currency="JPY")
FLASK = Product(
    sku="flask",
    names=(NounPhrase(locale="en", text="flask"),),
    facts=(Fact(key="volume", kind="measure", number=0.75, unit="l"), Fact(key="heat", kind="performance", number=14,
                                                                            unit="h")),
    prices=(Price(market="fr-FR", amount=1249.5, currency="EUR"), Price(market="ja-JP", amount=6000, currency="JPY")),
    picture_alt=(("fr", "Une bouteille verte."),),
    source=Where(file="p.toml"),
)  # fmt: skip
WORDS = Copy.of(
    headline="Cold tea.\nNot here.",
    body="0.75 l. Hot for 14 hours. Shuts.",
    cta="Take it",
    price="£38",
    caption="Cold tea. Not here. The lid shuts. Prices include VAT.",
    alt="A green flask. Text: “Cold tea. Not here.” 0.75 l. Hot for 14 hours. Shuts.",
)
DRAFT = Draft(brief="b", market="en-GB", product="flask", words=WORDS, drafter="person@1", tone="moss", picture="x")
WIDE = Placement(
    name="wide", label="Wide", width=1200, height=630, source="s", limits=(SlotLimit(slot="headline", graphemes=40),)
)


def units():
    return {u.slot: u for u in parted(DRAFT, BRITAIN, FLASK, (WIDE,))}


def test_a_line_comes_apart_without_what_makes_itself():
    found = units()
    assert {slot: [p.source for p in u.pieces] for slot, u in found.items()} == {
        "headline": ["Cold tea.\nNot here."],
        "body": ["0.75 l.", "Hot for 14 hours.", "Shuts."],
        "cta": ["Take it"],
        "caption": ["The lid shuts."],
        "picture": ["A green flask."],
    }
    assert (found["headline"].most, found["body"].most) == (40, 0)
    assert found["body"].source == "0.75 l. Hot for 14 hours. Shuts."
    assert "Product: flask (flask)" in found["cta"].notes


def test_put_together_again_in_its_own_language_it_is_the_same_line():
    said = {slot: u.source for slot, u in units().items()}
    assert assembled(said, DRAFT, BRITAIN, "£38") == WORDS


def test_in_another_market_frame_price_and_legal_line_are_its_own():
    said = {"headline": "Thé froid.\nPas ici.", "body": "0,75 l.", "picture": "Une bouteille."}
    made = assembled(said, DRAFT, FRANCE, priced(FLASK, FRANCE))
    assert made.text("caption") == "Thé froid. Pas ici. Prix TTC."
    assert made.text("price") == "1\u202f249,50\xa0€"
    assert "“Thé froid. Pas ici.”" in made.text("alt")
    assert priced(FLASK, JAPAN) in ("￥6,000", "¥6,000")
    assert priced(FLASK, EGYPT) == ""


@pytest.mark.parametrize(
    ("text", "slot", "market", "expected"),
    [
        ("0.75 l.", "body", FRANCE, ("0,75\u202fl.", "fact.volume")),
        ("14 hours", "body", FRANCE, ("14\xa0heures", "fact.heat")),
        ("0.5 l.", "body", FRANCE, None),
        ("Hot for 14 hours.", "body", FRANCE, None),
        ("14 March 2026", "body", FRANCE, ("14 mars 2026", "cldr")),
        ("14 March 2026.", "body", JAPAN, ("2026年3月14日。", "cldr")),
        ("03/04/2026", "body", FRANCE, None),
        ("A green flask.", "picture", FRANCE, ("Une bouteille verte.", "product.picture_alt")),
        ("A green flask.", "picture", JAPAN, None),
    ],
)
def test_what_needs_no_translator(text, slot, market, expected):
    found = computed(text, slot, FLASK, BRITAIN, market)
    plain = (found[0].replace("\u202f", "\xa0"), found[1]) if found else None
    assert plain == ((expected[0].replace("\u202f", "\xa0"), expected[1]) if expected else None)


@pytest.mark.parametrize(
    ("text", "market", "expected"),
    [
        ("قارورة من Tarn & Thistle هنا", EGYPT, "قارورة من \u2068Tarn & Thistle\u2069 هنا"),
        ("وزنها 312 g فقط", EGYPT, "وزنها \u2068312 g\u2069 فقط"),
        ("وزنها 312 غرامًا", EGYPT, "وزنها 312 غرامًا"),
        ("It says مطر here", BRITAIN, "It says \u2068مطر\u2069 here"),
        ("It rained.", BRITAIN, "It rained."),
    ],
)
def test_the_other_direction_is_isolated(text, market, expected):
    made = isolated(text, market)
    assert made == expected
    assert bare(made) == text
    assert isolated(made, market) == made


def test_days_are_long_and_in_western_digits():
    assert dated(date(2026, 3, 14), EGYPT) == "14 مارس 2026"
