"""Further versions of pieces: restyled, or in further formats. What would be made, and what stands already."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from styleloop import brief, drafts
from styleloop.app import arranging
from styleloop.app.pieces import Named, named
from styleloop.app.project import Project
from styleloop.errors import InputError
from styleloop.types.brief import Brief, Placement
from styleloop.types.record import Record, Refusal, canonical, content_id
from styleloop.types.style import StyleVector
from styleloop.types.template import AUTO
from styleloop.types.variant import Draft, Layout, Variant

Place = tuple[str, int]
"""(format, card)."""


class Asked(Record):
    """What somebody asked for: `restyle` another version, template or palette; `resize` further formats."""

    verb: Literal["restyle", "resize"]
    target: str
    """Id of a piece, a line or a campaign, or a campaign's name."""
    style: str = ""
    """Style version; of a restyle without any wish, the one that speaks now."""
    template: str = ""
    tone: str = ""
    to: tuple[str, ...] = ()
    """Formats to resize to."""


@dataclass(frozen=True)
class PlannedPiece:
    """One picture of a line.

    Attributes:
        layout: what is drawn.
        parent: id of the variant it is made from.
        standing: id of the variant that looks exactly so already, or nothing.
    """

    layout: Layout
    parent: str
    standing: str

    @property
    def place(self) -> Place:
        """(format, card)."""
        return self.layout.placement.name, self.layout.card


@dataclass(frozen=True)
class PlannedLine:
    """One line and the pictures of it that are asked for."""

    draft: Draft
    asked: Brief
    template: str
    parent: str
    """Line it is made from; its own id where only formats are added."""
    changes: tuple[str, ...]
    pieces: tuple[PlannedPiece, ...]

    @property
    def new(self) -> tuple[PlannedPiece, ...]:
        """Those that nothing standing looks like."""
        return tuple(p for p in self.pieces if not p.standing)


@dataclass
class Plan:
    """What would be made, what stands already, and what cannot be made."""

    asked: Asked
    lines: list[PlannedLine] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    looks: dict[str, Mapping[tuple[object, ...], str]] = field(default_factory=dict)
    """Campaign -> what its pieces look like (`_looks`)."""

    @property
    def pieces(self) -> int:
        """How many pictures would be drawn."""
        return sum(len(line.new) for line in self.lines)

    @cached_property
    def key(self) -> str:
        """Names this very work: the same once more is the same run."""
        drawn = [[line.draft.id, line.asked.id, sorted(p.layout.id for p in line.new)] for line in self.lines]
        return content_id(self.asked.verb, [*drawn, sorted({line.template for line in self.lines})])


def plan(project: Project, asked: Asked) -> Plan:
    """What `asked` comes to, without drawing or keeping anything.

    Raises:
        InputError: nothing has that name, or the style, the template, the palette or a format is unknown.
    """
    target = named(project, asked.target)
    made = Plan(asked)
    if asked.verb == "resize":
        formats = _formats(project, asked.to)
        for line, variants in _lines(target):
            _resized(project, made, line, variants, formats)
        return made
    wish = _Wish(project, asked)
    for line, variants in _lines(target):
        _restyled(project, made, wish, line, variants)
    return made


def _formats(project: Project, names: Sequence[str]) -> tuple[Placement, ...]:
    """Formats by name, those of words alone refused: nothing would be drawn."""
    have = ", ".join(p.name for p in project.placements if p.pictured)
    if not names:
        raise InputError("no format is given", field="--to", expected=f"one or more of {have}")
    found = tuple(project.placement(name) for name in dict.fromkeys(names))
    bare = next((p.name for p in found if not p.pictured), None)
    if bare:
        raise InputError("a format of words alone has no picture", field="--to", got=bare, expected=have)
    return found


def _lines(target: Named) -> Iterator[tuple[str, list[Variant]]]:
    """Each line with its newest picture in every format and card."""
    by_line: dict[str, dict[Place, Variant]] = {}
    for variant in target.variants:
        by_line.setdefault(variant.line, {})[variant.placement, variant.card] = variant
    yield from ((line, list(places.values())) for line, places in by_line.items())


