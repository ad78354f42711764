"""The default index: SQLite's full text and exact cosines beside each other, in one folder of this machine.

Both are exact: every passage that holds is compared. Filters come first, so that a narrow question loses nothing to
passages that were never meant. Two rankings become one by reciprocal ranks.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
from pydantic import ValidationError

from styleloop.adapters.indexes import points as stored
from styleloop.adapters.indexes import shelf
from styleloop.adapters.indexes.fusion import fused
from styleloop.adapters.indexes.reading import named
from styleloop.adapters.indexes.shelf import About
from styleloop.adapters.indexes.terms import asked
from styleloop.errors import DiskFullError, StoreError
from styleloop.ports import Embedding
from styleloop.types.passage import Hit, Passage, Question
from styleloop.types.record import Refusal

TEXT, VECTORS = "text", "vectors"
WEIGHTS = {TEXT: 0.3, VECTORS: 1.0}
FLAT = 10.0
"""How much each ranking counts, and how steeply: tuned on questions of our own (docs/grounding.md)."""
DEEP = 100
"""Places of each ranking that are fused, where fewer are wanted."""
NAMED = 1.0
"""What a passage gains by cosine when the question names its language, in standard deviations of all cosines."""
_FILTERS = 64
"""Filters whose rows are remembered."""

Rows = npt.NDArray[np.int64]


@dataclass
class _View:
    """The points of one state of the index, and whose they are."""

    about: About
    points: stored.Floats
    slots: Rows
    """Place of the point of each passage that has one, ascending."""
    rows: Rows
    """Row of the passage at each place; -1 where it is gone."""
    languages: npt.NDArray[np.str_]
    """Language of the passage at each place."""
    spoken: tuple[str, ...]
    filtered: dict[tuple[str, tuple[str, ...]], Rows] = field(default_factory=dict)


class Embedded:
    """Holds a few thousand to a few hundred thousand passages. Several threads and processes may search and update."""

    name = "embedded"
    version = "1"

    def __init__(self) -> None:
        self._views: dict[Path, _View] = {}
        self._lock = threading.Lock()
        self._own = threading.local()

    def update(
        self, folder: Path, passages: Sequence[Passage], points: Sequence[Embedding | None], embedder: str
    ) -> None:
        """Make the index in `folder` hold exactly `passages`. A damaged one, or another version's, is made anew.

        Raises:
            StoreError: it cannot be written.
            LockedError: another process writes for longer than half a minute.
        """
        folder.mkdir(parents=True, exist_ok=True)
        wanted = {p.id: (p, shelf.stamp(p, point), point) for p, point in zip(passages, points, strict=True)}
        try:
            _updated(folder, wanted, embedder, self.version)
        except DiskFullError:
            raise
        except StoreError:
            emptied(folder)
            _updated(folder, wanted, embedder, self.version)

    def search(
        self, folder: Path, questions: Sequence[Question], points: Sequence[Embedding | None], embedder: str
    ) -> Sequence[tuple[Hit, ...] | Refusal]:
        """Best first, at most `most` for each question, or why there is no answer and what to do.

        Raises:
            StoreError: the index is damaged.
        """
        if not (folder / shelf.FILE).is_file():
            return [_refused(q, "there is no index yet", "") for q in questions]
        try:
            return self._searched(folder, questions, points, embedder)
        except StoreError:  # a writer may have put a new file of points in place of the one about to be opened
            return self._searched(folder, questions, points, embedder)

    def _searched(
        self, folder: Path, questions: Sequence[Question], points: Sequence[Embedding | None], embedder: str
    ) -> Sequence[tuple[Hit, ...] | Refusal]:
        memory = self._connected(folder)
        with shelf.minded(folder):
            memory.execute("BEGIN")
            try:
                return self._answered(memory, folder, questions, points, embedder)
            finally:
                memory.execute("ROLLBACK")

    def _answered(
        self,
        memory: sqlite3.Connection,
        folder: Path,
        questions: Sequence[Question],
        points: Sequence[Embedding | None],
        embedder: str,
    ) -> Sequence[tuple[Hit, ...] | Refusal]:
        if not shelf.begun(memory):
            return [_refused(q, "there is no index yet", "") for q in questions]
        view = self._view(memory, folder)
        if view.about.version != self.version:
            return [_refused(q, "the index was made by another version", view.about.version) for q in questions]
        return [
            _found(memory, view, question, point, embedder) for question, point in zip(questions, points, strict=True)
        ]

    def _connected(self, folder: Path) -> sqlite3.Connection:
        """This thread's connection; a new one where the file is not the one it was."""
        mark = (folder / shelf.FILE).stat().st_ino
        held: dict[Path, tuple[int, sqlite3.Connection]] = self._own.__dict__.setdefault("held", {})
        if folder in held and held[folder][0] != mark:
            held.pop(folder)[1].close()
        if folder not in held:
            held[folder] = (mark, shelf.connected(folder))
        return held[folder][1]

    def _view(self, memory: sqlite3.Connection, folder: Path) -> _View:
        said = shelf.about(memory)
        with self._lock:
            known = self._views.get(folder)
            if known is None or known.about != said:
                known = self._views[folder] = _viewed(memory, folder, said)
            return known


