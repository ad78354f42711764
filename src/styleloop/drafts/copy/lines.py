"""Frames -> lines: every admissible way to fill a frame with one product's facts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product as combinations

from styleloop.drafts.copy import house
from styleloop.drafts.copy.material import Material
from styleloop.drafts.copy.spoken import tagged
from styleloop.language.filling import (
    ADVERSARY,
    AGREEMENT,
    AUDIENCE,
    EITHER,
    LABEL,
    PRICE,
    PRODUCT,
    Filled,
    Filler,
    Span,
    fill,
    misfit,
)
from styleloop.language.forms import BARE, language
from styleloop.types.copy import HEADLINE
from styleloop.types.product import FACT_KINDS
from styleloop.types.record import Refusal
from styleloop.types.style import Pattern, PatternSlot

_NO_BOAST = frozenset((PRODUCT, PRICE, AGREEMENT, "material"))
"""What does not tell more of a product than its material."""
MANY = 40
"""At most so many ways to fill one frame."""


@dataclass(frozen=True)
class Line:
    """One filled frame."""

    pattern: Pattern
    filled: Filled

    @property
    def text(self) -> str:
        """The words."""
        return self.filled.text

    @property
    def facts(self) -> frozenset[str]:
        """Everything it says, by fact."""
        return frozenset(s.fact for s in self.filled.spans)


def usable(pattern: Pattern, material: Material) -> str:
    """Why a frame must not be used in this brief at all, or an empty string."""
    if pattern.support < 2 and not pattern.approved:
        return "seen with one product only, and waiting for a person's yes: styleloop style MARKET --frames"
    unbacked = [said for said in pattern.asserts if not material.backing(said)]
    if unbacked:
        return "asserts something that no fact or claim backs here: " + ", ".join(repr(text) for text in unbacked)
    return ""


def lines(patterns: Iterable[Pattern], material: Material) -> tuple[tuple[Line, ...], Counter[str]]:
    """Every line that the frames give, each text once, and why frames gave none (reason -> frames)."""
    made: dict[str, Line] = {}
    causes: Counter[str] = Counter()
    for pattern in patterns:
        why = usable(pattern, material)
        found = [] if why else list(_ways(pattern, material))
        good = [line for line in found if isinstance(line, Line)]
        for line in good:
            made.setdefault(line.text, line)
        if not good:
            causes[why or next((w for w in found if isinstance(w, str)), "it needs more facts than there are")] += 1
    return tuple(made.values()), causes


def _ways(pattern: Pattern, material: Material) -> Iterator[Line | str]:
    """Lines from one frame; a word of explanation where a way, or the frame, came to nothing."""
    slots = [slot for slot in pattern.gaps if slot.kind != AGREEMENT]
    options = [_fitting(slot, slots, material) for slot in slots]
    for slot, fitting in zip(slots, options, strict=True):
        if not fitting:
            yield missing(slot, material)
            return
    if house.neutral(pattern):
        options = [
            [f for f in fitting if _carries(f, slot, pattern, material)]
            for slot, fitting in zip(slots, options, strict=True)
        ]
        if not all(options):
            yield "what is left to say of the product tells nothing by itself"
            return
    count = 0
    for way in combinations(*options):
        if not _in_order(slots, way, material):
            continue
        if house.neutral(pattern) and _hangs(pattern, slots, way):
            yield "what would stand in it has a tail of its own"
            return
        filled = fill(pattern, {s.name: f for s, f in zip(slots, way, strict=True)}, material.sku, material.named)
        if isinstance(filled, Refusal):
            yield filled.why
            continue
        objection = material.objection(pattern.slot, filled.text) or _stammer(pattern, filled)
        yield objection or Line(pattern, _with_claims(filled, pattern.asserts, material))
        count += 1
        if count >= MANY:
            return


def _carries(filler: Filler, slot: PatternSlot, pattern: Pattern, material: Material) -> bool:
    """Whether a neutral frame may rest on what fills one of its gaps."""
    if house.thin(filler, slot.form, pattern.slot) or material.misleads(filler):
        return False
    if pattern.slot == HEADLINE and slot.kind == PRODUCT and tagged(filler.words.get(BARE, "")):
        return False
    alone = all(other.kind in _NO_BOAST for other in pattern.gaps)
    return not (pattern.slot == HEADLINE and alone and house.humble(filler, material.locale))


def _hangs(pattern: Pattern, slots: Sequence[PatternSlot], way: Sequence[Filler]) -> bool:
    return any(house.runs_on(pattern, s.name, f.words.get(BARE, "")) for s, f in zip(slots, way, strict=True))


def _stammer(pattern: Pattern, filled: Filled) -> str:
    word = house.twice(filled) if house.neutral(pattern) else ""
    return f"it would say {word!r} twice" if word else ""


def _with_claims(filled: Filled, asserts: Sequence[str], material: Material) -> Filled:
    """`filled` with a span for every literal assertion, naming the claim or fact that backs it."""
    spans = list(filled.spans)
    for said in asserts:
        for at in re.finditer(rf"(?<!\w){re.escape(said)}(?!\w)", filled.text):
            if all(at.end() <= s.start or at.start() >= s.end for s in spans):
                spans.append(Span(at.start(), at.end(), at[0], material.backing(said), "claim"))
    return Filled(filled.text, tuple(sorted(spans, key=lambda s: s.start)))


def _fitting(slot: PatternSlot, slots: Sequence[PatternSlot], material: Material) -> list[Filler]:
    """What may stand in `slot`; nothing that the product's name, where it stands in the line too, says already."""
    found = [f for f in material.fillers if not misfit(slot, f)]
    if slot.kind == PRODUCT or not any(other.kind == PRODUCT for other in slots):
        return found
    said = ((f, (f.say(slot.form) or "", f.words.get(LABEL, ""))) for f in found)
    return [f for f, ways in said if not any(material.in_the_name(way) for way in ways)]


def _in_order(slots: Sequence[PatternSlot], way: Sequence[Filler], material: Material) -> bool:
    """Whether every fact is said once, and facts in like gaps stand in the product's own order."""
    facts = [f.fact for f in way if f.fact.startswith("fact.")]
    if len(set(facts)) < len(facts):
        return False
    by_like: dict[tuple[str, str], list[int]] = {}
    for slot, filler in zip(slots, way, strict=True):
        by_like.setdefault((slot.kind, slot.form), []).append(material.fillers.index(filler))
    return all(found == sorted(found) for found in by_like.values())


def missing(slot: PatternSlot, material: Material) -> str:
    """What the product lacks to fill `slot`, said so that somebody can add it."""
    lang = language(material.locale)
    alike = [f for f in material.fillers if f.kind in slot.kind.split(EITHER)]
    if alike:
        return misfit(slot, alike[0]) or f"the product's name says {alike[0].fact} already"
    if slot.kind == AUDIENCE:
        return f"the brand says in no audiences, in {lang}, whom it speaks to"
    if slot.kind == ADVERSARY:
        return f"nothing is typed in {lang} that the product is up against"
    if slot.kind == PRICE:
        return f"there is no price for {material.locale}"
    kinds = slot.kind.split(EITHER)
    wanted = "fact of any kind" if len(kinds) == len(FACT_KINDS) else f"{' or '.join(kinds)} fact"
    return f"there is no {wanted} in {lang}"
