"""Products out of several files: feeds, what a person typed over them, pictures named after them; no ads at all."""

from __future__ import annotations

import os

import cv2
import numpy as np
import pytest

from styleloop.app import flow, ingesting, starting
from styleloop.app.project import Project
from styleloop.app.wishes import wish

FEED = "Handle,Title,Body (HTML),Option1 Name,Variant SKU,Variant Price\noak-table,Oak Table,Oak table with drawers,,,"
TYPED = '[[products]]\nsku = "oak-table"\n[[products.prices]]\nmarket = "en-GB"\namount = 99\ncurrency = "GBP"\n'


@pytest.fixture
def root(tmp_path):
    starting.start(tmp_path, "blank", "Acme")
    (tmp_path / "products" / "a-shop.csv").write_text(f"{FEED}120\n")
    return tmp_path


def photo(path, grey):
    path.parent.mkdir(exist_ok=True)
    waves = np.add.outer(np.arange(480), np.arange(640)) % grey
    cv2.imwrite(str(path), np.dstack([waves] * 3).astype(np.uint8))


def table(project):
    found = project.store.products.find("oak-table")
    assert found is not None
    return found


def test_what_is_typed_lies_over_a_feed_whichever_changes(root):
    project = Project(root)
    typed = root / "products" / "products.toml"
    typed.write_text(TYPED)
    ingesting.ingest(project)
    assert [p.amount for p in table(project).prices] == [99], "typed prices win"
    assert [n.text for n in table(project).names] == ["oak table"], "what is not typed comes from the feed"
    (root / "products" / "a-shop.csv").write_text(f"{FEED}130\n")
    ingesting.ingest(project, [root / "products" / "a-shop.csv"])
    assert [p.amount for p in table(project).prices] == [99]
    typed.write_text(TYPED.replace("prices", "names").replace('market = "en-GB"', 'locale = "de"').split("amount")[0])
    with typed.open("a") as file:
        file.write('text = "Eichentisch"\n')
    ingesting.ingest(project)
    assert [p.amount for p in table(project).prices] == [130], "a price that is no longer typed is the feed's again"
    assert [n.locale for n in table(project).names] == ["de", "en"]
    assert all(f.unchanged for f in ingesting.ingest(project).files)


def test_a_picture_named_after_its_product_is_taken_and_a_new_one_too(root):
    project = Project(root)
    ingesting.ingest(project)
    assert table(project).picture == ""
    picture = root / "products" / "pictures" / "oak-table.jpg"
    photo(picture, 200)
    ingesting.ingest(project)
    first = table(project).picture
    assert project.store.blobs.get(first) == picture.read_bytes()
    photo(picture, 150)
    os.utime(picture, (1, 1))
    ingesting.ingest(project)
    assert table(project).picture not in ("", first)
    picture.write_bytes(b"no picture")
    (refused,) = ingesting.ingest(project).refusals
    assert "oak-table.jpg" in str(refused)


def test_without_any_ad_the_house_frames_speak_until_there_is_work_to_learn_from(root):
    project = Project(root)
    photo(root / "products" / "pictures" / "oak-table.png", 200)
    flow.ingest(project, [])
    blank = project.store.current("en-GB")
    assert blank is not None
    assert not blank.norms
    made = flow.campaign(project, wish(project, "oak-table", placements=("square",), lines=1))
    (line,) = made["en-GB"]["lines"]
    assert project.store.drafts.get(line).drafter.endswith("(house frames)")
    assert flow.fit(project) == []
    (root / "library" / "ads.csv").write_text("headline,locale\nMeet the oak table.,en-GB\n")
    flow.ingest(project, [])
    learnt = project.store.current("en-GB")
    assert learnt is not None
    assert learnt.norms
    assert learnt.parent == blank.id
