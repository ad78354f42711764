"""One HTTP client that cannot be kept waiting, flooded or sent elsewhere, and that says no more than it must.

A client's timeouts bound one read, so a server that sends a byte now and then holds it for ever. Here every read of a
request, headers included, has only what is left of the time and of the bytes of the whole request.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

SENT = frozenset(
    ("host", "accept", "accept-encoding", "connection", "content-type", "content-length", "user-agent", "authorization")
)
"""Headers that leave. The client would add what the environment says: an organisation, a project, anything."""


_HERE = ("127.0.0.1", "::1", "localhost")


class Overdue(Exception):
    """The time of the whole request is up."""


class Flooded(Exception):
    """More bytes came than any answer has."""


class Elsewhere(Exception):
    """The endpoint sends its caller on, which would take the key along; carries the address."""


class Packed(Exception):
    """The answer is compressed, though it was asked for as it is: how large it will get is unknown."""


@dataclass
class Left:
    """What requests have left of their time and bytes, and whether one of them was answered."""

    until: float
    bytes: int
    answered: bool = False
    """An endpoint took a request: whatever comes of it may have to be paid."""

    def seconds(self, asked: float | None) -> float:
        """As many as `asked`, or what is left."""
        left = self.until - time.monotonic()
        if left <= 0:
            raise Overdue
        return left if asked is None else min(asked, left)

    def took(self, count: int) -> None:
        """So many bytes came."""
        self.bytes -= count
        if self.bytes < 0:
            raise Flooded


_LEFT: ContextVar[Left | None] = ContextVar("_LEFT", default=None)


@contextmanager
def allowed(seconds: float, size: int) -> Iterator[Left]:
    """Within, requests of this thread have so many seconds and bytes together.

    A request that has none left raises Overdue or Flooded.
    """
    left = Left(time.monotonic() + seconds, size)
    token = _LEFT.set(left)
    try:
        yield left
    finally:
        _LEFT.reset(token)


def open_client(url: str, timeout: float, to: Sequence[str] = ()) -> Any:
    """An `httpx2.Client` under `allowed`: no redirects, no compression, no headers but those in `SENT`.

    Proxies are taken from the environment, except for an address on this machine. With `to`, one of these addresses is
    connected to, whatever the host's name means by then, and no proxy.
    """
    import httpx2

    client = httpx2.Client(
        timeout=timeout,
        trust_env=not to and httpx2.URL(url).host not in _HERE,
        transport=httpx2.HTTPTransport() if to else None,
        follow_redirects=False,
        headers={"Accept-Encoding": "identity"},
        event_hooks={"request": [_leaving], "response": [_arriving]},
    )
    for transport in (client._transport, *client._mounts.values()):
        pool = getattr(transport, "_pool", None)  # the one place where a connection can be bounded, proxies included
        if pool is not None:
            pool._network_backend = _Connecting(pool._network_backend, to)
    return client


def _leaving(request: Any) -> None:
    for name in [name for name in request.headers if name.lower() not in SENT]:
        del request.headers[name]


def _arriving(response: Any) -> None:
    left = _LEFT.get()
    if left is not None:
        left.answered |= response.is_success
    if response.is_redirect:
        raise Elsewhere(str(response.headers.get("location", "")))
    if response.headers.get("content-encoding", "identity").lower() != "identity":
        raise Packed(response.headers["content-encoding"])


class _Connecting:
    def __init__(self, inner: Any, to: Sequence[str]) -> None:
        self._inner, self._to = inner, to

    def connect_tcp(self, host: str, port: int, timeout: float | None = None, **more: Any) -> _Connection:
        import httpcore2

        *first, last = self._to or (host,)
        for address in first:
            try:
                return self._connected(address, port, timeout, more)
            except httpcore2.ConnectError:
                continue
        return self._connected(last, port, timeout, more)

    def _connected(self, host: str, port: int, timeout: float | None, more: Mapping[str, Any]) -> _Connection:
        return _Connection(self._inner.connect_tcp(host, port, timeout=_seconds(timeout), **more))

    def connect_unix_socket(self, path: str, timeout: float | None = None, **more: Any) -> _Connection:
        return _Connection(self._inner.connect_unix_socket(path, timeout=_seconds(timeout), **more))

    def sleep(self, seconds: float) -> None:
        self._inner.sleep(seconds)


class _Connection:
    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data: bytes = self._inner.read(max_bytes, timeout=_seconds(timeout))
        left = _LEFT.get()
        if left is not None:
            left.took(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, timeout=_seconds(timeout))

    def start_tls(self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None) -> Any:
        return _Connection(self._inner.start_tls(ssl_context, server_hostname, timeout=_seconds(timeout)))

    def close(self) -> None:
        self._inner.close()

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def _seconds(asked: float | None) -> float | None:
    left = _LEFT.get()
    return asked if left is None else left.seconds(asked)
