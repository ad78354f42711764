"""What is measured of a layout."""

from __future__ import annotations

from styleloop.types.measurement import MeasureSpec

CONVENTION = "convention: renderer's slot facts"


def _spec(
    name: str, unit: str, span: tuple[float, float], formula: str, readings: tuple[str, str], source: str = CONVENTION
) -> MeasureSpec:
    return MeasureSpec(
        name=f"layout.{name}",
        unit=unit,
        low=span[0],
        high=span[1],
        formula=formula,
        source=source,
        reading_low=readings[0],
        reading_high=readings[1],
    )


SPECS = (
    _spec(
        "headline_size",
        "share",
        (0, 1),
        "type size of the headline / short side of the picture, held at 1",
        ("small headline", "large headline"),
    ),
    _spec(
        "headline_lines",
        "lines",
        (0, 40),
        "lines the headline was set on, held at 40",
        ("headline on few lines", "headline on many lines"),
    ),
    _spec(
        "size_ratio",
        "ratio",
        (0, 50),
        "type size of the headline / largest other type size, held at 50; absent without other words",
        ("headline hardly leads", "headline leads clearly"),
    ),
    _spec(
        "text_share",
        "share",
        (0, 1),
        "area under the ink boxes of all words, overlaps once / area of the picture",
        ("few words in the picture", "much of the picture is words"),
    ),
    _spec(
        "least_contrast",
        "ratio",
        (1, 21),
        "least WCAG 2 contrast of a slot with words, against the worst percentile under it",
        ("faint words", "clear words"),
        "WCAG 2.2, 1.4.3",
    ),
    _spec(
        "least_clearance",
        "share",
        (-1, 1),
        "least distance of words from the safe zone's edge / short side; negative outside, held at -1 and 1",
        ("words near the edge", "words well inside"),
    ),
    _spec(
        "price_shown",
        "yes",
        (0, 1),
        "1 where a price is set into the picture, else 0",
        ("no price in the picture", "price in the picture"),
    ),
    _spec(
        "slots_drawn",
        "slots",
        (0, 20),
        "different slots with words in the picture, the logo not counted, held at 20",
        ("few parts", "many parts"),
    ),
)
"""Every measure of a layout."""
