"""Paths that a row names, kept inside the folder that is read."""

from __future__ import annotations

import os
import stat
from pathlib import Path, PurePosixPath

from styleloop.errors import InputError


def shown(path: Path, root: Path) -> str:
    """`path` as messages name it: relative to the folder read."""
    try:
        return path.relative_to(root).as_posix() or path.name
    except ValueError:
        return path.name


def inside(base: Path, named: str, root: Path) -> str:
    """Where in `root` the file lies that a row in `base` names.

    Args:
        base: folder of the file that names it.
        named: the path as written; backslashes part folders too.
        root: the folder read.

    Returns:
        The path relative to `root`, with forward slashes.

    Raises:
        InputError: it leaves `root` (`..`, an absolute path, a link), does not exist, or is no ordinary file.
    """
    text = named.replace("\\", "/")
    expected = "a path inside the folder that is read, such as pictures/rain-shell.png"
    if "\0" in text or text.startswith("/") or text[1:2] == ":" or text.startswith("~"):
        raise InputError("the path is not relative to the folder", got=named, expected=expected)
    if ".." in PurePosixPath(text).parts and not _lexically_inside(base, text, root):
        raise InputError("the path leaves the folder", got=named, expected=expected)
    try:
        target = (base / text).resolve(strict=True)
        ordinary = stat.S_ISREG(target.stat().st_mode)
    except FileNotFoundError as problem:
        raise InputError(
            "there is no such file", got=named, expected=expected, cure="add the file or empty the cell"
        ) from problem
    except (OSError, ValueError, RuntimeError) as problem:
        raise InputError(f"the path cannot be followed ({problem})", got=named, expected=expected) from problem
    home = root.resolve()
    if not target.is_relative_to(home):
        raise InputError("the path leaves the folder by a link", got=named, expected=expected)
    if not ordinary:
        raise InputError("this is no ordinary file", got=named, expected=expected)
    return target.relative_to(home).as_posix()


def _lexically_inside(base: Path, text: str, root: Path) -> bool:
    return Path(os.path.normpath(base.absolute() / text)).is_relative_to(os.path.normpath(root.absolute()))
