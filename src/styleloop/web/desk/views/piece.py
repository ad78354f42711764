"""One variant: what it is like, what is held against it, what its words rest on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from styleloop.app.explaining import known
from styleloop.app.project import Project
from styleloop.app.shipping import standing
from styleloop.review import Line
from styleloop.types.audit import Finding
from styleloop.types.copy import HEADLINE
from styleloop.types.variant import Box, FilledSlot
from styleloop.web.desk.views.lines import Card, Lines, Size, card, neighbours
from styleloop.web.desk.views.wanted import Wanted
from styleloop.web.desk.words import SEVERITIES, SLOTS, plainly, signed

FARTHEST = 4.0
"""Spreads at which a bar of the house style is full."""
SOURCES = {
    "product.name": "the product's name",
    "product.adversary": "what the product is up against",
    "product.price": "the product's price",
}
Marked = tuple[str, str]
"""(what is said of these words: `block`, `warn`, `note`, `fact` or nothing, the words)."""


@dataclass(frozen=True)
class Remark:
    """One objection, with the key that sets it aside."""

    number: int
    id: str
    severity: str
    word: str
    check: str
    message: str
    cited: str
    fix: str
    slot: str
    said: str
    """The words it is about, or nothing."""
    box: Box | None


@dataclass(frozen=True)
class Grounds:
    """What one span of words rests on."""

    text: str
    slot: str
    source: str
    evidence: str


@dataclass(frozen=True)
class Before:
    """A past piece to hold this one against."""

    why: str
    headline: str
    picture: str


@dataclass(frozen=True)
class Cause:
    """One measure that makes the distance from the house style."""

    name: str
    spreads: float
    start: float
    length: float
    """Where its bar starts and how long it is, out of 100, the middle being 50."""


@dataclass(frozen=True)
class Piece:
    """One variant with everything a reviewer needs to decide."""

    card: Card
    size: Size
    title: str
    words: tuple[tuple[str, tuple[Marked, ...]], ...]
    left_out: tuple[str, ...]
    """Slots whose words are not on the picture, because the template leaves them out in so small a format."""
    remarks: tuple[Remark, ...]
    facts: tuple[Grounds, ...]
    before: Before | None
    causes: tuple[Cause, ...]
    distance: float | None
    expected: str
    novel: str
    decisions: tuple[dict[str, Any], ...]
    posts: tuple[dict[str, Any], ...]
    made: dict[str, Any]
    chosen_by: str
    chosen_why: tuple[str, ...]
    """Why this line and not another, where it was chosen from several."""
    template_why: tuple[str, ...]
    """Why this template, where one was chosen for the line."""
    parent: str
    """Piece it was made from, or nothing."""
    versions: int
    """How many pieces come from the same first one, itself among them."""
    seal: str
    frame: str
    seen: str
    """Id of the decision that stands now: a form that was made before another one came is refused."""
    previous: str
    following: str
    after: str
    """Where a decision leads: the next line that needs a person."""

    @property
    def boxes(self) -> tuple[tuple[int, str, Box], ...]:
        """(number, severity, box) of every remark about a place in the picture."""
        return tuple((r.number, r.severity, r.box) for r in self.remarks if r.box)


def piece(project: Project, every: Lines, variant_id: str, wanted: Wanted) -> Piece | None:
    """A variant's page, or None when there is no such variant."""
    line = every.of(variant_id)
    if line is None:
        return None
    variant = next(v for v in line.variants if v.id == variant_id)
    shown = card(project, line, variant_id)
    answer = known(project, variant)
    findings = [f for f in line.findings if f.subject in (variant_id, line.line)]
    score, decided = answer["score"], standing(project, variant)
    filled = project.store.drafts.get(line.line).filled
    previous, following, after = neighbours(every.now(), line, wanted)
    return Piece(
        card=shown,
        size=next(s for s in shown.sizes if s.mine),
        title=" ".join(line.headline.split()),
        words=tuple(
            (SLOTS.get(slot, slot), marked(text, _spans(slot, findings, filled)))
            for slot, text in answer["copy"].items()
        ),
        left_out=tuple(SLOTS.get(slot, slot) for slot in variant.rendering.dropped),
        remarks=tuple(_remark(number, f) for number, f in enumerate(findings, start=1)),
        facts=tuple(_grounds(f) for f in answer["facts"]),
        before=_before(project, line, answer),
        causes=tuple(_cause(name, z) for name, z in score["causes"]) if score else (),
        distance=score["distance"] if score else None,
        expected=_expected(score) if score else "",
        novel=f"{score['novelty']:.0%} of it is new against the lines used before." if score else "",
        decisions=tuple(answer["decisions"]),
        posts=tuple(answer["publications"]),
        made=answer["provenance"],
        chosen_by=answer["chosen_by"],
        chosen_why=tuple(answer["chosen_why"]),
        template_why=tuple(answer["template_why"]),
        parent=variant.parent,
        versions=every.queue.versions(variant),
        seal=answer["seal"],
        frame=answer["frame"],
        seen=decided.id if decided else "",
        previous=previous,
        following=following,
        after=after,
    )


