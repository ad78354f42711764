"""Speeds of the spine, in one run on one machine: measuring, drawing, and the whole way to an approved variant.

    python -m benchmarks.spine --json

Drawing by part (paint, layout, blend, encode) is `python -m benchmarks.draw`, which this calls and includes.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from styleloop.app import flow, starting
from styleloop.app.measuring import decode, measure
from styleloop.app.project import Project
from styleloop.app.shipping import Person, approve_all
from styleloop.app.wishes import wish
from styleloop.types.measurement import Subject
from styleloop.types.picture import Picture


def cpu() -> float:
    """CPU seconds of this process, all threads."""
    times = os.times()
    return times.user + times.system


def measuring(project: Project) -> dict[str, float]:
    """Assets measured per second, and the share that decoding takes."""
    assets = project.store.assets.all(role="own")
    files = [project.store.blobs.get(a.picture) for a in assets]
    start = time.perf_counter()
    pictures = decode(project, files)
    decoded = time.perf_counter()
    subjects = [
        Subject(a.id, a.locale, a.words, p) for a, p in zip(assets, pictures, strict=True) if isinstance(p, Picture)
    ]
    measure(project, subjects)
    done = time.perf_counter()
    return {
        "assets_per_s": len(assets) / (done - start),
        "decode_share": (decoded - start) / (done - start),
        "assets": len(assets),
    }


def whole_way(project: Project) -> dict[str, Any]:
    """Seconds from a wish to approved variants, drawing included."""
    start, cpu_start = time.perf_counter(), cpu()
    asked = wish(project, "thermal-mug", name="bench")
    flow.campaign(project, asked)
    approved = approve_all(project, Person("bench", "architect"), asked.id).count
    wall, spent = time.perf_counter() - start, cpu() - cpu_start
    return {"approved": approved, "wall_s_per_approved": wall / approved, "cpu_s_per_approved": spent / approved}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "project"
        starting.start(root, starting.SAMPLE)
        project = Project(root)
        starting.draw_catalogue(project)
        flow.ingest(project, [])
        result: dict[str, Any] = {"measure": measuring(project), "whole_way": whole_way(project)}
        project.close()
    drawn = subprocess.run(
        [sys.executable, "-m", "benchmarks.draw", "--json"], capture_output=True, text=True, check=True
    )
    result["draw"] = json.loads(drawn.stdout.strip().splitlines()[-1])
    print(json.dumps(result))


if __name__ == "__main__":
    main()
