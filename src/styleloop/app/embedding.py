"""How headlines are said, as points: the installed embedder, and what it has said before."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from functools import cache
from pathlib import Path

import numpy as np

from styleloop.app import registry
from styleloop.app.project import Project
from styleloop.ports import Embedder, Embedding, Meaning
from styleloop.types.asset import Asset
from styleloop.types.copy import HEADLINE
from styleloop.types.record import Refusal

NONE = "none"
"""Value of the setting `plugins.embedder` that does without."""
WAIT = 10.0
"""Seconds to wait for another process that is writing."""
_TABLE = (
    "CREATE TABLE IF NOT EXISTS points (embedder TEXT, text TEXT, point BLOB, sum INTEGER,"
    " PRIMARY KEY (embedder, text)) WITHOUT ROWID"
)
_ASKED = "SELECT point, sum FROM points WHERE embedder = ? AND text = ?"


def embedder(project: Project) -> Embedder | None:
    """The embedder that the settings name, or the first one installed; None where there is none.

    Raises:
        PluginError: the one named is not installed, or does not load.
    """
    wanted = project.settings.plugins.embedder
    if wanted == NONE:
        return None
    name = wanted or next((entry.name for entry in registry.installed("embedders")), "")
    return _made(name) if name else None


@cache
def _made(name: str) -> Embedder:
    made: Embedder = registry.make("embedders", name)
    return made


def version(project: Project) -> str:
    """`name@version` of the embedder; empty where there is none."""
    found = embedder(project)
    return f"{found.name}@{found.version}" if found else ""


def embed(project: Project, texts: Sequence[str], locale: str) -> dict[str, Embedding]:
    """A point (D,) for each text; those that cannot be embedded are absent, all of them in a language not covered.

    What was embedded before is read from `.styleloop/embeddings/`, which may be deleted at any time.

    Raises:
        PluginError: the embedder named in the settings is not installed.
    """
    reader = embedder(project)
    if reader is None or (reader.languages and locale.split("-")[0] not in reader.languages):
        return {}
    return read(reader, project.state / "embeddings", texts)


def read(reader: Embedder, folder: Path, texts: Sequence[str]) -> dict[str, Embedding]:
    """The same by one embedder, with `folder` as its memory."""
    return kept(folder, f"{reader.name}@{reader.version}", reader.size, texts, reader.embed)


def kept(
    folder: Path,
    who: str,
    size: int,
    texts: Sequence[str],
    make: Callable[[Sequence[str]], Sequence[Embedding | Refusal]],
    *,
    longer: bool = False,
) -> dict[str, Embedding]:
    """The point (size,) of each text: remembered in `folder` or made by `make`. A damaged memory is begun anew.

    A point is kept under the sha256 of its text and `who` made it, `name@version`; several processes may share one
    folder. Texts that cannot be embedded are absent. `longer`: numbers may stand behind those of a point (`packed`).
    """
    wanted = list(dict.fromkeys(text for text in texts if text.strip()))
    file = folder / "points.db"
    found = _remembered(file, who, wanted, size, longer)
    fresh = [text for text in wanted if text not in found]
    made = zip(fresh, make(fresh) if fresh else [], strict=True)
    new = {text: point for text, point in made if not isinstance(point, Refusal)}
    _remember(file, who, new)
    return {text: point for text in wanted if (point := found.get(text, new.get(text))) is not None}


def packed(meaning: Meaning) -> Embedding:
    """A meaning as one row of numbers, to be kept: its point, its latent terms, their weights."""
    return np.concatenate([meaning.point, meaning.terms, meaning.weights], dtype=np.float32)


def unpacked(row: Embedding, size: int) -> Meaning:
    """The meaning that was `packed`; `size` numbers are its point."""
    terms, weights = row[size:].reshape(2, -1)
    return Meaning(row[:size], terms.astype(np.uint16), weights.astype(np.float16))


def of_pieces(project: Project, assets: Sequence[Asset]) -> dict[str, Embedding]:
    """Asset id -> the point of its headline."""
    found: dict[str, Embedding] = {}
    for locale in sorted({a.locale for a in assets}):
        lines = {a.id: a.words.text(HEADLINE) for a in assets if a.locale == locale}
        points = embed(project, list(lines.values()), locale)
        found |= {name: points[line] for name, line in lines.items() if line in points}
    return found


def _named(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _remembered(file: Path, who: str, texts: Sequence[str], size: int, longer: bool) -> dict[str, Embedding]:
    """Points made before; a row that was damaged is not there."""
    found: dict[str, Embedding] = {}

    def look_up(memory: sqlite3.Connection) -> None:
        for text in texts:
            row = memory.execute(_ASKED, (who, _named(text))).fetchone()
            data, checksum = row or (None, 0)
            if not isinstance(data, bytes) or zlib.crc32(data) != checksum:
                continue
            if len(data) == 4 * size or (longer and len(data) > 4 * size):
                found[text] = np.frombuffer(data, dtype="<f4").astype(np.float32)

    if texts and file.exists():
        _use(file, look_up)
    return found


def _remember(file: Path, who: str, points: Mapping[str, Embedding]) -> None:
    def write(memory: sqlite3.Connection) -> None:
        data = {_named(text): point.astype("<f4").tobytes() for text, point in points.items()}
        rows = [(who, name, point, zlib.crc32(point)) for name, point in data.items()]
        memory.executemany("INSERT OR REPLACE INTO points VALUES (?, ?, ?, ?)", rows)
        memory.commit()

    if points:
        file.parent.mkdir(parents=True, exist_ok=True)
        _use(file, write)


def _use(file: Path, work: Callable[[sqlite3.Connection], None]) -> None:
    """`work` on the memory. A damaged one is thrown away, since it can be made again; a busy one is left alone."""
    try:
        with closing(sqlite3.connect(file, timeout=WAIT)) as memory:
            memory.execute(_TABLE)
            work(memory)
    except sqlite3.OperationalError:  # another process is writing, or the disk is full: go on without
        return
    except sqlite3.DatabaseError:
        for part in (file, file.with_name(f"{file.name}-journal")):
            part.unlink(missing_ok=True)
