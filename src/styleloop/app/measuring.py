"""Decode once, measure everything: the step between pictures and numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from styleloop.app.project import Project
from styleloop.errors import StyleloopError
from styleloop.types.measurement import Measurement, Subject
from styleloop.types.picture import Picture
from styleloop.types.record import Refusal

LONG_SIDE = 480
"""Pixels on the long side that every picture measure is defined at."""


def decode(project: Project, files: Sequence[bytes], long_side: int | None = LONG_SIDE) -> list[Picture | Refusal]:
    """Each file by the first decoder that knows its bytes."""
    return [_decode_one(project, data, long_side) for data in files]


def _decode_one(project: Project, data: bytes, long_side: int | None) -> Picture | Refusal:
    for decoder in project.decoders:
        if decoder.accepts(data[:4096]):
            return decoder.decode([data], long_side)[0]
    return Refusal(
        subject="picture",
        why="these bytes are not a picture in a known format",
        got=repr(data[:24]),
        expected="JPEG, PNG, WebP, GIF, TIFF or SVG",
        cure="save the picture again as JPEG or PNG",
    )


def measure(project: Project, subjects: Sequence[Subject]) -> dict[str, tuple[Measurement, ...]]:
    """Every installed measure of each subject; what an extractor refuses is absent.

    Subjects with a picture are told the brand's colours, where a brand has been written down.
    """
    if any(subject.picture is not None for subject in subjects):
        own = brand_colours(project)
        subjects = [replace(subject, colours=subject.colours or own) for subject in subjects]
    found: dict[str, list[Measurement]] = {subject.id: [] for subject in subjects}
    for extractor in project.extractors:
        for subject, numbers in zip(subjects, extractor.extract(subjects), strict=True):
            if not isinstance(numbers, Refusal):
                found[subject.id].extend(numbers)
    return {subject: tuple(sorted(numbers, key=lambda m: m.name)) for subject, numbers in found.items()}


def brand_colours(project: Project) -> tuple[str, ...]:
    """The colours of the brand kit as `#rrggbb`; none while there is no kit that can be read."""
    try:
        return tuple(colour.hex for colour in project.kit.colours)
    except StyleloopError:  # measuring past work comes before the brand is written down; whoever needs it will say
        return ()


def versions(project: Project) -> tuple[str, ...]:
    """`name@version` of every installed extractor, sorted."""
    return tuple(sorted(f"{e.name}@{e.version}" for e in project.extractors))


def pictures(project: Project, shas: Iterable[str]) -> dict[str, Picture]:
    """The pictures of those blobs, reduced for measuring; those that cannot be decoded are absent."""
    wanted = sorted({sha for sha in shas if sha})
    decoded = decode(project, [project.store.blobs.get(sha) for sha in wanted])
    return {sha: p for sha, p in zip(wanted, decoded, strict=True) if isinstance(p, Picture)}
