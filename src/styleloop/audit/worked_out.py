"""Numbers that facts bear out in other words: another name of what is counted, an hour, a model, a sum, a share. Pure.

Asked only where no figure of the facts is the number itself. Every way needs the number's own value, or one that is
reckoned from figures that the facts name; the same number of another thing is never borne out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from styleloop.audit.borne_out import bears_amount
from styleloop.audit.evidence import ROUGHLY, ROUNDED, Evidence
from styleloop.audit.gist import akin, gist
from styleloop.audit.reckoned import money, multiplied, prices, shares
from styleloop.audit.scenes import paints
from styleloop.audit.things import CLAUSE, WORD, grown, rows_of
from styleloop.language.lexicons import lexicon
from styleloop.language.normalise import folded
from styleloop.language.numbers import Quantity, known, quantities, same
from styleloop.language.tongue import leaning
from styleloop.language.units import base_value
from styleloop.language.unparted import unparted

_BEHIND, _BEFORE = 60, 40
"""Signs behind a number in which the thing is looked for that it counts, and before it."""
_THINGS = 3
"""Words behind a number of which one may be what it counts: `four deep pockets`."""
_NAMED = 12
_SURVEY = 20
"""A registered claim that a sentence says bears out its own numbers from so many: `n = 312`, `312 people asked`."""
_SHARE = Decimal("0.8")
"""How near a bound must be to what it bounds: `more than 40` is borne out by 42, not by 400."""
_CLOCK = re.compile(
    r"(?<![\d.,:])(\d{1,2})(?:[:.h]\s?(\d{2}))?(?:\s?(?:[-–~〜]|bis|to|und|and|à|et|a|y|e|alle|から|until|till)\s?"
    r"(\d{1,2})(?:[:.h]\s?(\d{2}))?)?\s?(?:uhr|h\b|hs\b|heures?\b|horas\b|a\.?m\b|p\.?m\b|o'clock|時(?!間))"
    r"|(?<![\d.,:])(\d{1,2}):(\d{2})(?!\d)|\b(?:las|alle|dalle|ore) (\d{1,2})\b"
)
_FROM_TO = (
    "at by from until till between and to after before around um ab bis von zwischen und gegen nach vor à dès de entre"
    " et jusqu'à vers a las la desde hasta y alle dalle le tra fra e ore sobre sin since seit depuis dalla"
)
_AT = frozenset(_FROM_TO.split())
"""Words before an hour of the day."""
_SMALLER = re.compile(
    r"(?:under|less than|below|within|fewer than|unter|weniger als|binnen|innerhalb von|moins de|menos de|meno di"
    r"|in meno di|en|in|sous|sotto i|bajo|keine[nr]?) ?\Z"
)
_NUMBERING = re.compile(r"(?:n\.? ?[°ºo]?|no\.?|nr\.?|num|number|nummer|#|°|º)\Z")
_HOURS = 24
_PAIR = re.compile(r"\b(?:pair|paar|paire|par|paio|coppia|two|zwei|deux|dos|due)\b|2|二|両", re.IGNORECASE)
_LISTED = re.compile(r",|/|;|、|・|\s(?:and|or|und|oder|et|ou|y|e|o|&|\+)\s|と")
_TOTAL = re.compile(
    r"\b(?:in all|in total|total|altogether|together|combined|zusammen|insgesamt|gesamt\w*|en tout|au total|en total"
    r"|in totale|in tutto|complessiv\w+|suman|totali)\b|合計|全部で|合わせて|計(?=\d)"
)


@dataclass(frozen=True)
class Said:
    """One number of a piece that is to be borne out, with what stands around it."""

    quantity: Quantity
    text: str
    start: int
    end: int
    sentence: str
    locale: str

    @property
    def behind(self) -> str:
        """The clause behind it, folded."""
        return folded(CLAUSE.split(self.text[self.end : self.end + _BEHIND], maxsplit=1)[0], self.locale)

    @property
    def before(self) -> str:
        """What stands before it, folded."""
        return folded(self.text[max(0, self.start - _BEFORE) : self.start], self.locale)


def works_out(said: Said, backing: Evidence) -> bool:
    """Whether the facts or claims of `backing` bear the number out in other words.

    Args:
        said: the number and what stands around it.
        backing: all that backs the piece.
    """
    facts = tuple(w.text for w in backing.wordings if w.fact is not None)
    claims = tuple(w.text for w in backing.wordings if w.fact is None)
    if said.quantity.dimension in ("count", "time") and _is_hour(said, facts):
        return True
    if said.quantity.dimension == "count":
        if _numbered(said, (*facts, *claims)) or _of_the_thing(said, backing) or _of_a_claim(said, claims):
            return True
        if any(_lists(text, said) for text in facts):
            return True
        if said.quantity.value == 0 and any(_has_none(text, said) for text in facts):
            return True
        if _elided(said, backing) or paints(said.quantity, said.text, said.sentence, facts, said.locale):
            return True
    if said.quantity.dimension == "share" and _share_of(said, backing):
        return True
    if _is_kilo(said, backing) or _bounded(said, backing) or _reckoned(said, backing) or _in_english(said, facts):
        return True
    own = tuple(figure.quantity for figure in backing.figures)
    return bears_amount(said.quantity, said.text, said.sentence, said.locale, (*facts, *claims), own)


# --- hours, models


def _is_hour(said: Said, facts: tuple[str, ...]) -> bool:
    value = said.quantity.value
    hourly = said.quantity.dimension == "count" or said.quantity.unit == "h"
    if not hourly or value != int(value) or not 0 <= value <= _HOURS:
        return False
    last = re.findall(r"[\w'’]+", said.before)[-1:]
    if not last or last[0] not in _AT:
        return False
    return any(int(value) % 12 == hour % 12 for text in facts for hour in _hours(text, said.locale))


@lru_cache(maxsize=1024)
def _hours(fact: str, locale: str) -> tuple[int, ...]:
    found = _CLOCK.finditer(folded(fact, locale))
    return tuple(int(hour) for one in found for hour in (one[1], one[3], one[5], one[7]) if hour)


def _numbered(said: Said, texts: Iterable[str]) -> bool:
    """`shuttle 24` of a fact's `shuttle no. 24`: the same number behind the same word."""
    name = _named(said.before, said.locale)
    if not name:
        return False
    for text in texts:
        for other in quantities(text, said.locale):
            if other.value == said.quantity.value and other.dimension in ("", "count"):
                own = _named(folded(text[max(0, other.start - _BEFORE) : other.start], said.locale), said.locale)
                if own and akin(own, name):
                    return True
    return False


