"""Bytes of the operator's own files, and never of any other file."""

from __future__ import annotations

import stat
from collections.abc import Iterable
from pathlib import Path

from styleloop.adapters.sources.paths import inside
from styleloop.errors import InputError
from styleloop.types.record import Refusal, Where

LARGEST_FILE = 256 * 1024 * 1024
"""Bytes; a feed beyond it is to be split."""
LARGEST_FIELD = 1_000_000
"""Characters in one field; the longest honest product page is a tenth of it."""
HEAD = 65_536
"""Bytes looked at to tell what kind of file it is."""

_PICTURES: tuple[tuple[int, bytes], ...] = (
    (0, b"\x89PNG\r\n\x1a\n"), (0, b"\xff\xd8\xff"), (0, b"GIF87a"), (0, b"GIF89a"), (8, b"WEBP"),
    (4, b"ftypavif"), (4, b"ftypheic"), (4, b"ftypmif1"), (0, b"II*\x00"), (0, b"MM\x00*"),
)  # fmt: skip


def read_bytes(path: Path, root: Path, limit: int = LARGEST_FILE) -> bytes:
    """The bytes of an ordinary file inside `root`.

    Raises:
        InputError: it lies outside, cannot be read, or is larger than `limit` bytes.
    """
    base, name = (path.parent, path.name) if path.name else (path, ".")
    inside(base, name, root)
    size = path.stat().st_size
    if size > limit:
        raise InputError(
            "the file is too large", got=f"{size} bytes", expected=f"at most {limit} bytes", cure="split it"
        )
    try:
        return path.read_bytes()
    except OSError as problem:
        raise InputError(
            f"the file cannot be read ({problem.strerror})", got=path.name, expected="a readable file"
        ) from problem


def head(path: Path, size: int = HEAD) -> bytes:
    """The first bytes of an ordinary file; empty when there are none to be had."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return b""
        with path.open("rb") as file:
            return file.read(size)
    except (OSError, ValueError):
        return b""


def is_picture(start: bytes) -> bool:
    """Whether the first bytes are those of a picture, whatever the file is called."""
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1024].lower()
    svg = text.startswith((b"<svg", b"<?xml", b"<!--")) and b"<svg" in text
    return svg or any(start[at : at + len(mark)] == mark for at, mark in _PICTURES)


def decode(data: bytes) -> str:
    """Text of a file that does not say its encoding: by mark, else UTF-8, else Windows-1252.

    Raises:
        InputError: it is no text, or not in the encoding that its mark promises.
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _strictly(data, encoding)
    guess = _unmarked_utf16(data)
    if guess:
        return _strictly(data, guess)
    if data[:4096].count(0) > len(data[:4096]) // 20:
        raise InputError(
            "this is not text", got=f"a binary file that starts {data[:8]!r}", expected="CSV, TSV, JSON or XML"
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        # Windows-1252 leaves five bytes undefined, Latin-1 none.
        return data.decode("cp1252" if not set(data) & {0x81, 0x8D, 0x8F, 0x90, 0x9D} else "latin-1")


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as problem:
        raise InputError(
            f"the file says it is {encoding} and is not",
            got=f"byte {problem.start}",
            expected=encoding,
            cure="save it as UTF-8",
        ) from problem


def _unmarked_utf16(data: bytes) -> str:
    sample = data[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    enough = len(sample) >= 8 and len(data) % 2 == 0
    if enough and odd > len(sample) * 0.4 and not even:
        return "utf-16-le"
    return "utf-16-be" if enough and even > len(sample) * 0.4 and not odd else ""


def refused(problem: InputError, subject: str, where: Where) -> Refusal:
    """An error about one item, as the Refusal of that item."""
    got = "" if problem.got is None else str(problem.got)
    return Refusal(
        subject=subject, why=problem.problem, got=got[:200], expected=problem.expected, cure=problem.cure, where=where
    )


def unfit(cells: Iterable[str]) -> InputError | None:
    """What is wrong with the text of a record, whatever its columns mean."""
    longest = 0
    for cell in cells:
        longest = max(longest, len(cell))
        if "\0" in cell:
            return InputError(
                "the row holds NUL bytes", got="NUL", expected="text", cure="export the table again as text"
            )
    if longest <= LARGEST_FIELD:
        return None
    cure = "shorten the text; is a quote missing?"
    return InputError(
        "a field is too long", got=f"{longest} characters", expected=f"at most {LARGEST_FIELD}", cure=cure
    )
