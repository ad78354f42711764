"""The whole loop on the sample brand, with a scripted reviewer and a simulated audience standing in for people."""

from __future__ import annotations

import json
import math
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from styleloop.app import starting
from styleloop.app.brand import DATA
from styleloop.app.jobs import Jobs
from styleloop.app.learning import lifts
from styleloop.app.project import Project, Tick
from styleloop.app.shipping import Person, approve_all, decide, lines_of
from styleloop.app.simulating import ask
from styleloop.app.wishes import wish
from styleloop.errors import InputError
from styleloop.types.brief import Campaign
from styleloop.types.record import canonical

NEW = "umbrella"
STAND_IN = Person("scripted", "architect")
MARK = ".styleloop-demo"
SHOWN_BEFORE, SHOWN_NOW = 6000, 6000
"""Exposures per version: in the past tests, and in each of the demo's rounds."""
WORLD_SEED = 7
Say = Callable[[str], None]


@dataclass
class Demo:
    """What the demo did, for its report and its pages."""

    project: Project
    campaigns: list[Campaign] = field(default_factory=list)
    ingested: list[Any] = field(default_factory=list)
    made: list[Any] = field(default_factory=list)
    reviewed: list[Counter[str]] = field(default_factory=list)
    published: list[Any] = field(default_factory=list)
    refined: list[Any] = field(default_factory=list)
    gain: dict[str, Any] = field(default_factory=dict)


def prepare(out: Path) -> Path:
    """The demo's project folder inside `out`: a finished demo is made anew, an interrupted one goes on.

    Raises:
        InputError: `out` holds something that is not a demo.
    """
    if out.exists() and any(out.iterdir()) and not (out / MARK).exists():
        raise InputError("this folder is not a demo and is not empty", where=str(out), cure="choose another --out")
    if (out / "report.json").exists():
        shutil.rmtree(out)
    out.mkdir(parents=True, exist_ok=True)
    (out / MARK).touch()
    root = out / "project"
    if not (root / "styleloop.toml").exists():
        starting.start(root, starting.SAMPLE)
        settings = root / "styleloop.toml"
        target = (out / "published").resolve()
        settings.write_text(f"{settings.read_text('utf-8')}\n[publish]\ntarget = {json.dumps(str(target))}\n", "utf-8")
    return root


def play(project: Project, say: Say, watch: Callable[[str], None]) -> Demo:
    """Two rounds of the loop. May be killed at any moment and played again."""
    demo, jobs = Demo(project), Jobs(project)
    say("1 of 9  library: the brand's past ads are drawn, then read with products, rivals and inspiration")
    starting.draw_catalogue(project, _ticking(project, watch))
    demo.ingested.append(jobs.run("ingest", "demo:library", {"paths": [], "first_style": False}, watch))
    say("2 of 9  style: what is usual, and what helped in past tests (simulated answers)")
    _past_answers(project, jobs, demo, watch)
    say(f"        a new product enters the shop: {NEW}")
    _new_product(project, jobs, demo, watch)
    for round_ in (1, 2):
        _round(project, jobs, demo, round_, say, watch)
    demo.gain = gain(project, demo.campaigns)
    return demo


def _ticking(project: Project, watch: Callable[[str], None]) -> Tick:
    def tick(stage: str, done: int, total: int, note: str = "") -> None:
        project.store.report_progress("start", stage, done, total, note)
        watch("start")

    return tick


def _past_answers(project: Project, jobs: Jobs, demo: Demo, watch: Callable[[str], None]) -> None:
    past = [a for a in project.store.assets.all(role="own") if a.test]
    file = project.root / "results" / "past-tests.csv"
    ask(project, past, file, seed=WORLD_SEED, shown=SHOWN_BEFORE, day=project.today)
    demo.ingested.append(jobs.run("ingest", "demo:past", {"paths": [str(file)], "learn": False}, watch))


def _new_product(project: Project, jobs: Jobs, demo: Demo, watch: Callable[[str], None]) -> None:
    file = project.root / "products" / "new" / f"{NEW}.toml"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(DATA / "brands" / starting.SAMPLE / "products" / "new" / file.name, file)
    demo.ingested.append(jobs.run("ingest", "demo:product", {"paths": [str(file)]}, watch))


def _round(project: Project, jobs: Jobs, demo: Demo, round_: int, say: Say, watch: Callable[[str], None]) -> None:
    asked = wish(project, NEW, name=f"{NEW}-launch", round_=round_)
    demo.campaigns.append(asked)
    say(f"round {round_}: 3 brief, 4 drafts, 5 audit, for {', '.join(asked.markets)}")
    work = {"campaign": asked.model_dump(mode="json")}
    demo.made.append(jobs.run("campaign", f"campaign:{asked.id}", work, watch))
    say("6 of 9  review: a scripted reviewer stands in for people; it approves what no check blocks")
    demo.reviewed.append(stand_in(project, asked))
    say("7 of 9  publish: whatever matches its seal leaves")
    demo.published.append(jobs.run("publish", f"publish:{asked.id}:demo", {"campaign": asked.id}, watch))
    say("8 of 9  results: a simulated audience answers")
    shipped = [a for a in project.store.assets.all(role="own") if a.source.field == asked.id and a.test]
    file = project.root / "results" / f"round-{round_}.csv"
    ask(project, shipped, file, seed=WORLD_SEED, shown=SHOWN_NOW, day=project.today)
    demo.ingested.append(jobs.run("ingest", f"demo:answers:{asked.id}", {"paths": [str(file)], "learn": False}, watch))
    say("9 of 9  refine: the style changes only where the evidence carries it")
    demo.refined.append(jobs.run("refine", f"demo:refine:{asked.id}", {}, watch))


