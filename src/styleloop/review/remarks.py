"""What a person reads as one remark: the same rule about the same words, in however many slots and formats."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import get_args

from styleloop.types.audit import Finding, Severity

_STRICTEST = get_args(Severity)


def remarks(findings: Sequence[Finding]) -> tuple[tuple[Finding, ...], ...]:
    """Findings that say the same, together: a caption that repeats the headline repeats its faults too.

    Each group has the strictest first; the groups stand in the order in which the first of each came.
    """
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault(saying(finding), []).append(finding)
    return tuple(tuple(sorted(g, key=lambda f: _STRICTEST.index(f.severity))) for g in groups.values())


def saying(finding: Finding) -> tuple[str, str, str]:
    """(check, rule, the words it is about, breaks read as spaces): what makes two findings one remark.

    A finding about no words is told apart by its sentence.
    """
    words = " ".join(finding.span.text.split()) if finding.span else ""
    return finding.guardrail, finding.rule, words or finding.message


def together(findings: Sequence[Finding], ids: Collection[str]) -> tuple[str, ...]:
    """Ids of every finding that is one remark with one of `ids`; what is none of these findings is kept as given."""
    named = {saying(f) for f in findings if f.id in ids}
    same = [f.id for f in findings if saying(f) in named]
    return tuple(dict.fromkeys((*same, *sorted(set(ids) - {f.id for f in findings}))))
