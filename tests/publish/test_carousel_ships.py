"""The cards of a carousel leave together, in order, under names that say so; and are one arm of a test."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_pieces import pixels_of
from small_project import ME, WORDS, make_project, picture

from styleloop.app import flow, learning
from styleloop.app.project import Project
from styleloop.app.shipping import approve_all, lines_of
from styleloop.types.audit import Finding
from styleloop.types.brief import Campaign
from styleloop.types.variant import Rendering, Variant, seal

CARDS = 3


@pytest.fixture
def carousel(tmp_path: Path) -> tuple[Project, Campaign]:
    """The small project with three cards more; nothing is decided."""
    project = make_project(tmp_path / "brand")
    single = next(v for v in project.store.variants.all() if v.placement == "square")
    for card in range(CARDS):
        data = picture((96, 96), seed=10 + card)
        pixels = pixels_of(data)
        how = single.rendering.model_dump() | {
            "placement": "meta-carousel",
            "file": project.store.blobs.put(data),
            "bytes": len(data),
            "pixels": pixels,
        }
        made = single.model_dump(exclude={"id"}) | {
            "placement": "meta-carousel",
            "rendering": Rendering.model_validate(how),
            "seal": seal(WORDS, WORDS.text("alt"), pixels, "meta-carousel", "en-GB"),
            "card": card,
            "cards": CARDS,
        }
        project.store.variants.add([Variant.model_validate(made)])
    return project, project.store.campaigns.all()[-1]


def names(done: list[str]) -> list[str]:
    return [name.split("/")[-1] for name in done if "meta-carousel" in name]


def test_cards_ship_in_order_under_names_that_sort_in_order(carousel: tuple[Project, Campaign]) -> None:
    project, campaign = carousel
    approve_all(project, ME)
    sent = names(flow.rehearse(project, campaign)["would_publish"])
    line = project.store.drafts.all()[0].id[-8:]
    assert [name.rsplit("-", 1)[0] for name in sent] == [
        f"umbrella-en-gb-meta-carousel-{line}-{n}of3" for n in (1, 2, 3)
    ]
    assert sorted(sent) == sent
    shown = [v.card for v in lines_of(project)[0].variants if v.placement == "meta-carousel"]
    assert shown == [0, 1, 2], "and a reviewer sees them in order"


def test_half_a_carousel_does_not_leave(carousel: tuple[Project, Campaign]) -> None:
    project, campaign = carousel
    last = next(v for v in project.store.variants.all() if v.card == CARDS - 1)
    how = {"rule": "test", "severity": "block", "message": "The price is wrong.", "cited": "prices are facts"}
    project.store.findings.add([Finding(subject=last.id, guardrail="test@1", **how)])
    approve_all(project, ME)
    done = flow.rehearse(project, campaign)
    assert not names(done["would_publish"])
    held = [line for line in done["refused"] if "carousel is not whole" in line]
    assert held
    assert all("card 3 of 3 is not approved" in line for line in held)


def test_a_carousel_is_one_arm_named_by_its_first_card(carousel: tuple[Project, Campaign]) -> None:
    project, campaign = carousel
    approve_all(project, ME)
    wish = campaign.model_copy(update={"placements": ("meta-carousel",)})
    assert learning.plan_tests(project, wish) == (), "three cards of one line are no test of three lines"
