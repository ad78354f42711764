"""Does the loop end in sameness? Rounds of the loop on the sample brand, with the dial at 0, .3 and .7.

    python -m benchmarks.divergence --json [--rounds 10] [--seeds 3] [--lines 4] [--market en-GB]

Drafting, scoring, choosing and refitting are the real code; nothing is drawn. The world's answers come from its own
program (`data/worlds/simulated-world.py`): the lines of one product and round are one randomised test, and a frame
wears out with every use. True effect: mean true log-odds of a round's lines, without luck, after this round's wear.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from styleloop import vector
from styleloop.app import flow, making, starting
from styleloop.app.ingesting import measure_library
from styleloop.app.project import DATA, Project
from styleloop.app.refining import refine_all
from styleloop.app.styling import PUBLISHED, current
from styleloop.app.wishes import wish
from styleloop.types.asset import Asset, Response
from styleloop.types.record import Where
from styleloop.types.variant import Draft

WORLD = DATA / "worlds" / "simulated-world.py"
DIALS = (0.0, 0.3, 0.7)
SHOWN = 10_000
HERE = Where(file="benchmark")


def opened(folder: Path, dial: float, seed: int) -> Project:
    """The sample brand without pictures (nothing is drawn here), at one dial and seed."""
    starting.start(folder, starting.SAMPLE)
    ads = folder / "library" / "ads.csv"
    ads.write_text(ads.read_text("utf-8").replace("pictures/", "https://example.invalid/"), "utf-8")
    toml = folder / "styleloop.toml"
    text = re.sub(r"dial = .*", f"dial = {dial}", toml.read_text("utf-8")).replace("[run]", f"[run]\nseed = {seed}")
    toml.write_text(text, "utf-8")
    project = Project(folder)
    flow.ingest(project, [])
    return project


def pieces(assets: Sequence[Asset], uses: Sequence[int]) -> list[dict[str, Any]]:
    said = [a.words.by_slot() for a in assets]
    return [
        {
            "name": a.name, "test": a.test, "arm": a.name, "market": a.locale, "placement": a.placement, "tone": "",
            "headline": words.get("headline", ""), "body": words.get("body", ""), "cta": words.get("cta", ""),
            "picture": "", "uses": used,
        }
        for a, words, used in zip(assets, said, uses, strict=True)
    ]  # fmt: skip


def world(rows: Sequence[dict[str, Any]], seed: int, folder: Path, *more: str) -> str:
    path = folder / "pieces.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    command = [sys.executable, str(WORLD), "--pieces", str(path), "--seed", str(seed), *more]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def answers(
    assets: Sequence[Asset], rows: Sequence[dict[str, Any]], seed: int, day: date, folder: Path
) -> list[Response]:

    out = folder / "answers.csv"
    world(rows, seed, folder, "--out", str(out), "--shown", str(SHOWN), "--day", day.isoformat())
    ids = {a.name: a.id for a in assets}
    with out.open(encoding="utf-8", newline="") as file:
        return [
            Response(
                subject=ids[row["ad"]], test=row["test"], market=row["market"], placement=row["placement"], day=day,
                shown=int(row["shown"]), clicked=int(row["clicked"]), exposure="randomised",
                propensity=float(row["propensity"]), simulated=True, source=HERE,
            )
            for row in csv.DictReader(file)
            if row["exposure"] == "randomised"
        ]  # fmt: skip


def asset(draft: Draft, campaign: str, test: str, day: date) -> Asset:
    return Asset(
        words=draft.words, locale=draft.market, placement="square", product=draft.product, test=test, name=draft.id,
        made=day, source=Where(file=PUBLISHED, field=campaign),
    )  # fmt: skip


def loop(dial: float, seed: int, rounds: int, lines: int, market: str, folder: Path) -> list[dict[str, float]]:
    project = opened(folder / "project", dial, seed)
    skus = sorted(p.sku for p in project.store.products.all())
    past = [a for a in project.store.assets.all(role="own") if a.test and a.locale == market]
    project.store.responses.add(answers(past, pieces(past, [0] * len(past)), seed, date(2026, 1, 1), folder))
    refine_all(project)
    used: Counter[str] = Counter()
    before = [a.words.text("headline") for a in project.store.assets.all(role="own", locale=market)]
    told = []
    for number in range(1, rounds + 1):
        day = date(2026, 1, 1 + number)
        chosen: list[Draft] = []
        assets: list[Asset] = []
        for turn in range(2):
            sku = skus[(2 * number + turn + seed) % len(skus)]
            asked = wish(project, sku, markets=(market,), placements=("square",), lines=lines, round_=number)
            project.store.campaigns.add([asked])
            brief = making.make_brief(project, asked, market)
            made = making.write_lines(project, brief, (), lines, with_proposals=False).chosen
            chosen += made
            assets += [asset(d, asked.id, f"test-{number}-{turn}", day) for d in made]
        if not chosen:
            continue
        rows = pieces(assets, [used[d.pattern] for d in chosen])
        truth = [json.loads(line)["log_odds"] for line in world(rows, seed, folder, "--oracle").splitlines()]
        scores = [project.store.scores.all(subject=d.id)[-1] for d in chosen]
        said = [d.words.text("headline") for d in chosen]
        told.append(
            {
                "round": number,
                "lines": len(chosen),
                "vendi_share": vector.vendi_of(vector.table_of(said)) / len(said),
                "frames_share": len({d.pattern for d in chosen}) / len(chosen),
                "novelty": 1 - float(vector.nearest_of_each(said, before).mean()),
                "distinct": vector.distinct(said),
                "predicted": sum(s.effect for s in scores) / len(scores),
                "true": sum(truth) / len(truth),
                "injected": sum(bool(d.injected) for d in chosen) / len(chosen),
                "style": float(len(current(project, market).tests)),
            }
        )
        before += said
        used.update(d.pattern for d in chosen)
        project.store.assets.add(assets)
        measure_library(project)
        project.store.responses.add(answers(assets, rows, seed, day, folder))
        refine_all(project)
    project.close()
    return told


def mean(rows: Sequence[dict[str, float]], name: str) -> float:
    return sum(row[name] for row in rows) / max(1, len(rows))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--lines", type=int, default=4, help="per product; two products a round")
    parser.add_argument("--market", default="en-GB")
    parser.add_argument("--json", action="store_true", help="last line: one JSON object")
    asked = parser.parse_args()
    names = ("vendi_share", "frames_share", "novelty", "distinct", "predicted", "true", "injected")
    found: dict[str, Any] = {}
    for dial in DIALS:
        runs = []
        for seed in range(1, asked.seeds + 1):
            folder = Path(tempfile.mkdtemp())
            runs.append(loop(dial, seed, asked.rounds, asked.lines, asked.market, folder))
            shutil.rmtree(folder)
        by_round = []
        for number in range(1, asked.rounds + 1):
            rows = [row for run in runs for row in run if row["round"] == number]
            by_round.append(
                {name: mean(rows, name) for name in names} | {"round": number, "lines": mean(rows, "lines")}
            )
            figures = "  ".join(f"{name} {by_round[-1][name]:+.3f}" for name in names)
            sys.stdout.write(f"dial {dial:.1f} round {number:2d}  {figures}\n")
            sys.stdout.flush()
        half = max(1, asked.rounds // 2)
        found[f"{dial:g}"] = {
            "rounds": by_round,
            **{f"{n}_first_half": mean(by_round[:half], n) for n in names},
            **{f"{n}_last_half": mean(by_round[half:], n) for n in names},
        }
    if asked.json:
        sys.stdout.write(json.dumps({"seeds": asked.seeds, "market": asked.market, "dials": found}) + "\n")


if __name__ == "__main__":
    main()
