"""The brand's frames, mined from its own lines.

What a line says of its product (name, adversary, facts, numbers, price) becomes gaps; words that agree with a gap
become agreeing gaps; the rest stays literal. A frame that cannot rebuild each of its own lines is dropped, one that was
seen once waits for a person's yes, and what its literal words assert by themselves is kept for the audit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from styleloop.language.claims import claim_spans
from styleloop.language.filling import Filled, Filler, fill, fillers, traits
from styleloop.language.spotting import Spot, plain, spot
from styleloop.style.frames import Example, Group, group
from styleloop.style.spotting import mentions, third_persons
from styleloop.types.asset import Asset
from styleloop.types.copy import BODY, CTA, HEADLINE
from styleloop.types.product import Product
from styleloop.types.style import Pattern

SLOTS = (HEADLINE, CTA, BODY)
"""Copy slots that are mined."""
FEWEST = 6
"""Products from which the catalogue tells how common a trait is."""


def mine(assets: Sequence[Asset], products: Sequence[Product], locale: str) -> tuple[Pattern, ...]:
    """The brand's frames in `locale`, most seen first.

    Args:
        assets: The library; only the brand's own pieces in `locale` are read.
        products: Every product, with names and facts in that language.
        locale: BCP 47.

    Returns:
        Frames with `support` = number of different products they were seen with. None is approved.
    """
    known = {p.sku: fillers(p, locale) for p in sorted(products, key=lambda p: p.sku)}
    own = sorted((a for a in assets if a.role == "own" and a.locale == locale), key=lambda a: a.id)
    shares = trait_shares(products)
    patterns: list[Pattern] = []
    for slot in SLOTS:
        patterns += _frames(slot, own, known, shares, locale)
    return tuple(sorted(patterns, key=lambda p: (SLOTS.index(p.slot), -p.support, p.skeleton, p.id)))


def trait_shares(products: Sequence[Product]) -> dict[str, float]:
    """Trait -> share of `products` that have it; empty for a catalogue too small to tell chance from meaning."""
    if len(products) < FEWEST:
        return {}
    counts = Counter(trait for p in products for trait in traits(p))
    return {trait: count / len(products) for trait, count in sorted(counts.items())}


def _frames(
    slot: str,
    own: Sequence[Asset],
    known: Mapping[str, tuple[Filler, ...]],
    shares: Mapping[str, float],
    locale: str,
) -> list[Pattern]:
    read = [example for asset in own if (example := _read(asset, slot, known, locale))]
    verbs = frozenset().union(*(third_persons(e.text, e.spots, locale) for e in read))
    examples = [Example(e.asset, e.sku, e.text, e.locale, e.spots, verbs) for e in read]
    made = (_pattern(slot, g, locale) for g in group(examples, shares))
    return [pattern for pattern in made if pattern is not None]


def _read(asset: Asset, slot: str, known: Mapping[str, tuple[Filler, ...]], locale: str) -> Example | None:
    text = asset.words.text(slot)
    sku = asset.product if asset.product in known else _guess(text, asset, known)
    if not text or not sku:
        return None
    spots = spot(text, known[sku], locale)
    others = [f for other, found in known.items() if other != sku for f in found]
    facts = [s.filler.fact for s in spots if s.filler.fact.startswith("fact.")]
    if not spots or len(set(facts)) < len(facts) or mentions(text, spots, others):
        return None
    return Example(asset.id, sku, text, locale, spots)


def _guess(text: str, asset: Asset, known: Mapping[str, tuple[Filler, ...]]) -> str:
    """The one product that an ad without a sku names, or an empty string."""
    every = " \n".join([text, *asset.words.by_slot().values()])
    named = [sku for sku, found in known.items() if any(s.filler.kind == "product" for s in spot(every, found))]
    return named[0] if len(named) == 1 else ""


def _pattern(slot: str, found: Group, locale: str) -> Pattern | None:
    kept = [e for e in found.examples if _rebuilds(slot, found, e, locale)]
    if len(kept) < len(found.examples):
        return None
    return Pattern(
        slot=slot,
        locale=locale,
        skeleton=found.skeleton(),
        gaps=found.slots(),
        asserts=_asserts(found, locale),
        examples=tuple(sorted(e.asset for e in kept)),
        support=len({e.sku for e in kept}),
    )


def _rebuilds(slot: str, found: Group, example: Example, locale: str) -> bool:
    bare = Pattern(slot=slot, locale=locale, skeleton=found.skeleton(), gaps=found.slots())
    chosen = {name: s.filler for name, s in zip(example.names, example.spots, strict=True)}
    made = fill(bare, chosen, example.sku)
    return isinstance(made, Filled) and plain(made.text) == plain(example.text)


def _asserts(found: Group, locale: str) -> tuple[str, ...]:
    """What the literal words claim by themselves, over all examples."""
    said: set[str] = set()
    for example in found.examples:
        for span in claim_spans(example.text, locale):
            if not span.puffery and not any(s.start <= span.start and span.end <= s.end for s in example.spots):
                said.add(_outside(example.text, span.start, span.end, example.spots))
    return tuple(sorted(text for text in said if text))


def _outside(text: str, start: int, end: int, spots: Sequence[Spot]) -> str:
    left = "".join(c for i, c in enumerate(text[start:end], start) if not any(s.start <= i < s.end for s in spots))
    return " ".join(left.split())
