"""What is usual: median, spread and quantiles of every measure, and how far the brand strays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from styleloop.errors import InputError
from styleloop.style.evidence import Evidence
from styleloop.types.measurement import Measurement, MeasureSpec
from styleloop.types.record import Refusal
from styleloop.types.style import Norm
from styleloop.vector.distance import robust_z, shrunk_covariance, straying
from styleloop.vector.scale import Array, cautious, floor_of, pooled, quantiles, redundant, spread
from styleloop.vector.trials import table, trials
from styleloop.vector.weights import Weights

FEWEST = 5
"""Pieces a market needs before its own norm of a measure replaces the one above."""
MOST = 512
"""Measures of one style: its statistics hold tables of measures by measures, so time grows with their cube."""


@dataclass(frozen=True, eq=False)
class Usual:
    """Norms as records, and as arrays over `measures` (d,): see `Weights` for their meaning.

    `refused` says how many measures were left out, where there are more than `MOST`.
    """

    norms: tuple[Norm, ...]
    measures: tuple[str, ...]
    spread: Array
    centre: Array
    width: Array
    shape: Array
    stray: float
    refused: tuple[Refusal, ...] = ()


@dataclass(frozen=True)
class _Column:
    """One measure over the brand's own pieces."""

    name: str
    unit: str
    extractor: str
    values: tuple[float, ...]
    floor: float
    groups: Mapping[str, Sequence[float]]


def usual(evidence: Evidence, above: Weights | None) -> Usual:
    """The norms of `evidence`; measures, spreads and what a small market lacks come from `above`.

    At the top, of more than `MOST` measures those are kept that varied in most tests, then most within them.

    Raises:
        InputError: one measure comes in two units or from two extractors.
    """
    columns = _columns(evidence)
    measures = above.measures if above else _kept(evidence, columns)
    own = [columns[name] for name in measures if name in columns and (above is None or _enough(columns[name]))]
    norms = {column.name: _norm(column, evidence.market) for column in own}
    if evidence.above is not None:
        norms = {norm.measure: norm for norm in evidence.above.style.norms} | norms
    width = _array(measures, {c.name: cautious(c.values, c.floor) for c in own}, above.width if above else None)
    centre = _array(measures, {c.name: norms[c.name].median for c in own}, above.centre if above else None)
    scale = above.spread if above else _scale(evidence, measures, own)
    shape, stray = _shape(evidence, measures, centre, width, above)
    refused = () if above else _left_out(len(columns), len(measures))
    return Usual(tuple(norms[name] for name in sorted(norms)), measures, scale, centre, width, shape, stray, refused)


def _kept(evidence: Evidence, columns: Mapping[str, _Column]) -> tuple[str, ...]:
    """At most `MOST` measures, sorted by name.

    Ties go to the measure that more pieces have, then to the one its extractor lists first, then by name: without tests
    that is what decides.
    """
    names = sorted(columns)
    if len(names) <= MOST:
        return tuple(names)
    spreads = np.array([spread(pooled(columns[name].groups), columns[name].floor) for name in names])
    found, _ = trials(evidence.responses, evidence.measurements, names, spreads)
    tests, within = np.zeros(len(names)), np.zeros(len(names))
    for trial in found:
        tests += np.ptp(trial.x, axis=0) > 0
        within += trial.x.var(axis=0)
    listed = {spec.name: place for place, spec in enumerate(evidence.specs)}

    def rank(i: int) -> tuple[float, float, int, int, str]:
        name = names[i]
        return -tests[i], -within[i], -len(columns[name].values), listed.get(name, len(listed)), name

    return tuple(sorted(names[i] for i in sorted(range(len(names)), key=rank)[:MOST]))


def _left_out(measured: int, kept: int) -> tuple[Refusal, ...]:
    if kept == measured:
        return ()
    why = f"{measured - kept} measures are left out: those that varied in the fewest tests, and least within them"
    return (
        Refusal(
            subject="measures",
            why=why,
            got=f"{measured} measures",
            expected=f"at most {MOST}",
            cure="install fewer extractors, or one that gives fewer numbers",
        ),
    )


