"""provenance.json: everything that must be known about a post for as long as it is out. docs/seal.md explains it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from styleloop.types.audit import Finding
from styleloop.types.brand import Claim
from styleloop.types.product import Fact, Price, Product
from styleloop.types.review import Decision
from styleloop.types.variant import FilledSlot, Variant

FORMAT = "styleloop/provenance@1"
RECOMPUTE = (
    "seal = lower-case hex sha256 of the UTF-8 JSON {alt, copy, market, pixels, placement} with sorted keys, no "
    "spaces, non-ASCII kept; copy = every slot except alt; pixels = sha256 of 'WIDTHxHEIGHT:' in ASCII followed by the "
    "decoded 8-bit RGB rows of the picture."
)


@dataclass(frozen=True)
class Evidence:
    """What the words rest on."""

    findings: tuple[Finding, ...] = ()
    filled: tuple[FilledSlot, ...] = ()
    product: Product | None = None
    claims: tuple[Claim, ...] = ()
    fingerprint: str = ""
    signatures: tuple[Decision, ...] = ()
    """Every approval it took; empty: the one decision."""


def provenance(
    variant: Variant, decision: Decision, picture: tuple[str, bytes], key: str, day: date, evidence: Evidence
) -> str:
    """The text of provenance.json: sorted keys, one value a line, a newline at the end.

    Args:
        variant: what was approved.
        decision: the approval.
        picture: name and bytes of the picture as it ships, mark included.
        key: idempotency key, which is the publication's id.
        day: the day of publishing.
        evidence: findings, filled spans, product and claims.
    """
    name, data = picture
    words = variant.words.by_slot()
    value: dict[str, Any] = {
        "format": FORMAT,
        "how_to_recompute": RECOMPUTE,
        "publication": key,
        "day": day.isoformat(),
        "seal": variant.seal,
        "market": variant.market,
        "placement": variant.placement,
        "copy": {slot: text for slot, text in words.items() if slot != "alt"},
        "alt": words.get("alt", ""),
        "pixels": variant.rendering.pixels,
        "file": {"name": name, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)},
        "fingerprint": {"kind": "pdq", "value": evidence.fingerprint},
        "drawn_file_sha256": variant.rendering.file,
        "variant": variant.id,
        "line": variant.line,
        "campaign": variant.campaign,
        "product": variant.product,
        "parent": variant.parent,
        "decision": decision.model_dump(mode="json"),
        "signatures": [d.model_dump(mode="json") for d in evidence.signatures or (decision,)],
        "made": variant.provenance.model_dump(mode="json"),
        "findings": [_finding(f, evidence.signatures or (decision,)) for f in evidence.findings],
        "facts": [_backing(span, variant, day, evidence) for span in evidence.filled],
    }
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False) + "\n"


def _finding(finding: Finding, decisions: Sequence[Decision]) -> dict[str, Any]:
    kept = finding.model_dump(mode="json", include={"id", "guardrail", "rule", "severity", "message", "cited"})
    by = [d for d in decisions if finding.id in d.dismissed]
    why = {"dismissed_by": by[-1].who, "dismissed_as": by[-1].role, "dismissed_because": by[-1].reason} if by else {}
    return {**kept, "dismissed": bool(by), **why}


def _backing(span: FilledSlot, variant: Variant, day: date, evidence: Evidence) -> dict[str, Any]:
    """The span with what it came from, as it stood on the day."""
    source, _, rest = span.fact.partition(".")
    found: Fact | Price | Claim | None = None
    if source == "claim":
        found = next((c for c in evidence.claims if c.slug == rest), None)
    elif evidence.product is not None and source == "fact":
        known = [f for f in evidence.product.facts if f.key == rest and (f.since or date.min) <= day]
        found = max(known, key=lambda f: f.since or date.min, default=None)
    elif evidence.product is not None and rest == "price":
        found = evidence.product.price(variant.market)
    return {**span.model_dump(mode="json"), "rests_on": found.model_dump(mode="json") if found else None}
