"""Where a line may break: text -> beats -> pieces that stay whole, and the seams of words too long for any line. Pure.

Spaced scripts break at spaces. Japanese and Chinese break between phrases, as BudouX finds them, and never before a
closing mark or after an opening one (rules of JIS X 4051 and GB/T 15834 that matter in a few words of display type).
Thai, Khmer, Lao and Burmese break where the writer put a space or a zero-width space; running words are left to the
typesetter, whose dictionary knows their words (`wraps`): BudouX's Thai parts words in two ("เลือ" from "เลือก").
"""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

import regex  # type: ignore[import-untyped]

NO_BREAK = "\u00a0"
ZERO_WIDTH = "\u200b"
SOFT_HYPHEN = "\u00ad"
_COUNTED = regex.compile(r"(?<=\p{Nd}) (?=\p{L})")
_CLOSING = regex.compile(r"[\p{Pe}\p{Pf}\p{Po}\p{M}ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ々〻％%°~〜ๆฯ]")
"""What may not begin a line; opening marks are told apart below, `·` and quotes count as closing."""
_OPENING = regex.compile(r"[\p{Ps}\p{Pi}\p{Sc}#@¿¡]")
_RUN = regex.compile(r"[\p{Latin}\p{Nd}\p{Cyrillic}\p{Greek}]")
_PHRASED = {"ja": "ja", "zh": "zh-hans"}
_WRAPPED = frozenset({"km", "lo", "my", "th"})
_PARTICLES = frozenset("的了着過过嗎吗呢吧們们地得")
"""Chinese characters that belong to what stands before them."""
_COMPOUNDING = frozenset({"de", "nl", "sv", "da", "nb", "nn", "no", "fi", "hu", "et", "is", "fo", "lb", "fy"})
"""Languages that write compounds as one word."""
_GERMANIC = frozenset({"de", "nl", "sv", "da", "nb", "nn", "no"})
"""Of these, the ones whose hyphenation nearly always knows where two words meet; the others need surer signs."""
_FINNISH = regex.compile(
    r"(?<=[aeiouyäöå]\p{L}*)(?=[^aeiouyäöå\W\d][aeiouyäöå])|(?<=[aou])(?=[eäöy])|(?<=[äöy])(?=[eaou])(?<!y(?=ö))",
    regex.IGNORECASE,
)
"""Finnish divides before every consonant that a vowel follows, and between vowels that make no diphthong; pyphen has no
dictionary for it."""
_LINKED = regex.compile(r"(?:ungs|heits|keits|schafts|ions|täts|fahrts|lings|tums|ings|ens|hets|ighets|heids|teits)$")
"""What ends the first part of a compound almost surely."""
LONG = 10
"""Letters from which a word may be hyphenated at all."""
_LEAST = 4
"""Letters that a hyphen leaves on either side in display type."""


_DICTIONARIES = {"en": "en_GB", "pt": "pt_PT", "no": "nb_NO", "nb": "nb_NO", "nn": "nn_NO", "zu": "zu_ZA"}
"""Dictionaries for languages whose territories pyphen does not all know."""


class Piece(NamedTuple):
    """A stretch that stays whole, and what stands between it and the next one on the same line."""

    text: str
    glue: str
    """A space, or nothing where a script is written without."""


def phrased(locale: str) -> bool:
    """Whether lines of this language break between phrases, not between words."""
    return _language(locale) in _PHRASED


def wraps(locale: str) -> bool:
    """Whether only the typesetter's dictionary knows the words of this language."""
    return _language(locale) in _WRAPPED


@lru_cache(maxsize=4000)
def pieces(text: str, locale: str) -> tuple[tuple[Piece, ...], ...]:
    """The beats of `text` (parted by line ends), each as the pieces that stay whole.

    >>> [[p.text for p in beat] for beat in pieces("Tea for 14 hours.", "en-GB")]
    [['Tea', 'for', '14\\xa0hours.']]
    """
    return tuple(tuple(_beat(beat, locale)) for beat in tied(text).split("\n"))


def tied(text: str) -> str:
    """`text` with every figure bound to the word it counts by a no-break space."""
    return str(_COUNTED.sub(NO_BREAK, text))


def _beat(beat: str, locale: str) -> list[Piece]:
    found: list[Piece] = []
    for word in (run for run in beat.split(" ") if run):
        parts = _phrases(word, locale) if phrased(locale) else word.split(ZERO_WIDTH)
        parts = [part for part in parts if part]
        found += [Piece(part, "") for part in parts[:-1]]
        found += [Piece(part, " ") for part in parts[-1:]]
    return found


def _phrases(word: str, locale: str) -> list[str]:
    language = _language(locale)
    name = "zh-hant" if language == "zh" and regex.search(r"Hant|TW|HK|MO", locale) else _PHRASED[language]
    found: list[str] = []
    for part in (piece for run in word.split(ZERO_WIDTH) for piece in _parser(name).parse(run) if piece):
        if found and _stays(found[-1], part, language):
            found[-1] += part
        else:
            found.append(part)
    return _without_crumbs(found, language)


