"""Which words of a text can be held against a dictionary, and which right word a wrong one is a slip away from. Pure.

A dictionary knows words; a text is full of what is none: addresses, tags, names, models, abbreviations. What is no word
of the language is left out here, once for every language.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from string import ascii_lowercase
from typing import NamedTuple

import regex  # type: ignore[import-untyped]

from styleloop.language.accents import unaccented
from styleloop.language.placeholders import placeholders
from styleloop.language.segment import has_words, sentence_pieces
from styleloop.language.spans import covered

FEWEST = 4
"""Letters of a word that is judged; of three, only two that changed places (`teh`) tell a slip from an abbreviation."""
FEWEST_NAMED = 5
"""Letters of one that may be a name."""
FEWEST_TITLED = 7
"""Letters of a word of a title with a letter too many or too few."""
LONGEST = 60
PART = 3
"""Least letters of a word that is asked for, and of each part of a compound."""
_ENGLISH_PART = 4
"""The same in English, which writes few words in one and none with a letter between: `dis+craces`."""
_TITLED = 0.6
"""Share of capitals among a sentence's words of four letters and more that makes it a title."""
_FEWEST_TITLED = 3

_TOKEN = regex.compile(r"[\p{L}\p{M}\u00ad\u200c\u200d]+(?:['’][\p{L}\p{M}\u00ad]+)*")
_BESIDE = regex.compile(r"[\p{N}_@#/\\&=*]")
"""Signs that make what they touch no word: `4K`, `B2B`, `e_mail`."""
_OUTSIDE = regex.compile(
    r"(?:https?://|www\.)\S+|[\w.+-]{1,64}+@[\w.-]{1,200}|[#@＃][\w.]+|&\w+;|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b(?:/\S*)?"
)
_LEADING = {
    "fr": r"l|d|j|m|t|s|c|n|qu|jusqu|lorsqu|puisqu|quoiqu|quelqu|presqu|entr",
    "it": r"l|d|m|t|s|c|v|n|un|dell|all|dall|nell|sull|coll|quell|quest|bell|sant|dov|com|cos|anch|tutt|senz|mezz|nient"
    r"|degl|agl|gl|ciascun|nessun|qualcun|alcun|buon|grand|pover|vent|trent|quarant|cinquant|quant|cent|mill|pres",
    "ca": r"l|d|m|t|s|n",
}
_ELISION: Mapping[str, regex.Pattern[str]] = {
    language: regex.compile(rf"(?:{listed})['’]", regex.I) for language, listed in _LEADING.items()
}
_ENCLITIC = regex.compile(r"['’](?:s|ll|ve|re|d|m|es|em)?$", regex.I)
_BEHIND = {
    "es": regex.compile(r"(?<=[aeiouáéíóúnrd])(?:(?:me|te|se|nos|os)?(?:l[oae]s?)|me|te|se|nos|os)$"),
    "pt": regex.compile(r"-(?:me|te|se|nos|vos|lhes?|[ln]?[oa]s?)$"),
}
"""Pronouns that are written on to verbs, with an accent that the verb alone does not have: `organízalas`."""
_PREFIXES = regex.compile(
    "(?:anti|auto|bio|contra|counter|cripto|crypto|krypto|ciber|cyber|eco|extra|geo|hiper|hyper|infra|inter|intra|macro"
    "|makro|maxi|mega|meta|micro|mikro|mini|mono|multi|nano|neo|non|para|pluri|poli|poly|post|pre|pré|pro|pseudo|re|ré"
    "|semi|sub|super|supra|tele|télé|trans|ultra|un|über|unter|vor|wieder)-?(?=\\p{L}{4})"
)
"""What is set before words of its language at will."""
_COMPOUNDING = frozenset({"da", "de", "en", "fi", "hu", "nb", "nl", "nn", "no", "sv"})
_LOAN_ENDINGS = ("s", "n", "e", "t", "en", "er", "st", "em", "es", "te", "ten", "ern", "end", "ing")
_NOUNS = frozenset({"de", "lb"})
"""Languages in which a capital says noun, not name."""
_SOUNDS = ("aeiouy", "ckqsxz", "bfpvw", "dt", "mn", "ghj", "lr")
_KEYS = "qwas wesd erdf rtfg tygh yuhj uijk iokl opl asz sdzx dfxc fgcv ghvb hjbn jknm"
_NEAR = (*_SOUNDS, *_KEYS.split())
"""Letters that are taken for one another: they sound alike, or are neighbours on a keyboard."""
_BARE_CAPITALS = frozenset({"fr", "es", "it", "pt", "ca", "el"})
"""Languages whose capitals often go without accents."""


class Word(NamedTuple):
    """A word of a text that may be asked for: `text[start:end]`, and the ways in which a dictionary may have it."""

    start: int
    end: int
    ways: tuple[str, ...]
    """The likeliest first: without what clings to it."""
    named: bool
    """Whether it is written as names are too."""
    loud: bool
    """Whether it is all in capitals."""
    titled: bool = False
    """Whether it stands in a title, where every word, and so a name too, is written large."""


