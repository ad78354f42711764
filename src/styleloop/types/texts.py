"""Words of an ad that is words alone: a set of short texts that a platform combines as it likes."""

from __future__ import annotations

from styleloop.types.record import Record, Refusal
from styleloop.types.variant import FilledSlot


class AdText(Record):
    """One text of a set. It makes sense beside any other of its set."""

    slot: str
    """Slot of the format: `headline`, `body`, ..."""
    text: str
    filled: tuple[FilledSlot, ...] = ()
    """Every span that came from a fact."""
    pattern: str = ""
    """Id of its frame."""
    drafter: str


class TextSet(Record):
    """What one product says in one market in one format of words alone."""

    product: str
    """sku."""
    market: str
    placement: str
    texts: tuple[AdText, ...] = ()
    """By slot in the format's order, the most telling first."""
    refusals: tuple[Refusal, ...] = ()
    """Which slots could not be filled up, and texts that a check blocked."""

    def of(self, slot: str) -> tuple[str, ...]:
        """The texts of one slot."""
        return tuple(t.text for t in self.texts if t.slot == slot)
