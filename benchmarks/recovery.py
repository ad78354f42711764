"""Does Styleloop find what is true? Fits the simulated world's answers and compares with the world's own truth.

    python -m benchmarks.recovery --json [--seeds 50] [--tests 25,100,400,1600] [--quick]

Every seed is another world. Half of its tests run in one market, a third in the next, a sixth in the last. Four styles
are held against the truth: the global one; each market's, its prior learnt from the others (`market`); each market's
from its own tests alone (`alone`, if asked for); and that of a market left out of everything (`untested`). The truth of
the global style is the mean of the markets', for that is what it speaks about.
"""

from __future__ import annotations

import argparse
import json
import math
import multiprocessing
import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.pieces import MARKETS, Piece, palettes
from benchmarks.pieces import tests as randomised
from benchmarks.recovery_lines import BODIES, CALLS, LINES
from benchmarks.recovery_world import (
    PINNED,
    Population,
    answers,
    asset,
    centred,
    design,
    inflation,
    measured,
    population,
    projected,
    specs,
    true_odds,
)
from styleloop.style import Evidence, Fit, fit
from styleloop.types.asset import Asset, Response
from styleloop.types.measurement import Measurement, MeasureSpec
from styleloop.vector.effect import merge, sums
from styleloop.vector.scale import Array
from styleloop.vector.weights import Weights

POPULATION, QUICK = 6000, 1500
"""Tests that worlds draw from and the truth is projected in; how many with `--quick`."""
HELD_OUT = 600
"""More tests, which no fit sees: for predicted against oracle."""
LIBRARY = 300
"""Pieces that are the brand's own: they say what is usual and how wide one spread is."""
PICTURES = 240
TURNS = (0, 1, 0, 2, 0, 1)
"""Which market the next test runs in: half in the first, a third in the second, a sixth in the last."""
NOTHING, LARGE = 0.004, 0.03
"""True effects below and above these, in log-odds per spread, count as none and as large."""
OFTEN, FEWEST = 0.8, 20
"""Share of cases called with the right sign from which on an effect counts as detectable; cases that takes."""
LEVELS = ("global", "market", "alone", "untested")
GLOBAL = "global"


