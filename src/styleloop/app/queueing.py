"""The queue as the desk reads it: kept in memory, brought up to date by what the store has got since.

There is one truth, the store. Every look asks it how many rows there are; only what is new is read, and only the lines
that it concerns are put together again, by the same function that the command line uses.
"""

from __future__ import annotations

from collections.abc import Iterable
from threading import Lock
from typing import Generic, TypeVar

from styleloop import review
from styleloop.adapters.stores.shelf import Marks, Shelf
from styleloop.app import policies
from styleloop.app.project import Project
from styleloop.app.shipping import Person
from styleloop.errors import PolicyError
from styleloop.review import Line, Remembered, Under, refusing
from styleloop.review.memory import RULES, Place
from styleloop.types.audit import Audited, Finding
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

    def news(self, newest: int, rows: int) -> tuple[R, ...] | None:
        """Records nobody has told of yet, oldest first; None where some came in behind those already told.

        That happens on a server where two write at once and the one that began first ends last.

        Args:
            newest: number of the newest row.
            rows: how many there are.
        """
        if (newest, rows) == (self._newest, self._rows):
            return ()
        found = self._shelf.after(self._newest, newest)
        if self._rows + len(found) != rows:
            return None
        self._newest, self._rows = newest, rows
        return found


class Queue:
    """Every line of a project with its sizes, findings and decisions, as of now."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._lock = Lock()
        self._turn = 0
        self._forget()

    def _forget(self) -> None:
        store = self._project.store
        self._marks = Marks(
            store.engine, store.campaigns, store.variants, store.findings, store.decisions, store.audits,
            store.edits, store.drafts,
        )  # fmt: skip
        self._feeds = (
            _Feed(store.campaigns), _Feed(store.variants), _Feed(store.findings), _Feed(store.decisions),
            _Feed(store.audits),
        )  # fmt: skip
        self._campaigns: dict[str, Campaign] = {}
        self._variants: dict[str, Variant] = {}
        self._groups: dict[Key, dict[str, Variant]] = {}
        self._findings: dict[str, dict[str, Finding]] = {}
        self._decisions: dict[str, list[Decision]] = {}
        self._audits: dict[str, Audited] = {}
        self._of_subject: dict[str, set[Key]] = {}
        self._rules: tuple[object, Under] | None = None
        self._dismissing: list[Decision] = []
        self._taken_back: set[str] = set()
        self._places: tuple[int, dict[Place, Decision]] | None = None
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

    def audited(self, variant: str) -> Audited | None:
        """How far a piece was looked at, as of the last look; None of one made before that was kept."""
        return self._audits.get(variant)

    def approvable(self, line: Line, person: Person) -> tuple[str, ...]:
        """The formats of a line that one person's approval of everything would cover if all still held, by id."""
        return tuple(v.id for number, v in enumerate(line.variants) if self._covers(line, number, person))

    def _covers(self, line: Line, number: int, person: Person) -> bool:
        variant, (_, state), under = line.variants[number], line.states[number], self._rules
        about = (f for s in (variant.id, variant.line) for f in self._findings.get(s, {}).values())
        if state != "waiting" or under is None or any(f.severity == "block" for f in about):
            return False
        try:
            refusing.refuse_author(variant, person.who, "approve", under[1])
            refusing.refuse_again(variant, person.who, person.role, (), line.approvals[number])
        except PolicyError:
            return False
        return True

    def not_theirs(self, variant: str, person: Person | None) -> str:
        """Why a person may not approve a piece whatever its checks say, as of the last look; empty where they may."""
        piece = self._variants.get(variant)
        if piece is None or person is None or self._rules is None:
            return ""
        line = self._lines[piece.campaign, piece.market, piece.line]
        known = next(one for v, one in zip(line.variants, line.approvals, strict=True) if v.id == variant)
        try:
            refusing.refuse_author(piece, person.who, "approve", self._rules[1])
            refusing.refuse_again(piece, person.who, person.role, (), known)
        except PolicyError as problem:
            return str(problem)
        return ""

    def remembered(self, variant: Variant) -> dict[str, Remembered]:
        """Remarks on a piece whose words somebody set aside before, by the finding's id, as of the last look."""
        own = tuple(self._findings.get(variant.id, {}).values())
        if not any(f.rule in RULES for f in own):
            return {}
        with self._lock:
            if self._places is None or self._places[0] != self._turn:
                self._places = self._turn, self._known_places()
            return review.remembered(own, variant.words, variant.market, self._places[1])

    def _known_places(self) -> dict[Place, Decision]:
        decisions = [d for d in self._dismissing if d.id not in self._taken_back]
        findings = {f.id: f for found in self._findings.values() for f in found.values()}
        words = {name: variant.words for name, variant in self._variants.items()}
        return review.known_places(findings, words, decisions)

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
        # Asked of all at once: as soon as a piece is there, so is what the checks said of it.
        campaigns, variants, findings, decisions, audits = self._feeds
        marks = self._marks.now()
        new_variants, new_findings = variants.news(*marks[1]), findings.news(*marks[2])
        new_decisions, new_campaigns = decisions.news(*marks[3]), campaigns.news(*marks[0])
        new_audits = audits.news(*marks[4])
        if new_variants is None or new_findings is None or new_decisions is None or new_campaigns is None:
            return False
        if new_audits is None:
            return False
        self._campaigns |= {c.id: c for c in new_campaigns}
        self._audits |= {a.subject: a for a in new_audits}
        touched = {self._take_in(v) for v in new_variants}
        for finding in new_findings:
            self._findings.setdefault(finding.subject, {})[finding.id] = finding
            touched |= self._of_subject.get(finding.subject, set())
        for decision in new_decisions:  # on what is seen, whichever piece shows it
            self._decisions.setdefault(decision.seal, []).append(decision)
            touched |= self._of_subject.get(decision.seal, set())
            self._dismissing += [decision] if decision.dismissed else []
            self._taken_back |= {decision.follows} if decision.action == "reopen" else set()
        self._put_together(set(self._groups) if self._other_rules(marks[5:]) else touched)
        return True

    def _other_rules(self, marks: object) -> bool:
        """Whether the rules of the day are not those that the lines were put together under."""
        project, file = self._project, self._project.root / policies.POLICY
        told = file.stat() if file.is_file() else None
        state = id(project.kit), project.today, (told.st_mtime_ns, told.st_size) if told else None, marks
        if self._rules is not None and self._rules[0] == state:
            return False
        before, now = self._rules, policies.under(project)
        self._rules = state, now
        return before is None or before[1] != now

    def _take_in(self, variant: Variant) -> Key:
        key = variant.campaign, variant.market, variant.line
        self._variants[variant.id] = variant
        self._groups.setdefault(key, {})[variant.id] = variant
        for subject in (variant.id, variant.line, variant.seal):
            self._of_subject.setdefault(subject, set()).add(key)
        if variant.parent:
            self._children.setdefault(variant.parent, []).append(variant.id)
        return key

    def _put_together(self, keys: Iterable[Key]) -> None:
        under = self._rules[1] if self._rules else None
        for key in sorted(keys):
            sizes = self._groups[key]
            subjects = (*sizes, key[2])
            findings = [f for s in subjects for f in self._findings.get(s, {}).values()]
            decisions = [d for s in sorted({v.seal for v in sizes.values()}) for d in self._decisions.get(s, ())]
            self._lines[key] = review.queue(tuple(sizes.values()), findings, decisions, under)[0]
            self._turn += 1
