"""Who speaks in a headline: the brand (we), or whoever reads it (you)."""

from __future__ import annotations

from collections.abc import Mapping

from styleloop.measure.copy.line import Line

_SAID: Mapping[str, str] = {"first": "first_plural", "second": "second_person", "third": "third_singular"}
_SPEAKERS = ("first", "second")
"""He and she are talked about in every voice, so only we and you can be the wrong ones to speak."""


def strangers(text: str, locale: str, person: str) -> tuple[tuple[str, int, int], ...]:
    """(person, start, end) of words of `text` in another person than the voice's, in reading order.

    A text with a word in the voice's own person has none, and a text in no person at all has none.

    Args:
        text: a headline.
        locale: of the text; in a language without word lists nothing is found.
        person: of the voice: `first`, `second`, `third`, or `any`.
    """
    line = Line(text, locale)
    if person not in _SAID or line.has(_SAID[person]):
        return ()
    found = [(who, word.start, word.end) for who in _SPEAKERS if who != person for word in line.on(_SAID[who])]
    return tuple(sorted(found, key=lambda place: place[1:]))
