#!/usr/bin/env python3
"""A simulated audience that can prove Styleloop wrong.

Stands alone: it imports nothing of Styleloop, its name cannot be imported, and it measures pieces with code of its own.
What moves its clicks, per market:

  effects     of its own measures, six of the words and three of the picture, a little different in every market and
              channel; more than half of the measures do nothing; at most .15 log-odds per spread
  hidden      a direction in a hashed word space, and one through the picture's light and shade, that no measure sees
  both        one pair of measures that only acts together (interaction), now two of words, now words and picture
  best length clicks fall on both sides of a best headline length, and of a best share of empty room (no straight lines)
  fatigue     every earlier use of a frame or tone costs clicks
  noise       every version has a luck of its own, besides the luck of the draw
  a trap      rows marked `observational`, where loud ads were put where clicks are cheap: learning from them misleads

Pieces come as JSON lines:
  {"name", "test", "arm", "market", "placement", "headline", "body", "cta", "tone", "picture": path or "", "uses": int}
  and, if the audience differs by it, "channel".
Every piece with a test is shown `--shown` times on average, at random among the versions of its test.

  python simulated-world.py --pieces pieces.jsonl --out results.csv --seed 7 --shown 4000 --day 2026-11-24
  python simulated-world.py --truth --seed 7                    the planted effects, as JSON
  python simulated-world.py --pieces pieces.jsonl --oracle ...  the true rate of every piece, as JSON lines
"""

import argparse
import csv
import hashlib
import json
import math
import sys
from collections import Counter
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image

COLUMNS = (
    "test,ad,market,placement,day,shown,clicked,converted,value,spend,currency,exposure,propensity,simulated".split(",")
)
MARKETS = {"en-GB": ("GBP", 0.016, 62.0), "de-DE": ("EUR", 0.014, 71.0), "ar-AE": ("AED", 0.019, 260.0)}
OTHER_MARKET = ("EUR", 0.015, 60.0)
PLACEMENT = {"square": 0.0, "story": 0.12, "wide": -0.10}
LARGEST = 0.15

SECOND = set("you your yours yourself du dich dir dein deine deinen deinem deiner ihr euch euer eure sie ihnen".split())
FIRST = set("we our us ours i my wir unser unsere unseren uns ich mein meine نحن لدينا عندنا".split())
NEGATION = set(
    "no not never none nothing nobody without nicht kein keine keinen nie nichts niemand ohne لا ليس ليست لن لم بلا دون".split()
)
POINTING = set("this these here that dies diese dieser dieses hier das هذا هذه هنا".split())
WEATHER = set(
    "rain rained wind cold wet drizzle snow regen regnet wind kalt nass schnee مطر المطر ريح الريح برد البرد".split()
)

# What the world measures: its usual value and one spread, by its own reckoning.
SCALE = {
    "words": (8.0, 4.0),
    "sentences": (2.0, 0.8),
    "word_length": (4.5, 0.8),
    "question": (0.1, 0.3),
    "exclamation": (0.05, 0.25),
    "figure": (0.2, 0.4),
    "second": (0.35, 0.45),
    "first": (0.2, 0.4),
    "negation": (0.35, 0.45),
    "pointing": (0.2, 0.4),
    "weather": (0.3, 0.45),
    "capitals": (0.20, 0.20),
    "body_words": (7.0, 3.0),
    "cta_words": (3.0, 1.6),
    "brightness": (0.55, 0.18),
    "warmth": (0.0, 0.13),
    "vividness": (0.40, 0.20),
    "contrast": (0.40, 0.20),
    "empty": (0.45, 0.25),
    "detail": (0.035, 0.02),
    "mirrored": (0.08, 0.045),
}
VISUAL = ("brightness", "warmth", "vividness", "contrast", "empty", "detail", "mirrored")


def unit(*parts):
    """A number in [0, 1) that belongs to these words for ever."""
    digest = hashlib.sha256("\x1f".join(map(str, parts)).encode()).digest()
    return int.from_bytes(digest[:7], "big") / 2**56


