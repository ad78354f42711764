"""Sentences of everyday life, which claim nothing of what is sold: `My grandmother never weighed the flour`. Pure.

What shows them stands in `data/lexicons/everyday/`: people who are spoken of, sayings put into somebody's mouth,
greetings, meetings, questions that ask the reader for something of his own, and requests to share it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from styleloop.language.lexicons import lexicon
from styleloop.language.phrases import Phrases, Word
from styleloop.language.unparted import unparted

_STOPS = frozenset("。.!?！？…")
_CLAUSES = _STOPS | frozenset(":;–—(：")
_SENTENCE = 60
"""Words before and behind in which a sentence must begin and end; a longer one is no talk of daily life."""
_NEAR = 1
"""Words behind a superlative in which the thing is looked for that it is said of."""
_FRAGMENT = 4
_REACH, _SIGNS = 3, 10
"""Words, and in Japanese signs, between a person and what is said of him."""
_SUPERLATIVE = frozenset({"superlative", "comparison"})
_ASKED = _SUPERLATIVE | {"absolute"}


def everyday(kind: str, words: Sequence[Word], start: int, end: int, language: str) -> bool:
    """Whether the sentence around `words[start:end]`, which looks like a claim of `kind`, only tells of daily life."""
    if kind not in _ASKED or not lexicon("everyday", language):
        return False
    back, behind = max(0, start - _SENTENCE), min(len(words), end + _SENTENCE)
    first = next((at + 1 for at in range(start - 1, back - 1, -1) if words[at].forms[0] in _STOPS), back)
    last = next((at for at in range(end, behind) if words[at].forms[0] in _STOPS), behind)
    if first == back > 0 or (last == behind < len(words)):
        return False
    sentence = words[first:last]
    here = (start - first, end - first)
    if kind == "absolute" and _of_life(sentence, here, language):
        return True
    if kind in _SUPERLATIVE and _shared(sentence, here, language):
        return True
    if kind != "comparison" and _idle(sentence, here, language):
        return True
    question = last < len(words) and words[last].forms[0] in ("?", "？")
    return _asks(kind, sentence, question, words[last + 1 : last + 1 + _SENTENCE], language)


def _of_life(sentence: Sequence[Word], here: tuple[int, int], language: str) -> bool:
    start, end = here
    reach = _SIGNS if unparted(sentence[start].raw) else _REACH
    for hit in _find("persons", sentence[:start], language):
        between = sentence[hit[1] : start]
        if len(between) <= reach and not any(word.forms[0] in _CLAUSES for word in between):
            return True
    if any(at > end - 1 for at, _ in _find("told", sentence, language)):
        return True
    if any(at <= 1 for at, _ in _find("greetings", sentence, language)):
        return True
    return sentence[start].forms[0] not in _adverbs(language) and bool(_find("meetings", sentence, language))


def _idle(sentence: Sequence[Word], here: tuple[int, int], language: str) -> bool:
    """Whether it is said of what nobody sells: `the cheapest seats have the best gossip`, `every story`."""
    start, end = here
    if sentence[start].forms[0] in _adverbs(language):
        return False
    near = _SIGNS - 3 if unparted(sentence[start].raw) else _NEAR
    marks = _CLAUSES | {","}
    stop = next((at for at in range(end, min(end + near, len(sentence))) if sentence[at].forms[0] in marks), None)
    at = start - 1 if start and _graded(sentence[start : start + 2], language) else start
    return bool(_find("idle", sentence[at : min(end + near, len(sentence)) if stop is None else stop], language))


def _graded(words: Sequence[Word], language: str) -> bool:
    """Whether the noun stands before, as in `truco más viejo`."""
    return any(word.forms[0] in lexicon("everyday", language).get("grades", ()) for word in words)


def _shared(sentence: Sequence[Word], here: tuple[int, int], language: str) -> bool:
    """`Bring your oldest jumper`: a request for something of the reader's own."""
    signs = unparted(sentence[0].raw)
    if any(at <= 1 or signs for at, _ in _find("wears", sentence, language)):
        return True
    asked = [at for at, _ in _find("shares", sentence, language) if at < here[0] or signs]
    return bool(asked) and bool(_find("yours", sentence, language))


def _asks(kind: str, sentence: Sequence[Word], question: bool, answer: Sequence[Word], language: str) -> bool:
    """`What was the best book you read?`, `Is it always so windy here?`, and nothing that hands the answer over."""
    if not question and not _find("asks_plainly", sentence, language):
        return False
    asked = kind == "absolute" or any(
        at <= 1 or unparted(sentence[0].raw) for at, _ in _find("asks", sentence, language)
    )
    return asked and bool(_find("yours", sentence, language)) and not _find("given", answer[:8], language)


def _find(name: str, words: Sequence[Word], language: str) -> list[tuple[int, int]]:
    wordings = _wordings(language, name)
    return [(hit.start, hit.end) for hit in wordings.find(words)] if wordings is not None else []


@cache
def _wordings(language: str, name: str) -> Phrases[bool] | None:
    listed = lexicon("everyday", language).get(name, ())
    return Phrases((wording, True) for wording in listed) if listed else None


@cache
def _adverbs(language: str) -> frozenset[str]:
    return frozenset(lexicon("everyday", language).get("adverbs", ()))
