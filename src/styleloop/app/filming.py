"""The motion of a piece: from the still that stands in the project to a file in a folder, and a note beside it.

Nothing is published here, and no channel takes a motion yet. The note says whose motion it is and what was decided.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from styleloop.adapters.decoders.pixels import file_rgb
from styleloop.adapters.renderers import film
from styleloop.adapters.renderers.film import Film, Tick
from styleloop.adapters.renderers.motion import LONGEST, RATE, SHORTEST, Motion
from styleloop.adapters.renderers.parts import Parts
from styleloop.app import picturing
from styleloop.app.pieces import piece
from styleloop.app.project import Project
from styleloop.app.shipping import post_name, standing
from styleloop.app.versions import layout_of
from styleloop.errors import InputError, SealError
from styleloop.publish.mark import packet
from styleloop.types.picture import Bytes, pixel_hash
from styleloop.types.record import Refusal
from styleloop.types.review import Decision
from styleloop.types.variant import Layout, Variant

FOLDER = "motion"
SCHEMA = "styleloop/motion@1"
_ROUNDING = 24
"""Levels by which a pixel drawn anew may differ from the still: another processor rounds otherwise, JPEG makes it more.
A changed letter or colour is far beyond it."""


@dataclass(frozen=True, eq=False)
class Plan:
    """A motion that can be made.

    Attributes:
        variant: whose.
        decision: what stands about its still, or None.
        parts, still: what its frames are made of.
        motion: its frames at their best: pushed in where the scene and the container allow it.
        to: the file.
        mime: what it holds.
        most: bytes the format takes; 0: no limit.
    """

    variant: Variant
    decision: Decision | None
    parts: Parts
    still: Bytes
    motion: Motion
    to: Path
    mime: film.Mime
    most: int

    @property
    def note(self) -> Path:
        """The file beside it that says whose motion it is."""
        return _note(self.to)


def plan(project: Project, name: str, to: Path | None, seconds: float, calm: bool) -> Plan | Refusal:
    """What the motion of a piece would be, without encoding or writing it.

    Args:
        project: the open project.
        name: id of a variant, or name of a post.
        to: file to write, `.webp` or `.mp4`; None: a WebP in the project's folder `motion`.
        seconds: its length.
        calm: fades only.

    Raises:
        InputError: nothing has that name, the length or the suffix is not one there is, or what writes it is missing.
        SealError: the still in the project is not the one that was drawn.
    """
    if not SHORTEST <= seconds <= LONGEST:
        expected = f"{SHORTEST:g} to {LONGEST:g}"
        raise InputError("no motion is that long", field="--seconds", got=seconds, expected=expected)
    variant = piece(project, name)
    to = to or project.root / FOLDER / variant.market / f"{post_name(variant)}.webp"
    mime = film.mime_of(to.suffix)
    if to.exists() and not _note(to).exists():
        what = "a file of that name is there, and it is no motion"
        raise InputError(what, field="--out", got=str(to), expected="a new name")
    decision = standing(project, variant)
    if objection := _objection(project, variant, decision):
        return objection
    still = file_rgb(project.store.blobs.get(variant.rendering.file))
    if pixel_hash(still) != variant.rendering.pixels:
        raise SealError(f"the still of {variant.id} in the project is not the one that was drawn")
    layout = layout_of(project, variant)
    parts = _parts(project, variant, layout, still)
    if isinstance(parts, Refusal) or layout is None:
        return parts if isinstance(parts, Refusal) else _changed(variant)
    motion = Motion(parts, still, seconds, calm=calm, pushed=mime == "video/mp4")
    return Plan(variant, decision, parts, still, motion, to, mime, layout.placement.max_bytes)


def _note(to: Path) -> Path:
    return to.with_name(f"{to.name}.json")


def _objection(project: Project, variant: Variant, decision: Decision | None) -> Refusal | None:
    if decision is not None and decision.action != "approve":
        said = f"{decision.action} by {decision.who}: {decision.reason}"
        cure = "animate a piece that was approved, or that still waits: styleloop review"
        return Refusal(subject=variant.id, why="its still was turned down", got=said, cure=cure)
    return picturing.lapsed(project, variant, project.store.drafts.get(variant.line).picture)


def _parts(project: Project, variant: Variant, layout: Layout | None, still: Bytes) -> Parts | Refusal:
    """The layers of the still, held against it: what is drawn today has to look as it did."""
    if layout is None:
        return _changed(variant)
    take_apart = getattr(project.renderer, "parts", None)
    if take_apart is None:
        why = f"the renderer {project.renderer.name} cannot take its pictures apart"
        return Refusal(subject=variant.id, why=why, cure="use the renderer typst (plugins.renderer)")
    blobs = project.blobs({layout.picture, layout.logo, layout.backdrop})
    [drawn] = project.renderer.draw([layout], blobs)
    if isinstance(drawn, Refusal):
        return drawn.model_copy(update={"subject": variant.id})
    if drawn.picture.rgb.shape != still.shape:
        return _changed(variant)
    apart = int(np.abs(drawn.picture.rgb.astype(np.int16) - still).max())
    if apart > _ROUNDING:
        return _changed(variant, f"a pixel that differs by {apart} levels")
    parts: Parts | Refusal = take_apart(layout, blobs)
    return parts


def _changed(variant: Variant, got: str = "another layout") -> Refusal:
    return Refusal(
        subject=variant.id,
        why="brand, template or format have changed since, so it would be drawn otherwise than it stands",
        got=got,
        expected="the layers of the still that was seen",
        cure="make it again (styleloop restyle), have it approved, and animate that",
    )


def make(project: Project, planned: Plan, tick: Tick | None = None) -> dict[str, Any] | Refusal:
    """Encode the motion at the best quality its format takes, write it with its note, and return the note.

    Raises:
        InputError: the file cannot be written.
    """
    comment = f"Styleloop: motion of {planned.variant.id}, seal {planned.variant.seal}"
    made: Film | None = None
    motion = planned.motion
    for motion in _ever_calmer(planned):
        made = _fitting(planned, motion, comment, tick)
        if made is not None:
            break
    if made is None:
        return Refusal(
            subject=planned.variant.id,
            why="no motion of this length fits its format",
            got=f"more than {planned.most} bytes at the least quality",
            expected=f"at most {planned.most} bytes ({planned.variant.placement})",
            cure="a shorter one (--seconds), a calmer one (--calm), or .mp4",
        )
    record = {**told(project, planned, motion), "file": _file(planned.to, made)}
    _write(planned, made, record)
    return record


def _ever_calmer(planned: Plan) -> Iterator[Motion]:
    """The motion as planned; then without the push, which costs most bytes."""
    yield planned.motion
    if planned.motion.push:
        yield Motion(planned.parts, planned.still, planned.motion.seconds)


def _fitting(planned: Plan, motion: Motion, comment: str, tick: Tick | None) -> Film | None:
    """The film of the best quality that has at most the bytes its format takes; None when no quality does."""
    qualities = film.QUALITIES[planned.mime]

    def at(number: int) -> Film:
        return film.encoded(motion, planned.mime, qualities[number], _mark(planned), comment, tick)

    best = at(0)
    if not planned.most or len(best.data) <= planned.most:
        return best
    low, high = len(qualities) - 1, 0  # fits, does not
    found = at(low)
    if len(found.data) > planned.most:
        return None
    while low - high > 1:
        middle = (low + high) // 2
        tried = at(middle)
        if len(tried.data) <= planned.most:
            found, low = tried, middle
        else:
            high = middle
    return found


def _mark(planned: Plan) -> bytes:
    """The mark in the file: how its pixels came about, and whose motion it is. The seal is its still's."""
    variant = planned.variant
    ids = {
        "motionOf": variant.id,
        "sealOfStill": variant.seal,
        "decision": planned.decision.id if planned.decision else "",
        "style": variant.provenance.style,
    }
    return packet(variant.provenance.source_type, ids)


