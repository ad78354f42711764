"""Changes of the brand's own files: shown before they are written, written whole or not at all, and taken back.

What is written are the files that a developer would edit, and git shows it like any other edit. What stood there
before is kept beside the project's memory, with who changed it and why, so that it can be taken back without git too.
"""

from __future__ import annotations

import difflib
import hashlib
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from filelock import FileLock
from pydantic import Field

from styleloop.app.brandfiles import read_kit
from styleloop.app.policies import POLICY, may_everywhere
from styleloop.app.project import Project
from styleloop.app.shipping import Person
from styleloop.errors import InputError, PolicyError, SettingsError, StoreError
from styleloop.types.policy import ARCHITECT
from styleloop.types.record import Record, content_id

FOLDER = "edits"
KEPT = 200
"""Edits that can be looked up; older copies go."""
_BRAND = ("brand", "markets", "checks")
"""Folders that a kit is read from."""
_WRITABLE = (*_BRAND, "library", "products")


@dataclass(frozen=True)
class Change:
    """One file as it is, and as it is to be; None: not there."""

    file: str
    """Its path inside the project."""
    before: bytes | None
    after: bytes | None

    @property
    def kind(self) -> str:
        """`new`, `changed` or `gone`."""
        return "new" if self.before is None else "gone" if self.after is None else "changed"


@dataclass(frozen=True)
class Shown:
    """A change as people read it."""

    file: str
    kind: str
    lines: tuple[tuple[str, str], ...]
    """(`+`, `-`, `@` or nothing, the line); none for what is no text."""
    bytes: int
    """Of the file as it is to be."""


class Kept(Record):
    """One file of an edit."""

    file: str
    before: str = ""
    """sha256; empty where it was not there."""
    after: str = ""


class Edit(Record):
    """One edit that was written."""

    id: str
    at: datetime
    who: str
    role: str
    why: str
    files: tuple[Kept, ...]
    undone: bool = Field(default=False)


def change(project: Project, file: str, after: str | bytes | None) -> Change:
    """A change of one file of the project, from what it holds now.

    Raises:
        InputError: the file would lie outside the folders that a brand is kept in.
    """
    path = _place(project, file)
    data = after.encode() if isinstance(after, str) else after
    return Change(file, path.read_bytes() if path.is_file() else None, data)


def text_of(project: Project, file: str) -> str:
    """What a text file of the project holds; nothing where it is not there."""
    path = _place(project, file)
    return path.read_text("utf-8") if path.is_file() else ""


def may_change(project: Project, person: Person | None) -> bool:
    """Whether this person may change the brand: an architect, and one of those listed where the policy lists people."""
    return person is not None and person.role == ARCHITECT and may_everywhere(project, person.who, person.role)


def shown(changes: Sequence[Change]) -> tuple[Shown, ...]:
    """The changes that change something, each line by line."""
    return tuple(
        Shown(one.file, one.kind, tuple(_lines(one)), len(one.after or b""))
        for one in changes
        if one.before != one.after
    )


def state_of(changes: Sequence[Change]) -> str:
    """16 hex digits of all that the changes rest on: a form sends it back, so that no other change is written."""
    said = [[one.file, _sha(one.before), _sha(one.after)] for one in changes]
    return content_id("edit", said).removeprefix("edit_")


def refuse_unfit(project: Project, changes: Sequence[Change]) -> None:
    """Read the brand as it would be.

    Raises:
        InputError: a file would not be read; says which field is wrong.
    """
    with tempfile.TemporaryDirectory(dir=project.state) as made:
        root = Path(made)
        for folder in _BRAND:
            if (project.root / folder).is_dir():
                shutil.copytree(project.root / folder, root / folder)
        for one in changes:
            target = root / one.file
            target.parent.mkdir(parents=True, exist_ok=True)
            if one.after is None:
                target.unlink(missing_ok=True)
            else:
                target.write_bytes(one.after)
        try:
            read_kit(root, lambda path: hashlib.sha256(path.read_bytes()).hexdigest())
        except SettingsError as problem:
            said = str(problem).replace(f"{root}/", "")
            raise InputError(f"the brand could not be read with this, so nothing was written: {said}") from problem


def write(
    project: Project, changes: Sequence[Change], person: Person | None, why: str, may: bool | None = None
) -> Edit:
    """Write all changes or none, and keep what stood there before.

    Args:
        project: whose files.
        changes: made by `change`.
        person: who writes.
        why: in a few words.
        may: whether this person may, where what is written is no rule of the brand; None: an architect may.

    Raises:
        PolicyError: this person may not, or a file is no longer as it was when the change was made.
        InputError: nothing would change, or the brand could not be read afterwards.
        StoreError: the disk refused; nothing was changed.
    """
    if may is not True:
        refuse_others(project, person)
    due = [one for one in changes if one.before != one.after]
    if not due:
        raise InputError("nothing would change", expected="something new", cure="change something first")
    with FileLock(project.state / "brand.lock"):
        for one in due:
            _refuse_moved(project, one)
        refuse_unfit(project, due)
        edit = _made(project, due, person, why)
        _keep(project, edit, due)
        _put(project, due)
    project.look_again()
    return edit


