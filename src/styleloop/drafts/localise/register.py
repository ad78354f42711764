"""What the brand's own files say in two languages: the first entries of every translation memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from styleloop.language.forms import begin
from styleloop.types.brand import BrandKit
from styleloop.types.product import Product
from styleloop.types.segment import Segment

BATCH = "register"
_ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)


def register(kit: BrandKit, products: Sequence[Product], source_locale: str, locale: str) -> tuple[Segment, ...]:
    """Wordings of claims, labels of facts and names of products that both locales have, as final segments.

    Wordings of claims that do not hold in the market are given too: whether a claim may be made is the check's word.
    """
    pairs = dict.fromkeys([*_claims(kit, source_locale, locale), *_facts(products, source_locale, locale)])
    return tuple(
        Segment(
            source_locale=source_locale, locale=locale, source=source, target=target, state="final",
            origin=origin, batch=BATCH, at=_ALWAYS,
        )
        for source, target, origin in pairs
        if source and target
    )  # fmt: skip


def _claims(kit: BrandKit, source_locale: str, locale: str) -> Iterator[tuple[str, str, str]]:
    for claim in kit.claims:
        here = [w.text for w in claim.wordings if _speaks(w.locale, source_locale)]
        there = [w.text for w in claim.wordings if _speaks(w.locale, locale)]
        if len(here) == len(there):  # several wordings answer each other by their order
            for source, target in zip(here, there, strict=True):
                yield source, target, f"claim.{claim.slug}"
        elif here and there:
            yield here[0], there[0], f"claim.{claim.slug}"


def _facts(products: Sequence[Product], source_locale: str, locale: str) -> Iterator[tuple[str, str, str]]:
    for product in products:
        here, there = product.name(source_locale), product.name(locale)
        if here and there:
            yield begin(here.text), begin(there.text), "product.name"
        for fact in product.facts:
            yield fact.label(source_locale), fact.label(locale), f"fact.{fact.key}"


def _speaks(has: str, wanted: str) -> bool:
    return has in (wanted, wanted.split("-")[0])
