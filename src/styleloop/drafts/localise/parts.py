"""A line taken apart into what is translated, and what makes itself: prices, legal lines, alt texts' frames."""

from __future__ import annotations

import re
from collections.abc import Sequence

from styleloop.drafts.copy.house import alt_frame
from styleloop.drafts.localise.writing import bare, dated
from styleloop.language.amounts import amount
from styleloop.language.days import days
from styleloop.language.numbers import known, quantities, same
from styleloop.language.segment import sentence_pieces
from styleloop.language.slots import full_stop, stop_of
from styleloop.types.brand import Market
from styleloop.types.brief import Placement
from styleloop.types.copy import ALT, BODY, CAPTION, CTA, HEADLINE, Copy
from styleloop.types.product import Product
from styleloop.types.segment import Piece, Unit
from styleloop.types.variant import Draft

PICTURE = "picture"
"""What alt text says of the picture: the rest of it repeats headline and body."""
_AMOUNT = re.compile(r"(?:(?<=^)|(?<=[.!?…]\s))(\d[\d.,]*[ \u00a0]?[^\W\d_]{1,2}\.)\s+(?=[^\W\d_])")
_WHOLE = (HEADLINE, CTA, PICTURE, ALT)
_NOTES = {
    HEADLINE: "The headline. Each line is a beat of its own; keep as many.",
    BODY: "Small lines under the headline: facts, kept short.",
    CTA: "The button.",
    CAPTION: "Text beside the picture.",
    PICTURE: "What the picture shows, for people who cannot see it.",
    ALT: "What the picture shows, for people who cannot see it.",
}


def parted(draft: Draft, market: Market, product: Product, placements: Sequence[Placement]) -> tuple[Unit, ...]:
    """The units of one line, in reading order.

    Args:
        draft: In the language it is translated from.
        market: Its own.
        product: What it is about.
        placements: Formats, for the room there is in each slot.
    """
    units = []
    for slot, text in _texts(draft.words, market).items():
        if text.strip():
            units.append(
                Unit(
                    id=f"{draft.id}.{slot}",
                    slot=slot,
                    pieces=_pieces(text, slot, market.locale),
                    notes=(_NOTES[slot], f"Product: {_named(product, market.locale)}"),
                    most=_room(slot, placements),
                )
            )
    return tuple(units)


def computed(text: str, slot: str, product: Product, source: Market, market: Market) -> tuple[str, str] | None:
    """(`text` in the market, what backs it) for what needs no translator, else None.

    That is an amount that is a fact, a day, and what the product's own files say of its picture.
    """
    if slot == PICTURE:
        said = dict(product.picture_alt)
        target = said.get(market.locale) or said.get(market.locale.split("-")[0], "")
        return (target, "product.picture_alt") if target else None
    core, stop = stop_of(text)
    day = next(iter(days(core).values()), None) if len(days(core)) == 1 else None
    if day is not None:
        return dated(day, market) + (full_stop(market.locale) if stop else ""), "cldr"
    found = [q for q in quantities(core, source.locale) if q.kind == "amount"]
    if len(found) != 1 or found[0].text.strip() != core.strip():
        return None
    for fact in product.facts:
        if fact.number is None or not same(found[0], known(fact.number, fact.unit)):
            continue
        target = amount(fact.number, fact.unit, market.locale)
        if target:
            return target + (full_stop(market.locale) if stop else ""), f"fact.{fact.key}"
    return None


def assembled(said: dict[str, str], draft: Draft, market: Market, price: str) -> Copy:
    """The copy of a translated line, in the source's order of slots.

    Args:
        said: slot -> translated words, as far as the line has them.
        draft: What it is a translation of.
        market: The market it is for.
        price: As the market writes it; empty where it has none there.
    """
    headline = said.get(HEADLINE, "")
    flat = _flat(headline, market.locale)
    caption = " ".join(filter(None, (flat, said.get(CAPTION, ""), market.legal_line)))
    alt = said.get(ALT) or _alt(said.get(PICTURE, ""), headline, said.get(BODY, ""), market.locale)
    made = {**said, CAPTION: caption, ALT: alt, "price": price}
    return Copy.of(**{s.slot: made.get(s.slot, "") for s in draft.words.slots})


def _texts(words: Copy, market: Market) -> dict[str, str]:
    """Slot -> what has to be translated: captions without headline and legal line, alt texts without their frame."""
    headline, body = words.text(HEADLINE), words.text(BODY)
    caption = bare(words.text(CAPTION))
    if market.legal_line and caption.endswith(market.legal_line):
        caption = caption[: -len(market.legal_line)].rstrip()
    flat = _flat(headline, market.locale)
    for head in (flat, flat.rstrip(".")):
        if caption.startswith(head):
            caption = caption[len(head) :].strip()
            break
    alt = bare(words.text(ALT))
    tail = _alt("", headline, body, market.locale)
    picture = alt[: -len(tail)].rstrip() if tail.strip() and alt.endswith(tail) else ""
    texts = {HEADLINE: headline, BODY: body, CTA: words.text(CTA), CAPTION: caption}
    return texts | ({PICTURE: picture} if picture else {ALT: alt})


def _alt(picture: str, headline: str, body: str, locale: str) -> str:
    frame = alt_frame(locale).replace("{line}", headline.replace("\n", " ")).replace("{body}", body)
    return frame.replace("{picture}", picture).strip()


def _flat(headline: str, locale: str) -> str:
    line = headline.replace("\n", " ").strip()
    return line if not line or stop_of(line)[1] or line.endswith(("…", "”", "“", "»")) else line + full_stop(locale)


def _pieces(text: str, slot: str, locale: str) -> tuple[Piece, ...]:
    if slot in _WHOLE:
        return (Piece(source=text),)
    spans = [span for one in sentence_pieces(text, locale) for span in _behind_amounts(text, one.start, one.end)]
    return tuple(
        Piece(source=text[start:end], behind=text[end : spans[at + 1][0]] if at + 1 < len(spans) else "")
        for at, (start, end) in enumerate(spans)
    )


def _behind_amounts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A sentence, parted behind an amount whose unit looks like an initial: `0.75 l. | Moss with a rust band.`"""
    spans = []
    for found in _AMOUNT.finditer(text, start, end):
        spans.append((start, found.end(1)))
        start = found.end()
    return [*spans, (start, end)]


def _room(slot: str, placements: Sequence[Placement]) -> int:
    return min((x.graphemes for p in placements for x in p.limits if x.slot == slot), default=0)


def _named(product: Product, locale: str) -> str:
    name = product.name(locale)
    return f"{name.text} ({product.sku})" if name else product.sku
