"""Trade marks of others: famous ones from a short shipped list, and the competitors that a project names. Pure.

What a name is there for decides: held up or held against (`like a Ferrari`, `better than Nike`), put in place of the
thing (`velcro`), or said in passing by right (`works with iPhone`, `pay with Visa`), which is no objection. A word that
is a mark only now and then (Apple, Shell, Visa, Mars) counts only as it is written, with something beside it that says
so. The list is `data/lexicons/marques/famous.toml`; no register stands behind it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Any, Literal, NamedTuple

import regex  # type: ignore[import-untyped]

from styleloop.language.lexicons import lexicon
from styleloop.language.normalise import folded

Use = Literal["compared", "generic", "named"]

_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}ー"
_LETTER = rf"[\p{{L}}\p{{M}}\p{{N}}_--[{_UNSPACED}]]"
"""A letter that runs on in words with spaces: `Velcroのような` names Velcro, `Velcros` may not."""
_WORD = regex.compile(r"(?V1)[\p{L}\p{N}--[\p{Han}\p{Hiragana}\p{Katakana}ー]]+")
_NO_SPACES = regex.compile(f"[{_UNSPACED}]")
_KATAKANA = regex.compile(r"[ァ-ヴー・]+")
_ENDS = regex.compile(r"[.!?。！？\n]")
_ARTICLE = regex.compile(r"(?<!\w)(?:an?|ein(?:e[nmr]?)?|une?|un[ao]?)\s$", regex.IGNORECASE)
"""`like a Boss`: a word like any other."""
_SUCH_AS = regex.compile(r"[(,–—]\s?\w+\s\w+\s$")
"""`a telephone (like an iPhone)`: one of many."""
_NEAR = 48
_SENTENCE = 240
"""Characters to either side in which the rest of a sentence is sought."""


class Marque(NamedTuple):
    """A mark of somebody else's at `start` to `end`.

    Attributes:
        use: held up or against; in place of the thing; or simply named.
        instead: words for the thing, of a mark that stands for it.
    """

    name: str
    start: int
    end: int
    use: Use
    instead: str = ""


class _Known(NamedTuple):
    name: str
    sort: Literal["coined", "ordinary", "generic", "rival"]
    instead: str = ""


def marques(text: str, rivals: Sequence[str] = (), own: Sequence[str] = ()) -> tuple[Marque, ...]:
    """Every mark of others in `text` that is not named by right, in order of place.

    Args:
        text: as written.
        rivals: names of competitors; any mention counts.
        own: names that are the brand's: a mark inside one of them is none of another's.
    """
    mine = f" {' '.join(folded(name) for name in own)} "
    found: list[Marque] = []
    for start, end, known in sorted(_places(text, tuple(rivals)), key=lambda place: (place[0], -place[1])):
        if f" {folded(known.name)} " in mine or (found and start < found[-1].end):
            continue
        use = _use(text, start, end, known)
        if use is not None:
            found.append(Marque(known.name, start, end, use, known.instead))
    return tuple(found)


def _places(text: str, rivals: tuple[str, ...]) -> Iterator[tuple[int, int, _Known]]:
    words = {word.lower() for word in _WORD.findall(text)}
    for pattern, table in ((_famous(), _table()), (_of(rivals), _rivals(rivals))):
        if pattern is not None and not words.isdisjoint(_firsts(tuple(table))):
            for found in pattern.finditer(text):
                known = table[found[0].lower().replace("’", "'")]
                if found[0] == known.name or (known.sort != "ordinary" and _stands_out(found[0], known)):
                    yield found.start(), found.end(), known
    if not text.isascii():
        for pattern in (_unspaced(rivals),) if rivals else ():
            yield from ((f.start(), f.end(), _Known(f[0], "rival")) for f in pattern.finditer(text) if f[0])
        for found in _japanese().finditer(text):
            instead = _japanese_generic().get(found[0], "")
            yield found.start(), found.end(), _Known(found[0], "generic" if instead else "coined", instead)


def _stands_out(said: str, known: _Known) -> bool:
    """Whether it is written like a name: `miele` is honey."""
    return known.sort == "generic" or not said.islower()


def _use(text: str, start: int, end: int, known: _Known) -> Use | None:
    before, after = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
    if known.sort == "generic":
        return None if after.startswith(("®", "™")) else "generic"
    loose = (known.sort == "ordinary" and _ARTICLE) or (known.name in _platforms() and _SUCH_AS)
    if _held(before, after) and not (loose and loose.search(before)):
        return "compared"
    if known.sort == "rival":
        return "named"
    said = _sentence(text, start, end)
    if known.name in _platforms() or _rule("right").search(said):
        return None
    if known.sort == "ordinary":
        return "named" if _rule("beside").match(after) else None
    return "named"


def _held(before: str, after: str) -> bool:
    """Whether it is held up or held against."""
    behind = _rule("behind").match(after)
    if behind and behind[0].strip()[:2] in ("of", "un", "de", "pa", "en", "tr") and behind[0].startswith(" "):
        named = after[len(behind[0]) :].lstrip()[:1].isupper()  # the Gap of Dunloe
        return not named and _rule("beside_article").search(before) is not None
    return behind is not None or _rule("before").search(before) is not None


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence around a mark, the mark itself kept."""
    before, after = text[max(0, start - _SENTENCE) : start], text[end : end + _SENTENCE]
    stops = [found.end() for found in _ENDS.finditer(before)]
    stop = _ENDS.search(after)
    return before[stops[-1] if stops else 0 :] + text[start:end] + (after[: stop.start()] if stop else after)


