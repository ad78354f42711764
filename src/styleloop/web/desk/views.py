"""What each page shows, as plain values: templates only lay out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from styleloop.app.explaining import explain
from styleloop.app.project import Project
from styleloop.app.shipping import lines_of
from styleloop.review import Line
from styleloop.types.audit import Finding
from styleloop.types.variant import Variant
from styleloop.web.desk.words import STATES

SEVERITY = {"block": "stops it", "warn": "look twice", "note": "for your information"}


@dataclass
class Size:
    """One format of a line."""

    variant: str
    placement: str
    label: str
    picture: str
    width: int
    height: int
    shape: str
    state: str
    alt: str
    mine: bool = False


@dataclass
class Card:
    """One line of the queue."""

    line: str
    market: str
    direction: str
    headline: str
    state: str
    shape: str
    words: str
    remarks: int
    blocks: int
    sizes: list[Size] = field(default_factory=list)

    @property
    def first(self) -> str:
        """Where a click on the line leads."""
        return self.sizes[0].variant


def card(project: Project, line: Line) -> Card:
    """A line as the queue shows it."""
    market = project.kit.market(line.market)
    shape, word = STATES[line.state]
    return Card(
        line=line.line,
        market=line.market,
        direction=market.direction if market else "ltr",
        headline=line.headline,
        state=line.state,
        shape=shape,
        words=line.words().replace("changed", STATES["changed"][1]) or word,
        remarks=len(line.findings),
        blocks=sum(f.severity == "block" for f in line.findings),
        sizes=[_size(project, v, state) for v, (_, state) in zip(line.variants, line.states, strict=True)],
    )


def _size(project: Project, variant: Variant, state: str) -> Size:
    return Size(
        variant=variant.id,
        placement=variant.placement,
        label=project.placement(variant.placement).label,
        picture=variant.rendering.file,
        width=variant.rendering.width,
        height=variant.rendering.height,
        shape=STATES[state][0],
        state=STATES[state][1],
        alt=variant.words.text("alt"),
    )


@dataclass
class Queue:
    """The desk's first page."""

    cards: list[Card]
    decided: int
    total: int
    blocked: int
    waiting: int


def queue(project: Project, market: str = "", state: str = "") -> Queue:
    """Every line, filtered; the figures are of all lines."""
    every = lines_of(project)
    shown = [x for x in every if (not market or x.market == market) and (not state or x.state == state)]
    counts = [s for line in every for _, s in line.states]
    return Queue(
        cards=[card(project, line) for line in shown],
        decided=sum(s in ("approved", "rejected", "changed") for s in counts),
        total=len(counts),
        blocked=counts.count("blocked"),
        waiting=counts.count("waiting"),
    )


@dataclass
class Piece:
    """One variant with everything a reviewer needs to decide."""

    card: Card
    size: Size
    copy: list[tuple[str, list[tuple[str, str]]]]
    remarks: list[dict[str, Any]]
    facts: list[dict[str, Any]]
    examples: tuple[str, ...]
    causes: list[tuple[str, float, int]]
    score: dict[str, Any] | None
    decisions: list[dict[str, Any]]
    made: dict[str, Any]
    seal: str
    frame: str
    follows: str
    precedes: str


def piece(project: Project, variant_id: str) -> Piece | None:
    """A variant's page, or None when there is no such variant."""
    every = lines_of(project)
    at = next((i for i, line in enumerate(every) if variant_id in {v.id for v in line.variants}), None)
    if at is None:
        return None
    line = every[at]
    answer = explain(project, variant_id)
    shown = card(project, line)
    for size in shown.sizes:
        size.mine = size.variant == variant_id
    findings = [f for f in line.findings if f.subject in (variant_id, line.line)]
    brief = project.store.briefs.find(answer["provenance"]["brief"])
    causes = answer["score"]["causes"] if answer["score"] else []
    return Piece(
        card=shown,
        size=next(s for s in shown.sizes if s.mine),
        copy=[(slot, marked(slot, text, findings)) for slot, text in answer["copy"].items()],
        remarks=[_remark(number, f) for number, f in enumerate(findings, start=1)],
        facts=answer["facts"],
        examples=brief.exemplars[:2] if brief else (),
        causes=[(name.split(".")[-1].replace("_", " "), z, min(100, round(abs(z) * 25))) for name, z in causes],
        score=answer["score"],
        decisions=answer["decisions"],
        made=answer["provenance"],
        seal=answer["seal"],
        frame=answer["frame"],
        follows=every[at + 1].variants[0].id if at + 1 < len(every) else "",
        precedes=every[at - 1].variants[0].id if at > 0 else "",
    )


def _remark(number: int, finding: Finding) -> dict[str, Any]:
    return {
        "number": number,
        "id": finding.id,
        "severity": finding.severity,
        "word": SEVERITY[finding.severity],
        "check": finding.guardrail.split("@")[0],
        "message": finding.message,
        "cited": finding.cited,
        "fix": finding.fix or "",
        "slot": finding.span.slot if finding.span else "",
    }


def marked(slot: str, text: str, findings: list[Finding]) -> list[tuple[str, str]]:
    """(severity or "", words) pieces of a slot's text, the remarked spans apart."""
    spans = sorted(
        ((f.span.start, f.span.end, f.severity) for f in findings if f.span and f.span.slot == slot),
        key=lambda s: (s[0], -s[1]),
    )
    pieces: list[tuple[str, str]] = []
    here = 0
    for start, end, severity in spans:
        if start < here or end > len(text):
            continue
        pieces += [("", text[here:start]), (severity, text[start:end])]
        here = end
    return [p for p in [*pieces, ("", text[here:])] if p[1]]


def next_waiting(project: Project, after: str) -> str:
    """The variant to look at after a decision: the next line that waits or is blocked, or "" when none is left."""
    every = lines_of(project)
    open_ = [x for x in every if x.state in ("waiting", "blocked")]
    later = [x for x in open_ if x.line > after]
    found = (later or open_)[:1]
    return found[0].variants[0].id if found else ""
