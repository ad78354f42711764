"""Does Styleloop find what is true? Fits the simulated world's answers and compares with the world's own truth.

    python -m benchmarks.recovery --json [--seeds 20] [--tests 25,100,400]

The truth a linear style can know is the weighted linear projection of the world's true log-odds on the measures, over
a large population of tests: hidden directions, the interaction and the best length are in it as far as a straight line
can follow them. `probe.*` measures are noise made here: their true effect is zero by construction.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.pieces import MARKETS, WORLD, Piece, palettes
from benchmarks.pieces import tests as randomised
from styleloop.measure.copy import CopyExtractor
from styleloop.measure.picture import PictureExtractor
from styleloop.style import Evidence, Fit, fit
from styleloop.types.asset import Asset, Response
from styleloop.types.copy import Copy
from styleloop.types.measurement import Measurement, MeasureSpec, Subject
from styleloop.types.picture import Picture
from styleloop.types.record import Refusal, Where
from styleloop.vector.effect import merge, sums
from styleloop.vector.scale import Array
from styleloop.vector.weights import Weights

POPULATION = 1500
"""Tests of the population that the truth is projected in."""
HELD_OUT = 300
"""Tests that no fit sees, for predicted against oracle."""
PROBES = 8
NOTHING = 0.004
"""A true effect below this, in log-odds per spread, counts as none."""
HERE = Where(file="benchmark")
DAY = date(2026, 11, 24)


# --- measuring ---


def probes(piece: Piece) -> list[Measurement]:
    seed = int.from_bytes(hashlib.sha256(f"probe:{piece['name']}".encode()).digest()[:8], "big")
    values = np.random.default_rng(seed).standard_normal(PROBES)
    return [_number(f"probe.{i}", float(v)) for i, v in enumerate(values)]


def _number(name: str, value: float) -> Measurement:
    return Measurement(subject="", name=name, value=value, unit="ratio", extractor="probe@1")


class Measurer:
    """Measures pieces with the real extractors; a picture once, however often it is used."""

    def __init__(self) -> None:
        self.copy, self.picture = CopyExtractor(), PictureExtractor()
        self._pictures: dict[str, tuple[Measurement, ...]] = {}

    @property
    def specs(self) -> tuple[MeasureSpec, ...]:
        return (*self.copy.specs, *self.picture.specs)

    def __call__(self, pieces: Sequence[Piece]) -> list[tuple[Measurement, ...]]:
        found = self.copy.extract([Subject(p["name"], p["market"], words_of(p)) for p in pieces])
        rows = []
        for piece, words in zip(pieces, found, strict=True):
            if isinstance(words, Refusal):
                sys.exit(f"{piece['name']}: {words}")
            rows.append((*words, *self._seen(piece), *probes(piece)))
        return rows

    def _seen(self, piece: Piece) -> tuple[Measurement, ...]:
        path = piece["picture"]
        if path not in self._pictures:
            with Image.open(path) as image:
                picture = Picture(np.asarray(image.convert("RGB")))
            found = self.picture.extract([Subject(path, piece["market"], Copy(), picture)])[0]
            self._pictures[path] = () if isinstance(found, Refusal) else found
        return self._pictures[path]


def words_of(piece: Piece) -> Copy:
    return Copy.of(headline=piece["headline"].replace(" / ", "\n"), body=piece["body"], cta=piece["cta"])


# --- asking the world ---


@dataclass(frozen=True)
class Asked:
    """Pieces as assets, with their numbers."""

    pieces: Sequence[Piece]
    assets: Sequence[Asset]
    numbers: Mapping[str, tuple[Measurement, ...]]


def asked(pieces: Sequence[Piece], measurer: Measurer) -> Asked:
    assets = [
        Asset(
            words=words_of(p),
            locale=p["market"],
            placement=p["placement"],
            picture=hashlib.sha256(p["picture"].encode()).hexdigest(),
            test=p["test"],
            product=p["name"],
            name=p["name"],
            source=HERE,
        )
        for p in pieces
    ]
    return Asked(pieces, assets, {a.id: m for a, m in zip(assets, measurer(pieces), strict=True)})


def world(pieces: Sequence[Piece], seed: int, folder: Path, *more: str) -> str:
    path = folder / "pieces.jsonl"
    path.write_text("\n".join(json.dumps(p, ensure_ascii=False) for p in pieces), encoding="utf-8")
    command = [sys.executable, str(WORLD), "--pieces", str(path), "--seed", str(seed), *more]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def responses(here: Asked, seed: int, shown: int, folder: Path) -> list[Response]:
    out = folder / "results.csv"
    world(here.pieces, seed, folder, "--out", str(out), "--shown", str(shown), "--day", DAY.isoformat())
    ids = {a.name: a.id for a in here.assets}
    with out.open(encoding="utf-8", newline="") as file:
        return [_response(row, ids[row["ad"]]) for row in csv.DictReader(file)]


def _response(row: Mapping[str, str], subject: str) -> Response:
    return Response(
        subject=subject,
        test=row["test"],
        market=row["market"],
        placement=row["placement"],
        day=date.fromisoformat(row["day"]),
        shown=int(row["shown"]),
        clicked=int(row["clicked"]),
        exposure="randomised" if row["exposure"] == "randomised" else "observational",
        propensity=float(row["propensity"]) if row["propensity"] else None,
        simulated=True,
        source=HERE,
    )


def oracle(pieces: Sequence[Piece], seed: int, folder: Path) -> Array:
    """True log-odds of each piece, without luck; shape (n,)."""
    lines = world(pieces, seed, folder, "--oracle").splitlines()
    return np.array([json.loads(line)["log_odds"] for line in lines])


# --- the truth a straight line can know ---


@dataclass(frozen=True, eq=False)
class Population:
    """Raw measures (n, d), NaN where absent; which test and market each piece is of."""

    measures: tuple[str, ...]
    values: Array
    test: np.ndarray[tuple[int], np.dtype[np.int64]]
    market: np.ndarray[tuple[int], np.dtype[np.str_]]


def population(here: Asked) -> Population:
    names = sorted({m.name for numbers in here.numbers.values() for m in numbers})
    place = {name: i for i, name in enumerate(names)}
    values = np.full((len(here.assets), len(names)), np.nan)
    for row, asset in enumerate(here.assets):
        for m in here.numbers[asset.id]:
            values[row, place[m.name]] = m.value
    tests = np.unique([p["test"] for p in here.pieces], return_inverse=True)[1]
    return Population(tuple(names), values, tests, np.array([p["market"] for p in here.pieces]))


def centred(values: Array, test: Array) -> Array:
    """Each row minus its test's mean."""
    count = np.bincount(test).astype(float)
    return np.asarray(values - np.stack([np.bincount(test, column) / count for column in values.T], axis=1)[test])


