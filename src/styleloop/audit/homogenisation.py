"""Is it one more of the same, or nobody's voice? Newness, distance from the house style, and variety of a batch.

The floor and the ceiling are those that choosing goes by (`style.floor`, `style.ceiling`). Choosing keeps to them;
lines that people propose, edit, translate or restyle have not been chosen, and are told of here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from styleloop.audit.objection import object_to, whole
from styleloop.types.audit import AuditItem, Family, Finding
from styleloop.types.copy import HEADLINE
from styleloop.types.record import Refusal
from styleloop.types.style import Score
from styleloop.vector.diversity import nearest_of_each, table_of, vendi_of
from styleloop.vector.similarity import nearest, plain

SMALLEST = 3
"""Different lines of one market that make a batch."""


class _Batch(NamedTuple):
    """The different lines of one market, and what they count as."""

    lines: tuple[str, ...]
    novelty: float
    vendi: float


class Homogenisation:
    """Sameness within a batch and with what was, and distance from what the brand is."""

    name = "homogenisation"
    family: Family = "homogenisation"
    version = "1"
    rules: Mapping[str, str] = {
        "below-floor": "A line less new against own recent lines than `style.floor`.",
        "above-ceiling": "A line further from the house style than `style.ceiling`.",
        "batch-alike": f"A batch of {SMALLEST} lines or more that are less new against one another than `style.floor`.",
    }

    def check(self, items: Sequence[AuditItem]) -> Sequence[tuple[Finding, ...] | Refusal]:
        """At most one objection of each kind to a piece; sizes of one line get the same."""
        batches = _batches(items)
        return [
            (*self._novelty(item), *self._distance(item), *self._batch(item, batches.get(item.market.locale)))
            for item in items
        ]

    def _novelty(self, item: AuditItem) -> tuple[Finding, ...]:
        score = item.score
        if score is None or score.novelty >= item.floor or not item.words.text(HEADLINE):
            return ()
        own = [(name, line) for name, role, line in item.history if role == "own" and name != item.subject]
        likeness, at = nearest(item.words.text(HEADLINE), [line for _, line in own])
        beside = f"; {likeness:.2f} like “{own[at][1]}” ({own[at][0]})" if at >= 0 and likeness else ""
        message = f"The headline is {score.novelty:.2f} new against own recent lines; the floor is {item.floor:g}."
        cited = f"style.floor {item.floor:g}{beside}"
        return (object_to(self, item, "below-floor", "warn", message, cited, span=whole(item, HEADLINE)),)

    def _distance(self, item: AuditItem) -> tuple[Finding, ...]:
        score = item.score
        if score is None or score.distance <= item.ceiling:
            return ()
        message = f"It is {score.distance:.2f} from the house style; the ceiling is {item.ceiling:g}{_why(score)}."
        cited = f"style.ceiling {item.ceiling:g}; style {score.style}; 1 is as far as the brand itself strays"
        span = whole(item, HEADLINE) if item.words.text(HEADLINE) else None
        return (object_to(self, item, "above-ceiling", "warn", message, cited, span=span),)

    def _batch(self, item: AuditItem, batch: _Batch | None) -> tuple[Finding, ...]:
        line = item.words.text(HEADLINE)
        if batch is None or batch.novelty >= item.floor or not line:
            return ()
        others = [other for other in batch.lines if plain(other) != plain(line)]
        likeness, at = nearest(line, others)
        if 1 - likeness >= item.floor:
            return ()
        count = len(batch.lines)
        message = (
            f"The {count} lines of this batch are {batch.novelty:.2f} new against one another on average and count as "
            f"{batch.vendi:.1f}; the floor is {item.floor:g}. This one is {likeness:.2f} like “{others[at]}”."
        )
        cited = f"style.floor {item.floor:g}; share of word pairs that two lines both have"
        return (object_to(self, item, "batch-alike", "warn", message, cited, span=whole(item, HEADLINE)),)


def _why(score: Score) -> str:
    told = ", ".join(f"{measure} {z:+.1f}" for measure, z in score.causes)
    return f" ({told} spreads from the usual)" if told else ""


def _batches(items: Sequence[AuditItem]) -> dict[str, _Batch]:
    """Drawn pieces by market; a line counts once, in however many formats. Mere drafts are there to be chosen from."""
    lines: dict[str, dict[str, str]] = {}
    for item in items:
        line = item.words.text(HEADLINE)
        if line and item.rendering is not None:
            lines.setdefault(item.market.locale, {}).setdefault(plain(line), line)
    return {market: _batch(tuple(said.values())) for market, said in lines.items() if len(said) >= SMALLEST}


def _batch(lines: tuple[str, ...]) -> _Batch:
    likeness = [float(nearest_of_each([line], [*lines[:at], *lines[at + 1 :]])[0]) for at, line in enumerate(lines)]
    return _Batch(lines, 1 - sum(likeness) / len(likeness), vendi_of(table_of(lines)))
