"""Rows -> products: names as noun phrases, prices in the market's money, and every reason to refuse."""

from __future__ import annotations

import pytest

from styleloop.language.forms import surfaces
from styleloop.library import completed, products
from styleloop.library.names import phrase_of
from styleloop.types.brand import Market
from styleloop.types.product import NounPhrase, Price, Product
from styleloop.types.record import Refusal, Where
from styleloop.types.row import Row

UK = Market(locale="en-GB", name="United Kingdom", currency="GBP")
DE = Market(locale="de-DE", name="Germany", currency="EUR")


def row(number: int = 2, /, **fields: str) -> Row:
    kept = {"sku": f"sku-{number}", "name": "Mug", **fields}
    return Row(
        kind="product", fields=tuple((k, v) for k, v in kept.items() if v), where=Where(file="products.csv", row=number)
    )


def one(market: Market = UK, **fields: str) -> Product | Refusal:
    (made,) = products([row(2, **fields)], market)
    return made


def price_of(made: Product | Refusal) -> tuple[float, str]:
    assert isinstance(made, Product), made
    return made.prices[0].amount, made.prices[0].currency


def why_not(made: Product | Refusal) -> str:
    assert isinstance(made, Refusal), made
    return str(made)


@pytest.mark.parametrize(
    ("title", "text", "article", "number"),
    [
        ("Ocean Blue Shirt", "ocean blue shirt", "an", "singular"),
        ("LED High Tops", "LED high tops", "pair", "plural"),
        ("Antique Drawers", "antique drawers", "none", "plural"),
        ("Anchor Bracelet Mens", "anchor bracelet", "an", "singular"),
        ("Choker with Gold Pendant", "choker with gold pendant", "a", "singular"),
        ("Guardian Angel Earrings", "guardian angel earrings", "pair", "plural"),
        ("Omega watch - navy blue strap", "Omega watch", "an", "singular"),
        ("Tom Ford Vanilla Sex", "Tom Ford Vanilla Sex", "none", "singular"),
        ("Merino Wool", "merino wool", "none", "singular"),
        ("Tom Ford Ombre Leather", "Tom Ford Ombre Leather", "none", "singular"),
        ("Boot Tray", "boot tray", "a", "singular"),
        ("Baking steel", "baking steel", "none", "singular"),
        ("Baking Steel", "baking steel", "none", "singular"),
        ("Bamboo scoop", "bamboo scoop", "a", "singular"),
        ("Linen Tea Towels", "linen tea towels", "none", "plural"),
        ("Brooklyn Boot Tray", "Brooklyn boot tray", "a", "singular"),
        ("Garden zorbo", "garden zorbo", "none", "singular"),
        ("Marly palatine", "Marly palatine", "none", "singular"),
        ("Rolex day", "Rolex day", "none", "singular"),
        ("Yves Saint laurent intense", "Yves Saint laurent intense", "none", "singular"),
        ("SHAIKAH HIND", "SHAIKAH HIND", "none", "singular"),
    ],
)
def test_titles_become_noun_phrases(title: str, text: str, article: str, number: str) -> None:
    phrase = phrase_of(title, "en")
    assert (phrase.text, phrase.article, phrase.number) == (text, article, number)


def test_the_feed_itself_shows_which_words_are_common() -> None:
    assert phrase_of("Wooden Outdoor Palings", "en").text == "Wooden Outdoor Palings"
    assert phrase_of("Wooden Outdoor Palings", "en", "Wooden fencing palings").text == "wooden outdoor palings"
    assert phrase_of("Varsity Zorbo Top", "en", "A zorbo to remember").text == "varsity zorbo top"


def test_german_gender_comes_from_the_last_word_and_arabic_from_the_first() -> None:
    assert phrase_of("Wetterfeste Regenjacke", "de").gender == "f"
    assert phrase_of("Wollsocken", "de").number == "plural"
    assert phrase_of("Dingsda", "de").gender == ""
    assert phrase_of("ساعة كلاسيكية", "ar").gender == "f"


def test_a_product_without_facts_is_a_product() -> None:
    made = one(description="You will love it.")
    assert isinstance(made, Product)
    assert made.facts == ()
    assert made.description == "You will love it."


def test_columns_of_their_own_are_facts_only_where_they_are_one_known_word() -> None:
    made = one(material="Stoneware", colour="Navy")
    assert isinstance(made, Product)
    assert [(fact.kind, fact.evidence) for fact in made.facts] == [("material", "Stoneware"), ("colour", "Navy")]
    made = one(material="Eau de Parfum", colour="Mixed")
    assert isinstance(made, Product)
    assert made.facts == ()


@pytest.mark.parametrize(
    ("market", "text", "amount"),
    [
        (UK, "£1,250.50", 1250.5),
        (UK, "12.50 GBP", 12.5),
        (UK, "1,250", 1250.0),
        (DE, "1.250", 1250.0),
        (DE, "1.299,00 €", 1299.0),
        (DE, "12,5", 12.5),
    ],
)
def test_prices_in_the_formats_of_their_market(market: Market, text: str, amount: float) -> None:
    assert price_of(one(market, price=text)) == (amount, market.currency)


