from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from styleloop.language.claims import WORDED, claim_spans
from styleloop.language.lexicons import languages, lexicon
from styleloop.language.phrases import Phrases, read_words

EN, DE, AR = "en-GB", "de-DE", "ar-AE"


def kinds(text, locale):
    return [(span.kind, span.text) for span in claim_spans(text, locale)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The best flask in Britain.", [("superlative", "best")]),
        ("The lightest, most comfortable boots.", [("superlative", "lightest"), ("superlative", "most comfortable")]),
        ("The only jacket that breathes.", [("superlative", "The only jacket")]),
        ("The world's first tea towel.", [("superlative", "world's first")]),
        ("No. 1 in Germany. #1.", [("superlative", "No. 1"), ("superlative", "#1")]),
        ("Every seam taped.", [("absolute", "Every seam")]),
        ("It never leaks.", [("absolute", "never"), ("performance", "never leaks")]),
        ("100 % waterproof.", [("absolute", "100 %"), ("percent", "100 %"), ("performance", "waterproof")]),
        ("Warmer than any other.", [("comparison", "Warmer than")]),
        ("Twice as warm.", [("comparison", "Twice as")]),
        ("Guaranteed for life.", [("guarantee", "Guaranteed"), ("absolute", "for life")]),
        ("Or your money back.", [("guarantee", "Or your money back")]),
        ("Free shipping.", [("free", "Free")]),
        ("F\u200bREE tea.", [("free", "F\u200bREE")]),
        ("frее tea.", [("free", "frее")]),
        ("A cure for eczema.", [("health", "cure")]),
        ("Sugar-free tea.", [("health", "Sugar-free")]),
        ("Clinically proven.", [("health", "Clinically"), ("time_tested", "proven")]),
        ("Non-toxic.", [("safety", "Non-toxic")]),
        (
            "Eco-friendly wool, climate neutral.",
            [("environmental", "Eco-friendly"), ("environmental", "climate neutral")],
        ),
        ("The green choice.", [("environmental", "green choice")]),
        ("Plastic-free.", [("environmental", "Plastic-free")]),
        (
            "Award-winning. Recommended by experts.",
            [("endorsement", "Award-winning"), ("endorsement", "Recommended by")],
        ),
        ("Five-star reviews.", [("endorsement", "Five-star")]),
        ("We tested the head torch in November. November lost.", [("time_tested", "tested")]),
        ("Made since 1912.", [("time_tested", "since 1912")]),
        ("£145. 50 % off. Two walls of steel.", [("price", "£145"), ("percent", "50 %"), ("number", "Two")]),
        ("800 g from one valley.", [("number", "800 g"), ("number", "one")]),
        ("Half the weight.", [("percent", "Half")]),
    ],
)
def test_english_claims(text, expected):
    assert sorted(kinds(text, EN)) == sorted(expected)


@pytest.mark.parametrize(
    "text",
    [
        "Best before May. Best wishes. At best, damp.",
        "Draught-free rooms. Feel free to wander. Hands-free in the free time.",
        "Secure checkout.",
        "Paint it green. The green jacket.",
        "First light. First snow.",
        "Drizzle is the only weather we make.",
        "Boots that last. Last orders.",
        "It rained. It will rain again. Take the rain shell.",
        "No ribbons. No speeches. Just a flask, a lid that shuts, and somewhere to be.",
        "Some people fear nettles. Some people own our gardening gloves.",
        "Forecast: drizzle. Advice: the rain shell.",
        "The picnic rug: a waxed back, and no opinions about your summer.",
        "The draught is still there.\nYou have stopped noticing.",
        "Walk them flat.\nThen resole them.",
        "Three a.m. had a good run. Then we made this sleeping bag.",
        "Dear brambles, we have bad news. Regards, the waxed jacket.",
        "Some people fear number nine bus.",
        "Fig. 1. Wool blanket.",
        "An honest forest, a modest request, most people rest.",
        "You never know. Every day it rains. More than a jacket. Rather than wait.",
        "We cannot guarantee the weather. No guarantees.",
        "The coldest November of the year.",
        "One lid. One job.",
        "Treat yourself. Cured ham.",
    ],
)
def test_english_lines_that_claim_nothing(text):
    assert kinds(text, EN) == []


def test_a_factor_belongs_to_its_comparison():
    (twice,) = claim_spans("Twice as warm.", EN)
    assert twice.quantity is not None
    assert twice.quantity.value == 2


def test_puffery_is_marked():
    (best,) = claim_spans("The best bit is the lid.", EN)
    assert (best.kind, best.puffery) == ("superlative", True)
    (number,) = claim_spans("Three reasons to stay home.", EN)
    assert number.puffery
    assert not claim_spans("The best flask.", EN)[0].puffery


