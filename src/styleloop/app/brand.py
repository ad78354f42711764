"""A brand's folder read from its files alone: settings, kit, markets, formats, typed products, checks. No database."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cached_property
from importlib.resources import files
from pathlib import Path

from styleloop.app import registry
from styleloop.app.brandfiles import read_kit, read_placements, read_products
from styleloop.app.settings import FILE, Settings, load
from styleloop.errors import InputError, SettingsError
from styleloop.ports import Extractor, Guardrail
from styleloop.types.brand import BrandKit, Market
from styleloop.types.brief import Placement
from styleloop.types.product import Product

STATE = ".styleloop"
DATA = Path(str(files("styleloop"))) / "data"
TYPED = "products/products.toml"
LOOK_AGAIN = 0.5
"""Seconds for which the brand's files are taken to be as they were."""


def _state_of(*folders: Path) -> tuple[tuple[str, int, int], ...]:
    files = sorted(f for folder in folders for f in folder.rglob("*") if f.is_file())
    return tuple((str(f), f.stat().st_mtime_ns, f.stat().st_size) for f in files)


def now() -> datetime:
    """The time, with its zone."""
    return datetime.now(UTC)


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


class Brand:
    """Everything that is known of a brand without its database.

    Args:
        root: the project folder.
        clock: what time it is; tests and the demo may set it.
    """

    def __init__(self, root: Path, clock: Callable[[], datetime] = now) -> None:
        self.root = root.resolve()
        self.clock = clock
        self.settings: Settings = load(self.root)
        self._kit: BrandKit | None = None
        self._kit_state: tuple[tuple[str, int, int], ...] = ()
        self._kit_seen = 0.0

    @property
    def today(self) -> date:
        """The day by the project's clock."""
        return self.clock().date()

    @property
    def kit(self) -> BrandKit:
        """Everything under `brand/`, `markets/` and `checks/`, read again when a file there changed."""
        moment = time.monotonic()
        if self._kit is None or moment - self._kit_seen > LOOK_AGAIN:
            state = _state_of(self.root / "brand", self.root / "markets", self.root / "checks")
            if self._kit is None or state != self._kit_state:
                self._kit, self._kit_state = read_kit(self.root, self.keep), state
            self._kit_seen = moment
        return self._kit

    def look_again(self) -> None:
        """Take nothing of the brand's files for known: they have just been written."""
        self._kit_seen = float("-inf")

    @cached_property
    def placements(self) -> tuple[Placement, ...]:
        """Formats, the project's own file overriding the shipped one."""
        own = self.root / "placements" / "placements.toml"
        return read_placements(own if own.is_file() else DATA / "placements" / "placements.toml")

    def keep(self, path: Path) -> str:
        """The sha256 of a file's bytes, by which it is named."""
        return hashlib.sha256(path.read_bytes()).hexdigest()

    def product(self, sku: str) -> Product | None:
        """A product by its sku, as it is typed in the project's files; None where it is not."""
        return next((product for product in self._typed if product.sku == sku), None)

    @cached_property
    def _typed(self) -> tuple[Product, ...]:
        path = self.root / TYPED
        return read_products(path, self.keep) if path.is_file() else ()

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

    @cached_property
    def extractors(self) -> tuple[Extractor, ...]:
        """What measures."""
        return registry.make_all("extractors")

    @cached_property
    def guardrails(self) -> tuple[Guardrail, ...]:
        """What objects."""
        return registry.make_all("guardrails", self.settings.plugins.guardrails)
