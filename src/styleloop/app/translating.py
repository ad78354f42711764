"""What comes back from translators: looked at, taken into the memory all at once, and taken back again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from styleloop.adapters import exchange as files
from styleloop.adapters.renderers.words import unsettable, visible
from styleloop.adapters.stores.engine import writing
from styleloop.app.localising import memory
from styleloop.app.project import Project
from styleloop.drafts import localise
from styleloop.errors import InputError
from styleloop.language.asked import asked
from styleloop.language.parallel import Difference
from styleloop.types.brand import Market
from styleloop.types.product import Product
from styleloop.types.record import Record, content_id
from styleloop.types.segment import Exchange, Piece, Segment, Unit

SHOWN = 5


class Change(Record):
    """One translation that is new or other than before."""

    market: str
    slot: str
    source: str
    before: str
    after: str


class Held(Record):
    """One translation that was not taken, or was taken with a remark."""

    market: str
    unit: str
    source: str
    target: str
    why: tuple[str, ...]


class Brought(Record):
    """What a file brought."""

    file: str
    batch: str
    """Its name, by which it can be taken back; empty where nothing was kept."""
    changes: tuple[Change, ...]
    same: int
    """Translations that the memory has already."""
    waiting: int
    """Segments without a translation."""
    held: tuple[Held, ...]
    """Not taken: a check objects."""
    remarks: tuple[Held, ...]
    """Taken; a person should look."""
    campaigns: tuple[str, ...] = ()
    """What the file was made of, where it says so."""


def bring_in(project: Project, path: Path, who: str, *, dry_run: bool = False) -> Brought:
    """Read an XLIFF or TMX file into the translation memory, in one transaction.

    Args:
        project: the open project.
        path: what came back.
        who: whoever imports.
        dry_run: say what would happen; keep nothing.

    Raises:
        InputError: the file cannot be read, is for other languages, its sources were changed, or a placeholder was
            lost or is unknown. Nothing is imported then.
    """
    if not who.strip():
        raise InputError("an import is signed", field="--who", got=who, expected="whoever imports")
    exchanges = files.read(path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    at = project.clock()
    batch = content_id("import", [digest, at.isoformat()])
    made = _Import(project, batch, path.name, who, at)
    for one in exchanges:
        market = _market(project, one, path)
        _refuse_changed(project, one, path)
        made.take(one, market)
    if made.rows and not dry_run:
        with writing(project.store.engine) as connection:
            project.store.segments.add(made.rows, connection)
    return Brought(
        file=str(path), batch=batch if made.rows and not dry_run else "", changes=tuple(made.changes), same=made.same,
        waiting=made.waiting, held=tuple(made.held), remarks=tuple(made.remarks),
        campaigns=tuple(dict.fromkeys(e.original for e in exchanges if e.original)),
    )  # fmt: skip


class _Import:
    """One import while it is looked at; nothing of it is kept before all of it was."""

    def __init__(self, project: Project, batch: str, file: str, who: str, at: datetime) -> None:
        self._project, self._batch, self._file, self._who, self._at = project, batch, file, who, at
        self.rows: list[Segment] = []
        self.changes: list[Change] = []
        self.held: list[Held] = []
        self.remarks: list[Held] = []
        self.same = self.waiting = 0

    def take(self, one: Exchange, market: Market) -> None:
        """Every unit of an exchange: its translations, or what is held against them."""
        source = self._project.market(self._project.kit.locale)
        known = memory(self._project, source, market)
        standing = {s.place: s for s in self._project.store.segments.all(locale=market.locale)}
        for unit in one.units:
            self.waiting += sum(not _given(p) for p in unit.pieces)
            if any(map(_given, unit.pieces)) and self._fit(one, unit, market):
                for piece in filter(_given, unit.pieces):
                    self._keep(piece, unit, market, known, standing)

    def _fit(self, one: Exchange, unit: Unit, market: Market) -> bool:
        if unseen := _unseen(unit):
            self.held.append(
                Held(market=market.locale, unit=unit.id, source=unit.source, target=unit.target, why=(unseen,))
            )
            return False
        objected = _objected(self._project, one, unit, market)
        stopped = [d for d in objected if d.rule in localise.BLOCKING]
        if stopped:
            self.held.append(_told(market, unit, stopped))
        elif objected:
            self.remarks.append(_told(market, unit, objected))
        return not stopped

    def _keep(
        self,
        piece: Piece,
        unit: Unit,
        market: Market,
        known: localise.Memory,
        standing: dict[tuple[str, str, str, str], Segment],
    ) -> None:
        row = _row(piece, market, known.source_locale, unit, self._batch, self._file, self._who, self._at)
        before = standing.get(row.place)
        if before is not None:
            old = (before.target, before.state) == (row.target, row.state)
        else:
            found = known.find(piece.source, unit.slot)
            old = piece.match == "computed" or (found is not None and found.target == piece.target)
        if old:
            self.same += 1
            return
        self.rows.append(row)
        standing[row.place] = row
        self.changes.append(
            Change(
                market=market.locale, slot=unit.slot, source=piece.source, before=before.target if before else "",
                after=piece.target,
            )
        )  # fmt: skip


def take_back(project: Project, batch: str, who: str, *, dry_run: bool = False) -> tuple[Change, ...]:
    """Undo an import: what was said before stands again. Appends; deletes nothing, and can be undone itself.

    Raises:
        InputError: there is no such import, or all of it was replaced since.
    """
    given = project.store.segments.every(batch=batch)
    if not given:
        known = dict.fromkeys(s.batch for s in project.store.segments.every() if s.batch.startswith(("import", "undo")))
        raise InputError(
            "no such import", field="undo", got=batch, expected=", ".join(list(known)[-SHOWN:]) or "none was made yet"
        )
    every = project.store.segments.every()
    at = project.clock()
    name = content_id("undo", [batch, at.isoformat()])
    rows, changes = [], []
    for place in dict.fromkeys(s.place for s in given):
        history = [s for s in every if s.place == place]
        if history[-1].batch != batch:
            continue  # somebody has said something else since
        before = next((s for s in reversed(history) if s.batch != batch), None)
        after = before.target if before else ""
        rows.append(
            Segment.model_validate(
                {
                    **history[-1].model_dump(exclude={"id"}), "target": after, "batch": name, "who": who, "at": at,
                    "state": before.state if before else "initial", "origin": f"undo of {batch}",
                }
            )
        )  # fmt: skip
        changes.append(Change(market=place[1], slot=place[3], source=place[2], before=history[-1].target, after=after))
    if not rows:
        raise InputError("nothing of this import stands any more", field="undo", got=batch)
    if not dry_run:
        with writing(project.store.engine) as connection:
            project.store.segments.add(rows, connection)
    return tuple(changes)


def _given(piece: Piece) -> bool:
    return bool(piece.target.strip()) and piece.match != "fuzzy" and piece.state != "initial"


def _unseen(unit: Unit) -> str:
    """Why no picture could show a unit's translations: a character that must not be set, or nothing to be seen."""
    for piece in filter(_given, unit.pieces):
        if odd := unsettable(piece.target):
            return f"It holds {odd}, which no picture may show."
        if not visible(piece.target):
            return "Nothing in it can be seen."
    return ""


