"""Sets of short texts: as many as the format takes, from facts, checked, none that says another again."""

from __future__ import annotations

import csv
import io
import json

import pytest
from small_brand import ADS, JACKET, KIT, MAT, PRODUCTS, SHELL, UMBRELLA, brief
from typer.testing import CliRunner

from styleloop.app import starting
from styleloop.app.brand import DATA
from styleloop.app.brandfiles import read_placements
from styleloop.app.flow import ingest
from styleloop.app.project import Project
from styleloop.app.texts import as_csv, write_texts
from styleloop.cli.main import app
from styleloop.drafts import candidates, spread
from styleloop.drafts.copy.house import stems
from styleloop.errors import InputError
from styleloop.language.widths import length
from styleloop.style.patterns import mine
from styleloop.types.record import Refusal

SEARCH = next(p for p in read_placements(DATA / "placements" / "placements.toml") if p.name == "google-search")
LIMITS = {limit.slot: limit for limit in SEARCH.limits}


@pytest.mark.parametrize("market", ["en-GB", "de-DE", "ar-AE"])
def test_a_set_fits_its_format_and_says_nothing_twice(market):
    offered = candidates(brief(UMBRELLA, market, placements=(SEARCH,)), mine(ADS, PRODUCTS, market), KIT)
    for slot, limit in LIMITS.items():
        chosen = spread(offered[slot], limit.most)
        assert len(chosen) <= limit.most
        assert all(length(t.text, limit.count) <= limit.graphemes and "\n" not in t.text for t in chosen)
        said = [set(stems(t.text)) for t in chosen]
        assert not [(a, b) for i, a in enumerate(said) for b in said[:i] if a <= b or b <= a]
    assert len(spread(offered["headline"], 15)) >= 6
    assert len(spread(offered["body"], 4)) >= 2


def test_every_text_is_traced_to_its_facts():
    offered = candidates(brief(SHELL, placements=(SEARCH,)), mine(ADS, PRODUCTS, "en-GB"), KIT)
    every = [t for texts in offered.values() for t in texts]
    assert every
    for text in every:
        assert text.filled
        left = list(text.text)
        for span in text.filled:
            assert text.text[span.start : span.end] == span.text
            left[span.start : span.end] = " " * (span.end - span.start)
        assert not any(c.isdigit() for c in "".join(left))


def test_no_fact_is_worn_out_within_a_set():
    offered = candidates(brief(JACKET, placements=(SEARCH,)), (), KIT)
    chosen = spread(offered["headline"], 15)
    for key in ("fact.pockets", "fact.weight"):
        assert sum(any(s.fact == key for s in t.filled) for t in chosen) <= 2


def test_descriptions_make_sense_alone():
    offered = candidates(brief(MAT, placements=(SEARCH,)), (), KIT)
    assert not [t.text for t in offered["body"] if t.text.startswith(("It ", "They "))]


def test_a_product_without_a_name_is_refused():
    assert isinstance(candidates(brief(MAT, "ar-AE", placements=(SEARCH,)), (), KIT), Refusal)


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    root = tmp_path_factory.mktemp("texts") / "shop"
    starting.start(root, name="Bell & Co")
    (root / "products" / "feed.csv").write_text(
        "sku,name,description,price\n"
        "pot,Plant pot,Ceramic pot with a wide rim and two handles,18\n"
        "=bell,Brass bell,The best brass bell with a steel spring,12\n",
        "utf-8",
    )
    project = Project(root)
    ingest(project, [])
    yield project
    project.close()


def test_the_set_of_a_stranger_is_checked_and_uploads(shop):
    written = write_texts(shop, "pot", "en-GB")
    assert len(written.made.of("headline")) >= 5
    assert any("more would say again" in str(r) for r in written.made.refusals)
    (row,) = csv.DictReader(io.StringIO(as_csv(shop, [written.made])))
    assert row["Ad type"] == "Responsive search ad"
    assert row["Headline 1"] == written.made.of("headline")[0]
    assert row["Headline 15"] == ""


def test_formats_that_are_drawn_are_refused_with_the_way_to_them(shop):
    with pytest.raises(InputError, match="styleloop draft"):
        write_texts(shop, "pot", "en-GB", "square")


def test_the_verb_gives_json_and_csv(shop):
    asked = ["texts", "pot", "--market", "en-GB", "--project", str(shop.root)]
    found = json.loads(CliRunner().invoke(app, [*asked, "--json"]).stdout)
    assert {t["slot"] for t in found["texts"]} == {"headline", "body"}
    assert CliRunner().invoke(app, [*asked, "--csv"]).stdout.startswith("Campaign,Ad group")
