"""What is being made: runs by their stages, and one campaign as it grows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from styleloop.adapters.stores.store import Progress
from styleloop.app.project import Project
from styleloop.types.brief import Campaign
from styleloop.web.desk.views.lines import Card, Lines, card
from styleloop.web.desk.views.wanted import title

QUIET = 120.0
"""Seconds without a word after which a run that is not done counts as standing still."""
STAGES = {"start": "Start", "ingest": "Reading", "campaign": "Making", "publish": "Posting", "refine": "Learning"}


@dataclass(frozen=True)
class Run:
    """One run and how far its stages are."""

    name: str
    at: str
    stages: tuple[Progress, ...]
    state: str
    """`running`, `done` or `quiet`."""

    @property
    def running(self) -> bool:
        """Whether the page should look again by itself."""
        return self.state == "running"


def runs(project: Project) -> tuple[Run, ...]:
    """Every run, the newest word first."""
    by_run: dict[str, list[Progress]] = {}
    for stage in project.store.progress():
        by_run.setdefault(stage.run, []).append(stage)
    names = {c.id: title(c) for c in project.store.campaigns.all()}
    found = [_run(stages, project.clock(), names) for stages in by_run.values()]
    return tuple(sorted(found, key=lambda r: r.at, reverse=True))


def _run(stages: Sequence[Progress], now: datetime, names: dict[str, str]) -> Run:
    last = max(stage.at for stage in stages)
    open_ = any(stage.done < stage.total for stage in stages)
    quiet = (now - datetime.fromisoformat(last)).total_seconds() > QUIET
    state = "done" if not open_ else "quiet" if quiet else "running"
    return Run(_name(stages[0].run, names), last, tuple(stages), state)


def _name(run: str, names: dict[str, str]) -> str:
    """`campaign:campaign_1a2b...#1` -> `Making umbrella-launch, round 2`."""
    kind, _, rest = run.partition("#")[0].partition(":")
    what = names.get(rest.partition(":")[0], rest.partition(":")[0])
    return f"{STAGES.get(kind, kind)} {what}".strip()


@dataclass(frozen=True)
class Making:
    """One campaign while it is made, and after."""

    campaign: Campaign
    name: str
    product: str
    wanted: int
    """Pictures asked for."""
    cards: tuple[Card, ...]
    made: int
    """Pictures there are."""
    waiting: int
    stages: tuple[Progress, ...]
    state: str
    """`queued`, `running`, `done` or `quiet`."""

    @property
    def running(self) -> bool:
        """Whether the page should look again by itself."""
        return self.state in ("queued", "running")


def making(project: Project, every: Lines, campaign_id: str) -> Making | None:
    """A campaign's page, or None when nobody asked for it."""
    campaign = project.store.campaigns.find(campaign_id)
    if campaign is None:
        return None
    lines = [x for x in every.now() if x.campaign == campaign_id]
    stages = [p for p in project.store.progress() if p.run.partition("#")[0] == f"campaign:{campaign_id}"]
    product = project.store.products.find(campaign.product)
    name = product.name(project.kit.locale) if product else None
    wanted = campaign.lines * len(campaign.markets) * len(campaign.placements)
    made = sum(len(x.variants) for x in lines)
    return Making(
        campaign=campaign,
        name=title(campaign),
        product=name.text if name else campaign.product,
        wanted=wanted,
        cards=tuple(card(project, x) for x in lines),
        made=made,
        waiting=sum(x.state in ("waiting", "blocked") for x in lines),
        stages=tuple(stages),
        state=_state(project, stages, made, wanted),
    )


def _state(project: Project, stages: Sequence[Progress], made: int, wanted: int) -> str:
    if made >= wanted:
        return "done"
    if not stages:
        return "queued"
    last = max(datetime.fromisoformat(stage.at) for stage in stages)
    quiet = (project.clock() - last).total_seconds() > QUIET
    return "quiet" if quiet else "running"
