"""Make a finding: the same few fields from every guardrail."""

from __future__ import annotations

from typing import Protocol

from styleloop.types.audit import AuditItem, Finding, Severity, Span
from styleloop.types.variant import Box


class Named(Protocol):
    """Whoever objects."""

    name: str
    version: str


def object_to(
    by: Named,
    item: AuditItem,
    rule: str,
    severity: Severity,
    message: str,
    cited: str,
    *,
    span: Span | None = None,
    box: Box | None = None,
    fix: str | None = None,
) -> Finding:
    """A finding on `item`, signed `name@version`. A fix equal to what stands there is no fix and is left out."""
    return Finding(
        subject=item.subject,
        guardrail=f"{by.name}@{by.version}",
        rule=rule,
        severity=severity,
        message=message,
        cited=cited,
        span=span,
        box=box,
        fix=None if span is not None and fix == span.text else fix,
    )


def span_of(item: AuditItem, slot: str, start: int, end: int) -> Span:
    """Characters `start` to `end` of a slot, with their text."""
    return Span(slot=slot, start=start, end=end, text=item.words.text(slot)[start:end])


def whole(item: AuditItem, slot: str) -> Span:
    """All of a slot."""
    return span_of(item, slot, 0, len(item.words.text(slot)))
