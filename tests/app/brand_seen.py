"""A brand's folder for the tests, and what people meet of it: briefs, lines, remarks, refusals, pixels."""

from __future__ import annotations

import csv
import hashlib
import io
import shutil
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, cached_property
from pathlib import Path

import numpy as np
from PIL import Image

from styleloop import audit, brief, drafts, library, review
from styleloop.adapters.renderers.typeset import TypstRenderer
from styleloop.app import registry
from styleloop.app.brand import DATA
from styleloop.app.brandfiles import read_kit, read_placements, read_products
from styleloop.app.project import Project
from styleloop.app.screening import screen_texts
from styleloop.errors import PolicyError, SettingsError
from styleloop.style.patterns import mine
from styleloop.testing.samples import SAMPLE
from styleloop.types.asset import Asset
from styleloop.types.audit import AuditItem
from styleloop.types.brand import BrandKit
from styleloop.types.brief import Brief, Campaign
from styleloop.types.copy import Copy
from styleloop.types.record import Refusal, Where
from styleloop.types.row import Row
from styleloop.types.style import Norm, Score, StyleVector
from styleloop.types.variant import Draft, Drawn, Provenance, Rendering, Variant

DAY = date(2026, 11, 24)
WIDE = next(p for p in read_placements(DATA / "placements" / "placements.toml") if p.name == "wide")

FILE = drafts.prompt_file("draft", (DATA / "prompts" / "draft.md").read_text("utf-8"), drafts.PLACEHOLDERS)
SCORED = ("distance", "effect", "low", "high", "draw")

TWO_LINES = "Rain.\nRain."

# ---- a brand's folder, and what is made of it


@dataclass(frozen=True)
class Brand:
    """A copy of the sample brand, read when somebody looks."""

    root: Path

    @cached_property
    def blobs(self) -> dict[str, bytes]:
        return {}

    def keep(self, path: Path) -> str:
        sha = hashlib.sha256(path.read_bytes()).hexdigest()
        self.blobs[sha] = path.read_bytes()
        return sha

    @cached_property
    def kit(self) -> BrandKit:
        return read_kit(self.root, self.keep)

    @cached_property
    def products(self):
        known = (SAMPLE / "products" / "products.toml", SAMPLE / "products" / "new" / "umbrella.toml")
        return {p.sku: p for path in known for p in read_products(path, self.keep)}


def copied(root: Path) -> Brand:
    for name in ("brand", "markets", "checks"):
        shutil.copytree(SAMPLE / name, root / name)
    shutil.copy(SAMPLE / "styleloop.toml", root)
    return Brand(root)


@cache
def frames(locale: str):
    with (SAMPLE / "library" / "ads.csv").open(encoding="utf-8", newline="") as file:
        ads = [
            Asset(
                words=Copy.of(headline=row["headline"].replace(" / ", "\n"), body=row["body"], cta=row["cta"]),
                locale=row["locale"],
                product=row["product"],
                source=Where(file="ads.csv", row=number),
            )
            for number, row in enumerate(csv.DictReader(file), start=2)
        ]
    return mine(ads, read_products(SAMPLE / "products" / "products.toml", lambda path: path.stem), locale)


def asked(brand: Brand, sku: str = "flask", market: str = "en-GB") -> Brief:
    campaign = Campaign(name="c", product=sku, markets=(market,), placements=("wide",), day=DAY)
    usual = Norm(
        measure="copy.words", unit="words", extractor="copy@1", locale=market, median=9, iqr=4,
        quantiles=(4, 6, 7, 9, 11, 14, 30), n=40,
    )  # fmt: skip
    style = StyleVector(brand="t", market=market, evidence="e", extractors=("copy@1",), norms=(usual,))
    here = brand.kit.market(market) or brand.kit.markets[0]
    return brief.make(campaign, brand.products[sku], style, brand.kit, here, (WIDE,), (), (), 0.5, 7)


def written(brand: Brand, sku: str = "flask", market: str = "en-GB"):
    made = drafts.write(asked(brand, sku, market).model_copy(update={"market": market}), frames(market), brand.kit, 200)
    return [d for d in made if isinstance(d, Draft)], [str(r) for r in made if isinstance(r, Refusal)]


def laid(brand: Brand, market: str, headline: str, tone: str):
    """A piece with few words, so that what moves is easy to see."""
    words = Copy.of(headline=headline, body="Flask. 0.75 l." if market == "en-GB" else "", cta="Take it")
    draft = Draft(
        brief="b", market=market, product="flask", words=words, drafter="person@1", tone=tone,
        picture=brand.products["flask"].picture,
    )  # fmt: skip
    (made,) = drafts.layouts(draft, asked(brand, market=market), brand.kit, "split@1")
    return made


