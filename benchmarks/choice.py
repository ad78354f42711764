"""Does choosing help? Best of 16 by our choice, by nearness to the brand, and the first of 16, in the simulated world.

    python -m benchmarks.choice --json [--seeds 24] [--of 16] [--dial .3] [--market en-GB]

Drafting, measuring, fitting, scoring and choosing are the real code; nothing is drawn. The world's answers come from
its own program (`data/worlds/simulated-world.py`), which measures with code of its own and has effects that no measure
of ours sees. A seed is one world: the sample brand's past tests are answered in it, the style is fitted on those
answers, and then, for each product, the first 16 drafts of a brief are looked at in several ways. What each pick would
truly earn, without luck and without wear, is the world's own figure. Intervals are 95 % (Student's t) over seeds; in a
seed all ways see the same drafts, so differences are taken within seeds.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.divergence import WORLD, answers, asset, between, learn, opened, pieces, prepared, said
from styleloop import drafts
from styleloop.app import making
from styleloop.app.measuring import measure
from styleloop.app.project import Project
from styleloop.app.styling import current, frames
from styleloop.app.wishes import wish
from styleloop.types.brief import Brief
from styleloop.types.measurement import Subject
from styleloop.types.style import Score
from styleloop.types.variant import Draft

DAY = date(2026, 1, 1)
LINES = 5
"""Lines of a brief for which a drafter writes 16 and more."""
TELL = {
    "choice": "our choice as a campaign makes it: effect, ceiling, floor, spread, the voice's words",
    "effect": "the greatest expected effect alone",
    "on_brand": "the least distance from the house style",
    "first": "the first draft, as the drafter orders them",
    "chance": "the mean of all: a pick by chance",
    "oracle": "the best there is, by the world's own figure",
}


def earned(draft: Draft, seed: int) -> float:
    """True clicks per 1,000 shown, without luck of its own and without wear."""
    (row,) = pieces([asset(draft, "c", "t", DAY)], [0])
    return 1000 / (1 + math.exp(-WORLD.log_odds(row, seed)))


def chosen(project: Project, brief: Brief, pool: Sequence[Draft], scores: Mapping[str, Score]) -> Draft:
    """As `making.write_lines` chooses one line."""
    limits, style = project.settings.style, current(project, brief.market)
    found = measure(project, [Subject(id=d.id, locale=d.market, words=d.words) for d in pool])
    values = {name: {m.name: m.value for m in numbers} for name, numbers in found.items()}
    lately = drafts.used_lately(brief.avoid, style.patterns)
    picked = drafts.choose(
        pool, scores, 1, limits.ceiling, limits.floor, brief.dial, brief.sparks, values, lately=lately,
        words=project.kit.voice.words,
    )  # fmt: skip
    return picked[0] if picked else pool[0]


def product(project: Project, sku: str, seed: int, asked: argparse.Namespace) -> dict[str, float]:
    """Way of choosing -> what its pick truly earns; empty where too few drafts can be written."""
    brief = briefed(project, sku, asked.market)
    style = current(project, asked.market)
    written = drafts.write(brief, frames(project, style), project.kit, asked.of)
    pool = [d for d in written if isinstance(d, Draft)]
    if len(pool) < asked.of:
        return {}
    scores = {s.subject: s for s in making.score(project, style, brief, pool)}
    true = {d.id: earned(d, seed) for d in pool}
    expected = max(pool, key=lambda d: scores[d.id].effect)
    nearest = min(pool, key=lambda d: scores[d.id].distance)
    return {
        "choice": true[chosen(project, brief, pool, scores).id],
        "effect": true[expected.id],
        "on_brand": true[nearest.id],
        "first": true[pool[0].id],
        "chance": float(np.mean(list(true.values()))),
        "oracle": max(true.values()),
    }


def briefed(project: Project, sku: str, market: str) -> Brief:
    return making.make_brief(
        project, wish(project, sku, markets=(market,), placements=("square",), lines=LINES), market
    )


def read_once(start: Path, market: str) -> None:
    """Embed what briefs look up, so that no world has to do it again."""
    project = Project(start)
    for sku in sorted(p.sku for p in project.store.products.all()):
        briefed(project, sku, market)
    project.close()


def world(start: Path, seed: int, asked: argparse.Namespace) -> tuple[dict[str, float], int]:
    """Mean over the products of what each way earns in one world, and how many products had drafts enough."""
    project = opened(start, start.with_name(f"seed-{seed}"), asked.dial, seed)
    tested = [a for a in project.store.assets.all(role="own", locale=asked.market) if a.test]
    project.store.responses.add(answers(tested, pieces(tested, [0] * len(tested)), seed, DAY))
    learn(project)
    skus = sorted(p.sku for p in project.store.products.all())
    rows = [row for sku in skus if (row := product(project, sku, seed, asked))]
    project.close()
    return {way: sum(row[way] for row in rows) / max(1, len(rows)) for way in TELL}, len(rows)


def summary(worlds: Sequence[Mapping[str, float]]) -> dict[str, Any]:
    """Clicks per 1,000 by way, and what each way gains over chance as a share of what the oracle gains."""
    gained = {way: [w[way] - w["chance"] for w in worlds] for way in TELL}
    room = [w["oracle"] - w["chance"] for w in worlds]
    return {
        "clicks": {way: between([w[way] for w in worlds]) for way in TELL},
        "choice_less": {
            way: between([w["choice"] - w[way] for w in worlds]) for way in ("on_brand", "first", "chance", "effect")
        },
        "share_of_the_oracle": {
            way: between([g / r for g, r in zip(gained[way], room, strict=True)])
            for way in ("choice", "effect", "on_brand", "first")
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=24)
    parser.add_argument("--of", type=int, default=16)
    parser.add_argument("--dial", type=float, default=0.3)
    parser.add_argument("--market", default="en-GB")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    worlds, products = [], []
    with tempfile.TemporaryDirectory() as folder:
        start = prepared(Path(folder) / "start", asked.market)
        read_once(start, asked.market)
        for seed in range(1, asked.seeds + 1):
            made, count = world(start, seed, asked)
            worlds.append(made)
            products.append(count)
            told = "  ".join(f"{way} {value:.3f}" for way, value in made.items())
            sys.stderr.write(f"seed {seed}  {told}\n")
    if not min(products):
        raise SystemExit(f"no product has {asked.of} drafts in {asked.market}; ask for fewer: --of")
    found = summary(worlds)
    for part, rows in found.items():
        sys.stdout.write(f"{part.replace('_', ' ')}\n")
        for way, figure in rows.items():
            sys.stdout.write(f"  {way:10s} {said(figure)}\n")
    if asked.json:
        whole = {**vars(asked), "products": products, "ways": TELL, **found, "worlds": worlds}
        sys.stdout.write(json.dumps({k: v for k, v in whole.items() if k != "json"}) + "\n")


if __name__ == "__main__":
    main()