@pytest.mark.parametrize(
    ("text", "locale", "expected"),
    [
        ("Die beste Jacke. Am wärmsten.", DE, [("superlative", "Die beste"), ("superlative", "Am wärmsten")]),
        ("Die wärmste Weste.", DE, [("superlative", "Die wärmste")]),
        ("Alle Nähte getapt.", DE, [("absolute", "Alle Nähte")]),
        ("Wärmer als andere.", DE, [("comparison", "Wärmer als")]),
        ("Kostenlos und umweltfreundlich.", DE, [("free", "Kostenlos"), ("environmental", "umweltfreundlich")]),
        ("Grüne Energie. Biobaumwolle.", DE, [("environmental", "Grüne Energie"), ("environmental", "Biobaumwolle")]),
        ("Testsieger. Garantiert.", DE, [("endorsement", "Testsieger"), ("guarantee", "Garantiert")]),
        ("Seit 1912 bewährt.", DE, [("time_tested", "Seit 1912"), ("time_tested", "bewährt")]),
        (
            "Zuckerfrei. 215 €. 14 Stunden.",
            DE,
            [("health", "Zuckerfrei"), ("price", "215 €"), ("number", "14 Stunden")],
        ),
        ("أفضل قارورة. الأكثر مبيعًا.", AR, [("superlative", "أفضل قارورة"), ("superlative", "الأكثر مبيعًا")]),
        ("شحن مجاني. مجانًا.", AR, [("free", "شحن مجاني"), ("free", "مجانًا")]),
        ("صديق للبيئة.", AR, [("environmental", "صديق للبيئة")]),
        ("أخف من غيرها.", AR, [("comparison", "أخف من")]),
        ("جميع دروزها ملحومة.", AR, [("absolute", "جميع دروزها")]),
        ("مضمون. منذ 1912.", AR, [("guarantee", "مضمون"), ("time_tested", "منذ 1912")]),
        ("خصم 50٪. 890 درهم.", AR, [("percent", "50٪"), ("price", "890 درهم")]),
        ("من وادٍ واحد.", AR, [("number", "واحد")]),
        ("1 234,56 € et 14 h", "fr-FR", [("price", "1 234,56 €"), ("number", "14 h")]),
    ],
)
def test_other_languages(text, locale, expected):
    assert kinds(text, locale) == expected


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("Es hat geregnet.\nEs regnet wieder.", DE),
        ("Eine Flasche.\nEin Deckel.\nEr schließt.", DE),
        ("Es zieht noch.\nSie merken es nur nicht mehr.", DE),
        ("Die Weste ist da. Die Kosten auch. Immer noch.", DE),
        ("Der einzige Haken: das Wetter. Keine Garantie.", DE),
        ("Die ersten Gäste. Das neueste Wetter.", DE),
        ("أمطرت السماء،\nوستمطر ثانيةً.", AR),
        ("بلا شرائط.\nبلا خطابات.\nغطاء يُغلق.", AR),
        ("تيار الهواء لم يغادر.\nأنت لم تعد تلاحظه.", AR),
        ("إذا بلي النعل،\nفبدله وواصل المسير.", AR),
        ("ابدأ كل يوم. لا نضمن الطقس.", AR),
    ],
)
def test_other_lines_that_claim_nothing(text, locale):
    assert kinds(text, locale) == []


def test_every_language_lists_every_kind_and_no_wording_is_empty():
    assert {"ar", "de", "en", "ja"} <= set(languages("claims"))
    for language in languages("claims"):
        listed = lexicon("claims", language)
        assert set(listed) - {"negation", "titles", "hashtags"} == {*WORDED, "number"}
        for kind in WORDED:
            assert listed[kind]["phrases"], (language, kind)
            Phrases((wording, kind) for wording in listed[kind]["phrases"])


def test_a_wording_needs_a_word_of_its_own():
    with pytest.raises(ValueError, match="word of its own"):
        Phrases([("* *", 1)])


def test_wordings_do_not_reach_over_a_full_stop_but_over_a_new_line():
    phrases = Phrases([("best before", "x")])
    assert not phrases.find(read_words("At its best. Before noon.", EN))
    assert phrases.find(read_words("Best\nbefore noon", EN))


@settings(deadline=None)  # the first text of a language reads its word lists
@given(
    st.text(max_size=60) | st.text(alphabet="best free 100%green أفضل مجاني كل =*-'", max_size=40),
    st.sampled_from([EN, DE, AR, "ja-JP", ""]),
)
def test_spans_hold_and_one_kind_does_not_overlap_itself(text, locale):
    spans = claim_spans(text, locale)
    for span in spans:
        assert text[span.start : span.end] == span.text
    for kind in WORDED:
        own = [s for s in spans if s.kind == kind]
        assert all(a.end <= b.start for a, b in pairwise(own))
