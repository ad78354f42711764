"""Stage 1 as the application runs it: folders -> sources -> library -> store. Each file is one transaction."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeVar

from styleloop import library
from styleloop.adapters.stores.engine import writing
from styleloop.app.answers import answers
from styleloop.app.brandfiles import PICTURE_SUFFIXES, named_pictures, pictures_beside, typed_products
from styleloop.app.factfiles import read_rulings
from styleloop.app.measuring import decode, measure, pictures
from styleloop.app.productfiles import in_order, kind_of, layered, of_sheet, suspicions, suspicious, with_rulings
from styleloop.app.project import Project, Tick, silent
from styleloop.app.shots import files_of, with_shots
from styleloop.app.unread import unread_columns, unread_licences
from styleloop.errors import InputError, SettingsError, StyleloopError
from styleloop.ports import Source
from styleloop.types.asset import Asset, Response, Role
from styleloop.types.measurement import Subject
from styleloop.types.product import Product
from styleloop.types.record import Refusal, Where
from styleloop.types.row import Row

T = TypeVar("T")
FolderRole = Literal["products", "own", "inspiration", "competitor", "responses"]
FOLDERS: dict[str, FolderRole] = {
    "products": "products",
    "library": "own",
    "inspiration": "inspiration",
    "competitors": "competitor",
    "results": "responses",
}
"""Which folder of a project holds what, in the order they are read."""
BY_TOML = ".toml"
README = "README.txt"


@dataclass
class FileReport:
    """What came of one file. `kept`, `merged` and refused rows add up to `rows`."""

    file: str
    source: str = ""
    rows: int = 0
    kept: int = 0
    merged: int = 0
    """Rows that say what another says, or that are variants of one product."""
    unchanged: bool = False
    tests: int = 0
    """Randomised tests that answers were read of."""
    versions: int = 0
    """Versions of tests that came with their answers, beside what was kept."""
    refusals: list[Refusal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What had to be assumed to read a picture, and texts that try to steer whoever reads them."""


@dataclass
class IngestReport:
    """What came of everything that was read."""

    files: list[FileReport] = field(default_factory=list)

    @property
    def kept(self) -> int:
        """Items taken in."""
        return sum(f.kept for f in self.files)

    @property
    def refusals(self) -> list[Refusal]:
        """Everything that could not be taken in, and why."""
        return [r for f in self.files for r in f.refusals]

    @property
    def notes(self) -> list[str]:
        """What had to be assumed, and what is suspicious, once each."""
        return list(dict.fromkeys(n for f in self.files for n in f.notes))


def find_files(root: Path, paths: Sequence[Path]) -> list[tuple[Path, FolderRole]]:
    """The files to read and what each holds: those given, or every one in the project's folders."""
    if not paths:
        return [(f, role) for name, role in FOLDERS.items() for f in _inside(root / name)]
    found: list[tuple[Path, FolderRole]] = []
    for path in paths:
        if not path.exists():
            raise InputError("no such file or folder", where=str(path), expected="a file or folder that exists")
        files = _inside(path) if path.is_dir() else _together(root, path)
        found += [(f, _role_of(root, f)) for f in files]
    return list(dict.fromkeys(found))


