"""Does the loop end in sameness? Rounds of the loop on the sample brand, with the dial at 0, .3 and .7.

    python -m benchmarks.divergence --json [--rounds 10] [--seeds 8] [--products 1] [--lines 3] [--market en-GB]

Drafting, scoring, choosing and refitting are the real code; nothing is drawn. After every second round the style is
fitted again and speaks at once: the gate, which compares versions, is left out for its time. The world's answers come
from its own program (`data/worlds/simulated-world.py`): the lines of one product and round are one randomised test, and
a frame wears out with every use. A seed is one world and one order of products, the same at every dial, so that dials
are compared within seeds. Intervals are 95 % (Student's t) over seeds.

A loop's sameness shows between batches, so three batches are looked at together: their variety (Vendi), their frames,
and how new each line is against the two batches before it. Clicks: mean true rate of a round's lines, without luck.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import math
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from styleloop import drafts, vector
from styleloop.app import flow, making, starting
from styleloop.app.brand import DATA
from styleloop.app.diverging import AXES
from styleloop.app.ingesting import measure_library
from styleloop.app.measuring import measure
from styleloop.app.project import Project
from styleloop.app.styling import PUBLISHED, current, fit_all, frames
from styleloop.app.wishes import wish
from styleloop.types.asset import Asset, Response
from styleloop.types.measurement import Subject
from styleloop.types.record import Where
from styleloop.types.variant import Draft
from styleloop.vector.chances import t_quantile

DIALS = (0.0, 0.3, 0.7)
SHOWN = 10_000
REFIT = 2
"""Rounds after which the style is fitted again."""
WINDOW = 3
"""Batches that are looked at together."""
NAMES = ("variety", "frames", "new_lately", "new", "batch_variety", "kinds", "clicks", "injected", "lines")
TELL = {
    "variety": "Vendi score of three batches, share of their lines",
    "frames": "effective number of frames in three batches (exp of the entropy of their shares)",
    "new_lately": "1 - likeness to the nearest line of the two batches before",
    "new": "1 - likeness to the nearest line ever used",
    "batch_variety": "Vendi score of one batch, share of its lines",
    "kinds": "share of the grid that the loop has filled so far",
    "clicks": "true clicks per 1,000 shown, after wear, without luck",
    "injected": "share of lines drawn towards inspiration",
    "lines": "lines made",
}
HERE = Where(file="benchmark")


def read_world() -> ModuleType:
    """The world's own program, which nothing of the package imports."""
    spec = importlib.util.spec_from_file_location("world", DATA / "worlds" / "simulated-world.py")
    if spec is None or spec.loader is None:
        raise SystemExit("the world's program is not there")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


WORLD = read_world()


def prepared(folder: Path, market: str) -> Path:
    """One market of the sample brand, read and fitted, without pictures: nothing is drawn here."""
    starting.start(folder, starting.SAMPLE)
    ads, toml = folder / "library" / "ads.csv", folder / "styleloop.toml"
    ads.write_text(ads.read_text("utf-8").replace("pictures/", "https://example.invalid/"), "utf-8")
    # Other markets have no answers here, and fitting them takes time.
    toml.write_text(toml.read_text("utf-8").replace("[run]", f'[run]\nmarkets = ["{market}"]'), "utf-8")
    project = Project(folder)
    flow.ingest(project, [])
    project.close()
    return folder


def opened(start: Path, folder: Path, dial: float, seed: int) -> Project:
    """A copy of what was prepared, at one dial and seed."""
    shutil.copytree(start, folder)
    toml = folder / "styleloop.toml"
    text = re.sub(r"dial = .*", f"dial = {dial}", toml.read_text("utf-8")).replace("[run]", f"[run]\nseed = {seed}")
    toml.write_text(text, "utf-8")
    return Project(folder)


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


