"""Stages 8 and 9 as the application runs them: answers in, lift measured, style refined, undone."""

from __future__ import annotations

from dataclasses import dataclass

from styleloop import refine, results, style
from styleloop.app.ingesting import measure_library
from styleloop.app.project import Project, Tick, silent
from styleloop.app.shipping import post_name, standing
from styleloop.app.styling import GLOBAL, fit_all
from styleloop.errors import InputError
from styleloop.types.brief import Campaign
from styleloop.types.experiment import Experiment, Lift
from styleloop.types.style import StyleChange, StyleVector
from styleloop.types.variant import Variant


@dataclass(frozen=True)
class Refined:
    """What refine did about one market."""

    market: str
    promoted: bool
    before: str
    after: str
    words: str
    changes: tuple[StyleChange, ...]


def plan_tests(project: Project, campaign: Campaign) -> tuple[Experiment, ...]:
    """One randomised test per market and format with two or more approved lines. Keeps them.

    The original, with which the others are compared, is the line nearest to the house style.
    """
    found = []
    distances = {s.subject: s.distance for s in project.store.scores.all()}
    approved = [v for v in project.store.variants.all(campaign=campaign.id) if _approved(project, v)]
    for market in campaign.markets:
        for placement in campaign.placements:
            here = [v for v in approved if v.market == market and v.placement == placement]
            arms = sorted(here, key=lambda v: (distances.get(v.line, 0.0), v.id))
            if len(arms) > 1:
                names = [(post_name(v), v.id) for v in arms]
                found.append(results.experiment(campaign.id, market, placement, names, names[0][0], campaign.day))
    project.store.experiments.add(found)
    return tuple(found)


def _approved(project: Project, variant: Variant) -> bool:
    decision = standing(project, variant)
    return decision is not None and decision.action == "approve"


def lifts(project: Project, campaign: Campaign | None = None) -> tuple[Lift, ...]:
    """Every test's versions against its original, with an interval that may be looked at at any time."""
    tests = project.store.experiments.all(**({"campaign": campaign.id} if campaign else {}))
    responses = project.store.responses.all()
    found: list[Lift] = []
    for test in tests:
        here = [r for r in responses if r.test == test.id]
        if here:
            simulated = any(r.simulated for r in here)
            found += results.lift(test, results.tallies(test, here), simulated)
    return tuple(found)


def refine_all(project: Project, tick: Tick = silent) -> tuple[Refined, ...]:
    """Fit again on everything known, and promote what passes the gate; hold what does not. Nothing is overwritten."""
    measure_library(project, tick)
    found = []
    promoted: list[tuple[str, str, str, str]] = []
    top: refine.Verdict | None = None
    for item in fit_all(project, "refine", tick):
        now = project.store.current(item.market)
        if now is None:
            raise InputError("no style yet", field="market", got=item.market, cure="run: styleloop style")
        new = item.fit.style
        if new.id == now.id:
            found.append(Refined(item.market, False, now.id, now.id, "nothing is new", ()))
            continue
        verdict = refine.gate(item.fit, now, project.store.blobs.get(now.weights), above=top)
        top = top or verdict
        if verdict.promote:
            promoted.append((item.market, new.id, verdict.words, f"refine:{item.market}:{now.id}:{new.id}"))
        changes = style.diff(now, new)
        found.append(Refined(item.market, verdict.promote, now.id, new.id, verdict.words, changes))
    project.store.promote(promoted)
    return tuple(found)


def undo(project: Project, market: str = GLOBAL) -> StyleVector:
    """Let the version before the current one speak again.

    Raises:
        InputError: there is no earlier version.
    """
    now = project.store.current(market)
    if now is None or not now.parent:
        raise InputError("nothing to undo: this is the first version", field="market", got=market)
    steps = len(project.store.history(market))
    project.store.promote([(market, now.parent, f"undo of {now.id}", f"undo:{market}:{now.id}:{steps}")])
    return project.store.styles.get(now.parent)
