"""How near painted pictures come to what was asked of them, and how fast: three families, 20 pictures each.

    python -m benchmarks.painter --json [--sheet FOLDER] [--photos FOLDER]

`cutout`: a product on a ground of its tone, with its shadow. `duotone`: a photograph in two inks of the tone. `ground`:
a printed pattern, or type on paper, with the product. Each picture is painted as its template asks, without words.
`asked` is the same stage drawn flat on the same paper: every area in its one colour (a sky pales, as templates say),
the product's silhouette in its mean colour, a photograph as the middle of its two inks; where the eye goes in a
photograph, the photograph says. Both are measured by the same extractor. `palette` is the mean OKLab distance of what
lies outside the product from the colours asked; `calm` what the place for words lacks of being calm. On style is a
picture whose every error is within its tolerance.

Photographs come from --photos (default ../shared/data/photos); where there are none, drawn scenes take their place, and
`photos` says so. With --sheet the pictures are written as PNG, a contact sheet for each family among them.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import time
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from benchmarks.draw import BRAND, DATA, cpu, kit, rounded
from styleloop.adapters.models.duotone import inks
from styleloop.adapters.models.grain import on_paper
from styleloop.adapters.models.painter import Painter
from styleloop.adapters.models.stage import Stage, mixed, pixels, rgb
from styleloop.adapters.renderers.typeset import TypstRenderer
from styleloop.app.picturing import calm_share
from styleloop.measure.picture import PictureExtractor
from styleloop.measure.picture.oklab import to_oklab
from styleloop.measure.picture.palette import shares
from styleloop.types.brand import Tone
from styleloop.types.brief import Placement
from styleloop.types.copy import Copy
from styleloop.types.measurement import Subject
from styleloop.types.picture import Picture
from styleloop.types.record import Refusal, canonical
from styleloop.types.scene import Scene
from styleloop.types.variant import Drawn, Layout

PHOTOS = Path(__file__).resolve().parents[2] / "shared/data/photos"
WORDS = Copy.of(
    headline="No ribbons.\nNo speeches.\nA lid that shuts.",
    body="Flask. 0.75 l of tea,\nhot for 14 hours.",
    cta="See the flask",
    price="£32",
)
FAMILIES = {
    "cutout": ("split", "cutout", "hero"),
    "duotone": ("split", "hero", "cutout", "editorial"),
    "ground": ("pattern", "editorial"),
}
FORMATS = ("square", "story", "wide", "meta-feed", "display-300x600", "display-970x250")
TONES = ("moss", "slate", "rust", "weather")
TOLERANCES = {
    "palette": 0.06,
    "brightness": 5.0,
    "saturation": 0.05,
    "arousal": 0.05,
    "balance": 0.08,
    "negative_space": 0.3,
    "calm": 0.1,
}
"""OKLab; L*; share; score; share; share; share of the place for words. A convention: steps that one has to look for."""
WIDER = {"ground": {"balance": 0.15, "negative_space": 0.4}}
"""A repeat is asked to be busy, and a floor to be grained: the flat sketch knows neither."""
EACH, _STRIDE = 20, 29
"""Pictures of a family, and how far apart they lie in the list of all its tones, templates and formats."""


@dataclass(frozen=True)
class Job:
    """One picture to paint."""

    family: str
    name: str
    scene: Scene
    layout: Layout
    blobs: dict[str, bytes]


def photographs(folder: Path) -> tuple[list[bytes], str]:
    """Photographs to print, and where they are from."""
    found = [path.read_bytes() for path in sorted(folder.glob("*.jpg"))] if folder.is_dir() else []
    return (found, "shared") if found else ([_drawn_scene(seed) for seed in range(6)], "drawn")


def _drawn_scene(seed: int) -> bytes:
    """Blocks in a haze: something with a subject, in colours of no brand."""
    import io

    draw = np.random.default_rng(seed)
    picture = np.zeros((800, 1200, 3)) + np.linspace(60, 200, 800)[:, None, None] + draw.normal(0, 20, 3)
    for _ in range(9):
        x, y, size = draw.integers(100, 1000), draw.integers(100, 700), draw.integers(40, 180)
        picture[y : y + size, x : x + size] = draw.integers(0, 255, 3)
    held = io.BytesIO()
    Image.fromarray(np.clip(picture, 0, 255).astype(np.uint8)).save(held, "PNG")
    return held.getvalue()


def jobs(folder: Path) -> tuple[list[Job], str]:
    """20 pictures of each family, spread over tones, products, templates and formats."""
    tones, faces = kit()
    rows = tomllib.loads((DATA / "placements/placements.toml").read_text("utf-8"))["placements"]
    formats = {row["name"]: Placement.model_validate(row) for row in rows}
    logo = (BRAND / "brand/logo.svg").read_bytes()
    drawings = sorted((BRAND / "products/pictures").glob("*.svg"))
    photos, source = photographs(folder)
    made = []
    names = [name for name in FORMATS if name in formats]
    for family, templates in FAMILIES.items():
        spread = list(itertools.product(TONES, templates, names))
        for number in range(EACH):
            name, template, size = spread[number * _STRIDE % len(spread)]
            tone, placement = tones[name], formats[size]
            if family == "duotone":
                tone = Tone.model_validate({**tone.model_dump(), "photographs": "duotone"})
                picture, shown = photos[number % len(photos)], f"photo {number % len(photos) + 1}"
            else:
                path = drawings[number * 5 % len(drawings)]
                picture, shown = path.read_bytes(), path.stem
            layout = Layout(
                draft="draft_0000000000000000",
                placement=placement,
                template=template,
                market="en-GB",
                direction="ltr",
                words=WORDS,
                tone=tone,
                face=faces["Latn"],
                picture=hashlib.sha256(picture).hexdigest(),
                logo=hashlib.sha256(logo).hexdigest(),
                logo_name="Tarn & Thistle",
            )
            blobs = {layout.picture: picture, layout.logo: logo}
            name = f"{number + 1:02} {template} {tone.name} {shown} {placement.name}"
            made.append(Job(family, name, renderer().scene(layout, blobs), layout, blobs))
    return made, source


def numbers(picture: Picture) -> dict[str, float]:
    """Every measure of a picture."""
    [found] = PictureExtractor().extract([Subject(id="p", locale="", words=Copy(), picture=picture)])
    assert not isinstance(found, Refusal), found
    return {m.name.removeprefix("picture."): m.value for m in found}


def sketch(job: Job, painted: Picture, mask: Picture) -> tuple[Picture, list[str]]:
    """The stage drawn flat on the same paper, and the colours that it is drawn in."""
    stage, scene = Stage.model_validate_json(job.scene.spec), job.scene
    flat = np.empty((scene.height, scene.width, 3), np.uint8)
    flat[:] = rgb(stage.panel)
    x0, y0, x1, y1 = window = pixels(stage.window, scene.width, scene.height)
    colours = [stage.panel]
    if stage.duotone and stage.frame is None:
        return _printed(flat, window, stage.duotone, colours)
    flat[y0:y1, x0:x1] = rgb(stage.wall)
    colours += [stage.wall, stage.shadow, *stage.inks]
    level = min(y1, max(y0, round(stage.horizon * scene.height)))
    if stage.scene in ("sky", "weather") and not stage.duotone:  # docs/templates.md: a sky pales towards the horizon
        pale = mixed(rgb(stage.wall), rgb("#e8e4d8"), 0.78)
        fall = np.linspace(0, 1, max(2, level - y0))[: level - y0, None, None]
        flat[y0:level, x0:x1] = rgb(stage.wall) * (1 - fall) + pale * fall
        colours += [_hex(rgb(stage.wall) * (1 - s) + pale * s) for s in (0.25, 0.5, 0.75, 1)]
    elif stage.scene != "plain" and level < y1:
        colours.append(stage.ground)
    if stage.scene != "plain" and level < y1:
        flat[level:y1, x0:x1] = rgb(stage.ground)
        colours.append(stage.ground)
    for plate in stage.calm:
        a, b, c, d = pixels(plate, scene.width, scene.height)
        flat[max(0, b) : d, max(0, a) : c] = rgb(stage.panel)
    if not stage.duotone:
        body = mask.rgb[..., :1].astype(np.float32) / 255
        own = (painted.rgb * body).sum(axis=(0, 1)) / max(1.0, float(body.sum()))
        flat = np.asarray(flat * (1 - body) + own * body, np.uint8)
    flat[y0:y1, x0:x1] = on_paper(np.ascontiguousarray(flat[y0:y1, x0:x1]), min(flat.shape[:2]), scene.seed)
    if stage.duotone and stage.frame:
        return _printed(flat, pixels(stage.frame, scene.width, scene.height), stage.duotone, colours)
    return Picture(rgb=flat), colours


def _printed(
    flat: Any, part: tuple[int, int, int, int], duotone: tuple[str, str], colours: list[str]
) -> tuple[Picture, list[str]]:
    dark, light = inks(*duotone)
    x0, y0, x1, y1 = part
    flat[y0:y1, x0:x1] = (dark + light) / 2
    return Picture(rgb=flat), [*colours, *(_hex(dark + s * (light - dark)) for s in np.linspace(0, 1, 9))]


def _hex(colour: Any) -> str:
    return "#" + "".join(f"{round(float(c)):02x}" for c in np.clip(colour, 0, 255))


def errors(job: Job, painter: Painter, painted: Picture, mask: Picture) -> dict[str, float]:
    """|painted - asked| by measure; where the eye goes in a photograph, the photograph itself says."""
    asked, colours = sketch(job, painted, mask)
    one, other = numbers(painted), numbers(asked)
    if job.family == "duotone":
        plain = Stage.model_validate_json(job.scene.spec).model_copy(update={"duotone": None})
        [bare] = painter.paint(
            [job.scene.model_copy(update={"spec": canonical(plain.model_dump(mode="json"))})], job.blobs
        )
        assert not isinstance(bare, Refusal), bare
        other |= {name: numbers(bare[0])[name] for name in ("balance", "negative_space")}
    off = {name: abs(one[name] - other[name]) for name in TOLERANCES if name in one}
    alpha = None if job.family == "duotone" else np.ascontiguousarray(255 - mask.rgb[..., 0])
    of = shares(painted.rgb, 6, alpha)
    palette = to_oklab(np.array([[int(code[i : i + 2], 16) for i in (1, 3, 5)] for code in colours], np.float64))
    away = np.linalg.norm(np.array([c.oklab for c in of])[:, None] - palette[None], axis=2).min(axis=1)
    return {"palette": float(np.array([c.share for c in of]) @ away), **off, "calm": 1 - calm(job, painted)}


@cache
def renderer() -> TypstRenderer:
    """One for all, so that types are set up once."""
    return TypstRenderer()


def finished(job: Job) -> Drawn | Refusal:
    """The piece with its words."""
    [drawn] = renderer().draw([job.layout], job.blobs)
    return drawn


def calm(job: Job, painted: Picture) -> float:
    """Calm share, 0 to 1, of the place where the words stand in the finished piece."""
    drawn = finished(job)
    if isinstance(drawn, Refusal):
        return 0.0
    size = np.array([painted.width, painted.height] * 2)
    return calm_share(painted.rgb, [tuple(np.array(f.ink) / size) for f in drawn.rendering.facts if f.slot != "cta"])


def sheets(made: list[tuple[Job, Picture]], folder: Path) -> None:
    """Finished pieces, and a contact sheet of each family, as PNG."""
    folder.mkdir(parents=True, exist_ok=True)
    for family, group in itertools.groupby(made, key=lambda pair: pair[0].family):
        cells = []
        for job, painted in group:
            drawn = finished(job)
            picture = drawn.picture if isinstance(drawn, Drawn) else painted
            note = "" if isinstance(drawn, Drawn) else f"  REFUSED {drawn.why}"
            cells.append((job.name + note, Image.fromarray(picture.rgb)))
        _sheet(cells).save(folder / f"{family}.png")


def _sheet(cells: list[tuple[str, Image.Image]], across: int = 5, side: int = 380) -> Image.Image:
    from PIL import ImageDraw

    rows = -(-len(cells) // across)
    whole = Image.new("RGB", (across * (side + 8), rows * (side + 22)), "#808080")
    pen = ImageDraw.Draw(whole)
    for number, (name, picture) in enumerate(cells):
        small = picture.copy()
        small.thumbnail((side, side), Image.Resampling.LANCZOS)
        x, y = number % across * (side + 8), number // across * (side + 22)
        whole.paste(small, (x + (side - small.width) // 2, y + 16))
        pen.text((x + 2, y + 2), name, fill="white")
    return whole


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one line of JSON")
    parser.add_argument("--sheet", type=Path, help="folder for contact sheets")
    parser.add_argument("--photos", type=Path, default=PHOTOS)
    asked = parser.parse_args()
    todo, source = jobs(asked.photos)
    painter, made, result = Painter(kept_bytes=1), [], {"pictures": len(todo), "photos": source, "families": {}}
    for family in FAMILIES:
        mine = [job for job in todo if job.family == family]
        start, spent = time.perf_counter(), cpu()
        done = [painter.paint([job.scene], job.blobs)[0] for job in mine]
        spent, wall = cpu() - spent, time.perf_counter() - start
        refused = [f"{job.name}: {one}" for job, one in zip(mine, done, strict=True) if isinstance(one, Refusal)]
        good = [(job, one) for job, one in zip(mine, done, strict=True) if not isinstance(one, Refusal)]
        off = {job.name: errors(job, painter, *pair) for job, pair in good}
        limits = TOLERANCES | WIDER.get(family, {})
        within = {name: all(e[key] <= limit for key, limit in limits.items()) for name, e in off.items()}
        result["families"][family] = {
            "pictures_per_s": len(good) / wall,
            "cpu_ms": 1000 * spent / len(mine),
            "tolerance": limits,
            "error": {key: float(np.mean([e[key] for e in off.values()])) for key in TOLERANCES},
            "worst": {key: max(e[key] for e in off.values()) for key in TOLERANCES},
            "on_style": sum(within.values()) / len(within),
            "off_style": [
                f"{name}: " + ", ".join(f"{k} {v:.3g}" for k, v in off[name].items() if v > limits[k])
                for name, good_ in within.items()
                if not good_
            ],
            "refused": refused,
        }
        made += [(job, pair[0]) for job, pair in good]
    if asked.sheet:
        sheets(made, asked.sheet)
    print(json.dumps(rounded(result), indent=None if asked.json else 2, ensure_ascii=False))


if __name__ == "__main__":
    main()
