"""Sentences that sound like a brand, and sentences that do not -> a proposal of its voice, with what was measured.

Six sentences prove nothing: they are what a person may start from. Every proposal says the numbers it rests on, and
nothing is kept that the person did not confirm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean

from styleloop.app.measuring import measure
from styleloop.app.project import Project
from styleloop.language.normalise import folded
from styleloop.measure.copy.line import Line
from styleloop.types.brand import Voice
from styleloop.types.copy import HEADLINE, Copy
from styleloop.types.measurement import Subject

SHORTEST = 4
"""Letters of a word that is offered as one that sounds like the brand."""
MOST = 14
"""Words offered on either side."""
ROOM = 2
"""Words that a headline may be longer than the longest of the sentences."""
_MANNERS = (("exclamations", "exclamation", "exclamation marks"), ("questions", "question", "question marks"),
            ("emoji", "emoji", "emoji"))  # fmt: skip
_PERSONS = (("second", "second_person", "“you”"), ("first", "first_plural", "“we”"))
_COMPARED = (
    ("copy.words", "Words"), ("copy.sentence_length", "Words in a sentence"), ("copy.word_length", "Letters in a word"),
    ("copy.second_person", "“You” and “your”"), ("copy.first_plural", "“We” and “our”"),
    ("copy.exclamation", "Exclamation marks"), ("copy.question", "Question marks"), ("copy.number", "Numbers"),
    ("copy.intensity", "Words that turn it up"), ("copy.urgency", "Words that hurry"),
)  # fmt: skip


@dataclass(frozen=True)
class Compared:
    """One measure on both sides."""

    name: str
    unit: str
    yours: float
    others: float | None
    """None while there is no sentence that does not sound like the brand."""


@dataclass(frozen=True)
class Proposed:
    """One field of the voice, and why."""

    field: str
    value: str
    why: str


@dataclass(frozen=True)
class Sound:
    """What the sentences propose."""

    voice: Voice
    why: tuple[Proposed, ...]
    compared: tuple[Compared, ...]
    own_words: tuple[str, ...]
    """Words of the first that none of the others has: which of them sound like the brand, a person says."""
    other_words: tuple[str, ...]
    """Words of the others alone: which of them are never to be said, a person says."""


def sound(project: Project, yours: Sequence[str], others: Sequence[str], locale: str) -> Sound:
    """A voice proposed by sentences; the usual one where there are none."""
    mine, theirs = ([Line(text, locale) for text in texts if text.strip()] for texts in (yours, others))
    voice: dict[str, object] = {}
    why: list[Proposed] = []
    if mine:
        for field, value, words in (_person(mine, theirs), *_manners(project, mine, theirs), _length(mine)):
            voice[field] = value
            why.append(Proposed(field, _said(value), words))
        do = _do(mine, theirs)
        voice["do"] = tuple(sentence for sentence, _ in do)
        why += [Proposed("do", sentence, words) for sentence, words in do]
    return Sound(
        Voice.model_validate(voice), tuple(why), _compared(project, mine, theirs),
        _only(mine, theirs), _only(theirs, mine),
    )  # fmt: skip


def _person(mine: Sequence[Line], theirs: Sequence[Line]) -> tuple[str, str, str]:
    for person, words, said in _PERSONS:
        own = sum(line.has(words) for line in mine)
        if 2 * own > len(mine):
            other = f", {sum(line.has(words) for line in theirs)} of the others" if theirs else ""
            return "person", person, f"{own} of {len(mine)} that sound like you say {said}{other}"
    return "person", "any", "no person speaks in more than half of them"


def _manners(project: Project, mine: Sequence[Line], theirs: Sequence[Line]) -> list[tuple[str, bool, str]]:
    own, other = _sums(project, mine), _sums(project, theirs)
    found = []
    for field, name, said in _MANNERS:
        count = int(own.get(f"copy.{name}", 0))
        there = f", {int(other.get(f'copy.{name}', 0))} in the others" if theirs else ""
        found.append((field, count > 0, f"{count} {said} in those that sound like you{there}"))
    return found


def _length(mine: Sequence[Line]) -> tuple[str, int, str]:
    sizes = [line.size for line in mine]
    longest = max(4, *sizes) + ROOM
    told = ", ".join(map(str, sizes))
    return "max_headline_words", min(60, longest), f"yours have {told} words; {ROOM} more are let pass"


def _do(mine: Sequence[Line], theirs: Sequence[Line]) -> list[tuple[str, str]]:
    """Sentences that move which line comes first without a model, too (docs/settings.md)."""
    found = []
    figures = sum(bool(line.quantities) for line in mine)
    if 2 * figures > len(mine):
        found.append(("Say it with a number.", f"{figures} of {len(mine)} hold one"))
    if theirs:
        own, other = (mean(line.size for line in lines) for lines in (mine, theirs))
        if own <= 0.75 * other:
            found.append(("Keep it shorter.", f"yours have {own:.1f} words on average, the others {other:.1f}"))
        if own >= 1.5 * other:
            found.append(("Make it longer.", f"yours have {own:.1f} words on average, the others {other:.1f}"))
    return found


def _compared(project: Project, mine: Sequence[Line], theirs: Sequence[Line]) -> tuple[Compared, ...]:
    own, other = _means(project, mine), _means(project, theirs)
    units = {spec.name: spec.unit for one in project.extractors for spec in one.specs}
    return tuple(
        Compared(words, units[name], own[name], other.get(name))
        for name, words in _COMPARED
        if name in own and (own[name] or other.get(name))
    )


def _means(project: Project, lines: Sequence[Line]) -> dict[str, float]:
    return {name: total / len(lines) for name, total in _sums(project, lines).items()}


def _sums(project: Project, lines: Sequence[Line]) -> dict[str, float]:
    subjects = [Subject(id=str(n), locale=x.locale, words=Copy.of(**{HEADLINE: x.text})) for n, x in enumerate(lines)]
    totals: dict[str, float] = {}
    for numbers in measure(project, subjects).values():
        for one in numbers:
            totals[one.name] = totals.get(one.name, 0.0) + one.value
    return totals


def _only(lines: Sequence[Line], others: Sequence[Line]) -> tuple[str, ...]:
    """Words of some length that stand in `lines` and in none of `others`, in reading order, without little words."""
    known = {word for line in others for word in line.plain}
    found: dict[str, str] = {}
    for line in lines:
        known_by_all = {word.start for word in line.on("function")}
        for piece, plain in zip(line.pieces, line.plain, strict=True):
            offered = len(plain) >= SHORTEST and plain.replace("-", "").isalpha() and piece.start not in known_by_all
            if offered and plain not in known:
                found.setdefault(folded(piece.text, line.locale), _quiet(piece.text))
    return tuple(list(found.values())[:MOST])


def _quiet(word: str) -> str:
    """A word that was shouted, as it is said otherwise."""
    return word.lower() if word.isupper() else word


def _said(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
