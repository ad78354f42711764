"""Composing: pictures per second by format and language, cold and warm; and the same in a warm headless Chromium.

    python -m benchmarks.compose --json

The pieces are those of `benchmarks.draw`: seven products x three languages x three formats. Where Debian's Chromium is
installed, the peer draws the very same pieces as a web page in the same run, JPEG and PNG apart; each is timed by the
clock in turn, ours with one thread, Chromium with all the processes it likes. Memory is the proportional set size,
which counts shared pages once; ours is that of a fresh process that does nothing else.
"""

from __future__ import annotations

import argparse
import base64
import json
import multiprocessing
import os
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from typing import Any

import psutil

from benchmarks import peer
from benchmarks.draw import cpu, pieces, rounded, shares
from styleloop.adapters.models.painter import Painter
from styleloop.adapters.renderers.blend import Mime
from styleloop.adapters.renderers.typeset import TypstRenderer
from styleloop.types.record import Refusal
from styleloop.types.variant import Drawn, Layout

MIMES: dict[str, Mime] = {"jpeg": "image/jpeg", "png": "image/png"}
WORKERS = 2


def timed(layouts: Sequence[Layout], blobs: dict[str, bytes], renderer: TypstRenderer) -> dict[str, float]:
    """Pictures per second by the clock, and CPU ms per picture of this process."""
    start, spent = time.perf_counter(), cpu()
    for drawn in renderer.draw(layouts, blobs):
        assert isinstance(drawn, Drawn), drawn
    wall, spent = time.perf_counter() - start, cpu() - spent
    return {"per_s": len(layouts) / wall, "cpu_ms": 1000 * spent / len(layouts)}


def by_kind() -> dict[str, dict[str, dict[str, float]]]:
    """Format or language -> cold (the picture is painted) and warm (other words on a painted picture)."""
    (cold, blobs), (warm, _) = pieces(0), pieces(1)
    kinds = sorted({p.placement.name for p in cold} | {p.market for p in cold})
    found: dict[str, dict[str, dict[str, float]]] = {}
    for kind in kinds:
        renderer = TypstRenderer(painter=Painter(kept_bytes=1_000_000_000))
        renderer.draw(cold[:1], blobs)
        found[kind] = {}
        for name, some in (("cold", cold), ("warm", warm)):
            asked = [p for p in some if kind in (p.placement.name, p.market)]
            found[kind][name] = timed(asked, blobs, renderer)
    return found


_here: dict[str, Any] = {}


def _begin() -> None:
    _here["renderer"], _here["blobs"] = TypstRenderer(), pieces(0)[1]


def _one(layout: Layout) -> int:
    [drawn] = _here["renderer"].draw([layout], _here["blobs"])
    assert isinstance(drawn, Drawn), drawn
    return len(drawn.data)


def workers() -> dict[str, float]:
    """Seconds for the same 126 pieces: one after another, with two threads, with two processes; starting counts."""
    layouts = [p for line in (0, 1) for p in pieces(line)[0]]
    found = {}
    start = time.perf_counter()
    _begin()
    for layout in layouts:
        _one(layout)
    found["one"] = time.perf_counter() - start
    start = time.perf_counter()
    _begin()
    with ThreadPoolExecutor(WORKERS) as threads:
        list(threads.map(_one, layouts))
    found["threads"] = time.perf_counter() - start
    start = time.perf_counter()
    with ProcessPoolExecutor(WORKERS, multiprocessing.get_context("spawn"), _begin) as processes:
        list(processes.map(_one, layouts, chunksize=9))
    found["processes"] = time.perf_counter() - start
    return found


def alone(mime: Mime) -> float:
    """Megabytes that a fresh process takes which draws every piece twice."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as one:
        return one.submit(_memory, mime).result()


def _memory(mime: Mime) -> float:
    layouts, blobs = pieces(0)
    renderer = TypstRenderer(mime=mime)
    for layout in (*layouts, *pieces(1)[0]):
        renderer.draw([layout], blobs)
    return float(psutil.Process(os.getpid()).memory_full_info().pss) / 1e6


def beside() -> dict[str, Any]:
    """Ours and Chromium's on the same warm pieces, by file type: milliseconds a picture by the clock, CPU, memory."""
    layouts, blobs = pieces(1)
    logo = "data:image/svg+xml;base64," + base64.b64encode(blobs[layouts[0].logo]).decode()
    found: dict[str, Any] = {}
    for name, mime in MIMES.items():
        renderer = TypstRenderer(painter=Painter(kept_bytes=1_000_000_000), mime=mime)
        made = [one for one in renderer.draw(layouts, blobs) if isinstance(one, Drawn)]
        with peer.chromium() as browser:
            grounds = [_ground(renderer, browser, layout, blobs) for layout in layouts]
            jobs = list(zip(layouts, made, grounds, strict=True))
            for layout, drawn, ground in jobs:  # once round, so that it is as warm as ours
                browser.draw(layout, drawn, ground, logo, mime)
            ours, theirs, spent = 0.0, 0.0, browser.cpu()
            for layout, drawn, ground in jobs:
                start = time.perf_counter()
                renderer.draw([layout], blobs)
                middle = time.perf_counter()
                browser.draw(layout, drawn, ground, logo, mime)
                ours, theirs = ours + middle - start, theirs + time.perf_counter() - middle
            spent, memory = browser.cpu() - spent, browser.megabytes()
        mine = alone(mime)
        each = 1000 / len(jobs)
        found[name] = {
            "ours_ms": ours * each,
            "chromium_ms": theirs * each,
            "times_faster": theirs / ours,
            "chromium_cpu_ms": spent * each,
            "ours_mb": mine,
            "chromium_mb": memory,
            "share_of_memory": mine / memory,
        }
    return found


def _ground(renderer: TypstRenderer, browser: peer.Chromium, layout: Layout, blobs: dict[str, bytes]) -> str:
    scene = renderer.scene(layout, blobs)
    [painted] = renderer.painter.paint([scene], blobs)
    assert not isinstance(painted, Refusal), painted
    return browser.ready(scene, painted[0])


def main() -> None:
    parser = argparse.ArgumentParser(description="Composing, by format and language, and beside Chromium.")
    parser.add_argument("--json", action="store_true", help="one line of JSON")
    asked = parser.parse_args()
    result: dict[str, Any] = {"by_kind": by_kind(), "workers_s": workers(), "cpu_ms_by_part": shares("image/jpeg")}
    if peer.there():
        result["beside_chromium"] = beside()
    print(json.dumps(rounded(result), indent=None if asked.json else 2))


if __name__ == "__main__":
    main()