@lru_cache(maxsize=None)
def luck(*parts):
    """A standard normal number that belongs to these words for ever (Box and Muller)."""
    return math.sqrt(-2 * math.log(1 - unit("a", *parts))) * math.cos(2 * math.pi * unit("b", *parts))


def generator(*parts):
    return np.random.default_rng(
        int.from_bytes(hashlib.sha256("\x1f".join(map(str, parts)).encode()).digest()[:8], "big")
    )


# --- what the world sees in a piece -----------------------------------------------------------------------------------


def tokens(text):
    return ["".join(c for c in word if c.isalnum()) for word in text.replace(" / ", " ").split()]


def has(words, lexicon):
    return float(any(word.lower() in lexicon for word in words))


@lru_cache(maxsize=None)
def light_of(path):
    """The picture at 64 x 64, red, green and blue in 0 to 1; None where there is none."""
    if not path or not Path(path).is_file():
        return None
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB").resize((64, 64), Image.Resampling.BOX), dtype=float) / 255


@lru_cache(maxsize=None)
def picture_numbers(path):
    rgb = light_of(path)
    if rgb is None:
        return {}
    top, bottom = rgb.max(axis=2), rgb.min(axis=2)
    luma = rgb @ [0.2126, 0.7152, 0.0722]
    slope = np.hypot(np.diff(luma, axis=1)[:-1], np.diff(luma, axis=0)[:, :-1])
    cells = slope[:60, :60].reshape(12, 5, 12, 5).mean(axis=(1, 3))
    return {
        "brightness": float(luma.mean()),
        "warmth": float((rgb[..., 0] - rgb[..., 2]).mean()),
        "vividness": float(((top - bottom) / np.maximum(top, 1e-9)).mean()),
        "contrast": float(np.quantile(luma, 0.95) - np.quantile(luma, 0.05)),
        "empty": float((cells < 0.015).mean()),
        "detail": float(slope.mean()),
        "mirrored": float(np.abs(luma - luma[:, ::-1]).mean()),
    }


@lru_cache(maxsize=None)
def scene(path, seed):
    """Where a picture lies along a direction through its light and shade: nobody's measure."""
    rgb = light_of(path)
    if rgb is None:
        return 0.0
    shade = rgb.mean(axis=2).reshape(8, 8, 8, 8).mean(axis=(1, 3))
    shade = (shade - shade.mean()) / max(float(shade.std()), 0.02)
    return float((shade * generator("scene", seed).standard_normal((8, 8))).mean()) * 5


def features(piece):
    return seen_in(piece["headline"], piece.get("body", ""), piece.get("cta", ""), piece.get("picture", ""))


@lru_cache(maxsize=None)
def seen_in(headline, body, cta, picture):
    words = [word for word in tokens(headline) if word]
    raw = {
        "words": len(words),
        "sentences": max(1, sum(headline.count(mark) for mark in ".?!؟")),
        "word_length": sum(map(len, words)) / max(1, len(words)),
        "question": float("?" in headline or "؟" in headline),
        "exclamation": float("!" in headline + body),
        "figure": float(any(c.isdigit() for c in headline)),
        "second": has(words, SECOND),
        "first": has(words, FIRST),
        "negation": has(words, NEGATION),
        "pointing": has(words, POINTING),
        "weather": has(words, WEATHER),
        "capitals": sum(word[:1].isupper() for word in words) / max(1, len(words)),
        "body_words": len(tokens(body)),
        "cta_words": len(tokens(cta)),
        **picture_numbers(picture),
    }
    return {name: (raw[name] - middle) / spread for name, (middle, spread) in SCALE.items() if name in raw}


def hidden(piece, seed):
    """Where a headline lies along a direction of hashed words: nobody's measure."""
    words = [word.lower() for word in tokens(piece["headline"]) if word]
    return sum(luck("hidden", seed, word) for word in words) / math.sqrt(max(1, len(words)))


