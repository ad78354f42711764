"""Installed plug-ins: listed without being loaded, loaded when used, checked against their port."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any, TypeVar, cast

from styleloop import ports
from styleloop.errors import PluginError

P = TypeVar("P")

PORTS: dict[str, type[Any]] = {
    "sources": ports.Source,
    "decoders": ports.Decoder,
    "extractors": ports.Extractor,
    "embedders": ports.Embedder,
    "passage_embedders": ports.PassageEmbedder,
    "indexes": ports.Index,
    "text_models": ports.TextModel,
    "image_models": ports.ImageModel,
    "backdrop_models": ports.BackdropModel,
    "classifiers": ports.Classifier,
    "renderers": ports.Renderer,
    "guardrails": ports.Guardrail,
    "channels": ports.Channel,
}
"""Entry point group `styleloop.<name>` -> the port its plug-ins must fit."""


@dataclass(frozen=True)
class Plugin:
    """One installed plug-in, not loaded."""

    port: str
    name: str
    value: str
    distribution: str


@cache
def installed(port: str) -> tuple[EntryPoint, ...]:
    """Entry points of one port, by name.

    Raises:
        PluginError: two distributions offer the same name.
    """
    found = sorted(entry_points(group=f"styleloop.{port}"), key=lambda e: e.name)
    names = [e.name for e in found]
    for name in names:
        if names.count(name) > 1:
            values = ", ".join(e.value for e in found if e.name == name)
            raise PluginError(f"two plug-ins for port {port} are named {name!r}: {values}; uninstall one")
    return tuple(found)


def listed() -> tuple[Plugin, ...]:
    """Every installed plug-in of every port."""
    return tuple(
        Plugin(port, e.name, e.value, e.dist.name if e.dist else "") for port in PORTS for e in installed(port)
    )


def make(port: str, name: str, **offered: Any) -> Any:
    """A new instance of the plug-in `name` of `port`.

    Args:
        port: entry point group without `styleloop.`.
        name: entry point name.
        offered: what the project can give (`templates`: its own folder); a constructor gets what it asks for by name.

    Raises:
        PluginError: it is not installed, does not load, or does not fit its port; says which are installed.
    """
    for entry in installed(port):
        if entry.name == name:
            return _made(port, entry, offered)
    have = ", ".join(e.name for e in installed(port)) or "none"
    raise PluginError(f"no plug-in {name!r} for port {port}; installed: {have}")


def make_all(port: str, names: tuple[str, ...] = ()) -> tuple[Any, ...]:
    """Instances of the named plug-ins of `port`, or of every installed one."""
    return tuple(make(port, name) for name in names or tuple(e.name for e in installed(port)))


def _made(port: str, entry: EntryPoint, offered: dict[str, Any]) -> Any:
    try:
        loaded = cast(Any, entry.load())
        asked = inspect.signature(loaded).parameters
        made = loaded(**{name: value for name, value in offered.items() if name in asked})
    except Exception as problem:
        raise PluginError(
            f"plug-in {entry.name!r} ({entry.value}) of port {port} does not load: {problem}"
        ) from problem
    if not isinstance(made, PORTS[port]):
        wanted = sorted(name for name in vars(PORTS[port]) if not name.startswith("_"))
        lacking = [name for name in wanted if not hasattr(made, name)]
        raise PluginError(
            f"plug-in {entry.name!r} ({entry.value}) does not fit port {PORTS[port].__name__}: it lacks {lacking}"
        )
    return made
