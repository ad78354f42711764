"""Words that agree with a noun: pronouns, demonstratives, verbs. Pure.

A *reading* says what one word of a line may be: `it@product` (the pronoun for whatever stands in the gap `product`)
or `=it` (just that word). One example leaves several readings open; more examples close them. Whoever fills a frame
asks every reading that is still open, and goes on only when all of them say the same word.

Columns: English `singular`, `plural`; German `m`, `f`, `n`, `plural`; Arabic `m`, `f` (see `forms.column`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from styleloop.language.forms import language

LITERAL = "="
AT = "@"

_COLUMNS = {"en": ("singular", "plural"), "de": ("m", "f", "n", "plural"), "ar": ("m", "f")}

_PRONOUNS: dict[str, dict[str, str]] = {
    "en": {
        "it": "it they",
        "it.object": "it them",
        "its": "its their",
        "itself": "itself themselves",
        "this": "this these",
    },
    "de": {
        "er": "er sie es sie",
        "ihn": "ihn sie es sie",
        "ihm": "ihm ihr ihm ihnen",
        "der": "der die das die",
        "den": "den die das die",
        "dem": "dem der dem denen",
        "dieser": "dieser diese dieses diese",
        "diesen": "diesen diese dieses diese",
        "einer": "einer eine eins welche",
        "keiner": "keiner keine keins keine",
        "sein": "sein ihr sein ihr",
        "seine": "seine ihre seine ihre",
        "seinen": "seinen ihren seinen ihren",
        "seinem": "seinem ihrem seinem ihrem",
    },
    "ar": {
        "هو": "هو هي",
        "هذا": "هذا هذه",
        "ذلك": "ذلك تلك",
        "الذي": "الذي التي",
        "له": "له لها",
        "به": "به بها",
        "فيه": "فيه فيها",
        "منه": "منه منها",
        "عنه": "عنه عنها",
        "عليه": "عليه عليها",
        "إليه": "إليه إليها",
        "معه": "معه معها",
        "وحده": "وحده وحدها",
        "كان": "كان كانت",
        "ليس": "ليس ليست",
    },
}
_VERBS: dict[str, dict[str, str]] = {
    "en": {
        "is": "is are",
        "was": "was were",
        "has": "has have",
        "does": "does do",
        "isn't": "isn't aren't",
        "wasn't": "wasn't weren't",
        "hasn't": "hasn't haven't",
        "doesn't": "doesn't don't",
    },
    "de": {
        lemma: " ".join([lemma] * 3 + [many])
        for lemma, many in {
            "ist": "sind", "war": "waren", "hat": "haben", "hatte": "hatten", "wird": "werden", "wurde": "wurden",
            "kann": "können", "muss": "müssen", "soll": "sollen", "will": "wollen", "darf": "dürfen", "weiß": "wissen",
            "bleibt": "bleiben", "kommt": "kommen", "kam": "kamen", "geht": "gehen", "ging": "gingen",
            "hält": "halten", "hielt": "hielten", "steht": "stehen", "macht": "machen", "braucht": "brauchen",
            "verliert": "verlieren", "verlor": "verloren", "gewinnt": "gewinnen", "gewann": "gewannen",
            "schließt": "schließen", "wartet": "warten", "hilft": "helfen", "half": "halfen", "passt": "passen",
            "tut": "tun", "gibt": "geben", "nimmt": "nehmen", "liegt": "liegen", "trägt": "tragen", "wiegt": "wiegen",
        }.items()
    },
    "ar": {},
}  # fmt: skip
_OWN_SUBJECT = {
    "en": frozenset(["i", "you", "we", "he", "she", "that", "what", "there's", "who", "nobody", "everybody"]),
    "de": frozenset(["ich", "wir", "Sie", "du", "man", "das", "dies", "wer", "was", "niemand", "jeder"]),
}
_PERSONAL = {"en": frozenset(("it", "they")), "de": frozenset(("er", "sie", "es"))}
_THIRD = re.compile(r"[a-z]{2,}(?<![sui])s")
_FINITE = frozenset(
    ("will", "would", "can", "could", "may", "might", "must", "should", "had", "did", "lost", "won", "came", "went")
)
_ADVERBS = frozenset(["never", "always", "still", "also", "just", "only", "already", "once", "that", "which"])


def surface(lemma: str, column: str, locale: str) -> str | None:
    """The word `lemma` takes in `column`: (`it`, `plural`) -> `they`; None where it is not known."""
    if lemma.startswith("+"):
        return {"singular": lemma[1:], "plural": _base(lemma[1:])}.get(column)
    return _paradigms(language(locale)).get(lemma, {}).get(column)


def lemmas(word: str, column: str, locale: str) -> tuple[str, ...]:
    """Lemmas whose form in `column` is `word`."""
    return tuple(lemma for lemma, row in sorted(_paradigms(language(locale)).items()) if row.get(column) == word)


def group(word: str, locale: str) -> str:
    """One name for all words that may stand in each other's place (`it`, `they`, `them`), or an empty string."""
    return _groups(language(locale)).get(word, "")


