"""May everything that it was made from be shown there, then, in that format? Licences and releases as they were stated.

What nobody stated is not judged: `why` says of a picture that no rights were stated. A ground that a model made has
none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from styleloop.audit.objection import object_to
from styleloop.types.audit import AuditItem, Family, Finding, Severity
from styleloop.types.library import Used
from styleloop.types.record import Refusal
from styleloop.types.shot import UNRELEASED, Rights

SOON = 30
"""Days before the end of rights at which that is told."""


class UsageRights:
    """Rights of the picture and of the inspiration that a piece was made from."""

    name = "rights"
    family: Family = "likeness"
    version = "1"
    rules: Mapping[str, str] = {
        "right-ended": "A source whose rights have ended, or have not begun.",
        "right-ends-soon": f"A source whose rights end within {SOON} days.",
        "market-not-covered": "A source that may not be shown in this market.",
        "format-not-covered": "A source that may not be shown in this format or on this platform.",
        "changes-not-allowed": "A picture or inspiration whose licence allows no derivatives, in a piece made from it.",
        "advertising-not-allowed": "A source whose licence is not commercial, or for editorial use only.",
        "ai-not-allowed": "Inspiration whose licence allows no use by AI, in a line that a model wrote.",
        "no-release": "A picture of somebody who has signed no release.",
    }

    def check(self, items: Sequence[AuditItem]) -> Sequence[tuple[Finding, ...] | Refusal]:
        """Objections to each piece; a Refusal for one that is words alone: nothing of others' is in it yet."""
        return [
            Refusal(subject=item.subject, why="it has not been drawn yet", cure="draw it, then check it")
            if item.rendering is None
            else tuple(f for used in item.used if used.rights for f in self._source(item, used, used.rights))
            for item in items
        ]

    def _source(self, item: AuditItem, used: Used, rights: Rights) -> Iterator[Finding]:
        cited = f"rights of {used.name}" + (f", {rights.owner}" if rights.owner else "")
        for rule, severity, why in (*_against(item, rights), *_licensed(item, used, rights)):
            yield object_to(self, item, rule, severity, f"Its {used.kind} {used.name}: {why}.", cited)


def _licensed(item: AuditItem, used: Used, rights: Rights) -> Iterator[tuple[str, Severity, str]]:
    """What the licence itself forbids: an ad changes whatever it is made from, and it is commercial."""
    if why := rights.forbidding("changes"):
        shown = used.kind == "picture"
        done = "it is cut to the format, with words beside or on it" if shown else "a line was made of it"
        yield "changes-not-allowed", "block", f"{why}, and {done}"
    if why := rights.forbidding("advertising"):
        yield "advertising-not-allowed", "block", f"{why}, and this is an ad"
    modelled = item.provenance is not None and bool(item.provenance.models)
    if used.kind == "inspiration" and modelled and (why := rights.forbidding("ai")):
        yield "ai-not-allowed", "block", f"{why}, and a model wrote the line"


def _against(item: AuditItem, rights: Rights) -> Iterator[tuple[str, Severity, str]]:
    day, market = item.day, item.market.locale
    if over := rights.over(day):
        yield "right-ended", "block", over
    elif rights.ends and (rights.ends - day).days <= SOON:
        left = (rights.ends - day).days
        yield "right-ends-soon", "warn", f"its rights end on {rights.ends.isoformat()}, in {left} days"
    if rights.markets and market not in rights.markets:
        yield "market-not-covered", "block", f"its rights are for {', '.join(rights.markets)}, not {market}"
    if item.placement is not None and (outside := rights.outside(item.placement.name, item.placement.platform)):
        yield "format-not-covered", "block", outside
    if UNRELEASED in rights.people:
        yield "no-release", "block", "somebody in it has signed no release"
