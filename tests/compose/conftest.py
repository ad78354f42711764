from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

import styleloop.adapters
from styleloop.adapters.models.painter import Painter
from styleloop.adapters.renderers.typeset import TypstRenderer
from styleloop.types.brand import Face, Tone
from styleloop.types.brief import Look, Placement
from styleloop.types.copy import Copy
from styleloop.types.picture import Picture
from styleloop.types.record import Refusal
from styleloop.types.scene import Scene
from styleloop.types.variant import Drawn, Layout

DATA = Path(styleloop.adapters.__file__).parents[1] / "data"
BRAND = DATA / "brands" / "tarn-and-thistle"
PAPER, OAT, PEAT = "#f6f2e8", "#e9dfc8", "#1b262b"
LATIN = Face(script="Latn", serif=("Vollkorn",), sans=("Public Sans",), track=-0.012)
ARABIC = Face(
    script="Arab",
    serif=("Amiri", "Vollkorn"),
    sans=("IBM Plex Sans Arabic", "Public Sans"),
    weight=700,
    top=0.92,
    bottom=-0.38,
    lead=0.0,
)


def _tone(name: str, panel: str, fact: str, wall: str, ground: str, shadow: str, scene: str = "wall") -> Tone:
    return Tone(
        name=name,
        panel=panel,
        line=PAPER,
        fact=fact,
        label=PAPER,
        label_ink=PEAT,
        wall=wall,
        ground=ground,
        shadow=shadow,
        scene=scene,
    )


TONES = {
    "moss": _tone("moss", "#556038", OAT, "#d3c69f", "#c4b183", "#8d7f56"),
    "rust": _tone("rust", "#ad4c27", PAPER, "#d9d8c6", "#c3b896", "#8b8061"),
    "slate": _tone("slate", "#3f535e", OAT, "#d9a06a", "#c58447", "#8c5a32"),
    "weather": _tone("weather", "#3f535e", OAT, "#aebfc3", "#7c8452", "#434d30", "weather"),
}
WORDS = {
    "en-GB": Copy.of(
        headline="No ribbons.\nNo speeches.\nA lid that shuts.",
        body="Flask. 0.75 l of tea,\nhot for 14 hours.",
        cta="See the flask",
        price="£32",
    ),
    "de-DE": Copy.of(
        headline="Eine Flasche.\nEin Deckel.\nEr schließt.",
        body="Isolierflasche. 0,75 l Tee,\n14 Stunden heiß.",
        cta="Zur Flasche",
        price="36,50\u00a0€",
    ),
    "ar-AE": Copy.of(
        headline="بلا شرائط.\nبلا خطابات.\nغطاء يغلق.",
        body="قارورة حافظة. 0.75 لتر من الشاي\nيبقى ساخنًا 14 ساعة.",
        cta="إلى القارورة",
        price="165\u00a0درهم",
    ),
}


class Plain:
    """A painter of one plain colour: whatever else is in the finished picture is ink."""

    name = "plain"
    version = "1"

    def __init__(self, colour: tuple[int, int, int] = (0x55, 0x60, 0x38)) -> None:
        self.colour = colour

    def paint(self, scenes: Sequence[Scene], blobs: Mapping[str, bytes]) -> Sequence[tuple[Picture, Picture] | Refusal]:
        made = []
        for scene in scenes:
            rgb = np.empty((scene.height, scene.width, 3), np.uint8)
            rgb[:] = self.colour
            made.append((Picture(rgb=rgb), Picture(rgb=np.zeros_like(rgb))))
        return made


class Witness(Painter):
    """The real painter; keeps what it last gave."""

    last: tuple[Picture, Picture]

    def paint(self, scenes: Sequence[Scene], blobs: Mapping[str, bytes]) -> Sequence[tuple[Picture, Picture] | Refusal]:
        made = super().paint(scenes, blobs)
        if isinstance(made[-1], tuple):
            self.last = made[-1]
        return made


Make = Callable[..., tuple[Layout, dict[str, bytes]]]


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.fixture(scope="session")
def placements() -> dict[str, Placement]:
    rows = tomllib.loads((DATA / "placements" / "placements.toml").read_text("utf-8"))["placements"]
    return {row["name"]: Placement.model_validate(row) for row in rows}


@pytest.fixture(scope="session")
def picture_of() -> Callable[[str], bytes]:
    return lambda sku: (BRAND / "products" / "pictures" / f"{sku}.svg").read_bytes()


@pytest.fixture(scope="session")
def logo() -> bytes:
    return (BRAND / "brand" / "logo.svg").read_bytes()


@pytest.fixture(scope="session")
def make(placements: dict[str, Placement], picture_of: Callable[[str], bytes], logo: bytes) -> Make:
    """(layout, blobs) of one piece; every part can be given."""

    def made(
        market: str = "en-GB",
        placement: str | Placement = "square",
        tone: str | Tone = "moss",
        words: Copy | None = None,
        picture: str | bytes = "flask",
        mark: bytes = logo,
        face: Face | None = None,
        template: str = "split@1",
        direction: str = "",
        look: Look | None = None,
    ) -> tuple[Layout, dict[str, bytes]]:
        arabic = market.startswith("ar")
        shown = picture if isinstance(picture, bytes) else picture_of(picture)
        layout = Layout(
            draft="draft_0000000000000000",
            placement=placements[placement] if isinstance(placement, str) else placement,
            template=template,
            market=market,
            direction=direction or ("rtl" if arabic else "ltr"),
            words=words or WORDS[market],
            tone=TONES[tone] if isinstance(tone, str) else tone,
            face=face or (ARABIC if arabic else LATIN),
            picture=_sha(shown),
            logo=_sha(mark),
            look=look or Look(),
            logo_name="Tarn & Thistle",
        )
        return layout, {_sha(shown): shown, _sha(mark): mark}

    return made


@pytest.fixture(scope="session")
def renderer() -> TypstRenderer:
    return TypstRenderer()


@pytest.fixture(scope="session")
def plain() -> TypstRenderer:
    """Sets type on one plain colour and keeps every pixel (PNG)."""
    return TypstRenderer(painter=Plain(), mime="image/png")


@pytest.fixture(scope="session")
def witness() -> TypstRenderer:
    """The real thing without JPEG's noise; `witness.painter.last` is the picture under the words."""
    return TypstRenderer(painter=Witness(), mime="image/png")


@pytest.fixture(scope="session")
def draw(make: Make) -> Callable[..., Drawn | Refusal]:
    def drawn(renderer: TypstRenderer, **parts: object) -> Drawn | Refusal:
        layout, blobs = make(**parts)
        [one] = renderer.draw([layout], blobs)
        return one

    return drawn


@pytest.fixture(scope="session")
def shared_photos() -> dict[str, bytes]:
    folder = Path(__file__).resolve().parents[2] / "../shared/data/photos"
    if not folder.is_dir():
        pytest.skip("shared/data is absent")
    return {path.stem: path.read_bytes() for path in sorted(folder.glob("*.jpg"))}
