"""Lines that a text model invented: neither the judge of drafts nor the audit lets one by."""

from __future__ import annotations

import pytest
from prompted import DAY, FLASK, KIT, fact, read, why

from styleloop.audit.claims import Claims
from styleloop.language.claims import claim_spans
from styleloop.language.materials import material_spans
from styleloop.types.audit import AuditItem
from styleloop.types.copy import Copy
from styleloop.types.product import NounPhrase
from styleloop.types.record import Refusal
from styleloop.types.variant import Draft

EN = "en-GB"
INVENTED = [
    "Gore-tex inside, rain outside.",
    "A flask in cashmere.",
    "Silk against the cold.",
    "Teflon within.",
    "Costs a fiver.",
    "Under a tenner in the sale.",
    "Yours for two grand.",
    "Twenty bucks.",
    "Third of the price.",
    "Dry for a decade.",
    "Hot for a fortnight.",
    "Survives 1OO washes.",
    "Ⅻ pockets.",
    "XII pockets.",
    "三百 grams.",
    "0x138 grams.",
    "A gross of stitches.",
    "Scores of pockets.",
    "Quadruple seams.",
    "A tenfold lid.",
]
SAYINGS = [
    "Iron out the day.",
    "A glass half full.",
    "The golden rule.",
    "A silver lining.",
    "Follow the paper trail.",
    "Cotton on to it.",
    "Steel yourself.",
]
INNOCENT = [
    "It doubles as a cup.",
    "Double-check the sky.",
    "A grand day out.",
    "They score goals.",
    "The third of May.",
    "Sizes up to XL.",
    "In the 20th century.",
    "Part II begins.",
    "Buck the trend.",
]


def blocked(text, *, slot="headline", product=FLASK):
    market = KIT.market(EN)
    words = Copy.of(**{slot: text})
    item = AuditItem(subject="a", words=words, product=product, market=market, kit=KIT, day=DAY, claims=KIT.claims)
    (found,) = Claims().check([item])
    assert not isinstance(found, Refusal)
    return [f for f in found if f.severity == "block"]


def kept(text, *slots):
    """Slots beside a good headline in which `text` stands after all."""
    (draft,) = read({"headline": "Tea forgets.\nThe flask does not.", **dict.fromkeys(slots, text)})
    assert isinstance(draft, Draft)
    return [slot for slot in slots if text.rstrip(".") in draft.words.text(slot)]


@pytest.mark.parametrize("line", INVENTED)
def test_an_invented_line_is_refused_in_every_slot_and_blocked_by_the_audit(line):
    assert why(line)
    assert blocked(line)
    assert kept(line, "body", "cta", "caption") == []


@pytest.mark.parametrize("line", SAYINGS)
def test_a_saying_names_no_material(line):
    assert material_spans(line, EN) == ()
    assert not blocked(line)


@pytest.mark.parametrize("line", INNOCENT)
def test_what_only_looks_like_an_amount_is_none(line):
    assert claim_spans(line, EN) == ()


@pytest.mark.parametrize(("line", "locale"), [("Nothing lasts longer.", EN), ("Nichts hält länger.", "de-DE")])
def test_a_superlative_may_be_said_by_denying_every_other(line, locale):
    assert [span.kind for span in claim_spans(line, locale)] == ["superlative"]


def test_a_material_in_arabic_is_read_through_its_article_and_in_german_through_its_compound():
    assert [s.text for s in material_spans("مصنوع من الحرير", "ar-AE")] == ["الحرير"]
    assert "'seidenhemd' is a material" in why("Die Isolierflasche im Seidenhemd.", market="de-DE")


def test_a_fact_bears_out_its_material_its_general_word_and_its_multiple():
    lid = NounPhrase(locale="en", text="double lid of oak")
    own = FLASK.model_copy(update={"facts": (*FLASK.facts, fact("top", "part", {}, lid))})
    assert not blocked("Stainless steel. A double lid of wood.", product=own)
    assert [f.rule for f in blocked("A double lid of wood.")] == ["unsupported-number", "unsupported-material"]


@pytest.mark.parametrize(
    "text", ["See example.com", "Visit example dot com", "example [dot] com", "Ask example . com", "Go to example。com"]
)
def test_an_address_stands_in_no_slot_unless_it_is_the_brands_own(text):
    assert "address" in why(text)
    assert kept(text, "body", "cta", "caption") == []
    own = KIT.model_copy(update={"sites": ("example.com",)})
    assert why(text, kit=own) == ""


def test_what_stands_beside_a_headline_is_held_against_other_peoples_lines_too():
    assert kept("Fear the gap between sip and sip.", "caption") == []
    assert kept("Tea waits for you.", "caption") == ["caption"]
