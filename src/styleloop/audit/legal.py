"""Does a law of the market forbid the wording, or tie it to a condition that the piece does not meet?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from styleloop.audit.legal_book import Books
from styleloop.audit.legal_piece import objections, rules_of
from styleloop.audit.legal_reading import shipped
from styleloop.audit.legal_scope import country_of
from styleloop.audit.legal_unread import unread
from styleloop.types.audit import AuditItem, Family, Finding
from styleloop.types.record import Refusal


class Legal:
    """The packs of the market's law. A claim without a proof is the check *claims*' matter."""

    name = "legal"
    family: Family = "legal"
    version = "1"
    _books = Books()  # of all projects of a process: one that is opened again finds its books made

    @property
    def rules(self) -> Mapping[str, str]:
        """The rules that ship; a project's own packs add theirs."""
        return rules_of(shipped(), "legal")

    def check(self, items: Sequence[AuditItem]) -> Sequence[tuple[Finding | Refusal, ...] | Refusal]:
        """Objections to each piece; a Refusal for a market without a country, or where a pack cannot be read."""
        return [self._one(item) for item in items]

    def leaves_out(self, item: AuditItem) -> tuple[str, ...]:
        """The law of a country that no pack is of, and rules that know no word of the market's language."""
        return unread(item, "legal", self._books)

    def _one(self, item: AuditItem) -> tuple[Finding | Refusal, ...] | Refusal:
        found = objections(self, item, "legal", self._books)
        if found == () and not country_of(item.market.locale):
            why = f"the market {item.market.locale} names no country, and laws are of countries"
            return Refusal(subject=item.subject, why=why, cure="name the market by language and country: en-GB")
        return found
