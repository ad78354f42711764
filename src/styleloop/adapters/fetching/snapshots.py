"""What was fetched, when: one line for each page that had changed, only ever added to; the bytes lie in the blobs."""

from __future__ import annotations

import json
import os
from pathlib import Path

from pydantic import ValidationError

from styleloop.types.record import Record


class Snapshot(Record):
    """One page as it was on one day."""

    address: str
    """As the operator lists it."""
    found: str
    """Where it was in the end, after redirects."""
    sha256: str
    """Of its bytes, in the blob store."""
    fetched: str
    """When, ISO 8601."""
    suffix: str
    """Kind of document: `.html`."""
    charset: str = ""
    etag: str = ""
    modified: str = ""


def snapshots(path: Path) -> dict[str, Snapshot]:
    """The newest snapshot of each address; a line that was cut off by a crash is passed over."""
    found: dict[str, Snapshot] = {}
    lines = path.read_text("utf-8", errors="replace").split("\n") if path.is_file() else []
    for line in lines:
        try:
            taken = Snapshot.model_validate_json(line)
        except ValidationError:
            continue
        found[taken.address] = taken
    return found


def remember(path: Path, snapshot: Snapshot) -> None:
    """Add one."""
    with path.open("a", encoding="utf-8") as file:
        file.write("\n" if file.tell() else "")  # whatever a crash left there ends here
        file.write(json.dumps(snapshot.model_dump(mode="json"), ensure_ascii=False))
        file.flush()
        os.fsync(file.fileno())
