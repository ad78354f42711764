"""Whether the type for a market is installed, and the command that installs what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from styleloop.adapters.renderers.fonts import installing, unknown_families
from styleloop.errors import InputError, StyleloopError
from styleloop.language.faces import face_of, family, scripts, shipped_face
from styleloop.language.locales import canonical_locale, script_of
from styleloop.types.brand import BrandKit, Face


def lack(face: Face | None, script: str, own: Path | None = None) -> str:
    """Why words of a script cannot be set, with what to do about it; empty when they can.

    Args:
        face: the type chosen for them, if there is any.
        script: ISO 15924.
        own: the project's `templates/fonts`, or None.
    """
    if face is None:
        return f"no type for {script}: add [[faces]] to brand/kit.toml and its files to templates/fonts"
    try:
        unknown = unknown_families((*face.serif, *face.sans), own)
    except StyleloopError as problem:
        return str(problem)
    return f"{unknown[0]} is not installed: {installing(unknown[0])}" if unknown else ""


def market_lack(kit: BrandKit, script: str, locale: str, own: Path | None = None) -> str:
    """As `lack`, for a market of this brand."""
    return lack(face_of(kit, script, locale), script, own)


def locale_lack(locale: str) -> tuple[str, str]:
    """(families, lack) of the shipped type for any locale.

    Raises:
        InputError: there is no such locale.
    """
    known = canonical_locale(locale)
    if known is None:
        raise InputError("no such locale", field="locale", got=locale, expected="a language and territory: th-TH")
    face = shipped_face(script_of(known), known)
    named = ", ".join(dict.fromkeys((face.serif[0], face.sans[0]))) if face else "no type"
    return named, lack(face, script_of(known))


def scripts_told() -> str:
    """Which scripts can be set here, and the commands for the others, in one line each."""
    ready: list[str] = []
    missing: dict[str, list[str]] = {}
    for script in scripts():
        face = shipped_face(script)
        unknown = unknown_families((*face.serif, *face.sans)) if face else ()
        if unknown:
            found = [one.cure for name in unknown if (one := family(name))]
            missing.setdefault(found[0] if found else "see docs/templates.md", []).append(script)
        else:
            ready.append(script)
    told = f"ready: {_listed(ready)}"
    wanting = "; ".join(f"{_listed(names)}: {cure}" for cure, names in missing.items())
    return f"{told}; to install where a market needs it: {wanting}" if wanting else told


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) or "none"
