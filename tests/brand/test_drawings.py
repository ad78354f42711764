"""The sample brand's drawings keep the rules that a designer reads in docs/drawings.md."""

import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import resvg_py
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
BRAND = ROOT / "src/styleloop/data/brands/tarn-and-thistle"
DRAWINGS = sorted((BRAND / "products/pictures").glob("*.svg"))
PAGE = (ROOT / "docs/drawings.md").read_text("utf-8")
PRODUCTS = {
    "base-layer", "camp-stove", "canvas-tote", "field-notebook", "flask", "head-torch", "oat-soap", "rain-shell",
    "thermal-mug", "trail-boots", "umbrella", "wool-blanket", "wool-socks",
}  # fmt: skip
PALETTE = {
    "peat": "#1b262b", "slate": "#3f535e", "moss": "#556038", "rust": "#ad4c27", "oat": "#e9dfc8", "paper": "#f6f2e8",
    "drizzle": "#c0d0d1", "tarn": "#6a858f", "lichen": "#aab083", "bracken": "#d18d4e", "brass": "#d0b06e",
    "shade": "#231a22",
}  # fmt: skip
SVG = "{http://www.w3.org/2000/svg}"
LAYERS = ("flat", "tone", "shade", "light")
FORBIDDEN = {"text", "tspan", "image", "foreignObject", "style", "script", "filter", "font"}


