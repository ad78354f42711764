"""The reading of amounts, token by token: number, scale, fraction, unit, class, bounds, ranges. Pure."""

from __future__ import annotations

from decimal import Decimal

from styleloop.language.amount_classes import Bound, Read
from styleloop.language.amount_measures import ROUND, Measures
from styleloop.language.numerals import VULGAR, digits, spoken, unclitic
from styleloop.language.units import dimension, match

_DENOMINATORS = frozenset(map(Decimal, (2, 3, 4, 5, 6, 8, 10, 16)))
_WRITTEN = ("word", "sign")
_SAMPLE = 100
"""More than this is no `9 out of 10`: `three in 2024`."""
_FULL = frozenset(
    ("full", "whole", "entire", "solid", "volle", "vollen", "ganze", "ganzen", "bonne", "pleine", "entière", "buena")
)
_FULL_BEHIND = frozenset(
    ("entière", "complète", "pleine", "entera", "completa", "larga", "intera", "piena", "buona", "abbondante")
)
"""Words by which an hour is a measured one, before it and behind."""
_MEASURED = frozenset({"g", "kg", "ml", "cl", "l", "mm", "cm", "m", "km"})
"""Units that an article counts: `a litre`, `ein Meter`; `an hour`, `a day` are more often mere talk."""


