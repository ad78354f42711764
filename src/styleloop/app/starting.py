"""A new project folder: a blank one for one's own brand, or a copy of the sample brand."""

from __future__ import annotations

import csv
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from styleloop.app import tomlfiles
from styleloop.app.arranging import PLAIN
from styleloop.app.brand import DATA
from styleloop.app.brandfiles import read_products
from styleloop.app.project import Project, Tick, silent
from styleloop.app.signing import make_certificate
from styleloop.errors import InputError
from styleloop.language.faces import face_of
from styleloop.types.brand import Tone
from styleloop.types.copy import BODY, CTA, HEADLINE, Copy
from styleloop.types.record import Refusal
from styleloop.types.template import AUTO
from styleloop.types.variant import Layout

SAMPLE = "tarn-and-thistle"
BLANK = "blank"
NOT_COPIED = ("README.md", "new", "catalogue.csv")
CATALOGUE = Path("library") / "ads.csv"


def brands() -> tuple[str, ...]:
    """Brands that ship: the blank one and the sample."""
    return tuple(sorted(p.name for p in (DATA / "brands").iterdir() if p.is_dir()))


def start(root: Path, brand: str = BLANK, name: str = "") -> list[Path]:
    """Write a project into `root`, with a self-made certificate of its own. Overwrites nothing; returns what it wrote.

    Raises:
        InputError: the folder already holds a project, or there is no such brand.
    """
    if (root / "styleloop.toml").exists():
        raise InputError("there is a project here already", where=str(root), cure="choose another folder")
    if brand not in brands():
        raise InputError("no such brand ships", field="brand", got=brand, expected=", ".join(brands()))
    source = DATA / "brands" / brand
    written = []
    for path in sorted(source.rglob("*")):
        relative = path.relative_to(source)
        if path.is_file() and not set(relative.parts) & set(NOT_COPIED) and not (root / relative).exists():
            written.append(_copied(path, root / relative, name))
    return [*written, *make_certificate(root)]


def _copied(source: Path, target: Path, name: str) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    if name and source.name == "kit.toml":
        target.write_text(tomlfiles.with_value(source.read_text("utf-8"), "", "name", name), "utf-8")
    else:
        shutil.copyfile(source, target)
    return target


def draw_catalogue(project: Project, tick: Tick = silent) -> int:
    """Draw the sample brand's past ads, as its studio would have: words and pictures are in the brand's files.

    The finished pictures are not shipped because they can be made from what is. Returns how many were drawn.

    Raises:
        InputError: an ad cannot be drawn.
    """
    with (project.root / CATALOGUE).open(encoding="utf-8", newline="") as file:
        ads = [ad for ad in csv.DictReader(file) if not (project.root / "library" / ad["picture"]).exists()]
    products = {p.sku: p for p in read_products(project.root / "products" / "products.toml", project.keep)}
    layouts = [_layout(project, ad, products[ad["product"]].picture) for ad in ads]
    blobs = project.blobs({sha for layout in layouts for sha in (layout.picture, layout.logo, layout.backdrop)})
    tick("draw past ads", 0, len(ads))
    with ThreadPoolExecutor(max_workers=project.workers) as pool:
        drawn = pool.map(lambda layout: project.renderer.draw([layout], blobs)[0], layouts)
        for done, (ad, result) in enumerate(zip(ads, drawn, strict=True), start=1):
            if isinstance(result, Refusal):
                raise InputError(f"past ad {ad['id']} cannot be drawn: {result}", where=str(CATALOGUE))
            target = project.root / "library" / ad["picture"]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(result.data)
            tick("draw past ads", done, len(ads))
    return len(ads)


def _layout(project: Project, ad: dict[str, str], picture: str) -> Layout:
    market = project.market(ad["locale"])
    face = face_of(project.kit, market.script, market.locale)
    if face is None:
        raise InputError(
            "no type for this script", field="faces", got=market.script, cure="add [[faces]] to brand/kit.toml"
        )
    return Layout(
        draft=ad["id"],
        placement=project.placement(ad["placement"]),
        template=PLAIN if project.settings.run.template == AUTO else project.settings.run.template,
        market=market.locale,
        direction=market.direction,
        words=Copy.of(**{HEADLINE: ad["headline"].replace(" / ", "\n"), BODY: ad["body"], CTA: ad["cta"]}),
        tone=_tone(project, ad["tone"]),
        face=face,
        picture=picture,
        logo=project.kit.logo,
        logo_name=project.kit.name,
    )


def _tone(project: Project, name: str) -> Tone:
    found = next((t for t in project.kit.tones if t.name == name), None)
    if found is None:
        have = ", ".join(t.name for t in project.kit.tones)
        raise InputError("no such palette", where=str(CATALOGUE), field="tone", got=name, expected=have)
    return found
