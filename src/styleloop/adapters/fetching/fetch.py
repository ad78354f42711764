"""One page -> its bytes: http and https, redirects looked at one by one, bounded in size and time.

The connection is made to the address that was looked at, not to the name again: a name that answers differently the
second time (DNS rebinding) gains nothing. Proxies are not used, scripts are not run, cookies are not kept.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urljoin

from styleloop.adapters.fetching.addresses import Forbidden, Target, parsed, resolved
from styleloop.types.record import Refusal, Where

LARGEST = 20_000_000
"""Bytes of one page."""
SECONDS = 30.0
"""For one page, all its redirects together."""
REDIRECTS = 5
TYPES: Mapping[str, str] = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/markdown": ".md",
    "text/plain": ".txt",
    "text/csv": ".csv",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
"""What is read -> as which kind of document."""
_ALLOW = "if the host is your own, write a row `allow host:port` into documents/urls.txt"
_MOVED = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True)
class Page:
    """What a server gave.

    Attributes:
        url: where it was found in the end, after redirects.
        data: None when it has not changed since.
        type: media type, lower case.
        charset: as the server says it, or empty.
        etag: to be given back next time.
        modified: the Last-Modified header, to be given back next time.
    """

    url: str
    data: bytes | None
    type: str = ""
    charset: str = ""
    etag: str = ""
    modified: str = ""


@dataclass(frozen=True)
class Limits:
    """How much one page may take."""

    largest: int = LARGEST
    seconds: float = SECONDS
    redirects: int = REDIRECTS


LIMITS = Limits()


class _Failed(Exception):
    def __init__(self, why: str, got: str = "", cure: str = "", *, permanent: bool = True) -> None:
        self.why, self.got, self.cure, self.permanent = why, got, cure, permanent
        super().__init__(why)


def fetch(
    url: str, *, etag: str = "", modified: str = "", allowed: Collection[str] = (), limits: Limits = LIMITS
) -> Page | Refusal:
    """A page, or why it was not fetched and whether trying again may help.

    Args:
        url: as the operator lists it.
        etag: of what was fetched last.
        modified: Last-Modified of what was fetched last.
        allowed: `host:port` that may lie inside the own network.
        limits: of size, time and redirects.
    """
    deadline = time.monotonic() + limits.seconds
    known = {"If-None-Match": etag, "If-Modified-Since": modified}
    try:
        return _followed(url, {k: v for k, v in known.items() if v}, allowed, limits, deadline)
    except Forbidden as problem:
        return _refusal(url, problem.why, problem.got, _ALLOW if "private" in problem.why else "", True)
    except _Failed as problem:
        return _refusal(url, problem.why, problem.got, problem.cure, problem.permanent)
    except (OSError, http.client.HTTPException, ValueError) as problem:
        late = time.monotonic() >= deadline
        why = f"the page took longer than {limits.seconds:g} s" if late else "the page could not be fetched"
        return _refusal(url, why, f"{type(problem).__name__}: {problem}", "try again later", False)


def _refusal(url: str, why: str, got: str, cure: str, permanent: bool) -> Refusal:
    return Refusal(subject=url, why=why, got=got[:200], cure=cure, permanent=permanent, where=Where(file=url))


def _followed(url: str, headers: Mapping[str, str], allowed: Collection[str], limits: Limits, deadline: float) -> Page:
    here = url
    for _ in range(limits.redirects + 1):
        target = parsed(here, allowed)
        answer = _Answer(target, resolved(target, allowed), headers, deadline)
        with answer, answer.response:
            if answer.status not in _MOVED:
                return answer.page(limits.largest)
            there = urljoin(here, answer.header("Location"))
        if here.startswith("https:") and not there.startswith("https:"):
            raise _Failed("the page sends from https to something less", there)
        here = there
    raise _Failed("the page sends on and on", f"more than {limits.redirects} times")


class _Answer:
    """One request to one address, cut off at the deadline whatever the server does."""

    def __init__(self, target: Target, addresses: Collection[str], headers: Mapping[str, str], deadline: float) -> None:
        self._target, self._deadline = target, deadline
        self.response: http.client.HTTPResponse
        self._socket = self._connected(addresses)
        self._timer = threading.Timer(max(0.0, self._left), self._cut)
        self._timer.daemon = True
        self._timer.start()
        try:
            self._ask(headers)
        except BaseException:
            self.__exit__()
            raise

    def __enter__(self) -> _Answer:
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        self._socket.close()

    @property
    def _left(self) -> float:
        return self._deadline - time.monotonic()

    @property
    def status(self) -> int:
        return self.response.status

    def header(self, name: str) -> str:
        return (self.response.headers.get(name) or "").strip()

    def page(self, largest: int) -> Page:
        etag, modified = self.header("ETag")[:500], self.header("Last-Modified")[:100]
        if self.status == http.HTTPStatus.NOT_MODIFIED:
            return Page(self._target.url, None, etag=etag, modified=modified)
        if self.status != http.HTTPStatus.OK:
            again = self.status in (429, 408) or self.status >= 500
            raise _Failed("the server does not give the page", f"status {self.status}", permanent=not again)
        kind = self.response.headers.get_content_type().lower()
        if kind not in TYPES:
            raise _Failed("this is no kind of document that is read", kind, f"expected one of {', '.join(TYPES)}")
        if self.header("Content-Encoding") not in ("", "identity"):
            raise _Failed("the page is packed although it was asked for as it is", self.header("Content-Encoding"))
        charset = self.response.headers.get_content_charset() or ""
        return Page(self._target.url, self._body(largest), kind, charset, etag, modified)

    def _body(self, largest: int) -> bytes:
        said = self.header("Content-Length")
        if said.isdigit() and int(said) > largest:
            raise _Failed("the page is too large", f"{int(said):,} bytes", f"at most {largest:,} bytes are fetched")
        parts: list[bytes] = []
        size = 0
        while part := self.response.read1(65_536):
            size += len(part)
            if size > largest:
                raise _Failed("the page is too large", f"more than {largest:,} bytes", "list a smaller page")
            parts.append(part)
        if self._left <= 0 or (said.isdigit() and size < int(said)):
            raise OSError("it stopped before its end")
        return b"".join(parts)

    def _connected(self, addresses: Collection[str]) -> socket.socket:
        problem: OSError | None = None
        for address in addresses:
            try:
                plain = socket.create_connection((address, self._target.port), timeout=max(0.1, self._left))
                return self._secured(plain) if self._target.scheme == "https" else plain
            except OSError as error:
                problem = error
        raise problem or OSError("there is no address to connect to")

    def _secured(self, plain: socket.socket) -> socket.socket:
        try:
            return ssl.create_default_context().wrap_socket(plain, server_hostname=self._target.host)
        except BaseException:
            plain.close()
            raise

    def _ask(self, headers: Mapping[str, str]) -> None:
        connection = http.client.HTTPConnection(self._target.host, self._target.port)
        connection.sock = self._socket
        connection.putrequest("GET", self._target.path, skip_host=True, skip_accept_encoding=True)
        fixed = {"Host": self._target.shown_host, "User-Agent": "styleloop", "Accept": ", ".join(TYPES)}
        for name, value in {**fixed, "Accept-Encoding": "identity", "Connection": "close", **headers}.items():
            connection.putheader(name, value)
        connection.endheaders()
        self.response = connection.getresponse()

    def _cut(self) -> None:
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
