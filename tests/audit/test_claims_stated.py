"""What a confirmed fact backs by its wording, and what claims nothing: answers, denials, idle hours, legal lines."""

import pytest
from sample_pieces import DAY, KIT

from styleloop.audit.claims import Claims
from styleloop.language.claims import claim_spans
from styleloop.language.namesakes import is_another_noun
from styleloop.types.audit import AuditItem
from styleloop.types.brand import Market
from styleloop.types.copy import Copy
from styleloop.types.product import Fact, NounPhrase, Product
from styleloop.types.record import Where

LOCALES = {"en": "en-GB", "de": "de-DE", "fr": "fr-FR", "es": "es-ES", "it": "it-IT", "ja": "ja-JP"}
CURRENCIES = {"en": "GBP", "ja": "JPY"}


def objected(language, text, fact, status="confirmed"):
    """Rules that object to `text` where the product has one fact of those words."""
    known = Fact(key="fact", kind="performance", labels=((language, fact),), status=status, evidence="a file")
    product = Product(
        sku="thing", names=(NounPhrase(locale=language, text="thing"),), facts=(known,), source=Where(file="products")
    )
    market = Market(locale=LOCALES[language], name="Market", currency=CURRENCIES.get(language, "EUR"))
    item = AuditItem("piece", Copy.of(body=text), market, KIT, DAY, product=product)
    return {finding.rule for finding in Claims().check([item])[0]}


def kinds(language, text):
    return [span.kind for span in claim_spans(text, LOCALES[language]) if not span.puffery]


FREE = {
    "en": ("Free delivery on orders over £50", "Shipping is free from £50.", "Free returns over £50"),
    "de": ("Kostenlose Lieferung ab 50 €", "Ab 50 € liefern wir gratis.", "Kostenlose Lieferung für alle"),
    "fr": ("Livraison offerte dès 50 € d’achat", "Frais de port offerts dès 50 €", "Livraison gratuite dès 30 €"),
    "es": ("Envío gratis desde 50 € de compra", "La entrega es gratuita desde 50 €.", "Devoluciones gratis desde 50 €"),
    "it": ("Spedizione gratuita da 50 € di spesa", "Consegna gratis da 50 €", "Reso gratuito da 50 €"),
    "ja": ("5,000円以上のご注文で送料無料", "送料は5,000円から無料です", "全品送料無料"),
}
GUARANTEE = {
    "en": ("Guarantee of 24 months", "A two-year guarantee, in plain words.", "Money-back guarantee"),
    "de": ("Garantie: 24 Monate", "Zwei Jahre Garantie", "Geld-zurück-Garantie"),
    "fr": ("Garantie 24 mois", "Garanti deux ans", "Satisfait ou remboursé"),
    "es": ("Garantía de 24 meses", "Dos años de garantía", "Garantía de por vida"),
    "it": ("Garanzia di 24 mesi", "Due anni di garanzia", "Garanzia a vita"),
    "ja": ("保証期間24か月", "2年保証つきです", "永久保証"),
}
PAST = {
    "en": ("Founded in 1951", "Since 1951 we have built planes.", "Since 1905 we have built planes."),
    "de": ("Gegründet 1951", "Seit über 70 Jahren bauen wir Flugzeuge.", "Seit 150 Jahren bauen wir Flugzeuge."),
    "fr": ("Maison fondée en 1951", "Depuis 1951, on colle.", "Depuis 1930, on colle."),
    "es": ("Fundada en 1951", "Desde 1951 hacemos aviones.", "Desde 1921 hacemos aviones."),
    "it": ("Fondata nel 1951", "Da oltre 70 anni incolliamo.", "Dal 1920 incolliamo."),
    "ja": ("1951年に創業", "創業1951年", "創業1920年"),
}
SHARE = {
    "en": ("50 % fewer clicks", "Half the clicks", "A quarter of the clicks"),
    "de": ("33 % weniger Zucker", "Ein Drittel weniger Zucker", "Ein Viertel weniger Zucker"),
    "fr": ("50 % de clics en moins", "Deux fois moins de clics", "Trois fois moins de clics"),
    "es": ("El 75 % pedalea con lluvia", "Tres cuartas partes pedalean", "Dos terceras partes pedalean"),
    "it": ("Mantiene il calore fino a 12 ore", "Tiene il tè caldo fino a 12 ore.", "Tiene il tè caldo fino a 20 ore."),
    "ja": ("カップの返却率75%", "カップは4個に3個が戻ります", "カップは3個に2個が戻ります"),
}


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize("told", [FREE, GUARANTEE, PAST, SHARE], ids=["free", "guarantee", "past", "share"])
def test_a_confirmed_fact_backs_what_it_says_itself_and_no_more(told, language):
    fact, same, wider = told[language]
    assert not objected(language, same, fact)
    assert objected(language, wider, fact)


