"""What leads, what follows, and in which order the parts of a layout are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from styleloop.types.copy import BODY, CTA, HEADLINE, PRICE
from styleloop.types.variant import Box, SlotFacts

TOLD = (HEADLINE, BODY, PRICE, CTA)
"""The order a piece is told in."""
SAME_LINE = 0.01
"""Share of the short side within which edges stand on one line."""


def area(box: Box) -> float:
    """Square pixels."""
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def ranks(drawn: Sequence[SlotFacts]) -> dict[str, int]:
    """Slot -> place by visual weight, 1 the strongest; of equals the upper one leads.

    Weight is ink area x (contrast - 1): a large word that cannot be seen leads nobody.
    """
    order = sorted(drawn, key=lambda f: (-area(f.ink) * max(0.0, f.contrast - 1), f.ink[1], f.ink[0]))
    found: dict[str, int] = {}
    for facts in order:
        found.setdefault(facts.slot, len(found) + 1)
    return found


def in_told_order(drawn: Sequence[SlotFacts], from_right: bool) -> float | None:
    """Share of pairs of slots that are read as they are told: from the top, on one height from the side reading starts.

    None with fewer than two of headline, body, price and label.
    """
    first = _first(drawn)
    told = [first[slot] for slot in TOLD if slot in first]
    pairs = list(combinations(told, 2))
    if not pairs:
        return None
    return sum(_before(one, other, from_right) for one, other in pairs) / len(pairs)


def _before(one: SlotFacts, other: SlotFacts, from_right: bool) -> bool:
    beside = min(one.ink[3], other.ink[3]) - max(one.ink[1], other.ink[1])
    if beside > 0.5 * min(one.ink[3] - one.ink[1], other.ink[3] - other.ink[1]):
        return one.ink[2] >= other.ink[2] if from_right else one.ink[0] <= other.ink[0]
    return one.ink[1] + one.ink[3] <= other.ink[1] + other.ink[3]


def alignment(drawn: Sequence[SlotFacts], short: int) -> float | None:
    """Largest share of the slots whose left edges, middles or right edges stand on one line; None with fewer than two.

    Two slots of different rows are enough for 1 when they share an edge.
    """
    if len(drawn) < 2:
        return None
    lines = ([f.ink[0] for f in drawn], [(f.ink[0] + f.ink[2]) / 2 for f in drawn], [f.ink[2] for f in drawn])
    most = max(sum(0 <= at - start <= SAME_LINE * short for at in line) for line in lines for start in line)
    return most / len(drawn)


def _first(drawn: Sequence[SlotFacts]) -> Mapping[str, SlotFacts]:
    found: dict[str, SlotFacts] = {}
    for facts in drawn:
        found.setdefault(facts.slot, facts)
    return found
