"""Neutral frames: they claim nothing, agree with what fills them, suit it, and take turns."""

from __future__ import annotations

import re

import pytest
from small_brand import FLASK, GLOVES, JACKET, KIT, MAT, PRODUCTS, SHELL, VEST, ad, brief, fact, mass, noun

from styleloop.drafts import write
from styleloop.drafts.copy import house
from styleloop.language.claims import claim_spans
from styleloop.language.filling import AGREEMENT, PRODUCT
from styleloop.language.skeleton import literals, parse
from styleloop.library.names import phrase_of
from styleloop.style.patterns import mine
from styleloop.types.product import Price, Product
from styleloop.types.record import Refusal, Where

DRY = KIT.model_copy(update={"voice": KIT.voice.model_copy(update={"do": ("Be wry.",)})})
LOCALES = ("en-GB", "de-DE", "ar-AE")
WRONG = (
    "because brambles",
    "You will know when",
    "That is the whole idea",
    "fear number nine",
    "will be number nine",
    "Sorry, number nine",
    "two centimetres of coir:",
    "word is two",
    "It rained",
)


def lines(product, market="en-GB", lines=50, kit=KIT, **kwargs):
    found = write(brief(product, market, lines=lines, **kwargs), (), kit, 500)
    return [d.words.text("headline") for d in found if not isinstance(d, Refusal)]


def thing(name, *facts, price=20):
    return Product(
        sku="x",
        names=(phrase_of(name, "en"),),
        facts=facts,
        prices=(Price(market="en-GB", amount=price, currency="GBP"),),
        source=Where(file="f"),
    )


@pytest.mark.parametrize(("locale", "least"), [("en-GB", 180), ("de-DE", 40), ("ar-AE", 30)])
def test_there_are_many_and_no_two_are_alike(locale, least):
    heads = [p for p in house.frames(locale) if p.slot == "headline"]
    assert len(heads) >= least
    assert len({p.id for p in house.frames(locale)}) == len(house.frames(locale))


@pytest.mark.parametrize("locale", LOCALES)
def test_they_claim_nothing_and_hold_no_figure(locale):
    for pattern in house.frames(locale):
        for _, _, text in literals(pattern.skeleton):
            assert not [c for c in claim_spans(text, locale) if not c.puffery], pattern.skeleton
            assert not any(sign.isdigit() or sign in "!?؟" for sign in text), pattern.skeleton


@pytest.mark.parametrize("locale", LOCALES)
def test_a_headline_says_more_than_a_name(locale):
    for pattern in house.frames(locale):
        if pattern.slot == "headline":
            assert [gap for gap in pattern.gaps if gap.kind not in (PRODUCT, AGREEMENT)], pattern.skeleton
        assert {g.name for g in pattern.gaps} == {p.name for p in parse(pattern.skeleton) if hasattr(p, "name")}


def test_no_english_frame_is_spelt_otherwise_elsewhere():
    apart = re.compile(
        r"\w*(?:colou?r|favou?r|gr[ae]y|cent(?:re|er)\b|metre|meter|catalogu?e?\b|(?:organ|real|recogn)i[sz])", re.I
    )
    told = (text for p in house.frames("en-GB") for _, _, text in literals(p.skeleton))
    assert not [text for text in told if apart.search(text)]


def test_the_known_wrong_lines_cannot_be_made():
    for product in PRODUCTS:
        made = lines(product)
        assert made
        assert not [line for line in made if any(wrong in line for wrong in WRONG)]


def test_words_agree_with_many_as_with_one():
    many = " ".join(lines(GLOVES, kit=DRY))
    assert "The gardening gloves cost\n£28." in many
    assert "\nIn words: the gardening gloves." in many
    assert not re.search(r"gloves\s(?:has|is|costs|comes|takes|weighs)\b", many)
    assert "\nWeigh them yourself." in many
    one = " ".join(lines(JACKET, kit=DRY))
    assert "The waxed jacket has six pockets.\nNow you know." in one
    assert not re.search(r"jacket\s(?:have|are|cost|come|take|weigh)\b", one)


def test_german_articles_and_verbs_fit():
    said = " ".join(lines(SHELL, "de-DE", kit=DRY))
    assert "Die Regenjacke wiegt\n312\u00a0g." in said
    assert "Nieselregen hatte Pläne.\nDie Regenjacke auch." in said
    assert "Eine Regenjacke\nmit getapten Nähten." in said
    assert "Die Gartenhandschuhe wiegen" in " ".join(lines(GLOVES, "de-DE"))


def test_one_material_of_several_is_not_the_whole():
    cork, steel = (fact(w, "material", {"en": w.title()}, [mass("en", w)]) for w in ("cork", "steel"))
    one, two = lines(thing("Blue tray", cork)), lines(thing("Blue tray", cork, steel))
    assert "Begin with cork.\nEnd with a blue tray." in one
    assert not [line for line in two if "Begin with" in line or "Make a blue tray" in line]
    assert "For the love of steel:\na blue tray." in two


def test_a_thing_nobody_can_tell_from_a_name_stands_bare():
    made = lines(thing("Bamboo zarf"))
    assert "Bamboo zarf.\nYours for £20." in made
    assert not [line for line in made if re.search(r"(?:the|just|buys|then)\sbamboo zarf", line, re.IGNORECASE)]