def answers(assets: Sequence[Asset], rows: Sequence[dict[str, Any]], seed: int, day: date) -> list[Response]:
    ids = {a.name: a.id for a in assets}
    return [
        Response(
            subject=ids[row["ad"]], test=row["test"], market=row["market"], placement=row["placement"], day=day,
            shown=row["shown"], clicked=row["clicked"], exposure="randomised", propensity=float(row["propensity"]),
            simulated=True, source=HERE,
        )
        for row in WORLD.randomised(rows, seed, SHOWN, day.isoformat())
    ]  # fmt: skip


def asset(draft: Draft, campaign: str, test: str, day: date) -> Asset:
    return Asset(
        words=draft.words, locale=draft.market, placement="square", product=draft.product, test=test, name=draft.id,
        made=day, source=Where(file=PUBLISHED, field=campaign),
    )  # fmt: skip


def supply(project: Project, market: str) -> dict[str, tuple[int, int]]:
    """Product -> the new lines that can be written for it, and their frames: what any dial chooses from."""
    found = {}
    for sku in sorted(p.sku for p in project.store.products.all()):
        brief = making.make_brief(project, wish(project, sku, markets=(market,), placements=("square",)), market)
        written = drafts.write(brief, frames(project, current(project, market)), project.kit, 1000)
        made = [d for d in written if isinstance(d, Draft)]
        found[sku] = (len(made), len({d.pattern for d in made}))
    return found


def learn(project: Project) -> None:
    """Fit on everything known, and let it speak."""
    measure_library(project)
    turn = len(project.store.history(project.markets[0]))
    found = fit_all(project, "refit")
    project.store.promote((f.market, f.fit.style.id, "refit", f"refit:{f.market}:{turn}") for f in found)


def by_hand(project: Project, market: str, size: int) -> dict[str, float]:
    """The figures of the lines that people wrote: means over as many neighbours as three batches hold."""
    style = current(project, market)
    own = [a.words.text("headline") for a in project.store.assets.all(role="own", locale=market)]
    lately = drafts.used_lately([line for line in own if line], style.patterns)
    parts = [lately[at : at + WINDOW * size] for at in range(len(lately) - WINDOW * size + 1)]
    said = [[u.line for u in part] for part in parts]
    return {
        "variety": float(np.mean([vector.vendi_of(vector.table_of(x)) / len(x) for x in said])),
        "frames": float(np.mean([effective([u.frame or u.line for u in part]) for part in parts])),
        "new_lately": float(np.mean([1 - vector.nearest_of_each(x[-size:], x[:-size]).mean() for x in said])),
    }


def grid_of(project: Project, market: str) -> vector.Grid:
    past = [a for a in project.store.assets.all(role="own", locale=market) if a.words.text("headline")]
    found = measure(project, [Subject(id=a.id, locale=a.locale, words=a.words) for a in past])
    rows = [{m.name: m.value for m in found[a.id]} for a in past]
    return vector.readable(AXES, np.array([[row.get(name, np.nan) for name in AXES] for row in rows]))


def effective(names: Sequence[str]) -> float:
    shares = [count / len(names) for count in Counter(names).values()]
    return math.exp(-sum(share * math.log(share) for share in shares))


def batch(project: Project, number: int, skus: Sequence[str], lines: int, market: str) -> list[tuple[Draft, Asset]]:
    made = []
    for turn, sku in enumerate(skus):
        asked = wish(project, sku, markets=(market,), placements=("square",), lines=lines, round_=number)
        project.store.campaigns.add([asked])
        brief = making.make_brief(project, asked, market)
        day = date(2026, 1, 1 + number)
        chosen = making.write_lines(project, brief, (), lines, with_proposals=False).chosen
        made += [(d, asset(d, asked.id, f"test-{number}-{turn}", day)) for d in chosen]
    return made