class Reader(Measures):
    """One pass over one text. `_taken`: tokens before this one belong to numbers already read."""

    _taken = 0

    def read(self) -> list[Read]:
        """Every number, in order, classed; sayings left out."""
        opening = self._opening()
        quiet = self.sayings() if opening else frozenset()
        reads: list[Read] = []
        for at in opening:
            said = at in quiet and not self._is_half_a_unit(at)
            read = self._number(at) if at >= self._taken and not said else None
            if read is not None:
                reads.append(self._classed(read))
                self._taken = read.last
        self._pair(reads)
        self._dial(reads)
        return [self._finished(read) for read in reads]

    def _is_half_a_unit(self, at: int) -> bool:
        """`meno di mezzo chilo`, whatever else `di mezzo` says."""
        return self.word(at) in self.words.numerals.measured and self.unit(at + 1) is not None

    def _opening(self) -> list[int]:
        """Where a number may begin."""
        numerals = self.words.numerals
        opens = self.words.opens if numerals.clitics or numerals.signs else self.words.openers.__contains__
        return [at for at, (kind, text, _, _) in enumerate(self.found) if kind not in _WRITTEN or opens(text)]

    # --- the number itself

    def _number(self, at: int) -> Read | None:
        token = self.found[at]
        if token.kind in ("time", "date"):
            return Read(Decimal(0), at, at + 1, kind="clock" if token.kind == "time" else "date")
        read = self._figure(at) if token.kind == "number" or token.text in VULGAR else self._spelled(at)
        if read is None:
            return None
        tail = match(self.words.tails, self.found, read.last)
        if tail:
            read.value, read.last, read.part = read.value + tail[0], tail[1], False
        return read

    def _figure(self, at: int) -> Read | None:
        token = self.found[at]
        if token.text in VULGAR:
            return Read(VULGAR[token.text], at, at + 1, part=True)
        value = digits(token.text, self.decimal)
        if value is None or (token.text[0] == "0" and len(token.text) > 1 and token.text.isdigit()):
            return Read(value or Decimal(0), at, at + 1, kind="label")
        read = Read(value, at, at + 1)
        self._slash(read)
        if self.word(read.last) in VULGAR:
            read.value, read.last = read.value + VULGAR[self.word(read.last)], read.last + 1
        self._scaled(read)
        return self._signed(read)

    def _slash(self, read: Read) -> None:
        """`1/2`, `1 1/2`, and `24/7`, which is no fraction."""
        below = self.figure(read.last + 1)
        if self.word(read.last) == "/" and below is not None and self.glued(read.last) and self.glued(read.last + 1):
            fraction = read.value < below and below in _DENOMINATORS
            read.kind = "count" if fraction else "label"
            read.value, read.last, read.part = read.value / below if fraction else read.value, read.last + 2, fraction
            return
        above, below = self.figure(read.last), self.figure(read.last + 2)
        if above and below and self.word(read.last + 1) == "/" and above < below and below in _DENOMINATORS:
            read.value, read.last = read.value + above / below, read.last + 3

    def _scaled(self, read: Read) -> None:
        known = self.words.numerals
        text = self.word(read.last)
        scale = known.scales.get(text) or known.short_scales.get(text)
        if scale is None and text == "m" and self.glued(read.last) and self.money_before(read.first):
            scale = Decimal(1_000_000)
        if scale:
            read.value, read.last = read.value * scale, read.last + 1
        below = self.figure(read.last) if scale and known.signs else None
        smaller = known.short_scales.get(self.word(read.last + 1), Decimal(1))
        if scale and below is not None and below * smaller < scale and self.glued(read.last):  # 1万2千
            rest = Read(below, read.last, read.last + 1)
            self._scaled(rest)
            read.value, read.last = read.value + rest.value, rest.last

    def _signed(self, read: Read) -> Read:
        """A minus belongs to the number when it touches it and nothing stands before it."""
        at = read.first - 1
        if at >= self._taken and self.word(at) == "-" and self.glued(read.first) and not (at > 0 and self.glued(at)):
            before = self.found[at - 1].kind if at > 0 else ""
            if before != "number":
                read.value, read.first = -read.value, at
        return read

    def _spelled(self, at: int) -> Read | None:
        known = self.words.numerals
        if self._is_mere_article(at) or self.after("clock_before", at):
            return None
        dual = match(self.words.duals, self.found, at) or self.without_clitic(self.words.duals, at)
        if dual:
            return self._dual(at, *dual)
        whole = self.words.joined.get(self.word(at))
        if whole:
            return Read(whole[1], at, at + 1, True, unit=whole[0], kind="amount")
        share = match(self.words.shares, self.found, at)
        if share:
            return Read(share[0], at, share[1], True, unit="%", kind="amount")
        factor = match(self.words.factors, self.found, at)
        if factor:
            return Read(factor[0], at, factor[1], True, unit="x", kind="amount")
        if known.signs and self.after("many_before", at - 1) == at and self.glued(at):
            return None  # 何十年
        said = spoken(known, self.found, at)
        joined = said is not None and self.word(said[1]) == "-" and self.glued(said[1] + 1)  # four-fifths
        if said and joined and self.word(said[1] + 1) in known.counted:
            said = said[0], said[1] + 1
        counted = known.counted.get(self.word(said[1] if said else at + 1))
        if counted and (said or (self.word(at) in self.words.articles and self._is_part(at + 2))):
            return Read((said[0] if said else 1) * counted, at, (said[1] if said else at + 1) + 1, True, part=True)
        if said:
            return Read(said[0], at, said[1], True)
        return self._fraction_word(at) or self._one_of_a_unit(at)

    def _is_part(self, at: int) -> bool:
        """Whether what ends before `at` is a fraction: `un cuarto de kilo`, not `un cuarto acogedor`, a cosy room."""
        return not self.words.needs_of or self.word(at) in self.words.of or not self.word(at).isalpha()

    def _is_mere_article(self, at: int) -> bool:
        """`a lid`: an article, the commonest of openers, that opens no number, seen at a glance."""
        known, words, after = self.words.numerals, self.words, self.word(at + 1)
        mere = self.word(at) in words.mere_articles and after not in known.counted and after not in words.units
        return mere and not self._one_of_many(at) and not self._is_full(at)

    def _one_of_many(self, at: int) -> bool:
        """`un client sur trois`, `una de cada tres`: an article that counts."""
        link = match(self.words.around.get("out_of", {}), self.found, at + 1)
        link = link or match(self.words.around.get("out_of_behind", {}), self.found, at + 2)
        return bool(link and self.whole(link[1]))

    def _dual(self, at: int, unit: str, end: int) -> Read:
        """`ساعتان`, `لتران ونصف`, and two things that Arabic counts by their ending: `جداران`."""
        tail = match(self.words.tails, self.found, end)
        noun = self.word(at) if unit == "pieces" else ""
        value = Decimal(2) + (tail[0] if tail else 0)
        return Read(value, at, tail[1] if tail else end, True, unit=unit, kind="amount", noun=noun)

    def _fraction_word(self, at: int) -> Read | None:
        known = self.words.numerals
        word = unclitic(known, self.word(at)) if self.word(at) not in known.alone else self.word(at)
        share = known.alone.get(word)
        bare = share or known.measured.get(word) or known.measured.get(self.word(at))
        if not bare:
            return None
        dozen = known.scales.get(self.word(at + 1 + (self.word(at + 1) in self.words.articles)))
        if dozen:
            return Read(bare * dozen, at, at + 2 + (self.word(at + 1) in self.words.articles), True)
        read = Read(bare, at, at + 1, True, part=True)
        behind = read.last + (self.word(read.last) == "-" and self.glued(read.last))  # demi-litre
        return read if share or self.unit(behind) or self.word(behind) in known.halved else None

    def _is_full(self, at: int) -> bool:
        """`a full hour`, `une heure entière`: an article that counts a time, by a word that says all of it."""
        before, unit = self.word(at + 1) in _FULL, self.unit(at + 1 + (self.word(at + 1) in _FULL))
        timed = unit is not None and unit[0] in ("h", "min") and len(self.word(unit[1] - 1)) > 1
        return timed and unit is not None and (before or self.word(unit[1]) in _FULL_BEHIND)

    def _one_of_a_unit(self, at: int) -> Read | None:
        if self.word(at) in self.words.articles:
            if self._is_full(at):
                return Read(Decimal(1), at, at + 1 + (self.word(at + 1) in _FULL), True)
            unit = self.unit(at + 1)
            written = self.word(at + 1)
            counts = unit and (
                (unit[0] in _MEASURED and len(written) > 2) or match(self.words.tails, self.found, unit[1])
            )
            return Read(Decimal(1), at, at + 1, True) if counts or self._one_of_many(at) else None
        if self.words.numerals.clitics and match(self.words.tails, self.found, at + 1):
            unit = self.unit(at) or self.without_clitic(self.words.units, at)
            tail = match(self.words.tails, self.found, at + 1)
            if unit and tail:
                return Read(1 + tail[0], at, tail[1], True, unit=unit[0], kind="amount")
        return None

    # --- what it counts

    def _classed(self, read: Read) -> Read:
        """Unit, class and noun of a number, in the order in which they exclude each other."""
        if read.kind != "count" or self._is_part_of(read):
            return read
        if not (self._is_clock(read) or self._is_label(read) or self._is_date(read)):
            told = self._has_money(read) or self._has_unit(read) or self._is_share(read) or self._is_code(read)
            if read.kind == "count" and not self._is_year(read):
                self._count(read, told)
        return read

    def _is_part_of(self, read: Read) -> bool:
        """三分の二, 4人に3人: the whole is said first."""
        for name in ("parts_of", "each_of"):
            link = match(self.words.around.get(name, {}), self.found, read.last)
            part = self.whole(link[1]) if link else None
            if part and 0 < part[0] < read.value <= _SAMPLE:
                unit = self.unit(part[1])
                counted = name == "each_of" and unit is not None and unit[0] == "pieces"
                read.value, read.last = part[0] / read.value * 100, unit[1] if unit and counted else part[1]
                read.unit, read.kind = "%", "amount"
                return True
        return False

    def _has_money(self, read: Read) -> bool:
        before = self.money_before(read.first)
        weighed = self.unit(read.last) if before else None
        if weighed and dimension(weighed[0]) == "mass" and self.word(read.first - 1).isalpha():
            before = None  # peso 11,4 kg
        dash = self.word(read.last) in (",", ".") and self.word(read.last + 1) == "-" and self.glued(read.last + 1)
        grown = self.word(read.last) == "-" and self.glued(read.last) and self.glued(read.last + 1)  # a 300-pound limit
        after = self.money_after(read.last + 2 * dash + grown)  # 40,- €
        if before and before[1] >= self._taken:
            read.unit, read.first = before
        elif after:
            if self._is_weighed(read, after[0], grown):
                read.last, read.kind = after[1], "amount"
                return True
            read.unit, read.last = after
            tail = match(self.words.tails, self.found, read.last)
            if tail and read.spelled:  # dos euros y medio
                read.value, read.last = read.value + tail[0], tail[1]
            cents = self.word(read.last)
            if len(cents) == 2 and cents.isdigit() and self.glued(read.last):  # 12€50
                read.value, read.last = read.value + Decimal(cents) / 100, read.last + 1
        else:
            pence = None if read.spelled and not self.words.pence else match(self.words.pence, self.found, read.last)
            if not pence or (len(self.word(read.last)) == 1 and not self.glued(read.last)):
                return False
            read.unit, read.last, read.value = pence[0], pence[1], read.value / 100
        read.kind = "amount"
        return True

    def _has_unit(self, read: Read) -> bool:
        if read.kind != "count":
            return False
        tenths = match(self.words.tenths, self.found, read.last)
        if tenths:
            read.value, read.unit, read.kind, read.last = read.value * 10, "%", "amount", tenths[1]
            return True
        at = read.last + (self.word(read.last) == "-" and self.glued(read.last) and self.glued(read.last + 1))
        if read.part or self._is_round(read):
            at += self.word(at) in self.words.of and (
                self.word(at + 1) in self.words.articles or bool(self.unit(at + 1))
            )
            at += self.word(at) in self.words.articles
        unit = self.unit(at) or (self._letters(at) if self.glued(read.last) else self._half_pound(read, at))
        if unit is None or (unit[0] == "x" and self.figure(unit[1]) is not None):
            return False
        read.unit, read.last, read.kind = unit[0], unit[1], "count" if unit[0] == "pieces" else "amount"
        if read.unit == "mm" and self._ends_before(self.words.heads, read.first):
            read.unit = "mm_wc"
        tail = match(self.words.tails, self.found, read.last)
        if tail:
            read.value, read.last = read.value + tail[0], tail[1]
        else:
            self._and_smaller(read)
        if self.after("later", read.last):
            read.kind = "label"
        return True

    def _letters(self, at: int) -> tuple[str, int] | None:
        """`3x` and `3×`, glued to the figure."""
        return ("x", at + 1) if self.word(at) in ("x", "×") else None

    def _is_share(self, read: Read) -> bool:
        """A fraction without a unit, and `9 out of 10`."""
        if read.kind != "count":
            return False
        link = match(self.words.around.get("out_of", {}), self.found, read.last)
        link = link or match(self.words.around.get("out_of_behind", {}), self.found, read.last + 1)
        of = self.whole(link[1]) if link else None
        if of and 0 < read.value < of[0] <= _SAMPLE and not self.unit(of[1]):
            read.value, read.last, read.part = read.value / of[0], of[1], True
        if read.part:
            read.value, read.unit, read.kind = read.value * 100, "%", "amount"
        return read.part

    def _count(self, read: Read, told: bool) -> None:
        if self.words.numerals.signs:
            # Such signs are in many words (一般, 万能): they count where something counted follows.
            read.kind = "label" if read.spelled and not told else "count"
            return
        at = read.last
        if at >= self._taken and self.word(at) == "-" and self.glued(at) and self.glued(at + 1):
            at += 1
        if self._counts(at):
            read.noun = self.word(at)
        elif read.value == 1 and read.spelled and read.first and self.words.numerals.clitics:
            read.noun = self.word(read.first - 1)
        doubt = self.words.doubtful.get(self.word(read.first)) if read.last == read.first + 1 else None
        if doubt and not told and not (read.noun and doubt.fullmatch(read.noun)):
            read.kind = "label"  # `sei pronta?`, `comme neuf`

    # --- ranges, bounds, offsets

    def _pair(self, reads: list[Read]) -> None:
        """`8-10 hours`, `7 x 9 cm`: the first takes the unit of the second, and a range its bounds."""
        for left, right in zip(reversed(reads[:-1]), reversed(reads[1:]), strict=True):
            link = self._link(left.last, right.first)
            if link and right.kind == "clock" and left.unit == "h":  # de 9 h à 18 h
                left.kind = "clock"
            if link == "ranges" and left.kind == "clock" and right.unit == "h":  # abierto de 9 a 18 h
                right.kind = "clock"
            if link == "ranges" and left.kind == "label" and right.kind == "count" and right.unit == "pieces":
                right.kind = "label"  # les étapes 1 à 3
            if link == "ranges" and right.kind == "label" and left.kind == "count" and not left.noun:
                left.kind = "label"  # de 32 à 64 bits
            if link == "ranges" and right.kind == "date" and left.kind == "count" and left.value <= 31:
                left.kind = "date"  # du 3 au 12 mars
            if not link or "date" in (left.kind, right.kind):
                continue
            if link in ("ranges", "whole") and left.kind in ("label", "clock") and right.kind == "count":
                right.kind, right.noun = left.kind, ""  # sizes 8 to 18, page 1 of 12
            elif link == "ranges" and left.kind == "count" and right.kind == "clock":
                left.kind, left.noun = "clock", ""  # 9 bis 18 Uhr
            if link != "whole" and left.kind == "count" and left.unit == "pieces" and right.kind == "amount":
                left.unit, left.kind, left.noun = right.unit, right.kind, ""
            ranged = link == "ranges" or (link == "either" and self.around("between", left.first))
            if ranged and left.unit == right.unit and left.kind == right.kind and left.value < right.value:
                left.bound, right.bound = "at_least", "at_most"

    def _dial(self, reads: list[Read]) -> None:
        """`01225 428126`: what stands behind a group with a nought in front is part of the same number."""
        dialled = -1
        for read in reads:
            follows = read.first == dialled and read.kind in ("count", "label", "year")
            if follows:
                read.kind, read.noun = "label", ""
            text = self.word(read.first)
            opens = (
                read.kind == "label"
                and len(text) > 2
                and text.isdigit()
                and (text[0] == "0" or self.word(read.first - 1) == "+")
            )
            dialled = read.last if follows or opens else -1

    def _link(self, at: int, to: int) -> str:
        """How the words between two numbers join them: `ranges`, `sizes`, `either`, or not at all."""
        for name in ("ranges", "sizes", "either", "whole"):
            hit = match(self.words.around.get(name, {}), self.found, at)
            if hit and hit[1] == to:
                return name
        return ""

    def _finished(self, read: Read) -> Read:
        if read.kind == "amount" and read.unit == "pieces":
            read.kind = "count"
        about = self.around("approximate", read.first) or self.behind("approximate_after", read.last)
        read.approximate = about or (self.found[read.first].text in ROUND and read.spelled)
        if not read.bound and read.kind in ("amount", "count"):
            read.bound = self._bound(read)
        read.start, read.end = self.found[read.first].start, self.found[read.last - 1].end
        return read

    def _bound(self, read: Read) -> Bound:
        first = read.first - (read.part and self.word(read.first - 1) in self.words.articles)  # less than a half litre
        begins = "priced_from" if dimension(read.unit) == "money" else "begins_at"
        signs: tuple[tuple[str, Bound], ...] = (
            ("up_to", "up_to"), ("at_most", "at_most"), ("at_least", "at_least"), (begins, "at_least")
        )  # fmt: skip
        for name, sign in signs:
            if name == begins and read.kind != "amount":
                continue
            if self.behind(f"{name}_after", read.last) or self.around(name, first):
                return sign
        return ""
