"""One variant: what it is like, what is held against it, what its words rest on."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from styleloop.app.explaining import known
from styleloop.app.holding import no_longer
from styleloop.app.project import Project
from styleloop.app.shipping import standing
from styleloop.language.widths import length
from styleloop.review import Line, Remembered, remarks
from styleloop.review.remarks import saying
from styleloop.types.audit import Finding, Span
from styleloop.types.review import Edit
from styleloop.types.variant import Box, FilledSlot, Variant
from styleloop.web.desk.views.before import Before, before
from styleloop.web.desk.views.lines import Card, Lines, Place, Size, card, neighbours
from styleloop.web.desk.views.looked import Looked, looked
from styleloop.web.desk.views.wanted import Wanted
from styleloop.web.desk.words import SEVERITIES, SLOTS, grounded, listed, plainly, signed, source

FARTHEST = 4.0
"""Spreads at which a bar of the house style is full."""
_SAYS_NOTHING = 2.0
"""Log-odds above which a bound of an interval is no news: seven times the usual clicks."""
AROUND = 48
"""Characters shown on either side of the words that a remark is about."""
Marked = tuple[str, str]
"""(what is said of these words: `block`, `warn`, `note`, `fact` or nothing, the words)."""


@dataclass(frozen=True)
class Remark:
    """One objection, with the key that sets it aside."""

    number: int
    ids: tuple[str, ...]
    """Every finding that says it: they are set aside together."""
    id: str
    """The one by which its suggested words are asked for."""
    severity: str
    word: str
    check: str
    message: str
    cited: str
    fix: str
    where: str
    """`headline, caption, alt text`, and the formats where it does not stand in all of them."""
    said: str
    """The words it is about, or nothing."""
    quote: tuple[Marked, ...]
    """Those words with what stands about them."""
    boxes: tuple[Box, ...]
    before: str = ""
    """`set aside before by p-17, legal, on 2026-09-01 because …`, where the same words in the same sentence were."""

    @property
    def mends(self) -> bool:
        """Whether one key puts the suggested words in place."""
        return bool(self.fix and self.said)


@dataclass(frozen=True)
class Words:
    """The words of one slot, to be read and to be edited."""

    slot: str
    label: str
    marked: tuple[Marked, ...]
    text: str
    size: int
    """Characters, counted as the tightest format counts."""
    most: int
    """The most that format takes; 0: no limit is known."""
    count: str
    """How it counts."""
    tightest: str
    """Which format that is."""

    @property
    def rows(self) -> int:
        """Lines that a field for it needs."""
        return max(self.text.count("\n") + 1, 1 + len(self.text) // 60)


@dataclass(frozen=True)
class Grounds:
    """What one span of words rests on."""

    text: str
    slots: str
    """`headline, button and alt text`: everywhere it stands."""
    source: str
    evidence: str


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
    words: tuple[Words, ...]
    left_out: tuple[str, ...]
    """Slots whose words are not on the picture, because the template leaves them out in so small a format."""
    remarks: tuple[Remark, ...]
    looked: Looked
    """What the checks said of it, and what none of them looked at."""
    held: tuple[str, str]
    """(why it may not leave as things stand today, the cure), whoever approves it; empty while it may."""
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
    edits: tuple[Edit, ...]
    """What people wrote into it: what this line became, or was made of."""
    became: str
    """Piece that an edit made of this one; empty: none did."""
    place: Place
    """Where it stands among the lines that are looked at."""

    @property
    def boxes(self) -> tuple[tuple[int, str, Box], ...]:
        """(number, severity, box) of every remark about a place in the picture."""
        return tuple((r.number, r.severity, box) for r in self.remarks for box in r.boxes)

    def aside(self, dismissed: Sequence[str]) -> int:
        """How many remarks a decision set aside, by the ids that it holds."""
        known = [set(r.ids) for r in self.remarks]
        return sum(not ids.isdisjoint(dismissed) for ids in known) + len(set(dismissed) - set().union(*known))


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
    known_before = every.queue.remembered(variant)
    edits = (*project.store.edits.all(made=line.line), *project.store.edits.all(line=line.line))
    return Piece(
        card=shown,
        size=next(s for s in shown.sizes if s.mine),
        title=" ".join(line.headline.split()),
        words=tuple(
            _words(project, line, slot, text, marked(text, _spans(slot, findings, filled)))
            for slot, text in answer["copy"].items()
        ),
        left_out=tuple(SLOTS.get(slot, slot) for slot in variant.rendering.dropped),
        remarks=tuple(
            _remark(number, same, _where(project, line, same), answer["copy"], known_before)
            for number, same in enumerate(remarks(findings), start=1)
        ),
        looked=looked(every.queue.audited(variant_id), findings),
        held=_held(project, variant, answer["publications"]),
        facts=_grounds(answer["facts"]),
        before=before(project, variant, answer),
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
        edits=edits,
        became=_became(project, variant, edits),
        place=neighbours(every.now(), line, wanted),
    )


def _held(project: Project, variant: Variant, posts: Sequence[Any]) -> tuple[str, str]:
    against = None if posts else no_longer(project, variant)
    if against is None:
        return "", ""
    return grounded(against.why), against.cure


def _became(project: Project, variant: Variant, edits: Sequence[Edit]) -> str:
    made = [e.made for e in edits if e.line == variant.line]
    pieces = project.store.variants.all(line=made[-1]) if made else ()
    like = [v for v in pieces if (v.placement, v.card) == (variant.placement, variant.card)]
    return like[-1].id if like else ""


def _words(project: Project, line: Line, slot: str, text: str, pieces: tuple[Marked, ...]) -> Words:
    """A slot with the limit of the format that takes least of it."""
    names = {v.placement for v in line.variants}
    limits = [(limit, p.label) for p in project.placements if p.name in names for limit in p.limits]
    own = [one for one in limits if one[0].slot == slot]
    limit, label = min(own, key=lambda one: one[0].graphemes - length(text, one[0].count), default=(None, ""))
    return Words(
        slot=slot,
        label=SLOTS.get(slot, slot),
        marked=pieces,
        text=text,
        size=length(text, limit.count if limit else "graphemes"),
        most=limit.graphemes if limit else 0,
        count=limit.count if limit else "graphemes",
        tightest=label,
    )


def _remark(
    number: int, same: Sequence[Finding], where: str, words: Mapping[str, str], known_before: Mapping[str, Remembered]
) -> Remark:
    finding = next((f for f in same if f.fix and f.span), same[0])
    span, severity = finding.span, same[0].severity
    return Remark(
        number=number,
        ids=tuple(f.id for f in same),
        id=finding.id,
        severity=severity,
        word=SEVERITIES[severity],
        check=finding.guardrail.split("@")[0],
        message=same[0].message,
        cited=same[0].cited,
        fix=finding.fix or "",
        where=where,
        said=span.text if span else "",
        quote=around(words.get(span.slot, ""), span, severity) if span else (),
        boxes=tuple(dict.fromkeys(f.box for f in same if f.box)),
        before=known_before[finding.id].words() if all(f.id in known_before for f in same) else "",
    )


def _where(project: Project, line: Line, same: Sequence[Finding]) -> str:
    """The slots of a remark, and the formats of the line that it is about where those are not all."""
    slots = dict.fromkeys(SLOTS.get(f.span.slot, f.span.slot) for f in same if f.span)
    about = {f.subject for f in line.findings if saying(f) == saying(same[0])}
    sizes = [v.placement for v in line.variants if v.id in about]
    everywhere = line.line in about or len(sizes) == len(line.variants)
    labels = {p.name: p.label for p in project.placements}
    formats = () if everywhere else dict.fromkeys(labels.get(name, name) for name in sizes)
    said = ", ".join(slots).lower()
    return ", ".join(part for part in (said, f"only in {', '.join(formats)}" if formats else "") if part)


def around(text: str, span: Span, severity: str) -> tuple[Marked, ...]:
    """The words of a remark with what stands about them, cut off at gaps between words."""
    if text[span.start : span.end] != span.text:
        return ((severity, span.text),)
    start, end = max(0, span.start - AROUND), min(len(text), span.end + AROUND)
    if start and " " in text[start : span.start]:
        start = text.index(" ", start) + 1
    if end < len(text) and " " in text[span.end : end]:
        end = text.rindex(" ", span.end, end)
    head, tail = (
        ("… " if start else "") + text[start : span.start],
        text[span.end : end] + (" …" if end < len(text) else ""),
    )
    return tuple(p for p in (("", head), (severity, span.text), ("", tail)) if p[1])


def _spans(slot: str, findings: Sequence[Finding], filled: Sequence[FilledSlot]) -> list[tuple[int, int, str]]:
    remarked: list[tuple[int, int, str]] = [
        (f.span.start, f.span.end, f.severity) for f in findings if f.span and f.span.slot == slot
    ]
    return remarked or [(f.start, f.end, "fact") for f in filled if f.slot == slot]


def _grounds(facts: Sequence[dict[str, Any]]) -> tuple[Grounds, ...]:
    """What the words rest on, in the order of the words; the same words from the same source are told of once."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for fact in facts:
        slots = found.setdefault((fact["text"], source(str(fact["from"])), fact["evidence"]), [])
        slots.append(SLOTS.get(fact["slot"], fact["slot"]).lower())
    return tuple(
        Grounds(text, listed(tuple(dict.fromkeys(slots))), where, evidence)
        for (text, where, evidence), slots in found.items()
    )


