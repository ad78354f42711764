"""How a challenger stands in the answers of tests that it shares with the version that speaks, and what follows."""

from __future__ import annotations

from styleloop import results
from styleloop.app.challenging import Challenge, asked, ended, running, signed
from styleloop.app.learning import Answered, answered
from styleloop.app.project import Project
from styleloop.drafts import PERSON, TRANSLATION
from styleloop.types.challenge import Standing
from styleloop.types.experiment import Allocation, Period
from styleloop.types.variant import Variant


def standing(project: Project, market: str) -> Standing:
    """How the challenger of a market stands now.

    Raises:
        InputError: there is none.
    """
    return _standing(project, asked(project, market))


def settle(project: Project) -> tuple[tuple[Challenge, Standing], ...]:
    """End every challenger whose interval excludes zero: the better version speaks from now on. Returns those ended."""
    done = []
    for market in project.markets:
        found = running(project, market)
        told = _standing(project, found) if found else None
        if found and told and told.verdict != "not known yet":
            ended(project, found, told.verdict == "better", f"challenger decided by its tests: {told.words}")
            done.append((found, told))
    return tuple(done)


def decide(project: Project, market: str, wins: bool, who: str) -> Standing:
    """A person ends the challenger of a market, whatever is known by now.

    Raises:
        InputError: nobody signed, or there is no challenger.
    """
    who, found = signed(who), asked(project, market)
    told = _standing(project, found)
    ended(project, found, wins, f"challenger {'promoted' if wins else 'dropped'} by {who}; {told.words}")
    return told


def _standing(project: Project, found: Challenge) -> Standing:
    meetings: list[results.Meeting] = []
    simulated = False
    logged = project.store.allocations.all()
    by = {v.id: v for v in project.store.variants.all(market=found.market)}
    for each in answered(project):
        met = _meetings(each, found, by, logged) if each.test.market == found.market else []
        meetings += met
        simulated = simulated or (bool(met) and any(r.simulated for r in each.rows))
    return results.standing(
        found.market,
        found.champion.id,
        found.challenger.id,
        meetings,
        tau2=found.champion.tau2,
        share=found.share,
        simulated=simulated,
    )


def _meetings(
    each: Answered, found: Challenge, by: dict[str, Variant], logged: tuple[Allocation, ...]
) -> list[results.Meeting]:
    """One for each run of equal shares in a test with lines of both; none where the audience was not divided fairly."""
    arms = {arm.name: by[arm.subject] for arm in each.test.arms if arm.subject in by}
    made = {name: v.provenance.style for name, v in arms.items() if v.provenance.drafter not in (PERSON, TRANSLATION)}
    if not {found.champion.id, found.challenger.id} <= set(made.values()):
        return []
    parts = results.periods(each.test, each.rows, logged)
    if not parts or results.sample_ratio(each.test, parts):
        return []
    lines = {name: v.line for name, v in arms.items()}
    both = found.champion.id, found.challenger.id
    return [
        results.Meeting(each.test.campaign, each.test.id, *(_side(part, made, lines, style) for style in both))
        for part in parts
    ]


def _side(part: Period, made: dict[str, str], lines: dict[str, str], style: str) -> tuple[results.Shown, ...]:
    here = (t for t in part.tallies if made.get(t.arm) == style)
    return tuple(results.Shown(lines[t.arm], t.shown, t.clicked) for t in here)
