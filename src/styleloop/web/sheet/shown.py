"""What the contact sheet shows, gathered from the project's memory."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from styleloop.app.learning import lifts
from styleloop.app.project import Project
from styleloop.drafts import PERSON, TRANSLATION
from styleloop.style import diff
from styleloop.types.audit import Finding
from styleloop.types.brief import Campaign
from styleloop.types.copy import CAPTION, HEADLINE
from styleloop.types.experiment import Lift
from styleloop.types.review import Publication
from styleloop.types.variant import Draft, Variant
from styleloop.web.desk.words import listed, signed

PICTURES = "pictures"
"""Folder inside the demo's for pictures that the channel did not leave in sight."""

_BY = {PERSON: "proposed by a person", TRANSLATION: "translated"}
"""How a line came to be, where no frame made it."""


@dataclass(frozen=True)
class Piece:
    """One published picture."""

    picture: str
    """Path from the page."""
    width: int
    height: int
    alt: str
    headline: str
    caption: str
    label: str
    result: str
    """`better, +34 %` where a test has shown it."""


@dataclass(frozen=True)
class Line:
    """One line in all its formats."""

    headline: str
    caption: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Place:
    """One market's lines of one round."""

    market: str
    locale: str
    direction: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Stopped:
    """One piece that a check stopped."""

    headline: str
    direction: str
    locale: str
    market: str
    by: str
    reasons: tuple[tuple[str, str, str], ...]
    """(check, what is wrong, what it rests on)."""
    formats: str
    """Formats it was stopped in; empty when its words alone were stopped."""
    picture: str
    alt: str
    width: int = 0
    height: int = 0


@dataclass(frozen=True)
class Learnt:
    """What one market's house style learnt."""

    market: str
    versions: int
    words: tuple[str, ...]


def rounds(project: Project, out: Path) -> tuple[tuple[Campaign, tuple[Place, ...]], ...]:
    """Every campaign with what was published of it, by round, then market."""
    variants = {v.id: v for v in project.store.variants.all()}
    results = {lift.arm: lift for lift in lifts(project)}
    campaigns = sorted(project.store.campaigns.all(), key=lambda c: c.round)
    found = []
    for campaign in campaigns:
        posts = [p for p in project.store.publications.all() if variants[p.variant].campaign == campaign.id]
        places = [_place(project, market, posts, variants, results, out) for market in campaign.markets]
        found.append((campaign, tuple(place for place in places if place.lines)))
    return tuple(found)


def _place(
    project: Project,
    locale: str,
    posts: Iterable[Publication],
    variants: Mapping[str, Variant],
    results: Mapping[str, Lift],
    out: Path,
) -> Place:
    market = project.market(locale)
    by_line: dict[str, list[Publication]] = {}
    for post in posts:
        if post.market == locale:
            by_line.setdefault(variants[post.variant].line, []).append(post)
    order = [p.name for p in project.placements]
    return Place(
        market=market.name,
        locale=locale,
        direction=market.direction,
        lines=tuple(
            Line(
                headline=variants[here[0].variant].words.text(HEADLINE),
                caption=variants[here[0].variant].words.text(CAPTION),
                pieces=tuple(_piece(project, p, variants[p.variant], results.get(p.name), out) for p in here),
            )
            for here in (sorted(some, key=lambda p: order.index(p.placement)) for some in by_line.values())
        ),
    )


def _piece(project: Project, post: Publication, variant: Variant, lift: Lift | None, out: Path) -> Piece:
    labels = {p.name: p.label for p in project.placements}
    return Piece(
        picture=_posted(post, out) or _copied(project, variant, out),
        width=variant.rendering.width,
        height=variant.rendering.height,
        alt=variant.words.text("alt"),
        headline=variant.words.text(HEADLINE),
        caption=variant.words.text(CAPTION),
        label=labels.get(variant.placement, variant.placement),
        result=_result(lift),
    )


def _result(lift: Lift | None) -> str:
    return "" if lift is None or lift.verdict == "not known yet" else f"{lift.verdict}, {signed(lift.lift)}"


def tested(project: Project, campaign: Campaign) -> str:
    """What the tests of a round showed, in one sentence; empty where nothing was tested."""
    found = Counter(lift.verdict for lift in lifts(project, campaign) if lift.arm != lift.control)
    if not found:
        return ""
    parts = [f"{found[verdict]} {verdict}" for verdict in ("better", "worse", "not known yet") if found[verdict]]
    return f"Against the original of their test: {', '.join(parts)} (simulated)."


def _posted(post: Publication, out: Path) -> str:
    """The picture where the folder channel put it, as a path from the page; empty when it is not there."""
    for ref in post.files:
        for folder in (Path(post.url), out / "published" / post.market / post.name):
            file = folder / ref.name
            if ref.name.endswith((".jpg", ".png")) and file.is_file():
                return Path(os.path.relpath(file.resolve(), out.resolve())).as_posix()
    return ""


def _copied(project: Project, variant: Variant, out: Path) -> str:
    suffix = "png" if variant.rendering.mime == "image/png" else "jpg"
    file = out / PICTURES / f"{variant.id}.{suffix}"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(project.store.blobs.get(variant.rendering.file))
    return file.relative_to(out).as_posix()


def stopped(project: Project, out: Path) -> tuple[Stopped, ...]:
    """Everything a check stopped, once per line and market, those with a picture first."""
    drafts = {d.id: d for d in project.store.drafts.all()}
    variants = {v.id: v for v in project.store.variants.all()}
    by_line: dict[str, list[Finding]] = {}
    for finding in project.store.findings.all():
        variant = variants.get(finding.subject)
        line = variant.line if variant else finding.subject
        if finding.severity == "block" and line in drafts:
            by_line.setdefault(line, []).append(finding)
    found = [_stopped(project, drafts[line], here, variants, out) for line, here in by_line.items()]
    return tuple(sorted(found, key=lambda s: (not s.picture, s.reasons[0][0], s.market, s.headline)))


def _stopped(
    project: Project, draft: Draft, findings: Iterable[Finding], variants: Mapping[str, Variant], out: Path
) -> Stopped:
    here = list(findings)
    drawn = [variants[f.subject] for f in here if f.subject in variants]
    market = project.market(draft.market)
    labels = {p.name: p.label for p in project.placements}
    reasons = dict.fromkeys((f.guardrail.split("@")[0], f.message, f.cited) for f in here)
    return Stopped(
        headline=draft.words.text(HEADLINE),
        direction=market.direction,
        locale=market.locale,
        market=market.name,
        by=_BY.get(draft.drafter, "made from a frame"),
        reasons=tuple(reasons),
        formats=listed(sorted({labels.get(v.placement, v.placement).lower() for v in drawn})),
        picture=_copied(project, drawn[0], out) if drawn else "",
        alt=drawn[0].words.text("alt") if drawn else "",
        width=drawn[0].rendering.width if drawn else 0,
        height=drawn[0].rendering.height if drawn else 0,
    )


def learnt(project: Project) -> tuple[Learnt, ...]:
    """How each market's house style differs from its first version, in words."""
    found = []
    for market in ("global", *project.markets):
        history = project.store.history(market)
        if not history:
            continue
        first, now = (project.store.styles.get(h.style) for h in (history[0], history[-1]))
        changes = diff(first, now) if first.id != now.id else ()
        known = project.kit.market(market)
        found.append(Learnt(known.name if known else "All markets", len(history), tuple(c.words for c in changes)))
    return tuple(found)
