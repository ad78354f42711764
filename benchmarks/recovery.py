"""Does Styleloop find what is true? Fits the simulated world's answers and compares with the world's own truth.

    python -m benchmarks.recovery --json [--seeds 50] [--tests 25,100,400,1600] [--quick]

Every seed is another world. Half of its tests run in one market, a third in the next, a sixth in the last. Four styles
are held against the truth: the global one; each market's, its prior learnt from the others (`market`); each market's
from its own tests alone (`alone`); and that of a market left out of everything (`untested`).
"""

from __future__ import annotations

import argparse
import json
import math
import multiprocessing
import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.pieces import MARKETS, palettes
from benchmarks.pieces import tests as randomised
from benchmarks.recovery_world import (
    Asked,
    Measurer,
    Population,
    asked,
    centred,
    design,
    oracle,
    population,
    projected,
    responses,
)
from styleloop.style import Evidence, Fit, fit
from styleloop.types.asset import Asset, Response
from styleloop.types.measurement import MeasureSpec
from styleloop.vector.effect import merge, sums
from styleloop.vector.scale import Array
from styleloop.vector.weights import Weights

POPULATION, HELD_OUT = 3000, 600
"""Tests that worlds draw from and the truth is projected in; tests that no fit sees, for predicted against oracle."""
LIBRARY = 600
"""Pieces that are the brand's own: they say what is usual and how wide one spread is."""
PICTURES = 240
TURNS = (0, 1, 0, 2, 0, 1)
"""Which market the next test runs in: half in the first, a third in the second, a sixth in the last."""
NOTHING, LARGE = 0.004, 0.03
"""True effects below and above these, in log-odds per spread, count as none and as large."""
OFTEN = 0.8
"""Share of cases called with the right sign from which on an effect counts as detectable."""
LEVELS = ("global", "market", "alone", "untested")


@dataclass(frozen=True, eq=False)
class Scene:
    """The crowd of measured pieces that every world answers for."""

    crowd: Asked
    people: Population
    specs: tuple[MeasureSpec, ...]
    library: tuple[Asset, ...]


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
    """Least |effect| called with its right sign in `OFTEN` of cases; None where even the largest are not.

    In windows 15 % wide with 20 cases or more; all larger effects together must reach `OFTEN` too.
    """
    truth, mean, low, high = rows.T[:4]
    size = np.abs(truth)
    called = ((low > 0) | (high < 0)) & (np.sign(mean) == np.sign(truth))
    for step in range(30):
        least = 0.005 * 1.15**step
        window, beyond = (size >= least) & (size < 1.15 * least), size >= least
        if window.sum() >= 20 and called[window].mean() >= OFTEN and called[beyond].mean() >= OFTEN:
            return least
    return None


# --- one world ---


def drawn(scene: Scene, size: int, seed: int) -> Asked:
    """`size` tests of the crowd, dealt to markets by `TURNS`; the same ones come first however many are asked for."""
    by_market = defaultdict(list)
    firsts = np.unique(scene.people.test, return_index=True)[1]
    for test in np.random.default_rng(seed).permutation(POPULATION):
        by_market[str(scene.people.market[firsts[test]])].append(int(test))
    chosen = {by_market[MARKETS[TURNS[i % len(TURNS)]]].pop() for i in range(size)}
    rows = [row for row, test in enumerate(scene.people.test) if int(test) in chosen]
    assets = [scene.crowd.assets[row] for row in rows]
    return Asked([scene.crowd.pieces[row] for row in rows], assets, {a.id: scene.crowd.numbers[a.id] for a in assets})


def styles(scene: Scene, here: Asked, found: Sequence[Response], untested: str) -> list[tuple[str, Fit]]:
    numbers = {a.id: scene.crowd.numbers[a.id] for a in scene.library} | dict(here.numbers)
    made = partial(Evidence, brand="benchmark", assets=scene.library, measurements=numbers, specs=scene.specs)
    top = fit(made(market="global", responses=found))
    done = [("global", top)]
    for market in MARKETS:
        own = [r for r in found if r.market == market]
        done.append(("market", fit(made(market=market, responses=own, above=top))))
        done.append(("alone", fit(made(market=market, responses=own))))
    rest = [r for r in found if r.market != untested]
    other = fit(made(market="global", responses=rest))
    done.append(("untested", fit(made(market=untested, responses=rest, above=other))))
    return done


