"""The product on its ground: one light, one long shadow, the silhouette sheared towards the words."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from styleloop.adapters.models.grain import blurred, evenly, grain, over, stippled, tripled
from styleloop.adapters.models.layers import Layers
from styleloop.adapters.models.stage import Floats, Rect, Stage, rgb
from styleloop.types.picture import Bytes

_SHADE = rgb("#231a22")
"""Shadow on the product is tinted and multiplied, never laid on as black."""
_AIR = rgb("#f6f2e8")
_LIGHT = rgb("#fff6e4")


@dataclass(frozen=True)
class Spot:
    """Where the product stands inside the showing panel.

    Attributes:
        x: column of the layers' left edge.
        y: row of the layers' top edge.
        base: row it stands on.
        short: short side of the whole canvas, in pixels.
        seed: of the grain.
        real: the ground is a picture, which a shadow darkens; on a drawn one it is an ink of its own.
    """

    x: int
    y: int
    base: int
    short: int
    seed: int
    real: bool = False


def stand(picture: Bytes, layers: Layers, stage: Stage, spot: Spot, horizon: int) -> Bytes:
    """Put the product on `picture` in place; gives its mask, uint8 (h, w), 255 where the product is."""
    _long_shadow(picture, layers, stage, spot, horizon)
    if not layers.drawn:
        _contact_shadow(picture, layers, stage, spot)
    seen, part = _clipped(picture, layers, spot)
    x0, y0, x1, y1 = seen
    canvas = picture[y0:y1, x0:x1].astype(np.float32)
    noise = grain(spot.seed, *picture.shape[:2])[y0:y1, x0:x1]
    if layers.drawn:
        high = layers.alpha.shape[0]
        _print(
            canvas, layers, part, noise, min(0.62, 0.95 * high / spot.short, high / 540)
        )  # small ones take less grain
    else:
        over(canvas, layers.colour[part].astype(np.float32), layers.alpha[part])
        canvas += ((noise - 0.5) * 7 * layers.alpha[part])[..., None]
    picture[y0:y1, x0:x1] = np.clip(canvas, 0, 255).astype(np.uint8)
    mask = np.zeros(picture.shape[:2], np.uint8)
    mask[y0:y1, x0:x1] = (layers.alpha[part] * 255).astype(np.uint8)
    return mask


def _clipped(picture: Bytes, layers: Layers, spot: Spot) -> tuple[Rect, tuple[slice, slice]]:
    """The part of the panel the layers cover, and the part of the layers that lies inside it."""
    height, width = layers.alpha.shape
    x0, y0 = max(0, spot.x), max(0, spot.y)
    x1, y1 = min(picture.shape[1], spot.x + width), min(picture.shape[0], spot.y + height)
    return (x0, y0, x1, y1), np.s_[y0 - spot.y : y1 - spot.y, x0 - spot.x : x1 - spot.x]


def _print(canvas: Floats, layers: Layers, part: tuple[slice, slice], noise: Floats, share: float) -> None:
    """Flat colour, hard tone, stippled shade and light: the grain of a print, on the gradients only."""
    if layers.air is not None:
        over(canvas, _AIR, stippled(layers.air[part], noise, share))
    over(canvas, layers.colour[part].astype(np.float32), layers.alpha[part])
    if layers.tone is not None:
        _shade(canvas, layers.tone[part] * np.float32(0.9))
    if layers.shade is not None:
        _shade(canvas, stippled(layers.shade[part], noise, share))
    if layers.light is not None:
        over(canvas, _LIGHT, stippled(layers.light[part] * np.float32(0.9), noise, share))


def _shade(canvas: Floats, alpha: Floats) -> None:
    share = tripled(alpha)
    canvas *= 1 - np.float32(0.54) * share
    canvas += evenly(_SHADE * np.float32(0.13), canvas.shape[1]) * share


def _long_shadow(picture: Bytes, layers: Layers, stage: Stage, spot: Spot, horizon: int) -> None:
    height, width = picture.shape[:2]
    lean, fall = stage.sun
    top = max(horizon, spot.base - round(0.04 * layers.foot), 0)
    low = min(height, spot.base + round(fall * layers.foot) + 2)
    if low <= top:
        return
    silhouette = layers.alpha
    if not layers.drawn:
        silhouette = blurred(silhouette, 0.004 * spot.short)
    turn = np.array(
        [[1, lean, spot.x - lean * layers.foot], [0, -fall, spot.base - top + fall * layers.foot]], np.float32
    )
    shadow = cv2.warpAffine(silhouette, turn, (width, low - top), flags=cv2.INTER_LINEAR)
    far = np.clip((np.arange(top, low, dtype=np.float32) - spot.base) / max(1.0, fall * layers.foot), 0, 1) * 0.45
    fade = stippled(np.broadcast_to(far[:, None], shadow.shape), grain(spot.seed, height, width)[top:low])
    band = picture[top:low].astype(np.float32)
    ink = rgb(stage.shadow)
    if spot.real:
        ink = band * np.minimum(ink / np.maximum(rgb(stage.ground), 1), 1)
    over(band, ink, shadow * (1 - fade))
    picture[top:low] = band.astype(np.uint8)


def _contact_shadow(picture: Bytes, layers: Layers, stage: Stage, spot: Spot) -> None:
    """Where a photographed product touches the ground it is darkest, and soft."""
    reach = max(3, round(0.02 * spot.short))
    foot = layers.alpha[max(0, layers.foot - reach) : layers.foot].max(axis=0)
    height, width = picture.shape[:2]
    top, low = max(0, spot.base - reach), min(height, spot.base + reach)
    if low <= top:
        return
    left, right = max(0, spot.x), min(width, spot.x + foot.size)
    touch = np.zeros((low - top, width), np.float32)
    core = max(0, spot.base - reach // 4 - top), max(1, spot.base + reach // 5 - top)
    touch[core[0] : core[1], left:right] = foot[left - spot.x : right - spot.x]
    touch = blurred(touch, reach / 2.2, reach / 4)
    band = picture[top:low].astype(np.float32)
    over(band, rgb(stage.shadow) * np.float32(0.62), np.clip(touch * np.float32(1.1), 0, 0.85))
    picture[top:low] = band.astype(np.uint8)