def looked_at(
    project: Project, batches: Sequence[Sequence[Draft]], past: Sequence[str], grid: vector.Grid
) -> dict[str, float]:
    """The figures of the newest batch but for its clicks; those over three batches from the third on."""
    said = [[d.words.text("headline") for d in chosen] for chosen in batches]
    now, drafted = said[-1], [d for chosen in batches for d in chosen]
    values = measure(project, [Subject(id=d.id, locale=d.market, words=d.words) for d in drafted])
    cells = {grid.cell({m.name: m.value for m in values[d.id]}) for d in drafted}
    before = [*past, *(line for lines in said[:-1] for line in lines)]
    figures = {
        "lines": float(len(now)),
        "batch_variety": vector.vendi_of(vector.table_of(now)) / len(now),
        "new": 1 - float(vector.nearest_of_each(now, before).mean()),
        "kinds": len(cells) / grid.cells,
        "injected": sum(bool(d.injected) for d in batches[-1]) / len(now),
    }
    if len(batches) >= WINDOW:
        recent = [line for lines in said[-WINDOW:] for line in lines]
        figures["variety"] = vector.vendi_of(vector.table_of(recent)) / len(recent)
        figures["frames"] = effective([d.pattern for chosen in batches[-WINDOW:] for d in chosen])
        figures["new_lately"] = 1 - float(vector.nearest_of_each(now, recent[: -len(now)]).mean())
    return figures


def loop(start: Path, dial: float, seed: int, asked: argparse.Namespace) -> list[dict[str, float]]:
    market, project = asked.market, opened(start, start.with_name(f"seed-{seed}-dial-{dial}"), dial, seed)
    skus = sorted(p.sku for p in project.store.products.all())
    skus = [skus[i] for i in np.random.default_rng(seed).permutation(len(skus))]
    own = project.store.assets.all(role="own", locale=market)
    tested = [a for a in own if a.test]
    project.store.responses.add(answers(tested, pieces(tested, [0] * len(tested)), seed, date(2026, 1, 1)))
    grid, past = grid_of(project, market), [a.words.text("headline") for a in own]
    learn(project)
    used: Counter[str] = Counter()
    batches: list[list[Draft]] = []
    told = []
    for number in range(1, asked.rounds + 1):
        turns = [skus[(asked.products * (number - 1) + turn) % len(skus)] for turn in range(asked.products)]
        made = batch(project, number, turns, asked.lines, market)
        if not made:
            continue
        chosen, assets = [d for d, _ in made], [a for _, a in made]
        batches.append(chosen)
        rows = pieces(assets, [used[d.pattern] for d in chosen])
        clicks = sum(1000 / (1 + math.exp(-WORLD.log_odds(row, seed))) for row in rows) / len(rows)
        told.append(looked_at(project, batches, past, grid) | {"round": number, "clicks": clicks})
        used.update(d.pattern for d in chosen)
        project.store.assets.add(assets)
        project.store.responses.add(answers(assets, rows, seed, date(2026, 1, 1 + number)))
        if number % REFIT == 0:
            learn(project)
    project.close()
    return told


def between(values: Sequence[float]) -> dict[str, float]:
    """Mean and 95 % interval over seeds."""
    mean, n = sum(values) / len(values), len(values)
    if n < 4:  # `t_quantile` asks for three degrees of freedom
        return {"mean": mean}
    half = t_quantile(0.975, n - 1) * float(np.std(values, ddof=1)) / math.sqrt(n)
    return {"mean": mean, "low": mean - half, "high": mean + half}


def part(run: Sequence[dict[str, float]], name: str, *, late: bool) -> float:
    """A figure at the beginning (the first three batches) or at the end (the last three) of a run."""
    rows = [row[name] for row in run if name in row]
    if name in ("variety", "frames", "kinds"):
        return rows[-1] if late else next(row[name] for row in run if name in row and row["round"] >= WINDOW)
    return float(np.mean(rows[-WINDOW:] if late else rows[:WINDOW]))


