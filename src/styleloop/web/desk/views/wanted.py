"""Which lines somebody wants to see: filters as addresses, with counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from styleloop.app.project import Project
from styleloop.review import Line
from styleloop.types.brief import Campaign
from styleloop.web.desk.words import STATES

OPEN = ("blocked", "waiting")
"""States that need a person."""


@dataclass(frozen=True)
class Wanted:
    """Which lines to show; part of every address of the queue."""

    market: str = ""
    state: str = ""
    """Empty: those that need a person; `all`; or one state."""
    campaign: str = ""

    @property
    def query(self) -> str:
        """`?market=de-DE`, or an empty string."""
        given = {name: value for name, value in vars(self).items() if value}
        return f"?{urlencode(given)}" if given else ""

    def holds(self, line: Line) -> bool:
        """Whether a line is in the wanted market and campaign, whatever its state."""
        return self.market in ("", line.market) and self.campaign in ("", line.campaign)

    def shows(self, line: Line) -> bool:
        """Whether a line is to be shown."""
        return self.holds(line) and (
            self.state == "all" or line.state == self.state or (not self.state and line.state in OPEN)
        )


@dataclass(frozen=True)
class Choice:
    """One filter: a word, an address, how many lines it leads to."""

    word: str
    address: str
    count: int
    current: bool
    state: str = ""


def title(campaign: Campaign) -> str:
    """`umbrella-launch, round 2`."""
    return campaign.name if campaign.round == 1 else f"{campaign.name}, round {campaign.round}"


def state_choices(lines: Sequence[Line], wanted: Wanted) -> tuple[Choice, ...]:
    """Filters by state, with counts; states nobody is in are left out."""
    here = [line for line in lines if wanted.holds(line)]
    counts = Counter(str(line.state) for line in here)
    found = [("To decide", "", sum(counts[state] for state in OPEN), "")]
    found += [(word.capitalize(), state, counts[state], state) for state, (_, word) in STATES.items() if counts[state]]
    found.append(("All", "all", len(here), ""))
    return tuple(
        Choice(word, f"/{replace(wanted, state=state).query}", count, wanted.state == state, shape)
        for word, state, count, shape in found
    )


def market_choices(project: Project, lines: Sequence[Line], wanted: Wanted) -> tuple[Choice, ...]:
    """Filters by market, with counts; none where there is only one market."""
    here = [line for line in lines if replace(wanted, market="").shows(line)]
    counts = Counter(line.market for line in here)
    names = {m.locale: m.name for m in project.kit.markets}
    found = [("Every market", "", len(here)), *((names.get(m, m), m, counts[m]) for m in sorted(counts))]
    known = {line.market for line in lines}
    if len(known) < 2:
        return ()
    return tuple(
        Choice(word, f"/{replace(wanted, market=market).query}", count, wanted.market == market)
        for word, market, count in found
    )


def campaign_choices(campaigns: Sequence[Campaign], lines: Sequence[Line], wanted: Wanted) -> tuple[Choice, ...]:
    """Filters by campaign, newest first; none where there is only one."""
    counts = Counter(line.campaign for line in lines if replace(wanted, campaign="").shows(line))
    here = {line.campaign for line in lines}
    known = [c for c in reversed(campaigns) if c.id in here]
    if len(known) < 2:
        return ()
    every = Choice("Every campaign", f"/{replace(wanted, campaign='').query}", counts.total(), not wanted.campaign)
    return (
        every,
        *(
            Choice(title(c), f"/{replace(wanted, campaign=c.id).query}", counts[c.id], wanted.campaign == c.id)
            for c in known
        ),
    )
