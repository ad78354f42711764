"""What is known of the product counts for its law, and what no registration makes lawful."""

import pytest
from test_legal_further import rules


@pytest.mark.parametrize(
    ("text", "locale", "fact", "rule"),
    [
        ("Notre rouge, pour ce soir", "fr-FR", "Vin rouge, 75 cl", "fr-alcohol-line-known"),
        ("Un bicchiere fa bene al cuore", "it-IT", "Vino rosso, 13 % vol", "alcohol-health-claim"),
        ("Rotten day? Open a bottle and forget it", "en-GB", "Red wine, 75 cl", "alcohol-effects"),
        ("“They carried me home.” Dana", "en-US", "Dana received the boots and a fee", "us-paid-known"),
        ("„Er trägt sich wie nichts.“ Lena", "de-DE", "Lena erhielt ein Honorar", "eu-paid-known"),
        ("友人の愛用品を紹介します", "ja-JP", "投稿者は広告主から報酬を受けている", "jp-stealth-known"),
        ("夜のうちにシミが消える", "ja-JP", "化粧品（美容液）", "jp-cosmetic"),
    ],
)
def test_a_fact_makes_the_words_a_matter_of_its_law(text, locale, fact, rule):
    assert rule in rules(text, locale, fact)
    assert rule not in rules(text, locale, "Cotton, Baumwolle, coton, cotone, 木綿")


@pytest.mark.parametrize(
    ("text", "locale", "fact"),
    [
        ("Notre rouge. L'abus d'alcool est dangereux pour la santé.", "fr-FR", "Vin rouge, 75 cl"),
        ("Des verres qui tintent", "fr-FR", "Verres à vin rouge, 45 cl"),
        ("Un rosso per la domenica", "it-IT", "Vino rosso, 13 % vol"),
        ("Ad: “They carried me home.” Dana", "en-US", "Dana received the boots and a fee"),
        ("Boots, resoled for free", "en-US", "Dana received the boots and a fee"),
        ("„Er trägt sich wie nichts.“ Lena", "de-DE", "Porto bezahlt der Empfänger"),
        ("【PR】友人の愛用品を紹介します", "ja-JP", "投稿者は広告主から報酬を受けている"),
    ],
)
def test_the_line_answers_and_other_facts_make_nothing_of_it(text, locale, fact):
    assert rules(text, locale, fact) == set()


@pytest.mark.parametrize(
    ("text", "locale", "rule", "proof"),
    [
        ("Klimaneutral Kaffee trinken", "de-DE", "eu-climate-neutral", "Ökobilanz nach ISO 14067, ohne Kompensation"),
        ("Lessive respectueuse de l’environnement", "fr-FR", "eu-generic-green", "Écolabel européen FR/020/014"),
        ("The planet-friendly mug", "en-IE", "eu-generic-green", "EU Ecolabel 018/042"),
    ],
)
def test_a_registered_wording_lifts_a_ban_only_with_the_proof_that_the_law_wants(text, locale, rule, proof):
    assert rules(text, locale, claim=text, proof="Zertifikat über Ausgleich") == {rule}
    assert rules(text, locale, claim=text, proof=proof) == set()


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("De 349 € à 249 €", "fr-FR"),
        ("420 € → 315 €", "it-IT"),
        ("1.299,00 €, jetzt nur 999 €", "de-DE"),
        ("~~39 €~~ 29 €", "es-ES"),
        ("9,800円が4,900円に", "ja-JP"),
    ],
)
def test_a_price_and_then_a_lower_one_is_a_reduction(text, locale):
    assert rules(text, locale) & {"eu-price-reduction", "jp-double-price"}


@pytest.mark.parametrize(
    ("text", "locale"), [("Da 20 € a 50 €", "it-IT"), ("Von 999 € auf 1.299 €", "de-DE"), ("39 €, now 45 €", "en-IE")]
)
def test_a_range_or_a_rise_is_none(text, locale):
    assert rules(text, locale) == set()


def test_the_higher_price_may_be_the_one_that_a_fact_states():
    fact = "Niedrigster Preis der letzten 30 Tage: 59 €"
    assert rules("39 € statt 59 €", "de-DE", fact) == set()
    assert rules("39 € statt 69 €", "de-DE", fact) == {"eu-price-reduction"}


def test_a_fact_that_denies_the_wording_does_not_back_it():
    assert "jp-double-price" in rules("通常価格9,800円", "ja-JP", "通常価格9,800円ではありません")
