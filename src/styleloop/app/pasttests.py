"""Tests among past ads, and what was logged for them, by the name that the library and the rows of a report use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from styleloop import results
from styleloop.app.project import Project
from styleloop.types.asset import UNDATED, Asset
from styleloop.types.experiment import Allocation, Experiment

PAST = "past test "


def past_tests(assets: Iterable[Asset], known: set[str]) -> dict[str, tuple[Experiment, ...]]:
    """Tests among past ads, by the name the library gives them: one for each market and format a test ran in."""
    arms: dict[str, list[Asset]] = defaultdict(list)
    for asset in assets:
        if asset.test and asset.name and asset.test not in known:
            arms[asset.test].append(asset)
    return {
        name: tuple(_test(name, part) for part in _parts(found) if len({a.name for a in part}) == len(part) > 1)
        for name, found in arms.items()
    }


def _parts(found: Sequence[Asset]) -> Sequence[Sequence[Asset]]:
    """By market and format, where each has versions of its own to compare; else all together."""
    parts: dict[tuple[str, str], list[Asset]] = defaultdict(list)
    for asset in found:
        parts[asset.locale, asset.placement].append(asset)
    return tuple(parts.values()) if all(len(part) > 1 for part in parts.values()) else (found,)


def _test(name: str, found: Sequence[Asset]) -> Experiment:
    first = found[0]
    versions = [(a.name, a.id) for a in found]
    return results.experiment(PAST + name, first.locale, first.placement, versions, first.name, first.made or UNDATED)


def named_as_rows(project: Project, logged: Sequence[Allocation]) -> dict[str, tuple[Allocation, ...]]:
    """Test as a row names it -> what was logged for it, under that name: past tests go by their name in the library."""
    known = {test.id for test in project.store.experiments.all()}
    past = past_tests(project.store.assets.all(role="own"), known)
    names = {test.id: name for name, tests in past.items() for test in tests}
    found: dict[str, tuple[Allocation, ...]] = {}
    for allocation in logged:
        name = names.get(allocation.test, allocation.test)
        found[name] = (*found.get(name, ()), allocation.model_copy(update={"test": name}))
    return found