def told(project: Project, planned: Plan, motion: Motion | None = None) -> dict[str, Any]:
    """Everything that is known of a motion before it is encoded, as JSON takes it."""
    variant, decision, motion = planned.variant, planned.decision, motion or planned.motion
    height, width = planned.still.shape[:2]
    return {
        "schema": SCHEMA,
        "variant": variant.id,
        "seal": variant.seal,
        "still": {"file": variant.rendering.file, "pixels": variant.rendering.pixels},
        "campaign": variant.campaign,
        "line": variant.line,
        "market": variant.market,
        "placement": variant.placement,
        "card": variant.card,
        "state": "approved" if decision else "waiting",
        "decision": decision.model_dump(mode="json", include={"id", "action", "who", "role", "at"})
        if decision
        else None,
        "published": False,
        "to": _inside(project, planned.to),
        "mime": planned.mime,
        "width": width + (width % 2 if planned.mime == "video/mp4" else 0),
        "height": height + (height % 2 if planned.mime == "video/mp4" else 0),
        "seconds": motion.seconds,
        "frames_per_second": RATE,
        "frames": motion.frames,
        "calm": motion.calm,
        "push": motion.push,
        "cues": [asdict(cue) for cue in motion.cues],
        "max_bytes": planned.most,
    }


def _inside(project: Project, path: Path) -> str:
    whole = path.resolve()
    return str(whole.relative_to(project.root)) if whole.is_relative_to(project.root) else str(path)


def _file(to: Path, made: Film) -> dict[str, Any]:
    sha = hashlib.sha256(made.data).hexdigest()
    stored = {"frames_stored": made.frames, "quality": made.quality}
    return {"name": to.name, "bytes": len(made.data), "sha256": sha, **stored}


def _write(planned: Plan, made: Film, record: dict[str, Any]) -> None:
    note = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
    try:
        planned.to.parent.mkdir(parents=True, exist_ok=True)
        for path, data in ((planned.to, made.data), (planned.note, note.encode())):
            part = path.with_name(f".{path.name}.part")  # a killed process leaves no half file under the name
            part.write_bytes(data)
            part.replace(path)
    except OSError as problem:
        why = f"the motion cannot be written: {problem.strerror}"
        raise InputError(why, field="--out", got=str(planned.to), expected="a file that can be written") from problem
