"""German noun phrases: articles, possessives and adjective endings from gender, case and number. Pure.

A form is `<case>_<determiner>`: cases nom, acc, dat, gen; determiners def, indef, kein, unser, ihr (formal *Ihr*),
dies; and `plural_def`, `zu` (zum/zur + dative), `kein` (accusative). Nouns of the weak declension, and plurals, are
typed: no rule can know them.
"""

from __future__ import annotations

import re

from styleloop.types.product import NounPhrase

_CASES = ("nom", "acc", "dat", "gen")
_DETERMINERS = ("def", "indef", "kein", "unser", "ihr", "dies")
FORMS = (
    "bare",
    "plural",
    "plural_def",
    "zu",
    "kein",
    *(
        f"{case}_{determiner}"
        for case in _CASES
        for determiner in _DETERMINERS
        if determiner != "kein" or case == "nom"
    ),
    "dat_kein",
)

_DEF = {
    "nom": ("der", "die", "das", "die"),
    "acc": ("den", "die", "das", "die"),
    "dat": ("dem", "der", "dem", "den"),
    "gen": ("des", "der", "des", "der"),
}
_MIXED = {
    "nom": ("", "e", "", "e"),
    "acc": ("en", "e", "", "e"),
    "dat": ("em", "er", "em", "en"),
    "gen": ("es", "er", "es", "er"),
}
_DIES = {
    "nom": ("er", "e", "es", "e"),
    "acc": ("en", "e", "es", "e"),
    "dat": ("em", "er", "em", "en"),
    "gen": ("es", "er", "es", "er"),
}
_STEM = {"indef": "ein", "kein": "kein", "unser": "unser", "ihr": "Ihr"}
_WEAK_ENDINGS = {
    "nom": ("e", "e", "e", "en"),
    "acc": ("en", "e", "e", "en"),
    "dat": ("en", "en", "en", "en"),
    "gen": ("en", "en", "en", "en"),
}
_MIXED_ENDINGS = {
    "nom": ("er", "e", "es", "en"),
    "acc": ("en", "e", "es", "en"),
    "dat": ("en", "en", "en", "en"),
    "gen": ("en", "en", "en", "en"),
}
_STRONG_ENDINGS = {
    "nom": ("er", "e", "es", "e"),
    "acc": ("en", "e", "es", "e"),
    "dat": ("em", "er", "em", "en"),
    "gen": ("en", "er", "en", "er"),
}
_COLUMNS = ("m", "f", "n")
_PLURAL = 3
_WEAK_NOUN = re.compile(r"(?:e|ist|ent|ant|oge|herr|mensch|nachbar|bauer)$", re.IGNORECASE)


def derive(phrase: NounPhrase, form: str) -> str | None:
    """`phrase` in `form` by rule, or None where gender, plural or a weak noun would have to be guessed."""
    if form == "bare":
        return phrase.text
    many = _plural(phrase)
    if form == "plural":
        return many
    if form == "plural_def":
        return None if many is None else _decline(many, "nom", "def", _PLURAL)
    case, determiner = {"zu": ("dat", "zu"), "kein": ("acc", "kein")}.get(form) or tuple(form.partition("_")[::2])
    if case not in _CASES or determiner not in (*_DETERMINERS, "zu"):
        return None
    if phrase.number == "plural":
        return _decline(phrase.text, case, determiner, _PLURAL)
    if phrase.gender not in _COLUMNS:
        return phrase.text if determiner == "indef" and _stays_bare(phrase) and case == "nom" else None
    plain = determiner == "indef" and _stays_bare(phrase)
    return _decline(phrase.text, case, "" if plain else determiner, _COLUMNS.index(phrase.gender))


def _stays_bare(phrase: NounPhrase) -> bool:
    return phrase.article == "none" or not phrase.countable


def _plural(phrase: NounPhrase) -> str | None:
    typed = next((form.text for form in phrase.forms if form.name == "plural"), None)
    return typed or (phrase.text if phrase.number == "plural" else None)


def _decline(text: str, case: str, determiner: str, column: int) -> str | None:
    words = text.split(" ")
    at = next((i for i, word in enumerate(words) if word[:1].isupper()), None)
    if at is None:
        return None
    head = _noun(words[at], case, column)
    adjectives = [_adjective(word, case, determiner, column) for word in words[:at]]
    if head is None or None in adjectives:
        return None
    before = _determiner(case, determiner, column)
    return " ".join([*before, *(word for word in adjectives if word), head, *words[at + 1 :]])


def _determiner(case: str, determiner: str, column: int) -> list[str]:
    if not determiner or (determiner == "indef" and column == _PLURAL):
        return []
    if determiner == "zu":
        return [("zum", "zur", "zum", "zu den")[column]]
    if determiner == "def":
        return [_DEF[case][column]]
    if determiner == "dies":
        return [f"dies{_DIES[case][column]}"]
    return [f"{_STEM[determiner]}{_MIXED[case][column]}"]


def _adjective(word: str, case: str, determiner: str, column: int) -> str | None:
    """The adjective with the ending this place asks for; None when the typed word does not end as it should."""
    strong = _STRONG_ENDINGS["nom"][column]
    if not word.isalpha() or not word.endswith(strong) or len(word) < len(strong) + 2:
        return None
    bare = not determiner or (determiner == "indef" and column == _PLURAL)
    table = _STRONG_ENDINGS if bare else _WEAK_ENDINGS if determiner in ("def", "dies", "zu") else _MIXED_ENDINGS
    return word[: -len(strong)] + table[case][column]


def _noun(word: str, case: str, column: int) -> str | None:
    if column == _PLURAL:
        return f"{word}n" if case == "dat" and word[-1] not in "ns" else word
    if _COLUMNS[column] == "m" and case != "nom" and _WEAK_NOUN.search(word):
        return None
    if case == "gen" and _COLUMNS[column] != "f":
        return f"{word}es" if re.search(r"(?:s|ß|x|z|sch|st)$", word) else f"{word}s"
    return word
