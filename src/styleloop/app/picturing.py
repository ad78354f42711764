"""Which picture each draft shows: candidates gathered and measured here, chosen in `drafts.picture`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date

import cv2
import numpy as np

from styleloop import drafts
from styleloop.adapters.decoders.safety import Unfit
from styleloop.adapters.models.packshot import Uncut, cut_out
from styleloop.adapters.models.photograph import MOST_ENLARGED, cover
from styleloop.adapters.models.stage import Share
from styleloop.app import arranging
from styleloop.app.measuring import decode
from styleloop.app.project import Project
from styleloop.drafts.picture.choice import FAR, Candidate
from styleloop.errors import StyleloopError
from styleloop.measure.picture.oklab import to_oklab
from styleloop.measure.picture.palette import shares
from styleloop.types.brand import Tone
from styleloop.types.brief import Brief
from styleloop.types.picture import Bytes, Picture
from styleloop.types.product import Product
from styleloop.types.record import Refusal
from styleloop.types.scene import Scene
from styleloop.types.shot import Rights, Shot
from styleloop.types.template import AUTO
from styleloop.types.variant import Draft, Layout, Variant

_CALM = 2.5
"""Grey levels per pixel under which a place is calm; the measure `negative_space` draws the line there too."""
_PANEL = 240
"""Pixels on the long side of a panel at which room for words is judged."""


def pictured(project: Project, asked: Brief, items: Sequence[Draft]) -> Sequence[Draft] | Refusal:
    """Each draft with the picture chosen for it and why; a Refusal where the product has none that may be shown."""
    shots = shots_of(project, asked)
    if not items or not shots:
        return items
    if len(shots) == 1:
        return drafts.shown(items, [Candidate(shot=shots[0])], asked.market, project.today)
    days = worn(project, asked.market)
    tones = [tone for tone in project.kit.tones if tone.name in {d.tone for d in items}]
    quiet = _scene(project, asked, items[0])
    found = [_candidate(project, asked, shot, tones, quiet, days.get(shot.picture, ())) for shot in shots]
    return drafts.shown(items, found, asked.market, project.today)


def shots_of(project: Project, asked: Brief) -> tuple[Shot, ...]:
    """The product's own pictures, and those of the brand's library that show it, hold no words, and state rights."""
    return shots_for(project, asked.product)


def shots_for(project: Project, product: Product) -> tuple[Shot, ...]:
    """Every picture that may stand for a product, as `shots_of`, with or without a brief."""
    own = product.pictures or ((Shot(picture=product.picture),) if product.picture else ())
    known = {shot.picture: shot for shot in own}
    for asset in project.store.assets.all(role="own"):
        if asset.product == product.sku and asset.picture and asset.rights and not asset.words.slots:
            known.setdefault(asset.picture, Shot(picture=asset.picture, file=asset.name, rights=asset.rights))
    return tuple(known.values())


def lapsed(project: Project, variant: Variant, picture: str, known: Sequence[Shot] | None = None) -> Refusal | None:
    """Why the picture of a piece may not be shown in its market today, though it could when the piece was made.

    `known`: every picture of its product, where somebody has read them already.
    """
    product = project.store.products.find(variant.product) if known is None else None
    shots = known or (shots_for(project, product) if product else ())
    shot = next((one for one in shots if one.picture == picture), None)
    against = _against(project, variant, shot.rights) if shot and shot.rights else ""
    if shot is None or not against:
        return None
    return Refusal(
        subject=variant.id,
        why=f"its picture {shot.file} may not be shown in {variant.market} today: {against}",
        expected="a picture whose rights hold",
        cure="renew the rights and ingest again, or make the piece anew with another picture",
    )


def _against(project: Project, variant: Variant, rights: Rights) -> str:
    platform = next((p.platform for p in project.placements if p.name == variant.placement), "")
    return rights.against(variant.market, project.today) or rights.outside(variant.placement, platform)


def worn(project: Project, market: str) -> dict[str, tuple[date, ...]]:
    """Picture -> the days on which lines with it went out in a market; a line counts once a day, in whatever sizes."""
    found: dict[str, set[tuple[date, str]]] = {}
    for post in project.store.publications.all():
        variant = project.store.variants.find(post.variant) if post.market == market else None
        draft = project.store.drafts.find(variant.line) if variant else None
        if draft:
            found.setdefault(draft.picture, set()).add((post.at.date(), draft.id))
    return {picture: tuple(sorted(day for day, _ in lines)) for picture, lines in found.items()}


def _candidate(
    project: Project, asked: Brief, shot: Shot, tones: Sequence[Tone], quiet: Scene | None, days: tuple[date, ...]
) -> Candidate:
    seen = decode(project, [project.store.blobs.get(shot.picture)])[0]
    if isinstance(seen, Refusal):
        return Candidate(shot=shot, fault=seen.why)
    if fault := _too_small(seen, asked):
        return Candidate(shot=shot, fault=fault)
    made = cut_out(seen, shot.framing.holes) if seen.alpha is None else seen
    cut = not isinstance(made, Uncut)
    shown = seen if isinstance(made, Uncut) else made
    room = None if cut or quiet is None else room_for_words(seen, shot, quiet)
    return Candidate(shot=shot, cut=cut, off={t.name: _off(shown, t, cut) for t in tones}, room=room, days=days)


def _too_small(seen: Picture, asked: Brief) -> str:
    """Drawings have no size of their own; of other pictures the largest format must not need more than three times."""
    if seen.full_size is None or seen.alpha is not None:
        return ""
    most = max((min(p.width, p.height) for p in asked.placements), default=0)
    if max(seen.full_size) * MOST_ENLARGED >= most:
        return ""
    return f"it has only {seen.full_size[0]} x {seen.full_size[1]} px"


def _off(seen: Picture, tone: Tone, cut: bool) -> float:
    """Mean OKLab distance of a photograph from the palette; what a cut-out lacks in standing out from the wall.

    Half of `FAR` for a cut-out as far from the wall as a picture that has nothing to do with it, which is where a
    photograph stands that half belongs: neither kind goes before the other.
    """
    colours = shares(seen.rgb, 6, seen.alpha)
    if not colours:
        return FAR
    of, weight = np.array([c.oklab for c in colours]), np.array([c.share for c in colours])
    named = [tone.wall] if cut else [tone.panel, tone.wall, tone.ground, tone.shadow, tone.label]
    palette = to_oklab(np.array([[int(code[i : i + 2], 16) for i in (1, 3, 5)] for code in named], np.float64))
    apart = np.linalg.norm(of[:, None] - palette[None], axis=2).min(axis=1)
    away = float(weight @ apart)
    return max(0.0, FAR - away / 2) if cut else away


def _scene(project: Project, asked: Brief, draft: Draft) -> Scene | None:
    """What the template asks of the picture under the words of one draft, where its words stand on pictures at all."""
    asks = getattr(project.renderer, "scene", None)
    if asks is None or arranging.named(project, asked) == AUTO:
        return None
    label = arranging.label_of(project, arranging.template_of(project, asked, draft))
    for laid in drafts.layouts(draft, asked, project.kit, label):
        if isinstance(laid, Layout):
            try:
                scene: Scene = asks(laid, project.blobs({laid.logo}))
            except StyleloopError:  # words that cannot be set are refused by name when they are drawn
                return None
            return scene if scene.quiet else None
    return None


def room_for_words(photo: Picture, shot: Shot, scene: Scene) -> float:
    """Share, 0 to 1, of the place where words will stand that is calm in the photograph as it would be cropped."""
    (left, top), (width, height) = panel(scene)
    quiet = [
        ((a - left) / width, (b - top) / height, (c - left) / width, (d - top) / height) for a, b, c, d in scene.quiet
    ]
    scale = _PANEL / max(width, height)
    size = max(16, round(width * scale)), max(16, round(height * scale))
    try:
        seen, _ = cover(photo, *size, shot.framing, quiet)
    except Unfit:
        return 0.0
    return calm_share(seen, quiet)


def calm_share(seen: Bytes, boxes: Sequence[Share]) -> float:
    """Share, 0 to 1, of `boxes` (of a panel) that is calm in what the panel shows, looked at `_PANEL` px long."""
    scale = min(1.0, _PANEL / max(seen.shape[:2]))
    size = max(16, round(seen.shape[1] * scale)), max(16, round(seen.shape[0] * scale))
    if size != (seen.shape[1], seen.shape[0]):
        seen = np.asarray(cv2.resize(seen, size, interpolation=cv2.INTER_AREA), np.uint8)
    grey = np.asarray(cv2.cvtColor(seen, cv2.COLOR_RGB2GRAY), np.float32)
    slope = np.hypot(cv2.Sobel(grey, cv2.CV_32F, 1, 0, scale=0.125), cv2.Sobel(grey, cv2.CV_32F, 0, 1, scale=0.125))
    calm = cv2.blur(slope, (8, 8)) < _CALM
    under = np.zeros(calm.shape, bool)
    for a, b, c, d in boxes:
        rows = slice(max(0, round(b * size[1])), max(0, round(d * size[1])))
        under[rows, max(0, round(a * size[0])) : max(0, round(c * size[0]))] = True
    return float(calm[under].mean()) if under.any() else 0.0


def panel(scene: Scene) -> tuple[tuple[float, float], tuple[float, float]]:
    """Corner and size in pixels of the panel that a photograph fills, as it will be seen."""
    stage: Mapping[str, Sequence[float]] = json.loads(scene.spec)
    x0, y0, x1, y1 = stage.get("frame") or stage["window"]
    if scene.mirrored:
        x0, x1 = 1 - x1, 1 - x0
    return (x0 * scene.width, y0 * scene.height), ((x1 - x0) * scene.width, (y1 - y0) * scene.height)
