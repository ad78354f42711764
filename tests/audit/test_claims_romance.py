"""Claims in French, Spanish and Italian: what claims is found, what only looks so is not, and facts back the rest."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_pieces import item_of, rules, told

from styleloop.audit.claims import Claims
from styleloop.audit.expiry import Expiry
from styleloop.language.numbers import quantities
from styleloop.types.brand import Claim, Localised, Market
from styleloop.types.copy import Copy
from styleloop.types.product import Fact, NounPhrase, Price, Product
from styleloop.types.record import Where

DAY = date(2026, 11, 30)
MARKETS = {
    locale: Market(locale=locale, name=locale, currency="EUR") for locale in ("fr-FR", "es-ES", "it-IT", "fr-CA")
}
LABELLED = Path(__file__).parent / "labelled_own_romance.jsonl"


def said(text, locale, *, facts=(), claims=(), price=None, slot="headline", check=None, **more):
    prices = (Price(market=locale, amount=price, currency="EUR"),) if price else ()
    product = Product(
        sku="thing",
        names=(NounPhrase(locale=locale[:2], text="Tarn"),),
        facts=facts,
        prices=prices,
        source=Where(file="products.toml"),
    )
    copy = Copy.of(**{slot: text, **more})
    item = item_of(copy, market=MARKETS[locale], day=DAY, product=product, claims=tuple(claims), rendering=None)
    return told(check or Claims(), item)


def fact(text, locale, number=None, unit=""):
    labels = ((locale[:2], text),) if text else ()
    return Fact(
        key="fact", kind="material", labels=labels, number=number, unit=unit, evidence="Sheet", status="confirmed"
    )


def claim(text, locale, **changes):
    given = {"slug": "claim", "wordings": (Localised(locale=locale, text=text),), "proof": "Test"}
    return Claim(**{**given, "markets": (locale,), **changes})


# Words that claim ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("locale", "text", "rule"),
    [
        ("fr-FR", "La veste la plus légère du marché.", "superlative"),
        ("fr-FR", "LA VESTE LA PLUS LEGERE DU MARCHE", "superlative"),
        ("fr-FR", "L’unique gourde qui tienne.", "superlative"),
        ("fr-FR", "Le « meilleur » sac.", "superlative"),
        ("fr-FR", "La me\u200billeure gourde.", "superlative"),
        ("fr-FR", "#LaMeilleureGourde", "superlative"),
        ("fr-FR", "Elle ne fuit jamais.", "absolute"),
        ("fr-FR", "Plus chaude que la concurrence.", "comparison"),
        ("fr-FR", "Satisfait ou remboursé.", "guarantee"),
        ("fr-FR", "Grаtuit.", "free"),  # a Cyrillic letter
        ("fr-FR", "Port offert.", "free"),
        ("fr-FR", "Soulage le mal de dos.", "health"),
        ("fr-FR", "Sans danger pour les enfants.", "safety"),
        ("fr-FR", "Neutre en carbone.", "environmental"),
        ("fr-FR", "Neuf dermatologues sur dix la recommandent.", "endorsement"),
        ("fr-FR", "Étanche.", "performance"),
        ("fr-FR", "Depuis 1923.", "time_tested"),
        ("es-ES", "La mejor chaqueta.", "superlative"),
        ("es-ES", "LA CHAQUETA MAS LIGERA", "superlative"),
        ("es-ES", "El nº 1 en ventas.", "superlative"),
        ("es-ES", "No hay nada mejor.", "superlative"),
        ("es-ES", "Nunca gotea.", "absolute"),
        ("es-ES", "Dos veces más caliente que la otra.", "comparison"),
        ("es-ES", "Si no te gusta, te devolvemos el dinero.", "guarantee"),
        ("es-ES", "ENVIO GRATUITO", "free"),
        ("es-ES", "Alivia el dolor de espalda.", "health"),
        ("es-ES", "Segura para los niños.", "safety"),
        ("es-ES", "Respetuosa con el planeta.", "environmental"),
        ("es-ES", "Recomendada por médicos.", "endorsement"),
        ("es-ES", "Impermeable.", "performance"),
        ("es-ES", "Desde hace 50 años.", "time_tested"),
        ("it-IT", "Il miglior zaino.", "superlative"),
        ("it-IT", "Lo zaino più leggero.", "superlative"),
        ("it-IT", "L’unica borraccia che serve.", "superlative"),
        ("it-IT", "Non perde mai.", "absolute"),
        ("it-IT", "Meglio di un ombrello.", "comparison"),
        ("it-IT", "Soddisfatti o rimborsati.", "guarantee"),
        ("it-IT", "In omaggio una tazza.", "free"),
        ("it-IT", "Cura il raffreddore.", "health"),
        ("it-IT", "Sicura per i bambini.", "safety"),
        ("it-IT", "A impatto zero.", "environmental"),
        ("it-IT", "Consigliata dai medici.", "endorsement"),
        ("it-IT", "Infrangibile.", "performance"),
        ("it-IT", "Testata in laboratorio.", "time_tested"),
        ("fr-FR", "Rien ne lave plus blanc.", "superlative"),
        ("es-ES", "Borra las arrugas.", "health"),
        ("it-IT", "Nessun concorrente fa altrettanto.", "superlative"),
    ],
)
def test_words_that_claim_block(locale, text, rule):
    found = said(text, locale)
    assert f"unsupported-{rule}" in rules(found)
    assert {f.severity for f in found} == {"block"}


CLEAN = {
    "fr-FR": [
        "Paiement sécurisé.",
        "La sécurité du paiement d’abord.",
        "Un sac vert sapin.",
        "Appel non gratuit.",
        "Mon meilleur ami est un chien.",
        "À consommer de préférence avant le 12/03/2027.",
        "À quatre mains.",
        "Se plier en quatre ? Elle, oui.",
        "12, rue de la Paix.",
        "Au n° 1, rue Royale.",
        "Appelez le 01 23 45 67 89.",
        "Ouvert de 9 h à 18 h.",
        "Rendez-vous à 14 h 30.",
        "Du 3 au 12 mars.",
        "Le 1er mai, fermé.",
        "En 2026, on marche.",
        "Taille 42, pointure 39.",
        "Comme neuf.",
        "Le plus souvent, il pleut.",
        "Ce n’est pas la meilleure veste du monde.",
        "Cette veste n’est pas imperméable.",
        "Aucune garantie de soleil.",
        "Bien sûr, il pleut.",
        "Plus tard, peut-être.",
        "Dans les années 90.",
        "Les étapes 1 à 3.",
        "Un livre : « Le meilleur des mondes ».",
        "Mieux vaut tard que jamais.",
        "75011 Paris.",
        "Numéro vert : 0 800 123 456.",
        "Six mois plus tard.",
        "Version 64 bits.",
        "Ouvert 7j/7.",
    ],
    "es-ES": [
        "Pago seguro.",
        "Verde botella.",
        "El mejor momento para salir.",
        "Mejor dicho, un paraguas.",
        "A lo mejor llueve.",
        "Consumir preferentemente antes del 12/03/2027.",
        "A cuatro manos.",
        "Calle Mayor, 12.",
        "Llámanos al 91 123 45 67.",
        "Abierto de 9 a 18 h.",
        "Nos vemos a las 14:30.",
        "El 1.º de mayo cerramos.",
        "Talla 42.",
        "Mi mejor amiga.",
        "No es la mejor chaqueta del mundo.",
        "Este té no cura el resfriado.",
        "Estoy seguro de que llueve.",
        "Mil gracias.",
        "Nunca es tarde.",
        "Un cuarto acogedor.",
        "Los años noventa.",
        "Más o menos azul.",
        "Sano y salvo.",
        "En 2026.",
    ],
    "it-IT": [
        "Pagamento sicuro.",
        "Verde bottiglia.",
        "Il mio migliore amico.",
        "A più tardi.",
        "In quattro e quattr'otto.",
        "Da consumarsi preferibilmente entro il 12/03/2027.",
        "A quattro mani.",
        "Via Roma 12.",
        "Piazza Duomo, 1.",
        "Chiamaci allo 02 1234567.",
        "Aperto dalle 9 alle 18.",
        "Il 1º maggio, chiuso.",
        "Taglia 42.",
        "Sicuro di sé.",
        "L’ultimo pezzo, unico rimasto.",
        "Prima colazione inclusa.",
        "Il primo caffè.",
        "Tempo libero.",
        "Sei pronta?",
        "Non è la giacca più leggera del mondo.",
        "Questo tè non cura il raffreddore.",
        "Negli anni ’90.",
        "Un terzo posto.",
        "Meglio tardi che mai.",
        "Due passi.",
        "Più o meno blu.",
        "Nel 2026.",
    ],
}


@pytest.mark.parametrize(("locale", "text"), [(locale, text) for locale, texts in CLEAN.items() for text in texts])
def test_what_only_looks_like_a_claim_is_left_alone(locale, text):
    assert said(text, locale) == ()


def test_a_claim_split_between_headline_and_body_is_found():
    found = said("Elle est la plus", "fr-FR", body="légère de toutes.")
    assert rules(found) == ["unsupported-superlative"]


# Amounts -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("locale", "text", "value", "unit"),
    [
        ("fr-FR", "quatre-vingt-dix-sept pour cent", "97", "%"),
        ("fr-FR", "soixante et onze grammes", "71", "g"),
        ("fr-FR", "deux mille trois cents mètres", "2300", "m"),
        ("fr-FR", "1\u202f234,56 €", "1234.56", "EUR"),
        ("fr-FR", "12€50", "12.50", "EUR"),
        ("fr-CA", "12,50 dollars", "12.50", "CAD"),
        ("fr-FR", "12\u202f%", "12", "%"),
        ("fr-FR", "plus d’1,5 l", "1.5", "l"),
        ("fr-FR", "trois quarts de litre", "0.75", "l"),
        ("fr-FR", "un demi-litre", "0.5", "l"),
        ("fr-FR", "une heure et demie", "1.5", "h"),
        ("fr-FR", "trois clients sur quatre", "75", "%"),
        ("fr-FR", "neuf poches", "9", "pieces"),
        ("es-ES", "dos mil trescientos cuarenta y cinco gramos", "2345", "g"),
        ("es-ES", "treinta y una horas", "31", "h"),
        ("es-ES", "1.234,56 euros", "1234.56", "EUR"),
        ("es-ES", "tres de cada cuatro", "75", "%"),
        ("es-ES", "un kilo y medio", "1.5", "kg"),
        ("es-ES", "cien por cien", "100", "%"),
        ("it-IT", "trecentoquarantotto grammi", "348", "g"),
        ("it-IT", "duemilacinquecento metri", "2500", "m"),
        ("it-IT", "nove donne su dieci", "90", "%"),
        ("it-IT", "10 mila euro", "10000", "EUR"),
        ("it-IT", "tre quarti d’ora", "0.75", "h"),
        ("it-IT", "mezz’ora", "0.5", "h"),
        ("it-IT", "sei ore", "6", "h"),
    ],
)
def test_amounts_are_read_as_people_write_them(locale, text, value, unit):
    (found,) = [one for one in quantities(text, locale) if one.stated]
    assert (found.value, found.unit) == (Decimal(value), unit)


FRENCH = [
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
]
FRENCH += ["dix-sept", "dix-huit", "dix-neuf", "vingt"]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 9), st.integers(1, 20))
def test_french_numbers_from_sixty_on_follow_their_own_count(score, rest):
    head = ("soixante", 60) if score < 5 else ("quatre-vingt", 80)
    if rest == 20 or (score < 5 and rest in (1, 11)):
        return
    (found,) = quantities(f"{head[0]}-{FRENCH[rest - 1]} grammes", "fr-FR")
    assert found.value == head[1] + rest


@pytest.mark.parametrize(
    ("locale", "text", "told_by"),
    [
        ("fr-FR", "Quatre cent dix grammes.", ("Pèse 410 g", 410, "g")),
        ("es-ES", "0,41 kg en la mano.", ("Pesa 410 g", 410, "g")),
        ("it-IT", "Circa 400 g.", ("Pesa 410 g", 410, "g")),
        ("fr-FR", "10 000 mm de colonne d’eau.", ("Colonne d’eau", 10000, "mm_wc")),
        ("es-ES", "Dos bolsillos.", ("Dos bolsillos con cremallera", 2, "pieces")),
        ("it-IT", "Mezzo litro.", ("Capacità 500 ml", 500, "ml")),
        ("fr-FR", "Deux parois.", ("Two walls", 2, "pieces")),
        ("it-IT", "24 ore al caldo.", ("", 24, "h")),
    ],
)
def test_a_fact_backs_its_number_in_any_unit_word_or_language(locale, text, told_by):
    words, number, unit = told_by
    assert said(text, locale, facts=(fact(words, locale, number, unit),)) == ()
    assert rules(said(text, locale)) == ["unsupported-number"]


@pytest.mark.parametrize(
    ("locale", "text"), [("fr-FR", "Trois poches."), ("es-ES", "Tres bolsillos."), ("it-IT", "Tre tasche.")]
)
def test_another_count_blocks(locale, text):
    noun = text.split()[1].rstrip(".")
    assert rules(said(text, locale, facts=(fact(f"2 {noun}", locale, 2, "pieces"),))) == ["unsupported-number"]


@pytest.mark.parametrize(
    ("locale", "right", "wrong"),
    [
        ("fr-FR", "Quarante-cinq euros.", "42 € seulement."),
        ("es-ES", "Cuarenta y cinco euros.", "42 euros."),
        ("it-IT", "€ 45,00.", "Quarantadue euro."),
    ],
)
def test_the_price_is_the_price(locale, right, wrong):
    assert said(right, locale, price=45) == ()
    assert rules(said(wrong, locale, price=45)) == ["wrong-price"]


# The register --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("locale", "wording", "text"),
    [
        ("fr-FR", "Le plus léger de sa catégorie", "La veste la plus légère de sa catégorie."),
        ("fr-FR", "9 femmes sur 10 la recommandent", "Neuf femmes sur dix la recommandent."),
        ("fr-FR", "Plus de 9 000 abonnés", "Plus de neuf mille abonnés."),
        ("es-ES", "Garantía de 2 años", "Garantía de dos años."),
        ("es-ES", "Tres de cada cuatro clientes repiten", "El 75 % repite."),
        ("it-IT", "Lo zaino più leggero d’Italia", "D’Italia, lo zaino più leggero."),
        ("it-IT", "Garanzia di 2 anni", "Garanzia di due anni."),
    ],
)
def test_a_registered_claim_backs_it_while_it_holds(locale, wording, text):
    assert said(text, locale, claims=[claim(wording, locale)]) == ()
    assert said(text, locale) != ()


@pytest.mark.parametrize(
    "changes", [{"markets": ("fr-CA",)}, {"ends": date(2026, 6, 30)}, {"starts": date(2027, 1, 1)}]
)
def test_a_claim_of_another_market_or_day_backs_no_other_words(changes):
    held = claim("Le plus léger de sa catégorie", "fr-FR", **changes)
    assert rules(said("La veste la plus légère de sa catégorie.", "fr-FR", claims=[held])) == [
        "unsupported-superlative"
    ]


def test_another_superlative_than_the_registered_one_blocks():
    light = claim("La gourde la plus légère d’Europe", "fr-FR")
    found = said("La gourde la plus solide d’Europe, légère aussi.", "fr-FR", claims=[light])
    assert "unsupported-superlative" in rules(found)


def test_another_year_than_the_facts_blocks():
    founded = fact("Depuis 1924", "fr-FR")
    assert said("Depuis 1924.", "fr-FR", facts=(founded,)) == ()
    assert rules(said("Depuis 1923.", "fr-FR", facts=(founded,))) == ["unsupported-time_tested"]


def test_without_sugar_is_backed_by_what_it_is_made_of():
    assert rules(said("Sans sucre.", "fr-FR")) == ["unsupported-health"]
    assert said("Sans sucre.", "fr-FR", facts=(fact("Sans sucre ajouté", "fr-FR"),)) == ()


# Labelled lines ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "row", [json.loads(line) for line in LABELLED.read_text("utf-8").splitlines()], ids=lambda r: r["id"]
)
def test_labelled_lines(row):
    locale, prices = row["market"], [f["number"] for f in row["facts"] if f.get("unit") == "EUR"]
    facts = tuple(
        fact(f["text"], locale, f.get("number"), f.get("unit", "")) for f in row["facts"] if f.get("unit") != "EUR"
    )
    claims = [claim(c["wording"], c["locale"], markets=tuple(c["markets"])) for c in row["claims"]]
    given = {"facts": facts, "claims": claims, "price": prices[0] if prices else None}
    found = said(row["text"], locale, **given) or said(row["text"], locale, **given, check=Expiry())
    assert bool(found) == bool(row["expect"]), (row["breach"], found)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(["fr-FR", "es-ES", "it-IT"]), st.text("aeéè l'’-1234,. €%ùn°qu", max_size=80))
def test_any_text_is_read_without_a_fault(locale, text):
    for found in said(text, locale):
        assert text[found.span.start : found.span.end] == found.span.text
