"""SVG -> sRGB pixels with alpha. A drawing that reaches outside itself is refused."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Sequence
from xml.etree import ElementTree

import numpy as np
import resvg_py
from PIL import Image

from styleloop.adapters.decoders.formats import kind_of, not_mine, subject_of
from styleloop.types.picture import Picture
from styleloop.types.record import Refusal

LARGEST_FILE = 2_000_000
"""Bytes."""
MOST_SHAPES = 50_000
"""Shapes drawn after every `<use>` is followed."""
_LONGEST = 4096

_HREF = "{http://www.w3.org/1999/xlink}href"
_INNER = re.compile(r"#|data:image/(png|jpe?g|webp|gif);base64,", re.IGNORECASE)
_URL = re.compile(r"url\(\s*['\"]?\s*(?!#)[^)'\"\s]", re.IGNORECASE)
_NUMBER = re.compile(r"\s*([0-9.]+(?:e[+-]?\d+)?)\s*(px)?\s*$", re.IGNORECASE)


class DrawingDecoder:
    """Decoder for vector drawings.

    A drawing has no pixels of its own, so it is drawn at exactly `long_side`; with None, at the size it states.
    """

    name = "drawing"
    version = "1"

    def accepts(self, head: bytes) -> bool:
        """Whether the first bytes are those of an SVG drawing."""
        return kind_of(head) == "svg"

    def decode(self, files: Sequence[bytes], long_side: int | None) -> Sequence[Picture | Refusal]:
        """One `Picture` or `Refusal` per file; see `ports.Decoder`."""
        return [_decode(data, long_side) for data in files]


def _decode(data: bytes, long_side: int | None) -> Picture | Refusal:
    try:
        svg = checked(data)
        width, height = stated_size(svg)
        share = (long_side or min(_LONGEST, max(width, height))) / max(width, height)
        size = (max(1, round(width * share)), max(1, round(height * share)))
        png = resvg_py.svg_to_bytes(svg_string=svg, width=size[0], height=size[1], skip_system_fonts=True)
        with Image.open(io.BytesIO(png), formats=("PNG",)) as image:
            rgba = np.array(image.convert("RGBA"))
    except Unfit as unfit:
        return unfit.refusal
    except (ValueError, OSError) as error:
        return _refuse(data, "the drawing cannot be read", str(error), "a valid SVG 1.1 drawing", "export it again")
    rgb, alpha = np.ascontiguousarray(rgba[..., :3]), np.ascontiguousarray(rgba[..., 3])
    rgb[alpha == 0] = 255
    opaque = alpha.min() == 255
    full = (round(width), round(height))
    return Picture(rgb=rgb, alpha=None if opaque else alpha, source=hashlib.sha256(data).hexdigest(), full_size=full)


class Unfit(Exception):
    """A drawing that must not be drawn; carries the refusal."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(str(refusal))


def checked(data: bytes) -> str:
    """The text of a drawing that is safe to draw.

    Raises:
        Unfit: no drawing, too large, with a document type, a script, a reference outside itself, live text, or
            shapes that multiply.
    """
    if kind_of(data) != "svg":
        raise Unfit(not_mine(data, "an SVG drawing"))
    if len(data) > LARGEST_FILE:
        raise Unfit(
            _refuse(data, "the drawing is too large", f"{len(data)} bytes", f"at most {LARGEST_FILE} bytes", "")
        )
    try:
        svg = data.decode("utf-8-sig")
        if re.search(r"<!(DOCTYPE|ENTITY)", svg, re.IGNORECASE):
            raise Unfit(
                _refuse(data, "the drawing declares a document type, which can hide entity bombs", "<!DOCTYPE>")
            )
        root = ElementTree.fromstring(svg)  # noqa: S314  document types, the only way to a bomb, were refused above
    except (UnicodeDecodeError, ElementTree.ParseError) as error:
        raise Unfit(
            _refuse(data, "the drawing is not valid XML", str(error), "UTF-8 SVG", "export it again")
        ) from error
    _no_strangers(data, root)
    _no_swarm(data, root)
    return svg


