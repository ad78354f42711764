"""The default index: SQLite's full text beside points and latent terms, in one folder of this machine.

All are exact: every passage that holds is compared. Filters come first, so that a narrow question loses nothing to
passages that were never meant. Two rankings become one by reciprocal ranks.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path

import numpy as np
import numpy.typing as npt
from pydantic import ValidationError

from styleloop.adapters.indexes import points as stored
from styleloop.adapters.indexes import shelf
from styleloop.adapters.indexes.concepts import translated
from styleloop.adapters.indexes.fusion import fused
from styleloop.adapters.indexes.latent import FEWEST, Postings, postings
from styleloop.adapters.indexes.reading import language, named
from styleloop.adapters.indexes.shelf import About
from styleloop.adapters.indexes.terms import asked, matching
from styleloop.errors import DiskFullError, StoreError
from styleloop.ports import Meaning
from styleloop.types.passage import Hit, Passage, Question
from styleloop.types.record import Refusal

TEXT, TRANSLATED, VECTORS = "text", "translated", "vectors"
WEIGHTS = {TEXT: 0.2, TRANSLATED: 1.0, VECTORS: 1.0}
FLAT = 10.0
"""How much each ranking counts, and how steeply: tuned on questions of our own (docs/grounding.md)."""
DEEP = 100
"""Places of each ranking that are fused, where fewer are wanted."""
LATENT = 0.4
"""How much nearness by latent terms counts beside that of points, each in its own standard deviations."""
NAMED = 1.0
"""What a passage gains when the question names its language, in standard deviations of all nearness."""
OF_PLACES = 3
"""One place in so many is kept for the brand's own language where the question is in another: its rules hold
everywhere and stand in its language, and a question likes passages in its own too well."""
_NO_SPREAD = 1e-6
_FILTERS = 64
"""Filters whose rows are remembered."""

Rows = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]


@dataclass
class _View:
    """The points of one state of the index, and whose they are."""

    about: About
    points: Floats
    latent: Postings | None
    """None where the embedder has no latent terms, or passages are too few to weigh them."""
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
    version = "2"

    def __init__(self) -> None:
        self._views: dict[Path, _View] = {}
        self._lock = threading.Lock()
        self._own = threading.local()

    def update(
        self, folder: Path, passages: Sequence[Passage], meanings: Sequence[Meaning | None], embedder: str
    ) -> None:
        """Make the index in `folder` hold exactly `passages`. A damaged one, or another version's, is made anew.

        Raises:
            StoreError: it cannot be written.
            LockedError: another process writes for longer than half a minute.
        """
        folder.mkdir(parents=True, exist_ok=True)
        wanted = {p.id: (p, shelf.stamp(p, about), about) for p, about in zip(passages, meanings, strict=True)}
        try:
            _updated(folder, wanted, embedder, self.version)
        except DiskFullError:
            raise
        except StoreError:
            emptied(folder)
            _updated(folder, wanted, embedder, self.version)

    def search(
        self, folder: Path, questions: Sequence[Question], meanings: Sequence[Meaning | None], embedder: str
    ) -> Sequence[tuple[Hit, ...] | Refusal]:
        """Best first, at most `most` for each question, or why there is no answer and what to do.

        Raises:
            StoreError: the index is damaged.
        """
        if not (folder / shelf.FILE).is_file():
            return [_refused(q, "there is no index yet", "") for q in questions]
        try:
            return self._searched(folder, questions, meanings, embedder)
        except StoreError:  # a writer may have put a new file of points in place of the one about to be opened
            return self._searched(folder, questions, meanings, embedder)

    def _searched(
        self, folder: Path, questions: Sequence[Question], meanings: Sequence[Meaning | None], embedder: str
    ) -> Sequence[tuple[Hit, ...] | Refusal]:
        memory = self._connected(folder)
        with shelf.minded(folder):
            memory.execute("BEGIN")
            try:
                return self._answered(memory, folder, questions, meanings, embedder)
            finally:
                memory.execute("ROLLBACK")

    def _answered(
        self,
        memory: sqlite3.Connection,
        folder: Path,
        questions: Sequence[Question],
        meanings: Sequence[Meaning | None],
        embedder: str,
    ) -> Sequence[tuple[Hit, ...] | Refusal]:
        if not shelf.begun(memory):
            return [_refused(q, "there is no index yet", "") for q in questions]
        said = shelf.about(memory)
        if said.version != self.version:
            return [_refused(q, "the index was made by another version", said.version) for q in questions]
        view = self._view(memory, folder, said)
        return [
            _found(memory, view, question, meaning, embedder)
            for question, meaning in zip(questions, meanings, strict=True)
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

    def _view(self, memory: sqlite3.Connection, folder: Path, said: About) -> _View:
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


def _updated(folder: Path, wanted: dict[str, tuple[Passage, str, Meaning | None]], embedder: str, version: str) -> None:
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
        stored.mapped(folder / said.file, said.held, said.checksum, said.row)  # nothing is added to what is damaged
        shelf.remove(memory, gone)
        first = memory.execute("SELECT coalesce(max(row), 0) + 1 FROM passages").fetchone()[0]
        fresh = [meaning for _, _, meaning in new if meaning is not None]
        said = _roomy(memory, folder, said, fresh)
        place = iter(range(said.held, said.held + len(fresh)))
        shelf.add(memory, [(p, mark, -1 if meaning is None else next(place)) for p, mark, meaning in new], first)
        said = shelf.write(folder, said, fresh) if fresh else said
        shelf.tell(memory, About(**{**vars(said), "state": shelf.fresh_state()}))
        memory.execute("COMMIT")
    for path in sorted(folder.glob("points-*")):
        if path.name != said.file:
            path.unlink(missing_ok=True)


def _roomy(memory: sqlite3.Connection, folder: Path, said: About, more: Sequence[Meaning]) -> About:
    """Where to write `more`: a new file when there is none, when most of the old one is of passages gone, or when its
    rows have no room for latent terms."""
    live = memory.execute("SELECT row, slot FROM passages WHERE slot >= 0 ORDER BY slot").fetchall()
    width = stored.width_of(more)
    if said.file and width <= said.width and 2 * (len(live) + len(more)) >= said.held:
        return said
    size = next((len(meaning.point) for meaning in more), said.size)
    file, width = f"points-{shelf.fresh_state()}", max(width, said.width)
    fresh = About(**{**vars(said), "file": file, "held": 0, "checksum": 0, "size": size, "width": width})
    if not live:
        return fresh
    old = stored.mapped(folder / said.file, said.held, said.checksum, said.row)
    memory.executemany("UPDATE passages SET slot = ? WHERE row = ?", [(new, row) for new, (row, _) in enumerate(live)])
    return shelf.write(folder, fresh, [stored.meaning(old[slot]) for _, slot in live])


def _viewed(memory: sqlite3.Connection, folder: Path, said: About) -> _View:
    kept = stored.mapped(folder / said.file, said.held, said.checksum, said.row)
    found = memory.execute("SELECT slot, row, language FROM passages WHERE slot >= 0 ORDER BY slot").fetchall()
    slots = np.array([slot for slot, _, _ in found], np.int64)
    if len(slots) and slots[-1] >= said.held:
        raise StoreError(f"{folder}: the index knows of {slots[-1] + 1} points and has {said.held}")
    rows, languages = np.full(said.held, -1, np.int64), np.full(said.held, "", "<U12")
    rows[slots] = [row for _, row, _ in found]
    languages[slots] = [spoken for _, _, spoken in found]
    latent = postings(kept, slots) if said.width and len(slots) >= FEWEST else None
    return _View(said, kept["point"], latent, slots, rows, languages, tuple(sorted({spoken for _, _, spoken in found})))


def _found(
    memory: sqlite3.Connection, view: _View, question: Question, meaning: Meaning | None, embedder: str
) -> tuple[Hit, ...] | Refusal:
    if meaning is not None and view.about.held and view.about.embedder != embedder:
        return _refused(question, "the index holds points of another embedder", view.about.embedder, embedder)
    deep = max(DEEP, 2 * question.most)
    where = shelf.condition(question)
    lists: dict[str, list[int]] = {
        TEXT: _by_words(memory, question, where, deep),
        TRANSLATED: _by_concepts(memory, view, question, where, deep),
    }
    home: list[int] = []
    if meaning is not None and view.about.held:
        lists[VECTORS], home = _by_meaning(memory, view, question, meaning, where, deep)
    scores = fused(lists, WEIGHTS, FLAT)
    ids = shelf.ids(memory, [*scores, *home])

    def order(row: int) -> tuple[float, str]:
        return -scores.get(row, 0.0), ids[row]

    best = sorted(_kept_for(home, sorted(scores, key=order), question.most), key=order)
    places = {name: {row: rank for rank, row in enumerate(found, start=1)} for name, found in lists.items()}
    try:
        passages = shelf.records(memory, best)
    except ValidationError as problem:
        raise StoreError(f"a passage of the index is not the one that was written: {problem.errors()[0]}") from problem
    return tuple(
        Hit(
            passage=passages[row],
            score=scores.get(row, 0.0),
            ranks=tuple((name, places[name][row]) for name in sorted(places) if row in places[name]),
        )
        for row in best
    )


def _kept_for(home: Sequence[int], ranked: Sequence[int], most: int) -> list[int]:
    """The first of `ranked`, `most` in all, the last third of the places for those of `home` not among them yet."""
    open_to_all = ranked[: most - most // OF_PLACES]
    more = [row for row in home if row not in open_to_all][: most // OF_PLACES]
    rest = [row for row in ranked[len(open_to_all) :] if row not in more]
    return [*open_to_all, *more, *rest][:most]


def _by_words(
    memory: sqlite3.Connection, question: Question, where: tuple[str, tuple[str, ...]], deep: int
) -> list[int]:
    return _matched(memory, asked(memory, question.text), where, deep)


def _by_concepts(
    memory: sqlite3.Connection, view: _View, question: Question, where: tuple[str, tuple[str, ...]], deep: int
) -> list[int]:
    """What says in its own language what the question asks in another: in those that it names, or else the brand's.

    A question in the brand's own language is not translated: guides to other languages are mostly written in it.
    """
    spoken, home = language(question.locale), language(question.home)
    if spoken == home:
        return []
    into = {*(named(question.text, question.locale, view.spoken) or [home])} - {spoken, ""}
    wanted, values = where
    found: list[list[int]] = []
    for other in sorted(into):
        match = matching(memory, translated(question.text, spoken, other))
        here = " AND ".join(part for part in (wanted, "language = ?") if part)
        found.append(_matched(memory, match, (here, (*values, other)), deep))
    return [row for rank in zip_longest(*found) for row in rank if row is not None]


def _matched(memory: sqlite3.Connection, match: str, where: tuple[str, tuple[str, ...]], deep: int) -> list[int]:
    if not match:
        return []
    wanted, values = where
    rows = "SELECT row FROM words JOIN passages ON row = words.rowid WHERE words MATCH ?"
    held = f"AND {wanted}" if wanted else ""
    found = memory.execute(f"{rows} {held} ORDER BY bm25(words), id LIMIT ?", (match, *values, deep))
    return [row for (row,) in found]


def _by_meaning(
    memory: sqlite3.Connection,
    view: _View,
    question: Question,
    meaning: Meaning,
    where: tuple[str, tuple[str, ...]],
    deep: int,
) -> tuple[list[int], list[int]]:
    """The nearest, and the nearest in the brand's own language where the question is in another."""
    slots = _allowed(memory, view, where)
    near = _nearness(view, slots, meaning)
    spoken = named(question.text, question.locale, view.spoken)
    if spoken and len(near):
        near = near + NAMED * near.std() * np.isin(view.languages[slots], spoken)
    asked_in, own = language(question.locale), language(question.home)
    home = np.flatnonzero(view.languages[slots] == own) if own and asked_in and asked_in != own else slots[:0]
    return (
        _nearest(memory, view.rows[slots], near, deep),
        _nearest(memory, view.rows[slots[home]], near[home], question.most),
    )


