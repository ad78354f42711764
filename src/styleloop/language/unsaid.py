"""Wordings that stand in a text and are not said by it: what it denies, and what belongs to a title. Pure.

`Not the cheapest` makes no claim of being so; `kein Testsieger` neither. A quoted opinion is still told by whoever
quotes it; a quoted title (`the film “The Best of Me”`) is a name. The words that show it stand in
`data/lexicons/claims/` under `negation` and `titles`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import accumulate, pairwise
from typing import Any

from styleloop.language.lexicons import lexicon
from styleloop.language.phrases import Phrases, Word
from styleloop.language.unparted import unparted

_REACH = 4
"""Words between a denial and what it denies, and between a title and what says that it is one."""
_INSIDE = 2
"""Words of one thing between the denial that opens a clause and what is denied: `Keine lebenslange Garantie`."""
_SHORT = 5
"""Words of an answer that does nothing but deny: `It isn't.`"""
_OPENERS: Mapping[str, frozenset[str]] = {
    "en": frozenset(("not a", "not an", "not the", "not our", "not your", "this isn't a", "it's not a", "it isn't a")),
    "de": frozenset(
        ("kein", "keine", "keinen", "keiner", "das ist kein", "das ist keine", "nicht die", "nicht der", "nicht das")
    ),
    "fr": frozenset(("pas un", "pas une", "pas le", "pas la", "pas de", "pas d'", "pas l'")),
    "es": frozenset(("no es una", "no es un", "no una", "no un", "no es la", "no es el", "ni una", "ni un")),
    "it": frozenset(("non una", "non un", "non è una", "non è un", "non la", "non il", "nessuna", "nessun")),
}
_NO = frozenset(("no", "non", "nein", "nope", "nah", "nö", "nee", "いいえ", "いや"))
_NEAR, _SENTENCE = 12, 60
"""Signs behind a claim in which a denial is looked for, and a request."""
_STOPS = frozenset("。.!?！？")
_HEADS = _STOPS | frozenset(":;,–—-(")
_CLAUSES = _STOPS | frozenset(":;,–—()")
_JOINS = frozenset(
    {"and", "but", "please", "then", "und", "bitte", "aber", "et", "ne", "mais", "y", "pero", "e", "ma", "no", "non"}
)
_LONGEST_TITLE = 9
_MARKS = {'"': '"', "'": "'", "『": "』", "「": "」", "《": "》"}
_SMALL = 3
"""Words of so many letters may be small in a title: `of`, `the`."""


class Cover:
    """Stretches of a text, to be asked whether one of them holds another stretch."""

    def __init__(self, places: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(places)
        self._starts = [start for start, _ in ordered]
        self._ends = list(accumulate((end for _, end in ordered), max))

    def holds(self, start: int, end: int) -> bool:
        """Whether one of them begins at `start` or before, and ends at `end` or behind."""
        at = bisect_right(self._starts, start)
        return at > 0 and self._ends[at - 1] >= end

    def meets(self, start: int, end: int) -> bool:
        """Whether one of them shares a character with `start` to `end`."""
        at = bisect_right(self._starts, end - 1)
        return at > 0 and self._ends[at - 1] > start


def denied(words: Sequence[Word], start: int, end: int, language: str) -> bool:
    """Whether the words right before or behind `words[start:end]` deny them."""
    listed = _negation(language)
    at = start - 1
    while at >= 0 and start - at <= _REACH and words[at].forms[0] in listed.get("between", ()):
        at -= 1
    pair = f"{words[at - 1].forms[0]} {words[at].forms[0]}" if at > 0 else ""
    if at >= 0 and not {words[at].forms[0], pair}.isdisjoint(listed.get("before", ())):
        return not _asks_back(words, at, end)
    if _fragment(words, start, language):
        return True
    behind = _wordings(language, "after")
    if behind is not None and any(hit.start == 0 for hit in behind.find(words[end : end + _NEAR])):
        return True
    return _follows(words, end, language, "far", _STOPS | {"、", ","})


def _fragment(words: Sequence[Word], start: int, language: str) -> bool:
    """Whether a clause opens with a denial of the thing that `words[start]` belongs to: `Not a lifetime warranty.`

    >>> from styleloop.language.phrases import read_words
    >>> _fragment(read_words("Not a lifetime warranty.", "en"), 3, "en")
    True
    """
    openers = _OPENERS.get(language)
    if openers is None:
        return False
    head = next(
        (at + 1 for at in range(start - 1, max(-1, start - 2 - _REACH), -1) if words[at].forms[0] in _CLAUSES), 0
    )
    said = [word.forms[0] for word in words[head:start]]
    if not said or len(said) > _REACH + 1:
        return False
    end = next((at for at in (3, 2, 1) if " ".join(said[:at]) in openers and len(said) >= at), 0)
    return end > 0 and len(said) - end <= _INSIDE


def _asks_back(words: Sequence[Word], at: int, end: int) -> bool:
    """`Isn't it the best?`: a denial that opens a question says yes."""
    opens = at == 0 or words[at - 1].forms[0] in (*_STOPS, "¿")
    stop = next((word.forms[0] for word in words[end : end + _SENTENCE] if word.forms[0] in _STOPS), "")
    return opens and stop in ("?", "？")


def asked(words: Sequence[Word], end: int, language: str) -> bool:
    """Whether the rest of the sentence behind `words[:end]` asks the reader for something: 必ずお読みください."""
    return _follows(words, end, language, "asks", _STOPS)


def answered_no(words: Sequence[Word], end: int, language: str) -> bool:
    """Whether the sentence of `words[:end]` is a question, and what follows says no or sends the reader elsewhere.

    `The best chair in the world? Probably not.` `最高のソファ？それは、猫に聞いてください。`
    """
    rest = words[end : end + _SENTENCE]
    stop = next((at for at, word in enumerate(rest) if word.forms[0] in _STOPS), None)
    if stop is None or rest[stop].forms[0] not in ("?", "？"):
        return False
    answer = words[end + stop + 1 : end + stop + 1 + _SENTENCE]
    if _wished(words, end, language) and not _given(answer, language):
        return True
    if _nobody_can(answer, language) or _says_no(answer, language):
        return True
    wordings = _wordings(language, "answers")
    if wordings is not None and any(hit.start == 0 for hit in wordings.find(answer[:_NEAR])):
        return True
    return _follows(answer, 0, language, "elsewhere", _STOPS)


def _says_no(answer: Sequence[Word], language: str) -> bool:
    """Whether an answer opens with a bare no, or does nothing but deny: `No: it weighs 11 kg.`, `Il ne l'est pas.`"""
    if answer and answer[0].forms[0] in _NO and (len(answer) == 1 or not answer[1].forms[0][0].isalnum()):
        return True
    stop = next((at for at, word in enumerate(answer) if word.forms[0] in _STOPS), len(answer))
    denials = {*_negation(language).get("before", ()), "isn't", "nicht"}
    return 0 < stop <= _SHORT and any(word.forms[0] in denials for word in answer[:stop])


def _wished(words: Sequence[Word], end: int, language: str) -> bool:
    """Whether the question that ends behind `end` only asks who wants it: `Who wants the fastest mower?`"""
    wishes = _denials(language, "wishes")
    start = max((at + 1 for at in range(end) if words[at].forms[0] in _STOPS), default=0)
    return wishes is not None and any(hit.start <= 1 for hit in wishes.find(words[start:end]))


def _given(answer: Sequence[Word], language: str) -> bool:
    """Whether the answer hands over what was asked for: `Here it is.`"""
    gives = _denials(language, "gives")
    return gives is None or not answer or bool(gives.find(answer[:_NEAR]))


def _nobody_can(answer: Sequence[Word], language: str) -> bool:
    """Whether the sentence of the answer says that nobody can promise it."""
    nobody, promise = _denials(language, "nobody"), _denials(language, "promise")
    stop = next((at for at, word in enumerate(answer) if word.forms[0] in _STOPS), len(answer))
    said = answer[:stop]
    return nobody is not None and promise is not None and bool(nobody.find(said)) and bool(promise.find(said))


def instructs(words: Sequence[Word], start: int, end: int, language: str) -> bool:
    """Whether `words[start:end]`, a never or an always, opens an instruction: `Never leave the candle unattended.`

    It stands at the head of a clause, and a verb as instructions have it follows, or ends the clause in German.
    """
    orders = _denials(language, "orders")
    head = start == 0 or words[start - 1].forms[0] in _HEADS or words[start - 1].forms[0] in _JOINS
    if orders is None or not head or end - start > 1:
        return False
    rest = words[end : end + _SENTENCE]
    stop = next((at for at, word in enumerate(rest) if word.forms[0] in _CLAUSES), len(rest))
    if language == "de":
        return stop > 0 and any(hit.start == stop - 1 for hit in orders.find(rest[:stop]))
    return any(hit.start == 0 for hit in orders.find(rest[:1]))


def _follows(words: Sequence[Word], end: int, language: str, name: str, stops: frozenset[str]) -> bool:
    """Whether a wording of that list stands behind, before the next of `stops`."""
    wordings = _wordings(language, name)
    if wordings is None:
        return False
    rest = words[end : end + _SENTENCE]
    stop = next((at for at, word in enumerate(rest) if word.forms[0] in stops), len(rest))
    asks_back = stop > 0 and rest[stop - 1].forms[0] == "か"  # 最高ではありませんか
    return not (asks_back and name == "far") and bool(wordings.find(rest[:stop]))


def titles(words: Sequence[Word], language: str) -> Cover:
    """Where quoted titles stand, in word indices."""
    cues = _cues(language)
    if cues is None:
        return Cover(())
    marks = [at for at, word in enumerate(words) if word.forms[0] in _CLOSING or word.forms[0] in _MARKS]
    pairs = [(a, b) for a, b in pairwise(marks) if _quotes(words, a, b) and _named_so(words, a, b, language == "en")]
    if not pairs:
        return Cover(())
    spots = [hit.start for hit in cues.find(words)]
    reach = _REACH * 2 if _signs(language) else _REACH
    return Cover((a, b) for a, b in pairs if _meet(spots, a - reach, a) or _meet(spots, b + 1, b + 1 + reach))


def _meet(spots: Sequence[int], start: int, end: int) -> bool:
    at = bisect_left(spots, start)
    return at < len(spots) and spots[at] < end


_CLOSING = frozenset(_MARKS.values())


def _quotes(words: Sequence[Word], start: int, end: int) -> bool:
    opening = words[start].forms[0]
    if _MARKS.get(opening) != words[end].forms[0] or end - start < 2:
        return False
    glued = words[start].end == words[start + 1].start and words[end - 1].end == words[end].start
    apart = start == 0 or words[start - 1].end < words[start].start
    return glued and (apart or opening not in ("'", '"'))


def _named_so(words: Sequence[Word], start: int, end: int, capitals: bool) -> bool:
    """Whether what is quoted is written as titles are: a few words, with capitals where titles have them."""
    inside = [word.raw for word in words[start + 1 : end] if word.raw[0].isalnum()]
    if any(unparted(raw) for raw in inside):
        return end - start <= _LONGEST_TITLE * 3
    if len(inside) > _LONGEST_TITLE or not inside or inside[0][0].islower():
        return False
    return not capitals or all(not raw[0].islower() or len(raw) <= _SMALL for raw in inside)


def _negation(language: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = lexicon("claims", language).get("negation", {})
    return found


@cache
def _wordings(language: str, name: str) -> Phrases[bool] | None:
    listed = _negation(language).get(name, ())
    return Phrases((wording, True) for wording in listed) if listed else None


@cache
def _denials(language: str, name: str) -> Phrases[bool] | None:
    listed = lexicon("denials", language).get(name, ())
    return Phrases((wording, True) for wording in listed) if listed else None


@cache
def _cues(language: str) -> Phrases[bool] | None:
    listed = lexicon("claims", language).get("titles", {}).get("cues", ())
    return Phrases((wording, True) for wording in listed) if listed else None


def _signs(language: str) -> bool:
    return bool(lexicon("numbers", language).get("signs"))
