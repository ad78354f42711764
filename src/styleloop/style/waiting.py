"""Answers that may not teach yet: kept, so that later ones can complete them."""

from __future__ import annotations

from collections.abc import Iterable

from styleloop.types.asset import Response
from styleloop.vector.effect import Trial
from styleloop.vector.trials import teaching


def waiting(responses: Iterable[Response], read: Iterable[Trial]) -> tuple[Response, ...]:
    """Those of randomised `responses` whose comparison is not among the trials that were `read` from them.

    A version that was not shown yet, too few clicks, a split that chance made uneven: more answers may mend each.
    """
    keys = {trial.key for trial in read}
    return tuple(r for r in teaching(responses) if not _keys(r) & keys)


def _keys(r: Response) -> set[str]:
    """Of the comparison it belongs to, where shares stood still and where they moved from day to day."""
    place = "|".join((r.test, r.market, r.placement, r.segment))
    return {f"{place}|", f"{place}|{r.day.isoformat()}"}
