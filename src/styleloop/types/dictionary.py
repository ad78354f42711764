"""Words of a language as somebody listed them, for whoever asks whether one is spelt right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class Dictionary(Protocol):
    """A list of right words, with its rules for endings and compounds."""

    name: str
    """File it was read from, for people: `de_DE.dic`."""

    def knows(self, word: str) -> bool:
        """Whether the word is right as it is written. A word it has no letters for is known: nothing is said of it."""
        ...

    def suggestions(self, word: str) -> tuple[str, ...]:
        """Words that may have been meant, the likeliest first."""
        ...


@dataclass(frozen=True, eq=False)
class Spelling:
    """What the words of one language are held against."""

    dictionary: Dictionary | None = None
    """The language's own; None: there is none."""
    lends: Dictionary | None = None
    """English, from which all others borrow, where there is one; None in English."""
    lacks: str = ""
    """Why there is no dictionary, for people: `no dictionary for de`."""