class _Wish:
    """What a restyle asks for, checked once."""

    def __init__(self, project: Project, asked: Asked) -> None:
        self.asked = asked
        self.template = arranging.known_template(project, asked.template, "--template")
        self.style = project.store.styles.find(asked.style) if asked.style else None
        if asked.style and self.style is None:
            have = ", ".join(s.id for s in project.store.styles.all()[-8:])
            raise InputError("no such style version", field="--style", got=asked.style, expected=have)
        tones = {t.name: t for t in project.kit.tones}
        if asked.tone and asked.tone not in tones:
            raise InputError("no such palette", field="--tone", got=asked.tone, expected=", ".join(tones))
        if asked.tone and not brief.legible(tones[asked.tone]):
            readable = ", ".join(name for name, tone in tones.items() if brief.legible(tone))
            why = "the words of this palette cannot be read on its own ground"
            raise InputError(
                why, field="--tone", got=asked.tone, expected=readable, cure="or mend it in brand/kit.toml"
            )

    def speaks(self, project: Project, market: str) -> StyleVector | None:
        """The version for a market: the one given; with no wish at all the one that speaks now; else None, as it was.

        A version of another market is refused by an empty id: see `foreign`.
        """
        if self.style is not None:
            return self.style
        return None if self.template or self.asked.tone else project.store.current(market)

    def foreign(self, market: str) -> Refusal | None:
        """Why the version given cannot speak in this market, or None."""
        if self.style is None or self.style.market in (market, "global"):
            return None
        return Refusal(
            subject=market,
            why=f"the style {self.style.id} is of another market",
            got=self.style.market,
            expected=f"a version of {market}, or a global one",
            cure=f"see: styleloop style {market} --history",
        )


def _restyled(project: Project, made: Plan, wish: _Wish, line: str, variants: Sequence[Variant]) -> None:
    """Add one line restyled, or why it cannot be."""
    first = variants[0]
    if objection := wish.foreign(first.market):
        made.refusals.append(objection.model_copy(update={"subject": line}))
        return
    parent, old = project.store.drafts.get(line), project.store.briefs.get(first.provenance.brief)
    style = wish.speaks(project, first.market)
    asked = _brief_by(project, old, style)
    tone = wish.asked.tone or _same_rank(parent.tone, old.tones, asked.tones)
    before = first.provenance.template.partition("@")[0] or arranging.template_of(project, old, parent)
    formats = tuple(project.placement(name) for name in dict.fromkeys(v.placement for v in variants))
    draft = _remade(parent, asked, tone, wish.template or before)
    if wish.template == AUTO:
        again = arranging.arranged(project, asked.model_copy(update={"template": AUTO}), style, [_bare(draft)])
        draft = again[0]
    if objection := _unmet(project, draft, formats):
        made.refusals.append(objection)
        return
    changes = [
        f"style {old.style} -> {asked.style}" if asked.style != old.style else "",
        f"template {before} -> {draft.template}" if draft.template != before else "",
        f"palette {parent.tone} -> {tone}" if tone != parent.tone else "",
    ]
    _plan_line(project, made, draft, asked, draft.template, formats, variants, tuple(c for c in changes if c))


def _brief_by(project: Project, old: Brief, style: StyleVector | None) -> Brief:
    if style is None or style.id == old.style:
        return old
    campaign = project.store.campaigns.find(old.campaign)
    return brief.restyled(old, style, project.kit.tones, turn=campaign.round if campaign else 1)


def _same_rank(tone: str, before: Sequence[str], after: Sequence[str]) -> str:
    """The palette that stands where `tone` stood: lines that were told apart by palette stay told apart."""
    rank = before.index(tone) if tone in before else -1
    return after[rank] if 0 <= rank < len(after) else tone


def _remade(parent: Draft, asked: Brief, tone: str, template: str) -> Draft:
    behind = parent.backdrop if tone == parent.tone else ""  # it was made for the palette
    said = parent.model_dump(exclude={"id"}) | {"template_why": (), "backdrop": behind}
    under = {"under": asked.style} if asked.id != parent.brief else {}
    return Draft.model_validate(
        {**said, "brief": asked.id, "tone": tone, "template": template, "parent": parent.id, **under}
    )


def _bare(draft: Draft) -> Draft:
    return Draft.model_validate({**draft.model_dump(exclude={"id"}), "template": ""})


def _unmet(project: Project, draft: Draft, formats: Sequence[Placement]) -> Refusal | None:
    """Why the template asked for cannot do without something this line has not, or None."""
    offer = next((o for o in arranging.offers(project) if o.name == draft.template), None)
    if offer is None:
        return None
    most = max(p.cards for p in formats)
    wish = drafts.Wish(style=None, kinds=arranging.kinds(project, [draft.picture]), cards=most)
    missing = drafts.needed(offer, draft, wish)
    if not missing:
        return None
    able = [o.name for o in arranging.offers(project) if not drafts.needed(o, draft, wish)]
    return Refusal(
        subject=draft.parent,
        why=f"the template {draft.template} does not take this line: {missing}",
        expected=f"one of {', '.join(able)}",
        cure="choose another with --template, or write the line again with what is missing: styleloop run",
    )


