"""What is measured of a layout."""

from __future__ import annotations

from styleloop.types.measurement import MeasureSpec

CONVENTION = "convention: renderer's slot facts"
RANK = "rank by ink area x (contrast - 1), convention"
SLOTS = {"headline": "headline", "body": "lines below", "price": "price", "cta": "label", "logo": "logo"}
"""Slot -> what people call it."""


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


def _slot(slot: str, called: str) -> tuple[MeasureSpec, ...]:
    """What is measured of every slot; each is absent where the slot was not drawn."""
    words = () if slot == "logo" else _words(slot, called)
    return (
        _spec(
            f"{slot}_rank",
            "rank",
            (1, 20),
            f"place of the {called} among all slots by ink area x (contrast - 1); 1 leads",
            (f"{called} leads", f"{called} comes last"),
            RANK,
        ),
        _spec(
            f"{slot}_area",
            "share",
            (0, 1),
            f"area of the ink box of the {called} / area of the picture",
            (f"{called} takes little room", f"{called} takes much room"),
        ),
        _spec(
            f"{slot}_across",
            "share",
            (0, 1),
            f"middle of the {called}, share of the width from the left",
            (f"{called} on the left", f"{called} on the right"),
        ),
        _spec(
            f"{slot}_down",
            "share",
            (0, 1),
            f"middle of the {called}, share of the height from the top",
            (f"{called} at the top", f"{called} at the bottom"),
        ),
        _spec(
            f"{slot}_contrast",
            "ratio",
            (1, 21),
            f"WCAG 2 contrast of the {called} against the worst percentile under it",
            (f"faint {called}", f"clear {called}"),
            "WCAG 2.2, 1.4.3",
        ),
        *words,
    )


def _words(slot: str, called: str) -> tuple[MeasureSpec, ...]:
    lead = slot == "headline"  # its size and lines have names of their own above
    sized = (
        _spec(
            f"{slot}_size",
            "share",
            (0, 1),
            f"type size of the {called} / short side of the picture, held at 1",
            (f"small {called}", f"large {called}"),
        ),
        _spec(
            f"{slot}_lines",
            "lines",
            (0, 40),
            f"lines the {called} was set on, held at 40",
            (f"{called} on few lines", f"{called} on many lines"),
        ),
    )
    return (
        *(() if lead else sized),
        _spec(
            f"{slot}_lc",
            "Lc",
            (0, 108),
            f"|Lc| of the {called}: medians of words and ground in its ink box, parted by Otsu's threshold; absent "
            "without the finished picture or under 9 pixels of type",
            (f"{called} hard to read", f"{called} easy to read"),
            "APCA 0.1.9 (4g), Somers; Otsu 1979",
        ),
        _spec(
            f"{slot}_clearance",
            "share",
            (-1, 1),
            f"least distance of the {called} from the safe zone's edge / short side; negative outside",
            (f"{called} near the edge", f"{called} well inside"),
        ),
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
    _spec(
        "least_lc",
        "Lc",
        (0, 108),
        "least |Lc| of a slot with words; absent without the finished picture or where all type is under 9 pixels",
        ("some words hard to read", "all words easy to read"),
        "APCA 0.1.9 (4g), Somers; Otsu 1979",
    ),
    _spec(
        "box_fill",
        "share",
        (0, 1),
        "ink area / area of the boxes the words were given, over all slots with words; each box held at its own area",
        ("words swim in their room", "words fill their room"),
    ),
    _spec(
        "alignment",
        "share",
        (0, 1),
        "largest share of slots with words on one left, middle or right line, within 1 % of the short side; absent "
        "with fewer than two",
        ("edges scattered", "edges on one line"),
    ),
    _spec(
        "overlapping",
        "slots",
        (0, 20),
        "slots whose ink touches that of another slot or the product, held at 20",
        ("nothing touches", "parts touch"),
    ),
    _spec(
        "reading_order",
        "share",
        (0, 1),
        "share of pairs among headline, lines below, price and label that stand in this order, from the top and, on "
        "one height, from the side that reading starts; absent with fewer than two",
        ("read in another order than told", "read as told"),
        "pairs in order, as in Kendall 1938",
    ),
    *(spec for slot, called in SLOTS.items() for spec in _slot(slot, called)),
)
"""Every measure of a layout."""