def _refuse(data: bytes, why: str, got: str, expected: str = "a plain drawing", cure: str = "") -> Refusal:
    cure = cure or "export it as plain SVG, with pictures embedded and text turned into outlines"
    return Refusal(subject=subject_of(data), why=why, got=got, expected=expected, cure=cure)


def _no_strangers(data: bytes, root: ElementTree.Element) -> None:
    for element in root.iter():
        tag = _local(element.tag)
        if tag in ("script", "foreignobject", "iframe", "handler"):
            raise Unfit(_refuse(data, "the drawing carries a script or a foreign document", f"<{tag}>"))
        if tag == "text":
            raise Unfit(_refuse(data, "the drawing holds live text, which would vanish without its font", "<text>"))
        if tag == "style" and _reaches_out(element.text or ""):
            raise Unfit(_refuse(data, "a style in the drawing reaches outside it", (element.text or "")[:60].strip()))
        for name, value in element.attrib.items():
            _attribute(data, _local(name), value)


def _attribute(data: bytes, name: str, value: str) -> None:
    if name.startswith("on"):
        raise Unfit(_refuse(data, "the drawing carries a script", f"{name}={value[:40]!r}"))
    outside = (name == "href" and value.strip() and not _INNER.match(value.strip())) or _reaches_out(value)
    if outside:
        raise Unfit(_refuse(data, "the drawing refers to something outside itself", f"{name}={value[:60]!r}"))


def _reaches_out(text: str) -> bool:
    return bool("@import" in text.lower() or _URL.search(text))


def _no_swarm(data: bytes, root: ElementTree.Element) -> None:
    """Refuse `<use>` of `<use>` of `<use>`: a kilobyte that draws a billion shapes, or a circle that never ends."""
    named = {element.attrib["id"]: element for element in root.iter() if "id" in element.attrib}
    counts: dict[int, int] = {}

    def count(element: ElementTree.Element, path: frozenset[int]) -> int:
        key = id(element)
        if key in path:
            raise Unfit(_refuse(data, "the drawing refers to itself", f"#{element.get('id', '')}"))
        if key not in counts:
            total = 1 + sum(count(child, path | {key}) for child in element)
            target = named.get((element.get("href") or element.get(_HREF) or "").strip().removeprefix("#"))
            if target is not None and _local(element.tag) in ("use", "pattern"):
                total += count(target, path | {key})
            counts[key] = total
        return counts[key]

    try:
        shapes = count(root, frozenset())
    except RecursionError as error:
        raise Unfit(_refuse(data, "the drawing is nested too deep", "more than 300 levels")) from error
    if shapes > MOST_SHAPES:
        raise Unfit(_refuse(data, "the drawing multiplies its shapes", f"{shapes} shapes", f"at most {MOST_SHAPES}"))


def stated_size(svg: str) -> tuple[float, float]:
    """(width, height) in user units: the view box, else width and height, else 1000 x 1000."""
    head = re.search(r"<svg\b[^>]*>", svg)
    tag = head[0] if head else ""
    box = re.search(r"\bviewBox\s*=\s*['\"]([^'\"]+)", tag)
    if box:
        sides = [float(v) for v in re.findall(r"[-+0-9.eE]+", box[1])]
        if len(sides) == 4 and sides[2] > 0 and sides[3] > 0:
            return sides[2], sides[3]
    found = []
    for name in ("width", "height"):
        value = re.search(rf"\b{name}\s*=\s*['\"]([^'\"]+)", tag)
        number = _NUMBER.match(value[1]) if value else None
        found.append(float(number[1]) if number else 0.0)
    return (found[0], found[1]) if min(found) > 0 else (1000.0, 1000.0)


def _local(name: object) -> str:
    """Tag or attribute name without its namespace, in lower case; comments and instructions have none."""
    return name.rpartition("}")[2].lower() if isinstance(name, str) else ""
