"""From rows of a report to randomised comparisons: only what was assigned by chance may teach."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from styleloop.errors import InputError
from styleloop.types.asset import Response
from styleloop.types.measurement import Measurement
from styleloop.types.record import Refusal
from styleloop.vector.chances import chi_square_tail
from styleloop.vector.effect import Trial
from styleloop.vector.scale import Array

MISMATCH = 0.001
"""A split of the audience less likely than this was not the one that was planned."""
FEWEST_CLICKS = 3.0
"""Clicks a version must be expected to get before its log-odds are worth a number (the +.5 is unbiased from there)."""

Numbers = Mapping[str, Sequence[Measurement]]
"""Subject -> its measurements."""


def teaching(responses: Iterable[Response]) -> tuple[Response, ...]:
    """Responses whose audience was assigned by chance, each once, sorted by id. Observational rows never pass."""
    kept = {r.id: r for r in responses if r.test and r.exposure in ("randomised", "propensity")}
    return tuple(kept[key] for key in sorted(kept))


def extractors(measurements: Numbers, known: Iterable[str] = ()) -> tuple[str, ...]:
    """`name@version` of everyone who measured, sorted.

    Raises:
        InputError: two versions of one extractor meet, among the measurements or with those `known` before.
    """
    found: dict[str, str] = {}
    used = sorted({m.extractor for numbers in measurements.values() for m in numbers} | set(known))
    for extractor in used:
        name = extractor.partition("@")[0]
        if found.setdefault(name, extractor) != extractor:
            raise InputError(
                "numbers of two extractor versions would meet in one fit",
                field="extractor",
                got=f"{found[name]} and {extractor}",
                expected="one version",
                cure="measure everything again with the installed version",
            )
    return tuple(used)


def table(subjects: Sequence[str], measurements: Numbers, measures: Sequence[str]) -> Array:
    """Values of `measures` for `subjects`, shape (n, d); NaN where a measure is absent."""
    place = {name: column for column, name in enumerate(measures)}
    values = np.full((len(subjects), len(measures)), np.nan)
    for row, subject in enumerate(subjects):
        for m in measurements.get(subject, ()):
            if m.name in place:
                values[row, place[m.name]] = m.value
    return values


def trials(
    responses: Iterable[Response],
    measurements: Numbers,
    measures: Sequence[str],
    spreads: Array,
    channels: Mapping[str, str] | None = None,
) -> tuple[tuple[Trial, ...], tuple[Refusal, ...]]:
    """Randomised comparisons in `responses`, and why some tests may not teach.

    Versions are compared within one test, market, format and segment, and within one day where the shares changed from
    day to day. Measures are in norm-spreads; one that is absent for any version of a comparison is left out of it.
    `channels` says where each subject ran; a test whose versions ran in several is refused.
    """
    where = channels or {}
    found: list[Trial] = []
    refused: list[Refusal] = []
    groups = _grouped(teaching(responses))
    for key in sorted(groups):
        made = _trial(key, groups[key], measurements, measures, spreads, where)
        if isinstance(made, Refusal):
            refused.append(made)
        else:
            found.append(made)
    return tuple(found), tuple(refused)


def aged(found: Sequence[Trial], half_life: float, newest: int = 0) -> tuple[Trial, ...]:
    """The same trials, each counting half as much for every `half_life` days it is older than the newest.

    Held against the newest test and not against the clock, so that the same evidence gives the same style. 0 forgets
    nothing. `newest` is an ordinal day, for shards and markets that do not hold the newest test themselves.

    Raises:
        InputError: the half-life is negative or not finite.
    """
    if not 0 <= half_life < float("inf"):
        raise InputError("no half-life", field="half_life_days", got=half_life, expected="0 or more days")
    if not half_life:
        return tuple(found)
    last = max([newest, *(trial.day for trial in found)])
    # Never quite nothing: a weight of 0 would leave a test in the books that taught nobody.
    return tuple(replace(t, weight=max(0.5 ** ((last - t.day) / half_life), 1e-9)) for t in found)


def split_chance(shown: Sequence[int], shares: Sequence[float]) -> float:
    """How likely a split at least as uneven as `shown` is, had the audience been divided by `shares` (chi-square)."""
    total, whole = sum(shown), sum(shares)
    if len(shown) < 2 or total == 0:
        return 1.0
    expected = [total * share / whole for share in shares]
    statistic = sum((n - e) ** 2 / e for n, e in zip(shown, expected, strict=True))
    return chi_square_tail(statistic, len(shown) - 1)


_Key = tuple[str, str, str, str, str]


def _grouped(responses: Sequence[Response]) -> dict[_Key, list[Response]]:
    moving = _moving(responses)
    groups: dict[_Key, list[Response]] = defaultdict(list)
    for r in responses:
        day = r.day.isoformat() if r.test in moving else ""
        groups[r.test, r.market, r.placement, r.segment, day].append(r)
    return groups


def _moving(responses: Sequence[Response]) -> set[str]:
    """Tests in which a version's share changed from day to day."""
    seen: dict[tuple[str, str, str, str, str], set[float | None]] = defaultdict(set)
    for r in responses:
        seen[r.test, r.market, r.placement, r.segment, r.subject].add(r.propensity)
    return {key[0] for key, shares in seen.items() if len(shares) > 1}


