"""Ask every guardrail about every piece. A guardrail that fails is said to be missing, never taken for silence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from styleloop.ports import Guardrail
from styleloop.types.audit import SEVERITIES, Audited, AuditItem, Finding
from styleloop.types.record import Refusal


@dataclass(frozen=True)
class Verdict:
    """What the checks had to say about one piece. It never says more than that nothing was objected to."""

    subject: str
    findings: tuple[Finding, ...]
    """Blocks first, then by slot as the piece has them, then by place."""
    checked: tuple[str, ...]
    """`name@version` of every guardrail that looked."""
    unchecked: tuple[Refusal, ...]
    """One for each guardrail that could not look, or could not do a part; `subject` is its `name@version`."""
    beyond: tuple[str, ...] = ()
    """What no installed check looks at in such a piece, as the guardrails say by `leaves_out`."""

    @property
    def blocked(self) -> bool:
        """Whether any finding is a block."""
        return any(f.severity == "block" for f in self.findings)

    def kept(self, day: date) -> Audited:
        """How far it was looked at on that day, to be kept beside its findings."""
        return Audited(
            subject=self.subject,
            day=day,
            checked=self.checked,
            unchecked=tuple((r.subject, r.why) for r in self.unchecked),
            beyond=self.beyond,
        )

    def words(self) -> str:
        """`no objection from 5 checks; not checked: legibility (it has not been drawn yet)`."""
        return self.kept(date.min).words([f.severity for f in self.findings])


def screen(items: Sequence[AuditItem], guardrails: Sequence[Guardrail]) -> Sequence[Verdict]:
    """One verdict per item, in order.

    A guardrail that raises on the batch is asked again item by item, so that one bad piece leaves only itself
    unchecked.
    """
    asked = [(f"{g.name}@{g.version}", _ask(g, items)) for g in guardrails]
    verdicts = [_verdict(item, [(name, answers[at]) for name, answers in asked]) for at, item in enumerate(items)]
    return [replace(v, beyond=_beyond(guardrails, item)) for v, item in zip(verdicts, items, strict=True)]


def _beyond(guardrails: Sequence[Guardrail], item: AuditItem) -> tuple[str, ...]:
    """What the guardrails that can say so leave out by what they are, not for a failure: nobody has to mend it."""
    said = (part for g in guardrails if (leaves := getattr(g, "leaves_out", None)) for part in leaves(item))
    return tuple(dict.fromkeys(said))


Answer = tuple[Finding | Refusal, ...] | Refusal
"""Findings, with a Refusal for each part of its work that a check could not do; or one for all of it."""


def _ask(guardrail: Guardrail, items: Sequence[AuditItem]) -> list[Answer]:
    if not items:
        return []
    try:
        answers = list(guardrail.check(items))
        if len(answers) == len(items):
            return [_fitting(answer, item) for answer, item in zip(answers, items, strict=True)]
        problem = f"it gave {len(answers)} answers to {len(items)} pieces"
    except Exception as error:
        if len(items) > 1:
            return [_ask(guardrail, [item])[0] for item in items]
        problem = f"it failed: {type(error).__name__}: {error}"
    return [Refusal(subject=item.subject, why=problem, cure="report it to whoever made the check") for item in items]


def _fitting(answer: object, item: AuditItem) -> Answer:
    if isinstance(answer, Refusal):
        return answer
    if isinstance(answer, tuple) and all(
        isinstance(f, Finding | Refusal) and f.subject == item.subject for f in answer
    ):
        return answer
    return Refusal(
        subject=item.subject, why="its answer is not a tuple of findings on this piece", got=repr(answer)[:80]
    )


def _verdict(item: AuditItem, answers: Sequence[tuple[str, Answer]]) -> Verdict:
    slots = {slot.slot: at for at, slot in enumerate(item.words.slots)}
    parts = [(name, (answer,) if isinstance(answer, Refusal) else answer) for name, answer in answers]
    found = {part.id: part for _, said in parts for part in said if isinstance(part, Finding)}

    def place(f: Finding) -> tuple[int, int, int, str, str, str]:
        slot, start = (slots.get(f.span.slot, len(slots)), f.span.start) if f.span else (len(slots), 0)
        return SEVERITIES.index(f.severity), slot, start, f.guardrail, f.rule, f.id

    return Verdict(
        subject=item.subject,
        findings=tuple(sorted(found.values(), key=place)),
        checked=tuple(name for name, answer in answers if not isinstance(answer, Refusal)),
        unchecked=tuple(
            part.model_copy(update={"subject": name})
            for name, said in parts
            for part in said
            if isinstance(part, Refusal)
        ),
    )
