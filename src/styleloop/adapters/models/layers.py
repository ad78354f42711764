"""An SVG drawing -> its layers as arrays, at the size they are needed.

Typst draws them: it holds the same resvg as the decoder, gives the same pixels, and packs them four times faster.
"""

from __future__ import annotations

import io
import json
import re
import threading
from dataclasses import dataclass

import cv2
import numpy as np
import typst
from PIL import Image

from styleloop.adapters.decoders.drawing import stated_size
from styleloop.adapters.decoders.safety import checked, is_panic, unfit
from styleloop.adapters.models.stage import Floats, Rect
from styleloop.types.picture import Bytes

GROUPS = ("flat", "tone", "shade", "light", "air")
_PAGES = b"""
#set page(width: 1pt, height: 1pt, margin: 0pt, fill: none)
#let d = json(bytes(sys.inputs.d))
#for svg in d.drawings {
  page(width: d.w * 1pt, height: d.h * 1pt, image(bytes(svg), format: "svg", width: 100%, height: 100%, fit: "stretch"))
}
"""
_CHANNELS = {"tone": (1, 0, 0), "shade": (0, 1, 0), "light": (0, 0, 1)}
_local = threading.local()


@dataclass(frozen=True, eq=False)
class Layers:
    """A product at its final size, cut to its ink.

    Attributes:
        colour: uint8 (h, w, 3), the product's own colours.
        alpha: float32 (h, w) 0 ... 1, its silhouette.
        tone, shade, light, air: float32 (h, w) or None: hard shadow, soft shadow, light, and what floats about it.
        foot: row on which it stands.
        left, right: columns of the silhouette, air apart.
        drawn: True for a layered drawing, False for a cut-out.
    """

    colour: Bytes
    alpha: Floats
    foot: int
    left: int
    right: int
    drawn: bool
    tone: Floats | None = None
    shade: Floats | None = None
    light: Floats | None = None
    air: Floats | None = None


def has_layers(svg: str) -> bool:
    """Whether a drawing is grouped for the print-grain look: at least `flat`, and `shade` or `tone`."""
    return bool(_opening("flat", svg) and (_opening("shade", svg) or _opening("tone", svg)))


def rasterised(drawings: list[str], width: int, height: int) -> list[Bytes]:
    """Each SVG as RGBA (height, width, 4) of straight alpha."""
    if not hasattr(_local, "compiler"):
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[])
        _local.compiler = typst.Compiler(font_paths=fonts)
    told = json.dumps({"w": width, "h": height, "drawings": drawings})
    made = _local.compiler.compile(input=_PAGES, format="png", ppi=72, sys_inputs={"d": told})
    pages = made if isinstance(made, list) else [made]
    return [np.array(Image.open(io.BytesIO(page), formats=("PNG",)).convert("RGBA")) for page in pages]


def ink_shares(data: bytes) -> tuple[str, tuple[float, float], tuple[float, float, float, float], float]:
    """(checked SVG, stated size, ink box and top of its air as shares of that size); air does not count as ink.

    Raises:
        decoders.safety.Unfit: the drawing must not be drawn.
    """
    svg = checked(data)
    width, height = stated_size(svg)
    share = 320 / max(width, height)
    size = max(1, round(width * share)), max(1, round(height * share))
    looks = [_only(svg, ("flat",)), _only(svg, ("flat", "air"))] if has_layers(svg) else [svg]
    try:
        drawn = rasterised(looks, *size)
    except BaseException as error:
        if isinstance(error, typst.TypstError) or is_panic(error):
            raise unfit(data, "the drawing cannot be drawn", str(error)[:200], "a valid SVG 1.1 drawing") from error
        raise
    if not drawn[0][..., 3].any():
        raise unfit(data, "nothing in the drawing can be seen", "no ink", "a drawing of the product")
    x0, y0, x1, y1 = ink_box(drawn[0][..., 3])
    air = ink_box(drawn[-1][..., 3])[1]
    return svg, (width, height), (x0 / size[0], y0 / size[1], x1 / size[0], y1 / size[1]), air / size[1]


def ink_box(alpha: Bytes | Floats) -> Rect:
    """Least rectangle round everything that is not transparent; the whole picture when nothing is there."""
    x, y, width, height = cv2.boundingRect((alpha > 0).astype(np.uint8))
    return (x, y, x + width, y + height) if width else (0, 0, alpha.shape[1], alpha.shape[0])


def drawing_layers(svg: str, width: int, height: int) -> Layers:
    """A layered drawing at `width` x `height` pixels for its whole view box, cut to its ink."""
    airy = _opening("air", svg) is not None
    pages = [_only(svg, ("flat",)), _channelled(svg)] + ([_only(svg, ("air",))] if airy else [])
    flat, shades, *rest = rasterised(pages, width, height)
    air = rest[0][..., 3] if rest else None
    solid = ink_box(flat[..., 3])
    x0, y0, x1, y1 = solid if air is None else ink_box(np.maximum(flat[..., 3], air))
    cut = np.s_[y0:y1, x0:x1]
    alpha = _unit(flat[..., 3][cut])
    return Layers(
        colour=np.ascontiguousarray(flat[..., :3][cut]),
        alpha=alpha,
        tone=_unit(shades[..., 0][cut]) * alpha,
        shade=_unit(shades[..., 1][cut]) * alpha,
        light=_unit(shades[..., 2][cut]) * alpha,
        air=None if air is None else _unit(air[cut]),
        foot=solid[3] - y0,
        left=solid[0] - x0,
        right=solid[2] - x0,
        drawn=True,
    )


def _unit(channel: Bytes) -> Floats:
    return channel.astype(np.float32) / np.float32(255)


def _opening(group: str, svg: str) -> re.Match[str] | None:
    return re.search(rf'<g\b[^>]*\bid="{group}"', svg)


def _only(svg: str, keep: tuple[str, ...]) -> str:
    """The drawing with every other group hidden."""
    for group in GROUPS:
        if group not in keep and (found := _opening(group, svg)):
            svg = f'{svg[: found.end()]} display="none"{svg[found.end() :]}'
    return svg


def _channelled(svg: str) -> str:
    """One drawing whose red, green and blue are the alphas of tone, shade and light.

    Each group is turned into one pure primary and screened onto black, so that all three cost a single raster.
    """
    svg = _only(svg, tuple(_CHANNELS))
    filters = ""
    for group, (red, green, blue) in _CHANNELS.items():
        rows = f"0 0 0 0 {red} 0 0 0 0 {green} 0 0 0 0 {blue} 0 0 0 1 0"
        filters += (
            f'<filter id="sl-{group}" color-interpolation-filters="sRGB" x="-0.1" y="-0.1" width="1.2" height="1.2">'
            f'<feColorMatrix values="{rows}"/></filter>'
        )
        if found := _opening(group, svg):
            dress = f' filter="url(#sl-{group})" style="mix-blend-mode:screen"'
            svg = svg[: found.end()] + dress + svg[found.end() :]
    head = re.search(r"<svg\b[^>]*>", svg)
    if head is None:
        return svg
    black = '<rect x="-1e5" y="-1e5" width="2e5" height="2e5" fill="#000"/>'
    return f"{svg[: head.end()]}<defs>{filters}</defs>{black}{svg[head.end() :]}"
