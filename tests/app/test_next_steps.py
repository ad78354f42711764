"""What a verb says to do next is what has to be done next."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from styleloop.app import starting
from styleloop.app.project import Project
from styleloop.cli.main import app

FEED = """sku,name,description,price,currency
bell,Brass Wotsit,Weighs 95 g.,18,GBP
pump,Steel Wotsit,Weighs 900 g.,39,GBP
"""
ADS = """headline,locale,product
Dear rain. / Here comes a bell.,en-GB,bell
Dear rain. / Here comes a pump.,en-GB,pump
"""
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M2 9V3h5v6z" fill="#a43"/></svg>'
TYPED = """
[[products]]
sku = "bell"
names = [{ locale = "en", text = "bell" }]
[[products]]
sku = "pump"
names = [{ locale = "en", text = "pump" }]
"""


@pytest.fixture
def root(tmp_path):
    starting.start(tmp_path, "blank", "Hub & Spoke")
    (tmp_path / "products" / "feed.csv").write_text(FEED)
    (tmp_path / "library" / "past.csv").write_text(ADS)
    pictures = tmp_path / "products" / "pictures"
    pictures.mkdir()
    for sku in ("bell", "pump"):
        (pictures / f"{sku}.svg").write_text(DRAWING)
    return tmp_path


def said(root, *arguments):
    done = CliRunner().invoke(app, [*arguments, "-C", str(root)], catch_exceptions=False, env={"COLUMNS": "300"})
    assert done.exit_code == 0, done.output
    return " ".join(done.output.split())


def test_ingest_says_when_the_frames_are_from_before_what_was_read(root):
    hint = "The frames of en-GB are from before these files. Take them in: styleloop refine"
    assert hint not in said(root, "ingest"), "the first style was made from these very files"
    (root / "products" / "products.toml").write_text(TYPED)
    assert hint in said(root, "ingest"), "the names by which the ads call the products are known only now"
    assert "Here comes {product}" in said(root, "refine"), "what was said to be done does it"
    (root / "products" / "feed.csv").write_text(FEED.replace("39", "41"))
    assert hint not in said(root, "ingest"), "a price changes no frame"


def test_products_that_come_after_ads_of_one_channel_point_to_refine_and_only_until_then(root):
    head, *rows = ADS.replace("a bell", "Brass Wotsit").replace("a pump", "Steel Wotsit").splitlines()
    (root / "library" / "past.csv").write_text("\n".join([f"{head},channel", *(f"{row},instagram" for row in rows)]))
    feed = root / "products" / "feed.csv"
    feed.unlink()
    said(root, "ingest")
    feed.write_text(FEED)
    after = said(root, "ingest")
    assert "are from before these files. Take them in: styleloop refine" in after
    assert "styleloop run" not in after
    said(root, "refine")
    feed.write_text(FEED.replace("39", "41"))
    assert "Next: styleloop run" in said(root, "ingest")


def test_the_house_style_lists_what_there_is_and_counts_the_rest(root):
    said(root, "ingest")
    shown = said(root, "style", "en-GB")
    assert "copy.words" in shown
    assert "copy.hashtags" not in shown, "neither ad has one"
    assert re.search(r"0 throughout the middle half: \d+ further measures", shown)
    assert "What helps is not known yet" in shown


def test_the_typed_product_of_the_page_on_drafting_is_read_whole(root):
    page = (Path(__file__).resolve().parents[2] / "docs" / "drafting.md").read_text("utf-8")
    (example,) = re.findall(r"```toml\n(.+?)```", page, re.S)
    (root / "products" / "products.toml").write_text(example, "utf-8")
    assert "products/products.toml │ toml │ 1 │ 1 │ 0 │ 0" in said(root, "ingest")
    (root / "products" / "pictures" / "bell.svg").unlink()
    assert said(root, "ingest")
    assert "with a ring that carries." in said(root, "draft", "--product", "bell", "--market", "en-GB", "--json"), (
        "lines alone need no picture"
    )


def test_an_approval_in_an_older_campaign_is_not_left_behind_unsaid(root):
    said(root, "ingest")
    for name, sku in (("spring ring", "bell"), ("air", "pump")):
        said(root, "run", "--product", sku, "--name", name, "--lines", "1", "--placement", "square", "-m", "en-GB")
    project = Project(root)
    older = project.store.campaigns.all()[0]
    piece = project.store.variants.all(campaign=older.id)[0]
    line = piece.line
    queue = said(root, "review")  # a narrow terminal folds a long headline, so only its first word is looked for
    assert f"spring ring │ en-GB │ {piece.words.text('headline').split()[0]}" in queue
    assert "│ 1 waiting │" in queue
    known = said(root, "why", line[:14])
    assert f"drawn as {piece.id} (square)" in known
    assert "chosen by the style that spoke because" in known
    nobody = CliRunner().invoke(app, ["why", "draft_0", "-C", str(root)]).exception
    assert "nothing has that name; got: 'draft_0'" in str(nobody)
    assert "Next: styleloop publish 'spring ring'" in said(root, "review", line[:14], "--approve", "--who", "me")
    waits = "Approved and not out yet in 'spring ring': 1. Send with: styleloop publish 'spring ring'"
    newest = said(root, "publish")
    assert "0 posts of air are out" in newest
    assert waits in newest
    assert waits in said(root, "publish", "--dry-run")
    assert "1 posts of spring ring are out" in said(root, "publish", "spring ring")
    assert "not out yet" not in said(root, "publish")
    wrong = CliRunner().invoke(app, ["publish", "sprong", "-C", str(root)])
    assert "spring ring or air" in str(wrong.exception), "what there is, where something else was asked for"
