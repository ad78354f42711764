"""A project with one line in two formats, approved and not yet sent: records only, nothing learnt."""

from __future__ import annotations

import hashlib
import io
import re
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
from made_pieces import pixels_of
from PIL import Image

from styleloop.app import starting
from styleloop.app.brand import DATA
from styleloop.app.project import Project
from styleloop.app.shipping import Person, approve_all
from styleloop.types.brief import Brief, Campaign
from styleloop.types.copy import Copy
from styleloop.types.product import Fact, NounPhrase, Product
from styleloop.types.record import Where
from styleloop.types.variant import Draft, Provenance, Rendering, Variant, seal

AT = datetime(2026, 9, 1, 9, 30, tzinfo=UTC)
SIZES = {"square": (96, 96), "wide": (120, 63)}
ME = Person("p-17", "architect")
WORDS = Copy.of(
    headline="It rained.\nIt will rain again.",
    body="An umbrella for both.",
    cta="See the umbrella",
    caption="It rained.",
    alt="A black umbrella, open.",
)
PRODUCT = Product(
    sku="umbrella",
    names=(NounPhrase(locale="en", text="umbrella", article="an"),),
    facts=(Fact(key="weight", kind="measure", number=410, unit="g", evidence="Scales, 2026-02-11"),),
    source=Where(file="products.toml", field="umbrella"),
)


def picture(size: tuple[int, int], kind: str = "JPEG", seed: int = 3) -> bytes:
    """A picture with some form in it, so that its fingerprint means something."""
    width, height = size
    across, down = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    waves = [127 + 120 * np.sin(seed + (5 + 2 * n) * across + (9 - 3 * n) * down**2) for n in range(3)]
    out = io.BytesIO()
    Image.fromarray(np.stack(waves, axis=-1).astype(np.uint8)).save(out, kind)
    return out.getvalue()


def small_formats(root: Path) -> None:
    """The shipped formats, those used here as small as their pictures: a picture must have its format's size."""
    text = (DATA / "placements" / "placements.toml").read_text("utf-8")
    for name, (width, height) in {**SIZES, "meta-carousel": SIZES["square"]}.items():
        head, found, rest = text.partition(f'name = "{name}"\n')
        rest = re.sub(r"(?m)^width = \d+$", f"width = {width}", rest, count=1)
        rest = re.sub(r"(?m)^height = \d+$", f"height = {height}", rest, count=1)
        text = head + found + rest
    (root / "placements").mkdir(exist_ok=True)
    (root / "placements" / "placements.toml").write_text(text, "utf-8")


def make_project(root: Path, kind: str = "JPEG") -> Project:
    """The folder, with its records; nobody has decided anything."""
    starting.start(root, "blank", "Heron & Finch")
    small_formats(root)
    project = Project(root, lambda: AT)
    campaign = Campaign(
        name="umbrella", product="umbrella", markets=("en-GB",), placements=tuple(SIZES), lines=1, day=date(2026, 9, 1)
    )
    brief = Brief(
        campaign=campaign.id,
        product=PRODUCT,
        market="en-GB",
        placements=tuple(project.placement(name) for name in SIZES),
        style="style_1",
    )
    draft = Draft(
        brief=brief.id,
        market="en-GB",
        product="umbrella",
        words=WORDS,
        drafter="frames@1",
        tone="ink",
        picture="",
    )
    for shelf, record in (
        (project.store.products, PRODUCT),
        (project.store.campaigns, campaign),
        (project.store.briefs, brief),
        (project.store.drafts, draft),
    ):
        shelf.add([record])
    project.store.variants.add([_drawn(project, campaign, draft, brief, name, kind) for name in SIZES])
    return project


def _drawn(project: Project, campaign: Campaign, draft: Draft, brief: Brief, placement: str, kind: str) -> Variant:
    data = picture(SIZES[placement], kind)
    width, height = SIZES[placement]
    pixels = pixels_of(data)
    return Variant(
        campaign=campaign.id,
        line=draft.id,
        market="en-GB",
        product="umbrella",
        placement=placement,
        words=WORDS,
        rendering=Rendering(
            layout="layout_1",
            placement=placement,
            width=width,
            height=height,
            mime=f"image/{kind.lower()}",
            bytes=len(data),
            file=project.store.blobs.put(data),
            pixels=pixels,
            facts=(),
            renderer="typst@1",
            painter="painter@1",
        ),
        seal=seal(WORDS, WORDS.text("alt"), pixels, placement, "en-GB"),
        provenance=Provenance(made=AT, drafter="frames@1", style="style_1", brief=brief.id, renderer="typst@1"),
    )


def approved(root: Path, kind: str = "JPEG") -> tuple[Project, Campaign]:
    """The same, approved in every format."""
    project = make_project(root, kind)
    assert approve_all(project, ME).count == len(SIZES)
    return project, project.store.campaigns.all()[-1]


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
