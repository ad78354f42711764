"""A kept picture laid behind the product, in place of a drawn wall or sky."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from styleloop.adapters.decoders.raster import RasterDecoder
from styleloop.adapters.decoders.safety import Unfit
from styleloop.adapters.models.extension import resized
from styleloop.adapters.models.photograph import MOST_ENLARGED
from styleloop.adapters.models.stage import Stage
from styleloop.types.picture import Bytes, Picture
from styleloop.types.record import Refusal
from styleloop.types.shot import Framing, Part

HORIZON = 0.68
"""Share of its height at which a backdrop's far side is asked to meet the ground that the product stands on."""
_DEPTH = 0.12
"""Where a stage has no horizon: how far above the product's foot the ground begins, as a share of the short side."""
_TAKES = ("wall", "plain", "sky", "weather")


def takes(stage: Mapping[str, Any]) -> bool:
    """Whether a stage, as a template tells it, shows a backdrop: a repeat and a landscape over cards keep their own."""
    drawn = stage.get("scene", "wall") in _TAKES and stage.get("product", True)
    return bool(drawn and not stage.get("thread") and not stage.get("along"))


def beyond(photo: Picture, framing: Framing, extended: Picture) -> Framing:
    """What was marked in `photo`, in shares of its extension: whole along one side, along the other in the middle.

    Where nothing was marked the whole photograph stays in sight as far as it fits: its focus is the middle.
    """
    scale = min(extended.width / photo.width, extended.height / photo.height)
    wide, high = photo.width * scale / extended.width, photo.height * scale / extended.height

    def at(x: float, y: float) -> tuple[float, float]:
        return min(1.0, 0.5 + (x - 0.5) * wide), min(1.0, 0.5 + (y - 0.5) * high)

    def box(part: Part) -> Part:
        return (*at(part[0], part[1]), *at(part[2], part[3]))

    return Framing(
        focus=at(*(framing.focus or (0.5, 0.5))),
        subject=box(framing.subject) if framing.subject else None,
        keep=tuple(box(part) for part in framing.keep),
        holes=framing.holes,
    )


def read_backdrop(sha: str, blobs: Mapping[str, bytes]) -> Picture:
    """The kept picture of that sha256.

    Raises:
        Unfit: it was not given, or cannot be read.
    """
    if sha not in blobs:
        raise Unfit(
            Refusal(
                subject=sha,
                why="the backdrop is not among the pictures given",
                got=sha[:16],
                expected="its bytes",
                cure="make the backdrop again",
            )
        )
    [made] = RasterDecoder().decode([blobs[sha]], None)
    if isinstance(made, Refusal):
        raise Unfit(made)
    return made


def laid(backdrop: Picture, stage: Stage, window: tuple[int, int, int, int], canvas: tuple[int, int]) -> Bytes:
    """`backdrop` over the whole window, its ground where the stage's ground is; uint8 (h, w, 3).

    Args:
        backdrop: as it was kept.
        stage: whose horizon it follows; without one the ground begins a little above the product's foot.
        window: x0, y0, x1, y1 in pixels of the canvas.
        canvas: (width, height) in pixels.

    Raises:
        Unfit: it would be blown up too much.
    """
    x0, y0, x1, y1 = window
    width, height = x1 - x0, y1 - y0
    scale = max(width / backdrop.width, height / backdrop.height)
    if scale > MOST_ENLARGED:
        raise Unfit(
            Refusal(
                subject=backdrop.source[:16],
                why="the backdrop is too small for this format",
                got=f"{backdrop.width} x {backdrop.height} px, blown up {scale:.1f} times",
                expected=f"{MOST_ENLARGED:.0f} times at most",
                cure="let the model draw larger pictures",
            )
        )
    meets = stage.horizon * canvas[1] if stage.horizon > 0 else stage.room[3] * canvas[1] - _DEPTH * min(canvas)
    across, down = width / scale, height / scale
    top = min(max(0.0, HORIZON * backdrop.height - (meets - y0) / scale), backdrop.height - down)
    left = (backdrop.width - across) / 2
    part = np.s_[round(top) : max(round(top) + 1, round(top + down)), round(left) : max(1, round(left + across))]
    return np.array(resized(np.ascontiguousarray(backdrop.rgb[part]), width, height))
