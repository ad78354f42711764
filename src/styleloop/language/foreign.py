"""Words of another language than the one that is wanted, in a text that has no source to be held against. Pure.

`tongue.rather` asks a question that a translation answers; a lone line of advertising is shorter, and full of names,
loanwords and slogans. So a language must first show itself by its small words (`data/lexicons/tongues/`), and the
wanted one must not. Scripts decide alone where they differ. Quotations, addresses, hashtags and names stay unjudged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

import regex  # type: ignore[import-untyped]

from styleloop.language.foreign_runs import latin, run
from styleloop.language.lexicons import languages, lexicon
from styleloop.language.locales import script_of
from styleloop.language.placeholders import without
from styleloop.language.segment import sentence_pieces
from styleloop.language.tongue import in_script, rather

FEWEST = 4
"""Words of a sentence that can be judged by its small words."""
TELLING = 2
"""Different small words of another language that it takes, with none of the wanted one."""
_FEWEST_HALVED, _MOST_HALVED = 4, 40
"""Words of a sentence whose halves are looked at apart."""
SCRIPT_LETTERS = 5
"""Letters of another script that make more than a name."""
_SHORT = 10
"""Letters of a text that is judged by the model where a word of the other language agrees, and none of its own."""
LONGEST = 2_000
"""Characters of a text whose language is asked for as a whole; of longer ones each sentence alone."""
_ASKED = ("en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "pl", "cs", "fi", "hu", "ro", "tr")

_WORD = regex.compile(r"[\p{L}\p{M}]+")
_OUTSIDE = regex.compile(
    r"(?:https?://|www\.)\S+|[\w.+-]{1,64}+@[\w.-]{1,200}|[#@][\w.]+|&\w+;|“[^”\n]{1,200}”|„[^“”\n]{1,200}[“”]|«[^»\n]{1,200}»"
    r"|»[^«\n]{1,200}«|\"[^\"\n]{1,200}\"|‘[^’\n]{1,200}’|「[^」\n]{1,200}」|『[^』\n]{1,200}』"
)
_SCRIPTS = {
    name: regex.compile(rf"\p{{{name}}}")
    for name in ("Cyrillic", "Greek", "Arabic", "Hebrew", "Hangul", "Thai", "Devanagari", "Hiragana", "Katakana", "Han")
}
_HOME = {
    "Cyrl": {"Cyrillic"}, "Grek": {"Greek"}, "Arab": {"Arabic"}, "Hebr": {"Hebrew"}, "Kore": {"Hangul", "Han"},
    "Thai": {"Thai"}, "Deva": {"Devanagari"}, "Jpan": {"Hiragana", "Katakana", "Han"}, "Hans": {"Han"},
    "Hant": {"Han"},
}  # fmt: skip
_LETTER = regex.compile(r"\p{L}")
_KANA = regex.compile(r"[\p{Hiragana}\p{Katakana}]")
_SIMPLIFIED = regex.compile(
    "[们这说吗对让时见东车门问间专业买卖选优惠购为华尔书长贝页风飞马鸟鱼龙亚岁产气汉语谢请谁调该认识读写试验质货费资质赠钱银铁"
    "户场块坏应张异环现电脑网络给红绿蓝纸细结绝统经线级维综织欢迎边过还进远连适运达动务劳势单压厂历厅厨发变号听启员响团园围]"
)
"""Letters that Chinese writes and Japanese does not."""
_ONLY_CHINESE = regex.compile("[你您妳這這們嗎呢吧很喝讓個對沒没還麼么嘛啦哪谁誰咱啥她它]")
"""Chinese words that no Japanese text without kana has; the letters are the same in Taiwan or known there."""
_SMALL_CHINESE = regex.compile("[的了給给是在我也都把被就和不]")
"""Chinese small words whose letters Japanese knows from compounds."""
_CLAUSE = regex.compile(r"[^。！？!?\n]+")
_LONG_CLAUSE = 8


class Foreign(NamedTuple):
    """Characters `start` to `end`, and the language (or the script) they are in."""

    start: int
    end: int
    language: str
    why: str
    """What shows it, for people."""


def foreign(text: str, locale: str) -> tuple[Foreign, ...]:
    """Stretches of `text` in another language than that of `locale`, in order; empty where that cannot be told.

    Args:
        text: as written. Placeholders, tags, addresses and quotations are left out.
        locale: BCP 47 of the market.
    """
    plain = _blanked(text)
    if not plain.strip():
        return ()
    by_script = _in_another_script(plain, locale)
    if by_script is not None:
        return (by_script,)
    wanted = locale.split("-")[0].lower()
    if script_of(locale) != "Latn":
        own = in_script(plain, locale) or 0.0
        if own >= 0.3 or (own and wanted == "ja"):
            return tuple(Foreign(one.start, one.end, one.language, _told(one.shows)) for one in latin(plain))
    elif wanted not in languages("tongues"):
        return ()
    pieces = [(p.text, p.start) for p in sentence_pieces(plain, "en")]
    found = [one for said, at in pieces for one in _piece(said, at, wanted, len(pieces) > 1)]
    return tuple(_joined(found, text)) or tuple(_whole(plain, wanted))


def _piece(said: str, at: int, wanted: str, among: bool) -> Iterator[Foreign]:
    """What is foreign of one sentence: all of it, its other half, or a stretch in its midst."""
    whole = _sentence(said, at, wanted) or _half(said, at, wanted)
    if whole is not None:
        yield whole
    elif (stretch := run(said, wanted)) is not None:
        yield Foreign(at + stretch.start, at + stretch.end, stretch.language, _told(stretch.shows))
    elif among:
        yield from (one._replace(start=at + one.start, end=at + one.end) for one in _whole(said, wanted))


def _told(shows: Sequence[str]) -> str:
    return ", ".join(f"“{word}”" for word in shows)


def calls(text: str, locale: str) -> tuple[Foreign, ...]:
    """Words of a button in another language (`shop now` in Spanish), wherever they stand."""
    wanted = locale.split("-")[0].lower()
    if wanted not in languages("tongues"):
        return ()
    folded = text.lower().replace("’", "'")
    if len(folded) != len(text):
        return ()
    own = _calls_of(wanted)
    return tuple(
        Foreign(found.start(), found.end(), _whose(found[0]), f"“{text[found.start() : found.end()]}” is a button")
        for found in _every_call().finditer(folded)
        if found[0] not in own and _whose(found[0]) != wanted
    )


def _blanked(text: str) -> str:
    return str(_OUTSIDE.sub(lambda found: " " * len(found[0]), without(text)))


def _in_another_script(plain: str, locale: str) -> Foreign | None:
    """All of it, where most letters are of a script that the language is not written in."""
    home = _HOME.get(script_of(locale), {"Latin"})
    if plain.isascii():
        return None
    letters = len(_LETTER.findall(plain))
    counted = {name: len(pattern.findall(plain)) for name, pattern in _SCRIPTS.items() if name not in home}
    other = max(counted, key=lambda name: (counted[name], name))
    strange = sum(counted.values())
    if strange >= SCRIPT_LETTERS and strange > 0.6 * letters:
        return _all(plain, other, f"{strange} of {letters} letters are {other} and the like")
    if script_of(locale) == "Jpan":
        for found in _CLAUSE.finditer(plain):
            shows = _chinese(found[0])
            if shows:
                start, end = found.span()
                return Foreign(start, end, "Chinese", f"it has {', '.join(shows)} and no kana")
    return None


def _chinese(clause: str) -> list[str]:
    """The letters by which a clause shows that it is Chinese; none where it has kana, or may be Japanese as well."""
    if not clause or _KANA.search(clause):
        return []
    simplified, only = set(_SIMPLIFIED.findall(clause)), set(_ONLY_CHINESE.findall(clause))
    small = set(_SMALL_CHINESE.findall(clause))
    shows = sorted(simplified | only | small)
    twice = clause.count("的") > 1
    enough = len(simplified | only) > 1 or ((simplified or only) and small) or (twice and len(clause) >= _LONG_CLAUSE)
    return shows if enough else []


def _all(plain: str, language: str, why: str) -> Foreign:
    start = len(plain) - len(plain.lstrip())
    return Foreign(start, len(plain.rstrip()), language, why)


def _sentence(said: str, at: int, wanted: str) -> Foreign | None:
    written = _WORD.findall(said)
    words = [word.lower() for word in written]
    best, shown = _best(words, wanted)
    if len(shown) < TELLING:
        return None
    theirs, mine = _known(best), _known(wanted)
    own = sum(word in mine and word not in theirs for word in words)
    hits = sum(word in shown for word in words)
    few = hits > 3 * own or (hits > 2 * own and rather(said, wanted, (best,)) == best)
    title = len(shown) < 3 and not any(w.islower() and w not in _small(best) for w in written)
    short = len(words) < FEWEST and not all(word in theirs for word in words)
    if not few or short or (title and len(words) >= FEWEST) or hits * 8 < len(words):
        return None
    start = at + len(said) - len(said.lstrip())
    told = ", ".join(f"“{word}”" for word in sorted(shown)[:4])
    return Foreign(start, at + len(said.rstrip()), best, told)


def _half(said: str, at: int, wanted: str) -> Foreign | None:
    """What stands before or behind an `and` or `or`, where it is in another language than the rest."""
    written = list(_WORD.finditer(said))
    if not _FEWEST_HALVED <= len(written) <= _MOST_HALVED:
        return None
    words = [found[0].lower() for found in written]
    for number, word in enumerate(words):
        for language in _joining().get(word, ()):
            for first, last in ((number, len(words)), (0, number)) if language == wanted else ((number, len(words)),):
                own = (number + 1, last) if first == number else (first, last)
                if _other_half(words[own[0] : own[1]], written[own[0] : own[1]], said, wanted, language):
                    start, end = written[first].start(), written[last - 1].end()
                    other = language if language != wanted else "another"
                    return Foreign(at + start, at + end, other, f"“{said[start:end]}” beside words of the market's")
    return None


def _other_half(words: Sequence[str], written: Sequence[Any], said: str, wanted: str, language: str) -> bool:
    """Whether these words show another language, and none of them the wanted one."""
    mine = _known(wanted)
    if len(words) < 2 or any(word in mine for word in words) or not any(found[0].islower() for found in written):
        return False
    if "\n" in said[written[0].start() : written[-1].end()]:
        return False
    joined = " ".join(words)
    theirs = {o for o in languages("tongues") if o != wanted} if language == wanted else {language}
    if any(joined.startswith(call) for o in theirs for call in _calls_of(o)):
        return True
    listed = max(sum(word in _known(o) for word in words) for o in sorted(theirs))
    short = language != wanted and len(min(_joins_of(language), key=len)) == 1
    sure = language != wanted and not short
    return listed >= 2 + short or (listed >= 1 and sure and bool(rather(joined, wanted, sorted(theirs), _SHORT)))


def _best(words: Sequence[str], wanted: str) -> tuple[str, frozenset[str]]:
    """The language with most different telling words that are not the wanted one's."""
    mine = _known(wanted)
    counted: dict[str, set[str]] = {}
    for word in words:
        language = _tells().get(word, "")
        if language and language != wanted and word not in mine:
            counted.setdefault(language, set()).add(word)
    best = max(counted, key=lambda language: (len(counted[language]), language), default="")
    return best, frozenset(counted.get(best, ()))


