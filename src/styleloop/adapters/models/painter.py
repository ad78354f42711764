"""The stage painter: flat colour, print grain and one long shadow, from code alone. No model makes a pixel here."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from pydantic import ValidationError

from styleloop.adapters.decoders.formats import kind_of
from styleloop.adapters.decoders.raster import RasterDecoder
from styleloop.adapters.decoders.safety import Unfit
from styleloop.adapters.models.backdrop import beyond, laid, read_backdrop, takes
from styleloop.adapters.models.duotone import duotone
from styleloop.adapters.models.edges import without_fringe
from styleloop.adapters.models.framing import subject_box
from styleloop.adapters.models.grain import evenly, on_paper
from styleloop.adapters.models.kept import Kept
from styleloop.adapters.models.layers import Layers, drawing_layers, has_layers, ink_box, ink_shares, rasterised
from styleloop.adapters.models.packshot import Uncut, cut_out
from styleloop.adapters.models.pattern import pattern
from styleloop.adapters.models.photograph import cover, reaches
from styleloop.adapters.models.product import Spot, stand
from styleloop.adapters.models.scenery import drizzle, floor, plain, sky, thread, wall, weather
from styleloop.adapters.models.stage import Rect, Stage, pixels, rgb
from styleloop.types.picture import Bytes, Picture
from styleloop.types.record import Refusal, canonical
from styleloop.types.scene import Scene
from styleloop.types.shot import Framing, Holes

Painted = tuple[Picture, Picture]
_KEPT_BYTES = 40_000_000
_MOST_DETAIL = 1600
"""Pixels on the long side of a product; beyond it nothing is gained in any format."""


@dataclass(frozen=True, eq=False)
class _Subject:
    """A product's picture, understood once.

    Attributes:
        svg: the checked drawing, or "".
        photo: the decoded cut-out or photograph, or None.
        size: of the drawing's view box, or of the photo, in its own units.
        ink: x0, y0, x1, y1 of what is not transparent, as shares of `size`.
        air: top of what floats above it, such as steam, as a share of the height.
    """

    svg: str
    photo: Picture | None
    size: tuple[float, float]
    ink: tuple[float, float, float, float]
    air: float

    @property
    def fills(self) -> bool:
        """Whether it is a plain photograph, which fills the panel."""
        return self.photo is not None and self.photo.alpha is None


class Painter:
    """ImageModel that paints what a template's stage describes.

    Layered drawings (groups `flat`, `tone`, `shade`, `light`, `air`) get print grain; other drawings and pictures with
    transparency stand on the ground as cut-outs; a plain photograph fills the panel. Pictures do not depend on words,
    so each is painted once and kept, up to about 40 MB. The arrays it gives are read only.
    """

    name = "painter"
    version = "1"

    def __init__(self, kept_bytes: int = _KEPT_BYTES) -> None:
        self._painted: Kept[str, Painted] = Kept(kept_bytes, lambda pair: pair[0].rgb.size * 4 // 3)
        self._subjects: Kept[tuple[str, Holes], _Subject] = Kept(32)
        self._layers: Kept[tuple[str, int, int, bool], Layers] = Kept(3)
        self._backdrops: Kept[str, Picture] = Kept(2)

    def paint(self, scenes: Sequence[Scene], blobs: Mapping[str, bytes]) -> Sequence[Painted | Refusal]:
        """(picture, product mask) or why not, for each scene; see `ports.ImageModel`."""
        return [self._one(scene, blobs) for scene in scenes]

    def _one(self, scene: Scene, blobs: Mapping[str, bytes]) -> Painted | Refusal:
        key = hashlib.sha256(canonical(scene.model_dump(mode="json")).encode()).hexdigest()
        if kept := self._painted.get(key):
            return kept
        try:
            stage = Stage.model_validate_json(scene.spec)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            return Refusal(
                subject=scene.picture,
                why="the template's stage is not one the painter knows",
                got=f"{where}: {first['msg']}",
                expected="the fields in docs/templates.md",
                cure="mend the stage in the template",
            )
        subject = self._subject(scene.picture, scene.framing.holes, blobs)
        if isinstance(subject, Refusal):
            return subject
        try:
            return self._painted.put(key, self._painting(scene, stage, subject, self._backdrop(scene, stage, blobs)))
        except Unfit as found:
            return found.refusal.model_copy(update={"subject": scene.picture})

    def _subject(self, sha: str, holes: Holes, blobs: Mapping[str, bytes]) -> _Subject | Refusal:
        if kept := self._subjects.get((sha, holes)):
            return kept
        data = blobs.get(sha)
        if data is None:
            return Refusal(
                subject=sha,
                why="the product's picture is not among the pictures given",
                got=sha[:16],
                expected="its bytes",
                cure="read the product's picture again",
            )
        found = _understood(data, holes)
        if isinstance(found, Refusal):
            return found.model_copy(update={"subject": sha})
        return self._subjects.put((sha, holes), found)

    def _backdrop(self, scene: Scene, stage: Stage, blobs: Mapping[str, bytes]) -> Picture | None:
        if not scene.backdrop or not takes(stage.model_dump(include={"scene", "product", "thread", "along"})):
            return None
        kept = self._backdrops.get(scene.backdrop)
        return kept or self._backdrops.put(scene.backdrop, read_backdrop(scene.backdrop, blobs))

    def _painting(self, scene: Scene, stage: Stage, subject: _Subject, behind: Picture | None) -> Painted:
        x0, y0, x1, y1 = pixels(stage.window, scene.width, scene.height)
        size, source, ground = (y1 - y0, x1 - x0), "", None
        if behind is not None and subject.fills and not _reaches(scene, stage, subject):
            framing = beyond(subject.photo or behind, scene.framing, behind)
            subject, scene = replace(subject, photo=behind), scene.model_copy(update={"framing": framing})
            source = scene.backdrop
        elif behind is not None and not subject.fills:
            ground = laid(behind, stage, (x0, y0, x1, y1), (scene.width, scene.height))
            source = scene.backdrop
        if subject.fills and stage.frame is None:
            shown, mask = _photograph(scene, stage, subject, (x0, y0, x1, y1))
        else:
            shown, mask = self._still_life(scene, stage, subject, (x0, y0), size, ground)
        canvas = np.empty((scene.height, scene.width, 3), np.uint8)
        canvas[:] = evenly(rgb(stage.panel), scene.width).astype(np.uint8)
        canvas[y0:y1, x0:x1] = shown
        whole = np.zeros((scene.height, scene.width), np.uint8)
        whole[y0:y1, x0:x1] = mask
        if scene.mirrored:
            canvas, whole = np.ascontiguousarray(canvas[:, ::-1]), np.ascontiguousarray(whole[:, ::-1])
        canvas.setflags(write=False)
        grey = np.broadcast_to(whole[..., None], (*whole.shape, 3))
        return Picture(rgb=canvas, source=source), Picture(rgb=grey)

    def _still_life(
        self,
        scene: Scene,
        stage: Stage,
        subject: _Subject,
        corner: tuple[int, int],
        size: tuple[int, int],
        ground: Bytes | None,
    ) -> tuple[Bytes, Bytes]:
        """The product on `ground`, or on the stage's own where there is none."""
        short = min(scene.width, scene.height)
        if subject.fills and stage.scene in ("sky", "weather"):  # drawn hills beside a photograph are two worlds
            stage = stage.model_copy(update={"scene": "plain"})
        horizon = min(size[0], max(0, round(stage.horizon * scene.height) - corner[1]))
        layers = None if subject.fills else self._fitted(scene, stage, subject)
        spot = None
        if layers is not None and stage.product:
            left, top, right, base = pixels(stage.room, scene.width, scene.height)
            if stage.hang:  # by its own top: steam may rise above
                base = top + layers.foot - int(np.argmax(layers.alpha.max(axis=1) > 0.5))
            middle = (left + right) / 2 - corner[0]
            spot = Spot(
                x=round(middle - (layers.left + layers.right) / 2),
                y=base - corner[1] - layers.foot,
                base=base - corner[1],
                short=short,
                seed=scene.seed,
                real=ground is not None,
            )
        shown = ground if ground is not None else _ground(scene, stage, layers, spot, size, horizon)
        if stage.scene == "pattern":
            for plate in stage.calm:
                x0, y0, x1, y1 = pixels(plate, scene.width, scene.height)
                shown[
                    max(0, y0 - corner[1]) : max(0, y1 - corner[1]), max(0, x0 - corner[0]) : max(0, x1 - corner[0])
                ] = rgb(stage.panel).astype(np.uint8)
        if len(stage.thread) > 1:
            at = [(x * scene.width - corner[0], y * scene.height - corner[1]) for x, y in stage.thread]
            thread(shown, at, rgb(stage.thread_ink), stage.thread_weight * short)
        mask = np.zeros(size, np.uint8)
        if layers is not None and spot is not None:
            mask = stand(shown, layers, stage, spot, horizon)
        if stage.scene == "weather" and ground is None:
            drizzle(shown, short, scene.seed)
        shown = on_paper(shown, short, scene.seed)
        if subject.fills and stage.frame is not None:
            x0, y0, x1, y1 = pixels(stage.frame, scene.width, scene.height)
            part = np.s_[y0 - corner[1] : y1 - corner[1], x0 - corner[0] : x1 - corner[0]]
            shown[part], mask[part] = _photograph(scene, stage, subject, (x0, y0, x1, y1))
        return shown, mask

    def _fitted(self, scene: Scene, stage: Stage, subject: _Subject) -> Layers:
        """The product as large as its room and its bulk allow."""
        left, top, right, base = pixels(stage.room, scene.width, scene.height)
        wide = (subject.ink[2] - subject.ink[0]) * subject.size[0]
        high = (subject.ink[3] - subject.ink[1]) * subject.size[1]
        bulk = stage.bulk * min(scene.width, scene.height) / float(np.sqrt(wide * high))
        reach = (subject.ink[3] - subject.air) * subject.size[1]
        scale = min((right - left) / wide, (base - top) / reach, bulk, _MOST_DETAIL / max(subject.size))
        across, down = max(1, round(subject.size[0] * scale)), max(1, round(subject.size[1] * scale))
        turned = scene.mirrored and not (subject.svg and has_layers(subject.svg))
        key = (scene.picture + scene.framing.holes, across, down, turned)
        return self._layers.get(key) or self._layers.put(key, _layers(subject, across, down, turned))


