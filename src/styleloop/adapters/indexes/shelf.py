"""The words of an index: one SQLite file, changed in one transaction, so that a reader sees the old or the new."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from styleloop.adapters.indexes import points as stored
from styleloop.adapters.indexes.reading import as_read, language
from styleloop.adapters.indexes.terms import terms
from styleloop.errors import DiskFullError, LockedError, StoreError, StyleloopError
from styleloop.ports import Meaning
from styleloop.types.passage import Passage, Question

FILE = "words.db"
WAIT = 30.0
"""Seconds to wait for another process that is writing."""
BETWEEN = "\x1f"
"""Stands before, between and after the items of a list, so that one of them is found whole."""
_TABLES = (
    "CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS passages (row INTEGER PRIMARY KEY, id TEXT UNIQUE, stamp TEXT, slot INTEGER,"
    " language TEXT, role TEXT, starts TEXT, ends TEXT, markets TEXT, products TEXT, record TEXT, read TEXT)",
    "CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(terms, content='', tokenize="
    "\"unicode61 remove_diacritics 0 categories 'L* N* M* Co'\")",
    "CREATE TABLE IF NOT EXISTS counts (term TEXT PRIMARY KEY, held INTEGER) WITHOUT ROWID",
)
_ADD = "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


@dataclass(frozen=True)
class About:
    """What an index says of itself."""

    version: str
    """Of the plug-in that wrote it; empty: nothing was written yet."""
    state: str = ""
    """Another one after each change."""
    embedder: str = ""
    size: int = 0
    """Numbers in one point."""
    width: int = 0
    """Latent terms that a row has room for."""
    file: str = ""
    """Of the points."""
    held: int = 0
    """Points in that file, those of passages that are gone included."""
    checksum: int = 0

    @property
    def row(self) -> stored.Layout:
        """How a row of that file is laid out."""
        return stored.layout(self.size, self.width)


@contextmanager
def opened(folder: Path) -> Iterator[sqlite3.Connection]:
    """The file of `folder`, made where there is none; what is not committed is undone.

    Raises:
        StoreError: it is damaged, or cannot be written.
        LockedError: another process is writing, for long.
    """
    memory = connected(folder)
    try:
        with minded(folder):
            yield memory
    finally:
        memory.close()


def connected(folder: Path) -> sqlite3.Connection:
    """A connection to the file of `folder`.

    Raises:
        StoreError: it is no such file.
    """
    with minded(folder):
        memory = sqlite3.connect(folder / FILE, timeout=WAIT, isolation_level=None)
        memory.execute("PRAGMA journal_mode = WAL")
        memory.execute("PRAGMA synchronous = NORMAL")
        memory.execute("PRAGMA mmap_size = 1000000000")
        return memory


@contextmanager
def minded(folder: Path) -> Iterator[None]:
    """What goes wrong with the file of `folder`, said in this project's words."""
    try:
        yield
    except sqlite3.Error as problem:
        raise _said(folder / FILE, problem) from problem


def _said(file: Path, problem: sqlite3.Error) -> StyleloopError:
    text = str(problem)
    if "locked" in text or "busy" in text:
        return LockedError(f"{file}: another process is writing the index; what to do: wait, then try again")
    if "full" in text:
        return DiskFullError(f"{file}: no room is left for the index")
    return StoreError(f"{file}: the index is damaged: {text}; what to do: styleloop ask --rebuild")


def prepare(memory: sqlite3.Connection) -> None:
    """Make room for an index where there is none."""
    for table in _TABLES:
        memory.execute(table)


def begun(memory: sqlite3.Connection) -> bool:
    """Whether anything was ever written."""
    return memory.execute("SELECT 1 FROM sqlite_master WHERE name = 'about'").fetchone() is not None


def about(memory: sqlite3.Connection) -> About:
    """What the index says of itself."""
    said = dict(memory.execute("SELECT name, value FROM about"))
    numbers = {name: int(said.pop(name, 0)) for name in ("size", "width", "held", "checksum")}
    try:
        return About(**{"version": "", **said, **numbers})
    except TypeError as problem:
        raise StoreError(f"the index says of itself what nobody wrote: {sorted(said)}") from problem


def tell(memory: sqlite3.Connection, said: About) -> None:
    """Write down what the index says of itself."""
    memory.executemany("INSERT OR REPLACE INTO about VALUES (?, ?)", [(n, str(v)) for n, v in vars(said).items()])


