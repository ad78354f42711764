"""Pages on the web that the operator lists in `documents/urls.txt`: fetched when asked, read from what was kept."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from styleloop.adapters.fetching.fetch import LIMITS, TYPES, Limits, fetch
from styleloop.adapters.fetching.snapshots import Snapshot, remember, snapshots
from styleloop.app.project import Project, Tick, silent
from styleloop.drafts.ground.about import MANY, About, read_about
from styleloop.types.record import Refusal, Where

URLS = "documents/urls.txt"
SNAPSHOTS = "pages.jsonl"
MOST = 500
"""Addresses in the list."""


@dataclass(frozen=True)
class Listed:
    """One row of the list."""

    address: str
    about: About
    row: int


@dataclass
class Fetched:
    """What came of fetching the list."""

    new: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)


def listed(project: Project) -> tuple[tuple[Listed, ...], frozenset[str], tuple[Refusal, ...]]:
    """(addresses, `host:port` that may lie inside the own network, rows that are not understood).

    A row is an address and, parted by spaces, what is said of it (`role=guideline markets=de-DE ends=2027-12-31`);
    or `allow host:port`; or a comment after `#`.
    """
    path = project.root / URLS
    rows: dict[str, Listed] = {}
    allowed: set[str] = set()
    refusals: list[Refusal] = []
    for number, line in enumerate(_text(path).splitlines(), start=1):
        words = "" if line.lstrip().startswith("#") else line.partition(" #")[0]
        first, *rest = words.split() or ("",)
        where = Where(file=URLS, row=number)
        if first == "allow" and len(rest) == 1 and rest[0].rpartition(":")[2].isdigit():
            allowed.add(rest[0].lower())
        elif "://" in first and len(rows) < MOST:
            about, wrong = read_about(_fields(rest), URLS)
            rows[first] = Listed(first, about, number)
            refusals += [refusal.model_copy(update={"where": where, "subject": first}) for refusal in wrong]
            if wrong:
                del rows[first]
        elif first:
            why = f"more than {MOST} addresses" if "://" in first else "the row is not understood"
            expected = "an address that begins https://, or `allow host:port`"
            refusals.append(Refusal(subject=f"row {number}", why=why, got=line[:80], expected=expected, where=where))
    return tuple(rows.values()), frozenset(allowed), tuple(refusals)


def fetch_all(project: Project, tick: Tick = silent, limits: Limits = LIMITS) -> Fetched:
    """Fetch every address of the list that has changed since it was fetched last. The only place that does.

    Args:
        project: whose list.
        tick: told how many were asked for.
        limits: for each page.
    """
    rows, allowed, refusals = listed(project)
    report = Fetched(refusals=list(refusals))
    kept = snapshots(project.state / SNAPSHOTS)
    for done, row in enumerate(rows):
        tick("fetch", done, len(rows), row.address)
        old = kept.get(row.address)
        known = old if old and project.store.blobs.has(old.sha256) else None
        asked = {"etag": known.etag, "modified": known.modified} if known else {}
        page = fetch(row.address, allowed=allowed, limits=limits, **asked)
        if isinstance(page, Refusal):
            report.refusals.append(page.model_copy(update={"where": Where(file=URLS, row=row.row)}))
        elif page.data is None:
            report.unchanged.append(row.address)
        else:
            sha = project.store.blobs.put(page.data)
            taken = Snapshot(
                address=row.address,
                found=page.url,
                sha256=sha,
                fetched=project.clock().isoformat(timespec="seconds"),
                suffix=TYPES[page.type],
                charset=page.charset,
                etag=page.etag,
                modified=page.modified,
            )
            same = known is not None and known.sha256 == sha
            (report.unchanged if same else report.new).append(row.address)
            if not same or (known and (known.etag, known.modified) != (taken.etag, taken.modified)):
                remember(project.state / SNAPSHOTS, taken)
    tick("fetch", len(rows), len(rows))
    return report


def fetched(project: Project) -> Iterator[tuple[Listed, Snapshot] | Refusal]:
    """Each listed address with what was kept of it; a Refusal for one that was never fetched."""
    rows, _, refusals = listed(project)
    yield from refusals
    kept = snapshots(project.state / SNAPSHOTS)
    for row in rows:
        taken = kept.get(row.address)
        if taken is None or not project.store.blobs.has(taken.sha256):
            yield Refusal(
                subject=row.address,
                why="it was not fetched yet",
                cure="run: styleloop ground --fetch",
                where=Where(file=URLS, row=row.row),
                permanent=False,
            )
        else:
            yield row, taken


def name_of(taken: Snapshot) -> str:
    """A file name for what was kept, with the suffix of its kind."""
    name = Path(taken.found.partition("?")[0]).name[:60] or "page"
    marked = taken.suffix == ".txt" and name.lower().endswith((".md", ".markdown"))
    return name if marked or name.lower().endswith(taken.suffix) else f"{name}{taken.suffix}"


def bytes_of(project: Project, taken: Snapshot) -> bytes:
    """What was kept; text in UTF-8, whatever the server sent it in."""
    data = project.store.blobs.get(taken.sha256)
    if not taken.charset or taken.suffix in (".pdf", ".docx"):
        return data
    try:
        return data.decode(codecs.lookup(taken.charset).name, "replace").encode()
    except (LookupError, ValueError):  # a charset that nobody knows: told from the bytes
        return data


def _text(path: Path) -> str:
    """The list; a letter that is not UTF-8 spoils its own row and no other."""
    return path.read_text("utf-8-sig", errors="replace") if path.is_file() else ""


def _fields(words: list[str]) -> dict[str, Any]:
    pairs = [word.partition("=") for word in words]
    return {key: value.split(",") if key in MANY else value for key, _, value in pairs}
