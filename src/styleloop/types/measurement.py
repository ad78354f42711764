"""What is measured and what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from styleloop.types.copy import Copy
from styleloop.types.picture import Picture
from styleloop.types.record import Record
from styleloop.types.variant import SlotFacts


class MeasureSpec(Record):
    """One measure: what it is, in which unit, by which formula, valid where."""

    name: str
    """Dotted, by family: `copy.words`, `picture.colourfulness`."""
    unit: str
    """`words`, `share`, `graphemes/sentence`, `L*`, ... never empty; a pure ratio says `share` or `ratio`."""
    low: float
    high: float
    """Range that the formula can give."""
    formula: str
    source: str
    """Paper, standard or convention the formula comes from."""
    locales: tuple[str, ...] | None = None
    """Languages (`en`, `de`) it is valid for; None for all. Elsewhere it is absent, never zero."""
    reading_low: str = ""
    reading_high: str = ""
    """How people say it when the value is low or high: `short line` / `long line`."""


class Measurement(Record):
    """One number with its unit, and who measured it."""

    subject: str
    """Id of the asset, draft or variant."""
    name: str
    value: float
    unit: str
    extractor: str
    """`name@version`. Numbers of two versions never meet in one fit."""


_FIELDS = frozenset(("subject", "name", "value", "unit", "extractor"))
_PARTS = ("__dict__", "__pydantic_fields_set__", "__pydantic_extra__", "__pydantic_private__")
_put_values, _put_set, _put_extra, _put_private = (vars(BaseModel)[part].__set__ for part in _PARTS)
"""Straight to the places of a record, past the look-up by name: less than half the time, for a hundred of each text."""


def known(subject: str, name: str, value: float, unit: str, extractor: str) -> Measurement:
    """A measurement whose parts are known to be right: not validated, which would be a third of an extractor's time.

    `value` must be a finite float.
    """
    made = Measurement.__new__(Measurement)
    _put_values(made, {"subject": subject, "name": name, "value": value, "unit": unit, "extractor": extractor})
    _put_set(made, _FIELDS)
    _put_extra(made, None)
    _put_private(made, None)
    return made


def known_all(
    subject: str, fields: Iterable[Callable[[], dict[str, Any]]], values: Iterable[float]
) -> tuple[Measurement, ...]:
    """As `known`, for all measures of one subject at once.

    Args:
        subject: id of the asset, draft or variant.
        fields: for each measure, what gives a fresh copy of its `blank`.
        values: finite floats, as many.
    """
    made, new = [], Measurement.__new__
    for fresh, value in zip(fields, values, strict=True):
        parts = fresh()
        parts["subject"], parts["value"] = subject, value
        one = new(Measurement)
        _put_values(one, parts)
        _put_set(one, _FIELDS)
        _put_extra(one, None)
        _put_private(one, None)
        made.append(one)
    return tuple(made)


def blank(name: str, unit: str, extractor: str) -> dict[str, Any]:
    """The fields of a measurement that are the same for every subject, the others to be filled in."""
    return {"subject": "", "name": name, "value": 0.0, "unit": unit, "extractor": extractor}


@dataclass(frozen=True, eq=False)
class Subject:
    """What an extractor reads: words, one decoded picture, slot boxes; whatever there is of them."""

    id: str
    locale: str
    words: Copy
    picture: Picture | None = None
    facts: tuple[SlotFacts, ...] = ()
    size: tuple[int, int] | None = None
    colours: tuple[str, ...] = ()
    """The brand's own, as `#rrggbb`; empty where they are not known."""
