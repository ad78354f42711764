"""Text as it should be matched, with the way back to the text as it was written. Pure.

What a reader cannot see (zero-width and direction marks) and what only looks like a letter (Cyrillic о in a Latin
word) must not hide a word from a check; the finding must still point at the characters that are really there.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex  # type: ignore[import-untyped]

from styleloop.language.segment import parted

_CLUSTER = regex.compile(r"\X")
_UNSEEN = regex.compile(r"[\p{Cf}\p{Variation_Selector}\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0]")
_ARABIC_MARKS = regex.compile(r"[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")
_SIGNS = str.maketrans(
    {**dict.fromkeys("’‘‛ʼ`´ʹ＇", "'"), **dict.fromkeys("‐‑‒–—―−﹘", "-"), **dict.fromkeys("“”„‟«»", '"'), "ı": "i"}
)
_ARABIC = str.maketrans({**dict.fromkeys("أإآٱ", "ا"), "ى": "ي", "ی": "ي", "ک": "ك", "ہ": "ه"})
_LOOK_ALIKE = str.maketrans(
    dict(
        zip(
            "АВЕКМНОРСТУХІЈЅԌԚԜаеорсухіјѕһԁԛԝкѵΑΒΕΖΗΙΚΜΝΟΡΤΥΧοανιρυκχϲϳɑɡ",
            "abekmhopctyxijsgqwaeopcyxijshdqwkvabezhikmnoptyxoavipukxcjag",
            strict=True,
        )
    )
)
_FRACTIONS = frozenset("½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞⅐⅑⅒")
"""Kept as they are: NFKC would make `1½` read as eleven halves."""
_OWN_SCRIPT = frozenset({"ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg", "el"})
"""Languages in which Cyrillic or Greek letters are themselves."""
_RUN = regex.compile(r"[\p{L}\p{M}]+")
_LATIN = regex.compile(r"\p{Latin}")
_FOREIGN = regex.compile(r"[\p{Cyrillic}\p{Greek}]")


@dataclass(frozen=True)
class Folded:
    """A text made comparable, and where each of its characters came from.

    Attributes:
        text: what to match against.
        starts: for each character of `text`, the offset in the original at which its source begins.
        ends: the offset at which its source ends.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def origin(self, at: int) -> int:
        """Original offset of the character that `text[at]` came from."""
        return self.starts[at]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Original offsets of `text[start:end]`; an empty span for an empty one."""
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else (self.ends[-1] if self.ends else 0)
            return at, at
        return self.starts[start], self.ends[end - 1]


@lru_cache(maxsize=2048)  # one text is folded for its words, its amounts and its claims
def fold(text: str, locale: str = "") -> Folded:
    """`text` for matching: NFKC, case folded, without unseen characters and Arabic vowel marks, look-alikes made one.

    Cyrillic and Greek look-alikes become Latin where the language is not written in those scripts; when `locale` is
    empty, only in words that mix scripts.
    """
    if text.isascii():
        at = range(len(text) + 1)
        return Folded(text.lower(), at[:-1], at[1:])
    alike = _alike(text, locale)
    if not alike and parted(text):
        made = text.translate(_SINGLE)
        if _SINGLE.grown.isdisjoint(text):
            at = range(len(text) + 1)
            return Folded(made, at[:-1], at[1:])
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for found in _CLUSTER.finditer(text):
        begin, end = found.span()
        made = _folded(found[0], begin in alike)
        pieces.append(made)
        starts += [begin] * len(made)
        ends += [end] * len(made)
    return Folded("".join(pieces), starts, ends)


def folded(text: str, locale: str = "") -> str:
    """Only the words of `fold`: `FREE​` and `ｆｒｅｅ` both give `free`."""
    return fold(text, locale).text


@lru_cache(maxsize=512)
def undisguised(text: str, locale: str = "") -> Folded:
    """`text` in its own case, signs kept: without unseen characters, look-alikes and full-width letters made one,
    a curved apostrophe inside a word straight. For patterns to which case and signs mean something.
    """
    if text.isascii():
        at = range(len(text) + 1)
        return Folded(text, at[:-1], at[1:])
    alike = _alike(text, locale)
    made: list[str] = []
    starts: list[int] = []
    for place, char in enumerate(text):
        letter = _plain(char, place in alike)
        if letter == "’" and text[place - 1 : place].isalpha() and text[place + 1 : place + 2].isalpha():
            letter = "'"
        made.append(letter)
        starts += [place] * len(letter)
    return Folded("".join(made), starts, [place + 1 for place in starts])


@lru_cache(maxsize=8192)
def _plain(char: str, alike: bool) -> str:
    if _UNSEEN.fullmatch(char):
        return ""
    if alike:
        latin = char.translate(_LOOK_ALIKE)
        return latin.upper() if char.isupper() else latin
    whole = unicodedata.normalize("NFKC", char)
    return whole if whole.isascii() and whole.isalnum() and len(whole) == 1 and not char.isdigit() else char


def _alike(text: str, locale: str) -> frozenset[int]:
    """Offsets of the letters that stand in for Latin ones."""
    language = locale.split("-")[0].lower()
    if language in _OWN_SCRIPT or not _FOREIGN.search(text):
        return frozenset()
    return frozenset(
        at
        for run in _RUN.finditer(_UNSEEN.sub(lambda unseen: "\u0301" * len(unseen[0]), text))
        if language or _LATIN.search(run[0])
        for at in range(run.start(), run.end())
    )


class _Letters(dict[int, str]):
    """For `str.translate`: code point -> what it folds to, standing alone; found when first met.

    Attributes:
        grown: characters met that fold to nothing, or to more than one, and so move all that stands behind them.
    """

    def __init__(self) -> None:
        self.grown: set[str] = set()

    def __missing__(self, point: int) -> str:
        """The folded letter, kept."""
        letter = chr(point)
        made = _folded(letter, False)
        if len(made) != 1:
            self.grown.add(letter)
        self[point] = made
        return made


@lru_cache(maxsize=8192)
def _folded(cluster: str, alike: bool) -> str:
    seen: str = _UNSEEN.sub("", cluster)
    if seen in _FRACTIONS:
        return seen
    if alike:
        seen = seen.translate(_LOOK_ALIKE)
    made = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen.translate(_SIGNS)).casefold())
    return str(_ARABIC_MARKS.sub("", _UNSEEN.sub("", made))).translate(_ARABIC)


_SINGLE = _Letters()
