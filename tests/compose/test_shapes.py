"""What a template may do in small formats, on coloured grounds and over several cards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from styleloop.adapters.renderers.typeset import TypstRenderer
from styleloop.drafts.layout import layouts
from styleloop.errors import SettingsError
from styleloop.testing import samples
from styleloop.types.brand import Face, Tone
from styleloop.types.brief import Brief, Placement
from styleloop.types.copy import Copy
from styleloop.types.picture import Picture
from styleloop.types.record import Refusal
from styleloop.types.scene import Scene
from styleloop.types.variant import Draft, Drawn, Layout, Provenance, Rendering, SlotFacts, Variant

Make = Callable[..., tuple[Layout, dict[str, bytes]]]

TOML = """
name = "bare"
version = "1"
summary = "Words on one plain ground."
cards = {cards}
[[shapes]]
name = "sky"
up_to = 0.4
[[shapes]]
name = "square"
up_to = 1.25
[[shapes]]
name = "banner"
[[slots]]
name = "headline"
kind = "text"
required = true
sizes = {{ sky = [0.05, 0.3], square = [0.03, 0.12], banner = [0.1, 0.4] }}
[[slots]]
name = "body"
kind = "text"
{body}
sizes = {{ sky = [0.05, 0.1], square = [0.03, 0.05], banner = [0.1, 0.2] }}
[[slots]]
name = "cta"
kind = "label"
drop_below = 4000
sizes = {{ sky = [0.05, 0.1], square = [0.03, 0.05], banner = [0.1, 0.2] }}
[[slots]]
name = "logo"
kind = "image"
required = true
sizes = {{ sky = [0.05, 0.1], square = [0.03, 0.05], banner = [0.05, 0.12] }}
"""
MAIN = """#import "../adkit.typ": *
#show: setup
#let ink = INK
#stage((
  window: (0.97, 0.97, 1, 1), panel: PANEL, wall: tone.wall, ground: tone.ground, shadow: tone.shadow,
  room: (0.975, 0.975, 0.995, 0.995), STAGE
))
#context {
  let (x, w) = (0.07 * W, 0.7 * W)
  mark(x, 0.07 * H, size("logo", "max"), ink)
  if has("cta") { label("cta", x, 0.72 * H, size("cta", "min"), tone.label, tone.label_ink) }
  if has("body") {
    let f = fit-text(d.words.body, w, 0.2 * H, size("body", "min"), size("body", "max"), sans)
    say("body", x, 0.52 * H, w, 0.2 * H, f, ink)
  }
  let f = fit-line(d.words.headline, w, 0.25 * H, size("headline", "min"), size("headline", "max"), serif)
  say("headline", x, 0.25 * H, w, 0.25 * H, f, ink)
}
"""
WORDS = Copy.of(headline="It rained.", body="Tea, hot.", cta="See it")


class Noise:
    """A painter of dark ground with a restless grey band across it, without a product."""

    name = "noise"
    version = "1"

    def __init__(self, low: int = 40, high: int = 215) -> None:
        self.low, self.high = low, high

    def paint(self, scenes: list[Scene], blobs: dict[str, bytes]) -> list[tuple[Picture, Picture] | Refusal]:
        made: list[tuple[Picture, Picture] | Refusal] = []
        for scene in scenes:
            grey = np.full((scene.height, scene.width, 1), 30, np.uint8)
            band = np.s_[scene.height // 5 : scene.height * 4 // 5]
            grey[band] = np.random.default_rng(1).integers(self.low, self.high, grey[band].shape)
            rgb = np.repeat(grey, 3, axis=2)
            made.append((Picture(rgb=rgb), Picture(rgb=np.zeros_like(rgb))))
        return made


@pytest.fixture
def bare(tmp_path: Path) -> Callable[..., Path]:
    """A project's templates with one of its own, `bare`."""

    def written(
        stage: str = "",
        panel: str = "tone.panel",
        ink: str = "tone.line",
        body: str = "drop_below = 320",
        cards: int = 1,
    ) -> Path:
        folder = tmp_path / "templates" / "bare"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "template.toml").write_text(TOML.format(body=body, cards=cards), "utf-8")
        main = MAIN.replace("STAGE", stage).replace("PANEL", panel).replace("INK", ink)
        (folder / "main.typ").write_text(main, "utf-8")
        return tmp_path / "templates"

    return written


def canvas(width: int, height: int) -> Placement:
    return Placement(name=f"{width}x{height}", label="Test", width=width, height=height, source="test")


def drawn(renderer: TypstRenderer, make: Make, width: int = 600, height: int = 600, **parts: object) -> Drawn:
    given = {"words": WORDS, "template": "bare@1", "placement": canvas(width, height), **parts}
    layout, blobs = make(**given)
    [made] = renderer.draw([layout], blobs)
    assert isinstance(made, Drawn), made
    return made


