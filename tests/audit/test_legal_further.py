"""Laws and languages that nothing can read are named; facts that state a proof count; two examples of each kind."""

from datetime import date

import pytest
from sample_pieces import KIT
from test_legal_packs import LEGAL, PLATFORM

from styleloop import audit
from styleloop.audit.legal_reading import joined, read_packs, shipped
from styleloop.types.audit import AuditItem
from styleloop.types.brand import Claim, Localised, Market
from styleloop.types.brief import Placement
from styleloop.types.copy import Copy
from styleloop.types.product import Fact, Product
from styleloop.types.record import Where

DAY = date(2026, 11, 30)
NEW = (
    "eu-unfair-market", "eu-aggressive-practices", "eu-early-obsolescence", "food-claims", "gb-cap-code", "jp-market",
    "us-ftc-guides", "platform-amazon", "platform-line", "platform-linkedin", "platform-pinterest", "platform-reddit",
    "platform-snapchat", "platform-x",
)  # fmt: skip
BY_FACTS = {"eu-update-harms", "eu-shortened-life"}
"""Rules that no words alone break."""


def piece(text, locale, *facts, platform="", claim="", proof=""):
    known = tuple(
        Fact(key=f"f{n}", kind="care", labels=((locale[:2], said),), status="confirmed") for n, said in enumerate(facts)
    )
    said = (Claim(slug="c", wordings=(Localised(locale=locale, text=claim),), proof=proof),) if claim else ()
    return AuditItem(
        subject="a",
        words=Copy.of(body=text),
        market=Market(locale=locale, name=locale, currency="EUR"),
        kit=KIT,
        day=DAY,
        claims=said,
        product=Product(sku="p", names=(), facts=known, source=Where(file="x")),
        placement=Placement(name="x", label="X", kind="text", platform=platform, source="x") if platform else None,
    )


def rules(text, locale, *facts, check=LEGAL, **more):
    (found,) = check.check([piece(text, locale, *facts, **more)])
    return {finding.rule for finding in found}


def said(text, locale, **more):
    (verdict,) = audit.screen([piece(text, locale, **more)], [LEGAL, PLATFORM] if more else [LEGAL])
    return verdict.words()


@pytest.mark.parametrize("locale", ["en-IE", "de-DE", "fr-FR", "es-ES", "it-IT", "ja-JP", "en-GB", "en-US", "fr-BE"])
def test_a_language_that_every_rule_reads_is_told_no_gap(locale):
    assert LEGAL.leaves_out(piece("x", locale)) == ()


@pytest.mark.parametrize(
    ("locale", "language"),
    [("pl-PL", "Polish"), ("nl-NL", "Dutch"), ("pt-PT", "Portuguese"), ("sv-SE", "Swedish"), ("ar-DE", "Arabic")],
)
def test_a_language_that_no_rule_reads_is_named_in_the_verdict(locale, language):
    words = said("x", locale)
    assert f"law in {language} (none of the " in words
    assert f"rules for {locale[-2:]} knows a word of it)" in words
    assert words.startswith("no objection from 1 check; not checked: ")


def test_rules_that_miss_a_language_are_counted_and_some_named():
    (told,) = LEGAL.leaves_out(piece("x", "es-US"))
    assert told.startswith("law in Spanish (")
    assert "us-made-in-usa" in told
    assert told.endswith(" and others)")


def test_a_country_or_platform_without_a_pack_is_told():
    assert said("x", "de-CH") == "no objection from 1 check; not checked: law of CH (no pack is of it)"
    assert PLATFORM.leaves_out(piece("x", "en-GB", platform="Mastodon")) == ("policy of Mastodon (no pack is of it)",)
    assert PLATFORM.leaves_out(piece("x", "en-GB", platform="LinkedIn")) == ()
    (told,) = PLATFORM.leaves_out(piece("x", "pl-PL", platform="Meta"))
    assert told == "policy in Polish (none of the 2 rules for Meta knows a word of it)"
    assert PLATFORM.leaves_out(piece("x", "en-GB")) == (), "without a format nothing was asked at all"


def test_a_reduction_in_signs_is_seen_in_every_language_and_its_line_answers():
    assert rules("-30 % na wszystko", "pl-PL") == {"eu-price-reduction"}
    assert rules("-30 % (najniższa cena z 30 dni: 59 €)", "pl-PL") == set()


