"""Everything that claims is backed, or said to be not."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_pieces import DRIEST, EMIRATES, FLASK, GERMANY, SHELL, TAPED, item_of, mended, rules, told

from styleloop.audit.claims import Claims
from styleloop.types.brand import Claim, Localised
from styleloop.types.copy import Copy
from styleloop.types.product import Fact, NounPhrase, Price
from styleloop.types.variant import FilledSlot


def said(headline, **changes):
    return told(Claims(), item_of(Copy.of(headline=headline), **{"claims": (), **changes}))


def flask(headline, **changes):
    return said(headline, product=FLASK, **changes)


def with_fact(**fact):
    return SHELL.model_copy(update={"facts": (*SHELL.facts, Fact(status="confirmed", evidence="Sheet", **fact))})


# Amounts -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headline",
    [
        "Hot for 14 hours.",
        "Hot for fourteen hours.",
        "HOT FOR FOURTEEN HOURS.",
        "Hot for 840 minutes.",
        "Hot for at least 12 hours.",
        "0.75 l of tea.",
        "750 ml of tea.",
        "Two walls of steel.",
        "About 0.74 l of tea.",
    ],
)
def test_a_fact_backs_its_number_in_any_unit_or_word(headline):
    assert flask(headline) == ()


@pytest.mark.parametrize(
    ("headline", "span", "after"),
    [
        ("Hot for 15 hours.", "15 hours", "Hot for 14 hours."),
        ("Hot for up to 20 hours.", "20 hours", "Hot for up to 14 hours."),
        ("Hot for at least 15 hours.", "15 hours", "Hot for at least 14 hours."),
        ("Hot for fif\u200bteen hours.", "fif\u200bteen hours", "Hot for 14 hours."),
        ("1.5 l of tea.", "1.5 l", "0.75\u00a0l of tea."),
        ("7.5 l of tea.", "7.5 l", "0.75\u00a0l of tea."),
    ],
)
def test_another_number_blocks_and_the_fix_is_the_one_that_is_backed(headline, span, after):
    item = item_of(Copy.of(headline=headline), product=FLASK, claims=())
    (found,) = told(Claims(), item)
    assert (found.rule, found.severity, found.span.text) == ("unsupported-number", "block", span)
    assert mended(item, found) == after
    assert told(Claims(), item_of(Copy.of(headline=after), product=FLASK, claims=())) == ()


def test_the_message_and_the_citation_name_the_fact():
    (found,) = flask("Hot for 15 hours.")
    assert "14 hours" in found.message
    assert found.cited.startswith("fact.heat: Hot for 14 hours; Kettle test")


@pytest.mark.parametrize(
    ("market", "headline", "fine"),
    [
        ("de", "0,75 l Tee.", True),
        ("de", "7,5 l Tee.", False),
        ("de", "0.75 l Tee.", True),
        ("de", "14 Stunden heiß.", True),
        ("de", "Vierzehn Stunden heiß.", True),
        ("de", "24 Stunden heiß.", False),
        ("en", "0,75 l of tea.", True),
    ],
)
def test_decimal_signs_are_read_as_the_market_writes_them(market, headline, fine):
    found = flask(headline, **({"market": GERMANY} if market == "de" else {}))
    assert rules(found) == ([] if fine else ["unsupported-number"])


def test_a_count_must_be_of_the_same_thing():
    assert flask("Two walls.") == ()
    assert rules(flask("Two lids and a handle.")) == ["unsupported-number"]
    assert rules(flask("Three walls.")) == ["unsupported-number"]


def test_a_number_of_another_product_is_no_fact_of_this_one():
    assert rules(said("Hot for 14 hours.")) == ["unsupported-number"]
    assert rules(flask("Only 312 g.")) == ["unsupported-number"]


def test_a_fact_counts_from_its_day_on_and_the_newest_counts():
    lighter = with_fact(key="weight", kind="measure", number=290, unit="g", since=date(2026, 9, 15))
    assert said("312 g.", product=lighter, day=date(2026, 9, 14)) == ()
    assert rules(said("312 g.", product=lighter, day=date(2026, 9, 15))) == ["unsupported-number"]
    assert said("290 g.", product=lighter, day=date(2026, 9, 15)) == ()


def test_a_water_column_may_be_written_as_the_trade_writes_it():
    assert said("10,000 mm water column. 10,000 mm.") == ()
    assert rules(said("20,000 mm water column.")) == ["unsupported-number"]


def test_a_share_must_be_of_what_the_fact_is_about():
    wool = with_fact(key="wool", kind="material", number=100, unit="%", labels=(("en", "100% merino"),))
    assert said("Merino: 100%.", product=wool) == ()
    assert "unsupported-number" in rules(said("100% dry.", product=wool))


def test_a_registered_claim_backs_its_number_while_it_holds():
    hot = Claim(
        slug="hot", wordings=(Localised(locale="en", text="Hot for 16 hours"),), proof="Lab", ends=date(2026, 9, 30)
    )
    assert said("Hot for 16 hours.", claims=(hot,)) == ()
    assert said("16 hours later, still hot.", claims=(hot,)) == ()


def test_an_unknown_unit_in_a_feed_backs_nothing_and_breaks_nothing():
    odd = with_fact(key="odd", kind="measure", number=3, unit="furlongs")
    assert rules(said("3 hours.", product=odd)) == ["unsupported-number"]


# Prices --------------------------------------------------------------------------------------------------------------


def test_the_price_of_this_market_is_the_only_price():
    assert said("£145, and that is that.") == ()
    (found,) = said("€169, and that is that.")
    assert (found.rule, found.severity, found.fix) == ("wrong-price", "block", "£145")
    assert said("169 €.", market=GERMANY) == ()
    assert rules(said("£145.", market=GERMANY)) == ["wrong-price"]
    assert "none is known" in said("890 درهم", market=EMIRATES)[0].message


def test_the_price_is_the_one_of_the_day():
    later = SHELL.model_copy(
        update={"prices": (*SHELL.prices, Price(market="en-GB", amount=155, currency="GBP", since=date(2026, 10, 1)))}
    )
    assert said("£145.", product=later, day=date(2026, 9, 30)) == ()
    assert said("£145.", product=later, day=date(2026, 10, 1))[0].fix == "£155"


def test_a_price_slot_is_read_too():
    item = item_of(Copy.of(headline="It rained.", price="£135"))
    (found,) = told(Claims(), item)
    assert (found.span.slot, mended(item, found)) == ("price", "£145")


# Words that claim ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headline", "rule"),
    [
        ("The best rain shell.", "unsupported-superlative"),
        ("THE BEST RAIN SHELL", "unsupported-superlative"),
        ("The b\u200best rain shell.", "unsupported-superlative"),
        ("The “best” rain shell.", "unsupported-superlative"),
        ("Britain's No. 1 rain shell.", "unsupported-superlative"),
        ("It never leaks.", "unsupported-absolute"),
        ("Every zip welded.", "unsupported-absolute"),
        ("Warmer than wool.", "unsupported-comparison"),
        ("Dry, guaranteed.", "unsupported-guarantee"),
        ("Free delivery.", "unsupported-free"),
        ("It cures colds.", "unsupported-health"),
        ("An eco-friendly shell.", "unsupported-environmental"),
        ("Recommended by experts.", "unsupported-endorsement"),
        ("Waterproof.", "unsupported-performance"),
    ],
)
def test_words_that_claim_block_unless_something_backs_them(headline, rule):
    found = said(headline)
    assert rule in rules(found)
    assert {f.severity for f in found if f.rule == rule} == {"block"}


@pytest.mark.parametrize(
    "headline",
    [
        "Best before: the next shower.",
        "A green shell on a grey day.",
        "No. 1 Royal Crescent. It rained there too.",
        "We moved to No. 1 Mill Lane.",
        "Secure checkout.",
        "It rained. It will rain again. Take the rain shell.",
        "No ribbons. No speeches. A lid that shuts.",
        "Forecast: drizzle. Advice: the rain shell.",
        "Since 9:30, rain.",
        "See Fig. 1.",
    ],
)
def test_what_only_looks_like_a_claim_is_left_alone(headline):
    assert said(headline) == ()


def test_without_sugar_is_no_offer_and_a_confirmed_fact_on_the_material_backs_it():
    assert "unsupported-free" not in rules(said("Sugar-free oats."))
    oats = with_fact(key="sugar", kind="material", labels=(("en", "Sugar-free oats"),))
    assert said("Sugar-free oats.", product=oats) == ()


def test_a_fact_on_use_is_no_health_claim():
    cure = with_fact(key="colds", kind="use", labels=(("en", "Cures colds"),))
    assert rules(said("Cures colds.", product=cure)) == ["unsupported-health"]


def test_puffery_is_a_warning():
    (found,) = flask("The best bit is the lid.")
    assert (found.rule, found.severity) == ("puffery", "warn")


def test_a_registered_claim_backs_its_superlative_here_and_now_only():
    assert said("The driest shell of 2026.", claims=(DRIEST,)) == ()
    assert said("Of 2026 the driest shell.", claims=(DRIEST,)) == ()
    assert rules(said("The driest shell.", claims=(DRIEST,))) == ["unsupported-superlative"]
    assert rules(said("The warmest shell of 2026.", claims=(DRIEST,))) == ["unsupported-superlative"]


def test_a_registered_claim_is_offered_in_the_citation():
    (found,) = said("The warmest shell.", claims=(DRIEST,))
    assert "The driest shell of 2026" in found.cited


def test_a_claim_that_does_not_hold_is_left_to_the_check_on_expiry():
    assert said("Every seam taped.", product=FLASK, claims=(TAPED,)) == ()


def test_a_confirmed_fact_backs_an_absolute_and_a_stated_one_does_not():
    assert said("Every seam taped.") == ()
    stated = SHELL.model_copy(update={"facts": tuple(f.model_copy(update={"status": "stated"}) for f in SHELL.facts)})
    assert rules(said("Every seam taped.", product=stated)) == ["unsupported-absolute"]


def test_a_superlative_in_a_feed_does_not_back_itself():
    boast = with_fact(key="boast", kind="performance", labels=(("en", "The best shell ever made"),))
    assert "unsupported-superlative" in rules(said("The best shell ever made.", product=boast))


def test_a_fact_that_says_waterproof_backs_waterproof():
    proof = with_fact(key="proof", kind="performance", labels=(("en", "Waterproof to 10,000 mm"),))
    assert said("Waterproof to 10,000 mm. Rain, mostly.", product=proof) == ()
    assert said("Waterproof, 10,000 mm.", product=proof) == ()


def test_words_filled_from_a_confirmed_fact_or_a_claim_are_backed():
    recycled = with_fact(key="face", kind="use", phrases=(NounPhrase(locale="en", text="face"),))
    line = "It has a recycled face."
    filled = FilledSlot(slot="headline", start=9, end=22, text="recycled face", fact="fact.face")
    assert said(line, product=recycled) != ()
    assert said(line, product=recycled, filled=(filled,)) == ()
    assert said(line, product=recycled, filled=(filled.model_copy(update={"fact": "fact.gone"}),)) != ()
    assert said(line, product=recycled, filled=(filled.model_copy(update={"fact": "claim.x"}),)) == ()


def test_a_filled_span_whose_words_or_number_changed_backs_nothing():
    filled = (FilledSlot(slot="headline", start=0, end=5, text="312 g", fact="fact.weight"),)
    assert said("312 g.", filled=filled) == ()
    assert rules(said("300 g.", filled=filled)) == ["unsupported-number"]
    lighter = SHELL.model_copy(update={"facts": (SHELL.facts[1].model_copy(update={"number": 290.0, "labels": ()}),)})
    assert rules(said("312 g.", filled=filled, product=lighter)) == ["unsupported-number"]


# Where it stands -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slot", ["headline", "body", "cta", "caption", "alt"])
def test_every_slot_is_read(slot):
    (found,) = told(Claims(), item_of(Copy.of(**{slot: "The best shell."}), claims=()))
    assert found.span.slot == slot


def test_a_claim_split_between_headline_and_body_is_found():
    (found,) = told(Claims(), item_of(Copy.of(headline="Now with 100", body="% more shell."), claims=()))
    assert (found.rule, found.span.slot) == ("unsupported-number", "headline")
    (found,) = told(Claims(), item_of(Copy.of(headline="Guess who is number", body="one in rain."), claims=()))
    assert (found.rule, found.span.text) == ("unsupported-superlative", "number")


def test_a_sentence_that_has_ended_does_not_run_on():
    assert told(Claims(), item_of(Copy.of(headline="Guess the number.", body="One rain shell."), claims=())) == ()


def test_an_alt_text_may_count_what_is_in_the_picture():
    assert told(Claims(), item_of(Copy.of(alt="Two rain shells hang on three posts."), claims=())) == ()
    assert rules(told(Claims(), item_of(Copy.of(alt="The best rain shell."), claims=()))) == ["unsupported-superlative"]


def test_the_legal_line_of_a_market_is_the_markets_own():
    market = GERMANY.model_copy(update={"legal_line": "Preise inkl. 19 % MwSt."})
    assert told(Claims(), item_of(Copy.of(caption="Regen. Preise inkl. 19 % MwSt."), market=market, claims=())) == ()


def test_without_a_product_only_the_register_backs():
    assert said("The driest shell of 2026.", claims=(DRIEST,), product=None) == ()
    assert rules(said("312 g.", product=None)) == ["unsupported-number"]


def test_fifty_thousand_characters_are_read_to_the_end():
    text = "It rained for 14 hours and the best shell, 312 g, kept out every drop. " * 720
    found = said(text, claims=(TAPED, DRIEST))
    assert len(text) > 50_000
    assert len(found) >= 720
    assert max(f.span.end for f in found) > len(text) - 100


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_without_a_fault(text):
    for found in told(Claims(), item_of(Copy.of(headline=text, body=text), claims=(TAPED, DRIEST))):
        slot = text
        assert slot[found.span.start : found.span.end] == found.span.text


def test_an_amount_of_quite_another_size_is_no_fix():
    warranty = with_fact(key="warranty", kind="measure", number=10, unit="years")
    (found,) = said("Hot for 24 hours.", product=warranty)
    assert (found.rule, found.fix) == ("unsupported-number", None)
    assert "years" not in found.message
