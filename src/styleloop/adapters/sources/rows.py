"""One record -> one Row, or why not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from styleloop.adapters.sources.headings import Headings, kinds
from styleloop.adapters.sources.paths import inside
from styleloop.adapters.sources.reading import refused
from styleloop.errors import InputError
from styleloop.types.record import Refusal, Where
from styleloop.types.row import Row

_LINK = re.compile(r"https?://", re.IGNORECASE)


def made(headings: Headings, cells: Iterable[tuple[str, str]], where: Where, path: Path, root: Path) -> Row | Refusal:
    """One row: cells trimmed, empty ones left out, its picture checked to lie inside `root`."""
    fields = {name: text.strip() for name, text in cells if name and text.strip()}
    if headings.currency:
        fields.setdefault("currency", headings.currency)
    picture = fields.pop("picture", "")
    if _LINK.match(picture):
        fields.setdefault("picture_url", picture)
        picture = ""
    if picture:
        try:
            picture = inside(path.parent, picture, root)
        except InputError as problem:
            subject = fields.get("sku") or fields.get("id") or fields.get("name", "")
            return refused(problem, subject, where.model_copy(update={"field": "picture"}))
    return Row(kind=headings.kind, fields=tuple(fields.items()), picture=picture, where=where)


def unusable(headings: Headings, where: Where) -> Refusal | None:
    """Why a table with these columns cannot be read, naming the columns that are missing and those found."""
    found = ", ".join(title.strip() for title in headings.titles if title.strip())[:300]
    if headings.kind == "unknown":
        expected = "; ".join(f"{kind}: {rules.says}" for kind, rules in kinds().items())
        why = "these are the columns of no table that is known" if found else "there is no header and no row"
        cure = "name the columns in the first row; docs/importing.md lists their names"
        return Refusal(subject="columns", why=why, got=found or "nothing", expected=expected, cure=cure, where=where)
    if not headings.missing:
        return None
    lacking = ", ".join(headings.missing)
    return Refusal(
        subject="columns",
        why=f"this looks like a table of {headings.kind}s; missing: {lacking}",
        got=found,
        expected=kinds()[headings.kind].says,
        cure="add the missing columns, or rename those that hold it; docs/importing.md lists the names",
        where=where,
    )
