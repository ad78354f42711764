"""One piece held against the rules of packs: what stands there, what answers for it, and who is told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from styleloop.audit.evidence import Evidence, Wording, evidence
from styleloop.audit.gist import gist
from styleloop.audit.legal_book import Book, Books, Place, denied
from styleloop.audit.legal_reading import shipped
from styleloop.audit.legal_tests import TESTS, ai_made
from styleloop.audit.named import named_places
from styleloop.audit.objection import Named, object_to
from styleloop.audit.passages import Passage, passages, sentence_at
from styleloop.audit.unconfirmed import known_facts
from styleloop.language.wording import occurrences
from styleloop.types.audit import AuditItem, Finding, Span
from styleloop.types.pack import Pack, PackRule
from styleloop.types.record import Refusal

NOT_ADVICE = "not legal advice"
_WORD = re.compile(r"\w+")


def objections(by: Named, item: AuditItem, family: str, books: Books) -> tuple[Finding | Refusal, ...] | Refusal:
    """What the packs of one family say of a piece; a Refusal beside it where a pack cannot be read."""
    packs = [pack for pack in item.packs or shipped() if pack.family == family]
    piece = _Piece(by, item, books.of(packs, item.market.locale))
    found = tuple(piece.findings())
    faults = [fault for pack in packs for fault in pack.faults]
    if not faults:
        return found
    names = ", ".join(sorted(pack.name for pack in packs if pack.faults))
    why = f"pack {names} cannot be read in full: {'; '.join(faults)}"
    cure = "mend the file, or take it out of checks/packs; the other rules were asked"
    refusal = Refusal(subject=item.subject, why=why, cure=cure)
    return (*found, refusal) if found else refusal


class _Piece:
    """A piece, the book of its language, and what all of its words say together."""

    def __init__(self, by: Named, item: AuditItem, book: Book) -> None:
        self.by, self.item, self.book = by, item, book
        self.locale = item.market.locale
        read = [book.read(text) for text in (*(slot.text for slot in item.words.slots), item.market.legal_line) if text]
        self.beside = frozenset().union(*(reading.beside for reading in read)) if read else frozenset()
        self.answered = frozenset().union(*(reading.answered for reading in read)) if read else frozenset()
        self.known = self._known()
        self._backing: Evidence | None = None

    def _known(self) -> frozenset[int]:
        """Rules that concern the product by its name or by what is known of it."""
        product = self.item.product
        if product is None:
            return frozenset()
        name = product.name(self.locale)
        said = (name.text if name else "", *(fact.label(self.locale) for fact in known_facts(self.item)))
        return frozenset().union(*(self.book.read(text).known for text in said if text))

    def _shown(self, number: int, passage: Passage) -> bool:
        """Whether a fact meets a condition on prices, and the higher price that the piece shows is the fact's."""
        shown = [q for q in gist(passage.text, self.locale).figures if q.dimension == "money"]
        if len(shown) < 2:
            return False
        higher = max(shown, key=lambda q: q.value)
        for fact in known_facts(self.item):
            label = fact.label(self.locale)
            if number in self.book.read(label).answered and gist(label, self.locale).says((higher,)):
                return True
        return False

    def _counted(self, passage: Passage, place: Place) -> bool:
        """Whether a fact says how many are left, as the piece does: `three seats left`."""
        said = gist(passage.text[place.start : place.end], self.locale).figures
        return bool(said) and any(
            gist(label, self.locale).says(said)
            for label in (fact.label(self.locale) for fact in known_facts(self.item))
        )

    def findings(self) -> Iterator[Finding]:
        """One for each rule and slot, at the first place; of rules that count here, today, in this format."""
        platform = self.item.placement.platform if self.item.placement else ""
        rules = self.book.counting(self.locale, self.item.day, platform)
        for passage in passages(self.item.words):
            reading = self.book.read(passage.text)
            for number, pack, rule in rules:
                if number not in reading.found and not rule.test:
                    continue  # most rules find nothing in most texts
                places = [*reading.found.get(number, ()), *self._tested(number, rule, passage)]
                place = next((p for p in sorted(places) if self._objects(number, rule, passage, p)), None)
                if place is not None:
                    yield self._finding(pack, rule, passage.span(*place))
        for number, pack, rule in rules:
            if rule.test == "ai-made" and ai_made(self.item) and self._stands(number):
                yield self._finding(pack, rule, None)

    def _tested(self, number: int, rule: PackRule, passage: Passage) -> Iterator[Place]:
        if rule.test == "known-product":
            first = passage.slot == self.item.words.slots[0].slot and passage.seam is None
            return iter([Place(0, len(passage.text))] if first and number in self.known else ())
        test = TESTS.get(rule.test)
        return (Place(*span) for span in test(passage.text)) if test else iter(())

    def _stands(self, number: int) -> bool:
        """Whether the rest of the piece leaves the rule something to say."""
        lacking = number in self.book.wants_beside and number not in self.beside and number not in self.known
        return not lacking and number not in self.answered

    def _objects(self, number: int, rule: PackRule, passage: Passage, place: Place) -> bool:
        if (rule.slots and passage.slot not in rule.slots) or not passage.tells(*place) or not self._stands(number):
            return False
        if rule.test == "price-reduction" and self._shown(number, passage):
            return False
        if rule.test == "countdown" and self._counted(passage, place):
            return False
        if rule.denied and denied(passage.text, place, self.locale):
            return False
        if rule.test == "known-product" and number in self.known:
            return True  # the line is owed whatever the words are
        if self._named(passage, place) or (rule.unless and self._called(number, passage, place)):
            return False
        return not (rule.unless and self._backed(number, rule, passage, place))

    def _named(self, passage: Passage, place: Place) -> bool:
        """Whether it lies in the brand's name, the product's, or the market's legal line."""
        name = self.item.product.name(self.locale) if self.item.product else None
        given = (self.item.kit.name, name.text if name else "", self.item.market.legal_line)
        return any(_inside(place, passage.text, text, self.locale) for text in given if text)

    def _called(self, number: int, passage: Passage, place: Place) -> bool:
        """Whether it lies in a name that a fact tells (the apple `世界一`); what needs a proof is no mere name."""
        if number in self.book.wants_proof:
            return False
        facts = tuple(known_facts(self.item))
        names = named_places(passage.text, facts, self.locale) if facts else ()
        return any(start <= place.start and place.end <= end for start, end in names)

    def _backed(self, number: int, rule: PackRule, passage: Passage, place: Place) -> bool:
        """Whether a registered claim that holds, or a fact, says it: in its own words, or in all their telling ones."""
        if self._backing is None:
            self._backing = evidence(self.item)
        said = passage.text[place.start : place.end]
        if self._stated(number, rule, said):
            return True
        sentence = gist(sentence_at(passage.text, place.start, self.locale), self.locale)
        for wording in self._backing.wordings:
            if ("claim" if wording.fact is None else "fact") not in rule.unless:
                continue
            if wording.fact is None and not self._proven(number, wording):
                continue
            if _inside(place, passage.text, wording.text, self.locale):
                return True
            meant = gist(wording.text, self.locale)
            same = any(
                not denied(wording.text, Place(*at), self.locale) for at in occurrences(wording.text, said, self.locale)
            )
            if same and meant.stems <= sentence.stems and sentence.says(meant.figures):
                return True
        return False

    def _stated(self, number: int, rule: PackRule, said: str) -> bool:
        """Of rules that ask for a proof: whether a fact or a claim says as much, with the amounts of the wording."""
        if number not in self.book.wants_proof or self._backing is None:
            return False
        amounts = gist(said, self.locale).figures
        for wording in self._backing.wordings:
            of = "claim" if wording.fact is None else "fact"
            if of not in rule.unless or not gist(wording.text, self.locale).says(amounts):
                continue
            if self._says(number, wording.text) if of == "fact" else amounts and self._proven(number, wording):
                return True
        return False

    def _says(self, number: int, text: str) -> bool:
        """Whether a fact says what the rule objects to, or what it takes for a proof, and does not deny it."""
        reading = self.book.read(text)
        if any(not denied(text, place, self.locale) for place in reading.found.get(number, ())):
            return True
        words = (Place(*found.span()) for found in _WORD.finditer(text))
        return number in reading.proven and not any(denied(text, word, self.locale) for word in words)

    def _proven(self, number: int, claim: Wording) -> bool:
        """Whether a claim says, or its proof does, what the law asks of whoever words it so."""
        if number not in self.book.wants_proof:
            return True
        return any(number in self.book.read(text).proven for text in (claim.text, claim.cite))

    def _finding(self, pack: Pack, rule: PackRule, span: Span | None) -> Finding:
        said = f" “{span.text}”:" if span else ""
        instead = f" {rule.suggestion}" if rule.suggestion else ""
        message = f"{rule.title}:{said} {rule.why}{instead}"
        return object_to(self.by, self.item, rule.slug, rule.severity, message, cited(pack, rule), span=span)


def _inside(place: Place, text: str, wording: str, locale: str) -> bool:
    return any(start <= place.start and place.end <= end for start, end in occurrences(text, wording, locale))


def cited(pack: Pack, rule: PackRule) -> str:
    """Where a rule was read, since when it counts, who has looked at it."""
    since = f"; from {rule.starts}" if rule.starts else ""
    until = f"; until {rule.ends}" if rule.ends else ""
    read = f"reviewed by {rule.reviewed_by}" if rule.reviewed_by else "reviewed by no lawyer"
    advice = f"; {NOT_ADVICE}" if pack.family == "legal" else ""
    return f"{rule.source}{since}{until}; pack {pack.name}, {read}{advice}"


def rules_of(packs: Sequence[Pack], family: str) -> dict[str, str]:
    """Slug -> what it objects to, of every rule of a family."""
    return {rule.slug: f"{rule.title}." for pack in packs if pack.family == family for rule in pack.rules}
