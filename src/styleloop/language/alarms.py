"""What a text from outside may try to do to whoever reads it for work, with the place where it tries. Pure.

Product descriptions, pages, documents, past ads and reviewers' notes are data. Nothing here is obeyed or removed: an
alarm is told to people, keeps facts from being read there, and stops copy.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import lru_cache

from styleloop.language.hidden import confusable, unseen
from styleloop.language.orders import orders
from styleloop.language.posing import links, markup, posing
from styleloop.language.spans import Alarm, AlarmKind

__all__ = ["SAYS", "Alarm", "AlarmKind", "alarms", "hostile"]

SAYS: dict[AlarmKind, str] = {
    "order": "gives an order to whoever writes",
    "encoded": "hides words in a code",
    "role": "poses as words of a system or an assistant",
    "tool": "is written like a call of a program",
    "script": "holds markup that runs or loads something",
    "markup": "holds markup",
    "hidden": "holds characters that nobody sees",
    "bidi": "turns the reading direction of what follows",
    "confusable": "mixes letters of several scripts in one word",
    "link": "names an address",
}
"""What each kind of alarm means, for people."""

LONGEST = 60_000
"""Characters that are looked at; of longer texts the beginning and the end, half each."""


def alarms(text: str, locale: str = "", own: Collection[str] = ()) -> tuple[Alarm, ...]:
    """Everything in `text` that a plain text of a brand does not hold, in the order it stands there.

    Args:
        text: any text; a very long one is looked at from both ends (`LONGEST`).
        locale: the language it is in, as far as known: direction marks belong into Arabic, joiners into Persian.
            Orders are sought in every language that has a list, whatever this says.
        own: hosts that are the brand's own (`example.com`); their addresses raise no alarm.
    """
    found = {alarm for part, at in _parts(text) for alarm in _found(part, at, locale, own)}
    return tuple(sorted(found, key=lambda alarm: (alarm.start, alarm.end, alarm.kind)))


@lru_cache(maxsize=256)  # a description is looked at for people, for its language and for its facts
def hostile(text: str, locale: str = "") -> tuple[Alarm, ...]:
    """The alarms that say somebody meant to steer a reader: all but plain formatting and addresses."""
    return tuple(alarm for alarm in alarms(text, locale) if alarm.kind not in ("markup", "link"))


def _parts(text: str) -> Iterator[tuple[str, int]]:
    if len(text) <= LONGEST:
        yield text, 0
        return
    yield text[: LONGEST // 2], 0
    yield text[-LONGEST // 2 :], len(text) - LONGEST // 2


def _found(text: str, at: int, locale: str, own: Collection[str]) -> Iterator[Alarm]:
    for look in (orders(text), posing(text), markup(text), links(text, own), unseen(text, locale), confusable(text)):
        for alarm in look:
            yield alarm._replace(start=alarm.start + at, end=alarm.end + at)
