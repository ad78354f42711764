"""The queue: lines, their formats, what is left to decide, and what may be approved at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from styleloop.app.holding import held
from styleloop.app.project import Project
from styleloop.app.queueing import Queue
from styleloop.app.shipping import Person
from styleloop.review import Line
from styleloop.types.brief import Campaign
from styleloop.types.record import Refusal
from styleloop.types.variant import Variant
from styleloop.web.desk.person import may_decide
from styleloop.web.desk.views.wanted import OPEN, Wanted, title
from styleloop.web.desk.words import STATES, grounded

HOLDING = (*OPEN, "approved")
"""States of lines that are asked whether what they rest on still holds."""


@dataclass(frozen=True)
class Size:
    """One format of a line."""

    variant: str
    placement: str
    label: str
    picture: str
    width: int
    height: int
    state: str
    alt: str
    mine: bool = False


@dataclass(frozen=True)
class Card:
    """One line of the queue."""

    line: str
    market: str
    market_name: str
    direction: str
    headline: str
    state: str
    words: str
    remarks: int
    stopped: str
    """What stops it, where a check does."""
    signed: str
    """`signed by 1 of 2; missing: somebody as legal`, where some have and others have to; else empty."""
    sizes: tuple[Size, ...]
    lapsed: bool = False
    """Waiting or approved, but publishing would hold it back for what it rests on."""

    @property
    def first(self) -> str:
        """Where a click on the line leads: the first format that needs a person, else the first."""
        return next((s.variant for s in self.sizes if s.state in OPEN), self.sizes[0].variant)


@dataclass(frozen=True)
class Group:
    """The lines of one campaign, and how many formats one press may approve."""

    campaign: str
    name: str
    cards: tuple[Card, ...]
    approvable: int
    """How many formats the button approves: none that a check stops, none that no longer holds."""
    lines: int
    stopped: int
    left: tuple[tuple[int, str], ...] = ()
    """(how many waiting formats the button leaves out, why they no longer hold), the most first."""


@dataclass(frozen=True)
class Standing:
    """How far the whole desk is."""

    decided: int
    total: int
    stopped: int
    markets_done: int
    markets: int


class Lines:
    """Every line of a project in the order of the desk, read again only where something has come."""

    def __init__(self, project: Project) -> None:
        self.queue = Queue(project)
        self._project = project
        self._held: dict[str, tuple[object, Refusal | None]] = {}
        self._kept: tuple[int, tuple[Line, ...], dict[str, Line]] = (-1, (), {})

    def now(self) -> tuple[Line, ...]:
        """Every line as of now, in order."""
        return self._look()[1]

    def of(self, variant: str) -> Line | None:
        """The line that a piece belongs to."""
        return self._look()[2].get(variant)

    @property
    def campaigns(self) -> tuple[Campaign, ...]:
        """Every campaign, oldest first."""
        return self.queue.campaigns()

    def held(self, lines: Sequence[Line]) -> dict[str, Refusal]:
        """Id -> why, of each waiting or approved format that rests on what holds no longer.

        Asked again only where a product, the brand, the rights of a picture or the day has changed.
        """
        asked = [(line, v) for line in lines if line.state in HOLDING for v in line.variants]
        products = {sku: self._project.store.products.find(sku) for sku in sorted({line.product for line, _ in asked})}
        shared = self._project.today, id(self._project.kit), self._project.store.assets.mark()
        states = {v.id: (products[line.product], *shared) for line, v in asked}
        new = [v for _, v in asked if self._held.get(v.id, (None, None))[0] != states[v.id]]
        if new:
            found = held(self._project, new)
            self._held |= {v.id: (states[v.id], found.get(v.id)) for v in new}
        return {v.id: against for _, v in asked if (against := self._held[v.id][1]) is not None}

    def lapsed(self, lines: Sequence[Line]) -> frozenset[str]:
        """Ids of waiting and approved lines of which a format rests on what holds no longer."""
        against = self.held([line for line in lines if line.state != "blocked"])
        return frozenset(line.line for line in lines if any(v.id in against for v in line.variants))

    def _look(self) -> tuple[int, tuple[Line, ...], dict[str, Line]]:
        lines, turn = self.queue.look()
        kept = self._kept
        if kept[0] != turn:
            self._kept = kept = turn, ordered(lines, self.campaigns), {v.id: x for x in lines for v in x.variants}
        return kept


def ordered(lines: Sequence[Line], campaigns: Sequence[Campaign]) -> tuple[Line, ...]:
    """Lines in the order of the desk: newest campaign, stopped first, the same remarks together, by market."""
    newest = {c.id: -n for n, c in enumerate(campaigns)}
    states = list(STATES)

    def place(line: Line) -> tuple[object, ...]:
        remarks = sorted({f.guardrail for f in line.findings})
        return newest.get(line.campaign, 1), line.campaign, states.index(line.state), remarks, line.market, line.line

    return tuple(sorted(lines, key=place))


def standing(lines: Sequence[Line]) -> Standing:
    """What the head of every screen says."""
    waiting = Counter(line.market for line in lines if line.state in OPEN)
    markets = {line.market for line in lines}
    return Standing(
        decided=sum(line.state not in OPEN for line in lines),
        total=len(lines),
        stopped=sum(line.state == "blocked" for line in lines),
        markets_done=len(markets - set(waiting)),
        markets=len(markets),
    )


def card(project: Project, line: Line, mine: str = "", lapsed: Collection[str] = ()) -> Card:
    """A line as the desk shows it."""
    market = project.kit.market(line.market)
    counts, stopped = line.counts, line.state == "blocked"
    words = ", ".join(f"{n} {STATES[state][1]}" for state, n in counts.items())
    return Card(
        line=line.line,
        market=line.market,
        market_name=market.name if market else line.market,
        direction=market.direction if market else "ltr",
        headline=line.headline,
        state=line.state,
        words=words if len(counts) > 1 else STATES[line.state][1],
        remarks=len(line.remarks),
        stopped=next((f.message for f in line.findings if f.severity == "block"), "") if stopped else "",
        signed=f"signed by {line.signed}; missing: {', '.join(line.missing)}" if line.signed else "",
        sizes=tuple(_size(project, v, s, mine) for v, (_, s) in zip(line.variants, line.states, strict=True)),
        lapsed=line.line in lapsed,
    )


def _size(project: Project, variant: Variant, state: str, mine: str) -> Size:
    known = {p.name: p.label for p in project.placements}
    return Size(
        variant=variant.id,
        placement=variant.placement,
        label=known.get(variant.placement, variant.placement),
        picture=variant.rendering.file,
        width=variant.rendering.width,
        height=variant.rendering.height,
        state=state,
        alt=variant.words.text("alt"),
        mine=variant.id == mine,
    )


def groups(project: Project, every: Lines, wanted: Wanted, person: Person | None) -> tuple[Group, ...]:
    """The wanted lines, by campaign."""
    lines = every.now()
    campaigns = {c.id: c for c in every.campaigns}
    shown = [line for line in lines if wanted.shows(line)]
    return tuple(
        _group(project, every, campaigns.get(name), [x for x in shown if x.campaign == name], wanted, person)
        for name in dict.fromkeys(line.campaign for line in shown)
    )


def _group(
    project: Project,
    known: Lines,
    campaign: Campaign | None,
    shown: Sequence[Line],
    wanted: Wanted,
    person: Person | None,
) -> Group:
    name, lapsed = shown[0].campaign, known.lapsed(shown)
    every = [line for line in known.now() if line.campaign == name]
    against = known.held(every) if person else {}
    # One press covers the whole campaign, so it is offered only where all of it can be seen.
    whole = not wanted.market and wanted.state in ("", "all", "waiting")
    may = {m: may_decide(project, person, project.kit.market(m)) for m in sorted({x.market for x in every})}
    mine = [known.queue.approvable(x, person) if person and may[x.market] else () for x in every]
    ready = [sum(v not in against for v in line) for line in mine]
    return Group(
        campaign=name,
        name=title(campaign) if campaign else name,
        cards=tuple(card(project, line, lapsed=lapsed) for line in shown),
        approvable=sum(ready) if whole else 0,
        lines=sum(map(bool, ready)),
        stopped=sum(x.state == "blocked" for x in every),
        left=_left([v for line in mine for v in line], against) if whole else (),
    )


def _left(mine: Sequence[str], against: Mapping[str, Refusal]) -> tuple[tuple[int, str], ...]:
    """How many of one person's waiting formats no longer hold, by why."""
    counts = Counter(grounded(against[name].why) for name in mine if name in against)
    return tuple((count, why) for why, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])))


