"""Answers that may not teach yet: kept, so that later ones can complete them."""

from __future__ import annotations

from collections.abc import Iterable

from styleloop.types.asset import Response
from styleloop.types.record import Refusal
from styleloop.vector.effect import Trial
from styleloop.vector.trials import MISMATCH, split_chance, teaching


def waiting(responses: Iterable[Response], read: Iterable[Trial]) -> tuple[Response, ...]:
    """Those of randomised `responses` whose comparison is not among the trials that were `read` from them.

    A version that was not shown yet, too few clicks, a split that chance made uneven: more answers may mend each.
    """
    keys = {trial.key for trial in read}
    return tuple(r for r in teaching(responses) if not keys_of(r) & keys)


def undone(before: Trial, whole: Trial, fresh: Iterable[Response]) -> tuple[Response, ...]:
    """The answers of a trial that may not teach any more, since with `fresh` ones it is `whole`; none when it may.

    Two parts of a test may each be divided as planned, near enough, and the whole not.
    """
    first: dict[str, Response] = {}
    for r in fresh:
        if before.key in keys_of(r):
            first.setdefault(r.subject, r)
    planned = [first[s].propensity or 1.0 for s in whole.subjects]
    if split_chance([int(n) for n in whole.shown], planned) >= MISMATCH:
        return ()
    counts = zip(before.subjects, before.shown.tolist(), before.clicked.tolist(), strict=True)
    return tuple(
        first[s].model_copy(update={"shown": int(n), "clicked": int(k), "id": f"{before.key} {s}"})
        for s, n, k in counts
    )


def crooked(whole: Trial) -> Refusal:
    """Why a trial that taught so far does not any more."""
    return Refusal(
        subject=whole.test,
        why="with the new answers its audience was not divided as planned, so it may not teach any more",
        got=", ".join(f"{n:.0f}" for n in whole.shown),
        expected="the shares that were planned",
        permanent=False,
    )


def keys_of(r: Response) -> set[str]:
    """Of the comparison it belongs to, where shares stood still and where they moved from day to day."""
    place = "|".join((r.test, r.market, r.placement, r.segment))
    return {f"{place}|", f"{place}|{r.day.isoformat()}"}
