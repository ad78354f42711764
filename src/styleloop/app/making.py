"""Stages 3 to 5 as the application runs them: brief -> drafts -> layout -> picture -> audit."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from styleloop import brief, drafts, vector
from styleloop.app import arranging, auditing, drafting, embedding, grounding, imaging, picturing
from styleloop.app.challenging import divided
from styleloop.app.holding import no_longer
from styleloop.app.ingesting import best_source
from styleloop.app.measuring import measure
from styleloop.app.project import Project, Tick, silent
from styleloop.app.reasons import reasons
from styleloop.app.shipping import standing
from styleloop.app.styling import current
from styleloop.errors import InputError
from styleloop.types.audit import Finding
from styleloop.types.brief import Brief, Campaign, Placement, Spark
from styleloop.types.copy import ALT, HEADLINE
from styleloop.types.measurement import Measurement, Subject
from styleloop.types.record import Refusal
from styleloop.types.row import Row
from styleloop.types.style import Pattern, Score, StyleVector
from styleloop.types.variant import Draft, Drawn, Layout, Provenance, Variant, seal

OVERSAMPLE = 8
"""Drafts written for each line that is kept: choosing needs something to choose from."""


@dataclass
class Lines:
    """What drafting gave one market."""

    chosen: tuple[Draft, ...] = ()
    findings: list[Finding] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)


def briefs(project: Project, campaign: Campaign, market: str) -> tuple[tuple[Brief, int], ...]:
    """The brief of one market and how many lines it is for; while a challenger is tried there, one for each version."""
    return tuple(
        (make_brief(project, campaign, market, by=version, wanted=lines), lines)
        for version, lines in divided(project, campaign, market)
    )


def make_brief(
    project: Project,
    campaign: Campaign,
    market: str,
    notes: Sequence[str] = (),
    by: StyleVector | None = None,
    wanted: int | None = None,
) -> Brief:
    """The brief of one market, by the version that speaks there or by `by`, for `wanted` lines. Keeps it.

    Raises:
        InputError: the product, the market or a format is unknown, or no style was fitted.
    """
    style = by or current(project, market)
    product = project.store.products.find(campaign.product)
    if product is None:
        have = ", ".join(p.sku for p in project.store.products.all()[:20])
        raise InputError(
            "no such product", field="product", got=campaign.product, expected=have or "run: styleloop ingest"
        )
    made = brief.make(
        campaign=campaign,
        product=product,
        style=style,
        kit=project.kit,
        market=project.market(market),
        placements=tuple(project.placement(name) for name in campaign.placements),
        history=own_lines(project, market, campaign),
        notes=(*notes, *reasons(project, campaign, market)),
        dial=project.settings.style.dial,
        seed=project.settings.run.seed + 1000 * campaign.round,
        lines={a.id: a.words.text(HEADLINE) for a in project.store.assets.all(role="own", locale=market)},
        mixed=_mixed(project, style, market, campaign, campaign.lines if wanted is None else wanted),
        passages=grounding.passages_for(project, campaign, product, market),
    )
    project.store.briefs.add([made])
    return made


def _mixed(project: Project, style: StyleVector, market: str, campaign: Campaign, lines: int) -> tuple[Spark, ...]:
    """Inspiration for some of the lines, by the dial."""
    every = project.store.assets.all(role="inspiration", locale=market)
    library = [a for a in every if not (a.rights and a.rights.against(market, project.today))]
    found = measure(project, [Subject(id=a.id, locale=a.locale, words=a.words) for a in library])
    values = {name: {m.name: m.value for m in numbers} for name, numbers in found.items()}
    seed = zlib.crc32(f"{project.settings.run.seed} {campaign.id} {market}".encode())
    return brief.sparks(library, values, style, lines, project.settings.style.dial, seed)


def own_lines(project: Project, market: str, campaign: Campaign) -> tuple[str, ...]:
    """Headlines already used in a market, oldest first: past ads, and every other campaign's variants."""
    past = [a.words.text(HEADLINE) for a in project.store.assets.all(role="own", locale=market)]
    drawn = [v.words.text(HEADLINE) for v in project.store.variants.all(market=market) if v.campaign != campaign.id]
    return tuple(dict.fromkeys(line for line in [*past, *drawn] if line))


def still_standing(project: Project, campaign: Campaign, market: str, briefs: Collection[str]) -> list[str]:
    """Lines that an earlier run of this campaign made to other briefs, and that wait or are approved and still hold.

    A second run does not make them again word for word. What rests on a fact that has changed is made again.
    """
    earlier = {
        v.line: v
        for v in project.store.variants.all(campaign=campaign.id, market=market)
        if v.provenance.brief not in briefs
    }
    return [line for line, v in earlier.items() if _stands(project, v) and no_longer(project, v) is None]


def _stands(project: Project, variant: Variant) -> bool:
    decision = standing(project, variant)
    return decision is None or decision.action not in ("change", "reject")


