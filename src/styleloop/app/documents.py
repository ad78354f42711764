"""Everything the brand has in writing, as passages: documents, guidelines, claims, products, markets, past work."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import astuple, dataclass
from functools import partial
from pathlib import Path

from styleloop.adapters.documents.apart import Reader
from styleloop.adapters.documents.document import Unreadable
from styleloop.adapters.documents.kept import Item, Kept, Shelves
from styleloop.adapters.documents.kinds import VERSION
from styleloop.adapters.sources.reading import read_bytes, refused
from styleloop.app.brand import DATA
from styleloop.app.brandfiles import read_toml
from styleloop.app.pages import bytes_of, fetched, name_of
from styleloop.app.project import Project, Tick, silent
from styleloop.drafts.ground import (
    About,
    claim_passages,
    market_passages,
    passages,
    past_passages,
    product_passages,
    term_passages,
    told,
)
from styleloop.drafts.ground.about import read_about
from styleloop.drafts.ground.own import PastWork
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


@dataclass(frozen=True)
class _Work:
    """One document whose bytes are known by their hash, and how to get at them."""

    name: str
    """As the reader is told it: with a suffix."""
    where: Where
    about: About
    sha: str
    load: Callable[[], bytes]


def gathered(project: Project, tick: Tick = silent) -> Sequence[Passage | Refusal]:
    """Every passage of the project, each once, and why a document or a part of one could not be read.

    A file that has not changed since is not read again. Nothing is fetched: pages that were are read from what was
    kept of them (`styleloop.app.pages`).

    Args:
        project: whose.
        tick: told how many documents were looked at, and how many pages of a long one were read.
    """
    found: dict[str, Item] = {}
    for item in (*_of_documents(project, tick), *_of_records(project)):
        found.setdefault(item.id if isinstance(item, Passage) else str(item), item)
    return tuple(found.values())


def guidelines(project: Project) -> tuple[Passage, ...]:
    """The guidelines among what `gathered` gives, without reading products and past work for it."""
    items = (*_of_documents(project, silent), *market_passages(project.kit.markets))
    found = {item.id: item for item in items if isinstance(item, Passage) and item.role == "guideline"}
    return tuple(found.values())


def documents(project: Project) -> tuple[tuple[Found, ...], tuple[Refusal, ...]]:
    """The files that are read, by name, and what is wrong with the rows of `documents.toml`.

    While that file cannot be read, none of `documents/` is: when and where a document holds is not known.
    """
    try:
        rows, refusals = _rows(project)
    except SettingsError as problem:
        cure = f"correct it; until then nothing in {FOLDER}/ is read"
        where = Where(file=f"{FOLDER}/{ROWS}")
        return _files_of(_guides(project), {}), (Refusal(subject=ROWS, why=str(problem), cure=cure, where=where),)
    listed = {**_guides(project), **_below(project, FOLDER, None)}
    refusals += [
        Refusal(
            subject=file,
            why=f"{FOLDER}/{ROWS} has a row for a file that is not there",
            cure="correct its `file`, or take the row out",
            where=Where(file=f"{FOLDER}/{ROWS}", field="file"),
        )
        for file in sorted(set(rows) - set(listed))
    ]
    return _files_of(listed, rows), tuple(refusals)


def _files_of(listed: Mapping[str, tuple[Path, About]], rows: Mapping[str, About | None]) -> tuple[Found, ...]:
    found = []
    for file, (path, about) in sorted(listed.items()):
        said = rows.get(file, About())
        if said is not None:  # a row that is not understood: when and where it holds is not known
            found.append(Found(path, file, said.over(about)))
    return tuple(found)


def _guides(project: Project) -> dict[str, tuple[Path, About]]:
    return {**_below(project, "brand/guidelines", "guideline"), **_tones(project)}


@dataclass(frozen=True)
class _Tongues:
    """Languages that things are told to be in: a document by itself in any, a piece of one in the brand's."""

    home: str
    own: tuple[str, ...]
    every: tuple[str, ...]


def _tongues(project: Project) -> _Tongues:
    shipped = {path.stem.split("-")[0] for path in (DATA / "markets").glob("*.toml")}
    own = {market.locale.split("-")[0] for market in project.kit.markets}
    return _Tongues(project.kit.locale, tuple(sorted(own)), tuple(sorted(own | shipped)))


def _of_documents(project: Project, tick: Tick) -> Iterator[Item]:
    tongues = _tongues(project)
    with Kept(project.state / KEPT).opened() as kept, closing(Reader()) as reader:
        work: list[_Work] = []
        for one in (*_files(project, kept), *_pages(project)):
            if isinstance(one, Refusal):
                yield one
            else:
                work.append(one)
        names = []
        for done, one in enumerate(work):
            tick("documents", done, len(work), one.where.file)
            said = [VERSION, one.sha, one.name, *(r.model_dump(mode="json") for r in (one.where, one.about))]
            names.append(hashlib.sha256(canonical([*said, *astuple(tongues)]).encode()).hexdigest())
            items = kept.reading(names[-1])
            if items is None:
                items = tuple(_read(reader, one, tongues, tick))
                if all(isinstance(item, Passage) or item.permanent for item in items):
                    kept.keep(names[-1], items)
            yield from items
        kept.forget_others(names)
        tick("documents", len(work), len(work))


