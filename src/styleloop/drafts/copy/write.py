"""Brief -> drafts, from the brand's own frames and the product's own facts. No weights, no chance but the seed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from styleloop.drafts.copy import house
from styleloop.drafts.copy.beside import Beside
from styleloop.drafts.copy.lines import Line, lines
from styleloop.drafts.copy.material import Material, opened
from styleloop.drafts.copy.obeying import missed
from styleloop.drafts.copy.voiced import voiced
from styleloop.language.filling import NO_FORM
from styleloop.language.skeleton import fits, key
from styleloop.types.brand import BrandKit
from styleloop.types.brief import Brief
from styleloop.types.copy import BODY, CTA, HEADLINE
from styleloop.types.record import Refusal
from styleloop.types.style import Pattern
from styleloop.types.variant import Draft

WORN = 4, 38.0
"""A frame rests when more than so many lines, and a greater share of them than 1 / (1 + this x dial), came from it: 8 %
at the default dial, 4 % at .7; none rests at dial 0."""
SPREAD = 4
"""Neutral frames offered for each line wanted, the least worn ones, to a brand with no voice of its own yet."""
WEAR = 8 / 3
"""How much a frame's wear counts in the order of drafts, times the dial: .8 at the default dial."""


def write(brief: Brief, patterns: Sequence[Pattern], kit: BrandKit, count: int) -> Sequence[Draft | Refusal]:
    """At most `count` drafts, no headline twice, and where there are fewer, why.

    Args:
        brief: Product, market, formats, directives, lines to keep away from, seed.
        patterns: The brand's frames (`style.mine`).
        kit: Voice, terms, claims, palettes.
        count: Most drafts wanted.
    """
    material = opened(brief, kit)
    if isinstance(material, Refusal):
        return (material,)
    tones = _tones(material)
    if not tones:
        return (Refusal(subject=material.sku, why="the brand has no palette", cure="add [[tones]] to brand/kit.toml"),)
    own = [p for p in patterns if p.locale == brief.market]
    headlines, causes = _headlines(own, material)
    beside = beside_of(own, material)
    drafts: list[Draft | Refusal] = []
    for turn, line in enumerate(headlines[:count]):
        words, filled = beside.copy(line, turn)
        drafts.append(
            Draft(
                brief=brief.id,
                market=brief.market,
                product=brief.product.sku,
                words=words,
                filled=filled,
                pattern=line.pattern.id,
                drafter=house.drafter(line.pattern),
                tone=tones[(turn + brief.seed) % len(tones)],
                picture=brief.product.picture,
            )
        )
    return (*drafts, *_refusals(causes, material)) if len(drafts) < count else tuple(drafts)


def _tones(material: Material) -> tuple[str, ...]:
    return material.brief.tones or tuple(t.name for t in material.kit.tones)


def _headlines(own: Sequence[Pattern], material: Material) -> tuple[list[Line], Counter[str]]:
    """Lines in order: from the brand's own frames, then from neutral ones where those are few."""
    ads = {example for p in own for example in p.examples}
    frames = [p for p in own if p.slot == HEADLINE]
    fresh = [p for p in frames if not _worn_out(p, material)]
    found, causes = lines(fresh, material)
    found = _new(found, material, causes)
    if len(fresh) < len(frames):
        causes["worn out: too many recent lines were made from it"] = len(frames) - len(fresh)
    speaks = bool(found) and len(ads) >= house.ENOUGH
    room = _room(found, speaks, material)
    if not room:
        return _ordered(found, material), causes
    wry = house.dry(own, material.kit.voice)
    neutral, more = lines((p for p in house.frames(material.locale, wry=wry) if p.slot == HEADLINE), material)
    neutral = _new(neutral, material, more)
    if speaks or len(found) + len(neutral) >= material.brief.lines:
        # Where there are lines enough, a neutral frame that does not suit is no news; a form that can be typed is.
        more = Counter({why: number for why, number in more.items() if NO_FORM in why and not speaks})
    wear = _wear(neutral, material)
    fresh_first = sorted(_ordered(neutral, material), key=lambda line: wear[key(line.pattern.skeleton)])
    return [*_ordered(found, material), *_turns(fresh_first)[:room]], causes + more


