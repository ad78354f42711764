"""Which headline wins? Learnt from randomised headline tests, judged on later ones.

    python -m benchmarks.headlines --train T.parquet --test U.parquet --json [--ablate] [--data FOLDER]
    python -m benchmarks.headlines --split ARMS.parquet --at 201433 --data FOLDER

Files have the columns of the Upworthy Research Archive. Only the first is learnt from. Versions are compared within one
test and one picture; ties in the observed rate are left out; p is the two-proportion z-test's. The last line printed is
one JSON object. `--split` writes `before.parquet` and `from.parquet` into FOLDER; otherwise embeddings are kept there.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # two threads that wait for each other cost seven times as much

import argparse
import json
import time
from collections import defaultdict
from pathlib import Path

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.headlines_columns import BLOCKS, Text, cleaned, describe, whole
from benchmarks.headlines_replay import BUDGETS, replay, truth
from styleloop.vector.chances import normal_cdf
from styleloop.vector.effect import Trial, log_odds
from styleloop.vector.ranker import Block, Ranker, between, fit


def read(file: Path) -> tuple[list[Trial], list[str]]:
    """Groups of one test and one picture with two headlines or more, `x` being rows of the texts; and the texts.

    Versions that differ in something else than the headline are one version: their counts are added.
    """
    arms = pq.read_table(file).to_pydict()
    columns = ("clickability_test_id", "eyecatcher_id", "headline", "impressions", "clicks")
    groups: dict[tuple[str, str], dict[str, list[int]]] = defaultdict(dict)
    for test, picture, headline, shown, clicked in zip(*(arms[name] for name in columns), strict=True):
        if headline and shown and 0 <= clicked <= shown:
            counts = groups[str(test), str(picture)].setdefault(cleaned(headline), [0, 0])
            counts[0] += shown
            counts[1] += clicked
    trials: list[Trial] = []
    texts: list[str] = []
    for (test, picture), versions in sorted(groups.items()):
        if len(versions) > 1:
            x = np.arange(len(texts), len(texts) + len(versions), dtype=np.float64)[:, None]
            shown, clicked = np.array(list(versions.values()), float).T
            trials.append(Trial(test, f"{test}/{picture}", "en-US", tuple(versions), x, shown, clicked))
            texts.extend(versions)
    return trials, texts


def filled(trials: list[Trial], table: np.ndarray) -> list[Trial]:
    """The trials with the rows of `table` as columns."""
    return [
        Trial(t.test, t.key, t.market, t.subjects, table[t.x[:, 0].astype(int)], t.shown, t.clicked) for t in trials
    ]


def pairs(trials: list[Trial], scores: list[np.ndarray]) -> np.ndarray:
    """One row a pair: number of the test, right (1, .5, 0), p."""
    rows = []
    for trial, s in zip(trials, scores, strict=True):
        rate = trial.clicked / trial.shown
        for i in range(len(rate)):
            for j in range(i):
                if rate[i] == rate[j]:
                    continue
                p = (trial.clicked[i] + trial.clicked[j]) / (trial.shown[i] + trial.shown[j])
                se = np.sqrt(p * (1 - p) * (1 / trial.shown[i] + 1 / trial.shown[j]))
                chance = 2 * (1 - normal_cdf(abs(rate[i] - rate[j]) / se))
                right = 0.5 if s[i] == s[j] else float((rate[i] > rate[j]) == (s[i] > s[j]))
                rows.append((hash_of(trial.test), right, chance))
    return np.array(rows)


_NUMBERS: dict[str, int] = {}


def hash_of(test: str) -> int:
    return _NUMBERS.setdefault(test, len(_NUMBERS))


LEVELS = {"all": 1.1, "p05": 0.05, "p001": 0.001}


def accuracies(found: np.ndarray) -> dict[str, float]:
    return {name: float(found[found[:, 2] < level, 1].mean()) for name, level in LEVELS.items()}


def intervals(found: np.ndarray, draws: int = 1000) -> dict[str, list[float]]:
    """95 % of resamplings of whole tests (bootstrap)."""
    tests, at = np.unique(found[:, 0], return_inverse=True)
    times = np.random.default_rng(5).multinomial(len(tests), np.full(len(tests), 1 / len(tests)), size=draws)
    out = {}
    for name, level in LEVELS.items():
        weight = times[:, at] * (found[:, 2] < level)
        share = (weight @ found[:, 1]) / weight.sum(axis=1)
        out[name] = [round(float(q), 4) for q in np.quantile(share, (0.025, 0.975))]
    return out


def judged(trials: list[Trial], ranker: Ranker) -> tuple[dict[str, float], np.ndarray]:
    """Accuracies, how often the best was picked, what picking gives, and the slope of truth on prediction."""
    scores = [ranker.scores(t.x) for t in trials]
    found = pairs(trials, scores)
    top, picked, even, both, own = [], 0.0, 0.0, 0.0, 0.0
    for trial, s in zip(trials, scores, strict=True):
        rate, pick = trial.clicked / trial.shown, int(np.argmax(s))
        top.append(rate[pick] == rate.max())
        picked, even = picked + rate[pick], even + rate.mean()
        p = trial.clicked.sum() / trial.shown.sum()
        w = 1 / (1 / np.maximum(trial.shown * p * (1 - p), 1e-9) + ranker.rest)
        d, y = ranker.slope * s, log_odds(trial.shown, trial.clicked)
        d, y = d - np.average(d, weights=w), y - np.average(y, weights=w)
        both, own = both + float(w @ (d * y)), own + float(w @ (d * d))
    counts = {f"n_{name}": int((found[:, 2] < level).sum()) for name, level in LEVELS.items()}
    said = accuracies(found) | counts
    said |= {"top1": float(np.mean(top)), "ctr_lift_of_pick": picked / even - 1, "calibration_slope": both / own}
    return said, found


def chosen(text: Text, names: list[str]) -> tuple[np.ndarray, list[Block]]:
    parts = [text[name] for name in names]
    factors = [BLOCKS[name] for name in names]
    blocks = [Block(part.shape[1], factor) for part, factor in zip(parts, factors, strict=True)]
    return np.concatenate(parts, axis=1), blocks


def ablations(
    train: list[Trial], test: list[Trial], seen: Text, unseen: Text, lm: bool, held_out: bool
) -> dict[str, object]:
    """What each part adds. With `held_out`, on the left-out folds of the first file alone."""
    recipes = {
        "length only": ["length"],
        "measures": ["measures"],
        "embedding alone": ["layer 2", "layer 4", "layer 6"],
        "measures + last layer": ["measures", "layer 6"],
        "measures + layers 2, 4, 6": whole(False),
    }
    if lm:
        recipes |= {"+ language model": whole(True)}
    said: dict[str, object] = {}
    for title, names in recipes.items():
        (a, blocks), (b, _) = chosen(seen, names), chosen(unseen, names)
        taught = filled(train, a)
        ranker = fit(taught, blocks)
        if held_out:
            found = pairs(taught, list(ranker.held_out))
        else:
            later = filled(test, b)
            found = pairs(later, [ranker.scores(t.x) for t in later])
        said[title] = {k: round(v, 4) for k, v in accuracies(found).items()} | {"interval95": intervals(found)}
        print(title, said[title], flush=True)
    return said


def split(file: Path, at: int, folder: Path) -> None:
    arms = pq.read_table(file)
    early = pc.less(arms["test_week"], at)
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(arms.filter(early), folder / "before.parquet")
    pq.write_table(arms.filter(pc.invert(early)), folder / "from.parquet")


def main() -> None:
    parser = argparse.ArgumentParser(description="Which headline wins?")
    parser.add_argument("--train", type=Path)
    parser.add_argument("--test", type=Path)
    parser.add_argument("--json", action="store_true", help="end with one JSON object on one line (always so)")
    parser.add_argument("--lm", action="store_true", help="with the optional language model")
    parser.add_argument("--ablate", action="store_true", help="what each part adds, on the test file")
    parser.add_argument("--ablate-train", action="store_true", help="the same on left-out folds of the train file")
    parser.add_argument("--data", type=Path, help="where embeddings are kept, or the two parts of --split go")
    parser.add_argument("--split", type=Path)
    parser.add_argument("--at", type=int, default=201433, help="first week of the second part")
    given = parser.parse_args()
    if given.split:
        return split(given.split, given.at, given.data)
    (train, told), (test, asked) = read(given.train), read(given.test)
    seen = describe(told, given.lm, given.data)
    start = time.process_time()
    unseen = describe(asked, given.lm, given.data)
    cost = 1000 * (time.process_time() - start) / len(asked)
    if given.ablate or given.ablate_train:
        said: dict[str, object] = ablations(train, test, seen, unseen, given.lm, given.ablate_train)
        print(json.dumps(said))
        return None
    (a, blocks), (b, _) = chosen(seen, whole(given.lm)), chosen(unseen, whole(given.lm))
    ranker = fit(filled(train, a), blocks)
    later = filled(test, b)
    result, _ = judged(later, ranker)
    print(f"ridge {ranker.strength:g}, slope {ranker.slope:.3f}, tau2 {ranker.tau2:.4f}, rest {ranker.rest:.4f}")
    apart = between(later)
    rates = [truth(trial, apart) for trial in later]
    best = sum(r.max() for r in rates) / sum(r.mean() for r in rates) - 1
    print(f"between versions {apart:.4f}; always the best: {100 * best:.1f} % over an even division")
    said = {**result, "cpu_s_per_1000": cost}
    said["replay"] = {str(n): replay(later, ranker, n) for n in BUDGETS}
    print(json.dumps(said))
    return None


if __name__ == "__main__":
    main()
