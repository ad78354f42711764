"""The loop on real input: public product feeds and photographs, with a few made-up ads and with none.

`pytest -s tests/app/test_real_input.py` prints the figures of docs/real-input.md.
"""

from __future__ import annotations

import csv
import re
import shutil
import sys
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from styleloop import drafts
from styleloop.app import flow, ingesting, making, starting
from styleloop.app.measuring import decode
from styleloop.app.project import Project
from styleloop.app.wishes import wish
from styleloop.drafts.copy import house
from styleloop.drafts.copy.spelling import spelt
from styleloop.language.agreement import surface
from styleloop.language.amounts import price
from styleloop.language.skeleton import gaps, literals
from styleloop.library.lexicon import lexicon
from styleloop.types.picture import Picture
from styleloop.types.product import Product
from styleloop.types.variant import Draft, Variant

DATA = Path(__file__).resolve().parents[2] / "../shared/data"
pytestmark = pytest.mark.skipif(not (DATA / "photos").is_dir(), reason="shared/data is absent")

GULF = 'name = "Emirates"\ncurrency = "AED"\ndirection = "rtl"\nscript = "Arab"\n'
FEEDS = {
    "google_merchant.xml": (263, 263),
    "google_merchant_en.tsv": (30, 30),
    "shopify_apparel.csv": (22, 20),
    "shopify_home-and-garden.csv": (21, 20),
    "shopify_jewelery.csv": (41, 20),
}
"""Feed -> rows with something in them, and items they make: the variants of one Shopify handle are one product."""
PHOTOS = {
    "ocean-blue-shirt": "lifestyle_morning-routine-01.jpg",
    "dreamcatcher-pendant-necklace": "lifestyle_kitchen-minimal.jpg",
    "clay-plant-pot": "lifestyle_desk-wellness.jpg",
    "perfume_001": "products_solar-flask_detail.jpg",
    "perfume_1": "products_solar-flask_hero.jpg",
}
"""Well described, thinly described, without a price, under a proper name, in Arabic only."""
ADS = (
    ("dark-denim-top", "Meet the dark denim top. / Chest pockets."),
    ("yellow-sofa", "Meet the yellow sofa. / Wooden legs."),
    ("grey-sofa", "The grey sofa: £29.99. / That is the whole offer."),
    ("vanilla-candle", "The vanilla candle: £15.99. / That is the whole offer."),
    ("silk-summer-top", "Some things need no speech. / The silk summer top is one of them."),
    ("pink-armchair", "Some things need no speech. / The pink armchair is one of them."),
    ("cream-sofa", "A cream sofa / with a wooden base. / Nothing else."),
    ("red-sports-tee", "A red sports tee / with a small white pocket. / Nothing else."),
)
GRAMMAR = frozenset({"a", "an", "the", "of", "pair", "with", "and", "in", "is", "are"})
WORD = re.compile(r"\d+|[^\W\d_]+")
"""Words and figures apart, so that `100ML` of a feed is the `100 ml` of a line."""


@dataclass
class Made:
    """What one campaign came to."""

    market: str
    drafts: list[Draft]
    variants: list[Variant]
    refusals: list[str]
    blocks: list[str]


def print_table(title: str, rows: list[tuple[object, ...]]) -> None:
    sys.stdout.write(f"\n{title}\n" + "".join("| " + " | ".join(map(str, row)) + " |\n" for row in rows))


