"""Claims outside their time, market and product."""

from datetime import date, timedelta

import pytest
from sample_pieces import DRIEST, FLASK, GERMANY, TAPED, item_of, rules, told

from styleloop.audit.expiry import Expiry
from styleloop.types.brand import Claim, Localised
from styleloop.types.copy import Copy
from styleloop.types.variant import FilledSlot

LATE = TAPED.ends + timedelta(days=1)
HOT = Claim(
    slug="hot-14",
    wordings=(Localised(locale="en", text="Keeps tea hot for 14 hours"),),
    proof="Kettle test",
    ends=date(2026, 6, 30),
)


def said(headline, **changes):
    return told(Expiry(), item_of(Copy.of(headline=headline), **changes))


@pytest.mark.parametrize("day", [TAPED.starts, TAPED.ends])
def test_a_claim_holds_on_its_first_and_last_day(day):
    assert said("Every seam taped.", day=day) == ()


@pytest.mark.parametrize(
    ("changes", "rule", "says"),
    [
        ({"day": LATE}, "claim-ended", "2026-10-31"),
        ({"day": date(2025, 12, 31)}, "claim-not-begun", "2026-01-01"),
        ({"product": FLASK}, "claim-other-product", "not about flask"),
        ({"claims": (TAPED.model_copy(update={"markets": ("de-DE",)}),)}, "claim-other-market", "not for en-GB"),
    ],
)
def test_a_claim_outside_its_bounds_blocks_and_names_itself_its_dates_and_its_proof(changes, rule, says):
    (found,) = said("Every seam taped.", **changes)
    assert (found.rule, found.severity) == (rule, "block")
    assert says in found.message
    for part in ("claim.taped-seams", "2026-01-01 to 2026-10-31", "Seam test 2026-02"):
        assert part in found.cited
    assert found.span.text == "Every seam taped"


@pytest.mark.parametrize(
    "headline",
    [
        "EVERY SEAM TAPED",
        "Every seam,\ntaped.",
        "Every se\u200bam taped.",
        "“Every seam taped”, it says.",
    ],
)
def test_the_wording_is_found_however_it_is_written(headline):
    assert rules(said(headline, day=LATE)) == ["claim-ended"]


def test_the_wording_of_another_language_is_still_the_claim():
    assert rules(said("Alle Nähte getapt.", market=GERMANY, day=LATE)) == ["claim-ended"]
    assert rules(said("Every seam taped.", market=GERMANY, day=LATE)) == ["claim-ended"]


def test_a_claim_that_runs_on_from_headline_to_body_is_found():
    item = item_of(Copy.of(headline="Every seam", body="taped, twice."), day=LATE)
    (found,) = told(Expiry(), item)
    assert (found.span.slot, found.span.text) == ("headline", "Every seam")
    apart = item_of(Copy.of(headline="Every seam.", body="Taped boxes."), day=LATE)
    assert told(Expiry(), apart) == ()


def test_caption_and_alt_text_are_read_too():
    item = item_of(Copy.of(caption="Every seam taped.", alt="A rain shell, every seam taped."), day=LATE)
    assert [f.span.slot for f in told(Expiry(), item)] == ["caption", "alt"]


@pytest.mark.parametrize("headline", ["Taped seams on every box.", "Every seam tapered.", "Seam taped, every time."])
def test_other_words_are_left_alone(headline):
    assert said(headline, day=LATE) == ()


def test_a_renewed_claim_with_the_same_wording_covers_it():
    renewed = TAPED.model_copy(update={"slug": "taped-2027", "starts": LATE, "ends": None})
    assert said("Every seam taped.", day=LATE, claims=(TAPED, renewed)) == ()


@pytest.mark.parametrize(
    ("headline", "found"),
    [
        ("Hot tea after 14 hours.", 1),
        ("Tea, hot for fourteen hours.", 1),
        ("Keeps tea hot, 840 minutes long.", 1),
        ("Keeps tea hot for 12 hours.", 0),
        ("14 hours on the fell.", 0),
        ("Tea keeps. 14 hours on the fell.", 0),
    ],
)
def test_the_claim_in_other_words_is_known_by_its_figures_and_nouns(headline, found):
    assert len(said(headline, claims=(HOT,))) == found


def test_figures_that_a_fact_of_the_product_states_are_the_facts():
    assert said("Hot tea after 14 hours.", claims=(HOT,), product=FLASK) == ()
    assert rules(said("Keeps tea hot for 14 hours.", claims=(HOT,), product=FLASK)) == ["claim-ended"]


def test_a_filled_span_names_its_claim_even_in_other_words():
    filled = (FilledSlot(slot="headline", start=0, end=5, text="Seams", fact="claim.taped-seams"),)
    assert said("Seams: taped.", filled=filled) == ()
    assert rules(said("Seams: taped.", filled=filled, day=LATE)) == ["claim-ended"]


def test_a_filled_span_from_no_claim_of_the_register_blocks():
    filled = (FilledSlot(slot="headline", start=0, end=5, text="Seams", fact="claim.made-up"),)
    assert rules(said("Seams: taped.", filled=filled)) == ["claim-unknown"]


def test_a_filled_span_whose_words_were_edited_is_no_longer_there():
    filled = (FilledSlot(slot="headline", start=0, end=5, text="Seams", fact="claim.taped-seams"),)
    assert said("Zips: some.", filled=filled, day=LATE) == ()


def test_each_place_is_told_once():
    found = said("Every seam taped. Every seam taped.", day=LATE, claims=(TAPED, DRIEST))
    assert [f.span.start for f in found] == [0, 18]
