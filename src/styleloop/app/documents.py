"""Everything the brand has in writing, as passages: documents, guidelines, claims, products, past work."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from styleloop.adapters.documents.document import Document, Unreadable
from styleloop.adapters.documents.kept import Item, Kept, Shelves
from styleloop.adapters.documents.kinds import VERSION, read_text, suffix_of
from styleloop.adapters.sources.reading import read_bytes, refused
from styleloop.app.brandfiles import read_toml
from styleloop.app.project import DATA, Project, Tick, silent
from styleloop.drafts.ground import About, claim_passages, passages, past_passages, product_passages, told
from styleloop.drafts.ground.about import read_about
from styleloop.drafts.ground.own import Answered
from styleloop.errors import InputError, SettingsError
from styleloop.types.passage import Passage, PassageRole
from styleloop.types.record import Refusal, Where, canonical

FOLDER = "documents"
ROWS = "documents.toml"
URLS = "urls.txt"
README = "README.txt"
KEPT = "documents.db"
ROLES: dict[str, PassageRole] = {
    "guideline": "guideline",
    "guidelines": "guideline",
    "spec": "spec",
    "specs": "spec",
    "claim": "claim",
    "claims": "claim",
    "past": "past",
    "page": "page",
    "pages": "page",
}
"""Folder below `documents/` -> what lies in it; anything else is a page."""


@dataclass(frozen=True)
class Found:
    """One document to read."""

    path: Path
    file: str
    """As messages name it: its path inside the project."""
    about: About
    """What its folder and `documents.toml` say of it; it may say more itself."""


def gathered(project: Project, tick: Tick = silent) -> Sequence[Passage | Refusal]:
    """Every passage of the project, each once, and why a document or a part of one could not be read.

    A file that has not changed since is not read again. Nothing is fetched: pages that were are read from what was
    kept of them (`fetched`).

    Args:
        project: whose.
        tick: told how many documents were looked at.
    """
    found: dict[str, Item] = {}
    for item in (*_of_files(project, tick), *_of_records(project)):
        name = item.id if isinstance(item, Passage) else str(item)
        found.setdefault(name, item)
    return tuple(found.values())


def documents(project: Project) -> tuple[tuple[Found, ...], tuple[Refusal, ...]]:
    """The files that are read, by name, and what is wrong with the rows of `documents.toml`."""
    rows, refusals = _rows(project)
    listed = {**_below(project, "brand/guidelines", "guideline"), **_tones(project), **_below(project, FOLDER, None)}
    unknown = sorted(set(rows) - set(listed))
    refusals += [
        Refusal(
            subject=file,
            why=f"{FOLDER}/{ROWS} has a row for a file that is not there",
            cure="correct its `file`, or take the row out",
            where=Where(file=f"{FOLDER}/{ROWS}", field="file"),
        )
        for file in unknown
    ]
    return tuple(
        Found(path, file, rows.get(file, About()).over(about)) for file, (path, about) in sorted(listed.items())
    ), tuple(refusals)


def languages(project: Project) -> tuple[str, ...]:
    """Languages that a document may be in: the brand's markets' and those that ship."""
    shipped = {path.stem.split("-")[0] for path in (DATA / "markets").glob("*.toml")}
    return tuple(sorted(shipped | {market.locale.split("-")[0] for market in project.kit.markets}))


def _of_files(project: Project, tick: Tick) -> Iterator[Item]:
    work, refusals = documents(project)
    yield from refusals
    home, others = project.kit.locale, languages(project)
    with Kept(project.state / KEPT).opened() as kept:
        before, seen, names = kept.hashes(), {}, []
        for done, found in enumerate(work):
            tick("documents", done, len(work), found.file)
            try:
                state = _state(found, before, project.root)
            except InputError as problem:
                yield refused(problem, found.file, Where(file=found.file))
                continue
            seen[found.file] = state
            said = [VERSION, state[2], found.file, found.about.model_dump(mode="json"), home, others]
            names.append(hashlib.sha256(canonical(said).encode()).hexdigest())
            yield from _reading(kept, names[-1], found, project.root, (home, others))
        if seen != before:
            kept.remember(seen)
            kept.forget_others(names)
        tick("documents", len(work), len(work))


def _state(found: Found, before: dict[str, tuple[int, int, str]], root: Path) -> tuple[int, int, str]:
    try:
        stat = found.path.stat()
    except OSError as problem:
        raise InputError(f"the file cannot be read ({problem.strerror})", cure="change its rights") from problem
    old = before.get(found.file)
    if old and old[:2] == (stat.st_size, stat.st_mtime_ns):
        return old
    return stat.st_size, stat.st_mtime_ns, hashlib.sha256(read_bytes(found.path, root)).hexdigest()


def _reading(
    kept: Shelves, name: str, found: Found, root: Path, tongues: tuple[str, tuple[str, ...]]
) -> tuple[Item, ...]:
    items = kept.reading(name)
    if items is None:
        items = tuple(_read(found, root, tongues))
        if not any(isinstance(item, Refusal) and not item.permanent for item in items):
            kept.keep(name, items)
    return items


def _read(found: Found, root: Path, tongues: tuple[str, tuple[str, ...]]) -> Iterator[Item]:
    try:
        data = read_bytes(found.path, root)
        read = _document(data, found.file)
    except Unreadable as problem:
        yield problem.refusal
        return
    except InputError as problem:
        yield refused(problem, found.file, Where(file=found.file))
        return
    yield from read.refusals
    about = read.about.over(found.about)
    home, others = tongues
    sample = " ".join(block.text for block in read.blocks[:40])
    language = about.locale or told(sample, home, others)
    yield from passages(read.blocks, about, hashlib.sha256(data).hexdigest(), Where(file=found.file), language, others)


def _document(data: bytes, file: str) -> Document:
    suffix = suffix_of(data, file)
    return read_text(data, file, suffix)


def _below(project: Project, folder: str, role: PassageRole | None) -> dict[str, tuple[Path, About]]:
    """Readable files below a folder of the project; hidden ones and links that lead out are not looked at."""
    base = project.root / folder
    found = {}
    for path in sorted(base.rglob("*")) if base.is_dir() else ():
        inside = path.relative_to(base)
        if any(part.startswith(".") for part in inside.parts) or inside.as_posix() in (README, URLS, ROWS):
            continue
        if path.is_file():
            told_by = role or (ROLES.get(inside.parts[0].lower(), "page") if len(inside.parts) > 1 else "page")
            found[path.relative_to(project.root).as_posix()] = (path, About(role=told_by))
    return found


def _tones(project: Project) -> dict[str, tuple[Path, About]]:
    """`markets/de-DE.md`, `markets/de.md`: how to speak in one market, or in all of one language."""
    found = {}
    for path in sorted((project.root / "markets").glob("*.md")):
        named = path.stem
        markets = tuple(m.locale for m in project.kit.markets if named in (m.locale, m.locale.split("-")[0]))
        about = About(role="guideline", markets=markets or (named,))
        found[path.relative_to(project.root).as_posix()] = (path, about)
    return found


def _rows(project: Project) -> tuple[dict[str, About], list[Refusal]]:
    """File -> what `documents.toml` says of it."""
    path = project.root / FOLDER / ROWS
    if not path.is_file():
        return {}, []
    rows = read_toml(path).get("documents", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) and row.get("file") for row in rows):
        raise SettingsError(f"{path}: expected tables, each headed [[documents]], each with a `file`")
    found: dict[str, About] = {}
    refusals: list[Refusal] = []
    for row in rows:
        file = f"{FOLDER}/{row['file']}"
        about, wrong = read_about({k: v for k, v in row.items() if k != "file"}, f"{FOLDER}/{ROWS}, {row['file']}")
        found[file] = about
        refusals += wrong
    return found, refusals


def _of_records(project: Project) -> Iterator[Passage]:
    kit = project.kit
    yield from claim_passages(kit.claims, "brand/claims.toml")
    yield from product_passages(project.store.products.all(), kit.locale, languages(project))
    yield from past_passages(project.store.assets.all(role="own"), _answered(project))


def _answered(project: Project) -> dict[str, Answered]:
    shown: Counter[str] = Counter()
    clicked: Counter[str] = Counter()
    for response in project.store.responses.all():
        if not response.simulated:
            shown[response.subject] += response.shown
            clicked[response.subject] += response.clicked
    return {subject: Answered(shown[subject], clicked[subject]) for subject in shown}
