"""Whether a confirmed fact makes the very claim that a sentence makes, or a registered claim makes more. Pure.

A fact that says the words bears them out whatever kind of claim they are: the longest of one's own trails, first class,
free returns. A registered claim bears out a line that says a part of it, where less is no wider: an award, a survey.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from styleloop.audit.ends import ends_meant
from styleloop.audit.gist import akin, gist
from styleloop.audit.pooled import COMPARES
from styleloop.audit.stated import clause_of
from styleloop.audit.things import WORD, rows_of, same_thing
from styleloop.language.claims import ClaimSpan, worded_claims
from styleloop.language.normalise import folded
from styleloop.language.numbers import Quantity, known, quantities, same
from styleloop.language.told_amounts import told_amounts, told_figures
from styleloop.language.units import base_value
from styleloop.language.unparted import unparted

BY_SAYING = frozenset({"superlative", "absolute", "guarantee", "free", "endorsement", "performance", "safety"})
"""Kinds that a confirmed fact bears out by saying the same words of the same thing."""
BY_MORE = frozenset({"endorsement", "time_tested", "number"})
"""Kinds that a part of a registered claim may make: leaving words out makes them no wider."""
_SCOPE = re.compile(
    r"(?i:\b(?:our|unser\w{0,2}|notre|nos|nuestr[oa]s?|nostr[oaie]|in (?:the|our) range|im sortiment|de la gamme"
    r"|de la gama|della gamma)\b)|当店|当社|弊社|自社|私たち|うちの"
)
"""What makes a superlative one among the brand's own."""
_ABOVE_ALL = re.compile(
    r"\b(?:ever|world\w*|market|town|country|planet|anywhere|nation\w*|best|finest|greatest|number one|leading"
    r"|beste[nrsm]?|welt\w*|markt\w*|aller zeiten|führend\w*|meilleure?s?|monde|marché|mejor(?:es)?|mundo|mercado"
    r"|país|migliori?e?|mondo|mercato|d'italia|deutschlands?|de france|de españa)\b"
    r"|世界|日本一|業界|最高|最良|国内初|史上|ナンバーワン"
)
"""Above all others' things: that takes a registered claim with its proof, whatever a feed says."""
_A_TIME = re.compile(
    r"\b(?:a|an|one|the|eine?[mnrs]?|une?|uno|una|un) (month|monat|mois|mes|mese|week|woche|semaine|semana|settimana"
    r"|year|jahr|an|año|anno|day|tag|jour|día|giorno)\w{0,2}\b"
)
_TIMES = (
    ("months", ("mo", "mes")), ("weeks", ("we", "wo", "sem", "set")), ("years", ("ye", "ja", "an", "añ")),
    ("days", ("da", "ta", "jo", "dí", "gi")),
)  # fmt: skip
_CALENDAR = Decimal("0.02")
_MOST = 0.75
"""Share of the words of a line that must stand in the registered claim which it says a part of."""
_SHORT = 3
_ONLY = re.compile(
    r"\b(?:only|faulty|defective|unless|except|nur|defekte?[rnms]?|außer|ausschließlich|uniquement|seulement|défectueu\w+|sauf"
    r"|solo|sólo|solamente|únicamente|defectuos\w+|salvo|soltanto|difettos\w+|tranne|not?|kein\w*|pas|non|sans|senza|sin)\b"
    r"|のみ|だけ|限|不可|不良"
)
"""What makes a promise of a fact narrower than its word."""
_SIGNS = 3
_MEASURED = ("mass", "volume", "length", "time", "area", "money", "power", "count")
_EACH = re.compile(r"(?:each|every|jede[rsnm]?|chaque|chacune?|cada|ogni|ciascun[oa]?)\b|各|毎")


def says_so(fact: str, span: ClaimSpan, text: str, sentence: str, locale: str) -> bool:
    """Whether a confirmed fact makes a claim of the same kind in the same words, of a thing that the clause names."""
    made = [claim for claim in worded_claims(fact, locale) if claim.kind == span.kind]
    if not made and span.kind == "guarantee":
        return _promises(fact, span, sentence, locale)
    if span.kind == "superlative" and _ABOVE_ALL.search(folded(f"{span.text} {sentence}", locale)):
        return False
    terms = _conditions(fact, span, locale)
    if not made or not all(_is_said(term, sentence, locale) for term in terms):
        return False
    if _SCOPE.search(fact) and not _SCOPE.search(sentence):
        return False
    claimed = [word for claim in made for word in _words(claim.text, locale)]
    own = _words(span.text, locale)
    kept = sum(_among(word, claimed, locale) for word in own)
    alike = span.kind == "free" or (span.kind == "guarantee" and 2 * kept >= len(own))
    if kept < len(own) and not alike:
        return False
    if span.kind == "guarantee" and terms:
        return True
    if span.kind == "free":
        named = {row for word in _words(clause_of(text, span.start, span.end), locale) for row in rows_of(word)}
        if named:
            return any(row in named for word in _words(fact, locale) for row in rows_of(word))
    rest = [word for word in _words(clause_of(text, span.start, span.end), locale) if word not in own]
    told = [word for word in _words(fact, locale) if word not in claimed]
    wider = [word for word in _words(sentence, locale) if word not in own]
    shared = sum(_among(word, told, locale) for word in rest)
    if not told or not rest:
        return not told or any(_among(word, told, locale) for word in wider)
    return shared >= 1 and 2 * shared >= min(len(rest), len(told), _SHORT)


