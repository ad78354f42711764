"""Is the right passage found, and how soon? Full text, meaning, and both, on labelled questions.

    python -m benchmarks.retrieval --json [--sets own blind blind2] [--sizes 1000 20000 200000] [--cache FOLDER]

The passages are the sample brand's (guidelines, claims, products, past ads) and the tone guides of `shared/data`, 23
files in 20 languages, given to a project as its documents. A question counts as answered when a passage that holds
what its label points at is among the first ten. Three sets: `questions_own` is what the index was tuned on,
`questions_blind` and `questions_blind2` were written by people who had not seen the code. Speeds are of made-up
passages and points.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from styleloop.adapters.indexes.embedded import Embedded
from styleloop.app import flow, grounding, starting
from styleloop.app.project import Project
from styleloop.ports import Meaning
from styleloop.types.passage import Passage, Question
from styleloop.types.record import Refusal, Where

ROOT = Path(__file__).resolve().parents[1]
SETS = {name: ROOT / f"tests/ground/questions_{name}.jsonl" for name in ("own", "blind", "blind2")}
GUIDES = "brand_guides"
README = "README.md"
FIRST = 10
TERMS = 16_384
"""Latent terms that the embedder has."""
ENOUGH = 6
"""Letters and digits that tell a place in a file; four where each says more."""
Ranked = list[list[str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="where brand_guides/ lies")
    parser.add_argument("--cache", type=Path, help="a folder that keeps points from run to run")
    parser.add_argument("--sets", nargs="+", choices=sorted(SETS), default=sorted(SETS))
    parser.add_argument("--sizes", nargs="*", type=int, default=[1_000, 20_000, 200_000])
    parser.add_argument("--missed", action="store_true", help="name the questions of `own` that are not answered")
    given = parser.parse_args()
    if not (given.data / GUIDES).is_dir():
        sys.exit(f"{given.data / GUIDES} is not there; what to do: --data FOLDER with the tone guides")
    print(json.dumps(measured(given), indent=None if given.json else 2, ensure_ascii=False))


def measured(given: argparse.Namespace) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        project, about = opened(Path(folder), given)
        passages = [item for item in grounding.gathered(project) if isinstance(item, Passage)]
        result: dict[str, Any] = {}
        for name in sorted(given.sets, reverse=True):
            rows = [json.loads(line) for line in SETS[name].read_text("utf-8").splitlines() if line.strip()]
            found = judged(project, passages, rows, given, missed=given.missed and name == "own")
            result |= found if name == "own" else {name: found}
        project.close()
        result |= about | {"question_embedding_cpu_ms": asking_ms()}
        speeds = {size: speed(Path(folder) / f"speed-{size}", size) for size in given.sizes}
    for figure in ("p50_ms", "p99_ms", "cpu_ms", "filtered_p50_ms", "first_ms", "update_s", "megabytes"):
        result[figure] = {str(size): found[figure] for size, found in speeds.items()}
    result["speeds"] = "made-up passages of 120 words and made-up points; without the question's embedding"
    return result


def opened(folder: Path, given: argparse.Namespace) -> tuple[Project, dict[str, Any]]:
    """The sample brand with the tone guides among its documents, indexed."""
    root = folder / "project"
    starting.start(root, starting.SAMPLE)
    shutil.copytree(given.data / GUIDES, root / "documents" / GUIDES)
    sample = ROOT / "src/styleloop/data/brands" / starting.SAMPLE  # of which `init` leaves these two out
    shutil.copytree(sample / "products/new", root / "products/new", dirs_exist_ok=True)
    shutil.copy(sample / README, root / "documents")
    project = Project(root)
    starting.draw_catalogue(project)
    flow.ingest(project, [], first_style=False)
    flow.ingest(project, [str(root / "products/new/umbrella.toml")], first_style=False)
    if given.cache and given.cache.is_dir():
        shutil.copytree(given.cache, project.state / "embeddings", dirs_exist_ok=True)
    before, wall = cpu(), time.perf_counter()
    held = grounding.refresh(project)
    spent = {"cpu_s": round(cpu() - before, 1), "wall_s": round(time.perf_counter() - wall, 1)}
    if given.cache:
        shutil.copytree(project.state / "embeddings", given.cache, dirs_exist_ok=True)
    return project, {"passages": held.passages, "embedder": held.embedder, "making": spent}


def judged(
    project: Project,
    passages: Sequence[Passage],
    rows: Sequence[dict[str, Any]],
    given: argparse.Namespace,
    missed: bool,
) -> dict[str, Any]:
    """Recall at ten and mean reciprocal rank, in all and of questions asked in another language than the answer's."""
    right = [answers(row, passages, project.root, given.data) for row in rows]
    lost = [row["id"] for row, ids in zip(rows, right, strict=True) if not ids]
    other = np.array([crosses(row, ids, passages) for row, ids in zip(rows, right, strict=True)])
    home = project.kit.locale
    asked = [Question(text=row["question"], locale=row.get("locale", ""), home=home, most=FIRST) for row in rows]
    result: dict[str, Any] = {"questions": len(rows), "without_a_passage": lost, "across_languages": int(other.sum())}
    ranked = rankings(project, asked)
    for name, lists in ranked.items():
        places = [
            next((n for n, one in enumerate(found, 1) if one in ids), 0)
            for found, ids in zip(lists, right, strict=True)
        ]
        hit = np.array([0 < place <= FIRST for place in places])
        result.setdefault("recall10", {})[name] = share(hit)
        result.setdefault("recall10_one_language", {})[name] = share(hit[~other])
        result.setdefault("recall10_across", {})[name] = share(hit[other])
        result.setdefault("mrr", {})[name] = round(float(np.mean([1 / p if p else 0 for p in places])), 3)
        if missed and name == "hybrid":
            result["missed"] = [
                (row["question"], place) for row, place in zip(rows, places, strict=True) if not 0 < place <= FIRST
            ]
    return result


