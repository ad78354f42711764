"""The regular forms that a word takes on: `utilise` is also `utilised`, `gratuito` also `gratuitas`. Pure.

Endings alone, no dictionary: irregular forms (`buy`, `bought`) are not known, and forms that are words of their own
(`new`, `news`) are left out where they are known to be. Words of three letters take none: they make too many others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

LEAST = 4
_NOT_ENGLISH = """
    barely bother corner corners cooler coolers customer customers customs early evening fairly flower glasses goods
    hardly highly justly lately master masters meaning means mostly mother nearly nicely number numbered numbering
    numbers other others pants power powers proper properly shorts shower temper tender tenders tower
"""
_DOES_ENGLISH = """
    act advise back bake bank bind blend boil brew build burn buy call camp carry cash catch charge climb cook
    count cover cross cut deal design dig dish dream drift drink drive dry edit farm file fill film fold garden
    gift hand help hike hire hold hunt jump keep land launch lead learn lend lift list load loan lock love make
    market mine mix move offer pack paint part plan plant play point post pour pray print produce push read rent
    report rest ride rob roll run sail save scan seek sell send serve settle shop shred sing sit slice speak
    spend spin stand start steam sweep swim take talk teach tell test think tick toast trade train travel treat
    turn use vend view wait walk wash watch wear weave wed weld win work wrap write
