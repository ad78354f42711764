"""Where a line says what is known of its product. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from styleloop.language import amounts, cases, forms
from styleloop.language.filling import CAPITAL, LABEL, Filler, begins_sentence
from styleloop.language.skeleton import WORD

_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " "})
_PROCLITICS = frozenset("وفبكل")
"""Arabic particles written onto the next word."""


@dataclass(frozen=True)
class Spot:
    """Known words in a line."""

    start: int
    end: int
    filler: Filler
    forms: frozenset[str]
    """Every form in which the filler reads like this here."""

    @property
    def family(self) -> str:
        """Kinds of forms that never mix: `noun`, `number`, `label`."""
        name = min(form.lstrip(CAPITAL) for form in self.forms)
        return LABEL if name == LABEL else "number" if name in amounts.FORMS else "noun"


def plain(text: str) -> str:
    """`text` with ordinary spaces, same length."""
    return text.translate(_SPACES)


def spot(text: str, known: Sequence[Filler], locale: str = "") -> tuple[Spot, ...]:
    """What is known in `text`: the longest words first, never overlapping, in reading order.

    Where two fillers read alike, the one that stands first in `known` is meant.
    """
    found: dict[tuple[int, int], dict[int, set[str]]] = {}
    for number, filler in enumerate(known):
        for start, end, form in _places(plain(text), filler):
            found.setdefault((start, end), {}).setdefault(number, set()).add(form)
    taken: list[Spot] = []
    for start, end in sorted(found, key=lambda place: (place[0] - place[1], place[0])):
        if all(end <= other.start or start >= other.end for other in taken):
            number = min(found[start, end])
            names = cases.governed(_purest(found[start, end][number]), _before(text, start), locale)
            taken.append(Spot(start, end, known[number], names))
    return tuple(sorted(taken, key=lambda s: s.start))


def _before(text: str, start: int) -> str:
    """The word that stands right before `start`, or an empty string where a mark or nothing does."""
    found = WORD.findall(text[:start])
    return found[-1] if found and text[:start].rstrip().endswith(found[-1]) else ""


def _purest(names: set[str]) -> frozenset[str]:
    """`312 g` may be the fact's statement and its number: then it is the statement, which needs no words around it."""
    labels = {name for name in names if name.lstrip(CAPITAL) == LABEL}
    return frozenset(labels or names)


def _places(text: str, filler: Filler) -> Iterator[tuple[int, int, str]]:
    for form, said in sorted(filler.words.items()):
        for words in {plain(said), forms.begin(plain(said))}:
            for start in _occurrences(text, words):
                first = begins_sentence(text[:start])
                if words == (forms.begin(plain(said)) if first else plain(said)):
                    yield start, start + len(words), form
                elif not first:
                    yield start, start + len(words), CAPITAL + form


def _occurrences(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        if _bounded(text, at, at + len(words)):
            yield at
        at = text.find(words, at + 1)


def _bounded(text: str, start: int, end: int) -> bool:
    if WORD.match(text[end : end + 1]) or text[end : end + 2] in ("-m", "'s"):
        return False
    before = text[:start]
    if not before or not WORD.match(before[-1]):
        return not before.endswith("-")
    return before[-1] in _PROCLITICS and (len(before) == 1 or not WORD.match(before[-2]))
