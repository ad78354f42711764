"""`styleloop ingest --explain`: what is measured of a piece, in plain words, and its picture card."""

from __future__ import annotations

import io
import json

import cv2
import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from styleloop.app import cards, ingesting, starting
from styleloop.app.project import Project
from styleloop.app.readings import reading
from styleloop.cli.main import app
from styleloop.errors import InputError
from styleloop.measure import catalogue
from styleloop.types.style import Norm

SPECS = {spec.name: spec for spec in catalogue.specs()}
NAMES = ("quiet-morning", "loud-noon", "long-evening")


def scene(shade, size=(400, 400)):
    """A calm top of one colour, a busy lower half, a red square on a thirds point."""
    height, width = size
    rgb = np.full((height, width, 3), shade, np.uint8)
    rng = np.random.default_rng(shade[0])
    rgb[height // 2 :] = rng.integers(0, 256, (height - height // 2, width, 3), dtype=np.uint8)
    x, y = width // 3, height // 3
    rgb[y - 20 : y + 20, x - 20 : x + 20] = (190, 30, 30)
    return rgb


def kept(path, rgb):
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), rgb[..., ::-1])


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    here = tmp_path_factory.mktemp("cards")
    starting.start(here, "blank", "Acme")
    rows = ["name,headline,cta,locale,picture"]
    for i, name in enumerate(NAMES):
        kept(here / "library" / "pictures" / f"{name}.png", scene((90 + 50 * i, 120, 160)))
        rows.append(f'{name},"It rained {i + 2} times.",Take it,en-GB,pictures/{name}.png')
    (here / "library" / "ads.csv").write_text("\n".join(rows) + "\n", "utf-8")
    project = Project(here)
    ingesting.ingest(project)
    ingesting.measure_library(project)
    project.close()
    return here


@pytest.fixture
def project(root):
    opened = Project(root)
    yield opened
    opened.close()


def values(told):
    return {line.spec.name: line.value for line in told.lines}


def test_a_piece_is_found_by_name_id_and_the_beginning_of_its_id(project):
    piece = next(a for a in project.store.assets.all() if a.name == "quiet-morning")
    named = cards.explain(project, "quiet-morning")
    assert named.piece.id == piece.id
    assert values(cards.explain(project, piece.id)) == values(named)
    assert cards.find(project, piece.id.removeprefix("asset_")[:10]).id == piece.id


def test_it_says_where_the_calm_is_in_words(project):
    told = cards.explain(project, "quiet-morning")
    assert "calm room for words at the top" in told.summary
    found = values(told)
    assert found["picture.calm_top"] > 0.8 > 0.1 > found["picture.calm_bottom"]
    assert {"copy.words", "picture.brand_share"} <= set(found)
    assert all(line.reading for line in told.lines)


def test_a_picture_that_is_not_in_the_library_is_measured_all_the_same(project, tmp_path):
    kept(tmp_path / "new.png", scene((200, 190, 180)))
    before = project.store.assets.count()
    told = cards.explain(project, str(tmp_path / "new.png"))
    assert told.piece.name == "new.png"
    assert {line.family for line in told.lines} == {"picture"}
    assert project.store.assets.count() == before


def test_an_unknown_name_is_answered_with_the_nearest(project):
    with pytest.raises(InputError, match="quiet-morning"):
        cards.explain(project, "quiet-mornin")
    with pytest.raises(InputError, match="path of a picture file"):
        cards.explain(project, "zzzzzzzzzzzzzz")


def test_a_beginning_that_fits_several_is_asked_back(project):
    with pytest.raises(InputError, match="several pieces"):
        cards.explain(project, "asset_")


def test_a_file_that_is_no_picture_is_refused(project, tmp_path):
    (tmp_path / "notes.txt").write_text("not a picture, only words about one, for long enough to be looked at")
    with pytest.raises(InputError, match="not a picture"):
        cards.explain(project, str(tmp_path / "notes.txt"))


@pytest.mark.parametrize("size", [(400, 400), (240, 1600), (1600, 240), (16, 16)])
def test_a_card_of_any_shape_shows_the_picture_and_its_colours(project, tmp_path, size):
    kept(tmp_path / "one.png", scene((90, 120, 160), size) if min(size) > 100 else np.full((*size, 3), 90, np.uint8))
    made = cards.card(project, cards.explain(project, str(tmp_path / "one.png")))
    with Image.open(io.BytesIO(made)) as image:
        assert image.format == "PNG"
        shown = np.asarray(image.convert("RGB")).reshape(-1, 3)
    assert min(image.size) > 600
    assert max(image.size) < 3000
    if min(size) > 100:
        for colour in ((90, 120, 160), (190, 30, 30)):
            assert (np.abs(shown.astype(int) - colour).max(axis=1) <= 8).sum() > 40, colour


def test_the_command_says_it_all_and_leaves_a_card(root):
    done = CliRunner().invoke(app, ["ingest", "--project", str(root), "--explain", "loud-noon", "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["name"] == "loud-noon"
    by_name = {m["measure"]: m for m in told["measures"]}
    assert by_name["picture.brightness"]["unit"] == "L*"
    assert by_name["picture.brightness"]["usual"] is None, "nothing is usual before there is a style"
    assert (root / "explain" / f"{told['piece']}.png").read_bytes().startswith(b"\x89PNG")


def test_the_card_goes_where_it_is_asked_to(root, tmp_path):
    to = tmp_path / "cards" / "noon.png"
    done = CliRunner().invoke(app, ["ingest", "--project", str(root), "--explain", "loud-noon", "--out", str(to)])
    assert done.exit_code == 0, done.output
    assert "Brightness" in done.output or "brightness" in done.output
    assert to.read_bytes().startswith(b"\x89PNG")


def usual(measure, *quantiles):
    return Norm(
        measure=measure,
        unit=SPECS[measure].unit,
        extractor="picture@2",
        locale="en-GB",
        median=quantiles[3],
        iqr=quantiles[4] - quantiles[2],
        quantiles=quantiles,
        n=40,
    )


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (50, "about as usual"),
        (43, "a little below usual, towards: dark"),
        (20, "well below usual, towards: dark"),
        (57, "a little above usual, towards: bright"),
        (90, "well above usual, towards: bright"),
    ],
)
def test_a_reading_goes_by_what_is_usual(value, said):
    norm = usual("picture.brightness", 35, 40, 45, 50, 55, 60, 65)
    assert reading(SPECS["picture.brightness"], value, norm) == said


@pytest.mark.parametrize(
    ("measure", "value", "said"),
    [
        ("picture.brightness", 20, "dark"),
        ("picture.brightness", 80, "bright"),
        ("picture.brightness", 50, "in between"),
        ("layout.price_shown", 1, "price in the picture"),
        ("layout.body_contrast", 3.1, "faint lines below"),
        ("layout.body_contrast", 9, "clear lines below"),
        ("layout.cta_rank", 1, "label leads"),
    ],
)
def test_before_anything_is_usual_a_reading_goes_by_plain_marks(measure, value, said):
    assert reading(SPECS[measure], value, None) == said
