"""What templates are tried with: authored words by language, and a brand's own pictures and colours."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

from styleloop.adapters.renderers.fonts import missing_glyphs, unknown_families
from styleloop.adapters.renderers.templates import TemplateShelf
from styleloop.app import registry
from styleloop.app.brand import DATA, find_root
from styleloop.app.brandfiles import read_kit, read_placements, read_products, read_toml, record
from styleloop.app.settings import load
from styleloop.app.starting import SAMPLE
from styleloop.errors import SettingsError
from styleloop.language.faces import face_of, family
from styleloop.ports import Renderer
from styleloop.types.brand import BrandKit, Face
from styleloop.types.brief import Placement
from styleloop.types.copy import BODY, CTA, HEADLINE, PRICE, Copy
from styleloop.types.record import Record

SPECIMENS = DATA / "specimens" / "specimens.toml"


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


class Lack(Record):
    """A language that cannot be tried."""

    locale: str
    name: str
    why: str
    cure: str


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
