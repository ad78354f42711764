"""Are drafts true, varied, and caught when they are not? The sample brand, and 40 products of a stranger's shop.

    python -m benchmarks.drafts --json [--text-model URL [--model NAME]] [--lines FILE] [--shared FOLDER]

One row for each drafter: `pattern/sample` (13 products, own frames first, past answers from the simulated world),
`pattern/shop` (40 Shopify products, no past ad: neutral frames), and `model/...` where a URL is given: what that model
alone wrote and no check blocked. Five headlines each,
through the application's own path: brief, drafts, measures, audit, choice. What was chosen counts as used for the next
product, as in a real shop.

`fact_errors`: numbers, units, materials and proper nouns of a piece (all drawn words) that stand nowhere in the raw
file the product came from. They are read here anew; the drafter's own account is not asked. `audit_recall`: share of
seeded breaches (a number changed, a material swapped, a superlative put in) that the audit blocks. A skeleton is a
headline with every filled span masked, in small letters; two are one from a token Jaccard of .8. `--lines` writes every
line as JSONL, the sample brand's past ones among them, marked `own`.
"""

from __future__ import annotations

import argparse
import json
import math
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.divergence import WORLD, answers, learn, pieces, prepared
from benchmarks.drafts_read import Truth, errors, sample_truths, shop_truths
from benchmarks.drafts_seeded import Seeded, caught, seeded
from styleloop import vector
from styleloop.app import drafting, flow, making, starting
from styleloop.app.brand import DATA
from styleloop.app.project import Project
from styleloop.app.wishes import wish
from styleloop.language.skeleton import WORD
from styleloop.types.asset import Asset
from styleloop.types.brief import Brief
from styleloop.types.copy import DRAWN_SLOTS, HEADLINE
from styleloop.types.record import Refusal, Where
from styleloop.types.style import Score
from styleloop.types.variant import Draft

SHARED = Path(__file__).resolve().parents[2] / "shared/data"
FEEDS = ("apparel", "home-and-garden", "jewelery")
MARKET, STRANGE, LINES, PRODUCTS = "en-GB", "en-CA", 5, 40
ALIKE = 0.8
SEED = 7


def sample(folder: Path) -> Project:
    """The sample brand in one market, with what the simulated world answered to its past tests."""
    project = Project(prepared(folder, MARKET))
    target = project.root / "products" / "new" / "umbrella.toml"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes((DATA / "brands" / starting.SAMPLE / "products" / "new" / target.name).read_bytes())
    flow.ingest(project, [str(target)])
    past = [a for a in project.store.assets.all(role="own", locale=MARKET) if a.test]
    project.store.responses.add(answers(past, pieces(past, [0] * len(past)), SEED, project.today))
    learn(project)
    return project


def shop(folder: Path, shared: Path) -> Project:
    """A brand of nobody's, with a stranger's product exports and nothing else."""
    starting.start(folder)
    _at_home_in(folder, STRANGE)
    for name in FEEDS:
        file = f"shopify_{name}.csv"
        (folder / "products" / file).write_bytes((shared / "feeds" / file).read_bytes())
    project = Project(folder)
    flow.ingest(project, [])
    # The exports only link to their pictures, and nothing is drawn here: any file stands for them.
    picture = project.keep(DATA / "brands" / starting.SAMPLE / "products" / "pictures" / "flask.svg")
    known = project.store.products.all()
    project.store.products.add([p.model_copy(update={"picture": picture}) for p in known])
    return project


def _at_home_in(folder: Path, market: str) -> None:
    """A new project's one market is another: the exports count in dollars and spell as Canadians do (`chequered`)."""
    (folder / "markets" / f"{MARKET}.toml").unlink()
    (folder / "markets" / f"{market}.toml").write_text('name = "Canada"\ncurrency = "CAD"\n', "utf-8")
    for file in (folder / "brand/kit.toml", folder / "styleloop.toml"):
        file.write_text(file.read_text("utf-8").replace(MARKET, market), "utf-8")


def skeleton(draft: Draft) -> str:
    """The headline with every filled span masked, in small letters."""
    text, at, made = draft.words.text(HEADLINE), 0, ""
    for span in sorted((s for s in draft.filled if s.slot == HEADLINE), key=lambda s: s.start):
        made += f"{text[at : span.start]} \ue000 "
        at = span.end
    return " ".join(f"{made}{text[at:]}".casefold().split())


