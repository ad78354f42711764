"""What a market's file says, and what it inherits: another file, the one that ships, and CLDR.

    markets/fr-CA.toml  ->  its `parent`, else the shipped fr-CA.toml  ->  its parent (fr.toml)  ->  CLDR

The nearest says last. A file of the project's own comes before a shipped one of the same name. `parent` names a market
(`de-DE`) or a language file (`de`), the project's or a shipped one, and is read here only: a `Market` says all it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from babel import Locale
from babel.numbers import get_territory_currencies

from styleloop.errors import SettingsError, shortened
from styleloop.language.locales import canonical_locale, direction_of, script_of

PARENT = "parent"
SHIPPED = Path(__file__).resolve().parents[1] / "data" / "markets"
_NAME = re.compile(r"[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8})*")
"""A market or language as its file is named: no path, so that a parent never lies outside `markets/`."""
Read = Callable[[Path], dict[str, Any]]


def shipped() -> tuple[str, ...]:
    """Locales whose market files ship, language files left out."""
    return tuple(sorted(p.stem for p in SHIPPED.glob("*-*.toml")))


def inherited(path: Path, read: Read) -> dict[str, Any]:
    """Every field of the market at `path`, its own over what it inherits; `parent` is gone.

    Args:
        path: `markets/<locale>.toml` of the project.
        read: reads one TOML file.

    Raises:
        SettingsError: a parent is unknown, the files inherit from each other in a circle, or a file is named otherwise
            than its locale, so that the same market could stand there twice.
    """
    known = canonical_locale(path.stem)
    if known not in (None, path.stem):
        raise SettingsError(
            f"{path}: expected a file named as its locale is written; got: {path.stem}; rename it to {known}.toml"
        )
    chain: list[Mapping[str, Any]] = []
    seen: list[Path] = []
    here: Path | None = path
    while here is not None:
        if here in seen:
            circle = " -> ".join(_named(p) for p in (*seen[seen.index(here) :], here))
            raise SettingsError(f"{path}: field {PARENT}: a market cannot inherit from itself: {circle}")
        seen.append(here)
        fields = read(here)
        chain.append(fields)
        here = _above(here, fields, path)
    said: dict[str, Any] = {"units": "metric", **of_cldr(path.stem)}
    for fields in reversed(chain):
        said |= {name: value for name, value in fields.items() if name != PARENT}
    return said | {"locale": path.stem}


def _named(path: Path) -> str:
    return f"{path.stem} (shipped)" if path.parent == SHIPPED else path.stem


def _above(here: Path, fields: Mapping[str, Any], first: Path) -> Path | None:
    """The file that `here` inherits from: the one it names, else the shipped one of its name, else its language's."""
    wanted = fields.get(PARENT)
    if wanted is not None:
        places = (SHIPPED,) if here.parent == SHIPPED else (first.parent, SHIPPED)  # what ships inherits what ships
        named = isinstance(wanted, str) and _NAME.fullmatch(wanted)
        found = (
            next((p for p in (folder / f"{wanted}.toml" for folder in places) if p.is_file()), None) if named else None
        )
        if found is None:
            raise SettingsError(
                f"{here}: field {PARENT}: expected a market or language file of the project's or one that ships; "
                f"got: {shortened(wanted)}"
            )
        return found
    usual = SHIPPED / here.name
    if here != usual and usual.is_file():
        return usual
    language = SHIPPED / f"{here.stem.split('-')[0]}.toml"
    return language if here != language and language.is_file() else None


def of_cldr(locale: str) -> dict[str, str]:
    """Name in English, currency, script and direction of a locale; as far as CLDR knows."""
    known = canonical_locale(locale)
    if known is None:
        return {}
    script = script_of(known)
    said = {"script": script, "direction": direction_of(script)}
    territory = Locale.parse(known, sep="-").territory
    if territory:
        name = Locale("en").territories.get(territory)
        currencies = get_territory_currencies(territory)
        said |= {"name": str(name)} if name else {}
        said |= {"currency": str(currencies[0])} if currencies else {}
    return said