def _scale(evidence: Evidence, measures: Sequence[str], own: Sequence[_Column]) -> Array:
    """One norm-spread per measure, each language taken at its own level; NaN for measures that follow from others.

    Pleasure, for one, is brightness and saturation added up: it has no effect of its own that could be learnt beside
    theirs. Of such measures those listed first by their extractor stay.
    """
    spreads = _array(measures, {c.name: spread(pooled(c.groups), c.floor) for c in own}, None)
    assets = [a for a in evidence.own() if evidence.measurements.get(a.id)]
    values = table([a.id for a in assets], evidence.measurements, measures)
    for locale in sorted({a.locale for a in assets}):
        rows = np.array([a.locale == locale for a in assets])
        values[rows] -= _medians(values[rows])
    listed = {spec.name: place for place, spec in enumerate(evidence.specs)}
    order = sorted(range(len(measures)), key=lambda i: (listed.get(measures[i], len(listed)), measures[i]))
    follows = np.zeros(len(measures), dtype=bool)
    follows[order] = redundant(values[:, order])
    return np.where(follows, np.nan, spreads)


def _medians(values: Array) -> Array:
    present = ~np.isnan(values).all(axis=0)
    found = np.zeros(values.shape[1])
    found[present] = np.nanmedian(values[:, present], axis=0)
    return found


def _enough(column: _Column) -> bool:
    return len(column.values) >= FEWEST


def _columns(evidence: Evidence) -> dict[str, _Column]:
    found: dict[str, list[tuple[str, Measurement]]] = defaultdict(list)
    for asset in evidence.own():
        for m in evidence.measurements.get(asset.id, ()):
            found[m.name].append((asset.locale, m))
    specs = {spec.name: spec for spec in evidence.specs}
    return {name: _column(name, found[name], specs.get(name)) for name in sorted(found)}


def _column(name: str, rows: Sequence[tuple[str, Measurement]], spec: MeasureSpec | None) -> _Column:
    for what in ("unit", "extractor"):
        kinds = sorted({str(getattr(m, what)) for _, m in rows})
        if len(kinds) > 1:
            raise InputError(f"one measure, two {what}s", field=name, got=" and ".join(kinds), expected=f"one {what}")
    groups: dict[str, list[float]] = defaultdict(list)
    for locale, m in rows:
        groups[locale].append(m.value)
    values = tuple(m.value for _, m in rows)
    low, high = (spec.low, spec.high) if spec else (0.0, float("inf"))
    first = rows[0][1]
    return _Column(name, first.unit, first.extractor, values, floor_of(float(np.median(values)), low, high), groups)


def _norm(column: _Column, locale: str) -> Norm:
    levels = quantiles(column.values)
    return Norm(
        measure=column.name,
        unit=column.unit,
        extractor=column.extractor,
        locale=locale,
        median=levels[3],
        iqr=levels[4] - levels[2],
        quantiles=levels,
        n=len(column.values),
    )


def _array(measures: Sequence[str], own: Mapping[str, float], above: Array | None) -> Array:
    rest = above if above is not None else np.full(len(measures), np.nan)
    return np.array([own.get(name, float(rest[i])) for i, name in enumerate(measures)], dtype=np.float64)


def _shape(
    evidence: Evidence, measures: Sequence[str], centre: Array, width: Array, above: Weights | None
) -> tuple[Array, float]:
    ids = [a.id for a in evidence.own() if evidence.measurements.get(a.id)]
    if above is not None and len(ids) < FEWEST:
        return above.shape, above.stray
    if not ids or not measures:
        return np.eye(len(measures)), 1.0
    z = robust_z(table(ids, evidence.measurements, measures), centre, width)
    return shrunk_covariance(z)[0], straying(z)
