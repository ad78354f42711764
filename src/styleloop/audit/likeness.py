"""Is it too like something that exists? Words and pictures against own work, inspiration and competitors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from styleloop.audit.compared import QUOTED, SENTENCE, SLOTS, length, likeness, quotable, read, within
from styleloop.audit.objection import object_to, whole
from styleloop.types.audit import AuditItem, Family, Finding, Severity
from styleloop.types.copy import HEADLINE
from styleloop.types.library import Library, Seen, Shown, Work
from styleloop.types.record import Refusal
from styleloop.vector.similarity import plain

COPY = 0.8
"""Likeness from which words count as a copy of somebody else's."""
NEAR = 0.55
"""Likeness from which a person is asked to look."""
SHORTEST = 5
"""Words that are no headline are held against others' from so many on: facts in three words look alike everywhere."""
LONG = 12
"""Own words that are no headline are told when they come again from so many on: facts are said again on purpose."""
WORN = 4
"""So many other lines of the batch and of late on one frame make it worn."""
SAME_PICTURE = 31
"""Of 256 bits of two fingerprints at most so many differ: one picture."""
JUDGED = 50
"""Least quality of a fingerprint: under it there is too little in the picture to tell it from others."""
SAID = f"one picture up to {SAME_PICTURE}"
"""How two fingerprints (PDQ, 256 bits: Facebook 2019, ThreatExchange) are judged, in words for whoever reviews."""


class Likeness:
    """Near copies. Lines made from a pattern meet own work filled and exactly, or each would copy its siblings."""

    name = "likeness"
    family: Family = "likeness"
    version = "2"
    rules: Mapping[str, str] = {
        "copies-other": f"Words at least {COPY} like a competitor's or those of the inspiration library.",
        "quotes-other": f"Words that contain a foreign headline of {QUOTED} words, a sentence of {SENTENCE}, or more.",
        "repeats-own": "A headline that this brand has already used in this language, word for word.",
        "repeats-own-text": f"Other words at least {COPY} like own ones, {LONG} words or more.",
        "near-copy": f"A headline at least {NEAR} like another line, or other words like somebody else's.",
        "worn-frame": f"A frame that {WORN} or more other lines use.",
        "copies-picture": "A finished picture that is a competitor's or one of the inspiration library.",
        "shared-picture": "A product's own picture that others show too.",
        "repeats-own-picture": "A finished picture that was posted for another product of this brand.",
    }

    def check(self, items: Sequence[AuditItem]) -> Sequence[tuple[Finding | Refusal, ...] | Refusal]:
        """At most one finding on each slot and each picture, and one on wear; a Refusal where there is no library."""
        return [self._one(item) for item in items]

    def leaves_out(self, item: AuditItem) -> tuple[str, ...]:
        """What words and pictures mean."""
        return ("likeness in meaning (no embedding is compared)",) if item.library else ()

    def _one(self, item: AuditItem) -> tuple[Finding | Refusal, ...] | Refusal:
        worn = self._worn(item)
        if item.library is None:
            missing = Refusal(subject=item.subject, why="no library", cure="check it within a project")
            return (*worn, missing) if worn else missing
        return (*self._words(item, item.library), *worn, *self._pictures(item, item.library))

    def _words(self, item: AuditItem, library: Library) -> Iterator[Finding]:
        told: set[str] = set()
        for slot in SLOTS:
            worst = _worst(item, library, slot)
            if worst is not None and worst.work.id not in told:
                told.add(worst.work.id)
                yield self._object(item, worst, slot)

    def _object(self, item: AuditItem, near: _Near, slot: str) -> Finding:
        work = near.work
        whose = f"{_WHOSE[work.role]}: “{work.text}”"
        message = f"The {slot} is {near.likeness:.2f} like {whose}."
        if near.rule == "quotes-other":
            message = f"The {slot} contains {whose}."
        cited = f"{work.id} ({work.role}, {work.slot}); share of word pairs or of runs of four letters that both have: "
        cited += f"a copy from {COPY}, near from {NEAR}"
        return object_to(self, item, near.rule, near.severity, message, cited, span=whole(item, slot))

    def _worn(self, item: AuditItem) -> tuple[Finding, ...]:
        frame = plain(item.frame)
        others = [name for name, other in item.frames if name != item.subject and plain(other) == frame]
        if not frame or len(others) < WORN:
            return ()
        message = f"{len(others)} other lines use the frame “{item.frame}”."
        cited = f"{', '.join(sorted(others)[:WORN])}; worn from {WORN}"
        return (object_to(self, item, "worn-frame", "note", message, cited, span=whole(item, HEADLINE)),)

    def _pictures(self, item: AuditItem, library: Library) -> Iterator[Finding]:
        for shown in item.shown:
            close = library.alike(shown.value, SAME_PICTURE) if shown.quality >= JUDGED else ()
            told = [(bits, seen, ruled) for seen, bits in close if (ruled := _ruled(item, shown, seen))]
            if told:
                bits, seen, (rule, severity) = min(told, key=lambda one: (one[2][1] != "block", one[0], one[1].id))
                message = f"{_SHOWN[shown.of]} is {_PICTURE[seen.role]} ({seen.name or seen.id})."
                yield object_to(self, item, rule, severity, message, _apart(seen, bits))


