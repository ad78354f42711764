"""What a thing is said to be without: `sugar-free`, `no sugar`, `ohne Zucker`, `zuckerfrei` say the same. Pure."""

from __future__ import annotations

import re
from itertools import pairwise

from styleloop.language.lexicons import lexicon
from styleloop.language.normalise import folded

_WORD = re.compile(r"\w+")


def absent(text: str, locale: str) -> frozenset[str]:
    """Everything that `text` says is not in it, folded: `no sugar` -> `sugar`, `no added sugar` is not that."""
    listed = lexicon("claims", locale.split("-")[0].lower()).get("negation", {}).get("without", {})
    before, free, links, endings = (listed.get(name, ()) for name in ("before", "free", "links", "endings"))
    words = _WORD.findall(folded(text, locale))
    found = {thing for no, thing in pairwise(words) if no in before}
    found |= {thing for thing, said in pairwise(words) if said in free}
    found |= {words[at + 2] for at in range(len(words) - 2) if words[at] in free and words[at + 1] in links}
    found |= {word.removesuffix(end) for word in words for end in endings if word.endswith(end)}
    return frozenset(found.difference(before, free, links, {""}))
