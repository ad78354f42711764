"""Which type a market's words are set in: the brand's own faces first, then the shipped one of script and locale."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from pydantic import Field

from styleloop.types.brand import BrandKit, Face
from styleloop.types.record import Record

FACES = Path(__file__).parents[1] / "data" / "faces" / "faces.toml"


class ShippedFace(Face):
    """A face and the locales it is for; none: every locale of its script."""

    locales: tuple[str, ...] = ()


class Family(Record):
    """Where a family's files come from."""

    name: str
    package: str = ""
    """What pip installs: one package or several, parted by spaces."""
    modules: tuple[str, ...] = ()
    """Modules that hold the files, where the package does not declare itself as a `fontpkg` family."""
    module_files: tuple[str, ...] = ()
    """One file for each of `modules`."""
    debian: str = ""
    """Debian's package."""
    files: tuple[str, ...] = ()
    """Its files, under the system's folder of fonts."""

    @property
    def cure(self) -> str:
        """The command that installs it."""
        ways = [f"pip install {self.package}"] if self.package else []
        ways += [f"apt-get install {self.debian}"] if self.debian else []
        return " or ".join(ways)


class _Shelf(Record):
    faces: tuple[ShippedFace, ...] = Field(min_length=1)
    families: tuple[Family, ...] = Field(min_length=1)


@cache
def _shelf() -> _Shelf:
    return _Shelf.model_validate(tomllib.loads(FACES.read_text("utf-8")))


def scripts() -> tuple[str, ...]:
    """Every script that has a shipped face, ISO 15924, sorted."""
    return tuple(sorted({face.script for face in _shelf().faces}))


def family(name: str) -> Family | None:
    """Where the family of that name comes from; None when it is not one of ours."""
    return next((one for one in _shelf().families if one.name.lower() == name.lower()), None)


@cache
def shipped_face(script: str, locale: str = "") -> Face | None:
    """The shipped face of a script; one made for `locale` or its language comes before one for all."""
    names = (locale, locale.split("-")[0])
    fitting = [face for face in _shelf().faces if face.script == script]
    best = [face for name in names for face in fitting if name and name in face.locales]
    best += [face for face in fitting if not face.locales]
    return Face.model_validate(best[0].model_dump(exclude={"locales"})) if best else None


def face_of(kit: BrandKit, script: str, locale: str = "") -> Face | None:
    """The face for a market's words: the brand's own for the script, else the shipped one; None when there is neither.

    Where letters of a locale stand taller than its script's usual (Vietnamese), the brand's face is given their room.
    """
    own, shipped = kit.face(script), shipped_face(script, locale)
    if own is None or shipped is None or shipped == shipped_face(script):
        return own or shipped
    room = {"top": max(own.top, shipped.top), "bottom": min(own.bottom, shipped.bottom)}
    return own.model_copy(update=room)
