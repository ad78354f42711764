"""The pictures of the results page, drawn when somebody looks and kept until something new is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from styleloop.adapters.plots import Plot, lift_plot
from styleloop.app import plotting
from styleloop.app.project import Project
from styleloop.app.styling import GLOBAL

State = tuple[Any, ...]


@dataclass
class Pictures:
    """One project's pictures by what they show, each with the state of the project it was drawn in."""

    project: Project
    _kept: dict[tuple[str, ...], tuple[State, Plot]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def of_market(self, market: str) -> tuple[Plot, ...]:
        """What helps, what changed, how well the style foresees, how new the work is; what there is of them.

        Newness is about one market: for all markets together it is that of the first.
        """
        found: list[Plot] = []
        if self.project.store.current(market):
            found += [self._one(name, make, market) for name, make in _OF_STYLE.items()]
        one = self.project.markets[0] if market == GLOBAL else market
        return (*found, self._one("newness", plotting.newness, one))

    def of_test(self, test: str) -> Plot:
        """The versions of one test next to its original; an empty picture for none.

        Raises:
            InputError: there is no such test with answers.
        """
        return self._one("lift", plotting.lift, test) if test else lift_plot(None)

    def _one(self, name: str, make: Callable[[Project, str], Plot], what: str) -> Plot:
        with self._lock:
            state = self._state(name, what)
            kept = self._kept.get((name, what))
            if kept is None or kept[0] != state:
                kept = self._kept[name, what] = (state, make(self.project, what))
            return kept[1]

    def _state(self, name: str, market: str) -> State:
        """Whatever a picture depends on, cheaply: what speaks, and how much there is of everything that only grows."""
        store = self.project.store
        now = store.current(market) if market else None
        speaks = now.id if now else "", len(store.history(market)) if market else 0
        if name in _OF_THE_VERSION:
            return speaks
        counts = (store.responses.count(), store.publications.count(), store.variants.count(), store.assets.count())
        return *speaks, *counts, store.campaigns.count()


_OF_STYLE: dict[str, Callable[[Project, str], Plot]] = {
    "effects": plotting.effects,
    "changes": plotting.changes,
    "learning": plotting.learning,
}
_OF_THE_VERSION = ("effects", "learning")
"""Pictures of what a version learnt: seconds of work that nothing made or posted since could change."""