def _whole(plain: str, wanted: str) -> Iterator[Foreign]:
    """All of a text that has no small word of its own, where the model is sure and another language's word agrees."""
    written = _WORD.findall(plain[:LONGEST])
    words = [word.lower() for word in written]
    fewest = 3 if wanted in languages("tongues") else FEWEST  # elsewhere Latin letters are a fashion
    if len(plain) > LONGEST or len(words) < fewest:
        return
    best = rather(plain, wanted, languages("tongues"), _SHORT) or rather(plain, wanted, _ASKED)
    theirs, mine = _known(best), _known(wanted)
    listed = sum(word in theirs for word in words)
    content = sum(word.islower() and len(word) > 2 and word not in _small(best) for word in written)
    own = any(word in mine and word not in theirs for word in words)
    if best and not own and content and (listed or (content >= FEWEST and best == rather(plain, wanted, _ASKED))):
        yield _all(plain, best, "none of its small words is the market's")


def _joined(found: Sequence[Foreign], text: str) -> Iterator[Foreign]:
    """Neighbouring sentences in one language as one."""
    held: Foreign | None = None
    for one in found:
        if held is not None and held.language == one.language and not text[held.end : one.start].strip():
            held = held._replace(end=one.end)
            continue
        if held is not None:
            yield held
        held = one
    if held is not None:
        yield held


