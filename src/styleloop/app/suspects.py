"""Passages that try to steer whoever reads them: looked for once each, and told to people with every look at the index.

They stay in the index and may be cited: what they say is data to everybody here. The brand's own rules are orders to
writers by nature, so of guidelines only what poses, hides or runs is told.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from styleloop.app.productfiles import suspicious
from styleloop.types.passage import Passage

LOOKED, FOUND = "looked_at.json", "suspects.json"
_MOST = 20
"""Notes that are told; how many more there are is said."""


def suspects(passages: Iterable[Passage], folder: Path) -> list[str]:
    """Notes on all of `passages`; those that were looked at before are not looked at again."""
    every = {passage.id: passage for passage in passages}
    looked, found = set(_read(folder / LOOKED, [])), dict(_read(folder / FOUND, {}))
    fresh = sorted(set(every) - looked)
    for name in fresh:
        notes = _notes(every[name])
        if notes:
            found[name] = notes
    standing = {name: notes for name, notes in sorted(found.items()) if name in every}
    if fresh or standing != found:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / FOUND).write_text(json.dumps(standing, ensure_ascii=False), "utf-8")
        # Last: where this is killed in between, they are looked at anew.
        (folder / LOOKED).write_text(json.dumps(sorted(every)), "utf-8")
    return _told([note for notes in standing.values() for note in notes])


def known_suspects(folder: Path) -> list[str]:
    """The notes of the last look."""
    return _told([note for _, notes in sorted(dict(_read(folder / FOUND, {})).items()) for note in notes])


def _notes(passage: Passage) -> list[str]:
    ordering = passage.role in ("guideline", "claim")
    return suspicious(passage.place, passage.text, passage.locale, orders=not ordering)


def _told(notes: Sequence[str]) -> list[str]:
    left = len(notes) - _MOST
    return [*notes[:_MOST], *([f"{left} more passages like these"] if left > 0 else [])]


def _read(path: Path, empty: Any) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return empty
