"""Rows of a report -> one sum per version, and whether the audience was divided as planned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from styleloop.types.asset import Response
from styleloop.types.experiment import Experiment, Tally
from styleloop.types.record import Refusal
from styleloop.vector.trials import MISMATCH, split_chance, teaching


def tallies(experiment: Experiment, responses: Iterable[Response]) -> tuple[Tally, ...]:
    """Exposures and clicks of each version, in the experiment's order; versions without a row stand at 0.

    Only rows of this test, market and format whose audience was assigned by chance; each row once.
    """
    here = [
        r
        for r in teaching(responses)
        if r.test == experiment.id and r.market == experiment.market and r.placement == experiment.placement
    ]
    return tuple(
        Tally(
            arm=arm.name,
            shown=sum(r.shown for r in here if r.subject == arm.subject),
            clicked=sum(r.clicked for r in here if r.subject == arm.subject),
        )
        for arm in experiment.arms
    )


def sample_ratio(experiment: Experiment, found: Sequence[Tally]) -> Refusal | None:
    """None when the audience was divided as planned; else why this test may not teach.

    Chi-square of the exposures against the planned shares; a split less likely than 1 in 1,000 is not chance
    (Fabijan et al. 2019, sample-ratio mismatch).
    """
    shares = {arm.name: arm.share for arm in experiment.arms}
    ordered = sorted(found, key=lambda tally: tally.arm)
    chance = split_chance([t.shown for t in ordered], [shares[t.arm] for t in ordered])
    if chance >= MISMATCH:
        return None
    return Refusal(
        subject=experiment.id,
        why="its audience was not divided as planned, so it may not teach",
        got=", ".join(f"{t.arm} {t.shown:,}" for t in ordered),
        expected=", ".join(f"{t.arm} {shares[t.arm]:.0%}" for t in ordered),
        cure="look for a redirect, a cache or a late start that lost some people, and run the test again",
    )
