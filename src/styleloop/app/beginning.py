"""What a first run gathers before anything is written: kept step by step, so that nothing is lost on the way.

A beginning is a draft beside the project's memory. Files that were uploaded lie in the blob store under their own
hash: what they were called is told to people and never used as a path.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from filelock import FileLock

from styleloop.adapters.decoders.formats import kind_of
from styleloop.app.brand import DATA
from styleloop.app.measuring import decode
from styleloop.app.project import Project
from styleloop.app.starting import BLANK
from styleloop.errors import InputError
from styleloop.types.brand import Colour, Voice
from styleloop.types.picture import Picture
from styleloop.types.record import Record, Refusal

FILE = "beginning.json"
STEPS = ("name", "colours", "type", "voice", "guidelines", "ads", "write")
LOGO_BYTES = 2_000_000
PICTURE_BYTES = 20_000_000
DOCUMENT_BYTES = 20_000_000
ADS_BYTES = 50_000_000
LOGO_KINDS = ("svg", "png")
LEAST_LOGO = 128
"""Pixels on the long side of a PNG: a logo is set into pictures of 1080 and more."""
LONGEST_NAME = 60
LONGEST_LINE = 300
MOST_COLOURS = 8
_SUFFIX = re.compile(r"\.[a-z0-9]{1,5}")


class Upload(Record):
    """A file that somebody sent."""

    sha: str
    told: str
    """What it was called, for people; never a path."""
    suffix: str
    bytes: int


class Beginning(Record):
    """All that was said so far."""

    name: str = ""
    locale: str = ""
    logo: Upload | None = None
    seen: str = ""
    """sha256 of the picture that colours were picked from; the logo where it is empty."""
    colours: tuple[Colour, ...] = ()
    serif: str = ""
    sans: str = ""
    weight: int = 600
    yours: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    voice: Voice | None = None
    """As the person confirmed it."""
    never: tuple[str, ...] = ()
    """Words that are never to be said."""
    guideline: Upload | None = None
    rules: tuple[str, ...] = ()
    """Ids of the rules that the person confirmed."""
    ads: Upload | None = None
    done: tuple[str, ...] = ()
    """Steps that were sent or passed over."""

    @property
    def next_step(self) -> str:
        """The first that was neither sent nor passed over."""
        return next((step for step in STEPS if step not in self.done), STEPS[-1])


@dataclass(frozen=True)
class Logo:
    """What was measured of a logo."""

    kind: str
    width: int
    height: int
    bytes: int
    transparent: bool
    """Whether what lies behind it shows through."""


def read(project: Project) -> Beginning:
    """What was said so far; nothing where nobody began, or where another version wrote it: that is set aside."""
    path = project.state / FILE
    if not path.is_file():
        return Beginning()
    try:
        return Beginning.model_validate_json(path.read_bytes())
    except ValueError:
        path.replace(path.with_suffix(".unread"))
        return Beginning()


def keep(project: Project, **said: object) -> Beginning:
    """What was said so far, and this."""
    with FileLock(project.state / "beginning.lock"):
        now = Beginning.model_validate({**read(project).model_dump(), **said})
        path = project.state / FILE
        unfinished = path.with_name(f"{path.name}.unfinished")
        unfinished.write_text(now.model_dump_json(), "utf-8")
        unfinished.replace(path)
    return now


def forget(project: Project) -> None:
    """Begin anew. What was uploaded stays in the blob store, where nothing refers to it."""
    (project.state / FILE).unlink(missing_ok=True)


def is_blank(project: Project) -> bool:
    """Whether the brand still wears the logo and the colours that every new project starts with."""
    brand = DATA / "brands" / BLANK / "brand"
    shipped = hashlib.sha256((brand / "logo.svg").read_bytes()).hexdigest()
    return project.kit.logo == shipped and {c.hex for c in project.kit.colours} <= _shipped_colours()


def _shipped_colours() -> set[str]:
    text = (DATA / "brands" / BLANK / "brand" / "kit.toml").read_text("utf-8")
    return set(re.findall(r'hex = "(#[0-9a-f]{6})"', text))


def locales() -> tuple[str, ...]:
    """Languages and territories that ship with all a market needs."""
    return tuple(sorted(p.stem for p in (DATA / "markets").glob("*-*.toml")))


def taken(project: Project, data: bytes, told: str, suffix: str) -> Upload:
    """An upload, its bytes in the blob store."""
    if not _SUFFIX.fullmatch(suffix):
        raise InputError("files of this kind are not kept", field="file", got=suffix, expected=".csv, .md, .pdf")
    shown = "".join(char for char in told if char.isprintable())[-80:]
    return Upload(sha=project.store.blobs.put(data), told=shown or f"file{suffix}", suffix=suffix, bytes=len(data))


def logo_of(project: Project, data: bytes) -> Logo:
    """What a logo is like; checked by the decoders that will read it ever after.

    Raises:
        InputError: no SVG or PNG, too large, too small, with a script in it, or all of it transparent.
    """
    kind = kind_of(data)
    if kind not in LOGO_KINDS:
        raise InputError("the logo is no SVG or PNG", field="logo", got=kind, expected="an SVG drawing, or a PNG")
    if len(data) > LOGO_BYTES:
        raise InputError(
            "the logo's file is too large", field="logo", got=f"{len(data):,} bytes", expected=f"at most {LOGO_BYTES:,}"
        )
    picture = picture_of(project, data, "logo")
    width, height = picture.full_size or (picture.width, picture.height)
    if kind == "png" and max(width, height) < LEAST_LOGO:
        raise InputError(
            "the logo is too small to be set into a picture", field="logo", got=f"{width} x {height} px",
            expected=f"{LEAST_LOGO} px or more on the long side", cure="send the SVG, or a larger PNG",
        )  # fmt: skip
    if picture.alpha is not None and not picture.alpha.any():
        raise InputError("nothing of the logo can be seen", field="logo", expected="a drawing with something in it")
    return Logo(kind, width, height, len(data), picture.alpha is not None)


def picture_of(project: Project, data: bytes, field: str = "picture") -> Picture:
    """The pixels of an upload, reduced for measuring.

    Raises:
        InputError: it is no picture that can be read, or carries a script.
    """
    found = decode(project, [data])[0]
    if isinstance(found, Refusal):
        raise InputError(found.why, field=field, got=found.got, expected=found.expected, cure=found.cure)
    return found


def line(text: str, field: str, most: int = LONGEST_LINE) -> str:
    """Words of a form on one line, without signs that nobody sees.

    Raises:
        InputError: there are too many.
    """
    words = " ".join("".join(c for c in text if c.isprintable() or c.isspace()).split())
    if len(words) > most:
        raise InputError("these are too many words", field=field, got=f"{len(words)} characters", expected=f"{most}")
    return words
