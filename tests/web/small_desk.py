"""A small project made straight from records: three markets, four lines, three formats each, and something to stop."""

import atexit
import io
import shutil
import tempfile
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from styleloop.app import starting
from styleloop.app.brand import DATA
from styleloop.app.project import Project
from styleloop.types.audit import Finding, Span
from styleloop.types.brief import Brief, Campaign
from styleloop.types.copy import Copy
from styleloop.types.picture import pixel_hash
from styleloop.types.product import Fact, NounPhrase, Product
from styleloop.types.record import Where
from styleloop.types.style import Score
from styleloop.types.variant import Draft, FilledSlot, Provenance, Rendering, Variant, seal

AT = datetime(2026, 9, 1, 9, 30, tzinfo=UTC)
DAY = date(2026, 9, 1)
SIZES = {"square": (108, 108), "story": (108, 192), "wide": (120, 63)}
COLOURS = ("#556038", "#3f535e", "#ad4c27", "#d0b06e", "#6a858f")
LINES = (
    ("en-GB", "It rained.\nIt will rain again.", "Umbrella. 410 g. Eight ribs."),
    ("en-GB", "Rain has plans.\nSo has the umbrella.", "Umbrella. Holds for 14 hours."),
    ("de-DE", "Der Regen bleibt.\nDer Schirm auch.", "Schirm. 410 g. Acht Streben."),
    ("ar-AE", "أمطرت السماء،\nوستمطر ثانيةً.", "مظلة. 410 غرامات."),
)
STOPPED = 1
"""Which line a check stops: it says `14 hours`, and no fact does."""
PRODUCT = Product(
    sku="umbrella",
    names=(NounPhrase(locale="en", text="umbrella", article="an"), NounPhrase(locale="de", text="Schirm", gender="m")),
    facts=(Fact(key="weight", kind="measure", number=410, unit="g", evidence="Workshop scales, 2026-02-11"),),
    source=Where(file="products.toml", field="umbrella"),
)


@cache
def _fresh() -> Path:
    """One folder per test run: bringing a database up to date takes longer than copying it."""
    root = Path(tempfile.mkdtemp(prefix="styleloop-desk-")) / "fresh"
    atexit.register(shutil.rmtree, root.parent, ignore_errors=True)
    starting.start(root, "blank")
    sample = DATA / "brands" / starting.SAMPLE / "markets"
    for locale in ("de-DE", "ar-AE"):
        shutil.copy(sample / f"{locale}.toml", root / "markets")
    Project(root, lambda: AT).close()
    return root


def make_project(root: Path) -> Project:
    """A project folder with three markets, and nothing made yet."""
    shutil.copytree(_fresh(), root)
    return Project(root, lambda: AT)


def fill(
    project: Project,
    lines=LINES,
    name: str = "umbrella-launch",
    stopped: int | None = STOPPED,
    drawable: bool = False,
    sizes=SIZES,
) -> Campaign:
    """One campaign with every line in every format, drafts, scores and findings. Nothing is decided.

    `sizes`: pixels of every format; real ones where the pieces are to be posted, which looks at them again.
    `drawable`: the lines have a picture and a palette of the brand, so that they can be drawn anew.
    """
    look = (
        {"picture": shape(project), "tone": project.kit.tones[0].name} if drawable else {"picture": "", "tone": "ink"}
    )
    campaign = Campaign(
        name=name,
        product=PRODUCT.sku,
        markets=("en-GB", "de-DE", "ar-AE"),
        placements=tuple(sizes),
        lines=len(lines),
        day=DAY,
    )
    project.store.products.add([PRODUCT])
    project.store.campaigns.add([campaign])
    for number, (market, headline, body) in enumerate(lines):
        variants = _line(project, campaign, number, market, headline, body, look, sizes)
        if number == stopped:
            project.store.findings.add([stop_on(v.id, body) for v in variants])
    return campaign


def _line(project, campaign, number, market, headline, body, look, sizes):
    brief = Brief(
        campaign=campaign.id,
        product=PRODUCT,
        market=market,
        placements=tuple(project.placement(name) for name in sizes),
        style="style_1",
        seed=number,
    )
    words = Copy.of(headline=headline, body=body, cta="See the umbrella", caption=body, alt="A black umbrella, open.")
    at = body.find("410")
    filled = (FilledSlot(slot="body", start=at, end=at + 3, text="410", fact="fact.weight"),) if at >= 0 else ()
    draft = Draft(
        brief=brief.id,
        market=market,
        product=PRODUCT.sku,
        words=words,
        filled=filled,
        drafter="frames@1",
        **look,
    )
    score = Score(
        subject=draft.id, style="style_1", distance=0.8, causes=(("copy.words", 1.6), ("copy.sentence_length", -2.4)),
        effect=0.04, low=-0.03, high=0.11, draw=0.05, novelty=0.7,
    )  # fmt: skip
    variants = [drawn(project, campaign, draft, brief.id, name, number, size) for name, size in sizes.items()]
    project.store.briefs.add([brief])
    project.store.drafts.add([draft])
    project.store.scores.add([score])
    project.store.variants.add(variants)
    return variants


def drawn(
    project: Project, campaign: Campaign, draft: Draft, brief: str, placement: str, number: int, size=()
) -> Variant:
    """A variant whose picture is a coloured sheet."""
    width, height = size or SIZES[placement]
    data, pixels = jpeg((width, height), number)
    rendering = Rendering(
        layout=f"layout_{placement}_{number}",
        placement=placement,
        width=width,
        height=height,
        mime="image/jpeg",
        bytes=len(data),
        file=project.store.blobs.put(data),
        pixels=pixels,
        facts=(),
        renderer="typst@1",
        painter="painter@1",
    )
    words = draft.words
    return Variant(
        campaign=campaign.id,
        line=draft.id,
        market=draft.market,
        product=PRODUCT.sku,
        placement=placement,
        words=words,
        rendering=rendering,
        seal=seal(words, words.text("alt"), pixels, placement, draft.market),
        provenance=Provenance(made=AT, drafter="frames@1", renderer="typst@1", style="style_1", brief=brief),
    )


def shape(project: Project) -> str:
    """A product on nothing, as a PNG in the project's memory; its hash."""
    image, out = Image.new("RGBA", (96, 96)), io.BytesIO()
    ImageDraw.Draw(image).ellipse((20, 10, 76, 86), fill=COLOURS[2])
    image.save(out, "PNG")
    return project.store.blobs.put(out.getvalue())


def jpeg(size: tuple[int, int], number: int) -> tuple[bytes, str]:
    """(a sheet in two colours as JPEG, its pixel hash)."""
    image = Image.new("RGB", size, COLOURS[number % len(COLOURS)])
    ImageDraw.Draw(image).rectangle((size[0] // 2, 0, size[0], size[1]), fill=COLOURS[(number + 3) % len(COLOURS)])
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90)
    back = Image.open(io.BytesIO(out.getvalue())).convert("RGB")
    return out.getvalue(), pixel_hash(np.asarray(back))


def stop_on(subject: str, body: str, message: str = "“14 hours” is not among the facts.") -> Finding:
    """A check that stops a piece."""
    at = body.index("14 hours")
    return Finding(
        subject=subject,
        guardrail="claims@1",
        rule="unsupported-number",
        severity="block",
        message=message,
        span=Span(slot="body", start=at, end=at + 8, text="14 hours"),
        cited="facts of umbrella: weight 410 g (Workshop scales, 2026-02-11)",
        fix="410 g",
    )
