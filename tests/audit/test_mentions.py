"""A word that is not to be said, however it is said."""

import pytest
from sample_pieces import GERMANY, KIT, item_of, mended, told

from styleloop.audit.terms import Terms
from styleloop.language.mentions import mentions
from styleloop.types.brand import Term
from styleloop.types.copy import Copy


def found(text, word, locale):
    return [(text[m.start : m.end], m.how) for m in mentions(text, word, locale)]


FORMS = [
    ("en-GB", "utilise", "Utilising, utilised, utilises.", ["Utilising", "utilised", "utilises"]),
    ("en-GB", "cheap", "Cheapest. It cheapens nothing; cheaply made.", ["Cheapest", "cheaply"]),
    ("en-GB", "synergy", "SYNERGIES and a synergist.", ["SYNERGIES"]),
    ("en-GB", "plan", "Planned planes on planets.", ["Planned"]),
    ("en-GB", "touch base", "Touching base, touch-base.", ["Touching base", "touch-base"]),
    ("de-DE", "billig", "Am billigsten: billige, billiger. Billigung.", ["billigsten", "billige", "billiger"]),
    ("de-DE", "kaufen", "Kauft! Gekauft. Der Käufer.", ["Kauft", "Gekauft"]),
    ("de-DE", "Erlebnis", "Des Erlebnisses, Erlebnisse.", ["Erlebnisses", "Erlebnisse"]),
    ("fr-FR", "gratuit", "Gratuites, gratuitement. La gratuité.", ["Gratuites", "gratuitement"]),
    ("fr-FR", "merveilleux", "Une merveilleuse veste, merveilleusement.", ["merveilleuse", "merveilleusement"]),
    ("fr-FR", "utiliser", "Utilisez-la. L’utilisation.", ["Utilisez"]),
    ("es-ES", "barato", "Las más baratas, baratísimo. Baraja.", ["baratas", "baratísimo"]),
    ("es-ES", "solución", "Soluciones. Disolución.", ["Soluciones"]),
    ("it-IT", "economico", "Giacche economiche. L’economia.", ["economiche"]),
    ("it-IT", "utilizzare", "Utilizzando, utilizzate. Un utilizzo.", ["Utilizzando", "utilizzate", "utilizzo"]),
    ("ja-JP", "安い", "とても安くて軽い。安かった。", ["安く", "安かっ"]),
    ("ja-JP", "激安", "本日激安です。", ["激安"]),
]


@pytest.mark.parametrize(("locale", "word", "text", "said"), FORMS, ids=[f"{f[0]}-{f[1]}" for f in FORMS])
def test_regular_forms_are_found_and_their_neighbours_are_not(locale, word, text, said):
    assert [words for words, how in found(text, word, locale) if how == "word"] == said


@pytest.mark.parametrize(
    ("locale", "word", "text"),
    [
        ("en-GB", "good", "Canned goods."), ("en-GB", "custom", "Our customers."),
        ("en-GB", "short", "Shorts for rain."),
        ("en-GB", "cheap", "Cheat sheets, cheapskates."), ("en-GB", "even", "This evening."),
        ("en-GB", "easy", "E, A, S and Y."), ("en-GB", "cheap", "A 3-in-1 bag. 4x4. $5 off!"),
        ("de-DE", "super", "Im Supermarkt."), ("de-DE", "sicher", "Mehr Sicherheitsfunktionen."),
        ("de-DE", "suchen", "Ich durchsuche das Web."), ("de-DE", "Wunder", "Wunderbar verwundert."),
        ("de-DE", "neu", "Neutral."),
        ("fr-FR", "cher", "Cherchez la femme."), ("es-ES", "caro", "Cariño, la carne."), ("it-IT", "caro", "Il carro."),
    ],
)  # fmt: skip
def test_other_words_are_let_alone(locale, word, text):
    assert found(text, word, locale) == []


@pytest.mark.parametrize(
    "text",
    [
        "c h e a p",
        "c.h.e.a.p",
        "ch3ap",
        "CHE@P",
        "chéap",
        "#cheap",
        "#CheapDeals",
        "ch\u200beap",
        "ch\u0435ap",
        "ｃｈｅａｐ",
    ],
)
def test_disguises_hide_nothing(text):
    (one,) = found(f"So {text}!", "cheap", "en-GB")
    assert one[0].strip("#") in (text.strip("#"), "Cheap")


@pytest.mark.parametrize(
    ("locale", "word", "text"),
    [
        ("es-ES", "solución", "SOLUCION"), ("fr-FR", "révolutionnaire", "REVOLUTIONNAIRES"),
        ("ja-JP", "やばい", "ヤバい"),
        ("ja-JP", "ださい", "ダサイ"),
    ],
)  # fmt: skip
def test_capitals_without_accents_and_the_other_kana_hide_nothing(locale, word, text):
    assert found(f"{text}。", word, locale) == [(text, "disguise")]
    assert found("Esta ESTA. ヤバネ。", "está", locale) == ([("ESTA", "disguise")] if locale != "ja-JP" else [])


@pytest.mark.parametrize(
    ("locale", "word", "text", "said"),
    [
        ("de-DE", "billig", "Billigpreise, spottbillig.", ["Billigpreise", "spottbillig"]),
        ("de-DE", "Garantie", "Preisgarantie, Garantiefall", ["Preisgarantie", "Garantiefall"]),
        ("ja-JP", "最高", "今日の最高記録", ["最高"]), ("ja-JP", "格安", "格安航空券", ["格安"]),
        ("en-GB", "cheap", "#cheapflights", ["cheapflights"]),
    ],
)  # fmt: skip
def test_a_part_of_another_word_is_told_apart(locale, word, text, said):
    assert found(text, word, locale) == [(words, "part") for words in said]


def test_a_part_is_a_warning_that_names_the_word():
    kit = KIT.model_copy(update={"terms": (Term(text="billig", rule="banned", locale="de"),)})
    (one,) = told(Terms(), item_of(Copy.of(headline="Keine Billigpreise."), kit=kit, market=GERMANY))
    assert (one.rule, one.severity, one.fix) == ("banned-term", "warn", None)
    assert "“Billigpreise”, which has “billig” in it, is a word this brand does not use" in one.message


@pytest.mark.parametrize(
    ("old", "new", "text", "after"),
    [
        ("utilise", "use", "Utilising it. He utilises it.", "Using it. He uses it."),
        ("raincoat", "rain shell", "Raincoats on.", "Rain shells on."),
        ("purchase", "buy", "She purchases it, ch3ap.", "She buys it, ch3ap."),
    ],
)
def test_a_fix_takes_the_ending_along(old, new, text, after):
    kit = KIT.model_copy(update={"terms": (Term(text=old, rule="preferred", instead=new),)})
    item = item_of(Copy.of(headline=text), kit=kit)
    for one in reversed(told(Terms(), item)):
        item = item_of(Copy.of(headline=mended(item, one)), kit=kit)
    assert item.words.text("headline") == after


def test_no_fix_where_no_rule_makes_the_form():
    kit = KIT.model_copy(update={"terms": (Term(text="purchase", rule="preferred", instead="buy"),)})
    (one,) = told(Terms(), item_of(Copy.of(headline="She purchased it."), kit=kit))
    assert (one.rule, one.fix) == ("preferred-term", None)


def test_what_is_asked_for_may_have_the_word_in_it():
    kit = KIT.model_copy(update={"terms": (Term(text="sign in", rule="preferred", instead="sign in with ease"),)})
    assert told(Terms(), item_of(Copy.of(headline="Sign in with ease."), kit=kit)) == ()
