"""Templates as folders: `templates/<name>/{template.toml, main.typ}` beside one shared `adkit.typ`."""

from __future__ import annotations

import re
import shutil
import tempfile
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, field_validator

from styleloop.errors import SettingsError
from styleloop.types.brief import MOST_CARDS
from styleloop.types.copy import CTA, DRAWN_SLOTS, HEADLINE
from styleloop.types.record import Record
from styleloop.types.template import Likes

SHIPPED = Path(__file__).parents[2] / "data" / "templates"
LOGO = "logo"
SLOTS = (*DRAWN_SLOTS, LOGO)
"""Every slot a template may name."""
_PACKAGE = re.compile(rb'"@[a-z][^"\n]*"')
_STAYS = (HEADLINE, LOGO)
"""Slots that no format leaves out: a piece without them is no longer the brand's."""
_LABEL_ROOM = (100, 50)
"""Canvas in pixels from which the call to action always stays: wider than the first, at least as high as the second."""


class Shape(Record):
    """One breakpoint."""

    name: str
    up_to: float | None = Field(default=None, gt=0)
    """Largest aspect (width / height) it is for; none for the last."""


class Slot(Record):
    """One place in a template."""

    name: str
    kind: Literal["text", "label", "money", "image"]
    required: bool = False
    max_chars: int = Field(default=0, ge=0)
    """Most characters it takes; 0: no limit of its own."""
    sizes: dict[str, tuple[float, float]]
    """Shape -> least and greatest size, as shares of the short side."""
    drop_below: float | dict[str, float] = 0.0
    """Short side in pixels below which the slot is left out on purpose; one for all shapes, or shape -> pixels."""

    def dropped(self, shape: str, width: int, height: int) -> bool:
        """Whether a canvas of this size is too small for it."""
        least = self.drop_below.get(shape, 0.0) if isinstance(self.drop_below, dict) else self.drop_below
        stays = self.name in _STAYS or (self.name == CTA and width > _LABEL_ROOM[0] and height >= _LABEL_ROOM[1])
        return min(width, height) < least and not stays

    @field_validator("name")
    @classmethod
    def _known(cls, name: str) -> str:
        if name not in SLOTS:
            raise ValueError(f"slot {name!r} is unknown; expected one of {', '.join(SLOTS)}")
        return name


class Template(Record):
    """What `template.toml` says."""

    name: str
    version: str = Field(pattern=r"^[\w.+-]{1,20}$")
    summary: str
    near: float = Field(default=0.007, ge=0, lt=0.2)
    """Share of the short side that words keep clear of the product."""
    cards: int = Field(default=1, ge=1, le=MOST_CARDS)
    """Cards of a carousel it can make; the first must stand alone."""
    likes: Likes = Likes()
    """What it is good at and cannot do without: by that it is chosen for a line (docs/versions.md)."""
    shapes: tuple[Shape, ...] = Field(min_length=1)
    slots: tuple[Slot, ...] = Field(min_length=1)

    @property
    def label(self) -> str:
        """`name@version`, as a `Layout` names it."""
        return f"{self.name}@{self.version}"

    def slot(self, name: str) -> Slot | None:
        """The slot of that name, or None."""
        return next((slot for slot in self.slots if slot.name == name), None)

    def shape(self, width: int, height: int) -> str:
        """The name of the first shape that takes a canvas of this size."""
        aspect = width / height
        return next((s.name for s in self.shapes if s.up_to is None or aspect <= s.up_to), self.shapes[-1].name)


