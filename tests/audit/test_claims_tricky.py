"""What only looks like a claim, and claims that hide: names, sayings, denials, titles, hashtags, long texts."""

import json
from datetime import date
from pathlib import Path

import pytest
from sample_pieces import BRITAIN, GERMANY, KIT, item_of, told

from styleloop.audit.claims import Claims
from styleloop.language.claims import claim_spans
from styleloop.language.phrases import dense
from styleloop.types.brand import Claim, Localised, Market
from styleloop.types.copy import Copy
from styleloop.types.product import Fact, NounPhrase, Price, Product
from styleloop.types.record import Where

OWN = Path(__file__).with_name("labelled_own_claims.jsonl")
MARKETS = {"en-GB": BRITAIN, "de-DE": GERMANY, "ja-JP": Market(locale="ja-JP", name="Japan", currency="JPY")}
MONEY = ("GBP", "EUR", "JPY")


def kinds(text, locale="en-GB"):
    return [span.kind for span in claim_spans(text, locale) if not span.puffery]


@pytest.mark.parametrize(
    "text",
    [
        "Secure checkout. Every time.",
        "Not the cheapest. Just the one you keep.",
        "Our bags aren't the lightest.",
        "No, it isn't waterproof",
        "We never say it's waterproof",
        "Not 100 % waterproof",
        "We're reading “The Best of All Possible Worlds”",
        "Inspired by the film “The Fastest Runner”",
        "Fits iPhone 15 and Galaxy S24",
        "Wi-Fi 6 and USB-C 3.2",
        "Take the number 10 bus",
        "Page 1 of 12",
        "Sizes 8 to 18",
        "Call 0800 123 4567",
        "Summer 2026 collection",
        "Read the guarantee terms online",
        "Are you free on Sunday?",
        "Oak-cured salmon",
        "Play it safe",
        "Free yourself from the alarm clock",
        "1. Open the lid",
        "Download the 64-bit version",
    ],
)
def test_english_that_claims_nothing(text):
    assert kinds(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Kein Testsieger. Nur ein guter Topf.",
        "Nicht der leichteste Rucksack",
        "Lesetipp: der Roman „Die beste aller Welten“",
        "Geöffnet von 9 bis 18 Uhr",
        "Größen 36 bis 44",
        "Mit dem Bus 100 zum Laden",
        "Die Garantiebedingungen findest du hier",
        "Bestellung unterwegs",
        "DIE KÜSTE RUFT",
        "Immer mit der Ruhe",
        "Nicht umsonst so beliebt",
    ],
)
def test_german_that_claims_nothing(text):
    assert kinds(text, "de-DE") == []


@pytest.mark.parametrize(
    ("text", "locale", "kind"),
    [
        ("Isn't it the best?", "en-GB", "superlative"),
        ("It isn't just the best tent", "en-GB", "superlative"),
        ("“Best coat ever,” says Anna", "en-GB", "superlative"),
        ("#EcoFriendly", "en-GB", "environmental"),
        ("#climateneutral", "en-GB", "environmental"),
        ("#1", "en-GB", "superlative"),
        ("#bestcoffee", "en-GB", "superlative"),
        ("F R E E shipping", "en-GB", "free"),
        ("B.E.S.T. tent", "en-GB", "superlative"),
        ("Fr33 shipping", "en-GB", "free"),
        ("FR€€ shipping", "en-GB", "free"),
        ("The bеst kettle", "en-GB", "superlative"),
        ("The be\u200bst kettle", "en-GB", "superlative"),
        ("Four-fifths of them", "en-GB", "percent"),
        ("Not tested on animals", "en-GB", "environmental"),
        ("DER LEICHTESTE RUCKSACK", "de-DE", "superlative"),
        ("kos\u00adtenlos", "de-DE", "free"),
        ("#klimaneutral", "de-DE", "environmental"),
        ("Hilft gegen Kopfschmerzen", "de-DE", "health"),
        ("Eintritt frei", "de-DE", "free"),
    ],
)
def test_claims_that_hide_are_found(text, locale, kind):
    assert kind in kinds(text, locale)


@pytest.mark.parametrize("text", ["#bestie", "Mail us: info@best.example", "The U.S.A. tour", "#1of12"])
def test_what_is_no_hidden_claim(text):
    assert "superlative" not in kinds(text)


def test_wordings_run_together_are_known_in_every_way():
    assert set(dense("eco|planet friendly|kind")) == {"ecofriendly", "ecokind", "planetfriendly", "planetkind"}