def is_verb(word: str, locale: str) -> bool:
    """Whether `word` is a verb of the closed list."""
    return any(word in row.split() for row in _VERBS.get(language(locale), {}).values())


def is_finite(word: str) -> bool:
    """Whether an English `word` looks like a verb that has a subject before it: `will`, `had`, `shuts`, `rained`."""
    return word in _FINITE or _THIRD.fullmatch(word) is not None or word.endswith("ed")


def has_own_subject(previous: str, locale: str) -> bool:
    """Whether a verb after `previous` has its subject there, so that no gap governs it: `we have`, `that is`."""
    own = _OWN_SUBJECT.get(language(locale), frozenset())
    return previous in own or (language(locale) == "en" and previous.lower() in own)


def is_personal(word: str, locale: str) -> bool:
    """Whether `word` is a third-person subject pronoun, whose verb is governed by what it stands for."""
    return word.lower() in _PERSONAL.get(language(locale), frozenset())


def third_person(word: str, locale: str) -> str:
    """Lemma of an English verb in the third person singular (`shuts` -> `+shuts`), or an empty string."""
    return f"+{word}" if language(locale) == "en" and _THIRD.fullmatch(word) else ""


def base_form(lemma: str) -> str:
    """`+shuts` -> `shut`."""
    return _base(lemma[1:])


def may_stand_between(word: str) -> bool:
    """Whether a verb that agrees with a noun may follow it after `word`: `a lid that shuts`, `it never shuts`."""
    return word.lower() in _ADVERBS


def resolve(readings: Iterable[str], columns: Mapping[str, str], locale: str) -> str | None:
    """The one word all open `readings` agree on, or None.

    Args:
        readings: `lemma@gap` or `=word`.
        columns: Gap -> column of the phrase that fills it.
        locale: Language of the line.
    """
    said: set[str | None] = set()
    for reading in readings:
        if reading.startswith(LITERAL):
            said.add(reading[1:])
            continue
        lemma, _, gap = reading.rpartition(AT)
        said.add(surface(lemma, columns.get(gap, ""), locale))
    return said.pop() if len(said) == 1 else None


def _base(verb: str) -> str:
    if verb.endswith("ies"):
        return f"{verb[:-3]}y"
    return verb[:-2] if re.search(r"(?:ss|sh|ch|x|zz|o)es$", verb) else verb[:-1]


@cache
def _paradigms(lang: str) -> dict[str, dict[str, str]]:
    rows = {**_PRONOUNS.get(lang, {}), **_VERBS.get(lang, {})}
    return {lemma: dict(zip(_COLUMNS[lang], row.split(), strict=True)) for lemma, row in rows.items()}


@cache
def _groups(lang: str) -> dict[str, str]:
    """Surface -> the smallest surface it is linked with, paradigms that share a surface being one group."""
    groups: list[set[str]] = []
    for row in _paradigms(lang).values():
        words = set(row.values())
        touched = [g for g in groups if g & words]
        groups = [g for g in groups if not g & words] + [words.union(*touched)]
    return {word: min(g) for g in groups for word in g}