# --- what is true here ------------------------------------------------------------------------------------------------


def planned(seed):
    """Which measures act here, and which two act only together; the rest do nothing."""
    order = sorted(SCALE, key=lambda name: unit("zero", seed, name))
    words = [name for name in order if name not in VISUAL]
    seen = [name for name in order if name in VISUAL]
    second = seen[3] if unit("pair", seed) < 0.5 else words[7]
    return words[:6] + seen[:3], [words[6], second]


@lru_cache(maxsize=None)
def truth(seed, market, channel=""):
    """The planted effects of one market, log-odds per the world's own spread."""
    acting, pair = planned(seed)
    effects = {name: 0.0 for name in sorted(SCALE)}
    for name in acting:
        sign = 1.0 if unit("sign", seed, name) < 0.5 else -1.0
        shared = sign * (0.03 + 0.09 * unit("size", seed, name))
        own = 0.04 * luck("own", seed, name, market)
        own += 0.02 * luck("channel", seed, name, channel) if channel else 0.0
        effects[name] = max(-LARGEST, min(LARGEST, shared + own))
    return {
        "effects": effects,
        "pair": {"names": pair, "effect": 0.06 if unit("pairsign", seed) < 0.5 else -0.06},
        "best_words": 7.0 + 4.0 * unit("best", seed, market),
        "length_cost": 0.04,
        "best_empty": 0.3 + 0.3 * unit("room", seed, market),
        "empty_cost": 0.03,
        "hidden": 0.06,
        "scene": 0.04,
        "fatigue": 0.02,
        "noise": 0.04,
    }


def bent(seen, name, best):
    """Squared spreads from the best value, 4 at most; nothing where the piece has no such measure."""
    if name not in seen:
        return 0.0
    usual, spread = SCALE[name]
    return min(((seen[name] * spread + usual - best) / spread) ** 2, 4.0)


def log_odds(piece, seed):
    """A piece's true log-odds of a click, without luck."""
    market, picture = piece["market"], piece.get("picture", "")
    plan, seen = truth(seed, market, piece.get("channel", "")), features(piece)
    first, second = plan["pair"]["names"]
    base = MARKETS.get(market, OTHER_MARKET)[1]
    return (
        math.log(base / (1 - base))
        + PLACEMENT.get(piece.get("placement", ""), 0.0)
        + sum(effect * seen.get(name, 0.0) for name, effect in plan["effects"].items())
        + plan["pair"]["effect"] * seen.get(first, 0.0) * seen.get(second, 0.0)
        - plan["length_cost"] * bent(seen, "words", plan["best_words"])
        - plan["empty_cost"] * bent(seen, "empty", plan["best_empty"])
        + plan["hidden"] * hidden(piece, seed)
        + plan["scene"] * scene(picture, seed)
        - plan["fatigue"] * min(int(piece.get("uses") or 0), 10)
    )


def chance(piece, seed, day):
    """The rate a piece really has on a day: its log-odds, its own luck, and the day's weather over the whole test."""
    noise = truth(seed, piece["market"])["noise"] * luck("arm", seed, piece["name"])
    weather = 0.10 * luck("day", seed, piece["test"], day)
    return 1 / (1 + math.exp(-(log_odds(piece, seed) + noise + weather)))


# --- what the world answers -------------------------------------------------------------------------------------------


def row(piece, day, shown, rate, rng, **more):
    currency, _, basket = MARKETS.get(piece["market"], OTHER_MARKET)
    clicked = int(rng.binomial(shown, min(1.0, rate)))
    converted = int(rng.binomial(clicked, 0.04))
    return {
        "ad": piece["name"],
        "market": piece["market"],
        "placement": piece.get("placement", ""),
        "day": day,
        "shown": shown,
        "clicked": clicked,
        "converted": converted,
        "value": f"{converted * basket:.2f}",
        "spend": f"{shown * 0.006:.2f}",
        "currency": currency,
        "simulated": "true",
        **more,
    }


