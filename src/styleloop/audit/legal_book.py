"""Packs made ready for one language: which wordings of which rule stand where in a text. Nothing is judged here."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from threading import Lock
from typing import Literal, NamedTuple, get_args

from styleloop.audit.legal_groups import BOTH
from styleloop.audit.legal_reading import UNSPACED
from styleloop.audit.legal_scope import counts
from styleloop.language.lexicons import lexicon
from styleloop.language.normalise import fold, folded
from styleloop.language.phrases import Hit, Phrases, Word, read_words
from styleloop.types.pack import Pack, PackRule

Role = Literal["phrases", "traps", "beside", "answered", "known", "proven"]
ROLES: tuple[Role, ...] = get_args(Role)
GAP = "..."
"""In a wording: up to six words or signs of the same sentence, or none."""
_CUT = re.compile(rf" ({re.escape(GAP)}|{BOTH}) ")
_WORDS_IN_GAP, _SIGNS_IN_GAP = 6, 12
_WORDS_IN_SENTENCE, _SIGNS_IN_SENTENCE = 16, 40
_KEPT = 64
_BREAK = re.compile(r"[,.;:!?()\u2013\u2014\u2026]|-\s|\s-|\n")
_STOP = re.compile(r"[.!?\u2026]\s|\n|[。！？]")
_ENDS = frozenset(".!?…")
_OPEN_ENDS = frozenset("!?")
"""Ends of a question or a call, which what follows answers: `Rent due? Spin the wheel` is one thought."""
_NEAR = 3
_KATAKANA = re.compile(r"[ァ-ヺー]+")
_SHORT = 3
"""Words that may stand between a denial and what it denies."""


class Place(NamedTuple):
    """Characters of a text."""

    start: int
    end: int


@dataclass
class Reading:
    """What stands in one text, by the number of the rule in the book."""

    found: dict[int, list[Place]] = field(default_factory=dict)
    """Phrases that are in no trap, in order of place."""
    beside: set[int] = field(default_factory=set)
    answered: set[int] = field(default_factory=set)
    known: set[int] = field(default_factory=set)
    proven: set[int] = field(default_factory=set)

    def stands(self, role: Role) -> set[int]:
        """Rules of which a wording of that role stands there."""
        return {"beside": self.beside, "answered": self.answered, "known": self.known, "proven": self.proven}[role]


class _Entry(NamedTuple):
    rule: int
    role: Role


class _Part(NamedTuple):
    """A stretch of a wording between two gaps."""

    entry: _Entry
    wording: int
    at: int
    last: bool
    reach: int
    """Words that may stand before it, behind the part before."""


class Book:
    """The rules of some packs, and their wordings in one language."""

    def __init__(self, packs: Sequence[Pack], locale: str) -> None:
        self.rules: tuple[tuple[Pack, PackRule], ...] = tuple((pack, rule) for pack in packs for rule in pack.rules)
        self._spaced: Phrases[_Part] | None = None
        self._signs: list[tuple[_Entry, re.Pattern[str]]] = []
        language = locale.split("-")[0].lower()
        listed = list(self._listed(language, locale))
        self.wants_beside = {e.rule for e, wordings in listed if wordings and self._narrows(e)}
        self.objecting = {e.rule for e, wordings in listed if wordings and e.role in ("phrases", "known")}
        self.wants_proof = {e.rule for e, wordings in listed if wordings and e.role == "proven"}
        if language in UNSPACED:
            self._signs = [(entry, _pattern(wordings)) for entry, wordings in listed if wordings]
        else:
            every = [(entry, _cut(wording, locale)) for entry, wordings in listed for wording in wordings]
            parts = [part for number, (entry, wording) in enumerate(every) for part in _parts(entry, wording, number)]
            self._spaced = Phrases(parts) if parts else None
        self._locale = locale
        self.read = lru_cache(maxsize=1024)(self._read)
        self.counting = lru_cache(maxsize=64)(self._counting)

    def _counting(self, locale: str, day: date, platform: str) -> tuple[tuple[int, Pack, PackRule], ...]:
        """(number, pack, rule) of every rule that counts there, then and in a format of that platform."""
        return tuple((n, p, r) for n, (p, r) in enumerate(self.rules) if counts(r, locale, day, platform))

    def _narrows(self, entry: _Entry) -> bool:
        """Whether its wordings must stand beside the phrases; what makes a product known needs no phrase."""
        by_itself = self.rules[entry.rule][1].test == "known-product"
        return entry.role == "beside" or (entry.role == "known" and not by_itself)

    def _listed(self, language: str, locale: str) -> Iterator[tuple[_Entry, tuple[str, ...]]]:
        for number, (_, rule) in enumerate(self.rules):
            for words in rule.words:
                if words.language in (language, locale):
                    for role in ROLES:
                        yield _Entry(number, role), getattr(words, role)

    def _read(self, text: str) -> Reading:
        made = Reading()
        traps: dict[int, list[Place]] = {}
        found: list[tuple[_Entry, Place, tuple[Place, Place]]] = []
        for entry, whole, edges in self._hits(text):
            if entry.role in ("phrases", "known"):
                found.append((entry, whole, edges))
            elif entry.role == "traps":
                traps.setdefault(entry.rule, []).append(whole)
            else:
                made.stands(entry.role).add(entry.rule)
        for (rule, role), whole, edges in found:
            trapped = any(t.start <= e.start and e.end <= t.end for t in traps.get(rule, ()) for e in edges)
            if not trapped and role == "known":
                made.known.add(rule)
            elif not trapped:
                made.found.setdefault(rule, []).append(whole)
        return made

    def _hits(self, text: str) -> Iterator[tuple[_Entry, Place, tuple[Place, Place]]]:
        """(what it means, where it stands, where the words of its first and last part stand) of every wording."""
        if self._spaced is not None:
            words = read_words(text.replace("#", " "), self._locale)
            for entry, first, last in _whole(self._spaced.find(words), words):
                edges = (_core(first, words), _core(last, words))
                yield entry, Place(words[first.start].start, words[last.end - 1].end), edges
        if self._signs:
            plain = fold(text, self._locale)
            for entry, pattern in self._signs:
                for found in pattern.finditer(plain.text):
                    place = Place(*plain.span(*found.span()))
                    yield entry, place, (place, place)


class Books:
    """Books that were made, kept by the packs and the language they are for; threads may share them."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, tuple[str, ...]], Book] = OrderedDict()
        self._apart: dict[tuple[str, ...], frozenset[str]] = {}
        self._one_at_a_time = Lock()

    def of(self, packs: Sequence[Pack], locale: str) -> Book:
        """The book of these packs in the language of `locale`; one for all countries without words of their own."""
        with self._one_at_a_time:
            return self._of(packs, locale)

    def _of(self, packs: Sequence[Pack], locale: str) -> Book:
        ids = tuple(pack.id for pack in packs)
        if ids not in self._apart:
            self._apart = {ids: frozenset(w.language for p in packs for r in p.rules for w in r.words)}
        key = (locale if locale in self._apart[ids] else locale.split("-")[0].lower(), ids)
        if key not in self._kept:
            self._kept[key] = Book(packs, key[0])
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]


