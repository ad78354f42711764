"""Where a text breaks a rule of a Vale style: a finder for each kind of rule. Pure but for the patterns' clock."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from styleloop.language.capitals import has_capitals, misfits, titled
from styleloop.language.patterns import either, matches, replaced, whole
from styleloop.language.segment import sentence_pieces
from styleloop.language.signs import cased, written_right
from styleloop.types.vale import ValeKind, ValeRule


@dataclass(frozen=True)
class Breach:
    """One place, what the message says of it, and what would mend it."""

    slot: str
    start: int
    end: int
    said: tuple[str, ...]
    fix: str | None = None


@dataclass(frozen=True)
class Texts:
    """The slots that a rule reaches, in order, of one piece.

    Attributes:
        slots: (slot, words).
        locale: of the words.
        accepted: patterns of words that no rule objects to.
        names: words that are written as the brand writes them.
    """

    slots: Sequence[tuple[str, str]]
    locale: str
    accepted: tuple[str, ...] = ()
    names: Collection[str] = ()


def breaches(rule: ValeRule, texts: Texts) -> Iterator[Breach]:
    """Each place that breaks `rule`.

    Raises:
        TimeoutError: a pattern took too long.
    """
    return _FINDERS[rule.kind](rule, texts)


def _existence(rule: ValeRule, texts: Texts) -> Iterator[Breach]:
    parts = [rule.raw, either(rule.tokens, nonword=rule.nonword) if rule.tokens else ""]
    pattern = "".join(reversed(parts) if rule.append else parts)
    for slot, text in texts.slots:
        for start, end in _found(rule, pattern, text):
            if not _excepted(rule, texts, text, start, end):
                yield Breach(slot, start, end, (text[start:end],), _mended(rule, text[start:end]))


def _found(rule: ValeRule, pattern: str, text: str) -> list[tuple[int, int]]:
    return [places[0] for places in matches(pattern, text, ignorecase=rule.ignorecase)]


def _excepted(rule: ValeRule, texts: Texts, text: str, start: int, end: int) -> bool:
    """Whether an exception covers the place: the rule's own, or a word that the vocabulary accepts."""
    for patterns, ignorecase in ((rule.exceptions, rule.ignorecase), (texts.accepted, False)):
        for places in matches(either(patterns), text, ignorecase=ignorecase) if patterns else ():
            if places[0][0] <= start and end <= places[0][1]:
                return True
    return False


def _mended(rule: ValeRule, found: str) -> str | None:
    name, *params = rule.action or ("",)
    if name == "remove":
        return ""
    if name == "replace" and params:
        return cased(params[0], found) if rule.ignorecase else params[0]
    if name == "edit" and params:
        return _edited(found, params)
    return None


def _edited(found: str, params: Sequence[str]) -> str | None:
    """What an `edit` makes of it: `[regex, pattern, new]`, `[replace, old, new]`, `[remove, old]`, `[trim, signs]`."""
    how, *rest = params
    if how == "regex" and len(rest) == 2:
        try:
            return replaced(rest[0], rest[1], found)
        except ValueError:  # the file names a group that its pattern has not: the remark stands without a fix
            return None
    if how == "replace" and len(rest) == 2:
        return found.replace(rest[0], rest[1])
    if how == "remove" and rest:
        return found.replace(rest[0], "")
    trims = {"trim": str.strip, "trim_left": str.lstrip, "trim_right": str.rstrip}
    return trims[how](found, rest[0]) if how in trims and rest else None


def _substitution(rule: ValeRule, texts: Texts) -> Iterator[Breach]:
    pairs = sorted(rule.pairs, key=lambda pair: -len(pair[0]))
    if not pairs:
        return
    every = either(tuple(left for left, _ in pairs), nonword=rule.nonword)
    for slot, text in texts.slots:
        if not _found(rule, every, text):
            continue
        taken: list[tuple[int, int]] = []
        for left, right in pairs:
            for start, end in _found(rule, either((left,), nonword=rule.nonword), text):
                if any(start < b and a < end for a, b in taken):
                    continue
                taken.append((start, end))
                yield from _instead(rule, texts, (slot, text), (start, end), right)


def _instead(
    rule: ValeRule, texts: Texts, where: tuple[str, str], place: tuple[int, int], right: str
) -> Iterator[Breach]:
    (slot, text), (start, end) = where, place
    found, options = text[start:end], right.split("|")
    if any(written_right(text, start, found, option) for option in options):
        return
    if _excepted(rule, texts, text, start, end):
        return
    fix = cased(options[0], found) if rule.ignorecase and options[0].islower() else options[0]
    yield Breach(slot, start, end, (" or ".join(options), found), fix or None)