def test_a_tail_of_the_name_gets_no_second_one():
    pendant = fact("p", "part", {"en": "Silver pendant"}, [noun("en", "silver pendant")])
    assert not [line for line in lines(thing("Choker with bead", pendant)) if "bead\nwith" in line or "bead or" in line]


def test_frames_for_what_is_worn_leave_the_rest_alone():
    assert not [line for line in lines(MAT) if "Wear" in line or "To be worn" in line]
    assert [line for line in lines(JACKET) if line.startswith("Wear the waxed jacket.")]
    assert not [line for line in lines(FLASK) if "Pack the" in line], "only what is carried is packed"


def test_whom_the_brand_speaks_to_may_be_said():
    kit = KIT.model_copy(update={"audiences": (noun("en", "walker"),)})
    assert "For walkers:\na down vest." in lines(VEST, kit=kit)
    assert not [line for line in lines(VEST) if "walker" in line]


def test_over_products_no_frame_takes_over():
    used: list[str] = []
    frames: list[str] = []
    for product in PRODUCTS:
        asked = brief(product, avoid=tuple(used), lines=5)
        found = [d for d in write(asked, (), KIT, 5) if not isinstance(d, Refusal)]
        used += [d.words.text("headline") for d in found]
        frames += [d.pattern for d in found]
    assert max(map(frames.count, frames)) <= 2
    assert len(set(frames)) >= 0.8 * len(frames)


def test_a_body_never_says_what_its_headline_says():
    for product in (SHELL, GLOVES, FLASK, MAT):
        for draft in write(brief(product, lines=50), (), KIT, 60):
            if isinstance(draft, Refusal):
                continue
            told = {slot: {s.fact for s in draft.filled if s.slot == slot} for slot in ("headline", "body")}
            assert not told["headline"] & told["body"]
            if draft.words.text("body").startswith(("It ", "They ")):
                assert "product.name" in told["headline"], "somebody must have been named"


def test_a_frame_mined_from_names_takes_the_definite_article():
    teas = [
        Product(sku=n, names=(phrase_of(n, "en"),), facts=(), source=Where(file="f"))
        for n in ("Assam Breakfast", "Jasmine Pearls", "Mint Garden")
    ]
    ads = [ad(t.sku, "en-GB", headline=f"Slow mornings begin with {t.sku}.") for t in teas]
    (pattern,) = (p for p in mine(ads, teas, "en-GB") if p.slot == "headline")
    assert [gap.form for gap in pattern.gaps] == ["definite"]
    found = write(brief(FLASK), (pattern,), KIT, 50)
    assert "Slow mornings begin with the flask." in [d.words.text("headline") for d in found if hasattr(d, "words")]


def test_only_a_brand_that_is_dry_gets_wry_lines():
    gentle = [ad(p.sku, "en-GB", headline=f"Slow mornings begin with the {p.names[0].text}.") for p in PRODUCTS[:6]]
    terse = [ad(p.sku, "en-GB", headline=f"No fuss.\nTake the {p.names[0].text}.") for p in PRODUCTS[:6]]
    assert not house.dry(mine(gentle, PRODUCTS, "en-GB"), KIT.voice)
    assert house.dry(mine(terse, PRODUCTS, "en-GB"), KIT.voice)
    assert not house.dry(mine(terse[:3], PRODUCTS, "en-GB"), KIT.voice), "three ads tell no voice"
    unjoking = KIT.voice.model_copy(update={"dont": ("Make jokes.",)})
    assert not house.dry(mine(terse, PRODUCTS, "en-GB"), unjoking)
    assert house.dry((), DRY.voice)
    assert "The flask, please.\nThat will be £38." in lines(FLASK, kit=DRY)
    assert not [line for line in lines(FLASK) if "please" in line]


def test_a_plain_material_carries_no_line_alone():
    rim = fact("rim", "part", {"en": "Wide rim"}, [noun("en", "wide rim")])
    made = lines(thing("Blue tray", fact("m", "material", {"en": "Polyester"}, [mass("en", "polyester")]), rim))
    told = [line for line in made if "olyester" in line]
    assert told
    assert all("wide rim" in line for line in told)
    assert [line for line in lines(thing("Blue tray", fact("m", "material", {"en": "Ash"}, [mass("en", "ash")]))) if
            line == "Begin with ash.\nEnd with a blue tray."]  # fmt: skip


def test_facts_that_a_reader_would_take_amiss_are_left_out():
    black = fact("c", "colour", {"en": "Black"}, [mass("en", "black")])
    jewels = fact(
        "j", "part", {"en": "Studded jewels"}, [noun("en", "studded jewels", article="none", number="plural")]
    )
    assert not [line for line in lines(thing("Striped dress", black)) if "black" in line.casefold()]
    assert [line for line in lines(thing("Summer dress", black)) if "black" in line.casefold()]
    assert not [line for line in lines(thing("Bangle bracelet", jewels)) if "studded" in line.casefold()]


def test_a_name_that_only_a_label_may_have_stands_in_no_headline():
    bead = fact("p", "part", {"en": "Gold bead"}, [noun("en", "gold bead")])
    made = lines(thing("Choker with bead", bead))
    assert "A closer look at the gold bead." in made
    assert not [line for line in made if "hoker" in line]


def test_facts_are_spelt_as_the_market_spells():
    fringe = fact("f", "part", {"en": "Multicolor fringe"}, [noun("en", "multicolor fringe")])
    assert "A closer look at the multicoloured fringe." in lines(thing("Wool scarf", fringe))
