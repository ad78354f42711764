"""Does the audit object to what it should, and to nothing else? And how fast?

    python -m benchmarks.audit --json [--file JSONL ...] [--missed] [--mozilla]

The labelled lines lie in tests/audit/labelled_*.jsonl: a half with one seeded breach each, a half clean and tricky.
`blind` are the sets that were written without sight of the rules, each kept as it was written;
docs/benchmarks.md says what was found of each at first sight. A line counts as objected to when a check of the family
that its label names has a block or a warning on it; puffery, a class of its own, counts for nothing. `recall` is the
share of seeded lines objected to, `precision` the share of objected lines that are seeded; per family, an objection on
a line with another breach is no false alarm, since one wording may break two rules (`strict` says what it is
otherwise). `blocks` counts blocks alone. `--mozilla` prints what the checks say of human-written marketing strings.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.audit_rows import Row, market_of, read_rows
from styleloop import audit
from styleloop.app import registry, starting
from styleloop.app.brand import Brand
from styleloop.app.packfiles import packs_of
from styleloop.audit import Verdict
from styleloop.testing import samples
from styleloop.types.audit import FAMILIES, AuditItem, Finding
from styleloop.types.copy import Copy
from styleloop.types.picture import Picture
from styleloop.types.record import Refusal

ROOT = Path(__file__).resolve().parents[1]
SETS = sorted((ROOT / "tests/audit").glob("labelled_*.jsonl"))
BLIND = "labelled_blind"
LANGUAGES = ("en", "de", "fr", "es", "it", "ja")
STRINGS = {"en": "en", "de": "de", "fr": "fr", "es": "es-ES", "ja": "ja", "it": "it"}
MARKETS = {"en": "en-US", "de": "de-DE", "fr": "fr-FR", "es": "es-ES", "ja": "ja-JP", "it": "it-IT"}
UNCOUNTED = "puffery"
PIECES = 20
"""Drawn pieces that the speed of pictures is taken from."""
_GAP = re.compile(r"\{[^{}]*\}|<[^<>]*>")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one line")
    parser.add_argument("--file", type=Path, nargs="*", help="labelled sets; none: those of tests/audit")
    parser.add_argument("--missed", action="store_true", help="name what was missed and every false alarm")
    parser.add_argument("--mozilla", action="store_true", help="what is said of human-written marketing strings")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="where mozilla/ lies")
    parser.add_argument("--show", type=int, default=0, help="so many examples of each rule with --mozilla")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        starting.start(Path(folder) / "brand")
        brand = Brand(Path(folder) / "brand")
        found = _mozilla(brand, given.data, given.show) if given.mozilla else _labelled(brand, given)
    print(json.dumps(found, indent=None if given.json else 2, ensure_ascii=False))


def _labelled(brand: Brand, given: argparse.Namespace) -> dict[str, Any]:
    family_of = {g.name: g.family for g in brand.guardrails}
    files = given.file or SETS
    rows = {path.stem: read_rows(path, brand, family_of) for path in files}
    judged = {name: _judged(brand, of, family_of) for name, of in rows.items()}
    every = [one for of in judged.values() for one in of]
    blind = [one for name, of in judged.items() if name.startswith(BLIND) for one in of]
    found: dict[str, Any] = {"all": figures(every)}
    if not given.file:
        found["blind"] = figures(blind)
    found["by_guardrail"] = {family: figures_of(every, family) for family in FAMILIES}
    found["by_language"] = {
        language: figures([one for one in every if one.language == language])
        for language in sorted({one.language for one in every})
    }
    found["by_set"] = {name: figures(of) for name, of in judged.items()}
    found |= _speed(brand, [row.item for of in rows.values() for row in of])
    if strange := Counter(label for one in every for label in one.row.unknown):
        if not given.file:
            sys.exit(f"labels of tests/audit that are neither a check nor a family: {', '.join(sorted(strange))}")
        found["unknown_labels"] = dict(strange.most_common())
    if given.missed:
        found["missed"] = [one.told() for one in every if one.row.seeded and not one.caught]
        found["false_alarms"] = [one.told() for one in every if not one.row.seeded and one.objects]
    return found


class Judged:
    """A row with what the checks said of it."""

    def __init__(self, row: Row, verdict: Verdict, family_of: Mapping[str, str]) -> None:
        self.row = row
        self.findings = [f for f in verdict.findings if f.severity != "note" and f.rule != UNCOUNTED]
        self.said = {family_of[_check(f)] for f in self.findings}
        self.stops = {family_of[_check(f)] for f in self.findings if f.severity == "block"}
        self.language = row.item.market.locale.split("-")[0]

    @property
    def objects(self) -> bool:
        """Whether anything was objected to."""
        return bool(self.said)

    @property
    def caught(self) -> bool:
        """Whether every family that must object did; where a label names none that exists, whether any did."""
        return self.row.expect <= self.said and (not self.row.unknown or self.objects)

    @property
    def stopped(self) -> bool:
        """The same of blocks alone."""
        return self.row.expect <= self.stops and (not self.row.unknown or bool(self.stops))

    def told(self) -> dict[str, Any]:
        """For people."""
        return {
            "id": self.row.item.subject,
            "text": next(iter(self.row.item.words.by_slot().values())),
            "expect": sorted((*self.row.expect, *self.row.unknown)),
            "why": self.row.why,
            "said": [f"{f.severity} {f.guardrail}/{f.rule}: {f.span.text if f.span else ''}" for f in self.findings],
        }


def _check(finding: Finding) -> str:
    return finding.guardrail.partition("@")[0]


def _judged(brand: Brand, rows: Sequence[Row], family_of: Mapping[str, str]) -> list[Judged]:
    verdicts = audit.screen([row.item for row in rows], brand.guardrails)
    return [Judged(row, verdict, family_of) for row, verdict in zip(rows, verdicts, strict=True)]


def figures(judged: Sequence[Judged]) -> dict[str, Any]:
    """Over lines: recall of the seeded, precision of the objections, and the same of blocks alone."""
    seeded = [one for one in judged if one.row.seeded]
    caught = sum(one.caught for one in seeded)
    alarms = sum(one.objects for one in judged if not one.row.seeded)
    stopped = sum(one.stopped for one in seeded)
    false = sum(bool(one.stops) for one in judged if not one.row.seeded)
    return {
        "precision": _share(caught, caught + alarms),
        "recall": _share(caught, len(seeded)),
        "n": len(judged),
        "seeded": len(seeded),
        "false_alarms": alarms,
        "blocks": {"precision": _share(stopped, stopped + false), "recall": _share(stopped, len(seeded))},
    }


def figures_of(judged: Sequence[Judged], family: str) -> dict[str, Any]:
    """The same of one family of checks."""
    seeded = [one for one in judged if family in one.row.expect]
    said = [one for one in judged if family in one.said]
    right = sum(family in one.row.expect for one in said)
    on_breaches = sum(one.row.seeded for one in said)
    return {
        "precision": _share(on_breaches, len(said)),
        "recall": _share(right, len(seeded)),
        "n": len(seeded),
        "said": len(said),
        "strict": _share(right, len(said)),
        "by_language": {
            language: {
                "recall": _share(sum(family in o.said for o in seeded if o.language == language), n),
                "n": n,
            }
            for language in LANGUAGES
            if (n := sum(o.language == language for o in seeded))
        },
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _speed(brand: Brand, items: Sequence[AuditItem]) -> dict[str, Any]:
    begun = time.process_time()
    audit.screen(items, brand.guardrails)
    spent = time.process_time() - begun
    return {"texts_per_cpu_s": round(len(items) / spent, 1) if spent else None, "pictures_per_cpu_s": _pictures(brand)}


def _pictures(brand: Brand) -> float:
    """Drawn pieces of 1080 x 1080 a CPU second through every check: one piece, each time with its pixels moved on."""
    layout, blobs = samples.layout()
    drawn = registry.make("renderers", "typst").draw([layout], blobs)[0]
    assert not isinstance(drawn, Refusal), drawn
    item = replace(samples.audit_item(samples.HEADLINE), layout=layout, placement=layout.placement)
    items = [
        replace(
            item,
            subject=f"piece-{n}",
            rendering=drawn.rendering,
            picture=Picture(rgb=np.ascontiguousarray(np.roll(drawn.picture.rgb, n, axis=1))),
        )
        for n in range(PIECES)
    ]
    begun = time.process_time()
    audit.screen(items, brand.guardrails)
    return round(PIECES / (time.process_time() - begun), 1)


def _mozilla(brand: Brand, data: Path, show: int) -> dict[str, Any]:
    path = data / "mozilla" / "www_l10n_parallel.jsonl.gz"
    if not path.is_file():
        sys.exit(f"{path} is not there; what to do: --data FOLDER with mozilla/")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    found = {}
    for language, column in STRINGS.items():
        texts = _strings(rows, column)
        market = market_of(MARKETS[language], brand)
        items = [
            AuditItem(
                subject=f"{language}-{n}", words=Copy.of(body=text), market=market, kit=brand.kit,
                day=brand.today,
                packs=packs_of(brand.root),
            )
            for n, text in enumerate(texts)
        ]  # fmt: skip
        found[language] = _said(texts, audit.screen(items, brand.guardrails), show)
    return found


def _said(texts: Sequence[str], verdicts: Sequence[Verdict], show: int) -> dict[str, Any]:
    rules: Counter[str] = Counter()
    examples: defaultdict[str, list[str]] = defaultdict(list)
    for text, verdict in zip(texts, verdicts, strict=True):
        for rule in sorted({f"{f.severity} {_check(f)}/{f.rule}" for f in verdict.findings if f.severity != "note"}):
            rules[rule] += 1
            spans = [f.span.text for f in verdict.findings if f.span and rule.endswith(f"/{f.rule}")]
            examples[rule].append(f"[{'|'.join(spans)}] {text}")
    shown = {rule: examples[rule][:show] for rule in sorted(examples)} if show else {}
    return {
        "n": len(texts),
        "blocked": sum(verdict.blocked for verdict in verdicts),
        "by_rule": dict(rules.most_common()),
        **({"examples": shown} if shown else {}),
    }


def _strings(rows: Iterable[Mapping[str, Any]], column: str) -> list[str]:
    texts = (str(row.get(column) or "") for row in rows)
    return list(dict.fromkeys(clean for text in texts if (clean := " ".join(_GAP.sub("X", text).split()))))


if __name__ == "__main__":
    main()
