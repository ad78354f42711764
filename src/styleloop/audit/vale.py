"""Does it keep to the brand's Vale styles? The rules of `checks/vale/`, each objection citing its file.

A rule that cannot be read, contradicts another, or whose pattern takes too long is said not to be checked; the others
are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from styleloop.audit.objection import object_to, span_of
from styleloop.audit.styled import Breach, Texts, breaches
from styleloop.language.normalise import undisguised
from styleloop.types.audit import AuditItem, Family, Finding, Severity
from styleloop.types.record import Refusal
from styleloop.types.vale import ValeLevel, ValeRule, ValeTrouble

SEVERITY: Mapping[ValeLevel, Severity] = {"error": "block", "warning": "warn", "suggestion": "note"}
_PLACE = re.compile(r"%(?:\[(\d)\])?s|%%")
OFF = "checks/vale/.vale.ini"


class Vale:
    """Rules of Vale styles, as they are."""

    name = "vale"
    family: Family = "brand"
    version = "1"
    rules: Mapping[str, str] = {
        "vale-existence": "Words or signs that a rule of a Vale style objects to.",
        "vale-substitution": "A word for which a rule of a Vale style has a better one.",
        "vale-occurrence": "More, or fewer, of something than a rule of a Vale style wants.",
        "vale-repetition": "The same word twice in a row, where a rule of a Vale style forbids it.",
        "vale-consistency": "Two ways of writing one thing, of which a rule of a Vale style wants one throughout.",
        "vale-conditional": "Something that a rule of a Vale style wants explained by another, which is not there.",
        "vale-capitalization": "A line that is not in the case that a rule of a Vale style wants.",
    }

    def check(self, items: Sequence[AuditItem]) -> Sequence[tuple[Finding | Refusal, ...] | Refusal]:
        """Objections to each piece, and a Refusal for each rule that could not be held against it."""
        slow: set[str] = set()  # a pattern that took too long once is not tried on the rest of a thousand texts
        return [tuple(self._one(item, slow)) for item in items]

    def _one(self, item: AuditItem, slow: set[str]) -> Iterator[Finding | Refusal]:
        styles = item.kit.vale
        if not styles:
            return
        for trouble in styles.troubles:
            if not trouble.never and _counts(trouble, item):
                yield Refusal(
                    subject=item.subject, why=f"{trouble.name}: {trouble.place}: {trouble.why}", cure=_cure(trouble)
                )
        rules = [rule for rule in styles.rules if _counts(rule, item)]
        accepted = tuple(word for rule in rules if _vocabulary(rule) for word in rule.exceptions)
        names = _names(item)
        for rule in rules:
            why = "its pattern takes too long and was stopped"
            if rule.file + rule.name not in slow:
                try:
                    yield from self._rule(item, rule, accepted, names)
                    continue
                except TimeoutError:
                    slow.add(rule.file + rule.name)
                except (ValueError, RecursionError, MemoryError) as problem:  # parts may be patterns and their sum none
                    why = str(problem) or type(problem).__name__
            yield Refusal(subject=item.subject, why=f"{rule.name}: {rule.file}: {why}", cure=_cure(rule))

    def _rule(
        self, item: AuditItem, rule: ValeRule, accepted: tuple[str, ...], names: frozenset[str]
    ) -> Iterator[Finding]:
        locale = item.market.locale
        slots = [(s.slot, s.text) for s in item.words.slots if not rule.slots or s.slot in rule.slots]
        bare = [(slot, undisguised(text, locale).text) for slot, text in slots]
        known = () if _vocabulary(rule) else accepted
        found = {(b.slot, b.start, b.end): b for b in breaches(rule, Texts(slots, locale, known, names))}
        if bare != slots:
            for breach in breaches(rule, Texts(bare, locale, known, names)):
                seen = undisguised(item.words.text(breach.slot), locale)
                start, end = seen.span(breach.start, breach.end)
                found.setdefault((breach.slot, start, end), Breach(breach.slot, start, end, breach.said, breach.fix))
        cited = f"{rule.file} ({rule.name})" + (f"; {rule.link}" if rule.link else "")
        for breach in found.values():
            span = span_of(item, breach.slot, breach.start, breach.end)
            message = told(rule.message, breach.said)
            name, severity = f"vale-{rule.kind}", SEVERITY[rule.level]
            yield object_to(self, item, name, severity, message, cited, span=span, fix=breach.fix)


def told(message: str, said: Sequence[str]) -> str:
    """`message` with what was found at each `%s`, in order, or by number at `%[2]s`."""
    rest = iter(said)

    def put(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return "%"
        if found[1]:
            return said[int(found[1]) - 1] if 0 < int(found[1]) <= len(said) else ""
        return next(rest, "")

    return _PLACE.sub(put, message)


def _counts(one: ValeRule | ValeTrouble, item: AuditItem) -> bool:
    locale = item.market.locale
    return one.locale in ("", locale, locale.split("-")[0])


def _vocabulary(rule: ValeRule) -> bool:
    return rule.name.startswith("Vale.")


def _names(item: AuditItem) -> frozenset[str]:
    """Words of names that are written as the brand writes them, wherever they stand."""
    names = [item.kit.name, *(term.text for term in item.kit.terms if term.rule in ("case", "stays"))]
    return frozenset(word for name in names for word in name.split())


def _cure(one: ValeRule | ValeTrouble) -> str:
    return f"mend it, or write `{one.name} = NO` into {OFF}"
