"""Files about products, in the order in which one lies over the other: feeds, typed products, spec sheets, rulings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

from styleloop import library
from styleloop.adapters.sources.headings import understand
from styleloop.adapters.sources.table import first_lines, first_titles
from styleloop.app.factfiles import FILE, read_rulings, rulings_file
from styleloop.app.project import Project
from styleloop.language.alarms import SAYS, hostile
from styleloop.types.product import Product
from styleloop.types.record import Refusal
from styleloop.types.row import Row

ProductFile = Literal["feed", "typed", "sheet", "rulings"]
ORDER: tuple[ProductFile, ...] = ("feed", "typed", "sheet", "rulings")
TYPED = ".toml"
_TABLES = frozenset({".csv", ".tsv", ".txt"})
_TEXTS = frozenset(
    {
        "name",
        "description",
        "headline",
        "body",
        "cta",
        "caption",
        "alt",
        "material",
        "colour",
        "key",
        "value",
        "category",
    }
)
_MOST_NOTES = 40
"""Of one file; more would hide the first."""
_QUOTED = 80
"""Characters of a suspicious text that a note quotes."""


def kind_of(path: Path) -> ProductFile:
    """What a file in `products/` is."""
    if path.suffix == TYPED:
        return "rulings" if path.name == FILE else "typed"
    if path.suffix.lower() in _TABLES and understand(first_titles(first_lines(path))).kind == "spec":
        return "sheet"
    return "feed"


def in_order(files: Iterable[Path]) -> list[Path]:
    """Files as they are read, each over those before it."""
    return sorted(files, key=lambda file: ORDER.index(kind_of(file)) if file.is_file() else 0)


def layered(files: Sequence[Path]) -> bool:
    """Whether some of them lie over others, so that all are read again when one changes."""
    return len({kind_of(file) for file in files if file.is_file()}) > 1


def of_sheet(project: Project, rows: Sequence[Row], report_to: list[str]) -> tuple[tuple[Product, ...], list[Refusal]]:
    """Products with what a spec sheet's rows say of them."""
    wanted = sorted({row.get("sku") for row in rows})
    known = {sku: product for sku in wanted if (product := project.store.products.find(sku)) is not None}
    products, refusals, read = library.sheet_facts(rows, known, project.kit.locale)
    left = len(rows) - len(refusals) - read
    if left:
        report_to.append(f"{left} of {len(rows)} rows of the sheet state nothing that is understood; they are left out")
    return products, list(refusals)


def with_rulings(project: Project, products: Sequence[Product]) -> tuple[Product, ...]:
    """Products as people ruled on their facts."""
    rulings, _ = read_rulings(rulings_file(project.root))
    holding = library.standing(rulings)
    return tuple(library.ruled(product, holding) for product in products) if holding else tuple(products)


def suspicions(rows: Iterable[Row], locale: str) -> list[str]:
    """Notes on texts from outside that try to steer whoever reads them: told to people, kept as data, never obeyed."""
    notes = []
    for row in rows:
        for name, text in row.fields:
            if name in _TEXTS or name.partition(" ")[0].lower() in _TEXTS:
                notes += suspicious(f"{row.where}, {name}", text, row.get("locale") or locale)
    left = len(notes) - _MOST_NOTES
    return [*notes[:_MOST_NOTES], *([f"{left} more texts like these are in the same file"] if left > 0 else [])]


def suspicious(where: str, text: str, locale: str, *, orders: bool = True) -> list[str]:
    """One note for each kind of thing in `text` that is not meant for people; plain `orders` only where asked."""
    notes: dict[str, str] = {}
    for alarm in (a for a in hostile(text, locale) if orders or a.kind != "order"):
        quoted = " ".join(alarm.text.split())
        quoted = f"{quoted[:_QUOTED]}…" if len(quoted) > _QUOTED else quoted
        said = f"{where}: the text {SAYS[alarm.kind]} (“{quoted}”); it is kept as data and not obeyed"
        notes.setdefault(alarm.kind, said)
    return list(notes.values())