def stand_in(project: Project, asked: Campaign) -> Counter[str]:
    """The scripted reviewer: rejects lines a check blocks, approves the rest. Safe to repeat."""
    for line in lines_of(project, asked.id):
        blocked = [v for v, (_, state) in zip(line.variants, line.states, strict=True) if state == "blocked"]
        if blocked:
            why = "; ".join(sorted({f.message for f in line.findings if f.severity == "block"}))
            decide(project, blocked[0].id, STAND_IN, "reject", reason=f"scripted: a check blocks it: {why}"[:500])
    approve_all(project, STAND_IN, asked.id)
    return Counter(state for line in lines_of(project, asked.id) for _, state in line.states)


def gain(project: Project, campaigns: list[Campaign]) -> dict[str, Any]:
    """Round two's click rate against round one's, with a 95 % interval, whatever it is.

    Log rate ratio with its delta-method standard error, sqrt(1/clicks1 + 1/clicks2 - 1/shown1 - 1/shown2), pooled over
    markets and formats; both rounds were shown equally often to the same simulated audience.
    """
    sums = []
    for asked in campaigns:
        ids = {a.id for a in project.store.assets.all(role="own") if a.source.field == asked.id}
        rows = [r for r in project.store.responses.all() if r.subject in ids and r.exposure == "randomised"]
        sums.append((sum(r.clicked for r in rows), sum(r.shown for r in rows)))
    if len(sums) < 2 or any(clicked == 0 for clicked, _ in sums):
        return {"words": "not known yet: a round has no clicks", "simulated": True}
    (c1, n1), (c2, n2) = sums[0], sums[1]
    ratio = math.log((c2 / n2) / (c1 / n1))
    error = math.sqrt(1 / c1 + 1 / c2 - 1 / n1 - 1 / n2)
    low, high = math.expm1(ratio - 1.96 * error), math.expm1(ratio + 1.96 * error)
    mean = math.expm1(ratio)
    verdict = "better" if low > 0 else "worse" if high < 0 else "not known yet"
    return {
        "round_1": {"clicked": c1, "shown": n1},
        "round_2": {"clicked": c2, "shown": n2},
        "gain": mean,
        "low": low,
        "high": high,
        "verdict": verdict,
        "simulated": True,
        "words": f"round two against round one: {mean:+.1%} clicks, 95 % interval {low:+.1%} to {high:+.1%}: {verdict}",
    }


def report(demo: Demo) -> dict[str, Any]:
    """Counts per stage and market, what was blocked by which check, the style before and after."""
    project = demo.project
    findings = project.store.findings.all()
    variants = project.store.variants.all()
    drafts = project.store.drafts.all()
    publications = project.store.publications.all()
    lines = {d.id: d for d in drafts}
    subjects = {v.id: lines[v.line] for v in variants} | lines
    blocks = [f for f in findings if f.severity == "block" and f.subject in subjects]
    by_market = {
        market: {
            "drafts": sum(d.market == market for d in drafts),
            "pictures": sum(v.market == market for v in variants),
            "published": sum(p.market == market for p in publications),
        }
        for market in project.markets
    }
    return {
        "responses": "simulated",
        "reviewer": "scripted",
        "by_stage": {
            "library": {"files": sum(i["files"] for i in demo.ingested), "assets": project.store.assets.count()},
            "style": {"versions": project.store.styles.count()},
            "drafts": len(drafts),
            "pictures": len(variants),
            "findings": Counter(f.severity for f in findings),
            "decisions": Counter(d.action for d in project.store.decisions.all()),
            "published": len(publications),
            "responses": project.store.responses.count(),
        },
        "by_market": by_market,
        "could_not_be_made": [r for made in demo.made for m in made.values() for r in m["refusals"]],
        "blocked": {
            guardrail: [_blocked(f, subjects[f.subject]) for f in blocks if f.guardrail == guardrail]
            for guardrail in sorted({f.guardrail for f in blocks})
        },
        "lifts": [lift.model_dump(mode="json") for lift in lifts(project)],
        "style": [refined for refined in demo.refined],
        "gain_of_round_two": demo.gain,
    }


def _blocked(finding: Any, draft: Any) -> dict[str, str]:
    return {
        "subject": finding.subject,
        "by": draft.drafter,
        "market": draft.market,
        "headline": draft.words.text("headline").replace("\n", " / "),
        "rule": finding.rule,
        "message": finding.message,
        "cited": finding.cited,
    }


def style_diff(demo: Demo) -> str:
    """What moved the style, in words."""
    parts = ["# What moved the house style", "", "All answers are simulated.", ""]
    for number, refined in enumerate(demo.refined, start=1):
        parts.append(f"## After round {number}")
        for item in refined:
            state = "new version" if item["promoted"] else "kept"
            parts += ["", f"### {item['market']}: {state}", "", item["words"], ""]
            parts += [f"- {change['words']}" for change in item["changes"]]
        parts.append("")
    return "\n".join(parts)


def write_report(demo: Demo, out: Path) -> dict[str, Any]:
    """`report.json` and `style-diff.md`."""
    made: dict[str, Any] = json.loads(canonical(report(demo)))
    (out / "style-diff.md").write_text(style_diff(demo), "utf-8")
    (out / "report.json").write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return made
