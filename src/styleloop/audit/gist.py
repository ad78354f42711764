"""What a sentence says, roughly: the amounts it states and the stems of its other words."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import NamedTuple

from styleloop.language.normalise import fold
from styleloop.language.numbers import Quantity, quantities, same
from styleloop.language.segment import has_words, words
from styleloop.language.units import parted_elisions
from styleloop.language.unparted import telling, unparted

_STEM = 5
"""Two words of at least so many letters are taken for one when these agree: `taped`, `taping`; `Stunde`, `Stunden`."""
_FUNCTION_WORDS = """
for the and with from that this into over more than only your our its are all any has have will you within
für der die das den dem des ein eine einen mit von vom und oder bei sind ist alle nach über nur ihr sie wir
innerhalb binnen
les des dès une aux par pour avec sans dans sur est sont que qui vous nous son ses leur leurs votre vos notre sous
nos cette ces mais
los las una unos unas del por para con sin que son sus nuestro nuestra este esta estos estas pero como
gli una uno del entro dei delle della degli dal dalla dai nel nella sul sulla per con che sono suo sua tuo tua
questo questa
quell' dell' nell' sull' dall' all' qu'
من في على إلى مع عن هذا هذه التي الذي كل
"""
_SAYS_NOTHING = frozenset(fold(_FUNCTION_WORDS).text.split())


class Gist(NamedTuple):
    """`figures`: the amounts stated. `stems`: of the other words, function words left out."""

    figures: tuple[Quantity, ...]
    stems: frozenset[str]

    def says(self, figures: tuple[Quantity, ...]) -> bool:
        """Whether every one of `figures` is stated here."""
        return all(any(same(figure, mine) for mine in self.figures) for figure in figures)


@lru_cache(maxsize=4096)
def gist(text: str, locale: str) -> Gist:
    """The gist of one sentence or wording."""
    figures = tuple(q for q in quantities(text, locale) if q.stated)
    rest = list(text)
    for figure in figures:
        rest[figure.start : figure.end] = " " * (figure.end - figure.start)
    plain = fold("".join(rest), locale).text
    if not has_words(locale):
        return Gist(figures, frozenset(telling(plain)))
    others = [part for word in words(plain, locale) for part in (parted_elisions(word) if "'" in word else (word,))]
    return Gist(figures, frozenset(stem(w) for w in others if len(w) > 2 and w not in _SAYS_NOTHING))


def stem(word: str) -> str:
    """The first letters of a folded word, without diacritics and article: `nähte` and `naht`, `السترة` and `سترة`."""
    bare = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    return bare.removeprefix("ال")[:_STEM]


def akin(a: str, b: str) -> bool:
    """Whether two words may be forms of one: `wall`, `walls`; `Wand`, `Wände`; of Arabic, the first two letters."""
    short, long = sorted((stem(a), stem(b)), key=len)
    most = 2 if short > "\u0600" else max(3, len(short) - 1)
    if unparted(short):
        return short == long
    return len(short) >= most and short[:most] == long[:most]
