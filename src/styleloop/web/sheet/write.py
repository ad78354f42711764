"""Writing the contact sheet: a single page with its style and type inside, beside the pictures it shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from styleloop.app.project import Project
from styleloop.types.brief import Campaign
from styleloop.web.desk.words import STATES, plural
from styleloop.web.fonts import faces_within
from styleloop.web.sheet.shown import learnt, rounds, stopped, tested

HERE = Path(__file__).parent
PAGE = "index.html"
CSP = "default-src 'none'; img-src 'self' file:; style-src 'unsafe-inline'; font-src data:"
TEMPLATES = Environment(
    loader=FileSystemLoader(HERE),
    autoescape=select_autoescape(default=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def write_sheet(project: Project, gain: Mapping[str, Any], out: Path) -> Path:
    """Write `out/index.html`: every published picture, what was stopped and why, what was learnt.

    Args:
        project: the project that was played through.
        gain: round two against round one; its `words` are shown as they are.
        out: folder of the page. Pictures the channel left inside or beside it are linked, others are copied into it.
    """
    out.mkdir(parents=True, exist_ok=True)
    values: dict[str, Any] = {
        "brand": project.kit.name,
        "story": story(project),
        "stages": stages(project),
        "rounds": [(campaign, places, tested(project, campaign)) for campaign, places in rounds(project, out)],
        "stopped": stopped(project, out),
        "learnt": learnt(project),
        "gain": str(gain.get("words", "")),
        "links": [name for name in ("report.json", "style-diff.md")],
        "states": STATES,
        "plural": plural,
        "csp": CSP,
    }
    template = TEMPLATES.get_template("sheet.html")
    # The type carries only the letters the page holds, so the page is made once to see which those are.
    letters = template.render(**values, style="")
    style = faces_within(letters) + (HERE / "sheet.css").read_text("utf-8")
    page = out / PAGE
    page.write_text(template.render(**values, style=style), "utf-8")
    return page


def story(project: Project) -> str:
    """What happened, in one sentence."""
    campaigns: tuple[Campaign, ...] = project.store.campaigns.all()
    own = project.store.assets.all(role="own")
    past = sum(1 for asset in own if asset.source.file != "published")
    posts = project.store.publications.count()
    read = f"Styleloop read {plural(past, 'past ad')} of {project.kit.name}"
    if not campaigns:
        return f"{read}; nothing was asked for yet."
    product = project.store.products.find(campaigns[0].product)
    name = product.name(project.kit.locale) if product else None
    turns = plural(len(campaigns), "round")
    markets = plural(len(campaigns[0].markets), "market")
    return (
        f"{read}, took in a new product, the {name.text if name else campaigns[0].product}, and in {turns} and "
        f"{markets} made, checked, posted and learnt from {plural(posts, 'picture')}."
    )


def stages(project: Project) -> tuple[tuple[str, str], ...]:
    """(stage, its count in words) for each of the nine."""
    store = project.store
    decided = Counter(d.action for d in store.decisions.all())
    blocked = {f.subject for f in store.findings.all() if f.severity == "block"}
    shown = sum(r.shown for r in store.responses.all())
    markets = ("global", *project.markets)
    updates = sum(max(0, len(store.history(market)) - 1) for market in markets)
    return (
        ("library", plural(store.assets.count(), "piece")),
        ("style", plural(sum(bool(store.history(m)) for m in markets), "house style")),
        ("brief", plural(store.briefs.count(), "brief")),
        ("drafts", f"{plural(store.variants.count(), 'picture')} of {plural(store.drafts.count(), 'line')}"),
        ("audit", f"{len(blocked):,} stopped"),
        ("review", f"{decided['approve']:,} approved, {decided['reject']:,} rejected"),
        ("publish", plural(store.publications.count(), "post")),
        ("results", f"{shown:,} times shown"),
        ("refine", plural(updates, "update")),
    )