def _cut(wording: str, locale: str) -> str:
    """`l'environnement` as the words that a text is cut into, whatever a language makes of its apostrophe."""
    return " ".join("|".join(_words_of(way, locale) for way in part.split("|")) for part in wording.split())


def _words_of(way: str, locale: str) -> str:
    if "'" not in way or "*" in way:
        return way
    return "_".join(word.forms[0] for part in way.split("_") for word in read_words(part, locale))


def _parts(entry: _Entry, wording: str, number: int) -> Iterator[tuple[str, _Part]]:
    """`a ... b` -> `a` and `b`, each knowing of which wording it is which part."""
    parts = _CUT.split(wording)
    for at in range(0, len(parts), 2):
        reach = _WORDS_IN_SENTENCE if at and parts[at - 1] == BOTH else _WORDS_IN_GAP
        yield parts[at], _Part(entry, number, at // 2, at == len(parts) - 1, reach)


def _whole(hits: Sequence[Hit[_Part]], words: Sequence[Word]) -> Iterator[tuple[_Entry, Hit[_Part], Hit[_Part]]]:
    """(what it means, first part, last part) of every wording of which all parts stand in order, near enough."""
    open_: dict[tuple[int, int], list[tuple[Hit[_Part], Hit[_Part]]]] = {}
    for hit in hits:
        part = hit.meaning
        begun = [(hit, hit)] if part.at == 0 else [
            (first, hit) for first, before in open_.get((part.wording, part.at - 1), ()) if _near(before, hit, words)
        ]  # fmt: skip
        if part.last:
            yield from ((part.entry, first, last) for first, last in begun[-1:])
        elif begun:
            open_.setdefault((part.wording, part.at), []).append(begun[-1])


def _core(hit: Hit[_Part], words: Sequence[Word]) -> Place:
    return Place(words[hit.core_start].start, words[hit.core_end - 1].end)


def _near(before: Hit[_Part], hit: Hit[_Part], words: Sequence[Word]) -> bool:
    between = words[before.end : hit.start]
    ends = _ENDS - _OPEN_ENDS if hit.meaning.reach == _WORDS_IN_SENTENCE else _ENDS
    return before.end <= hit.start <= before.end + hit.meaning.reach and not any(w.raw in ends for w in between)


def _pattern(wordings: Sequence[str]) -> re.Pattern[str]:
    """Wordings of a language without spaces; longer ones first."""
    return re.compile("|".join(_signs(w) for w in sorted(wordings, key=lambda w: (-len(w), w))))


def _signs(wording: str) -> str:
    parts: list[str] = []
    for part in wording.split():
        if part in (GAP, BOTH):
            reach, ends = (_SIGNS_IN_GAP, "。！？") if part == GAP else (_SIGNS_IN_SENTENCE, "。")
            parts.append(rf"[^{ends}\n]{{0,{reach}}}?")
        elif part == "<n>":
            parts.append(r"[\d,.一二三四五六七八九十百千万]+")
        else:
            parts.append(f"(?:{'|'.join(_way(folded(way, 'ja')) for way in part.split('|') if way)})")
    return r"\s*".join(parts)


def _way(way: str) -> str:
    """One wording; a short one in katakana stands alone, or it would be found inside other words."""
    alone = len(way) <= _SHORT and _KATAKANA.fullmatch(way)
    return rf"(?<![ァ-ヺー]){re.escape(way)}(?![ァ-ヺー])" if alone else re.escape(way)


def denied(text: str, place: Place, locale: str) -> bool:
    """Whether the words at `place` are denied where they stand, or held up as what nobody should believe."""
    language = locale.split("-")[0].lower()
    if language in UNSPACED:
        return _denied_behind(text, place, language)
    return any(_denies(found, text, place) for found in _denials(text, language))


def _denied_behind(text: str, place: Place, language: str) -> bool:
    listed = lexicon("denials", language)
    rest = folded(text[place.end :], language)
    stop = _STOP.search(rest)
    rest = rest[: stop.start()] if stop else rest
    close = rest[:_SIGNS_IN_GAP]
    return any(w in close for w in listed.get("near", ())) or any(w in rest for w in listed.get("anywhere", ()))


def _denies(found: tuple[str, Place], text: str, place: Place) -> bool:
    role, at = found
    if role == "near":
        between = text[at.end : place.start]
        return at.end <= place.start and not _BREAK.search(between) and len(between.split()) <= _NEAR
    first, last = min(at.end, place.end), max(at.start, place.start)
    apart = at.end <= place.start or place.end <= at.start
    return apart and not _STOP.search(text[first:last])


@lru_cache(maxsize=1024)
def _denials(text: str, language: str) -> tuple[tuple[str, Place], ...]:
    """Denials in a text: `near` ones deny what follows, `anywhere` ones the whole sentence."""
    listed = _denying(language)
    if listed is None:
        return ()
    words = read_words(text, language)
    hits = listed.find(words)
    only = [(hit.start, hit.end) for hit in hits if hit.meaning == "not_denials"]
    return tuple(
        (hit.meaning, Place(words[hit.start].start, words[hit.end - 1].end))
        for hit in hits
        if hit.meaning != "not_denials" and not any(start <= hit.start and hit.end <= end for start, end in only)
    )


@lru_cache(maxsize=32)
def _denying(language: str) -> Phrases[str] | None:
    listed = lexicon("denials", language)
    entries = [(w, role) for role in ("near", "anywhere", "not_denials") for w in listed.get(role, ())]
    return Phrases(entries) if entries else None
