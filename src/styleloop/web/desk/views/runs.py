"""What is being made: runs by their stages, and one campaign as it grows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from styleloop.adapters.stores.store import Progress
from styleloop.app import firstlook, flow
from styleloop.app.project import Project
from styleloop.types.brief import Campaign
from styleloop.web.desk.views.lines import Card, Lines, card
from styleloop.web.desk.views.looked import Looked, looked_at
from styleloop.web.desk.views.wanted import title

QUIET = 120.0
"""Seconds without a word after which a run that is not done counts as standing still."""
STAGES = {
    "start": "Start",
    "first": "First look at",
    "ingest": "Reading",
    "campaign": "Making",
    "publish": "Posting",
    "refine": "Learning",
}


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
    named = rest.partition(":")[0]
    what = names.get(named) or ("" if named[:4].isdecimal() else named)  # what files were read has only its hour
    return f"{STAGES.get(kind, kind)} {what}".strip()


@dataclass(frozen=True)
class Making:
    """One campaign while it is made, and after."""

    campaign: Campaign
    name: str
    product: str
    wanted: int
    """Pictures to come by what was started: all that were asked for, or one to look at first."""
    whole: int
    """Pictures of the whole campaign; a carousel counts as one."""
    cards: tuple[Card, ...]
    made: int
    """Pictures there are."""
    waiting: int
    stages: tuple[Progress, ...]
    state: str
    """`queued`, `running`, `done` or `quiet`."""
    first_look: bool
    """Whether a first look was asked for, and the others were not yet."""
    looked: Looked | None
    """How far a first look was looked at by the checks; None of anything else."""
    rest: int
    """How many are made by whoever asks for the others: a piece that was sent back is no longer one of them."""

    @property
    def begun(self) -> bool:
        """Whether any of it was asked for at the desk or in a terminal."""
        return bool(self.stages)

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
    told = [p for p in project.store.progress() if _is_of(p.run, campaign_id)]
    others = [p for p in told if not p.run.startswith("first:")]
    first_look, stages = bool(told) and not others, others or told
    product = project.store.products.find(campaign.product)
    name = product.name(project.kit.locale) if product else None
    whole = firstlook.wanted(campaign)
    wanted = 1 if first_look else whole
    made = len({(v.line, v.placement) for x in lines for v in x.variants})
    return Making(
        campaign=campaign,
        name=title(campaign),
        product=name.text if name else campaign.product,
        wanted=wanted,
        whole=whole,
        cards=tuple(card(project, x) for x in lines),
        made=made,
        waiting=sum(x.state in ("waiting", "blocked") for x in lines),
        stages=tuple(stages),
        state=_state(project, stages, made >= wanted, firstlook.STAGE if first_look else flow.MARKETS),
        first_look=first_look,
        looked=looked_at(project, every.queue, lines[-1])[0] if first_look and lines else None,
        rest=firstlook.rest(campaign, firstlook.begun(project, campaign)) if first_look else 0,
    )


def _is_of(run: str, campaign: str) -> bool:
    """Whether a run makes that campaign, or the first look at it: `campaign:campaign_1a2b:basis#1`."""
    kind, _, rest = run.partition("#")[0].partition(":")
    return kind in ("first", "campaign") and rest.partition(":")[0] == campaign


def _state(project: Project, stages: Sequence[Progress], whole: bool, key: str) -> str:
    """How far it is; `key` is the stage that begins before any other and ends after all."""
    of_all = [stage for stage in stages if stage.stage == key]
    ended = bool(of_all) and all(stage.done >= stage.total for stage in of_all)
    if whole and (ended or not of_all or key == flow.MARKETS):
        return "done"
    if all(stage.stage == key and not stage.done for stage in stages):
        return "queued"
    last = max(datetime.fromisoformat(stage.at) for stage in stages)
    quiet = ended or (project.clock() - last).total_seconds() > QUIET
    return "quiet" if quiet else "running"