def _nearness(view: _View, slots: Rows, meaning: Meaning) -> Floats:
    """How near the passage at each of `slots` is, in standard deviations among them."""
    near = _standard((view.points @ np.asarray(meaning.point, np.float32))[slots])
    if view.latent is not None and len(meaning.terms):
        near = near + LATENT * _standard(view.latent.near(meaning, view.about.held)[slots])
    return near


def _standard(near: Floats) -> Floats:
    spread = near.std() if len(near) else 0.0
    return (near - near.mean()) / spread if spread > _NO_SPREAD else np.zeros_like(near)


def _nearest(memory: sqlite3.Connection, held: Rows, near: Floats, most: int) -> list[int]:
    most = min(most, len(near))
    first = np.argpartition(-near, most - 1)[:most] if most else np.zeros(0, np.int64)
    rows = [int(row) for row in held[first]]
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
        found = memory.execute(f"SELECT slot FROM passages WHERE slot >= 0 AND {wanted}", values)  # noqa: S608 - our clauses
        view.filtered[where] = np.sort(np.array([slot for (slot,) in found], np.int64))
    return view.filtered[where]


def _refused(question: Question, why: str, got: str, expected: str = "") -> Refusal:
    return Refusal(
        subject=question.text[:60], why=why, got=got, expected=expected, cure="styleloop ask --rebuild", permanent=False
    )
