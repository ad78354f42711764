"""Templates are folders; a wrong one says what is wrong."""

from __future__ import annotations

import os
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import styleloop.adapters
from styleloop.adapters.models.stage import Stage
from styleloop.adapters.renderers.templates import SHIPPED, SLOTS, TemplateShelf
from styleloop.adapters.renderers.typeset import TypstRenderer
from styleloop.errors import SettingsError
from styleloop.types.brief import Placement
from styleloop.types.record import Refusal
from styleloop.types.variant import Drawn

DATA = Path(styleloop.adapters.__file__).parents[1] / "data"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A project's `templates/` with its own copy of the split template."""
    folder = tmp_path / "templates"
    shutil.copytree(SHIPPED / "split", folder / "split")
    return folder


def edit(path: Path, old: str, new: str) -> None:
    said = path.read_text("utf-8")
    assert old in said
    path.write_text(said.replace(old, new), "utf-8")


def test_the_shipped_template_declares_its_slots_and_shapes() -> None:
    split = TypstRenderer().template("split")
    assert split.label == "split@1"
    assert [slot.name for slot in split.slots if slot.required] == ["headline", "logo"]
    shapes = [split.shape(w, h) for w, h in ((160, 600), (1080, 1920), (300, 250), (1200, 628), (728, 90))]
    assert shapes == ["sky", "story", "square", "wide", "banner"]
    assert split.slot("headline").max_chars == 80
    assert "split" in TypstRenderer().templates()


def test_placements_have_exactly_the_fields_of_a_placement_and_name_their_source() -> None:
    rows = tomllib.loads((DATA / "placements" / "placements.toml").read_text("utf-8"))["placements"]
    made = [Placement.model_validate(row) for row in rows]
    usual = made[:3]
    assert [(p.name, p.width, p.height) for p in usual] == [
        ("square", 1080, 1080),
        ("story", 1080, 1920),
        ("wide", 1200, 628),
    ]
    for placement in usual:
        assert {limit.slot: limit.graphemes for limit in placement.limits} == {"headline": 80, "body": 120, "cta": 28}
    for placement in made:
        assert placement.platform
        assert placement.read is not None
        assert "." in placement.source  # an address, or the words that say whose figure it is
    assert len({p.name for p in made}) == len(made)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('name = "price"', 'name = "sticker"', r"slot 'sticker' is unknown; expected one of headline"),
        ('kind = "money"', 'kind = "coin"', r"slots\.3\.kind"),
        ("story = [0.060, 0.150], ", "", r"'headline' has no size for the shape 'story'"),
        ("[0.060, 0.150]", "[0.2, 0.1]", r"expected 0 < least <= most"),
        ('name = "split"', 'name = "halves"', r"name is 'halves', but the folder is 'split'"),
        ('version = "1"', "version = ", r"not valid TOML"),
        ('version = "1"', 'version = "1@2/../x"', r"field: version; got: '1@2/\.\./x'"),
        ("[0.060, 0.150]", "[nan, 0.2]", r"finite number; field: slots\.0\.sizes\.story"),
        ("up_to = 0.4", "up_to = inf", r"finite number; field: shapes\.0\.up_to"),
        ('name = "body"', 'name = "headline"', r"the slot 'headline' stands there twice"),
    ],
)
def test_a_wrong_template_toml_is_a_clear_error(own: Path, old: str, new: str, said: str) -> None:
    edit(own / "split" / "template.toml", old, new)
    with pytest.raises(SettingsError, match=rf"templates/split/template\.toml.*{said}"):
        TypstRenderer(own).template("split")


def test_an_unknown_template_names_the_known_ones(make: Callable[..., object]) -> None:
    layout, blobs = make(template="collage@1")  # type: ignore[misc]
    with pytest.raises(SettingsError, match=r"'collage' is unknown; expected one of .*split"):
        TypstRenderer().draw([layout], blobs)


def test_a_slot_set_but_not_declared_is_an_error(own: Path, make: Callable[..., object]) -> None:
    stray = '#context say("motto", 10, 10, 90, 40, fit-text("x", 90, 40, 5, 9, sans), tone.fact)'
    edit(own / "split" / "main.typ", "#if flat {", f"{stray}\n#if flat {{")
    layout, blobs = make()  # type: ignore[misc]
    with pytest.raises(SettingsError, match=r"main\.typ: sets a slot 'motto' that template\.toml does not declare"):
        TypstRenderer(own).draw([layout], blobs)


def test_a_template_that_forgets_words_or_says_them_twice_is_caught(own: Path, make: Callable[..., object]) -> None:
    layout, blobs = make()  # type: ignore[misc]
    again = '#context say("body", 60, 60, 90, 40, fit-text("x", 90, 40, 5, 9, sans), tone.fact)'
    edit(own / "split" / "main.typ", "#if flat {", f"{again}\n#if flat {{")
    with pytest.raises(SettingsError, match=r"main\.typ: sets the slot 'body' twice"):
        TypstRenderer(own).draw([layout], blobs)
    whole = (own / "split" / "main.typ").read_text("utf-8")
    (own / "split" / "main.typ").write_text(f"{whole[: whole.index(again)]}#mark(70, 70, 40, tone.line)\n", "utf-8")
    [made] = TypstRenderer(own).draw([layout], blobs)
    assert isinstance(made, Refusal)
    assert "main.typ leaves it out" in made.why
    assert made.got in layout.words.by_slot().values()


