"""What `benchmarks.recovery` needs of the simulated world: pieces measured once, its answers, and its truth.

The truth a linear style can know is the weighted linear projection of the world's true log-odds on the measures, over
a large population of tests: hidden directions, the interaction and the best values are in it as far as a straight line
can follow them. `probe.*` measures are noise made here: their true effect is zero by construction.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import multiprocessing
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from PIL import Image

from benchmarks.pieces import MARKETS, WORLD, Piece
from styleloop.measure.copy import CopyExtractor
from styleloop.measure.picture import PictureExtractor
from styleloop.types.asset import Asset, Response
from styleloop.types.copy import Copy
from styleloop.types.measurement import Measurement, MeasureSpec, Subject
from styleloop.types.measurement import known as unchecked
from styleloop.types.picture import Picture
from styleloop.types.record import Refusal, Where
from styleloop.vector.scale import Array

PROBES = 8
HERE = Where(file="benchmark")
DAY = date(2026, 11, 24)
TASTE = 0.02
"""Variance between versions by which the truth's projection weighs them; a fit's own is near it."""
PINNED = 10.0
"""Variance inflation below which the population pins an effect down."""


# --- measuring ---


def specs() -> tuple[MeasureSpec, ...]:
    return (*CopyExtractor().specs, *PictureExtractor().specs)


def words_of(piece: Piece) -> Copy:
    return Copy.of(headline=piece["headline"].replace(" / ", "\n"), body=piece["body"], cta=piece["cta"])


def measured(pieces: Sequence[Piece], workers: int, cache: Path) -> list[tuple[Measurement, ...]]:
    """Numbers of every piece by the real extractors, in all workers; kept in `cache` for the next run."""
    key = hashlib.sha256(json.dumps([*_versions(), *pieces], sort_keys=True).encode() + WORLD.read_bytes()).hexdigest()
    file = cache / f"measured-{key[:16]}.json"
    if not file.is_file():
        shares = [list(pieces[i :: 8 * workers]) for i in range(8 * workers)]
        with multiprocessing.get_context("fork").Pool(workers) as pool:
            seen = dict(row for rows in pool.imap_unordered(_numbers, shares) for row in rows)
            seen |= dict(pool.imap_unordered(_look, sorted({p["picture"] for p in pieces})))
        file.write_text(json.dumps(seen))
    seen = json.loads(file.read_text())
    shared: dict[tuple[object, ...], Measurement] = {}
    return [
        tuple(
            shared.setdefault(tuple(row), unchecked("", *row))
            for row in (*seen[p["name"]], *seen[p["picture"]], *_probes(p))
        )
        for p in pieces
    ]


def _versions() -> list[str]:
    return [f"{spec.name} {spec.formula}" for spec in specs()] + [CopyExtractor.name, PictureExtractor.name]


_Row = tuple[str, float, str, str]


def _rows(found: Sequence[Measurement] | Refusal) -> list[_Row]:
    if isinstance(found, Refusal):
        sys.exit(str(found))
    return [(m.name, m.value, m.unit, m.extractor) for m in found]


def _numbers(pieces: Sequence[Piece]) -> list[tuple[str, list[_Row]]]:
    found = CopyExtractor().extract([Subject(p["name"], p["market"], words_of(p)) for p in pieces])
    return [(p["name"], _rows(numbers)) for p, numbers in zip(pieces, found, strict=True)]


def _look(path: str) -> tuple[str, list[_Row]]:
    with Image.open(path) as image:
        picture = Picture(np.asarray(image.convert("RGB")))
    return path, _rows(PictureExtractor().extract([Subject(path, MARKETS[0], Copy(), picture)])[0])


def _probes(piece: Piece) -> list[_Row]:
    seed = int.from_bytes(hashlib.sha256(f"probe:{piece['name']}".encode()).digest()[:8], "big")
    values = np.random.default_rng(seed).standard_normal(PROBES)
    return [(f"probe.{i}", float(v), "ratio", "probe@1") for i, v in enumerate(values)]


def asset(piece: Piece) -> Asset:
    return Asset(
        words=words_of(piece),
        locale=piece["market"],
        placement=piece["placement"],
        picture=hashlib.sha256(piece["picture"].encode()).hexdigest(),
        test=piece["test"],
        product=piece["name"],
        name=piece["name"],
        source=HERE,
    )


# --- asking the world ---


def _world() -> ModuleType:
    """The world's file, loaded here and not started for every seed: what it sees in a piece is the same in all."""
    if not _LOADED:
        spec = importlib.util.spec_from_file_location("simulated_world", WORLD)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        _LOADED.append(module)
    return _LOADED[0]


