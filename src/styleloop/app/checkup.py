"""What a person would look at first when something does not work."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from styleloop.app import registry
from styleloop.app.brand import find_root
from styleloop.app.models import FILE as MODELS
from styleloop.app.models import standings
from styleloop.app.packfiles import packs_of
from styleloop.app.policies import POLICY
from styleloop.app.policydoubts import pack_doubts, policy_doubts
from styleloop.app.project import Project
from styleloop.app.settings import every_setting
from styleloop.app.signing import certificate_of, due, words_on
from styleloop.app.typefaces import locale_lack, market_lack, scripts_told
from styleloop.errors import StyleloopError

ROOM = 500_000_000
"""Bytes of free disk below which a run may not finish."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    what: str
    ok: bool
    words: str


def examine(folder: Path, locales: Sequence[str] = ()) -> tuple[Finding, ...]:
    """Plug-ins, type, then (inside a project) brand files, markets, database and disk.

    Args:
        folder: where the project is looked for.
        locales: locales whose type is asked after besides, whether or not they are markets yet.

    Raises:
        InputError: one of `locales` is unknown.
    """
    found = [_plugin(p) for p in registry.listed()]
    found.append(Finding("type", True, scripts_told()))
    for locale in locales:
        families, lacking = locale_lack(locale)
        found.append(Finding(f"type for {locale}", not lacking, lacking or families))
    found.append(Finding("settings", True, f"{len(every_setting())} settings, all with defaults"))
    try:
        project = Project(find_root(folder))
    except StyleloopError as problem:
        return (*found, Finding("project", False, str(problem)))
    return (*found, *_project(project))


def _plugin(plugin: registry.Plugin) -> Finding:
    what = f"plug-in {plugin.port}/{plugin.name}"
    try:
        made = registry.make(plugin.port, plugin.name)
    except StyleloopError as problem:
        return Finding(what, False, str(problem))
    return Finding(what, True, f"version {made.version}")


def _project(project: Project) -> list[Finding]:
    try:
        kit = project.kit
    except StyleloopError as problem:
        return [Finding("brand files", False, str(problem))]
    found = [Finding("brand files", True, f"{kit.name}: {len(kit.claims)} claims, {len(kit.guidelines)} guidelines")]
    found += _rules(project)
    fonts = project.root / "templates" / "fonts"
    for market in kit.markets:
        lacking = market_lack(kit, market.script, market.locale, fonts if fonts.is_dir() else None)
        words = lacking or "ready"
        style = project.store.current(market.locale)
        told = f"{words}; style {style.id}" if style else f"{words}; no style yet: styleloop ingest"
        found.append(Finding(f"market {market.locale}", not lacking, told))
    found.append(_signing(project))
    found += _models(project)
    free = shutil.disk_usage(project.root).free
    found.append(Finding("disk", free > ROOM, f"{free // 1_000_000} MB free"))
    counts = f"{project.store.assets.count()} assets, {project.store.variants.count()} variants"
    found.append(Finding("database", True, counts))
    return found


def _rules(project: Project) -> list[Finding]:
    """The policy and the packs: whether they can be read, and whether what they ask for can come true."""
    found = [Finding("policy", False, doubt) for doubt in policy_doubts(project)]
    found += [Finding("packs", False, doubt) for doubt in pack_doubts(project)]
    if not any(one.what == "policy" for one in found):
        own = (project.root / POLICY).is_file()
        said = f"everything {POLICY} asks for can be done" if own else f"no {POLICY}: one approval lets a piece out"
        found.append(Finding("policy", True, said))
    if not any(one.what == "packs" for one in found):
        packs = packs_of(project.root)
        found.append(Finding("packs", True, f"{len(packs)} packs, {sum(len(p.rules) for p in packs)} rules"))
    return found


def _models(project: Project) -> list[Finding]:
    try:
        known = standings(project)
    except StyleloopError as problem:
        return [Finding("models", False, str(problem))]
    if not known:
        return [
            Finding(
                "models", True, f"no {MODELS}: lines come from your own frames, pictures from your own and the painter"
            )
        ]
    return [Finding(f"model {one.name}", not one.lacks, one.lacks or f"{one.adapter}; {one.words}") for one in known]


def _signing(project: Project) -> Finding:
    try:
        told = (words_on(certificate_of(project.root)), due(project.root))
    except StyleloopError as problem:
        return Finding("signing", False, str(problem))
    return Finding("signing", True, "; ".join(filter(None, told)))