def _room(found: Sequence[Line], speaks: bool, material: Material) -> int:
    """How many neutral lines may stand beside those of the brand's own frames.

    A brand with a voice gets as many as its own frames fall short of the lines wanted, none at dial 0: choosing looks
    for what is new, and would else prefer neutral lines to the brand's own.
    """
    if speaks and not material.brief.dial:
        return 0
    own = len({key(line.pattern.skeleton) for line in found})
    wanted = material.brief.lines if speaks else SPREAD * material.brief.lines
    return max(0, wanted - own)


def _turns(ordered: Sequence[Line]) -> list[Line]:
    """Lines so that every frame speaks once before any speaks twice."""
    spoken: Counter[str] = Counter()
    ranked: list[tuple[int, int, Line]] = []
    for place, line in enumerate(ordered):
        frame = key(line.pattern.skeleton)
        ranked.append((spoken[frame], place, line))
        spoken[frame] += 1
    return [line for *_, line in sorted(ranked, key=lambda r: r[:2])]


def _worn_out(pattern: Pattern, material: Material) -> bool:
    least, steep = WORN
    share = 1 / (1 + steep * material.brief.dial)
    uses = sum(fits(pattern.skeleton, text) for text in material.brief.avoid)
    return uses > least and uses > share * len(material.brief.avoid)


def _new(found: Sequence[Line], material: Material, causes: Counter[str]) -> tuple[Line, ...]:
    """Lines that were not used already; frames of which none is left go into `causes`."""
    used = {_folded(text) for text in material.brief.avoid}
    left = tuple(line for line in found if _folded(line.text) not in used)
    spent = {line.pattern.id for line in found} - {line.pattern.id for line in left}
    if spent:
        causes["all that it can say of this product was said before; more facts give more lines"] = len(spent)
    return left


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def beside_of(own: Sequence[Pattern], material: Material) -> Beside:
    """What may stand beside any headline: the brand's own bodies and calls to action, neutral ones where it has none.

    Args:
        own: Frames of the brief's market.
        material: The brief, opened.
    """
    return Beside(material, _of_slot(BODY, own, material), _of_slot(CTA, own, material))


def _of_slot(slot: str, own: Sequence[Pattern], material: Material) -> tuple[Line, ...]:
    """Lines of another slot than the headline, the brand's own if there are any."""
    found, _ = lines((p for p in own if p.slot == slot), material)
    if found:
        return found
    neutral, _ = lines((p for p in house.frames(material.locale) if p.slot == slot), material)
    return neutral


def _ordered(found: Sequence[Line], material: Material) -> list[Line]:
    """Frames take turns; lines with a word of the voice's first, then the most promising, most obedient and least worn,
    how much of each by the dial."""
    brief = material.brief
    wear = _wear(found, material)
    misses = missed([line.text for line in found], brief.market, brief.directives, material.kit.voice.person)
    rng = np.random.default_rng(brief.seed)
    chance = {line.text: float(rng.random()) for line in sorted(found, key=lambda line: line.text)}

    def merit(line: Line) -> float:
        familiar = (1 - brief.dial) * (line.pattern.effect - misses[line.text])
        return familiar - WEAR * brief.dial * wear[key(line.pattern.skeleton)]

    said = {line.text: bool(voiced(line.text, material.kit.voice.words)) for line in found}
    return _turns(sorted(found, key=lambda line: (not said[line.text], -merit(line), chance[line.text])))


def _wear(found: Sequence[Line], material: Material) -> dict[str, float]:
    """Share of the recent lines that were made from each frame (frames alike but for punctuation count together)."""
    recent = material.brief.avoid
    wear: dict[str, float] = {}
    for skeleton in sorted({line.pattern.skeleton for line in found}):
        uses = sum(fits(skeleton, text) for text in recent)
        wear[key(skeleton)] = max(wear.get(key(skeleton), 0.0), uses / max(1, len(recent)))
    return wear


def _refusals(causes: Counter[str], material: Material) -> list[Refusal]:
    """One refusal for each reason, the commonest first."""
    return [
        Refusal(
            subject=material.sku,
            why=f"{number} {'frame' if number == 1 else 'frames'} could not be used in {material.locale}: {why}",
        )
        for why, number in sorted(causes.items(), key=lambda item: (-item[1], item[0]))
    ]
