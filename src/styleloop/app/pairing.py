"""Preference pairs out of a project's tests, as one JSON object per line."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from styleloop import results
from styleloop.app.carrying import write
from styleloop.app.learning import Answered, answered
from styleloop.app.project import Project
from styleloop.types.asset import Asset
from styleloop.types.copy import HEADLINE, Copy
from styleloop.types.experiment import Allocation
from styleloop.types.preference import Preference
from styleloop.types.variant import Variant

STORY = "A line for {product} in {market}."


@dataclass(frozen=True)
class Paired:
    """What was written: pairs, the tests and stories they come from, pairs by part, and the same in words."""

    pairs: int
    tests: int
    stories: int
    parts: dict[str, int]
    simulated: bool
    words: str


def export(project: Project, file: Path) -> Paired:
    """Write the pairs into `file`, all of it or none.

    Each line holds `prompt`, `chosen` and `rejected` (headlines), the words of both by slot, the split, and the weight.

    Raises:
        InputError: its folder does not exist, or it is a folder.
        StoreError: it cannot be written.
    """
    found = pairs(project)
    write(
        "".join(json.dumps(_line(project, pair), ensure_ascii=False, sort_keys=True) + "\n" for pair in found),
        file,
        "--pairs",
    )
    tests, parts = len({p.test for p in found}), Counter[str](p.split for p in found)
    divided = ", ".join(f"{part} {parts[part]:,}" for part in ("train", "validation", "held back"))
    words = f"{len(found):,} pairs of {tests:,} tests are in {file}: {divided}."
    if tests < results.FEW:
        words += f" With fewer than {results.FEW} tests tune nothing on them: let the style choose and prompt."
    if barred := sum(_barred(asset) for asset in project.store.assets.all(role="own")):
        words += f" {barred} pieces are left out: their licence lets no model be trained on them."
    stories = len({p.story for p in found})
    return Paired(len(found), tests, stories, dict(parts), any(p.simulated for p in found), words)


def pairs(project: Project) -> tuple[Preference, ...]:
    """Every pair that the project's tests have settled."""
    logged = project.store.allocations.all()
    assets = {a.id: a for a in project.store.assets.all(role="own")}
    variants = {v.id: v for v in project.store.variants.all()}
    every = (_compared(project, each, logged, assets, variants) for each in answered(project))
    return results.preferences([one for one in every if one])


def _compared(
    project: Project,
    each: Answered,
    logged: tuple[Allocation, ...],
    assets: dict[str, Asset],
    variants: dict[str, Variant],
) -> results.Compared | None:
    """One test by its longest run of equal shares; None where its audience was not divided as planned."""
    parts = results.periods(each.test, each.rows, logged)
    if not parts or results.sample_ratio(each.test, parts):
        return None
    arms = {arm.name: variants.get(arm.subject) or assets.get(arm.subject) for arm in each.test.arms}
    pieces = {name: piece for name, piece in arms.items() if piece is not None and not _barred(piece)}
    products = {piece.product for piece in pieces.values()}
    story = products.pop() if len(products) == 1 and all(products) else each.test.campaign
    return results.Compared(
        market=each.test.market,
        test=each.test.id,
        story=story,
        tallies=max(parts, key=lambda part: sum(t.shown for t in part.tallies)).tallies,
        words={name: _said(piece.words) for name, piece in pieces.items()},
        pictures={name: _picture(project, piece) for name, piece in pieces.items()},
        simulated=any(r.simulated for r in each.rows),
    )


def _barred(piece: Asset | Variant) -> bool:
    """Whether its licence lets no model be trained on it."""
    return isinstance(piece, Asset) and piece.rights is not None and bool(piece.rights.forbidding("ai"))


def _said(words: Copy) -> Copy:
    """What people read: not what is said of the picture."""
    return Copy(slots=tuple(s for s in words.slots if s.slot != "alt"))


def _picture(project: Project, piece: Asset | Variant) -> str:
    """A drawn piece holds its words in its picture: what it was drawn from counts."""
    if isinstance(piece, Asset):
        return piece.picture
    draft = project.store.drafts.get(piece.line)
    return f"{draft.picture} {draft.tone}"


def _line(project: Project, pair: Preference) -> dict[str, Any]:
    product = project.store.products.find(pair.story)
    name = product.name(pair.market) if product else None
    body = pair.model_dump(mode="json", exclude={"better", "worse"})
    return body | {
        "prompt": STORY.format(product=name.text if name else pair.story, market=pair.market),
        "chosen": pair.better.text(HEADLINE),
        "rejected": pair.worse.text(HEADLINE),
        "chosen_words": pair.better.by_slot(),
        "rejected_words": pair.worse.by_slot(),
    }