def randomised(pieces, seed, shown, day):
    by_test = {}
    for piece in pieces:
        if piece.get("test"):
            by_test.setdefault((piece["test"], piece["market"], piece.get("placement", "")), []).append(piece)
    for key in sorted(by_test):
        arms = sorted(by_test[key], key=lambda piece: piece["name"])
        rng = generator("test", seed, day, *key)
        share = 1 / len(arms)
        for piece, count in zip(arms, rng.multinomial(shown * len(arms), [share] * len(arms))):
            more = {"test": key[0], "exposure": "randomised", "propensity": f"{share:.6f}"}
            yield row(piece, day, int(count), chance(piece, seed, day), rng, **more)


def trap(pieces, seed, shown, day):
    """The louder an ad, the likelier it was put where clicks are cheap: it looks good and is not."""
    for piece in sorted(pieces, key=lambda piece: piece["name"]):
        rng = generator("trap", seed, day, piece["name"])
        seen = features(piece)
        loud = (
            seen["exclamation"] + seen["capitals"] + seen["question"] - 0.5 * seen["words"] + seen.get("vividness", 0.0)
        )
        cheap = rng.random() < 1 / (1 + math.exp(-1.5 * loud))
        rate = min(0.5, chance({**piece, "test": piece.get("test") or "none"}, seed, day) * (2.5 if cheap else 0.8))
        yield row(piece, day, max(1, shown // 4), rate, rng, test="", exposure="observational", propensity="")


def read(path):
    pieces = []
    for number, line in enumerate(Path(path).read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            piece = json.loads(line)
            absent = [name for name in ("name", "market", "headline") if not piece.get(name)]
            if absent:
                sys.exit(f"{path}, line {number}: {', '.join(absent)} missing")
            pieces.append(piece)
    names = Counter(piece["name"] for piece in pieces)
    twice = [name for name, count in names.items() if count > 1]
    if twice:
        sys.exit(f"{path}: two pieces are called {twice[0]}")
    return pieces


def arguments():
    parser = argparse.ArgumentParser(description="A simulated audience that can prove Styleloop wrong.")
    parser.add_argument("--pieces", help="JSON lines, one piece each")
    parser.add_argument("--out", help="results CSV to write")
    parser.add_argument("--seed", type=int, default=7, help="which world")
    parser.add_argument("--shown", type=int, default=4000, help="exposures per piece, at most 10000")
    parser.add_argument("--day", default="2026-11-24", help="ISO date of the rows")
    parser.add_argument("--truth", action="store_true", help="print the planted effects; for benchmarks only")
    parser.add_argument("--oracle", action="store_true", help="print each piece's true rate; for benchmarks only")
    asked = parser.parse_args()
    if not 1 <= asked.shown <= 10_000:
        parser.error("--shown: 1 to 10000 exposures per piece")
    date.fromisoformat(asked.day)
    if not asked.truth and not (asked.pieces and (asked.out or asked.oracle)):
        parser.error("give --pieces with --out or --oracle, or --truth")
    return asked


def main():
    asked = arguments()
    pieces = read(asked.pieces) if asked.pieces else []
    if asked.truth:
        markets = sorted({piece["market"] for piece in pieces} or MARKETS)
        print(json.dumps({market: truth(asked.seed, market) for market in markets}, ensure_ascii=False))
    if asked.oracle:
        for piece in pieces:
            test = {**piece, "test": piece.get("test") or "none"}
            found = {
                "name": piece["name"],
                "log_odds": log_odds(piece, asked.seed),
                "rate": chance(test, asked.seed, asked.day),
            }
            print(json.dumps(found, ensure_ascii=False))
    if asked.out:
        rows = [
            *randomised(pieces, asked.seed, asked.shown, asked.day),
            *trap(pieces, asked.seed, asked.shown, asked.day),
        ]
        with Path(asked.out).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            writer.writerows(rows)


if __name__ == "__main__":
    main()
