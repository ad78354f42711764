"""Whether a layout may be drawn as it came out, and what to say when not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from styleloop.adapters.renderers.facts import PRODUCT, Inked
from styleloop.adapters.renderers.fonts import installing, missing_glyphs, unknown_families
from styleloop.adapters.renderers.templates import LOGO
from styleloop.adapters.renderers.words import Problem
from styleloop.types.copy import HEADLINE, PRICE
from styleloop.types.record import Refusal
from styleloop.types.variant import Layout, SlotFacts

LEAST_CONTRAST = 3.0
"""Below this a piece is not drawn at all; between it and 4.5 the fact is reported and the audit decides."""
_OUTSIDE = -0.5
"""Pixels by which ink may leave the safe zone before it counts: rounding, not drawing."""


def check_faces(layout: Layout, words: Mapping[str, str], own: Path | None) -> None:
    """Whether every family is installed and every character has a glyph, before anything is set.

    Raises:
        Problem: naming the family, or the slot and its characters.
    """
    unknown = unknown_families((*layout.face.serif, *layout.face.sans), own)
    if unknown:
        raise Problem(
            "face",
            f"{unknown[0]} is not installed, in which {layout.market} is set",
            got=unknown[0],
            expected=f"every family of the face for {layout.face.script}; styleloop doctor says what is missing",
            cure=installing(unknown[0]),
        )
    for slot, text in words.items():
        families = _families(layout, slot)
        missing = missing_glyphs(text, families, own)
        if missing:
            raise Problem(
                slot,
                f"no face can draw {' '.join(missing)}",
                got=" ".join("+".join(f"U+{ord(c):04X}" for c in one) for one in missing),
                expected=f"characters of {', '.join(families)}",
                cure=f"write it without them, or add a face that has them for {layout.face.script} to brand/kit.toml",
            )


def _families(layout: Layout, slot: str) -> tuple[str, ...]:
    """Faces of a slot, first choice first; a price takes its figures from the serif, its currency from the sans."""
    if slot == HEADLINE:
        return layout.face.serif
    return (*layout.face.serif, *layout.face.sans) if slot == PRICE else layout.face.sans


def problems(slots: Sequence[Inked], facts: Sequence[SlotFacts], words: Mapping[str, str]) -> list[Problem]:
    """Everything that stands in the way.

    What is too large also spills over its neighbours and its ground, so where something does not fit, that is all.
    """
    pairs = list(zip(slots, facts, strict=True))
    unfit = [_unfit(slot, words.get(slot.slot, "")) for slot, fact in pairs if not fact.fits]
    return unfit or [problem for _, fact in pairs for problem in _misplaced(fact, words.get(fact.slot, ""))]


def _misplaced(fact: SlotFacts, text: str) -> list[Problem]:
    name, found = fact.slot, []
    if fact.overlaps:
        what = " and ".join("the product" if other == PRODUCT else other for other in fact.overlaps)
        found.append(Problem(name, f"it touches {what}", got=text, expected="clear of everything", cure="shorten it"))
    if fact.clearance < _OUTSIDE:
        got = f"{-fact.clearance:g} px outside"
        found.append(Problem(name, "it leaves the safe zone", got=got, expected="all of it inside", cure="shorten it"))
    if fact.contrast < LEAST_CONTRAST:
        cure = "choose another tone"
        if name == LOGO:
            cure = "give the logo as a drawing in one colour, which takes the panel's ink, or choose another tone"
        expected = f"{LEAST_CONTRAST:g}:1 or more"
        got = f"{fact.contrast:g}:1"
        found.append(Problem(name, "it cannot be read on its ground", got=got, expected=expected, cure=cure))
    return found


def _unfit(slot: Inked, text: str) -> Problem:
    if slot.snag:
        word = slot.snag.replace("\u00ad", "").removesuffix("-")
        cure = "use a shorter word, part it with a space, or show its seam with a soft hyphen (U+00AD)"
        why = f"the word {word!r} is wider than the panel"
    else:
        why, cure = "it does not fit its room", "shorten it, or part it into beats that read well as lines"
    least = "at its least size of " if not slot.told_fit else ""
    return Problem(slot.slot, why, got=f"{text!r} {least}{slot.size:g} px", expected="words that fit", cure=cure)


def refusal(layout: Layout, found: Sequence[Problem]) -> Refusal:
    """The first problem in full, the others named after it."""
    first, *others = found
    also = "".join(f"; also {problem.words}" for problem in others)
    return Refusal(
        subject=layout.id,
        why=f"{first.words}{also}",
        got=str(first.got or ""),
        expected=first.expected,
        cure=first.cure,
    )
