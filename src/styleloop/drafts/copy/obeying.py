"""How far lines are from what the brief asks, by the same measures that judge them later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from styleloop.measure.copy import CopyExtractor
from styleloop.types.brief import Directive
from styleloop.types.copy import Copy
from styleloop.types.measurement import Subject
from styleloop.types.record import Refusal

_PERSONS = {"second": "copy.second_person", "first": "copy.first_plural", "third": "copy.third_singular"}


def missed(lines: Sequence[str], locale: str, directives: Sequence[Directive], person: str) -> dict[str, float]:
    """Headline -> share of what is asked that it misses, 0 to 1.

    Args:
        lines: Headlines.
        locale: Their language; measures that are not valid there ask nothing.
        directives: Ranges of measures.
        person: The brand's, `second`, `first`, `third` or `any`: a line that speaks in another person misses one more.
    """
    if not directives and person not in _PERSONS:
        return dict.fromkeys(lines, 0.0)
    subjects = [Subject(id=str(i), locale=locale, words=Copy.of(headline=line)) for i, line in enumerate(lines)]
    shares: dict[str, float] = {}
    for line, found in zip(lines, CopyExtractor().extract(subjects), strict=True):
        values = {} if isinstance(found, Refusal) else {m.name: m.value for m in found}
        asked = [d for d in directives if d.measure in values]
        misses = sum(not d.low <= values[d.measure] <= d.high for d in asked)
        count = len(asked) + (person in _PERSONS)
        shares[line] = (misses + _other_person(values, person)) / max(1, count)
    return shares


def misses(values: Mapping[str, float], directives: Sequence[Directive], person: str) -> tuple[str, ...]:
    """What of a line is off, in numbers: `11 words, asked for 4 to 8 words`; nothing where nothing is.

    Args:
        values: Measure -> value of the line; measures that are not there ask nothing.
        directives: Ranges of measures.
        person: As for `missed`.
    """
    found = [
        _told(d, values[d.measure])
        for d in directives
        if d.measure in values and not d.low <= values[d.measure] <= d.high
    ]
    return (*found, *((f"it does not speak in the {person} person",) if _other_person(values, person) else ()))


def _told(asked: Directive, value: float) -> str:
    name = asked.measure.rsplit(".", 1)[-1].replace("_", " ")
    figure, unit = (f"{100 * value:.0f}", "%") if asked.unit == "share" else (f"{value:.3g}", asked.unit)
    said = figure if unit == "count" else f"{figure} {unit}"
    return f"{said if name == unit else f'{name}: {said}'}, asked for {asked.words.removeprefix(f'{name}: ')}"


def _other_person(values: Mapping[str, float], person: str) -> bool:
    wanted = _PERSONS.get(person)
    if wanted is None or values.get(wanted, 0.0) > 0:
        return False
    return any(values.get(other, 0.0) > 0 for other in _PERSONS.values() if other != wanted)
