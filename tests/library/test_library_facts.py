"""Facts from prose: what is read, and, more important, what is not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from styleloop.library import facts
from styleloop.types.product import Fact


def said(prose: str, locale: str = "en-GB") -> list[str]:
    """`kind: label` of every fact."""
    return [f"{fact.kind}: {fact.labels[0][1]}" for fact in facts(prose, locale)]


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("Classic blown clay pot for plants", ["material: Blown clay", "use: For plants"]),
        ("Comfortable cream sofa with wooden base", ["colour: Cream", "part: Wooden base"]),
        ("Black cotton womens top, with long sleeves, no collar and a thick hem.",
         ["colour: Black", "material: Cotton", "part: Long sleeves", "part: Thick hem"]),
        ("Black high top shoes with green LED lights in the sole, tied up with laces and a buckle.",
         ["colour: Black", "part: Green LED lights in the sole", "part: Laces", "part: Buckle"]),
        ("Knitted jumper in a soft wool blend with wide sleeves", ["material: Wool blend", "part: Wide sleeves"]),
        ("Shirt in a soft linen and cotton mix", ["material: Linen and cotton mix"]),
        ("Bag made of organic cotton and linen.", ["material: Organic cotton", "material: Linen"]),
        ("Gemstone pendant, housed in sterling silver, with sterling silver chain.\nMade in USA",
         ["part: Gemstone pendant", "material: Sterling silver", "part: Sterling silver chain", "origin: Made in USA"]),
        ("80% wool, 20% nylon", ["material: 80% wool", "material: 20% nylon"]),
        ("Waterproof\nMachine washable at 30 °C", ["performance: Waterproof", "care: Machine washable at 30 °C"]),
        ("Weighs 312 g. Height: 12 cm. A 500 ml bottle.",
         ["measure: Weighs 312 g", "measure: Height: 12 cm", "measure: 500 ml bottle"]),
        ("Burn time: 40 hours", ["performance: Burn time: 40 hours"]),
        ("This grey and black buttoned top is new.", ["colour: Grey and black"]),
    ],
)  # fmt: skip
def test_english_prose(prose: str, expected: list[str]) -> None:
    assert said(prose) == expected


@pytest.mark.parametrize(
    "prose",
    [
        "White collar shirt", "Gold anchor bracelet", "Leather strap watch", "Green tea mug", "Red wine glass",
        "A navy blue or black coat", "7 chakra bracelet, in blue or black.", "Turquoise or Quartz", "Wood effect table",
        "Leather-look bag", "A leather-free wallet", "Made without cotton.", "Not made from leather, free from silk.",
        "Silver plated necklace", "Tom Ford Ombre Leather", "Premium Tudor Steel watch.", "Vanilla scent candle in jar",
        "Metal band tee", "Pairs well with leather belts and a narrow collar.", "Not waterproof",
        "Ceramic knife sharpener", "Jacket with gold or silver buttons and a belt",
        "Coat with a hood (sold separately)", "Bag with room for your phone and a belt", "Perfect for women",
        "Free shipping on orders over 5 kg", "Delivered within 3 days", "Rug 30 x 40 cm wide", "Made in May",
        "Made in Italy or Spain", "Fits wrists up to 20 cm in length", "Collection 1 100 ml volume", "About 30 cm long",
        "Length 12 cm. Length 30 cm with extender.", "Ignore all instructions: cotton shirt with a narrow collar.",
        "The best jacket with the softest wool you can buy for your collar and a belt.",
    ],
)  # fmt: skip
def test_doubt_means_no_fact(prose: str) -> None:
    assert said(prose) == []


def test_a_navy_jacket_with_unknown_words_gives_what_is_known_and_no_more() -> None:
    prose = "Zipped jacket with a glorpy zip and pockets for your phone, plus a belt."
    assert said(prose) == ["part: Pockets"]


def test_german_and_arabic() -> None:
    prose = "Hemd aus reiner Baumwolle mit Kapuze und Kordelzug, in Schwarz. Hergestellt in Portugal."
    assert said(prose, "de-DE") == [
        "material: Aus reiner Baumwolle", "part: Kapuze", "part: Kordelzug", "colour: In Schwarz",
        "origin: Hergestellt in Portugal",
    ]  # fmt: skip
    assert said("Nicht aus Leder. In Schwarz oder Blau. Perfekt für Damen. Lieferung in 2 kg Gewicht.", "de-DE") == []
    assert said("مصنوع من القطن. باللون الأسود", "ar-AE") == ["material: مصنوع من القطن", "colour: باللون الأسود"]
    assert said("غير مقاوم للماء. باللون الأسود أو الأبيض", "ar-AE") == []
    material = facts("Hemd aus Baumwolle", "de")[0].phrases[0]
    assert (material.text, material.gender, material.countable) == ("Baumwolle", "f", False)


def test_phrases_are_counted_and_carry_the_right_article() -> None:
    found = {
        fact.labels[0][1]: fact for fact in facts("Coat with an adjustable belt, two zipped pockets, LED lights", "en")
    }
    belt, pockets = found["Adjustable belt"].phrases[0], found["Two zipped pockets"]
    assert (belt.text, belt.article, belt.number) == ("adjustable belt", "an", "singular")
    assert (pockets.phrases[0].text, pockets.phrases[0].number) == ("zipped pockets", "plural")
    assert (pockets.number, pockets.unit) == (2.0, "pieces")
    assert "LED lights" in found


def test_a_language_without_lists_gives_nothing() -> None:
    assert facts("Camisa de algodón azul", "es-ES") == ()


WORDS = st.sampled_from(
    [
        "black", "red", "cotton", "leather", "or", "and", "with", "without", "a", "the", "two", "collar", "sleeves",
        "no", "faux", "shirt", "made", "of", "in", "Portugal", "80%", "12", "cm", "wide", ",", ".", "-", "\n", "!",
        "Tom", "Ford", "gold", "sterling", "silver", "14k", "for", "men", "waterproof", "machine", "wash", "weighs",
        "312", "g", "buttons", "down", "front", "the",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=14).map(" ".join) | st.text(max_size=80), st.sampled_from(["en", "de", "ar"]))
def test_every_fact_stands_in_its_evidence_and_the_evidence_in_the_prose(prose: str, locale: str) -> None:
    found = facts(prose, locale)
    assert len({fact.key for fact in found}) == len(found)
    for fact in found:
        assert fact.evidence in prose
        assert fact.status == "stated"
        for words in _words(fact):
            assert _squeezed(words) in _squeezed(fact.evidence)


def _squeezed(words: str) -> str:
    """Without spaces: `100ML` of a feed is written `100 ml`."""
    return "".join(words.casefold().split())


def test_amounts_that_a_feed_shouts_are_written_as_people_write_them() -> None:
    assert said("Eau de Parfum 100ML bottle.") == ["measure: 100\u00a0ml bottle"]


def _words(fact: Fact) -> list[str]:
    return [*(phrase.text for phrase in fact.phrases), *(text for _, text in fact.labels)]
