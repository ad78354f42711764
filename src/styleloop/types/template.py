"""What a template is good at, so that one can be chosen for a line."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from styleloop.types.record import Record

AUTO = "auto"
"""In the place of a template's name: one is chosen for each line."""
PictureKind = Literal["drawing", "cutout", "photo"]
"""What a product's picture is: drawn in lines, cut out of its ground, or a photograph with its ground."""
Need = Literal["price", "body", "cards", "drawing", "cutout", "photo"]
"""What a template may not do without: words of a slot, a format that shows several cards, a kind of picture."""


class Likes(Record):
    """The `[likes]` table of a `template.toml`. A template without one takes every line and is good at nothing more."""

    needs: tuple[Need, ...] = ()
    """Without all of these it is not chosen; of kinds of picture one is enough."""
    pictures: tuple[PictureKind, ...] = ()
    """Kinds of product picture it shows best; empty: all alike."""
    words: int = Field(default=0, ge=0)
    """Most words of a headline it carries well; 0: any number."""
    price: bool = False
    """Whether a price is part of what it says."""
    negative_space: float | None = Field(default=None, ge=0, le=1)
    """`picture.negative_space` of what it draws: share of calm room. None: not measured."""
    subject: float | None = Field(default=None, ge=0, le=1)
    """`picture.subject_share` of what it draws: how much of it the eye is drawn to."""
    headline: float | None = Field(default=None, ge=0, le=1)
    """`layout.headline_size` of what it draws: type size of the headline / short side."""
    text: float | None = Field(default=None, ge=0, le=1)
    """`layout.text_share` of what it draws: share of the picture under words."""

    def typical(self) -> dict[str, float]:
        """Measure -> what a picture of this template has of it, as far as that was measured."""
        found = {measure: getattr(self, name) for name, measure in MEASURES.items()}
        return {measure: value for measure, value in found.items() if value is not None}


MEASURES = {
    "negative_space": "picture.negative_space",
    "subject": "picture.subject_share",
    "headline": "layout.headline_size",
    "text": "layout.text_share",
}
"""Field of `Likes` -> the measure it is a figure of."""


class Offer(Record):
    """One template, as it is offered for a line."""

    name: str
    likes: Likes = Likes()
    limits: tuple[tuple[str, int], ...] = ()
    """(slot, most characters it takes), for slots that have a limit of their own."""
    slots: tuple[str, ...] = ()
    """Slots it sets; empty: unknown, taken as all."""
