"""Many drafts -> the few that are drawn: effect under a ceiling and over a floor, spread by a determinantal process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from styleloop.types.copy import HEADLINE
from styleloop.types.record import Refusal
from styleloop.types.style import Score
from styleloop.types.variant import Draft
from styleloop.vector import jaccard, shingles, spread_out

KEENEST = 2.0
"""Weight of the effect against the spread at dial 0; at dial 1 only the spread counts."""
SAME_FRAME = 0.35
"""Likeness of two lines for being made from one frame; the rest is shared runs of words."""


@dataclass(frozen=True)
class Choice:
    """One chosen draft, and why."""

    draft: Draft
    reasons: tuple[str, ...]


def choose(
    drafts: Sequence[Draft], scores: Mapping[str, Score], n: int, ceiling: float, floor: float, dial: float
) -> tuple[Draft, ...]:
    """The drafts of `choices`, in the order chosen."""
    return tuple(choice.draft for choice in choices(drafts, scores, n, ceiling, floor, dial))


def choices(
    drafts: Sequence[Draft], scores: Mapping[str, Score], n: int, ceiling: float, floor: float, dial: float
) -> tuple[Choice, ...]:
    """At most `n` drafts, best first, with reasons; fewer when fewer are on brand and new.

    Args:
        drafts: Candidates; one without a score is not chosen.
        scores: Draft id -> how it stands. `draw`, one posterior draw, is what counts (Thompson).
        n: Most drafts wanted.
        ceiling: Greatest distance from the house style.
        floor: Least novelty.
        dial: 0 familiar (effect counts) ... 1 surprising (spread counts).
    """
    every = [d for d in sorted(drafts, key=lambda d: d.id) if d.id in scores and _fits(scores[d.id], ceiling, floor)]
    if not every or n < 1:
        return ()
    fit = best_of_each_frame(every, scores)
    if len(fit) < n:
        fit = every
    draws = np.array([scores[d.id].draw for d in fit])
    scale = float(draws.std()) or 1.0
    order = spread_out((draws - draws.mean()) / scale, likeness(fit), n, weight=KEENEST * (1 - dial))
    ranks = {int(index): rank for rank, index in enumerate(np.argsort(-draws, kind="stable"), start=1)}
    return tuple(
        Choice(fit[i], (*_figures(scores[fit[i].id], ranks[i], len(fit)), *_unlike(fit, order[:at], i)))
        for at, i in enumerate(order)
    )


def left_out(
    sku: str, scores: Sequence[Score], ceiling: float, floor: float, said: Mapping[str, tuple[str, str]]
) -> tuple[Refusal, ...]:
    """Why drafts with these scores cannot be chosen: one refusal for all too far off, one for all that are not new.

    Args:
        sku: Whose drafts they are.
        scores: Of every candidate.
        ceiling: Greatest distance from the house style.
        floor: Least novelty.
        said: Measure -> how people say that it is low, and that it is high.
    """
    far = sorted((s for s in scores if s.distance > ceiling), key=lambda s: (s.distance, s.subject))
    known = [s for s in scores if s.distance <= ceiling and s.novelty < floor]
    found = []
    if far:
        causes = (said.get(measure, ("", ""))[z > 0] or measure for measure, z in far[0].causes)
        found.append(
            Refusal(
                subject=sku,
                why=f"{_lines(len(far))} too far from the house style",
                got=f"a distance of {far[0].distance:.2f} at least ({', '.join(causes)})",
                expected=f"at most {ceiling:g}",
                cure="add work of your own that is more like it, or raise style.ceiling",
            )
        )
    if known:
        found.append(
            Refusal(
                subject=sku,
                why=f"{_lines(len(known))} too like one that was used",
                got=f"a novelty of {max(s.novelty for s in known):.2f} at most",
                expected=f"at least {floor:g}",
                cure="lower style.floor",
            )
        )
    return tuple(found)


def _lines(count: int) -> str:
    return "1 line is" if count == 1 else f"{count} lines are"


def best_of_each_frame(drafts: Sequence[Draft], scores: Mapping[str, Score]) -> list[Draft]:
    """The draft with the greatest draw of each frame: one batch says a thing in one way once."""
    best: dict[str, Draft] = {}
    for draft in drafts:
        frame = draft.pattern or draft.id
        if frame not in best or scores[draft.id].draw > scores[best[frame].id].draw:
            best[frame] = draft
    return list(best.values())


def likeness(drafts: Sequence[Draft]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """How alike the headlines are, shape (n, n), 0 to 1: shared runs of words, and a frame in common.

    Both parts are positive semi-definite, and so is their mean.
    """
    runs = [shingles(d.words.text(HEADLINE)) for d in drafts]
    words = np.array([[jaccard(a, b) for b in runs] for a in runs])
    frames = np.array([[float(a is b or (bool(a.pattern) and a.pattern == b.pattern)) for b in drafts] for a in drafts])
    return (1 - SAME_FRAME) * words + SAME_FRAME * frames


def _fits(score: Score, ceiling: float, floor: float) -> bool:
    return score.distance <= ceiling and score.novelty >= floor


def _figures(score: Score, rank: int, of: int) -> tuple[str, ...]:
    return (
        f"effect {score.effect:+.2f} ({score.low:+.2f} to {score.high:+.2f}), number {rank} of {of} in this draw",
        f"distance {score.distance:.2f} from the house style, novelty {score.novelty:.2f}",
    )


def _unlike(drafts: Sequence[Draft], before: Sequence[int], index: int) -> tuple[str, ...]:
    if not before:
        return ("chosen first",)
    alike = max(likeness([drafts[index], drafts[other]])[0, 1] for other in before)
    return (f"at most {alike:.2f} like the lines chosen before it",)
