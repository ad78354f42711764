"""Every family that can be set here, shown in itself: `@font-face` rules and the files behind them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from styleloop.adapters.renderers.fonts import font_set

_PLAIN = ("[wght]", "[wdth,wght]", "-regular")


@dataclass(frozen=True)
class Installed:
    """One family and the file of its upright, regular letters."""

    name: str
    slug: str
    path: Path


def installed(own: Path | None = None) -> tuple[Installed, ...]:
    """Families of the `fontpkg-*` packages and of the project's own folder, by name."""
    files: dict[str, list[Path]] = {}
    for font in font_set(own if own and own.is_dir() else None).fonts():
        if font.path:
            files.setdefault(font.family, []).append(Path(font.path))
    return tuple(Installed(name, slug_of(name), _upright(paths)) for name, paths in sorted(files.items()))


def own_folder(root: Path) -> Path | None:
    """Where a project keeps fonts of its own, if it does."""
    folder = root / "templates" / "fonts"
    return folder if folder.is_dir() else None


def slug_of(family: str) -> str:
    """`IBM Plex Sans Arabic` -> `ibm-plex-sans-arabic`."""
    return re.sub(r"[^a-z0-9]+", "-", family.lower()).strip("-")


def rules(families: Sequence[Installed]) -> str:
    """A style sheet: a class `face-SLUG` for each family, whose file a browser fetches when it is shown."""
    return "".join(
        f'@font-face{{font-family:"{one.slug}";font-weight:100 900;font-display:swap;'
        f'src:url("/brand/faces/{one.slug}.ttf")}}\n.face-{one.slug}{{font-family:"{one.slug}",serif}}\n'
        for one in families
    )


def _upright(paths: Sequence[Path]) -> Path:
    def place(path: Path) -> tuple[bool, bool, str]:
        name = path.stem.lower()
        return "italic" in name, not name.endswith(_PLAIN), name

    return min(paths, key=place)
