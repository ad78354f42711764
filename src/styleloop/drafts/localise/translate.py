"""Units filled from the memory, and a line whose units are done as a draft of its market."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from styleloop.drafts.localise.memory import Memory
from styleloop.drafts.localise.parts import PICTURE, assembled, computed
from styleloop.drafts.localise.writing import isolated, priced
from styleloop.language.normalise import fold
from styleloop.language.numbers import known, quantities, same
from styleloop.types.brand import Claim, Market
from styleloop.types.brief import Brief
from styleloop.types.copy import ALT, CAPTION, Copy
from styleloop.types.product import Product
from styleloop.types.record import Refusal
from styleloop.types.segment import Piece, Unit
from styleloop.types.variant import Draft, FilledSlot

DRAFTER = "translation@1"
_NEARLY = 0.99
"""Score of the source's own words in a market of the same language: a person says whether they do (colour, color)."""
_LEAST = 4
"""Letters of a wording that is looked for in the words."""


def worked(units: Sequence[Unit], memory: Memory, product: Product, source: Market, market: Market) -> tuple[Unit, ...]:
    """The units with what is known: taken where it is sure, proposed where it is like; nothing is invented."""
    return tuple(
        unit.model_copy(
            update={"pieces": tuple(_worked(p, unit.slot, memory, product, source, market) for p in unit.pieces)}
        )
        for unit in units
    )


def _worked(piece: Piece, slot: str, memory: Memory, product: Product, source: Market, market: Market) -> Piece:
    found = memory.find(piece.source, slot)
    if found is not None and found.match in ("exact", "register"):
        return _filled(piece, target=found.target, state=found.state, match=found.match, origin=found.origin)
    made = computed(piece.source, slot, product, source, market)
    if made is not None:
        return _filled(piece, target=made[0], state="final", match="computed", origin=made[1])
    unsure = found is None or found.match == "fuzzy"
    if unsure and (_language(source), source.script) == (_language(market), market.script):
        return _filled(piece, target=piece.source, match="fuzzy", score=_NEARLY, origin=source.locale)
    if found is None:
        return piece
    if found.match == "slots":
        return _filled(piece, target=found.target, state="translated", match="slots", origin=found.origin)
    return _filled(piece, target=found.target, match="fuzzy", score=found.score, origin=found.origin)


def _language(market: Market) -> str:
    return market.locale.split("-")[0]


def _filled(piece: Piece, **said: object) -> Piece:
    return Piece.model_validate({**piece.model_dump(), "score": 1.0, **said})


def translated(
    draft: Draft, units: Sequence[Unit], brief: Brief, market: Market, claims: Sequence[Claim]
) -> Draft | Refusal:
    """A line in its market, when every unit is done; else what is missing.

    Args:
        draft: What it is a translation of; palette, picture and template stay.
        units: Its units, worked.
        brief: The market's own.
        market: The market.
        claims: The register; spans that say one are marked with it, as everywhere.
    """
    waiting = [u.slot for u in units if not u.done]
    if waiting:
        return Refusal(
            subject=draft.id,
            why=f"not all of it is translated for {market.name}: {', '.join(waiting)}",
            cure=f"styleloop localise {draft.id} --to {market.locale} --export FILE.xlf",
        )
    price = priced(brief.product, market)
    words = assembled({u.slot: u.target for u in units}, draft, market, price)
    for slot in (CAPTION, ALT):
        if words.text(slot):
            words = words.replaced(slot, isolated(words.text(slot), market))
    own = draft.model_dump(exclude={"id", "pattern", "injected", "style"})
    return Draft.model_validate(
        {
            **own,
            "brief": brief.id,
            "market": market.locale,
            "words": words,
            "filled": tuple(traced(words, brief.product, market, claims)),
            "drafter": DRAFTER,
            "parent": draft.id,
        }
    )


def traced(words: Copy, product: Product, market: Market, claims: Sequence[Claim]) -> Iterator[FilledSlot]:
    """Every span of the words that says a fact, the price, the name or a claim, with what backs it."""
    price = priced(product, market)
    wordings: dict[str, str] = {}
    for wording, fact in _wordings(product, market, claims):
        wordings.setdefault(wording, fact)  # a claim before the fact it puts into the same words: claims can end
    for slot in words.slots:
        seen = fold(slot.text, market.locale)
        taken: list[tuple[int, int]] = []
        for wording, fact in [(price, "product.price"), *wordings.items()]:
            at = (
                seen.text.find(fold(wording, market.locale).text)
                if len(wording) >= _LEAST or fact.endswith("price")
                else -1
            )
            if wording and at >= 0:
                span = seen.span(at, at + len(fold(wording, market.locale).text))
                if all(span[1] <= a or span[0] >= b for a, b in taken):
                    taken.append(span)
                    yield FilledSlot(
                        slot=slot.slot, start=span[0], end=span[1], text=slot.text[slice(*span)], fact=fact
                    )
        yield from _amounts(slot.slot, slot.text, product, market, taken)


def _wordings(product: Product, market: Market, claims: Sequence[Claim]) -> Iterator[tuple[str, str]]:
    for claim in claims:
        if not claim.products or product.sku in claim.products:
            here = (market.locale, market.locale.split("-")[0])
            yield from ((w.text, f"claim.{claim.slug}") for w in claim.wordings if w.locale in here)
    for fact in product.facts:
        if fact.label(market.locale):
            yield fact.label(market.locale), f"fact.{fact.key}"
    name = product.name(market.locale)
    if name:
        yield name.text, "product.name"


def _amounts(
    slot: str, text: str, product: Product, market: Market, taken: Sequence[tuple[int, int]]
) -> Iterator[FilledSlot]:
    for said in quantities(text, market.locale):
        free = all(said.end <= a or said.start >= b for a, b in taken)
        fact = next(
            (f for f in product.facts if f.number is not None and f.unit and same(said, known(f.number, f.unit))), None
        )
        if free and fact is not None:
            yield FilledSlot(slot=slot, start=said.start, end=said.end, text=said.text, fact=f"fact.{fact.key}")


__all__ = ["DRAFTER", "PICTURE", "traced", "translated", "worked"]
