"""What one language says around its numbers, and a text through which they can be looked up. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from typing import Any

from styleloop.language.lexicons import lexicon
from styleloop.language.locales import decimal_sign
from styleloop.language.numerals import VULGAR, Numerals, digits, numerals, small_words, spoken, unclitic
from styleloop.language.units import Token, Trie, codes, forms, match, money_forms, sign_currency, tokens, trie
from styleloop.language.unparted import NUMERALS

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬٪−", "01234567890123456789.,%-")
_SIGNS = {
    "ranges": ["-"],
    "sizes": ["x", "×"],
    "approximate": ["~", "≈"],
    "at_least": [">", "≥"],
    "at_most": ["<", "≤"],
}
"""What every language writes around its numbers."""
_AMERICAN = frozenset({"fl_oz", "pt", "qt", "gal"})
"""Measures that are others in the United States."""


@dataclass(frozen=True)
class AmountWords:
    """What one language says around its numbers."""

    numerals: Numerals
    units: Trie
    money: Trie
    pence: Trie
    duals: Trie
    heads: Trie
    """What stands before a number and makes its millimetres a water column."""
    tails: Trie
    factors: Trie
    shares: Trie
    """Words that are a share by themselves: 半額."""
    joined: Mapping[str, tuple[str, Decimal]]
    """Words that are an amount by themselves -> its unit and value: `Viertelstunde`."""
    tenths: Trie
    """What makes the number before it tenths: 七割."""
    leave_out: Trie
    around: dict[str, Trie]
    classes: dict[str, Trie]
    articles: frozenset[str]
    not_counted: frozenset[str]
    of: frozenset[str]
    """What may stand between a fraction and its unit: `half of a litre`, `trois quarts de litre`."""
    needs_of: bool
    """Whether an article makes a fraction only where one of those follows: `un cuarto` is a room too."""
    doubtful: Mapping[str, re.Pattern[str]]
    """Number words that are more often another word, and what must follow them: `sei ore`, but not `sei pronta`."""
    links: frozenset[str]
    """What may stand between a measure and its smaller part: `un metro e venti`."""
    measured_ways: frozenset[str]
    """What follows a measure and is not counted by it: `one metre twenty long`."""
    weighed: Mapping[str, tuple[str, Decimal, Trie]]
    """Currency -> the unit of mass of the same name, how many of it, and the words before which show it."""
    nouns_capital: bool
    """Whether the language writes nouns with a capital, so that `1998 gegründet` counts nothing."""

    @cached_property
    def openers(self) -> frozenset[str]:
        """Every word, and every vulgar fraction, that a number can begin with; clitics left out."""
        known = self.numerals
        tables = (
            *(
                self.duals,
                self.factors,
                self.shares,
                known.words,
                known.scales,
                known.short_scales,
                known.alone,
                known.measured,
            ),
            VULGAR,
        )
        # `كيلو ونصف`: where clitics are written on, a unit may stand for one of it.
        return self.articles.union(self.joined, *tables, self.units if known.clitics else ())

    @cached_property
    def mere_articles(self) -> frozenset[str]:
        """Articles that are no number words beside."""
        known = self.numerals
        numbers = (self.duals, self.factors, known.words, known.scales, known.alone, known.measured)
        return frozenset() if known.clitics else self.articles.difference(*numbers)

    def opens(self, word: str) -> bool:
        """Whether a number in words can begin with `word`: most words of a text begin none, and are passed over."""
        if word in self.openers or (self.numerals.signs and word[0] in NUMERALS):
            return True
        return bool(self.numerals.clitics) and unclitic(self.numerals, word) in self.openers


@cache
def amount_words(language: str) -> AmountWords:
    """What `language` says around its numbers; signs alone in a language without a list."""
    listed = lexicon("numbers", language)
    duals = {**listed.get("duals", {}), **listed.get("money_duals", {})}
    return AmountWords(
        numerals=numerals(language),
        units=forms(language),
        money=money_forms(language),
        pence=trie((form, code) for code, written in listed.get("pence", {}).items() for form in written),
        duals=trie((form, unit) for unit, written in duals.items() for form in written),
        heads=trie((form, unit) for unit, written in listed.get("heads", {}).items() for form in written),
        tails=trie(
            [(form, Decimal("0.5")) for form in listed.get("halves_after", ())]
            + [(form, Decimal("0.25")) for form in listed.get("quarters_after", ())]
            + [(form, Decimal("0.75")) for form in listed.get("three_quarters_after", ())]
        ),
        factors=trie((form, Decimal(value)) for form, value in listed.get("factors", {}).items()),
        shares=trie((form, Decimal(value)) for form, value in listed.get("shares", {}).items()),
        joined={word: (unit, Decimal(many)) for word, (unit, many) in _joined(listed, language).items()},
        tenths=_plain(listed.get("tenths", ())),
        leave_out=_plain(listed.get("leave_out", {}).get("phrases", ())),
        around={name: _plain(written) for name, written in listed.get("around", _SIGNS).items()},
        classes={name: _plain(written) for name, written in listed.get("classes", {}).items()},
        articles=frozenset(listed.get("articles", ())),
        not_counted=frozenset(listed.get("words_of", {}).get("not_counted", ())),
        of=frozenset(listed.get("fractions", {}).get("of", ("of",))),
        needs_of="of" in listed.get("fractions", {}),
        doubtful={word: re.compile(after) for word, after in listed.get("doubtful", {}).items()},
        links=frozenset(listed.get("around", {}).get("either", ())),
        measured_ways=frozenset(listed.get("words_of", {}).get("measured_ways", ())),
        weighed=_weighed(listed.get("weighed", {})),
        nouns_capital=bool(listed.get("words_of", {}).get("nouns_capital")),
    )


def _joined(listed: Mapping[str, Any], language: str) -> dict[str, tuple[str, str | Decimal]]:
    """Words that hold an amount: `viertelstunde`, and those that are grown from a number: `zweistündige`."""
    grown = listed.get("grown", {})
    made: dict[str, tuple[str, str | Decimal]] = {
        f"{number}{ending}": (unit, value)
        for number, value in small_words(language).items()
        for unit, endings in grown.items()
        for ending in endings
    }
    return made | dict(listed.get("joined", {}))


def _weighed(listed: Mapping[str, Any]) -> dict[str, tuple[str, Decimal, Trie]]:
    words = _plain(listed.get("words", ()))
    units = ((code, row) for code, row in listed.items() if code != "words")
    return {code: (unit, Decimal(many), words) for code, (unit, many) in units}


def _plain(written: Iterable[str]) -> Trie:
    return trie((form, True) for form in written)


class Passage:
    """One text cut into tokens, and what stands around each of them. Indices may lie outside: nothing stands there.

    Args:
        text: Folded.
        locale: BCP 47.
        original: Offsets in the folded text -> the characters as they were written.
    """

    def __init__(self, text: str, locale: str, original: Callable[[int, int], str]) -> None:
        self.text = text if text.isascii() else text.translate(_DIGITS)
        self.found = tokens(self.text)
        self.locale, self.original = locale, original
        self.words = amount_words(locale.split("-")[0].lower())
        self.decimal = decimal_sign(locale)

    def word(self, at: int) -> str:
        """The token at `at`, or an empty string."""
        return self.found[at].text if 0 <= at < len(self.found) else ""

    def glued(self, at: int) -> bool:
        """Whether no space stands before the token at `at`."""
        return 0 < at < len(self.found) and self.found[at].start == self.found[at - 1].end

    def figure(self, at: int) -> Decimal | None:
        """The value of the figure at `at`, or None."""
        if 0 <= at < len(self.found) and self.found[at].kind == "number":
            return digits(self.found[at].text, self.decimal)
        return None

    def whole(self, at: int) -> tuple[Decimal, int] | None:
        """(value, index behind it) of a number in digits or words, or None."""
        value = self.figure(at)
        return (
            (value, at + 1)
            if value is not None
            else spoken(self.words.numerals, self.found, at)
            if at < len(self.found)
            else None
        )

    def unit(self, at: int) -> tuple[str, int] | None:
        """(canonical unit, index behind it) of the unit written at `at`, or None."""
        hit = match(self.words.units, self.found, at)
        if hit and hit[0] in _AMERICAN and self.locale.endswith("-US"):
            return f"{hit[0]}_us", hit[1]
        return hit

    def without_clitic(self, made: Trie, at: int) -> tuple[Any, int] | None:
        """As `match`, for the word at `at` without the clitic on its front."""
        text = unclitic(self.words.numerals, self.word(at))
        hit = match(made, [self.found[at]._replace(text=text)], 0) if text != self.word(at) else None
        return (hit[0], at + 1) if hit else None

    def money_before(self, at: int) -> tuple[str, int] | None:
        """`£145`, `AED 890`, `-£5`, `د.إ 890`: the code, and where the sign stands."""
        signed = self.word(at - 1) == "-"
        last = at - signed
        code = self._currency(self.found[last - 1]) if last > 0 else ""
        if code:
            return code, last - 1
        for first in range(max(0, last - 3), last):
            named = match(self.words.money, self.found, first)
            if named and named[1] == last and not self.figure(first - 1):
                return self._named(named[0]), first
        return None

    def _named(self, code: str) -> str:
        """A dollar by name alone is that of the place: `12 dollars` in Montréal."""
        return sign_currency(code, self.locale) if code == "$" else code

    def money_after(self, at: int) -> tuple[str, int] | None:
        """(ISO 4217 code, index behind it) of the currency written at `at`, or None."""
        named = match(self.words.money, self.found, at)
        if named or at >= len(self.found):
            return (self._named(named[0]), named[1]) if named else None
        code = self._currency(self.found[at])
        return (code, at + 1) if code else None

    def _currency(self, token: Token) -> str:
        if token.kind == "sign":
            return sign_currency(token.text, self.locale) if not token.text.isascii() or token.text == "$" else ""
        written = self.original(token.start, token.end)
        return written if written in codes() else ""

    def _ends_before(self, made: Trie, at: int) -> bool:
        for first in range(max(0, at - 4), at):
            hit = match(made, self.found, first)
            if hit and hit[1] == at:
                return True
        return False

    def around(self, name: str, at: int) -> bool:
        """Whether a saying of that class (`at_least`, `approximate`, ...) ends before `at`."""
        return self._ends_before(self.words.around.get(name, {}), at)

    def behind(self, name: str, at: int) -> bool:
        """Whether a saying of that class (`at_least_after`, ...) begins at `at`."""
        return bool(match(self.words.around.get(name, {}), self.found, at))

    def before(self, name: str, at: int) -> bool:
        """Whether a word of that class (`label_before`, ...) ends before `at`."""
        return self._ends_before(self.words.classes.get(name, {}), at)

    def after(self, name: str, at: int) -> int | None:
        """The index behind a word of that class that begins at `at`, or None."""
        hit = match(self.words.classes.get(name, {}), self.found, at)
        return hit[1] if hit else None

    def sayings(self) -> frozenset[int]:
        """Indices of the tokens that are part of a saying: `forty winks`."""
        spots: set[int] = set()
        for at in [at for at, token in enumerate(self.found) if token.text in self.words.leave_out]:
            hit = match(self.words.leave_out, self.found, at)
            if hit:
                spots.update(range(at, hit[1]))
        return frozenset(spots)