def write_lines(
    project: Project,
    asked: Brief,
    tried: Sequence[str],
    wanted: int,
    *,
    with_proposals: bool,
    words_only: bool = False,
    most: int = 0,
    tick: Tick = silent,
) -> Lines:
    """Draft, measure, screen the words, choose `wanted` lines not tried before. Keeps drafts and findings.

    With `words_only` they get no picture, layout or backdrop, and their product needs none. With `most` all are chosen,
    and only the first `most` of them are given a backdrop and kept.
    """
    lines = Lines()
    style = project.store.styles.get(asked.style)
    used = {project.store.drafts.get(name).words.text(HEADLINE) for name in tried}
    written = drafting.written(project, asked, style, OVERSAMPLE * asked.lines, tick)
    pool = [d for d in _good(written, lines.refusals) if d.words.text(HEADLINE) not in used]
    proposed = drafts.proposed(_proposals(project, lines), asked) if with_proposals else ()
    own = _good(arranging.settable(project, proposed), lines.refusals)
    passed = _screen_words(project, asked, style.patterns, [*pool, *own], lines)
    scores = {s.subject: s for s in score(project, style, asked, passed)}
    limits = project.settings.style
    candidates = [d for d in passed if d in pool]
    values = {name: {m.name: m.value for m in numbers} for name, numbers in _words_of(project, candidates).items()}
    free = _not_yet_used(project, asked, tried)
    lately = drafts.used_lately(asked.avoid, style.patterns)
    found = drafts.choices(
        candidates, scores, wanted, limits.ceiling, limits.floor, asked.dial, free, values, lately=lately,
        words=project.kit.voice.words,
    )  # fmt: skip
    picked = [choice.draft.model_copy(update={"chosen_why": choice.reasons}) for choice in found]
    if len(picked) < wanted:
        standing = [scores[d.id] for d in candidates]
        lines.refusals += drafts.left_out(asked.product.sku, standing, limits.ceiling, limits.floor, _readings(project))
    with_picture = picked if words_only else _good(drafts.pictured(picked), lines.refusals)
    toned = drafts.spread_tones(with_picture, asked.tones)
    people = [d for d in own if d in passed]
    set_: Sequence[Draft] = [*toned, *people]
    if not words_only:
        set_ = _dressed(project, asked, style, set_, _templates(project, tried), lines, most)
    before = [*with_picture, *people][: len(set_)]
    kept = [scores[old.id].model_copy(update={"subject": d.id}) for old, d in zip(before, set_, strict=True)]
    lines.chosen = (*_signed(project, style, set_[: len(toned)]), *set_[len(toned) :])
    stopped = {f.subject for f in lines.findings}
    project.store.drafts.add([*lines.chosen, *(d for d in [*pool, *own] if d.id in stopped)])
    project.store.scores.add(kept)
    project.store.findings.add(lines.findings)
    return lines


def _dressed(
    project: Project,
    asked: Brief,
    style: StyleVector,
    items: Sequence[Draft],
    used: Sequence[str],
    lines: Lines,
    most: int = 0,
) -> Sequence[Draft]:
    """Each draft with its picture, layout and backdrop; none where the product has no picture that may be shown."""
    with_shot = picturing.pictured(project, asked, items)
    if isinstance(with_shot, Refusal):
        lines.refusals.append(with_shot)
        return ()
    arranged = arranging.arranged(project, asked, style, with_shot, used)
    found, without = imaging.backdropped(project, asked, arranged[:most] if most else arranged)
    lines.refusals += without
    return found


def _signed(project: Project, style: StyleVector, items: Sequence[Draft]) -> list[Draft]:
    """Each draft with the version that chose it, where that is a challenger."""
    by = "" if style.id == current(project, style.market).id else style.id
    return [d.model_copy(update={"style": by}) for d in items]


def _templates(project: Project, tried: Sequence[str]) -> list[str]:
    """Templates of the lines tried before, so that a second try does not crowd into one."""
    return [name for d in tried if (name := project.store.drafts.get(d).template)]


def _words_of(project: Project, items: Sequence[Draft]) -> dict[str, tuple[Measurement, ...]]:
    return measure(project, [Subject(id=d.id, locale=d.market, words=d.words) for d in items])


def _not_yet_used(project: Project, asked: Brief, tried: Sequence[str]) -> tuple[Spark, ...]:
    """The brief's inspiration that no earlier try of this campaign carries."""
    used = {name for d in tried for name in project.store.drafts.get(d).injected}
    return tuple(s for s in asked.sparks if s.asset not in used)


def _readings(project: Project) -> dict[str, tuple[str, str]]:
    return {spec.name: (spec.reading_low, spec.reading_high) for e in project.extractors for spec in e.specs}


def _good(items: Iterable[Any], refusals: list[Refusal]) -> list[Any]:
    good = []
    for item in items:
        if isinstance(item, Refusal):
            refusals.append(item)
        else:
            good.append(item)
    return good