def words_to_spell(text: str, locale: str, aside: Sequence[tuple[int, int]] = ()) -> Iterator[Word]:
    """Every word of `text` that is a word of its language, as far as its looks tell.

    Args:
        text: as written.
        locale: BCP 47 of the text; nothing is read of languages written without spaces.
        aside: places (start, end) that are left out besides.
    """
    if not has_words(locale):
        return
    language = locale.split("-")[0].lower()
    outside = [found.span() for found in _OUTSIDE.finditer(text)] + [(p.start, p.end) for p in placeholders(text)]
    hidden = covered([*outside, *aside], len(text))
    for sentence in sentence_pieces(text, locale):
        tokens = _TOKEN.finditer(text, sentence.start, sentence.end)
        found = [token for token in tokens if not any(hidden[token.start() : token.end()])]
        long = [token[0] for token in found if len(token[0]) >= FEWEST]
        loud = sum(word.isupper() for word in long) * 2 > len(long)
        titled = _titled(long, language)
        for at, token in enumerate(found):
            opens = titled or at == 0 or _opens(text, token.start())
            if not _no_word(text, token.start(), token.end()):
                words = _word(text, token.start(), token.end(), language, opens, loud)
                yield from (word._replace(titled=titled and word.named) for word in words)


def _titled(long: Sequence[str], language: str) -> bool:
    """Whether words are written large because the line is a title."""
    capitals = sum(word[0].isupper() for word in long)
    return language == "en" and len(long) >= _FEWEST_TITLED and capitals >= _TITLED * len(long)


def _no_word(text: str, start: int, end: int) -> bool:
    """Whether what stands beside it makes it part of a model, an address, or an article cut off before a quotation."""
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    return bool(_BESIDE.match(before) or _BESIDE.match(after)) or after in ("'", "’")


def _opens(text: str, start: int) -> bool:
    """Whether a word stands where a common one may be written large too: behind a colon, a quotation mark, a bullet."""
    before = text[:start].rstrip()[-1:]
    return not before or before in ':“„«»"‘(–—-•·|/…>.!?'


def _word(text: str, start: int, end: int, language: str, opens: bool, loud: bool) -> Iterator[Word]:
    written = text[start:end].replace("’", "'")
    lead, stop = _bare(written, language)
    token, core = _plain(written), _plain(written[lead:stop])
    letters = core.replace("'", "")
    capitals = sum(char.isupper() for char in letters)
    all_capitals = capitals > 1 and letters.isupper()
    if not PART <= len(letters) <= LONGEST or (capitals and not letters[0].isupper()):
        return
    if capitals > 1 and not (all_capitals and loud):
        return  # an abbreviation, or a name like PowerPoint
    if capitals == 1 and not opens and language not in _NOUNS:
        return
    ways = [core.lower() if all_capitals else core, token, core + "." if text[end : end + 1] == "." else core]
    if "-" in (text[max(0, start - 1) : start], text[end : end + 1]):
        ways += [core.rstrip("s"), core.capitalize()]  # `Sicherheits- und ...`, `...-Erweiterung`
    if behind := _BEHIND.get(language):
        verb = behind.sub("", core)
        ways += [verb, unaccented(verb)]
    yield Word(start + lead, start + stop, tuple(dict.fromkeys(ways)), bool(capitals), all_capitals)


def _plain(written: str) -> str:
    """Letters as dictionaries have them, without signs that only say where a line may break."""
    return unicodedata.normalize("NFC", regex.sub("[\u00ad\u200c\u200d]", "", written))


def _bare(token: str, language: str) -> tuple[int, int]:
    """Where a word begins and ends without an article shortened in front of it, or a verb or an s behind."""
    start, elision = 0, _ELISION.get(language)
    while elision and (led := elision.match(token, start)) and led.end() < len(token):
        start = led.end()
    cling = _ENCLITIC.search(token, start)
    return start, cling.start() if cling else len(token)


def known(word: Word, language: str, knows: Callable[[str], bool], lends: Callable[[str], bool] | None = None) -> bool:
    """Whether a dictionary has a word in one of its ways, as two in one, or with something before it.

    Args:
        word: which.
        language: of the text.
        knows: whether the dictionary of that language has a word.
        lends: whether that of English has it, from which all others borrow; None in English.
    """
    if any(knows(way) or knows(way.lower()) or knows(way[:1].upper() + way[1:]) for way in word.ways):
        return True
    small = word.ways[0].lower()
    if (before := _PREFIXES.match(small)) and any(_has(rest, knows) for rest in _undoubled(small[before.end() :])):
        return True
    if lends is not None and _borrowed(word, lends):
        return True
    return language in _COMPOUNDING and _compound(small, language, knows, lends or knows)


def _undoubled(rest: str) -> tuple[str, ...]:
    return (rest, rest[1:]) if rest[:2] in ("rr", "ss") else (rest,)


