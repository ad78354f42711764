"""Figures, names and placeholders of a text as slots, so that `312 g` finds what was said of `405 g`. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import regex  # type: ignore[import-untyped]
from babel import Locale

from styleloop.language.amounts import decimal
from styleloop.language.locales import canonical_locale
from styleloop.language.placeholders import placeholders
from styleloop.language.written_numbers import western, written_numbers
from styleloop.types.product import NounPhrase, Product

MARKS = {"number": "\ue000", "name": "\ue001", "placeholder": "\ue002"}
"""Private-use characters that stand for a slot in a key."""
_STOPS = (".", "。", "।", "۔", "…", "!", "?", "؟", "！", "？")
_SPACE = regex.compile(r"[^\S\n]+")


@dataclass(frozen=True)
class Slot:
    """One figure, name or placeholder.

    Attributes:
        kind: number, name or placeholder.
        value: the figure in plain digits, the sku, or the placeholder as written.
        start: offset in the text.
        end: offset behind it.
        bare: whether it is a figure written without any sign between its digits: a year, `5000`.
    """

    kind: Literal["number", "name", "placeholder"]
    value: str
    start: int
    end: int
    bare: bool = False


@dataclass(frozen=True)
class Slotted:
    """A text as a key: its literal words with a mark for each slot, and the slots in order."""

    key: str
    slots: tuple[Slot, ...]


def slotted(text: str, locale: str, products: Sequence[Product] = ()) -> Slotted:
    """`text` with its placeholders, the products' names and figures as slots, in this order of right."""
    found: list[Slot] = []
    for one in placeholders(text):
        _put(found, Slot("placeholder", one.text, one.start, one.end))
    for product, phrase in _names(products, locale):
        for hit in _word(phrase.text).finditer(text):
            _put(found, Slot("name", product.sku, *hit.span()))
    for number in written_numbers(text, locale):
        bare = text[number.start : number.end].isdecimal()
        _put(found, Slot("number", number.key, number.start, number.end, bare))
    found.sort(key=lambda s: s.start)
    pieces, at = [], 0
    for slot in found:
        pieces += [text[at : slot.start], MARKS[slot.kind]]
        at = slot.end
    return Slotted(_SPACE.sub(" ", "".join([*pieces, text[at:]]).strip()), tuple(found))


def refilled(
    target: str, locale: str, before: Sequence[Slot], now: Sequence[Slot], products: Sequence[Product]
) -> str | None:
    """`target`, the translation of a text with the slots `before`, saying `now` instead; None where that is not sure.

    A figure is written the way it was (a writing that cannot rebuild the old one is not used) and only where both take
    the same plural (CLDR); a name only in its bare form, for one of the same gender and number.
    """
    edits: list[tuple[int, int, str]] = []
    for old, new in zip(before, now, strict=True):
        if old.value == new.value:
            continue
        if any(o.value == old.value and n.value != new.value for o, n in zip(before, now, strict=True)):
            return None  # two slots said the same, and now they differ: which is which cannot be known
        edit = _edit(target, locale, old, new, products)
        if edit is None:
            return None
        edits.append(edit)
    for start, end, said in sorted(set(edits), reverse=True):
        target = target[:start] + said + target[end:]
    return target


def stop_of(text: str) -> tuple[str, str]:
    """(`text` without its final mark, the mark); an ellipsis of three dots is none."""
    trimmed = text.rstrip()
    if trimmed.endswith(_STOPS) and not trimmed.endswith(".."):
        return trimmed[:-1], trimmed[-1]
    return trimmed, ""


def full_stop(locale: str) -> str:
    """How a sentence ends in a language."""
    return {"ja": "。", "zh": "。", "hi": "।", "ur": "۔", "th": ""}.get(locale.split("-")[0], ".")


def _put(found: list[Slot], slot: Slot) -> None:
    if all(slot.end <= other.start or slot.start >= other.end for other in found):
        found.append(slot)


def _names(products: Sequence[Product], locale: str) -> list[tuple[Product, NounPhrase]]:
    named = [(p, n) for p in products if (n := p.name(locale)) is not None and n.text]
    return sorted(named, key=lambda pair: (-len(pair[1].text), pair[0].sku))


def _word(text: str) -> regex.Pattern[str]:
    return regex.compile(rf"(?<![\p{{L}}\p{{N}}]){regex.escape(text)}(?![\p{{L}}\p{{N}}])", regex.IGNORECASE)


def _edit(target: str, locale: str, old: Slot, new: Slot, products: Sequence[Product]) -> tuple[int, int, str] | None:
    if old.kind == "placeholder":
        spots = [(p.start, p.end) for p in placeholders(target) if p.text == old.value]
        return (*spots[0], new.value) if len(spots) == 1 else None
    if old.kind == "number":
        return _figure(target, locale, old.value, new)
    return _name(target, locale, old.value, new.value, products)


def _figure(target: str, locale: str, old: str, new: Slot) -> tuple[int, int, str] | None:
    spots = [n for n in written_numbers(target, locale) if n.key == old]
    if len(spots) != 1 or not _same_plural(old, new.value, locale):
        return None
    written = target[spots[0].start : spots[0].end]
    said = _written_alike(written, old, new, locale)
    return (spots[0].start, spots[0].end, said) if said else None


def _written_alike(written: str, old: str, new: Slot, locale: str) -> str:
    """`new` as `written` writes `old`: its digits, its separators; empty where the manner is not understood.

    A figure that the source writes bare stays bare where the old one shows no separator: it may be a year.
    """
    plain = western(written)
    for manner in (lambda value: decimal(float(value), locale), lambda value: value):
        if _SPACE.sub(" ", manner(old).translate(_SPACES)) == _SPACE.sub(" ", plain.translate(_SPACES)):
            said = new.value if new.bare and plain.isdecimal() else manner(new.value)
            return said if written == plain else _in_digits_of(said, written)
    return ""


_SPACES = dict.fromkeys(map(ord, "\u00a0\u2009\u202f"), " ")


def _in_digits_of(said: str, written: str) -> str:
    """`said` in the script of the digits of `written`."""
    zero = next(ord(c) - int(c) for c in written if c.isdecimal())
    signs = {",": "٬", ".": "٫"} if zero in (0x660, 0x6F0) else {}
    return "".join(chr(zero + int(c)) if c.isdigit() else signs.get(c, c) for c in said)


def _same_plural(old: str, new: str, locale: str) -> bool:
    known = canonical_locale(locale)
    try:
        form = Locale.parse(known or "en", sep="-").plural_form
        return bool(form(float(old)) == form(float(new)))
    except ValueError:  # a version such as 1.2.3
        return False


def _name(target: str, locale: str, old: str, new: str, products: Sequence[Product]) -> tuple[int, int, str] | None:
    by_sku = {p.sku: p.name(locale) for p in products}
    before, now = by_sku.get(old), by_sku.get(new)
    if before is None or now is None or _grammar(before) != _grammar(now):
        return None
    spots = list(_word(before.text).finditer(target))
    if len(spots) != 1:
        return None
    said = now.text
    if spots[0][0][:1].isupper() and not before.text[:1].isupper():
        said = said[:1].upper() + said[1:]
    return (*spots[0].span(), said)


def _grammar(phrase: NounPhrase) -> tuple[object, ...]:
    return phrase.gender, phrase.number, phrase.countable, phrase.article
