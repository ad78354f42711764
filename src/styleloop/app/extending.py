"""A photograph of the brand's own carried on beyond its edges, for formats that it does not fill by itself.

The photograph's own pixels stay as they are; what a model painted beyond them is held to its colours and its light.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence

import cv2
import numpy as np
from PIL import Image

from styleloop.adapters.models.photograph import reaches
from styleloop.app import drafting
from styleloop.app.imagekeeping import LONGEST, drawn, png, told_of
from styleloop.app.measuring import decode
from styleloop.app.picturing import panel
from styleloop.app.project import Project
from styleloop.drafts.picture import backdrop
from styleloop.ports import BackdropModel
from styleloop.types.backdrop import BackdropBrief
from styleloop.types.model import ModelEntry
from styleloop.types.picture import Bytes, Picture
from styleloop.types.record import Refusal
from styleloop.types.scene import Scene
from styleloop.types.shot import Framing

MOST = 2.4
"""Times that the longer side of a canvas may be its shorter: beyond it models lose the picture."""
_SHORT = 704
"""Pixels on the short side of what a model is asked for."""
_SEAM = 0.04
"""Share of the photograph over which it runs into what was painted."""


def lacking(photo: Picture, framing: Framing, scenes: Sequence[Scene]) -> float:
    """The shape (width / height) to which a photograph has to be carried on; 0 where it fills every format."""
    own = photo.width / photo.height
    shapes = []
    for scene in scenes:
        _, (width, height) = panel(scene)
        if not reaches(photo, round(width), round(height), framing):
            shapes.append(width / height)
    far = max(shapes, key=lambda shape: abs(np.log(shape / own)), default=0.0)
    return 0.0 if not far else float(min(max(far, 1 / MOST), MOST))


def carried(
    project: Project, photo: Picture, shape: float, seed: int, entry: ModelEntry, model: BackdropModel
) -> tuple[str, dict[str, float], tuple[str, ...]] | Refusal:
    """(sha256 of the kept picture, what was measured, what is off) of a photograph in another shape."""
    size, inside = _canvas(photo, shape)
    start, hole = _begun(photo.rgb, size, inside), _hole(size, inside)
    blobs = {hashlib.sha256(data).hexdigest(): data for data in (start, hole)}
    source, mask = blobs
    file = drafting.prompt_file(project, "extend", ("palette",))
    told = ", ".join(backdrop.called(code, project.kit.colours) for code in backdrop.main_colours(photo))
    prompt, without = (" ".join(part.split()) for part in file.filled({"palette": told}))
    brief = BackdropBrief(
        prompt=prompt,
        without=without,
        template=file.version,
        width=size[0],
        height=size[1],
        seed=seed % 2**31,
        source=source,
        mask=mask,
        strength=1.0,
    )
    came = drawn(project, brief, entry, model, blobs)
    if isinstance(came, Refusal):
        return came
    [painted] = decode(project, [project.store.blobs.get(came.sha)], LONGEST)
    if isinstance(painted, Refusal):
        return painted
    whole, around = _joined(photo.rgb, painted.rgb, size, inside)
    found, off = backdrop.beside(photo, Picture(rgb=whole), around)
    said = told_of(brief, model, came.model) | {"extends": photo.source}
    return project.store.blobs.put(png(Picture(rgb=whole), said)), found, off


def _canvas(photo: Picture, shape: float) -> tuple[tuple[int, int], tuple[int, int, int, int]]:
    """(width, height) asked of a model, and where in it the photograph lies: whole along one side, in the middle."""
    own = photo.width / photo.height
    high = _SHORT if shape >= 1 else round(_SHORT / shape / 64) * 64
    wide = round(high * shape / 64) * 64
    inner = (round(high * own), high) if shape > own else (wide, round(wide / own))
    x, y = (wide - inner[0]) // 2, (high - inner[1]) // 2
    return (wide, high), (x, y, x + inner[0], y + inner[1])


def _begun(rgb: Bytes, size: tuple[int, int], inside: tuple[int, int, int, int]) -> bytes:
    """The photograph on its canvas, its edges drawn out and blurred: something for the model to start from."""
    x0, y0, x1, y1 = inside
    small = cv2.resize(rgb, (x1 - x0, y1 - y0), interpolation=cv2.INTER_AREA)
    whole = cv2.copyMakeBorder(small, y0, size[1] - y1, x0, size[0] - x1, cv2.BORDER_REPLICATE)
    soft = cv2.GaussianBlur(whole, (0, 0), 12)
    soft[y0:y1, x0:x1] = small
    return _packed(np.asarray(soft, np.uint8))


def _hole(size: tuple[int, int], inside: tuple[int, int, int, int]) -> bytes:
    x0, y0, x1, y1 = inside
    mask = np.full((size[1], size[0]), 255, np.uint8)
    seam = round(_SEAM * min(x1 - x0, y1 - y0))
    across, down = (seam, 0) if x0 else (0, seam)
    mask[y0 + down : y1 - down, x0 + across : x1 - across] = 0
    return _packed(mask)


def _packed(pixels: Bytes) -> bytes:
    held = io.BytesIO()
    Image.fromarray(pixels).save(held, "PNG", compress_level=1)
    return held.getvalue()


def _joined(
    rgb: Bytes, painted: Bytes, size: tuple[int, int], inside: tuple[int, int, int, int]
) -> tuple[Bytes, tuple[int, int, int, int]]:
    """(the whole, as sharp as the photograph allows, and where in it the photograph lies)."""
    x0, y0, x1, y1 = inside
    scale = min(rgb.shape[1] / (x1 - x0), LONGEST / max(size))
    wide, high = round(size[0] * scale), round(size[1] * scale)
    a, b, c, d = round(x0 * scale), round(y0 * scale), round(x1 * scale), round(y1 * scale)
    whole = cv2.resize(painted, (wide, high), interpolation=cv2.INTER_CUBIC).astype(np.float32)
    own = cv2.resize(rgb, (c - a, d - b), interpolation=cv2.INTER_AREA).astype(np.float32)
    seam = max(1.0, _SEAM * min(c - a, d - b))
    length, from_edge = (c - a, a > 0) if a > 0 else (d - b, b > 0)
    at = np.arange(length, dtype=np.float32) + 0.5
    fade = np.clip(np.minimum(at, length - at) / seam, 0, 1) if from_edge else np.ones(length, np.float32)
    weight = fade[None, :, None] if a > 0 else fade[:, None, None]
    whole[b:d, a:c] = own * weight + whole[b:d, a:c] * (1 - weight)
    return np.clip(whole + 0.5, 0, 255).astype(np.uint8), (a, b, c, d)
