"""What helps in pictures and layouts -> how large the product and the headline are drawn, and on how light a ground."""

from __future__ import annotations

from collections.abc import Mapping

from styleloop.types.brief import Look
from styleloop.types.style import Effect, StyleVector

FULL = 0.05
"""Log-odds per usual step, about 5 % more clicks, at which a lever is drawn all the way."""

LEVERS: Mapping[str, Mapping[str, int]] = {
    "subject": {"picture.negative_space": -1},
    "light": {"picture.brightness": 1, "picture.heavy_light": -1},
    "saturation": {"picture.saturation": 1},
    "arousal": {"picture.arousal": 1},
    "balance": {"picture.balance": 1},
    "headline": {"layout.headline_size": 1, "layout.size_ratio": 1},
}
"""Lever -> the measures that it moves, and which way, as drawing and measuring showed (tests/compose/test_looks.py)."""


def look(style: StyleVector) -> Look:
    """Levers drawn towards what helps; one without a known effect stays where the template has it."""
    known = {e.measure: e for e in style.effects if e.verdict != "not known yet"}
    return Look(**{lever: _drawn(moves, known) for lever, moves in LEVERS.items()})


def looked(look: Look, style: StyleVector) -> tuple[str, ...]:
    """Why, in words: one sentence for each lever that is drawn."""
    said = {
        "subject": ("the product larger", "more room about the product"),
        "light": ("a lighter ground", "a darker ground"),
        "saturation": ("richer colours", "more muted colours"),
        "arousal": ("a deeper, richer ground", "a calmer ground"),
        "balance": ("the product farther out, against the words", "the product nearer the words"),
        "headline": ("a larger headline", "a smaller headline"),
    }
    tests = {e.measure: e.tests for e in style.effects}
    return tuple(
        f"{said[lever][getattr(look, lever) < 0]}: it helped in {max(tests.get(m, 0) for m in moves)} tests"
        for lever, moves in LEVERS.items()
        if getattr(look, lever)
    )


def _drawn(moves: Mapping[str, int], known: Mapping[str, Effect]) -> float:
    """The measure that says most decides: two that mean the same must not count twice."""
    found = [sign * known[m].mean for m, sign in moves.items() if m in known]
    return round(max(-1.0, min(1.0, max(found, key=abs, default=0.0) / FULL)), 3)