def _borrowed(word: Word, knows: Callable[[str], bool]) -> bool:
    """Whether it is an English word, with an ending of another language perhaps (`Trackern`, `gehostet`)."""
    for way in dict.fromkeys((word.ways[0], word.ways[0].lower())):
        stems = [way, *(way[: -len(end)] for end in _LOAN_ENDINGS if way.endswith(end))]
        stems += [stem[2:] for stem in stems if stem.startswith("ge")]
        if any(len(stem) >= FEWEST and (knows(stem) or knows(stem + "e") or _single(stem, knows)) for stem in stems):
            return True
    return len(word.ways[0]) <= FEWEST and knows(word.ways[0])


def _single(stem: str, knows: Callable[[str], bool]) -> bool:
    return stem[-1] == stem[-2] and knows(stem[:-1])


def _has(word: str, knows: Callable[[str], bool]) -> bool:
    return knows(word) or knows(word.capitalize())


def _compound(small: str, language: str, knows: Callable[[str], bool], lends: Callable[[str], bool]) -> bool:
    """Whether a word is two in one (`Werbeblocker`), a linking s or n between allowed; one of them may be borrowed."""
    least, links = (_ENGLISH_PART, "") if language == "en" else (PART, "sn")
    for cut in range(least, len(small) - least + 1):
        left, right = small[:cut], small[cut:]
        ends = _has(right, knows)
        if ends or lends(right) or (right[-1] in "sn" and lends(right[:-1])):
            bare = (left, left[:-1]) if len(left) > least and left[-1] in links else (left,)
            if any(_has(one, knows) or (ends and lends(one)) for one in bare):
                return True
    return False


def slips(word: Word, language: str, suggestions: Sequence[str]) -> tuple[str, ...]:
    """The suggested words that `word` is one slip of the hand or the ear away from.

    A slip is one letter too many or too few, one of the same sound or the next key, two letters that changed places, or
    accents, however many. At its end a word may have an ending that the dictionary lacks: there only a letter doubled
    in vain is a slip; the first letter is seldom wrong (Pollock and Zamora 1984). What may be a name has to be longer.
    Capitals without accents are no slip where they often go without.
    """
    asked = word.ways[0]
    if len(asked) < (FEWEST_NAMED if word.named else PART):
        return ()
    whole = [right for right in suggestions if not set(" -'") & (set(right) - set(asked))]
    return tuple(right for right in whole if _slip(asked.lower(), right.lower(), word, language))


def title_slips(word: Word, knows: Callable[[str], bool]) -> tuple[str, ...]:
    """Words a slip away from one in a title, where as many are names as are not.

    Two letters that changed places; in long words also one too many or too few inside. Never a name, for which another
    name is no slip.
    """
    small = word.ways[0].lower()
    inside = range(1, len(small) - 1)
    tries = [small[:at] + small[at + 1] + small[at] + small[at + 2 :] for at in inside]
    if len(small) < FEWEST_NAMED:
        return ()
    if len(small) >= FEWEST_TITLED:
        tries += [small[:at] + small[at + 1 :] for at in inside]
        tries += [small[:at] + letter + small[at:] for at in (*inside, len(small) - 1) for letter in ascii_lowercase]
    return tuple(dict.fromkeys(right for right in tries if right != small and knows(right)))


def _slip(one: str, other: str, word: Word, language: str) -> bool:
    plain, wanted = unaccented(one), unaccented(other)
    if plain == wanted:
        return one != other and not (word.loud and language in _BARE_CAPITALS)
    if plain[0] != wanted[0]:
        return not word.named and _swapped(plain, wanted)
    return _swapped(plain, wanted) or (len(one) >= FEWEST and _one_apart(plain, wanted))


def _swapped(one: str, other: str) -> bool:
    apart = [at for at in range(len(one)) if one[at] != other[at]] if len(one) == len(other) else []
    return len(apart) == 2 and apart[1] == apart[0] + 1 and sorted(one) == sorted(other)


def _one_apart(one: str, other: str) -> bool:
    """One letter too many, too few or another (Damerau 1964), as `slips` has it."""
    longer, shorter = (one, other) if len(one) >= len(other) else (other, one)
    if len(longer) - len(shorter) > 1:
        return False
    head = next((at for at, (a, b) in enumerate(zip(longer, shorter, strict=False)) if a != b), len(shorter))
    last = head >= len(longer) - 1
    if len(longer) > len(shorter):
        return longer[head + 1 :] == shorter[head:] and (not last or (longer is one and longer[-1] == longer[-2]))
    near = any(one[head] in row and other[head] in row for row in _NEAR)
    return near and not last and one[head + 1 :] == other[head + 1 :]


def cased(right: str, like: str) -> str:
    """`right` with the capitals of `like`: all, the first, or its own."""
    if len(like) > 1 and like.isupper():
        return right.upper()
    return right[:1].upper() + right[1:] if like[:1].isupper() else right
