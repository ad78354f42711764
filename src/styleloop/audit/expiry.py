"""Does it still hold, here? Words that make a registered claim outside its time, market or product."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from styleloop.audit.gist import gist
from styleloop.audit.objection import object_to
from styleloop.audit.passages import Passage, passages, sentences_of
from styleloop.language.numbers import Quantity, known, same
from styleloop.language.units import dimension
from styleloop.language.wording import occurrences
from styleloop.types.audit import AuditItem, Family, Finding, Span
from styleloop.types.brand import Claim
from styleloop.types.record import Refusal


class Expiry:
    """Claims that have ended, have not begun, or are for another market or product."""

    name = "expiry"
    family: Family = "claims"
    version = "1"
    rules: Mapping[str, str] = {
        "claim-ended": "Words that make a registered claim after its last day.",
        "claim-not-begun": "Words that make a registered claim before its first day.",
        "claim-other-market": "Words that make a registered claim in a market it is not for.",
        "claim-other-product": "Words that make a registered claim about a product it is not for.",
        "claim-unknown": "A span that was filled from a claim which is not in the register.",
    }

    def check(self, items: Sequence[AuditItem]) -> Sequence[tuple[Finding, ...] | Refusal]:
        """One objection per claim and place, for each piece."""
        return [tuple(self._one(item)) for item in items]

    def _one(self, item: AuditItem) -> Iterator[Finding]:
        holding = [claim for claim in item.claims if _lapse(claim, item) is None]
        for claim in sorted(item.claims, key=lambda c: c.slug):
            lapse = _lapse(claim, item)
            if lapse is None:
                continue
            rule, why = lapse
            for span in _places(item, claim, holding):
                message = f"“{span.text}” makes the claim {claim.slug}, which {why}."
                yield object_to(self, item, rule, "block", message, cited(claim), span=span)
        registered = {claim.slug for claim in item.claims}
        for fact, place in _filled(item):
            slug = fact.removeprefix("claim.")
            if slug not in registered:
                message = f"“{place.text}” was filled from the claim {slug}, which is not in the register."
                yield object_to(self, item, "claim-unknown", "block", message, fact, span=place)


def cited(claim: Claim) -> str:
    """`claim.taped-seams: en-GB; 2026-01-01 to 2026-10-31; proof: Seam test 2026-02`."""
    where = ", ".join(claim.markets) or "every market"
    what = f"; {', '.join(claim.products)}" if claim.products else ""
    dates = f"{claim.starts or 'from the first'} to {claim.ends or 'no end'}"
    return f"claim.{claim.slug}: {where}{what}; {dates}; proof: {claim.proof}"


def _lapse(claim: Claim, item: AuditItem) -> tuple[str, str] | None:
    """(rule, what is wrong) where `claim` may not be made by this piece; None where it holds."""
    if claim.ends is not None and claim.ends < item.day:
        return "claim-ended", f"ended on {claim.ends}"
    if claim.starts is not None and item.day < claim.starts:
        return "claim-not-begun", f"begins on {claim.starts} only"
    if claim.markets and item.market.locale not in claim.markets:
        return "claim-other-market", f"is for {', '.join(claim.markets)}, not for {item.market.locale}"
    if claim.products and item.product is not None and item.product.sku not in claim.products:
        return "claim-other-product", f"is about {', '.join(claim.products)}, not about {item.product.sku}"
    return None


def _places(item: AuditItem, claim: Claim, holding: Sequence[Claim]) -> Iterator[Span]:
    """Where the piece makes `claim`: by a filled span, by a wording, by its figures and nouns; each place once."""
    named = (span for fact, span in _filled(item) if fact == f"claim.{claim.slug}")
    worded = (
        passage.span(start, end)
        for passage in passages(item.words)
        for start, end in chain(_worded(passage, claim, holding, item), _meant(passage, claim, holding, item))
        if passage.tells(start, end)
    )
    seen: list[Span] = []
    for span in chain(named, worded):
        if not any(s.slot == span.slot and s.start < span.end and span.start < s.end for s in seen):
            seen.append(span)
            yield span


def _filled(item: AuditItem) -> Iterator[tuple[str, Span]]:
    """(fact, span) of the spans filled from claims, as far as the words still stand there."""
    for filled in item.filled:
        if filled.fact.startswith("claim.") and item.words.text(filled.slot)[filled.start : filled.end] == filled.text:
            yield filled.fact, Span(slot=filled.slot, start=filled.start, end=filled.end, text=filled.text)


def _worded(passage: Passage, claim: Claim, holding: Sequence[Claim], item: AuditItem) -> Iterator[tuple[int, int]]:
    """Places of the claim's wordings that no claim still holding says as well."""
    locale = item.market.locale
    places = [place for w in claim.wordings for place in occurrences(passage.text, w.text, locale)]
    wordings = [w.text for other in holding for w in other.wordings] if places else []
    covered = [place for wording in wordings for place in occurrences(passage.text, wording, locale)]
    for start, end in places:
        if not any(s <= start and end <= e for s, e in covered):
            yield start, end


def _meant(passage: Passage, claim: Claim, holding: Sequence[Claim], item: AuditItem) -> Iterator[tuple[int, int]]:
    """Sentences with all the figures of a wording and at least half of its other words, unless a fact says them too."""
    locale = item.market.locale
    for wording in claim.wordings:
        meant = gist(wording.text, locale)
        if not meant.figures or not meant.stems:
            continue
        for sentence in sentences_of(passage.text, locale):
            said = gist(sentence.text, locale)
            alike = said.says(meant.figures) and 2 * len(meant.stems & said.stems) >= len(meant.stems)
            if alike and not _stated(meant.figures, item, holding):
                yield sentence.start, sentence.end


def _stated(figures: Sequence[Quantity], item: AuditItem, holding: Sequence[Claim]) -> bool:
    """Whether facts of the product or claims that hold state all of `figures` on their own."""
    facts = item.product.facts if item.product else ()
    backed = [known(f.number, f.unit) for f in facts if f.number is not None and dimension(f.unit)]
    backed += [q for c in holding for w in c.wordings for q in gist(w.text, item.market.locale).figures]
    return all(any(same(q, b) for b in backed) for q in figures)
