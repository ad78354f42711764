"""Templates tried out: every one in every format and test language, with real pictures, before anybody relies on it."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

from styleloop.adapters.cards.contact import Cell, contact_sheet
from styleloop.adapters.renderers.fonts import missing_glyphs, unknown_families
from styleloop.adapters.renderers.templates import LOGO, Template, TemplateShelf
from styleloop.app import registry
from styleloop.app.brandfiles import read_kit, read_placements, read_products, read_toml, record
from styleloop.app.project import DATA, Tick, find_root, silent
from styleloop.app.settings import load
from styleloop.app.starting import SAMPLE
from styleloop.errors import InputError, SettingsError
from styleloop.language.faces import face_of, family
from styleloop.ports import Renderer
from styleloop.types.brand import BrandKit, Face
from styleloop.types.brief import Placement
from styleloop.types.copy import BODY, CTA, DRAWN_SLOTS, HEADLINE, PRICE, Copy
from styleloop.types.record import Record, Refusal
from styleloop.types.variant import Drawn, Layout

SPECIMENS = DATA / "specimens" / "specimens.toml"
AA = 4.5
"""WCAG 2.2 contrast of normal text, level AA. The renderer refuses under 3; what lies between is counted here."""
_SIZE = re.compile(r"(\d{2,4})x(\d{2,4})")
Verdict = Literal["drawn", "refused"]


class SpecimenLocale(Record):
    """One language of the specimens."""

    locale: str
    name: str
    script: str
    """ISO 15924."""
    direction: Literal["ltr", "rtl"]


class Specimen(Record):
    """Authored words about one product in one language."""

    locale: str
    product: str
    """sku of the sample brand."""
    headline: str
    body: str
    cta: str
    price: str

    def words(self, slots: Sequence[str]) -> Copy:
        """Its words for those of `slots` that a template sets."""
        texts = {HEADLINE: self.headline, BODY: self.body, CTA: self.cta, PRICE: self.price}
        return Copy.of(**{slot: text for slot, text in texts.items() if slot in slots})


class Tried(Record):
    """One template in one format and language."""

    template: str
    """`name@version`."""
    placement: str
    locale: str
    product: str
    tone: str
    verdict: Verdict
    why: str = ""
    cure: str = ""
    dropped: tuple[str, ...] = ()
    """Slots the template leaves out in this format, by its own rule."""
    faint: tuple[str, ...] = ()
    """Slots whose contrast is under 4.5:1, with the figure."""


class Lack(Record):
    """A language that cannot be tried."""

    locale: str
    name: str
    why: str
    cure: str


@dataclass(frozen=True)
class Checked:
    """What a check found.

    Attributes:
        tried: every picture, by template, then format, then language.
        lacking: languages without type.
        sheets: contact sheets that were written.
    """

    tried: tuple[Tried, ...]
    lacking: tuple[Lack, ...]
    sheets: tuple[Path, ...]

    @property
    def refused(self) -> tuple[Tried, ...]:
        """What could not be drawn although it should be."""
        return tuple(one for one in self.tried if one.verdict == "refused")


@dataclass
class Bench:
    """What templates are tried with: a project's brand and products, or the sample brand where there is no project.

    Nothing is written, and no database is opened.
    """

    folder: Path
    blobs: dict[str, bytes] = field(default_factory=dict)

    def keep(self, path: Path) -> str:
        """A file's bytes into memory; returns their sha256."""
        data = path.read_bytes()
        sha = hashlib.sha256(data).hexdigest()
        self.blobs[sha] = data
        return sha

    @cached_property
    def root(self) -> Path | None:
        """The project `folder` lies in, or None."""
        try:
            return find_root(self.folder)
        except SettingsError:
            return None

    @cached_property
    def own(self) -> Path | None:
        """The `templates/` folder here, of the project or of no project."""
        folder = (self.root or self.folder) / "templates"
        return folder if folder.is_dir() else None

    @cached_property
    def shelf(self) -> TemplateShelf:
        """The shipped templates and those here."""
        return TemplateShelf(self.own)

    @cached_property
    def renderer(self) -> Renderer:
        """What draws: the project's own choice."""
        name = load(self.root).plugins.renderer if self.root else "typst"
        offered = {"templates": self.own} if self.own else {}
        made: Renderer = registry.make("renderers", name, **offered)
        return made

    @cached_property
    def kit(self) -> BrandKit:
        """The brand whose colours, logo and type are used."""
        return read_kit(self.root or DATA / "brands" / SAMPLE, self.keep)

    @cached_property
    def placements(self) -> tuple[Placement, ...]:
        """Every format that is known here."""
        own = self.root / "placements" / "placements.toml" if self.root else None
        return read_placements(own if own and own.is_file() else DATA / "placements" / "placements.toml")

    @cached_property
    def pictures(self) -> dict[str, str]:
        """sku -> sha256 of its picture; the sample brand's where the project has none."""
        for root in [*([self.root] if self.root else []), DATA / "brands" / SAMPLE]:
            path = root / "products" / "products.toml"
            found = {p.sku: p.picture for p in read_products(path, self.keep) if p.picture} if path.is_file() else {}
            if found:
                return found
        return {}

    @cached_property
    def specimens(self) -> tuple[tuple[SpecimenLocale, ...], tuple[Specimen, ...]]:
        """Languages, and the words in each."""
        rows = read_toml(SPECIMENS)
        locales = tuple(record(SpecimenLocale, row, SPECIMENS, "locale") for row in rows["locales"])
        return locales, tuple(record(Specimen, row, SPECIMENS, str(row.get("locale"))) for row in rows["specimens"])

    def face(self, locale: SpecimenLocale) -> Face | None:
        """The type of a language: the brand's own, else the shipped one."""
        return face_of(self.kit, locale.script, locale.locale)

    def lack(self, locale: SpecimenLocale) -> Lack | None:
        """Why a language cannot be tried, or None."""
        face = self.face(locale)
        if face is None:
            why, cure = f"no type for the script {locale.script}", "add it under [[faces]] in brand/kit.toml"
            return Lack(locale=locale.locale, name=locale.name, why=why, cure=cure)
        families = (*face.serif, *face.sans)
        if unknown := unknown_families(families, self.shelf.fonts):
            known = family(unknown[0])
            cure = f"{known.cure if known else 'install it'}, or put its file into templates/fonts"
            return Lack(locale=locale.locale, name=locale.name, why=f"{unknown[0]} is not installed", cure=cure)
        said = "".join(s.headline for s in self.specimens[1] if s.locale == locale.locale)
        if absent := missing_glyphs(said, face.serif, self.shelf.fonts):
            why = f"{', '.join(face.serif)} cannot draw {' '.join(absent[:6])}"
            cure = f"add a face for {locale.script} under [[faces]] in brand/kit.toml"
            return Lack(locale=locale.locale, name=locale.name, why=why, cure=cure)
        return None