def _reaches(scene: Scene, stage: Stage, subject: _Subject) -> bool:
    """Whether the photograph fills its panel by itself."""
    x0, y0, x1, y1 = pixels(stage.frame or stage.window, scene.width, scene.height)
    close = stage.detail > 1 and scene.framing.whole is None
    return close or subject.photo is None or reaches(subject.photo, x1 - x0, y1 - y0, scene.framing)


def _photograph(scene: Scene, stage: Stage, subject: _Subject, panel: Rect) -> tuple[Bytes, Bytes]:
    """The photograph over a panel of the canvas (start side at 0), and its mask."""
    if subject.photo is None:
        raise ValueError("only a photograph fills a frame")
    x0, y0, x1, y1 = panel
    left = scene.width - x1 if scene.mirrored else x0
    quiet = [
        ((a - left) / (x1 - x0), (b - y0) / (y1 - y0), (c - left) / (x1 - x0), (d - y0) / (y1 - y0))
        for a, b, c, d in scene.quiet
    ]
    photo, framing = subject.photo, scene.framing
    if stage.detail > 1 and framing.whole is None:
        photo, framing = _closer(photo, framing, stage.detail), Framing()
    shown, mask = cover(photo, x1 - x0, y1 - y0, framing, quiet)
    if stage.duotone:
        shown = duotone(shown, *stage.duotone)
    if scene.mirrored:  # the panel changes sides, a photograph does not: its lettering would read backwards
        shown, mask = shown[:, ::-1], mask[:, ::-1]
    return shown, mask