def _trial(
    key: _Key,
    rows: Sequence[Response],
    measurements: Numbers,
    measures: Sequence[str],
    spreads: Array,
    channels: Mapping[str, str],
) -> Trial | Refusal:
    test = key[0]
    subjects = sorted({r.subject for r in rows})
    shown = {s: sum(r.shown for r in rows if r.subject == s) for s in subjects}
    clicked = {s: sum(r.clicked for r in rows if r.subject == s) for s in subjects}
    shares = {s: next((r.propensity for r in rows if r.subject == s), None) for s in subjects}
    ran = sorted({channels.get(s, "") for s in subjects})
    refusal = _unfit(test, subjects, shown, shares) or _astray(test, ran)
    if refusal:
        return refusal
    seen = [s for s in subjects if shown[s] > 0 and measurements.get(s)]
    if len(seen) < 2:
        return _refusal(test, "fewer than two of its versions were seen and measured", f"{len(seen)}", "2 or more")
    n = np.array([float(shown[s]) for s in seen])
    k = np.array([float(clicked[s]) for s in seen])
    least = float(n.min()) * float(k.sum()) / float(n.sum())
    if least < FEWEST_CLICKS:
        return _refusal(test, "too few clicks to compare its versions yet", f"{least:.1f} clicks for a version", "3")
    x = table(seen, measurements, measures) / spreads
    x = np.where(np.isnan(x).any(axis=0), 0.0, x)
    day = max(r.day for r in rows).toordinal()
    return Trial(test, "|".join(key), key[1], tuple(seen), x, n, k, channel=ran[0], day=day)


def _astray(test: str, channels: Sequence[str]) -> Refusal | None:
    if len(channels) < 2:
        return None
    return _refusal(test, "its versions ran in different channels, so its audiences differ", ", ".join(channels), "one")


def _unfit(
    test: str, subjects: Sequence[str], shown: Mapping[str, int], shares: Mapping[str, float | None]
) -> Refusal | None:
    if len(subjects) < 2:
        return _refusal(test, "a test with one version compares nothing", "1 version", "2 or more")
    given = [share for share in shares.values() if share is not None]
    if given and len(given) < len(subjects):
        return _refusal(
            test, "the planned share of some versions is missing", f"{len(given)} of {len(subjects)}", "all"
        )
    planned = given or [1.0] * len(subjects)
    chance = split_chance([shown[s] for s in subjects], planned)
    if chance < MISMATCH:
        split = ", ".join(str(shown[s]) for s in subjects)
        wanted = ", ".join(f"{share / sum(planned):.0%}" for share in planned)
        return _refusal(test, "its audience was not divided as planned, so it may not teach", split, wanted)
    return None


def _refusal(test: str, why: str, got: str, expected: str) -> Refusal:
    return Refusal(subject=test, why=why, got=got, expected=expected)