def _market(project: Project, one: Exchange, path: Path) -> Market:
    flagship = project.kit.locale
    if one.source_locale not in (flagship, flagship.split("-")[0]):
        raise InputError(
            "the file translates from another language", where=str(path), field="source language",
            got=one.source_locale, expected=flagship,
        )  # fmt: skip
    markets = [m for m in project.kit.markets if m.locale != flagship]
    exact = next((m for m in markets if m.locale == one.locale), None)
    alike = [m for m in markets if m.locale.split("-")[0] == one.locale]
    if exact is None and len(alike) != 1:
        raise InputError(
            "the file translates into a language that is no market here", where=str(path), field="target language",
            got=one.locale, expected=", ".join(m.locale for m in markets), cure=f"add markets/{one.locale}.toml",
        )  # fmt: skip
    return exact or alike[0]


def _refuse_changed(project: Project, one: Exchange, path: Path) -> None:
    """A unit of ours whose source is no longer ours was broken on its way; its translation answers something else."""
    wrong = []
    for unit in one.units:
        draft = project.store.drafts.find(_line_of(unit))
        if draft is None:
            continue
        ours = {u.slot: u for u in _own(project, draft.id)}
        own = ours.get(unit.slot)
        sources = {p.source for p in own.pieces} if own else set()
        if own and unit.source != own.source and any(p.source not in sources for p in unit.pieces):
            wrong.append(unit.id)
    if wrong:
        raise InputError(
            "sources were changed on their way", where=str(path), got=", ".join(wrong[:SHOWN]),
            expected="sources as they were exported", cure="ask for the translation of the file as it was sent",
        )  # fmt: skip


