"""A brief for words alone -> candidates for each slot of its format, and the most that do not repeat each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from styleloop.drafts.copy import house
from styleloop.drafts.copy.beside import one_line
from styleloop.drafts.copy.house import stems
from styleloop.drafts.copy.lines import Line, lines
from styleloop.drafts.copy.material import Material, opened
from styleloop.language.filling import AGREEMENT
from styleloop.language.skeleton import key
from styleloop.language.widths import length
from styleloop.types.brand import BrandKit
from styleloop.types.brief import Brief, SlotLimit
from styleloop.types.copy import BODY, HEADLINE
from styleloop.types.record import Refusal
from styleloop.types.style import Pattern
from styleloop.types.texts import AdText
from styleloop.types.variant import FilledSlot

SEARCH = "search"
"""Slot of the neutral frames that are made for short texts."""
LONG = "long-headline"
NAME = "business-name"
ALIKE = 0.6
"""Two texts of a slot share at most so many of their telling words (Jaccard)."""
OFTEN = 2
"""Texts of a slot that one fact may carry; name and price, which every ad needs, one more."""
_NEEDED = ("product.name", "product.price")
_TELLING = 3
"""Telling words that a description has at least."""


def candidates(brief: Brief, patterns: Sequence[Pattern], kit: BrandKit) -> dict[str, tuple[AdText, ...]] | Refusal:
    """Slot -> every text that fits it, the most telling first. `spread` takes the set from them.

    Args:
        brief: Its first placement is the format of words alone.
        patterns: The brand's frames.
        kit: Voice, terms, claims, audiences.
    """
    material = opened(brief, kit)
    if isinstance(material, Refusal):
        return material
    own = [p for p in patterns if p.locale == brief.market]
    voice = _voice(own, material)
    search = _made((p for p in house.frames(material.locale) if p.slot == SEARCH), HEADLINE, material)
    bodies = _made((p for p in (*own, *house.frames(material.locale)) if p.slot == BODY), BODY, material)
    offered = {
        HEADLINE: _in_turn(search, voice),
        LONG: voice,
        BODY: _in_turn([b for b in bodies if _alone(b)], [line for line in voice if _tells(line)]),
    }
    made = {limit.slot: _fitting(offered.get(limit.slot, ()), limit) for limit in brief.placements[0].limits}
    names = [limit for limit in brief.placements[0].limits if limit.slot == NAME]
    return made | {limit.slot: _name(kit.name, limit) for limit in names}


def spread(offered: Iterable[AdText], most: int) -> tuple[AdText, ...]:
    """At most `most` of the texts offered, in their order, of which none repeats another."""
    chosen: list[AdText] = []
    said: list[frozenset[str]] = []
    told: Counter[str] = Counter()
    for text in offered:
        words, facts = frozenset(stems(text.text)), {s.fact for s in text.filled}
        often = any(told[fact] >= OFTEN + (fact in _NEEDED) for fact in facts)
        alike = any(words <= other or other <= words or _share(words, other) > ALIKE for other in said)
        if len(chosen) < most and not often and not alike:
            chosen.append(text)
            said.append(words)
            told.update(facts)
    return tuple(chosen)


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)


def _voice(own: Sequence[Pattern], material: Material) -> list[Line]:
    """Headlines as a campaign has them: the brand's own frames, then neutral ones, each with what was told least."""
    wry = house.dry(own, material.kit.voice)
    neutral = (p for p in house.frames(material.locale, wry=wry) if p.slot == HEADLINE)
    found = [*_made((p for p in own if p.slot == HEADLINE), HEADLINE, material), *_made(neutral, HEADLINE, material)]
    by_frame: dict[str, list[Line]] = {}
    for line in found:
        by_frame.setdefault(key(line.pattern.skeleton), []).append(line)
    told: Counter[str] = Counter()
    once = []
    for ways in by_frame.values():
        best = min(ways, key=lambda line: sum(told[fact] for fact in line.facts))
        told.update(best.facts)
        once.append(best)
    return once


def _made(frames: Iterable[Pattern], slot: str, material: Material) -> list[Line]:
    found, _ = lines((p.model_copy(update={"slot": slot}) for p in frames), material)
    return list(found)


def _in_turn(first: Sequence[Line], second: Sequence[Line]) -> list[Line]:
    return [line for pair in zip_longest(first, second) for line in pair if line is not None]


def _alone(line: Line) -> bool:
    """Whether a body makes sense without a headline before it: no word in it stands for what is not named."""
    named = any(s.fact == "product.name" for s in line.filled.spans)
    return named or not any(gap.kind == AGREEMENT for gap in line.pattern.gaps)


def _tells(line: Line) -> bool:
    return len(stems(line.text)) >= _TELLING and any(s.fact == "product.name" for s in line.filled.spans)


def _fitting(found: Sequence[Line], limit: SlotLimit) -> tuple[AdText, ...]:
    return tuple(_texts(found, limit))


def _texts(found: Sequence[Line], limit: SlotLimit) -> Iterator[AdText]:
    for line in found:
        filled = one_line(line.filled)
        if length(filled.text, limit.count) > limit.graphemes or (limit.slot == BODY and not _long(filled.text)):
            continue
        spans = tuple(
            FilledSlot(slot=limit.slot, start=s.start, end=s.end, text=s.text, fact=s.fact) for s in filled.spans
        )
        by = house.drafter(line.pattern)
        yield AdText(slot=limit.slot, text=filled.text, filled=spans, pattern=line.pattern.id, drafter=by)


def _long(text: str) -> bool:
    return len(stems(text)) >= _TELLING


def _name(name: str, limit: SlotLimit) -> tuple[AdText, ...]:
    if length(name, limit.count) > limit.graphemes:
        return ()
    span = FilledSlot(slot=limit.slot, start=0, end=len(name), text=name, fact="brand.name")
    return (AdText(slot=limit.slot, text=name, filled=(span,), drafter="the brand"),)
