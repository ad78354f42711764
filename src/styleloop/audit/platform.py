"""What a platform does not take in its ads, whatever the law says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from styleloop.audit.legal_book import Books
from styleloop.audit.legal_piece import objections, rules_of
from styleloop.audit.legal_reading import shipped
from styleloop.audit.legal_unread import unread
from styleloop.types.audit import AuditItem, Family, Finding
from styleloop.types.record import Refusal


class Platform:
    """The packs of the format's platform. Lengths, bytes and sizes are the check *limits*' matter."""

    name = "platform"
    family: Family = "platform"
    version = "1"
    _books = Books()  # of all projects of a process: one that is opened again finds its books made

    @property
    def rules(self) -> Mapping[str, str]:
        """The rules that ship; a project's own packs add theirs."""
        return rules_of(shipped(), "platform")

    def check(self, items: Sequence[AuditItem]) -> Sequence[tuple[Finding | Refusal, ...] | Refusal]:
        """Objections to each piece; a Refusal for one without a format, whose platform nobody knows."""
        unknown = "no format was named"
        return [
            objections(self, item, "platform", self._books)
            if item.placement is not None
            else Refusal(subject=item.subject, why=unknown, cure="name the format it is for")
            for item in items
        ]

    def leaves_out(self, item: AuditItem) -> tuple[str, ...]:
        """A platform that no pack is of, and rules that know no word of the market's language."""
        return unread(item, "platform", self._books)
