"""Small numbers that paint a scene around what is sold: `half a kilo of ravioli, one pan, two forks`. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from styleloop.audit.things import same_thing
from styleloop.language.lexicons import lexicon
from styleloop.language.normalise import folded
from styleloop.language.numbers import Quantity

_MOST = 4
_BEHIND = 40
_ENDS = re.compile(r"\W*([^\W\d_]+)(?= ?(?:[,.;:!?…–—、。]|\Z|and\b|und\b|et\b|y\b|e\b))")
_BOXED = re.compile(
    r"\b(?:set|sets|kit|box|boxed|includ\w+|comes? with|contain\w*|inhalt|enthält|inklusive|inkl|lieferumfang|coffret"
    r"|lot"
    r"|compris\w*|inclu\w+|contient|fourni\w*|incluy\w+|juego|contiene|confezione|comprende|compres\w+|free|gratis|gift\w*)\b|付き|入り|セット",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{3,}")


def paints(said: Quantity, text: str, sentence: str, facts: Iterable[str], locale: str) -> bool:
    """Whether a number of two to four counts what lies on somebody's table, of which no fact says a word.

    It is said in words, ends its clause, and neither the sentence nor a fact tells of what comes with the product.
    """
    if said.dimension != "count" or not 1 < said.value <= _MOST or any(map(str.isdigit, said.text)):
        return False
    told = tuple(facts)
    if _BOXED.search(sentence) or any(_BOXED.search(fact) for fact in told):
        return False
    if locale.startswith("ja"):
        thing = next((sign for sign in _scene("ja") if text[: said.start].endswith(sign)), "")
        return bool(thing) and not any(thing in fact for fact in told)
    found = _ENDS.match(folded(text[said.end : said.end + _BEHIND], locale))
    if not found or found[1] not in _scene(locale.split("-")[0].lower()):
        return False
    return not any(same_thing(found[1], word) for fact in told for word in _WORD.findall(folded(fact, locale)))


@cache
def _scene(language: str) -> frozenset[str]:
    return frozenset(lexicon("numbers", "things").get("scene", {}).get(language, ()))
