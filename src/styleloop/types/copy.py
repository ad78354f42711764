"""Words by slot."""

from __future__ import annotations

from typing import Self

from styleloop.types.record import Record

HEADLINE, BODY, CTA, PRICE, CAPTION, ALT = "headline", "body", "cta", "price", "caption", "alt"
DRAWN_SLOTS = (HEADLINE, BODY, CTA, PRICE)
"""Slots a template sets into the picture; caption and alt text travel beside it."""


class SlotText(Record):
    """The words of one slot. In a headline a newline parts beats."""

    slot: str
    text: str


class Copy(Record):
    """All words of one piece, by slot, in reading order."""

    slots: tuple[SlotText, ...] = ()

    @classmethod
    def of(cls, **texts: str) -> Self:
        """`Copy.of(headline="It rained.", cta="Take the rain shell")`; empty texts are left out."""
        return cls(slots=tuple(SlotText(slot=slot, text=text) for slot, text in texts.items() if text))

    def text(self, slot: str) -> str:
        """The words of `slot`, or an empty string."""
        return next((s.text for s in self.slots if s.slot == slot), "")

    def by_slot(self) -> dict[str, str]:
        """Slot -> words."""
        return {s.slot: s.text for s in self.slots}

    def replaced(self, slot: str, text: str) -> Copy:
        """The same copy with other words in one slot."""
        if not any(s.slot == slot for s in self.slots):
            return Copy(slots=(*self.slots, SlotText(slot=slot, text=text)))
        return Copy(slots=tuple(SlotText(slot=s.slot, text=text if s.slot == slot else s.text) for s in self.slots))
