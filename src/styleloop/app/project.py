"""One open project: its folder, settings, brand, memory and plug-ins."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Protocol

from styleloop.adapters.stores.store import Store
from styleloop.app import registry
from styleloop.app.brandfiles import read_kit, read_placements
from styleloop.app.settings import FILE, Settings, load
from styleloop.errors import InputError, SettingsError
from styleloop.ports import Channel, Decoder, Extractor, Guardrail, Renderer, Source
from styleloop.types.brand import BrandKit, Market
from styleloop.types.brief import Placement

STATE = ".styleloop"
DATA = Path(str(files("styleloop"))) / "data"


LOOK_AGAIN = 0.5
"""Seconds for which the brand's files are taken to be as they were."""


def _state_of(*folders: Path) -> tuple[tuple[str, int, int], ...]:
    files = sorted(f for folder in folders for f in folder.rglob("*") if f.is_file())
    return tuple((str(f), f.stat().st_mtime_ns, f.stat().st_size) for f in files)


class Tick(Protocol):
    """Told how far a stage is."""

    def __call__(self, stage: str, done: int, total: int, note: str = "") -> None:
        """`done` of `total` items of `stage`."""


def silent(stage: str, done: int, total: int, note: str = "") -> None:
    """Tells nobody."""


def find_root(start: Path) -> Path:
    """The project folder `start` lies in: the nearest one with a `styleloop.toml`.

    Raises:
        SettingsError: there is none.
    """
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / FILE).is_file():
            return folder
    raise SettingsError(f"no {FILE} in {here} or above it; make a project with: styleloop init my-brand")


class Project:
    """Everything the flow needs, opened once.

    Args:
        root: the project folder.
        clock: what time it is; tests and the demo may set it.
    """

    def __init__(self, root: Path, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.root = root.resolve()
        self.clock = clock
        self.settings: Settings = load(self.root)
        self.state.mkdir(parents=True, exist_ok=True)
        ignored = self.state / ".gitignore"
        if not ignored.exists():
            ignored.write_text("*\n", "utf-8")  # databases and keys do not belong into anybody's repository
        blobs = self.settings.store.blobs or (self.state / "blobs").as_uri()
        url = self.settings.store.url or f"sqlite:///{self.state / 'styleloop.db'}"
        self.store = Store(url, blobs, clock)
        self._kit: BrandKit | None = None
        self._kit_state: tuple[tuple[str, int, int], ...] = ()
        self._kit_seen = 0.0

    def close(self) -> None:
        """Let go of the database."""
        self.store.close()

    @property
    def state(self) -> Path:
        """Where the project remembers: not for git."""
        return self.root / STATE

    @property
    def today(self) -> date:
        """The day by the project's clock."""
        return self.clock().date()

    @property
    def workers(self) -> int:
        """Threads that draw."""
        return self.settings.run.workers or len(os.sched_getaffinity(0))

    @property
    def kit(self) -> BrandKit:
        """Everything under `brand/`, `markets/` and `checks/`, read again when a file there changed."""
        now = time.monotonic()
        if self._kit is None or now - self._kit_seen > LOOK_AGAIN:
            state = _state_of(self.root / "brand", self.root / "markets", self.root / "checks")
            if self._kit is None or state != self._kit_state:
                self._kit, self._kit_state = read_kit(self.root, self.keep), state
            self._kit_seen = now
        return self._kit

    @cached_property
    def placements(self) -> tuple[Placement, ...]:
        """Formats, the project's own file overriding the shipped one."""
        own = self.root / "placements" / "placements.toml"
        return read_placements(own if own.is_file() else DATA / "placements" / "placements.toml")

    def keep(self, path: Path) -> str:
        """A file's bytes into the blob store; returns their sha256."""
        return self.store.blobs.put(path.read_bytes())

    def blobs(self, shas: Iterable[str]) -> dict[str, bytes]:
        """Those blobs, by hash."""
        return {sha: self.store.blobs.get(sha) for sha in sorted(set(shas)) if sha}

    def market(self, locale: str) -> Market:
        """One market.

        Raises:
            InputError: there is no such market; says which there are.
        """
        found = self.kit.market(locale)
        if found is None:
            have = ", ".join(m.locale for m in self.kit.markets)
            raise InputError(
                "no such market",
                field="market",
                got=locale,
                expected=have,
                cure=f"add markets/{locale}.toml (empty will do: the rest is inherited)",
            )
        return found

    def placement(self, name: str) -> Placement:
        """One format.

        Raises:
            InputError: there is no such format; says which there are.
        """
        found = next((p for p in self.placements if p.name == name), None)
        if found is None:
            have = ", ".join(p.name for p in self.placements)
            raise InputError("no such format", field="placements", got=name, expected=have)
        return found

    @property
    def markets(self) -> tuple[str, ...]:
        """Locales a run makes."""
        return self.settings.run.markets or tuple(m.locale for m in self.kit.markets)

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """Readers of the operator's files."""
        return registry.make_all("sources")

    @cached_property
    def decoders(self) -> tuple[Decoder, ...]:
        """Readers of pictures."""
        return registry.make_all("decoders")

    @cached_property
    def extractors(self) -> tuple[Extractor, ...]:
        """What measures."""
        return registry.make_all("extractors")

    @cached_property
    def guardrails(self) -> tuple[Guardrail, ...]:
        """What objects."""
        return registry.make_all("guardrails", self.settings.plugins.guardrails)

    @cached_property
    def channel(self) -> Channel:
        """Where approved work goes."""
        made: Channel = registry.make("channels", self.settings.plugins.channel)
        return made

    @cached_property
    def renderer(self) -> Renderer:
        """What draws; one for all threads. The project's own `templates/` come before the shipped ones."""
        own = self.root / "templates"
        offered = {"templates": own} if own.is_dir() else {}
        made: Renderer = registry.make("renderers", self.settings.plugins.renderer, **offered)
        return made

    @property
    def target(self) -> str:
        """Where the channel sends to; a bare folder name lies inside the project."""
        wanted = self.settings.publish.target
        return wanted if "://" in wanted else str((self.root / wanted).resolve())