def test_a_projects_template_replaces_the_shipped_one(own: Path, make: Callable[..., object]) -> None:
    edit(own / "split" / "main.typ", "square: 0.56", "square: 0.66")
    edit(own / "split" / "template.toml", 'version = "1"', 'version = "2"')
    layout, blobs = make(template="split@2")  # type: ignore[misc]
    [made] = TypstRenderer(own).draw([layout], blobs)
    assert isinstance(made, Drawn)
    panel = np.abs(made.picture.rgb[20].astype(int) - (0x55, 0x60, 0x38)).max(axis=-1) < 12
    assert abs(panel.sum() - 0.66 * 1080) < 12


@pytest.mark.parametrize("path", ["/../secret.txt", "../../secret.txt", "../../../secret.txt", "linked.txt"])
def test_a_template_reads_nothing_outside_its_folder(
    own: Path, tmp_path: Path, make: Callable[..., object], path: str
) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    (own / "split" / "linked.txt").symlink_to(tmp_path / "secret.txt")
    edit(own / "split" / "main.typ", "#show: setup", f'#show: setup\n#let s = read("{path}")')
    layout, blobs = make()  # type: ignore[misc]
    [made] = TypstRenderer(own).draw([layout], blobs)
    assert isinstance(made, Refusal)
    assert "does not compile" in made.why
    assert "secret" not in made.why


PAGES = "#page(width: 9pt, height: 9pt)[#metadata((:)) <stage>]\n#page(width: 9pt, height: 9pt)[#metadata({}) <slot>]"
NOTE = '(slot: "logo", box: ({}), origin: (0, 0), size: 1, lines: 1, fits: true, ink: "{}")'


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ('"headline"', "'headline' is wrong: .*dictionary"),
        ('(slot: "headline")', r"'headline' is wrong: Field required; field: box"),
        (NOTE.format('"a", 0, 9, 9', "#ffffff"), r"field: box\.0; got: 'a'"),
        (NOTE.format("0, 0, 9e9, 9e9", "#ffffff"), "expected a box on the canvas"),
        (NOTE.format("0, 0, 9, 9", "pale"), "field: ink; got: 'pale'"),
    ],
)
def test_a_template_that_says_nonsense_of_a_slot_is_named(
    own: Path, make: Callable[..., object], note: str, said: str
) -> None:
    (own / "split" / "main.typ").write_text(PAGES.format(note), "utf-8")
    layout, blobs = make()  # type: ignore[misc]
    with pytest.raises(SettingsError, match=rf"templates/split/main\.typ: .*{said}"):
        TypstRenderer(own).draw([layout], blobs)


def test_what_is_no_text_or_is_missing_in_a_template_is_said(own: Path) -> None:
    (own / "split").rename(own / "mine")
    edit(own / "mine" / "template.toml", 'name = "split"', 'name = "mine"')
    os.mkfifo(own / "mine" / "pipe")  # left behind; reading it would never end
    (own / "mine" / "main.typ").unlink()
    with pytest.raises(SettingsError, match=r"templates/mine/main\.typ is missing"):
        TemplateShelf(own).load("mine")
    (own / "mine" / "template.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match=r"templates/mine/template\.toml: cannot be read as UTF-8"):
        TemplateShelf(own).load("mine")


def test_a_template_fetches_nothing_from_the_network(own: Path) -> None:
    edit(own / "split" / "main.typ", "#show: setup", '#show: setup\n#import "@preview/cetz:0.2.0"')
    with pytest.raises(
        SettingsError, match=r"templates/split/main\.typ: packages are never fetched; got: @preview/cetz"
    ):
        TemplateShelf(own).load("split")


def test_a_template_that_does_not_compile_says_where(own: Path, make: Callable[..., object]) -> None:
    edit(own / "split" / "main.typ", "#show: setup", "#show: setup\n#undefined-thing")
    layout, blobs = make()  # type: ignore[misc]
    [made] = TypstRenderer(own).draw([layout], blobs)
    assert isinstance(made, Refusal)
    assert "templates/split/main.typ does not compile" in made.why
    assert "undefined-thing" in made.got


def test_the_overlay_goes_when_its_shelf_goes(own: Path) -> None:
    shelf = TemplateShelf(own)
    root = shelf.root
    assert (root / "adkit.typ").is_file(), "a project needs no copy of what every template shares"
    del shelf
    assert not root.exists()


def test_the_guide_lists_the_stage_and_the_kit_as_they_are() -> None:
    guide = (Path(__file__).resolve().parents[2] / "docs" / "templates.md").read_text("utf-8")
    for field in Stage.model_fields:
        assert f"`{field}`" in guide, field
    kit = (SHIPPED / "adkit.typ").read_text("utf-8")
    for name in ("fit-line", "fit-text", "say", "label", "label-size", "price", "money-size", "mark", "stage"):
        assert f"#let {name}(" in kit, name
        assert f"`{name}(" in guide, name
    for slot in SLOTS:
        assert slot in guide, slot
