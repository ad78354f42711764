"""What was measured of one piece, beside what is usual, in plain words and on a picture card."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from styleloop.adapters.cards import Card, Fact, Named, draw
from styleloop.app.measuring import decode, measure
from styleloop.app.project import Project
from styleloop.app.readings import reading, summary
from styleloop.errors import InputError, StyleloopError
from styleloop.style.phrases import label, number
from styleloop.types.asset import Asset
from styleloop.types.copy import Copy
from styleloop.types.measurement import Measurement, MeasureSpec, Subject
from styleloop.types.picture import Picture
from styleloop.types.record import Refusal
from styleloop.types.style import Norm, StyleVector
from styleloop.types.variant import SlotFacts, Variant

FOLDER = "explain"
LARGE = 1400
"""Pixels on the long side of the picture on a card."""
NEAREST = 3
ON_CARD = (
    "brightness",
    "contrast",
    "colourfulness",
    "saturation",
    "brand_share",
    "neutral_share",
    "edge_density",
    "sharpness",
    "negative_space",
    "subject_share",
    "thirds",
    "symmetry",
)
"""Picture measures whose numbers are set on a card."""


BARE = frozenset({"rank", "M", "OKLab a", "OKLab b", "log10 grey^2"})
"""Units that say nothing to most people; they stand in --json."""


@dataclass(frozen=True, eq=False)
class Piece:
    """Something that can be measured: a piece of the library, a variant, or a picture file."""

    id: str
    name: str
    locale: str
    placement: str
    words: Copy
    data: bytes
    """The picture's file; empty for words alone."""
    facts: tuple[SlotFacts, ...] = ()
    size: tuple[int, int] | None = None


@dataclass(frozen=True)
class Line:
    """One measure of a piece; `usual` is None without a style, or without one by this version of the extractor."""

    spec: MeasureSpec
    value: float
    usual: Norm | None

    @property
    def family(self) -> str:
        """`copy`, `picture`, `layout`, ..."""
        return self.spec.name.partition(".")[0]

    @property
    def reading(self) -> str:
        """In plain words."""
        return reading(self.spec, self.value, self.usual)

    @property
    def shown(self) -> str:
        """Value and unit for people."""
        unit = "" if self.spec.unit in BARE else self.spec.unit
        one = self.value == 1 and unit.endswith("s")
        return number(self.value, unit.removesuffix("s") if one else unit)

    @property
    def usual_shown(self) -> str:
        """`41 L* (30 to 55)`, or nothing."""
        if self.usual is None:
            return ""
        low, middle, high = (
            number(self.usual.quantiles[i], "share" if self.spec.unit == "share" else "") for i in (1, 3, 5)
        )
        return f"{middle} ({low} to {high})"


@dataclass(frozen=True, eq=False)
class Explained:
    """Everything that is measured of a piece."""

    piece: Piece
    lines: tuple[Line, ...]
    summary: str
    """The picture in a sentence; empty without one."""
    picture: Picture | None
    style: str
    """Id of the style that says what is usual, or empty."""


def explain(project: Project, asked: str) -> Explained:
    """Measure the piece that `asked` names.

    Args:
        project: the open project.
        asked: id, beginning of an id, or name of a piece of the library or a variant; or the path of a picture file.

    Raises:
        InputError: nothing has that name, several pieces have, or the picture cannot be read.
    """
    piece = find(project, asked)
    picture = _decoded(project, piece)
    subject = Subject(piece.id, piece.locale, piece.words, picture, piece.facts, piece.size)
    found = measure(project, [subject])[piece.id]
    styles = _styles(project, piece.locale)
    lines = tuple(_lines(project, found, styles))
    said = summary(picture, {m.name: m.value for m in found}) if picture else ""
    return Explained(piece, lines, said, picture, styles[0].id if styles else "")


def find(project: Project, asked: str) -> Piece:
    """The piece of that name.

    Raises:
        InputError: nothing or more than one thing has that name; says which names come nearest.
    """
    path = Path(asked)
    if path.is_file():
        return Piece(path.stem, path.name, _tongue(project), "", Copy(), path.read_bytes())
    assets, variants = project.store.assets.all(), project.store.variants.all()
    posts = {p.name: p.variant for p in project.store.publications.all()}
    everything: tuple[Asset | Variant, ...] = (*assets, *variants)
    names = {one.id: (one.id, one.name) for one in assets} | {id_: (id_, name) for name, id_ in posts.items()}
    exact = [one for one in everything if asked in names.get(one.id, (one.id,))]
    found = exact or [one for one in everything if _begins(one.id, asked)]
    if len(found) == 1:
        return _piece(project, found[0])
    if found:
        shown = ", ".join(one.id for one in found[:NEAREST])
        raise InputError(
            "several pieces have that name", got=asked, expected="the name of one", cure=f"give an id: {shown}, ..."
        )
    known = [name for name in (*(a.name for a in assets), *posts, *(one.id for one in everything)) if name]
    raise InputError("nothing has that name", got=asked, expected=_nearest(asked, known))