def clusters(skeletons: Sequence[str]) -> Counter[int]:
    """Cluster -> lines; a skeleton joins the first cluster whose founder it is alike."""
    founders: list[frozenset[str]] = []
    sizes: Counter[int] = Counter()
    for text in skeletons:
        tokens = frozenset([*WORD.findall(text), *("\ue000" for _ in range("\ue000" in text))])
        home = next((i for i, f in enumerate(founders) if len(f & tokens) >= ALIKE * len(f | tokens)), len(founders))
        founders += [tokens] if home == len(founders) else []
        sizes[home] += 1
    return sizes


def modelled(project: Project, brief: Brief) -> making.Lines:
    """What the project's text models write for a brief, the first lines that no check blocks; no frames."""
    lines = making.Lines()
    style = project.store.styles.get(brief.style)
    made = drafting.written(project, brief, style, 8 * LINES)
    lines.refusals += [d for d in made if isinstance(d, Refusal)]
    own = [d for d in made if isinstance(d, Draft) and d.models]
    passed = making._screen_words(project, brief, style.patterns, own, lines)
    project.store.scores.add(making.score(project, style, brief, passed[:LINES]))
    lines.chosen = tuple(passed[:LINES])
    return lines


def with_model(project: Project, url: str, name: str) -> None:
    """One OpenAI-compatible endpoint as the project's text model."""
    entry = f'[[text]]\nname = "asked"\nadapter = "openai"\nurl = {json.dumps(url)}\nmodel = {json.dumps(name)}\n'
    (project.root / "models.toml").write_text(entry, "utf-8")


def drafted(
    project: Project, skus: Sequence[str], *, by_model: bool = False
) -> tuple[list[tuple[Brief, Draft, Score]], dict[str, list[str]]]:
    """Chosen drafts with their briefs and scores, and why products got fewer than asked."""
    made: list[tuple[Brief, Draft, Score]] = []
    few: dict[str, list[str]] = {}
    used: list[str] = []
    market = project.kit.locale
    for sku in skus:
        asked = wish(project, sku, markets=(market,), placements=("square",), lines=LINES)
        brief = making.make_brief(project, asked, market)
        brief = brief.model_copy(update={"avoid": (*brief.avoid, *used)})
        if by_model:
            lines = modelled(project, brief)
        else:
            lines = making.write_lines(project, brief, (), LINES, with_proposals=False)
        scores = {s.subject: s for s in project.store.scores.all()}
        made += [(brief, d, scores[d.id]) for d in lines.chosen]
        used += [d.words.text(HEADLINE) for d in lines.chosen]
        if len(lines.chosen) < LINES:
            few[sku] = [f"{len(lines.chosen)} lines", *(str(r) for r in lines.refusals[:3])]
            few[sku] += [f.message for f in lines.findings[:2]]
    return made, few


def row(
    project: Project, skus: Sequence[str], truths: dict[str, Truth], *, by_model: bool = False
) -> tuple[dict[str, Any], list[Draft]]:
    """The figures of one drafter on one set of products, and the lines."""
    begun = time.perf_counter()
    made, few = drafted(project, skus, by_model=by_model)
    spent = time.perf_counter() - begun
    chosen = [d for _, d, _ in made]
    wrong = {d.id: found for d in chosen if (found := errors(_drawn(d), truths[d.product]))}
    sizes = clusters([skeleton(d) for d in chosen])
    cases: list[Seeded] = [case for d in chosen for case in seeded(d, truths[d.product], truths)]
    passed, recall = caught(project, made, cases)
    said = [d.words.text(HEADLINE) for d in chosen]
    scores = [s for *_, s in made]
    figures: dict[str, Any] = {
        "products": len(skus),
        "lines": len(chosen),
        "fact_errors": sum(map(len, wrong.values())),
        "skeletons_per_100": round(100 * len(sizes) / max(1, len(chosen)), 1),
        "top_skeleton_share": round(max(sizes.values(), default=0) / max(1, len(chosen)), 3),
        "audit_pass": passed,
        "audit_recall": recall.pop("all", 0.0),
        "audit_recall_by_kind": recall,
        "own_frames": round(sum(d.drafter == "pattern@1" for d in chosen) / max(1, len(chosen)), 3),
        "distance": _mean(s.distance for s in scores),
        "predicted_effect": _mean(s.effect for s in scores),
        "simulated_per_1000": _clicks(chosen),
        "diversity": round(vector.vendi_of(vector.table_of(said)) / len(said), 3) if said else 0.0,
        "drafts_per_s": round(len(chosen) / spent, 1),
        "fewer_than_5": few,
        "wrong": {name: sorted(found) for name, found in wrong.items()},
    }
    return figures, chosen