_LOADED: list[ModuleType] = []


def true_odds(pieces: Sequence[Piece], seed: int) -> Array:
    """True log-odds of each piece, without luck; shape (n,)."""
    return np.array([_world().log_odds(piece, seed) for piece in pieces])


def answers(pieces: Sequence[Piece], seed: int, shown: int, ids: Mapping[str, str]) -> list[Response]:
    """What people answered to the tests of `pieces`, versions shown at random; `ids` by name."""
    rows = _world().randomised(pieces, seed, shown, DAY.isoformat())
    return [_response(row, ids[row["ad"]]) for row in rows]


def _response(row: Mapping[str, Any], subject: str) -> Response:
    return Response(
        subject=subject,
        test=row["test"],
        market=row["market"],
        placement=row["placement"],
        day=DAY,
        shown=row["shown"],
        clicked=row["clicked"],
        exposure="randomised",
        propensity=float(row["propensity"]),
        simulated=True,
        source=HERE,
    )


# --- the truth a straight line can know ---


@dataclass(frozen=True, eq=False)
class Population:
    """Raw measures (n, d), NaN where absent; which test, by number, and market each piece is of."""

    measures: tuple[str, ...]
    values: Array
    test: np.ndarray[tuple[int], np.dtype[np.int64]]
    market: np.ndarray[tuple[int], np.dtype[np.str_]]

    def of(self, rows: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Population:
        return Population(self.measures, self.values[rows], self.test[rows], self.market[rows])


def population(pieces: Sequence[Piece], numbers: Sequence[Sequence[Measurement]]) -> Population:
    names = sorted({m.name for row in numbers for m in row})
    place = {name: i for i, name in enumerate(names)}
    values = np.full((len(pieces), len(names)), np.nan)
    for row, found in enumerate(numbers):
        for m in found:
            values[row, place[m.name]] = m.value
    tests = np.unique([p["test"] for p in pieces], return_inverse=True)[1]
    return Population(tuple(names), values, tests, np.array([p["market"] for p in pieces]))


def centred(values: Array, test: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Array:
    """Each row minus its test's mean."""
    place = np.unique(test, return_inverse=True)[1]
    count = np.bincount(place).astype(float)
    return np.asarray(values - np.stack([np.bincount(place, column) / count for column in values.T], axis=1)[place])


def design(people: Population, measures: Sequence[str], spread: Array) -> Array:
    """Measures in spreads, centred within tests; absent is zero, as in a fit."""
    place = {name: i for i, name in enumerate(people.measures)}
    x = people.values[:, [place[name] for name in measures]] / spread
    return centred(np.where(np.isnan(x), 0.0, x), people.test)


def inflation(x: Array) -> Array:
    """Variance inflation of each column of `x` (n, d): inf where it follows from others, NaN where it never varies."""
    size = np.sqrt((x**2).mean(axis=0))
    varies = size > 0
    unit = x[:, varies] / size[varies]
    values, vectors = np.linalg.eigh(unit.T @ unit / len(unit))
    kept = values > 1e-8
    found = np.full(x.shape[1], np.nan)
    told = (vectors[:, kept] ** 2).sum(axis=1)
    found[varies] = np.where(told > 0.999, (vectors[:, kept] ** 2 / values[kept]).sum(axis=1), np.inf)
    return found


def projected(x: Array, log_odds: Array, test: np.ndarray[tuple[int], np.dtype[np.int64]], shown: int) -> Array:
    """The best straight line (d,) through true log-odds (n,), within tests, weighed as a fit would."""
    rate = 1 / (1 + np.exp(-log_odds))
    root = np.sqrt(1 / (1 / (shown * rate * (1 - rate)) + TASTE))
    y = centred(log_odds[:, None], test)[:, 0]
    return np.asarray(np.linalg.lstsq(x * root[:, None], y * root, rcond=1e-8)[0])
