"""What a template's own pictures are like: the figures of its `[likes]` table, measured."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from pathlib import Path

from styleloop.adapters.renderers.templates import Template
from styleloop.app import registry
from styleloop.app.specimens import Bench
from styleloop.errors import InputError
from styleloop.types.copy import DRAWN_SLOTS, Copy
from styleloop.types.measurement import Subject
from styleloop.types.record import Refusal
from styleloop.types.template import MEASURES
from styleloop.types.variant import Drawn, Layout

FORMATS = ("square", "story", "wide")
"""What a template is measured in: where most of its pictures will be, and where all its parts are shown."""
LOCALE = "en-GB"
PICTURES = 3
"""Products, each on a palette of its own."""


def figures(folder: Path, name: str, formats: Sequence[str] = FORMATS, pictures: int = PICTURES) -> dict[str, float]:
    """Field of `[likes]` -> the middle of what the template's pictures have of it.

    Drawn with the brand and products of the project that `folder` lies in, or the sample brand's; nothing is written.

    Args:
        folder: a project's folder, or any.
        name: of the template.
        formats: what it is drawn in.
        pictures: how many products it is drawn with.

    Raises:
        SettingsError: there is no such template.
        InputError: not one picture could be drawn.
    """
    bench = Bench(folder)
    template = bench.shelf.load(name)
    layouts = list(_layouts(bench, template, formats, pictures))
    drawn = bench.renderer.draw(layouts, bench.blobs)
    subjects = [_subject(str(n), made) for n, made in enumerate(drawn) if not isinstance(made, Refusal)]
    if not subjects:
        why = next((str(made) for made in drawn if isinstance(made, Refusal)), "no words and no products to draw")
        raise InputError("this template drew nothing", got=name, expected=why, cure=f"styleloop templates check {name}")
    found: dict[str, list[float]] = {}
    for extractor in registry.make_all("extractors"):
        for numbers in extractor.extract(subjects):
            for one in () if isinstance(numbers, Refusal) else numbers:
                found.setdefault(one.name, []).append(one.value)
    middles = {field: found.get(measure, []) for field, measure in MEASURES.items()}
    return {field: round(statistics.median(values), 3) for field, values in middles.items() if values}


def _subject(name: str, made: Drawn) -> Subject:
    rendering = made.rendering
    size = (rendering.width, rendering.height)
    return Subject(id=name, locale=LOCALE, words=Copy(), picture=made.picture, facts=rendering.facts, size=size)


def _layouts(bench: Bench, template: Template, names: Sequence[str], pictures: int) -> Iterator[Layout]:
    [locale] = [one for one in bench.specimens[0] if one.locale == LOCALE]
    face = bench.face(locale)
    if face is None:
        raise InputError("no type for this script", field="faces", got=locale.script)
    words = [s for s in bench.specimens[1] if s.locale == LOCALE]
    skus = sorted(bench.pictures)
    formats = [p for p in bench.placements if p.name in names]
    for number in range(min(pictures, len(skus)) if words else 0):
        said = words[number % len(words)]
        sku = said.product if said.product in bench.pictures else skus[number]
        for placement in formats:
            yield Layout(
                draft=f"specimen_{number}",
                placement=placement,
                template=template.label,
                market=LOCALE,
                direction=locale.direction,
                words=said.words([s.name for s in template.slots if s.name in DRAWN_SLOTS]),
                tone=bench.kit.tones[number % len(bench.kit.tones)],
                face=face,
                picture=bench.pictures[sku],
                logo=bench.kit.logo,
                logo_name=bench.kit.name,
            )
