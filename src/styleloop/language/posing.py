"""Text that poses as a system's, as a program's call or as markup; and addresses. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from typing import Any

import regex  # type: ignore[import-untyped]

from styleloop.language.lexicons import lexicon
from styleloop.language.spans import Alarm, AlarmKind

_HOST = regex.compile(r"(?:[a-z]+:/{0,2})?(?:[^@/\s]+@)?([\w.-]+)", regex.IGNORECASE)


def posing(text: str) -> Iterator[Alarm]:
    """Fake words of a system or an assistant, and text written like a call of a program."""
    yield from _each("role", "labels", text)
    yield from _each("role", "frames", text)
    yield from _each("tool", "calls", text)


def markup(text: str) -> Iterator[Alarm]:
    """Markup: `script` where it runs, loads or hides something, `markup` where it only formats."""
    if not any(sign in text for sign in "<[&@:(="):
        return
    running = list(_each("script", "running", text))
    yield from running
    for alarm in _each("markup", "formatting", text):
        if not any(one.start <= alarm.start < one.end for one in running):
            yield alarm


def links(text: str, own: Collection[str] = ()) -> Iterator[Alarm]:
    """Addresses: web, e-mail, telephone, names of accounts; without those at the hosts in `own`."""
    for alarm in _each("link", "addresses", text):
        host = host_of(alarm.text)
        if not any(host == one or host.endswith(f".{one}") for one in own):
            yield alarm


def host_of(address: str) -> str:
    """`https://shop.example.com/mugs` -> `shop.example.com`."""
    found = _HOST.match(address.strip())
    return found[1].casefold().rstrip(".").removeprefix("www.") if found else ""


def _each(kind: AlarmKind, patterns: str, text: str) -> Iterator[Alarm]:
    for found in _any_of(patterns).finditer(text):
        yield Alarm(kind, found.start(), found.end(), found[0])


@cache
def _any_of(patterns: str) -> Any:
    flags = regex.DOTALL if patterns == "running" else 0
    flags |= 0 if patterns == "labels" else regex.IGNORECASE
    return regex.compile("|".join(lexicon("posing", "patterns")[patterns]), flags)