@pytest.mark.parametrize(
    ("headline", "fine"),
    [("14.5 oz", True), ("14 oz", False), ("0.411 kg", True), ("0.42 kg", False), ("Under a pound in weight", False)],
)
def test_ounces_may_be_rounded_and_kilograms_may_not(headline, fine):
    weight = Fact(key="weight", kind="measure", number=411, unit="g", labels=(("en", "Weighs 411 g"),))
    product = Product(sku="bag", facts=(weight,), names=(), source=Where(file="products.toml"))
    found = told(Claims(), item_of(Copy.of(headline=headline), product=product, claims=()))
    assert (found == ()) is fine


@pytest.mark.parametrize(
    ("headline", "severity"),
    [("A wool scarf for grey days", "note"), ("Made of wool", "block"), ("A natural wood colour", None)],
)
def test_a_material_of_a_product_whose_materials_nobody_knows_is_noted(headline, severity):
    product = Product(sku="scarf", facts=(), names=(), source=Where(file="products.toml"))
    found = told(Claims(), item_of(Copy.of(headline=headline), product=product, claims=()))
    assert {f.severity for f in found} == ({severity} if severity else set())


@pytest.mark.parametrize(
    ("text", "market"),
    [("Visit 12 High Street", BRITAIN), ("Our shop: 1 Royal Crescent, Bath", BRITAIN), ("Hauptstraße 12", GERMANY)],
)
def test_a_house_number_is_no_amount(text, market):
    assert told(Claims(), item_of(Copy.of(headline=text), market=market, claims=())) == ()


@pytest.mark.parametrize(
    ("fact", "headline", "market", "fine"),
    [
        ("Contains no sugar", "Sugar-free and proud", BRITAIN, True),
        ("No added sugar", "Sugar-free and proud", BRITAIN, False),
        ("Contains no salt", "Sugar-free and proud", BRITAIN, False),
        ("Made of sugar", "Sugar-free and proud", BRITAIN, False),
        ("No perfume", "Free from perfume", BRITAIN, True),
        ("Ohne Zucker", "Zuckerfrei", GERMANY, True),
        ("Ohne Salz", "Zuckerfrei", GERMANY, False),
    ],
)
def test_a_fact_on_what_is_not_in_it_backs_other_words_for_it(fact, headline, market, fine):
    labels = ((market.locale.split("-")[0], fact),)
    lacking = Fact(key="lacking", kind="material", labels=labels, status="confirmed")
    product = Product(sku="mints", facts=(lacking,), names=(), source=Where(file="products.toml"))
    found = told(Claims(), item_of(Copy.of(headline=headline), market=market, product=product, claims=()))
    assert (found == ()) is fine


def _piece(row):
    language = row["locale"].split("-")[0]
    facts = tuple(
        Fact(
            key=f"{fact['key']}-{at}",
            kind="material",
            labels=((language, fact["text"]),),
            number=None if fact.get("unit") in MONEY else fact.get("number"),
            unit="" if fact.get("unit") in MONEY else fact.get("unit", ""),
            status="confirmed",
        )
        for at, fact in enumerate(row["facts"])
    )
    prices = tuple(
        Price(market=row["market"], amount=f["number"], currency=f["unit"])
        for f in row["facts"]
        if f.get("unit") in MONEY
    )
    claims = tuple(
        Claim(
            slug=f"claim-{at}",
            wordings=(Localised(locale=claim["locale"], text=claim["wording"]),),
            proof="as labelled",
            markets=tuple(claim["markets"]),
            starts=claim["starts"],
            ends=claim["ends"],
        )
        for at, claim in enumerate(row["claims"])
    )
    names = (NounPhrase(locale=language, text="Ding"),)
    product = Product(sku="thing", facts=facts, prices=prices, names=names, source=Where(file="labelled"))
    return item_of(
        Copy.of(headline=row["text"]),
        market=MARKETS[row["market"]],
        kit=KIT,
        product=product,
        claims=claims,
        day=date.fromisoformat(row["day"]),
    )


def test_the_labelled_lines_are_judged_as_labelled():
    """A claim whose time is over is told by the check on expiry, so such a line is not asked for here."""
    rows = [json.loads(line) for line in OWN.read_text("utf-8").splitlines()]
    wrong = []
    for row in rows:
        objected = any(f.severity != "note" and f.rule != "puffery" for f in told(Claims(), _piece(row)))
        lapsed = any(c["ends"] < row["day"] or row["market"] not in c["markets"] for c in row["claims"])
        if objected != bool(row["expect"]) and not (lapsed and row["expect"]):
            wrong.append(row["text"])
    assert len(rows) == 60
    assert wrong == []


@pytest.mark.parametrize(
    ("piece", "locale"), [("No. 1 Royal ", "en-GB"), ("best of ", "en-GB"), ("a@", "en-GB"), ("十百", "ja-JP")]
)
def test_what_repeats_itself_for_fifty_thousand_signs_is_read(piece, locale):
    text = (piece * 50_000)[:50_000]
    assert all(text[s.start : s.end] == s.text for s in claim_spans(text, locale)[:20])
