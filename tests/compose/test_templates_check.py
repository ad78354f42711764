"""`styleloop templates check`, the three templates it was built for, and the guide that leans on it."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner, Result

from styleloop.adapters.renderers.templates import SHIPPED
from styleloop.adapters.renderers.typeset import TypstRenderer
from styleloop.app.specimens import Bench
from styleloop.app.templating import Asked, check, listed
from styleloop.cli.main import app
from styleloop.errors import InputError
from styleloop.types.brief import Look, Placement
from styleloop.types.variant import Drawn

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "templates.md"
MINE = ("hero", "cutout", "editorial")
Make = Callable[..., object]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


def sized(width: int, height: int) -> Placement:
    edges = {"safe_top": 0.04, "safe_bottom": 0.04, "safe_side": 0.04}
    return Placement(name=f"{width}x{height}", label="", width=width, height=height, source="a test", **edges)


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A folder whose `loud` is a hero that insists on type no headline fits."""
    folder = tmp_path / "templates" / "loud"
    shutil.copytree(SHIPPED / "hero", folder)
    toml = folder / "template.toml"
    said = toml.read_text("utf-8").replace('name = "hero"', 'name = "loud"')
    toml.write_text(re.sub(r"square = \[0\.050, 0\.135\]", "square = [0.40, 0.45]", said), "utf-8")
    return tmp_path


# ---- the check


def test_a_sheet_shows_every_language_in_every_format(tmp_path: Path) -> None:
    done = check(tmp_path, Asked(("hero",), ("en", "ar"), ("300x250", "320x50")), tmp_path / "sheets")
    assert [(t.placement, t.locale, t.verdict) for t in done.tried] == [
        (size, locale, "drawn") for size in ("300x250", "320x50") for locale in ("en-GB", "ar-AE")
    ]
    [path] = done.sheets
    with Image.open(path) as sheet:
        assert sheet.format == "JPEG"
        assert max(sheet.size) < 2000
        pixels = np.asarray(sheet.convert("RGB")).astype(int)
    drawn = (np.abs(pixels - pixels[2, 2]).max(axis=-1) > 8).mean(axis=1)[80:] > 0.2  # under the title
    bands = cv2.morphologyEx(drawn.astype(np.uint8)[:, None], cv2.MORPH_CLOSE, np.ones((9, 1), np.uint8))[:, 0]
    assert int((np.diff(bands.astype(int)) == 1).sum()) == 2, "a band of pictures for each language"


def test_what_does_not_fit_is_refused_by_slot_with_a_cure_and_the_command_fails(broken: Path) -> None:
    arguments = ("templates", "check", "loud", "-C", broken, "--locale", "en", "--placement", "300x250")
    done = run(*arguments, "--json", "--out", broken / "sheets")
    assert done.exit_code == 1
    told = json.loads(done.stdout)
    assert told["refused"] == 1
    assert "headline" in told["tried"][0]["why"]
    assert told["tried"][0]["cure"]
    assert Path(told["sheets"][0]).is_file(), "a refused picture is shown as refused"
    assert "what to do:" in run(*arguments).stdout


def test_a_language_without_type_is_told_and_not_tried(tmp_path: Path) -> None:
    assert run("init", tmp_path / "b", "--brand", "tarn-and-thistle").exit_code == 0
    kit = tmp_path / "b" / "brand" / "kit.toml"
    kit.write_text(
        kit.read_text("utf-8").replace('serif = ["Amiri", "Vollkorn"]', 'serif = ["Nowhere Naskh"]'), "utf-8"
    )
    done = run("templates", "check", "hero", "-C", tmp_path / "b", "--locale", "ar", "--placement", "300x250", "--json")
    told = json.loads(done.stdout)
    assert told["tried"] == []
    assert done.exit_code == 1, "a check that tried nothing has not passed"
    [lack] = told["lacking"]
    assert lack["locale"] == "ar-AE"
    assert "Nowhere Naskh" in lack["why"]
    assert lack["cure"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Asked(locales=("tlh",)), "no specimen in this language"),
        (Asked(placements=("billboard",)), "no such format"),
        (Asked(placements=("google-search",)), "no such format"),
    ],
)
def test_what_is_not_known_is_a_clear_error(tmp_path: Path, asked: Asked, said: str) -> None:
    with pytest.raises(InputError, match=said):
        check(tmp_path, asked)


def test_specimens_are_in_beats_with_a_number_in_every_fact(tmp_path: Path) -> None:
    locales, specimens = Bench(tmp_path).specimens
    assert len(locales) >= 15
    assert {"ar-AE", "he-IL"} == {one.locale for one in locales if one.direction == "rtl"}
    for one in locales:
        mine = [s for s in specimens if s.locale == one.locale]
        assert len(mine) >= 3
        assert all("\n" in s.headline for s in mine)
        assert all(re.search(r"\d", s.body) and re.search(r"\d", s.price) and s.cta for s in mine)


def test_the_list_tells_own_templates_from_shipped_ones(broken: Path) -> None:
    found = {one.name: one for one in listed(broken)}
    assert found["loud"].own
    assert not found["hero"].own
    assert {"split", *MINE} <= set(found)
    assert all(one.summary and one.version for one in found.values())


