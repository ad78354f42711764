"""Backdrops: what an image model of the operator's draws behind a product, measured, kept, drawn again or refused.

Only where `models.toml` has an [[image]] table. A cut-out gets a ground where its template shows one; a photograph is
carried on where it does not fill a format (`extending`), and otherwise stays as it is. One backdrop for a product and a
palette, in every format. What came is kept by what was asked: nothing is drawn twice.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from styleloop import drafts
from styleloop.adapters.decoders.safety import Unfit
from styleloop.adapters.models.backdrop import laid
from styleloop.adapters.models.photograph import MOST_ENLARGED
from styleloop.adapters.models.stage import Stage, pixels
from styleloop.app import arranging, drafting, extending, models
from styleloop.app.imagekeeping import LONGEST, Came, drawn, told
from styleloop.app.measuring import decode
from styleloop.app.picturing import calm_share
from styleloop.app.project import Project
from styleloop.drafts.picture import backdrop
from styleloop.errors import StyleloopError
from styleloop.ports import BackdropModel
from styleloop.types.backdrop import BackdropBrief
from styleloop.types.brand import Tone
from styleloop.types.brief import Brief
from styleloop.types.model import ModelEntry
from styleloop.types.picture import Picture
from styleloop.types.record import Refusal
from styleloop.types.scene import Scene
from styleloop.types.variant import Draft, Layout

DRAWINGS = 3
"""Seeds that are tried for one backdrop."""
MADE, COMPOSED = "digitalCreation", "compositeWithTrainedAlgorithmicMedia"


@dataclass(frozen=True)
class Outcome:
    """What came, measured against what these formats ask of it."""

    came: Came
    figures: Mapping[str, float]
    misses: tuple[str, ...]


def backdropped(
    project: Project, asked: Brief, items: Sequence[Draft]
) -> tuple[tuple[Draft, ...], tuple[Refusal, ...]]:
    """Each draft with its backdrop where one is asked for, and what could not be had: such a line keeps a drawn ground.

    Raises:
        SettingsError: `models.toml` or `prompts/backdrop.md` is wrong.
        PluginError: the adapter does not load.
    """
    entries = models.read_models(project.root).image
    if not entries or not items:
        return tuple(items), ()
    model = _model(project, entries[0])
    if model is None:
        return tuple(items), ()
    found: dict[tuple[str, str], Outcome | Refusal | None] = {}
    done, refusals = [], []
    for draft in items:
        key = (draft.picture, draft.tone)
        if key not in found:
            found[key] = made = _for(project, asked, draft, entries[0], model)
            if isinstance(made, Refusal):
                refusals.append(made)
        done.append(_with(draft, found[key]))
    return tuple(done), tuple(refusals)


def source_type(project: Project, sha: str) -> str:
    """IPTC source type of a piece that shows this backdrop, or none."""
    return COMPOSED if sha else str(getattr(project.renderer, "source_type", MADE))


def maker(project: Project, sha: str) -> tuple[str, ...]:
    """Who made the backdrop of that sha256, as its own file says; nothing for none."""
    return (str(told(project.store.blobs.get(sha))["model"]),) if sha else ()


def _with(draft: Draft, made: Outcome | Refusal | None) -> Draft:
    if made is None:
        return draft
    if isinstance(made, Refusal):
        why = (*draft.picture_why, f"a drawn ground, because {made.why}: {made.got}")
        return draft.model_copy(update={"picture_why": why})
    figures = ", ".join(f"{name} {value:.3g}" for name, value in made.figures.items())
    why = (*draft.picture_why, f"backdrop by {made.came.model}: {figures}")
    said = {**draft.model_dump(exclude={"id"}), "backdrop": made.came.sha, "picture_why": why}
    return Draft.model_validate(said)


def _model(project: Project, entry: ModelEntry) -> BackdropModel | None:
    """The first image model, if it draws backdrops at all."""
    made = models.image_model(project, entry.name)
    return made if isinstance(made, BackdropModel) else None


def _for(
    project: Project, asked: Brief, draft: Draft, entry: ModelEntry, model: BackdropModel
) -> Outcome | Refusal | None:
    """The backdrop of one product and palette; None where its line shows none."""
    tone = next((one for one in project.kit.tones if one.name == draft.tone), None)
    kind, scenes = arranging.kinds(project, [draft.picture]).get(draft.picture), _scenes(project, asked, draft)
    if tone is None or kind is None or not scenes:
        return None
    if kind == "photo":
        return _extended(project, asked, draft, entry, model, scenes)
    wanted = backdrop.aim(tone, asked.look)
    first = _brief(project, draft, tone, wanted, scenes)
    tries = []
    for turn in range(DRAWINGS):
        brief = first.model_copy(update={"seed": (first.seed + turn) % 2**31})
        brief = BackdropBrief.model_validate(brief.model_dump(exclude={"id"}))
        came = drawn(project, brief, entry, model)
        if isinstance(came, Refusal):
            if came.permanent or turn + 1 == DRAWINGS:
                return came.model_copy(update={"subject": f"{draft.product} {draft.tone}"})
            continue
        [seen] = decode(project, [project.store.blobs.get(came.sha)], LONGEST)
        if isinstance(seen, Refusal):
            return seen
        figures = backdrop.figures(seen, wanted, _calm(seen, scenes))
        off = (*_too_small(seen, scenes), *backdrop.misses(figures, wanted))
        tries.append(Outcome(came, figures, off))
        if not tries[-1].misses:
            return tries[-1]
    return _refused(draft, entry, tries)


def _extended(
    project: Project, asked: Brief, draft: Draft, entry: ModelEntry, model: BackdropModel, scenes: Sequence[Scene]
) -> Outcome | Refusal | None:
    """The brand's own photograph carried on; None where it fills every format by itself."""
    [photo] = decode(project, [project.store.blobs.get(draft.picture)], LONGEST)
    if isinstance(photo, Refusal):
        return None
    shape = extending.lacking(photo, asked.product.framing(draft.picture), scenes)
    if not shape:
        return None
    seed, tries = zlib.crc32(f"{project.settings.run.seed} {draft.picture}".encode()), []
    for turn in range(DRAWINGS):
        made = extending.carried(project, photo, shape, seed + turn, entry, model)
        if isinstance(made, Refusal):
            if made.permanent or turn + 1 == DRAWINGS:
                return made.model_copy(update={"subject": f"{draft.product} {draft.tone}"})
            continue
        sha, figures, off = made
        said = told(project.store.blobs.get(sha))
        tries.append(Outcome(Came(sha=sha, model=str(said["model"]), cost=0.0), figures, off))
        if not off:
            return tries[-1]
    return _refused(draft, entry, tries)