@dataclass(frozen=True)
class Place:
    """Where a line stands among those that are looked at; pieces by their ids, "" where there is none."""

    number: int
    """From 1."""
    of: int
    previous: str
    following: str


def neighbours(lines: Sequence[Line], at: Line, wanted: Wanted) -> Place:
    """Where a line stands within what is wanted, and what is about it."""
    ways = [line for line in lines if wanted.shows(line) or line is at]
    here = ways.index(at)
    return Place(
        number=here + 1,
        of=len(ways),
        previous=_door(ways[here - 1]) if here else "",
        following=_door(ways[here + 1]) if here + 1 < len(ways) else "",
    )


def onward(before: Sequence[Line], every: Lines, variant: str, wanted: Wanted, who: str) -> str:
    """Where a decision leads: the piece of the next line that needs a person, "" where none does.

    Args:
        before: lines in the order in which the person saw them: a line that is decided moves to another place.
        every: the lines as they are now.
        variant: the piece decided on.
        wanted: which lines they look at.
        who: whose decision it was; a line that they signed and that waits for somebody else does not need them again.
    """
    ways = [line for line in before if wanted.shows(line) or variant in {v.id for v in line.variants}]
    here = next((n for n, line in enumerate(ways) if variant in {v.id for v in line.variants}), 0)
    rest = (every.of(line.variants[0].id) for line in (*ways[here + 1 :], *ways[:here]))
    return next((_door(line) for line in rest if line and line.state in OPEN and not _signed(line, who)), "")


def _signed(line: Line, who: str) -> bool:
    return line.state == "waiting" and any(d.who == who for one in line.approvals for d in one.signed)


def _door(line: Line) -> str:
    for variant, (_, state) in zip(line.variants, line.states, strict=True):
        if state in OPEN:
            return variant.id
    return line.variants[0].id
