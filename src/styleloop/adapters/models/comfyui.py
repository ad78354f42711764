"""Backdrops by a ComfyUI server and the operator's own workflow.

The workflow is what ComfyUI saves as "API format", with names in braces where values belong: `{prompt}`, `{without}`,
`{seed}`, `{width}`, `{height}`, and where it starts from a picture `{source}`, `{mask}`, `{strength}`; `{steps}` and
`{guidance}` where the entry shall say them.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from styleloop.adapters.models.answered import (
    BOUNDS,
    MOST_BYTES,
    Asked,
    Pace,
    Unanswered,
    bounded,
    broken_off,
    given,
    paid,
)
from styleloop.adapters.models.text.purse import OpenPurse, Purse
from styleloop.adapters.models.text.secret import LOOKED
from styleloop.adapters.models.text.wire import allowed, open_client
from styleloop.types.backdrop import Backdrop, BackdropBrief
from styleloop.types.model import ModelEntry
from styleloop.types.record import Refusal

_NUMBER = re.compile(r"[\w-]{1,100}", re.ASCII)
_NAMED = re.compile(r"\{([a-z]+)\}")
_FIRST_LOOK, _LONGEST_WAIT = 0.05, 2.0
"""Seconds between two looks at the history: doubled from the first to the second."""
_LATE = 1.0
"""Seconds that a request has at least, so that a picture can be taken off the queue when its time is up."""
_BUSY = (429, 502, 503, 504)


class ComfyUI:
    """BackdropModel over HTTP: `/prompt`, then `/history` until it is done, then `/view`."""

    name = "comfyui"
    version = "1"

    def __init__(self, entry: ModelEntry | None = None, purse: Purse | None = None) -> None:
        self._entry = entry
        self.purse = purse or (OpenPurse(entry) if entry else None)
        self._pace = Pace(entry.per_minute if entry else 0)

    def make(self, briefs: Sequence[BackdropBrief], blobs: Mapping[str, bytes]) -> Sequence[Backdrop | Refusal]:
        """A picture for each brief, or why not; see `ports.BackdropModel`."""
        return [self._one(brief, blobs) for brief in briefs]

    def _one(self, brief: BackdropBrief, blobs: Mapping[str, bytes]) -> Backdrop | Refusal:
        def draw(entry: ModelEntry, request: Asked) -> tuple[bytes, str]:
            workflow, model = _workflow(entry)
            return self._drawn(entry, brief, workflow, blobs, request), model

        return paid(self._entry, self.purse, brief, self.name, draw)

    def _drawn(
        self,
        entry: ModelEntry,
        brief: BackdropBrief,
        workflow: Mapping[str, Any],
        blobs: Mapping[str, bytes],
        request: Asked,
    ) -> bytes:
        import httpx2

        key = request.key
        try:
            with open_client(entry.url, entry.timeout) as client:
                client.base_url = httpx2.URL(entry.url.rstrip("/"))
                client.headers.update({"Authorization": f"Bearer {key}"} if key else {})
                server = _Server(client, entry)
                values = _values(entry, brief, server, blobs, workflow)
                self._pace.wait()
                return server.drawn(_filled(workflow, values), request)
        except (httpx2.HTTPError, httpx2.InvalidURL, *BOUNDS) as error:
            if found := broken_off(error, entry):
                raise found from None
            cure = f"start it, or mend url {entry.url!r}"
            raise Unanswered(f"{entry.name} cannot be reached", got=str(error), cure=cure, permanent=False) from None
        except UnicodeError as error:  # half a character in a name that it gave
            raise _strange(entry.name, str(error)) from None


class _Server:
    """One ComfyUI, spoken to once."""

    def __init__(self, client: Any, entry: ModelEntry) -> None:
        self._client, self._entry, self._name = client, entry, entry.name
        self._until = time.monotonic() + entry.timeout

    def drawn(self, workflow: Mapping[str, Any], request: Asked) -> bytes:
        """The workflow's picture; `request` is answered as soon as it is made."""
        queued = self._asked("POST", "/prompt", json={"prompt": workflow, "client_id": "styleloop"})
        number = str(queued.get("prompt_id") or "")
        if not _NUMBER.fullmatch(number):
            raise Unanswered(f"{self._name} takes the workflow, but no number came", cure="check url")
        shown = self._shown(number)
        request.answered = True
        asked = {key: str(shown.get(key, "")) for key in ("filename", "subfolder", "type")}
        return self._got("GET", "/view", params=asked)

    def kept(self, data: bytes) -> str:
        """The name under which the server keeps a picture to start from."""
        name = f"styleloop-{hashlib.sha256(data).hexdigest()[:16]}.png"
        files, said = {"image": (name, data, "image/png")}, {"overwrite": "true"}
        return str(self._asked("POST", "/upload/image", files=files, data=said).get("name") or name)

    def _shown(self, number: str) -> Mapping[str, Any]:
        wait = _FIRST_LOOK
        while True:
            told = self._asked("GET", f"/history/{number}").get(number)
            if isinstance(told, dict) and (done := self._done(told)):
                return done
            if time.monotonic() + wait > self._until:
                self._asked("POST", "/queue", json={"delete": [number]}, late=True)
                why = f"{self._name} did not finish in {self._entry.timeout:g} s"
                raise Unanswered(why, cure="ask again later, or raise its timeout", permanent=False)
            time.sleep(wait)
            wait = min(2 * wait, _LONGEST_WAIT)

    def _done(self, told: Mapping[str, Any]) -> Mapping[str, Any] | None:
        status, outputs = told.get("status") or {}, told.get("outputs") or {}
        if not isinstance(status, dict) or not isinstance(outputs, dict):
            raise _strange(self._name, str(told))
        if status.get("status_str") == "error":
            raise Unanswered(
                f"a node of the workflow failed on {self._name}",
                got=_fault(status.get("messages")),
                cure="run the workflow in ComfyUI once and mend that node",
            )
        given_out = [node.get("images") for _, node in sorted(outputs.items()) if isinstance(node, dict)]
        images = [one for some in given_out if isinstance(some, list) for one in some if isinstance(one, dict)]
        images.sort(key=lambda one: one.get("type") != "output")
        if images:
            return images[0]
        if status.get("completed"):
            raise Unanswered(f"the workflow of {self._name} gives no picture", cure="end it with a SaveImage node")
        return None

    def _asked(self, method: str, path: str, *, late: bool = False, **more: Any) -> dict[str, Any]:
        body = self._got(method, path, late=late, **more)
        if late:
            return {}
        try:
            said = json.loads(body)
        except (ValueError, RecursionError):
            raise _strange(self._name, repr(body[:LOOKED])) from None
        return said if isinstance(said, dict) else {}

    def _got(self, method: str, path: str, *, late: bool = False, **more: Any) -> bytes:
        for turn in range(1, self._entry.tries + 1):
            left = max(_LATE, self._until - time.monotonic())
            with allowed(left, MOST_BYTES), self._client.stream(method, path, **more) as response:
                body = bounded(response.iter_bytes(), self._name)
            if response.status_code < 400 or late:
                return body
            if response.status_code not in _BUSY:
                raise _rejected(self._name, path, response.status_code, body)
            pause = min(60.0, _seconds(response.headers.get("retry-after"), 2.0**turn / 4))
            if turn == self._entry.tries or time.monotonic() + pause > self._until:
                break
            time.sleep(pause)
        raise Unanswered(
            f"{self._name} takes no more requests now",
            got=f"{response.status_code} at {path}",
            cure="ask again later, or set per_minute",
            permanent=False,
        )


