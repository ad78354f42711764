"""How various the work is: this batch against those before it, the brand's past, its rivals and its inspiration."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from styleloop import vector
from styleloop.app.measuring import measure
from styleloop.app.project import Project
from styleloop.app.styling import PUBLISHED
from styleloop.types.asset import Asset
from styleloop.types.brief import Campaign
from styleloop.types.copy import HEADLINE, Copy
from styleloop.types.divergence import Divergence, Dot, Origin, Spread
from styleloop.types.measurement import Measurement, Subject
from styleloop.types.style import StyleVector
from styleloop.types.variant import Draft

LAST = 10
"""Batches before this one that a report shows."""
RECENT = 300
"""Own lines, newest, that a batch is held against."""
DOTS = 60
"""Most dots of one origin on the map."""
WINDOW = 3
"""Batches that are looked at together: sameness of a loop shows between batches rather than inside one."""
ALIKE = 0.05
"""Change of a share below which a report says `about as before`."""
AXES = ("copy.words", "copy.sentences", "copy.number", "copy.second_person", "copy.question", "copy.negation",
        "copy.imperative", "copy.word_length")  # fmt: skip
"""Measures that people can read, from which a brand's grid is cut."""
OWN = "own history"


@dataclass(frozen=True)
class Piece:
    """One line, as far as this report needs it."""

    id: str
    line: str
    values: Mapping[str, float] = field(default_factory=dict)
    low: float = 0.0
    """Lower bound of its predicted effect, log-odds."""
    distance: float = 0.0
    injected: bool = False


@dataclass(frozen=True)
class Batch:
    """The lines one campaign made in one market."""

    campaign: Campaign
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Around:
    """What batches are held against."""

    own: tuple[Piece, ...]
    inspiration: tuple[Asset, ...]
    rivals: tuple[str, ...]
    grid: vector.Grid


def report(project: Project, market: str, campaign: Campaign | None = None) -> Divergence | None:
    """The divergence of one market up to `campaign` (the newest, where none is named); None when nothing was made.

    Likeness is of words (shared word pairs); a batch is held against what was there before it.

    Raises:
        InputError: the market is unknown.
    """
    project.market(market)
    batches = _batches(project, market)
    if campaign is not None:
        names = [b.campaign.id for b in batches]
        batches = batches[: names.index(campaign.id) + 1] if campaign.id in names else []
    if not batches:
        return None
    around = _around(project, market)
    before = list(around.own)
    spreads = []
    for batch in batches:
        spreads.append(_spread(batch.campaign.id, _label(batch.campaign), batch, before, around))
        before += batch.pieces
    limits, shown = project.settings.style, tuple(spreads[-LAST - 1 :])
    own = _history(around, batches[-1].campaign)
    return Divergence(
        market=market,
        dial=limits.dial,
        floor=limits.floor,
        ceiling=limits.ceiling,
        batches=shown,
        history=own,
        dots=_dots(around, batches, project.store.assets.all(role="competitor", locale=market)),
        words=(
            *_words(shown, own, around.grid, limits.floor, limits.ceiling),
            *_across([_together(batches[at - WINDOW : at]) for at in range(WINDOW, len(batches) + 1)][-LAST - 1 :]),
        ),
    )


def _batches(project: Project, market: str) -> list[Batch]:
    """Oldest first; a line counts once, in however many formats and looks it was drawn."""
    campaigns = {c.id: c for c in project.store.campaigns.all()}
    lines: dict[str, dict[str, None]] = {}
    for variant in project.store.variants.all(market=market):
        lines.setdefault(variant.campaign, {})[variant.line] = None
    style = project.store.current(market)
    found = [(campaigns[name], [project.store.drafts.get(line) for line in ids]) for name, ids in lines.items()]
    return [Batch(asked, pieces_of(project, style, _said_once(drafts))) for asked, drafts in found if drafts]


def _said_once(items: Sequence[Draft]) -> list[Draft]:
    """Of lines with the same words the first: one that was restyled says nothing new."""
    first: dict[Copy, Draft] = {}
    for draft in items:
        first.setdefault(draft.words, draft)
    return list(first.values())