def design(people: Population, weights: Weights) -> Array:
    """Measures in the style's own spreads, centred within tests; absent is zero, as in a fit."""
    place = {name: i for i, name in enumerate(people.measures)}
    x = people.values[:, [place[name] for name in weights.measures]] / weights.spread
    return centred(np.where(np.isnan(x), 0.0, x), people.test)


def projected(x: Array, y: Array, weight: Array) -> Array:
    """Weighted least squares of y (n,) on x (n, d)."""
    root = np.sqrt(weight)
    return np.asarray(np.linalg.lstsq(x * root[:, None], y * root, rcond=1e-8)[0])


# --- one fit against the truth ---


@dataclass
class Tallied:
    """What the fits said, measure by measure, over all worlds: columns truth, mean, low, high, probe."""

    rows: list[Array]
    correlations: list[float]

    def figures(self) -> dict[str, float]:
        rows = np.concatenate(self.rows)
        truth, mean, low, high, probe = rows.T
        zero = (np.abs(truth) < NOTHING) | (probe > 0)
        large = np.abs(truth) >= 0.03
        sure = (low > 0) | (high < 0)
        told = sure & (np.abs(truth) >= NOTHING)
        return {
            "coverage90": float(((low <= truth) & (truth <= high)).mean()),
            "coverage90_large": float(((low <= truth) & (truth <= high))[large].mean()),
            "false_helps": float((low > 0)[zero].mean()),
            "false_hurts": float((high < 0)[zero].mean()),
            "false_helps_probes": float((low > 0)[probe > 0].mean()),
            "found": float(sure[large].mean()),
            "signs": float((np.sign(mean) == np.sign(truth))[told].mean()) if told.any() else 1.0,
            "width": float((high - low).mean()),
            "predicted_vs_oracle": float(np.mean(self.correlations)),
            "effects": float(len(rows)),
        }