"""
_DOING = frozenset(_DOES_ENGLISH.split())
"""Verbs and nouns of which no comparative is made: a planner is no more of a plan."""
_OTHERS: Mapping[str, frozenset[str]] = {
    "en": frozenset(_NOT_ENGLISH.split()),
    "de": frozenset(("billigung", "neuerdings")),
}
"""Words that are not forms of what they begin with."""
_DE_ENDINGS = r"(?:(?:er|e?st)?(?:e[mnrs]?)?|n|s)?"
_DE_VERB = r"(?:en|e|st|t|et|est|te|ten|tet|test|end(?:e[mnrs]?)?)"
_FR_ENDINGS: tuple[tuple[str, str], ...] = (
    ("eux", "eu(?:x|se|ses|sement)"), ("if", "i(?:f|fs|ve|ves|vement)"),
    ("el", "el(?:s|le|les|lement)?"),
    ("ien", "ien(?:s|ne|nes)?"), ("eau", "eaux?"), ("teur", "t(?:eurs?|rices?|euses?)"),
    ("al", "a(?:l|le|les|ux|lement)"),
    ("er", "(?:er|ère|ers|ères|e|es|ez|ons|ent|é|ée|és|ées|ant|ait|aient|era|erez|eront)"), ("e", "es?"),
)  # fmt: skip
_ES_ENDINGS: tuple[tuple[str, str], ...] = (
    ("ción", "ci(?:ón|ones)"),
    ("ón", "(?:ón|ones|ona|onas)"), ("z", "(?:z|ces)"),
    ("ar", "(?:ar|o|as?|áis|an|amos|ad|ando|ad[oa]s?|é|aste|ó|aron|aba|aban|ará|arán|e|es|en)"),
    ("er", "(?:er|o|es?|éis|en|emos|ed|iendo|id[oa]s?|í|ió|ieron|ía|ían|erá|a|as|an)"),
    ("ir", "(?:ir|o|es?|ís|en|imos|id|iendo|id[oa]s?|í|ió|ieron|ía|ían|irá|a|as|an)"),
    ("o", "(?:[oa]s?|ísim[oa]s?|amente)"), ("a", "(?:[oa]s?|ísim[oa]s?|amente)"),
    ("e", "(?:es?|ísim[oa]s?|emente)"),
)  # fmt: skip
_IT_ENDINGS: tuple[tuple[str, str], ...] = (
    ("co", "(?:co|ca|chi|ci|che|chissim[oaie]|camente)"), ("go", "(?:go|ga|ghi|gi|ghe|ghissim[oaie])"),
    ("are", "(?:are|o|i|a|iamo|ate|ano|at[oaie]|ando|ava|erà|eranno)"),
    ("ere", "(?:ere|o|i|e|iamo|ete|ono|ut[oaie]|endo|eva|erà)"),
    ("ire", "(?:ire|o|i|e|iamo|ite|ono|it[oaie]|endo|isc[eoi]|iscono|irà)"),
    ("o", "(?:[oaie]|issim[oaie]|amente)"), ("a", "(?:[oaie]|issim[oaie]|amente)"),
    ("e", "(?:[ei]|issim[oaie]|emente)"),
)  # fmt: skip
_KANJI_BEFORE = re.compile(r"[\u4e00-\u9fffしばたさ]い$")


@lru_cache(maxsize=4096)
def forms(word: str, language: str) -> str:
    """A pattern that `word`, folded, and its regular forms fit; the word alone in a language without rules.

    >>> bool(re.fullmatch(forms("utilise", "en"), "utilising")), bool(re.fullmatch(forms("cheap", "en"), "cheat"))
    (True, False)
    """
    if language == "ja":
        return _japanese(word)
    make = _MAKERS.get(language)
    if make is None or len(word) < (3 if language in ("de", "ar") else LEAST) or not word.isalpha():
        return re.escape(word)
    made = make(word)
    others = [other for other in sorted(_OTHERS.get(language, ())) if other.startswith(word[:-1]) and other != word]
    return rf"(?!(?:{'|'.join(others)})(?!\w)){made}" if others else made


def _english(word: str) -> str:
    known = re.escape(word)
    short = len(word) <= 7 and word not in _DOING
    steps = "er|est|" if short else ""
    if word.endswith("y") and word[-2] not in "aeiou":
        stem = re.escape(word[:-1])
        return f"(?:{known}(?:ing)?|{stem}(?:ies|ied|ily{'|ier|iest' if short else ''}))"
    if word.endswith("e"):
        stem = re.escape(word[:-1])
        return f"(?:{known}(?:s|d|ly{'|r|st' if short else ''})?|{stem}(?:ing|ings))"
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return f"{known}(?:es|ed|ing|{steps}ly)?"
    last = re.escape(word[-1])
    twice = f"|{last}(?:ed|ing{'|er|est' if short else ''})" if re.search(r"[^aeiou][aeiou][bdgklmnprt]$", word) else ""
    return f"{known}(?:s|ed|ing|ings|{steps}ly{twice})?"


def _german(word: str) -> str:
    if word.endswith("en") and len(word) >= 6:
        return f"(?:ge)?{re.escape(word[:-2])}{_DE_VERB}"
    return f"{re.escape(word)}{'(?:s(?:es?|en))?' if word.endswith('nis') else _DE_ENDINGS}"


def _by_ending(endings: tuple[tuple[str, str], ...], otherwise: str) -> Callable[[str], str]:
    def made(word: str) -> str:
        for ending, pattern in endings:
            if word.endswith(ending) and len(word) > len(ending) + 1:
                return re.escape(word[: -len(ending)]) + pattern
        return re.escape(word) + otherwise

    return made


def _japanese(word: str) -> str:
    if len(word) > 1 and _KANJI_BEFORE.search(word):
        return re.escape(word[:-1]) + "(?:い|く|かっ|けれ|さ|そう|すぎ)"
    if len(word) > 2 and word.endswith("する"):
        return re.escape(word[:-2]) + "(?:する|し|され|させ|せず|すれ)"
    return re.escape(word)


_MAKERS: Mapping[str, Callable[[str], str]] = {
    "en": _english,
    "de": _german,
    "fr": _by_ending(_FR_ENDINGS, "(?:s|x|e|es|ement)?"),
    "es": _by_ending(_ES_ENDINGS, "(?:e?s|mente)?"),
    "it": _by_ending(_IT_ENDINGS, ""),
    "ar": lambda word: re.escape(word) + r"(?:ة|ون|ين|ات)?",
}


def carried(instead: str, written: str, word: str, language: str) -> str | None:
    """`instead` with the ending that `written` has and `word` has not; None where no rule makes it safely.

    >>> carried("use", "utilising", "utilise", "en"), carried("rain shell", "raincoats", "raincoat", "en")
    ('using', 'rain shells')
    """
    if written == word:
        return instead
    if language not in ("en", "de") or not instead or not instead[-1].isalpha():
        return None
    if not written.startswith(word[:-1]):
        return None
    ending = written[len(word) :] if written.startswith(word) else f"-{written[len(word) - 1 :]}"
    if language == "de":
        return instead + ending if re.fullmatch(r"e[mnrs]?", ending) and not instead.endswith("e") else None
    if ending == "s" or (ending == "es" and word.endswith(("s", "x", "z", "ch", "sh"))):
        return _with_s(instead)
    if instead in _IRREGULAR or " " in instead:
        return None
    if ending in ("d", "ed", "ing", "-ing"):
        stem = instead[:-1] if instead.endswith("e") else instead
        return stem + ("ing" if ending.endswith("ing") else "ed")
    return None


def _with_s(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")


_STRONG = """
    begin bring build buy choose cut do feel find get give go have hold keep know lead leave let lose make meet pay put
    read run say see sell send set show speak spend stand take tell think understand wear write
"""
_IRREGULAR = frozenset(_STRONG.split())
"""Verbs whose past is no matter of endings."""