def _named(before: str, locale: str) -> str:
    """The word right before a number, its numbering sign left out; empty for a mere particle."""
    bare = before.rstrip(" :-")
    bare = _NUMBERING.sub("", bare).rstrip(" :-")
    last = re.search(r"[^\W\d_]+\Z", bare)
    return last[0] if last and len(last[0]) > 2 and gist(last[0], locale).stems else ""


# --- what is counted


def _of_the_thing(said: Said, backing: Evidence) -> bool:
    """`48 parts` of a fact's `48 pieces`, `four deep pockets` of `4 pockets`."""
    words = [w for w in WORD.findall(said.behind) if len(w) > 2][:_THINGS]
    if not words:
        return False
    for figure in backing.figures:
        if figure.quantity.dimension != "count" or not _counts(figure.quantity, said):
            continue
        told = _told(figure.cite, backing)
        if any(_same_thing(word, told, said.locale) for word in words):
            return True
    return False


def _share_of(said: Said, backing: Evidence) -> bool:
    """`13.5% alcohol by volume` of a fact's `13.5% ABV`."""
    rows = frozenset(row for word in _words_of(said.sentence, said.locale) for row in rows_of(word))
    return bool(rows) and any(
        same(figure.quantity, said.quantity)
        and any(
            not rows.isdisjoint(rows_of(w))
            for text in _told(figure.cite, backing)
            for w in _words_of(text, said.locale)
        )
        for figure in backing.figures
    )


def _lists(fact: str, said: Said) -> bool:
    """`three sizes` of a fact's `Sizes S, M and L`: so many are named, one by one."""
    if not 1 < said.quantity.value <= _NAMED:
        return False
    if any(q.noun and q.stated and q.value != said.quantity.value for q in quantities(fact, said.locale)):
        return False  # Teekanne, 1 Tasse
    tails = [fact, re.split(r"[:：]", fact)[-1], *re.split(r"[、。;]", fact)]
    if not any(sum(bool(part.strip()) for part in _LISTED.split(tail)) == said.quantity.value for tail in tails):
        return False
    told, own = gist(fact, said.locale).stems, gist(said.sentence, said.locale).stems
    if len(told & own) > 1:
        return True
    return unparted(said.text) or any(_same_thing(word, (fact,), said.locale) for word in WORD.findall(said.behind)[:2])


def _counts(own: Quantity, said: Said) -> bool:
    quantity = said.quantity
    if own.value == quantity.value:
        return True
    if quantity.bound == "at_least" and quantity.value <= own.value <= quantity.value / _SHARE:
        return True
    return quantity.approximate and abs(own.value - quantity.value) <= ROUGHLY * own.value


@lru_cache(maxsize=2048)
def _words_of(text: str, locale: str) -> tuple[str, ...]:
    return tuple(w for w in WORD.findall(folded(text, locale)) if len(w) > 2)


def _told(cite: str, backing: Evidence) -> tuple[str, ...]:
    """Wordings of the fact or claim that a figure stands in."""
    key = cite.partition(":")[0]
    return tuple(w.text for w in backing.wordings if w.cite.partition(":")[0] == key)


def _same_thing(word: str, told: Iterable[str], locale: str) -> bool:
    if not gist(word, locale).stems:
        return False
    rows = rows_of(word)
    for text in told:
        for own in _words_of(text, locale):
            if not rows.isdisjoint(rows_of(own)) or grown(word, own) or (len(own) > 3 and akin(word, own)):
                return True
    return False