def _closer(photo: Picture, framing: Framing, detail: float) -> Picture:
    """The part of a photograph, `detail` times smaller each way, round the upper half of what it is about."""
    x0, y0, x1, y1 = subject_box(photo.rgb)
    middle = ((x0 + x1) / 2, y0 + (y1 - y0) / 3)
    if framing.focus:
        middle = (framing.focus[0] * photo.width, framing.focus[1] * photo.height)
    size = round(photo.width / detail), round(photo.height / detail)
    left = min(max(0, round(middle[0] - size[0] / 2)), photo.width - size[0])
    top = min(max(0, round(middle[1] - size[1] / 2)), photo.height - size[1])
    return replace(photo, rgb=photo.rgb[top : top + size[1], left : left + size[0]])


def _ground(
    scene: Scene, stage: Stage, layers: Layers | None, spot: Spot | None, size: tuple[int, int], horizon: int
) -> Bytes:
    """What stands behind the product, over a window of `size` (height, width)."""
    short, shift = min(scene.width, scene.height), round(stage.along * scene.width)
    if stage.scene == "weather":
        return weather(stage, size, horizon, short, scene.seed, shift)
    if stage.scene == "sky":
        return sky(stage, size, horizon, short, scene.seed, shift)
    if stage.scene == "plain":
        return plain(stage, size)
    if stage.scene == "pattern":
        free: Rect = (0, 0, 0, 0)
        if layers is not None and spot is not None:
            high, wide = layers.alpha.shape
            free = (spot.x, spot.y, spot.x + wide, spot.y + high)
        made = pattern(stage, size, short, scene.seed, layers, free, shift)
        if horizon < size[0]:  # a papered wall has a floor
            made[horizon:] = floor(stage, (size[0] - horizon, size[1]), short, scene.seed)
        return made
    return wall(stage, size, horizon, short, scene.seed)


