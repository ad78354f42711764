"""The words of one slot, taken apart once; and the slots of one piece."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, Self, TypeVar, overload

from styleloop.language.claims import ClaimSpan, worded_claims
from styleloop.language.normalise import folded
from styleloop.language.numbers import Quantity, quantities
from styleloop.language.phrases import Word, read_words
from styleloop.language.segment import Piece, graphemes, sentence_pieces, word_pieces
from styleloop.language.syllables import syllables
from styleloop.measure.copy.cues import cues

T = TypeVar("T")


class _Once(Generic[T]):
    """A property found when first asked for, and kept: `functools.cached_property` without its lock.

    Forty are asked for of every text. No line is shared between threads but an empty one, where two may find the same.
    """

    def __init__(self, of: Callable[[Any], T]) -> None:
        self._of = of
        self.__doc__ = of.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, line: None, owner: type) -> Self: ...

    @overload
    def __get__(self, line: object, owner: type) -> T: ...

    def __get__(self, line: object | None, owner: type) -> Self | T:
        if line is None:
            return self
        found = line.__dict__[self._name] = self._of(line)
        return found


@dataclass(frozen=True, eq=False)
class Line:
    """The words of one slot in one language. Everything is found when first asked for, and kept.

    Places of words are given as bits of a number, the first word's the lowest.
    """

    text: str
    locale: str

    @_Once
    def language(self) -> str:
        """`en`."""
        return self.locale.split("-")[0].lower()

    @_Once
    def filled(self) -> bool:
        """Whether there is anything but white space."""
        return bool(self.text.strip())

    @_Once
    def signs(self) -> frozenset[str]:
        """Every character that stands in it."""
        return frozenset(self.text)

    @_Once
    def graphemes(self) -> int:
        """User-perceived characters, runs of white space as one."""
        return len(graphemes(" ".join(self.text.split())))

    @_Once
    def pieces(self) -> tuple[Piece, ...]:
        """Words, with their places; none in a language without spaces."""
        return word_pieces(self.text, self.locale)

    @_Once
    def size(self) -> int:
        """How many words."""
        return len(self.pieces)

    @_Once
    def plain(self) -> tuple[str, ...]:
        """Words, folded; an empty one where nothing of it can be seen."""
        return tuple([_plain(piece.text, self.locale) for piece in self.pieces])

    @_Once
    def syllables(self) -> tuple[int, ...]:
        """Syllables of each word that is not a figure. For languages with rules for them."""
        return tuple([syllables(p.text, self.locale) for p in self.pieces if not p.text[0].isdigit()])

    @_Once
    def letters(self) -> tuple[int, ...]:
        """Letters and digits of each word."""
        return tuple([_letters(piece.text) for piece in self.pieces])

    @_Once
    def sentences(self) -> tuple[Piece, ...]:
        """Sentences, with their places."""
        return sentence_pieces(self.text, self.locale)

    @_Once
    def tokens(self) -> Sequence[Word]:
        """Words and signs as the word lists see them: `well-made` is two."""
        return read_words(self.text, self.locale)

    @_Once
    def hits(self) -> Mapping[str, int]:
        """List -> places in `tokens` of what is on it."""
        return cues(self.language).find(self.tokens)

    @_Once
    def claims(self) -> tuple[ClaimSpan, ...]:
        """Claims made by their wording."""
        return worded_claims(self.text, self.locale)

    @_Once
    def quantities(self) -> tuple[Quantity, ...]:
        """Numbers and amounts."""
        return quantities(self.text, self.locale)

    @_Once
    def moves(self) -> tuple[frozenset[str], ...]:
        """For each sentence, the lists that something in it is on, `number`, `?` and `!` beside them."""
        made = [{name for name, places in self.hits.items() if places & home} for home in self._homes]
        for name, places in self._signs.items():
            for names, home in zip(made, self._homes, strict=True):
                if places & home:
                    names.add(name)
        return tuple([frozenset(names) for names in made])

    @_Once
    def _signs(self) -> Mapping[str, int]:
        """`number`, `?`, `!` -> places in `tokens`."""
        found: dict[str, int] = {}
        for at, token in enumerate(self.tokens):
            name = "number" if token.number else _ASKS.get(token.raw)
            if name:
                found[name] = found.get(name, 0) | 1 << at
        return found

    @_Once
    def _homes(self) -> tuple[int, ...]:
        """For each sentence, the places of its tokens."""
        tokens, made, at = self.tokens, [], 0
        for sentence in self.sentences[:-1]:
            first = at
            while at < len(tokens) and tokens[at].start < sentence.end:
                at += 1
            made.append((1 << at) - (1 << first))
        return (*made, (1 << len(tokens)) - (1 << at)) if self.sentences else ()

    @_Once
    def _owners(self) -> tuple[int, ...]:
        """For each token, the word it is part of, or -1 for a sign."""
        owners, at = [], 0
        ends = [piece.end for piece in self.pieces]
        starts = [piece.start for piece in self.pieces]
        for token in self.tokens:
            while at < len(ends) and ends[at] <= token.start:
                at += 1
            owners.append(at if at < len(ends) and starts[at] < token.end else -1)
        return tuple(owners)

    @_Once
    def _firsts(self) -> int:
        """Places in `tokens` of the first part of each word."""
        made, last = 0, -1
        for at, owner in enumerate(self._owners):
            if owner > last:
                made |= 1 << at
                last = owner
        return made

    @_Once
    def marked(self) -> Mapping[str, int]:
        """List -> how many words are on it; lists without any are left out."""
        firsts = self._firsts
        if firsts.bit_count() == len(self.tokens) - self._owners.count(-1):  # each word is one token
            return {name: (places & firsts).bit_count() for name, places in self.hits.items()}
        owned = list(enumerate(self._owners))
        return {
            name: len({owner for at, owner in owned if owner >= 0 and places >> at & 1})
            for name, places in self.hits.items()
        }

    def has(self, *names: str) -> bool:
        """Whether anything is on any of the lists."""
        return not self.hits.keys().isdisjoint(names)

    def on(self, name: str) -> tuple[Word, ...]:
        """The tokens on a list, in reading order."""
        places = self.hits.get(name, 0)
        return tuple([token for at, token in enumerate(self.tokens) if places >> at & 1])

    def opens_with(self, *names: str) -> bool:
        """Whether the first word is on, or begins a wording of, one of the lists."""
        if 0 not in self._owners:
            return False
        first = self._owners.index(0)
        return any(self.hits.get(name, 0) >> first & 1 for name in names)

    @_Once
    def commands(self) -> tuple[bool, ...]:
        """For each sentence, whether it opens with a listed imperative and is no question."""
        bids = self.hits.get("imperative", 0)
        if not bids:
            return (False,) * len(self.sentences)
        words = sum(1 << at for at, owner in enumerate(self._owners) if owner >= 0)
        firsts = [home & words & -(home & words) for home in self._homes]
        return tuple([bool(first & bids) and "?" not in n for first, n in zip(firsts, self.moves, strict=True)])

    def share(self, count: float) -> float | None:
        """`count` / words; None without words."""
        return count / self.size if self.size else None


_ASKS = {"?": "?", "؟": "?", "？": "?", "!": "!", "！": "!"}


@dataclass(frozen=True, eq=False)
class Parts:
    """The slots of one piece that are measured; empty lines for those it lacks."""

    headline: Line
    body: Line
    cta: Line
    price: Line

    @_Once
    def lines(self) -> tuple[Line, ...]:
        """Headline, body and call to action in reading order, those that have words."""
        return tuple([line for line in (self.headline, self.body, self.cta) if line.filled])


@lru_cache(maxsize=256)
def empty(locale: str) -> Line:
    """The line of a slot that a piece lacks, one for all pieces of a locale."""
    return Line("", locale)


@lru_cache(maxsize=16_384)
def _plain(word: str, locale: str) -> str:
    return folded(word, locale)


@lru_cache(maxsize=16_384)
def _letters(word: str) -> int:
    if word.isascii():
        return sum(map(str.isalnum, word))
    return sum(1 for sign in graphemes(word) if sign[0].isalnum())