def _of_a_claim(said: Said, claims: Iterable[str]) -> bool:
    """A number of a registered claim that the sentence says: `312 participants` of `(n = 312)`."""
    if said.quantity.value < _SURVEY:
        return False
    own = gist(said.sentence, said.locale).stems
    for text in claims:
        meant = gist(text, said.locale).stems
        there = any(q.value == said.quantity.value for q in quantities(text, said.locale))
        if there and 2 * sum(any(akin(a, b) for b in own) for a in meant) >= len(meant):
            return True
    return False


def _has_none(fact: str, said: Said) -> bool:
    """`0 batteries` of a fact's `needs no batteries`."""
    listed = lexicon("denials", said.locale.split("-")[0].lower()).get("near", ())
    words = set(WORD.findall(folded(fact, said.locale)))
    stems = gist(fact, said.locale).stems
    denied = bool(words.intersection(listed)) or any(w.startswith(("kein", "sans", "senza")) for w in words)
    return denied and any(akin(word, stem) for word in WORD.findall(said.behind)[:_THINGS] for stem in stems)


# --- amounts


def _elided(said: Said, backing: Evidence) -> bool:
    """`three years by law, and we add two`: the unit was said before, in the same sentence."""
    if said.quantity.unit != "pieces" or _grows_on(said):
        return False
    offset = said.text.find(said.sentence)
    for before in quantities(said.sentence, said.locale):
        if before.dimension in ("", "count", "money") or not before.stated or offset + before.start >= said.start:
            continue
        meant = known(said.quantity.value, before.unit)
        if any(same(figure.quantity, meant) for figure in backing.figures):
            return True
    return False


def _grows_on(said: Said) -> bool:
    """Whether a thing follows at once that the number counts."""
    rest = said.text[said.end : said.end + _BEHIND].lstrip()
    word = WORD.match(folded(rest, said.locale))
    return word is not None and len(word[0]) > 3 and not CLAUSE.match(rest)


def _bounded(said: Said, backing: Evidence) -> bool:
    """`not under 500 grams` of 1.2 kg, `in under three hours` of 2 h 40."""
    quantity = said.quantity
    if quantity.dimension in ("", "money", "count"):
        return False
    before = said.before.rstrip()
    wanted = base_value(quantity.value, quantity.unit)
    values = [base_value(f.quantity.value, f.quantity.unit) for f in backing.figures if _alike(f.quantity, quantity)]
    if quantity.bound == "at_most" and _denies(before, said.locale):
        return any(own >= wanted for own in values)
    if quantity.bound == "at_least" and _denies(before, said.locale):
        return any(own <= wanted for own in values)
    return bool(_SMALLER.search(before)) and any(_SHARE * wanted <= own <= wanted for own in values)


def _is_kilo(said: Said, backing: Evidence) -> bool:
    """千二百キロ of a fact's 1200 km: the word is short for kilometres too."""
    if not said.quantity.text.endswith("キロ"):
        return False
    return any(f.quantity.unit == "km" and f.quantity.value == said.quantity.value for f in backing.figures)


def _denies(before: str, locale: str) -> bool:
    listed = lexicon("claims", locale.split("-")[0].lower()).get("negation", {}).get("before", ())
    words = re.findall(r"[\w'’]+", before)[-4:-1]
    return not set(words).isdisjoint(listed)


def _alike(own: Quantity, quantity: Quantity) -> bool:
    return own.dimension == quantity.dimension


def _reckoned(said: Said, backing: Evidence) -> bool:
    """A share off two prices, a share of a price, what is saved, so many times an amount, and a sum of amounts."""
    quantity = said.quantity
    if quantity.dimension == "share":
        return any(abs(share - quantity.value) <= ROUNDED for share in shares(prices(backing, "")))
    if quantity.dimension == "money":
        pairs = any(_PAIR.search(w.text) for w in backing.wordings) or bool(_PAIR.search(said.text))
        if pairs and any(price / 2 == quantity.value for price in prices(backing, quantity.unit)):
            return True
        return any(abs(value - quantity.value) < Decimal("0.005") for value in money(backing, quantity.unit))
    together = bool(_TOTAL.search(folded(said.sentence, said.locale)))
    return any(same(value, quantity) for value in multiplied(backing, quantity.dimension, together))


# --- facts in another language


def _in_english(said: Said, facts: Iterable[str]) -> bool:
    """Whether a fact that is written in English says it: `Comes folded in two` of 二つ折り."""
    if said.locale.startswith("en"):
        return False
    return any(
        other.stated and (same(other, said.quantity) or _unit_apart(other, said.quantity))
        for text in facts
        if english(text, said.locale)
        for other in quantities(text, "en-US")
    )


def _unit_apart(own: Quantity, said: Quantity) -> bool:
    """Counts are compared by their value: how each language counts things differs."""
    return own.dimension == said.dimension == "count" and own.value == said.value


@lru_cache(maxsize=1024)
def english(text: str, locale: str) -> bool:
    """Whether a fact is written in English in a market of another language."""
    language = locale.split("-")[0].lower()
    if language == "en" or not any(map(str.isalpha, text)):
        return False
    if language == "ja":
        return not unparted(text)
    return leaning(text, "en", locale)
