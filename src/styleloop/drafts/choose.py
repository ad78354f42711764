"""Many drafts -> the few that are drawn: effect under a ceiling and over a floor, spread by a determinantal process.

Drafts of every drafter stand in one pool and are judged alike. The process goes on from the lines used lately: they
count as chosen already, the more the greater the dial. That keeps a loop from saying the same from batch to batch. At
dial 0 only the expected effect counts.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from styleloop.drafts.copy.voiced import voiced
from styleloop.language.skeleton import fits
from styleloop.types.brief import Spark
from styleloop.types.copy import HEADLINE
from styleloop.types.record import Refusal
from styleloop.types.style import Pattern, Score
from styleloop.types.variant import Draft
from styleloop.vector import spread_out, table_of
from styleloop.vector.scale import Array

MIXED = 0.3
"""The default dial: from here on one frame speaks once a batch."""
KEENEST = 4.0
"""Weight of the effect, in standard deviations of the candidates, against the spread; none is left at dial 1."""
LATELY = 24
"""Own lines, newest, from which a batch is to differ."""
FORGET = 0.1
"""Noise, in shares of a line's likeness to itself, with which the newest line is remembered; 16 times that much at the
far end of `LATELY`."""
STALE = 4.0
"""Weight of how little is new against the lines of lately, from the default dial on; less below it, none at dial 0."""
PULL = 3.0
"""Weight of nearness to a piece of inspiration against the effect, for a line that carries one."""
VOICED = 1.0
"""Weight of a word of the voice's, in standard deviations of the candidates' effect: of two lines that are alike
otherwise, the one with such a word comes first, at any dial."""
SAME_FRAME = 0.35
"""Likeness of two lines for being made from one frame; the rest is shared runs of words."""


@dataclass(frozen=True)
class Choice:
    """One chosen draft, and why."""

    draft: Draft
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Used:
    """One line that was used, and the frame it was made from; an empty frame where none fits."""

    line: str
    frame: str = ""


def used_lately(lines: Sequence[str], patterns: Iterable[Pattern]) -> tuple[Used, ...]:
    """The newest of `lines` (oldest first), each with the headline frame of the brand that could have made it."""
    frames = [p for p in patterns if p.slot == HEADLINE]
    return tuple(Used(x, next((p.id for p in frames if fits(p.skeleton, x)), "")) for x in lines[-LATELY:])


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
    lately: Sequence[Used] = (),
    words: Sequence[str] = (),
) -> tuple[Draft, ...]:
    """The drafts of `choices`, in the order chosen."""
    made = choices(drafts, scores, n, ceiling, floor, dial, sparks, values, vectors, lately, words)
    return tuple(c.draft for c in made)


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
    lately: Sequence[Used] = (),
    words: Sequence[str] = (),
) -> tuple[Choice, ...]:
    """At most `n` drafts, best first, with reasons; fewer when fewer are on brand and new.

    Args:
        drafts: Candidates; one without a score is not chosen.
        scores: Draft id -> how it stands. What counts lies between its `effect` (dial 0) and its `draw`, one posterior
            draw (dial 1; Thompson).
        n: Most drafts wanted.
        ceiling: Greatest distance from the house style.
        floor: Least novelty.
        dial: 0 familiar (the n greatest effects, however alike) ... 1 surprising (spread counts).
        sparks: Inspiration: each takes one of the `n` places for the draft that says it most like that. The draft says
            which one (`injected`).
        values: Draft id -> measure -> value; without them no draft can follow a spark.
        vectors: Draft id -> embedding, shape (d,). Where every draft has one, likeness in the batch is their cosine.
        lately: What was used lately (`used_lately`), oldest first.
        words: Words that sound like the brand (`Voice.words`).
    """
    every = [d for d in sorted(drafts, key=lambda d: d.id) if d.id in scores and _fits(scores[d.id], ceiling, floor)]
    if not every or n < 1:
        return ()
    worths = dict(zip((d.id for d in every), _worths([scores[d.id] for d in every], dial), strict=True))
    fit = best_of_each_frame(every, worths, _ways(n, dial))
    if len(fit) < n:
        fit = every
    said = [voiced(d.words.text(HEADLINE), words) for d in fit]
    liked = VOICED * np.array([bool(word) for word in said], dtype=float)
    worth = _standard([worths[d.id] for d in fit])
    alike = likeness(fit, vectors)
    ranks = {int(index): rank for rank, index in enumerate(np.argsort(-worth, kind="stable"), start=1)}
    led = _led(fit, worth + liked, sparks[:n], values or {})
    rest = [i for i in range(len(fit)) if i not in led]
    order = _order(
        [fit[i] for i in rest], worth[rest], liked[rest], alike[np.ix_(rest, rest)], n - len(led), dial, lately
    )
    chosen = [*((rest[i], None) for i in order), *led.items()]
    pool = _pool(every)
    return tuple(
        _choice(
            fit[i],
            spark,
            (pool, *_figures(scores[fit[i].id], ranks[i], len(fit)), *_word(said[i])),
            alike[i, [j for j, _ in chosen[:at]]],
        )
        for at, (i, spark) in enumerate(chosen)
    )


def _pool(every: Sequence[Draft]) -> str:
    """Who had lines in the pool: `from 14 lines on brand: 12 of pattern@1, 2 of pen@1`."""
    counts = Counter(draft.drafter for draft in every)
    by = ", ".join(f"{number} of {drafter}" for drafter, number in sorted(counts.items()))
    return f"from {len(every)} {'line' if len(every) == 1 else 'lines'} that are on brand and new: {by}"


def _word(said: str) -> tuple[str, ...]:
    return (f"says {said!r}, a word of the brand's",) if said else ()


def _worths(scores: Sequence[Score], dial: float) -> list[float]:
    """Draws whose spread is tempered by the dial: the expected effect at 0, a posterior draw at 1."""
    return [s.effect + dial * (s.draw - s.effect) for s in scores]


def _ways(n: int, dial: float) -> int:
    """How many of `n` lines one frame may give: all at dial 0, one from the default dial on."""
    return max(1, round(n * (1 - dial / MIXED)))


def _order(
    drafts: Sequence[Draft], worth: Array, liked: Array, alike: Array, n: int, dial: float, lately: Sequence[Used]
) -> list[int]:
    """Indices of at most `n` drafts, in the order chosen."""
    if dial <= 0:
        return [int(i) for i in np.argsort(-worth - liked, kind="stable")[:n]]
    left = unexplained(drafts, alike, lately)
    stale = STALE * min(1.0, dial / MIXED)
    keen = KEENEST * (1 - dial)
    quality = keen * worth + max(keen, 1.0) * liked + stale * np.log(np.maximum(np.diag(left), 1e-9))
    return spread_out(quality, left, n)


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


def best_of_each_frame(drafts: Sequence[Draft], worths: Mapping[str, float], most: int = 1) -> list[Draft]:
    """The `most` drafts of greatest worth of each frame; a draft without a frame is one of its own."""
    turns: Counter[str] = Counter()
    kept = []
    for draft in sorted(drafts, key=lambda d: (-worths[d.id], d.id)):
        frame = draft.pattern or draft.id
        turns[frame] += 1
        if turns[frame] <= most:
            kept.append(draft)
    return sorted(kept, key=lambda d: d.id)


def likeness(drafts: Sequence[Draft], vectors: Mapping[str, Array] | None = None) -> Array:
    """How alike the headlines are, shape (n, n), 0 to 1: their words (or embeddings), and a frame in common.

    Both parts are positive semi-definite, and so is their mean.
    """
    given = [vectors[d.id] for d in drafts if d.id in vectors] if vectors else []
    rows = np.array(given) if drafts and len(given) == len(drafts) else None
    return _table(_as_used(drafts), rows)


def _as_used(drafts: Sequence[Draft]) -> list[Used]:
    return [Used(d.words.text(HEADLINE), d.pattern) for d in drafts]


def _table(lines: Sequence[Used], rows: Array | None = None) -> Array:
    said = table_of([x.line for x in lines], rows)
    frames = np.array([[float(a is b or (bool(a.frame) and a.frame == b.frame)) for b in lines] for a in lines])
    return np.asarray((1 - SAME_FRAME) * said + SAME_FRAME * frames)


def unexplained(drafts: Sequence[Draft], alike: Array, lately: Sequence[Used]) -> Array:
    """What of each likeness the lines used lately leave open, shape (n, n): `alike` less what they explain.

    Conditioning the process on lines remembered with noise: S - S_h (S_hh + E)^-1 S_h', E diagonal, as in the posterior
    of a Gaussian process. A frame used often lately leaves little open; the older a line, the less it explains.
    """
    if not lately or not drafts:
        return alike
    joint = _table([*_as_used(drafts), *lately])
    n, h = len(drafts), len(lately)
    noise = FORGET * 2.0 ** (4 * np.arange(h - 1, -1, -1) / LATELY)
    across = joint[:n, n:]
    left = alike - across @ np.linalg.solve(joint[n:, n:] + np.diag(noise), across.T)
    return np.asarray((left + left.T) / 2)


def _fits(score: Score, ceiling: float, floor: float) -> bool:
    return score.distance <= ceiling and score.novelty >= floor


def _figures(score: Score, rank: int, of: int) -> tuple[str, ...]:
    return (
        f"expected effect {_clicks(score.effect)} of clicks ({_clicks(score.low)} to {_clicks(score.high)}), "
        f"number {rank} of {of} at this dial",
        f"distance {score.distance:.2f} from the house style, novelty {score.novelty:.2f}",
    )


def _clicks(log_odds: float) -> str:
    """A change in log-odds as one of rates of a few per cent: `+12 %`."""
    return f"{100 * math.expm1(min(log_odds, 7.0)):+.0f} %"
