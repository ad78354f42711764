"""Many drafts -> the few that are drawn: effect under a ceiling and over a floor, spread by a determinantal process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from styleloop.types.brief import Spark
from styleloop.types.copy import HEADLINE
from styleloop.types.record import Refusal
from styleloop.types.style import Score
from styleloop.types.variant import Draft
from styleloop.vector import spread_out, table_of
from styleloop.vector.scale import Array

KEENEST = 2.0
"""Weight of the effect against the spread at dial 0; at dial 1 only the spread counts."""
PULL = 3.0
"""Weight of nearness to a piece of inspiration against the effect, for a line that carries one."""
SAME_FRAME = 0.35
"""Likeness of two lines for being made from one frame; the rest is shared runs of words."""


@dataclass(frozen=True)
class Choice:
    """One chosen draft, and why."""

    draft: Draft
    reasons: tuple[str, ...]


def choose(
    drafts: Sequence[Draft],
    scores: Mapping[str, Score],
    n: int,
    ceiling: float,
    floor: float,
    dial: float,
    sparks: Sequence[Spark] = (),
    values: Mapping[str, Mapping[str, float]] | None = None,
    vectors: Mapping[str, Array] | None = None,
) -> tuple[Draft, ...]:
    """The drafts of `choices`, in the order chosen."""
    return tuple(c.draft for c in choices(drafts, scores, n, ceiling, floor, dial, sparks, values, vectors))


def choices(
    drafts: Sequence[Draft],
    scores: Mapping[str, Score],
    n: int,
    ceiling: float,
    floor: float,
    dial: float,
    sparks: Sequence[Spark] = (),
    values: Mapping[str, Mapping[str, float]] | None = None,
    vectors: Mapping[str, Array] | None = None,
) -> tuple[Choice, ...]:
    """At most `n` drafts, best first, with reasons; fewer when fewer are on brand and new.

    Args:
        drafts: Candidates; one without a score is not chosen.
        scores: Draft id -> how it stands. `draw`, one posterior draw, is what counts (Thompson).
        n: Most drafts wanted.
        ceiling: Greatest distance from the house style.
        floor: Least novelty.
        dial: 0 familiar (effect counts) ... 1 surprising (spread counts).
        sparks: Inspiration: each takes one of the `n` places for the draft that says it most like that. The draft says
            which one (`injected`).
        values: Draft id -> measure -> value; without them no draft can follow a spark.
        vectors: Draft id -> embedding, shape (d,). Where every draft has one, likeness is their cosine.
    """
    every = [d for d in sorted(drafts, key=lambda d: d.id) if d.id in scores and _fits(scores[d.id], ceiling, floor)]
    if not every or n < 1:
        return ()
    fit = best_of_each_frame(every, scores)
    if len(fit) < n:
        fit = every
    worth = _standard([scores[d.id].draw for d in fit])
    alike = likeness(fit, vectors)
    ranks = {int(index): rank for rank, index in enumerate(np.argsort(-worth, kind="stable"), start=1)}
    led = _led(fit, worth, sparks[:n], values or {})
    rest = [i for i in range(len(fit)) if i not in led]
    order = spread_out(worth[rest], alike[np.ix_(rest, rest)], n - len(led), weight=KEENEST * (1 - dial))
    chosen = [*((rest[i], None) for i in order), *led.items()]
    return tuple(
        _choice(fit[i], spark, _figures(scores[fit[i].id], ranks[i], len(fit)), alike[i, [j for j, _ in chosen[:at]]])
        for at, (i, spark) in enumerate(chosen)
    )


def _led(
    drafts: Sequence[Draft], worth: Array, sparks: Sequence[Spark], values: Mapping[str, Mapping[str, float]]
) -> dict[int, Spark]:
    """Index of a draft -> the inspiration that leads to it, each once."""
    led: dict[int, Spark] = {}
    for spark in sparks:
        near = np.array([_near(spark, values.get(d.id, {})) for d in drafts])
        free = [i for i in range(len(drafts)) if i not in led]
        if not free or near.max() <= 0:
            continue
        led[max(free, key=lambda i: (worth[i] + PULL * near[i], -i))] = spark
    return led


def _near(spark: Spark, values: Mapping[str, float]) -> float:
    """Share of the ways in which a spark differs from the usual that a draft follows, 0 to 1."""
    asked = [d for d in spark.pulls if d.measure in values]
    return sum(d.low <= values[d.measure] <= d.high for d in asked) / max(1, len(asked))


def _choice(draft: Draft, spark: Spark | None, figures: tuple[str, ...], alike: Array) -> Choice:
    unlike = f"at most {alike.max():.2f} like the lines chosen before it" if len(alike) else "chosen first"
    if spark is None:
        return Choice(draft, (*figures, unlike))
    carrying = draft.model_copy(update={"injected": (spark.asset,)})
    pulled = "; ".join(d.words for d in spark.pulls)
    return Choice(carrying, (*figures, unlike, f"drawn towards inspiration: {pulled}"))


def _standard(draws: Sequence[float]) -> Array:
    """In standard deviations from their mean; zeros when all are equal."""
    values = np.array(draws)
    return np.asarray((values - values.mean()) / (float(values.std()) or 1.0))


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


def likeness(drafts: Sequence[Draft], vectors: Mapping[str, Array] | None = None) -> Array:
    """How alike the headlines are, shape (n, n), 0 to 1: their words (or embeddings), and a frame in common.

    Both parts are positive semi-definite, and so is their mean.
    """
    given = [vectors[d.id] for d in drafts if d.id in vectors] if vectors else []
    rows = np.array(given) if drafts and len(given) == len(drafts) else None
    said = table_of([d.words.text(HEADLINE) for d in drafts], rows)
    frames = np.array([[float(a is b or (bool(a.pattern) and a.pattern == b.pattern)) for b in drafts] for a in drafts])
    return np.asarray((1 - SAME_FRAME) * said + SAME_FRAME * frames)


def _fits(score: Score, ceiling: float, floor: float) -> bool:
    return score.distance <= ceiling and score.novelty >= floor


def _figures(score: Score, rank: int, of: int) -> tuple[str, ...]:
    return (
        f"effect {score.effect:+.2f} ({score.low:+.2f} to {score.high:+.2f}), number {rank} of {of} in this draw",
        f"distance {score.distance:.2f} from the house style, novelty {score.novelty:.2f}",
    )
