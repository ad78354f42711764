"""Breaches put into lines that had none, and the share of them that the audit blocks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.drafts_read import MATERIALS, Truth
from styleloop import audit
from styleloop.app import auditing
from styleloop.app.project import Project
from styleloop.types.audit import AuditItem
from styleloop.types.brief import Brief
from styleloop.types.copy import BODY, HEADLINE, Copy
from styleloop.types.variant import Draft

_SUPERLATIVES = (
    "The best there is.",
    "Nothing lasts longer.",
    "The lightest in the world.",
    "Number one in the country.",
)
_SWAPS = ("cashmere", "oak", "titanium", "velvet", "marble", "linen")


@dataclass(frozen=True)
class Seeded:
    """A line with one breach in it."""

    draft: Draft
    kind: str
    words: Copy


def seeded(draft: Draft, known: Truth, every: Mapping[str, Truth]) -> list[Seeded]:
    """What can be broken in a draft: a number, a material (where it has one), a superlative."""
    made = []
    turn = sorted(every).index(draft.product) + len(draft.words.text(HEADLINE))
    for slot in (HEADLINE, BODY):
        text = draft.words.text(slot)
        figure = re.search(r"\d+", text)
        if figure:
            other = str(int(figure[0]) + 7)
            made.append(_with(draft, "number", slot, text[: figure.start()] + other + text[figure.end() :]))
        for word in sorted(set(re.findall(r"[a-z]+", text.casefold())) & MATERIALS):
            swap = next(s for s in (*_SWAPS[turn % len(_SWAPS) :], *_SWAPS) if s not in known.words)
            made.append(_with(draft, "material", slot, re.sub(rf"(?i)\b{word}\b", swap, text, count=1)))
            break
    claim = _SUPERLATIVES[turn % len(_SUPERLATIVES)]
    made.append(_with(draft, "superlative", HEADLINE, f"{draft.words.text(HEADLINE)}\n{claim}"))
    return made


def _with(draft: Draft, kind: str, slot: str, text: str) -> Seeded:
    return Seeded(draft, kind, draft.words.replaced(slot, text))


def caught(
    project: Project, made: Sequence[tuple[Brief, Draft, Any]], cases: Sequence[Seeded]
) -> tuple[float, dict[str, float]]:
    """Share of the lines as drafted that pass, and recall over the seeded ones: `all` and by kind."""
    briefs = {d.id: b for b, d, _ in made}
    whole = [_item(project, briefs[d.id], d, d.words, filled=True) for _, d, _ in made]
    passed = [not v.blocked for v in audit.screen(whole, project.guardrails)]
    broken = [_item(project, briefs[c.draft.id], c.draft, c.words, filled=False) for c in cases]
    found: dict[str, list[bool]] = defaultdict(list)
    for case, verdict in zip(cases, audit.screen(broken, project.guardrails), strict=True):
        found["all"].append(verdict.blocked)
        found[case.kind].append(verdict.blocked)
    return _share(passed), {kind: _share(hits) for kind, hits in sorted(found.items())}


def _item(project: Project, brief: Brief, draft: Draft, words: Copy, *, filled: bool) -> AuditItem:
    """A piece as the audit is given it; what was filled is not told of a broken one, for its places moved."""
    context = auditing.context(project, brief) | {"placement": brief.placements[0], "history": (), "library": None}
    return AuditItem(subject=draft.id, words=words, filled=draft.filled if filled else (), **context)


def _share(hits: Sequence[bool]) -> float:
    return round(sum(hits) / len(hits), 3) if hits else 0.0
