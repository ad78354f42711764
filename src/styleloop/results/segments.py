"""The same test, segment by segment: for questions, not for answers."""

from __future__ import annotations

from collections.abc import Iterable

from styleloop.results.lift import lift
from styleloop.results.tallies import periods
from styleloop.types.asset import Response
from styleloop.types.experiment import Allocation, Experiment, Lift

CAVEAT = (
    "Segments are not what this test was planned for: with {n} of them each is held to a stricter measure, so that all "
    "together raise a false alarm at most one time in twenty. A difference in one and not in another is a question "
    "for the next test."
)


def segments(
    experiment: Experiment,
    responses: Iterable[Response],
    allocations: Iterable[Allocation] = (),
    confidence: float = 0.95,
) -> tuple[Lift, ...]:
    """Lift in every segment, by name; nothing where there are fewer than two.

    The error is divided among the segments (Bonferroni).
    """
    rows, logged = tuple(responses), tuple(allocations)
    names = sorted({r.segment for r in rows})
    if len(names) < 2:
        return ()
    found: list[Lift] = []
    for name in names:
        here = [r for r in rows if r.segment == name]
        parts = periods(experiment, here, logged)
        if parts:
            held = 1 - (1 - confidence) / len(names)
            found += lift(experiment, parts, any(r.simulated for r in here), held, name)
    return tuple(found)
