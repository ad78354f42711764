"""Does it look like the brand? Logo, palette and type, from what the renderer measured and the pixels themselves.

A photograph may have any colour, so colours are asked of the rooms that words stand in, and only a flat fill counts as
a choice. All is a warning or a note: a person sees at a glance what a figure cannot know.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from styleloop.audit.objection import object_to
from styleloop.measure.picture.rooms import own_share, room, stranger
from styleloop.types.audit import AuditItem, Family, Finding, Severity
from styleloop.types.brand import BrandKit, Tone
from styleloop.types.copy import BODY, CTA, HEADLINE
from styleloop.types.record import Refusal
from styleloop.types.variant import Box, Rendering, SlotFacts

LOGO = "logo"
SMALLEST = 0.03
"""Least height of the logo as a share of the short side: 12 px where the piece is seen 390 px wide."""
CLEAR = 0.5
"""Room that must stay free round the logo, in heights of it."""
FILLED = 0.3
"""Share of a room from which a flat colour is its ground."""
LEAST = 0.1
"""Least share of the picture in the kit's colours."""
LEAD = 1.15
"""How much larger than the body and the call to action a headline is set, at least."""
_PARTS = tuple(n for n in Tone.model_fields if n not in ("name", "scene", "photographs"))


class Look:
    """Logo, palette and type against the kit."""

    name = "look"
    family: Family = "brand"
    version = "1"
    rules: Mapping[str, str] = {
        "logo-missing": "A piece without the logo, on a template that had room for it.",
        "logo-small": f"A logo less high than {SMALLEST:.0%} of the short side.",
        "logo-crowded": f"Words or the edge nearer to the logo than {CLEAR:g} of its height.",
        "off-palette": "Words on a flat colour that is none of the kit's.",
        "palette-share": f"A picture of which less than {LEAST:.0%} is in the kit's colours.",
        "off-face": "Type that is not the kit's: it has none for this script.",
        "hierarchy": "A headline hardly larger than the body or the call to action.",
    }

    def check(self, items: Sequence[AuditItem]) -> Sequence[tuple[Finding, ...] | Refusal]:
        """Objections to each drawn piece; a Refusal for one that has not been drawn yet."""
        return [self._one(item) for item in items]

    def _one(self, item: AuditItem) -> tuple[Finding, ...] | Refusal:
        drawn = item.rendering
        if drawn is None:
            return Refusal(subject=item.subject, why="it has not been drawn yet", cure="draw it, then check it")
        facts = {f.slot: f for f in drawn.facts}
        return (*self._logo(item, drawn, facts), *self._colours(item, drawn), *self._type(item, drawn, facts))

    def _logo(self, item: AuditItem, drawn: Rendering, facts: Mapping[str, SlotFacts]) -> Iterator[Finding]:
        logo, layout = facts.get(LOGO), item.layout
        if logo is None:
            if layout is not None and layout.card == 0 and LOGO not in drawn.dropped:
                message = f"The logo is missing in {drawn.placement}."
                yield self._say(item, "logo-missing", message, "brand/kit.toml: logo", _all(drawn))
            return
        high = logo.ink[3] - logo.ink[1]
        share = high / min(drawn.width, drawn.height)
        if 0 < share < SMALLEST:
            message = (
                f"The logo is {high:.0f} px high, {share:.1%} of the short side; at least {SMALLEST:.0%} can be read."
            )
            yield self._say(item, "logo-small", message, f"house limit {SMALLEST:.0%}, measured", logo.ink)
        near, gap = min(_gaps(logo, facts.values(), drawn), key=lambda one: (one[1], one[0]))
        if gap < CLEAR * high - 0.5:
            message = (
                f"{near} {gap:.0f} px from the logo; it wants {CLEAR * high:.0f} px, {CLEAR:g} of its height, free."
            )
            cited = f"house limit: {CLEAR:g} of the logo's height stays clear, measured"
            yield self._say(item, "logo-crowded", message, cited, logo.ink)

    def _colours(self, item: AuditItem, drawn: Rendering) -> Iterator[Finding]:
        palette = _palette(item.kit)
        if item.picture is None or not palette:
            return
        for facts in drawn.facts:
            found = stranger(room(item.picture, facts.box), palette) if facts.slot != LOGO else None
            if found is not None and found[1] >= FILLED:
                colour, share = found
                message = (
                    f"The {facts.slot} stands on {colour}, {share:.0%} of its room, which is none of the kit's colours."
                )
                yield self._say(item, "off-palette", message, "brand/kit.toml: colours, tones", facts.box)
        share = own_share(_sampled(item), palette)
        if share < LEAST:
            message = f"{share:.0%} of the picture is in the kit's colours; a photograph may be why."
            cited = "brand/kit.toml: colours, tones; within 10 CIEDE2000"
            yield self._say(item, "palette-share", message, cited, _all(drawn), "note")

    def _type(self, item: AuditItem, drawn: Rendering, facts: Mapping[str, SlotFacts]) -> Iterator[Finding]:
        layout, headline = item.layout, facts.get(HEADLINE)
        own = item.kit.face(item.market.script)
        if layout is not None and (own is None or (layout.face.serif, layout.face.sans) != (own.serif, own.sans)):
            set_in = ", ".join(dict.fromkeys((*layout.face.serif[:1], *layout.face.sans[:1])))
            message = f"It is set in {set_in}, which stands in: the kit has no such type for {item.market.script}."
            box = headline.ink if headline else _all(drawn)
            yield self._say(item, "off-face", message, f"brand/kit.toml: faces, {item.market.script}", box, "note")
        if headline is None or headline.size <= 0:
            return
        for slot in (BODY, CTA):
            other = facts.get(slot)
            if other is not None and other.size * LEAD > headline.size:
                message = (
                    f"The headline is set at {headline.size:.0f} px, the {slot} at {other.size:.0f} px; it should lead."
                )
                cited = f"house limit: a headline at least {LEAD:g} times as large, measured"
                yield self._say(item, "hierarchy", message, cited, headline.ink)

    def _say(
        self, item: AuditItem, rule: str, message: str, cited: str, box: Box, severity: Severity = "warn"
    ) -> Finding:
        return object_to(self, item, rule, severity, message, cited, box=box)


def _all(drawn: Rendering) -> Box:
    return 0.0, 0.0, float(drawn.width), float(drawn.height)


def _gaps(logo: SlotFacts, facts: Iterable[SlotFacts], drawn: Rendering) -> Iterator[tuple[str, float]]:
    """What is near the logo, and how far: the other slots' ink, and the picture's edges."""
    x0, y0, x1, y1 = logo.ink
    yield "The edge is", max(0.0, min(x0, y0, drawn.width - x1, drawn.height - y1))
    for other in facts:
        if other.slot != LOGO and other.ink[2] > other.ink[0]:
            across = max(other.ink[0] - x1, x0 - other.ink[2], 0.0)
            down = max(other.ink[1] - y1, y0 - other.ink[3], 0.0)
            yield f"The {other.slot} is", math.hypot(across, down)


def _palette(kit: BrandKit) -> tuple[str, ...]:
    colours = {colour.hex for colour in kit.colours}
    colours |= {getattr(tone, part) for tone in kit.tones for part in _PARTS}
    return tuple(sorted(colour.lower() for colour in colours))


def _sampled(item: AuditItem) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    """Every fourth pixel of the picture each way: a share needs no more."""
    rgb = item.picture.rgb if item.picture is not None else np.zeros((0, 0, 3), np.uint8)
    return rgb[::4, ::4].reshape(-1, 3)
