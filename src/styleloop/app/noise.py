"""How often each check objects, and how often people set its remarks aside: a check that cries wolf shows itself."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from styleloop.app.project import Project
from styleloop.review.decide import SAME_LINE
from styleloop.types.audit import Finding
from styleloop.types.record import Record

DAYS = 90
ENOUGH = 10
"""Answered remarks from which a rate says something."""
TOO_MANY = 0.4
"""Share of answered remarks set aside from which a check is called noisy."""


class Noise(Record):
    """One check, or one rule of it, over a period. A remark on several sizes of one line counts once."""

    guardrail: str
    """`name@version`: a new version starts anew."""
    rule: str
    """Empty: all rules of the check together."""
    hits: int
    """Remarks made on pieces of the period."""
    answered: int
    """Those on lines that a person has decided on."""
    dismissed: int
    """Those of the answered that a person set aside."""
    rate: float
    """`dismissed` / `answered`; 0 when nothing was answered."""
    noisy: bool
    """At least 10 answered, and at least 40 % of them set aside."""
    words: str
    """One sentence for people; where it is noisy, it asks for tuning."""


@dataclass
class _Tally:
    hits: int = 0
    answered: int = 0
    dismissed: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    def add(self, answered: bool, reason: str | None) -> None:
        self.hits += 1
        self.answered += answered
        if reason is not None:
            self.dismissed += 1
            self.reasons[reason] += 1


def noise(project: Project, days: int = DAYS) -> tuple[Noise, ...]:
    """Every check that objected to pieces made in the last `days` days, and every rule of it; the noisiest first."""
    since = project.clock() - timedelta(days=days)
    lines = {v.id: v.line for v in project.store.variants.all() if v.provenance.made >= since}
    lines |= {line: line for line in lines.values()}
    told: dict[tuple[str, str, str, str], list[Finding]] = defaultdict(list)
    for found in project.store.findings.all():
        if found.subject in lines:
            told[(lines[found.subject], *_likeness(found))].append(found)
    decided, reasons = _answers(project, lines)
    tallies: dict[tuple[str, str], _Tally] = defaultdict(_Tally)
    for (line, guardrail, rule, _), same in told.items():
        reason = next((reasons[f.id] for f in same if f.id in reasons), None)
        for of in ("", rule):
            tallies[guardrail, of].add(line in decided, reason)
    made = [_noise(guardrail, rule, tally, days) for (guardrail, rule), tally in tallies.items()]
    return tuple(sorted(made, key=lambda n: (not n.noisy, -n.rate, -n.hits, n.guardrail, n.rule)))


def _likeness(found: Finding) -> tuple[str, str, str]:
    return found.guardrail, found.rule, f"{found.span.slot}:{found.span.text}" if found.span else ""


def _answers(project: Project, lines: dict[str, str]) -> tuple[set[str], dict[str, str]]:
    """(lines that somebody decided on, finding id -> why it was set aside last)."""
    decided: set[str] = set()
    reasons: dict[str, str] = {}
    for decision in project.store.decisions.all():
        if decision.variant in lines:
            decided.add(lines[decision.variant])
            reasons |= dict.fromkeys(decision.dismissed, decision.reason.removeprefix(f"{SAME_LINE}: "))
    return decided, reasons


def _noise(guardrail: str, rule: str, tally: _Tally, days: int) -> Noise:
    rate = tally.dismissed / tally.answered if tally.answered else 0.0
    noisy = tally.answered >= ENOUGH and rate >= TOO_MANY
    return Noise(
        guardrail=guardrail, rule=rule, hits=tally.hits, answered=tally.answered, dismissed=tally.dismissed,
        rate=rate, noisy=noisy, words=_words(guardrail, rule, tally, rate, noisy, days),
    )  # fmt: skip


def _words(guardrail: str, rule: str, tally: _Tally, rate: float, noisy: bool, days: int) -> str:
    name = guardrail.partition("@")[0]
    what = f"{name}, {rule}" if rule else name
    if not tally.answered:
        said = f"{what}: {tally.hits} remarks in {days} days, none answered yet"
        return said.replace("1 remarks", "1 remark") if tally.hits == 1 else said
    said = f"{what}: {tally.dismissed} of {tally.answered} answered remarks were set aside ({rate:.0%}) in {days} days"
    if not noisy:
        return said
    return f"{said}{_most(tally.reasons.most_common(1))}. Tune it: register the claim or fact it misses, or narrow it"


def _most(reasons: Sequence[tuple[str, int]]) -> str:
    return f", most often because “{reasons[0][0]}”" if reasons and reasons[0][0] else ""