@dataclass(frozen=True)
class TemplateShelf:
    """The shipped templates, and a project's own, which win by folder name.

    Attributes:
        own: the project's `templates/` folder, or None.
    """

    own: Path | None = None

    @cached_property
    def root(self) -> Path:
        """The one folder that templates may read from: nothing outside it can be reached."""
        if self.own is None:
            return SHIPPED
        # Typst has one root, so a project's templates and the shipped ones are laid together in a folder of their own.
        self._laid.joinpath("templates").mkdir()
        root = self._laid / "templates"
        for folder in (SHIPPED, self.own):
            try:
                shutil.copytree(folder, root, dirs_exist_ok=True, ignore=_strange)
            except (OSError, shutil.Error) as problem:
                raise SettingsError(f"{folder}: the templates cannot be read: {problem}") from problem
        return root

    @cached_property
    def _laid(self) -> Path:
        holder = tempfile.TemporaryDirectory(prefix="styleloop-templates-")
        object.__setattr__(self, "_holder", holder)  # removed together with this shelf
        return Path(holder.name)

    @cached_property
    def fonts(self) -> Path | None:
        """A project's `templates/fonts`, where it brings its own."""
        folder = self.own / "fonts" if self.own else None
        return folder if folder and folder.is_dir() else None

    def names(self) -> tuple[str, ...]:
        """Every template there is, sorted."""
        return tuple(sorted(path.parent.name for path in self.root.glob("*/template.toml")))

    def load(self, name: str) -> Template:
        """What the template `name` declares.

        Raises:
            SettingsError: there is no such template, or its `template.toml` is wrong.
        """
        path = self.root / name / "template.toml"
        if name not in self.names():
            raise SettingsError(f"template {name!r} is unknown; expected one of {', '.join(self.names())}")
        where = f"templates/{name}/template.toml"
        try:
            template = Template.model_validate(tomllib.loads(path.read_text("utf-8")))
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"{where}: cannot be read as UTF-8 text: {error}") from error
        except tomllib.TOMLDecodeError as error:
            raise SettingsError(f"{where}: not valid TOML: {error}") from error
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"])
            raise SettingsError(f"{where}: {first['msg']}; field: {field}; got: {first['input']!r}") from error
        if template.name != name:
            raise SettingsError(f"{where}: name is {template.name!r}, but the folder is {name!r}")
        if not path.with_name("main.typ").is_file():
            raise SettingsError(f"templates/{name}/main.typ is missing; expected the layout, beside template.toml")
        _no_packages(path.parent)
        _complete(template, where)
        return template


def _no_packages(folder: Path) -> None:
    """Raises SettingsError for a Typst package by name: the typesetter would fetch it from the network."""
    for path in sorted(folder.rglob("*.typ")):
        if found := _PACKAGE.search(path.read_bytes()):
            named = found[0].decode("utf-8", "replace").strip('"')
            raise SettingsError(
                f"templates/{path.relative_to(folder.parent)}: packages are never fetched; got: {named}; "
                "expected files of the template's own folder; copy what is needed into it"
            )


def _complete(template: Template, where: str) -> None:
    shapes = [shape.name for shape in template.shapes]
    for kind, names in (("shape", shapes), ("slot", [slot.name for slot in template.slots])):
        if twice := [name for name in dict.fromkeys(names) if names.count(name) > 1]:
            raise SettingsError(f"{where}: the {kind} {twice[0]!r} stands there twice")
    for slot in template.slots:
        _droppable(slot, shapes, where)
        for shape in shapes:
            if shape not in slot.sizes:
                raise SettingsError(f"{where}: slot {slot.name!r} has no size for the shape {shape!r}")
        for shape, (least, most) in slot.sizes.items():
            if not 0 < least <= most:
                raise SettingsError(f"{where}: slot {slot.name!r}, shape {shape!r}: expected 0 < least <= most")


def _droppable(slot: Slot, shapes: list[str], where: str) -> None:
    if slot.drop_below and (slot.name in _STAYS or slot.required):
        raise SettingsError(f"{where}: slot {slot.name!r} is always drawn, so it takes no drop_below")
    steps = slot.drop_below if isinstance(slot.drop_below, dict) else {shapes[0]: slot.drop_below}
    for shape, least in steps.items():
        if shape not in shapes or least < 0:
            expected = f"expected pixels for one of {', '.join(shapes)}"
            raise SettingsError(f"{where}: slot {slot.name!r}, drop_below: {expected}; got {shape} = {least:g}")


def _strange(folder: str, names: list[str]) -> set[str]:
    """Links are left behind, for one could lead out of the folder, and so are pipes and devices."""
    paths = {name: Path(folder) / name for name in names}
    return {name for name, path in paths.items() if path.is_symlink() or not (path.is_file() or path.is_dir())}
