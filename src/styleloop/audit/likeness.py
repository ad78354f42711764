"""Is it too like something that exists? Headlines against own recent work, inspiration and competitors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from styleloop.audit.objection import object_to, whole
from styleloop.language.normalise import fold
from styleloop.types.audit import AuditItem, Family, Finding, Severity
from styleloop.types.copy import HEADLINE
from styleloop.types.record import Refusal
from styleloop.vector.similarity import character_shingles, jaccard, plain, shingles

COPY = 0.8
"""Likeness from which a line counts as a copy of somebody else's."""
NEAR = 0.55
"""Likeness from which a person is asked to look."""
QUOTED_WORDS = 5
"""A foreign line of at least so many words inside ours is a quotation, however long ours is."""
WORN = 4
"""So many other lines of the batch and of late on one frame make it worn."""

_OWN = "own"


class Likeness:
    """Near copies. Lines made from a pattern meet own work filled and exactly, or each would copy its siblings."""

    name = "likeness"
    family: Family = "likeness"
    version = "1"
    rules: Mapping[str, str] = {
        "copies-other": f"A headline at least {COPY} like a competitor's or a line of the inspiration library.",
        "quotes-other": f"A headline that contains a foreign line of {QUOTED_WORDS} words or more.",
        "repeats-own": "A headline that this brand has already used in this language, word for word.",
        "near-copy": f"A headline at least {NEAR} like another line.",
        "worn-frame": f"A frame that {WORN} or more other lines use.",
    }

    def check(self, items: Sequence[AuditItem]) -> Sequence[tuple[Finding, ...] | Refusal]:
        """At most one finding on likeness and one on wear for each piece."""
        return [self._one(item) for item in items]

    def _one(self, item: AuditItem) -> tuple[Finding, ...]:
        mine = _read(item.words.text(HEADLINE), item.market.locale)
        if not mine.plain:
            return ()
        found = [n for n in (_near(mine, other, item) for other in item.history if other[0] != item.subject) if n]
        worst = max(found, key=lambda n: (n.severity == "block", n.likeness, n.id), default=None)
        likeness = [self._object(item, worst)] if worst else []
        return (*likeness, *self._worn(item))

    def _object(self, item: AuditItem, near: _Near) -> Finding:
        message = f"The headline is {near.likeness:.2f} like {_WHOSE.get(near.role, near.role)}: “{near.text}”."
        cited = (
            f"{near.id} ({near.role}); word pairs and runs of four letters, Jaccard; copy from {COPY}, near from {NEAR}"
        )
        return object_to(self, item, near.rule, near.severity, message, cited, span=whole(item, HEADLINE))

    def _worn(self, item: AuditItem) -> tuple[Finding, ...]:
        frame = plain(item.frame)
        others = [name for name, other in item.frames if name != item.subject and plain(other) == frame]
        if not frame or len(others) < WORN:
            return ()
        message = f"{len(others)} other lines use the frame “{item.frame}”."
        cited = f"{', '.join(sorted(others)[:WORN])}; worn from {WORN}"
        return (object_to(self, item, "worn-frame", "note", message, cited, span=whole(item, HEADLINE)),)


_WHOSE = {
    "own": "a line of our own",
    "inspiration": "a line of the inspiration library",
    "competitor": "a competitor's",
}


@dataclass(frozen=True)
class _Line:
    plain: str
    words: frozenset[str]
    letters: frozenset[str]


@dataclass(frozen=True)
class _Near:
    id: str
    role: str
    text: str
    likeness: float
    rule: str
    severity: Severity


@lru_cache(maxsize=8192)
def _read(text: str, locale: str) -> _Line:
    folded = fold(text, locale).text
    return _Line(plain(folded), shingles(folded), character_shingles(folded))


def _near(mine: _Line, other: tuple[str, str, str], item: AuditItem) -> _Near | None:
    name, role, text = other
    theirs = _read(text, item.market.locale)
    if not theirs.plain:
        return None
    same = mine.plain == theirs.plain
    if role == _OWN and not same and _patterned(item):
        return None
    likeness = 1.0 if same else max(jaccard(mine.words, theirs.words), jaccard(mine.letters, theirs.letters))
    ruled = _ruled(mine, theirs, role, same, likeness)
    return _Near(name, role, text, likeness, *ruled) if ruled else None


def _patterned(item: AuditItem) -> bool:
    return bool(item.frame) or any(span.slot == HEADLINE for span in item.filled)


def _ruled(mine: _Line, theirs: _Line, role: str, same: bool, likeness: float) -> tuple[str, Severity] | None:
    if role == _OWN:
        if same:
            return "repeats-own", "block"
        return ("near-copy", "warn") if likeness >= NEAR else None
    if likeness >= COPY:
        return "copies-other", "block"
    if len(theirs.plain.split()) >= QUOTED_WORDS and f" {theirs.plain} " in f" {mine.plain} ":
        return "quotes-other", "block"
    return ("near-copy", "warn") if likeness >= NEAR else None
