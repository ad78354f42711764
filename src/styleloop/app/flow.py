"""The order of the loop. The only file that knows it, and the only one that goes round.

    ingest -> style -> [ brief -> lines -> draw -> audit ] x markets x rounds -> review -> publish -> results -> refine

Everything here is plain Python; `app/jobs.py` runs the same functions as durable steps. A step gives back ids, keeps
what it made, and may be repeated at any time: equal content is kept once.
"""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from styleloop.app import (
    arranging,
    auditing,
    firstlook,
    ingesting,
    learning,
    localising,
    making,
    refining,
    remaking,
    shipping,
    signing,
    styling,
)
from styleloop.app import versions as further
from styleloop.app.project import Project, Tick, silent
from styleloop.drafts.copy.proposals import DRAFTER as PERSON
from styleloop.errors import StyleloopError
from styleloop.types.brief import Campaign
from styleloop.types.record import Refusal
from styleloop.types.variant import Variant

Json = Any
MARKETS = "markets"
"""Stage of a campaign that says in how many of its markets everything was made."""


class Step(Protocol):
    """Runs one named piece of work and gives back what it gave (JSON)."""

    def __call__(self, name: str, work: Callable[[], Json]) -> Json:
        """`work()`, or what it gave the last time this step was done."""


def direct(name: str, work: Callable[[], Json]) -> Json:  # noqa: ARG001 - the signature of every Step
    """Just does it."""
    return work()


def ingest(
    project: Project,
    paths: Sequence[str],
    step: Step = direct,
    tick: Tick = silent,
    *,
    first_style: bool = True,
    learn: bool = True,
) -> Json:
    """Read the project's folders, or the files given, and (if wished) fit the first style when there is none.

    Once enough new evidence is in, it is learnt from at once (`learn`, and `style.auto_refine`): once per evidence.
    """
    report = step("ingest", lambda: _ingested(ingesting.ingest(project, [Path(p) for p in paths], tick=tick)))
    if first_style and (project.store.products.count() or project.store.assets.all(role="own")):
        step("first style", lambda: fit(project, tick))
    evidence = step("due", lambda: refining.due(project)) if learn and report["kept"] else ""
    if evidence:
        report |= {
            "refined": step(f"refine {evidence}", lambda: [_refined(r) for r in refining.refine_all(project, tick)])
        }
    return report


def _ingested(report: ingesting.IngestReport) -> Json:
    return {
        **ingesting.counts(report),
        "refusals": [str(r) for r in report.refusals],
        "notes": report.notes,
        "by_file": [
            {"file": f.file, "source": f.source, "rows": f.rows, "kept": f.kept, "merged": f.merged,
             "unchanged": f.unchanged, "refused": len(f.refusals)}
            for f in report.files
        ],
    }  # fmt: skip


def fit(project: Project, tick: Tick = silent) -> Json:
    """Fit every market; a market's first version is promoted at once, later ones wait for refine."""
    markets = (styling.GLOBAL, *project.markets)
    ready = styling.speaks if project.store.assets.all(role="own") else _has_style
    if all(ready(project, market) for market in markets):
        return []
    return [s.id for s in styling.promote_first(project, styling.fit_all(project, "first version", tick))]


def _has_style(project: Project, market: str) -> bool:
    return project.store.current(market) is not None


def first_look(project: Project, wish: Campaign, step: Step = direct, tick: Tick = silent) -> Json:
    """One piece of a campaign, to be looked at before the others are made. Nothing leaves here."""
    project.store.campaigns.add([wish])
    market = firstlook.market_of(project, wish)
    brief_id, lines = step(f"brief {market}", lambda: _briefs(project, wish, market))[0]
    return step(f"first {market}", lambda: firstlook.make(project, wish, brief_id, lines, tick))


def campaign(
    project: Project,
    wish: Campaign,
    step: Step = direct,
    tick: Tick = silent,
    begun: firstlook.Begun | None = None,
) -> Json:
    """Make one campaign up to the review queue. Nothing leaves here.

    `begun`: what of it is there already, as `firstlook.begun` told it when the others were asked for.
    """
    project.store.campaigns.add([wish])
    made = {}
    for number, market in enumerate(wish.markets):
        tick(MARKETS, number, len(wish.markets))
        made[market] = _market(project, wish, market, step, tick, (begun or {}).get(market) or {})
    tick(MARKETS, len(made), len(made))
    return made


def _briefs(project: Project, wish: Campaign, market: str) -> Json:
    """The briefs of a market; one that was added since the library was read gets its first style here."""
    if not _has_style(project, market):
        fit(project)
    return [[b.id, lines] for b, lines in making.briefs(project, wish, market)]