def emptied(folder: Path) -> None:
    """Throw an index away: it can be made again."""
    for path in sorted(folder.glob("*")):
        if path.is_file():
            path.unlink(missing_ok=True)


def _updated(
    folder: Path, wanted: dict[str, tuple[Passage, str, Embedding | None]], embedder: str, version: str
) -> None:
    with shelf.opened(folder) as memory:
        memory.execute("BEGIN IMMEDIATE")
        shelf.prepare(memory)
        said = shelf.about(memory)
        if said.version != version or said.embedder != embedder:
            for table in ("about", "passages", "counts"):
                memory.execute(f"DELETE FROM {table}")  # noqa: S608 - named here
            memory.execute("INSERT INTO words (words) VALUES ('delete-all')")
            said = About(version=version, embedder=embedder)
        before = {name: (row, mark) for name, row, mark in memory.execute("SELECT id, row, stamp FROM passages")}
        gone = [row for name, (row, mark) in before.items() if name not in wanted or wanted[name][1] != mark]
        new = [item for name, item in wanted.items() if name not in before or before[name][1] != item[1]]
        if not (gone or new) and said.state:
            return
        stored.mapped(folder / said.file, said.held, said.checksum, said.size)  # nothing is added to what is damaged
        shelf.remove(memory, gone)
        first = memory.execute("SELECT coalesce(max(row), 0) + 1 FROM passages").fetchone()[0]
        fresh = [point for _, _, point in new if point is not None]
        said = _roomy(memory, folder, said, len(fresh), next((len(p) for p in fresh), said.size))
        place = iter(range(said.held, said.held + len(fresh)))
        shelf.add(memory, [(p, mark, -1 if point is None else next(place)) for p, mark, point in new], first)
        said = shelf.write(folder, said, fresh) if fresh else said
        shelf.tell(memory, About(**{**vars(said), "state": shelf.fresh_state()}))
        memory.execute("COMMIT")
    for path in sorted(folder.glob("points-*")):
        if path.name != said.file:
            path.unlink(missing_ok=True)


def _roomy(memory: sqlite3.Connection, folder: Path, said: About, more: int, size: int) -> About:
    """Where to write `more` points: a new file when there is none, or when most of the old one is of passages gone."""
    live = memory.execute("SELECT row, slot FROM passages WHERE slot >= 0 ORDER BY slot").fetchall()
    if said.file and 2 * (len(live) + more) >= said.held:
        return said
    fresh = About(**{**vars(said), "file": f"points-{shelf.fresh_state()}", "held": 0, "checksum": 0, "size": size})
    if not live:
        return fresh
    old = stored.mapped(folder / said.file, said.held, said.checksum, said.size)
    memory.executemany("UPDATE passages SET slot = ? WHERE row = ?", [(new, row) for new, (row, _) in enumerate(live)])
    return shelf.write(folder, fresh, [old[slot] for _, slot in live])


