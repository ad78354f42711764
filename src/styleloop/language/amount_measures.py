"""Amounts of two units (`one metre twenty`, `1 m 20 cm`), and money whose name is a weight too. Pure."""

from __future__ import annotations

from decimal import Decimal

from styleloop.language.amount_classes import Classes, Read
from styleloop.language.units import match

_PARTS = {
    "m": {"cm": Decimal("0.01"), "mm": Decimal("0.001")},
    "cm": {"mm": Decimal("0.1")},
    "km": {"m": Decimal("0.001")},
    "kg": {"g": Decimal("0.001")},
    "lb": {"oz": Decimal(1) / 16},
    "ft": {"in": Decimal(1) / 12},
}
"""Units that are said together with a smaller one behind, and how much of them one of the smaller is."""
ROUND = frozenset(
    [
        "douzaine",
        "dizaine",
        "vingtaine",
        "trentaine",
        "cinquantaine",
        "soixantaine",
        "centaine",
        "docena",
        "decena",
        "veintena",
        "treintena",
        "cincuentena",
        "centena",
        "centenar",
        "dozzina",
        "decina",
        "ventina",
        "trentina",
        "cinquantina",
        "centinaio",
    ]
)
_BARE = {"m": Decimal(100), "kg": Decimal(1000)}
"""Those whose smaller part may be said without its unit, and how many make one."""
_PAID = frozenset({"cost", "costs", "price", "priced", "pay", "paid", "sterling", "worth"})
_WEIGHING = 6
"""Tokens between a word of weighing and its amount."""


class Measures(Classes):
    """A passage in which a measure may go on behind its unit."""

    def _is_round(self, read: Read) -> bool:
        """`une vingtaine de minutes`: about so many."""
        return self.word(read.last - 1) in ROUND

    def _half_pound(self, read: Read, at: int) -> tuple[str, int] | None:
        """`half a pound of coffee`: no money, for of that one half is not said."""
        return ("lb", at + 1) if read.part and self.word(at) in ("pound", "pounds") else None

    def _and_smaller(self, read: Read) -> None:
        """`one metre twenty`, `un metro e venti`, `ein Meter zwanzig`, `1 m 20 cm`: a smaller part behind."""
        if read.unit not in _PARTS or read.value != int(read.value):
            return
        linked = read.spelled and self.word(read.last) in self.words.links
        more = self.whole(read.last + linked)
        if more is None:
            return
        below, end = more
        unit = self.unit(end)
        if unit and unit[0] in _PARTS[read.unit]:
            read.value, read.last = read.value + below * _PARTS[read.unit][unit[0]], unit[1]
        elif read.spelled and not unit and not self.money_after(end) and self._ends_measure(read, below, end):
            read.value, read.last = read.value + below / _BARE[read.unit], end

    def _ends_measure(self, read: Read, below: Decimal, at: int) -> bool:
        """Whether a bare number behind a unit is its part: centimetres behind metres, grams behind kilos."""
        bare = _BARE.get(read.unit, Decimal(0))
        return bare / 100 <= below < bare and (not self._counts(at) or self.word(at) in self.words.measured_ways)

    def _is_weighed(self, read: Read, code: str, grown: bool = False) -> bool:
        """`It weighs one pound`: a currency that is a unit of mass behind a word of weighing."""
        weighed = self.words.weighed.get(code)
        if weighed is None or not self.word(read.last + grown).isalpha():
            return False
        unit, many, verbs = weighed
        american = self.locale.endswith(("-US", "-CA")) and self.word(read.last + grown) in ("pound", "pounds")
        american = american and _PAID.isdisjoint(self.word(at) for at in range(read.first - _WEIGHING, read.first))
        if not american and not any(
            match(verbs, self.found, at) for at in range(max(0, read.first - _WEIGHING), read.first)
        ):
            return False
        read.unit, read.value = unit, read.value * many
        return True