def _proposals(project: Project, lines: Lines) -> list[Row]:
    rows: list[Row] = []
    for path in sorted((project.root / "proposals").glob("*.csv")):
        rows += _good(best_source(project, path).read(path, project.root), lines.refusals)
    return rows


def score(project: Project, style: StyleVector, asked: Brief, items: Sequence[Draft]) -> list[Score]:
    """Each draft against the style that speaks: distance, predicted effect, novelty."""
    weights = project.store.blobs.get(style.weights)
    measured = _words_of(project, items)
    lines = {d.id: d.words.text(HEADLINE) for d in items}
    # Points of another embedder than the style's tell nothing: what it learnt of manner waits for the next fit.
    reads = style.embedder and style.embedder == embedding.version(project)
    points = embedding.embed(project, list(lines.values()), asked.market) if reads else {}
    return [
        vector.score(
            d.id,
            measured[d.id],
            style,
            weights,
            likeness(lines[d.id], asked.avoid),
            asked.seed,
            points.get(lines[d.id]),
            style.embedder,
        )
        for d in items
    ]


def likeness(line: str, others: Iterable[str]) -> float:
    """Jaccard likeness of word shingles to the nearest of `others`, 0 to 1."""
    mine = vector.shingles(line)
    return max((vector.jaccard(mine, vector.shingles(other)) for other in others), default=0.0)


def _screen_words(
    project: Project, asked: Brief, patterns: Sequence[Pattern], items: Sequence[Draft], lines: Lines
) -> list[Draft]:
    frames = {p.id: p.skeleton for p in patterns}
    verdicts = auditing.screen_drafts(project, asked, min(asked.placements, key=_room), items, frames)
    passed = []
    for draft, verdict in zip(items, verdicts, strict=True):
        lines.findings += [f for f in verdict.findings if f.severity == "block"] if verdict.blocked else []
        if not verdict.blocked:
            passed.append(draft)
    return passed


def _room(placement: Placement) -> int:
    """Graphemes that the tightest slot of a format takes: words that fit there fit everywhere."""
    return min((limit.graphemes for limit in placement.limits if limit.slot == HEADLINE), default=10_000)


def draw(
    project: Project,
    asked: Brief,
    items: Sequence[Draft],
    tick: Tick = silent,
    there: Collection[tuple[str, str]] = (),
) -> tuple[list[Variant], list[Refusal]]:
    """Lay out and draw each draft in every format; keeps the files. `auditing.audit_variants` keeps the variants.

    `there`: (line, format) of what has been drawn already and is left as it is.
    """
    refusals: list[Refusal] = []
    work: list[tuple[Draft, Layout]] = []
    for draft in items:
        template = arranging.template_of(project, asked, draft)
        cards = arranging.cards_of(project, template)
        laid = _good(drafts.layouts(draft, asked, project.kit, template, cards), refusals)
        work += [(draft, layout) for layout in laid if (draft.id, layout.placement.name) not in there]
    blobs = project.blobs({sha for _, layout in work for sha in (layout.picture, layout.logo, layout.backdrop)})
    variants: list[Variant] = []
    stage = f"draw {asked.market}"
    if work:  # a later round that finds nothing more to draw leaves standing what was drawn before it
        tick(stage, 0, len(work))
    with ThreadPoolExecutor(max_workers=project.workers) as pool:
        drawn = pool.map(lambda pair: project.renderer.draw([pair[1]], blobs)[0], work)
        for done, ((draft, layout), result) in enumerate(zip(work, drawn, strict=True), start=1):
            if isinstance(result, Refusal):
                refusals.append(result.model_copy(update={"subject": f"{draft.id} {layout.placement.name}"}))
            else:
                variants.append(_variant(project, asked, draft, layout, result))
            tick(stage, done, len(work))
    return variants, refusals


def _variant(project: Project, asked: Brief, draft: Draft, layout: Layout, drawn: Drawn) -> Variant:
    project.store.blobs.put(drawn.data)
    rendering = drawn.rendering
    words = draft.words
    return Variant(
        campaign=asked.campaign,
        line=draft.id,
        market=asked.market,
        product=draft.product,
        placement=layout.placement.name,
        words=words,
        rendering=rendering,
        seal=seal(words, words.text(ALT), rendering.pixels, layout.placement.name, asked.market),
        provenance=Provenance(
            made=project.clock(),
            drafter=draft.drafter,
            painter=rendering.painter,
            renderer=rendering.renderer,
            template=arranging.label_of(project, layout.template),
            style=asked.style,
            brief=asked.id,
            seed=asked.seed,
            models=(*draft.models, *imaging.maker(project, rendering.backdrop)),
            source_type=imaging.source_type(project, rendering.backdrop),
        ),
        card=layout.card,
        cards=layout.cards,
    )
