"""Pieces by name: of a variant, a post, a line or a campaign."""

from __future__ import annotations

from dataclasses import dataclass

from styleloop.app.project import Project
from styleloop.errors import InputError
from styleloop.review import stands
from styleloop.types.review import Decision
from styleloop.types.variant import Variant

SHORTEST = 4
"""Letters of an id, its kind aside, from which it may be cut off."""


@dataclass(frozen=True)
class Named:
    """What somebody named.

    Attributes:
        kind: `piece`, `line` or `campaign`.
        variants: its pictures, oldest first; of a campaign those of its own lines that nobody rejected, not of what was
            restyled from them.
    """

    kind: str
    variants: tuple[Variant, ...]


def piece(project: Project, name: str) -> Variant:
    """The variant of that id (or the beginning of it), or the one posted under that name.

    Raises:
        InputError: nothing has that name, or several pieces have.
    """
    exact = project.store.variants.find(name)
    if exact is not None:
        return exact
    posts = project.store.publications.all(name=name)
    found = project.store.variants.find(posts[-1].variant) if posts else None
    if found is not None:
        return found
    begun = [v for v in project.store.variants.all() if _begins(v.id, name)]
    if len(begun) > 1:
        shown = ", ".join(v.id for v in begun[:3])
        raise InputError(
            "several pieces have that name", got=name, expected="the whole id", cure=f"give one of {shown}"
        )
    if not begun:
        raise InputError("nothing has that name", got=name, expected="id of a variant, or name of a post")
    return begun[0]


def named(project: Project, name: str) -> Named:
    """The piece, the line or the campaign that `name` means.

    Of several campaigns of one name the newest is meant.

    Raises:
        InputError: nothing has that name, or nothing of it was drawn.
    """
    line = project.store.variants.all(line=name)
    if line:
        return Named("line", line)
    campaigns = [c for c in project.store.campaigns.all() if name in (c.id, c.name)]
    if campaigns:
        return Named("campaign", _own(project, campaigns[-1].id, name))
    try:
        one = piece(project, name)
    except InputError as problem:
        if "several" in str(problem):
            raise
        expected = "id of a piece or a line (see: styleloop review --json), a post's name, or a campaign's name"
        raise InputError("nothing has that name", got=name, expected=expected) from None
    same = project.store.variants.all(line=one.line)
    cards = [v for v in same if v.placement == one.placement and v.id != one.id]
    return Named("piece", (*cards, one))  # last, so that it is the one meant, should its card have been drawn anew


def _own(project: Project, campaign: str, name: str) -> tuple[Variant, ...]:
    every = project.store.variants.all(campaign=campaign)
    if not every:
        raise InputError("nothing of this campaign was drawn", got=name, cure="make it: styleloop run --product SKU")
    decided: dict[str, list[Decision]] = {}
    for decision in project.store.decisions.all():
        decided.setdefault(decision.seal, []).append(decision)
    words = {v.id: stands(decided.get(v.seal, ()), v) for v in every}
    rejected = {v.id for v in every if (word := words[v.id]) is not None and word.action == "reject"}
    return tuple(v for v in every if v.id not in rejected and not _restyled(project, v))


def _restyled(project: Project, variant: Variant) -> bool:
    """Whether its line was restyled from another; a translation was not."""
    above = project.store.drafts.get(variant.line).parent
    return bool(above) and project.store.drafts.get(above).market == variant.market


def _begins(id_: str, name: str) -> bool:
    bare = name.partition("_")[2] or name
    return len(bare) >= SHORTEST and (id_.startswith(name) or id_.partition("_")[2].startswith(name))
