"""Templates tried out: every one in every format and test language, with real pictures, before anybody relies on it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from styleloop.adapters.cards.contact import Cell, contact_sheet
from styleloop.adapters.renderers.templates import LOGO, Template
from styleloop.app.project import Tick, silent
from styleloop.app.specimens import Bench, Lack, SpecimenLocale
from styleloop.errors import InputError
from styleloop.types.brief import Placement
from styleloop.types.copy import DRAWN_SLOTS
from styleloop.types.record import Record, Refusal
from styleloop.types.variant import Drawn, Layout

AA = 4.5
"""WCAG 2.2 contrast of normal text, level AA. The renderer refuses under 3; what lies between is counted here."""
_SIZE = re.compile(r"(\d{2,4})x(\d{2,4})")
Verdict = Literal["drawn", "refused"]


class Tried(Record):
    """One template in one format and language."""

    template: str
    """`name@version`."""
    placement: str
    same: tuple[str, ...] = ()
    """Formats of the same size and safe zone, for which this picture stands too."""
    card: int = 0
    """Of a carousel, from 0."""
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


@dataclass(frozen=True)
class Column:
    """One format, and which card of it.

    Attributes:
        placement: the format.
        same: names of others of the same size and safe zone: one picture stands for all.
        card, cards: of a carousel.
    """

    placement: Placement
    same: tuple[str, ...] = ()
    card: int = 0
    cards: int = 1

    @property
    def name(self) -> str:
        """Over the column."""
        size = f"{self.placement.width}x{self.placement.height}"
        return f"{self.placement.name}  {size}" + (f", {self.card + 1} of {self.cards}" if self.cards > 1 else "")


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


def copied(folder: Path, name: str, new: str, dry_run: bool = False) -> tuple[Path, ...]:
    """A template copied into `templates/` here under a name of its own, version 1. Returns what was (would be) written.

    Raises:
        InputError: the new name is no folder's name, or is taken.
        SettingsError: there is no template of the old name.
    """
    bench = Bench(folder)
    bench.shelf.load(name)
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,39}", new):
        raise InputError("no name for a template", field="name", got=new, expected="a-z, 0-9 and -, from a letter on")
    if new in bench.shelf.names():
        raise InputError("there is a template of this name", got=new, expected="a new one", cure="choose another")
    source = bench.shelf.root / name
    target = (bench.root or bench.folder) / "templates" / new
    written = []
    for path in sorted(p for p in source.rglob("*") if p.is_file()):
        made = target / path.relative_to(source)
        written.append(made)
        if dry_run:
            continue
        made.parent.mkdir(parents=True, exist_ok=True)
        made.write_bytes(path.read_bytes())
    if not dry_run:
        toml = target / "template.toml"
        said = re.sub(r"(?m)^name = .*$", f'name = "{new}"', toml.read_text("utf-8"), count=1)
        toml.write_text(re.sub(r"(?m)^version = .*$", 'version = "1"', said, count=1), "utf-8")
    return tuple(written)


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
        columns = _columns(template, formats)
        for row, column, one, made in _drawn(bench, template, able, columns, tick):
            tried.append(one)
            cells[row, column] = Cell.of(made.picture.rgb if isinstance(made, Drawn) else None, one.why)
        if out is not None and cells:
            title = f"{template.label}  {template.summary}"
            names = [(c.name, c.placement.width / c.placement.height) for c in columns]
            sheets.append(_written(out, template.name, title, names, [one.locale for one in able], cells))
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
    for name in asked or known:
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


def _columns(template: Template, formats: Sequence[Placement]) -> list[Column]:
    """What is drawn: formats that a template cannot tell apart once, a carousel card by card."""
    groups: dict[tuple[float, ...], list[Placement]] = {}
    for p in formats:
        cards = min(p.cards, template.cards)
        groups.setdefault((p.width, p.height, p.safe_top, p.safe_bottom, p.safe_side, cards), []).append(p)
    found = []
    for first, *others in groups.values():
        cards = min(first.cards, template.cards)
        found += [Column(first, tuple(p.name for p in others), card, cards) for card in range(cards)]
    return found


def _sized(name: str, width: int, height: int) -> Placement:
    """A format known by its size alone, with the safe zone that most have."""
    zone = dict.fromkeys(("safe_top", "safe_bottom", "safe_side"), 0.05)
    return Placement(name=name, label=name, width=width, height=height, source="asked for by its size", **zone)


def _drawn(
    bench: Bench, template: Template, locales: Sequence[SpecimenLocale], columns: Sequence[Column], tick: Tick
) -> Iterator[tuple[int, int, Tried, Drawn | Refusal]]:
    cells = [(row, column) for column in range(len(columns)) for row in range(len(locales))]
    layouts = [_layout(bench, template, locales[row], columns[column], row, column) for row, column in cells]
    tick(template.label, 0, len(cells))
    renderer, blobs = bench.renderer, bench.blobs
    with ThreadPoolExecutor(max_workers=len(os.sched_getaffinity(0))) as pool:
        made = pool.map(lambda pair: renderer.draw([pair[1]], blobs)[0], layouts)
        for done, ((row, column), (product, layout), drawn) in enumerate(zip(cells, layouts, made, strict=True), 1):
            tick(template.label, done, len(cells))
            yield row, column, _tried(layout, columns[column], product, drawn), drawn


def _layout(
    bench: Bench, template: Template, locale: SpecimenLocale, shown: Column, row: int, column: int
) -> tuple[str, Layout]:
    """The product's sku and the layout of one cell."""
    mine = [s for s in bench.specimens[1] if s.locale == locale.locale]
    column -= shown.card  # cards of one carousel belong together
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
        placement=shown.placement,
        template=template.label,
        market=locale.locale,
        direction=locale.direction,
        words=specimen.words([s.name for s in template.slots if s.name in DRAWN_SLOTS]),
        tone=tones[(row + 2 * column) % len(tones)],
        face=face,
        picture=bench.pictures[sku],
        logo=bench.kit.logo,
        logo_name=bench.kit.name,
        card=shown.card,
        cards=shown.cards,
    )
    return sku, layout


def _tried(layout: Layout, shown: Column, product: str, made: Drawn | Refusal) -> Tried:
    about = {
        "template": layout.template,
        "placement": layout.placement.name,
        "same": shown.same,
        "card": shown.card,
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