@cache
def renderer() -> TypstRenderer:
    return TypstRenderer(mime="image/png")


@cache
def drawn(brand: Brand, headline: str = TWO_LINES) -> Drawn:
    layout = laid(brand, "en-GB", headline, "moss")
    assert not isinstance(layout, Refusal), layout
    (made,) = renderer().draw([layout], brand.blobs)
    assert isinstance(made, Drawn), made
    return made


# ---- what people look at: each takes a brand and gives what they see


def text_of_brief(part: str, sku: str = "flask", market: str = "en-GB"):
    return lambda brand: str(getattr(asked(brand, sku, market), part))


def lines(sku: str = "flask", market: str = "en-GB", saying: str = ""):
    """Headlines drafted, best first; only those that say something."""
    return lambda brand: [
        d.words.text("headline") for d in written(brand, sku, market)[0] if saying in d.words.text("headline")
    ]


def rank_of(saying: str):
    """Mean place, 0 to 1, of the lines that say something."""

    def look(brand: Brand) -> float:
        every = lines()(brand)
        return float(np.mean([at / len(every) for at, line in enumerate(every) if saying in line]))

    return look


def prompt(part: str, market: str = "en-GB"):
    """What a text model is told under a heading that begins like this."""

    def look(brand: Brand) -> str:
        desk = drafts.desk(asked(brand, market=market), frames(market), brand.kit, FILE)
        assert not isinstance(desk, Refusal), desk
        return desk.prompt(3, 7).user.split(f"## {part}")[1].split("\n## ")[0]

    return look


def chosen(saying: str):
    """Why the choice took the first line that says something, as far as the brand's words are the reason."""

    def look(brand: Brand) -> str:
        every, _ = written(brand)
        scores = {d.id: Score(subject=d.id, style="s", **dict.fromkeys(SCORED, 0.0), novelty=1.0) for d in every}
        made = drafts.choices(every, scores, 3, 3.0, 0.0, 0.3, words=brand.kit.voice.words)
        said = [reason for c in made if saying in c.draft.words.text("headline") for reason in c.reasons]
        return next((reason for reason in said if repr(saying) in reason), "")

    return look


def backed_by(said: str):
    return lambda brand: {s.fact for d in written(brand)[0] for s in d.filled if s.text == said}


def refusals(market: str):
    return lambda brand: " ".join(written(brand, market=market)[1])


def first(slot: str, market: str):
    return lambda brand: written(brand, market=market)[0][0].words.text(slot)


def no_layout(market: str):
    def look(brand: Brand) -> str:
        made = laid(brand, market, "مطر.", "moss")
        return str(made) if isinstance(made, Refusal) else ""

    return look


def remark(rule: str, headline: str, part: str = "message", market: str = "en-GB", sku: str = "rain-shell"):
    """What the checks say on one rule about a headline; empty where they are silent."""

    def look(brand: Brand) -> str:
        here = brand.kit.market(market)
        assert here is not None
        item = AuditItem(
            subject="piece", words=Copy.of(headline=headline), market=here, kit=brand.kit, day=DAY,
            product=brand.products.get(sku), claims=brand.kit.claims,
        )  # fmt: skip
        (verdict,) = audit.screen([item], registry.make_all("guardrails"))
        return next((str(getattr(f, part)) for f in verdict.findings if f.rule == rule), "")

    return look


def against(rule: str, source: str, headline: str, market: str = "de-DE"):
    """What the check of translations says on one rule about a headline held against an English one."""

    def look(brand: Brand) -> str:
        here = brand.kit.market(market)
        assert here is not None
        item = AuditItem(
            subject="piece", words=Copy.of(headline=headline), market=here, kit=brand.kit, day=DAY,
            source=Copy.of(headline=source), source_locale="en-GB",
        )  # fmt: skip
        (verdict,) = audit.screen([item], registry.make_all("guardrails"))
        return next((f.message for f in verdict.findings if f.rule == rule), "")

    return look


def linted(text: str):
    """As `styleloop audit` says of words when no market is named."""

    def look(brand: Brand) -> str:
        project = Project(brand.root, lambda: datetime(2026, 11, 24, tzinfo=UTC))
        try:
            return " ".join(f.message for v in screen_texts(project, [text]) for f in v.findings)
        finally:
            project.close()

    return look


def unread(brand: Brand) -> str:
    """Why the files cannot be read; empty where they can."""
    try:
        return "" if brand.kit else "?"
    except SettingsError as problem:
        return str(problem)


def priced(price: str):
    """What a feed's price is taken for in Britain."""

    def look(brand: Brand) -> str:
        fields = (("sku", "peg"), ("name", "Tent peg"), ("price", price))
        (made,) = library.products(
            [Row(kind="product", fields=fields, where=Where(file="feed.csv"))], brand.kit.market("en-GB")
        )
        return str(made) if isinstance(made, Refusal) else made.prices[0].currency

    return look