def card(project: Project, told: Explained) -> bytes:
    """The picture card of a piece as a PNG.

    Raises:
        InputError: the piece has no picture.
    """
    piece = told.piece
    if told.picture is None:
        raise InputError("a piece without a picture has no card", got=piece.id)
    [large] = decode(project, [piece.data], LARGE)
    picture = large if isinstance(large, Picture) else told.picture
    width, height = piece.size or picture.full_size or (picture.width, picture.height)
    known = {line.spec.name: line for line in told.lines}
    chosen = [known[f"picture.{name}"] for name in ON_CARD if f"picture.{name}" in known]
    line = (
        piece.locale if piece.facts or piece.words.slots else "",
        piece.placement,
        f"{width} x {height} px",
        piece.id,
    )
    return draw(
        Card(
            title=piece.name,
            line="   ·   ".join(part for part in line if part),
            summary=told.summary,
            picture=picture,
            facts=tuple(Fact(label(one.spec.name.partition(".")[2]), one.shown, _note(one)) for one in chosen),
            colours=_colours(project),
            slots=piece.facts,
            size=piece.size,
        )
    )


def keep_card(project: Project, told: Explained, to: Path | None = None) -> Path | None:
    """Write the card to `to`, or to `explain/<id>.png` of the project; returns where, None for a piece of words alone.

    Raises:
        InputError: the file cannot be written.
    """
    if told.picture is None:
        return None
    path = to or project.root / FOLDER / f"{told.piece.id}.png"
    made = card(project, told)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made)
    except OSError as problem:
        raise InputError(f"the card cannot be written: {problem.strerror}", got=str(path)) from problem
    return path


def as_json(told: Explained) -> dict[str, Any]:
    """All of it, for programs."""
    return {
        "piece": told.piece.id,
        "name": told.piece.name,
        "locale": told.piece.locale,
        "style": told.style,
        "summary": told.summary,
        "measures": [
            {
                "family": line.family,
                "measure": line.spec.name,
                "value": line.value,
                "unit": line.spec.unit,
                "usual": _usual(line.usual),
                "reading": line.reading,
            }
            for line in told.lines
        ],
    }


def _usual(norm: Norm | None) -> dict[str, float] | None:
    if norm is None:
        return None
    return {"median": norm.median, "low": norm.quantiles[1], "high": norm.quantiles[5], "pieces": norm.n}


def _note(line: Line) -> str:
    """The reading, short enough for a card."""
    if line.usual is None:
        return line.reading
    middle = number(line.usual.median, "share" if line.spec.unit == "share" else "")
    return f"{line.reading.partition(',')[0]} ({middle})"


def _styles(project: Project, locale: str) -> list[StyleVector]:
    """Who may say what is usual: the version that speaks for the market, the newest fitted one, and the same globally.

    What is usual is only counted, so a version that waits for its gate may say it; one whose measures are of an older
    make cannot.
    """
    found: list[StyleVector] = []
    for market in (locale, "global"):
        speaking, fitted = project.store.current(market), project.store.styles.all(market=market)
        found += [one for one in (speaking, *fitted[-1:]) if one is not None]
    return found


def _lines(project: Project, found: Iterable[Measurement], styles: Sequence[StyleVector]) -> Iterable[Line]:
    """In the order of the extractors, so that what belongs together stands together."""
    values: Mapping[str, Measurement] = {m.name: m for m in found}
    norms = {(n.measure, n.extractor): n for style in reversed(styles) for n in style.norms}
    for extractor in project.extractors:
        for spec in extractor.specs:
            if spec.name in values:
                number_ = values[spec.name]
                yield Line(spec, number_.value, norms.get((spec.name, number_.extractor)))


def _decoded(project: Project, piece: Piece) -> Picture | None:
    if not piece.data:
        return None
    # A finished piece is read whole: how well its words read is judged on their pixels.
    [picture] = decode(project, [piece.data], None) if piece.facts else decode(project, [piece.data])
    if isinstance(picture, Refusal):
        raise InputError(picture.why, got=picture.got or piece.name, expected=picture.expected, cure=picture.cure)
    return picture


def _piece(project: Project, one: Asset | Variant) -> Piece:
    blobs = project.store.blobs
    if isinstance(one, Asset):
        data = blobs.get(one.picture) if one.picture else b""
        return Piece(one.id, one.name or one.id, one.locale, one.placement, one.words, data)
    made = one.rendering
    name = one.words.text("headline").replace("\n", " ") or one.id
    size = (made.width, made.height)
    return Piece(one.id, name, one.market, one.placement, one.words, blobs.get(made.file), made.facts, size)


def _begins(id_: str, asked: str) -> bool:
    """Whether `asked` begins an id, with or without its kind: `asset_3f2a`, `3f2a`."""
    return len(asked) >= NEAREST and (id_.startswith(asked) or id_.partition("_")[2].startswith(asked))


def _nearest(asked: str, names: Sequence[str]) -> str:
    lowered = {name.lower(): name for name in names}
    close = difflib.get_close_matches(asked.lower(), lowered, NEAREST, 0.3)
    if not close:
        return "an id or a name from the library, or the path of a picture file"
    return f"a name from the library, such as {', '.join(lowered[one] for one in close)}; or the path of a picture file"


def _tongue(project: Project) -> str:
    try:
        return project.kit.locale
    except StyleloopError:  # a picture can be looked at before the brand is written down
        return "und"


def _colours(project: Project) -> tuple[Named, ...]:
    try:
        return tuple(Named(colour.name, colour.hex) for colour in project.kit.colours)
    except StyleloopError:  # as above
        return ()
