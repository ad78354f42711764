"""A line of the flagship market into others: what the memory has, what people do, and the drafts that come of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from styleloop.app import auditing, making, policies
from styleloop.app.pieces import named
from styleloop.app.project import Project, Tick, silent
from styleloop.app.shipping import approval, lines_of
from styleloop.app.styling import GLOBAL, current
from styleloop.drafts import localise
from styleloop.errors import InputError
from styleloop.language.asked import asked
from styleloop.review import Under
from styleloop.types.brand import Market
from styleloop.types.brief import Campaign
from styleloop.types.copy import ALT
from styleloop.types.product import Product
from styleloop.types.record import Record, Refusal
from styleloop.types.review import Decision
from styleloop.types.segment import Exchange, Piece, Segment, Unit
from styleloop.types.variant import Draft

READY = ("waiting", "approved")
"""States of a line of which it is worth making translations."""
Units = tuple[Unit, ...]


@dataclass(frozen=True)
class Work:
    """Lines that are to be said in other markets.

    Attributes:
        campaign: theirs.
        product: what they are about.
        source: the flagship market.
        lines: those worth translating, in the order made.
        unapproved: how many of them nobody has approved yet.
        left: how many were left out: blocked, sent back or rejected.
    """

    campaign: Campaign
    product: Product
    source: Market
    lines: tuple[Draft, ...]
    unapproved: int
    left: int


class Standing(Record):
    """How far one market is."""

    market: str
    lines: int
    pieces: int
    """Segments to be translated, in all lines."""
    sure: int
    """Taken from the memory, the register or computed."""
    fuzzy: int
    """With a likeness for a person to look at."""
    missing: int
    complete: int
    """Lines of which nothing is missing."""
    made: int
    """Of those, drawn and checked."""
    waiting: int
    """Lines that wait for the market's own reviewer, or for whoever mends what a check stopped."""
    approved: int
    reviewers: tuple[str, ...]
    notes: tuple[str, ...] = ()


def work(project: Project, name: str) -> Work:
    """The lines that `name` means: a campaign's, or one.

    Raises:
        InputError: nothing has that name, or it has no line in the flagship market.
    """
    source = project.market(project.kit.locale)
    found = [v for v in named(project, name).variants if v.market == source.locale]
    if not found:
        raise InputError(
            "this has no line in the flagship market", got=name, expected=f"lines in {source.locale}",
            cure=f"styleloop run --product SKU --markets {source.locale}, or set locale in brand/kit.toml",
        )  # fmt: skip
    ids = dict.fromkeys(v.line for v in found)
    states = {line.line: line.state for line in lines_of(project, found[0].campaign)}
    ready = [i for i in ids if states.get(i) in READY]
    campaign = project.store.campaigns.get(found[0].campaign)
    return Work(
        campaign=campaign,
        product=project.store.products.get(campaign.product),
        source=source,
        lines=tuple(project.store.drafts.get(i) for i in ready),
        unapproved=sum(states[i] != "approved" for i in ready),
        left=len(ids) - len(ready),
    )


def memory(project: Project, source: Market, market: Market, product: Product | None = None) -> localise.Memory:
    """All that was said between two markets: the brand's own files first, then what people gave."""
    every = project.store.products.all()
    products = (*(p for p in every if product is None or p.sku != product.sku), *((product,) if product else ()))
    language = market.locale.split("-")[0]
    known = (
        *localise.register(project.kit, products, source.locale, market.locale),
        *(project.store.segments.all(locale=language) if language != market.locale else ()),
        *project.store.segments.all(locale=market.locale),
    )
    return localise.Memory(known, source.locale, market.locale, products)


def worklist(project: Project, of: Work, market: Market) -> tuple[tuple[Draft, Units], ...]:
    """Every line with its units as far as they are known."""
    known = memory(project, of.source, market, of.product)
    formats = tuple(project.placement(name) for name in of.campaign.placements)
    return tuple(
        (
            line,
            localise.worked(
                localise.parted(line, of.source, of.product, formats), known, of.product, of.source, market
            ),
        )
        for line in of.lines
    )


def sign_off(project: Project, of: Work, market: Market) -> None:
    """Remember as final what the market's reviewer approved of these lines; once for each approval."""
    own = {line.id: line for line in of.lines}
    done = [d for d in project.store.drafts.all(market=market.locale) if d.parent in own]
    under = policies.under(project)
    approved = [(d, word) for d in done if (word := _approval(project, d.id, under)) is not None]
    if not approved:
        return
    known = memory(project, of.source, market, of.product)
    rows = []
    for draft, word in approved:
        units = localise.parted(own[draft.parent], of.source, of.product, ())
        for unit in localise.worked(units, known, of.product, of.source, market):
            said = draft.words.text(ALT if unit.slot == localise.PICTURE else unit.slot)
            rows += [
                Segment(
                    source_locale=of.source.locale, locale=market.locale, source=p.source, target=p.target,
                    slot=unit.slot, state="final", origin=p.origin, batch=f"approval:{word.id}", who=word.who,
                    at=word.at,
                )
                for p in unit.pieces
                if unit.done and unit.target in said and p.match == "exact" and p.state != "final"
            ]  # fmt: skip
    project.store.segments.add(rows)


def _approval(project: Project, line: str, under: Under) -> Decision | None:
    known = [approval(project, v, under) for v in project.store.variants.all(line=line)]
    return next((one.signed[-1] for one in known if one.done), None)


