"""The operator's models, as `models.toml` of the project describes them. Without the file there are none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple, cast

from styleloop.app import registry
from styleloop.app.brandfiles import read_toml, record
from styleloop.app.project import Project
from styleloop.app.spending import Spending
from styleloop.errors import InputError, SettingsError, shortened
from styleloop.ports import TextModel
from styleloop.types.model import ModelEntry

FILE = "models.toml"
Half = Literal["text", "image"]
PORTS: Mapping[str, tuple[str, ...]] = {"text": ("text_models",), "image": ("image_models", "backdrop_models")}
"""Ports whose adapters a half of the file may name."""


class Entries(NamedTuple):
    """The two halves of `models.toml`, in the order of the file."""

    text: tuple[ModelEntry, ...] = ()
    image: tuple[ModelEntry, ...] = ()


def read_models(root: Path) -> Entries:
    """Every `[[text]]` and `[[image]]` table of the project's `models.toml`; none where there is no such file.

    Raises:
        SettingsError: names the file, the table and the field.
    """
    path = root / FILE
    if not path.is_file():
        return Entries()
    fields = read_toml(path)
    for name in fields:
        if name not in Entries._fields:
            raise SettingsError(f"{path}: {name}: expected [[text]] or [[image]] tables and nothing else")
    return Entries(*(_half(path, cast(Half, half), fields.get(half, [])) for half in Entries._fields))


def text_models(project: Project) -> tuple[TextModel, ...]:
    """The text models of a project, in the order of its file; nothing is loaded or asked yet.

    Raises:
        SettingsError: `models.toml` is wrong.
        PluginError: an adapter does not load.
    """
    book = Spending(project.state)
    return tuple(_made(project, book, "text", entry) for entry in read_models(project.root).text)


def image_model(project: Project, name: str = "") -> Any:
    """The image model of that name, or the first one; None where the project has none.

    Raises:
        InputError: there is none of that name.
        SettingsError: `models.toml` is wrong.
        PluginError: its adapter does not load.
    """
    entries = read_models(project.root).image
    if not name and not entries:
        return None
    return _made(project, Spending(project.state), "image", chosen(entries, name or entries[0].name, "image"))


def chosen(entries: Sequence[ModelEntry], name: str, half: str = "") -> ModelEntry:
    """The entry of that name.

    Raises:
        InputError: there is none; says which there are.
    """
    found = next((entry for entry in entries if entry.name == name), None)
    if found is None:
        raise InputError(
            f"no such {half} model".replace("  ", " "),
            where=FILE,
            field="name",
            got=name,
            expected=", ".join(entry.name for entry in entries) or "none is there yet",
            cure="docs/models.md shows how to write one down",
        )
    return found


def made(project: Project, book: Spending, entry: ModelEntry) -> TextModel:
    """One text model, with its purse."""
    return cast(TextModel, _made(project, book, "text", entry))


def _made(project: Project, book: Spending, half: Half, entry: ModelEntry) -> Any:
    purse = book.purse(entry)
    model = registry.make(
        _adapters(half)[entry.adapter], entry.adapter, entry=_placed(entry, project.root), purse=purse
    )
    if entry.budget and getattr(model, "purse", None) is not purse:
        raise SettingsError(
            f"{project.root / FILE}, {half} {entry.name}: field budget: adapter {entry.adapter} keeps no accounts, so "
            "a budget would not stop it; leave it out, or ask for an adapter that takes a purse"
        )
    return model


def _adapters(half: Half) -> dict[str, str]:
    """Adapter -> its port."""
    return {one.name: port for port in PORTS[half] for one in registry.installed(port)}


def _placed(entry: ModelEntry, root: Path) -> ModelEntry:
    """The entry with paths made whole; with a `url` they are names that the endpoint knows."""
    if entry.url:
        return entry
    paths = {name: str(root / value) for name, value in (("model", entry.model), ("lora", entry.lora)) if value}
    return entry.model_copy(update={name: path for name, path in paths.items() if Path(path).exists()})


def _half(path: Path, half: Half, tables: object) -> tuple[ModelEntry, ...]:
    if not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
        raise SettingsError(f"{path}: {half}: expected [[{half}]] tables; got: {shortened(tables)}")
    found: list[ModelEntry] = []
    for number, fields in enumerate(tables, start=1):
        item = f"[[{half}]] {number}"
        if isinstance(fields.get("name"), str):
            item += f" ({fields['name']})"
        entry = record(ModelEntry, fields, path, item)
        problem = _wrong(entry, half, [one.name for one in found])
        if problem:
            raise SettingsError(f"{path}, {item}: field {problem}")
        found.append(entry)
    return tuple(found)


def _wrong(entry: ModelEntry, half: Half, earlier: Sequence[str]) -> str:
    """`field: what is wrong`, or nothing."""
    known = sorted(_adapters(half))
    priced = entry.price_picture if half == "image" else entry.price_in or entry.price_out
    if entry.name in earlier:
        return f"name: two of one name; got: {entry.name!r}"
    if entry.adapter not in known:
        return f"adapter: expected one of {', '.join(known)}; got: {entry.adapter!r}"
    if entry.budget and not priced:
        prices = "price_picture" if half == "image" else "price_in and price_out, in money for a million tokens"
        return f"budget: it cannot be kept without prices: set {prices}; got: budget = {entry.budget:g}"
    if "@" in entry.url or "key=" in entry.url:
        return "url: expected an address without a key in it: name the key's variable in key_env"
    return ""