def _apart(seen: Seen, bits: int) -> str:
    return f"{seen.id}: {bits} of 256 marks of the two pictures differ; {SAID}"


_WHOSE = {
    "own": "own words",
    "inspiration": "words of the inspiration library",
    "competitor": "a competitor's",
}
_SHOWN = {"picture": "The picture", "product": "The product's picture"}
_PICTURE = {
    "own": "one posted for another product",
    "inspiration": "one of the inspiration library",
    "competitor": "a competitor's",
}
Rule = Literal["copies-picture", "shared-picture", "repeats-own-picture"]


@dataclass(frozen=True)
class _Near:
    work: Work
    likeness: float
    rule: str
    severity: Severity


def _worst(item: AuditItem, library: Library, slot: str) -> _Near | None:
    mine = read(_own_words(item, slot), item.market.locale)
    if not mine:
        return None
    others = (work for work in library.near(mine) if work.id != item.subject)
    near = [found for work in others if (found := _near(item, slot, mine, work))]
    return max(near, key=lambda n: (n.severity == "block", n.likeness, n.work.id), default=None)


def _own_words(item: AuditItem, slot: str) -> str:
    """A slot without what the market's law puts there: that is alike by law."""
    text = item.words.text(slot)
    return text.replace(item.market.legal_line, " ") if item.market.legal_line else text


def _near(item: AuditItem, slot: str, mine: str, work: Work) -> _Near | None:
    if work.role == "own":
        return _repeated(item, slot, mine, work)
    if not (slot == HEADLINE == work.slot or min(length(mine), length(work.plain)) >= SHORTEST):
        return None
    alike = likeness(mine, work.plain)
    if alike >= COPY:
        return _Near(work, alike, "copies-other", "block")
    if quotable(work) and within(work.plain, mine):
        return _Near(work, alike, "quotes-other", "block")
    return _Near(work, alike, "near-copy", "warn") if alike >= NEAR and not work.part else None


def _repeated(item: AuditItem, slot: str, mine: str, work: Work) -> _Near | None:
    """Own words meet own words of the same slot."""
    same = mine == work.plain
    if work.slot != slot or (not same and _patterned(item, slot)):
        return None
    if slot != HEADLINE:
        alike = likeness(mine, work.plain) if length(mine) >= LONG else 0.0
        return _Near(work, alike, "repeats-own-text", "note") if alike >= COPY else None
    if same:
        return _Near(work, 1.0, "repeats-own", "block")
    alike = likeness(mine, work.plain)
    return _Near(work, alike, "near-copy", "warn") if alike >= NEAR else None


def _patterned(item: AuditItem, slot: str) -> bool:
    return (slot == HEADLINE and bool(item.frame)) or any(span.slot == slot for span in item.filled)


def _ruled(item: AuditItem, shown: Shown, seen: Seen) -> tuple[Rule, Severity] | None:
    """What it means that a picture of the piece is one of the library; None where it may be.

    Own pieces of one product look alike on purpose, and a licensed picture may be shown.
    """
    if seen.quality < JUDGED:
        return None
    if seen.role == "own":
        sku = item.product.sku if item.product is not None else ""
        strange = shown.of == "picture" and seen.product and seen.product != sku
        return ("repeats-own-picture", "warn") if strange else None
    if seen.rights is not None and not seen.rights.against(item.market.locale, item.day):
        return None
    return ("copies-picture", "block") if shown.of == "picture" else ("shared-picture", "warn")
