"""Randomised tests: who is shown what, with which share."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date

from styleloop.errors import InputError
from styleloop.types.experiment import Arm, Experiment


def experiment(
    campaign: str,
    market: str,
    placement: str,
    versions: Sequence[tuple[str, str]],
    control: str,
    starts: date,
    shares: Mapping[str, float] | None = None,
) -> Experiment:
    """A test of `versions`, (name, subject id) each, in one market and format.

    Args:
        campaign: id of the campaign it belongs to.
        market: locale.
        placement: format.
        versions: two or more, names and subjects all different.
        control: name of the version the others are compared with: the original.
        starts: first day.
        shares: name -> share of the audience, above 0, adding up to 1; equal shares when None.

    Raises:
        InputError: fewer than two versions, a name or subject twice, an unknown control, or shares that do not add up.
    """
    where = f"test in {market}, {placement}"
    names = [name for name, _ in versions]
    if len(versions) < 2:
        raise InputError("a test needs two versions", where=where, got=names, expected="2 or more")
    for what, values in (("name", names), ("subject", [subject for _, subject in versions])):
        twice = sorted({v for v in values if values.count(v) > 1})
        if twice:
            raise InputError(f"two versions have one {what}", where=where, got=twice[0], expected=f"different {what}s")
    if control not in names:
        raise InputError("the original is not among the versions", where=where, got=control, expected=", ".join(names))
    given = _shares(names, shares, where)
    arms = tuple(Arm(name=name, subject=subject, share=given[name]) for name, subject in versions)
    return Experiment(campaign=campaign, market=market, placement=placement, arms=arms, control=control, starts=starts)


def _shares(names: Sequence[str], shares: Mapping[str, float] | None, where: str) -> dict[str, float]:
    if shares is None:
        return {name: 1.0 / len(names) for name in names}
    if set(shares) != set(names):
        raise InputError("a share for every version", where=where, got=sorted(shares), expected=", ".join(names))
    total = math.fsum(shares.values())
    if min(shares.values()) <= 0 or not math.isclose(total, 1.0, abs_tol=1e-6):
        raise InputError("shares do not divide the audience", where=where, got=total, expected="above 0, sum 1")
    return dict(shares)
