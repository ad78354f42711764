"""Real feeds, whole: nothing that went in is lost, and what is wrong is named."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from styleloop.adapters.sources.folder import FolderSource
from styleloop.adapters.sources.merchant import MerchantSource
from styleloop.adapters.sources.shopify import ShopifySource
from styleloop.adapters.sources.table import TableSource
from styleloop.library import products
from styleloop.ports import Source
from styleloop.types.brand import Market
from styleloop.types.product import Product
from styleloop.types.record import Refusal
from styleloop.types.row import Row

DATA = Path(__file__).resolve().parents[2] / "../shared/data"
UK = Market(locale="en-GB", name="United Kingdom", currency="GBP")
GULF = Market(locale="ar-AE", name="Emirates", currency="AED", direction="rtl", script="Arab")
SOURCES: tuple[Source, ...] = (FolderSource(), MerchantSource(), ShopifySource(), TableSource())
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
SHOP = "Handle,Title,Body (HTML),Vendor,Type,Tags,Option1 Name,Option1 Value,Variant SKU,Variant Price,Image Src\n"

needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="shared/data is absent")


def surest(path: Path) -> Source:
    return max(SOURCES, key=lambda source: source.claims(path))


@needs_data
@pytest.mark.parametrize(
    ("file", "source", "market", "in_file", "items"),
    [
        ("shopify_apparel.csv", "shopify", UK, 22, 20),
        ("shopify_home-and-garden.csv", "shopify", UK, 21, 20),
        ("shopify_jewelery.csv", "shopify", UK, 41, 20),
        ("google_merchant_en.tsv", "merchant", UK, 30, 30),
        ("google_merchant.xml", "merchant", GULF, 263, 263),
    ],
)
def test_a_real_feed_comes_in_whole(file: str, source: str, market: Market, in_file: int, items: int) -> None:
    path = DATA / "feeds" / file
    assert surest(path).name == source
    read = surest(path).read(path, DATA)
    good = [item for item in read if isinstance(item, Row)]
    made = products(good, market)
    kept = [item for item in made if isinstance(item, Product)]
    refused = [item for item in [*read, *made] if isinstance(item, Refusal)]
    merged = sum(len(row.get("rows").split()) - 1 for row in good if row.get("rows"))
    facts = sum(len(product.facts) for product in kept)
    sys.stdout.write(
        f"\n{file}: {in_file} rows in = {len(kept)} products + {merged} variant rows + {len(refused)} refused; "
        f"{facts} facts, {sum(not product.facts for product in kept)} products state none\n"
    )
    assert len(kept) + merged + len(refused) == in_file
    assert len(kept) == items
    for product in kept:
        for fact in product.facts:
            assert fact.evidence in product.description or fact.evidence in dict(_row(good, product).fields).values()


def _row(rows: list[Row], product: Product) -> Row:
    return next(row for row in rows if row.get("sku") == product.sku)


@needs_data
def test_the_shirt_says_what_it_is() -> None:
    path = DATA / "feeds/shopify_apparel.csv"
    rows = [row for row in ShopifySource().read(path, DATA) if isinstance(row, Row)]
    shirt = products(rows, UK)[0]
    assert isinstance(shirt, Product)
    assert [label for fact in shirt.facts for _, label in fact.labels] == [
        "Ocean blue", "Cotton", "Narrow collar", "Buttons down the front", "Long sleeves",
    ]  # fmt: skip
    assert (shirt.names[0].text, shirt.names[0].article) == ("ocean blue shirt", "an")
    price = shirt.price("en-GB")
    assert price is not None
    assert (price.amount, price.currency) == (50.0, "GBP")


@needs_data
def test_the_photographs_are_found_although_their_names_lie() -> None:
    read = FolderSource().read(DATA / "photos", DATA)
    assert [item.picture for item in read if isinstance(item, Row)] == [
        f"photos/{path.name}" for path in sorted((DATA / "photos").iterdir())
    ]


@needs_data
def test_search_ads_with_fifteen_headlines_come_in() -> None:
    read = TableSource().read(DATA / "ads/google_rsa_existing_ads.csv", DATA)
    assert len(read) == 7
    assert all(isinstance(item, Row) and item.kind == "ad" and item.get("Headline 2") for item in read)


# Shopify.


def shop(folder: Path, text: str) -> list[Row | Refusal]:
    (folder / "shop.csv").write_text(SHOP + text)
    return list(ShopifySource().read(folder / "shop.csv", folder))


def test_variants_become_options_and_a_price_only_where_all_agree(tmp_path: Path) -> None:
    mug, pot = shop(
        tmp_path,
        "mug,Mug,<p>Stoneware <b>mug</b>.</p><script>x()</script><ul><li>Handle</li></ul>,"
        "A,Cups,tea,Colour,Red,M1,9.50,\n"
        "mug,,,,,,,Blue,M2,9.50,\n"
        "pot,Pot,Clay pot,A,Pots,,Size,S,,5,\npot,,,,,,,L,,9,\n",
    )
    assert isinstance(mug, Row)
    assert isinstance(pot, Row)
    assert mug.get("description") == "Stoneware mug.\nHandle"
    assert (mug.get("options"), mug.get("variant_skus"), mug.get("price")) == ("Colour: Red, Blue", "M1, M2", "9.50")
    assert (pot.get("price"), pot.get("variant_prices"), pot.get("rows")) == ("", "5, 9", "4 5")


def test_rows_without_handle_or_title_and_two_products_of_one_handle_are_named(tmp_path: Path) -> None:
    read = shop(tmp_path, ",Mug,,,,,,,,1,\npot,,,,,,,S,,5,\ncup,Cup,,,,,,,,5,\ncup,Other cup,,,,,,,,5,\n")
    assert [str(item.where) for item in read] == [
        "shop.csv, row 2",
        "shop.csv, row 3, Title",
        "shop.csv, row 4",
        "shop.csv, row 5",
    ]
    assert [isinstance(item, Refusal) for item in read] == [True, True, False, True]
    assert "row 4" in str(read[3])


# Merchant.


def feed(folder: Path, text: str | bytes, name: str = "feed.xml") -> list[Row | Refusal]:
    (folder / name).write_bytes(text.encode() if isinstance(text, str) else text)
    assert MerchantSource().claims(folder / name) >= 0.4
    return list(MerchantSource().read(folder / name, folder))


ITEM = "<item><g:id>{0}</g:id><title>{1}</title><g:price>5 AED</g:price></item>"


def test_a_document_type_is_refused_and_no_entity_is_ever_expanded(tmp_path: Path) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]><rss>'
    (found,) = feed(tmp_path, bomb + ITEM.format("1", "&b;") + "</rss>")
    assert isinstance(found, Refusal)
    assert "document type" in found.why
    assert "remove the DOCTYPE" in found.cure


def test_a_bare_ampersand_is_a_character(tmp_path: Path) -> None:
    (row,) = feed(tmp_path, "<rss>" + ITEM.format("1", "Hair & body mist &amp; more &nbsp;<![CDATA[R&D]]>") + "</rss>")
    assert isinstance(row, Row)
    assert row.get("name") == "Hair & body mist & more \xa0R&D".strip()


def test_one_broken_item_does_not_sink_the_others(tmp_path: Path) -> None:
    broken = "<item><g:id>2</g:id><title>Broken</item>"
    text = "<rss>\n" + ITEM.format("1", "One") + "\n" + broken + "\n" + ITEM.format("3", "Three") + "\n</rss>"
    read = feed(tmp_path, text)
    assert [isinstance(item, Refusal) for item in read] == [False, True, False]
    assert [item.where.row for item in read if item.where] == [2, 3, 4]


def test_arabic_in_utf16_and_an_atom_feed(tmp_path: Path) -> None:
    (row,) = feed(tmp_path, ("<rss><channel>" + ITEM.format("1", "ساعة") + "</channel></rss>").encode("utf-16"))
    assert isinstance(row, Row)
    assert row.get("name") == "ساعة"
    entry = '<feed><entry><g:id>1</g:id><title>Cup</title><link href="https://example.org/1"/></entry></feed>'
    (row,) = feed(tmp_path, entry)
    assert isinstance(row, Row)
    assert row.get("link") == "https://example.org/1"


def test_the_price_of_the_shipping_is_not_the_price(tmp_path: Path) -> None:
    shipping = "<g:shipping><g:price>9 AED</g:price></g:shipping>"
    item = f"<item><g:id>1</g:id><title>Cup</title>{shipping}<g:price>5 AED</g:price></item>"
    (row,) = feed(tmp_path, f"<rss>{item}</rss>")
    assert isinstance(row, Row)
    assert row.get("price") == "5 AED"


def test_an_item_without_id_and_a_feed_without_items_say_so(tmp_path: Path) -> None:
    (found,) = feed(tmp_path, "<rss><item><title>Cup</title></item></rss>")
    assert "sku" in str(found)
    (found,) = feed(tmp_path, "<rss><channel></channel></rss>")
    assert "no item" in str(found)


# Folders.


def test_an_empty_folder_says_what_was_expected(tmp_path: Path) -> None:
    (found,) = FolderSource().read(tmp_path, tmp_path)
    assert isinstance(found, Refusal)
    assert "empty" in found.why
    assert "pictures (PNG" in found.expected
    assert found.cure


def test_pictures_with_their_words_beside_them(tmp_path: Path) -> None:
    for name in ("plain", "noted", "keyed", "tabled", "listed"):
        (tmp_path / f"{name}.png").write_bytes(PNG)
    (tmp_path / "noted.txt").write_text("It rained.\nTake the shell.\n")
    (tmp_path / "keyed.txt").write_text("headline: It rained.\nlocale: en-GB\nLicense: CC BY-ND 4.0\n")
    (tmp_path / "tabled.csv").write_text("headline,locale\nIt snowed.,en-GB\n")
    (tmp_path / "ads.csv").write_text("id,headline,picture\n1,Listed,listed.png\n")
    (tmp_path / ".DS_Store").write_bytes(b"x")
    (tmp_path / "README.txt").write_text("Ads go here: a headline, a body, a caption\n")
    read = [item for item in FolderSource().read(tmp_path, tmp_path) if isinstance(item, Row)]
    assert {row.picture: row.get("headline") for row in read} == {
        "plain.png": "", "noted.png": "It rained.", "keyed.png": "It rained.", "tabled.png": "It snowed.",
        "listed.png": "Listed",
    }  # fmt: skip
    assert [row.get("locale") for row in read if row.picture in ("keyed.png", "tabled.png")] == ["en-GB", "en-GB"]
    assert [row.get("licence") for row in read if row.picture == "keyed.png"] == ["CC BY-ND 4.0"]


def test_links_that_lead_out_and_files_of_no_use_are_named(tmp_path: Path) -> None:
    inside = tmp_path / "in"
    inside.mkdir()
    (tmp_path / "secret.png").write_bytes(PNG)
    (inside / "out.png").symlink_to(tmp_path / "secret.png")
    (inside / "notes.docx").write_bytes(b"PK\x03\x04" + bytes(40))
    read = FolderSource().read(inside, inside)
    assert sorted(str(item.where) for item in read) == ["notes.docx", "out.png"]
    assert all(isinstance(item, Refusal) for item in read)
