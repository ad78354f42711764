"""Rights of what a piece was made from, at audit time."""

from datetime import date

import pytest
from sample_pieces import item_of, told

from styleloop.audit.rights import UsageRights
from styleloop.types.brief import Placement
from styleloop.types.library import Used
from styleloop.types.record import Refusal
from styleloop.types.shot import UNRELEASED, Rights

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
    ],
)
def test_what_rights_cover_or_nobody_stated_is_left_alone(rights):
    assert said(rights, placement=STORY) == []


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
