"""One piece of a campaign to look at first, and how many others there are then to make.

The first look is the beginning of the whole campaign, not a campaign of its own: the same brief, the same choice among
all the lines, the same drawing. What is made afterwards is what would have been made at once; the piece that is there
keeps its id, its remarks and what was decided about it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from styleloop.app import auditing, making
from styleloop.app.holding import held
from styleloop.app.project import Project, Tick, silent
from styleloop.app.shipping import standing
from styleloop.drafts import PERSON
from styleloop.types.brief import Campaign
from styleloop.types.variant import Draft, Variant

STAGE = "first look"
MOST = 3
"""Lines that are drawn until one is stopped by no check."""
Begun = Mapping[str, Mapping[str, Any]]
"""Market -> `standing`: formats of each line that is there and stands, by its id; `sent_back`: ids of the others."""


def market_of(project: Project, wish: Campaign) -> str:
    """Where a first look is made: the brand's own market, for the people who look at it, or else the first."""
    own = project.kit.locale
    return own if own in wish.markets else wish.markets[0]


def make(project: Project, wish: Campaign, brief: str, lines: int, tick: Tick = silent) -> Any:
    """The first of a market's lines in the campaign's first format, drawn and checked; the next where it is stopped.

    Args:
        project: the open project.
        wish: the whole campaign.
        brief: id of the market's brief.
        lines: how many lines the brief is for.
        tick: told how far it is.
    """
    asked = project.store.briefs.get(brief)
    tick(STAGE, 0, 1)
    tried = making.still_standing(project, wish, asked.market, [brief])
    found = making.write_lines(
        project, asked, tried, lines, with_proposals=wish.round == 1, tick=tick, most=MOST
    )  # fmt: skip
    one_format = asked.model_copy(update={"placements": asked.placements[:1]})
    made: list[str] = []
    refusals = [str(r) for r in found.refusals]
    for draft in found.chosen[:MOST]:
        variants, refused = making.draw(project, one_format, [draft], tick)
        refusals += [str(r) for r in refused]
        said = auditing.audit_variants(project, asked, variants) if variants else {}
        made += [v.id for v in variants]
        if variants and not any(f.severity == "block" for findings in said.values() for f in findings):
            break
    tick(STAGE, 1, 1)
    return {"brief": brief, "made": made, "refusals": list(dict.fromkeys(refusals))}


def begun(project: Project, wish: Campaign) -> dict[str, dict[str, Any]]:
    """What of a campaign is there. A line that was sent back, or rests on what no longer holds, is made anew."""
    pieces = project.store.variants.all(campaign=wish.id)
    written = {e.made for e in project.store.edits.all()}
    against = held(project, pieces)
    found: dict[str, dict[str, Any]] = {}
    for variant in pieces:
        if variant.parent and variant.line not in written:
            continue  # a further version of a piece takes no line's place
        here = found.setdefault(variant.market, {"standing": {}, "sent_back": []})
        if variant.id in against or _sent_back(project, variant):
            here["sent_back"] = [*here["sent_back"], variant.line]
        elif variant.placement not in (formats := here["standing"].setdefault(variant.line, [])):
            formats.append(variant.placement)
    for here in found.values():
        here["sent_back"] = sorted(set(here["sent_back"]))
        here["standing"] = {k: v for k, v in here["standing"].items() if k not in here["sent_back"]}
    return found


def wanted(wish: Campaign) -> int:
    """Pictures of a whole campaign; a carousel counts as one."""
    return wish.lines * len(wish.markets) * len(wish.placements)


def rest(wish: Campaign, there: Begun) -> int:
    """How many of a campaign's pictures are still to be made."""
    return wanted(wish) - sum(len(formats) for here in there.values() for formats in here["standing"].values())


def taken_up(project: Project, chosen: Sequence[Draft], standing_lines: Mapping[str, Any]) -> tuple[Draft, ...]:
    """The chosen lines and those that stand already: one that was not chosen again takes the place of a new one."""
    have = {draft.id for draft in chosen}
    extra = [project.store.drafts.get(name) for name in standing_lines if name not in have]
    new = [d.id for d in chosen if d.drafter != PERSON and d.id not in standing_lines]
    dropped = set(new[len(new) - min(len(extra), len(new)) :])
    return (*extra, *(d for d in chosen if d.id not in dropped))


def _sent_back(project: Project, variant: Variant) -> bool:
    decision = standing(project, variant)
    return decision is not None and decision.action in ("change", "reject")