def summary(runs: dict[float, list[list[dict[str, float]]]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for dial, mine in runs.items():
        told: dict[str, Any] = {}
        for name in NAMES:
            first, last = ([part(run, name, late=late) for run in mine] for late in (False, True))
            told[name] = {
                "first": between(first),
                "last": between(last),
                "change": between([b - a for a, b in zip(first, last, strict=True)]),
                "run": between([float(np.mean([row[name] for row in run if name in row])) for run in mine]),
            }
        found[f"{dial:g}"] = told
    for dial in list(runs)[1:]:
        pairs = list(zip(runs[dial], runs[next(iter(runs))], strict=True))
        found[f"{dial:g} against {next(iter(runs)):g}"] = {
            "clicks_ratio": between([total(a) / total(b) for a, b in pairs]),
            "clicks_ratio_last": between(
                [part(a, "clicks", late=True) / part(b, "clicks", late=True) for a, b in pairs]
            ),
            **{
                f"{name}_change": between(
                    [
                        part(a, name, late=True) - part(a, name, late=False)
                        - part(b, name, late=True) + part(b, name, late=False)
                        for a, b in pairs
                    ]
                )
                for name in ("variety", "frames", "new_lately", "new")
            },
            **{
                f"{name}_last": between([part(a, name, late=True) - part(b, name, late=True) for a, b in pairs])
                for name in ("variety", "frames", "new_lately", "new", "kinds")
            },
        }  # fmt: skip
    return found


def total(run: Sequence[dict[str, float]]) -> float:
    """Mean clicks of a run, every line counting alike."""
    return sum(row["clicks"] * row["lines"] for row in run) / sum(row["lines"] for row in run)


def said(figure: dict[str, float]) -> str:
    return f"{figure['mean']:.3f}" + (f" ({figure['low']:.3f} to {figure['high']:.3f})" if "low" in figure else "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--seeds", type=int, default=8)
    parser.add_argument("--first", type=int, default=1, help="first seed")
    parser.add_argument("--products", type=int, default=1, help="a round")
    parser.add_argument("--lines", type=int, default=3, help="per product")
    parser.add_argument("--dials", type=float, nargs="+", default=DIALS)
    parser.add_argument("--market", default="en-GB")
    parser.add_argument("--json", action="store_true", help="last line: one JSON object")
    asked = parser.parse_args()
    if asked.rounds < WINDOW:
        parser.error(f"--rounds: {WINDOW} at least")
    runs: dict[float, list[list[dict[str, float]]]] = {dial: [] for dial in asked.dials}
    with tempfile.TemporaryDirectory() as folder:
        start = prepared(Path(folder) / "start", asked.market)
        project = opened(start, start.with_name("before"), DIALS[0], 1)
        stock = supply(project, asked.market)
        people = by_hand(project, asked.market, asked.products * asked.lines)
        project.close()
        sys.stdout.write(f"people's lines  {'  '.join(f'{n} {v:.3f}' for n, v in people.items())}\n")
        counts = "  ".join(f"{sku} {lines} of {frames}" for sku, (lines, frames) in stock.items())
        sys.stdout.write(f"lines of frames there are  {counts}\n")
        for seed in range(asked.first, asked.first + asked.seeds):
            for dial in asked.dials:
                run = loop(start, dial, seed, asked)
                runs[dial].append(run)
                figures = "  ".join(
                    f"{n} {part(run, n, late=False):.3f} > {part(run, n, late=True):.3f}" for n in NAMES[:6]
                )
                sys.stdout.write(f"seed {seed}  dial {dial:.1f}  {figures}  clicks {total(run):.3f}\n")
                sys.stdout.flush()
    found = summary(runs)
    for dial, told in found.items():
        sys.stdout.write(f"\ndial {dial}\n")
        for name, figure in told.items():
            shown = " | ".join(f"{k} {said(v)}" for k, v in figure.items()) if "first" in figure else said(figure)
            sys.stdout.write(f"  {name:20s} {shown}\n")
    if asked.json:
        asks = {name: value for name, value in vars(asked).items() if name != "json"}
        rounds = {f"{dial:g}": mine for dial, mine in runs.items()}
        whole = {**asks, "supply": stock, "people": people, "figures": TELL, "dials": found, "rounds": rounds}
        sys.stdout.write(json.dumps(whole) + "\n")


if __name__ == "__main__":
    main()
