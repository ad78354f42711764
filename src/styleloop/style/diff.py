"""What moved between two versions of a style, in numbers and in words, and which tests moved it."""

from __future__ import annotations

from styleloop.errors import InputError
from styleloop.style.compared import COMPARED
from styleloop.style.phrases import OPAQUE, label, more_of, number
from styleloop.style.steps import clicks_words, helps_words, per_cent
from styleloop.types.style import Effect, Norm, Pattern, StyleChange, StyleVector
from styleloop.vector.scale import NORMAL_IQR

MOVED = 0.5
"""A usual value has moved when its median did by half a norm-spread."""
NAMED = 5
"""New tests told by name; all of them are in the record."""
STEP = 1.0
"""An effect has moved when its verdict changed, or its mean by this many of its earlier standard deviations."""


def diff(a: StyleVector, b: StyleVector) -> tuple[StyleChange, ...]:
    """What changed from `a` to `b`: tests read, what is usual, what helps, frames; in that order.

    Versions that were measured differently have no numbers in common: that is the only change told.

    Raises:
        InputError: the versions are of different brands, channels or markets.
    """
    if (a.brand, a.channel, a.market) != (b.brand, b.channel, b.market):
        raise InputError(
            "styles of different brands, channels or markets",
            got=(a.brand, a.channel, a.market),
            expected=f"{b.brand}, {b.channel}, {b.market}",
        )
    measured = _measured(a, b)
    if measured:
        return measured
    fresh = tuple(sorted(set(b.tests) - set(a.tests)))
    return (*_evidence(a, b, fresh), *_usual(a, b), *_helps(a, b, fresh), *_frames(a, b))


def _measured(a: StyleVector, b: StyleVector) -> tuple[StyleChange, ...]:
    before = {e.partition("@")[0]: e for e in a.extractors}
    clashes = [f"{before[n]} became {e}" for e in b.extractors if before.get(n := e.partition("@")[0], e) != e]
    if not clashes:
        return ()
    words = f"Measured anew ({', '.join(clashes)}): the numbers of the two versions cannot be compared."
    return (StyleChange(what="evidence", name="extractors", words=words),)


def _evidence(a: StyleVector, b: StyleVector, fresh: tuple[str, ...]) -> tuple[StyleChange, ...]:
    if a.tests == b.tests:
        return ()
    earlier = f", was {len(a.tests)}" if len(a.tests) != len(b.tests) else ", as many as before"
    words = f"Learnt from {_count(len(b.tests), 'test')}{earlier}{_named(fresh)}."
    before, after = float(len(a.tests)), float(len(b.tests))
    return (
        StyleChange(what="evidence", name="tests", before=before, after=after, unit="tests", words=words, tests=fresh),
    )


def _usual(a: StyleVector, b: StyleVector) -> list[StyleChange]:
    found = []
    for after in sorted(b.norms, key=lambda norm: norm.measure):
        before = a.norm(after.measure)
        if before is None or not _moved(before, after):
            continue
        found.append(
            StyleChange(
                what="usual",
                name=after.measure,
                before=before.median,
                after=after.median,
                unit=after.unit,
                words=_usual_words(before, after),
            )
        )
    return found


def _moved(before: Norm, after: Norm) -> bool:
    step = abs(after.median - before.median)
    return step > 0 and step >= MOVED * before.iqr / NORMAL_IQR


def _usual_words(before: Norm, after: Norm) -> str:
    risen = after.median > before.median
    now, was = number(after.median, after.unit), number(before.median, before.unit)
    figures = "" if after.unit in OPAQUE or now == was else f"{now}, was {was}"
    if after.measure in COMPARED:
        name = COMPARED[after.measure][risen]
        said = f"Usual now: {name[:1].lower()}{name[1:]}"
        return f"{said} ({figures})." if figures else f"{said}."
    said = f"{label(after.measure)}: {'more' if risen else 'less'} is usual now"
    return f"{said}, {figures}." if figures else f"{said}."


def _helps(a: StyleVector, b: StyleVector, fresh: tuple[str, ...]) -> list[StyleChange]:
    earlier = {effect.measure: effect for effect in a.effects}
    found = []
    for after in sorted(b.effects, key=lambda effect: effect.measure):
        before = earlier.get(after.measure)
        if not _learnt(before, after):
            continue
        found.append(
            StyleChange(
                what="what helps",
                name=after.measure,
                before=before.mean if before else None,
                after=after.mean,
                unit="log-odds per spread",
                words=_helps_words(before, after, b.norm(after.measure)),
                tests=fresh,
            )
        )
    return found


def _helps_words(before: Effect | None, after: Effect, norm: Norm | None) -> str:
    """`Longer headlines: was not known, now hurts: about 6 % fewer clicks for 2 more words (...), 4 new tests.`

    Said of more of the measure, as the figures and the pictures are.
    """
    was = before.verdict if before and before.verdict != "not known yet" else "not known"
    tests = after.tests - (before.tests if before else 0)
    more = f", {_count(tests, 'new test')}" if tests > 0 else ""
    return f"{more_of(after.measure)}: was {was}, now {helps_words(after, norm)}{more}."


def _named(tests: tuple[str, ...]) -> str:
    """The first few new tests by name."""
    if not tests:
        return ""
    rest = len(tests) - NAMED
    return f"; new: {', '.join(tests[:NAMED])}{f' and {rest} more' if rest > 0 else ''}"


def _learnt(before: Effect | None, after: Effect) -> bool:
    if before is None:
        return after.verdict != "not known yet"
    return after.verdict != before.verdict or (
        after.verdict != "not known yet" and abs(after.mean - before.mean) > STEP * before.sd
    )


def _frames(a: StyleVector, b: StyleVector) -> list[StyleChange]:
    earlier = {pattern.id: pattern for pattern in a.patterns}
    later = {pattern.id: pattern for pattern in b.patterns}
    found = [
        _frame(later[key], "New frame", _count(later[key].support, "example"))
        for key in sorted(set(later) - set(earlier))
    ]
    found += [_frame(earlier[key], "Frame no longer used", "") for key in sorted(set(earlier) - set(later))]
    for key in sorted(set(earlier) & set(later)):
        before, after = earlier[key], later[key]
        if abs(after.effect - before.effect) > STEP * before.sd:
            now, was = (clicks_words(per_cent(pattern.effect)) for pattern in (after, before))
            then = f"was {was}" if was != now else "a little otherwise than before"
            words = f"Frame “{_line(after)}”: {now} beyond what its words explain; {then}."
            found.append(
                StyleChange(
                    what="pattern", name=key, before=before.effect, after=after.effect, unit="log-odds", words=words
                )
            )
    return found


def _frame(pattern: Pattern, what: str, more: str) -> StyleChange:
    return StyleChange(
        what="pattern", name=pattern.id, words=f"{what}: “{_line(pattern)}”{f' ({more})' if more else ''}."
    )


def _line(pattern: Pattern) -> str:
    return " ".join(pattern.skeleton.split())


def _count(number_of: int, what: str) -> str:
    return f"{number_of} {what}{'' if number_of == 1 else 's'}"
