"""Numbers that are no amounts: times of day, dates, years, ordinals, labels. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal

from styleloop.language.amount_words import Passage
from styleloop.language.units import match
from styleloop.language.unparted import unparted

_MARK = 8
"""Letters of a mark or model that stands alone: `USB-C 3.2` does not shout."""
_CHAIN = 4
"""Tokens from the first to the last of three figures with hyphens between."""
_STEPS = 20
_HOURS = 24
_ENDS = frozenset(".,;:!?)…")
"""Lists of steps have no more."""

Bound = Literal["", "at_least", "at_most", "up_to"]


@dataclass
class Read:
    """One number while it is being read; offsets in the folded text, `first` and `last` in tokens."""

    value: Decimal
    first: int
    last: int
    spelled: bool = False
    part: bool = False
    """A fraction that is a share where no unit follows."""
    unit: str = "pieces"
    kind: Literal["amount", "count", "clock", "date", "year", "ordinal", "label"] = "count"
    approximate: bool = False
    bound: Bound = ""
    noun: str = ""
    start: int = 0
    end: int = 0


class Classes(Passage):
    """A passage whose numbers can be told from amounts. Each method says whether, and puts the class on the number."""

    def _is_clock(self, read: Read) -> bool:
        after = self.after("clock_after", read.last)
        unit = self.unit(read.last) if after else None
        after = None if after and unit and unit[1] > after else after  # 12時 is a time of day, 12時間 is none
        if after or self.before("clock_before", read.first) or self._is_hour(read) or self._is_bare_hour(read):
            read.kind, read.last = "clock", after or read.last
            return True
        return False

    def _is_hour(self, read: Read) -> bool:
        """`à 9 h`, where hours of the day are written as hours are; neither `de 8 à 10 h` nor `à 10 h d'autonomie`."""
        unit = self.unit(read.last)
        if unit is None or unit[0] != "h" or read.value > 24 or self.figure(read.first - 2) is not None:
            return False
        if self.word(unit[1]) in self.words.of or not self.before("clock_at", read.first):
            return False
        read.last = unit[1]
        return True

    def _is_bare_hour(self, read: Read) -> bool:
        """`We open at five.`: a small whole number behind a word for times, with nothing behind that it could count."""
        if not 0 < read.value <= _HOURS or read.value != int(read.value) or not self.before("clock_bare", read.first):
            return False
        ends = read.last >= len(self.found) or self.word(read.last) in _ENDS
        return ends or self.after("clock_follows", read.last) is not None

    def _is_label(self, read: Read) -> bool:
        """`Fig. 1`, 第3回, `64-bit`, `1. Open the file`, `Firefox 56`: numbers that say which, not how many."""
        counts = self.unit(read.last) or self.money_after(read.last)
        named = self.before("label_before", read.first) and not counts and not read.part
        named = named or self._is_name(read)
        if not read.spelled or self.words.numerals.signs:
            hyphen = self.word(read.last) == "-" and self.glued(read.last)
            behind = self.after("label_after", read.last + hyphen) is not None
            named = (
                named
                or behind
                or self.before("label_always", read.first)
                or self._is_listed(read)
                or self._is_chained(read)
            )
        if named:
            read.kind = "label"
        return read.kind == "label"

    def _is_name(self, read: Read) -> bool:
        """`Da Cento a Ferrara`: a number word with a capital inside a sentence, where such words are written small."""
        if not read.spelled or read.first == 0 or read.last != read.first + 1 or self.locale.startswith("en"):
            return False
        if self.word(read.first) not in self.words.numerals.words or self.words.numerals.signs or self._shouted:
            return False
        written = self.original(*self._place(read.first))
        before = self.found[read.first - 1]
        small = before.kind == "word" and (read.first == 1 or self.original(before.start, before.end).islower())
        return small and written[:1].isupper() and not written.isupper()

    def _is_chained(self, read: Read) -> bool:
        """One of three figures or more with hyphens between: 03-1234-5678, 芝公園4-2-8."""
        first = last = read.first
        while last - first < _CHAIN and self._joins(first - 1):
            first -= 2
        while last - first < _CHAIN and self._joins(last + 1):
            last += 2
        return last - first >= _CHAIN

    def _joins(self, at: int) -> bool:
        figures = self.figure(at - 1) is not None and self.figure(at + 1) is not None
        return self.word(at) == "-" and figures and self.glued(at) and self.glued(at + 1)

    def _is_listed(self, read: Read) -> bool:
        """The number of a step at the head of a line: `1. Open the file`, `2) Launch`."""
        if read.value > _STEPS or self.word(read.last) not in (".", ")") or not self.glued(read.last):
            return False
        heads = read.first == 0 or "\n" in self.text[self.found[read.first - 1].end : self.found[read.first].start]
        return heads and 0 < read.last + 1 < len(self.found) and not self.glued(read.last + 1)

    def _is_date(self, read: Read) -> bool:
        named = self.after("year_after", read.last)
        if named and not read.spelled and 1800 <= read.value < 2100:
            read.kind, read.last = "year", named
            return True
        months = self.words.classes.get("months", {})
        dotted = self.word(read.last) == "."
        after = match(months, self.found, read.last + dotted)
        before = self.before("months", read.first)
        day = 1 <= read.value <= 31
        if read.spelled and not (day and (self.words.numerals.signs or self._named_month(after, read.last))):
            after, before = None, False  # `seven may come`
        if read.value != int(read.value) or not (after or (before and day)):
            return self._is_ordinal(read)
        read.kind, read.last = "date", after[1] if after else read.last
        year = self.figure(read.last + (self.word(read.last) == ","))
        if year and 1800 <= year < 2100:
            read.last += 1 + (self.word(read.last) == ",")
        return True

    def _named_month(self, after: tuple[object, int] | None, at: int) -> bool:
        """Whether the month that stands there can be no other word: `le vingt-trois mai`, not `two may march`."""
        return after is not None and not self.locale.startswith("en") and self.word(at) != "-"

    def _is_ordinal(self, read: Read) -> bool:
        suffix = self.after("ordinal_after", read.last)
        noun = self.after("ordinal_nouns", read.last + 1) if self.word(read.last) == "." else None
        if not read.spelled and ((suffix and (self.glued(read.last) or self.words.numerals.signs)) or noun):
            read.kind, read.last = "ordinal", max(suffix or 0, read.last + 1)
            return True
        return False

    def _is_code(self, read: Read) -> bool:
        """Letters grown onto the figure that are no unit: `100D`, `4K`."""
        grown = read.kind == "count" and not read.spelled and self.glued(read.last)
        if grown and self.found[read.last].kind == "word" and not unparted(self.word(read.last)):
            read.kind, read.last = "label", read.last + 1
        elif read.kind == "count" and not read.spelled and self._is_named(read):
            read.kind = "label"
        return read.kind == "label"

    def _is_named(self, read: Read) -> bool:
        """A version or model behind a name, where nothing follows that it could count: `Mark 3 shows`, `iPhone 15`.

        A name is a word with a capital inside a sentence of small words, or with one inside itself.
        """
        signs = self.words.numerals.signs
        if read.first == 0 or (not signs and self._counts(read.last)):
            return False
        at = read.first - 1
        at -= self.word(at) == "-" and self.glued(read.first)
        if (
            at < 0
            or self.found[at].kind != "word"
            or self.text[self.found[at].end : self.found[read.first].start].strip(" -")
        ):
            return False
        inside = signs or (at > 0 and self.original(*self._place(at - 1)).islower())
        while at > 1 and self.word(at - 1) == "-" and self.glued(at) and self.glued(at - 1):
            at -= 2  # Wi-Fi
        raw = self.original(self.found[at].start, self.found[read.first - 1].end)
        capitals = sum(map(str.isupper, raw))
        if self._shouted or capitals == 0:
            return False
        return capitals > 1 or raw[1:] != raw[1:].lower() or (inside and not self.words.nouns_capital)

    @cached_property
    def _shouted(self) -> bool:
        """Whether the whole text is written in capitals, which then tell nothing."""
        written = self.original(0, len(self.text))
        return written.isupper() and sum(map(str.isalpha, written)) > _MARK

    def _place(self, at: int) -> tuple[int, int]:
        return self.found[at].start, self.found[at].end

    def _is_year(self, read: Read) -> bool:
        token = self.found[read.last - 1]
        if read.spelled or not token.text.isdigit() or not 1800 <= read.value < 2100 or read.unit != "pieces":
            return False
        named = self.after("year_nouns", read.last) is not None or self.before("year_before", read.first)
        if self._counts(read.last) and not named:
            return False
        read.kind = "year"
        return True

    def _counts(self, at: int) -> bool:
        """Whether the word at `at` can be what a bare number counts."""
        if at >= len(self.found) or self.found[at].kind != "word" or self.word(at) in self.words.not_counted:
            return False
        token = self.found[at]
        return not self.words.nouns_capital or self.original(token.start, token.end)[:1].isupper()