def _refused(draft: Draft, entry: ModelEntry, tries: Sequence[Outcome]) -> Refusal:
    nearest = min(tries, key=lambda one: len(one.misses))
    return Refusal(
        subject=f"{draft.product} {draft.tone}",
        why=f"what {entry.name} drew behind it is off the style in {len(tries)} of {DRAWINGS} tries",
        got="; ".join(nearest.misses),
        expected="a backdrop in the palette and light of the tone, calm where words stand",
        cure="change prompts/backdrop.md, use a model or LoRA that knows the brand, or leave it to the painter",
    )


def _brief(project: Project, draft: Draft, tone: Tone, wanted: backdrop.Aim, scenes: Sequence[Scene]) -> BackdropBrief:
    windows = [_window(scene) for scene in scenes]
    aspect = float(np.exp(np.mean([np.log((x1 - x0) / (y1 - y0)) for x0, y0, x1, y1 in windows])))
    quiet = [
        (a / scene.width, b / scene.height, c / scene.width, d / scene.height)
        for scene in scenes
        if not scene.mirrored
        for a, b, c, d in scene.quiet
    ]
    seed = zlib.crc32(f"{project.settings.run.seed} {draft.product} {draft.picture} {draft.tone}".encode())
    file = drafting.prompt_file(project, "backdrop", backdrop.PLACEHOLDERS)
    return backdrop.brief(tone, wanted, project.kit.colours, quiet, aspect, seed, file)


def _scenes(project: Project, asked: Brief, draft: Draft) -> tuple[Scene, ...]:
    """What is painted under the words of a line, for each format in which a backdrop would be seen."""
    asks = getattr(project.renderer, "scene", None)
    if asks is None:
        return ()
    label = arranging.label_of(project, arranging.template_of(project, asked, draft))
    found = []
    for laid_out in drafts.layouts(draft.model_copy(update={"backdrop": "0" * 64}), asked, project.kit, label):
        if isinstance(laid_out, Layout):
            try:
                scene: Scene = asks(laid_out, project.blobs({laid_out.logo}))
            except StyleloopError:  # words that cannot be set are refused by name when they are drawn
                continue
            if scene.backdrop:
                found.append(scene)
    return tuple(found)


def _window(scene: Scene) -> tuple[int, int, int, int]:
    return pixels(Stage.model_validate_json(scene.spec).window, scene.width, scene.height)


def _too_small(seen: Picture, scenes: Sequence[Scene]) -> tuple[str, ...]:
    """That it would be blown up too much in some format, if it would; what could not be painted is no backdrop."""
    windows = [_window(scene) for scene in scenes]
    most = max(max((x1 - x0) / seen.width, (y1 - y0) / seen.height) for x0, y0, x1, y1 in windows)
    said = f"{seen.width} x {seen.height} px, blown up {most:.1f} times, asked at most {MOST_ENLARGED:.0f}"
    return (said,) if most > MOST_ENLARGED else ()


def _calm(seen: Picture, scenes: Sequence[Scene]) -> float | None:
    """Calm share of the place for words in the format where it is least; None where no words stand on it."""
    found = []
    for scene in scenes:
        if not scene.quiet:
            continue
        stage = Stage.model_validate_json(scene.spec)
        x0, y0, x1, y1 = _window(scene)
        try:
            shown = laid(seen, stage, (x0, y0, x1, y1), (scene.width, scene.height))
        except Unfit:
            return 0.0
        left = scene.width - x1 if scene.mirrored else x0
        if scene.mirrored:
            shown = shown[:, ::-1]
        boxes = [
            ((a - left) / (x1 - x0), (b - y0) / (y1 - y0), (c - left) / (x1 - x0), (d - y0) / (y1 - y0))
            for a, b, c, d in scene.quiet
        ]
        found.append(calm_share(shown, boxes))
    return min(found, default=None)
