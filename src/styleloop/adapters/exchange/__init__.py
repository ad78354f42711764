"""Files that go to translators and come back: XLIFF 2 and TMX 1.4b, read without entities or fetching."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from styleloop.adapters.exchange import tmx, xliff
from styleloop.adapters.exchange.markup import demand_writable
from styleloop.errors import InputError
from styleloop.types.segment import Exchange

SUFFIXES = (".xlf", ".xliff", ".tmx")
LARGEST = 64_000_000
"""Bytes of the largest file that is read."""
LONGEST = 10_000
"""Characters of the longest segment that is read: copy is far shorter, and likenesses cost its square."""


def read(path: Path) -> tuple[Exchange, ...]:
    """What came back: one exchange for each pair of locales in the file.

    Raises:
        InputError: it is no XLIFF 2 or TMX, is too large, not well formed, or brings a document type or entities.
    """
    _known(path)
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= LARGEST else b""
    except OSError as problem:
        raise InputError(f"the file cannot be read: {problem.strerror}", where=str(path)) from problem
    if size > LARGEST:
        raise InputError(
            "the file is too large", where=str(path), got=f"{size:,} bytes", expected=f"at most {LARGEST:,}"
        )
    try:
        found = tmx.read(data) if path.suffix.lower() == ".tmx" else (xliff.read(data),)
        _demand_usable(found)
    except InputError as problem:
        raise InputError(
            problem.problem, where=f"{path}{', ' if problem.where else ''}{problem.where}", field=problem.field,
            got=problem.got, expected=problem.expected, cure=problem.cure,
        ) from problem  # fmt: skip
    return found


def _demand_usable(found: Sequence[Exchange]) -> None:
    """Segments of a length that copy has, and translations without control characters (XLIFF can bring them in)."""
    for unit in (unit for one in found for unit in one.units):
        for piece in unit.pieces:
            demand_writable(piece.target, f"unit {unit.id}")
        longest = max((len(text) for p in unit.pieces for text in (p.source, p.target)), default=0)
        if longest > LONGEST:
            raise InputError(
                "a segment is too long", where=f"unit {unit.id}", got=f"{longest:,} characters",
                expected=f"at most {LONGEST:,}", cure="part it into sentences",
            )  # fmt: skip


def write(path: Path, exchanges: Sequence[Exchange]) -> None:
    """Write exchanges to `path`; XLIFF holds one pair of locales, TMX any number.

    Raises:
        InputError: the suffix is unknown, several pairs are to go into one XLIFF file, or the file cannot be written;
            what stood there before stands then.
    """
    _known(path)
    if not any(e.units for e in exchanges):
        raise InputError("there is nothing to translate", where=str(path), cure="see: styleloop localise CAMPAIGN")
    if path.suffix.lower() == ".tmx":
        data = tmx.written(exchanges)
    elif len(exchanges) == 1:
        data = xliff.written(exchanges[0])
    else:
        raise InputError(
            "an XLIFF file holds one language", where=str(path), got=", ".join(e.locale for e in exchanges),
            expected="one", cure="one --to for each file, or a .tmx",
        )  # fmt: skip
    part = path.with_name(f".{path.name}.{os.getpid()}.part")  # a killed process leaves no half file under the name
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        part.replace(path)
    except OSError as problem:
        part.unlink(missing_ok=True) if part.parent.is_dir() else None
        raise InputError(
            f"the file cannot be written: {problem.strerror}", where=str(path), cure="name another file or folder"
        ) from problem


def _known(path: Path) -> None:
    if path.suffix.lower() not in SUFFIXES:
        raise InputError("the file's kind is unknown", where=str(path), got=path.suffix, expected=", ".join(SUFFIXES))
