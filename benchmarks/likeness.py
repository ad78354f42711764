"""How quickly, and how surely, is a near copy found among 100,000 lines?

    python -m benchmarks.likeness --json [--data FOLDER] [--lines 100000] [--asked 200]

The library: headlines of the Upworthy archive, and lines put together from halves of two of them until there are
enough. Asked for: lines of it with one to four words replaced, and one quarter as they are. Every asked line is also
compared with every line of the library exactly: `recall` is the share of the lines at least so alike (.55 and .80)
that the bands found. `candidates` is how many lines were compared exactly for one that was asked.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from pathlib import Path

from styleloop.audit.compared import Prepared
from styleloop.audit.likeness import COPY, NEAR
from styleloop.types.copy import HEADLINE
from styleloop.types.library import Work
from styleloop.vector.similarity import character_shingles, jaccard, plain, shingles

ROOT = Path(__file__).resolve().parents[1]
SEED = 20_240_229
Sets = tuple[frozenset[str], frozenset[str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one line")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="where upworthy/ lies")
    parser.add_argument("--lines", type=int, default=100_000, help="lines in the library")
    parser.add_argument("--asked", type=int, default=200, help="lines asked for")
    given = parser.parse_args()
    files = sorted((given.data / "upworthy").glob("*.parquet"))
    if not files:
        sys.exit(f"expected headlines in {given.data / 'upworthy'}; say where with --data")
    found = measured(_library(_headlines(files[0]), given.lines), given.asked)
    print(json.dumps(found, indent=None if given.json else 2))


def measured(lines: list[str], many: int) -> dict[str, float | int]:
    """What one library of lines costs and finds."""
    begun = time.process_time()
    prepared = Prepared([Work(str(n), "competitor", HEADLINE, line, line) for n, line in enumerate(lines)])
    built = time.process_time() - begun
    asked = _asked(lines, many)
    begun = time.process_time()
    near = [{int(work.id) for work in prepared.near(line)} for line in asked]
    spent = time.process_time() - begun
    sets = [_sets(line) for line in lines]
    hits = {NEAR: [0, 0], COPY: [0, 0]}
    for line, candidates in zip(asked, near, strict=True):
        mine = _sets(line)
        for row, theirs in enumerate(sets):
            alike = _likeness(mine, theirs)
            for least, counts in hits.items():
                counts[0] += alike >= least and row in candidates
                counts[1] += alike >= least
    return {
        "lines": len(lines),
        "asked": len(asked),
        "prepare_s": round(built, 2),
        "ms_per_text": round(1000 * spent / len(asked), 3),
        "candidates": round(sum(map(len, near)) / len(near), 1),
        **{f"recall_{least:g}": round(got / there, 4) for least, (got, there) in hits.items()},
        **{f"pairs_{least:g}": there for least, (_, there) in hits.items()},
    }


def _headlines(file: Path) -> list[str]:
    import pyarrow.parquet as parquet

    told = parquet.read_table(file, columns=["headline"]).column("headline").to_pylist()
    return sorted({line for text in told if text and (line := plain(text))})


def _library(real: list[str], many: int) -> list[str]:
    rng = random.Random(SEED)
    lines = dict.fromkeys(real[:many])
    while len(lines) < many:
        first, second = rng.choice(real).split(), rng.choice(real).split()
        lines[" ".join((*first[: len(first) // 2], *second[len(second) // 2 :]))] = None
    return list(lines)


def _asked(lines: list[str], many: int) -> list[str]:
    rng, asked = random.Random(SEED + 1), []
    for number, line in enumerate(rng.sample(lines, many)):
        words = line.split()
        for _ in range(rng.randint(1, 4) if number % 4 else 0):
            words[rng.randrange(len(words))] = rng.choice(rng.choice(lines).split())
        asked.append(" ".join(words))
    return asked


def _sets(line: str) -> Sets:
    return shingles(line), character_shingles(line)


def _likeness(a: Sets, b: Sets) -> float:
    return max(jaccard(a[0], b[0]), jaccard(a[1], b[1]))


if __name__ == "__main__":
    main()
