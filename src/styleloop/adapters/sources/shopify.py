"""Shopify's product export: the rows of one handle are one product."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from styleloop.adapters.sources.headings import folded
from styleloop.adapters.sources.paths import shown
from styleloop.adapters.sources.prose import visible
from styleloop.adapters.sources.reading import decode, read_bytes, refused
from styleloop.adapters.sources.sheet import Sheet, read_sheet
from styleloop.adapters.sources.table import first_lines, first_titles
from styleloop.errors import InputError
from styleloop.types.record import Refusal, Where
from styleloop.types.row import Row

_ONCE = {
    "title": "name", "vendor": "brand", "type": "category", "product category": "product_category", "tags": "tags",
    "image src": "picture_url", "image alt text": "alt", "variant grams": "grams", "variant weight unit": "weight_unit",
    "variant compare at price": "compare_at_price", "seo title": "seo_title", "seo description": "seo_description",
}  # fmt: skip
_SIGNS = ("handle", "title", "variant price", "option1 name", "body html", "variant sku")


@dataclass
class _Group:
    """The rows of one handle, as they come."""

    handle: str
    rows: list[int] = field(default_factory=list)
    cells: list[Mapping[str, str]] = field(default_factory=list)


class ShopifySource:
    """Reads `products_export.csv` as Shopify writes it."""

    name = "shopify"
    version = "1"

    def claims(self, path: Path) -> float:
        """0.95 when the columns are Shopify's."""
        titles = {_title(cell) for cell in first_titles(first_lines(path))}
        known = sum(sign in titles for sign in _SIGNS)
        return 0.95 if "handle" in titles and known >= 4 else 0.0

    def read(self, path: Path, root: Path) -> Sequence[Row | Refusal]:
        """One row per product, its variants as options; `rows` names the rows it was merged from."""
        file = shown(path, root)
        try:
            sheet = read_sheet(decode(read_bytes(path, root)))
        except InputError as problem:
            return [refused(problem, file, Where(file=file))]
        titles = [_title(cell) for cell in sheet.header.cells]
        missing = [name for name in ("handle", "title") if name not in titles]
        if missing:
            got, lacking = ", ".join(titles)[:300], " and ".join(missing)
            lack = InputError(f"columns are missing: {lacking}", got=got, expected="a product export of Shopify")
            return [refused(lack, "columns", Where(file=file, row=sheet.header.row))]
        groups, refusals = _grouped(sheet, titles, file)
        done = [_product(group, file) for group in groups.values()]
        return sorted([*done, *refusals], key=lambda item: (item.where.row or 0) if item.where else 0)


def _title(cell: str) -> str:
    return folded(cell).replace("(", "").replace(")", "")


def _grouped(sheet: Sheet, titles: Sequence[str], file: str) -> tuple[dict[str, _Group], list[Refusal]]:
    groups: dict[str, _Group] = {}
    refusals: list[Refusal] = []
    for record in sheet.below():
        where = Where(file=file, row=record.row)
        cells = {title: cell.strip() for title, cell in zip(titles, record.cells, strict=False) if cell.strip()}
        handle = cells.get("handle", "")
        group = groups.get(handle, _Group(handle))
        problem = record.problem or _misfit(cells, group, file)
        if problem:
            refusals.append(refused(problem, handle, where))
            continue
        groups[handle] = group
        group.rows.append(record.row)
        group.cells.append(cells)
    return groups, refusals


def _misfit(cells: Mapping[str, str], group: _Group, file: str) -> InputError | None:
    if not group.handle:
        cure = "give the row the handle of its product"
        return InputError("the row has no handle", field="Handle", got="nothing", expected="a handle", cure=cure)
    titles = [c["title"] for c in group.cells if "title" in c]
    if titles and cells.get("title", titles[0]) != titles[0]:
        why = f"another product already has this handle, in {file}, row {group.rows[0]}"
        got, expected = cells["title"], f"{titles[0]}, or a handle of its own"
        return InputError(why, field="Title", got=got, expected=expected)
    return None


def _product(group: _Group, file: str) -> Row | Refusal:
    where = Where(file=file, row=group.rows[0])
    first = next((cells for cells in group.cells if "title" in cells), None)
    if first is None:
        rows = ", ".join(str(row) for row in group.rows)
        why = f"no row of this product has a title (row {rows})"
        problem = InputError(why, got="nothing", expected="a Title in its first row", cure="add the title")
        return refused(problem, group.handle, where.model_copy(update={"field": "Title"}))
    fields = {"sku": group.handle}
    fields |= {name: _first(group, title) for title, name in _ONCE.items()}
    fields["description"] = visible(first.get("body html", ""))
    fields |= _prices(group)
    fields["options"] = _options(group)
    fields["variant_skus"] = ", ".join(_each(group, "variant sku"))
    fields["rows"] = " ".join(str(row) for row in group.rows)
    return Row(kind="product", fields=tuple((k, v) for k, v in fields.items() if v), where=where)


def _first(group: _Group, title: str) -> str:
    return next((cells[title] for cells in group.cells if title in cells), "")


def _each(group: _Group, title: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cells[title] for cells in group.cells if title in cells))


def _prices(group: _Group) -> dict[str, str]:
    """One price where all variants cost the same; otherwise all of them, since naming one would be wrong for others."""
    found = _each(group, "variant price")
    return {"price": found[0]} if len(found) == 1 else {"variant_prices": ", ".join(found)}


def _options(group: _Group) -> str:
    lines = []
    for number in (1, 2, 3):
        name, values = _first(group, f"option{number} name"), _each(group, f"option{number} value")
        if name and values and values != ("Default Title",):
            lines.append(f"{name}: {', '.join(values)}")
    return "; ".join(lines)
