"""Which picture and which palette a draft gets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from styleloop.types.record import Refusal
from styleloop.types.variant import Draft

__all__ = ["pictured", "spread_tones"]


def pictured(drafts: Sequence[Draft]) -> Sequence[Draft | Refusal]:
    """Each draft, or a Refusal where its product has no picture of its own: no other product's is put in its place."""
    return [
        draft
        if draft.picture
        else Refusal(
            subject=draft.product,
            why=f"{draft.product} has no picture",
            expected="an SVG drawing, a cut-out with alpha, or a photograph",
            cure=f"put products/pictures/{draft.product}.svg, .png or .jpg into the project",
        )
        for draft in drafts
    ]


def spread_tones(drafts: Sequence[Draft], tones: Sequence[str]) -> tuple[Draft, ...]:
    """The same drafts with palettes spread over them: none is used again while another was used less.

    Args:
        drafts: In the order chosen; the first gets the best palette left.
        tones: Names of palettes, best first. With none, nothing changes.
    """
    used: Counter[str] = Counter()
    spread = []
    for draft in drafts:
        if not tones:
            spread.append(draft)
            continue
        tone = min(tones, key=lambda name: (used[name], tones.index(name)))
        used[tone] += 1
        spread.append(draft if tone == draft.tone else _toned(draft, tone))
    return tuple(spread)


def _toned(draft: Draft, tone: str) -> Draft:
    return Draft.model_validate({**draft.model_dump(exclude={"id"}), "tone": tone, "backdrop": ""})
