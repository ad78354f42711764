"""One line -> its gaps; many lines -> the frames they share. Pure.

What one example leaves open (is it *the* or *a*? does *it* stand for the product?) stays open in the frame as a set of
forms or readings; each further example narrows the set. Lines that cannot share one set are different frames.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from styleloop.language import agreement, forms
from styleloop.language.filling import (
    ADVERSARY,
    AGREEMENT,
    EITHER,
    LEAD,
    PRICE,
    PRODUCT,
    Filler,
    grammar,
)
from styleloop.language.skeleton import Gap, Part, Words, write
from styleloop.language.spotting import Spot, plain
from styleloop.style.hanging import gives_reason, hangs_on
from styleloop.style.spotting import Agreeing, agreeing
from styleloop.types.style import PatternSlot

_OF_NAMES = frozenset(("bare", "definite", "indefinite"))
"""Forms of a name that takes no article. Names are definite, so a thing in the place of one takes *the*."""
LUCK = 0.25
"""A trait that all examples share binds the frame only if sharing it by chance would be rarer than this."""


@dataclass(frozen=True)
class Example:
    """One line with what is known in it."""

    asset: str
    sku: str
    text: str
    locale: str
    spots: tuple[Spot, ...]
    verbs: frozenset[str] = frozenset()

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Name of each spot's gap: `product`, `product2`, `part1`, `number1`, `label1`."""
        seen: Counter[str] = Counter()
        found = []
        for spot in self.spots:
            stem = spot.filler.kind if spot.family == "noun" or spot.filler.kind == PRICE else spot.family
            seen[stem] += 1
            single = stem in (PRODUCT, ADVERSARY, PRICE) and seen[stem] == 1
            found.append(stem if single else f"{stem}{seen[stem]}")
        return tuple(found)

    @cached_property
    def agreeing(self) -> tuple[Agreeing, ...]:
        """Words that may agree with a spot."""
        return agreeing(self.text, self.spots, self.names, self.locale, self.verbs)

    @cached_property
    def key(self) -> tuple[str, ...]:
        """Equal for lines that may share a frame."""
        return tuple(self._tokens())

    @property
    def openness(self) -> int:
        """How much it leaves open; the least open example is merged first."""
        return sum(len(s.forms) for s in self.spots) + sum(len(a.readings) for a in self.agreeing)

    def places(self) -> Iterator[tuple[int, int, str, int]]:
        """(start, end, `spot` or `agreeing`, index) in reading order."""
        spots = [(s.start, s.end, "spot", i) for i, s in enumerate(self.spots)]
        words = [(a.start, a.end, "agreeing", i) for i, a in enumerate(self.agreeing)]
        yield from sorted([*spots, *words])

    def _tokens(self) -> Iterator[str]:
        text, at = plain(self.text), 0
        for start, end, what, index in self.places():
            yield text[at:start]
            at = end
            if what == "agreeing":
                yield f"~{self.agreeing[index].group}"
                continue
            spot = self.spots[index]
            detail = {"noun": spot.filler.kind, "number": spot.filler.dimension}.get(spot.family, "")
            yield f"{{{self.names[index]} {spot.family} {detail}"
        yield text[at:]


