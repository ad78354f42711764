"""English noun phrases: articles by sound, regular plurals, demonstratives. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable

from styleloop.types.product import NounPhrase

FORMS = ("bare", "indefinite", "definite", "plural", "definite_plural", "pair", "this", "that")

_SOUNDS_CONSONANT = re.compile(
    r"(?:uni(?:t|que|vers|form|on|corn|sex|later|f|cy)|us(?:e|u|a)|ut[eio]|ub[ei]|ur[aei]|eu|ewe|one\b|once|u\b|ufo)",
    re.IGNORECASE,
)
_SOUNDS_VOWEL = re.compile(r"(?:hour|honest|honou?r|heir|[aeiou]|8|1[18](?!\d))", re.IGNORECASE)
_SPELT = re.compile(r"[A-Z]{2,4}\b")
_TAIL = re.compile(r"\s(?:of|with|in|for|from|that|which|who|you|to|at|on|by|and|without|under)\s")
_IRREGULAR = {
    "foot": "feet", "tooth": "teeth", "man": "men", "woman": "women", "child": "children", "mouse": "mice",
    "goose": "geese", "person": "people", "knife": "knives", "shelf": "shelves", "scarf": "scarves", "leaf": "leaves",
    "loaf": "loaves", "half": "halves", "calf": "calves", "wolf": "wolves", "life": "lives",
}  # fmt: skip
_TYPED_ONLY = re.compile(r"(?:f|fe|[^aeiou]o|sheep|fish|series|species|is|us|um|s)$")


def derive(phrase: NounPhrase, form: str) -> str | None:
    """`phrase` in `form` by rule, or None where no rule is safe."""
    makers: dict[str, Callable[[], str | None]] = {
        "bare": lambda: phrase.text,
        "indefinite": lambda: _indefinite(phrase),
        "definite": lambda: f"the {phrase.text}",
        "plural": lambda: _plural(phrase),
        "definite_plural": lambda: _with("the", _plural(phrase)),
        "pair": lambda: f"a pair of {phrase.text}" if phrase.article == "pair" else None,
        "this": lambda: f"{'these' if phrase.number == 'plural' else 'this'} {phrase.text}",
        "that": lambda: f"{'those' if phrase.number == 'plural' else 'that'} {phrase.text}",
    }
    return makers[form]() if form in makers else None


def article(text: str) -> str:
    """`a` or `an` before `text`, by the sound of its first word.

    >>> article("hour"), article("unit"), article("European flask"), article("umbrella"), article("LED strip")
    ('an', 'a', 'a', 'an', 'an')
    """
    spelt = _SPELT.match(text)
    if spelt and (len(spelt.group()) <= 3 or not re.search("[AEIOU]", spelt.group())):
        return "an" if text[0] in "AEFHILMNORSX" else "a"
    return "an" if _SOUNDS_VOWEL.match(text) and not _SOUNDS_CONSONANT.match(text) else "a"


def _indefinite(phrase: NounPhrase) -> str:
    if phrase.article == "pair":
        return f"a pair of {phrase.text}"
    if phrase.article == "none" or phrase.number == "plural" or not phrase.countable:
        return phrase.text
    return f"{'an' if phrase.article == 'an' else article(phrase.text)} {phrase.text}"


def _plural(phrase: NounPhrase) -> str | None:
    typed = next((form.text for form in phrase.forms if form.name == "plural"), None)
    if typed or phrase.number == "plural":
        return typed or phrase.text
    if not phrase.countable:
        return None
    cut = _TAIL.search(phrase.text)
    body, tail = (phrase.text[: cut.start()], phrase.text[cut.start() :]) if cut else (phrase.text, "")
    *before, head = body.split(" ")
    many = _plural_word(head)
    return None if many is None else " ".join([*before, many]) + tail


def _plural_word(word: str) -> str | None:
    low = word.lower()
    if low in _IRREGULAR:
        return word[0] + _IRREGULAR[low][1:]
    if not low.isalpha():
        return None
    if re.search(r"(?:ss|sh|ch|x|z)$", low):
        return f"{word}es"
    if _TYPED_ONLY.search(low):
        return None
    return f"{word[:-1]}ies" if re.search(r"[^aeiou]y$", low) else f"{word}s"


def _with(determiner: str, text: str | None) -> str | None:
    return None if text is None else f"{determiner} {text}"
