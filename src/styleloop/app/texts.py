"""Sets of short texts for formats of words alone: 15 headlines and 4 descriptions of a search ad."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field

from styleloop import audit, drafts
from styleloop.app import likeness, making
from styleloop.app.packfiles import packs_of
from styleloop.app.project import Project
from styleloop.app.styling import current, frames
from styleloop.errors import InputError
from styleloop.types.audit import AuditItem, Finding
from styleloop.types.brief import Brief, Campaign, Placement
from styleloop.types.copy import BODY, HEADLINE, Copy
from styleloop.types.record import Refusal
from styleloop.types.texts import AdText, TextSet

SEARCH_AD = "google-search"
_HEADLINES, _DESCRIPTIONS = 15, 4


@dataclass(frozen=True)
class Written:
    """A set, and what the checks blocked on the way to it."""

    made: TextSet
    findings: tuple[Finding, ...] = field(default=())


def write_texts(project: Project, product: str, market: str, placement: str = SEARCH_AD) -> Written:
    """The most texts that a format takes, of which none repeats another; fewer where the facts are few.

    Every text is screened by every check before the set is chosen from those that passed.

    Raises:
        InputError: the product, the market or the format is unknown, or the format is drawn.
    """
    asked = project.placement(placement)
    if asked.pictured:
        have = ", ".join(p.name for p in project.placements if not p.pictured)
        raise InputError(
            "a drawn format takes one text of a kind", field="placement", got=placement, expected=have,
            cure=f"styleloop draft --product {product} --market {market}",
        )  # fmt: skip
    wish = Campaign(name=product, product=product, markets=(market,), placements=(placement,), day=project.today)
    brief = making.make_brief(project, wish, market)
    offered = drafts.candidates(brief, frames(project, current(project, market)), project.kit)
    if isinstance(offered, Refusal):
        return Written(TextSet(product=product, market=market, placement=placement, refusals=(offered,)))
    chosen: list[AdText] = []
    refusals: list[Refusal] = []
    blocked: list[Finding] = []
    for limit in asked.limits:
        passed, stopped = _screened(project, brief, asked, offered[limit.slot])
        blocked += stopped
        found = drafts.spread(passed, limit.most)
        chosen += found
        if len(found) < limit.most and offered[limit.slot]:
            refusals.append(_too_few(product, limit.slot, len(found), limit.most))
    made = TextSet(product=product, market=market, placement=placement, texts=tuple(chosen), refusals=tuple(refusals))
    return Written(made, tuple(blocked))


def as_csv(project: Project, sets: Sequence[TextSet]) -> str:
    """Rows as Google Ads Editor reads them: one ad for each product and market.

    Campaign is the brand and market, ad group the product's name; the address is left to whoever uploads it. A cell
    that a spreadsheet would take for a formula begins with an apostrophe.
    """
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    columns = [f"Headline {n + 1}" for n in range(_HEADLINES)]
    columns += [f"Description {n + 1}" for n in range(_DESCRIPTIONS)]
    rows.writerow(["Campaign", "Ad group", "Ad type", "Final URL", *columns])
    for made in sets:
        product = project.store.products.get(made.product)
        name = product.name(made.market)
        head, body = _padded(made.of(HEADLINE), _HEADLINES), _padded(made.of(BODY), _DESCRIPTIONS)
        group = name.text if name else made.product
        campaign = f"{project.kit.name} {made.market}"
        rows.writerow([_safe(cell) for cell in (campaign, group, "Responsive search ad", "", *head, *body)])
    return out.getvalue()


def _padded(texts: Sequence[str], size: int) -> list[str]:
    return [*texts[:size], *[""] * (size - len(texts))]


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t")) else cell


def _screened(
    project: Project, brief: Brief, placement: Placement, texts: Sequence[AdText]
) -> tuple[list[AdText], list[Finding]]:
    library = likeness.library(project, brief.market, own=False)  # a search ad says its facts again on purpose
    items = [
        AuditItem(
            subject=f"{text.slot}: {text.text}",
            words=Copy.of(**{text.slot: text.text}),
            filled=text.filled,
            placement=placement,
            market=project.market(brief.market),
            kit=project.kit,
            day=project.today,
            product=brief.product,
            claims=project.kit.claims,
            packs=packs_of(project.root),
            library=library,
        )
        for text in texts
    ]
    verdicts = audit.screen(items, project.guardrails)
    passed = [text for text, verdict in zip(texts, verdicts, strict=True) if not verdict.blocked]
    return passed, [f for v in verdicts for f in v.findings if f.severity == "block"]


def _too_few(product: str, slot: str, found: int, most: int) -> Refusal:
    return Refusal(
        subject=product,
        why=f"{found} of at most {most} texts for {slot}: more would say again what these say",
        cure="add facts to the product, or past ads to the library",
    )
