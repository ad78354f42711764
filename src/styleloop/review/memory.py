"""Puffery that a person has set aside before: the same words in the same sentence need not be looked at twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from styleloop.language.normalise import folded
from styleloop.language.segment import sentence_pieces
from styleloop.types.audit import Finding
from styleloop.types.copy import Copy
from styleloop.types.review import Decision

RULES = frozenset({"puffery"})
"""Rules whose dismissals are remembered: talk that no fact can settle. A block never is."""
Place = tuple[str, str, str, str, str]
"""(market, check, rule, span, sentence), words folded."""


@dataclass(frozen=True)
class Remembered:
    """A remark that was set aside before, on the same words in the same sentence of the same market."""

    finding: str
    decision: str
    who: str
    role: str
    day: date
    reason: str

    def words(self) -> str:
        """`set aside before by p-17, legal, on 2026-09-01 because …`."""
        because = f" because {self.reason}" if self.reason else ""
        return f"set aside before by {self.who}, {self.role}, on {self.day.isoformat()}{because}"


def place_of(finding: Finding, words: Copy, market: str) -> Place | None:
    """Where a remark stands, in words; None where such a remark is not remembered."""
    span = finding.span
    if finding.severity == "block" or finding.rule not in RULES or span is None:
        return None
    text = words.text(span.slot)
    around = [p.text for p in sentence_pieces(text, market) if p.start <= span.start < p.end]
    sentence = around[0] if around else text
    check = finding.guardrail.partition("@")[0]
    return market, check, finding.rule, folded(span.text, market).strip(), folded(sentence, market).strip()


def known_places(
    findings: Mapping[str, Finding], words: Mapping[str, Copy], decisions: Iterable[Decision]
) -> dict[Place, Decision]:
    """Every place where somebody set such a remark aside -> the last decision that did.

    Args:
        findings: by id.
        words: of the variant or line that a finding is on, by its id.
        decisions: in the order they were made. What was carried to other sizes says nothing new.
    """
    found: dict[Place, Decision] = {}
    for decision in decisions:
        for name in decision.dismissed if not decision.carried and decision.action == "approve" else ():
            finding = findings.get(name)
            said = words.get(finding.subject) if finding else None
            place = place_of(finding, said, decision.market) if finding and said is not None else None
            if place is not None:
                found[place] = decision
    return found


def remembered(
    findings: Sequence[Finding], words: Copy, market: str, known: Mapping[Place, Decision]
) -> dict[str, Remembered]:
    """Remarks on one piece that were set aside before, by the finding's id.

    Args:
        findings: on the piece.
        words: what it says.
        market: where.
        known: from `known_places`.
    """
    found: dict[str, Remembered] = {}
    for finding in findings:
        place = place_of(finding, words, market)
        before = known.get(place) if place else None
        if before is not None and finding.id not in before.dismissed:
            found[finding.id] = Remembered(
                finding.id, before.id, before.who, before.role, before.at.date(), before.reason
            )
    return found