def oklab(colour: str) -> np.ndarray:
    """`#rrggbb` to OKLab (Ottosson 2020)."""
    srgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    lms = np.array([[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
                    [0.0883024619, 0.2817188376, 0.6299787005]]) @ linear  # fmt: skip
    return np.array([[0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
                     [0.0259040371, 0.7827717662, -0.8086757660]]) @ np.cbrt(lms)  # fmt: skip


def layers(svg: str) -> dict[str, ET.Element]:
    return {group.attrib["id"]: group for group in ET.fromstring(svg).findall(f"{SVG}g") if "id" in group.attrib}


def reached(root: ET.Element, start: ET.Element) -> Iterator[ET.Element]:
    """Every element that draws when `start` is drawn: its own and those that its <use> elements name."""
    named = {node.attrib["id"]: node for node in root.iter() if "id" in node.attrib}
    for node in start.iter():
        yield node
        if node.tag == f"{SVG}use":
            yield from reached(root, named[node.attrib["href"].removeprefix("#")])


def paints(svg: str) -> set[str]:
    root = ET.fromstring(svg)
    flat = next(group for group in root if group.attrib.get("id") == "flat")
    values = {node.attrib.get(key, "none") for node in reached(root, flat) for key in ("fill", "stroke")}
    return values - {"none"}


def mask(svg: str, keep: str = "flat") -> np.ndarray:
    """Alpha of one layer at 500 x 500, 0..1, so a row is two units of the viewBox."""
    for layer in (*LAYERS, "air"):
        if layer != keep:
            svg = svg.replace(f'<g id="{layer}"', f'<g id="{layer}" display="none"')
    raster = bytes(resvg_py.svg_to_bytes(svg_string=svg, width=500, height=500, skip_system_fonts=True))
    return np.asarray(Image.open(io.BytesIO(raster)).convert("RGBA"), dtype=np.float64)[..., 3] / 255


def check_drawing(svg: str) -> None:
    """Every rule of the page that a machine can see."""
    root = ET.fromstring(svg)
    assert root.attrib["viewBox"] == "0 0 1000 1000"
    assert len(svg.encode()) < 15_000
    ids = [group.attrib.get("id") for group in root.findall(f"{SVG}g")]
    assert [name for name in ids if name != "air"] == list(LAYERS)
    assert not {node.tag.removeprefix(SVG) for node in root.iter()} & FORBIDDEN
    names = {node.attrib["id"] for node in root.iter() if "id" in node.attrib}
    links = [value for node in root.iter() for key, value in node.attrib.items() if key.endswith("href")]
    assert all(link.startswith("#") and link[1:] in names for link in links)
    urls = re.findall(r"url\(([^)]*)\)", svg)
    assert all(url.startswith("#") and url[1:] in names for url in urls)

    flat = mask(svg)
    rows, columns = np.flatnonzero(flat.max(axis=1) > 0.5) * 2, np.flatnonzero(flat.max(axis=0) > 0.5) * 2
    assert 930 <= rows[-1] <= 975, "it does not stand"
    assert rows[0] > 0
    assert columns[0] > 0
    assert columns[-1] < 998, "it is cut by the box"
    assert 0.12 <= flat.mean() <= 0.70, "too thin or too full"
    for layer in ("tone", "shade", "light"):
        assert mask(svg, layer).max() > 0.05, f"{layer} is empty"

    for paint in paints(svg):
        assert re.fullmatch(r"#[0-9a-f]{6}", paint), f"{paint}: a flat colour is written #rrggbb"
        near = min(float(np.linalg.norm(oklab(paint) - oklab(ink))) for ink in PALETTE.values())
        assert near <= 0.13, f"{paint} is {near:.3f} from the palette"


def test_every_product_has_its_drawing() -> None:
    assert {path.stem for path in DRAWINGS} == PRODUCTS


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_a_drawing_keeps_the_rules(path: Path) -> None:
    check_drawing(path.read_text("utf-8"))


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_a_drawing_says_what_it_is(path: Path) -> None:
    head = path.read_text("utf-8").split("<defs>")[0]
    assert len(re.findall(r"<!-- \S.{20,}? -->", head)) == 1


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_light_comes_from_the_upper_right(path: Path) -> None:
    svg = path.read_text("utf-8")
    flat, across = mask(svg), np.arange(500)
    shade, light = mask(svg, "shade") * flat, mask(svg, "light") * flat
    assert (shade.sum(axis=0) @ across) / shade.sum() < (light.sum(axis=0) @ across) / light.sum()


def example() -> str:
    found = re.search(r"```svg\n(.*?)```", PAGE, re.DOTALL)
    assert found
    return found[1]


def test_the_example_of_the_page_keeps_the_rules_in_fifteen_lines() -> None:
    assert example().count("\n") <= 15
    check_drawing(example())


@pytest.mark.parametrize(
    ("rule", "replacement"),
    [
        ('<g id="flat">', '<g id="flat"><text y="500">312 g</text>'),
        ('<g id="flat">', '<g id="flat"><image href="https://example.org/stone.png"/>'),
        ('<g id="flat">', '<g id="flat" transform="translate(0 -80)">'),
        ('<g id="flat">', '<g id="flat" transform="translate(200)">'),
        ('fill="#6a858f"', 'fill="#ff00ff"'),
        ('fill="#6a858f"', 'fill="rebeccapurple"'),
        ('<g id="shade">', '<g id="shades">'),
        ("url(#s)", "url(#gone)"),
        ("0 0 1000 1000", "0 0 512 512"),
    ],
)
def test_a_broken_rule_is_noticed(rule: str, replacement: str) -> None:
    assert rule in example()
    with pytest.raises(AssertionError):
        check_drawing(example().replace(rule, replacement))


def test_the_page_lists_the_palette_that_is_tested() -> None:
    assert all(f"{name} `{ink}`" in PAGE for name, ink in PALETTE.items())


def test_the_mark_is_one_ink_outlined() -> None:
    svg = (BRAND / "brand/logo.svg").read_text("utf-8")
    root = ET.fromstring(svg)
    assert set(re.findall(r"#[0-9a-fA-F]{6}", re.sub(r"<!--.*?-->", "", svg, flags=re.DOTALL))) == {PALETTE["peat"]}
    assert not {node.tag.removeprefix(SVG) for node in root.iter()} & FORBIDDEN