def _drawn(draft: Draft) -> str:
    return "\n".join(draft.words.text(slot) for slot in DRAWN_SLOTS)


def _mean(values: Any) -> float:
    found = list(values)
    return round(float(np.mean(found)), 3) if found else 0.0


def _clicks(chosen: Sequence[Draft]) -> float:
    """True clicks per 1,000 shown in the simulated world, each line as if new, without luck."""
    assets = [
        Asset(words=d.words, locale=d.market, placement="square", product=d.product, name=d.id, source=Where(file="b"))
        for d in chosen
    ]
    return _mean(1000 / (1 + math.exp(-WORLD.log_odds(p, SEED))) for p in pieces(assets, [0] * len(assets)))


def written(project: Project, name: str, drafts: Sequence[Draft]) -> list[dict[str, str]]:
    """Lines as JSONL rows."""
    kinds = {"sample": project.kit.name, "shop": "a shop in Canada"}
    return [
        {
            "id": d.id, "brand": kinds[name], "product": d.product, "line": d.words.text(HEADLINE),
            "body": d.words.text("body"), "cta": d.words.text("cta"), "by": d.drafter,
        }
        for d in drafts
    ]  # fmt: skip


def own(project: Project) -> list[dict[str, str]]:
    """The brand's own past lines."""
    past = project.store.assets.all(role="own", locale=MARKET)
    return [
        {"id": a.id, "brand": project.kit.name, "product": a.product, "line": a.words.text(HEADLINE), "by": "own"}
        for a in past
        if a.words.text(HEADLINE)
    ]


def main() -> None:
    """Run, print one JSON object."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--json", action="store_true", help="print one JSON object (the default)")
    asked.add_argument("--text-model", default="", help="base URL of an OpenAI-compatible endpoint")
    asked.add_argument("--model", default="", help="the model's name at that endpoint")
    asked.add_argument("--lines", type=Path, help="write every line there as JSONL")
    asked.add_argument("--shared", type=Path, default=SHARED, help="folder with feeds/")
    options = asked.parse_args()
    found: dict[str, Any] = {}
    rows: list[dict[str, str]] = []
    with tempfile.TemporaryDirectory() as folder:
        project = sample(Path(folder) / "sample")
        skus = sorted(p.sku for p in project.store.products.all())
        found["pattern/sample"], chosen = row(project, skus, sample_truths())
        rows += [*written(project, "sample", chosen), *own(project)]
        every = chosen
        if options.text_model:
            with_model(project, options.text_model, options.model)
            found["model/sample"], by_model = row(project, skus, sample_truths(), by_model=True)
            rows += written(project, "sample", by_model)
        if options.shared.is_dir():
            project = shop(Path(folder) / "shop", options.shared)
            truths = shop_truths(options.shared, FEEDS)
            every_sku = [p.sku for p in project.store.products.all() if p.sku in truths]
            skus = [sku for number, sku in enumerate(every_sku) if number % 3 < 2][:PRODUCTS]  # of every kind of shop
            found["pattern/shop"], chosen = row(project, skus, truths)
            rows += written(project, "shop", chosen)
            if options.text_model:
                with_model(project, options.text_model, options.model)
                found["model/shop"], by_model = row(project, skus, truths, by_model=True)
                rows += written(project, "shop", by_model)
            every = [*every, *chosen]
        else:
            found["left_out"] = {"pattern/shop": "shared/data is absent"}
        sizes = clusters([skeleton(d) for d in every])
        found["both"] = {
            "lines": len(every),
            "skeletons_per_100": round(100 * len(sizes) / len(every), 1),
            "top_skeleton_share": round(max(sizes.values()) / len(every), 3),
        }
    if options.lines:
        options.lines.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), "utf-8")
    print(json.dumps(found, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