def _stays(before: str, after: str, language: str) -> bool:
    """Whether no line may end between the two."""
    if _OPENING.match(before[-1]) or (_CLOSING.match(after[0]) and not _OPENING.match(after[0])):
        return True
    if _RUN.match(before[-1]) and _RUN.match(after[0]):
        return True
    return before[-1].isdigit() or (language == "zh" and after in _PARTICLES)


def _without_crumbs(found: list[str], language: str) -> list[str]:
    """Chinese single characters joined to a neighbour: on their own they are words, but no line."""
    if language != "zh":
        return found
    joined: list[str] = []
    for part in found:
        closes = _letters(part) == 1 and len(part) > 1
        if joined and (len(joined[-1]) == 1 or closes):
            joined[-1] += part
        else:
            joined.append(part)
    return joined


class Seams(NamedTuple):
    """Where one word may be hyphenated."""

    display: tuple[tuple[str, str], ...]
    """Ways to part it once in a display line, best first; none where it must stay whole."""
    parts: tuple[str, ...]
    """Its parts at every hyphenation point, for running words."""


def seams(text: str, locale: str) -> dict[str, Seams]:
    """Word -> where it may be hyphenated, for words of `LONG` letters and more.

    In languages that write compounds apart a display word stays whole. A soft hyphen that the writer put in comes
    before all guesses. Seams of compounds are found by their linking letters and by Finnish vowel harmony; in Germanic
    languages hyphenation points near the middle stand in. A wrong seam in display type is worse than a word refused,
    so others get none.
    """
    found = {}
    for word in dict.fromkeys(piece.text for beat in pieces(text, locale) for piece in beat):
        parts = _hyphenated(word, locale)
        ways = _at_hyphens(word) + (_display(parts, locale, SOFT_HYPHEN in word) if len(parts) > 1 else ())
        if len(parts) > 1 or ways:
            found[word] = Seams(ways, parts)
    return found


def _hyphenated(word: str, locale: str) -> tuple[str, ...]:
    if SOFT_HYPHEN in word:
        return tuple(word.split(SOFT_HYPHEN))
    core = regex.search(rf"[\p{{L}}\p{{M}}]{{{LONG},}}", word)
    if core is None:
        return (word,)
    points = [core.start() + at for at in _points(core[0], locale)]
    edges = [0, *points, len(word)]
    return tuple(word[a:b] for a, b in pairwise(edges))


def _at_hyphens(word: str) -> tuple[tuple[str, str], ...]:
    """Ways to part a word that is written with hyphens, after each of them: `14-Stunden-` `Akku`."""
    if len(word) < LONG:
        return ()
    cuts = [found.end() for found in regex.finditer(r"(?<=[\p{L}\p{Nd}])[-‐](?=\p{L}{2})", word)]
    return tuple((word[:at], word[at:]) for at in sorted(cuts, key=lambda at: abs(2 * at - len(word))))


def _points(word: str, locale: str) -> list[int]:
    """Where `word` may be hyphenated: at least two letters before and three after."""
    if _language(locale) == "fi":
        return [at for found in _FINNISH.finditer(word) if 2 <= (at := found.start()) <= len(word) - 3]
    hyphenator = _hyphenator(locale)
    return [int(at) for at in hyphenator.positions(word)] if hyphenator else []


def _display(parts: tuple[str, ...], locale: str, written: bool) -> tuple[tuple[str, str], ...]:
    language = _language(locale)
    if not written and language not in _COMPOUNDING:
        return ()
    halves = [("".join(parts[:at]), "".join(parts[at:])) for at in range(1, len(parts))]
    fair = halves if written else [h for h in halves if min(_letters(h[0]), _letters(h[1])) >= _LEAST]
    sure = [h for h in fair if written or _LINKED.search(h[0].lower()) or _clashes(*h, language)]
    likely = [h for h in fair if h not in sure] if language in _GERMANIC and not written else []
    near = (sorted(ways, key=lambda h: abs(len(h[0]) - len(h[1]))) for ways in (sure, likely))
    return tuple(half for ways in near for half in ways)


def _clashes(left: str, right: str, language: str) -> bool:
    """Whether Finnish vowel harmony says that two words meet here: front vowels on one side, back on the other."""
    if language != "fi":
        return False
    sides = [{c in "aou" for c in part.lower() if c in "aouäöy"} for part in (left, right)]
    return sides in ([{True}, {False}], [{False}, {True}])


def _letters(text: str) -> int:
    return sum(character.isalpha() for character in text)


def _language(locale: str) -> str:
    language = locale.split("-")[0].lower()
    return "zh" if language in ("yue", "wuu") else language


@cache
def _parser(name: str) -> Any:
    import budoux

    loaders = {
        "ja": budoux.load_default_japanese_parser,
        "zh-hans": budoux.load_default_simplified_chinese_parser,
        "zh-hant": budoux.load_default_traditional_chinese_parser,
    }
    return loaders[name]()


@cache
def _hyphenator(locale: str) -> Any:
    import pyphen

    wanted = locale.replace("-", "_")
    known = next(
        (name for name in (wanted, _DICTIONARIES.get(_language(locale), "")) if name in pyphen.LANGUAGES), None
    )
    known = known or pyphen.language_fallback(wanted)
    return pyphen.Pyphen(lang=known, left=2, right=3) if known else None
