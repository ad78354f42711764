"""The operator's models, as `models.toml` of the project describes them. Without the file there are none."""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple, cast
from weakref import WeakKeyDictionary

from styleloop.app import registry
from styleloop.app.brandfiles import read_toml, record
from styleloop.app.project import Project
from styleloop.app.spending import Spending, Spent
from styleloop.errors import InputError, SettingsError
from styleloop.ports import Classifier, TextModel
from styleloop.types.model import Answer, ClassifierEntry, ModelEntry, Prompt
from styleloop.types.record import Record, Refusal, canonical

FILE = "models.toml"
SMALL = 1_000_000_000
"""Bytes of weights below which a text model is too small to write copy."""
Half = Literal["text", "image", "classifier"]
PORTS: Mapping[str, tuple[str, ...]] = {
    "text": ("text_models",),
    "image": ("image_models", "backdrop_models"),
    "classifier": ("classifiers",),
}
"""Ports whose adapters a half of the file may name."""
NEEDS: Mapping[str, tuple[str, ...]] = {
    "openai": ("url", "name"),
    "openai_images": ("name",),
    "comfyui": ("url", "file"),
    "gguf": ("file",),
    "transformers": ("file",),
    "diffusers": ("file",),
    "onnx": ("file",),
}
"""What our adapters cannot do without: an address, a name at it, or a file or folder of the project's. Of others' it is
not known."""
EXAMPLE = "http://127.0.0.1:8080/v1"
_VARIABLE = re.compile(r"[A-Za-z_]\w*", re.ASCII)

_MADE: WeakKeyDictionary[Project, dict[tuple[Half, ModelEntry], Any]] = WeakKeyDictionary()
_MAKING = threading.Lock()


class Entries(NamedTuple):
    """The parts of `models.toml`, in the order of the file."""

    text: tuple[ModelEntry, ...] = ()
    image: tuple[ModelEntry, ...] = ()
    classifier: tuple[ClassifierEntry, ...] = ()


def read_models(root: Path) -> Entries:
    """Every `[[text]]`, `[[image]]` and `[[classifier]]` table of `models.toml`; none where there is no such file.

    Raises:
        SettingsError: names the file, the table and the field.
    """
    path = root / FILE
    if not path.is_file():
        return Entries()
    fields = read_toml(path)
    for name in fields:
        if name not in Entries._fields:
            raise SettingsError(
                f"{path}: {name}: expected [[text]] or [[image]] or [[classifier]] tables, nothing else"
            )
    text, image, classifier = (_half(path, cast(Half, half), fields.get(half, [])) for half in Entries._fields)
    return Entries(text, image, cast("tuple[ClassifierEntry, ...]", classifier))


def text_models(project: Project) -> tuple[TextModel, ...]:
    """The text models of a project, in the order of its file; nothing is loaded or asked yet.

    Raises:
        SettingsError: `models.toml` is wrong.
        PluginError: an adapter does not load.
    """
    return tuple(_made(project, "text", entry) for entry in read_models(project.root).text)


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
    return _made(project, "image", chosen(entries, name or entries[0].name, "image"))


def classifiers(project: Project) -> tuple[tuple[ClassifierEntry, Classifier], ...]:
    """The image classifiers of a project with their entries, in the order of its file; nothing is loaded yet.

    Raises:
        SettingsError: `models.toml` is wrong.
        PluginError: an adapter does not load.
    """
    return tuple((entry, _made(project, "classifier", entry)) for entry in read_models(project.root).classifier)


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


def _made(project: Project, half: Half, entry: ModelEntry) -> Any:
    """The model of an entry, the same one as long as the entry stays as it is: it knows its pace and its endpoint."""
    placed = _placed(entry, project.root)
    with _MAKING:
        known = _MADE.setdefault(project, {})
        if (half, placed) not in known:
            known[half, placed] = _new(project, half, placed)
        return known[half, placed]


def _new(project: Project, half: Half, entry: ModelEntry) -> Any:
    purse = Spending(project.state).purse(entry)
    model = registry.make(_adapters(half)[entry.adapter], entry.adapter, entry=entry, purse=purse)
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
    """The entry with paths made whole; with a `url` they are names that the endpoint knows, a workflow file apart."""
    if entry.url and not entry.model.endswith(".json"):
        return entry
    paths = {name: str(root / value) for name, value in (("model", entry.model), ("lora", entry.lora)) if value}
    return entry.model_copy(update={name: path for name, path in paths.items() if Path(path).exists()})


def _half(path: Path, half: Half, tables: object) -> tuple[ModelEntry, ...]:
    if not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
        got = f"[{half}]" if isinstance(tables, dict) else type(tables).__name__  # its value may hold a key
        raise SettingsError(f"{path}: {half}: expected [[{half}]] tables; got: {got}")
    found: list[ModelEntry] = []
    for number, fields in enumerate(tables, start=1):
        item = f"[[{half}]] {number}"
        if isinstance(fields.get("name"), str):
            item += f" ({fields['name']})"
        entry = record(ClassifierEntry if half == "classifier" else ModelEntry, fields, path, item)
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
    if entry.url and not entry.url.startswith(("http://", "https://")):
        return f"url: expected an address that begins with http:// or https://; got: {entry.url!r}"
    if entry.key_env and not _VARIABLE.fullmatch(entry.key_env):
        return 'key_env: expected the name of an environment variable that holds the key, as "MY_KEY", not the key'
    return ""


