"""Small true pieces for the tests: drawn JPEGs, variants with real seals, findings, decisions."""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, date, datetime

import numpy as np
from PIL import Image

from styleloop.types.audit import Finding
from styleloop.types.brand import Claim, Localised, Market
from styleloop.types.copy import Copy
from styleloop.types.picture import pixel_hash
from styleloop.types.review import Decision
from styleloop.types.variant import Provenance, Rendering, Variant, seal

DAY = date(2026, 9, 1)
AT = datetime(2026, 9, 1, 9, 30, tzinfo=UTC)
BRITAIN = Market(locale="en-GB", name="United Kingdom", currency="GBP", reviewers=("reviewer-gb", "legal"))
GERMANY = Market(locale="de-DE", name="Germany", currency="EUR", reviewers=("reviewer-de",))
WORDS = Copy.of(
    headline="It rained.\nIt will rain again.",
    body="Rain shell. 312 g. Every seam taped.",
    cta="Take the rain shell",
    caption="It rained. It will rain again.",
    alt="A rust-red rain shell hangs on a fence post.",
)
TAPED = Claim(
    slug="taped-seams",
    wordings=(Localised(locale="en", text="Every seam taped"),),
    proof="Seam test 2026-02",
    products=("rain-shell",),
    markets=("en-GB",),
    starts=date(2026, 1, 1),
    ends=date(2026, 10, 31),
)


def drawn(tint: int = 60, size: tuple[int, int] = (48, 40)) -> bytes:
    """A small JPEG."""
    width, height = size
    rows = np.linspace(0, 255, height)[:, None] * np.ones(width)
    rgb = np.stack([rows, rows[::-1], np.full_like(rows, tint)], axis=-1).astype(np.uint8)
    out = io.BytesIO()
    Image.fromarray(rgb).save(out, "JPEG", quality=88)
    return out.getvalue()


def pixels_of(file: bytes) -> str:
    return pixel_hash(np.asarray(Image.open(io.BytesIO(file)).convert("RGB")))


def variant_of(
    file: bytes, placement: str = "square", market: str = "en-GB", line: str = "draft_1", words: Copy = WORDS
) -> Variant:
    pixels = pixels_of(file)
    rendering = Rendering(
        layout=f"layout_{placement}",
        placement=placement,
        width=48,
        height=40,
        mime="image/png" if file.startswith(b"\x89PNG") else "image/jpeg",
        bytes=len(file),
        file=hashlib.sha256(file).hexdigest(),
        pixels=pixels,
        facts=(),
        renderer="typst@1",
        painter="painter@1",
    )
    return Variant(
        campaign="campaign_1",
        line=line,
        market=market,
        product="rain-shell",
        placement=placement,
        words=words,
        rendering=rendering,
        seal=seal(words, words.text("alt"), pixels, placement, market),
        provenance=Provenance(made=AT, drafter="patterns@1", style="style_1", brief="brief_1", seed=7),
    )


def finding_on(
    subject: str, severity: str = "block", rule: str = "unsupported-number", cited: str = "no fact"
) -> Finding:
    return Finding(
        subject=subject,
        guardrail="claims@1",
        rule=rule,
        severity=severity,
        message="“14 hours” is not among the facts.",
        cited=cited,
    )


def decision_on(variant: Variant, action: str = "approve", **changes) -> Decision:
    given = {
        "variant": variant.id,
        "seal": variant.seal,
        "market": variant.market,
        "action": action,
        "who": "p-17",
        "role": "reviewer-gb",
        "reason": "" if action == "approve" else "Drier, please.",
        "at": AT,
    }
    return Decision(**{**given, **changes})
