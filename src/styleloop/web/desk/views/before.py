"""What a piece is held against: the version before it, the flagship it is a translation of, or a past ad."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any

from styleloop.app.project import Project
from styleloop.types.copy import ALT, HEADLINE
from styleloop.types.variant import Variant
from styleloop.web.desk.words import SLOTS

_PARTS = re.compile(
    r"\s+|[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]|[.,;:!?…“”„«»‘’\"'()]+|[^\s.,;:!?…“”„«»‘’\"'()\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]+"
)
"""Words, signs and gaps; letters of scripts that part no words one by one."""
LITTLE = 0.3
"""Share of two texts that has to be the same for their words to be compared one by one."""
Said = tuple[str, str]
"""(`del`, `ins` or nothing, words)."""


@dataclass(frozen=True)
class Before:
    """A piece to hold this one against."""

    why: str
    headline: str
    picture: str
    locale: str
    variant: str = ""
    """Piece it is; empty for a past ad."""
    same_size: bool = False
    """Whether the two can be laid over each other."""
    changes: tuple[tuple[str, tuple[Said, ...]], ...] = ()
    """(slot, what was taken out and put in), for people; none where the two are in different languages."""

    @property
    def ways(self) -> tuple[tuple[str, str], ...]:
        """(value, name) of each way to look at the two, in the order in which a key goes through them."""
        onion = (("onion", "Laid over"),) if self.same_size else ()
        words = (("words", "Words that differ"),) if self.changes else ()
        return (("beside", "Side by side"), *onion, *words, ("alone", "Alone"))


def before(project: Project, variant: Variant, answer: Mapping[str, Any]) -> Before | None:
    """What to hold a piece against, the nearest first; None where there is nothing.

    Args:
        project: the open project.
        variant: the piece.
        answer: what `explaining.known` says of it.
    """
    for found, words in _candidates(project, variant, answer):
        same = found.locale.split("-")[0] == variant.market.split("-")[0]
        return replace(found, changes=_changes(words, variant.words.by_slot()) if same else ())
    return None


def _candidates(
    project: Project, variant: Variant, answer: Mapping[str, Any]
) -> Iterator[tuple[Before, Mapping[str, str]]]:
    parent = project.store.variants.find(variant.parent) if variant.parent else None
    if parent is not None:
        yield _piece(parent, variant, "The version before")
    draft = project.store.drafts.find(variant.line)
    source = project.store.drafts.find(draft.parent) if draft is not None and draft.parent else None
    if source is not None and source.market != variant.market:
        pieces = project.store.variants.all(line=source.id)
        like = [v for v in pieces if (v.placement, v.card) == (variant.placement, variant.card)]
        for flagship in (like or list(pieces))[-1:]:
            yield _piece(flagship, variant, "The flagship")
    style = project.store.styles.find(answer["provenance"]["style"])
    liked = [e.asset for e in style.exemplars if e.verdict == "winner"] if style else []
    for why, names in (("The past ad it takes after", answer["seen_in"]), ("A past ad that did well", liked)):
        for name in names:
            asset = project.store.assets.find(name)
            if asset and asset.picture and project.store.blobs.has(asset.picture) and asset.locale == variant.market:
                yield Before(why, asset.words.text(HEADLINE), asset.picture, asset.locale), asset.words.by_slot()


def _piece(old: Variant, new: Variant, why: str) -> tuple[Before, Mapping[str, str]]:
    size = (old.rendering.width, old.rendering.height) == (new.rendering.width, new.rendering.height)
    found = Before(why, old.words.text(HEADLINE), old.rendering.file, old.market, old.id, size)
    return found, old.words.by_slot()


def _changes(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[tuple[str, tuple[Said, ...]], ...]:
    slots = [slot for slot in dict.fromkeys((*new, *old)) if slot != ALT and slot in old]
    return tuple((SLOTS.get(slot, slot), differing(old[slot], new.get(slot, ""))) for slot in slots)


def differing(old: str, new: str) -> tuple[Said, ...]:
    """`new` with what was put in, and what was taken out where it stood; both texts can be read off it whole.

    Where the two have little in common they stand one after the other: a patchwork tells nobody anything.
    """
    one, other = (_PARTS.findall(text) for text in (old, new))
    found = SequenceMatcher(None, one, other, autojunk=False)
    kept = [(i, k, n) for i, k, n in found.get_matching_blocks() if _tells("".join(one[i : i + n]))]
    if sum(len("".join(one[i : i + n])) for i, _, n in kept) < LITTLE * max(len(old), len(new)):
        kept = []
    said: list[Said] = []
    here = there = 0
    for i, k, n in [*kept, (len(one), len(other), 0)]:
        parts = ("del", "".join(one[here:i])), ("ins", "".join(other[there:k])), ("", "".join(other[k : k + n]))
        said += [part for part in parts if part[1]]
        here, there = i + n, k + n
    return tuple(said)


def _tells(text: str) -> bool:
    """Whether words that two texts share are worth leaving alone between two changes."""
    return sum(sign.isalnum() for sign in text) > 1
