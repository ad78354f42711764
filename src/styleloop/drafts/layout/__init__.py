"""Draft -> Layout, one per format."""

from __future__ import annotations

from collections.abc import Sequence

from styleloop.language.faces import face_of, scripts
from styleloop.language.widths import length
from styleloop.types.brand import BrandKit, Face, Market, Tone
from styleloop.types.brief import Brief, Placement
from styleloop.types.copy import DRAWN_SLOTS, Copy
from styleloop.types.record import Refusal
from styleloop.types.variant import Draft, Layout

__all__ = ["layouts"]


def layouts(draft: Draft, brief: Brief, kit: BrandKit, template: str, cards: int = 1) -> Sequence[Layout | Refusal]:
    """One layout for each format of the brief and each card it shows, or why there can be none.

    Args:
        draft: The words, the palette's name, the picture.
        brief: Its formats and market.
        kit: Palettes, type, logo.
        template: `name@version`.
        cards: how many cards the template can make; a format that takes fewer gets fewer, any other the first alone.
    """
    market = kit.market(brief.market)
    tone = next((t for t in kit.tones if t.name == draft.tone), None)
    face = face_of(kit, market.script, market.locale) if market else None
    if market is None or tone is None or face is None:
        why = _lack(draft, brief, kit, market, tone)
        return [why] * len(brief.placements)
    drawn = Copy(slots=tuple(s for s in draft.words.slots if s.slot in DRAWN_SLOTS))
    return [
        made
        for placement in brief.placements
        for made in _carded(
            _layout(draft, placement, template, market, drawn, tone, face, kit, brief),
            min(cards, placement.cards),
        )
    ]


def _carded(first: Layout | Refusal, cards: int) -> list[Layout | Refusal]:
    """A layout as many times as there are cards; a refusal once."""
    if isinstance(first, Refusal) or cards == 1:
        return [first]
    said = first.model_dump(exclude={"id", "backdrop"})  # a landscape runs on over the cards; a backdrop would not
    return [Layout.model_validate({**said, "card": card, "cards": cards}) for card in range(cards)]


def _layout(
    draft: Draft,
    placement: Placement,
    template: str,
    market: Market,
    drawn: Copy,
    tone: Tone,
    face: Face,
    kit: BrandKit,
    brief: Brief,
) -> Layout | Refusal:
    if not placement.pictured:
        why, cure = f"{placement.label} takes words alone; there is no picture to lay out", "choose another format"
        return Refusal(subject=draft.id, why=why, expected="a format with a picture", cure=cure)
    for limit in placement.limits:
        size = length(draft.words.text(limit.slot), limit.count)
        if size > limit.graphemes:
            wide = "" if limit.count == "graphemes" else ", wide ones counted as two"
            return Refusal(
                subject=draft.id,
                why=f"the {limit.slot} is too long for {placement.label}",
                got=f"{size} characters{wide}",
                expected=f"at most {limit.graphemes} ({placement.source})",
                cure="a shorter line for this format",
            )
    return Layout(
        draft=draft.id,
        placement=placement,
        template=template,
        market=market.locale,
        direction=market.direction,
        words=drawn,
        tone=tone,
        face=face,
        picture=draft.picture,
        framing=brief.product.framing(draft.picture),
        backdrop=draft.backdrop,
        logo=kit.logo,
        look=brief.look,
        logo_name=kit.name,
    )


def _lack(draft: Draft, brief: Brief, kit: BrandKit, market: Market | None, tone: Tone | None) -> Refusal:
    if market is None:
        have = ", ".join(m.locale for m in kit.markets)
        return Refusal(subject=draft.id, why=f"there is no market {brief.market}", expected=have)
    if tone is None:
        have = ", ".join(t.name for t in kit.tones)
        return Refusal(
            subject=draft.id, why="no such palette", got=draft.tone, expected=have, cure="see brand/kit.toml"
        )
    have = ", ".join(sorted({*(f.script for f in kit.faces), *scripts()}))
    return Refusal(
        subject=draft.id,
        why=f"there is no type for the script {market.script}",
        expected=have,
        cure="add it under [[faces]] in brand/kit.toml",
    )
