"""Whether a confirmed fact makes the very claim that a sentence makes, or a registered claim makes more. Pure.

A fact that says the words bears them out whatever kind of claim they are: the longest of one's own trails, first class,
free returns. A registered claim bears out a line that says a part of it, where less is no wider: an award, a survey.
"""

from __future__ import annotations

import re
from functools import lru_cache

from styleloop.audit.gist import akin, gist
from styleloop.audit.stated import clause_of
from styleloop.audit.things import WORD, same_thing
from styleloop.language.claims import ClaimSpan, worded_claims
from styleloop.language.normalise import folded
from styleloop.language.numbers import Quantity, same
from styleloop.language.told_amounts import told_amounts, told_figures
from styleloop.language.unparted import unparted

BY_SAYING = frozenset({"superlative", "absolute", "guarantee", "free", "endorsement", "performance", "safety"})
"""Kinds that a confirmed fact bears out by saying the same words of the same thing."""
BY_MORE = frozenset({"endorsement", "time_tested", "number"})
"""Kinds that a part of a registered claim may make: leaving words out makes them no wider."""
_SCOPE = re.compile(
    r"(?i:\b(?:our|unser\w{0,2}|notre|nos|nuestr[oa]s?|nostr[oaie]|in (?:the|our) range|im sortiment|de la gamme"
    r"|de la gama|della gamma)\b)|当社|弊社|自社|私たち|うちの"
)
"""What makes a superlative one among the brand's own."""
_ABOVE_ALL = re.compile(
    r"\b(?:ever|world\w*|market|town|country|planet|anywhere|nation\w*|best|finest|greatest|number one|leading"
    r"|beste[nrsm]?|welt\w*|markt\w*|aller zeiten|führend\w*|meilleure?s?|monde|marché|mejor(?:es)?|mundo|mercado"
    r"|país|migliori?e?|mondo|mercato|d'italia|deutschlands?|de france|de españa)\b"
    r"|世界|日本一|業界|最高|最良|国内初|史上|ナンバーワン"
)
"""Above all others' things: that takes a registered claim with its proof, whatever a feed says."""
_MOST = 0.75
"""Share of the words of a line that must stand in the registered claim which it says a part of."""
_SHORT = 3


def says_so(fact: str, span: ClaimSpan, text: str, sentence: str, locale: str) -> bool:
    """Whether a confirmed fact makes a claim of the same kind in the same words, of a thing that the clause names."""
    made = [claim for claim in worded_claims(fact, locale) if claim.kind == span.kind]
    if not made and span.kind == "guarantee":
        return _promises(fact, span, sentence, locale)
    if span.kind == "superlative" and _ABOVE_ALL.search(folded(f"{span.text} {sentence}", locale)):
        return False
    conditions = _conditions(fact, span, locale)
    if not made or not gist(sentence, locale).says(conditions) or (_SCOPE.search(fact) and not _SCOPE.search(sentence)):
        return False
    claimed = [word for claim in made for word in _words(claim.text, locale)]
    own = _words(span.text, locale)
    if not all(_among(word, claimed, locale) for word in own):
        return False
    rest = [word for word in _words(clause_of(text, span.start, span.end), locale) if word not in own]
    told = [word for word in _words(fact, locale) if word not in claimed]
    wider = [word for word in _words(sentence, locale) if word not in own]
    shared = sum(_among(word, told, locale) for word in rest)
    if not told or not rest:
        return not told or any(_among(word, told, locale) for word in wider)
    return shared >= 1 and 2 * shared >= min(len(rest), len(told), _SHORT)


def _promises(fact: str, span: ClaimSpan, sentence: str, locale: str) -> bool:
    """`te devolvemos el dinero` of a fact's `reembolso`: a promise in another word of its row, on the same terms."""
    told, own = _words(fact, locale), _words(span.text, locale)
    kept = sum(_among(word, told, locale) for word in own)
    return bool(own) and 2 * kept > len(own) and _terms_hold(fact, sentence, locale)


def _terms_hold(fact: str, sentence: str, locale: str) -> bool:
    said = [q for q in gist(sentence, locale).figures if q.dimension in ("time", "money")]
    terms = [q for q in told_amounts(fact, locale) if q.dimension in ("time", "money")]
    return all(any(same(q, term) for term in terms) for q in said) and (bool(said) or not terms)


def _conditions(fact: str, span: ClaimSpan, locale: str) -> tuple[Quantity, ...]:
    """What the sentence must say too: from which sum something is free, for how long it is promised."""
    wanted = {"free": "money", "guarantee": "time"}.get(span.kind)
    return tuple(q for q in gist(fact, locale).figures if q.dimension == wanted)


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
    return tuple(w for w in WORD.findall(folded(text, locale)) if len(w) > 2 and gist(w, locale).stems)


def _among(word: str, others: list[str] | tuple[str, ...], locale: str) -> bool:
    if locale.startswith("ja"):
        return any(word == other or (len(word) > 1 and (word in other or other in word)) for other in others)
    return any(word == other or akin(word, other) or same_thing(word, other) for other in others)