def _occurrence(rule: ValeRule, texts: Texts) -> Iterator[Breach]:
    for slot, text in texts.slots:
        pieces = sentence_pieces(text, texts.locale) if rule.each == "sentence" else ()
        units = [(piece.start, piece.text) for piece in pieces] if rule.each == "sentence" else [(0, text)]
        for offset, unit in units:
            found = _found(rule, rule.tokens[0], unit)
            most = len(found) if rule.most is None else rule.most
            if len(found) > most:
                yield Breach(slot, offset + found[most][0], offset + found[-1][1], (str(len(found)),))
            elif rule.least is not None and len(found) < rule.least and unit.strip():
                yield Breach(slot, offset, offset + len(unit), (str(len(found)),))


def _repetition(rule: ValeRule, texts: Texts) -> Iterator[Breach]:
    for slot, text in texts.slots:
        run: list[tuple[int, int]] = []
        for start, end in [*_found(rule, f"(?:{'|'.join(rule.tokens)})", text), (len(text), len(text))]:
            word = text[start:end]
            same = bool(run) and _same(rule, text[slice(*run[-1])], word) and not text[run[-1][1] : start].strip()
            if same:
                run.append((start, end))
                continue
            if len(run) > (rule.most or 0) + 1:
                said = text[slice(*run[0])]
                yield Breach(slot, run[0][0], run[-1][1], (said,), said)
            usable = end > start and (not rule.alpha or word.isalpha())
            run = [(start, end)] if usable else []


def _same(rule: ValeRule, one: str, other: str) -> bool:
    return one.casefold() == other.casefold() if rule.ignorecase else one == other


def _consistency(rule: ValeRule, texts: Texts) -> Iterator[Breach]:
    for pair in rule.pairs:
        places = [
            (at, start, end, way)
            for way, form in enumerate(pair)
            for at, (_, text) in enumerate(texts.slots)
            for start, end in _found(rule, either((form,), nonword=rule.nonword), text)
        ]
        if len({way for *_, way in places}) < 2:
            continue
        leads = min(places)[-1]
        for at, start, end, way in sorted(places):
            if way != leads:
                slot, text = texts.slots[at]
                other = next(texts.slots[a][1][s:e] for a, s, e, w in sorted(places) if w == leads)
                yield Breach(slot, start, end, (text[start:end],), cased(other, text[start:end]))


def _conditional(rule: ValeRule, texts: Texts) -> Iterator[Breach]:
    given = {
        _fold(rule, text[slice(*_group(places))])
        for _, text in texts.slots
        for places in matches(rule.second, text, ignorecase=rule.ignorecase)
    }
    for slot, text in texts.slots:
        for places in matches(rule.first, text, ignorecase=rule.ignorecase):
            start, end = _group(places)
            said = _fold(rule, text[start:end])
            if said not in given and not _excepted(rule, texts, text, start, end):
                given.add(said)
                yield Breach(slot, start, end, (text[start:end],))


def _group(places: tuple[tuple[int, int], ...]) -> tuple[int, int]:
    """The first group that took part, or all of the match."""
    return next((place for place in places[1:] if place[0] >= 0), places[0])


def _fold(rule: ValeRule, text: str) -> str:
    return text.casefold() if rule.ignorecase else text


def _capitalization(rule: ValeRule, texts: Texts) -> Iterator[Breach]:
    exceptions = {*rule.exceptions, *texts.names}
    for slot, text in texts.slots:
        if not has_capitals(text, texts.locale):
            continue
        at = 0
        for line in text.split("\n"):
            fix = _recased(rule, line, texts, exceptions) if line.strip() else None
            if fix is not None:
                yield Breach(slot, at, at + len(line), (line,), fix or None)
            at += len(line) + 1


def _recased(rule: ValeRule, line: str, texts: Texts, exceptions: Collection[str]) -> str | None:
    """What the line would be, empty where that cannot be told; None where it is right."""
    if rule.match in ("$title", "$sentence"):
        case: Literal["$title", "$sentence"] = "$title" if rule.match == "$title" else "$sentence"
        wrong, count = misfits(line, texts.locale, case, exceptions, rule.indicators, rule.titles)
        wrong = tuple(word for word in wrong if not _accepted(texts, word.text))
        opens = bool(wrong) and not any(char.isalnum() for char in line[: wrong[0].start])
        if not opens and (not count or 1 - len(wrong) / count >= rule.threshold):
            return None
        return titled(line, texts.locale, exceptions, rule.titles) if case == "$title" else ""
    if rule.match in ("$lower", "$upper"):
        recase = str.lower if rule.match == "$lower" else str.upper
        words = line.split(" ")
        made = " ".join(w if w in exceptions or _accepted(texts, w) else recase(w) for w in words)
        return made if made != line else None
    return None if whole(rule.match, line, ignorecase=rule.ignorecase) else ""


def _accepted(texts: Texts, word: str) -> bool:
    return any(whole(pattern, word) for pattern in texts.accepted)


_FINDERS: Mapping[ValeKind, Callable[[ValeRule, Texts], Iterator[Breach]]] = {
    "existence": _existence,
    "substitution": _substitution,
    "occurrence": _occurrence,
    "repetition": _repetition,
    "consistency": _consistency,
    "conditional": _conditional,
    "capitalization": _capitalization,
}
