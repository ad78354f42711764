"""The words of one slot, taken apart once; and the slots of one piece."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from styleloop.language.claims import ClaimSpan, worded_claims
from styleloop.language.normalise import folded
from styleloop.language.numbers import Quantity, quantities
from styleloop.language.phrases import Word, read_words
from styleloop.language.segment import Piece, graphemes, sentence_pieces, word_pieces
from styleloop.language.syllables import syllables
from styleloop.measure.copy.cues import cues


@dataclass(frozen=True)
class Line:
    """The words of one slot in one language. Everything is found when first asked for, and kept."""

    text: str
    locale: str

    @cached_property
    def language(self) -> str:
        """`en`."""
        return self.locale.split("-")[0].lower()

    @cached_property
    def graphemes(self) -> int:
        """User-perceived characters, runs of white space as one."""
        return len(graphemes(" ".join(self.text.split())))

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """Words, with their places; none in a language without spaces."""
        return word_pieces(self.text, self.locale)

    @cached_property
    def plain(self) -> tuple[str, ...]:
        """Words, folded."""
        return tuple(_plain(piece.text, self.locale) for piece in self.pieces)

    @cached_property
    def syllables(self) -> tuple[int, ...]:
        """Syllables of each word that is not a figure. For languages with rules for them."""
        return tuple(syllables(p.text, self.locale) for p in self.pieces if not p.text[0].isdigit())

    @cached_property
    def letters(self) -> tuple[int, ...]:
        """Letters and digits of each word."""
        return tuple(_letters(piece.text) for piece in self.pieces)

    @cached_property
    def sentences(self) -> tuple[Piece, ...]:
        """Sentences, with their places."""
        return sentence_pieces(self.text, self.locale)

    @cached_property
    def tokens(self) -> Sequence[Word]:
        """Words and signs as the word lists see them: `well-made` is two."""
        return read_words(self.text, self.locale)

    @cached_property
    def hits(self) -> Mapping[str, set[int]]:
        """List -> places in `tokens` of what is on it."""
        return cues(self.language).find(self.tokens)

    @cached_property
    def claims(self) -> tuple[ClaimSpan, ...]:
        """Claims made by their wording."""
        return worded_claims(self.text, self.locale)

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """Numbers and amounts."""
        return quantities(self.text, self.locale)

    @cached_property
    def moves(self) -> tuple[frozenset[str], ...]:
        """For each sentence, the lists that something in it is on, `number`, `?` and `!` beside them."""
        made: list[set[str]] = [set() for _ in self.sentences]
        homes = self._homes
        for name, places in self.hits.items():
            for at in places:
                made[homes[at]].add(name)
        for at, token in enumerate(self.tokens):
            if token.number:
                made[homes[at]].add("number")
            elif token.raw in _ASKS:
                made[homes[at]].add(_ASKS[token.raw])
        return tuple(frozenset(names) for names in made)

    @cached_property
    def _homes(self) -> tuple[int, ...]:
        """For each token, its sentence."""
        homes, home = [], 0
        for token in self.tokens:
            while home < len(self.sentences) - 1 and token.start >= self.sentences[home].end:
                home += 1
            homes.append(home)
        return tuple(homes)

    @cached_property
    def _owners(self) -> tuple[int, ...]:
        """For each token, the word it is part of, or -1 for a sign."""
        owners, at = [], 0
        for token in self.tokens:
            while at < len(self.pieces) and self.pieces[at].end <= token.start:
                at += 1
            owners.append(at if at < len(self.pieces) and self.pieces[at].start < token.end else -1)
        return tuple(owners)

    @cached_property
    def _marked(self) -> Mapping[str, int]:
        """List -> how many words are on it."""
        owners = self._owners
        return {name: len({owners[at] for at in places} - {-1}) for name, places in self.hits.items()}

    def marked(self, name: str) -> int:
        """Words that are on the list."""
        return self._marked.get(name, 0)

    def has(self, *names: str) -> bool:
        """Whether anything is on any of the lists."""
        return any(name in self.hits for name in names)

    def opens_with(self, *names: str) -> bool:
        """Whether the first word is on, or begins a wording of, one of the lists."""
        first = next((at for at, owner in enumerate(self._owners) if owner == 0), None)
        return first is not None and any(first in self.hits.get(name, ()) for name in names)

    def openings(self, name: str) -> tuple[bool, ...]:
        """For each sentence, whether its first word is on the list `name`."""
        places, seen = self.hits.get(name, set()), set()
        found = [False] * len(self.sentences)
        for at, owner in enumerate(self._owners):
            home = self._homes[at]
            if owner >= 0 and home not in seen:
                seen.add(home)
                found[home] = at in places
        return tuple(found)

    @cached_property
    def commands(self) -> tuple[bool, ...]:
        """For each sentence, whether it opens with a listed imperative and is no question."""
        opened = self.openings("imperative")
        return tuple(is_one and "?" not in names for is_one, names in zip(opened, self.moves, strict=True))

    def share(self, count: float) -> float | None:
        """`count` / words; None without words."""
        return count / len(self.pieces) if self.pieces else None


_ASKS = {"?": "?", "؟": "?", "？": "?", "!": "!", "！": "!"}


@dataclass(frozen=True)
class Parts:
    """The slots of one piece that are measured; empty lines for those it lacks."""

    headline: Line
    body: Line
    cta: Line
    price: Line

    @property
    def lines(self) -> tuple[Line, ...]:
        """Headline, body and call to action in reading order, those that have words."""
        return tuple(line for line in (self.headline, self.body, self.cta) if line.text.strip())


@lru_cache(maxsize=16_384)
def _plain(word: str, locale: str) -> str:
    return folded(word, locale)


@lru_cache(maxsize=16_384)
def _letters(word: str) -> int:
    return sum(1 for sign in graphemes(word) if sign[0].isalnum())
