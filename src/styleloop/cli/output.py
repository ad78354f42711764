"""How verbs speak: tables for people, JSON for programs, progress on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from operator import gt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.cells import cell_len
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from styleloop.app.project import Project, Tick

ProjectOption = Annotated[Path, typer.Option("--project", "-C", help="The project folder, or any folder inside it.")]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON on stdout, for programs.")]
HERE = Path()
_BETWEEN = " │ "
ROLES = {
    "speaks": "new version",
    "challenges": "put up as a challenger",
    "stands down": "challenger taken down",
    "held": "kept",
}
"""What became of a version, in words."""

_UNSEEN = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160)) if chr(code) not in "\n\t"}


def shown(text: str) -> str:
    """`text` with control characters spelt out: what a file, a feed or a manifest says must not steer the terminal."""
    return text.translate(_UNSEEN)


class _Console(Console):
    def print(self, *objects: Any, **how: Any) -> None:
        super().print(*(shown(one) if isinstance(one, str) else one for one in objects), **how)


out = _Console(highlight=False)
err = _Console(stderr=True, highlight=False)


def opened(folder: Path) -> Project:
    """The project `folder` lies in."""
    from styleloop.app.brand import find_root
    from styleloop.app.project import Project

    return Project(find_root(folder))


def say_json(value: Any) -> None:
    """One JSON value on stdout; escaped where stdout is not UTF-8."""
    plain = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    sys.stdout.write(json.dumps(value, ensure_ascii=not plain, indent=2, default=str) + "\n")


def say_drawn(plots: Iterable[Any], files: Iterable[Path], as_json: bool) -> None:
    """What pictures show, and the files they were written to."""
    written = list(files)
    if as_json:
        say_json(
            [{**p.record, "files": [str(f) for f in written if len(written) < 3 or f.stem == p.name]} for p in plots]
        )
        return
    for plot in plots:
        out.print(f"{plot.title}. {plot.about}. {plot.told}", markup=False, soft_wrap=True)
    for file in written:
        out.print(str(file), markup=False, soft_wrap=True)


def say_refined(report: dict[str, Any]) -> None:
    """What was learnt by itself while answers were read (`style.auto_refine`), on stderr."""
    for item in report.get("refined", ()):
        err.print(f"refined by itself: {item['market']}: {ROLES[item['role']]} - {item['words']}", markup=False)


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A small table on stdout."""
    made = Table(title=title, title_justify="left", show_edge=False, header_style="bold")
    cells = [[shown(str(cell)) for cell in row] for row in rows]
    room = out.width - len(_BETWEEN) * (len(columns) - 1) - 2
    for column, width in zip(columns, _widths([columns, *cells], room), strict=True):
        made.add_column(column, overflow="fold", width=width)
    for row in cells:
        made.add_row(*map(Text, row))  # text, not markup: brackets in copy are copy
    out.print(made)


def _widths(rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """How wide each column of a table is: as wide as it is long, else no word of it is broken while there is room."""
    columns = list(zip(*rows, strict=True))
    most = [
        min(room, max(cell_len(line) for cell in column for line in cell.splitlines() or [""])) for column in columns
    ]
    least = [max(cell_len(word) for cell in column for word in cell.split() or [""]) for column in columns]
    widths = [max(1, width) for width in most]
    for floor in (least, [1] * len(columns)):
        while sum(widths) > room and any(map(gt, widths, floor)):
            widest = max((w - f, w, -at) for at, (w, f) in enumerate(zip(widths, floor, strict=True)))
            widths[-widest[2]] -= 1
    return widths


@contextmanager
def bars(project: Project, quiet: bool = False) -> Iterator[Callable[[str], None]]:
    """A progress bar per stage on stderr; gives the function that looks how far a run is."""
    columns = (TextColumn("{task.description:<22}"), BarColumn(24), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, disable=quiet) as progress:
        known: dict[str, Any] = {}

        def watch(run: str) -> None:
            for stage in project.store.progress(run):
                if stage.stage not in known:
                    known[stage.stage] = progress.add_task(stage.stage, total=stage.total)
                progress.update(known[stage.stage], completed=stage.done, total=stage.total)

        yield watch


@contextmanager
def ticking(quiet: bool = False) -> Iterator[Tick]:
    """A progress bar for each stage that it is told of, with its note; on stderr, while it lasts."""
    note = TextColumn("{task.fields[note]}", markup=False)
    columns = (TextColumn("{task.description:<16}"), BarColumn(24), MofNCompleteColumn(), TimeElapsedColumn(), note)
    with Progress(*columns, console=err, disable=quiet, transient=True) as progress:
        known: dict[str, Any] = {}

        def tick(stage: str, done: int, total: int, note: str = "") -> None:
            if stage not in known:
                known[stage] = progress.add_task(stage, total=total, note="")
            progress.update(known[stage], completed=done, total=total, note=shown(note))

        yield tick
