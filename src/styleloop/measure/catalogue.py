"""Every measure that ships, and the page about them: `python -m styleloop.measure.catalogue > docs/measures.md`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from styleloop.measure.copy import CopyExtractor
from styleloop.measure.layout import LayoutExtractor
from styleloop.measure.picture import PictureExtractor
from styleloop.ports import Extractor
from styleloop.types.measurement import MeasureSpec

EXTRACTORS: tuple[Extractor, ...] = (CopyExtractor(), PictureExtractor(), LayoutExtractor())

_HEAD = """\
# Measures

Made from the code: `python -m styleloop.measure.catalogue > docs/measures.md`.

A measure that is not valid for a language or a piece is absent, never zero: so are all counts of words in languages
written without spaces, and readability where no formula was fitted (for Arabic none is: vowels are not written, and
clitics make the length of a word say little). Numbers of two extractor versions never meet in one fit.

Copy is measured on the headline unless the formula says otherwise; pictures on about 480 pixels of the long side;
layouts on what the renderer knows after drawing.
"""
_TITLES = {"copy": "Copy", "picture": "Picture", "layout": "Layout"}


def specs() -> tuple[MeasureSpec, ...]:
    """Every measure of copy, pictures and layouts, in the order of the extractors."""
    return tuple(spec for extractor in EXTRACTORS for spec in extractor.specs)


def page() -> str:
    """The text of docs/measures.md."""
    return "\n".join([_HEAD, *(_section(extractor) for extractor in EXTRACTORS)])


def _section(extractor: Extractor) -> str:
    title = f"## {_TITLES[extractor.name]} (`{extractor.name}@{extractor.version}`)"
    return "\n".join([title, "", *_table(extractor.specs), ""])


def _table(found: Sequence[MeasureSpec]) -> list[str]:
    return [
        "| measure | unit | range | formula | source | languages | low / high reads |",
        "|---|---|---|---|---|---|---|",
        *(_row(spec) for spec in found),
    ]


def _row(spec: MeasureSpec) -> str:
    cells = (
        f"`{spec.name}`",
        spec.unit,
        f"{spec.low:g} to {spec.high:g}",
        spec.formula,
        spec.source,
        ", ".join(spec.locales) if spec.locales else "all",
        f"{spec.reading_low} / {spec.reading_high}",
    )
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


if __name__ == "__main__":
    sys.stdout.write(page())
