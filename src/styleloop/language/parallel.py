"""A translation held against its source: what was lost, what is strange, what breaks the brand's rules. Pure.

Nothing here knows whether a translation is good. It knows what can be counted: placeholders, figures, prices, days,
words that must stay or have their own translation, the manner of address, the language, the length. It is used on a
segment before it is taken into the memory, and by the check `translation` on every piece in its market.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

from styleloop.language.address import Formality, addressed
from styleloop.language.glossary import Entry, breaches
from styleloop.language.locales import script_of
from styleloop.language.numbers import Quantity, quantities
from styleloop.language.placeholders import lost_and_strange, unbalanced
from styleloop.language.segment import graphemes
from styleloop.language.tongue import OWN_SCRIPT, in_script, rather
from styleloop.language.units import base_value
from styleloop.language.untranslated import remains, without_shared
from styleloop.language.written_days import Written as Day
from styleloop.language.written_days import written_days
from styleloop.language.written_numbers import Written, spoken_numbers, written_numbers

Rule = Literal[
    "placeholder", "markup", "number", "price", "date", "untranslated", "wrong-language", "kept-term", "glossary",
    "formality", "units", "too-long", "expansion",
]  # fmt: skip
RULES: Mapping[Rule, str] = MappingProxyType({
    "placeholder": "A placeholder of the source that is missing, or one that the source does not have.",
    "markup": "A tag that is opened and not closed.",
    "number": "A figure of the source that is missing, or one that the source does not have.",
    "price": "Another price, or another currency, than the source's and the market's.",
    "date": "Another day than the source's.",
    "untranslated": "Words left as they were in the source.",
    "wrong-language": "Words in another language than the market's.",
    "kept-term": "A term that stays as it is, and did not.",
    "glossary": "A term translated otherwise than the glossary has it.",
    "formality": "A reader addressed in another manner than the market's.",
    "units": "An amount only in units that the market does not use.",
    "too-long": "More characters than the place has room for.",
    "expansion": "A translation far longer than its source: a sign of words added.",
})  # fmt: skip
"""Rule -> what it objects to."""

FACTS: tuple[Rule, ...] = ("placeholder", "markup", "number", "price", "date")
"""Rules on what is either right or wrong."""
FAR_LONGER = 2.5
"""Graphemes of the translation / graphemes of the source, from which `expansion` speaks (sources of 20 and more)."""
_LONG_ENOUGH = 20
_CONVERTED = Decimal("0.03")
"""How far a converted amount may be rounded: 312 g is 11 oz."""
_METRIC = frozenset({"g", "kg", "ml", "l", "mm", "cm", "m", "km"})
_IMPERIAL = frozenset({"oz", "lb", "in", "ft", "mi", "yd", "fl oz", "gal", "pt"})


@dataclass(frozen=True)
class Terms:
    """What a market asks of a translation, beyond its source.

    Attributes:
        entries: terms that stay, and terms with a translation of their own (`glossary.entries`).
        formality: manner of address; empty where both may be.
        others: locales whose language it might be in by mistake.
        allowed: figures that the market brings itself, in plain digits: its own price.
        currency: the market's, ISO 4217.
        units: `imperial` where ounces and miles are read; else empty.
        most: graphemes there is room for; 0 for any number.
    """

    entries: tuple[Entry, ...] = ()
    formality: Formality | Literal[""] = ""
    others: tuple[str, ...] = ()
    allowed: frozenset[str] = frozenset()
    currency: str = ""
    units: Literal["imperial", ""] = ""
    most: int = 0


@dataclass(frozen=True)
class Difference:
    """One objection to a translation.

    Attributes:
        rule: which of `RULES`.
        message: one sentence, with the figures.
        start: offset in the translation; equal to `end` where it is about something that is not there.
        end: offset behind it.
    """

    rule: Rule
    message: str
    start: int = 0
    end: int = 0


NOTHING = Terms()


def differences(
    source: str, source_locale: str, target: str, locale: str, terms: Terms = NOTHING, *, facts_only: bool = False
) -> tuple[Difference, ...]:
    """Every objection to `target` as the translation of `source`, in the order of `RULES`.

    Args:
        source: As written.
        source_locale: BCP 47.
        target: Its translation.
        locale: BCP 47.
        terms: What the market asks.
        facts_only: Look only at what can be right or wrong: `FACTS`.
    """
    found: list[Difference] = [*_placeholders(source, target)]
    if not target.strip():
        empty = [Difference("untranslated", "There is no translation.")] if source.strip() else []
        return (*found, *([] if facts_only else empty))
    found += _days(source, source_locale, target, locale)
    found += _numbers(source, source_locale, target, locale, terms)
    if not facts_only:
        found += _tongue(source, source_locale, target, locale, terms)
        found += _terms(source, target, locale, terms)
        found += _units(target, locale, terms)
        found += _length(source, target, terms)
    order = list(RULES)
    return tuple(sorted(found, key=lambda d: (order.index(d.rule), d.start, d.message)))


def _placeholders(source: str, target: str) -> Iterator[Difference]:
    lost, strange = lost_and_strange(source, target)
    for key in dict.fromkeys(lost):
        yield Difference("placeholder", f"The placeholder “{key}” of the source is missing.")
    for one in strange:
        yield Difference("placeholder", f"“{one.text}” is not a placeholder of the source.", one.start, one.end)
    before = unbalanced(source)
    for name in dict.fromkeys(unbalanced(target)):
        if name not in before:
            yield Difference("markup", f"<{name}> is not opened and closed once each.")


def _days(source: str, source_locale: str, target: str, locale: str) -> Iterator[Difference]:
    said, found = written_days(source, source_locale), written_days(target, locale)
    if not said or not found:
        return
    wanted = {(d.month, d.day) for d in said}
    for day in found:
        if not any(_same_day(day, month, of_month) for month, of_month in wanted):
            yield Difference("date", f"“{target[day.start : day.end]}” is no day of the source.", day.start, day.end)
    for day in said:
        if not any(_same_day(f, day.month, day.day) for f in found):
            yield Difference("date", f"“{source[day.start : day.end]}” of the source is not there.")


def _same_day(day: Day, month: int, of_month: int) -> bool:
    return day.month == month and (day.day == of_month or not day.day or not of_month)


def _numbers(source: str, source_locale: str, target: str, locale: str, terms: Terms) -> Iterator[Difference]:
    said, found = written_numbers(source, source_locale), written_numbers(target, locale)
    in_source, in_target = {n.key for n in said}, {n.key for n in found}
    months = {str(day.month) for day in written_days(source, source_locale)}
    months_there = {str(day.month) for day in written_days(target, locale)}
    free = in_source | spoken_numbers(source, source_locale) | months | terms.allowed
    strange = [n for n in found if n.key not in free]
    spoken = spoken_numbers(target, locale) | months_there if in_source - in_target else frozenset()
    own_price = any(n.key in terms.allowed for n in found)
    lost = [
        n for n in said
        if n.key not in in_target | spoken and not n.decade and not (n.currency and own_price)
    ]  # fmt: skip
    lost, strange = _unconverted(lost, strange, source, source_locale, target, locale)
    for one in _once(lost):
        rule: Rule = "price" if one.currency else "number"
        yield Difference(rule, f"“{source[one.start : one.end]}” of the source is not in the translation.")
    for one in strange:
        rule = "price" if one.currency else "number"
        yield Difference(rule, f"“{target[one.start : one.end]}” is not in the source.", one.start, one.end)
    yield from _currencies(said, found, target, terms)


def _once(numbers: Sequence[Written]) -> list[Written]:
    return list({n.key: n for n in reversed(numbers)}.values())[::-1]


def _currencies(said: Sequence[Written], found: Sequence[Written], target: str, terms: Terms) -> Iterator[Difference]:
    known = {n.key: n.currency for n in said if n.currency}
    for one in found:
        wrong = one.currency and one.key in known and known[one.key] != one.currency
        if wrong and not (one.key in terms.allowed and one.currency == terms.currency):
            message = (
                f"“{target[one.start : one.end]}” is in {one.currency} here and in {known[one.key]} in the source."
            )
            yield Difference("price", message, one.start, one.end)


def _unconverted(
    lost: list[Written], strange: list[Written], source: str, source_locale: str, target: str, locale: str
) -> tuple[list[Written], list[Written]]:
    """Without the pairs that say one amount in two units: 312 g and 11 oz."""
    if not lost or not strange:
        return lost, strange
    here, there = _amounts(source, source_locale), _amounts(target, locale)
    kept_lost = []
    for one in lost:
        mine = here.get(one.start)
        pair = next((s for s in strange if mine and _equal(mine, there.get(s.start))), None)
        if pair is None:
            kept_lost.append(one)
        else:
            strange = [s for s in strange if s is not pair]
    return kept_lost, strange


def _amounts(text: str, locale: str) -> dict[int, Quantity]:
    return {q.start: q for q in quantities(text, locale) if q.kind == "amount" and q.dimension not in ("", "money")}


def _equal(a: Quantity, b: Quantity | None) -> bool:
    if b is None or a.dimension != b.dimension:
        return False
    left, right = base_value(a.value, a.unit), base_value(b.value, b.unit)
    return abs(left - right) <= _CONVERTED * max(abs(left), abs(right))


def _tongue(source: str, source_locale: str, target: str, locale: str, terms: Terms) -> Iterator[Difference]:
    if source_locale.split("-")[0] == locale.split("-")[0] and script_of(source_locale) == script_of(locale):
        return
    kept = tuple(e.text for e in terms.entries if e.stays)
    run = remains(source, target, locale, kept)
    if run:
        said = target[run[0] : run[1]]
        message = f"“{said}” stands as in the source. If it should, make it a term that stays (brand/terms.toml)."
        yield Difference("untranslated", message, *run)
        return
    bare = without_shared(target, source, kept)
    share = in_script(bare, locale)
    other = rather(bare, locale, (source_locale, *terms.others))
    if share is not None and share < OWN_SCRIPT:
        yield Difference(
            "wrong-language", f"{1 - share:.0%} of its letters are not {script_of(locale)}.", 0, len(target)
        )
    elif other:
        yield Difference("wrong-language", f"This reads as {other}, not as {locale}.", 0, len(target))


def _terms(source: str, target: str, locale: str, terms: Terms) -> Iterator[Difference]:
    for entry, message in breaches(source, target, locale, terms.entries):
        yield Difference("kept-term" if entry.stays else "glossary", message)
    for word in addressed(target, locale) if terms.formality else ():
        if word.manner != terms.formality:
            message = f"“{word.text}” is {word.manner}; this market is addressed in the {terms.formality} manner."
            yield Difference("formality", message, word.start, word.end)


def _units(target: str, locale: str, terms: Terms) -> Iterator[Difference]:
    if terms.units != "imperial":
        return
    said = [q for q in quantities(target, locale) if q.kind == "amount"]
    imperial = {q.dimension for q in said if q.unit in _IMPERIAL}
    for one in said:
        if one.unit in _METRIC and one.dimension not in imperial:
            yield Difference("units", f"“{one.text}” is metric only; this market uses others.", one.start, one.end)


def _length(source: str, target: str, terms: Terms) -> Iterator[Difference]:
    length, before = len(graphemes(target)), len(graphemes(source))
    if terms.most and length > terms.most:
        message = f"{length} characters, {length - terms.most} more than there is room for ({terms.most})."
        yield Difference("too-long", message, 0, len(target))
    if before >= _LONG_ENOUGH and length > FAR_LONGER * before:
        yield Difference("expansion", f"{length / before:.1f} times as long as its source.", 0, len(target))