def _viewed(memory: sqlite3.Connection, folder: Path, said: About) -> _View:
    points = stored.mapped(folder / said.file, said.held, said.checksum, said.size)
    found = memory.execute("SELECT slot, row, language FROM passages WHERE slot >= 0 ORDER BY slot").fetchall()
    slots = np.array([slot for slot, _, _ in found], np.int64)
    if len(slots) and slots[-1] >= said.held:
        raise StoreError(f"{folder}: the index knows of {slots[-1] + 1} points and has {said.held}")
    rows, languages = np.full(said.held, -1, np.int64), np.full(said.held, "", "<U12")
    rows[slots] = [row for _, row, _ in found]
    languages[slots] = [spoken for _, _, spoken in found]
    return _View(said, points, slots, rows, languages, tuple(sorted({spoken for _, _, spoken in found})))


def _found(
    memory: sqlite3.Connection, view: _View, question: Question, point: Embedding | None, embedder: str
) -> tuple[Hit, ...] | Refusal:
    if point is not None and view.about.held and view.about.embedder != embedder:
        return _refused(question, "the index holds points of another embedder", view.about.embedder, embedder)
    deep = max(DEEP, 2 * question.most)
    where = shelf.condition(question)
    lists = {TEXT: _by_words(memory, question, where, deep)}
    if point is not None and view.about.held:
        lists[VECTORS] = _by_points(memory, view, question, point, where, deep)
    scores = fused(lists, WEIGHTS, FLAT)
    ids = shelf.ids(memory, list(scores))
    best = sorted(scores, key=lambda row: (-scores[row], ids[row]))[: question.most]
    places = {name: {row: rank for rank, row in enumerate(found, start=1)} for name, found in lists.items()}
    try:
        passages = shelf.records(memory, best)
    except ValidationError as problem:
        raise StoreError(f"a passage of the index is not the one that was written: {problem.errors()[0]}") from problem
    return tuple(
        Hit(
            passage=passages[row],
            score=scores[row],
            ranks=tuple((name, places[name][row]) for name in sorted(places) if row in places[name]),
        )
        for row in best
    )


def _by_words(
    memory: sqlite3.Connection, question: Question, where: tuple[str, tuple[str, ...]], deep: int
) -> list[int]:
    match = asked(memory, question.text)
    if not match:
        return []
    wanted, values = where
    rows = "SELECT row FROM words JOIN passages ON row = words.rowid WHERE words MATCH ?"
    held = f"AND {wanted}" if wanted else ""
    found = memory.execute(f"{rows} {held} ORDER BY bm25(words), id LIMIT ?", (match, *values, deep))
    return [row for (row,) in found]


def _by_points(
    memory: sqlite3.Connection,
    view: _View,
    question: Question,
    point: Embedding,
    where: tuple[str, tuple[str, ...]],
    deep: int,
) -> list[int]:
    slots = _allowed(memory, view, where)
    near = (view.points @ np.asarray(point, np.float32))[slots]
    spoken = named(question.text, question.locale, view.spoken)
    if spoken and len(near):
        near = near + NAMED * near.std() * np.isin(view.languages[slots], spoken)
    deep = min(deep, len(near))
    first = np.argpartition(-near, deep - 1)[:deep] if deep else np.zeros(0, np.int64)
    rows = [int(row) for row in view.rows[slots[first]]]
    ids = shelf.ids(memory, rows)
    closeness = dict(zip(rows, near[first], strict=True))
    return sorted(rows, key=lambda row: (-closeness[row], ids[row]))


def _allowed(memory: sqlite3.Connection, view: _View, where: tuple[str, tuple[str, ...]]) -> Rows:
    """Places of the points of passages that hold."""
    wanted, values = where
    if not wanted:
        return view.slots
    if where not in view.filtered:
        if len(view.filtered) >= _FILTERS:
            view.filtered.clear()
        found = memory.execute(f"SELECT slot FROM passages WHERE slot >= 0 AND {wanted}", values)  # noqa: S608
        view.filtered[where] = np.sort(np.array([slot for (slot,) in found], np.int64))
    return view.filtered[where]


def _refused(question: Question, why: str, got: str, expected: str = "") -> Refusal:
    return Refusal(
        subject=question.text[:60], why=why, got=got, expected=expected, cure="styleloop ask --rebuild", permanent=False
    )