@cache
def _list(name: str) -> Any:
    return lexicon("marques", "famous")[name]


@cache
def _platforms() -> frozenset[str]:
    return frozenset(_list("platforms"))


@cache
def _table() -> dict[str, _Known]:
    coined = {name.lower(): _Known(name, "coined") for name in _list("coined")}
    ordinary = {name.lower(): _Known(name, "ordinary") for name in _list("ordinary")}
    generic = {name.lower(): _Known(name, "generic", instead) for name, instead in _list("generic") if instead}
    return {**ordinary, **coined, **generic}


@lru_cache(maxsize=32)
def _rivals(names: tuple[str, ...]) -> dict[str, _Known]:
    return {name.lower().replace("’", "'"): _Known(name, "rival") for name in names if name}


@cache
def _famous() -> Any:
    return _whole(tuple(_table()))


@lru_cache(maxsize=32)
def _of(names: tuple[str, ...]) -> Any:
    return _whole(tuple(_rivals(names))) if names else None


def _whole(names: tuple[str, ...]) -> Any:
    said = "|".join(regex.escape(name).replace("'", "['’]") for name in sorted(names, key=len, reverse=True))
    return regex.compile(rf"(?V1)(?<!{_LETTER}|-)(?:{said})(?!{_LETTER})", regex.IGNORECASE)


@lru_cache(maxsize=64)
def _firsts(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(found[0].lower() for name in names if (found := _WORD.search(name)))


@lru_cache(maxsize=32)
def _unspaced(names: tuple[str, ...]) -> Any:
    """Competitors whose names have no spaces around them: one in katakana ends where its letters do."""
    said = sorted((name for name in names if not _WORD.search(name) and _NO_SPACES.search(name)), key=len, reverse=True)
    ways = [
        rf"(?<![ァ-ヴー・]){regex.escape(name)}(?![ァ-ヴー])" if _KATAKANA.fullmatch(name) else regex.escape(name)
        for name in said
    ]
    return regex.compile("|".join(ways) or r"(?!)")


@cache
def _japanese() -> Any:
    names = sorted((*_list("japanese"), *_japanese_generic()), key=len, reverse=True)
    return regex.compile(rf"(?<![ァ-ヴー・])(?:{'|'.join(map(regex.escape, names))})(?![ァ-ヴー])")


@cache
def _japanese_generic() -> dict[str, str]:
    return dict(_list("japanese_generic"))


@cache
def _rule(name: str) -> Any:
    return regex.compile(_list(name), regex.IGNORECASE if name != "beside" else 0)