@dataclass(frozen=True)
class Listed:
    """One template there is."""

    name: str
    version: str
    summary: str
    own: bool
    slots: tuple[str, ...]


def listed(folder: Path) -> tuple[Listed, ...]:
    """Every template that can be used in `folder`, by name."""
    bench = Bench(folder)
    found = []
    for name in bench.shelf.names():
        template = bench.shelf.load(name)
        own = bench.own is not None and (bench.own / name).is_dir()
        slots = tuple(slot.name for slot in template.slots)
        found.append(Listed(name, template.version, template.summary, own, slots))
    return tuple(found)


@dataclass(frozen=True)
class Asked:
    """What to try; empty means all there is."""

    names: tuple[str, ...] = ()
    locales: tuple[str, ...] = ()
    placements: tuple[str, ...] = ()
    """Names of formats, or sizes such as `300x250`."""


def check(folder: Path, asked: Asked | None = None, out: Path | None = None, tick: Tick = silent) -> Checked:
    """Draw templates in formats and test languages, and a contact sheet of each into `out`.

    Every cell shows one specimen; products, palettes and lines rotate, so that a sheet shows many of each.

    Raises:
        InputError: an unknown language or format was asked for.
        SettingsError: a template is wrong, or there is none of that name.
    """
    bench, asked = Bench(folder), asked or Asked()
    templates = [bench.shelf.load(name) for name in asked.names or bench.shelf.names()]
    locales, formats = _locales(bench, asked.locales), _formats(bench, asked.placements)
    lacks = {one.locale: lack for one in locales if (lack := bench.lack(one))}
    able = [one for one in locales if one.locale not in lacks]
    tried: list[Tried] = []
    sheets: list[Path] = []
    for template in templates:
        cells: dict[tuple[int, int], Cell] = {}
        for row, column, one, made in _drawn(bench, template, able, formats, tick):
            tried.append(one)
            cells[row, column] = Cell(made.picture.rgb if isinstance(made, Drawn) else None, one.why)
        if out is not None and cells:
            columns = [(f"{p.name}  {p.width}x{p.height}", p.width / p.height) for p in formats]
            title = f"{template.label}  {template.summary}"
            sheets.append(_written(out, template.name, title, columns, [one.locale for one in able], cells))
    return Checked(tuple(tried), tuple(lacks.values()), tuple(sheets))


