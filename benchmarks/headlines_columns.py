"""Columns for the headlines: measures and embeddings, by block."""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from pathlib import Path

import numpy as np

from styleloop.app.registry import make
from styleloop.measure.copy import CopyExtractor
from styleloop.types.copy import Copy
from styleloop.types.measurement import Subject
from styleloop.types.record import Refusal

Text = dict[str, np.ndarray]
LAYERS = ("layer 2", "layer 4", "layer 6")
BLOCKS = {"length": 1.0, "measures": 1.0, **dict.fromkeys(LAYERS, 0.5), "language model": 0.7}
"""How much each block is trusted before anything is seen."""
LENGTHS = ("copy.words", "copy.graphemes")


def whole(lm: bool) -> list[str]:
    """Blocks of the full recipe."""
    return ["measures", *LAYERS, *(["language model"] if lm else [])]


def cleaned(text: str) -> str:
    """Without markup and entities; straight quotes; single spaces."""
    text = html.unescape(re.sub(r"<[^>]+>", " ", html.unescape(text)))
    text = unicodedata.normalize("NFC", text).translate(str.maketrans("‘’“”", "''\"\""))
    return " ".join(text.split())


def describe(texts: list[str], lm: bool, kept: Path | None) -> Text:
    """Every block for `texts`, shape (texts, columns) each."""
    found = {"measures": _measures(texts)}
    found["length"] = _lengths(texts)
    found |= dict(zip(LAYERS, np.split(_points("minilm", texts, kept), 3, axis=1), strict=True))
    if lm:
        found["language model"] = _points("smollm", texts, kept)
    return found


def _measures(texts: list[str]) -> np.ndarray:
    extractor = CopyExtractor()
    names = {spec.name: column for column, spec in enumerate(extractor.specs)}
    table = np.full((len(texts), len(names)), np.nan)
    subjects = [Subject(str(i), "en-US", Copy.of(headline=text)) for i, text in enumerate(texts)]
    for row, numbers in enumerate(extractor.extract(subjects)):
        for m in () if isinstance(numbers, Refusal) else numbers:
            table[row, names[m.name]] = m.value
    count = np.maximum((~np.isnan(table)).sum(axis=0), 1)
    usual = np.nansum(table, axis=0) / count  # a measure that is absent counts as usual
    table = np.where(np.isnan(table), usual, table)
    return np.concatenate([table, np.square(_lengths(texts))], axis=1)


def _lengths(texts: list[str]) -> np.ndarray:
    return np.array([(len(text.split()), len(text)) for text in texts], float) / (10, 100)


def _points(name: str, texts: list[str], kept: Path | None) -> np.ndarray:
    made = make("embedders", name)
    key = hashlib.sha256("\n".join((made.name, str(made.version), *texts)).encode()).hexdigest()[:16]
    file = kept / f"{key}.npy" if kept else None
    if file and file.exists():
        return np.load(file)
    points = made.embed(texts)
    table = np.zeros((len(texts), made.size), np.float32)
    for row, point in enumerate(points):
        if isinstance(point, Refusal) and not point.permanent:
            raise SystemExit(str(point))
        if not isinstance(point, Refusal):
            table[row] = point
    if file:
        file.parent.mkdir(parents=True, exist_ok=True)
        np.save(file, table)
    return table.astype(np.float64)
