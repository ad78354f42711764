"""The translation memory of one pair of locales: what was said before, exactly, but for its figures, or nearly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from styleloop.language.likeness import likeness, tokens
from styleloop.language.parallel import differences
from styleloop.language.slots import Slotted, full_stop, refilled, slotted, stop_of
from styleloop.types.product import Product
from styleloop.types.segment import STATES, Match, Segment, State

FUZZY = 0.7
"""Least likeness at which a translation is shown to a person; below it, starting anew is quicker."""


@dataclass(frozen=True)
class Found:
    """What the memory has for a text.

    Attributes:
        target: the translation, or for `fuzzy` that of the text that was found.
        match: how it was found.
        score: likeness, 1 but for `fuzzy`.
        source: the text that was found.
        state: how far people had looked at it.
        origin: where it came from.
    """

    target: str
    match: Match
    score: float
    source: str
    state: State
    origin: str


class Memory:
    """Finds what was said before.

    Args:
        segments: what is remembered, oldest first; of one place the last stands, and an empty target takes it back.
        source_locale: BCP 47.
        locale: BCP 47; segments of its bare language serve too, after its own.
        products: whose names are slots.
    """

    def __init__(
        self, segments: Iterable[Segment], source_locale: str, locale: str, products: Sequence[Product] = ()
    ) -> None:
        self.source_locale, self.locale, self._products = source_locale, locale, products
        standing = {s.place: s for s in segments if s.source_locale == source_locale and _serves(s.locale, locale)}
        self._kept = sorted((s for s in standing.values() if s.target and s.state != "initial"), key=self._rank)
        self._exact: dict[str, list[Segment]] = defaultdict(list)
        self._alike: dict[str, list[tuple[Segment, Slotted]]] = defaultdict(list)
        for segment in self._kept:
            self._exact[_plain(segment.source)].append(segment)
            cut = self._slotted(segment.source)
            self._alike[cut.key].append((segment, cut))
        self._tokens = {key: tokens(key, source_locale) for key in self._alike}

    def __len__(self) -> int:
        """How many texts it knows."""
        return len(self._kept)

    def find(self, text: str, slot: str = "") -> Found | None:
        """The best there is for `text`, those said in the same slot first; None where nothing is alike enough."""
        return self._said(text, slot) or self._with_stop(text, slot) or self._refilled(text, slot) or self._near(text)

    def _rank(self, segment: Segment) -> tuple[int, bool, float]:
        return -STATES.index(segment.state), segment.locale != self.locale, -segment.at.timestamp()

    def _slotted(self, text: str) -> Slotted:
        return slotted(text, self.source_locale, self._products)

    def _said(self, text: str, slot: str) -> Found | None:
        found = self._exact.get(_plain(text), [])
        best = min(found, key=lambda s: (s.slot != slot, s.slot != ""), default=None)
        return _found(best, "exact", best.target) if best else None

    def _with_stop(self, text: str, slot: str) -> Found | None:
        """`Every seam taped.` from `Every seam taped`, and the other way round."""
        core, stop = stop_of(text)
        if stop not in ("", "."):
            return None
        found = self._said(core if stop else f"{core}.", slot)
        if found is None:
            return None
        bare, _ = stop_of(found.target)
        target = bare + (full_stop(self.locale) if stop else "")
        return Found(target, found.match, 1.0, found.source, found.state, found.origin)

    def _refilled(self, text: str, slot: str) -> Found | None:
        cut = self._slotted(text)
        if not cut.slots:
            return None
        for segment, before in sorted(self._alike.get(cut.key, []), key=lambda pair: pair[0].slot != slot):
            target = refilled(segment.target, self.locale, before.slots, cut.slots, self._products)
            if target is not None and self._true(text, target):
                return _found(segment, "slots", target)
        return None

    def _true(self, text: str, target: str) -> bool:
        return not differences(text, self.source_locale, target, self.locale, facts_only=True)

    def _near(self, text: str) -> Found | None:
        mine = tokens(self._slotted(text).key, self.source_locale)
        scored = ((likeness(mine, theirs, FUZZY), key) for key, theirs in self._tokens.items())
        score, key = max(scored, key=lambda pair: (pair[0], pair[1]), default=(0.0, ""))
        if score < FUZZY:
            return None
        segment, _ = self._alike[key][0]
        shown = min(round(score, 4), 0.99)  # equal but for its slots, which could not be filled: a person looks
        return Found(segment.target, "fuzzy", shown, segment.source, segment.state, segment.origin)


def _found(segment: Segment, match: Match, target: str) -> Found:
    kind: Match = "register" if segment.batch == "register" and match == "exact" else match
    return Found(target, kind, 1.0, segment.source, segment.state, segment.origin)


def _serves(has: str, wanted: str) -> bool:
    return has in (wanted, wanted.split("-")[0])


def _plain(text: str) -> str:
    return " ".join(text.split(" ")).strip()
