"""How fast a style version takes in a million rows of results, and whether one pass says what a full fit says.

    python -m benchmarks.update --json [--rows 1000000] [--no-full]

200 tests of four versions, over many days and five formats. `tallied` reads the rows of a CSV once, adds up exposures
and clicks per version, format and test, and fits what was added up; memory does not grow with the rows. `full` makes a
`Response` of every row and fits those; both must give one belief. `update` goes on from a style of the first half with
the rows of the second, as a stream of `Response`; its sums must be those of all rows under the same variances. Each
runs in a process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from styleloop.style import Evidence, fit, update
from styleloop.types.asset import Asset, Response
from styleloop.types.copy import Copy
from styleloop.types.measurement import Measurement
from styleloop.types.record import Where
from styleloop.vector.effect import sums
from styleloop.vector.weights import Weights

TESTS, ARMS, FORMATS, MEASURES = 200, 4, 5, 60
MARKETS = ("en-GB", "de-DE", "ar-AE")
FIRST = date(2026, 1, 1)
HERE = Where(file="update.csv")
SAME = 1e-9
"""How far the two ways may differ."""


def brand() -> tuple[list[Asset], dict[str, list[Measurement]]]:
    rng = np.random.default_rng(5)
    assets, numbers = [], {}
    for test in range(TESTS):
        for arm in range(ARMS):
            name = f"{test:03}-{arm}"
            locale = MARKETS[test % len(MARKETS)]
            made = Asset(words=Copy.of(headline=f"Line {name}"), locale=locale, name=name, product=name, source=HERE)
            assets.append(made)
            numbers[made.id] = [
                Measurement(subject="", name=f"copy.m{i:02}", value=float(v), unit="share", extractor="copy@1")
                for i, v in enumerate(rng.standard_normal(MEASURES))
            ]
    return assets, numbers


def write(path: Path, rows: int, assets: list[Asset], numbers: dict[str, list[Measurement]]) -> int:
    """A CSV of `rows` rows or a few fewer: whole days only. Returns how many were written."""
    rng = np.random.default_rng(6)
    truth = rng.normal(0, 0.05, MEASURES)
    odds = np.array([-4.2 + truth @ [m.value for m in numbers[a.id]] for a in assets])
    days = max(1, rows // (len(assets) * FORMATS))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for day in range(days):
            when = (FIRST + timedelta(days=day)).isoformat()
            # Even to the last exposure, so that no comparison is refused for an uneven split in one half alone.
            shown = np.full((TESTS, ARMS, FORMATS), 30)
            clicked = rng.binomial(shown, (1 / (1 + np.exp(-odds))).reshape(TESTS, ARMS, 1))
            for index, asset in enumerate(assets):
                test, arm = divmod(index, ARMS)
                for place in range(FORMATS):
                    n, k = shown[test, arm, place], clicked[test, arm, place]
                    writer.writerow((asset.id, f"t{test:03}", asset.locale, f"f{place}", when, n, k))
    return days * len(assets) * FORMATS


Cells = Counter[tuple[str, str, str, str]]


def rows_of(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.reader(file)


def full(path: Path) -> list[Response]:
    return [one(row) for row in rows_of(path)]


def one(row: list[str]) -> Response:
    subject, test, market, place, day, n, k = row
    return response(subject, test, market, place, date.fromisoformat(day), int(n), int(k))


def tallied(path: Path, until: str = "9999") -> list[Response]:
    shown, clicked = Cells(), Cells()
    for subject, test, market, place, day, n, k in rows_of(path):
        if day < until:
            shown[subject, test, market, place] += int(n)
            clicked[subject, test, market, place] += int(k)
    return [response(*cell, FIRST, shown[cell], clicked[cell]) for cell in sorted(shown)]


def response(subject: str, test: str, market: str, place: str, day: date, shown: int, clicked: int) -> Response:
    return Response(
        subject=subject,
        test=test,
        market=market,
        placement=place,
        day=day,
        shown=shown,
        clicked=clicked,
        exposure="randomised",
        propensity=1 / ARMS,
        source=HERE,
    )


def worked(way: str, path: Path, out: Path) -> dict[str, float]:
    """Read and fit in this process; the belief goes to `out`."""
    assets, numbers = brand()
    start, wall = time.process_time(), time.perf_counter()
    responses = full(path) if way == "full" else tallied(path)
    read = time.process_time()
    made = fit(Evidence(brand="benchmark", market="global", assets=assets, measurements=numbers, responses=responses))
    end = time.process_time()
    belief = Weights.unpack(made.weights).belief
    np.savez(out, a=belief.mean, b=belief.covariance)
    return {
        "wall_seconds": time.perf_counter() - wall,
        "cpu_seconds": end - start,
        "cpu_seconds_reading": read - start,
        "cpu_seconds_fitting": end - read,
        "peak_mib": peak(),
    }


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def went_on(path: Path, out: Path) -> dict[str, float]:
    """A style of the first day, updated with every later row; its sums, and those of all rows, go to `out`."""
    assets, numbers = brand()
    days = sorted({row[4] for row in rows_of(path)})
    middle = days[len(days) // 2]
    early = tallied(path, until=middle)
    evidence = Evidence(brand="benchmark", market="global", assets=assets, measurements=numbers, responses=early)
    made = fit(evidence)
    start, wall = time.process_time(), time.perf_counter()
    after = update(made, evidence, (one(row) for row in rows_of(path) if row[4] >= middle))
    told = {
        "wall_seconds": time.perf_counter() - wall,
        "cpu_seconds": time.process_time() - start,
        "peak_mib": peak(),
    }
    known = Weights.unpack(after.weights)
    counts = {(r.subject, r.placement): (float(r.shown), float(r.clicked)) for r in tallied(path)}
    every = []
    for trial in known.trials:
        shown, clicked = np.array([counts[s, trial.key.split("|")[2]] for s in trial.subjects]).T
        every.append(replace(trial, shown=shown, clicked=clicked))
    whole = sums(every, known.tau2, len(known.measures))
    scale = float(np.abs(whole.a).max())
    np.savez(out, a=known.found.a / scale, b=whole.a / scale)
    return told


def run(rows: int, ways: list[str]) -> dict[str, object]:
    found: dict[str, object] = {}
    beliefs = {}
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "results.csv"
        written = write(path, rows, *brand())
        for way in ways:
            out = Path(name) / f"{way}.npz"
            command = [sys.executable, "-m", "benchmarks.update", "--way", way, "--path", str(path), "--into", str(out)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            told = json.loads(done.stdout)
            found[way] = told | {"rows_per_second": written * (0.5 if way == "update" else 1.0) / told["cpu_seconds"]}
            with np.load(out) as saved:
                beliefs[way] = (saved["a"], saved["b"])
    found |= {"rows": written, "tests": TESTS, "measures": MEASURES}
    if "full" in beliefs:
        pairs = zip(beliefs["full"], beliefs["tallied"], strict=True)
        found["max_diff"] = max(float(np.abs(a - b).max()) for a, b in pairs)
    sums_of, sums_of_all = beliefs["update"]
    found["update_max_diff"] = float(np.abs(sums_of - sums_of_all).max())
    found["equal"] = max(float(str(found[name])) for name in ("max_diff", "update_max_diff") if name in found) <= SAME
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description="One-pass update of a style version with many rows of results.")
    parser.add_argument("--json", action="store_true", help="end with one JSON object on one line")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--no-full", action="store_true", help="leave out the slow way it is compared with")
    parser.add_argument("--way", choices=("full", "tallied", "update"), help=argparse.SUPPRESS)
    parser.add_argument("--path", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--into", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.way:
        going = given.way == "update"
        print(json.dumps(went_on(given.path, given.into) if going else worked(given.way, given.path, given.into)))
        return
    found = run(given.rows, ["tallied", "update", *([] if given.no_full else ["full"])])
    for name, value in found.items():
        print(f"{name:10} {value}")
    if given.json:
        print(json.dumps(found))


if __name__ == "__main__":
    main()
