"""What `benchmarks.recovery` needs of the simulated world: pieces measured once, its answers, and its truth.

The truth a linear style can know is the weighted linear projection of the world's true log-odds on the measures, over
a large population of tests: hidden directions, the interaction and the best values are in it as far as a straight line
can follow them. `probe.*` measures are noise made here: their true effect is zero by construction.
"""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.pieces import WORLD, Piece
from styleloop.measure.copy import CopyExtractor
from styleloop.measure.picture import PictureExtractor
from styleloop.types.asset import Asset, Response
from styleloop.types.copy import Copy
from styleloop.types.measurement import Measurement, MeasureSpec, Subject
from styleloop.types.picture import Picture
from styleloop.types.record import Refusal, Where
from styleloop.vector.scale import Array
from styleloop.vector.weights import Weights

PROBES = 8
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


def centred(values: Array, test: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Array:
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
