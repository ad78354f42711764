"""Claims that the words behind them take back, or that a question makes of what the reader has. Pure.

`Gratis no: costa tre euro`, `Perfekt ist er nicht`; `Is your password really the strongest link?`
"""

from __future__ import annotations

import re

from styleloop.language.normalise import folded

_BEHIND, _SENTENCE = 60, 160
_STOP = re.compile(r"[.!?。！？\n]")
_TAKEN_BACK = re.compile(
    r"(?: ?,? ?(?:no|non|nein|nicht|not)(?= ?[:.,;!—–]|\Z)"
    r"|,? (?:it|this|that|they|he|she|we|which) (?:(?:is|are|was|were|do|does|will|can) ?not|\w+n['’]t)\b"
    r"|,? (?:ist|sind|war|waren|wird|werden|macht|gibt) (?:(?:er|sie|es|das|der|die|wir|man)\b(?: [\w-]+)?)"
    r" (?:nicht|nie)\b"
    r"|,? (?:il|elle|ils|elles|ce|cela|ça|c['’]) ?(?:ne |n['’])\S* ?\S* ?(?:pas|jamais|plus)\b"
    r"|,? no (?:lo )?(?:es|son|será|era|está|están)\b(?= ?[:.,;!—–]|\Z)"
    r"|,? non (?:lo )?(?:è|sono|sarà|era)\b(?= ?[:.,;!—–]|\Z))"
)
_YOURS = re.compile(
    r"\b(?:your|yours|dein(?:e[mnrs]?)?|euer|eure[mnrs]?|ihr(?:e[mnrs]?)?|votre|vos|ton|ta|tes|tu|tus|su|sus|vuestr[oa]s?"
    r"|tuo|tua|tuoi|tue|vostr[oaie])\b|あなたの|お客様の|君の"
)
_NEW = re.compile(
    r"\b(?:next|new|nächste\w*|neue\w*|prochaine?s?|nouve\w+|próxim\w+|nuev\w+|prossim\w+|nuov\w+|here|hier|voici|aquí|ecco)\b|次の|新しい"
)
_GIVEN = re.compile(
    r"\W*(?:yes|ja|oui|sí|si|sì|it is|it does|here|now|hier|jetzt|voici|maintenant|aquí|ahora|ecco|ora|はい|そうです)\b"
)


def taken_back(text: str, end: int, locale: str) -> bool:
    """Whether what stands right behind `text[:end]` takes it back."""
    return bool(_TAKEN_BACK.match(folded(text[end : end + _BEHIND], locale)))


def asks_of_the_readers(text: str, start: int, end: int, locale: str) -> bool:
    """Whether `text[start:end]` stands in a question on something the reader has, which is not answered with a yes."""
    back = max(0, start - _SENTENCE)
    first = max((m.end() for m in _STOP.finditer(text, back, start)), default=back)
    stop = _STOP.search(text[end : end + _SENTENCE])
    if stop is None or stop[0] not in "?？":
        return False
    before = folded(text[first:start], locale)
    answer = folded(text[end + stop.end() : end + stop.end() + _BEHIND], locale)
    return bool(_YOURS.search(before)) and not _NEW.search(before) and not _GIVEN.match(answer)
