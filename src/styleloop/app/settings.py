"""Settings of one project: `styleloop.toml`, then environment, all with defaults.

`STYLELOOP_STORE__URL` sets `store.url`; a secret may also come from a file named by `..._FILE`, which must be readable.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from styleloop.errors import SettingsError
from styleloop.types.style import CEILING, FLOOR

FILE = "styleloop.toml"
PREFIX = "STYLELOOP_"


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class StoreSettings(_Section):
    """Where the project remembers."""

    url: str = ""
    """SQLAlchemy URL of the database; empty: SQLite in `.styleloop/`. May hold a password: prefer STORE__URL_FILE."""
    jobs_url: str = ""
    """SQLAlchemy URL of the durable workflows; empty: `store.url` on PostgreSQL, else SQLite in `.styleloop/`."""
    blobs: str = ""
    """fsspec URL for pictures; empty: `.styleloop/blobs`."""


class StyleSettings(_Section):
    """How far from the usual drafts may go."""

    dial: float = Field(default=0.3, ge=0, le=1)
    """The one dial: 0 familiar ... 1 surprising."""
    ceiling: float = Field(default=CEILING, gt=0)
    """Most on-brand distance a draft may have; 1 is as far as the brand itself strays."""
    floor: float = Field(default=FLOOR, ge=0, lt=1)
    """Least novelty against own recent lines; 0 is a copy."""
    half_life_days: float = Field(default=0.0, ge=0, allow_inf_nan=False)
    """Days after which a test counts half as much as the newest one; 0 forgets nothing."""
    auto_refine: bool = True
    """Refine by itself once 20,000 new exposures of randomised tests were read; its gate decides as ever."""
    challenger_share: float = Field(default=0.0, ge=0, le=0.5)
    """Share of a campaign's lines that a version which passed the gate makes at first; 0: it speaks at once."""
    challenger_decides: bool = True
    """End a challenger at refine time once its interval excludes zero; off: only a person does."""


class RunSettings(_Section):
    """What one run makes."""

    markets: tuple[str, ...] = ()
    """Locales to make; empty: every file in `markets/`."""
    placements: tuple[str, ...] = ("square", "story", "wide")
    """Formats to make."""
    lines: int = Field(default=3, ge=1, le=50)
    """Lines per market; each is drawn in every format."""
    template: str = "split"
    """Layout template, or `auto`: one is chosen for each line (docs/versions.md)."""
    rounds: int = Field(default=3, ge=1, le=10)
    """At most so many tries to replace drafts that were refused or blocked."""
    seed: int = 1
    """Same seed, same input, same drafts."""
    workers: int = Field(default=0, ge=0, le=64)
    """Threads that draw; 0: one per core."""


class PluginSettings(_Section):
    """Which installed plug-in does what; names as `styleloop plugins` lists them."""

    renderer: str = "typst"
    """Draws layouts."""
    channel: str = "folder"
    """Where approved work goes."""
    guardrails: tuple[str, ...] = ()
    """Checks to run; empty: every installed one."""
    embedder: str = ""
    """Reads how lines are said, for the style; empty: the first one installed; `none`: without."""


class PublishSettings(_Section):
    """What may leave, and to where."""

    target: str = "published"
    """Folder (inside the project, or absolute) or address the channel sends to."""


class ServeSettings(_Section):
    """The desk."""

    host: str = "127.0.0.1"
    """Address to listen on."""
    port: int = Field(default=8765, ge=1, le=65535)
    """Port to listen on."""


class _Environment(EnvSettingsSource):
    """The environment without the names of files: what is in those was read before, and they are no settings."""

    def __call__(self) -> dict[str, Any]:
        """Section -> its settings."""
        return {
            name: {key: one for key, one in said.items() if not key.endswith("_file")}
            if isinstance(said, dict)
            else said
            for name, said in super().__call__().items()
        }


class Settings(BaseSettings):
    """Everything that can be set. At most 25, each with a default; docs/settings.md is made from this."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="__", extra="forbid", frozen=True, use_attribute_docstrings=True
    )

    store: StoreSettings = StoreSettings()
    style: StyleSettings = StyleSettings()
    run: RunSettings = RunSettings()
    plugins: PluginSettings = PluginSettings()
    publish: PublishSettings = PublishSettings()
    serve: ServeSettings = ServeSettings()
    log_level: str = Field(default="WARNING", pattern="^(DEBUG|INFO|WARNING|ERROR)$")
    """How much is logged to stderr."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is pydantic's
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is pydantic's
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is pydantic's
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment first, then the project's file."""
        toml = TomlConfigSettingsSource(settings_cls, _reading.get("file"))
        return (init_settings, _Environment(settings_cls), toml)


_reading: dict[str, Path] = {}


def load(root: Path) -> Settings:
    """The settings of the project in `root`.

    Raises:
        SettingsError: a value is wrong; names the field, the value, and the places tried.
    """
    file = root / FILE
    places = f"{file} and environment variables {PREFIX}SECTION__NAME"
    try:
        _secrets_from_files()
        _reading["file"] = file
        return Settings()
    except (tomllib.TOMLDecodeError, RecursionError) as problem:
        raise SettingsError(f"{file} is not TOML: {problem}") from problem
    except ValidationError as problem:
        first = problem.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise SettingsError(
            f"setting {name}: {first['msg']}; got: {first.get('input')!r}; places tried: {places}"
        ) from problem


def _secrets_from_files() -> None:
    for name, path in sorted(os.environ.items()):
        if name.startswith(PREFIX) and name.endswith("_FILE"):
            target = name.removesuffix("_FILE")
            try:
                os.environ[target] = Path(path).read_text("utf-8").strip()
            except OSError as problem:
                raise SettingsError(f"{name} names {path!r}, which cannot be read: {problem.strerror}") from problem


def every_setting() -> tuple[tuple[str, Any, str], ...]:
    """(name, default, meaning) of each setting, for the docs and for `styleloop doctor`."""
    found: list[tuple[str, Any, str]] = []
    for name, info in Settings.model_fields.items():
        if isinstance(info.default, _Section):
            section = type(info.default)
            found += [(f"{name}.{key}", f.default, f.description or "") for key, f in section.model_fields.items()]
        else:
            found.append((name, info.default, info.description or ""))
    return tuple(found)
