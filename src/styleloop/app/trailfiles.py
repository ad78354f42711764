"""The trail as a file that anybody can check: JSON lines, the last of them signed. docs/review.md tells the format."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from styleloop.adapters.signers import trailkey
from styleloop.app.project import Project
from styleloop.errors import InputError, SettingsError, shortened
from styleloop.review.chain import Break, Chain, check_chain
from styleloop.types.record import canonical
from styleloop.types.review import kept, seal_of

FORMAT = "styleloop/trail@1"
FOLDER, KEY, HEADS = "trail", "key.pem", "heads.jsonl"
SHOWN = 20
"""Breaks that are told of; the first one is what counts."""
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Exported:
    """What was written."""

    file: Path
    public_key: Path
    reasons: Path
    """The words of the reasons, apart from the chain: a line may be taken out of it."""
    entries: int
    head: str
    """Hash of the last entry; empty where there is none."""


@dataclass(frozen=True)
class Checked:
    """What checking found."""

    entries: int
    breaks: tuple[str, ...]
    """Where it does not hold, the first place first."""
    notes: tuple[str, ...] = ()
    """What could not be told, and how it could be."""

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return not self.breaks


def export(project: Project, to: Path) -> Exported:
    """Write the whole trail, signed, with the public key beside it; remembers what the end was.

    Raises:
        InputError: the trail no longer holds: what is broken is not signed.
            Or another file than an exported trail stands there.
        SettingsError: the key may be read by others.
    """
    _keep_others(to)
    rows = project.store.trail.rows()
    found = check_chain(rows)
    if not found.holds:
        cure = "see all that is wrong: styleloop trail verify; restore a backup"
        raise InputError(f"the trail does not hold: {_entry(found.breaks[0])}", field="trail", cure=cure)
    private = _key(project)
    head = {"format": FORMAT, "entries": len(rows), "hash": found.last, "at": project.clock().isoformat()}
    told = canonical(head)
    end = canonical({"head": head, "signature": trailkey.sign(private, told.encode()), "key": trailkey.public(private)})
    to.parent.mkdir(parents=True, exist_ok=True)
    beside = to.with_name(f"{to.name}.pub")
    _write(to, "".join(f"{line}\n" for line in (*map(canonical, rows), end)))
    _write(beside, trailkey.public(private))
    sealed = {str(row["body"]["sealed"]) for row in rows if row["body"].get("sealed")}
    words = [
        canonical({"salt": salt, "sealed": seal, "words": text})
        for seal, (salt, text) in project.store.reasons.all().items()
        if seal in sealed
    ]
    _write(_reasons_of(to), "".join(f"{line}\n" for line in words))
    with (project.state / FOLDER / HEADS).open("a", encoding="utf-8") as heads:
        heads.write(told + "\n")
    return Exported(to, beside, _reasons_of(to), len(rows), found.last)


def _keep_others(to: Path) -> None:
    """An older export gives way to a newer one; anything else that stands there is somebody's."""
    if to.exists() and (to.is_dir() or FORMAT.encode() not in _bytes(to).rstrip().rpartition(b"\n")[2]):
        raise InputError("something else stands there", got=str(to), expected="a new file, or an exported trail")


def verify_file(path: Path, key: Path | None = None) -> Checked:
    """Check an exported trail, without any project. Any byte of it that was changed, left out or moved is told of.

    Args:
        path: the file.
        key: the public key of who exported it, as PEM; None: the key that the file names itself, which proves only
            that the file is whole.

    Raises:
        InputError: a file cannot be read, or the key is none.
    """
    text = _bytes(path)
    lines = text.split(b"\n")
    breaks: list[str] = []
    if lines.pop() != b"":
        breaks.append(f"line {len(lines) + 1}: the file does not end with a line break: its end is missing")
    rows: list[Row] = []
    end: Row | None = None
    for number, raw in enumerate(lines, start=1):
        row, why = _row(raw)
        if why:
            breaks.append(f"line {number}: {why}")
        if end is not None:
            breaks.append(f"line {number}: something stands behind the signed end")
        if "head" in row:
            end = end or row
        else:
            rows.append(row)
    chain = check_chain(rows)
    breaks += [one.words() for one in chain.breaks]
    said, notes = _end(chain, end, _text(key) if key else "")
    beside = _reasons_of(path)
    wrong, without = _words(rows, _read_reasons(beside) if beside.is_file() else {})
    breaks += wrong
    notes += without
    breaks = sorted([*breaks, *said], key=_place)
    return Checked(chain.entries, tuple(breaks[:SHOWN]), tuple(notes))


def verify_project(project: Project) -> Checked:
    """Check the trail where it lies: the chain, the ends that were exported, and that it tells of every record."""
    rows = project.store.trail.rows()
    chain = check_chain(rows)
    breaks = [_entry(one) for one in chain.breaks]
    breaks += _against_heads(project, rows) + _against_records(project, rows)
    wrong, notes = _words(rows, project.store.reasons.all())
    return Checked(chain.entries, tuple([*breaks, *wrong][:SHOWN]), tuple(notes))


def _reasons_of(trail: Path) -> Path:
    return trail.with_name(f"{trail.name}.reasons")


