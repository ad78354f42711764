"""Stage 8 as the application runs it: tests planned, answers in, lift measured."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from styleloop import results
from styleloop.app import policies
from styleloop.app.pasttests import past_tests
from styleloop.app.project import Project
from styleloop.app.shipping import approval, post_name
from styleloop.types.asset import Response
from styleloop.types.brief import Campaign
from styleloop.types.experiment import Experiment, Lift, Period
from styleloop.types.record import Refusal
from styleloop.vector.trials import teaching


def plan_tests(project: Project, campaign: Campaign) -> tuple[Experiment, ...]:
    """One randomised test per market and format with two or more approved lines. Keeps them.

    The original, with which the others are compared, is the line nearest to the house style. A carousel is one arm,
    named by its first card.
    """
    found = []
    distances = {s.subject: s.distance for s in project.store.scores.all()}
    under = policies.under(project)
    approved = [v for v in project.store.variants.all(campaign=campaign.id) if approval(project, v, under).done]
    for market in campaign.markets:
        for placement in campaign.placements:
            here = [v for v in approved if v.market == market and v.placement == placement and v.card == 0]
            if any(project.store.publications.all(variant=v.id) for v in here):
                continue  # a test that runs is not changed: what is approved later goes out untested
            # What was restyled is compared with what it was made from, which says the same at the same distance.
            arms = sorted(here, key=lambda v: (distances.get(v.line, 0.0), bool(v.parent), v.id))
            if len(arms) > 1:
                names = [(post_name(v), v.id) for v in arms]
                found.append(results.experiment(campaign.id, market, placement, names, names[0][0], campaign.day))
    project.store.experiments.add(found)
    return tuple(found)


@dataclass(frozen=True)
class Answered:
    """A test with its answers, in the test's own names: each row's subject is an arm's, its test the test's id."""

    test: Experiment
    rows: tuple[Response, ...]


def answered(project: Project, campaign: Campaign | None = None) -> tuple[Answered, ...]:
    """Every test, those among past ads too, unless one campaign's are asked for.

    A campaign's original is the line nearest to the house style; that of a test among past ads is the ad that the
    library lists first.
    """
    assets = project.store.assets.all(role="own")
    tests = list(project.store.experiments.all(**({"campaign": campaign.id} if campaign else {})))
    named = [(test.id, test) for test in tests]
    if campaign is None:
        past = past_tests(assets, {test.id for test in tests})
        named += [(name, test) for name, parts in past.items() for test in parts]
    pieces = {a.id: a.name for a in assets}
    answers: dict[str, list[Response]] = defaultdict(list)
    for response in project.store.responses.all():
        answers[response.test].append(response)
    return tuple(Answered(test, tuple(_own_rows(test, answers[name], pieces))) for name, test in named)


def lifts(project: Project, campaign: Campaign | None = None) -> tuple[Lift, ...]:
    """Every test's versions against its original, with an interval that may be looked at at any time."""
    logged = project.store.allocations.all()
    found: list[Lift] = []
    for each in answered(project, campaign):
        parts = results.periods(each.test, each.rows, logged)
        made = results.lift(each.test, parts, any(r.simulated for r in each.rows)) if parts else ()
        found += _concluded(each.test, made, parts)
    return tuple(found)


def _concluded(test: Experiment, made: Sequence[Lift], parts: Sequence[Period]) -> Sequence[Lift]:
    """The lifts as they are, or with nothing to conclude from them where the audience was not divided as planned."""
    crooked = results.sample_ratio(test, parts) if parts else None
    return [results.disqualified(lift, crooked) for lift in made] if crooked else made


def not_compared(project: Project) -> tuple[Refusal, ...]:
    """Tests with answers of fewer than two versions, by name, and what would mend them."""
    shown: dict[str, set[str]] = defaultdict(set)
    for response in teaching(project.store.responses.all()):
        shown[response.test] |= {response.subject} if response.shown else set()
    return tuple(
        Refusal(
            subject=test,
            why="there is nothing to compare yet: " + ("only one version was shown" if seen else "nobody was shown it"),
            got=f"{len(seen)} versions with exposures",
            expected="2 or more",
            cure="read a report of the other versions too",
            permanent=False,
        )
        for test, seen in sorted(shown.items())
        if len(seen) < 2
    )


def segment_lifts(project: Project) -> tuple[Lift, ...]:
    """The same by segment, for tests with more than one, held to a stricter measure."""
    logged = project.store.allocations.all()
    found: list[Lift] = []
    for each in answered(project):
        whole = results.periods(each.test, each.rows, logged)
        for lift in results.segments(each.test, each.rows, logged):
            here = [r for r in each.rows if r.segment == lift.segment]
            (one,) = _concluded(each.test, (lift,), results.periods(each.test, here, logged))
            found += _concluded(each.test, (one,), whole)
    return tuple(found)


def _own_rows(test: Experiment, rows: list[Response], pieces: dict[str, str]) -> Iterator[Response]:
    """Responses name the piece in the library, a test names the variant it was drawn as: both know the ad's name."""
    arms = {arm.name: arm.subject for arm in test.arms}
    placed = {"market": test.market, "placement": test.placement, "test": test.id}
    for row in rows:
        subject = arms.get(pieces.get(row.subject, ""), row.subject)
        if subject in arms.values():
            yield row.model_copy(update={"subject": subject, **placed})
