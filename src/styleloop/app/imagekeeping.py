"""What an image model drew, kept by what was asked of it: the same request never leaves twice."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from PIL import Image, PngImagePlugin

from styleloop.app.measuring import decode
from styleloop.app.project import Project
from styleloop.ports import BackdropModel
from styleloop.types.backdrop import BackdropBrief
from styleloop.types.model import ModelEntry
from styleloop.types.picture import Picture
from styleloop.types.record import Record, Refusal, content_id

LONGEST = 2048
"""Pixels on the long side that are kept of what a model drew."""
_CHUNK = "styleloop"
"""PNG text chunk in which a kept picture says who made it, and how."""


class Came(Record):
    """What came of one request."""

    sha: str
    """The kept picture."""
    model: str
    cost: float


def drawn(
    project: Project,
    brief: BackdropBrief,
    entry: ModelEntry,
    model: BackdropModel,
    blobs: Mapping[str, bytes] = MappingProxyType({}),
) -> Came | Refusal:
    """One picture, or what came the last time that it was asked for."""
    told_by = entry.model_dump(include={"adapter", "model", "url", "lora", "lora_scale", "steps", "guidance"})
    folder = project.state / "backdrops"
    path = folder / f"{content_id('drawn', {'brief': brief.id, **told_by})}.json"
    if path.is_file():
        kept = Came.model_validate_json(path.read_bytes())
        if project.store.blobs.has(kept.sha):
            return kept
    [came] = model.make([brief], blobs)
    if isinstance(came, Refusal):
        return came
    [seen] = decode(project, [came.data], LONGEST)
    if isinstance(seen, Refusal):
        return seen
    sha = project.store.blobs.put(png(seen, told_of(brief, model, came.model)))
    made = Came(sha=sha, model=came.model, cost=came.cost)
    folder.mkdir(exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}")
    unfinished.write_text(made.model_dump_json(), "utf-8")
    unfinished.replace(path)
    return made


def told_of(brief: BackdropBrief, model: BackdropModel, made_by: str) -> dict[str, Any]:
    """What a kept picture says of itself."""
    return {**brief.model_dump(mode="json"), "adapter": f"{model.name}@{model.version}", "model": made_by}


def png(seen: Picture, said: Mapping[str, Any]) -> bytes:
    """A PNG of the pixels alone, which says who made it: whatever else was in the model's file is left behind."""
    words = PngImagePlugin.PngInfo()
    words.add_itxt(_CHUNK, json.dumps(said, sort_keys=True, ensure_ascii=False))
    held = io.BytesIO()
    Image.fromarray(seen.rgb).save(held, "PNG", pnginfo=words, compress_level=1)
    return held.getvalue()


def told(data: bytes) -> Mapping[str, Any]:
    """What a kept backdrop says of itself: model, adapter, prompt, seed."""
    with Image.open(io.BytesIO(data), formats=("PNG",)) as image:
        said = getattr(image, "text", {}).get(_CHUNK, "{}")
    read: Mapping[str, Any] = json.loads(said)
    return read
