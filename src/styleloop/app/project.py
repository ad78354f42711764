"""One open project: a brand's folder with its memory and what draws and ships."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Protocol

from styleloop.adapters.stores.store import Store
from styleloop.app import registry
from styleloop.app.brand import STATE, Brand, now
from styleloop.ports import Channel, Decoder, Renderer, Source
from styleloop.types.product import Product


class Tick(Protocol):
    """Told how far a stage is."""

    def __call__(self, stage: str, done: int, total: int, note: str = "") -> None:
        """`done` of `total` items of `stage`."""


def silent(stage: str, done: int, total: int, note: str = "") -> None:
    """Tells nobody."""


class Project(Brand):
    """Everything the flow needs, opened once.

    Args:
        root: the project folder.
        clock: what time it is; tests and the demo may set it.
    """

    def __init__(self, root: Path, clock: Callable[[], datetime] = now) -> None:
        super().__init__(root, clock)
        self.state.mkdir(parents=True, exist_ok=True)
        ignored = self.state / ".gitignore"
        if not ignored.exists():
            ignored.write_text("*\n", "utf-8")  # databases and keys do not belong into anybody's repository
        blobs = self.settings.store.blobs or (self.state / "blobs").as_uri()
        url = self.settings.store.url or f"sqlite:///{self.state / 'styleloop.db'}"
        self.store = Store(url, blobs, clock)

    def close(self) -> None:
        """Let go of the database."""
        self.store.close()

    @property
    def state(self) -> Path:
        """Where the project remembers: not for git."""
        return self.root / STATE

    @property
    def workers(self) -> int:
        """Threads that draw."""
        return self.settings.run.workers or len(os.sched_getaffinity(0))

    def keep(self, path: Path) -> str:
        """A file's bytes into the blob store; returns their sha256."""
        return self.store.blobs.put(path.read_bytes())

    def product(self, sku: str) -> Product | None:
        """A product by its sku, as the library knows it; None where nothing was read of it."""
        return self.store.products.find(sku)

    def blobs(self, shas: Iterable[str]) -> dict[str, bytes]:
        """Those blobs, by hash."""
        return {sha: self.store.blobs.get(sha) for sha in sorted(set(shas)) if sha}

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