def undo(project: Project, name: str, person: Person | None) -> Edit:
    """Put back what an edit found; it is not taken back where a file was changed again since.

    Raises:
        PolicyError: this person may not, or a file has changed since.
        InputError: there is no such edit, or it was taken back already.
    """
    refuse_others(project, person)
    with FileLock(project.state / "brand.lock"):
        edit = next((one for one in edits(project) if one.id == name), None)
        if edit is None or edit.undone:
            raise InputError("there is no such edit to take back", field="edit", got=name, expected="the last one")
        back = [_back(project, edit, number, kept) for number, kept in enumerate(edit.files)]
        due = [one for one in back if one.before != one.after]
        refuse_unfit(project, due)
        _put(project, due)
        _write_down(project, edit.model_copy(update={"undone": True}))
    project.look_again()
    return edit


def edits(project: Project) -> tuple[Edit, ...]:
    """What was written here, the newest first."""
    folder = project.state / FOLDER
    files = sorted(folder.glob("*/edit.json"), reverse=True) if folder.is_dir() else []
    return tuple(Edit.model_validate_json(file.read_bytes()) for file in files)


def refuse_others(project: Project, person: Person | None) -> None:
    """Let an architect pass.

    Raises:
        PolicyError: it is somebody else, or nobody.
    """
    if person is None:
        raise PolicyError("say who you are first: what is changed in the brand carries a person's id and role")
    if person.role != ARCHITECT:
        raise PolicyError(f"the role {person.role} may not change the brand; {ARCHITECT} may")
    if not may_change(project, person):
        raise PolicyError(f"{person.who} may not change the brand: {POLICY} lists others for it")


def signature(project: Project, person: Person | None) -> str:
    """`ada, architect, 2026-09-01`: what a comment in a file says of who wrote it."""
    return f"{person.who}, {person.role}, {project.today}" if person else f"{project.today}"


def _place(project: Project, file: str) -> Path:
    path = project.root / file
    inside = path.resolve().is_relative_to(project.root) and Path(file).parts[0] in _WRITABLE
    if not inside or path.is_symlink():
        raise InputError("this is no place for a file of the brand", field="file", got=file, expected="below brand/")
    return path


def _lines(one: Change) -> Iterator[tuple[str, str]]:
    try:
        old, new = ((data or b"").decode() for data in (one.before, one.after))
    except UnicodeDecodeError:
        return
    if not one.file.endswith((".toml", ".md", ".csv", ".txt")):
        return
    for line in list(difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=2))[2:]:
        sign = "@" if line.startswith("@@") else line[:1].strip()
        yield sign, "" if sign == "@" else line[1:]


def _refuse_moved(project: Project, one: Change) -> None:
    path = _place(project, one.file)
    now = path.read_bytes() if path.is_file() else None
    if now != one.before:
        raise PolicyError(f"{one.file} has changed meanwhile; look at it as it is now, then do it again")


def _made(project: Project, due: Sequence[Change], person: Person | None, why: str) -> Edit:
    at = project.clock()
    files = tuple(Kept(file=one.file, before=_sha(one.before), after=_sha(one.after)) for one in due)
    name = f"{at:%Y%m%dT%H%M%S%f}-{len(edits(project)):04d}"
    if person is None:  # told above; said again for whoever calls this from elsewhere
        raise PolicyError("an edit carries a person's id")
    return Edit(id=name, at=at, who=person.who, role=person.role, why=why, files=files)


def _keep(project: Project, edit: Edit, due: Sequence[Change]) -> None:
    folder = project.state / FOLDER / edit.id
    folder.mkdir(parents=True)
    for number, one in enumerate(due):
        if one.before is not None:
            (folder / str(number)).write_bytes(one.before)
    _write_down(project, edit)
    for old in edits(project)[KEPT:]:
        shutil.rmtree(project.state / FOLDER / old.id)


def _write_down(project: Project, edit: Edit) -> None:
    _replaced(project.state / FOLDER / edit.id / "edit.json", edit.model_dump_json().encode())


def _put(project: Project, due: Sequence[Change]) -> None:
    """Every file, or as it was before the first."""
    done: list[Change] = []
    try:
        for one in due:
            _put_one(project, one.file, one.after)
            done.append(one)
    except OSError as problem:
        for one in reversed(done):
            _put_one(project, one.file, one.before)
        raise StoreError(
            f"the brand's files could not be written ({problem.strerror}); nothing was changed"
        ) from problem


def _put_one(project: Project, file: str, data: bytes | None) -> None:
    path = _place(project, file)
    if data is None:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    _replaced(path, data)


def _replaced(path: Path, data: bytes) -> None:
    unfinished = path.with_name(f"{path.name}.unfinished")
    unfinished.write_bytes(data)
    unfinished.replace(path)


def _back(project: Project, edit: Edit, number: int, kept: Kept) -> Change:
    now = change(project, kept.file, None)
    if _sha(now.before) not in (kept.after, kept.before):
        raise PolicyError(f"{kept.file} has changed since; take that back first, or edit the file")
    copy = project.state / FOLDER / edit.id / str(number)
    return Change(kept.file, now.before, copy.read_bytes() if kept.before else None)


def _sha(data: bytes | None) -> str:
    return "" if data is None else hashlib.sha256(data).hexdigest()