def _line_of(unit: Unit) -> str:
    """The line a unit of ours is of: `draft_1` of `draft_1.body`, and of `draft_1.body#2` in a TMX file."""
    return unit.id.partition("#")[0].rpartition(".")[0]


def _own(project: Project, line: str) -> Sequence[Unit]:
    draft = project.store.drafts.get(line)
    brief = project.store.briefs.get(draft.brief)
    return localise.parted(draft, project.market(draft.market), brief.product, brief.placements)


def _objected(project: Project, one: Exchange, unit: Unit, market: Market) -> tuple[Difference, ...]:
    """Everything held against a unit; placeholders that were lost or are unknown refuse the whole file.

    Raises:
        InputError: a placeholder was lost or is unknown, or a tag is left open.
    """
    terms = asked(project.kit, one.source_locale, market, _product(project, unit))
    whole = all(map(_given, unit.pieces))
    parts = [unit] if whole else [unit.model_copy(update={"pieces": (p,), "most": 0}) for p in unit.pieces if _given(p)]
    found = tuple(d for part in parts for d in localise.objections(part, one.source_locale, market.locale, terms))
    broken = [d.message for d in found if d.rule in localise.REFUSING]
    if broken:
        raise InputError(
            "a translation is broken; nothing was imported", where=f"unit {unit.id}", got=unit.target,
            expected=" ".join(broken[:SHOWN]), cure="send it back to whoever translated it",
        )  # fmt: skip
    return found


def _product(project: Project, unit: Unit) -> Product | None:
    draft = project.store.drafts.find(_line_of(unit))
    return project.store.products.find(draft.product) if draft else None


def _told(market: Market, unit: Unit, objected: Sequence[Difference]) -> Held:
    why = tuple(dict.fromkeys(d.message for d in objected))
    return Held(market=market.locale, unit=unit.id, source=unit.source, target=unit.target, why=why)


def _row(piece: Piece, market: Market, home: str, unit: Unit, batch: str, file: str, who: str, at: object) -> Segment:
    return Segment.model_validate(
        {
            "source_locale": home, "locale": market.locale, "source": piece.source, "target": piece.target,
            "slot": unit.slot, "state": piece.state, "origin": file, "batch": batch, "who": who, "at": at,
        }
    )  # fmt: skip


def imports(project: Project) -> Iterator[tuple[str, str, int, str]]:
    """(batch, file, segments, when) of every import that was made, oldest first."""
    batches: dict[str, list[Segment]] = {}
    for segment in project.store.segments.every():
        if segment.batch.startswith("import"):
            batches.setdefault(segment.batch, []).append(segment)
    for batch, rows in batches.items():
        yield batch, rows[0].origin, len(rows), rows[0].at.isoformat(timespec="minutes")
