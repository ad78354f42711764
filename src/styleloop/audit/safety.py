"""Could it harm somebody, or take what is another's? Trade marks of others, dangerous advice, words of sex.

Orders, addresses and characters that nobody sees are looked for by *injection*, pictures by *nsfw*.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from styleloop.audit.objection import object_to, span_of
from styleloop.language.advice import unsafe_advice
from styleloop.language.marques import Marque, Use, marques
from styleloop.language.wordlists import Listed, listed
from styleloop.types.audit import AuditItem, Family, Finding, Severity
from styleloop.types.record import Refusal

_COMPARATIVE = (
    "Directive 2006/114/EC, Art. 4: a comparison names what is material, verifiable and typical, takes no unfair "
    "advantage of the mark's reputation and presents nothing as an imitation; UK: SI 2008/1276, reg. 4; US: Lanham "
    "Act, 15 U.S.C. 1125"
)
_USED = (
    "Regulation (EU) 2017/1001 (EUTMR), Art. 9(2) and 14(1)(c): a mark of another's is named only where it must be, "
    "and honestly; US: 15 U.S.C. 1114"
)
_USES: Mapping[Use, tuple[str, str, str]] = {
    "compared": ("compared-mark", "is held up or held against; it is a mark of somebody else's", _COMPARATIVE),
    "generic": ("generic-mark", "is a mark of somebody else's, not the name of the thing", _USED),
    "named": ("foreign-mark", "is a mark of somebody else's", _USED),
}
_ADULT: Mapping[str, tuple[str, Severity, str]] = {
    "explicit": ("explicit-word", "block", "speaks of sex; platforms refuse such advertising"),
    "suggestive": ("suggestive-word", "warn", "hints at sex; some platforms and readers mind"),
}


class Safety:
    """The words of a piece, slot by slot, for what could harm or is not ours."""

    name = "safety"
    family: Family = "safety"
    version = "1"
    rules: Mapping[str, str] = {
        "compared-mark": "A famous mark, or a competitor's, that is held up or held against.",
        "generic-mark": "A mark of somebody else's in place of the name of the thing.",
        "foreign-mark": "A famous mark of somebody else's, or a competitor's, that nothing shows is named by right.",
        "unsafe-advice": "Advice that could hurt whoever follows it.",
        "explicit-word": "A word or phrase of sex.",
        "suggestive-word": "A word that hints at sex.",
    }

    def check(self, items: Sequence[AuditItem]) -> Sequence[tuple[Finding, ...] | Refusal]:
        """Objections to every slot of each piece."""
        return [tuple(self._one(item)) for item in items]

    def _one(self, item: AuditItem) -> Iterator[Finding]:
        own = _own(item)
        for slot in item.words.slots:
            for mark in _marques(slot.text, item.rivals, own):
                yield self._mark(item, slot.slot, mark)
            for start, end in _advice(slot.text, item.market.locale):
                span = span_of(item, slot.slot, start, end)
                message = f"“{span.text}” could hurt whoever does it."
                cited = (
                    f"{self.name}@{self.version}: Regulation (EU) 2023/988, Art. 5: only safe products; its own list"
                )
                yield object_to(self, item, "unsafe-advice", "block", message, cited, span=span)
            for found in _adult(slot.text, item.market.locale):
                rule, severity, why = _ADULT[found.kind]
                span = span_of(item, slot.slot, found.start, found.end)
                cited = f"{self.name}@{self.version}: its list of such words"
                yield object_to(self, item, rule, severity, f"“{span.text}” {why}.", cited, span=span)

    def _mark(self, item: AuditItem, slot: str, mark: Marque) -> Finding:
        rule, why, law = _USES[mark.use]
        span = span_of(item, slot, mark.start, mark.end)
        better = f"; write “{mark.instead}”" if mark.instead else ""
        fix = mark.instead or None
        return object_to(self, item, rule, "warn", f"“{span.text}” {why}{better}.", law, span=span, fix=fix)


def _own(item: AuditItem) -> tuple[str, ...]:
    """Names that are the brand's own, or that it has settled how to write."""
    names = [item.kit.name, *(term.text for term in item.kit.terms if term.rule in ("case", "stays", "translated"))]
    if item.product is not None:
        names += [name.text for name in item.product.names]
        names += [label for fact in item.product.facts for _, label in fact.labels]
    names += [wording.text for claim in item.claims for wording in claim.wordings]
    return tuple(names)


@lru_cache(maxsize=4096)
def _marques(text: str, rivals: tuple[str, ...], own: tuple[str, ...]) -> tuple[Marque, ...]:
    return marques(text, rivals, own)


@lru_cache(maxsize=4096)
def _advice(text: str, locale: str) -> tuple[tuple[int, int], ...]:
    return tuple(unsafe_advice(text, locale))


@lru_cache(maxsize=4096)
def _adult(text: str, locale: str) -> tuple[Listed, ...]:
    return listed("adult", locale.split("-")[0].lower(), text, locale)