def may_decide(role: str):
    def look(brand: Brand) -> bool:
        words = Copy.of(headline="Rain.")
        variant = Variant(
            campaign="c", line="l", market="de-DE", product="flask", placement="wide", words=words, seal="0" * 64,
            rendering=Rendering(layout="l", placement="wide", width=1, height=1, mime="image/png", bytes=1, file="f",
                                pixels="p", facts=(), renderer="r@1", painter="p@1"),
            provenance=Provenance(made=datetime(2026, 11, 24, tzinfo=UTC), drafter="person@1"),
        )  # fmt: skip
        market, at = brand.kit.market("de-DE"), datetime(2026, 11, 24, tzinfo=UTC)
        try:
            return bool(review.decide(variant, (), "p-1", role, market, "approve", "", (), at))
        except PolicyError:
            return False

    return look


# ---- what is measured on the pixels of a drawn piece


def share_of(code: str):
    """Share of the picture in a colour, grain allowed for."""

    def look(brand: Brand) -> float:
        wanted = np.array([int(code[i : i + 2], 16) for i in (1, 3, 5)])
        return float((np.abs(drawn(brand).picture.rgb.astype(int) - wanted).max(axis=2) <= 14).mean())

    return look


def ink(brand: Brand, slot: str = "headline", headline: str = TWO_LINES):
    """(mask, x0, y0, x1, y1): pixels of a slot's room that are not the panel's colour, and their outline."""
    made = drawn(brand, headline)
    facts = next(f for f in made.rendering.facts if f.slot == slot)
    x0, y0, x1, y1 = (round(v) for v in facts.box)
    room = made.picture.rgb[y0:y1, x0:x1].astype(int)
    mask = np.abs(room - made.picture.rgb[4, 4].astype(int)).max(axis=2) > 60
    ys, xs = np.nonzero(mask)
    return mask, x0 + xs.min(), y0 + ys.min(), x0 + xs.max() + 1, y0 + ys.max() + 1


def blackness(brand: Brand) -> float:
    mask, x0, y0, x1, y1 = ink(brand)
    return float(mask.sum() / ((x1 - x0) * (y1 - y0)))


def width_to_height(brand: Brand) -> float:
    _, x0, y0, x1, y1 = ink(brand, headline="Rain.")
    return float((x1 - x0) / (y1 - y0))


def line_distance(brand: Brand) -> float:
    """From the first line's letters to the second's, in heights of a letter."""
    mask = ink(brand)[0].any(axis=1)
    starts = np.flatnonzero(np.diff(mask.astype(int), prepend=0) == 1)
    ends = np.flatnonzero(np.diff(mask.astype(int), append=0) == -1) + 1
    return float((starts[-1] - starts[0]) / (ends[0] - starts[0]))


def top_of_ink(brand: Brand) -> float:
    return float(ink(brand, headline="Rain.")[2])


def shape_of(slot: str):
    """A slot's letters, as a picture of ones and noughts."""

    def look(brand: Brand) -> str:
        mask, x0, y0, x1, y1 = ink(brand, slot)
        return f"{x1 - x0}x{y1 - y0}:{hashlib.sha256(np.packbits(mask).tobytes()).hexdigest()}"

    return look


def side_of_panel(brand: Brand) -> str:
    rgb = drawn(brand).picture.rgb
    flat = [float(half.std()) for half in (rgb[:, :40], rgb[:, -40:])]
    return "left" if flat[0] < flat[1] else "right"


def green_of_a_photograph(brand: Brand) -> float:
    """Share of plain green in a piece that shows a photograph of a lawn beside a road."""
    lawn = np.zeros((64, 64, 3), np.uint8) + np.array([90, 90, 90], np.uint8)
    lawn[:40] = (40, 170, 60)
    lawn += np.random.default_rng(1).integers(0, 40, (64, 64, 1), np.uint8)
    held = io.BytesIO()
    Image.fromarray(lawn).resize((800, 800)).save(held, "PNG")
    sha = hashlib.sha256(held.getvalue()).hexdigest()
    layout = laid(brand, "en-GB", TWO_LINES, "moss").model_copy(update={"picture": sha})
    (made,) = renderer().draw([layout], {**brand.blobs, sha: held.getvalue()})
    red, green, blue = np.moveaxis(made.picture.rgb.astype(int), 2, 0)
    return float(((green - red > 60) & (green - blue > 60)).mean())


def water(brand: Brand) -> bool:
    """Whether there is water in the sandy scene beside the product: the tarn under the hills."""
    red, green, _ = np.moveaxis(drawn(brand).picture.rgb[:, -20:].astype(int), 2, 0)
    return bool((green > red).mean() > 0.01)
