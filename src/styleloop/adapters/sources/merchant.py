"""Google Merchant feeds: tab-separated text, and RSS or Atom with the `g:` names."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from pathlib import Path

from styleloop.adapters.sources.headings import folded, understand
from styleloop.adapters.sources.paths import shown
from styleloop.adapters.sources.prose import visible
from styleloop.adapters.sources.reading import decode, head, is_picture, read_bytes, refused, unfit
from styleloop.adapters.sources.rows import made
from styleloop.adapters.sources.table import first_lines, first_titles, rows_of
from styleloop.adapters.sources.xmlitems import Item, declared_encoding, items
from styleloop.errors import InputError, shortened
from styleloop.types.record import Refusal, Where
from styleloop.types.row import Row

_SIGNS = frozenset({"id", "title", "link", "image link", "price", "availability", "condition", "gtin", "brand"})
_NAMESPACE = b"base.google.com/ns/1.0"


class MerchantSource:
    """Reads product feeds in the two forms Google Merchant Center takes."""

    name = "merchant"
    version = "1"

    def claims(self, path: Path) -> float:
        """0.9 for an XML feed with Google's names, 0.85 for a table with Google's columns."""
        start = head(path).replace(b"\0", b"")
        if _is_xml(start) and not is_picture(start):
            named = _NAMESPACE in start or b"<g:id" in start
            return 0.9 if named else 0.4 if b"<rss" in start or b"<feed" in start else 0.1
        titles = {folded(cell) for cell in first_titles(first_lines(path))}
        return 0.85 if {"id", "title", "image link"} <= titles and len(titles & _SIGNS) >= 5 else 0.0

    def read(self, path: Path, root: Path) -> Sequence[Row | Refusal]:
        """Every item as a product row. In XML, the row is the line on which the item begins."""
        file = shown(path, root)
        try:
            data = read_bytes(path, root)
            if _is_xml(data[:512]):
                return list(_from_xml(_xml_text(data), file, path, root))
            return [_plain(row) for row in rows_of(decode(data), file, path, root, kind="product")]
        except InputError as problem:
            return [refused(problem, file, Where(file=file))]


def _is_xml(start: bytes) -> bool:
    squeezed = start.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t")
    return squeezed.startswith(b"<") and not squeezed.lower().startswith((b"<!doctype html", b"<html"))


def _xml_text(data: bytes) -> str:
    said = declared_encoding(data).lower()
    if said in {"", "utf-8", "utf8", "utf-16"} or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return decode(data)
    try:
        return data.decode(said)
    except (LookupError, UnicodeError, ValueError) as problem:
        raise InputError(
            f"the file is not in the encoding it declares ({problem})", got=said, expected="UTF-8"
        ) from problem


def _from_xml(text: str, file: str, path: Path, root: Path) -> Iterator[Row | Refusal]:
    found = False
    for item in items(text):
        found = True
        if isinstance(item, Item):
            yield _row(item, Where(file=file, row=item.line), path, root)
        else:
            yield refused(item[1], "", Where(file=file, row=item[0]))
    if not found:
        empty = InputError("the feed holds no item", got=shortened(text[:60]), expected="<item> with g:id and title")
        yield refused(empty, file, Where(file=file))


def _row(item: Item, where: Where, path: Path, root: Path) -> Row | Refusal:
    headings = understand(tuple(item.fields), "product")
    problem = unfit(item.fields.values())
    if headings.missing and not problem:
        lacking = ", ".join(headings.missing)
        got = ", ".join(item.fields) or "nothing"
        problem = InputError(f"the item lacks: {lacking}", got=got, expected="g:id and title", cure="add them")
    if problem:
        return refused(problem, item.fields.get("id", "")[:80], where)
    return _plain(made(headings, zip(headings.names, item.fields.values(), strict=True), where, path, root))


def _plain(row: Row | Refusal) -> Row | Refusal:
    """Descriptions without markup; titles without entities that were escaped twice."""
    if isinstance(row, Refusal):
        return row
    kept = {"description": visible, "name": html.unescape}
    fields = tuple((name, kept[name](text).strip() if name in kept else text) for name, text in row.fields)
    return row.model_copy(update={"fields": tuple((name, text) for name, text in fields if text)})