class Group:
    """Examples that share one frame, and what they still leave open."""

    def __init__(self, first: Example, shares: Mapping[str, float]) -> None:
        self.examples = [first]
        self.shares = shares
        self.forms = [s.forms for s in first.spots]
        self.readings = [a.readings for a in first.agreeing]

    def take(self, other: Example) -> bool:
        """Add `other` when one set of forms and readings explains all; tell whether it was added."""
        narrowed = [a & s.forms for a, s in zip(self.forms, other.spots, strict=True)]
        read = [a & w.readings for a, w in zip(self.readings, other.agreeing, strict=True)]
        if not all(narrowed) or not all(read):
            return False
        self.forms, self.readings = narrowed, read
        self.examples.append(other)
        return True

    def skeleton(self) -> str:
        """The frame as a skeleton."""
        first = self.examples[0]
        parts: list[Part] = []
        text, at = plain(first.text), 0
        for start, end, what, index in first.places():
            name = first.names[index] if what == "spot" else self.word_name(index)
            if not name:
                continue
            parts += [Words(text[at:start])] if start > at else []
            parts.append(Gap(name))
            at = end
        return write([*parts, Words(text[at:])])

    def word_name(self, index: int) -> str:
        """Name of an agreeing gap (`it@product`), or an empty string where the word is just a word."""
        if not self._leading(index):
            return ""
        twins = {r for i, r in enumerate(self.readings[:index]) if self._leading(i) == self._leading(index)}
        other = twins - {self.readings[index]}
        return self._leading(index).lstrip("+") + (f"#{len(other) + 1}" if other else "")

    def _leading(self, index: int) -> str:
        governed = [r for r in self.readings[index] if not r.startswith(agreement.LITERAL)]
        return min(governed, key=lambda r: (len(r), r), default="")

    def slots(self) -> tuple[PatternSlot, ...]:
        """Every gap, each name once."""
        first = self.examples[0]
        gaps = [self._spot_slot(i) for i in range(len(first.spots))]
        words = [
            PatternSlot(name=self.word_name(i), kind=AGREEMENT, form=EITHER.join(sorted(self.readings[i])))
            for i in range(len(first.agreeing))
            if self.word_name(i)
        ]
        return tuple({slot.name: slot for slot in [*gaps, *words]}.values())

    def _spot_slot(self, index: int) -> PatternSlot:
        spots = [example.spots[index] for example in self.examples]
        forms_here = self.forms[index]
        form = "definite" if forms_here >= _OF_NAMES else EITHER.join(sorted(forms_here))
        return PatternSlot(
            name=self.examples[0].names[index],
            kind=EITHER.join(sorted({s.filler.kind for s in spots})),
            form=form,
            traits=tuple(sorted(self._shared([s.filler for s in spots]) | self._locks(index, form, spots))),
            dimension=spots[0].filler.dimension if spots[0].family == "number" else "",
        )

    def _shared(self, fillers: Sequence[Filler]) -> frozenset[str]:
        """Traits of every filler seen, without those that so few products may well share by chance.

        To be the leading fact counts only in a frame with a reason or an adversary.
        """
        shared = frozenset.intersection(*(f.traits for f in fillers))
        first = self.examples[0]
        reasoned = any(s.filler.kind == ADVERSARY for s in first.spots) or gives_reason(first.text)
        products = len({e.sku for e in self.examples})
        chance = {trait for trait in shared if self.shares.get(trait, 0.0) ** products > LUCK}
        return shared - chance - (frozenset() if reasoned else {LEAD})

    def _locks(self, index: int, form: str, spots: Sequence[Spot]) -> frozenset[str]:
        """Number or gender, where words of the frame may hang on it and the examples show only one."""
        if spots[0].family != "noun":
            return frozenset()
        seen = [grammar(s.filler.column(form)) for s in spots]
        shared = frozenset.intersection(*seen)
        wanted = "gender:" if forms.language(self.examples[0].locale) == "ar" else "number:"
        hangs = any(hangs_on(e.text, e.locale, e.spots, e.agreeing, index, form) for e in self.examples)
        return frozenset(t for t in shared if t.startswith(wanted)) if hangs else frozenset()


def group(examples: Sequence[Example], shares: Mapping[str, float]) -> list[Group]:
    """Frames of `examples`, in a fixed order; the order of the examples does not matter.

    Args:
        examples: Lines of one slot in one language.
        shares: Trait -> share of all products that have it.
    """
    by_key: dict[tuple[str, ...], list[Example]] = {}
    for example in sorted(examples, key=lambda e: (e.openness, e.asset)):
        by_key.setdefault(example.key, []).append(example)
    groups: list[Group] = []
    for key in sorted(by_key):
        here: list[Group] = []
        for example in by_key[key]:
            if not any(g.take(example) for g in here):
                here.append(Group(example, shares))
        groups += here
    return groups
