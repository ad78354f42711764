"""Rights of what a piece was made from, at audit time."""

from datetime import UTC, date, datetime

import pytest
from sample_pieces import item_of, told

from styleloop.audit.rights import UsageRights
from styleloop.types.brief import Placement
from styleloop.types.library import Used
from styleloop.types.licence import forbidden_by
from styleloop.types.record import Refusal
from styleloop.types.shot import UNRELEASED, Rights
from styleloop.types.variant import Provenance

STORY = Placement(
    name="story", label="Story", width=1080, height=1920, max_bytes=500_000, source="Meta", platform="Meta"
)


def said(rights, **changes):
    item = item_of(used=(Used("picture", "rain-shell.jpg", rights),), **changes)
    return [(f.rule, f.severity) for f in told(UsageRights(), item)]


@pytest.mark.parametrize(
    ("rights", "rule"),
    [
        (Rights(ends=date(2026, 8, 31)), ("right-ended", "block")),
        (Rights(starts=date(2026, 9, 2)), ("right-ended", "block")),
        (Rights(ends=date(2026, 9, 1)), ("right-ends-soon", "warn")),
        (Rights(ends=date(2026, 10, 1)), ("right-ends-soon", "warn")),
        (Rights(markets=("de-DE",)), ("market-not-covered", "block")),
        (Rights(formats=("tiktok", "wide")), ("format-not-covered", "block")),
        (Rights(people=("p-17", UNRELEASED)), ("no-release", "block")),
        (Rights(licence="CC BY-ND 4.0"), ("changes-not-allowed", "block")),
        (Rights(licence="Editorial use only"), ("advertising-not-allowed", "block")),
        (Rights(licence="House licence 7", forbids=("advertising",)), ("advertising-not-allowed", "block")),
    ],
)
def test_what_rights_do_not_cover(rights, rule):
    assert said(rights, placement=STORY) == [rule]


@pytest.mark.parametrize(
    "rights",
    [
        None,
        Rights(owner="Agency"),
        Rights(ends=date(2026, 10, 2), markets=("en-GB", "de-DE"), people=("p-17",)),
        Rights(formats=("story",)),
        Rights(formats=("meta",)),
        Rights(licence="CC-BY-4.0"),
        Rights(licence="Royalty-free; no AI training"),  # no model was shown the picture
    ],
)
def test_what_rights_cover_or_nobody_stated_is_left_alone(rights):
    assert said(rights, placement=STORY) == []


def test_inspiration_that_no_model_may_see_is_objected_to_where_a_model_wrote_the_line():
    by_hand = Provenance(made=datetime(2026, 9, 1, tzinfo=UTC), drafter="frames@1")
    by_model = by_hand.model_copy(update={"models": ("llama@1",)})
    used = (Used("inspiration", "insp-04", Rights(owner="A. Poet", licence="no AI training")),)
    assert told(UsageRights(), item_of(used=used, provenance=by_hand)) == ()
    (found,) = told(UsageRights(), item_of(used=used, provenance=by_model))
    assert (found.rule, found.cited) == ("ai-not-allowed", "rights of insp-04, A. Poet")
    assert found.message == (
        "Its inspiration insp-04: its licence, no AI training, allows no use by AI (no training), "
        "and a model wrote the line."
    )
    derived = (Used("inspiration", "insp-04", Rights(licence="CC-BY-NC-ND-4.0")),)
    rules = [f.rule for f in told(UsageRights(), item_of(used=derived))]
    assert rules == ["changes-not-allowed", "advertising-not-allowed"]


def test_a_picture_whose_licence_forbids_ads_is_never_shown_in_one():
    rights = Rights(licence="CC-BY-NC-SA-4.0", ends=date(2027, 1, 1))
    assert rights.against("en-GB", date(2026, 9, 1)) == (
        "its licence, CC-BY-NC-SA-4.0, allows no advertising (not commercial, or editorial only)"
    )
    assert "licence" not in Rights(owner="A").model_dump(), "ids from before licences were read stay true"


@pytest.mark.parametrize(
    ("name", "uses"),
    [
        ("CC0-1.0", ""), ("CC BY 4.0", ""), ("CC-BY-SA-4.0", ""), ("Public domain", ""), ("Unsplash License", ""),
        ("Rights-managed", ""), ("Editorial and commercial use", ""), ("AI training allowed", ""),
        ("CC-BY-ND-4.0", "changes"), ("https://creativecommons.org/licenses/by-nd/4.0/", "changes"),
        ("Creative Commons Attribution-NoDerivatives 4.0 International", "changes"), ("No derivatives", "changes"),
        ("Namensnennung – Keine Bearbeitungen 4.0", "changes"), ("CC-BY-NC-4.0", "advertising"),
        ("Getty Images, editorial use only", "advertising"), ("Pas d’Utilisation Commerciale", "advertising"),
        ("cc by-nc-nd 3.0 igo", "advertising changes"), ("No generative AI", "ai"),
        ("May not be used to train models", "ai"), ("no derivatives, no AI training", "ai changes"),
    ],
)  # fmt: skip
def test_what_a_licence_forbids_is_read_from_its_name(name, uses):
    assert " ".join(sorted(forbidden_by(name))) == uses
    assert not Rights(licence=name).unread


@pytest.mark.parametrize("name", ["House licence 7", "Wanda", "See contract of 3 May"])
def test_a_name_that_says_nothing_is_not_taken_for_a_permission(name):
    assert forbidden_by(name) is None
    assert Rights(licence=name).unread
    assert not Rights(licence=name, forbids=("ai",)).unread


def test_each_source_is_told_of_with_its_owner():
    used = (
        Used("picture", "rain-shell.jpg", Rights(owner="A. Agency", ends=date(2026, 9, 11))),
        Used("inspiration", "insp-04", Rights(markets=("de-DE",))),
    )
    first, second = told(UsageRights(), item_of(used=used))
    assert first.message == "Its picture rain-shell.jpg: its rights end on 2026-09-11, in 10 days."
    assert "A. Agency" in first.cited
    assert second.message == "Its inspiration insp-04: its rights are for de-DE, not en-GB."


def test_words_alone_are_not_checked():
    (answer,) = UsageRights().check([item_of(rendering=None)])
    assert isinstance(answer, Refusal)
