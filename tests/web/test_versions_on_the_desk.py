"""The versions of a piece on the desk: reached from its page, two beside each other, every one with its state."""

import pytest
import small_desk
from desk_client import client_of, decide, page, sit_down
from restyled import resize, restyle
from small_desk import fill

from styleloop.app.shipping import lines_of
from styleloop.types.copy import Copy
from styleloop.types.variant import Draft


@pytest.fixture
def desk(project):
    fill(project)
    return client_of(project)


def square(project):
    line = next(x for x in lines_of(project) if x.headline.startswith("It rained"))
    return next(v for v in line.variants if v.placement == "square")


def test_a_piece_without_versions_names_the_command_and_has_no_link(desk, project):
    first = square(project)
    assert "versions, side by side" not in page(desk, f"/variants/{first.id}").said
    shown = page(desk, f"/variants/{first.id}/versions")
    assert "This is the only version" in shown.said
    assert "styleloop restyle" in desk.get(f"/variants/{first.id}/versions").text
    assert page(desk, "/variants/nope/versions", 404)


def test_a_restyled_piece_stands_beside_its_parent_with_what_changed(desk, project):
    first = square(project)
    second = restyle(project, first)
    shown = page(desk, f"/variants/{second.id}")
    assert "2 versions, side by side" in shown.said
    assert f"/variants/{second.id}/versions" in [a.get("href") for a in shown.of("a")]
    held = page(desk, f"/variants/{second.id}/versions")
    assert "Palette ink → slate" in held.said
    assert "Before Square post, ink" in held.said
    assert "of the pixels differ to the eye" in held.said
    ways = [i["value"] for i in held.of("input") if i.get("type") == "radio"]
    assert ways == ["beside", "onion", "difference"]
    [slider] = [i for i in held.of("input") if i.get("type") == "range"]
    assert slider["aria-label"]
    assert all("alt" in picture for picture in held.of("img"))
    sheet = desk.get(f"/variants/{second.id}/versions/{first.id}.png")
    assert sheet.content.startswith(b"\x89PNG")
    assert desk.get(f"/variants/{second.id}/versions/variant_0.png").status_code == 404


def test_an_approval_of_the_parent_is_not_shown_on_the_child(desk, project):
    first = square(project)
    second = restyle(project, first)
    sit_down(desk)
    assert decide(desk, first.id, "approve").status_code == 303
    held = desk.get(f"/variants/{second.id}/versions").text
    family = held[held.index('class="family"') :]
    assert family.count('class="state approved"') == 1
    assert family.count('class="state waiting"') == 1


def test_pieces_of_different_sizes_are_compared_part_by_part(desk, project):
    first = square(project)
    wide = resize(project, restyle(project, first), "wide")
    shown = page(desk, f"/variants/{wide.id}/versions?against={first.id}")
    assert "compared part by part, not pixel by pixel" in shown.said
    assert "of the pixels" not in shown.said
    assert not [i for i in shown.of("input") if i.get("type") == "range"]
    assert "Format square (108 x 108) → wide (120 x 63)" in shown.said
    # held against something that is no kin of it, the page falls back on its parent
    assert "Before" in page(desk, f"/variants/{wide.id}/versions?against=variant_0").said
    assert len(shown.of("ol")) == 1


def test_a_translation_is_held_against_its_flagship_and_no_words_are_compared(desk, project):
    flagship = square(project)
    told = project.store.drafts.get(flagship.line).model_dump(exclude={"id"})
    words = Copy.of(headline="Es regnete.\nEs wird wieder regnen.", body="Schirm. 410 g.")
    draft = Draft.model_validate({**told, "market": "de-DE", "words": words, "filled": (), "parent": flagship.line})
    project.store.drafts.add([draft])
    campaign = project.store.campaigns.get(flagship.campaign)
    piece = small_desk.drawn(project, campaign, draft, flagship.provenance.brief, "square", 3)
    project.store.variants.add([piece])
    shown = page(desk, f"/variants/{piece.id}")
    assert "The flagship" in shown.said
    assert flagship.words.text("headline").replace("\n", " ") in shown.said
    ways = [i["value"] for i in shown.of("input") if i.get("name") == "way"]
    assert ways == ["beside", "onion", "alone"]
    restyled = restyle(project, piece)
    ways = [i["value"] for i in page(desk, f"/variants/{restyled.id}").of("input") if i.get("name") == "way"]
    assert ways == ["beside", "onion", "words", "alone"]