def project_at(root: Path, *, ads: bool) -> Project:
    """A blank project with every feed dropped into it, and photographs named after their products."""
    starting.start(root, "blank", "Acme")
    (root / "markets" / "ar-AE.toml").write_text(GULF)
    for feed in FEEDS:
        shutil.copy(DATA / "feeds" / feed, root / "products")
    (root / "products" / "pictures").mkdir()
    for sku, photo in PHOTOS.items():
        shutil.copy(DATA / "photos" / photo, root / "products" / "pictures" / f"{sku}.jpg")
    if ads:
        with (root / "library" / "ads.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(("id", "product", "headline", "cta", "locale"))
            writer.writerows((f"ad-{i}", sku, line, "Have a look", "en-GB") for i, (sku, line) in enumerate(ADS))
    return Project(root)


def campaign(project: Project, sku: str, market: str) -> Made:
    asked = wish(project, sku, markets=(market,), lines=2, template="split")
    told = flow.campaign(project, asked)[market]
    variants = list(project.store.variants.all(campaign=asked.id))
    drafts = [project.store.drafts.get(line) for line in dict.fromkeys(v.line for v in variants)]
    about = {v.id for v in variants} | {d.id for d in project.store.drafts.all(market=market) if d.product == sku}
    blocks = [f.message for f in project.store.findings.all() if f.severity == "block" and f.subject in about]
    return Made(market, drafts, variants, told["refusals"], blocks)


@pytest.fixture(scope="module", params=["no ads", "eight ads"])
def made(request, tmp_path_factory):
    project = project_at(tmp_path_factory.mktemp("acme"), ads=request.param == "eight ads")
    report = ingesting.ingest(project)
    flow.fit(project)
    places = [(sku, "en-GB") for sku in PHOTOS] + [("perfume_1", "ar-AE")]
    done = {(sku, market): campaign(project, sku, market) for sku, market in places}
    rows = [
        (sku, market, len(m.drafts), d.words.text("headline").replace("\n", " / "), d.words.text("body"), d.drafter)
        for (sku, market), m in done.items()
        for d in m.drafts
    ]
    print_table(f"lines, {request.param}", rows)
    print_table("and why no more", [(sku, market, why) for (sku, market), m in done.items() for why in m.refusals])
    yield project, report, done
    project.close()


def test_every_feed_comes_in_whole(made):
    project, report, _ = made
    feeds = {Path(f.file).name: f for f in report.files if Path(f.file).name in FEEDS}
    stored = Counter(Path(p.source.file).name for p in project.store.products.all())
    rows = [(n, f.rows, f.kept + len(f.refusals), f.kept, f.merged, len(f.refusals)) for n, f in sorted(feeds.items())]
    print_table("file, rows, items, kept, merged, refused", rows)
    for name, (rows_in_file, items) in FEEDS.items():
        file = feeds[name]
        assert (file.rows, file.kept) == (rows_in_file, items)
        assert file.kept + file.merged + len(file.refusals) == file.rows, "nothing is lost"
        assert stored[name] == file.kept, "and nothing on the way into the store"
    assert all(f.unchanged for f in ingesting.ingest(project).files)


def test_each_product_is_drawn_in_every_format_or_refused_for_what_it_lacks(made):
    project, _, done = made
    for (sku, market), m in done.items():
        formats = Counter(v.line for v in m.variants)
        assert set(formats.values()) <= {len(project.settings.run.placements)}, f"{sku}: {m.refusals}"
        assert m.drafts or m.refusals, sku
        assert not m.blocks, m.blocks
        assert len(m.drafts) == 2 or m.refusals, f"{sku} in {market}: fewer lines than wished for, and not a word why"
    assert done["ocean-blue-shirt", "en-GB"].drafts
    assert any("has no name in en" in why for why in done["perfume_1", "en-GB"].refusals)
    if not done["clay-plant-pot", "en-GB"].drafts:
        assert any("there is no price for en-GB" in why for why in done["clay-plant-pot", "en-GB"].refusals)


def known_words(product: Product, market: str) -> set[str]:
    """Everything the product itself is known by."""
    said = [name.text for name in product.names]
    for fact in product.facts:
        said += [fact.evidence, *(phrase.text for phrase in fact.phrases), *(text for _, text in fact.labels)]
    cost = product.price(market)
    said += [price(cost.amount, cost.currency, market)] if cost else []
    said += [spelt(text, market) for text in said]
    return {word for text in said for word in WORD.findall(text.casefold())}


def without(text: str, draft: Draft, slot: str) -> str:
    """`text` with every filled span cut out: what is left is the frame's."""
    for span in sorted((f for f in draft.filled if f.slot == slot), key=lambda f: -f.start):
        assert text[span.start : span.end] == span.text
        text = text[: span.start] + text[span.end :]
    return text


@pytest.fixture(scope="module")
def outside():
    """What only a fact may say."""
    lists = lexicon("en")
    assert lists is not None
    return lists.words("materials", "colours", "parts", "performance")


@cache
def frame_words(market: str) -> set[str]:
    """Every word of the neutral frames: the literal ones, and those that agree with a gap."""
    said = [text for p in house.frames(market) for _, _, text in literals(p.skeleton)]
    agreeing = {name.partition("@")[0] for p in house.frames(market) for name in gaps(p.skeleton) if "@" in name}
    columns = ("singular", "plural", "m", "f", "n")
    said += [word for lemma in agreeing for column in columns if (word := surface(lemma, column, market))]
    return {word for text in said for word in WORD.findall(text.casefold())}


def check_words(draft: Draft, product: Product, outside: frozenset[str]) -> None:
    """Every filled word is the product's own, and what is left is grammar or the brand's own frame."""
    known = known_words(product, draft.market)
    brand = {word for _, line in ADS for word in WORD.findall(line.casefold())} | frame_words(draft.market)
    for slot in ("headline", "body"):
        text = draft.words.text(slot)
        left = set(WORD.findall(without(text, draft, slot).casefold()))
        assert set(WORD.findall(text.casefold())) - left <= known | GRAMMAR, text
        assert left <= brand | GRAMMAR, text
        assert not left & outside, text
        assert not any(word.isdigit() for word in left), text


def test_nothing_is_said_that_the_product_does_not_say(made, outside):
    project, _, done = made
    named = {p.sku: set(WORD.findall(p.names[0].text.casefold())) for p in project.store.products.all()}
    for (sku, _), m in done.items():
        for draft in m.drafts:
            check_words(draft, project.store.products.get(sku), outside)
            said = set(WORD.findall(f"{draft.words.text('headline')} {draft.words.text('body')}".casefold()))
            assert not [name for name, words in named.items() if name != sku and words <= said], said


def test_of_every_product_something_true_is_said_or_why_nothing_can_be(made, outside):
    project, _, _ = made
    rows = []
    for market in project.markets:
        counts: Counter[str] = Counter()
        frames = project.store.current(market).patterns
        for product in project.store.products.all():
            asked = making.make_brief(project, wish(project, product.sku, markets=(market,)), market)
            written = drafts.write(asked, frames, project.kit, 24)
            lines = [draft for draft in written if isinstance(draft, Draft)]
            for draft in lines:
                check_words(draft, product, outside)
            assert len(lines) < len(written) or len(lines) >= asked.lines, product.sku
            counts.update(products=1, lines=len(lines), with_lines=bool(lines), refused=not lines)
        rows.append((market, *(counts[name] for name in ("products", "with_lines", "refused", "lines"))))
    print_table("market, products, with lines, refused, lines", rows)


def showing(whole: np.ndarray, placement: str, *, mirrored: bool) -> np.ndarray:
    """The inside of the panel that shows."""
    height, width = whole.shape[:2]
    if placement == "story":
        return whole[round(0.64 * height) : round(0.98 * height)]
    right = whole[:, round(0.62 * width) : round(0.98 * width)]
    return whole[:, round(0.02 * width) : round(0.38 * width)] if mirrored else right


def pixels(project: Project, data: bytes) -> np.ndarray:
    (picture,) = decode(project, [data])
    assert isinstance(picture, Picture)
    return picture.rgb


def colours(whole: np.ndarray) -> np.ndarray:
    """Shares of 512 colours."""
    few = (whole[::4, ::4] >> 5).reshape(-1, 3) @ (64, 8, 1)
    return np.bincount(few, minlength=512) / len(few)


def test_photographs_fill_the_panel_that_shows(made):
    project, _, done = made
    panels = {t.name: [int(t.panel[i : i + 2], 16) for i in (1, 3, 5)] for t in project.kit.tones}
    for (sku, market), m in done.items():
        photo = colours(pixels(project, (DATA / "photos" / PHOTOS[sku]).read_bytes()))
        panel = {d.id: panels[d.tone] for d in m.drafts}
        for variant in m.variants:
            whole = pixels(project, project.store.blobs.get(variant.rendering.file))
            seen = showing(whole, variant.placement, mirrored=market == "ar-AE")
            empty = (np.abs(seen[::4, ::4].astype(int) - panel[variant.line]).max(axis=-1) < 8).mean()
            alike = np.minimum(colours(seen), photo).sum()
            assert empty < 0.02, f"{sku} {variant.placement}: the picture does not fill its panel"
            assert alike > 0.45, f"{sku} {variant.placement}: this is another picture, or a flat wall"


def test_words_stand_clear_and_can_be_read(made):
    for m in made[2].values():
        for fact in (fact for variant in m.variants for fact in variant.rendering.facts):
            assert fact.fits
            assert not fact.overlaps, f"{fact.slot} lies over {fact.overlaps}"
            assert not fact.missing
            assert fact.clearance >= 0
            assert fact.contrast == 0 or fact.contrast >= 4.5