@cache
def _tells() -> dict[str, str]:
    """Word -> the one language that lists it as telling."""
    listed = {language: _listed(language, "sure", "sold") for language in languages("tongues")}
    shared = Counter(word for words in listed.values() for word in words)
    return {word: language for language, words in listed.items() for word in words if shared[word] == 1}


@cache
def _known(language: str) -> frozenset[str]:
    """Every listed word of a language."""
    return _listed(language, "sure", "sold", "weak")


@cache
def _small(language: str) -> frozenset[str]:
    return _listed(language, "sure", "weak")


def _listed(language: str, *parts: str) -> frozenset[str]:
    listed = lexicon("tongues", language)
    return frozenset(word for part in parts for word in listed.get(part, ()))


@cache
def _calls_of(language: str) -> frozenset[str]:
    return frozenset(lexicon("tongues", language)["calls"])


@cache
def _joins_of(language: str) -> frozenset[str]:
    return frozenset(lexicon("tongues", language)["joins"])


@cache
def _joining() -> dict[str, tuple[str, ...]]:
    """`and` -> the languages in which it joins."""
    every = {word for language in languages("tongues") for word in _joins_of(language)}
    return {w: tuple(o for o in languages("tongues") if w in _joins_of(o)) for w in sorted(every)}


@cache
def _every_call() -> regex.Pattern[str]:
    every = {call for language in languages("tongues") for call in _calls_of(language) if " " in call}
    return regex.compile(rf"(?<!\w)(?:{'|'.join(map(regex.escape, sorted(every, key=len, reverse=True)))})(?!\w)")


def _whose(call: str) -> str:
    return next(language for language in languages("tongues") if call in _calls_of(language))