def rankings(project: Project, asked: Sequence[Question]) -> dict[str, Ranked]:
    """The ids found by each way of looking, best first."""
    held = grounding.refresh(project)
    both = grounding.answers(project, asked, held)
    text = grounding.answers(project, asked, grounding.Held(0, 0, "", False))
    deep = [question.model_copy(update={"home": "", "most": 100}) for question in asked]
    by_meaning = [
        sorted((rank, hit.passage.id) for hit in hits for name, rank in hit.ranks if name == "vectors")[:FIRST]
        for hits in grounding.answers(project, deep, held)
    ]
    return {
        "hybrid": [[hit.passage.id for hit in hits] for hits in both],
        "text": [[hit.passage.id for hit in hits] for hits in text],
        "vectors": [[name for _, name in found] for found in by_meaning],
    }


def answers(row: dict[str, Any], passages: Sequence[Passage], brand: Path, data: Path) -> set[str]:
    """Ids of the passages that hold what the label points at."""
    if "key" in row:
        key, name = row["key"], ad_names(brand).get(row["key"], row["key"])
        return {
            p.id
            for p in passages
            if (p.role == "claim" and p.title == key)
            or p.title == f"Terms: {key}"
            or (p.role == "spec" and key in p.products)
            or (p.role == "past" and (p.title == name or squeezed(p.text).startswith(squeezed(key))))
        }
    of_guides = row["document"].startswith(GUIDES)
    file = f"documents/{row['document']}" if of_guides or row["document"] == README else row["document"]
    text = ((data / row["document"]) if of_guides else brand / file).read_text("utf-8")
    mine = [p for p in passages if p.source.file == file]
    if (named := _block(row["document"], text, row["at"])) is not None:
        return answers({"key": named}, passages, brand, data)
    start = text.rfind("\n", 0, row["at"]) + 1
    line = text[start:].split("\n", 1)[0]
    if line.lstrip().startswith("#"):
        heading = squeezed(line)
        return {p.id for p in mine if heading in [squeezed(h) for h in p.headings[-1:]]} or {
            p.id for p in mine if heading in [squeezed(h) for h in p.headings]
        }
    place = told_place(text[row["at"] :])
    return {p.id for p in mine if place and place in squeezed(p.text)}


def _block(document: str, text: str, at: int) -> str | None:
    """What names the block or row of a structured file that `at` lies in; None for a page."""
    if document == str(starting.CATALOGUE):
        return text[text.rfind("\n", 0, at) + 1 :].split(",", 1)[0]
    mark = {"brand/claims.toml": "slug", "products/products.toml": "sku", "brand/terms.toml": "text"}.get(document)
    if mark is None:
        return None
    begin = text.rfind(f"\n[[{Path(document).stem}]]", 0, at) + 1
    found = re.search(rf'^{mark} = "([^"]+)"', text[begin:], re.MULTILINE)
    return found[1] if found else None


def ad_names(brand: Path) -> dict[str, str]:
    """Id of a past ad -> its name, by which passages know it."""
    with (brand / starting.CATALOGUE).open(encoding="utf-8", newline="") as file:
        return {row["id"]: row["name"] for row in csv.DictReader(file)}