def marked(text: str, spans: Sequence[tuple[int, int, str]]) -> tuple[Marked, ...]:
    """`text` in pieces, the spans apart; of two that overlap, the one that starts first and reaches farthest counts."""
    pieces: list[Marked] = []
    here = 0
    for start, end, mark in sorted(spans, key=lambda s: (s[0], -s[1])):
        if here <= start < end <= len(text):
            pieces += [("", text[here:start]), (mark, text[start:end])]
            here = end
    return tuple(p for p in [*pieces, ("", text[here:])] if p[1])


def _cause(name: str, z: float) -> Cause:
    length = min(50.0, abs(z) / FARTHEST * 50)
    return Cause(plainly(name), z, 50 - length if z < 0 else 50.0, length)


def _expected(score: dict[str, Any]) -> str:
    """Clicks expected against the usual; for rates as small as these a log-odds difference is a relative one."""
    mean, low, high = (signed(math.expm1(score[key])) for key in ("effect", "low", "high"))
    if score["low"] <= 0 <= score["high"] and score["high"] > _SAYS_NOTHING:
        return "Expected clicks against the usual: not known yet; there are too few answers to say anything."
    if score["low"] <= 0 <= score["high"]:
        return f"Expected clicks against the usual: not known yet ({low} to {high})."
    return f"Expected clicks against the usual: {mean} ({low} to {high})."