def test_what_a_file_only_states_backs_no_offer_and_no_guarantee():
    assert "unsupported-free" in objected("en", "Free delivery", "Free delivery", status="stated")
    assert "unsupported-guarantee" in objected("de", "2 Jahre Garantie", "2 Jahre Garantie", status="stated")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Is this the best chair in the world? Probably not."),
        ("de", "Der beste Kaffee der Stadt? Fragen Sie die Katze."),
        ("fr", "La meilleure chaise du monde ? Sans doute pas."),
        ("es", "¿El mejor sofá? Pregúntaselo al gato."),
        ("it", "La sedia migliore del mondo? Probabilmente no."),
        ("ja", "最高のソファ？それは、猫に聞いてください。"),
        ("en", "This hammock isn’t made for three"),
        ("de", "Kein Sofa für drei"),
        ("fr", "Ce hamac n’est pas fait pour trois"),
        ("es", "Esta hamaca no es para tres"),
        ("it", "Questa amaca non è per tre"),
        ("ja", "このハンモックは三人用ではありません"),
        ("en", "Half an hour of silence in the morning."),
        ("de", "Eine halbe Stunde Ruhe am Morgen."),
        ("fr", "Une demi-heure de silence le matin."),
        ("es", "Media hora de silencio por la mañana."),
        ("it", "Mezz’ora di silenzio al mattino."),
        ("ja", "朝の30分の静けさ。"),
        ("fr", "L’abus d’alcool est dangereux pour la santé, à consommer avec modération."),
        ("fr", "Un crédit vous engage et doit être remboursé."),
        ("de", "Am besten erst lüften, dann einräumen."),
        ("fr", "Le meilleur, c’est la sieste d’après"),
        ("es", "Lo mejor es la tapa."),
        ("it", "Il meglio è il coperchio."),
        ("ja", "いちばんいいのは、ふたです"),
        ("es", "Llámanos al 612 345 678."),
        ("en", "No need to look further than the garden."),
        ("de", "Niemand muss länger warten."),
    ],
)
def test_it_claims_nothing(language, text):
    assert kinds(language, text) == []


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("en", "The best coffee in town? No question.", "superlative"),
        ("ja", "最高のソファではありませんか。", "superlative"),
        ("de", "Nicht nur für zwei, für drei", "number"),
        ("en", "Half an hour of battery life", "number"),
        ("fr", "Notre vin est bon pour la santé.", "health"),
        ("fr", "Le prix le plus bas de France", "superlative"),
        ("de", "Am besten bewertet", "superlative"),
        ("en", "Nothing holds heat longer.", "superlative"),
        ("de", "Nichts hält länger warm.", "superlative"),
        ("fr", "Rien ne tient plus longtemps au chaud.", "superlative"),
        ("es", "Nada mantiene el calor más tiempo.", "superlative"),
        ("it", "Niente tiene il caldo più a lungo.", "superlative"),
        ("ja", "これより軽い椅子はありません", "superlative"),
        ("en", "The brush that dentists swear by", "endorsement"),
        ("de", "Das Futter, das Tierärzte empfehlen", "endorsement"),
        ("fr", "La brosse que conseillent les dentistes", "endorsement"),
        ("es", "El pienso que recomiendan los veterinarios.", "endorsement"),
        ("it", "Lo spazzolino che usano i dentisti", "endorsement"),
        ("ja", "歯医者さんも使う歯ブラシ", "endorsement"),
        ("en", "The helmet in which nothing can happen to you", "safety"),
        ("de", "Der Helm, mit dem Ihnen nichts passieren kann", "safety"),
        ("fr", "Avec ce casque, vous ne risquez rien.", "safety"),
        ("es", "El casco con el que no te puede pasar nada", "safety"),
        ("it", "Il casco con cui non ti può succedere niente", "safety"),
        ("ja", "けがの心配がない自転車です", "safety"),
    ],
)
def test_it_claims(language, text, kind):
    assert kind in kinds(language, text)


@pytest.mark.parametrize(
    ("language", "text", "fact"),
    [
        ("es", "La bici urbana de 9 kilos", "Peso 11,4 kg"),
        ("it", "La bici da 9 chili", "Peso 11,4 kg"),
        ("fr", "Le vélo de 9 kilos", "Poids 11,4 kg"),
        ("de", "Ein Gewicht von 9 Kilo", "Gewicht 11,4 kg"),
    ],
)
def test_of_is_no_lower_bound(language, text, fact):
    assert objected(language, text, fact) == {"unsupported-number"}
    assert not objected(language, text.replace("9", "11,4"), fact)


def test_addresses_count_nothing():
    assert not objected("de", "Unser Laden: Am Markt 1, zweiter Hof links.", "Ein Laden")
    assert objected("de", "Im Paket 3 Messer", "Ein Laden") == {"unsupported-number"}


@pytest.mark.parametrize(
    ("text", "another"),
    [
        ("Die Rabatte am Zaun wartet auf Regen.", True),
        ("In der Rabatte steht ein Zwerg.", True),
        ("Die Rabatte gelten bis Montag.", False),
        ("Jetzt die Rabatte sichern", False),
        ("Die Höhe der Rabatte steht fest.", False),
    ],
)
def test_a_flower_bed_is_no_discount(text, another):
    at = text.index("Rabatte")
    assert is_another_noun(text, at, at + len("Rabatte"), "Rabatt", "de-DE") is another


def test_a_model_number_in_capitals_is_read():
    assert kinds("de", "Der W1234 als Lampe") == []