def pieces_of(project: Project, style: StyleVector | None, drafts: Sequence[Draft]) -> tuple[Piece, ...]:
    """Drafts with their numbers and the newest score each was given, that of `style` where there is one."""
    measured = measure(project, [Subject(id=d.id, locale=d.market, words=d.words) for d in drafts])
    pieces = []
    for draft in drafts:
        scores = project.store.scores.all(subject=draft.id)
        told = [s for s in scores if style and s.style == style.id] or list(scores)
        low, distance = (told[-1].low, told[-1].distance) if told else (0.0, 0.0)
        values = {m.name: m.value for m in measured[draft.id]}
        pieces.append(Piece(draft.id, _flat(draft.words.text(HEADLINE)), values, low, distance, bool(draft.injected)))
    return tuple(pieces)


def _around(project: Project, market: str) -> Around:
    measured = project.store.measurements(f"{e.name}@{e.version}" for e in project.extractors)
    own = [a for a in project.store.assets.all(role="own", locale=market) if a.source.file != PUBLISHED]
    numbers = {a.id: {m.name: m.value for m in measured.get(a.id, ())} for a in own}
    pieces = {
        text: Piece(a.id, text, numbers[a.id], *_judged(project, market, a, measured))
        for a in own
        if (text := _flat(a.words.text(HEADLINE)))
    }
    values = np.array([[p.values.get(name, np.nan) for name in AXES] for p in pieces.values()])
    language = market.split("-")[0]
    rivals = [a for a in project.store.assets.all(role="competitor") if a.locale.split("-")[0] == language]
    return Around(
        own=tuple(pieces.values())[-RECENT:],
        inspiration=tuple(a for a in project.store.assets.all(role="inspiration", locale=market)),
        rivals=tuple(_flat(a.words.text(HEADLINE)) for a in rivals if a.words.text(HEADLINE)),
        grid=vector.readable(AXES, values.reshape(-1, len(AXES))),
    )


def _judged(
    project: Project, market: str, asset: Asset, measured: Mapping[str, Sequence[Measurement]]
) -> tuple[float, float]:
    """Lower bound of the predicted effect, and distance, of one past piece by the version that speaks."""
    style = project.store.current(market)
    if style is None or not style.norms or not measured.get(asset.id):
        return 0.0, 0.0
    numbers = [m for m in measured[asset.id] if m.name.startswith("copy.")]
    told = vector.score(asset.id, numbers, style, project.store.blobs.get(style.weights), 0.0, 0)
    return told.low, told.distance


def _spread(name: str, label: str, batch: Batch, before: Sequence[Piece], around: Around) -> Spread:
    lines = [p.line for p in batch.pieces]
    various = vector.vendi_of(vector.table_of(lines))
    likeness = float(vector.nearest_of_each(lines, [p.line for p in before[-RECENT:]]).mean())
    everything = [*before, *batch.pieces]
    filled = around.grid.best([p.values for p in everything], [p.low for p in everything])
    rivals = vector.nearest_of_each(lines, around.rivals)
    return Spread(
        campaign=name,
        label=label,
        day=batch.campaign.day,
        pieces=len(lines),
        vendi=various,
        vendi_share=min(1.0, various / len(lines)),
        likeness=likeness,
        novelty=1.0 - likeness,
        distinct=vector.distinct(lines),
        off_brand=sum(p.distance for p in batch.pieces) / len(lines),
        to_competitors=float(rivals.mean()) if around.rivals else None,
        coverage=around.grid.coverage(filled),
        quality=sum(filled.values()),
        injected=sum(p.injected for p in batch.pieces),
    )


def _together(batches: Sequence[Batch]) -> float:
    """Vendi score of batches together, as a share of their lines: 1 where no two lines share a word pair."""
    lines = [p.line for b in batches for p in b.pieces]
    return min(1.0, vector.vendi_of(vector.table_of(lines)) / len(lines))