class Standing(Record):
    """One model: what it is, what it took until now, and what may be hoped of it."""

    name: str
    half: Half
    adapter: str
    model: str
    """Name at the endpoint or path, with the adapter behind a `+`."""
    place: str
    """Address, or `this machine`."""
    spent: Spent
    budget: float
    """0: no limit."""
    left: float | None
    """Money left, requests on their way counted at their most; None without a budget."""
    words: str
    """What quality to expect."""
    lacks: str = ""
    """Why it cannot be asked, as far as that is known without asking."""


def standings(project: Project) -> tuple[Standing, ...]:
    """Every entry of `models.toml`; nobody is asked.

    Raises:
        SettingsError: `models.toml` is wrong.
        StoreError: the account book cannot be read.
    """
    book, entries = Spending(project.state), read_models(project.root)
    found = ((cast(Half, half), entry) for half in Entries._fields for entry in getattr(entries, half))
    return tuple(_standing(project, book, half, entry) for half, entry in found)


def _standing(project: Project, book: Spending, half: Half, entry: ModelEntry) -> Standing:
    spent = book.spent(entry.name, entry.currency)
    path = Path(_placed(entry, project.root).model)
    return Standing(
        name=entry.name,
        half=half,
        adapter=entry.adapter,
        model=" + ".join(part for part in (entry.model, entry.lora) if part),
        place=entry.url or "this machine",
        spent=spent,
        budget=entry.budget,
        left=max(0.0, entry.budget - spent.money - spent.held) if entry.budget else None,
        words=_expected(entry, path) if half == "text" else _WORDS[half],
        lacks=_lacking(entry, path),
    )


_WORDS: Mapping[Half, str] = {
    "image": "look at what it paints before you let it",
    "classifier": "try it on your own pictures before you rely on it: styleloop models check NAME --picture FILE",
}


def _expected(entry: ModelEntry, path: Path) -> str:
    """What quality to expect, said plainly."""
    if entry.adapter == "echo":
        return "no model: repeats its prompt, to try the rest on"
    size = sum(file.stat().st_size for file in _weights(path)) if not entry.url else 0
    if 0 < size < SMALL:
        return (
            f"{size / 1e6:,.0f} MB: a model this small is no copywriter; it keeps to a shape and repeats itself, and "
            "the checks refuse most of it (docs/models.md has samples)"
        )
    return "read twenty of its lines before you rely on it: styleloop draft"


def _weights(path: Path) -> list[Path]:
    return sorted(path.glob("*.safetensors")) if path.is_dir() else [path] if path.is_file() else []


def _lacking(entry: ModelEntry, path: Path) -> str:
    return "; ".join(_lacks(entry, path, NEEDS.get(entry.adapter, ())))


def _lacks(entry: ModelEntry, path: Path, needed: Sequence[str]) -> Iterator[str]:
    if "url" in needed and not entry.url:
        yield f'it has no address to ask at: write url = "{EXAMPLE}" into {FILE}'
    if "name" in needed and not (entry.model or entry.lora):
        yield f"no model is named: write model = ... into {FILE}, as the endpoint calls it"
    if "file" in needed and not entry.model:
        yield f"no file or folder is named: write model = ... into {FILE}; paths start at the project folder"
    elif "file" in needed and not path.exists():
        yield f"there is no {entry.model}; paths start at the project folder"
    if entry.key_env and not (os.environ.get(entry.key_env) or os.environ.get(f"{entry.key_env}_FILE")):
        yield f"its key is not set: {entry.key_env}, or {entry.key_env}_FILE"


CHECK = Prompt(
    system="You write advertising for a small outdoor brand: dry, short, true.",
    user=(
        "Write one headline of at most eight words for a rain shell.\nFacts: 312 g; every seam taped.\n"
        'Answer as {"headline": "..."}.'
    ),
    answer=canonical(
        {
            "type": "object",
            "properties": {"headline": {"type": "string", "minLength": 1, "maxLength": 80}},
            "required": ["headline"],
            "additionalProperties": False,
        }
    ),
    seed=1,
)
"""What `styleloop models check` asks."""
ASKED = "one headline"


def tried(project: Project, name: str, prompt: Prompt = CHECK) -> tuple[Answer | Refusal, float]:
    """(what the text model of that name says to one prompt, seconds it took); paid like any other.

    Raises:
        InputError: there is no such model.
        SettingsError: `models.toml` is wrong.
        PluginError: its adapter does not load.
    """
    entry = chosen(read_models(project.root).text, name, "text")
    model: TextModel = _made(project, "text", entry)
    begun = time.monotonic()
    (found,) = model.write([prompt])
    if isinstance(found, Refusal):  # people know the model, not the prompt's id
        found = found.model_copy(update={"subject": f"{entry.name}, asked for {ASKED if prompt == CHECK else 'words'}"})
    return found, time.monotonic() - begun
