"""The simulated world stands alone, repeats itself, and can prove us wrong."""

import ast
import csv
import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

WORLD = Path(__file__).resolve().parents[2] / "src/styleloop/data/worlds/simulated-world.py"


def world(*more):
    return subprocess.run([sys.executable, str(WORLD), *map(str, more)], capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def pieces(tmp_path_factory):
    path = tmp_path_factory.mktemp("world") / "pieces.jsonl"
    lines = ["It rained.", "Why wait!", "No 3 reasons. You know this rain.", "We made it here."]
    rows = [
        {
            "name": f"ad-{market}-{i}",
            "test": f"t-{market}",
            "arm": str(i),
            "market": market,
            "placement": "square",
            "headline": line,
            "body": "Taped seams.",
            "cta": "Take it",
            "picture": "",
            "uses": i,
        }
        for market in ("en-GB", "de-DE")
        for i, line in enumerate(lines)
    ]
    path.write_text("\n".join(json.dumps(r) for r in rows), encoding="utf-8")
    return path


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_it_knows_nothing_of_styleloop():
    tree = ast.parse(WORLD.read_text(encoding="utf-8"))
    names = {a.name.split(".")[0] for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    names |= {n.module.split(".")[0] for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module}
    assert names - set(sys.stdlib_module_names) == {"numpy", "PIL"}


def test_answers_repeat_and_say_that_they_are_simulated(pieces, tmp_path):
    a, b, c = (tmp_path / f"{n}.csv" for n in "abc")
    for out, seed in ((a, 7), (b, 7), (c, 8)):
        assert world("--pieces", pieces, "--out", out, "--seed", seed, "--shown", 2000).returncode == 0
    assert a.read_bytes() == b.read_bytes() != c.read_bytes()
    rows = rows_of(a)
    assert {r["simulated"] for r in rows} == {"true"}
    assert {r["exposure"] for r in rows} == {"randomised", "observational"}
    for r in rows:
        assert int(r["clicked"]) <= int(r["shown"])
        assert bool(r["test"]) == (r["exposure"] == "randomised")
        assert (r["propensity"] == "0.250000") == (r["exposure"] == "randomised")


def test_shares_of_a_test_are_random_and_even(pieces, tmp_path):
    out = tmp_path / "out.csv"
    world("--pieces", pieces, "--out", out, "--shown", 4000)
    shown = defaultdict(list)
    for r in rows_of(out):
        if r["test"]:
            shown[r["test"]].append(int(r["shown"]))
    for counts in shown.values():
        assert sum(counts) == 16_000
        assert max(counts) - min(counts) < 400
        assert len(set(counts)) > 1


def test_rates_are_low_and_effects_small_different_and_often_zero(pieces):
    truth = json.loads(world("--truth", "--seed", 7).stdout)
    effects = {market: plan["effects"] for market, plan in truth.items()}
    for found in effects.values():
        assert all(abs(e) <= 0.15 for e in found.values())
        assert sum(e == 0 for e in found.values()) >= len(found) / 2
    assert effects["en-GB"] != effects["de-DE"]
    rates = [json.loads(line)["rate"] for line in world("--pieces", pieces, "--oracle").stdout.splitlines()]
    assert all(0.004 < rate < 0.05 for rate in rates)


VISUAL = {"brightness", "warmth", "vividness", "contrast", "empty", "detail", "mirrored"}


def test_words_and_pictures_both_act_and_differ_by_market_and_world():
    plans = [json.loads(world("--truth", "--seed", seed).stdout) for seed in range(4)]
    for plan in plans:
        acting = [{name for name, e in found["effects"].items() if e} for found in plan.values()]
        assert all(here == acting[0] for here in acting)
        assert len(acting[0] & VISUAL) >= 2
        assert len(acting[0] - VISUAL) >= 4
        assert not acting[0] & set(plan["en-GB"]["pair"]["names"])
    assert len({json.dumps(plan) for plan in plans}) == 4
    pairs = [set(plan["en-GB"]["pair"]["names"]) & VISUAL for plan in plans]
    assert any(pairs)


def odds_of(rows, tmp_path, seed):
    path = tmp_path / "asked.jsonl"
    path.write_text("\n".join(json.dumps(r) for r in rows), encoding="utf-8")
    done = world("--pieces", path, "--oracle", "--seed", seed)
    return [json.loads(line)["log_odds"] for line in done.stdout.splitlines()]


def test_it_looks_at_the_pixels_not_at_the_name(tmp_path):
    rng = np.random.default_rng(3)
    busy = rng.integers(0, 255, (80, 120, 3), dtype=np.uint8)
    plain = np.full((80, 120, 3), (200, 120, 60), dtype=np.uint8)
    for name, pixels in {"busy": busy, "twin": busy, "plain": plain}.items():
        Image.fromarray(pixels).save(tmp_path / f"{name}.png")
    base = {"market": "en-GB", "headline": "It rained."}
    rows = [{"name": n, **base, "picture": str(tmp_path / f"{n}.png")} for n in ("busy", "twin", "plain")]
    busy, twin, plain = odds_of(rows, tmp_path, 7)
    assert busy == twin != plain


def test_channels_differ_and_a_missing_picture_says_nothing(tmp_path):
    base = {"market": "en-GB", "headline": "No 3 reasons. You know this rain, and we know it!"}
    rows = [{"name": "a", **base}, {"name": "b", **base, "channel": "social"}, {"name": "c", **base, "channel": "mail"}]
    plain, social, mail = odds_of(rows, tmp_path, 7)
    assert len({plain, social, mail}) == 3
    assert odds_of([{"name": "d", **base, "picture": str(tmp_path / "none.jpg")}], tmp_path, 7) == [plain]


def test_wear_costs_clicks(pieces, tmp_path):
    worn = tmp_path / "worn.jsonl"
    rows = [json.loads(line) for line in pieces.read_text(encoding="utf-8").splitlines()]
    worn.write_text("\n".join(json.dumps({**r, "uses": 9}) for r in rows), encoding="utf-8")
    fresh, tired = (
        [json.loads(x)["log_odds"] for x in world("--pieces", p, "--oracle").stdout.splitlines()]
        for p in (pieces, worn)
    )
    assert all(b < a for a, b in zip(fresh, tired, strict=True))


def test_the_trap_makes_loud_ads_look_better_than_they_are(tmp_path):
    path, out = tmp_path / "pieces.jsonl", tmp_path / "out.csv"
    lines = [("loud", "WHY WAIT! BUY? NOW!"), ("quiet", "we made it and it is quiet and it keeps the rain out all day")]
    rows = [
        {"name": f"{n}-{i}", "test": f"t{i}", "arm": n, "market": "en-GB", "placement": "square", "headline": line}
        for i in range(60)
        for n, line in lines
    ]
    path.write_text("\n".join(json.dumps(r) for r in rows), encoding="utf-8")
    world("--pieces", path, "--out", out, "--shown", 8000)
    odds = {}
    for exposure in ("randomised", "observational"):
        rate = {}
        for n, _ in lines:
            here = [r for r in rows_of(out) if r["exposure"] == exposure and r["ad"].startswith(n)]
            rate[n] = sum(int(r["clicked"]) for r in here) / sum(int(r["shown"]) for r in here)
        odds[exposure] = rate["loud"] / rate["quiet"]
    assert odds["observational"] > 1.5 * odds["randomised"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"name": "a", "market": "en-GB"}', "headline missing"),
        ('{"name": "a", "market": "en-GB", "headline": "x"}\n' * 2, "two pieces are called a"),
    ],
)
def test_bad_pieces_are_named(tmp_path, text, why):
    path = tmp_path / "pieces.jsonl"
    path.write_text(text, encoding="utf-8")
    done = world("--pieces", path, "--out", tmp_path / "out.csv")
    assert done.returncode != 0
    assert why in done.stderr
    assert not (tmp_path / "out.csv").exists()


def test_more_than_ten_thousand_shows_are_refused(pieces, tmp_path):
    assert world("--pieces", pieces, "--out", tmp_path / "o.csv", "--shown", 10_001).returncode == 2
