"""Files that go to translators and come back: XLIFF 2 and TMX 1.4b, read without entities or fetching."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from styleloop.adapters.exchange import tmx, xliff
from styleloop.errors import InputError
from styleloop.types.segment import Exchange

SUFFIXES = (".xlf", ".xliff", ".tmx")
LARGEST = 64_000_000
"""Bytes of the largest file that is read."""


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
        return tmx.read(data) if path.suffix.lower() == ".tmx" else (xliff.read(data),)
    except InputError as problem:
        raise InputError(
            problem.problem, where=f"{path}{', ' if problem.where else ''}{problem.where}", field=problem.field,
            got=problem.got, expected=problem.expected, cure=problem.cure,
        ) from problem  # fmt: skip


def write(path: Path, exchanges: Sequence[Exchange]) -> None:
    """Write exchanges to `path`; XLIFF holds one pair of locales, TMX any number.

    Raises:
        InputError: the suffix is unknown, or several pairs are to go into one XLIFF file.
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
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _known(path: Path) -> None:
    if path.suffix.lower() not in SUFFIXES:
        raise InputError("the file's kind is unknown", where=str(path), got=path.suffix, expected=", ".join(SUFFIXES))
