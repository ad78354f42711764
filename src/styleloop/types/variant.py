"""Draft -> layout -> rendering -> variant, and the seal of what a person saw."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from pydantic import Field

from styleloop.types.brand import Face, Tone
from styleloop.types.brief import MOST_CARDS, Look, Placement
from styleloop.types.copy import Copy
from styleloop.types.picture import Picture
from styleloop.types.record import Identified, Record, canonical, is_unset
from styleloop.types.shot import Framing

Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 in pixels of the finished picture, origin top left."""


class FilledSlot(Record):
    """One span of drafted copy and the fact it came from."""

    slot: str
    start: int
    end: int
    text: str
    fact: str
    """`product.name`, `product.adversary`, `product.price`, `fact.<key>` or `claim.<slug>`."""


class Provenance(Record):
    """Who and what made it. Outside every seal: an identical re-render keeps its approval."""

    made: datetime
    drafter: str
    """`name@version`."""
    painter: str = ""
    renderer: str = ""
    template: str = ""
    """`name@version`."""
    style: str = ""
    brief: str = ""
    seed: int = 0
    models: tuple[str, ...] = ()
    """Weights that made words or pixels; empty when none did."""
    source_type: Literal["digitalCreation", "trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia"] = (
        "digitalCreation"
    )
    """IPTC digital source type."""


class Draft(Identified):
    """Copy and picture before they are drawn."""

    kind: ClassVar[str] = "draft"
    outside: ClassVar[frozenset[str]] = frozenset(
        {"brief", "injected", "style", "chosen_why", "template_why", "picture_why", "models", "cited"}
    )

    brief: str
    market: str
    product: str
    """sku."""
    words: Copy
    filled: tuple[FilledSlot, ...] = ()
    """Every span that came from a fact."""
    pattern: str = ""
    """Id of the headline's pattern."""
    drafter: str
    tone: str
    """Name of the palette."""
    picture: str
    """sha256 of the product's picture."""
    injected: tuple[str, ...] = ()
    """Ids of the inspiration that was mixed in."""
    style: str = ""
    """Id of the version whose scores chose it, where that is not the one that speaks: a challenger's."""
    chosen_why: tuple[str, ...] = Field(default=(), exclude_if=is_unset)
    """Why this line and not another of the pool, in words with figures."""
    template: str = Field(default="", exclude_if=is_unset)
    """Name of the template it is set in; empty: the one that its brief or its project names."""
    template_why: tuple[str, ...] = Field(default=(), exclude_if=is_unset)
    """Why that one, in words, where it was chosen for this line."""
    picture_why: tuple[str, ...] = Field(default=(), exclude_if=is_unset)
    """Why that picture of its product and not another, in words."""
    parent: str = Field(default="", exclude_if=is_unset)
    """Draft it was made from: restyled where that is of the same market, a translation where it is of another."""
    under: str = Field(default="", exclude_if=is_unset)
    """Style version it was restyled under."""
    models: tuple[str, ...] = Field(default=(), exclude_if=is_unset)
    """Weights or endpoint models that made its words or its picture; empty: none did."""
    backdrop: str = Field(default="", exclude_if=is_unset)
    """sha256 of the picture that a model made to stand behind the product; empty: the painter's own ground."""
    cited: tuple[str, ...] = Field(default=(), exclude_if=is_unset)
    """Ids of the brief's passages that it says it rests on."""


class Layout(Identified):
    """One draft in one format, ready to be set: everything the renderer needs except the blobs."""

    kind: ClassVar[str] = "layout"

    draft: str
    placement: Placement
    template: str
    """`name@version`."""
    market: str
    direction: Literal["ltr", "rtl"]
    words: Copy
    """Drawn slots only."""
    tone: Tone
    face: Face
    picture: str
    """sha256 of the product's picture."""
    framing: Framing = Field(default=Framing(), exclude_if=lambda framing: framing == Framing())
    """What a crop of that picture may not lose."""
    backdrop: str = Field(default="", exclude_if=is_unset)
    """sha256 of the picture that stands behind the product; empty: the painter's own ground."""
    logo: str
    """sha256 of the logo."""
    look: Look = Look()
    """How far to go from the template's own sizes and light."""
    logo_name: str
    """What the logo says, for readers that cannot see it."""
    card: int = Field(default=0, ge=0, exclude_if=is_unset)
    """Which card of a carousel it is, from 0; the first stands alone where a format shows only one."""
    cards: int = Field(default=1, ge=1, le=MOST_CARDS, exclude_if=lambda cards: cards == 1)
    """How many cards the piece has in this format."""


class SlotFacts(Record):
    """What the renderer knows about one slot after drawing. Tests check it on the pixels."""

    slot: str
    box: Box
    """Room it was given."""
    ink: Box
    """Room its words took."""
    size: float
    """Type size in pixels."""
    lines: int
    fits: bool
    contrast: float
    """WCAG 2 ratio of the ink against the 1st-percentile-worst pixel under it; 0 when there is no ink."""
    missing: tuple[str, ...] = ()
    """Characters the font cannot draw."""
    overlaps: tuple[str, ...] = ()
    """Other slots, or `product`, that its ink touches."""
    clearance: float
    """Least distance in pixels from the ink to the safe zone's edge; negative when outside."""
    veil: float = Field(default=0.0, ge=0, le=1, exclude_if=is_unset)
    """Alpha of the scrim laid under it because its ground alone gave too little contrast; 0: none."""


class Rendering(Record):
    """One finished picture file."""

    layout: str
    placement: str
    width: int
    height: int
    mime: str
    bytes: int
    file: str
    """sha256 of the file."""
    pixels: str
    """`pixel_hash` of the decoded file: the picture's part of the seal."""
    facts: tuple[SlotFacts, ...]
    renderer: str
    painter: str
    backdrop: str = Field(default="", exclude_if=is_unset)
    """sha256 of the backdrop that is seen in it; empty: none is."""
    dropped: tuple[str, ...] = Field(default=(), exclude_if=is_unset)
    """Slots with words that the template leaves out in so small a format, on purpose."""


@dataclass(frozen=True, eq=False)
class Drawn:
    """A finished picture: the record of it, the encoded file, and the pixels as any reader decodes them."""

    rendering: Rendering
    data: bytes
    picture: Picture


def seal(words: Copy, alt: str, pixels: str, placement: str, market: str) -> str:
    """The full sha256 of what a person approved. docs/seal.md says how to recompute it without Styleloop."""
    copy = {slot: text for slot, text in words.by_slot().items() if slot != "alt"}
    value = {"alt": alt, "copy": copy, "market": market, "pixels": pixels, "placement": placement}
    return hashlib.sha256(canonical(value).encode()).hexdigest()


class Variant(Identified):
    """A drawn draft in one placement and market: what is audited, reviewed and shipped."""

    kind: ClassVar[str] = "variant"
    outside: ClassVar[frozenset[str]] = frozenset({"provenance", "campaign", "line"})

    campaign: str
    line: str
    """Id of the draft: review goes by line x market, sizes inherit."""
    market: str
    product: str
    placement: str
    words: Copy
    """All slots, caption and alt text included."""
    rendering: Rendering
    seal: str
    """64 hex."""
    provenance: Provenance
    parent: str = ""
    """Variant it was made from, for a restyle or an edit."""
    card: int = Field(default=0, ge=0, exclude_if=is_unset)
    """Which card of a carousel it is, from 0."""
    cards: int = Field(default=1, ge=1, le=MOST_CARDS, exclude_if=lambda cards: cards == 1)
    """How many cards the carousel has: they ship together, in order, or not at all."""