def fresh_state() -> str:
    """A word no index has said before."""
    return os.urandom(8).hex()


def stamp(passage: Passage, meaning: Meaning | None) -> str:
    """What tells whether a passage is the one that was written."""
    said = hashlib.sha256(passage.model_dump_json().encode())
    if meaning is not None:
        for numbers, kind in ((meaning.point, "<f4"), (meaning.terms, "<u2"), (meaning.weights, "<f2")):
            said.update(np.ascontiguousarray(numbers, kind).tobytes())
    return said.hexdigest()[:24]


def remove(memory: sqlite3.Connection, rows: Iterable[int]) -> None:
    """Take passages out."""
    counts: Counter[str] = Counter()
    for row in rows:
        gone = terms(memory.execute("SELECT read FROM passages WHERE row = ?", (row,)).fetchone()[0])
        memory.execute("INSERT INTO words (words, rowid, terms) VALUES ('delete', ?, ?)", (row, " ".join(gone)))
        memory.execute("DELETE FROM passages WHERE row = ?", (row,))
        counts.subtract(set(gone))
    _count(memory, counts)


def add(memory: sqlite3.Connection, items: Sequence[tuple[Passage, str, int]], first: int) -> None:
    """Put passages in, each with its stamp and the place of its point (-1: none), as rows from `first`."""
    counts: Counter[str] = Counter()
    for row, (passage, mark, slot) in enumerate(items, start=first):
        read = as_read(passage)
        memory.execute(
            _ADD,
            (
                row, passage.id, mark, slot, language(passage.locale), passage.role,
                passage.starts.isoformat() if passage.starts else "", passage.ends.isoformat() if passage.ends else "",
                _listed(passage.markets), _listed(passage.products), passage.model_dump_json(), read,
            ),
        )  # fmt: skip
        new = terms(read)
        memory.execute("INSERT INTO words (rowid, terms) VALUES (?, ?)", (row, " ".join(new)))
        counts.update(set(new))
    _count(memory, counts)


def _count(memory: sqlite3.Connection, more: Counter[str]) -> None:
    """How many passages hold each term, kept beside the full text, which would count them anew for each question."""
    memory.executemany(
        "INSERT INTO counts VALUES (?, ?) ON CONFLICT (term) DO UPDATE SET held = held + excluded.held",
        sorted(more.items()),
    )


def condition(question: Question) -> tuple[str, tuple[str, ...]]:
    """What SQL asks of a row of `passages` for it to hold as `question` wants (`Passage.holds`), and its values."""
    asked: list[str] = []
    values: list[str] = []
    if question.day:
        asked.append("(starts = '' OR starts <= ?) AND (ends = '' OR ends >= ?)")
        values += [question.day.isoformat()] * 2
    for column, value in (("markets", question.market), ("products", question.product)):
        if value:
            asked.append(f"({column} = '' OR instr({column}, ?) > 0)")
            values.append(_listed((value,)))
    if question.roles:
        asked.append(f"role IN ({', '.join('?' * len(question.roles))})")
        values += question.roles
    return " AND ".join(asked), tuple(values)


def ids(memory: sqlite3.Connection, rows: Sequence[int]) -> Mapping[int, str]:
    """Ids of passages by row."""
    asked = f"SELECT row, id FROM passages WHERE row IN ({', '.join('?' * len(rows))})"  # noqa: S608 - marks alone
    return dict(memory.execute(asked, tuple(rows)).fetchall())


def records(memory: sqlite3.Connection, rows: Sequence[int]) -> Mapping[int, Passage]:
    """Passages by row."""
    asked = f"SELECT row, record FROM passages WHERE row IN ({', '.join('?' * len(rows))})"  # noqa: S608 - marks alone
    return {row: Passage.model_validate_json(record) for row, record in memory.execute(asked, tuple(rows))}


def _listed(items: Sequence[str]) -> str:
    return f"{BETWEEN}{BETWEEN.join(items)}{BETWEEN}" if items else ""


def write(folder: Path, said: About, meanings: Sequence[Meaning]) -> About:
    """Points and latent terms behind those that `said` knows of."""
    checksum = stored.appended(folder / said.file, said.held, said.checksum, meanings, said.row)
    return About(**{**vars(said), "held": said.held + len(meanings), "checksum": checksum})
