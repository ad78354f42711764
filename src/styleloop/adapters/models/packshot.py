"""A pack shot -> a cut-out: only where its ground is truly plain, and the product truly stands off it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from styleloop.adapters.models.edges import Flags, nearest
from styleloop.adapters.models.stage import Floats
from styleloop.types.picture import Bytes, Picture
from styleloop.types.shot import Holes

LARGEST = 1280
"""Pixels on the long side of a cut-out: more than any format shows of a product, and edges are sharp at it."""
PLAIN = 6.0
"""Levels by which 99 of 100 pixels of the border may differ from its median colour."""
_GROUND = 9
"""Levels by which a pixel reached from the border may differ from the ground and still be ground."""
_OFF = 26.0
"""Levels by which the product's edge must differ from the ground, in colour, for it to be found at all."""
_FAINT = 0.06
"""Most of the outline that may be fainter than that."""
_LEAST, _MOST = 0.015, 0.85
"""Share of the picture that a product takes."""
_WHOLE = 0.9
"""Share of what is not ground that must hang together: one product, or a group that touches."""
_HOLE, _LARGEST_HOLE = 4, 0.001
"""Levels by which a part inside the product may differ from the ground, and its share of the product, to be doubted."""


@dataclass(frozen=True)
class Uncut:
    """Why a picture was left as it is, in a few words; `plain` when its ground would have done."""

    why: str
    plain: bool = False


def cut_out(photo: Picture, holes: Holes = "") -> Picture | Uncut:
    """`photo` with alpha from its plain ground, edges freed of the ground's colour; or why it was left whole.

    The ground is what can be reached from the border without crossing the product, so that a white label on a white
    ground stays. Alpha at the edge is how far a pixel's colour lies from the ground's towards the product's own
    (compositing equation, Porter and Duff 1984, solved for a known ground). What lies under a product as its soft
    shadow is ground too: the stage casts its own.

    Args:
        photo: without alpha.
        holes: what parts inside the product are that have the ground's own colour: open, closed, or nobody said.
    """
    ground = plain_border(photo.rgb)
    if ground is None:
        return Uncut("its ground is not plain")
    share = min(1.0, LARGEST / max(photo.width, photo.height))
    size = max(1, round(photo.width * share)), max(1, round(photo.height * share))
    rgb = photo.rgb if share == 1 else np.asarray(cv2.resize(photo.rgb, size, interpolation=cv2.INTER_AREA), np.uint8)
    away = np.abs(rgb.astype(np.int16) - ground.astype(np.int16)).max(axis=2)
    reached = _reached(rgb, away, ground)
    product = cv2.morphologyEx((~reached).astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)) > 0
    inside = _inside(product, away)
    if fault := _fault(product, away) or _doubt(product, inside, holes):
        return Uncut(fault, plain=True)
    if holes == "open":
        product &= ~inside
    alpha, colour = _matte(rgb, product)
    return replace(photo, rgb=colour, alpha=alpha)