def _promises(fact: str, span: ClaimSpan, sentence: str, locale: str) -> bool:
    """`te devolvemos el dinero` of a fact's `reembolso`: a promise in another word of its row, on the same terms."""
    if _ONLY.search(folded(fact, locale)):
        return False
    told, own = _words(fact, locale), _words(span.text, locale)
    kept = sum(_among(word, told, locale) for word in own)
    return bool(own) and 2 * kept >= len(own) and _terms_hold(fact, sentence, locale)


def _terms_hold(fact: str, sentence: str, locale: str) -> bool:
    said = [q for q in _said(sentence, locale) if q.dimension in ("time", "money")]
    terms = [q for q in told_amounts(fact, locale) if q.dimension in ("time", "money")]
    return all(any(same(q, term) or _near(q, term) for term in terms) for q in said) and (bool(said) or not terms)


def _is_said(term: Quantity, sentence: str, locale: str) -> bool:
    return any(same(q, term) or _near(q, term) for q in _said(sentence, locale))


def _said(sentence: str, locale: str) -> list[Quantity]:
    """Amounts of a sentence, and the one that an article counts: `within a month`."""
    one = _A_TIME.search(folded(sentence, locale))
    unit = next((unit for unit, starts in _TIMES if one and one[1].startswith(starts)), "")
    return [*(q for q in quantities(sentence, locale) if q.stated), *([known(1, unit)] if unit else [])]


def _near(one: Quantity, other: Quantity) -> bool:
    """A month is thirty days, a year three hundred and sixty-five."""
    mine, theirs = base_value(one.value, one.unit), base_value(other.value, other.unit)
    return one.dimension == other.dimension == "time" and abs(mine - theirs) <= _CALENDAR * theirs


def _conditions(fact: str, span: ClaimSpan, locale: str) -> tuple[Quantity, ...]:
    """What the sentence must say too: from which sum something is free, for how long it is promised."""
    wanted = {"free": "money", "guarantee": "time"}.get(span.kind)
    return tuple(q for q in gist(fact, locale).figures if q.dimension == wanted)


def says_of_each(span: ClaimSpan, text: str, locale: str) -> bool:
    """Whether an absolute only deals out a measure, held against the facts by itself: `jedes gut ein Pfund`."""
    if not _EACH.match(folded(span.text, locale)):
        return False
    clause = clause_of(text, span.start, span.end)
    return any(q.stated and q.dimension not in ("share", "count", "time", "factor") for q in quantities(clause, locale))


@lru_cache(maxsize=256)
def _scoped(sentence: str) -> bool:
    """Whether it speaks of one's own; a sentence may be a book, and every claim in it asks."""
    return bool(_SCOPE.search(sentence))


def among_own(span: ClaimSpan, sentence: str, facts: Sequence[str], locale: str) -> bool:
    """`Das kürzeste unserer drei Seile misst 20 m`: an amount that is the least or most of what the facts tell."""
    if not _scoped(sentence) or _ABOVE_ALL.search(folded(span.text, locale)):
        return False
    at = max(0, sentence.find(span.text))
    said_of = sentence[at : at + len(span.text) + (_SIGNS if unparted(span.text) else 0)]  # 一番 | 軽い
    for said in quantities(sentence, locale):
        if said.stated and said.dimension in _MEASURED:
            told = (own for fact in facts for own in told_amounts(fact, locale) if own.dimension == said.dimension)
            values = sorted({base_value(own.value, own.unit) for own in told})
            mine = base_value(said.value, said.unit)
            if len(values) > 1 and any(
                abs(mine - end) <= _CALENDAR * end for end in ends_meant(said_of, values, locale)
            ):
                return True
    return False


def compares_as_told(span: ClaimSpan, borne: bool, facts: Sequence[str], locale: str) -> bool:
    """A comparison by an amount that is borne out, with what the facts name: `200 g de plus que l'ancien bocal`."""
    told = [word for fact in facts for word in _words(fact, locale)]
    own = [word for word in _words(span.text, locale) if not COMPARES.fullmatch(word)]
    return borne and bool(own) and all(_among(word, told, locale) for word in own)


def says_part(claim: str, span: ClaimSpan, text: str, sentence: str, locale: str) -> bool:
    """Whether a registered claim says all that the clause of `span` says, and every number of it."""
    told = _words(claim, locale)
    figures = [q for q in gist(span.text, locale).figures if q.dimension != "share"]
    if not all(_told(q, claim, locale) for q in figures):
        return False
    own = _words(span.text, locale)
    numbered = bool(told_figures(span.text)) and told_figures(span.text) <= told_figures(claim)
    if not numbered and not all(_among(word, told, locale) for word in own):
        return False
    said = _words(sentence if numbered else clause_of(text, span.start, span.end), locale)
    shared = sum(_among(word, told, locale) for word in said)
    least = 0.4 if numbered else _MOST
    return bool(said) and shared >= least * len(said) and len(told) > 1


def _told(said: Quantity, claim: str, locale: str) -> bool:
    return any(own.value == said.value for own in told_amounts(claim, locale)) or said.value in told_figures(claim)


@lru_cache(maxsize=4096)
def _words(text: str, locale: str) -> tuple[str, ...]:
    """Telling words, folded; of a script without spaces, its telling runs."""
    if unparted(text):
        return tuple(sorted(gist(text, locale).stems))
    rest = list(text)
    for figure in quantities(text, locale):
        if figure.stated:
            rest[figure.start : figure.end] = " " * (figure.end - figure.start)
    plain = folded("".join(rest), locale)
    return tuple(w for w in WORD.findall(plain) if len(w) > 2 and gist(w, locale).stems)


def _among(word: str, others: list[str] | tuple[str, ...], locale: str) -> bool:
    if locale.startswith("ja"):
        return any(word == other or (len(word) > 1 and (word in other or other in word)) for other in others)
    return any(word == other or akin(word, other) or same_thing(word, other) for other in others)
