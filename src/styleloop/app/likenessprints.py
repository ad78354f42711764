"""Fingerprints of kept pictures, remembered by what they are of: `.styleloop/fingerprints/` may be deleted any time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from styleloop.app import measuring
from styleloop.app.project import Project
from styleloop.errors import StyleloopError
from styleloop.types.library import Print

_FILE = Path("fingerprints") / "pdq-1.txt"
"""A line each: sha256 of the bytes, fingerprint, quality. The number changes with the way they are made."""
_LINE = re.compile(r"([0-9a-f]{64}) ([0-9a-f]{64}) (\d{1,3})")
_AT_ONCE = 64
"""Pictures decoded at once."""


def prints(project: Project, shas: Iterable[str]) -> dict[str, Print]:
    """The fingerprint of each of these blobs; those that are missing, damaged or no picture are absent."""
    wanted = sorted(set(shas))
    file = project.state / _FILE
    found = {sha: made for sha, made in _remembered(file) if sha in set(wanted)} if wanted else {}
    fresh = [sha for sha in wanted if sha not in found]
    for at in range(0, len(fresh), _AT_ONCE):
        made = _made(project, fresh[at : at + _AT_ONCE])
        _remember(file, made)
        found |= made
    return {sha: found[sha] for sha in wanted if sha in found}


def _made(project: Project, shas: Iterable[str]) -> dict[str, Print]:
    from styleloop.measure.picture.phash import pdq

    there = [sha for sha in shas if _whole(project, sha)]
    return {sha: Print(*pdq(picture)) for sha, picture in measuring.pictures(project, there).items()}


def _whole(project: Project, sha: str) -> bool:
    try:
        return bool(project.store.blobs.get(sha))
    except StyleloopError:  # a piece of the library whose file is gone or damaged stops nobody's work
        return False


def _remembered(file: Path) -> Iterator[tuple[str, Print]]:
    try:
        text = file.read_text("ascii", errors="replace")
    except OSError:
        return
    for line in text.splitlines():
        if known := _LINE.fullmatch(line):  # a line that was cut off half-way is no memory
            yield known[1], Print(known[2], int(known[3]))


def _remember(file: Path, made: Mapping[str, Print]) -> None:
    lines = "".join(f"{sha} {one.value} {one.quality}\n" for sha, one in sorted(made.items()))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="ascii") as memory:
            memory.write(f"\n{lines}" if lines else "")
    except OSError:  # a full or read-only disk costs time, not the check
        return
