"""Tests among past ads, and what was logged for them, by the name that the library and the rows of a report use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from styleloop import results
from styleloop.app.project import Project
from styleloop.types.asset import Asset
from styleloop.types.experiment import Allocation, Experiment

PAST = "past test "


def past_tests(assets: Iterable[Asset], known: set[str]) -> dict[str, Experiment]:
    """Tests among past ads, by the name the library gives them."""
    arms: dict[str, list[Asset]] = {}
    for asset in assets:
        if asset.test and asset.name and asset.test not in known:
            arms.setdefault(asset.test, []).append(asset)
    return {
        name: results.experiment(
            PAST + name,
            found[0].locale,
            found[0].placement,
            [(a.name, a.id) for a in found],
            found[0].name,
            found[0].made or date(2000, 1, 1),
        )
        for name, found in arms.items()
        if len({a.name for a in found}) == len(found) > 1
    }


def named_as_rows(project: Project, logged: Sequence[Allocation]) -> dict[str, tuple[Allocation, ...]]:
    """Test as a row names it -> what was logged for it, under that name: past tests go by their name in the library."""
    known = {test.id for test in project.store.experiments.all()}
    past = past_tests(project.store.assets.all(role="own"), known)
    names = {test.id: name for name, test in past.items()}
    found: dict[str, tuple[Allocation, ...]] = {}
    for allocation in logged:
        name = names.get(allocation.test, allocation.test)
        found[name] = (*found.get(name, ()), allocation.model_copy(update={"test": name}))
    return found
