"""Which claims of a piece nothing backs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from styleloop.audit.doings import of_another
from styleloop.audit.ends import wrong_end
from styleloop.audit.evidence import Evidence, Wording, states
from styleloop.audit.gist import akin, gist
from styleloop.audit.named import named_places
from styleloop.audit.numbered import numbers_one
from styleloop.audit.passages import Passage, passages, sentence_at
from styleloop.audit.pooled import ratio_told, times_over
from styleloop.audit.ruled import Absolute, forbids, says_of_all
from styleloop.audit.said_so import BY_MORE, BY_SAYING, among_own, compares_as_told, says_of_each, says_part, says_so
from styleloop.audit.stated import BY_STATING, clause_of, left, performs, states_claim, years_since
from styleloop.audit.things import same_thing
from styleloop.audit.worked_out import Said, works_out
from styleloop.language.absence import absent
from styleloop.language.claims import ClaimSpan, claim_spans, worded_claims
from styleloop.language.lacking import lacking, one_noun
from styleloop.language.normalise import folded
from styleloop.language.numbers import Quantity, known, quantities, same
from styleloop.language.streets import in_street
from styleloop.language.told_amounts import told_amounts
from styleloop.language.units import dimension
from styleloop.language.wording import occurrences
from styleloop.types.audit import AuditItem
from styleloop.types.copy import ALT
from styleloop.types.product import Fact

BY_FACT = frozenset({"performance", "time_tested"})
"""Kinds that any fact of the product may back by its wording."""
BY_CONFIRMED_FACT = frozenset({"absolute"})
"""Kinds that a fact may back once a person confirmed it."""
BY_COMPOSITION = frozenset({"health", "environmental"})
"""Kinds that a confirmed fact on material or parts may back (`without perfume`, `recycled wool`); what that does for
anybody, or for the planet, takes a registered claim."""

_IN_NAMES = frozenset(
    {"superlative", "absolute", "comparison", "number", "endorsement", "performance", "health", "safety"}
)
"""Kinds whose words are found in names: `Perfect Storm Red`, `世界一`; no name makes a thing free."""

_STREET = (
    r"Street|St|Road|Rd|Lane|Avenue|Crescent|Terrace|Square|Place|Row|Close|Drive|Court|Gardens|Mews|Quay|Way|Hill|Yard"
)
_STRASSE = r"(?:[Ss]tra(?:ß|ss)e|[Ss]tr\.|[Ww]eg|[Pp]latz|[Gg]asse|[Aa]llee|[Uu]fer|[Dd]amm)"
_HOUSE_NUMBER = re.compile(
    rf"[a-z]?,?\s+(?:[A-Z][\w'’.-]*\s+){{0,3}}(?:{_STREET}|{_STREET.upper()}|Buildings)\b|\s+\w*{_STRASSE}(?!\w)"
)
_HOUSE_NUMBER_BEHIND = re.compile(rf"\w*{_STRASSE}\s+(?:Nr\.\s*)?(?:\d{{1,4}}[a-z]?,\s*(?:D-)?)?\Z")
"""In German the number stands behind the street, and a postcode behind that."""
_AM_MARKT = re.compile(
    r"\b(?:Am|Zum|Zur|Im|An der|An den|In der|In den|Auf der|Auf dem|Hinter der|Hinter dem|Unter den|Vor dem|Beim)"
    r"(?: [A-ZÄÖÜ][\w-]+){1,2} \Z"
)
_ENDS_NUMBER = re.compile(r"[a-z]?(?:[,.;:)\n]|\Z| [a-zß-ü]| \d{5} )")
"""German streets without a word for street, and what follows their number: no noun that it could count."""
_RUE = re.compile(
    r"(?: ?(?:bis|ter|[a-d]))?,? (?:rue|avenue|av\.|boulevard|bd|place|quai|chemin|allées?|impasse|cours|route|square"
    r"|passage|faubourg)\b",
    re.IGNORECASE,
)
_CALLE = re.compile(
    r"\b(?i:calle|c/|avenida|avda\.?|av\.|plaza|paseo|ronda|rambla|gran vía|via|viale|v\.le|piazza|p\.zza|piazzale"
    r"|corso|c\.so|vicolo|largo) ?(?:(?:de|del|la|las|los|el|di|dei|della|delle|degli|dello) ){0,2}"
    r"(?:[A-ZÀ-Ý][\w'’.-]*(?:, ?| )){1,4}"
    r"(?i:n\.? ?[º°o]?\.? ?)?\Z"
)
"""In Spanish and Italian too."""
_TOWN = re.compile(r"\d{5} [A-ZÀ-Ý][a-zà-ÿ]{2}")
"""A postcode before its town, where nouns are written small."""
_LINE = 80
_LAST = re.compile(r"[^\W\d_]{3,}(?=\W*\Z)")
_WORD = 12
_ADDED = re.compile(r"added|zugesetzt|zusatz|ajouté|añadid|aggiunt|添加|extra", re.IGNORECASE)
"""No sugar added is less than no sugar."""
_NUMBER_ONE = re.compile(r"\W*(?:no\.?|nr\.?|#|number|nummer|n ?[°º]|n\. ?[ºo]?|num[ée]ro|número)\s*\S+", re.IGNORECASE)


def unbacked(item: AuditItem, backing: Evidence) -> Iterator[tuple[Passage, ClaimSpan]]:
    """Every claim of the piece that neither fact, price nor registered claim backs, in reading order.

    Words of a registered claim that does not hold are left out: the check on expiry names them with the claim.
    """
    for passage in passages(item.words):
        spans = [s for s in claim_spans(passage.text, item.market.locale) if passage.tells(s.start, s.end)]
        if not spans:
            continue
        reading = _Reading(passage, item, backing)
        amounts = [(s.start, s.end) for s in spans if s.kind == "percent"]
        for span in spans:
            twice = span.kind == "absolute" and _inside(span, amounts)
            if not twice and not reading.backs(span):
                yield passage, replace(span, puffery=span.puffery and not reading.counts(span))


class _Reading:
    """One passage held against the evidence."""

    def __init__(self, passage: Passage, item: AuditItem, backing: Evidence) -> None:
        self.passage, self.item, self.backing = passage, item, backing
        self.locale = item.market.locale
        self.worded = [(place, w) for w in backing.wordings for place in self._places(w.text)]
        self.spoken_for = [place for text in self._given() for place in self._places(text)]
        self.names = list(named_places(passage.text, backing.facts, self.locale))

    def backs(self, span: ClaimSpan) -> bool:
        """Whether something backs `span`, or it claims nothing after all."""
        if self._is_talk(span) or in_street(self.passage.text, span.start, span.end):
            return True
        if (
            self._filled(span)
            or _inside(span, self.spoken_for)
            or (span.kind in _IN_NAMES and _inside(span, self.names))
        ):
            return True
        if span.quantity is not None and span.kind in ("number", "percent", "price"):
            return self._states(span)
        if span.kind == "number" and self._named(span):
            return True
        if span.kind == "price" and (one := _one_coin(span, self.locale)) and self._figures(one, span):
            return True
        if any(_may(w, span) and _inside(span, [place]) for place, w in self.worded):
            return True
        sentence = self._sentence(span)
        if any(self._backs(w, span, sentence) for w in self.backing.wordings) or self._measured(span, sentence):
            return True
        return self._among_facts(span, sentence)

    def counts(self, span: ClaimSpan) -> bool:
        """Whether a fact counts what the number counts, so that it is no mere talk: five people, of three seats."""
        noun = span.quantity.noun if span.quantity and span.quantity.dimension == "count" else ""
        told = (own for w in self.backing.wordings for own in told_amounts(w.text, self.locale) if own.noun)
        return bool(noun) and any(own.dimension == "count" and same_thing(noun, own.noun) for own in told)

    def _backs(self, wording: Wording, span: ClaimSpan, sentence: str) -> bool:
        if _may(wording, span) and (self._means(wording, span, sentence) or self._lacks(wording, span)):
            return True
        fact = wording.fact
        text, locale = self.passage.text, self.locale
        if fact is None and span.kind in BY_MORE and says_part(wording.text, span, text, sentence, locale):
            return True
        confirmed = fact is not None and fact.status == "confirmed"
        if confirmed and span.kind in BY_SAYING and says_so(wording.text, span, text, sentence, locale):
            return True
        if span.kind == "absolute" and fact is not None and fact.status == "confirmed":
            said = Absolute(span.text, clause_of(self.passage.text, span.start, span.end), self.locale)
            if says_of_all(wording.text, said) or forbids(wording.text, said):
                return True
        if span.kind == "comparison" and fact is not None and self._factors(span):
            return False  # twice as light is more than lighter: the figure must be the fact's own
        if fact is None or not (span.kind == "time_tested" or (fact.status == "confirmed" and span.kind in BY_STATING)):
            return False
        return states_claim(wording.text, span, self.passage.text, sentence, self.locale)

    def _measured(self, span: ClaimSpan, sentence: str) -> bool:
        """Whether a figure bears out the comparison (half the clicks), or a fact the performance with its measure."""
        if span.kind == "performance":
            if any(self._bears(q, span) for q in quantities(self.passage.text, self.locale)):
                return True
            return any(w.fact is not None and performs(w.text, sentence, self.locale) for w in self.backing.wordings)
        if span.kind not in ("comparison", "endorsement", "time_tested"):
            return False
        found = quantities(self.passage.text, self.locale)
        inside = [q for q in found if q.start < span.end and span.start <= q.end + 1]
        if span.kind == "time_tested":
            return bool(inside) and all(q.unit == "years" and self._lasts(q) for q in inside)
        own = [q for q in inside if q.dimension in ("share", "factor")]
        return bool(own) and all(self._figures(q, span) or self._figures(left(q), span) for q in own)

    def _bears(self, said: Quantity, span: ClaimSpan) -> bool:
        """Whether the words only say the load that stands right behind them, and a fact tells it."""
        behind = said.stated and 0 <= said.start - span.end <= 1 and said.bound == "up_to"
        return behind and said.dimension == "mass" and self._figures(said, span)

    def _among_facts(self, span: ClaimSpan, sentence: str) -> bool:
        """Whether the facts together bear it out: the least of one's own, a comparison by what is reckoned from two."""
        facts = [w.text for w in self.backing.wordings if w.fact is not None and w.fact.status == "confirmed"]
        if span.kind == "absolute":
            return says_of_each(span, self.passage.text, self.locale)
        if span.kind == "superlative":
            return among_own(span, sentence, facts, self.locale)
        if span.kind != "comparison" or not facts:
            return False
        offset = max(0, self.passage.text.find(sentence))
        said = [q for q in quantities(sentence, self.locale) if q.stated and q.dimension not in ("count", "factor")]
        factors = [q.value for q in quantities(sentence, self.locale) if q.dimension == "factor" and q.value > 0]
        factors += times_over(span.text, self.locale)
        if any(ratio_told(frozenset((v, 1 / v)), facts, self.passage.text, self.locale) for v in factors):
            return True
        placed = [replace(q, start=q.start + offset, end=q.end + offset) for q in said]
        borne = any(self._states(replace(span, quantity=q, start=q.start, end=q.end)) for q in placed)
        return compares_as_told(span, borne, facts, self.locale)

    def _factors(self, span: ClaimSpan) -> bool:
        found = quantities(self.passage.text, self.locale)
        return any(q.dimension == "factor" and q.start < span.end and span.start < q.end for q in found)

    def _places(self, text: str) -> list[tuple[int, int]]:
        return list(occurrences(self.passage.text, text, self.locale))

    def _given(self) -> Iterator[str]:
        """Wordings that others answer for: the market's legal line, the picture's own alt text, lapsed claims."""
        if self.item.market.legal_line:
            yield self.item.market.legal_line
        if self.passage.slot == ALT and self.item.product:
            yield from (text for _, text in self.item.product.picture_alt)
        holding = {w.text for w in self.backing.wordings if w.fact is None}
        yield from (w.text for claim in self.item.claims for w in claim.wordings if w.text not in holding)

    def _is_talk(self, span: ClaimSpan) -> bool:
        """A house number, and in an alt text the count of what is in the picture."""
        bare = span.kind == "number" and span.quantity is None
        counted = bare or (span.quantity is not None and span.quantity.dimension == "count")
        if self.passage.slot == ALT and counted:
            return True
        bare = counted and span.text.isdigit()
        numbered = span.kind == "superlative" and _NUMBER_ONE.fullmatch(span.text)
        if not (bare or numbered):
            return False
        before = self.passage.text[max(0, span.start - _LINE) : span.start]
        facts = [w.text for w in self.backing.wordings if w.fact is not None]
        if numbered and (
            self._numbered_so(before) or numbers_one(self.passage.text, span.start, span.end, facts, self.locale)
        ):
            return True
        if _TOWN.match(self.passage.text, span.start) and self.locale[:2] in ("fr", "es", "it"):
            return True
        if _AM_MARKT.search(before) and _ENDS_NUMBER.match(self.passage.text, span.end):
            return True
        behind = any(street.match(self.passage.text, span.end) for street in (_HOUSE_NUMBER, _RUE))
        return behind or any(street.search(before) for street in (_HOUSE_NUMBER_BEHIND, _CALLE))

    def _numbered_so(self, before: str) -> bool:
        """Whether a fact numbers the same thing one: `il tram numero 1` of `Tram 1`."""
        last = _LAST.search(folded(before, self.locale))
        ones = rf"{re.escape(last[0])}\w*\W{{0,3}}(?:n\w*\W{{0,3}})?1(?!\d)" if last else ""
        return bool(ones) and any(re.search(ones, folded(w.text, self.locale)) for w in self.backing.wordings)

    def _named(self, span: ClaimSpan) -> bool:
        """Whether the words are part of the product's name or the brand's."""
        name = self.item.product.name(self.locale) if self.item.product else None
        names = (self.item.kit.name, *([name.text] if name else []))
        return any(_inside(span, self._places(text)) for text in names)

    def _filled(self, span: ClaimSpan) -> bool:
        """Whether the span lies in words that the drafter took from a fact or claim, and that still stand there."""
        for filled in self.item.filled:
            there = filled.slot == self.passage.slot and filled.start <= span.start and span.end <= filled.end
            if there and self.passage.text[filled.start : filled.end] == filled.text:
                source, _, name = filled.fact.partition(".")
                if source == "claim":
                    return True
                facts = [f for f in self.backing.facts if source == "fact" and f.key == name]
                return any(_fact_backs(f, span) for f in facts)
        return False

    def _states(self, span: ClaimSpan) -> bool:
        said = span.quantity
        if said is None:
            return False
        clause = clause_of(self.passage.text, span.start, span.end)
        facts = [w.text for w in self.backing.wordings]
        if wrong_end(said, clause, facts, self.locale) or of_another(said, clause, facts, self.locale):
            return False
        price = self.backing.price
        priced = known(price.amount, price.currency) if price and dimension(price.currency) else None
        if priced is not None and same(said, priced):
            return True
        if self._figures(said, span) or (said.unit == "years" and self._since(said, span)):
            return True
        told = Said(said, self.passage.text, span.start, span.end, self._sentence(span), self.locale)
        return works_out(told, self.backing)

    def _since(self, said: Quantity, span: ClaimSpan) -> bool:
        """Whether so many years have passed since the house began, and the sentence promises nothing for as long."""
        promised = {claim.kind for claim in worded_claims(self._sentence(span), self.locale)}
        return promised.isdisjoint(("guarantee", "performance")) and self._lasts(said)

    def _lasts(self, said: Quantity) -> bool:
        told = (w.text for w in self.backing.wordings if w.fact is not None)
        ages = [age for age in (years_since(text, self.item.day, self.locale) for text in told) if age is not None]
        return any(age - 1 <= said.value <= age or (said.bound == "at_least" and said.value <= age) for age in ages)

    def _figures(self, said: Quantity, span: ClaimSpan) -> bool:
        around = gist(self._sentence(span), self.locale).stems
        return any(states(figure, said, around) for figure in self.backing.figures)

    def _sentence(self, span: ClaimSpan) -> str:
        return sentence_at(self.passage.text, span.start, self.locale)

    def _means(self, wording: Wording, span: ClaimSpan, sentence: str) -> bool:
        """The sentence says what the wording says, in another order: all of a claim, at least half of a fact.

        The figures of a fact are left out: whatever figure the sentence has is held against it by itself.
        """
        meant, said = gist(wording.text, self.locale), gist(sentence, self.locale)
        shared, whole = len(meant.stems & said.stems), len(meant.stems)
        all_of_it = shared == whole and said.says(meant.figures)
        if not (all_of_it if wording.fact is None else 2 * shared >= whole):
            return False
        there = any(occurrences(wording.text, span.text, self.locale))
        return there or self._agrees(wording, span, meant.stems)

    def _lacks(self, wording: Wording, span: ClaimSpan) -> bool:
        """Whether both say what is not in it: `sugar-free` and `contains no sugar`."""
        said = absent(span.text, self.locale) if span.kind in BY_COMPOSITION else frozenset()
        if bool(said) and said <= absent(wording.text, self.locale):
            return True
        lacks = lacking(span.text, self.locale) if span.kind in BY_COMPOSITION else ()
        whole = self.passage.text[span.start : span.end + _WORD]  # Sin azúcares | añadidos
        narrower = _ADDED.search(wording.text) and not _ADDED.search(whole)
        theirs = lacking(wording.text, self.locale) if lacks and not narrower else ()
        return bool(lacks) and all(any(one_noun(a.thing, b.thing) for b in theirs) for a in lacks)

    def _agrees(self, wording: Wording, span: ClaimSpan, stems: frozenset[str]) -> bool:
        """Whether the wording makes that claim in other forms: `la plus légère` of `le plus léger`."""
        own = gist(span.text, self.locale).stems
        if not all(a in stems or (a.isalpha() and any(akin(a, b) for b in stems)) for a in own):
            return False
        return any(made.kind == span.kind for made in worded_claims(wording.text, self.locale))


def _one_coin(span: ClaimSpan, locale: str) -> Quantity | None:
    """`un euro`, which is counted as `1 euro` is."""
    found = quantities(f"1 {span.text.split()[-1]}", locale)
    return found[0] if found and found[0].dimension == "money" else None


def _inside(span: ClaimSpan, places: list[tuple[int, int]]) -> bool:
    return any(start <= span.start and span.end <= end for start, end in places)


def _may(wording: Wording, span: ClaimSpan) -> bool:
    """Whether this wording may back a claim of that kind."""
    fact = wording.fact
    if fact is None or span.kind in BY_FACT or (span.kind == "number" and span.quantity is None):
        return True
    confirmed = fact.status == "confirmed"
    if span.kind in BY_COMPOSITION:
        return confirmed and fact.kind in ("material", "part")
    return confirmed and span.kind in BY_CONFIRMED_FACT


def _fact_backs(fact: Fact, span: ClaimSpan) -> bool:
    """Whether words filled from `fact` may make a claim of that kind; amounts are held against its number."""
    if span.quantity is None:
        return fact.status == "confirmed" or span.kind in BY_FACT
    if fact.number is None or not dimension(fact.unit):
        return False
    return same(span.quantity, known(fact.number, fact.unit))
