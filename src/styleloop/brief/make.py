"""A campaign's wish, one product, one market -> everything a drafter may know."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from datetime import date

from styleloop.brief.directives import directives
from styleloop.brief.looks import look
from styleloop.brief.palettes import ordered, unread
from styleloop.brief.wishes import Wishes, read
from styleloop.language.filling import newest
from styleloop.types.brand import BrandKit, Market
from styleloop.types.brief import Brief, Campaign, Placement, Spark
from styleloop.types.passage import Passage
from styleloop.types.product import Product
from styleloop.types.style import StyleVector


def make(
    campaign: Campaign,
    product: Product,
    style: StyleVector,
    kit: BrandKit,
    market: Market,
    placements: Sequence[Placement],
    history: Sequence[str],
    notes: Sequence[str],
    dial: float,
    seed: int,
    lines: Mapping[str, str] | None = None,
    mixed: Sequence[Spark] = (),
    passages: Sequence[Passage] = (),
) -> Brief:
    """The brief of one product in one market.

    Args:
        campaign: Its day decides which facts, prices and claims hold; its round turns the palettes.
        product: With all its dated facts; only those of the day go in.
        style: The version that speaks.
        kit: Voice, claims, palettes. A palette whose words cannot be read is noted, with the figure.
        market: Where.
        placements: Formats.
        history: Headlines already used here, oldest first.
        notes: What went wrong in the round before, and reviewers' wishes, in plain words (docs/drafting.md).
        dial: 0 familiar ... 1 surprising. Widens what the directives allow.
        seed: Same seed, same brief, same drafts.
        lines: Asset id -> headline, to quote winners and losers; without it none are quoted.
        mixed: Inspiration for some of the lines (`sparks`).
        passages: What its drafters are given to read.
    """
    wishes = read(notes, kit.voice.do)
    said = dict(lines or {})
    return Brief(
        campaign=campaign.id,
        product=as_of(product, campaign.day, confirmed=any(p.facts == "confirmed" for p in placements)),
        market=market.locale,
        placements=tuple(placements),
        style=style.id,
        directives=directives(style, kit.voice, dial, wishes),
        claims=tuple(sorted(c.slug for c in kit.claims if c.holds(market.locale, campaign.day, product.sku))),
        exemplars=_quoted(style, said, "winner"),
        avoid=_avoid(style, said, history, wishes),
        tones=ordered(kit.tones, style, turn=zlib.crc32(product.sku.encode()) + campaign.round),
        look=look(style),
        sparks=tuple(mixed),
        passages=tuple(passages),
        lines=campaign.lines,
        dial=dial,
        notes=(*notes, *unread(kit.tones, kit.colours)),
        seed=seed,
        template=campaign.template,
    )


def as_of(product: Product, day: date, *, confirmed: bool = False) -> Product:
    """`product` as it was on `day`: one fact of each key, only `confirmed` ones where asked, and no price to come."""
    facts = tuple(f for f in newest(product.facts, day) if f.status == "confirmed" or not confirmed)
    prices = tuple(p for p in product.prices if p.since is None or p.since <= day)
    return product.model_copy(update={"facts": facts, "prices": prices})


def _quoted(style: StyleVector, lines: Mapping[str, str], verdict: str) -> tuple[str, ...]:
    best = sorted((e for e in style.exemplars if e.verdict == verdict), key=lambda e: (-abs(e.lift), e.asset))
    return tuple(dict.fromkeys(lines[e.asset] for e in best if lines.get(e.asset)))


def _avoid(style: StyleVector, lines: Mapping[str, str], history: Sequence[str], wishes: Wishes) -> tuple[str, ...]:
    """Losing lines, lines already used, and lines that a note quotes; each once."""
    every = (*_quoted(style, lines, "loser"), *history, *wishes.avoid)
    return tuple(dict.fromkeys(line for line in every if line))
