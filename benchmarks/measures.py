"""What measuring costs: CPU seconds per 1,000 texts, and per 1,000 pictures against the cost of decoding them.

    python -m benchmarks.measures --json [--photos FOLDER] [--repeats 9]

The floor is `simplejpeg` alone, shrinking a 1920 x 1080 JPEG on load to 480 pixels on the long side: what no reader of
pictures can avoid. `measuring` is the picture extractor on decoded pixels; `whole` is the project's own decoder and the
extractor together. Floor, decoder and extractor take turns on the same pictures in the same run; medians of process
time, one thread. Pictures are made here (soft light, shapes, grain, in twelve variations) unless a folder of
photographs is given, which are brought to 1920 x 1080 first.

Texts are put together from the sample brand's lines, with a body and a label each; and, where the archive of headline
tests lies beside the checkout (or `--headlines` names a table), a thousand real headlines at a time. Every text is new
to the extractor whenever it is timed: what is kept of whole texts is dropped before, what is kept of words stays, as
it does in a working day. The best run counts, for words are measured in less time than a busy machine's neighbours
take away.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable, Sequence
from itertools import islice, product
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pyarrow.parquet as pq
import simplejpeg
from PIL import Image, ImageOps

from benchmarks.pieces import BEATS
from styleloop.adapters.decoders.raster import RasterDecoder
from styleloop.language.normalise import fold
from styleloop.language.numbers import quantities
from styleloop.language.phrases import read_words
from styleloop.language.units import tokens
from styleloop.measure.copy import CopyExtractor
from styleloop.measure.picture import PictureExtractor
from styleloop.types.copy import Copy
from styleloop.types.measurement import Subject
from styleloop.types.picture import Bytes, Picture

SIZE = (1920, 1080)
LONG_SIDE = 480
QUALITY = 88
KIT = ("#2f3e46", "#e8dcc4", "#a4452c", "#1f6f78", "#f5f1e5")
TEXTS = 1000
ARCHIVE = Path(__file__).resolve().parents[2] / "shared/data/upworthy/arms_to_2014w45.parquet"


def made(seed: int) -> Bytes:
    """Something like a photograph: soft lights of a few hues, shapes with edges, a ground in or out of focus, grain."""
    rng = np.random.default_rng(seed)
    width, height = SIZE
    coarse = rng.integers(20, 235, (int(rng.integers(3, 9)), int(rng.integers(4, 14)), 3), dtype=np.uint8)
    rgb = cv2.resize(coarse, SIZE, interpolation=cv2.INTER_CUBIC).astype(np.float32)
    for _ in range(int(rng.integers(10, 70))):
        layer = rgb.copy()
        at = (int(rng.integers(0, width)), int(rng.integers(0, height)))
        axes = (int(rng.integers(8, 260)), int(rng.integers(8, 200)))
        shade = tuple(float(v) for v in rng.integers(0, 256, 3))
        cv2.ellipse(layer, at, axes, float(rng.integers(0, 180)), 0, 360, shade, -1, cv2.LINE_AA)
        rgb = cv2.addWeighted(layer, 0.7, rgb, 0.3, 0)
    texture = cv2.GaussianBlur(
        rng.normal(0, 40, (height, width)).astype(np.float32), (0, 0), float(rng.uniform(0.6, 3))
    )
    rgb = rgb + texture[..., None] + rng.normal(0, 4, rgb.shape).astype(np.float32)
    return np.clip(rgb, 0, 255).astype(np.uint8)


def jpegs(photos: Path | None, count: int) -> list[bytes]:
    if photos is None:
        pictures = [made(seed) for seed in range(count)]
    else:
        files = sorted(f for f in photos.iterdir() if f.suffix.lower() in (".jpg", ".jpeg", ".png"))
        pictures = [np.asarray(ImageOps.fit(Image.open(f).convert("RGB"), SIZE)) for f in files[:count]]
    return [simplejpeg.encode_jpeg(np.ascontiguousarray(p), QUALITY, "RGB", "420") for p in pictures]


def texts() -> list[Subject]:
    """A thousand different headlines in three languages, with a body and a label."""
    found = []
    for locale, beats in BEATS.items():
        pairs = (pair for pair in product(beats, beats) if pair[0] != pair[1])
        for one, other in islice(pairs, TEXTS // len(BEATS) + 1):
            words = Copy.of(headline=f"{one}\n{other}", body=f"{other} {one}", cta=beats[-1])
            found.append(Subject(f"{locale}{len(found)}", locale, words))
    return found[:TEXTS]


def taking_turns(tasks: dict[str, Callable[[], object]], repeats: int) -> dict[str, float]:
    """Median CPU seconds of each, one after the other, again and again: a slow minute meets all of them."""
    spent: dict[str, list[float]] = {name: [] for name in tasks}
    for task in tasks.values():
        task()
    for _ in range(repeats):
        for name, task in tasks.items():
            start = time.process_time()
            task()
            spent[name].append(time.process_time() - start)
    return {name: statistics.median(times) for name, times in spent.items()}


def of_pictures(files: Sequence[bytes], repeats: int) -> dict[str, float]:
    decoder, extractor = RasterDecoder(), PictureExtractor()
    least = (LONG_SIDE, LONG_SIDE * SIZE[1] // SIZE[0])
    decoded = [p for p in decoder.decode(files, LONG_SIDE) if isinstance(p, Picture)]
    subjects = [Subject(str(i), "und", Copy(), p, colours=KIT) for i, p in enumerate(decoded)]
    spent = taking_turns(
        {
            "floor": lambda: [simplejpeg.decode_jpeg(f, "RGB", min_width=least[0], min_height=least[1]) for f in files],
            "decoder": lambda: decoder.decode(files, LONG_SIDE),
            "measuring": lambda: extractor.extract(subjects),
        },
        repeats,
    )
    each = {name: 1000 * seconds / len(files) for name, seconds in spent.items()}
    measures = [len(found) for found in extractor.extract(subjects) if isinstance(found, tuple)]
    return {
        "pictures": len(files),
        "picture_kb": sum(map(len, files)) / len(files) / 1000,
        "picture_measures": statistics.mean(measures),
        "decode_floor_cpu_s_per_1000": each["floor"],
        "decoder_cpu_s_per_1000": each["decoder"],
        "picture_cpu_s_per_1000": each["measuring"],
        "picture_over_decode": each["measuring"] / each["floor"],
        "whole_over_decode": (each["decoder"] + each["measuring"]) / each["floor"],
    }


def forget_texts() -> None:
    for kept in (fold, tokens, read_words, quantities):
        kept.cache_clear()


def of_texts(repeats: int) -> dict[str, float]:
    extractor, subjects = CopyExtractor(), texts()
    measures = statistics.mean(len(found) for found in extractor.extract(subjects))
    spent = []
    for _ in range(repeats):
        forget_texts()
        start = time.process_time()
        extractor.extract(subjects)
        spent.append(time.process_time() - start)
    return {
        "texts": len(subjects),
        "copy_measures": measures,
        "copy_cpu_s_per_1000": 1000 * min(spent) / len(subjects),
        "copy_texts_per_cpu_s": len(subjects) / min(spent),
    }


def real(table: Path) -> list[Subject]:
    """The different headlines of a table, in an order of no meaning."""
    rows = pq.read_table(table, columns=["headline"])["headline"].to_pylist()
    lines = np.random.default_rng(7).permutation(sorted({line for line in rows if line and line.strip()}))
    return [Subject(str(at), "en-US", Copy.of(headline=str(line))) for at, line in enumerate(lines)]


def of_headlines(table: Path) -> dict[str, float]:
    """The first two thousand are not timed; after that every thousand is timed once."""
    extractor, subjects = CopyExtractor(), real(table)
    extractor.extract(subjects[: 2 * TEXTS])
    spent, measures = [], 0
    for first in range(2 * TEXTS, len(subjects) - TEXTS + 1, TEXTS):
        start = time.process_time()
        found = extractor.extract(subjects[first : first + TEXTS])
        spent.append(time.process_time() - start)
        measures = sum(len(one) for one in found if isinstance(one, tuple))
    return {
        "headlines": TEXTS * len(spent),
        "headline_signs": statistics.mean(len(s.words.text("headline")) for s in subjects),
        "headline_measures": measures / TEXTS,
        "headline_cpu_s_per_1000": min(spent),
        "headlines_per_cpu_s": TEXTS / min(spent),
        "headlines_per_cpu_s_median": TEXTS / statistics.median(spent),
    }


def of_points(repeats: int) -> dict[str, float]:
    """Texts embedded per CPU second, for each embedder that is installed."""
    from styleloop.app import registry

    try:
        embedders = registry.make_all("embedders")
    except Exception as problem:  # none installed, or weights not at hand: the other figures stand
        print(f"no embedder: {problem}")
        return {}
    lines = [subject.words.text("headline") for subject in texts() if subject.locale.startswith("en")][:128]
    spent = taking_turns({e.name: (lambda e=e: e.embed(lines)) for e in embedders}, max(1, repeats // 3))
    return {f"{name}_texts_per_cpu_s": len(lines) / seconds for name, seconds in spent.items()}


def rounded(value: float) -> float:
    return float(f"{value:.3g}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one line of JSON")
    parser.add_argument("--photos", type=Path, help="a folder of photographs to measure instead of made pictures")
    parser.add_argument("--headlines", type=Path, default=ARCHIVE, help="a Parquet table with a column `headline`")
    parser.add_argument("--pictures", type=int, default=12, help="how many pictures")
    parser.add_argument("--repeats", type=int, default=9)
    parser.add_argument("--embedders", action="store_true", help="also what installed embedders cost")
    asked = parser.parse_args()
    cv2.setNumThreads(1)
    result: dict[str, Any] = {
        **of_texts(asked.repeats),
        **(of_headlines(asked.headlines) if asked.headlines.is_file() else {}),
        **of_pictures(jpegs(asked.photos, asked.pictures), asked.repeats),
    }
    if asked.embedders:
        result |= of_points(asked.repeats)
    print(json.dumps({name: rounded(v) for name, v in result.items()}, indent=None if asked.json else 2))


if __name__ == "__main__":
    main()
