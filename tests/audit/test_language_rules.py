"""The market's language, nothing left over, nobody insulted, left out or exposed; and what only looks like it."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_pieces import KIT, item_of, told

from styleloop.audit.injection import Injection
from styleloop.audit.language import Language
from styleloop.language.foreign import foreign
from styleloop.language.leftovers import leftovers
from styleloop.language.offence import offences
from styleloop.language.personal import personal
from styleloop.types.audit import AuditItem
from styleloop.types.brand import Market
from styleloop.types.copy import Copy


def remarks(text, locale="en-GB", guardrail=None, **kit):
    item = AuditItem(
        subject="draft_1",
        words=Copy.of(headline=text),
        market=Market(locale=locale, name=locale, currency="EUR", legal_line=kit.pop("legal_line", "")),
        kit=KIT.model_copy(update=kit),
        day=date(2026, 11, 30),
    )
    (found,) = (guardrail or Language()).check([item])
    return [(f.rule, f.severity, f.span.text, f.fix) for f in found]


def ruled(text, locale="en-GB", **kit):
    return [(rule, severity) for rule, severity, _, _ in remarks(text, locale, **kit)]


@pytest.mark.parametrize(
    ("text", "locale", "said"),
    [
        ("Jetzt 20 % auf alle Sofas sparen", "en-GB", "Jetzt 20 % auf alle Sofas sparen"),
        ("Die neue Jacke ist da. Get it for the summer today.", "de-DE", "Get it for the summer today."),
        ("Spedizione gratuita", "en-GB", "Spedizione gratuita"),
        ("La giacca nuova per la pioggia", "es-ES", "La giacca nuova per la pioggia"),
        ("Made for you and your family", "ja-JP", "Made for you and your family"),
        ("今日特价，立即购买优惠", "ja-JP", "今日特价，立即购买优惠"),
        ("新しいコレクション", "de-DE", "新しいコレクション"),
        ("Ajouter au panier or save for later", "fr-FR", "or save for later"),
        ("In den Warenkorb and continue shopping", "de-DE", "and continue shopping"),
        ("給慢慢喝茶的人準備的杯子", "ja-JP", "給慢慢喝茶的人準備的杯子"),
    ],
)
def test_a_stretch_in_another_language_is_pointed_at(text, locale, said):
    assert [r[:3] for r in remarks(text, locale)] == [("wrong-language", "block", said)]


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("Just do it", "fr-FR"),
        ("iPhone 15 Pro Max", "ja-JP"),
        ("Best of Summer: Die schönsten Looks für dich", "de-DE"),
        ("C'est la vie, but drier", "en-GB"),
        ("Er sagte “the rain is in the hills” und ging", "de-DE"),
        ("Mitchell Baker, Executive Chair of the Board", "it-IT"),
        ("Vorsprung durch Technik", "en-GB"),
        ("Bed and Breakfast am See", "de-DE"),
        ("Un air de rock and roll dans la cuisine", "fr-FR"),
        ("北海道産天然水使用", "ja-JP"),
        ("給水、充電、完了", "ja-JP"),
    ],
)
def test_slogans_names_loanwords_and_quotations_stay(text, locale):
    assert remarks(text, locale) == []


def test_a_button_in_another_language_is_a_warning():
    assert remarks("Shop now", "es-ES") == [("untranslated-call", "warn", "Shop now", None)]
    assert remarks("Shop now") == []


def test_of_a_translation_the_check_of_translations_tells():
    words = Copy.of(headline="Jetzt 20 % auf alle Sofas sparen")
    assert told(Language(), item_of(words, source=words, source_locale="de-DE")) == ()


@pytest.mark.parametrize(
    ("text", "locale", "expected"),
    [
        ("Hello {name}", "en-GB", ("unfilled-gap", "block", "{name}", None)),
        ("Only [INSERT PRICE]", "en-GB", ("unfilled-gap", "block", "[INSERT PRICE]", None)),
        ("Ab %s Euro", "de-DE", ("unfilled-gap", "block", "%s", None)),
        ("Nur XX €", "de-DE", ("unfilled-gap", "block", "XX €", None)),
        ("【商品名】が新登場", "ja-JP", ("unfilled-gap", "block", "【商品名】", None)),
        ("Lorem ipsum", "en-GB", ("left-note", "block", "Lorem ipsum", None)),
        ("TODO: rewrite", "en-GB", ("left-note", "block", "TODO:", None)),
        ("schÃ¶n", "de-DE", ("garbled", "block", "Ã¶", "ö")),
        ("Straße, Stra?e", "de-DE", ("garbled", "block", "?", None)),
        ("Tom &amp; Ann", "en-GB", ("left-markup", "block", "&amp;", "&")),
        ("So <b>warm", "en-GB", ("left-markup", "block", "<b>", "")),
        ("Over the the hill", "en-GB", ("doubled-word", "warn", "the the", "the")),
    ],
)
def test_what_was_left_over_is_told_with_what_should_stand_there(text, locale, expected):
    assert remarks(text, locale) == [expected]


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("TODO INCLUIDO", "es-ES"), ("100% wool, 20 % off, size XXL", "en-GB"),
        ("Frauen, die die Berge lieben", "de-DE"),
        ("Vous vous sentez au sec", "fr-FR"), ("TK Maxx", "en-GB"), ("Null Zucker", "de-DE"),
        ("R&D, M&S, 5* rated", "en-GB"),
    ],
)  # fmt: skip
def test_what_only_looks_left_over_stays(text, locale):
    assert remarks(text, locale) == []


@pytest.mark.parametrize(
    "text", ["fuck", "sh*t", "f u c k", "sh1t", "fuuuck", "f*** it", "$hit", "fu\u200bck", "b!tch"]
)
def test_a_rude_word_is_found_in_any_disguise(text):
    assert ruled(f"What {text} here") == [("profanity", "block")]


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("Scunthorpe, Essex, a cocktail, a peacock and Moby-Dick", "en-GB"),
        ("Dick gefüttert, mit Schwanzfedern", "de-DE"),
        ("Une dispute, une salopette, un pique-nique, un cul-de-sac", "fr-FR"), ("Café con leche", "es-ES"),
        ("Spaghetti alla puttanesca a Troia", "it-IT"), ("やくそく、バカンス、コロンブス", "ja-JP"),
    ],
)  # fmt: skip
def test_what_only_holds_a_rude_word_stays(text, locale):
    assert remarks(text, locale) == []


def test_a_bitch_among_puppies_is_a_warning():
    assert ruled("The bitch had six puppies") == [("profanity", "warn")]
    assert ruled("Move, bitch") == [("profanity", "block")]


@pytest.mark.parametrize(
    ("text", "locale", "said", "better"),
    [
        ("Our chairman", "en-GB", "chairman", "chair"),
        ("wheelchair-bound", "en-GB", "wheelchair-bound", "wheelchair user"),
        ("Die Putzfrau", "de-DE", "Putzfrau", "Reinigungskraft"),
        ("les handicapés", "fr-FR", "les handicapés", "personnes"),
        ("el minusválido", "es-ES", "minusválido", "persona con"), ("i disabili", "it-IT", "i disabili", "persone con"),
        ("看護婦さん", "ja-JP", "看護婦", "看護師"),
    ],
)  # fmt: skip
def test_a_word_that_leaves_people_out_is_a_warning_with_a_better_one(text, locale, said, better):
    (finding,) = told(
        Language(), item_of(Copy.of(headline=text), market=Market(locale=locale, name="m", currency="EUR"))
    )
    assert (finding.rule, finding.severity, finding.span.text) == ("excluding-word", "warn", said)
    assert better in finding.message


@pytest.mark.parametrize("text", ["Tie the guys", "Five guys", "Guy Fawkes", "The blind spot", "Liebe Kunden"])
def test_what_only_resembles_such_a_word_stays(text):
    assert remarks(text) == []


@pytest.mark.parametrize(
    ("text", "locale", "expected"),
    [
        ("Write to jane.smith@gmail.com", "en-GB", ("personal-address", "block")),
        ("Call Jane on 07700 900123", "en-GB", ("telephone", "block")),
        ("Tel. 030 123456-78", "de-DE", ("telephone", "warn")),
        ("090-1234-5678まで", "ja-JP", ("telephone", "block")),
        ("IBAN DE89 3704 0044 0532 0130 00", "de-DE", ("personal-number", "block")),
        ("4111 1111 1111 1111", "en-GB", ("personal-number", "block")),
        ("DNI 12345678Z", "es-ES", ("personal-number", "block")),
        ("RSSMRA85M01H501Q", "it-IT", ("personal-number", "block")),
        ("Anna Müller, Lindenstraße 12", "de-DE", ("personal-address", "block")),
        ("Jane Smith, born 12 March 1985", "en-GB", ("birthday", "block")),
    ],
)
def test_data_of_a_person_are_told(text, locale, expected):
    assert ruled(text, locale) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "DE89 3704 0044 0532 0130 01", "4111 1111 1111 1112", "Call 0800 123 4567", "Write to info@tarn.example",
        "Visit us at 12 Baker Street", "Founded 12 March 1985", "From 01.12.2026-05.12.2026", "EAN 4006381333931",
    ],
)  # fmt: skip
def test_numbers_that_fail_their_check_and_what_is_a_houses_stay(text):
    assert remarks(text, sites=("tarn.example",)) == []


def test_the_brands_own_numbers_stand_among_its_sites():
    assert ruled("Ring 020 7946 0018") == [("telephone", "warn")]
    assert ruled("Ring 020 7946 0018", sites=("+44 20 7946 0018",)) == []


def test_slips_are_told_once_and_attacks_by_injection():
    for slip in ("Tom &amp; <b>x</b>", "{{name}}", "TODO: add headline", "jane.smith@gmail.com", "<PRODUCT>"):
        assert remarks(slip)
        assert remarks(slip, guardrail=Injection(), sites=("tarn.example",)) == []
    assert remarks("<script>x</script>", guardrail=Injection())
    assert [r[:2] for r in remarks("無\u200b料", "ja-JP", guardrail=Injection())] == [("unseen-characters", "warn")]


def test_the_markets_legal_line_is_not_read():
    assert remarks("It rained. Fly the <b>kite</b>", legal_line=" Fly the <b>kite</b>") == []


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=80), st.sampled_from(["en-GB", "de-DE", "ja-JP", "ar-AE"]))
def test_whatever_stands_there_every_place_is_inside_it(text, locale):
    for found in (*foreign(text, locale), *leftovers(text, locale), *offences(text, locale), *personal(text, locale)):
        assert 0 <= found.start < found.end <= len(text)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**15 - 1))
def test_of_sixteen_digits_one_check_digit_makes_a_card(number):
    body = f"4{number:015d}"[:15]
    cards = [d for d in "0123456789" if any(p.kind == "card" for p in personal(f"no. {body}{d}", "en-GB"))]
    assert len(cards) == 1
