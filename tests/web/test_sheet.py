"""The contact sheet: opens from disk, shows what was posted, says what was stopped and what was learnt."""

import re

import pytest
from desk_client import Page
from small_desk import AT, PRODUCT, fill, make_project

from styleloop.app.shipping import Person, approve_all
from styleloop.types.audit import Finding
from styleloop.types.copy import Copy
from styleloop.types.review import FileRef, Publication
from styleloop.types.variant import Draft
from styleloop.web.sheet import write_sheet

HOSTILE = '<script>alert("x")</script>'


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """A project whose waiting lines were all approved and posted, and one draft stopped by its words."""
    place = tmp_path_factory.mktemp("sheet") / "demo"
    project = make_project(place / "project")
    campaign = fill(project)
    done = approve_all(project, Person("scripted", "architect"), campaign.id)
    variants = {v.id: v for v in project.store.variants.all()}
    for number, decision in enumerate(done.decisions):
        variant = variants[decision.variant]
        name = f"umbrella-{number}"
        data = project.store.blobs.get(variant.rendering.file)
        folder = place / "published" / variant.market / name
        if number % 2 == 0:
            folder.mkdir(parents=True)
            (folder / f"{name}.jpg").write_bytes(data)
        ref = FileRef(name=f"{name}.jpg", sha256=variant.rendering.file, bytes=len(data))
        out = Publication(
            variant=variant.id, seal=variant.seal, decision=decision.id, channel="folder", market=variant.market,
            placement=variant.placement, name=name, files=(ref,), url=str(folder), at=AT,
        )  # fmt: skip
        project.store.publications.add([out])
    words = Copy.of(headline=f"The driest umbrella.\n{HOSTILE}")
    draft = Draft(
        brief="brief_1", market="ar-AE", product=PRODUCT.sku, words=words, drafter="frames@1", tone="ink", picture=""
    )
    project.store.drafts.add([draft])
    said = {"rule": "superlative", "message": f"“driest” needs a proof {HOSTILE}", "cited": "claims.toml: none"}
    project.store.findings.add([Finding(subject=draft.id, guardrail="claims@1", severity="block", **said)])
    yield project
    project.close()


@pytest.fixture(scope="module")
def sheet(played):
    return write_sheet(played, {"words": "round two against round one: +8 % clicks: better"}, played.root.parent)


def test_it_shows_every_posted_picture_from_beside_itself(sheet):
    text = sheet.read_text("utf-8")
    pictures = [p["src"] for p in Page(text).of("img")]
    assert len(pictures) >= 9
    for picture in pictures:
        assert not picture.startswith(("/", "http", "file:"))
        assert (sheet.parent / picture).is_file(), picture
    assert sum(p.startswith("published/") for p in pictures) == 5
    assert text.count("posted") >= 9


def test_it_needs_no_script_no_server_and_no_other_file_of_ours(sheet):
    text = sheet.read_text("utf-8")
    assert "<script" not in text
    assert not re.search(r'(src|href)="(https?:|/)', text)
    assert not re.search(r"url\((?!\"data:font/woff;base64,)", text)
    assert 'font-family:"Amiri"' in text


def test_it_says_that_nobody_real_answered(sheet):
    said = Page(sheet.read_text("utf-8")).said
    assert "The reviewer was scripted and the audience simulated" in said
    assert "9 posts" in said
    assert [
        w
        for w in ("library", "style", "brief", "drafts", "audit", "review", "publish", "results", "refine")
        if w in said
    ]


def test_it_lists_what_was_stopped_with_check_reason_and_evidence(sheet):
    text = sheet.read_text("utf-8")
    said = Page(text).said
    assert "2 lines held back" in said
    assert "“14 hours” is not among the facts." in said
    assert "Workshop scales, 2026-02-11" in said
    assert "“driest” needs a proof" in said
    assert "claims.toml: none" in said
    assert re.search(r'<h3 dir="rtl" lang="ar-AE">The driest', text)


def test_it_escapes_what_it_shows(sheet):
    text = sheet.read_text("utf-8")
    assert HOSTILE not in text
    assert HOSTILE in Page(text).said


def test_it_ends_with_what_was_learnt_and_the_files_that_say_more(sheet):
    text = sheet.read_text("utf-8")
    assert "Round two against round one: +8 % clicks: better." in Page(text).said
    assert 'href="report.json"' in text
    assert 'href="style-diff.md"' in text


def test_writing_it_twice_gives_the_same_page(played, sheet):
    before = sheet.read_bytes()
    assert write_sheet(played, {"words": "round two against round one: +8 % clicks: better"}, sheet.parent) == sheet
    assert sheet.read_bytes() == before


def test_an_empty_project_has_a_sheet_too(tmp_path):
    project = make_project(tmp_path / "acme")
    said = Page(write_sheet(project, {}, tmp_path / "out").read_text("utf-8")).said
    assert "Nothing was made yet." in said
    assert "The checks stopped nothing." in said
    project.close()