# ---- three templates


@pytest.mark.parametrize("name", MINE)
@pytest.mark.parametrize("size", [(400, 400), (300, 250), (160, 600), (728, 90)])
@pytest.mark.parametrize("market", ["en-GB", "ar-AE"])
def test_no_letter_lies_on_the_product_and_the_scene_is_mirrored_with_the_words(
    make: Make, witness: TypstRenderer, name: str, size: tuple[int, int], market: str
) -> None:
    label = witness.template(name).label
    layout, blobs = make(market=market, template=label, placement=sized(*size), picture="trail-boots")  # type: ignore[misc]
    [drawn] = witness.draw([layout], blobs)
    assert isinstance(drawn, Drawn), drawn
    painted, mask = witness.painter.last  # type: ignore[attr-defined]
    ink = np.abs(drawn.picture.rgb.astype(int) - painted.rgb).max(axis=-1) > 40
    product = mask.rgb[..., 0] > 127
    assert product.mean() > 0.005, "there is a product to be seen"
    assert not (ink & (cv2.dilate(product.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0)).any()
    middle = float(np.nonzero(product)[1].mean()) / size[0]
    if size[0] > 200:
        assert middle < 0.5 if market == "ar-AE" else middle > 0.5


@pytest.mark.parametrize("name", MINE)
def test_each_answers_to_what_the_style_asks(make: Make, witness: TypstRenderer, name: str) -> None:
    label = witness.template(name).label

    def drawn(**look: float) -> tuple[float, float, float]:
        layout, blobs = make(template=label, placement=sized(360, 360), look=Look(**look))  # type: ignore[misc]
        [made] = witness.draw([layout], blobs)
        assert isinstance(made, Drawn), made
        painted, mask = witness.painter.last  # type: ignore[attr-defined]
        headline = next(f.size for f in made.rendering.facts if f.slot == "headline")
        return float((mask.rgb > 127).mean()), float(painted.rgb[:24].mean()), headline

    for at, lever in enumerate(("subject", "light", "headline")):
        assert drawn(**{lever: -1.0})[at] < drawn(**{lever: 1.0})[at], lever


@pytest.mark.parametrize("name", MINE)
def test_a_photograph_fills_a_frame_and_no_word_lies_on_it(make: Make, witness: TypstRenderer, name: str) -> None:
    loud = np.array([(230, 20, 200), (20, 220, 60)], np.uint8)  # colours that nothing else here has
    photo = loud[np.random.default_rng(5).integers(0, 2, (10, 15))].repeat(24, 0).repeat(24, 1)
    data = cv2.imencode(".png", photo)[1].tobytes()
    label = witness.template(name).label
    for size in ((400, 400), (500, 260)):
        layout, blobs = make(template=label, placement=sized(*size), picture=data)  # type: ignore[misc]
        [drawn] = witness.draw([layout], blobs)
        assert isinstance(drawn, Drawn), drawn
        painted = witness.painter.last[0].rgb.astype(int)  # type: ignore[attr-defined]
        shown = np.ptp(painted, axis=-1) > 120
        assert shown.mean() > 0.06
        assert not (shown & (np.abs(drawn.picture.rgb - painted).max(axis=-1) > 40)).any()


# ---- the guide


def test_the_guide_to_a_new_template_is_true(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    section = GUIDE.read_text("utf-8").split("## A new template in 15 minutes")[1].split("\n## ")[0]
    commands = re.findall(r"^\$ styleloop (.+)$", section, re.M)
    assert any(c.startswith("templates copy") for c in commands)
    assert sum(c.startswith("templates check") for c in commands) >= 2
    changes = re.findall(
        r"^In `([^`]+)`, replace\n+```\w+\n(.+?)\n```\n+by\n+```\w+\n(.+?)\n```$", section, re.M | re.S
    )
    assert len(changes) >= 2
    monkeypatch.chdir(tmp_path)
    for part in re.split(r"(?m)^(?=\$ styleloop |\$ cd |In `)", section):
        if part.startswith("$ cd "):
            monkeypatch.chdir(Path.cwd() / part.split()[2])
        elif part.startswith("$ styleloop "):
            done = run(*shlex.split(part.splitlines()[0])[2:])
            assert done.exit_code == 0, (part.splitlines()[0], done.output)
        elif part.startswith("In `"):
            path, old, new = next(c for c in changes if part.startswith(f"In `{c[0]}`") and c[1] in part)
            said = Path(path).read_text("utf-8")
            assert said.count(old) == 1, (path, old)
            Path(path).write_text(said.replace(old, new), "utf-8")
    assert [p.name for p in Path("sheets").iterdir()] == ["quiet.jpg"]
    assert (Path("templates") / "quiet" / "main.typ").is_file()


def test_a_copy_takes_no_name_that_is_taken_and_writes_nothing_when_dry(tmp_path: Path) -> None:
    assert run("templates", "copy", "hero", "split", "-C", tmp_path).exit_code != 0
    done = run("templates", "copy", "hero", "quiet", "-C", tmp_path, "--dry-run")
    assert done.exit_code == 0
    assert "would write" in done.stdout
    assert not (tmp_path / "templates").exists()