def _read_reasons(path: Path) -> dict[str, tuple[str, str]]:
    """Seal -> (salt, words), as an export wrote them.

    Raises:
        InputError: a line is none of them.
    """
    found: dict[str, tuple[str, str]] = {}
    for number, raw in enumerate(_bytes(path).splitlines(), start=1):
        row, _ = _row(raw)
        if {type(row.get(name)) for name in ("salt", "sealed", "words")} != {str}:
            cure = "take it from the export again, or leave the file out: the chain can be checked without it"
            raise InputError("this line holds no reason", got=f"{path.name}, line {number}", cure=cure)
        found[str(row["sealed"])] = str(row["salt"]), str(row["words"])
    return found


def _words(rows: Sequence[Row], known: Mapping[str, tuple[str, str]]) -> tuple[list[str], list[str]]:
    """(reasons whose words are not those that were sealed, which entries' words were erased)."""
    wrong, erased = [], []
    for row in rows:
        body = row.get("body")
        sealed = body.get("sealed") if isinstance(body, Mapping) else None
        if not sealed:
            continue
        if sealed not in known:
            erased.append(str(row.get("seq")))
        elif seal_of(*known[sealed]) != sealed:
            wrong.append(f"entry {row.get('seq')}: the words of its reason are not those that were sealed")
    said = [f"reason erased, or not here: {'entry' if len(erased) == 1 else 'entries'} {', '.join(erased)}"]
    return wrong, said if erased else []


def _entry(one: Break) -> str:
    return one.why if one.seq else one.words()


def _place(said: str) -> int:
    number = said.removeprefix("line ").partition(":")[0]
    return int(number) if number.isdecimal() else 10**9


def _row(raw: bytes) -> tuple[Row, str]:
    """(the line as JSON, what is wrong with how it is written). There is one way to write each entry."""
    try:
        row = json.loads(raw.decode("utf-8"))
        same = isinstance(row, dict) and canonical(row).encode() == raw
    except (ValueError, RecursionError, UnicodeError):
        return {}, f"it is no JSON: {shortened(raw[:80].decode('utf-8', 'replace'))}"
    if not isinstance(row, dict):
        return {}, "it is no entry"
    return row, "" if same else "it is not written the way it was exported: it was changed"


def _end(chain: Chain, end: Row | None, key: str) -> tuple[list[str], list[str]]:
    """(what is wrong with the signed end, what could not be told)."""
    if end is None:
        return ["the signed end is missing: entries before it may be missing too"], []
    head, named = end.get("head"), str(end.get("key", ""))
    if not isinstance(head, dict) or set(end) != {"head", "key", "signature"} or head.get("format") != FORMAT:
        return [f"the signed end is not one of {FORMAT}"], []
    breaks = []
    if (head.get("entries"), head.get("hash")) != (chain.entries, chain.last):
        breaks.append(
            f"the signed end names {head.get('entries')} entries, here are {chain.entries}: "
            "entries at the end are missing, were added, or were written anew"
        )
    try:
        held = trailkey.vouches(named, canonical(head).encode(), str(end.get("signature", "")))
        held = held and trailkey.plain(named) == named
        known = not key or trailkey.same(key, named)
    except InputError:
        if key:
            trailkey.same(key, key)  # the given key itself is none: that is an error, not a broken trail
        held, known = False, True
    if not held:
        breaks.append("the signature of the end does not hold")
    if not known:
        breaks.append("it is signed by another key than the one given")
    alone = "signed by a key that the file names itself; give the exporter's: --key FILE.pub"
    return breaks, [] if key else [alone]


def _against_heads(project: Project, rows: Sequence[Row]) -> list[str]:
    """An export signed its end: that entry has to be there still."""
    path = project.state / FOLDER / HEADS
    heads = [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.is_file() else []
    hashes = {row["seq"]: row["hash"] for row in rows}
    return [
        f"entry {head['entries']} is missing or was written anew: it was the end of the export of {head['at'][:10]}"
        for head in heads
        if head["entries"] and hashes.get(head["entries"]) != head["hash"]
    ]


def _against_records(project: Project, rows: Sequence[Row]) -> list[str]:
    """What was decided, sent, edited or withdrawn and what the trail says of it have to be the same."""
    store = project.store
    told = {(row["kind"], row["body"].get("id")): row for row in rows}
    breaks = []
    for kind, records in (
        ("decision", store.decisions.every()),
        ("publication", store.publications.every()),
        ("edit", store.edits.every()),
        ("withdrawal", store.withdrawals.every()),
    ):
        for record in records:
            row = told.get((kind, record.id))
            if row is None:
                breaks.append(f"no entry tells of the {kind} {record.id}")
            elif {k: v for k, v in row["body"].items() if k != "backfilled"} != kept(record):
                breaks.append(f"entry {row['seq']} tells otherwise of the {kind} {record.id} than its record")
    return breaks


def _key(project: Project) -> str:
    """The project's private key, made on first use, readable by its owner alone."""
    folder = project.state / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / KEY
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & 0o077:
            said = f"{path} may be read by others (mode {mode:04o}, expected 0600); run: chmod 600 {path}"
            raise SettingsError(said) from None
        return path.read_text("utf-8")
    made = trailkey.make()
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(made)
    return made


def _write(path: Path, text: str) -> None:
    """All of it or none of it."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    unfinished.write_bytes(text.encode())
    unfinished.replace(path)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise InputError("cannot be read", got=str(path), expected="an exported trail, and its key") from problem


def _text(path: Path) -> str:
    return _bytes(path).decode("utf-8", "replace")