def _resized(
    project: Project, made: Plan, line: str, variants: Sequence[Variant], formats: Sequence[Placement]
) -> None:
    """Add one line in further formats. Its template and brief stay; a format's parent is the piece most like it."""
    draft = project.store.drafts.get(line)
    near = min(variants, key=lambda v: _unlike(v, formats[0]))
    asked = project.store.briefs.get(near.provenance.brief)
    template = near.provenance.template.partition("@")[0] or arranging.template_of(project, asked, draft)
    _plan_line(project, made, draft, asked, template, formats, variants, ())


def _plan_line(
    project: Project,
    made: Plan,
    draft: Draft,
    asked: Brief,
    template: str,
    formats: Sequence[Placement],
    variants: Sequence[Variant],
    changes: tuple[str, ...],
) -> None:
    laid = _laid(project, draft, asked, template, formats)
    made.refusals += [r for r in laid if isinstance(r, Refusal)]
    label = arranging.label_of(project, template)
    campaign = variants[0].campaign
    if campaign not in made.looks:
        made.looks[campaign] = _looks(project, campaign)
    standing = made.looks[campaign]
    pieces = tuple(
        PlannedPiece(layout, _nearest(variants, layout).id, standing.get((draft.words, _look(layout, label)), ""))
        for layout in laid
        if isinstance(layout, Layout)
    )
    if made.asked.verb == "resize":
        added = {p.place[0] for p in pieces if not p.standing}
        changes = tuple(f"format {p.name} ({p.width} x {p.height})" for p in formats if p.name in added)
    if pieces:
        parent = draft.parent if made.asked.verb == "restyle" else draft.id
        made.lines.append(PlannedLine(draft, asked, template, parent, changes, pieces))


def _laid(
    project: Project, draft: Draft, asked: Brief, template: str, formats: Sequence[Placement]
) -> Sequence[Layout | Refusal]:
    wanted = asked.model_copy(update={"placements": tuple(formats)})  # the same brief: nobody asked for it anew
    return drafts.layouts(draft, wanted, project.kit, template, arranging.cards_of(project, template))


def _look(layout: Layout, label: str) -> str:
    """Everything that makes the picture, and nothing about which line it is of."""
    return canonical([label, layout.model_dump(mode="json", exclude={"id", "draft"})])


def _looks(project: Project, campaign: str) -> Mapping[tuple[object, ...], str]:
    """(words, look) -> the variant that has them, over all pieces of a campaign.

    The first that has a look keeps it: what is asked for twice is found, and so is the original.
    """
    every = project.store.variants.all(campaign=campaign)
    sizes: dict[str, list[Variant]] = {}
    for variant in every:
        sizes.setdefault(variant.line, []).append(variant)
    found: dict[tuple[object, ...], str] = {}
    laid: dict[tuple[str, str, str], dict[str, Layout]] = {}
    for variant in every:
        made = variant.provenance
        key = (variant.line, made.brief, made.template)
        if key not in laid:
            laid[key] = _layouts_of(project, variant, sizes[variant.line])
        layout = laid[key].get(variant.rendering.layout)
        if layout is not None:
            found.setdefault((variant.words, _look(layout, made.template)), variant.id)
    return found


def layout_of(project: Project, variant: Variant) -> Layout | None:
    """The layout a piece was drawn from; None where brand, template or format have changed since."""
    return _layouts_of(project, variant, [variant]).get(variant.rendering.layout)


def _layouts_of(project: Project, variant: Variant, sizes: Sequence[Variant]) -> dict[str, Layout]:
    """Id -> layout of a line as it would be drawn today: one drawn with other colours or type is not among them."""
    draft, asked = project.store.drafts.get(variant.line), project.store.briefs.get(variant.provenance.brief)
    template = variant.provenance.template.partition("@")[0] or arranging.template_of(project, asked, draft)
    known = {p.name: p for p in (*asked.placements, *project.placements)}
    formats = [known[name] for name in dict.fromkeys(v.placement for v in sizes) if name in known]
    return {x.id: x for x in _laid(project, draft, asked, template, formats) if isinstance(x, Layout)}


def _nearest(variants: Sequence[Variant], layout: Layout) -> Variant:
    """The piece a picture is made from: the same format and card where there is one, else the most alike in shape."""
    here = [v for v in variants if v.placement == layout.placement.name]
    return min(here or variants, key=lambda v: (abs(v.card - layout.card), _unlike(v, layout.placement)))


def _unlike(variant: Variant, placement: Placement) -> tuple[float, float]:
    """How unlike in shape, then in area, a piece is to a format."""
    width, height = variant.rendering.width, variant.rendering.height
    shape = math.log(width / height) - math.log(placement.width / placement.height)
    return round(abs(shape), 6), abs(math.log(width * height / (placement.width * placement.height)))