def _workflow(entry: ModelEntry) -> tuple[dict[str, Any], str]:
    try:
        data = Path(entry.model).read_bytes()
        read = json.loads(data)
    except (OSError, ValueError) as error:
        why = "the workflow file cannot be read"
        raise Unanswered(why, got=str(error), expected="a file saved as API format", cure="mend model") from error
    nodes = read.values() if isinstance(read, dict) else ()
    if not nodes or not all(isinstance(node, dict) and "class_type" in node for node in nodes):
        expected = "nodes by number, each with a class_type"
        cure = "save it in ComfyUI as API format, not as the drawing of the graph"
        raise Unanswered(f"{entry.model} is no workflow in API format", expected=expected, cure=cure)
    if "{prompt}" not in json.dumps(read):
        cure = "put {prompt} where the words of the picture stand"
        raise Unanswered(f"{entry.model} has no place for the prompt", expected="{prompt}", cure=cure)
    return read, f"{Path(entry.model).stem}@{hashlib.sha256(data).hexdigest()[:16]}"


def _values(
    entry: ModelEntry, brief: BackdropBrief, server: _Server, blobs: Mapping[str, bytes], workflow: Mapping[str, Any]
) -> dict[str, Any]:
    places = set(_NAMED.findall(json.dumps(workflow)))
    values: dict[str, Any] = {
        **brief.model_dump(include={"prompt", "without", "seed", "width", "height", "strength"}),
        "steps": entry.steps or 20,
        "guidance": entry.guidance if entry.guidance >= 0 else 7.0,
    }
    for name, sha in (("source", brief.source), ("mask", brief.mask)):
        if bool(sha) != (name in places):
            why = f"the workflow {'has no place for' if sha else 'wants'} a picture, {{{name}}}"
            raise Unanswered(why, got=entry.model, cure="use one entry for new pictures and another for changed ones")
        if sha:
            values[name] = server.kept(given(sha, blobs))
    return values


def _filled(part: Any, values: Mapping[str, Any]) -> Any:
    """The workflow with values in place of names: a number where the name stands alone, else inside its words."""
    if isinstance(part, dict):
        return {key: _filled(inner, values) for key, inner in part.items()}
    if isinstance(part, list):
        return [_filled(inner, values) for inner in part]
    if not isinstance(part, str):
        return part
    alone = _NAMED.fullmatch(part)
    if alone and alone[1] in values:
        return values[alone[1]]
    return _NAMED.sub(lambda found: str(values.get(found[1], found[0])), part)


def _strange(name: str, got: str) -> Unanswered:
    return Unanswered(f"{name} does not speak as ComfyUI does", got=got, cure="check url")


def _fault(messages: Any) -> str:
    for message in messages if isinstance(messages, list) else ():
        if isinstance(message, list) and len(message) == 2 and message[0] == "execution_error":
            told = message[1] if isinstance(message[1], dict) else {}
            return f"node {told.get('node_id')}, {told.get('node_type')}: {told.get('exception_message')}"
    return "no reason given"


def _rejected(name: str, path: str, status: int, body: bytes) -> Unanswered:
    try:
        told = json.loads(body)
        nodes = told.get("node_errors") or {}
        told = "; ".join([str(told.get("error")), *(f"node {n}: {e.get('errors')}" for n, e in sorted(nodes.items()))])
    except (ValueError, AttributeError, TypeError, RecursionError):
        told = body[:LOOKED].decode("utf-8", "replace")
    cure = "run the workflow in ComfyUI once and mend what it objects to"
    return Unanswered(f"{name} does not take this at {path}", got=f"{status}: {told}", cure=cure)


def _seconds(told: str | None, otherwise: float) -> float:
    try:
        return max(0.0, float(told or otherwise))
    except ValueError:
        return otherwise