def test_the_file_decides_what_a_separator_means() -> None:
    made = products([row(2, price="1.250"), row(3, price="9.50")], DE)
    assert price_of(made[0])[0] == 1.25


def test_a_feed_without_any_currency_is_in_the_markets_own_and_one_with_some_owes_it_everywhere() -> None:
    assert price_of(one(price="9.50")) == (9.5, "GBP")
    made = products([row(2, price="9.50 GBP"), row(3, price="8")], UK)
    assert price_of(made[0]) == (9.5, "GBP")
    text = why_not(made[1])
    for part in (
        "products.csv, row 3, currency",
        "no currency",
        "got: 8",
        "expected: an amount with its currency",
        "what to do:",
    ):
        assert part in text


def test_another_markets_money_is_refused() -> None:
    text = why_not(one(price="352 AED"))
    for part in ("products.csv, row 2, price", "got: 352 AED", "expected: GBP", "a market that pays in AED"):
        assert part in text


def test_a_price_in_the_money_of_one_other_market_is_that_markets() -> None:
    gulf = Market(locale="ar-AE", name="Emirates", currency="AED", direction="rtl", script="Arab")
    (made,) = products([row(2, price="352 AED")], UK, (DE, gulf))
    assert isinstance(made, Product)
    assert [(p.market, p.amount, p.currency) for p in made.prices] == [("ar-AE", 352.0, "AED")]
    austria = Market(locale="de-AT", name="Austria", currency="EUR")
    (unsure,) = products([row(2, price="9 EUR")], UK, (DE, austria))
    assert "several markets pay in EUR: de-DE and de-AT" in why_not(unsure)


def test_a_proper_name_takes_no_article_and_keeps_its_capitals() -> None:
    perfume = phrase_of("Chanel Eau de Parfum - Floral Collection 1 100ML", "en")
    assert (perfume.text, surfaces(perfume)["definite"]) == ("Chanel Eau de Parfum", "Chanel Eau de Parfum")
    assert phrase_of("Tom Ford Eau de Cologne", "en").text == "Tom Ford Eau de Cologne"


def test_what_is_typed_lies_over_what_a_feed_says() -> None:
    fed = one(name="Oak Table", description="Oak table with drawers", price="99")
    assert isinstance(fed, Product)
    typed = Product(
        sku="sku-2",
        names=(NounPhrase(locale="de", text="Eichentisch", gender="m"),),
        prices=(Price(market="de-DE", amount=119, currency="EUR"),),
        source=Where(file="products.toml"),
    )
    both = completed(typed, fed)
    assert [name.text for name in both.names] == ["Eichentisch", "oak table"]
    assert [price.amount for price in both.prices] == [119, 99]
    assert both.facts == fed.facts != ()
    assert completed(typed, both) == typed, "an older state of the same file is no other source"


@pytest.mark.parametrize("text", ["free", "-5", "NaN", "inf", "12 buttons", "9.9.9"])
def test_what_is_no_price_is_refused(text: str) -> None:
    assert f"products.csv, row 2, price: sku-2: this is no price; got: {text}" in why_not(one(price=text))


def test_the_later_of_two_rows_with_one_sku_is_refused_naming_both() -> None:
    made = products([row(2, sku="mug"), row(3, sku="cup"), row(9, sku="mug")], UK)
    text = why_not(made[2])
    assert "products.csv, row 9, sku" in text
    assert "products.csv, row 2" in text
    assert isinstance(made[0], Product)


@pytest.mark.parametrize(
    ("fields", "place", "got"),
    [
        ({"sku": ""}, "products.csv, row 2, sku", "nothing"),
        ({"name": ""}, "products.csv, row 2, name", "nothing"),
        ({"locale": "xx-YY"}, "products.csv, row 2, locale", "xx-YY"),
        ({"price": "9", "currency": "Taler"}, "products.csv, row 2, currency", "Taler"),
        ({"price": "9", "since": "soon"}, "products.csv, row 2, since", "soon"),
    ],
)
def test_every_refusal_names_file_row_field_got_and_expected(fields: dict[str, str], place: str, got: str) -> None:
    text = why_not(one(**fields))
    assert text.startswith(place)
    assert f"got: {got}" in text
    assert "expected: " in text


def test_a_row_of_another_kind_is_refused() -> None:
    ad = row(2).model_copy(update={"kind": "ad"})
    assert "this is no row of a product" in why_not(products([ad], UK)[0])


def test_a_name_in_latin_letters_in_an_arabic_market_is_english() -> None:
    gulf = Market(locale="ar-AE", name="Emirates", currency="AED", direction="rtl", script="Arab")
    latin, arabic = products([row(2, name="Omega watch"), row(3, name="ساعة")], gulf)
    assert isinstance(latin, Product)
    assert isinstance(arabic, Product)
    assert (latin.names[0].locale, arabic.names[0].locale) == ("en", "ar")
