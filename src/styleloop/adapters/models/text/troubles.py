"""What an exception of an endpoint's client means to the operator, and whether asking again may help."""

from __future__ import annotations

import email.utils
import socket
import ssl
import time
from collections.abc import Iterator
from typing import Any

from styleloop.adapters.models.text.asking import Trouble
from styleloop.adapters.models.text.secret import quoted
from styleloop.adapters.models.text.wire import Elsewhere, Flooded, Overdue, Packed
from styleloop.types.model import ModelEntry

_SPENT = frozenset(("insufficient_quota", "billing_hard_limit_reached", "billing_not_active"))
_REFUSED = frozenset(("content_filter", "content_policy_violation", "moderation_blocked"))


def trouble_of(problem: BaseException, entry: ModelEntry, key: str) -> Trouble:
    """`problem` in plain words; the key is taken out wherever an endpoint repeats it."""
    import openai

    if isinstance(problem, openai.APIStatusError):
        return _status(problem, entry, key)
    for found in _chain(problem):
        told = _known(found, entry, key)
        if told is not None:
            return told
    if isinstance(problem, openai.APIConnectionError):
        return _unreachable(entry, _said(_deepest(problem), key))
    if isinstance(problem, openai.APIError):
        return _in_the_stream(problem, entry, key)
    return Trouble(
        f"{entry.name} did not answer as the chat API does",
        _said(problem, key),
        "server-sent events of chat completions",
        "check url: it usually ends in /v1",
        permanent=False,
    )


def _chain(problem: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = problem
    while seen is not None:
        yield seen
        seen = seen.__cause__ or seen.__context__


def _deepest(problem: BaseException) -> BaseException:
    return list(_chain(problem))[-1]


def _known(problem: BaseException, entry: ModelEntry, key: str) -> Trouble | None:
    import httpx2

    if isinstance(problem, Overdue | TimeoutError | httpx2.TimeoutException):
        if isinstance(problem, httpx2.ConnectTimeout):
            return _unreachable(entry, f"no connection within {entry.timeout:g} s")
        return overdue(entry)
    if isinstance(problem, Flooded):
        return Trouble(f"{entry.name} sent too much", expected="an answer", cure="check url, or lower max_tokens")
    if isinstance(problem, Elsewhere):
        return Trouble(
            f"{entry.name} sends its caller elsewhere; the key goes nowhere but to url",
            got=_said(problem, key),
            expected=f"an answer from {entry.url}",
            cure="if that address is right, write it into url in models.toml",
            everywhere=True,
        )
    if isinstance(problem, Packed):
        return Trouble(
            f"{entry.name} sends compressed answers", _said(problem, key), "plain ones", "turn compression off there"
        )
    if isinstance(problem, ssl.SSLError):
        return Trouble(
            f"the encrypted connection to {entry.name} is not to be trusted",
            getattr(problem, "verify_message", "") or problem.reason or str(problem),
            "a certificate of an authority this machine knows, for the host in url",
            "mend the certificate, or let this machine trust its authority (SSL_CERT_FILE)",
            everywhere=True,
        )
    if isinstance(problem, socket.gaierror):
        return _unreachable(entry, "its host name is not known")
    if isinstance(problem, ConnectionRefusedError):
        return _unreachable(entry, "the connection was refused")
    return None


def overdue(entry: ModelEntry) -> Trouble:
    """It took too long."""
    return Trouble(
        f"{entry.name} had not answered in full after {entry.timeout:g} s",
        expected="a whole answer in that time",
        cure="ask again later, raise timeout, or lower max_tokens",
        permanent=False,
    )


def _unreachable(entry: ModelEntry, got: str) -> Trouble:
    return Trouble(
        f"{entry.name} cannot be reached",
        got,
        f"an endpoint at {entry.url}",
        "start it, or mend url in models.toml",
        permanent=False,
        everywhere=True,
    )


def _in_the_stream(problem: Any, entry: ModelEntry, key: str) -> Trouble:
    """An error that came in the place of words, after the answer had begun."""
    got = _said(problem, key)
    if "context" in got and ("size" in got or "length" in got):
        return _too_long(entry, got)
    return Trouble(
        f"{entry.name} broke off with an error", got, cure="ask again; if it stays so, see its log", permanent=False
    )


def _too_long(entry: ModelEntry, got: str) -> Trouble:
    return Trouble(
        f"the prompt is too long for {entry.name}", got, cure="give it a larger context, or lower max_tokens"
    )


def _status(problem: Any, entry: ModelEntry, key: str) -> Trouble:
    status, code, got = problem.status_code, str(problem.code or ""), _told(problem, key)
    name = entry.name
    if code in _REFUSED:
        return Trouble(f"{name} refuses to write this", got, cure="change the brief, or ask another model")
    if status == 401 or status == 403:
        cure = f"check the key in {entry.key_env}" if entry.key_env else "name the key's variable in key_env"
        return Trouble(f"{name} does not accept the key", got, cure=cure, everywhere=True)
    if status == 404:
        cure = "check model (and url, which usually ends in /v1) in models.toml"
        return Trouble(f"{name} knows no such model or address", got, f"model {entry.model!r}", cure, everywhere=True)
    if code in _SPENT or status == 402:
        return Trouble(f"the account at {name} is used up", got, cure="pay it in, or use another", everywhere=True)
    if status == 429 or status == 503:
        wait = _wait(problem.response.headers)
        asks = f"; it asks to wait {wait:g} s" if wait else ""
        cure = "ask again later, or set per_minute in models.toml"
        return Trouble(f"{name} takes no more requests now{asks}", got, cure=cure, permanent=False, wait=wait)
    if "context" in got and ("size" in got or "length" in got):
        return _too_long(entry, got)
    if status >= 500 or status in (408, 409):
        cure = "ask again later; if it stays so, see its log"
        return Trouble(f"{name} failed", got, cure=cure, permanent=False, wait=_wait(problem.response.headers))
    return Trouble(f"{name} does not take this request", got, cure="check the entry in models.toml")


def _told(problem: Any, key: str) -> str:
    """`HTTP 404: model "x" not found`."""
    body = problem.body
    message = body.get("message") if isinstance(body, dict) else None
    told = message if isinstance(message, str) else problem.response.text
    return f"HTTP {problem.status_code}: {quoted(told, key, 200)[1:-1]}"


def _said(problem: BaseException, key: str) -> str:
    return quoted(str(problem) or type(problem).__name__, key, 160)


def _wait(headers: Any) -> float | None:
    """Seconds of a Retry-After header, which holds a number or a date."""
    raw = str(headers.get("retry-after", "")).strip()
    try:
        return max(0.0, float(raw))
    except ValueError:
        pass
    try:
        return max(0.0, email.utils.parsedate_to_datetime(raw).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return None