def _market(
    project: Project, wish: Campaign, market: str, step: Step, tick: Tick, begun: Mapping[str, Any]
) -> Json:  # fmt: skip
    """Brief, then draft and draw until enough lines stand in every format, at most `run.rounds` times.

    While a challenger is tried there are two briefs, each with its share of the lines.
    """
    asked = step(f"brief {market}", lambda: _briefs(project, wish, market))
    wanted: dict[str, int] = dict(asked)
    standing: dict[str, list[str]] = {brief_id: [] for brief_id in wanted}
    tried = [*making.still_standing(project, wish, market, wanted), *begun.get("sent_back", ())]
    there: dict[str, list[str]] = begun.get("standing", {})
    refusals: list[str] = []
    for turn in range(project.settings.run.rounds):
        missing = {brief_id: lines - len(standing[brief_id]) for brief_id, lines in wanted.items()}
        if max(missing.values()) <= 0:
            break
        first = wish.round == 1 and turn == 0
        work = partial(_turn, project, missing, tuple(tried), first, tick, there if turn == 0 else {})
        done = step(f"make {market} {turn + 1}", work)
        tried += done["tried"]
        refusals += done["refusals"]
        for brief_id, lines in done["standing"].items():
            standing[brief_id] += lines
        if not done["tried"]:
            break
    return {
        "brief": asked[0][0],
        "by": {project.store.briefs.get(brief_id).style: lines for brief_id, lines in standing.items()},
        "lines": [line for lines in standing.values() for line in lines],
        "refusals": list(dict.fromkeys(refusals)),
    }


def _turn(
    project: Project,
    missing: Mapping[str, int],
    tried: Sequence[str],
    first: bool,
    tick: Tick,
    there: Mapping[str, list[str]],
) -> Json:
    done: dict[str, Any] = {"tried": [], "standing": {}, "refusals": []}
    for number, (brief_id, lines) in enumerate(missing.items()):
        if lines <= 0:
            continue
        taken = there if number == 0 else {}
        made = _made(project, brief_id, (*tried, *done["tried"]), lines, first and number == 0, tick, taken)
        done["tried"] += made["tried"]
        done["standing"][brief_id] = made["standing"]
        done["refusals"] += made["refusals"]
    return done


def _made(
    project: Project,
    brief_id: str,
    tried: Sequence[str],
    missing: int,
    with_proposals: bool,
    tick: Tick,
    there: Mapping[str, list[str]],
) -> Json:
    """Lines of one brief, drawn and checked; what people proposed goes with the first, and what is there stays."""
    asked = project.store.briefs.get(brief_id)
    lines = making.write_lines(project, asked, tried, missing, with_proposals=with_proposals, tick=tick)
    chosen = firstlook.taken_up(project, lines.chosen, there)
    places = {(line, name) for line, formats in there.items() for name in formats}
    variants, refused = making.draw(project, asked, chosen, tick, places)
    findings = auditing.audit_variants(project, asked, variants)
    kept = [v for line in there for v in project.store.variants.all(line=line) if (line, v.placement) in places]
    findings |= {v.id: shipping.findings_of(project, v) for v in kept}
    pieces = {v.id: v.line for v in (*variants, *kept)}
    whole = Counter(line for v, line in pieces.items() if not any(f.severity == "block" for f in findings.get(v, ())))
    drafted = [d for d in chosen if d.drafter != PERSON or d.id in there]
    return {
        "tried": [d.id for d in chosen],
        "standing": [d.id for d in drafted if whole[d.id] == arranging.pieces_of(project, asked, d)],
        "refusals": [str(r) for r in (*lines.refusals, *refused)],
    }


def versions(project: Project, asked: further.Asked, step: Step = direct, tick: Tick = silent) -> Json:
    """Restyle or resize pieces, up to the review queue: line by line, each drawn and checked like any new one."""
    planned = step("plan", lambda: remaking.keep(project, further.plan(project, asked)))
    made, refusals = [], list(planned["refusals"])
    for line in planned["lines"]:
        waiting = any(not piece["standing"] for piece in line["pieces"])
        done = (
            step(f"draw {line['line']}", partial(remaking.draw, project, line, tick)) if waiting else remaking.NOTHING
        )
        made.append({**line, "made": done["made"]})
        refusals += done["refusals"]
    return {**planned, "lines": made, "refusals": list(dict.fromkeys(refusals))}


def localise(project: Project, wish: Mapping[str, Any], step: Step = direct, tick: Tick = silent) -> Json:
    """Say lines in other markets, up to each market's review queue: those wholly translated; what lacks, is said."""
    return {
        market: step(f"localise {market}", partial(localising.make, project, wish, market, tick))
        for market in wish["markets"]
    }


