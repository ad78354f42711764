"""A folder of pictures, with what is known of them beside: `name.txt`, `name.csv`, or tables that name them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from styleloop.adapters.sources.merchant import MerchantSource
from styleloop.adapters.sources.paths import inside, shown
from styleloop.adapters.sources.reading import decode, head, is_picture, read_bytes, refused
from styleloop.adapters.sources.shopify import ShopifySource
from styleloop.adapters.sources.table import TableSource
from styleloop.errors import InputError
from styleloop.ports import Source
from styleloop.types.record import Refusal, Where
from styleloop.types.row import Row

_UNSEEN = frozenset({"thumbs.db", "desktop.ini", "icon\r", "__macosx"})
_KEYED = re.compile(r"([a-z_]{2,20})\s*:\s*(.+)", re.IGNORECASE)
_KEYS = frozenset(
    {
        "headline", "body", "cta", "caption", "alt", "name", "locale", "market", "channel", "placement", "product",
        "made", "role", "test", "owner", "markets", "starts", "ends", "licence", "forbids",
    }
)  # fmt: skip
_EXPECTED = "pictures (PNG, JPEG, WebP, GIF, SVG), each with an optional NAME.txt or NAME.csv beside it, or tables"


class FolderSource:
    """Reads every picture and table of a folder and of the folders in it; links that lead out are not followed."""

    name = "folder"
    version = "1"

    def claims(self, path: Path) -> float:
        """0.9 for a folder, 0.5 for a single picture."""
        try:
            if path.is_dir():
                return 0.9
        except (OSError, ValueError):
            return 0.0
        return 0.5 if is_picture(head(path)) else 0.0

    def read(self, path: Path, root: Path) -> Sequence[Row | Refusal]:
        """Rows of its tables, then one row per picture that no table names."""
        try:
            files = [path] if not path.is_dir() else list(_files(path))
            if not path.resolve().is_relative_to(root.resolve()):
                raise InputError("the folder lies outside the folder that is read", got=str(path), expected=str(root))
        except (InputError, OSError, ValueError) as problem:
            error = problem if isinstance(problem, InputError) else InputError(f"the folder cannot be read ({problem})")
            return [refused(error, path.name, Where(file=shown(path, root)))]
        if not files:
            cure = "put pictures or tables there, or name another folder"
            empty = InputError("the folder is empty", got="no file", expected=_EXPECTED, cure=cure)
            return [refused(empty, path.name, Where(file=shown(path, root)))]
        pictures = {file: inner for file in files if (inner := _picture_in(file, root))}
        sidecars = {file.with_suffix(end) for file in pictures for end in (".txt", ".csv")} & set(files)
        rows = [row for file in files if file not in pictures and file not in sidecars for row in _table(file, root)]
        named = {row.picture for row in rows if isinstance(row, Row)}
        for file, inner in pictures.items():
            if isinstance(inner, Refusal):
                rows.append(inner)
            elif inner not in named:
                rows.extend(_pictured(file, inner, sidecars, root))
        return rows


def _files(folder: Path) -> Iterator[Path]:
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _hidden(name))
        yield from (Path(here) / name for name in sorted(names) if not _hidden(name))


def _hidden(name: str) -> bool:
    """Whether it is a system's file, or a note to people."""
    return name.startswith((".", "~$")) or name.lower() in _UNSEEN or name.lower().startswith("readme")


def _picture_in(file: Path, root: Path) -> str | Refusal:
    """Its path inside `root` when it is a picture; a Refusal when it leads out; empty when it is something else."""
    try:
        inner = inside(file.parent, file.name, root)
    except InputError as problem:
        return refused(problem, file.name, Where(file=shown(file, root)))
    return inner if is_picture(head(file)) else ""


def _table(file: Path, root: Path) -> Sequence[Row | Refusal]:
    sources: tuple[Source, ...] = (ShopifySource(), MerchantSource(), TableSource())
    best = max(sources, key=lambda source: source.claims(file))
    if best.claims(file) >= 0.3:
        return best.read(file, root)
    problem = InputError("this is neither a picture nor a table", got=repr(head(file, 12)), expected=_EXPECTED)
    return [refused(problem, file.name, Where(file=shown(file, root)))]


def _pictured(file: Path, inner: str, sidecars: set[Path], root: Path) -> Sequence[Row | Refusal]:
    where = Where(file=shown(file, root))
    table, note = file.with_suffix(".csv"), file.with_suffix(".txt")
    if table in sidecars:
        read = TableSource().read(table, root)
        return [
            row.model_copy(update={"picture": row.picture or inner}) if isinstance(row, Row) else row for row in read
        ]
    fields = {"name": file.stem}
    if note in sidecars:
        where = Where(file=shown(note, root))
        try:
            fields |= _noted(decode(read_bytes(note, root, 100_000)))
        except InputError as problem:
            return [refused(problem, file.name, where)]
    return [Row(kind="ad", fields=tuple(fields.items()), picture=inner, where=where)]


def _noted(text: str) -> dict[str, str]:
    """`key: text` lines; of other lines the first is the headline and the rest the body."""
    fields: dict[str, str] = {}
    free = []
    for line in (" ".join(line.split()) for line in text.replace("\0", " ").splitlines()):
        keyed = _KEYED.fullmatch(line)
        key = keyed[1].lower().replace("license", "licence") if keyed else ""
        if keyed and key in _KEYS:
            fields[key] = keyed[2]
        elif line:
            free.append(line)
    if free:
        fields.setdefault("headline", free[0])
    if len(free) > 1:
        fields.setdefault("body", " ".join(free[1:]))
    return fields
