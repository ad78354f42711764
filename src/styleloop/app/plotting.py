"""The pictures of a house style, gathered from a project and written as files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from styleloop.adapters.plots import Plot, effects_plot
from styleloop.app.project import Project
from styleloop.app.styling import GLOBAL, current


def style_plots(project: Project, market: str) -> tuple[Plot, ...]:
    """What helps in a market, by the version that speaks for it.

    Raises:
        InputError: no style was fitted yet.
    """
    now = current(project, market)
    found = None if market == GLOBAL else project.kit.market(market)
    name = "all markets" if market == GLOBAL else found.name if found else market
    return (effects_plot(now, name, len(project.store.history(market))),)


def write_plots(plots: Iterable[Plot], folder: Path) -> tuple[Path, ...]:
    """Each plot as `NAME.svg` and `NAME.png` in `folder`, which is made when it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for plot in plots:
        for suffix, data in ((".svg", plot.svg.encode()), (".png", plot.png)):
            path = folder / f"{plot.name}{suffix}"
            path.write_bytes(data)
            files.append(path)
    return tuple(files)