def compare(made: Fit, people: Population, y: Array, held: Array, tally: Tallied) -> None:
    weights = Weights.unpack(made.weights)
    x = design(people, weights)
    market = made.style.market
    inside = np.ones(len(y), dtype=bool) if market == "global" else people.market == market
    fitted, kept = inside & ~held, inside & held
    true = centred(y[:, None], people.test)[:, 0]
    rate = 1 / (1 + np.exp(-y))
    weight = 1 / (1 / (4000 * rate * (1 - rate)) + weights.tau2)
    truth = projected(x[fitted], true[fitted], weight[fitted])
    told = {e.measure: e for e in made.style.effects}
    rows = [
        (0.0 if name.startswith("probe.") else truth[i], e.mean, e.low, e.high, float(name.startswith("probe.")))
        for i, name in enumerate(weights.measures)
        if (e := told.get(name)) is not None
    ]
    tally.rows.append(np.array(rows))
    tally.correlations.append(float(np.corrcoef(x[kept] @ weights.belief.mean, true[kept])[0, 1]))


def fits(here: Asked, found: Sequence[Response], specs: Sequence[MeasureSpec]) -> dict[str, Fit]:
    """The global style and one per market."""
    everything = {"brand": "benchmark", "assets": here.assets, "measurements": here.numbers, "specs": specs}
    top = fit(Evidence(market="global", responses=found, **everything))  # type: ignore[arg-type]
    below = {m: fit(Evidence(market=m, responses=found, above=top, **everything)) for m in MARKETS}  # type: ignore[arg-type]
    return {"global": top, **below}


def sharded_difference(made: Fit, shards: int = 100) -> float:
    """Greatest difference between sums on one machine and on many, merged in another order; relative to the largest."""
    weights = Weights.unpack(made.weights)
    size = len(weights.measures)
    parts = [sums(weights.trials[i::shards], weights.tau2, size) for i in range(shards)]
    together = merge([part for part in parts[::-1] if part.trials], size)
    scale = max(float(np.abs(weights.found.a).max()), 1.0)
    gap = max(float(np.abs(together.a - weights.found.a).max()), float(np.abs(together.b - weights.found.b).max()))
    return gap / scale


def run(seeds: int, sizes: Sequence[int], shown: int, levels: Sequence[str]) -> dict[str, object]:
    measurer = Measurer()
    tallies = {(size, level): Tallied([], []) for size in sizes for level in levels}
    sharded = 0.0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pictures = palettes(folder)
        crowd = asked(randomised(POPULATION + HELD_OUT, 1, pictures, "p"), measurer)
        people = population(crowd)
        held = people.test >= POPULATION
        for seed in range(seeds):
            y = oracle(crowd.pieces, seed, folder)
            for size in sizes:
                here = asked(randomised(size, 10_000 * size + seed, pictures, f"s{seed}-"), measurer)
                made = fits(here, responses(here, seed, shown, folder), measurer.specs)
                for market, one in made.items():
                    compare(one, people, y, held, tallies[size, "global" if market == "global" else "market"])
                sharded = max(sharded, sharded_difference(made["global"]))
    return summary(tallies, sharded)


def summary(tallies: Mapping[tuple[int, str], Tallied], sharded: float) -> dict[str, object]:
    each = {f"{size} tests, {level}": tally.figures() for (size, level), tally in tallies.items()}
    together = Tallied(
        [r for t in tallies.values() for r in t.rows], [c for t in tallies.values() for c in t.correlations]
    )
    return {**together.figures(), "sharded_max_diff": sharded, "by_size": each}


def printed(found: Mapping[str, object]) -> None:
    each = found["by_size"]
    assert isinstance(each, dict)
    columns = ("coverage90", "coverage90_large", "false_helps", "false_hurts", "false_helps_probes", "found", "signs")
    columns = (*columns, "width", "predicted_vs_oracle")
    print(" " * 20 + " ".join(f"{c[:12]:>12}" for c in columns))
    for label, figures in each.items():
        print(f"{label:20}" + " ".join(f"{figures[c]:12.3f}" for c in columns))


def main() -> None:
    parser = argparse.ArgumentParser(description="Recovery of planted effects from the simulated world.")
    parser.add_argument("--json", action="store_true", help="end with one JSON object on one line")
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--tests", default="25,100,400")
    parser.add_argument("--shown", type=int, default=4000, help="exposures per piece")
    given = parser.parse_args()
    start = time.process_time()
    found = run(given.seeds, [int(size) for size in given.tests.split(",")], given.shown, ("global", "market"))
    found["cpu_seconds"] = round(time.process_time() - start, 1)
    printed(found)
    if given.json:
        print(json.dumps(found))


if __name__ == "__main__":
    main()