def compared(made: Fit, scene: Scene, y: Array, spread: Array) -> Tally:
    """One style against the world's log-odds `y` (n,) of the crowd; effects per `spread` (d,) of the global style."""
    weights = Weights.unpack(made.weights)
    people, held, market = scene.people, scene.people.test >= POPULATION, made.style.market
    inside = np.ones(len(y), dtype=bool) if market == "global" else people.market == market
    fitted, kept = inside & ~held, inside & held
    x, true = design(people, weights), centred(y[:, None], people.test)[:, 0]
    rate = 1 / (1 + np.exp(-y))
    truth = projected(x[fitted], true[fitted], 1 / (1 / (4000 * rate[fitted] * (1 - rate[fitted])) + weights.tau2))
    told, rows = {e.measure: e for e in made.style.effects}, []
    for i, name in enumerate(weights.measures):
        probe, one = name.startswith("probe."), told.get(name)
        if one is None or not np.isfinite(weights.spread[i]):
            continue
        per = spread[i] / weights.spread[i] if np.isfinite(spread[i]) else 1.0
        values = (0.0 if probe else truth[i], one.mean, one.low, one.high)
        rows.append((*(per * v for v in values), float(probe), float(name.startswith("picture."))))
    guess = x[kept] @ weights.belief.mean
    correlation = float(np.corrcoef(guess, true[kept])[0, 1]) if guess.any() else 0.0
    error = float(np.sqrt(np.mean((guess - true[kept]) ** 2)))
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


def one_world(seed: int, scene: Scene, sizes: Sequence[int], shown: int) -> tuple[dict[tuple[int, str], Tally], float]:
    tallies: dict[tuple[int, str], Tally] = defaultdict(Tally)
    sharded = 0.0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        y = oracle(scene.crowd.pieces, seed, folder)
        for size in sizes:
            here = drawn(scene, size, seed)
            found = [r for r in responses(here, seed, shown, folder) if r.exposure == "randomised"]
            made = styles(scene, here, found, MARKETS[seed % len(MARKETS)])
            top = Weights.unpack(made[0][1].weights)
            for level, one in made:
                tallies[size, level].add(compared(one, scene, y, top.spread))
            sharded = max(sharded, sharded_difference(top))
    return dict(tallies), sharded


# --- all worlds ---

_SCENE: list[Scene] = []


def _in_worker(seed: int, sizes: Sequence[int], shown: int) -> tuple[dict[tuple[int, str], Tally], float]:
    return one_world(seed, _SCENE[0], sizes, shown)


def gathered(folder: Path) -> Scene:
    measurer = Measurer()
    pieces = randomised(POPULATION + HELD_OUT, 1, palettes(folder, PICTURES), "p", MARKETS)
    crowd = asked(pieces, measurer)
    library = crowd.assets[:: max(1, len(crowd.assets) // LIBRARY)]
    return Scene(crowd, population(crowd), measurer.specs, tuple(library))


def run(seeds: int, sizes: Sequence[int], shown: int, workers: int) -> dict[str, object]:
    tallies: dict[tuple[int, str], Tally] = defaultdict(Tally)
    sharded = 0.0
    with tempfile.TemporaryDirectory() as name:
        _SCENE[:] = [gathered(Path(name))]
        job = partial(_in_worker, sizes=sizes, shown=shown)
        # Forked, so that the measured crowd is shared and not sent.
        with multiprocessing.get_context("fork").Pool(workers) as pool:
            for found, difference in pool.imap(job, range(seeds)):
                sharded = max(sharded, difference)
                for cell, tally in found.items():
                    tallies[cell].add(tally)
        measured = sorted({m.extractor for numbers in _SCENE[0].crowd.numbers.values() for m in numbers})
    return summary(tallies, sharded) | {"seeds": seeds, "measured_by": measured}


def summary(tallies: Mapping[tuple[int, str], Tally], sharded: float) -> dict[str, object]:
    """Every cell, and all that a style shows people (global, and markets with and without tests) together."""
    ours = Tally()
    for (_, level), tally in tallies.items():
        if level != "alone":
            ours.add(tally)
    by_size = {
        f"{size} tests, {level}": figures(tallies[size, level])
        for size in sorted({size for size, _ in tallies})
        for level in LEVELS
    }
    return {**figures(ours), "sharded_max_diff": sharded, "by_size": by_size}


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
    "typical": "typical_error",
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
    parser.add_argument("--tests", default="25,100,400,1600", help="numbers of tests, with commas between")
    parser.add_argument("--shown", type=int, default=4000, help="exposures per version")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--quick", action="store_true", help="8 seeds, 25 to 400 tests")
    given = parser.parse_args()
    seeds, tests = (8, "25,100,400") if given.quick else (given.seeds, given.tests)
    start = time.perf_counter()
    found = run(seeds, [int(size) for size in tests.split(",")], given.shown, given.workers)
    found["seconds"] = round(time.perf_counter() - start, 1)
    printed(found)
    if given.json:
        print(json.dumps(found))


if __name__ == "__main__":
    main()
