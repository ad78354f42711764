"""The process that reads documents which might bring one down, or never end: `python -m ...documents.child`.

It is given a document on its standard input and answers with lines of JSON: how far it is, then what it read. It opens
no file, and the room it may take is limited.
"""

from __future__ import annotations

import json
import resource
import sys
from dataclasses import asdict
from typing import Any

from styleloop.adapters.documents import docx, pdf
from styleloop.adapters.documents.document import Document, Unreadable
from styleloop.adapters.documents.kinds import read_text

MEMORY = 3 * 1024**3
"""Bytes of address space; PDFium and a hundred megabytes of PDF take under a third."""
EVERY = 50
"""Pages between two words about progress."""


def answer(data: bytes, file: str, suffix: str) -> dict[str, Any]:
    """What was read, as JSON values."""
    try:
        document = _read(data, file, suffix)
    except Unreadable as problem:
        return _refused(problem)
    except MemoryError:
        return _refused(Unreadable("the document takes more memory than any should", file, cure="split it"))
    except Exception as problem:  # whatever a damaged file makes of a reader
        got, cure = f"{type(problem).__name__}: {problem}", "open it and save it again"
        return _refused(Unreadable("the document is damaged", file, got=got, cure=cure))
    return {
        "blocks": [list(asdict(block).values()) for block in document.blocks],
        "about": document.about.model_dump(mode="json"),
        "refusals": [refusal.model_dump(mode="json") for refusal in document.refusals],
    }


def _refused(problem: Unreadable) -> dict[str, Any]:
    return {"refusal": problem.refusal.model_dump(mode="json")}


def _read(data: bytes, file: str, suffix: str) -> Document:
    if suffix == ".pdf":
        return pdf.read(data, file, _heard)
    if suffix == ".docx":
        return docx.read(data, file)
    return read_text(data, file, suffix)


def _heard(done: int, total: int) -> None:
    if done % EVERY == 0 or done == total:
        _say({"done": done, "total": total})


def _say(value: dict[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(value).encode() + b"\n")
    sys.stdout.buffer.flush()


def main() -> None:
    """Read documents from standard input until it ends."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    given = sys.stdin.buffer
    while line := given.readline():
        asked = json.loads(line)
        _say(answer(given.read(asked["size"]), asked["file"], asked["suffix"]))


if __name__ == "__main__":
    main()