def _locales(bench: Bench, asked: Sequence[str]) -> list[SpecimenLocale]:
    known = bench.specimens[0]
    found = []
    for name in asked or [one.locale for one in known]:
        fitting = [one for one in known if name in (one.locale, one.locale.split("-")[0])]
        if not fitting:
            have = ", ".join(one.locale for one in known)
            raise InputError("no specimen in this language", field="--locale", got=name, expected=have)
        found += fitting
    return found


def _formats(bench: Bench, asked: Sequence[str]) -> list[Placement]:
    known = {p.name: p for p in bench.placements if p.pictured}
    found = []
    for name in asked or _unlike(known.values()):
        size = _SIZE.fullmatch(name)
        if name in known:
            found.append(known[name])
        elif size:
            width, height = int(size[1]), int(size[2])
            found.append(_sized(name, width, height))
        else:
            expected = f"{', '.join(known)}, or a size such as 300x250"
            raise InputError("no such format", field="--placement", got=name, expected=expected)
    return found


def _unlike(formats: Iterable[Placement]) -> list[str]:
    """Names of formats that a template can tell apart: the first of each size and safe zone."""
    first: dict[tuple[float, ...], str] = {}
    for p in formats:
        first.setdefault((p.width, p.height, p.safe_top, p.safe_bottom, p.safe_side), p.name)
    return list(first.values())


def _sized(name: str, width: int, height: int) -> Placement:
    """A format known by its size alone, with the safe zone that most have."""
    zone = dict.fromkeys(("safe_top", "safe_bottom", "safe_side"), 0.05)
    return Placement(name=name, label=name, width=width, height=height, source="asked for by its size", **zone)


def _drawn(
    bench: Bench, template: Template, locales: Sequence[SpecimenLocale], formats: Sequence[Placement], tick: Tick
) -> Iterator[tuple[int, int, Tried, Drawn | Refusal]]:
    cells = [(row, column) for column in range(len(formats)) for row in range(len(locales))]
    layouts = [_layout(bench, template, locales[row], formats[column], row, column) for row, column in cells]
    tick(template.label, 0, len(cells))
    renderer, blobs = bench.renderer, bench.blobs
    with ThreadPoolExecutor(max_workers=len(os.sched_getaffinity(0))) as pool:
        made = pool.map(lambda pair: renderer.draw([pair[1]], blobs)[0], layouts)
        for done, ((row, column), (product, layout), drawn) in enumerate(zip(cells, layouts, made, strict=True), 1):
            tick(template.label, done, len(cells))
            yield row, column, _tried(layout, product, drawn), drawn


def _layout(
    bench: Bench, template: Template, locale: SpecimenLocale, placement: Placement, row: int, column: int
) -> tuple[str, Layout]:
    """The product's sku and the layout of one cell."""
    mine = [s for s in bench.specimens[1] if s.locale == locale.locale]
    specimen = mine[(row + column) % len(mine)]
    skus = sorted(bench.pictures)
    if not skus:
        raise InputError("no product here has a picture", field="products", cure="add products/pictures/<sku>.svg")
    sku = specimen.product if specimen.product in bench.pictures else skus[(3 * row + column) % len(skus)]
    face = bench.face(locale)
    if face is None:
        raise InputError("no type for this script", field="faces", got=locale.script)
    tones = bench.kit.tones
    layout = Layout(
        draft=f"specimen_{sku}",
        placement=placement,
        template=template.label,
        market=locale.locale,
        direction=locale.direction,
        words=specimen.words([s.name for s in template.slots if s.name in DRAWN_SLOTS]),
        tone=tones[(row + 2 * column) % len(tones)],
        face=face,
        picture=bench.pictures[sku],
        logo=bench.kit.logo,
        logo_name=bench.kit.name,
    )
    return sku, layout


def _tried(layout: Layout, product: str, made: Drawn | Refusal) -> Tried:
    about = {
        "template": layout.template,
        "placement": layout.placement.name,
        "locale": layout.market,
        "product": product,
        "tone": layout.tone.name,
    }
    if isinstance(made, Refusal):
        return Tried.model_validate(
            {**about, "verdict": "refused", "why": f"{made.why}; got: {made.got}", "cure": made.cure}
        )
    faint = tuple(
        f"{f.slot} {f.contrast:g}:1" for f in made.rendering.facts if f.contrast < AA and f.slot != LOGO and f.contrast
    )
    dropped = tuple(getattr(made.rendering, "dropped", ()))
    return Tried.model_validate({**about, "verdict": "drawn", "faint": faint, "dropped": dropped})


def _written(
    out: Path,
    name: str,
    title: str,
    columns: Sequence[tuple[str, float]],
    rows: Sequence[str],
    cells: dict[tuple[int, int], Cell],
) -> Path:
    out.mkdir(parents=True, exist_ok=True)
    path = out / f"{name}.jpg"
    path.write_bytes(contact_sheet(title, columns, rows, cells))
    return path
