"""Byte-pair encoding: text -> numbers of byte sequences, merged in the order learnt (Sennrich et al. 2016)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import regex  # type: ignore[import-untyped]

_DIGITS = regex.compile(r"\p{N}|[^\p{N}]+")
_PIECES = regex.compile(r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+")


def _letters() -> list[str]:
    """A visible letter for each byte, as GPT-2's vocabulary is written (Radford et al. 2019)."""
    seen = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = iter(range(256, 512))
    return [chr(byte) if byte in seen else chr(next(hidden)) for byte in range(256)]


class BytePairs:
    """A vocabulary and its merges. Digits stand alone."""

    def __init__(self, tokens: Sequence[str], merges: Sequence[str], unknown: int) -> None:
        """`unknown` is the number of the token that stands for a byte nobody taught."""
        self._number = {token: number for number, token in enumerate(tokens)}
        self._rank = {tuple(merge.split(" ")): rank for rank, merge in enumerate(merges)}
        self._letters, self._unknown = _letters(), unknown
        self._piece = lru_cache(maxsize=50_000)(self._merged)

    def numbers(self, text: str, longest: int) -> tuple[int, ...]:
        """Tokens of `text`, at most `longest`."""
        found: list[int] = []
        for run in _DIGITS.findall(text):
            for piece in _PIECES.findall(run):
                found.extend(self._piece(piece))
            if len(found) >= longest:
                break
        return tuple(found[:longest])

    def _merged(self, piece: str) -> tuple[int, ...]:
        parts = [self._letters[byte] for byte in piece.encode("utf-8", "replace")]
        while len(parts) > 1:
            ranks = [self._rank.get(pair, len(self._rank)) for pair in pairwise(parts)]
            at = min(range(len(ranks)), key=ranks.__getitem__)
            if ranks[at] == len(self._rank):
                break
            parts[at : at + 2] = [parts[at] + parts[at + 1]]
        return tuple(self._number.get(part, self._unknown) for part in parts)
