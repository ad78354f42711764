"""A small project of records: one line in two formats and a German one, a claim, a licensed picture, real seals."""

import atexit
import io
import re
import shutil
import tempfile
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image

from styleloop.app import starting
from styleloop.app.brand import DATA
from styleloop.app.project import Project
from styleloop.app.shipping import Person, decide
from styleloop.types.audit import Finding, Span
from styleloop.types.brief import Brief, Campaign
from styleloop.types.copy import Copy
from styleloop.types.picture import pixel_hash
from styleloop.types.product import Fact, NounPhrase, Product
from styleloop.types.record import Where
from styleloop.types.shot import Rights, Shot
from styleloop.types.variant import Draft, FilledSlot, Provenance, Rendering, Variant, seal

AT = datetime(2026, 9, 1, 9, 30, tzinfo=UTC)
SIZES = {"square": (96, 96), "wide": (120, 63)}
ME = Person("p-17", "architect")
PICTURE = "a" * 64
BODY = "An umbrella. 410 g. Keeps its shape in a gale. The best bit is the handle."
CLAIMS = """\
[[claims]]
slug = "gale"
wordings = [{ locale = "en", text = "Keeps its shape in a gale" }]
proof = "Wind tunnel, 2026-02-11"
markets = ["en-GB"]
ends = 2026-10-31
"""


class Clock:
    """A project's clock that a test may set."""

    def __init__(self) -> None:
        self.now = AT

    def __call__(self) -> datetime:
        return self.now

    def on(self, day: date) -> None:
        self.now = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)

    def later(self, **by: float) -> None:
        self.now += timedelta(**by)


def small_formats(root: Path) -> None:
    """The shipped formats, those used here as small as their pictures: a picture must have its format's size."""
    text = (DATA / "placements" / "placements.toml").read_text("utf-8")
    for name, (width, height) in SIZES.items():
        head, found, rest = text.partition(f'name = "{name}"\n')
        rest = re.sub(r"(?m)^width = \d+$", f"width = {width}", rest, count=1)
        rest = re.sub(r"(?m)^height = \d+$", f"height = {height}", rest, count=1)
        text = head + found + rest
    (root / "placements").mkdir(exist_ok=True)
    (root / "placements" / "placements.toml").write_text(text, "utf-8")


@cache
def _fresh() -> Path:
    """One folder per test run: making a project takes longer than copying it."""
    root = Path(tempfile.mkdtemp(prefix="styleloop-review-")) / "fresh"
    atexit.register(shutil.rmtree, root.parent, ignore_errors=True)
    starting.start(root, "blank")
    shutil.copy(DATA / "brands" / starting.SAMPLE / "markets" / "de-DE.toml", root / "markets")
    (root / "brand" / "claims.toml").write_text(CLAIMS, "utf-8")
    small_formats(root)
    project = Project(root, lambda: AT)
    _fill(project)
    project.close()
    return root


def make_project(root: Path, policy: str = "", url: str = "") -> Project:
    """The folder with its records, waiting for a person; in the database at `url`. `project.clock` may be set."""
    shutil.copytree(_fresh(), root)
    if policy:
        write_policy(root, policy)
    if url:
        with (root / "styleloop.toml").open("a", encoding="utf-8") as settings:
            settings.write(f'[store]\nurl = "{url}"\n')
    project = Project(root, Clock())
    if url:
        _fill(project)
    return project


def write_policy(root: Path, text: str) -> None:
    (root / "checks").mkdir(exist_ok=True)
    (root / "checks" / "policy.toml").write_text(text, "utf-8")


def english(project: Project) -> tuple[Variant, ...]:
    """The English line's sizes, the square first."""
    return tuple(sorted(project.store.variants.all(market="en-GB"), key=lambda v: v.placement))


def approve(project: Project, person: Person = ME, **said) -> None:
    """The English line, both sizes."""
    decide(project, english(project)[0].id, person, "approve", **said)


def puffery(subject: str, text: str = "best", severity: str = "warn") -> Finding:
    """What a check says of talk."""
    at = BODY.index("best")
    return Finding(
        subject=subject, guardrail="claims@1", rule="puffery", severity=severity, message=f"“{text}” is talk.",
        span=Span(slot="body", start=at, end=at + len(text), text=text), cited="puffery of this language",
    )  # fmt: skip


def product(**changes) -> Product:
    given = {
        "sku": "umbrella",
        "names": (NounPhrase(locale="en", text="umbrella", article="an"),),
        "facts": (Fact(key="weight", kind="measure", number=410, unit="g", evidence="Scales"),),
        "pictures": (
            Shot(
                picture=PICTURE,
                file="umbrella.jpg",
                rights=Rights(
                    owner="Lark Pictures", ends=date(2026, 9, 20), people=("release-9",), licence="Royalty-free"
                ),
            ),
        ),
        "source": Where(file="products.toml", field="umbrella"),
    }
    return Product(**{**given, **changes})


def campaign(name: str = "umbrella") -> Campaign:
    return Campaign(
        name=name, product="umbrella", markets=("en-GB", "de-DE"), placements=tuple(SIZES), lines=1, day=AT.date()
    )


def _fill(project: Project) -> None:
    project.store.products.add([product()])
    project.store.campaigns.add([campaign()])
    for market, headline, body in (
        ("en-GB", "It rained.\nAgain.", BODY),
        ("de-DE", "Es regnet.", "Ein Schirm. 410 g."),
    ):
        draft = line(project, market, Copy.of(headline=headline, body=body, cta="See it", caption=body, alt="Open."))
        project.store.variants.add([drawn(project, draft, name) for name in SIZES])


def line(project: Project, market: str, words: Copy) -> Draft:
    """A draft of these words with its brief."""
    places = tuple(project.placement(name) for name in SIZES)
    brief = Brief(campaign=campaign().id, product=product(), market=market, placements=places, style="style_1")
    body = words.text("body")
    filled = [FilledSlot(slot="body", start=(at := body.find("410")), end=at + 3, text="410", fact="fact.weight")]
    draft = Draft(
        brief=brief.id, market=market, product="umbrella", words=words, filled=tuple(filled) if at >= 0 else (),
        drafter="frames@1", tone="ink", picture=PICTURE,
    )  # fmt: skip
    project.store.briefs.add([brief])
    project.store.drafts.add([draft])
    return draft


def drawn(project: Project, draft: Draft, placement: str, *, of: str = "", renderer: str = "typst@1") -> Variant:
    """The draft in one format, its picture a coloured sheet."""
    width, height = SIZES[placement]
    out = io.BytesIO()
    across, down = np.meshgrid(np.linspace(0, 250, width), np.linspace(0, 250, height))
    Image.fromarray(np.stack([across, down, across[::-1]], axis=-1).astype(np.uint8)).save(out, "JPEG", quality=90)
    pixels = pixel_hash(np.asarray(Image.open(io.BytesIO(out.getvalue())).convert("RGB")))
    return Variant(
        campaign=of or campaign().id,
        line=draft.id,
        market=draft.market,
        product="umbrella",
        placement=placement,
        words=draft.words,
        rendering=Rendering(
            layout=f"layout_{placement}", placement=placement, width=width, height=height, mime="image/jpeg",
            bytes=len(out.getvalue()), file=project.store.blobs.put(out.getvalue()), pixels=pixels, facts=(),
            renderer=renderer, painter="painter@1",
        ),
        seal=seal(draft.words, draft.words.text("alt"), pixels, placement, draft.market),
        provenance=Provenance(made=AT, drafter="frames@1", renderer=renderer, style="style_1", brief=draft.brief),
    )  # fmt: skip