def _remark(number: int, finding: Finding) -> Remark:
    span = finding.span
    return Remark(
        number=number,
        id=finding.id,
        severity=finding.severity,
        word=SEVERITIES[finding.severity],
        check=finding.guardrail.split("@")[0],
        message=finding.message,
        cited=finding.cited,
        fix=finding.fix or "",
        slot=SLOTS.get(span.slot, span.slot) if span else "",
        said=span.text if span else "",
        box=finding.box,
    )


def _spans(slot: str, findings: Sequence[Finding], filled: Sequence[FilledSlot]) -> list[tuple[int, int, str]]:
    remarked: list[tuple[int, int, str]] = [
        (f.span.start, f.span.end, f.severity) for f in findings if f.span and f.span.slot == slot
    ]
    return remarked or [(f.start, f.end, "fact") for f in filled if f.slot == slot]


def _grounds(fact: dict[str, Any]) -> Grounds:
    source = str(fact["from"])
    words = SOURCES.get(source) or source.replace("fact.", "fact: ").replace("claim.", "claim: ")
    return Grounds(fact["text"], SLOTS.get(fact["slot"], fact["slot"]), words, fact["evidence"])


def marked(text: str, spans: Sequence[tuple[int, int, str]]) -> tuple[Marked, ...]:
    """`text` in pieces, the spans apart; of two that overlap, the one that starts first and reaches farthest counts."""
    pieces: list[Marked] = []
    here = 0
    for start, end, mark in sorted(spans, key=lambda s: (s[0], -s[1])):
        if here <= start < end <= len(text):
            pieces += [("", text[here:start]), (mark, text[start:end])]
            here = end
    return tuple(p for p in [*pieces, ("", text[here:])] if p[1])


def _before(project: Project, line: Line, answer: dict[str, Any]) -> Before | None:
    """The past ad whose frame this line uses; failing that, one that did well."""
    style = project.store.styles.find(answer["provenance"]["style"])
    liked = [e.asset for e in style.exemplars if e.verdict == "winner"] if style else []
    for why, names in (("The past ad it takes after", answer["seen_in"]), ("A past ad that did well", liked)):
        for name in names:
            asset = project.store.assets.find(name)
            if asset and asset.picture and project.store.blobs.has(asset.picture) and asset.locale == line.market:
                return Before(why, asset.words.text(HEADLINE), asset.picture)
    return None


def _cause(name: str, z: float) -> Cause:
    length = min(50.0, abs(z) / FARTHEST * 50)
    return Cause(plainly(name), z, 50 - length if z < 0 else 50.0, length)


def _expected(score: dict[str, Any]) -> str:
    """Clicks expected against the usual; for rates as small as these a log-odds difference is a relative one."""
    mean, low, high = (signed(math.expm1(score[key])) for key in ("effect", "low", "high"))
    if score["low"] <= 0 <= score["high"]:
        return f"Expected clicks against the usual: not known yet ({low} to {high})."
    return f"Expected clicks against the usual: {mean} ({low} to {high})."