@pytest.mark.parametrize(
    ("body", "size", "gone"),
    [
        ("drop_below = 320", (1080, 1080), False),
        ("drop_below = 320", (300, 250), True),
        ("drop_below = 320", (600, 320), False),
        ("drop_below = { square = 700 }", (600, 600), True),
        ("drop_below = { square = 700 }", (1600, 300), False),
    ],
)
def test_a_small_format_leaves_out_what_the_template_says_and_the_rendering_lists_it(
    bare: Callable[..., Path], make: Make, body: str, size: tuple[int, int], gone: bool
) -> None:
    made = drawn(TypstRenderer(bare(body=body)), make, *size)
    assert ("body" not in {f.slot for f in made.rendering.facts}) is gone
    assert made.rendering.dropped == (("body",) if gone else ())


def test_a_slot_without_words_is_not_called_left_out(bare: Callable[..., Path], make: Make) -> None:
    made = drawn(TypstRenderer(bare()), make, 300, 250, words=Copy.of(headline="It rained."))
    assert made.rendering.dropped == ()


def test_the_call_to_action_goes_only_where_a_label_has_no_room(bare: Callable[..., Path], make: Make) -> None:
    renderer = TypstRenderer(bare())
    assert "cta" not in drawn(renderer, make, 320, 50).rendering.dropped
    assert "cta" in drawn(renderer, make, 400, 48).rendering.dropped
    assert "cta" in drawn(renderer, make, 100, 300).rendering.dropped


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("drop_below = { story = 300 }", "'body', drop_below: expected pixels for one of sky, square, banner"),
        ("drop_below = -4", "drop_below"),
        ("required = true\ndrop_below = 300", "'body' is always drawn"),
        ('drop_below = "small"', "drop_below"),
    ],
)
def test_a_wrong_drop_below_is_a_clear_error(bare: Callable[..., Path], body: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        TypstRenderer(bare(body=body)).template("bare")


def test_a_template_knows_when_it_is_small_and_which_card_it_is(bare: Callable[..., Path], make: Make) -> None:
    """The panel says it in colour: red small, green by card."""
    tell = "rgb(if small { 255 } else { 0 }, card * 40, cards * 20).to-hex()"
    renderer = TypstRenderer(bare(panel=tell, cards=4))
    assert renderer.template("bare").cards == 4
    corner = drawn(renderer, make, 300, 250).picture.rgb[2, 2].astype(int)
    assert np.abs(corner - (255, 0, 20)).max() < 12
    layout, blobs = make(words=WORDS, template="bare@1", placement=canvas(600, 600))
    third = Layout.model_validate({**layout.model_dump(exclude={"id"}), "card": 2, "cards": 4})
    [made] = renderer.draw([third], blobs)
    assert isinstance(made, Drawn)
    assert np.abs(made.picture.rgb[2, 2].astype(int) - (0, 80, 80)).max() < 12


@pytest.mark.parametrize(
    "panel", ["#ffffff", "#f6f2e8", "#d3c69f", "#8d8d8d", "#777777", "#ad4c27", "#556038", "#000000"]
)
@pytest.mark.parametrize("least", ["4.5", "7"])
def test_ink_on_can_be_read_on_any_ground(bare: Callable[..., Path], make: Make, panel: str, least: str) -> None:
    renderer = TypstRenderer(bare(panel=f'"{panel}"', ink=f'ink-on("{panel}", least: {least})'))
    made = drawn(renderer, make, 400, 400, words=Copy.of(headline="It rained."))
    facts = next(f for f in made.rendering.facts if f.slot == "headline")
    reachable = {"#8d8d8d": 6.2, "#777777": 4.6, "#ad4c27": 5.4, "#556038": 6.5}.get(panel, 7)
    assert facts.contrast >= min(float(least), reachable) - 0.1


def test_ink_on_prefers_the_tones_own_inks(bare: Callable[..., Path], make: Make) -> None:
    made = drawn(TypstRenderer(bare(panel='"#d3c69f"', ink='ink-on("#d3c69f")')), make)
    x0, y0, x1, y1 = (int(v) for v in next(f for f in made.rendering.facts if f.slot == "headline").ink)
    dark = made.picture.rgb[y0:y1, x0:x1].reshape(-1, 3)
    assert np.abs(np.percentile(dark, 2, axis=0) - (0x1B, 0x26, 0x2B)).max() < 14, "peat, which the tone has"


VEIL = 'veils: (veil((0, 0.2, 1, 0.55), "#101418"),),'


def test_a_veil_is_laid_only_as_thick_as_the_words_need(bare: Callable[..., Path], make: Make) -> None:
    renderer = TypstRenderer(bare(stage=VEIL, body="drop_below = 9999"), painter=Noise(), mime="image/png")
    made = drawn(renderer, make)
    facts = {f.slot: f for f in made.rendering.facts}
    assert 0.2 < facts["headline"].veil < 0.9
    assert 4.5 <= facts["headline"].contrast < 4.8, "enough, and no more"
    assert facts["cta"].veil == 0
    ground = made.picture.rgb[:, :, 0].astype(float)
    assert ground[150:250, 480:].mean() < 0.8 * ground[430:470, 480:].mean(), "the box is darker, the rest is not"


def test_calm_ground_gets_no_veil(bare: Callable[..., Path], make: Make) -> None:
    calm = Noise(30, 40)
    with_veil = drawn(TypstRenderer(bare(stage=VEIL), painter=calm, mime="image/png"), make)
    without = drawn(TypstRenderer(bare(), painter=calm, mime="image/png"), make)
    assert with_veil.rendering.pixels == without.rendering.pixels
    assert {f.veil for f in with_veil.rendering.facts} == {0.0}


def test_right_to_left_mirrors_the_veil(bare: Callable[..., Path], make: Make) -> None:
    stage = 'veils: (veil((0, 0.2, 0.5, 0.55), "#101418"),),'
    renderer = TypstRenderer(bare(stage=stage, body="drop_below = 9999"), painter=Noise(), mime="image/png")
    made = drawn(renderer, make, market="ar-AE", words=Copy.of(headline="مطر."))
    row = made.picture.rgb[160:175, :, 0].astype(float).mean(axis=0)
    assert row[400:].mean() < 0.9 * row[:200].mean()


@pytest.mark.parametrize(
    ("stage", "said"),
    [
        ('veils: (veil((0, 0, 1, 0.9), "#000000"),),', "veils take 90% of the picture; expected at most 50%"),
        ('veils: (veil((0.5, 0, 0.2, 0.3), "#000000"),),', "expected x0 < x1"),
        ("veils: 3,", "expected veils"),
    ],
)
def test_a_wrong_veil_is_a_clear_error(bare: Callable[..., Path], make: Make, stage: str, said: str) -> None:
    layout, blobs = make(words=WORDS, template="bare@1", placement=canvas(300, 300))
    with pytest.raises(SettingsError, match=said):
        TypstRenderer(bare(stage=stage)).draw([layout], blobs)


def _draft(brief: Brief) -> Draft:
    tone = samples.kit().tones[0].name
    words = Copy.of(headline="It rained.", cta="Take it")
    return Draft(
        brief=brief.id, market="en-GB", product="rain-shell", words=words, drafter="x@1", tone=tone, picture="0" * 64
    )


def test_a_format_gets_as_many_cards_as_it_takes_and_any_other_the_first_alone() -> None:
    single, swipe = canvas(1080, 1080), canvas(1080, 1350).model_copy(update={"cards": 3})
    brief = Brief(campaign="c", product=samples.product(), market="en-GB", placements=(single, swipe), style="s")
    made = layouts(_draft(brief), brief, samples.kit(), "carousel@1", cards=5)
    assert [(one.placement.name, one.card, one.cards) for one in made if isinstance(one, Layout)] == [
        ("1080x1080", 0, 1),
        ("1080x1350", 0, 3),
        ("1080x1350", 1, 3),
        ("1080x1350", 2, 3),
    ]
    assert len({one.id for one in made if isinstance(one, Layout)}) == 4


def test_fields_added_later_leave_older_names_alone() -> None:
    """What was stored before these fields existed is read back under its own id: both were taken from release 0.1."""
    dark, light = "#101010", "#ffffff"
    layout = Layout(
        draft="draft_0",
        placement=Placement(name="square", label="Square", width=1080, height=1080, source="test"),
        template="split@1",
        market="en-GB",
        direction="ltr",
        words=Copy.of(headline="It rained."),
        tone=Tone(
            name="t",
            panel=dark,
            line=light,
            fact=light,
            label=light,
            label_ink="#000000",
            wall="#808080",
            ground="#808080",
            shadow="#404040",
        ),
        face=Face(script="Latn", serif=("Vollkorn",), sans=("Public Sans",)),
        picture="0" * 64,
        logo="1" * 64,
        logo_name="T",
    )
    assert layout.id == "layout_3bdd2f109210e823"
    box = (0, 0, 1, 1)
    facts = SlotFacts(slot="headline", box=box, ink=box, size=10, lines=1, fits=True, contrast=5, clearance=3)
    variant = Variant(
        campaign="c",
        line="l",
        market="en-GB",
        product="p",
        placement="square",
        words=Copy.of(headline="It rained."),
        rendering=Rendering(
            layout=layout.id,
            placement="square",
            width=1,
            height=1,
            mime="image/png",
            bytes=1,
            file="a" * 64,
            pixels="b" * 64,
            facts=(facts,),
            renderer="typst@1",
            painter="painter@1",
        ),
        seal="c" * 64,
        provenance=Provenance(made=datetime(2026, 1, 1), drafter="d@1"),
    )
    assert variant.id == "variant_62cac96eab1cf785"
    assert Variant.model_validate_json(variant.model_dump_json()) == variant


def test_a_template_may_declare_only_some_shapes(bare: Callable[..., Path]) -> None:
    template = TypstRenderer(bare()).template("bare")
    assert [template.shape(*size) for size in ((160, 600), (1080, 1080), (728, 90))] == ["sky", "square", "banner"]
