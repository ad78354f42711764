"""What competitors are called: the column `brand` of the tables in `competitors/`."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

COLUMN = "brand"


def rivals(root: Path) -> tuple[str, ...]:
    """Names of competitors, sorted; a table without a column `brand` has none, one that cannot be read neither.

    Args:
        root: the project folder.
    """
    tables = sorted((root / "competitors").glob("*.csv"))
    return tuple(sorted({name for path in tables for name in _names(path, path.stat().st_mtime_ns)}))


@lru_cache(maxsize=16)
def _names(path: Path, _changed: int) -> frozenset[str]:
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):  # ingest says what is wrong with it
        return frozenset()
    rows = csv.DictReader(text.splitlines())
    return frozenset(name for row in rows if (name := (row.get(COLUMN) or "").strip()))