@pytest.mark.parametrize("pack", [p for p in shipped() if p.name in NEW], ids=lambda p: p.name)
def test_each_new_rule_has_two_examples_of_each_kind(pack):
    for rule in pack.rules:
        kinds = [sum(bool(getattr(e, kind)) for e in rule.examples) for kind in ("breach", "clean")]
        assert kinds[1] >= 2, rule.slug
        assert kinds[0] >= 2 or rule.slug in BY_FACTS, rule.slug


@pytest.mark.parametrize(
    ("text", "locale", "rule", "proof", "other"),
    [
        ("Lasts 20 years", "en-IE", "eu-durability", "Service life 20 years, tested", "Service life 10 years, tested"),
        ("Hält 500 Wäschen", "de-DE", "eu-durability", "Geprüft: 500 Wäschen", "Geprüft: 50 Wäschen"),
        ("Réparable", "fr-FR", "eu-repairable", "Pièces détachées chez nous", "Coton et lin"),
        ("Easy to repair", "en-IE", "eu-repairable", "Repairable by hand", "Not repairable"),
        ("Una botella totalmente reciclada", "es-ES", "eu-whole-product-green", "100 % reciclada", "Tapa roja"),
        ("Sugar-free", "en-GB", "food-sugars-claim", "Sugars: 0.3 g per 100 g", "Fat: 0.3 g per 100 g"),
        ("Zuckerfrei", "de-DE", "food-sugars-claim", "Enthält keinen Zucker", "Enthält Zucker"),
        ("Ricco di proteine", "it-IT", "food-protein-claim", "Proteine: 21 g", "Fibre: 21 g"),
        ("Made from recycled bottles", "en-US", "us-recyclable", "Recycled polyester (GRS)", "Polyester"),
    ],
)
def test_a_fact_that_states_the_proof_with_its_amount_silences_and_another_does_not(text, locale, rule, proof, other):
    assert rule in rules(text, locale)
    assert rule in rules(text, locale, other)
    assert rule not in rules(text, locale, proof)


def test_a_registered_share_in_other_digits_counts_and_one_without_amounts_lifts_no_ban():
    assert "jp-satisfaction" in rules("4人に3人が満足", "ja-JP")
    assert "jp-satisfaction" not in rules("4人に3人が満足", "ja-JP", claim="75%が満足", proof="2026年調べ")
    text = "A impatto climatico zero"
    assert rules(text, "it-IT", claim=text, proof="Compensato") == {"eu-climate-neutral"}


@pytest.mark.parametrize(
    ("text", "locale", "fact", "rule"),
    [
        ("The new update is here", "en-IE", "The update shortens battery life", "eu-update-harms"),
        ("Das Update ist da", "de-DE", "Das Update verkürzt die Laufzeit", "eu-update-harms"),
        ("La mise à jour est là", "fr-FR", "La mise à jour ralentit la montre", "eu-update-harms"),
        ("A printer for small desks", "en-IE", "Stops by itself after 5,000 pages", "eu-shortened-life"),
        ("Una impresora pequeña", "es-ES", "Se bloquea tras 5000 páginas", "eu-shortened-life"),
    ],
)
def test_what_is_known_of_a_product_may_make_its_advertising_unlawful(text, locale, fact, rule):
    assert rule in rules(text, locale, fact)
    assert rule not in rules(text, locale, "Made in Cork, 2026")


def test_an_update_that_says_what_it_takes_away_is_answered():
    assert (
        rules("The update is here: the battery lasts less, shortens by an hour", "en-IE", "The update shortens it")
        == set()
    )


def test_a_question_and_an_exclamation_mark_together_are_not_repeated_marks():
    assert rules("Rain?!", "en-GB", check=PLATFORM, platform="LINE") == set()
    assert rules("Rain?!?", "en-GB", check=PLATFORM, platform="LINE") == {"line-repeated-marks"}


def test_several_examples_of_one_language_are_read_and_what_is_no_table_is_told():
    head = '[[rules]]\nslug = "a"\ntitle = "t"\nwhy = "w."\nsource = "s"\n[rules.words.en]\nphrases = ["zz"]\n'
    two = '[[rules.examples.en-GB]]\nbreach = "zz"\n[[rules.examples.en-GB]]\nclean = "yy"\n'
    (pack,) = joined(read_packs({"a": head + two}))
    assert [(e.locale, e.breach, e.clean) for e in pack.rules[0].examples] == [("en-GB", "zz", ""), ("en-GB", "", "yy")]
    (broken,) = joined(read_packs({"a": head + "[rules.examples]\nen-GB = 3\n"}))
    assert "field examples: expected tables" in broken.faults[0]