def publish(project: Project, wish: Campaign, step: Step = direct, tick: Tick = silent) -> Json:
    """Start the campaign's tests and send every approved variant, each once. Refuses what does not hold."""
    tests = step("tests", lambda: [t.id for t in learning.plan_tests(project, wish)])
    by_arm = {arm.subject: t for t in map(project.store.experiments.get, tests) for arm in t.arms}
    waiting_ids = step("approved", lambda: [v.id for v in _waiting(project, wish)])
    waiting = [v for v in _of(project, wish) if v.id in waiting_ids]
    out: dict[str, list[str]] = {
        "published": [],
        "refused": [],
        "notes": _signer(project, signing.renewed) if waiting else [],
    }
    for done, variant in enumerate(waiting, start=1):
        got = step(f"publish {variant.id}", partial(_sent, project, variant, by_arm.get(variant.id)))
        out["refused" if got.startswith("refused: ") else "published"].append(got)
        tick("publish", done, len(waiting))
    step("measure what shipped", lambda: ingesting.measure_library(project, tick))
    return out


def _signer(project: Project, asked: Callable[[Path], str]) -> list[str]:
    """What is to be told about who signs, where the brand was renamed since its certificate was made."""
    try:
        told = asked(project.root)
    except StyleloopError:
        return []  # each piece is then refused, and says why
    return [told] if told else []


def rehearse(project: Project, wish: Campaign, tick: Tick = silent) -> Json:
    """What `publish` would send and refuse today: everything is checked, signed and read back; nothing is written."""
    waiting = _waiting(project, wish)
    out: dict[str, list[str]] = {
        "would_publish": [],
        "refused": [],
        "notes": _signer(project, signing.due) if waiting else [],
    }
    for done, variant in enumerate(waiting, start=1):
        try:
            got = shipping.pack(project, variant)
        except StyleloopError as problem:
            got = Refusal(subject=variant.id, why=str(problem))
        out["refused" if isinstance(got, Refusal) else "would_publish"].append(
            str(got) if isinstance(got, Refusal) else f"{variant.market}/{got.post.name}"
        )
        tick("publish", done, len(waiting))
    return out


def called(project: Project, wish: Campaign) -> str:
    """What a verb calls it by: its name, or its id where the name means a later one. Quoted if it holds a space."""
    same = [one.id for one in project.store.campaigns.all() if one.name == wish.name]
    return shlex.quote(wish.name if same[-1:] == [wish.id] else wish.id)


def elsewhere(project: Project, wish: Campaign) -> dict[str, int]:
    """Other campaigns in which something is approved and not out yet, as they are called, and how many pieces."""
    others = (one for one in project.store.campaigns.all() if one.id != wish.id)
    return {called(project, one): count for one in others if (count := len(_waiting(project, one)))}


def _of(project: Project, wish: Campaign) -> list[Variant]:
    """The campaign's pieces; the cards of a carousel one after another, in their order."""
    found = project.store.variants.all(campaign=wish.id)
    first = {(v.line, v.market, v.placement): v.id for v in sorted(found, key=lambda v: v.id, reverse=True)}
    return sorted(found, key=lambda v: (v.id if v.cards == 1 else first[v.line, v.market, v.placement], v.card, v.id))


def _waiting(project: Project, wish: Campaign) -> list[Variant]:
    return [v for v in _of(project, wish) if _decided(project, v) and not _posted(project, v)]


def _decided(project: Project, variant: Variant) -> bool:
    decision = shipping.standing(project, variant)
    return decision is not None and decision.action == "approve"


def _posted(project: Project, variant: Variant) -> bool:
    return bool(project.store.publications.all(variant=variant.id))


def _sent(project: Project, variant: Variant, test: Any) -> str:
    try:
        got = shipping.ship(project, variant, test)
    except StyleloopError as problem:
        if not problem.permanent:
            raise
        return f"refused: {variant.id}: {problem}"  # one piece that cannot go never holds the others back
    return f"refused: {got}" if isinstance(got, Refusal) else got.id


def refine(project: Project, step: Step = direct, tick: Tick = silent, *, share: float | None = None) -> Json:
    """Learn from every answer there is; promote what passes the gate, or put it up as a challenger with this share."""
    return step("refine", lambda: [_refined(r) for r in refining.refine_all(project, tick, share)])


def _refined(done: refining.Refined) -> Json:
    return {
        "market": done.market,
        "promoted": done.promoted,
        "role": done.role,
        "before": done.before,
        "after": done.after,
        "words": done.words,
        "changes": [c.model_dump(mode="json") for c in done.changes],
        "criteria": [c.model_dump(mode="json") for c in done.criteria],
    }