@dataclass(frozen=True, eq=False)
class Scene:
    """The crowd of measured pieces that every world answers for, and the design of its truth.

    `measures` and `spread` (d,) are the global style's; `pinned` says by market, and for all, whose effects the crowd
    pins down; `varies` whose it has at all.
    """

    population: int
    pieces: Sequence[Piece]
    assets: tuple[Asset, ...]
    numbers: Mapping[str, tuple[Measurement, ...]]
    people: Population
    specs: tuple[MeasureSpec, ...]
    library: tuple[Asset, ...]
    measures: tuple[str, ...]
    spread: Array
    x: Array
    pinned: Mapping[str, np.ndarray[tuple[int], np.dtype[np.bool_]]]
    varies: Mapping[str, np.ndarray[tuple[int], np.dtype[np.bool_]]]

    def crowd(self, market: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        return np.asarray((self.people.test < self.population) & (self.people.market == market))


@dataclass
class Tally:
    """What fits said, measure by measure: truth, mean, low, high, probe, visual; and predicted against true odds."""

    rows: list[Array] = field(default_factory=list)
    correlations: list[float] = field(default_factory=list)
    errors: list[float] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        self.rows += other.rows
        self.correlations += other.correlations
        self.errors += other.errors


def figures(tally: Tally) -> dict[str, float | None]:
    rows = np.concatenate(tally.rows)
    limit = detection_limit(rows)
    found = counted(rows, limit)
    return {
        **found,
        "coverage90_text": counted(rows[rows[:, 5] == 0], limit)["coverage90"],
        "coverage90_visual": counted(rows[rows[:, 5] == 1], limit)["coverage90"],
        "found_text": counted(rows[rows[:, 5] == 0], limit)["found"],
        "found_visual": counted(rows[rows[:, 5] == 1], limit)["found"],
        "detection_limit": limit,
        "predicted_vs_oracle": float(np.mean(tally.correlations)),
        "prediction_error": float(np.sqrt(np.mean(np.square(tally.errors)))),
    }


def counted(rows: Array, limit: float | None) -> dict[str, float | None]:
    truth, mean, low, high, probe, _ = rows.T
    zero = (np.abs(truth) < NOTHING) | (probe > 0)
    large, inside = np.abs(truth) >= LARGE, (low <= truth) & (truth <= high)
    helps, sure, right = low > 0, (low > 0) | (high < 0), np.sign(mean) == np.sign(truth)
    above = np.abs(truth) >= (limit if limit is not None else math.inf)
    return {
        "coverage90": share(inside),
        "coverage90_large": share(inside[large]),
        "false_helps": share(helps[zero]),
        "false_hurts": share((high < 0)[zero]),
        "false_helps_probes": share(helps[probe > 0]),
        "helps_true": float((helps & (truth >= NOTHING) & ~zero).sum()),
        "helps_of_nothing": float((helps & zero).sum()),
        "helps_that_hurt": float((helps & (truth <= -NOTHING) & ~zero).sum()),
        "found": share(sure[large]),
        "signs": share(right[sure & ~zero]),
        "signs_above_limit": share(right[above]),
        "typical_error": float(np.median(np.abs(mean - truth))),
        "width": float((high - low).mean()),
        "effects": float(len(rows)),
    }


def share(of: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> float | None:
    return float(of.mean()) if of.size else None


def detection_limit(rows: Array) -> float | None:
    """Least |effect| called with its right sign in `OFTEN` of cases; None where even the largest `FEWEST` are not.

    By the best rising curve through all cases (isotonic regression, pool adjacent violators).
    """
    truth, mean, low, high = rows.T[:4]
    called = ((low > 0) | (high < 0)) & (np.sign(mean) == np.sign(truth))
    order = np.argsort(np.abs(truth))
    size, share_of = np.abs(truth)[order], risen(called[order].astype(float))
    often = np.flatnonzero(share_of >= OFTEN)
    return float(size[often[0]]) if len(often) >= FEWEST else None


def risen(values: Array) -> Array:
    """The nearest values that never fall (Ayer et al. 1955)."""
    blocks: list[tuple[float, int]] = []
    for value in values:
        total, count = float(value), 1
        while blocks and blocks[-1][0] * count >= total * blocks[-1][1]:
            before = blocks.pop()
            total, count = total + before[0], count + before[1]
        blocks.append((total, count))
    return np.concatenate([np.full(count, total / count) for total, count in blocks])


# --- one world ---


def drawn(scene: Scene, size: int, seed: int) -> list[int]:
    """`size` tests of the crowd, dealt to markets by `TURNS`; the same ones come first however many are asked for."""
    by_market = defaultdict(list)
    firsts = np.unique(scene.people.test, return_index=True)[1]
    for test in np.random.default_rng(seed).permutation(scene.population):
        by_market[str(scene.people.market[firsts[test]])].append(int(test))
    return [by_market[MARKETS[TURNS[i % len(TURNS)]]].pop() for i in range(size)]


def truths(scene: Scene, log_odds: Array, shown: int) -> dict[str, Array]:
    """The true effects (d,) by market, NaN where a measure never varies; and their mean over the others."""
    found = {}
    for market in MARKETS:
        rows = scene.crowd(market)
        line = projected(scene.x[rows], log_odds[rows], scene.people.test[rows], shown)
        found[market] = np.where(scene.varies[market], line, np.nan)
    count = np.sum([scene.varies[market] for market in MARKETS], axis=0)
    total = np.sum([np.nan_to_num(found[market]) for market in MARKETS], axis=0)
    return found | {GLOBAL: np.where(count > 0, total / np.maximum(count, 1), np.nan)}


def styles(scene: Scene, found: Sequence[Response], untested: str, alone: bool) -> list[tuple[str, Fit]]:
    needed = {r.subject for r in found} | {a.id for a in scene.library}
    numbers = {name: scene.numbers[name] for name in needed}
    made = partial(Evidence, brand="benchmark", assets=scene.library, measurements=numbers, specs=scene.specs)
    top = fit(made(market=GLOBAL, responses=found))
    done = [(GLOBAL, top)]
    for market in MARKETS:
        own = [r for r in found if r.market == market]
        done.append(("market", fit(made(market=market, responses=own, above=top))))
        if alone:
            done.append(("alone", fit(made(market=market, responses=own))))
    rest = [r for r in found if r.market != untested]
    other = fit(made(market=GLOBAL, responses=rest))
    done.append(("untested", fit(made(market=untested, responses=rest, above=other))))
    return done


def compared(made: Fit, scene: Scene, log_odds: Array, truth: Array) -> Tally:
    """One style against the true effects (d,) and the true log-odds (n,) of tests that nobody saw."""
    weights, market = Weights.unpack(made.weights), made.style.market
    told, rows = {e.measure: e for e in made.style.effects}, []
    own = dict(zip(weights.measures, weights.spread, strict=True))
    for i, name in enumerate(scene.measures):
        probe, one = name.startswith("probe."), told.get(name)
        if one is None or not scene.pinned[market][i] or not np.isfinite(own[name]):
            continue
        per = scene.spread[i] / own[name]
        numbers = (per * one.mean, per * one.low, per * one.high)
        rows.append((0.0 if probe else truth[i], *numbers, float(probe), float(name.startswith("picture."))))
    kept = scene.people.test >= scene.population
    kept &= (scene.people.market == market) | (market == GLOBAL)
    people = scene.people.of(kept)
    true = centred(log_odds[kept][:, None], people.test)[:, 0]
    guess = design(people, weights.measures, weights.spread) @ weights.belief.mean
    correlation = float(np.corrcoef(guess, true)[0, 1]) if guess.any() else 0.0
    error = float(np.sqrt(np.mean((guess - true) ** 2)))
    return Tally([np.array(rows).reshape(-1, 6)], [correlation], [error])


def sharded_difference(weights: Weights) -> float:
    """Greatest difference between sums on one machine and on 16 or 100, merged in another order; over the largest."""
    size, worst = len(weights.measures), 0.0
    scale = max(float(np.abs(weights.found.a).max()), 1.0)
    for shards in (16, 100):
        parts = [sums(weights.trials[i::shards], weights.tau2, size) for i in range(shards)]
        together = merge([part for part in parts[::-1] if part.trials], size)
        for ours, theirs in ((weights.found.a, together.a), (weights.found.b, together.b)):
            worst = max(worst, float(np.abs(ours - theirs).max()))
    return worst / scale


def one_world(
    seed: int, scene: Scene, sizes: Sequence[int], shown: int, alone: bool
) -> tuple[dict[tuple[int, str], Tally], float]:
    tallies: dict[tuple[int, str], Tally] = defaultdict(Tally)
    names = sorted({a.test for a in scene.assets})
    chosen = [names[test] for test in drawn(scene, max(sizes), seed)]
    ids, whole = {a.name: a.id for a in scene.assets}, frozenset(chosen)
    log_odds = true_odds(scene.pieces, seed)
    found = answers([p for p in scene.pieces if p["test"] in whole], seed, shown, ids)
    truth, sharded = truths(scene, log_odds, shown), 0.0
    for size in sizes:
        first = frozenset(chosen[:size])
        made = styles(scene, [r for r in found if r.test in first], MARKETS[seed % len(MARKETS)], alone)
        for level, one in made:
            tallies[size, level].add(compared(one, scene, log_odds, truth[one.style.market]))
        if size == max(sizes) and seed % 5 == 0:
            sharded = sharded_difference(Weights.unpack(made[0][1].weights))
    return dict(tallies), sharded


# --- all worlds ---

_SCENE: list[Scene] = []


def _in_worker(seed: int, sizes: Sequence[int], shown: int, alone: bool) -> tuple[dict[tuple[int, str], Tally], float]:
    return one_world(seed, _SCENE[0], sizes, shown, alone)


def gathered(cache: Path, workers: int, size: int) -> Scene:
    pictures = palettes(cache, PICTURES)
    pieces = randomised(size + HELD_OUT, 1, pictures, "p", MARKETS, (LINES, BODIES, CALLS))
    found = measured(pieces, workers, cache)
    assets = tuple(asset(p) for p in pieces)
    numbers = {a.id: row for a, row in zip(assets, found, strict=True)}
    library = assets[:: max(1, len(assets) // LIBRARY)]
    people = population(pieces, found)
    usual = fit(Evidence("benchmark", GLOBAL, library, {a.id: numbers[a.id] for a in library}, specs=specs()))
    weights = Weights.unpack(usual.weights)
    x = design(people, weights.measures, weights.spread)
    crowd = people.test < size
    by_market = {market: inflation(x[crowd & (people.market == market)]) for market in MARKETS}
    pinned = {market: one < PINNED for market, one in by_market.items()}
    varies = {market: ~np.isnan(one) for market, one in by_market.items()}
    everywhere = np.all([pinned[m] | ~varies[m] for m in MARKETS], axis=0) & np.any(list(pinned.values()), axis=0)
    pinned[GLOBAL] = everywhere
    frame = (weights.measures, weights.spread, x, pinned, varies)
    return Scene(size, pieces, assets, numbers, people, specs(), library, *frame)


def run(scene: Scene, seeds: Sequence[int], sizes: Sequence[int], given: argparse.Namespace) -> dict[str, object]:
    tallies: dict[tuple[int, str], Tally] = defaultdict(Tally)
    sharded, done = 0.0, 0
    _SCENE[:] = [scene]
    pinned = {market: [int(pin.sum()), len(pin)] for market, pin in scene.pinned.items()}
    about = {"measured_by": sorted({m.extractor for m in scene.numbers[scene.assets[0].id]}), "pinned_down": pinned}
    job = partial(_in_worker, sizes=sizes, shown=given.shown, alone=given.alone)
    # Forked, so that the measured crowd is shared and not sent.
    with multiprocessing.get_context("fork").Pool(given.workers) as pool:
        for found, difference in pool.imap_unordered(job, seeds):
            sharded, done = max(sharded, difference), done + 1
            for cell, tally in found.items():
                tallies[cell].add(tally)
            if done % 5 == 0 and done < len(seeds):
                print(f"{done} worlds:", json.dumps(summary(tallies, sharded) | about), flush=True)
    return summary(tallies, sharded) | about | {"seeds": done}


def summary(tallies: Mapping[tuple[int, str], Tally], sharded: float) -> dict[str, object]:
    """Every cell, and all that a style shows people (global, and markets with and without tests) together.

    The detection limit of all is that of markets with the most tests: with fewer it is another, see the cells.
    """
    ours, sizes = Tally(), sorted({size for size, _ in tallies})
    for (_, level), tally in tallies.items():
        if level != "alone":
            ours.add(tally)
    by_size = {
        f"{size} tests, {level}": figures(tallies[size, level])
        for size in sizes
        for level in LEVELS
        if (size, level) in tallies
    }
    best = by_size[f"{sizes[-1]} tests, market"]
    limit = {name: best[name] for name in ("detection_limit", "signs_above_limit")}
    return {**figures(ours), **limit, "sharded_max_diff": sharded, "by_size": by_size}


COLUMNS = {
    "cover": "coverage90",
    "large": "coverage90_large",
    "text": "coverage90_text",
    "visual": "coverage90_visual",
    "f.helps": "false_helps",
    "f.hurts": "false_hurts",
    "helps+": "helps_true",
    "helps0": "helps_of_nothing",
    "helps-": "helps_that_hurt",
    "f.text": "found_text",
    "f.visual": "found_visual",
    "signs": "signs",
    "signs>l": "signs_above_limit",
    "limit": "detection_limit",
    "corr": "predicted_vs_oracle",
    "error": "prediction_error",
}


def printed(found: Mapping[str, object]) -> None:
    each = found["by_size"]
    assert isinstance(each, dict)
    print(" " * 20 + " ".join(f"{c:>8}" for c in COLUMNS))
    for label, cell in each.items():
        print(f"{label:20}" + " ".join(_shown(cell[c]) for c in COLUMNS.values()))


def _shown(value: float | None) -> str:
    if value is None:
        return f"{'-':>8}"
    return f"{value:8.0f}" if value >= 2 else f"{value:8.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description="Recovery of planted effects from the simulated world.")
    parser.add_argument("--json", action="store_true", help="end with one JSON object on one line")
    parser.add_argument("--seeds", type=int, default=50)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--tests", default="25,100,400,1600", help="numbers of tests, with commas between")
    parser.add_argument("--shown", type=int, default=4000, help="exposures per version")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--alone", action="store_true", help="fit each market from its own tests alone, too")
    parser.add_argument("--quick", action="store_true", help="4 seeds, 25 and 100 tests, a smaller crowd")
    kept = Path(tempfile.gettempdir()) / f"styleloop-recovery-{os.getuid()}"
    parser.add_argument("--cache", type=Path, default=kept, help="folder that keeps the measured pieces")
    given = parser.parse_args()
    seeds, tests = (4, "25,100") if given.quick else (given.seeds, given.tests)
    start = time.perf_counter()
    given.cache.mkdir(parents=True, exist_ok=True)
    scene = gathered(given.cache, given.workers, QUICK if given.quick else POPULATION)
    worlds = range(given.first, given.first + seeds)
    found = run(scene, worlds, [int(size) for size in tests.split(",")], given)
    found["seconds"] = round(time.perf_counter() - start, 1)
    printed(found)
    if given.json:
        print(json.dumps(found))


if __name__ == "__main__":
    main()
