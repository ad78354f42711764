"""The versions of one piece: what it was made from, what was made from it, and two of them held against each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from styleloop.adapters.cards.versus import BY_SLOT
from styleloop.app.comparing import ancestors, changes, family, pixels, told
from styleloop.app.project import Project
from styleloop.app.shipping import findings_of, standing
from styleloop.types.copy import HEADLINE
from styleloop.types.variant import Box, Variant

DECIDED = {"approve": "approved", "change": "changed", "reject": "rejected"}


@dataclass(frozen=True)
class Version:
    """One of the family, as a small picture with what it is."""

    variant: str
    label: str
    made: str
    """Template, palette and day, in a line."""
    from_: str
    """What changed from its parent to it, in a line; empty for the first."""
    picture: str
    width: int
    height: int
    state: str
    alt: str
    boxes: tuple[tuple[str, Box], ...]
    """(slot, where its words are), in pixels."""
    posted: bool


@dataclass(frozen=True)
class Versions:
    """Two versions and all that come from the same first one.

    Attributes:
        title: headline of the piece.
        family: every version, the first one first.
        mine: the one whose page this is.
        other: the one it is held against; None while there is only one.
        pair: the two as (what it is to the other, for people; version), the earlier one first.
        same_size: whether they can be laid over each other.
        said: what changed from the other to this one.
        share: per cent of the pixels that differ; None where the sizes are not the same.
        regions: where they do.
        by_slot: said where the sizes are not the same.
    """

    title: str
    market: str
    market_name: str
    direction: str
    family: tuple[Version, ...]
    mine: Version
    other: Version | None
    pair: tuple[tuple[str, Version], ...] = ()
    same_size: bool = False
    said: tuple[str, ...] = ()
    share: float | None = None
    regions: tuple[Box, ...] = ()
    by_slot: str = BY_SLOT


def versions(project: Project, variant_id: str, against: str = "") -> Versions | None:
    """The versions page of a piece, or None when there is no such piece.

    Held against `against` where that is of the family; else against its parent, else the first made from it.
    """
    here = project.store.variants.find(variant_id)
    if here is None:
        return None
    kin = family(project, here)
    other = _other(here, kin, against)
    market = project.kit.market(here.market)
    shown = {v.id: _version(project, v, kin) for v in kin}
    found = Versions(
        title=" ".join(here.words.text(HEADLINE).split()) or here.id,
        market=here.market,
        market_name=market.name if market else here.market,
        direction=market.direction if market else "ltr",
        family=tuple(shown.values()),
        mine=shown[here.id],
        other=shown[other.id] if other else None,
    )
    return _held(project, found, here, other) if other else found


def _other(here: Variant, kin: Sequence[Variant], against: str) -> Variant | None:
    rest = [v for v in kin if v.id != here.id]
    wanted = (
        next((v for v in rest if v.id == against), None),
        next((v for v in rest if v.id == here.parent), None),
        next((v for v in rest if v.parent == here.id), None),
        next(iter(rest), None),
    )
    return next((v for v in wanted if v is not None), None)


def _held(project: Project, found: Versions, here: Variant, other: Variant) -> Versions:
    before, after = (here, other) if here in ancestors(project, other) else (other, here)
    seen = pixels(project, before, after)
    kin = before in ancestors(project, after)
    titles = ("Before" if kin else "Held against", "Now") if after.id == here.id else ("This one", "Later")
    shown = {v.variant: v for v in found.family}
    said = tuple(told(c.model_dump() for c in changes(project, before, after)))
    return Versions(
        **{
            **vars(found),
            "pair": ((titles[0], shown[before.id]), (titles[1], shown[after.id])),
            "same_size": seen is not None,
            "said": said,
            "share": 100 * seen.share if seen is not None else None,
            "regions": seen.regions if seen is not None else (),
        }
    )


def _version(project: Project, variant: Variant, kin: Sequence[Variant]) -> Version:
    labels = {p.name: p.label for p in project.placements}
    draft = project.store.drafts.find(variant.line)
    made = variant.provenance
    parent = next((v for v in kin if v.id == variant.parent), None)
    step = [c.words for c in changes(project, parent, variant) if c.what != "slot"] if parent else []
    parts = (made.template.partition("@")[0], draft.tone if draft else "", made.made.date().isoformat())
    card = f", card {variant.card + 1}" if variant.card else ""
    return Version(
        variant=variant.id,
        label=labels.get(variant.placement, variant.placement) + card,
        made=", ".join(part for part in parts if part),
        from_="; ".join(step),
        picture=variant.rendering.file,
        width=variant.rendering.width,
        height=variant.rendering.height,
        state=_state(project, variant),
        alt=variant.words.text("alt"),
        boxes=tuple((f.slot, f.ink) for f in variant.rendering.facts),
        posted=bool(project.store.publications.all(variant=variant.id)),
    )


def _state(project: Project, variant: Variant) -> str:
    decision = standing(project, variant)
    if decision is not None:
        return DECIDED[decision.action]
    return "blocked" if any(f.severity == "block" for f in findings_of(project, variant)) else "waiting"
