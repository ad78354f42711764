"""Which drawings may be drawn: those that stay inside themselves, and end.

An SVG is a small program. Left alone it can read files, expand to a billion shapes, run for minutes, or bring the
process down; every rule here answers one drawing that did.
"""

from __future__ import annotations

import base64
import binascii
import io
import re
from collections.abc import Mapping
from xml.etree import ElementTree

from PIL import Image

from styleloop.adapters.decoders.formats import LARGEST, kind_of, not_mine, subject_of
from styleloop.types.record import Refusal

LARGEST_FILE = 2_000_000
"""Bytes."""
MOST_WORK = 50_000
"""Shapes drawn after every `<use>` is followed, dear ones counted several times."""
DEEPEST = 80
"""Levels of nesting after every `<use>` is followed; some hundreds overflow the renderer's stack."""
_DEAR = {"filter": 500, "mask": 250, "clip-path": 250, "opacity": 25, "mix-blend-mode": 25}
"""Attributes that need a canvas of their own: how many plain shapes each costs as much as."""
_FAR = 1e6
"""Greatest coordinate, in user units."""

_HREF = "{http://www.w3.org/1999/xlink}href"
_DATA = re.compile(r"data:image/(?:png|jpe?g|webp|gif);base64,(.*)", re.IGNORECASE | re.DOTALL)
_URL = re.compile(r"url\(\s*['\"]?\s*(?!#)[^)'\"\s]", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_GEOMETRY = {
    *("d", "points", "x", "y", "x1", "y1", "x2", "y2", "width", "height", "r", "rx", "ry", "cx", "cy", "fx", "fy"),
    *("transform", "gradienttransform", "patterntransform", "viewbox", "offset", "dx", "dy"),
    *("stroke-width", "stroke-dasharray", "stroke-dashoffset", "stddeviation"),
}
_SCRIPTS = {"script", "foreignobject", "iframe", "handler"}
_SLOW = {
    *("feturbulence", "femorphology", "feconvolvematrix", "feimage", "fedisplacementmap"),
    *("fediffuselighting", "fespecularlighting"),
}


class Unfit(Exception):
    """A drawing that must not be drawn; carries the refusal."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(str(refusal))


def checked(data: bytes) -> str:
    """The text of a drawing that is safe to draw.

    Raises:
        Unfit: no drawing, too large, with a document type, a script, a reference outside itself, live text, or more
            work than a picture is worth.
    """
    if kind_of(data) != "svg":
        raise Unfit(not_mine(data, "an SVG drawing"))
    if len(data) > LARGEST_FILE:
        raise unfit(data, "the drawing is too large", f"{len(data)} bytes", f"at most {LARGEST_FILE} bytes")
    try:
        svg = data.decode("utf-8-sig")
        if re.search(r"<!(DOCTYPE|ENTITY)", svg, re.IGNORECASE):
            raise unfit(data, "the drawing declares a document type, which can hide entity bombs", "<!DOCTYPE>")
        root = ElementTree.fromstring(svg)  # noqa: S314  document types, the only way to a bomb, were refused above
    except (UnicodeDecodeError, ElementTree.ParseError) as error:
        raise unfit(data, "the drawing is not valid XML", str(error), "UTF-8 SVG") from error
    for element in root.iter():
        _check_element(data, element)
    _check_work(data, root)
    return svg


def unfit(data: bytes, why: str, got: str, expected: str = "a plain drawing") -> Unfit:
    """The refusal of one drawing, ready to be raised."""
    cure = "export it as plain SVG: no scripts, filters or links, pictures embedded, text turned into outlines"
    return Unfit(Refusal(subject=subject_of(data), why=why, got=got, expected=expected, cure=cure))


def is_panic(error: BaseException) -> bool:
    """Whether a renderer written in Rust gave up. Such an error is no `Exception`, and would end the process."""
    return type(error).__name__ == "PanicException"


def _check_element(data: bytes, element: ElementTree.Element) -> None:
    tag = _local(element.tag)
    if tag in _SCRIPTS:
        raise unfit(data, "the drawing carries a script or a foreign document", f"<{tag}>")
    if tag == "text":
        raise unfit(data, "the drawing holds live text, which would vanish without its font", "<text>")
    if tag in _SLOW:
        raise unfit(data, "the drawing has a filter that may run for minutes", f"<{tag}>")
    if tag == "style" and _reaches_out(element.text or ""):
        raise unfit(data, "a style in the drawing reaches outside it", (element.text or "")[:60].strip())
    for name, value in element.attrib.items():
        _check_attribute(data, _local(name), value)


def _check_attribute(data: bytes, name: str, value: str) -> None:
    if name.startswith("on"):
        raise unfit(data, "the drawing carries a script", f"{name}={value[:40]!r}")
    if (name == "href" and not _inner(data, value.strip())) or _reaches_out(value):
        raise unfit(data, "the drawing refers to something outside itself", f"{name}={value[:60]!r}")
    if name in _GEOMETRY:
        numbers = [float(number) for number in _NUMBER.findall(value)]
        if any(abs(number) > _FAR for number in numbers):
            raise unfit(data, "the drawing reaches too far", f"{name}={value[:60]!r}", f"coordinates up to {_FAR:g}")
        if name == "stroke-dasharray" and 0 < sum(numbers) < 0.05:
            raise unfit(data, "a dashed line in the drawing has too many dashes", f"{name}={value[:60]!r}")


def _inner(data: bytes, target: str) -> bool:
    """Whether a reference stays inside: a part of the drawing, or an embedded picture that is safe to open."""
    embedded = _DATA.match(target)
    if embedded is None:
        return not target or target.startswith("#")
    try:
        with Image.open(io.BytesIO(base64.b64decode(embedded[1])), formats=("PNG", "JPEG", "GIF", "WEBP")) as image:
            size = image.size
    except (binascii.Error, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise unfit(data, "a picture embedded in the drawing is damaged or too large", str(error)[:120]) from error
    if size[0] * size[1] > LARGEST // 4:
        raise unfit(data, "a picture embedded in the drawing is too large", f"{size[0]} x {size[1]} px")
    return True


def _reaches_out(text: str) -> bool:
    return bool("@import" in text.lower() or _URL.search(text))


def _check_work(data: bytes, root: ElementTree.Element) -> None:
    """Refuse `<use>` of `<use>` of `<use>`: a kilobyte that draws a billion shapes, or a circle that never ends."""
    named = {element.attrib["id"]: element for element in root.iter() if "id" in element.attrib}
    known: dict[int, tuple[int, int]] = {}

    def cost(element: ElementTree.Element, path: frozenset[int]) -> tuple[int, int]:
        """(work, levels) of an element and all it draws."""
        key = id(element)
        if key in path:
            raise unfit(data, "the drawing refers to itself", f"#{element.get('id', '')}")
        if len(path) > DEEPEST:
            raise unfit(data, "the drawing is nested too deep", f"more than {DEEPEST} levels")
        if key not in known:
            below = [cost(child, path | {key}) for child in (*element, *_drawn_by(element, named))]
            levels = 1 + max((deep for _, deep in below), default=0)
            known[key] = _weight(element) + sum(work for work, _ in below), levels
        if len(path) + known[key][1] > DEEPEST:
            raise unfit(data, "the drawing is nested too deep", f"more than {DEEPEST} levels")
        return known[key]

    work, _ = cost(root, frozenset())
    if work > MOST_WORK:
        raise unfit(data, "the drawing multiplies its shapes", f"work of {work} shapes", f"at most {MOST_WORK}")


def _drawn_by(element: ElementTree.Element, named: Mapping[str, ElementTree.Element]) -> list[ElementTree.Element]:
    """What an element draws besides its children."""
    if _local(element.tag) not in ("use", "pattern"):
        return []
    target = named.get((element.get("href") or element.get(_HREF) or "").strip().removeprefix("#"))
    return [] if target is None else [target]


def _weight(element: ElementTree.Element) -> int:
    style = element.get("style", "")
    return 1 + sum(
        cost for name, cost in _DEAR.items() if name in element.attrib or f"{name}:" in style.replace(" ", "")
    )


def _local(name: object) -> str:
    """Tag or attribute name without its namespace, in lower case; comments and instructions have none."""
    return name.rpartition("}")[2].lower() if isinstance(name, str) else ""
