"""Formats: sourced, dated, told apart by kind; words alone are checked and never drawn."""

import json
import tomllib
from datetime import date

import pytest
from pydantic import ValidationError
from small_project import make_project
from typer.testing import CliRunner

from styleloop import drafts
from styleloop.app.brand import DATA
from styleloop.app.brandfiles import read_placements
from styleloop.app.screening import screen_texts
from styleloop.app.wishes import wish
from styleloop.cli.main import app
from styleloop.errors import InputError
from styleloop.types.brief import MARKS, Placement
from styleloop.types.record import Refusal
from styleloop.web.desk.views.wishes import wishes

FILE = DATA / "placements" / "placements.toml"
SHIPPED = {p.name: p for p in read_placements(FILE)}


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    return make_project(tmp_path_factory.mktemp("formats") / "project")


def test_every_format_says_where_and_when_its_figures_were_read():
    for name, placement in SHIPPED.items():
        assert placement.source, name
        assert placement.platform, name
        assert date(2026, 11, 1) <= placement.read <= date.today(), name
        assert placement.limits, name


@pytest.mark.parametrize("size", ["300x250", "336x280", "728x90", "970x250", "160x600", "300x600", "320x50", "320x100"])
def test_uploaded_display_has_its_sizes_at_150_kb(size):
    placement = SHIPPED[f"display-{size}"]
    assert f"{placement.width}x{placement.height}" == size
    assert placement.max_bytes == 150_000
    assert placement.drawn_bytes == 150_000 - MARKS


def test_the_search_ad_is_words_alone_and_counts_full_width_as_two():
    search = SHIPPED["google-search"]
    told = {limit.slot: (limit.graphemes, limit.most, limit.count) for limit in search.limits}
    assert told == {"headline": (30, 15, "double"), "body": (90, 4, "double"), "path": (15, 2, "double")}
    assert (search.pictured, search.width, search.height) == (False, 0, 0)


def test_a_picture_needs_a_size_and_words_alone_have_none():
    for fields in ({"width": 10, "height": 0}, {}, {"kind": "text", "width": 10, "height": 10}):
        with pytest.raises(ValidationError, match="width and height"):
            Placement(name="x", label="x", source="x", **fields)


def test_what_a_list_needs_is_no_part_of_what_a_format_is():
    row = next(r for r in tomllib.loads(FILE.read_text("utf-8"))["placements"] if r["name"] == "square")
    plain = Placement.model_validate({k: v for k, v in row.items() if k not in ("platform", "read")})
    assert plain.model_dump(mode="json") == SHIPPED["square"].model_dump(mode="json")
    assert "kind" not in plain.model_dump(mode="json")


def test_nothing_is_made_for_words_alone_and_the_way_to_write_them_is_told(project):
    with pytest.raises(InputError, match=r"words alone.*styleloop texts umbrella .*--placement google-search"):
        wish(project, "umbrella", placements=("square", "google-search"))
    asked = project.store.briefs.all()[0].model_copy(update={"placements": (SHIPPED["google-search"],)})
    [refused] = drafts.layouts(
        project.store.drafts.all()[0].model_copy(update={"tone": "pine"}), asked, project.kit, "split@1"
    )
    assert isinstance(refused, Refusal)
    assert "words alone" in refused.why


def test_lines_are_checked_against_a_words_only_format(project):
    short, long = screen_texts(
        project, ["It rained.", "It rained, and it will rain again and again."], placement="google-search"
    )
    assert not short.blocked
    assert [f.rule for f in long.findings if f.severity == "block"] == ["too-long"]
    with pytest.raises(InputError, match="no such slot"):
        screen_texts(project, ["x"], placement="google-search", slot="subtitle")


def test_the_new_page_offers_pictures_by_platform(project):
    offered = {platform.name: [f.name for f in platform.formats] for platform in wishes(project).platforms}
    assert offered["Meta"][:2] == ["square", "story"]
    assert "google-search" not in [name for names in offered.values() for name in names]
    assert sum(map(len, offered.values())) == sum(p.pictured for p in SHIPPED.values())


def test_the_verb_lists_formats_with_their_sources(tmp_path):
    done = CliRunner().invoke(app, ["placements", "x-wide", "--json", "-C", str(tmp_path)])
    [told] = json.loads(done.stdout)
    assert (told["platform"], told["width"], told["read"]) == ("X", 1200, "2026-11-30")
    assert {limit["slot"]: limit["count"] for limit in told["limits"]}["caption"] == "weighted"
    assert "business.x.com" in told["source"]
