"""How long a reviewer waits: a decision sent, the next line shown, with 1,000 variants in the queue.

    python -m benchmarks.desk --json

A real server on loopback in a process of its own, a browser's requests without the browser: the decision is posted, the
redirect followed, the next page read to its end. Pictures are small: they are not what is measured.
"""

from __future__ import annotations

import argparse
import http.client
import io
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import numpy as np
from PIL import Image

from styleloop.app import starting
from styleloop.app.project import Project
from styleloop.types.audit import Finding, Span
from styleloop.types.brief import Brief, Campaign
from styleloop.types.copy import Copy
from styleloop.types.picture import pixel_hash
from styleloop.types.product import NounPhrase, Product
from styleloop.types.record import Where
from styleloop.types.style import Score
from styleloop.types.variant import Draft, Provenance, Rendering, Variant, seal

FORMATS = ("square", "story", "wide")
MARKETS = ("en-GB", "de-DE", "ar-AE")
AT = datetime(2026, 9, 1, 9, 30, tzinfo=UTC)
WARM = 10
"""Decisions before the clock starts: templates are compiled, the queue is read."""


def fill(project: Project, variants: int) -> None:
    """So many variants in lines of three formats; every third line with a remark, every ninth stopped."""
    product = Product(sku="umbrella", names=(NounPhrase(locale="en", text="umbrella"),), source=Where(file="bench"))
    lines = -(-variants // len(FORMATS))
    asked = Campaign(
        name="bench", product=product.sku, markets=MARKETS, placements=FORMATS, lines=50, day=date(2026, 9, 1)
    )
    picture = _picture(project)
    project.store.products.add([product])
    project.store.campaigns.add([asked])
    for number in range(lines):
        _line(project, asked, product, picture, number)


def _picture(project: Project) -> tuple[str, int, str]:
    out = io.BytesIO()
    Image.new("RGB", (108, 108), "#556038").save(out, "JPEG")
    pixels = pixel_hash(np.asarray(Image.open(io.BytesIO(out.getvalue())).convert("RGB")))
    return project.store.blobs.put(out.getvalue()), len(out.getvalue()), pixels


def _line(project: Project, asked: Campaign, product: Product, picture: tuple[str, int, str], number: int) -> None:
    market = MARKETS[number % len(MARKETS)]
    formats = tuple(project.placement(name) for name in FORMATS)
    brief = Brief(campaign=asked.id, product=product, market=market, placements=formats, style="style_1", seed=number)
    words = Copy.of(
        headline=f"It rained {number} times.\nIt will rain again.",
        body=f"Umbrella number {number}. Holds for 14 hours.",
        cta="See the umbrella",
        alt="A black umbrella, open.",
    )
    draft = Draft(
        brief=brief.id, market=market, product=product.sku, words=words, drafter="frames@1", tone="ink", picture=""
    )  # fmt: skip
    score = Score(
        subject=draft.id, style="style_1", distance=0.8, causes=(("copy.words", 1.6), ("copy.sentence_length", -2.4)),
        effect=0.04, low=-0.03, high=0.11, draw=0.05, novelty=0.7,
    )  # fmt: skip
    made = [_variant(asked, draft, brief, name, picture) for name in FORMATS]
    project.store.briefs.add([brief])
    project.store.drafts.add([draft])
    project.store.scores.add([score])
    if number % 3 == 0:
        severity = "block" if number % 9 == 0 else "warn"
        project.store.findings.add([_remark(v, severity) for v in made])
    project.store.variants.add(made)


def _variant(asked: Campaign, draft: Draft, brief: Brief, placement: str, picture: tuple[str, int, str]) -> Variant:
    sha, size, pixels = picture
    rendering = Rendering(
        layout=f"layout_{placement}", placement=placement, width=108, height=108, mime="image/jpeg", bytes=size,
        file=sha, pixels=pixels, facts=(), renderer="typst@1", painter="painter@1",
    )  # fmt: skip
    return Variant(
        campaign=asked.id, line=draft.id, market=draft.market, product=draft.product, placement=placement,
        words=draft.words, rendering=rendering,
        seal=seal(draft.words, draft.words.text("alt"), pixels, placement, draft.market),
        provenance=Provenance(made=AT, drafter="frames@1", renderer="typst@1", style="style_1", brief=brief.id),
    )  # fmt: skip


def _remark(variant: Variant, severity: Any) -> Finding:
    body = variant.words.text("body")
    at = body.index("14 hours")
    return Finding(
        subject=variant.id, guardrail="claims@1", rule="unsupported-number", severity=severity,
        message="“14 hours” is not among the facts.", cited="facts of umbrella",
        span=Span(slot="body", start=at, end=at + 8, text="14 hours"),
    )  # fmt: skip


class Reviewer:
    """A browser's requests: cookies kept, redirects followed by hand, one connection."""

    def __init__(self, port: int) -> None:
        self._wire = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._cookies: dict[str, str] = {}
        self._origin = f"http://127.0.0.1:{port}"
        self.address = ""
        self.page = ""

    def look(self, address: str) -> None:
        """Open a page and read it to its end."""
        self.address, self.page = address, self._ask("GET", address)[1]

    def send(self, address: str, fields: dict[str, str]) -> None:
        """Post a form and follow where it leads."""
        where, said = self._ask("POST", address, fields)
        if not where:
            raise SystemExit(f"{address} was refused: {said[:400]}")
        self.look(where)

    def decide(self, number: int) -> None:
        """The word a reviewer gives on the line that is open: in turn approved, sent back, rejected; a stop never."""
        stopped = 'class="state blocked"' in self.page.partition('class="evidence"')[2].partition("<h1")[0]
        action = "reject" if stopped else ("approve", "change", "reject")[number % 3]
        form = _field(self.page, r'id="deciding"[^>]* action="([^"]+)"')
        self.send(
            form.replace("&amp;", "&"),
            {
                "token": _field(self.page, r'name="token" value="([^"]*)"'),
                "seen": _field(self.page, r'name="seen" value="([^"]*)"'),
                "action": action,
                "reason": "" if action == "approve" else "Not this one.",
            },
        )

    def _ask(self, method: str, address: str, fields: dict[str, str] | None = None) -> tuple[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = {"Cookie": cookies, "Origin": self._origin}
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._wire.request(method, address, urlencode(fields) if fields is not None else None, headers)
        answer = self._wire.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, rest = cookie.partition("=")
            self._cookies[name] = rest.partition(";")[0].strip('"')
        return answer.headers.get("location", ""), answer.read().decode()


def _field(page: str, pattern: str) -> str:
    found = re.search(pattern, page)
    if found is None:
        raise SystemExit(f"the page has nothing like {pattern}")
    return found[1]


@contextmanager
def served(root: Path) -> Iterator[tuple[int, int]]:
    """The desk of a project on loopback, in a process of its own; its port and the process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [str(Path(sys.executable).with_name("styleloop")), "serve", "--project", str(root), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        for _ in range(400):
            try:
                socket.create_connection(("127.0.0.1", port), 0.1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(20)


def timed(samples: list[float]) -> dict[str, float]:
    """Middle, 99th of a hundred and worst, in milliseconds."""
    found = np.percentile(np.asarray(samples) * 1000, [50, 99, 100])
    return {name: round(float(value), 1) for name, value in zip(("p50_ms", "p99_ms", "worst_ms"), found, strict=True)}


def cpu(process: int) -> float:
    """CPU seconds of a process so far, as Linux tells them; 0 elsewhere."""
    told = Path(f"/proc/{process}/stat")
    if not told.exists():
        return 0.0
    fields = told.read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measured(port: int, process: int, decisions: int) -> dict[str, Any]:
    """Waiting times of one reviewer: the queue, a line opened, a decision to the next line."""
    one = Reviewer(port)
    cold = _clocked(lambda: one.look("/you"))
    one.send("/you", {"token": _field(one.page, r'name="token" value="([^"]*)"'), "who": "bench", "role": "architect"})
    queue = [_clocked(lambda: one.look("/")) for _ in range(10)]
    one.look(_field(one.page, r'class="open" href="([^"]+)"'))
    opened = [_clocked(lambda: one.look(one.address)) for _ in range(20)]
    warm = [_clocked(lambda n=n: one.decide(n)) for n in range(WARM)]
    before = cpu(process)
    every = [_clocked(lambda n=n: one.decide(n)) for n in range(len(warm), len(warm) + decisions)]
    spent = cpu(process) - before
    return {
        "decision_to_next": timed(every),
        "server_cpu_ms": round(1000 * spent / decisions, 1),
        "line_opened": timed(opened),
        "queue": timed(queue),
        "first_page_ms": round(1000 * cold, 1),
        "decisions": decisions,
        "page_kb": round(len(one.page.encode()) / 1000, 1),
    }


def _clocked(step: Any) -> float:
    start = time.perf_counter()
    step()
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--variants", type=int, default=1000)
    parser.add_argument("--decisions", type=int, default=200)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "project"
        starting.start(root, starting.SAMPLE)
        project = Project(root)
        fill(project, given.variants)
        project.close()
        with served(root) as (port, process):
            print(json.dumps({"variants": given.variants, **measured(port, process, given.decisions)}))


if __name__ == "__main__":
    main()
