"""Where a text says that a thing is made, and whether by hand: `in Solingen geschmiedet`, `cousu main`. Pure.

Lists are `data/lexicons/makings/`. Read are words of making with a place near them, in any order; nouns of making with
a nation's adjective; `Made in`; hashtags of these.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any, Literal, NamedTuple

from styleloop.language.hashtags import hashtags
from styleloop.language.lexicons import lexicon
from styleloop.language.materials import materials
from styleloop.language.normalise import folded
from styleloop.language.phrases import Phrases, Word, read_words
from styleloop.language.places import LONGEST, known

Sort = Literal["made", "designed", "comes", "hand", "only"]
_SORTS: tuple[tuple[str, Sort], ...] = (
    ("makes", "made"), ("shops", "made"), ("comes", "made"), ("works", "made"),
    ("designs", "designed"), ("trades", "designed"),
)  # fmt: skip
_REACH = 6
"""Words between a word of making and its place."""
_HAND = 3
"""Words between a word of making and `by hand`."""
_OPEN = frozenset({"in", "nahe", "aus"})
"""German writes every noun large: only behind these may an unknown one be a place."""
_LARGE = frozenset({"bad", "sankt", "st", "neu", "alt", "groß", "hohen", "schwäbisch"})
_LINKS = frozenset({"de", "del", "di", "da", "du", "des", "d'", "la", "le", "les", "l'", "sur", "en", "lès", "y", "e"})
_SHORTEST = 3
_MARKS = frozenset("\"'’«»“”„()-–")


@dataclass(frozen=True)
class Making:
    """One such saying.

    Attributes:
        start: Offset of its first character.
        end: Offset behind its last.
        text: The words themselves.
        sort: What is told of the place; `hand` has none.
        place: The place's words, folded; a country's code where only its adjective stands.
        verb: The word of making, folded.
    """

    start: int
    end: int
    text: str
    sort: Sort
    place: tuple[str, ...] = ()
    verb: str = ""


class _Listed(NamedTuple):
    exact: frozenset[str]
    starts: tuple[str, ...]

    def has(self, word: str) -> bool:
        return word in self.exact or (bool(self.starts) and word.startswith(self.starts))


@lru_cache(maxsize=4096)
def makings(text: str, locale: str) -> tuple[Making, ...]:
    """Every saying of where or how by hand a thing is made, in order of place; those that are denied left out."""
    language = locale.split("-")[0].lower()
    listed = lexicon("makings", language)
    if not listed or not listed.get("reads", True):
        return ()
    words = read_words(text, locale)
    found = [*_made(words, text, language), *_by_hand(words, text, language), *_adjectives(words, text, language)]
    found += _of_one_nation(words, text, language)
    for tag in hashtags(text, locale):
        inside = makings(tag.words, locale)
        found += [replace(one, start=tag.start, end=tag.end, text=text[tag.start : tag.end]) for one in inside[:1]]
    return tuple(sorted(found, key=lambda one: (one.start, one.end)))


def tells_of(clause: str, locale: str) -> Sort | None:
    """What part of a fact tells of: making before designing or trading; None where of neither."""
    language = locale.split("-")[0].lower()
    forms = [word.forms[0] for word in read_words(clause, locale)]
    return next((sort for name, sort in _SORTS if any(_list(language, name).has(form) for form in forms)), None)


def verbs(clause: str, locale: str) -> frozenset[str]:
    """Words of making in part of a fact, folded."""
    made = _list(locale.split("-")[0].lower(), "makes")
    return frozenset(word.forms[0] for word in read_words(clause, locale) if made.has(word.forms[0]))


def says_by_hand(text: str, locale: str) -> bool:
    """Whether a fact says that hands made the thing."""
    language = locale.split("-")[0].lower()
    words = read_words(text, locale)
    return bool(_hands(language).find(words)) or bool(_manners(language).find(words))


def _made(words: Sequence[Word], text: str, language: str) -> Iterator[Making]:
    for at, word in enumerate(words):
        sort = _sort(word.forms[0], language)
        if sort is None or _idle(words, at, language):
            continue
        spot = _ahead(words, at, sort, language) or (
            _behind(words, at, language)
            if sort != "comes" and not _list(language, "shops").has(word.forms[0])
            else None
        )
        if spot is not None:
            start, end = min(at, spot[0] - 1), max(at + 1, spot[1])
            if not _denied(words, start, end, language):
                yield _making(words, text, (start, end), sort, spot, word.forms[0])


def _making(
    words: Sequence[Word], text: str, of: tuple[int, int], sort: Sort, spot: tuple[int, int] = (0, 0), verb: str = ""
) -> Making:
    first, last = words[of[0]].start, words[of[1] - 1].end
    place = tuple(w.forms[0] for w in words[spot[0] : spot[1]])
    return Making(first, last, text[first:last], sort, place, verb)


def _sort(form: str, language: str) -> Sort | None:
    if form == "made" or _list(language, "makes").has(form) or _list(language, "shops").has(form):
        return "made"
    if _list(language, "designs").has(form):
        return "designed"
    return "comes" if _list(language, "comes").has(form) else None


def _idle(words: Sequence[Word], at: int, language: str) -> bool:
    """Whether the word may mean another thing and stands as it does then: `on fait à Paris`, `wir bauen`."""
    weak = _list(language, "weak").has(words[at].forms[0])
    return weak and at > 0 and words[at - 1].forms[0] in lexicon("makings", language)["helpers"]


def _stops(word: Word) -> bool:
    sign = word.forms[0]
    return not sign[0].isalnum() and sign not in _MARKS


def _ahead(words: Sequence[Word], at: int, sort: Sort, language: str) -> tuple[int, int] | None:
    listed = lexicon("makings", language)
    at_shop = _list(language, "shops").has(words[at].forms[0])
    name = "at_of_comes" if sort == "comes" else "at_of_shops" if at_shop else "at"
    heads = {*listed[name], *(("in",) if words[at].forms[0] == "made" else ())}
    for j in range(at + 1, min(len(words) - 1, at + (2 if at_shop else 1 + _REACH))):
        if _stops(words[j]):
            return None
        if words[j].forms[0] in heads and (spot := _place(words, j, language)):
            return spot
    end = _known(words, at + 1)  # `origine France`
    return (at + 1, end) if end and sort == "comes" else None


def _behind(words: Sequence[Word], at: int, language: str) -> tuple[int, int] | None:
    heads = lexicon("makings", language)["at"]
    for j in range(at - 1, max(-1, at - 2 - _REACH), -1):
        if _stops(words[j]):
            return None
        if words[j].forms[0] in heads and (spot := _place(words, j, language)) and spot[1] <= at:
            return spot
    return None


def _place(words: Sequence[Word], head: int, language: str) -> tuple[int, int] | None:
    """The place behind the preposition `words[head]`, as word indices; None where none stands there."""
    listed = lexicon("makings", language)
    at = head + 1
    while (
        at < len(words) and at <= head + 2 and words[at].forms[0] in listed["articles"] and words[at].raw[0].islower()
    ):
        at += 1
    if at >= len(words) or not words[at].raw[0].isupper():
        return None
    if end := _known(words, at):
        return at, end
    form, raw = words[at].forms[0], words[at].raw
    if len(form) < _SHORTEST and language != "de" and _whole(words, at) > at + 1:
        return at, _whole(words, at)  # `La Rioja`
    loud = raw.isupper() and len(raw) > _SHORTEST and not words[head].raw.isupper()
    if len(form) < _SHORTEST or loud or form in listed["no_places"]:
        return None
    if language == "de":
        return _german(words, head, at, listed)
    return None if form in _materials(language) else (at, _whole(words, at))


def _german(words: Sequence[Word], head: int, at: int, listed: Any) -> tuple[int, int] | None:
    form, before = words[at].forms[0], words[head].forms[0]
    if form in listed["regions"] or form.endswith(tuple(listed["region_endings"])):
        return at, at + 1
    common = form.endswith(tuple(listed["no_place_endings"])) or form in _materials("de")
    if at != head + 1 or before not in _OPEN or common or (before == "aus" and form.endswith(("en", "ern", "e"))):
        return None
    return at, at + (2 if form in _LARGE and at + 1 < len(words) else 1)


def _known(words: Sequence[Word], at: int) -> int:
    """The end of a known name that begins at `at`; 0 where none does."""
    for length in range(LONGEST, 0, -1):
        whole = " ".join(word.forms[0] for word in words[at : at + length])
        if at + length <= len(words) and words[at].raw[0].isupper() and known(whole):
            return at + length
    return 0


def _whole(words: Sequence[Word], at: int) -> int:
    """The end of a name of several words: `L'Isle-sur-la-Sorgue`."""
    end = at + 1
    while end < len(words):
        ahead = end
        while (
            ahead < len(words) and ahead - end < 2 and words[ahead].forms[0] in _LINKS and words[ahead].raw[0].islower()
        ):
            ahead += 1
        if ahead >= len(words) or not words[ahead].raw[0].isupper():
            break
        end = ahead + 1
    return end


def _denied(words: Sequence[Word], start: int, end: int, language: str) -> bool:
    denials = lexicon("makings", language)["denials"]
    return any(word.forms[0] in denials for word in words[max(0, start - 2) : end])


def _by_hand(words: Sequence[Word], text: str, language: str) -> Iterator[Making]:
    for hit in _hands(language).find(words):
        if not _denied(words, hit.start, hit.end, language):
            yield _making(words, text, (hit.start, hit.end), "hand")
    for hit in _manners(language).find(words):
        before = range(hit.start - 1, max(-1, hit.start - 1 - _HAND), -1)
        near = [*before, *range(hit.end, min(len(words), hit.end + _HAND))]
        at = next((at for at in near if _list(language, "makes").has(words[at].forms[0])), None)
        if at is not None and not _idle(words, at, language):
            start, end = min(at, hit.start), max(at + 1, hit.end)
            if not _denied(words, start, end, language) and not any(_stops(w) for w in words[start:end]):
                yield _making(words, text, (start, end), "hand")


def _adjectives(words: Sequence[Word], text: str, language: str) -> Iterator[Making]:
    """`fabrication française`, `aus deutscher Herstellung`."""
    works = _list(language, "works")
    for at, word in enumerate(words):
        if works.has(word.forms[0]):
            near = (at - 1,) if language in ("de", "en") else (at + 1, at + 2)
            named = ((o, _nation(words[o].forms[0], language)) for o in near if 0 <= o < len(words))
            other, code = next(((o, code) for o, code in named if code), (at, ""))
            start, end = min(at, other), max(at, other) + 1
            if code and not _denied(words, start, end, language):
                yield replace(_making(words, text, (start, end), "made", verb=word.forms[0]), place=(code,))


def _of_one_nation(words: Sequence[Word], text: str, language: str) -> Iterator[Making]:
    """`da sole olive italiane`, `nur deutsche Äpfel`: that all of it comes from one nation."""
    alone = _ALONE.get(language, frozenset())
    for at, word in enumerate(words):
        if word.forms[0] not in alone and not (word.forms[0] == "%" and at and words[at - 1].raw == "100"):
            continue
        for other in range(at + 1, min(len(words), at + 1 + _HAND)):
            code = _nation(words[other].forms[0], language)
            if _stops(words[other]) or (code and not words[other].raw[0].isalpha()):
                break
            if code and not _denied(words, at, other + 1, language):
                yield replace(_making(words, text, (at, other + 1), "only"), place=(code,))
                break


_ALONE = {
    "en": frozenset(("only", "solely", "exclusively", "purely", "entirely")),
    "de": frozenset(("nur", "ausschließlich", "allein", "rein")),
    "fr": frozenset(("uniquement", "exclusivement", "seulement", "seules", "seuls")),
    "es": frozenset(("solo", "sólo", "únicamente", "exclusivamente", "solamente", "solas")),
    "it": frozenset(("solo", "sole", "soli", "sola", "soltanto", "solamente", "esclusivamente", "unicamente")),
}


@cache
def _list(language: str, name: str) -> _Listed:
    listed = [folded(word, language) for word in lexicon("makings", language).get(name, ())]
    plain = frozenset(word for word in listed if not word.endswith("*"))
    return _Listed(plain, tuple(word[:-1] for word in listed if word.endswith("*")))


@cache
def _materials(language: str) -> frozenset[str]:
    return frozenset(materials(language))


@lru_cache(maxsize=4096)
def _nation(form: str, language: str) -> str:
    stems = lexicon("makings", language).get("demonyms", {})
    return next((code for code, said in stems.items() if form.startswith(tuple(said.split("|")))), "")


@cache
def _hands(language: str) -> Phrases[bool]:
    return Phrases((wording, True) for wording in lexicon("makings", language).get("hand", ()))


@cache
def _manners(language: str) -> Phrases[bool]:
    return Phrases((wording, True) for wording in lexicon("makings", language).get("by_hand", ()))