def _history(around: Around, last: Campaign) -> Spread | None:
    """The brand's own past as if it were one batch; each line's nearest is another of its own."""
    if len(around.own) < 2:
        return None
    lines = [p.line for p in around.own]
    table = vector.table_of(lines)
    likeness = float((table - np.eye(len(lines))).max(axis=1).mean())
    whole = _spread(OWN, OWN, Batch(last, around.own), (), around)
    return whole.model_copy(update={"likeness": likeness, "novelty": 1.0 - likeness})


def _dots(around: Around, batches: Sequence[Batch], rivals: Sequence[Asset]) -> tuple[Dot, ...]:
    def of(assets: Sequence[Asset]) -> list[tuple[str, str]]:
        return [(a.id, _flat(a.words.text(HEADLINE))) for a in assets if a.words.text(HEADLINE)]

    parts: tuple[tuple[Origin, list[tuple[str, str]]], ...] = (
        ("batch", [(p.id, p.line) for p in batches[-1].pieces]),
        ("earlier batch", [(p.id, p.line) for b in batches[-LAST - 1 : -1] for p in b.pieces]),
        ("own history", [(p.id, p.line) for p in around.own]),
        ("inspiration", of(around.inspiration)),
        ("competitor", of(rivals)),
    )
    shown = [(origin, *pair) for origin, pairs in parts for pair in pairs[-DOTS:]]
    points = vector.mapped(vector.table_of([line for *_, line in shown]))
    return tuple(
        Dot(subject=name, origin=origin, label=line, x=float(round(x, 6)), y=float(round(y, 6)))
        for (origin, name, line), (x, y) in zip(shown, points, strict=True)
    )


def _words(
    shown: Sequence[Spread], own: Spread | None, grid: vector.Grid, floor: float, ceiling: float
) -> Iterable[str]:
    last = shown[-1]
    count = "1 line" if last.pieces == 1 else f"{last.pieces} lines"
    yield f"The {count} of {last.label} are as various as {last.vendi:.1f} lines that share no words."
    if len(shown) > 1:
        earlier = shown[:-1]
        many = "the batch before" if len(earlier) == 1 else f"the {len(earlier)} batches before"
        tell = partial(_against, many=many)
        yield tell("Variety within the batch", last.vendi_share, [s.vendi_share for s in earlier])
        yield tell("Newness against what was there before", last.novelty, [s.novelty for s in earlier])
    if own is not None:
        yield f"It is {last.novelty:.0%} new; the brand's own past lines are {own.novelty:.0%} unlike one another."
    yield f"Limits: {floor:.0%} new or more, at most {ceiling:g} from the house style; it is {last.off_brand:.2f} away."
    if last.to_competitors is not None:
        yield f"Likeness to the nearest line of a competitor: {last.to_competitors:.0%} on average."
    if last.injected:
        yield f"{last.injected} of {count} took something from the inspiration library."
    if grid.measures:
        kinds = ", ".join(name.rsplit(".", 1)[-1].replace("_", " ") for name in grid.measures)
        yield f"Sorted by {kinds}, the brand has made {last.coverage:.0%} of {grid.cells} possible kinds of line."


def _across(shares: Sequence[float]) -> Iterable[str]:
    """What is to be said of batches taken three at a time, oldest first."""
    if not shares:
        return
    yield f"Taken together, the last {WINDOW} batches count as {shares[-1]:.0%} of their lines."
    if len(shares) > WINDOW:
        yield _against(f"Variety across {WINDOW} batches", shares[-1], shares[:-WINDOW], "those before them")


def _against(what: str, now: float, before: Sequence[float], many: str) -> str:
    usual = sum(before) / len(before)
    verb = "is about as before" if abs(now - usual) < ALIKE else "is up" if now > usual else "is down"
    return f"{what} {verb}: {now:.0%}, against {usual:.0%} in {many}."


def _label(campaign: Campaign) -> str:
    return campaign.name if campaign.round == 1 else f"{campaign.name}, round {campaign.round}"


def _flat(line: str) -> str:
    return " / ".join(part.strip() for part in line.splitlines() if part.strip())