def told_place(text: str) -> str:
    """The first letters and digits of `text` that stand together, whatever the markup: 30 at most."""
    line = re.sub(r"\]\([^)]*\)", "|", text.split("\n", 1)[0])
    parts = [squeezed(part) for part in re.split(r"\||<[^>]*>|\[", line)]
    enough = next((p for p in parts if len(p) >= (ENOUGH if p.isascii() else ENOUGH // 2)), "".join(parts))
    return enough[:30]


def squeezed(text: str) -> str:
    return "".join(char for char in text.lower() if char.isalnum())


def crosses(row: dict[str, Any], ids: set[str], passages: Sequence[Passage]) -> bool:
    """Whether no right passage is in the language of the question."""
    spoken = {p.locale.split("-")[0] for p in passages if p.id in ids}
    return row.get("locale", "").split("-")[0] not in spoken


def share(hit: np.ndarray) -> float | None:
    return round(float(hit.mean()), 3) if len(hit) else None


def asking_ms() -> float:
    """CPU milliseconds of embedding one question."""
    reader = grounding.passage_embedder()
    assert reader is not None, "no embedder of passages is installed"
    texts = [f"What may we say about the rain shell in market number {n}, and what proves it?" for n in range(20)]
    reader.questions(texts[:1])
    before = cpu()
    found = [reader.questions([text])[0] for text in texts]
    assert not any(isinstance(point, Refusal) for point in found), found[0]
    return round(1000 * (cpu() - before) / len(texts), 1)


def speed(folder: Path, size: int) -> dict[str, float]:
    """Milliseconds of one search among `size` made-up passages."""
    rng = np.random.default_rng(size)
    spelt = ["".join(rng.choice(list("aeioubcdfghklmnprst"), int(length))) for length in rng.integers(3, 10, 30_000)]
    odds = np.cumsum(1 / np.arange(1, len(spelt) + 1))
    words = np.array(spelt)

    def texts(count: int, long: int) -> list[str]:
        return [" ".join(words[np.searchsorted(odds, rng.random(long) * odds[-1])]) for _ in range(count)]

    markets = ("en-GB", "de-DE", "ar-AE", "fr-FR")
    passages = [
        Passage(
            text=written, locale=markets[n % 4], document=f"{n // 20:064x}", title=f"document {n // 20}",
            markets=(markets[n % 4],) if n % 3 == 0 else (), source=Where(file=f"{n // 20}.md"),
        )
        for n, written in enumerate(texts(size, 120))
    ]  # fmt: skip
    meanings = made_up(rng, size)
    index, began = Embedded(), time.perf_counter()
    index.update(folder, passages, meanings, "made-up@1")
    update = time.perf_counter() - began
    asked = list(zip(texts(200, 9), made_up(rng, 200), strict=True))

    def took(make: Callable[[str], Question]) -> list[float]:
        times = []
        for words_, meaning in asked:
            start = time.perf_counter()
            (found,) = index.search(folder, [make(words_)], [meaning], "made-up@1")
            times.append(1000 * (time.perf_counter() - start))
            assert not isinstance(found, Refusal), found
            assert len(found) == FIRST, found
        return times

    first = took(lambda words_: Question(text=words_))
    before = time.process_time()
    plain = took(lambda words_: Question(text=words_))
    spent = 1000 * (time.process_time() - before) / len(asked)
    filtered = took(lambda words_: Question(text=words_, market="de-DE"))
    return {
        "p50_ms": round(float(np.median(plain)), 1),
        "cpu_ms": round(spent, 1),
        "p99_ms": round(float(np.percentile(plain, 99)), 1),
        "filtered_p50_ms": round(float(np.median(filtered)), 1),
        "first_ms": round(first[0], 1),
        "update_s": round(update, 1),
        "megabytes": round(sum(f.stat().st_size for f in folder.iterdir()) / 1e6, 1),
    }


def made_up(rng: np.random.Generator, count: int) -> list[Meaning]:
    """Random points, and latent terms as common and as rare as those of the 423 passages: p = 52 / (rank + 50)."""
    points = rng.standard_normal((count, 384))
    points = (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)
    ranks = (50 * ((TERMS / 50 + 1) ** rng.random((count, 300)) - 1)).astype(np.uint16)
    terms = [np.unique(row)[:256] if n % 2 else np.unique(row)[-256:] for n, row in enumerate(ranks)]
    return [
        Meaning(point, held, (0.5 + 2 * rng.random(len(held))).astype(np.float16))
        for point, held in zip(points, terms, strict=True)
    ]


def cpu() -> float:
    times = os.times()
    return times.user + times.system


if __name__ == "__main__":
    main()
