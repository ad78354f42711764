"""What the checks said, as SARIF 2.1.0 (OASIS standard of 2020-03-27): what editors and code hosts read."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from styleloop.app.linting import Text
from styleloop.app.places import Place
from styleloop.app.screening import failure, failures
from styleloop.audit import Verdict
from styleloop.ports import Guardrail
from styleloop.types.audit import Finding
from styleloop.types.record import Refusal

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"block": "error", "warn": "warning", "note": "note"}


def sarif(
    checked: Sequence[tuple[Text, Verdict]],
    guardrails: Sequence[Guardrail],
    version: str,
    unread: Sequence[str] = (),
    notes: Sequence[str] = (),
) -> dict[str, Any]:
    """One run: a rule for each rule of each check, a result for each remark, a notice for what was not checked.

    Args:
        checked: pieces with what was said of them.
        guardrails: every check that was asked.
        version: of this program.
        unread: what could not be read, in words.
        notes: what of a file is not read, though nothing is wrong with it.
    """
    results = [_result(text, finding) for text, verdict in checked for finding in verdict.findings]
    failed = any(failures(verdict) for _, verdict in checked)
    missing = {(r.subject, r.why): r for _, verdict in checked for r in verdict.unchecked}
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "styleloop", "version": version, "rules": list(_rules(guardrails))}},
                "columnKind": "unicodeCodePoints",
                "invocations": [
                    {
                        "executionSuccessful": not failed and not unread,
                        "toolExecutionNotifications": [
                            *({"level": "error", "message": {"text": problem}} for problem in unread),
                            *({"level": "note", "message": {"text": note}} for note in notes),
                            *(_notice(r) for _, r in sorted(missing.items())),
                        ],
                    }
                ],
                "results": results,
            }
        ],
    }


def region(text: Text, finding: Finding) -> dict[str, int]:
    """Where in its file a remark stands: the words themselves, else their cell or field, else their line."""
    place = _place(text, finding)
    if finding.span is None or (not place.how and "\n" in text.slots.get(finding.span.slot, "")):
        return place.whole()
    start = finding.span.start
    return place.region(start, start + len(finding.span.text)) or place.whole()


def _place(text: Text, finding: Finding) -> Place:
    return text.places.get(finding.span.slot if finding.span else next(iter(text.slots), ""), Place(1, 1))


def uri(file: str) -> str:
    """The name of a file as a URI (RFC 3986): relative as given, `file:` where it is absolute."""
    path = PurePath(file)
    return path.as_uri() if path.is_absolute() else quote(os.fsencode(path.as_posix()))


def _rules(guardrails: Iterable[Guardrail]) -> Iterator[dict[str, Any]]:
    for guardrail in guardrails:
        for rule, says in guardrail.rules.items():
            yield {
                "id": f"{guardrail.name}/{rule}",
                "name": rule,
                "shortDescription": {"text": says},
                "properties": {"family": guardrail.family, "check": f"{guardrail.name}@{guardrail.version}"},
            }


def _result(text: Text, finding: Finding) -> dict[str, Any]:
    words = finding.span.text if finding.span else text.words
    cure = f" Instead: {finding.fix}" if finding.fix else ""
    rule = f"{finding.guardrail.partition('@')[0]}/{finding.rule}"
    where = region(text, finding)
    print_ = hashlib.sha256(f"{rule}\n{text.words}\n{words}".encode()).hexdigest()[:32]
    place = _place(text, finding)
    artifact = {"uri": uri(text.file) if text.file else "stdin"}
    stands: dict[str, Any] = {"physicalLocation": {"artifactLocation": artifact, "region": where}}
    if place.field:
        kind = {"kind": "property"} if place.field.startswith("/") else {}
        slot = finding.span.slot if finding.span else next(iter(text.slots), "")
        stands["logicalLocations"] = [{"name": slot, "fullyQualifiedName": place.field, **kind}]
    made: dict[str, Any] = {
        "ruleId": rule,
        "level": LEVELS[finding.severity],
        "message": {"text": f"{finding.message}{cure} [{finding.cited}]"},
        "locations": [stands],
        "partialFingerprints": {"words/v1": print_},
    }
    instead = place.writes(finding.fix) if finding.fix and finding.span and "startColumn" in where else None
    if instead is not None:
        change = {"deletedRegion": where, "insertedContent": {"text": instead}}
        made["fixes"] = [{"artifactChanges": [{"artifactLocation": artifact, "replacements": [change]}]}]
    return made


def _notice(refusal: Refusal) -> dict[str, Any]:
    name = refusal.subject.partition("@")[0]
    level = "error" if failure(refusal) else "note"
    return {"level": level, "message": {"text": f"not checked: {name} ({refusal.why})"}}