def plain_border(rgb: Bytes) -> Floats | None:
    """The colour of a picture's border where 99 of 100 of its pixels are within `PLAIN` of it; else None."""
    edge = max(2, min(rgb.shape[:2]) // 60)
    strips = (rgb[:edge], rgb[-edge:], rgb[:, :edge], rgb[:, -edge:])
    border = np.concatenate([strip.reshape(-1, 3) for strip in strips]).astype(np.float32)
    colour = np.asarray(np.median(border, axis=0), np.float32)
    spread = float(np.percentile(np.abs(border - colour).max(axis=1), 99))
    return colour if spread <= PLAIN else None


def _reached(rgb: Bytes, away: npt.NDArray[np.int16], ground: Floats) -> Flags:
    """Ground and soft shadow reached from the border: near the ground, or grey of its hue and smooth."""
    bright = float(ground.max())
    light = rgb.astype(np.float32).max(axis=2)
    share = light / max(bright, 1.0)
    tint = np.abs(rgb.astype(np.float32) - ground[None, None] * share[..., None]).max(axis=2)
    grey = cv2.GaussianBlur(light, (0, 0), 1.2)
    slope = np.hypot(cv2.Sobel(grey, cv2.CV_32F, 1, 0, scale=0.125), cv2.Sobel(grey, cv2.CV_32F, 0, 1, scale=0.125))
    width = 1000 / max(rgb.shape[:2])
    shadow = (tint <= 6) & (slope * min(1.0, 1 / width) <= 3.0) & (share >= 0.62) & (share <= 1.01)
    open_ground = ((away <= _GROUND) | shadow).astype(np.uint8)
    framed = cv2.copyMakeBorder(open_ground, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=1)
    _, labels = cv2.connectedComponents(framed, connectivity=4)
    return np.asarray(labels[1:-1, 1:-1] == labels[0, 0], np.bool_)


def _fault(product: Flags, away: npt.NDArray[np.int16]) -> str:
    share = float(product.mean())
    if share < _LEAST:
        return "its product cannot be told from the ground"
    if share > _MOST:
        return "its product leaves no ground around it"
    if product[0].any() or product[-1].any() or product[:, 0].any() or product[:, -1].any():
        return "its product runs out of the picture"
    count, _, stats, _ = cv2.connectedComponentsWithStats(product.astype(np.uint8))
    areas = np.sort(stats[1:, cv2.CC_STAT_AREA])[::-1]
    if count > 2 and areas[0] < _WHOLE * areas.sum():
        return "several things lie on its ground"
    inner = cv2.erode(product.astype(np.uint8), np.ones((7, 7), np.uint8)) > 0
    rim = inner & ~(cv2.erode(inner.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0)
    if not rim.any() or float((away[rim] < _OFF).mean()) > _FAINT:
        return "its product is nearly of the ground's own colour, so its edge cannot be found"
    return ""


def _inside(product: Flags, away: npt.NDArray[np.int16]) -> Flags:
    """Parts of the ground's own colour within the product, large enough to be seen."""
    same = (cv2.erode(product.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0) & (away <= _HOLE)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(same.astype(np.uint8), connectivity=4)
    large = stats[:, cv2.CC_STAT_AREA] > _LARGEST_HOLE * product.sum()
    large[0] = False
    found = cv2.dilate(large[labels].astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    return np.asarray(found & (away <= _GROUND), np.bool_)


def _doubt(product: Flags, inside: Flags, holes: Holes) -> str:
    """A part of the ground's own colour inside the product may be a handle's hole or a label: nobody can tell."""
    if holes or not inside.any():
        return ""
    share = float(inside.sum() / product.sum())
    return f"{share:.1%} of its product is of the ground's own colour, open or closed: say holes"


def _matte(rgb: Bytes, product: Flags) -> tuple[Bytes, Bytes]:
    """(alpha, colour): the edge pixels unmixed, everything farther out clear, everything farther in solid.

    The ground under an edge pixel is the nearest that is surely ground, shadow and all.
    """
    mask = product.astype(np.uint8)
    solid, clear = cv2.erode(mask, np.ones((9, 9), np.uint8)) > 0, cv2.dilate(mask, np.ones((5, 5), np.uint8)) == 0
    maybe = ~clear & ~solid
    own, ground = nearest(rgb, solid, maybe), nearest(rgb, clear, maybe)
    pixels = rgb[maybe].astype(np.float32)
    towards = own - ground
    share = ((pixels - ground) * towards).sum(axis=1) / np.maximum((towards * towards).sum(axis=1), 1.0)
    share = np.clip((share - 0.06) / 0.88, 0, 1)
    # Where the product is hardly of another colour than the ground, colour tells nothing and the outline decides.
    outline = np.asarray(cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 1.0), np.float32)[maybe]
    share = np.where(np.abs(towards).max(axis=1) < _OFF, outline, share)[:, None].astype(np.float32)
    alpha = np.where(solid, np.uint8(255), np.uint8(0))
    alpha[maybe] = np.rint(share[:, 0] * 255).astype(np.uint8)
    free = (pixels - ground * (1 - share)) / np.maximum(share, 0.5)
    colour = rgb.copy()
    colour[maybe] = np.clip(np.where(share >= 0.5, free, own) + 0.5, 0, 255).astype(np.uint8)
    colour[alpha == 0] = 255
    return alpha, colour
