"""Asking the simulated world: a separate program that shares nothing with Styleloop but files."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from styleloop.app.brand import DATA
from styleloop.app.project import Project
from styleloop.errors import StyleloopError
from styleloop.types.asset import Asset

WORLD = DATA / "worlds" / "simulated-world.py"


def ask(project: Project, assets: Sequence[Asset], out: Path, *, seed: int, shown: int, day: date) -> Path:
    """Let the simulated audience answer the tests these assets are arms of. Writes a results CSV, atomically.

    Raises:
        StyleloopError: the world could not answer.
    """
    if out.exists():
        return out
    out.parent.mkdir(parents=True, exist_ok=True)
    pieces = project.state / f"pieces-{out.stem}.jsonl"
    tones, uses = _tones(project), Counter[tuple[str, str]]()
    rows = []
    for asset in sorted(assets, key=lambda a: (a.made or date.max, a.name)):
        frame = (asset.locale, tones.get(asset.id, ""))
        rows.append(_piece(project, asset, frame[1], uses[frame]))
        uses[frame] += 1
    pieces.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    unfinished = out.with_suffix(".unfinished")
    command = [sys.executable, str(WORLD), "--pieces", str(pieces), "--out", str(unfinished)]
    command += ["--seed", str(seed), "--shown", str(shown), "--day", day.isoformat()]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise StyleloopError(f"the simulated world did not answer: {done.stderr.strip()[-400:]}")
    unfinished.replace(out)
    return out


def _tones(project: Project) -> dict[str, str]:
    variants = project.store.variants.all()
    drafts = {v.line: project.store.drafts.get(v.line) for v in variants}
    by_file = {v.rendering.file: drafts[v.line].tone for v in variants}
    return {a.id: by_file.get(a.picture, "") for a in project.store.assets.all(role="own")}


def _piece(project: Project, asset: Asset, tone: str, uses: int) -> dict[str, Any]:
    picture = ""
    if asset.picture:
        path = project.state / "world" / f"{asset.picture[:32]}.jpg"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(project.store.blobs.get(asset.picture))
        picture = str(path)
    words = asset.words.by_slot()
    return {
        "name": asset.name,
        "test": asset.test,
        "arm": asset.name,
        "market": asset.locale,
        "placement": asset.placement,
        "headline": words.get("headline", ""),
        "body": words.get("body", ""),
        "cta": words.get("cta", ""),
        "tone": tone,
        "picture": picture,
        "uses": uses,
    }
