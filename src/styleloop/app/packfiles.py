"""`checks/packs/*.toml`: a project's own rules of law and policy, over those that ship.

A file of the same name takes the place of a shipped one (`checks/packs/us-ftc.toml`); another name adds to them. What
cannot be read is kept as a fault of its pack, so that the checks say so of every piece until it is mended.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from styleloop.audit.legal_reading import joined, read_packs, shipped_texts
from styleloop.types.pack import Pack, PackRule

PACKS = Path("checks") / "packs"
LARGEST = 1_000_000
"""Bytes of a pack, beyond which it is none."""
_State = tuple[tuple[str, int, int], ...]


def packs_of(root: Path) -> tuple[Pack, ...]:
    """The packs that count in the project at `root`, by name; read again when a file there changed."""
    folder = root / PACKS
    paths = sorted(folder.glob("*.toml")) if folder.is_dir() else []
    state = tuple((path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in paths if path.is_file())
    return _read(root, state)


@lru_cache(maxsize=8)
def _read(root: Path, state: _State) -> tuple[Pack, ...]:
    texts = shipped_texts()
    unread: list[Pack] = []
    own: dict[str, str] = {}
    for file, _, size in state:
        name = file.removesuffix(".toml")
        texts.pop(name, None)
        got = _text(root / PACKS / file, name, size)
        if isinstance(got, Pack):
            unread.append(got)
        else:
            own[name] = got
    return joined(sorted((*read_packs(texts), *read_packs(own, str(PACKS)), *unread), key=lambda pack: pack.name))


def _text(path: Path, name: str, size: int) -> str | Pack:
    place = f"{PACKS}/{path.name}"
    if size > LARGEST:
        return Pack(name=name, faults=(f"{place}: {size:,} bytes; expected at most {LARGEST:,}",))
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError as problem:
        return Pack(name=name, faults=(f"{place}: not UTF-8 text (byte {problem.start}); save it as UTF-8",))
    except OSError as problem:
        return Pack(name=name, faults=(f"{place}: cannot be read: {problem.strerror}",))


def rules_of(root: Path) -> tuple[tuple[Pack, PackRule], ...]:
    """Every rule that counts in the project, with its pack."""
    return tuple((pack, rule) for pack in packs_of(root) for rule in pack.rules)
