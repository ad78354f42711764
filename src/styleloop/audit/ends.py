"""The least and the most of what one fact tells, and which of them a superlative means. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from styleloop.language.normalise import folded
from styleloop.language.numbers import Quantity
from styleloop.language.told_amounts import told_amounts
from styleloop.language.units import base_value

_NEAR = Decimal("0.02")
_LEAST = re.compile(
    r"\b(?:short|light|small|slim|thin|low|cheap|young|narrow|least|fewest|near|close|tini|mini|kürz|leicht|klein|dünn"
    r"|schmal|niedrig|günstig|billig|jüng|wenigst|flach|nächst|court|brève|bref|lég[eè]r|petit|mince|étroit|bas|jeune"
    r"|moindre|cort|liger|pequeñ|delgad|estrech|baj|joven|menor|mínim|barat|legger|piccol|sottil|strett|bass|giovan"
    r"|minor|minim|economic|brev)\w*|短|軽|小さ|薄|細|低|安|若|少な|近"
)
_LESS = re.compile(r"\b(?:least|moins|menos|meno|wenigsten)\b")
_EITHER = re.compile(r"\b(?:fast|quick|schnell|flott|rapide|vite|rápid|veloz|veloc|rapid|easi)\w*|速|早")
_PRICE = re.compile(r"price|preis|prix|precio|prezzo|価格|最安値")
_SUPERLATIVE = re.compile(
    r"\b(?:(?:short|long|light|heavi|small|larg|bigg|slimm|thinn|thick|low|high|cheap|deep|shallow|narrow|wid|tall|near"
    r"|clos|young|old)est"
    r"|(?:kürz|läng|leicht|schwer|klein|größ|dünn|dick|schmal|breit|niedrig|höch|günstig|billig|jüng|ält|tief|flach)"
    r"e?s?te[nrsm]?"
    r"|(?:le|la|les|el|los|las|il|i|gli|lo) (?:\w+ )?(?:plus|más|più|moins|menos|meno) \w+"
    r"|el menor|la menor|el mayor|la mayor)\b|(?:一番|最も|最)(?:短|長|軽|重|小さ|大き|薄|厚|細|太|低|高|安|若|近|遠)"
)


def ends_meant(said: str, values: Sequence[Decimal], locale: str) -> Sequence[Decimal]:
    """The least of values, or the most, as the superlative says; either for the fastest, which have little or much."""
    plain = folded(said, locale)
    if _EITHER.search(plain):
        return (values[0], values[-1])
    least = bool(_LEAST.search(plain)) != (bool(_LESS.search(plain)) and "least" not in plain)
    return values[:1] if least else values[-1:]


def wrong_end(said: Quantity, clause: str, facts: Iterable[str], locale: str) -> bool:
    """Whether the clause calls the amount the shortest where a fact tells it as the longest of several, or the like."""
    found = _SUPERLATIVE.findall(folded(clause, locale))
    priced = said.dimension == "money" and _PRICE.search(folded(clause, locale))  # the lowest price of thirty days
    if len(found) != 1 or priced or said.dimension in ("", "share", "count", "factor"):
        return False
    mine = base_value(said.value, said.unit)
    for fact in facts:
        told = [own for own in told_amounts(fact, locale) if own.dimension == said.dimension]
        values = sorted({base_value(own.value, own.unit) for own in told})
        if len(values) > 1 and any(_near(mine, end) for end in (values[0], values[-1])):
            return not any(_near(mine, end) for end in ends_meant(found[0], values, locale))
    return False


def _near(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= _NEAR * other
