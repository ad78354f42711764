"""llama.cpp processes of this process: one for each file (and adapter), shared, started when first asked."""

from __future__ import annotations

import atexit
import json
import os
import secrets
import selectors
import subprocess
import sys
import tempfile
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from styleloop.adapters.models.text.asking import Trouble
from styleloop.adapters.models.text.gguf_file import digest, read_header
from styleloop.errors import InputError

CONTEXT = 8192
"""Tokens of prompt and answer together, or as many as the model was trained for."""
BATCH = 256
"""Tokens of a prompt that are read in one go; between two of them a request can be given up."""
PATIENCE = 600.0
"""Seconds a file may take to load."""
DYING = 2.0
"""Seconds between the first broken connection and the end of a process."""
MOST = 2
"""Files loaded at once; the one that was not asked for longest is let go."""
_SCRIPT = Path(__file__).with_name("llama_process.py")


@dataclass(frozen=True)
class Wanted:
    """Which weights, and how."""

    model: Path
    lora: Path | None
    threads: int
    stamp: tuple[int, ...]
    """When the files were written and how large they are: a file that changed is loaded anew."""


@dataclass
class Llama:
    """One running process."""

    address: str
    key: str
    model: str
    """`<file>#<hash>`, with the adapter behind a `+`."""
    process: subprocess.Popen[str]
    log: IO[bytes] = field(repr=False)

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self.process.poll() is None

    def ended(self) -> bool:
        """Whether it has come to its end, or does so now: its connections break a moment before."""
        try:
            self.process.wait(DYING)
        except subprocess.TimeoutExpired:
            return False
        return True

    def last_words(self) -> str:
        """The end of what it said on its error stream."""
        return _tail(self.log)

    def close(self) -> None:
        """End it."""
        _end(self.process)
        self.log.close()


_RUNNING: OrderedDict[Wanted, Llama] = OrderedDict()
_LOCK = threading.Lock()


def wanted(model: str, lora: str, threads: int) -> Wanted:
    """The files by name.

    Raises:
        Trouble: xllamacpp or a file is not there.
    """
    if find_spec("xllamacpp") is None:
        raise Trouble("llama.cpp is not installed", cure='pip install "styleloop[local-llm]"', everywhere=True)
    files = [Path(name) for name in (model, lora) if name]
    try:
        stats = [file.stat() for file in files]
    except OSError as problem:
        raise Trouble(
            "there is no such file",
            str(problem.filename),
            "a GGUF file; paths start at the project folder",
            "mend model or lora in models.toml",
            everywhere=True,
        ) from problem
    stamp = tuple(number for stat in stats for number in (stat.st_mtime_ns, stat.st_size))
    return Wanted(files[0], files[1] if lora else None, threads, stamp)


def running(asked: Wanted) -> Llama:
    """The process that holds these weights, started if need be.

    Raises:
        Trouble: a file is no good, or llama.cpp cannot load it.
    """
    with _LOCK:
        found = _RUNNING.get(asked)
        if found is not None and found.alive:
            _RUNNING.move_to_end(asked)
            return found
        if found is not None:
            _RUNNING.pop(asked).close()
        while len(_RUNNING) >= MOST:
            _RUNNING.popitem(last=False)[1].close()
        _RUNNING[asked] = _started(asked)
        return _RUNNING[asked]


@atexit.register
def close_all() -> None:
    """End every process."""
    with _LOCK:
        while _RUNNING:
            _RUNNING.popitem()[1].close()


def _started(asked: Wanted) -> Llama:
    context, model = _looked_at(asked)
    key = secrets.token_hex(16)
    log = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
    process = subprocess.Popen(
        [sys.executable, "-P", str(_SCRIPT)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
        env={**os.environ, "GGML_NO_BACKTRACE": "1"},
    )
    told = _told(process, json.dumps({
        "model": str(asked.model), "lora": str(asked.lora or ""), "threads": asked.threads, "context": context,
        "batch": BATCH, "gpu_layers": 0, "key": key,
    }))  # fmt: skip
    if "address" in told:
        return Llama(told["address"], key, model, process, log)
    got = told.get("problem") or f"its process ended with {process.poll()}: {_tail(log)}"
    _end(process)
    log.close()
    raise Trouble(
        f"llama.cpp cannot load {asked.model.name}" + (f" with {asked.lora.name}" if asked.lora else ""),
        got,
        "weights it knows, of one architecture, whole",
        "download it again, or name another file; a new kind of model may need a newer xllamacpp",
        everywhere=True,
    )


def _looked_at(asked: Wanted) -> tuple[int, str]:
    """(tokens of context, name with hashes) of files that look whole."""
    try:
        head = read_header(asked.model)
        adapter = read_header(asked.lora) if asked.lora else None
    except InputError as problem:
        raise Trouble(
            problem.problem, problem.where or str(problem.got), cure=problem.cure, everywhere=True
        ) from problem
    if head.adapter or (adapter is not None and not adapter.adapter):
        cure = "name the weights in model and the adapter in lora"
        raise Trouble("model and lora are mixed up", expected="weights and an adapter", cure=cure, everywhere=True)
    longest = head.facts.get(f"{head.facts.get('general.architecture')}.context_length", CONTEXT)
    name = f"{asked.model.stem}#{digest(asked.model)}"
    return min(CONTEXT, int(longest)), name + (f"+{asked.lora.stem}#{digest(asked.lora)}" if asked.lora else "")


def _told(process: subprocess.Popen[str], line: str) -> dict[str, str]:
    """What the process says to its first line; nothing if it ends or takes too long."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(line + "\n")
        process.stdin.flush()
    except BrokenPipeError:
        return {}
    with selectors.DefaultSelector() as ready:
        ready.register(process.stdout, selectors.EVENT_READ)
        if not ready.select(PATIENCE):
            return {"problem": f"not loaded after {PATIENCE:g} s"}
    said = process.stdout.readline()
    if not said:
        process.wait()
        return {}
    found: dict[str, str] = json.loads(said)
    return found


def _end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()


def _tail(log: IO[bytes]) -> str:
    log.seek(0)
    lines = log.read()[-2000:].decode("utf-8", "replace").split("\n")
    return next((" ".join(line.split())[:200] for line in reversed(lines) if "ASSERT" in line or "rror" in line), "")