def _files(project: Project, kept: Shelves) -> Iterator[_Work | Refusal]:
    found, refusals = documents(project)
    yield from refusals
    before = kept.hashes()
    seen: dict[str, tuple[int, int, str]] = {}
    for one in found:
        load = partial(read_bytes, one.path, project.root)
        try:
            state = _state(one.path, before.get(one.file), load)
        except InputError as problem:
            yield refused(problem, one.file, Where(file=one.file))
            continue
        seen[one.file] = state
        yield _Work(one.file, Where(file=one.file), one.about, state[2], load)
    if seen != before:
        kept.remember(seen)


def _state(path: Path, old: tuple[int, int, str] | None, load: Callable[[], bytes]) -> tuple[int, int, str]:
    """(bytes, when changed, sha256); a file as large and as old as before is taken to be the same."""
    try:
        stat = path.stat()
    except OSError as problem:
        raise InputError(f"the file cannot be read ({problem.strerror})", cure="change its rights") from problem
    if old and old[:2] == (stat.st_size, stat.st_mtime_ns):
        return old
    return stat.st_size, stat.st_mtime_ns, hashlib.sha256(load()).hexdigest()


def _pages(project: Project) -> Iterator[_Work | Refusal]:
    for one in fetched(project):
        if isinstance(one, Refusal):
            yield one
            continue
        row, taken = one
        where = Where(file=row.address, field=f"as of {taken.fetched[:10]}")
        about = row.about.over(About(role="page"))
        yield _Work(name_of(taken), where, about, taken.sha256, partial(bytes_of, project, taken))


def _read(reader: Reader, work: _Work, tongues: _Tongues, tick: Tick) -> Iterator[Item]:
    def heard(done: int, total: int) -> None:
        tick("pages", done, total, work.where.file)

    try:
        read = reader.read(work.load(), work.name, heard)
    except Unreadable as problem:
        yield problem.refusal.model_copy(update={"where": work.where})
        return
    except InputError as problem:
        yield refused(problem, work.name, work.where)
        return
    yield from read.refusals
    if any(refusal.where and refusal.where.field for refusal in read.refusals):
        return  # when or where it holds is not understood, so it is not used as if it held anywhere
    about = read.about.over(work.about)
    sample = " ".join(block.text for block in read.blocks[:40])
    language = about.locale or told(sample, tongues.home, tongues.every)
    yield from passages(read.blocks, about, work.sha, work.where, language, tongues.own)


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
            found[_name(project, path)] = (path, About(role=told_by))
    return found


def _name(project: Project, path: Path) -> str:
    """The file as messages name it; a name that is no text (bytes of another encoding) with marks for what is not."""
    return path.relative_to(project.root).as_posix().encode("utf-8", "replace").decode()


def _tones(project: Project) -> dict[str, tuple[Path, About]]:
    """`markets/de-DE.md`, `markets/de.md`: how to speak in one market, or in all of one language."""
    found = {}
    for path in sorted((project.root / "markets").glob("*.md")):
        named = path.stem
        markets = tuple(m.locale for m in project.kit.markets if named in (m.locale, m.locale.split("-")[0]))
        about = About(role="guideline", markets=markets or (named,))
        found[_name(project, path)] = (path, about)
    return found


def _rows(project: Project) -> tuple[dict[str, About | None], list[Refusal]]:
    """File -> what `documents.toml` says of it; None where that is not understood.

    Raises:
        SettingsError: it is no TOML, or has something else in it than rows with a file.
    """
    path = project.root / FOLDER / ROWS
    if not path.is_file():
        return {}, []
    rows = read_toml(path).get("documents", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) and row.get("file") for row in rows):
        raise SettingsError(f"{path}: expected tables, each headed [[documents]], each with a `file`")
    found: dict[str, About | None] = {}
    refusals: list[Refusal] = []
    for row in rows:
        file = f"{FOLDER}/{row['file']}"
        about, wrong = read_about({k: v for k, v in row.items() if k != "file"}, f"{FOLDER}/{ROWS}, {row['file']}")
        found[file] = None if wrong else about
        refusals += wrong
    return found, refusals


def _of_records(project: Project) -> Iterator[Passage]:
    kit = project.kit
    yield from claim_passages(kit.claims, "brand/claims.toml")
    yield from term_passages(kit.terms, kit.locale, "brand/terms.toml")
    yield from market_passages(kit.markets)
    yield from product_passages(project.store.products.all(), kit.locale, _tongues(project).own)
    yield from past_passages(_past(project))


def _past(project: Project) -> Iterator[PastWork]:
    """The library's own work, and what was published since and seen: a line once, all its formats together."""
    shown: Counter[str] = Counter()
    clicked: Counter[str] = Counter()
    posts = {post.id: post for post in project.store.publications.all()}
    variants = {v.id: v for v in project.store.variants.all()} if posts else {}
    for response in project.store.responses.all():
        post = posts.get(response.subject)
        subject = variants[post.variant].line if post else response.subject
        if not response.simulated:
            shown[subject] += response.shown
            clicked[subject] += response.clicked
    for asset in project.store.assets.all(role="own"):
        yield PastWork(
            id=asset.id, words=asset.words, locale=asset.locale, name=asset.name, product=asset.product,
            source=asset.source, shown=shown[asset.id], clicked=clicked[asset.id],
        )  # fmt: skip
    lines = {v.line: (post, v) for post in posts.values() if shown[(v := variants[post.variant]).line]}
    for line, (post, variant) in sorted(lines.items()):
        yield PastWork(
            id=line, words=variant.words, locale=variant.market, name=post.name, product=variant.product,
            source=Where(file="published", field=post.name), shown=shown[line], clicked=clicked[line],
        )  # fmt: skip