def exchange(project: Project, of: Work, market: Market) -> Exchange:
    """The worklist as it goes to translators: every unit, for context, with what is known of it, and the glossary."""
    units = tuple(unit for _, found in worklist(project, of, market) for unit in found)
    terms = asked(project.kit, of.source.locale, market, of.product)
    sources = [unit.source for unit in units]
    return Exchange(
        source_locale=of.source.locale,
        locale=market.locale,
        original=of.campaign.id,
        units=units,
        glossary=localise.glossary_of(terms, sources),
    )


def everything(project: Project) -> tuple[Exchange, ...]:
    """The whole memory, the brand's own files included, one exchange for each market but the flagship."""
    source = project.market(project.kit.locale)
    products = project.store.products.all()
    found = []
    for market in project.kit.markets:
        if market.locale == source.locale:
            continue
        own = localise.register(project.kit, products, source.locale, market.locale)
        given = [s for s in project.store.segments.all(locale=market.locale) if s.target]
        units = tuple(
            Unit(
                id=s.id,
                slot=s.slot,
                pieces=(Piece(source=s.source, target=s.target, state=s.state, origin=s.origin),),
            )
            for s in {s.id: s for s in (*own, *given)}.values()
        )
        found.append(Exchange(source_locale=source.locale, locale=market.locale, units=units))
    return tuple(found)


def status(project: Project, of: Work, market: Market) -> Standing:
    """How far one market is with these lines."""
    found = worklist(project, of, market)
    pieces = [p for _, units in found for u in units for p in u.pieces]
    fuzzy = sum(p.match == "fuzzy" for p in pieces)
    sure = sum(p.state != "initial" and bool(p.target) for p in pieces)
    complete = {line.id for line, units in found if all(u.done for u in units)}
    states = {line.line: line.state for line in lines_of(project, of.campaign.id) if line.market == market.locale}
    made = {d.id: d.parent for d in project.store.drafts.all(market=market.locale) if d.parent and d.id in states}
    lines = {line.id for line in of.lines}
    own: dict[str, set[str]] = {}
    for name, parent in made.items():
        if parent in lines:
            own.setdefault(parent, set()).add(states[name])
    notes = []
    if of.product.price(market.locale) is None and any(line.words.text("price") for line in of.lines):
        notes.append(f"{of.product.sku} has no price in {market.locale}: lines go without one")
    return Standing(
        market=market.locale, lines=len(of.lines), pieces=len(pieces), sure=sure, fuzzy=fuzzy,
        missing=len(pieces) - sure - fuzzy, complete=len(complete), made=len(own.keys() & complete),
        waiting=sum("approved" not in said and bool(said & {"waiting", "blocked"}) for said in own.values()),
        approved=sum("approved" in said for said in own.values()), reviewers=market.reviewers, notes=tuple(notes),
    )  # fmt: skip


class Lacking(Record):
    """One segment that a person has to translate, or to look at."""

    market: str
    line: str
    slot: str
    source: str
    candidate: str = ""
    """What the memory has of a text like it."""
    score: float = 0.0


def lacking(project: Project, of: Work, market: Market) -> tuple[Lacking, ...]:
    """The worklist of one market: every text once, with the first line that it stands in."""
    found: dict[tuple[str, str], Lacking] = {}
    for line, units in worklist(project, of, market):
        for unit in units:
            for p in unit.pieces:
                if p.state == "initial":
                    one = Lacking(
                        market=market.locale, line=line.id, slot=unit.slot, source=p.source, candidate=p.target,
                        score=p.score,
                    )  # fmt: skip
                    found.setdefault((unit.slot, p.source), one)
    return tuple(found.values())


def make(project: Project, name: Mapping[str, Any], market: str, tick: Tick = silent) -> Any:
    """Draw and check every line that is wholly translated into a market, up to its review queue. Gives ids, refusals.

    Args:
        project: the open project.
        name: `campaign`, and `lines`: ids of the lines it is about.
        market: the market's locale.
        tick: told how far it is.
    """
    campaign = project.store.campaigns.get(name["campaign"])
    here = project.market(market)
    every = tuple(project.store.drafts.get(line) for line in name["lines"])
    of = Work(campaign, project.store.products.get(campaign.product), project.market(project.kit.locale), every, 0, 0)
    sign_off(project, of, here)
    found = worklist(project, of, here)
    style = project.store.current(market) or current(project, GLOBAL)  # a market without a past speaks as all do
    brief = making.make_brief(project, campaign, market, by=style, wanted=0)
    made = [localise.translated(line, units, brief, here, project.kit.claims) for line, units in found]
    ready = [d for d in made if isinstance(d, Draft)]
    new = [d for d in ready if not project.store.variants.all(line=d.id)]
    project.store.drafts.add(new)
    if new:
        project.store.scores.add(making.score(project, style, brief, new))
    drawn, refused = making.draw(project, brief, new, tick)
    findings = auditing.audit_variants(project, brief, drawn) if drawn else {}
    stopped = [v for v, said in findings.items() if any(f.severity == "block" for f in said)]
    return {
        "lines": [d.id for d in ready],
        "new": [d.id for d in new],
        "pieces": len(drawn),
        "stopped": len(stopped),
        "refusals": [str(r) for r in (*(m for m in made if isinstance(m, Refusal)), *refused)],
    }
