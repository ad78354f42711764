"""Which claims a piece makes, and whether they still hold. Publishing asks again on the day itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from styleloop.language.normalise import fold
from styleloop.types.brand import Claim
from styleloop.types.variant import FilledSlot, Variant

_WORDS = re.compile(r"\w+")
_ARABIC_AND = "و"


def claims_lapsed(
    variant: Variant, claims: Sequence[Claim], filled: Sequence[FilledSlot], day: date
) -> tuple[Claim, ...]:
    """The claims that `variant` makes and that do not hold in its market, for its product, on `day`.

    A claim is made where a filled span names it, or where one of its wordings stands in the words of a slot, seen
    without case, punctuation and invisible characters. A wording that a claim still holding shares is no lapse.
    """
    named = {span.fact for span in filled}
    slots = [_words(slot.text, variant.market) for slot in variant.words.slots]
    holding = [c for c in claims if c.holds(variant.market, day, variant.product)]
    fresh = {_words(w.text, variant.market) for claim in holding for w in claim.wordings}
    lapsed = [c for c in claims if c not in holding]
    return tuple(
        claim
        for claim in sorted(lapsed, key=lambda c: c.slug)
        if f"claim.{claim.slug}" in named
        or any(
            _says(slot, wording)
            for wording in {_words(w.text, variant.market) for w in claim.wordings} - fresh
            for slot in slots
        )
    )


def claims_made(variant: Variant, claims: Sequence[Claim], filled: Sequence[FilledSlot]) -> tuple[Claim, ...]:
    """The claims of the register that `variant` makes, whether they hold or not, by slug.

    One whose wording stands in the words is made only where it is meant for this market and product.
    """
    named = {span.fact for span in filled}
    slots = [_words(slot.text, variant.market) for slot in variant.words.slots]
    return tuple(
        claim
        for claim in sorted(claims, key=lambda c: c.slug)
        if f"claim.{claim.slug}" in named
        or (
            (not claim.markets or variant.market in claim.markets)
            and (not claim.products or variant.product in claim.products)
            and any(_says(slot, _words(w.text, variant.market)) for w in claim.wordings for slot in slots)
        )
    )


def _says(slot: str, wording: str) -> bool:
    """Whether the words of a slot hold a wording; Arabic `and` is written onto its first word."""
    return wording in slot or f" {_ARABIC_AND}{wording.lstrip()}" in slot


def _words(text: str, locale: str) -> str:
    """The words of `text`, folded, each between two spaces, so that `in` finds whole words only."""
    return f" {' '.join(_WORDS.findall(fold(text, locale).text))} "
