"""Reading in a process of its own: a document that crashes its reader, or never ends, costs itself and nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import IO, Any, cast

from styleloop.adapters.documents.document import Document, Unreadable
from styleloop.adapters.documents.kinds import read_text, suffix_of
from styleloop.drafts.ground import About, Block
from styleloop.types.record import Refusal

SECONDS = 120.0
"""For one document."""
SMALL = 200_000
"""Bytes of Markdown, CSV or plain text that are read in this process: the worst of that size took 3 s."""
_RISKY = (".pdf", ".docx", ".html", ".htm", ".xhtml")


def _nobody(done: int, total: int) -> None:
    del done, total


class Reader:
    """Reads documents one after another. A child process is begun when the first one needs it; `close` ends it."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._child: subprocess.Popen[bytes] | None = None

    def read(self, data: bytes, file: str, heard: Callable[[int, int], None] = _nobody) -> Document:
        """The blocks of one document.

        Args:
            data: the file.
            file: its name; the kind is told by the bytes first.
            heard: told (pages read, pages in all) of long ones.

        Raises:
            Unreadable: it is no document that can be read; says why and what to do.
        """
        suffix = suffix_of(data, file)
        if suffix not in _RISKY and len(data) <= SMALL:
            return read_text(data, file, suffix)
        said = self._asked(data, file, suffix, heard)
        if "refusal" in said:
            raise Unreadable.of(Refusal.model_validate(said["refusal"]))
        return Document(
            tuple(Block(*block) for block in said["blocks"]),
            About.model_validate(said["about"]),
            tuple(Refusal.model_validate(refusal) for refusal in said["refusals"]),
        )

    def close(self) -> None:
        """End the child process."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.communicate()

    def _asked(self, data: bytes, file: str, suffix: str, heard: Callable[[int, int], None]) -> dict[str, Any]:
        child = self._child = self._child or _begun()
        late = threading.Event()

        def cut() -> None:
            late.set()
            child.kill()

        timer = threading.Timer(self._seconds, cut)
        timer.daemon = True
        timer.start()
        try:
            return _answered(child, data, file, suffix, heard)
        except (OSError, ValueError) as problem:
            self.close()
            raise _lost(file, late.is_set(), self._seconds, child.returncode) from problem
        finally:
            timer.cancel()


def _begun() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-P", "-m", "styleloop.adapters.documents.child"]  # -P: nothing from the folder it is in
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def _answered(
    child: subprocess.Popen[bytes], data: bytes, file: str, suffix: str, heard: Callable[[int, int], None]
) -> dict[str, Any]:
    to, back = cast("IO[bytes]", child.stdin), cast("IO[bytes]", child.stdout)
    to.write(json.dumps({"file": file, "suffix": suffix, "size": len(data)}).encode() + b"\n")
    to.write(data)
    to.flush()
    while True:
        said: dict[str, Any] = json.loads(back.readline())  # an empty line, the child's end, is no JSON
        if "done" not in said:
            return said
        heard(said["done"], said["total"])


def _lost(file: str, late: bool, seconds: float, code: int | None) -> Unreadable:
    cure = "open it and save it again, split it, or take it out of the folder"
    if late:
        made = Unreadable("reading it took too long", file, expected=f"at most {seconds:g} s", cure=cure)
        made.refusal = made.refusal.model_copy(update={"permanent": False})  # a busy machine may be all it was
        return made
    return Unreadable("it brought its reader down", file, got=f"exit {code}", cure=cure)
