"""What two versions of a style would choose from the same drafts: the gate's watch against sameness."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from styleloop import drafts, refine, vector
from styleloop.app.making import score
from styleloop.app.measuring import measure
from styleloop.app.project import Project
from styleloop.app.styling import frames
from styleloop.drafts.choose import likeness
from styleloop.language.skeleton import fits
from styleloop.types.brief import Brief
from styleloop.types.copy import HEADLINE
from styleloop.types.measurement import Subject
from styleloop.types.style import StyleVector
from styleloop.types.variant import Draft
from styleloop.vector.scale import Array

PRODUCTS = 4
"""Newest briefs that are drafted again, one for each product."""
DRAWS = 3
"""Batches that either version chooses for each of them."""
POOL, LINES = 64, 4
FURTHEST = 2.0
"""Norm-spreads from the middle of the pool beyond which a draft is simply far off."""


def chosen(project: Project, market: str, current: StyleVector, new: StyleVector) -> refine.Chosen | None:
    """How unlike one another the lines are that either version would choose; None where too little can be drafted.

    The newest briefs of the market are drafted again from the frames of both versions together; each version then
    chooses from that one pool what its frames could have made, by its own scores, as it would for a campaign, several
    times by different draws.
    """
    before: list[float] = []
    after: list[float] = []
    for asked in _briefs(project, market):
        pool = _pool(project, asked, (current, new))
        if len(pool) <= LINES:
            continue
        alike = _likeness(project, current, pool)
        for draw in range(DRAWS):
            turned = asked.model_copy(update={"seed": asked.seed + 7919 * draw})
            pair = [_variety(project, version, turned, pool, alike) for version in (current, new)]
            if pair[0]:
                before.append(pair[0])
                after.append(pair[1])
    if not before:
        return None
    return refine.Chosen(sum(before) / len(before), sum(after) / len(after), len(before), LINES)


def _likeness(project: Project, version: StyleVector, pool: Sequence[Draft]) -> Array:
    """How alike the drafts are, shape (n, n): half of it words and frames in common, half how near they measure.

    The second is exp(-d^2 / 2), d^2 the mean square of the differences in norm-spreads over the measures, each at most
    `FURTHEST`. Words alone would not see a version that makes every line short. Both halves are positive definite.
    """
    spreads = {n.measure: n.iqr / 1.349 for n in version.norms if n.iqr > 0}
    measured = measure(project, [Subject(id=d.id, locale=d.market, words=d.words) for d in pool])
    values = [{m.name: m.value for m in measured[d.id]} for d in pool]
    names = [name for name in spreads if all(name in row for row in values)]
    if not names:
        return likeness(pool)
    z = np.array([[row[name] / spreads[name] for name in names] for row in values])
    z = np.clip(z - np.median(z, axis=0), -FURTHEST, FURTHEST)
    square = ((z[:, None, :] - z[None, :, :]) ** 2).mean(axis=2)
    return np.asarray((likeness(pool) + np.exp(-square / 2)) / 2)


def _briefs(project: Project, market: str) -> list[Brief]:
    newest: dict[str, Brief] = {}
    for asked in reversed(project.store.briefs.all(market=market)):
        newest.setdefault(asked.product.sku, asked)
    return list(newest.values())[:PRODUCTS]


def _pool(project: Project, asked: Brief, versions: Sequence[StyleVector]) -> list[Draft]:
    every = {p.id: p for version in versions for p in frames(project, version)}
    written = drafts.write(asked, tuple(every.values()), project.kit, POOL)
    return [d for d in written if isinstance(d, Draft)]


def _variety(project: Project, version: StyleVector, asked: Brief, pool: Sequence[Draft], alike: Array) -> float:
    """Vendi score of the lines a version would choose over the lines wanted; 0 when it can choose none."""
    limits = project.settings.style
    own = [p.skeleton for p in frames(project, version) if p.slot == HEADLINE]
    # Not by the frame's id: the other version may know the same frame in other forms, and have made the line first.
    able = [d for d in pool if not d.pattern or any(fits(skeleton, d.words.text(HEADLINE)) for skeleton in own)]
    scores = {s.subject: s for s in score(project, version, asked, able)}
    picked = {d.id for d in drafts.choose(able, scores, LINES, limits.ceiling, limits.floor, asked.dial)}
    rows = [i for i, draft in enumerate(pool) if draft.id in picked]
    return vector.vendi_of(alike[np.ix_(rows, rows)]) / LINES if rows else 0.0