def _inside(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    files = [f for f in sorted(folder.iterdir()) if f.is_file() and not f.name.startswith(".")]
    tables = [f for f in files if f.suffix.lower() not in PICTURE_SUFFIXES and f.name != README]
    loose = [f for f in files if f.suffix.lower() in PICTURE_SUFFIXES]
    return in_order(tables) or ([folder] if loose else [])


def _together(root: Path, path: Path) -> list[Path]:
    """The file, and in `products/` those it is read with: what a person typed lies over what a feed says."""
    near = _inside(path.parent) if path.resolve().is_relative_to(root / "products") else []
    return near if layered(near) else [path]


def _role_of(root: Path, path: Path) -> FolderRole:
    resolved = path.resolve()
    for name, role in FOLDERS.items():
        if resolved.is_relative_to(root / name):
            return role
    return "products" if path.suffix == BY_TOML else "own"


def ingest(
    project: Project,
    paths: Sequence[Path] = (),
    *,
    role: FolderRole | None = None,
    dry_run: bool = False,
    tick: Tick = silent,
) -> IngestReport:
    """Read files into the store; the same bytes twice change nothing; a refused row never sinks the others.

    Raises:
        InputError: nothing was found to read, or a file given does not exist.
    """
    found = find_files(project.root, paths)
    if not found:
        folders = ", ".join(f"{name}/" for name in FOLDERS)
        raise InputError(
            "nothing to read",
            where=str(project.root),
            expected=f"files in {folders}",
            cure="drop a CSV or pictures there",
        )
    report = IngestReport()
    work = [(path, role or guessed) for path, guessed in found]
    again = _read_again(project, work)
    for done, (path, of) in enumerate(work):
        tick("ingest", done, len(work), path.name)
        report.files.append(_ingest_file(project, path, of, dry_run, path in again))
    tick("ingest", len(found), len(found))
    if not dry_run:
        measure_library(project, tick)
    return report


def _read_again(project: Project, work: Sequence[tuple[Path, FolderRole]]) -> frozenset[Path]:
    """Product files of which one changed, when some are typed: a typed product is laid over what the feed says now."""
    files = [path for path, role in work if role == "products"]
    if not layered(files) or all(_known(project, path, "products") for path in files):
        return frozenset()
    return frozenset(files)


def is_known(project: Project, path: Path) -> bool:
    """Whether a file about products was read as it stands."""
    return _known(project, path, "products")


def mark_known(project: Project, path: Path) -> None:
    """Note that a file about products needs no reading: what it says now is so in the store."""
    key = f"{_shown(project.root, path)}:products"
    with writing(project.store.engine) as connection:
        project.store.remember_import(connection, key, _digest(path), "written here")


def _known(project: Project, path: Path, role: FolderRole) -> bool:
    return project.store.imported(f"{_shown(project.root, path)}:{role}", _digest(path)) is not None


def _ingest_file(project: Project, path: Path, role: FolderRole, dry_run: bool, again: bool) -> FileReport:
    report = FileReport(file=_shown(project.root, path))
    digest = _digest(path)
    key = f"{report.file}:{role}"
    if not again and project.store.imported(key, digest) is not None:
        report.unchanged = True
        return report
    try:
        items = _items(project, path, role, report)
    except StyleloopError as problem:
        report.refusals.append(Refusal(subject=report.file, why=str(problem), permanent=problem.permanent))
        return report
    report.kept = len(items) - report.versions
    if not dry_run:
        with writing(project.store.engine) as connection:
            project.store.assets.add((i for i in items if isinstance(i, Asset)), connection)
            products = with_rulings(project, [i for i in items if isinstance(i, Product)])
            project.store.products.add(products, connection)
            project.store.responses.add((i for i in items if isinstance(i, Response)), connection)
            if not report.refusals:  # a file with refused rows is read again: what they lacked may be there by then
                project.store.remember_import(connection, key, digest, f"{report.kept} kept")
    return report


def _items(project: Project, path: Path, role: FolderRole, report: FileReport) -> list[Asset | Product | Response]:
    if path.suffix == BY_TOML and kind_of(path) == "rulings":
        rulings, unread = read_rulings(path)
        report.source, report.rows, report.refusals = "toml", len(rulings) + len(unread), list(unread)
        return []
    if path.suffix == BY_TOML:
        every = typed_products(path, project.keep)
        report.source, report.rows = "toml", len(every)
        good = _sorted_out(every, report)
        report.notes += [note for p in good for note in suspicious(f"{p.source}, description", p.description, "")]
        typed = _with_shots(project, path, good, named_pictures(path), report)
        return [library.completed(product, project.store.products.find(product.sku)) for product in typed]
    source = best_source(project, path)
    report.source = source.name
    rows = _sorted_out(source.read(path, _root_for(project, path)), report)
    report.notes += [*suspicions(rows, project.kit.locale), *unread_columns(rows, report.file), *unread_licences(rows)]
    inside = sum(len(row.get("rows").split()) or 1 for row in rows)
    report.rows, report.merged = inside + len(report.refusals), inside - len(rows)
    if any(row.kind == "spec" for row in rows):
        stated, refused = of_sheet(project, rows, report.notes)
        report.refusals += refused
        report.merged += len(rows) - len(refused) - len(stated)
        return list(stated)
    if role == "responses":
        return _answers(project, path, rows, report)
    if role == "products" or any(row.kind == "product" for row in rows):
        near = pictures_beside(project.root / "products" / path.name) | pictures_beside(path)
        pictured = [_with_picture(project, path, row, near.get(row.get("sku"))) for row in rows]
        home = project.market(project.kit.locale)
        abroad = [market for market in project.kit.markets if market != home]
        made = _sorted_out(library.products(_sorted_out(pictured, report), home, abroad), report)
        named = {row.get("sku"): file for row in rows if (file := _named(project, path, row))}
        return list(_with_shots(project, path, made, named, report))
    told = [row for row in rows if role == "own" and row.kind == "response"]
    pieces = _assets(project, path, [row for row in rows if role != "own" or row.kind != "response"], role, report)
    return [*pieces, *(_answers(project, path, told, report, pieces) if told else ())]


def _with_shots(
    project: Project, path: Path, products: Sequence[Product], named: Mapping[str, Path], report: FileReport
) -> tuple[Product, ...]:
    """Each product with all its pictures: the one it names, and those named after its sku."""
    others = {p.sku for p in (*products, *project.store.products.all())}
    folders = dict.fromkeys((path.parent / "pictures", project.root / "products" / "pictures"))
    found = []
    for product in products:
        files = [*([named[product.sku]] if product.sku in named else [])]
        files += [file for folder in folders for file in files_of(product.sku, folder, others)]
        made, refusals, notes = with_shots(project, product, dict.fromkeys(files), product.source)
        found.append(made)
        report.refusals += refusals
        report.notes += notes
    return tuple(found)


def _answers(
    project: Project, path: Path, rows: Sequence[Row], report: FileReport, beside: Sequence[Asset] = ()
) -> list[Asset | Product | Response]:
    """What a report says; `beside`: pieces that were read with it."""
    before = len(report.refusals)
    pictured = _sorted_out([_with_picture(project, path, row) for row in rows], report)
    found: list[Asset | Product | Response] = list(_sorted_out(answers(project, pictured, beside), report))
    told = [r for r in found if isinstance(r, Response)]
    report.versions = sum(isinstance(i, Asset) for i in found)
    report.tests = len({r.test for r in told if r.test and r.exposure != "observational"})
    report.merged += max(0, len(rows) - (len(report.refusals) - before) - len(told))
    return found


def _assets(project: Project, path: Path, rows: Sequence[Row], role: Role, report: FileReport) -> tuple[Asset, ...]:
    with_pictures = _sorted_out([_with_picture(project, path, row) for row in rows], report)
    made = _sorted_out(library.assets(with_pictures, role), report)
    kept, dropped = library.dedupe(made)
    report.merged += len(dropped)
    return kept


def _sorted_out(items: Iterable[T | Refusal], report: FileReport) -> list[T]:
    good: list[T] = []
    for item in items:
        if isinstance(item, Refusal):
            report.refusals.append(item)
        else:
            good.append(item)
    return good


def best_source(project: Project, path: Path) -> Source:
    """The installed source that is surest that `path` is its kind of file.

    Raises:
        InputError: none of them knows it.
    """
    sure = sorted(((s.claims(path), s.name, s) for s in project.sources), key=lambda c: (-c[0], c[1]))
    if not sure or sure[0][0] <= 0:
        names = ", ".join(s.name for s in project.sources)
        raise InputError("no installed source can read this", where=str(path), expected=f"a file for one of: {names}")
    return sure[0][2]


def _root_for(project: Project, path: Path) -> Path:
    inside = path if path.is_dir() else path.parent
    return project.root if path.resolve().is_relative_to(project.root) else inside


def _with_picture(project: Project, path: Path, row: Row, named_after: Path | None = None) -> Row | Refusal:
    """The row with the bytes of the picture it names, or of the one `named_after` its sku, in the blob store."""
    if not row.picture or "://" in row.picture:
        return _seen(project, row, named_after) if named_after else row
    root = _root_for(project, path).resolve()
    file = _named(project, path, row)
    if file is None:
        return _picture_refused(row, "there is no such file", "a file inside the folder that is read")
    if not file.resolve().is_relative_to(root):
        return _picture_refused(row, "the path leaves the folder that is read", f"a path below {root.name}/")
    return _seen(project, row, file)


def _named(project: Project, path: Path, row: Row) -> Path | None:
    """The file that a row names as its picture, where there is one."""
    if not row.picture or "://" in row.picture:
        return None
    base = path if path.is_dir() else path.parent
    near = (base / row.picture, _root_for(project, path).resolve() / row.picture)
    return next((f for f in near if f.resolve().is_file()), None)


def _seen(project: Project, row: Row, file: Path) -> Row | Refusal:
    """The row with the picture's hash, once its bytes are known to be a picture."""
    data = file.read_bytes()
    seen = decode(project, [data])[0]
    if isinstance(seen, Refusal):
        return seen.model_copy(update={"subject": row.picture or file.name, "where": _at(row)})
    return row.model_copy(update={"fields": (*row.fields, ("picture_sha", project.store.blobs.put(data)))})


def _picture_refused(row: Row, why: str, expected: str) -> Refusal:
    return Refusal(subject=row.picture, why=f"picture: {why}", got=row.picture, expected=expected, where=_at(row))


def _at(row: Row) -> Where:
    return row.where.model_copy(update={"field": "picture"})


def _digest(path: Path) -> str:
    """Changes when the file does, or a picture in the folder `pictures` beside it."""
    try:
        said = b"" if path.is_dir() else path.read_bytes()
        return hashlib.sha256(said + _listing(path if path.is_dir() else path.parent / "pictures")).hexdigest()
    except OSError as problem:
        raise SettingsError(f"{path} cannot be read: {problem.strerror}") from problem


def _listing(folder: Path) -> bytes:
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    return "\n".join(f"{f.name}:{f.stat().st_size}:{f.stat().st_mtime_ns}" for f in files).encode()


def _shown(root: Path, path: Path) -> str:
    resolved = path.resolve()
    return str(resolved.relative_to(root)) if resolved.is_relative_to(root) else path.name


def measure_library(project: Project, tick: Tick = silent) -> int:
    """Measure every asset that these extractor versions have not measured yet. Returns how many."""
    known = project.store.measurements(f"{e.name}@{e.version}" for e in project.extractors)
    waiting = [a for a in project.store.assets.all() if a.id not in known]
    for start in range(0, len(waiting), 16):
        batch = waiting[start : start + 16]
        seen = pictures(project, (a.picture for a in batch))
        subjects = [Subject(id=a.id, locale=a.locale, words=a.words, picture=seen.get(a.picture)) for a in batch]
        project.store.keep_measurements(measure(project, subjects))
        tick("measure", min(start + 16, len(waiting)), len(waiting))
    return len(waiting)


def counts(report: IngestReport) -> dict[str, int]:
    """Files, rows, items kept, merged, refused; randomised tests and the versions that came with them."""
    total = Counter(files=len(report.files), kept=report.kept, refused=len(report.refusals))
    for file in report.files:
        total["rows"] += file.rows
        total["merged"] += file.merged
        total["tests"] += file.tests
        total["versions"] += file.versions
    return dict(total)
