"""The queue as the desk reads it: kept in memory, brought up to date by what the store has got since.

There is one truth, the store. Every look asks it how many rows there are; only what is new is read, and only the lines
that it concerns are put together again, by the same function that the command line uses.
"""

from __future__ import annotations

from collections.abc import Iterable
from threading import Lock
from typing import Generic, TypeVar

from styleloop import review
from styleloop.adapters.stores.shelf import Shelf
from styleloop.app.project import Project
from styleloop.review import Line
from styleloop.types.audit import Finding
from styleloop.types.brief import Campaign
from styleloop.types.record import Record
from styleloop.types.review import Decision
from styleloop.types.variant import Variant

R = TypeVar("R", bound=Record)
Key = tuple[str, str, str]
"""(campaign, market, line)."""


class _Feed(Generic[R]):
    """What a shelf has got since it was last asked."""

    def __init__(self, shelf: Shelf[R]) -> None:
        self._shelf = shelf
        self._newest = self._rows = 0

    def news(self) -> tuple[R, ...] | None:
        """Records nobody has told of yet, oldest first; None where some came in behind those already told.

        That happens on a server where two write at once and the one that began first ends last.
        """
        newest, rows = self._shelf.mark()
        if (newest, rows) == (self._newest, self._rows):
            return ()
        found = self._shelf.after(self._newest)
        if self._rows + len(found) < rows:
            self._newest = self._rows = 0
            return None
        if found:
            self._newest, self._rows = found[-1][0], self._rows + len(found)
        return tuple(record for _, record in found)


class Queue:
    """Every line of a project with its sizes, findings and decisions, as of now."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._lock = Lock()
        self._turn = 0
        self._forget()

    def _forget(self) -> None:
        store = self._project.store
        self._feeds = _Feed(store.campaigns), _Feed(store.variants), _Feed(store.findings), _Feed(store.decisions)
        self._campaigns: dict[str, Campaign] = {}
        self._variants: dict[str, Variant] = {}
        self._groups: dict[Key, dict[str, Variant]] = {}
        self._findings: dict[str, dict[str, Finding]] = {}
        self._decisions: dict[str, dict[str, Decision]] = {}
        self._of_line: dict[str, set[Key]] = {}
        self._children: dict[str, list[str]] = {}
        self._lines: dict[Key, Line] = {}

    def look(self) -> tuple[tuple[Line, ...], int]:
        """Every line, in no order that means anything, and a number that grows whenever one of them changed."""
        with self._lock:
            try:
                if not self._catch_up():
                    self._forget()
                    self._catch_up()
            except Exception:
                self._forget()  # what was half taken in is read again by the next look
                raise
            return tuple(self._lines.values()), self._turn

    def campaigns(self) -> tuple[Campaign, ...]:
        """Every campaign, oldest first, as of the last look."""
        return tuple(self._campaigns.values())

    def versions(self, variant: Variant) -> int:
        """How many pieces come from the same first one, this one among them, as of the last look."""
        first = variant
        while first.parent and first.parent in self._variants:
            first = self._variants[first.parent]
        found: set[str] = set()
        waiting = [first.id]
        while waiting:
            here = waiting.pop()
            if here not in found:
                found.add(here)
                waiting += self._children.get(here, ())
        return len(found)

    def _catch_up(self) -> bool:
        """Take in what is new. False where it must be read from the beginning."""
        # Variants first: once a piece is there, so is what the checks said of it (`auditing.audit_variants`).
        campaigns, variants, findings, decisions = self._feeds
        new_variants, new_findings = variants.news(), findings.news()
        new_decisions, new_campaigns = decisions.news(), campaigns.news()
        if new_variants is None or new_findings is None or new_decisions is None or new_campaigns is None:
            return False
        self._campaigns |= {c.id: c for c in new_campaigns}
        touched = {self._take_in(v) for v in new_variants}
        for finding in new_findings:
            self._findings.setdefault(finding.subject, {})[finding.id] = finding
            touched |= self._keys(finding.subject)
        for decision in new_decisions:
            self._decisions.setdefault(decision.variant, {})[decision.id] = decision
            touched |= self._keys(decision.variant)
        self._put_together(touched)
        return True

    def _take_in(self, variant: Variant) -> Key:
        key = variant.campaign, variant.market, variant.line
        self._variants[variant.id] = variant
        self._groups.setdefault(key, {})[variant.id] = variant
        self._of_line.setdefault(variant.line, set()).add(key)
        if variant.parent:
            self._children.setdefault(variant.parent, []).append(variant.id)
        return key

    def _keys(self, subject: str) -> set[Key]:
        """The lines that something said of a piece or of a line concerns."""
        variant = self._variants.get(subject)
        if variant is not None:
            return {(variant.campaign, variant.market, variant.line)}
        return self._of_line.get(subject, set())

    def _put_together(self, keys: Iterable[Key]) -> None:
        for key in sorted(keys):
            sizes = self._groups[key]
            subjects = (*sizes, key[2])
            findings = [f for s in subjects for f in self._findings.get(s, {}).values()]
            decisions = [d for s in sizes for d in self._decisions.get(s, {}).values()]
            self._lines[key] = review.queue(tuple(sizes.values()), findings, decisions)[0]
            self._turn += 1