def _understood(data: bytes, holes: Holes) -> _Subject | Refusal:
    if kind_of(data) == "svg":
        try:
            svg, size, ink, air = ink_shares(data)
        except Unfit as found:
            return found.refusal
        return _Subject(svg=svg, photo=None, size=size, ink=ink, air=air)
    [photo] = RasterDecoder().decode([data], 2 * _MOST_DETAIL)
    if isinstance(photo, Refusal):
        return photo
    if photo.alpha is not None and not (photo.alpha >= 128).any():
        return Refusal(
            subject=photo.source,
            why="nothing in the picture can be seen",
            got="a picture that is transparent all over",
            expected="a picture of the product",
            cure="export it again with the product's layer shown",
        )
    if photo.alpha is not None and (photo.alpha < 128).mean() < 0.02:
        photo = replace(photo, alpha=None)
    if photo.alpha is None:
        made = cut_out(photo, holes)
        photo = photo if isinstance(made, Uncut) else made
    else:
        photo = without_fringe(photo)
    x0, y0, x1, y1 = (0, 0, photo.width, photo.height) if photo.alpha is None else ink_box(photo.alpha)
    ink = (x0 / photo.width, y0 / photo.height, x1 / photo.width, y1 / photo.height)
    return _Subject(svg="", photo=photo, size=(float(photo.width), float(photo.height)), ink=ink, air=ink[1])


def _layers(subject: _Subject, width: int, height: int, turned: bool) -> Layers:
    """`turned` undoes the mirroring of the scene for pictures that may carry lettering; layered drawings never do."""
    if subject.svg and has_layers(subject.svg):
        return drawing_layers(subject.svg, width, height)
    if subject.photo is None or subject.photo.alpha is None:
        rgba = rasterised([subject.svg], width, height)[0]
        colour, alpha = np.ascontiguousarray(rgba[..., :3]), np.ascontiguousarray(rgba[..., 3])
    else:
        colour, alpha = _shrunk(subject.photo.rgb, subject.photo.alpha, width, height)
    x0, y0, x1, y1 = ink_box(alpha)
    colour, alpha = colour[y0:y1, x0:x1], alpha[y0:y1, x0:x1]
    if turned:
        colour, alpha = colour[:, ::-1], alpha[:, ::-1]
    unit = alpha.astype(np.float32) / np.float32(255)
    return Layers(colour=colour, alpha=unit, foot=y1 - y0, left=0, right=x1 - x0, drawn=False)


def _shrunk(colour: Bytes, alpha: Bytes, width: int, height: int) -> tuple[Bytes, Bytes]:
    """Resized with colour weighted by alpha, so that no fringe of the old background is left."""
    how = cv2.INTER_AREA if width < colour.shape[1] else cv2.INTER_CUBIC
    weight = alpha.astype(np.float32) / np.float32(255)
    heavy = cv2.resize(colour.astype(np.float32) * weight[..., None], (width, height), interpolation=how)
    light = np.clip(cv2.resize(weight, (width, height), interpolation=how), 0, 1)
    straight = np.clip(heavy / np.maximum(light, 1e-3)[..., None] + 0.5, 0, 255)
    return straight.astype(np.uint8), (light * 255).astype(np.uint8)
