"""Small real things to try a plug-in on."""

from __future__ import annotations

import hashlib
from datetime import date
from functools import cache
from pathlib import Path

from styleloop.app.brand import DATA
from styleloop.app.brandfiles import read_kit, read_placements, read_products
from styleloop.types.audit import AuditItem
from styleloop.types.brand import BrandKit
from styleloop.types.copy import Copy
from styleloop.types.product import Product
from styleloop.types.variant import Layout, SlotFacts

SAMPLE = DATA / "brands" / "tarn-and-thistle"
HEADLINE = "It rained.\nIt will rain again."
DAY = date(2026, 11, 24)


def words(headline: str = HEADLINE) -> Copy:
    """Copy of a small ad for the sample brand's rain shell."""
    return Copy.of(
        headline=headline,
        body="Rain shell. 312 g. Every seam taped.",
        cta="Take the rain shell",
        caption="It rained. It will rain again.",
        alt="A rust-red rain shell hangs on a fence post.",
    )


def slot_facts() -> tuple[SlotFacts, ...]:
    """Facts of a headline and a label, well set."""
    return (
        SlotFacts(slot="headline", box=(70, 150, 600, 420), ink=(72, 160, 560, 400), size=96, lines=2, fits=True,
                  contrast=7.2, clearance=12),
        SlotFacts(slot="cta", box=(70, 940, 400, 1000), ink=(100, 955, 370, 985), size=33, lines=1, fits=True,
                  contrast=13.0, clearance=10),
    )  # fmt: skip


@cache
def _kept() -> tuple[BrandKit, tuple[Product, ...], dict[str, bytes]]:
    blobs: dict[str, bytes] = {}

    def keep(path: Path) -> str:
        data = path.read_bytes()
        sha = hashlib.sha256(data).hexdigest()
        blobs[sha] = data
        return sha

    return read_kit(SAMPLE, keep), read_products(SAMPLE / "products" / "products.toml", keep), blobs


def kit() -> BrandKit:
    """The sample brand's kit."""
    return _kept()[0]


def product(sku: str = "rain-shell") -> Product:
    """One of the sample brand's products."""
    return next(p for p in _kept()[1] if p.sku == sku)


def layout(headline: str = HEADLINE, placement: str = "square") -> tuple[Layout, dict[str, bytes]]:
    """A layout of the sample brand, and the blobs it names."""
    made_kit, _, blobs = _kept()
    format_ = next(p for p in read_placements(DATA / "placements" / "placements.toml") if p.name == placement)
    face = made_kit.face("Latn")
    assert face is not None
    made = Layout(
        draft="draft_sample",
        placement=format_,
        template="split",
        market="en-GB",
        direction="ltr",
        words=Copy.of(headline=headline, body="Rain shell. 312 g. Every seam taped.", cta="Take the rain shell"),
        tone=made_kit.tones[0],
        face=face,
        picture=product().picture,
        logo=made_kit.logo,
        logo_name=made_kit.name,
    )
    return made, blobs


def audit_item(headline: str) -> AuditItem:
    """A piece of the sample brand with that headline, everything else in order."""
    market = kit().market("en-GB")
    assert market is not None
    return AuditItem(
        subject="draft_sample",
        words=words(headline),
        market=market,
        kit=kit(),
        day=DAY,
        product=product(),
        claims=kit().claims,
    )
