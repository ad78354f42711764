"""The inspiration library -> what is mixed into a brief: how something is said elsewhere, never its words."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from styleloop.brief.directives import wording
from styleloop.types.asset import Asset
from styleloop.types.brief import Directive, Spark
from styleloop.types.copy import HEADLINE
from styleloop.types.style import Norm, StyleVector

STEEPEST = 0.6
"""Share of lines that carry inspiration at dial 1."""
PULLS = 3
"""At most so many measures of a line are drawn towards a piece of inspiration."""
LEAST_PULL = 0.75
"""Norm-spreads from the usual below which a piece has nothing to teach in a measure."""
FURTHEST = 3.0
"""Norm-spreads from the usual up to which a line is drawn: the ceiling would refuse what lies beyond."""
MANNERS = (
    "copy.words", "copy.sentences", "copy.sentence_length", "copy.word_length", "copy.number", "copy.question",
    "copy.second_person", "copy.first_plural", "copy.imperative", "copy.negation",
)  # fmt: skip
"""What a manner of saying something is made of, as far as it is measured."""


def rate(dial: float) -> float:
    """Share of a batch's lines that carry inspiration: 0 at dial 0, 18 % at .3, 42 % at .7, 60 % at 1."""
    return STEEPEST * dial


def sparks(
    library: Sequence[Asset],
    measured: Mapping[str, Mapping[str, float]],
    style: StyleVector,
    lines: int,
    dial: float,
    seed: int,
) -> tuple[Spark, ...]:
    """What is mixed into a brief of so many lines.

    Each line has one number in [0, 1) that belongs to the seed for ever, and carries inspiration when that is below
    the rate: a greater dial keeps all a lesser one had, and adds. Pieces are drawn without repeats.

    Args:
        library: Inspiration in the market's language.
        measured: Asset id -> measure -> value.
        style: What is usual, and how far from it counts as much.
        lines: Lines wished for.
        dial: 0 familiar ... 1 surprising.
        seed: Same seed, same inspiration.
    """
    usual = {n.measure: n for n in style.norms if n.measure in MANNERS}
    known = sorted((a for a in library if a.words.text(HEADLINE)), key=lambda a: (_chance(seed, a.id), a.id))
    teaching = [(a, pulls) for a in known if (pulls := _pulls(measured.get(a.id, {}), usual))]
    found = []
    for (asset, pulls), line in zip(teaching, range(lines), strict=False):
        if _chance(seed, "line", line) < rate(dial):
            found.append(Spark(asset=asset.id, line=asset.words.text(HEADLINE), pulls=pulls))
    return tuple(found)


def _pulls(values: Mapping[str, float], usual: Mapping[str, Norm]) -> tuple[Directive, ...]:
    """The measures in which a piece is least usual, as ranges from half way to where it is."""
    steps = {
        name: max(-FURTHEST, min(FURTHEST, (value - usual[name].median) / _spread(usual[name])))
        for name, value in values.items()
        if name in usual
    }
    far = sorted((n for n in steps if abs(steps[n]) >= LEAST_PULL), key=lambda n: (-round(abs(steps[n]), 9), n))
    return tuple(_towards(usual[name], steps[name]) for name in far[:PULLS])


def _towards(norm: Norm, step: float) -> Directive:
    spread = _spread(norm)
    half, whole = (norm.median + share * step * spread for share in (0.5, 1.0))
    low, high = min(half, whole), max(half, whole)
    return Directive(
        measure=norm.measure,
        low=low,
        high=high,
        unit=norm.unit,
        words=wording(norm.measure, norm.unit, low, high),
        why="inspiration: how another kind of text says it",
    )


def _spread(norm: Norm) -> float:
    """One norm-spread; where all own pieces agree, what the outer quantiles leave, and 1 of the unit at the least."""
    return norm.iqr / 1.349 or (norm.quantiles[-1] - norm.quantiles[0]) / 3.29 or 1.0


def _chance(*parts: object) -> float:
    """A number in [0, 1) that belongs to these words for ever."""
    digest = hashlib.sha256("\x1f".join(map(str, parts)).encode()).digest()
    return int.from_bytes(digest[:7], "big") / 2**56
