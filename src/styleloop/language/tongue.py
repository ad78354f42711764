"""Which of a few languages a text is in. Pure but for py3langid's model, loaded when first asked.

Language identification over everything is a gamble on short strings. A translation is a kinder question: it is in the
wanted language, or in its source's, or in that of another market. Short texts and texts of names stay unjudged.

py3langid: naive Bayes over byte n-grams (Lui & Baldwin 2012, langid.py). Its log-likelihoods are divided by the root of
the text's bytes, as the package itself does to keep them comparable across lengths.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

import regex  # type: ignore[import-untyped]

from styleloop.language.locales import script_of
from styleloop.language.placeholders import without

SHORTEST = 24
"""Letters of a text that can be judged by its words; by its script, `SHORTEST_SCRIPT` do."""
SHORTEST_SCRIPT = 4
SURE = 2.5
"""How far another language must lead, in log-likelihood / sqrt(bytes): measured in docs/localising.md."""
LEANING = 0.1
"""How far one language must lead another to be the likelier."""
OWN_SCRIPT = 0.3
"""Least share of the letters in the wanted language's script; names in Latin letters are common everywhere."""

_LETTER = regex.compile(r"\p{L}")
_SCRIPTS = {
    "Jpan": r"[\p{Han}\p{Hiragana}\p{Katakana}ー]", "Kore": r"[\p{Hangul}\p{Han}]", "Hans": r"\p{Han}",
    "Hant": r"\p{Han}", "Latn": r"\p{Latin}", "Cyrl": r"\p{Cyrillic}", "Arab": r"\p{Arabic}", "Grek": r"\p{Greek}",
    "Hebr": r"\p{Hebrew}", "Deva": r"\p{Devanagari}", "Beng": r"\p{Bengali}", "Thai": r"\p{Thai}",
    "Taml": r"\p{Tamil}", "Telu": r"\p{Telugu}", "Guru": r"\p{Gurmukhi}", "Gujr": r"\p{Gujarati}",
    "Knda": r"\p{Kannada}", "Mlym": r"\p{Malayalam}", "Geor": r"\p{Georgian}", "Armn": r"\p{Armenian}",
    "Khmr": r"\p{Khmer}", "Laoo": r"\p{Lao}", "Mymr": r"\p{Myanmar}", "Sinh": r"\p{Sinhala}", "Ethi": r"\p{Ethiopic}",
}  # fmt: skip
_ALIKE = {"nb": "no", "nn": "no", "yue": "zh", "fil": "tl"}
"""Languages that the model knows by another code."""


def in_script(text: str, locale: str) -> float | None:
    """Share of the letters of `text` in the script of `locale`; None without enough letters, or for a script unknown.

    Placeholders and tags are left out.
    """
    plain = without(text)
    letters = len(_LETTER.findall(plain))
    pattern = _SCRIPTS.get(script_of(locale))
    if letters < SHORTEST_SCRIPT or pattern is None:
        return None
    return min(1.0, len(_pattern(pattern).findall(plain)) / letters)


@cache
def _pattern(text: str) -> Any:
    return regex.compile(f"(?=\\p{{L}}|ー){text}")


def rather(text: str, wanted: str, others: Iterable[str], shortest: int = SHORTEST) -> str:
    """The locale among `others` that `text` is surely in rather than in `wanted`, or an empty string.

    Args:
        text: As written; placeholders and tags are left out.
        wanted: BCP 47.
        others: Locales it might be in by mistake. Those of the wanted language itself are passed over.
        shortest: Letters of a text that is judged; fewer than `SHORTEST` where something else speaks for it too.
    """
    plain = " ".join(without(text).split())
    if len(_LETTER.findall(plain)) < shortest:
        return ""
    scores = _scores(plain)
    own = scores.get(_code(wanted))
    if own is None:
        return ""
    led = {o: scores[_code(o)] - own for o in others if _code(o) != _code(wanted) and _code(o) in scores}
    best = max(led, key=lambda o: (led[o], o), default="")
    return best if best and led[best] > SURE else ""


def leaning(text: str, one: str, other: str) -> bool:
    """Whether `text`, short as it may be, is likelier in the language of `one` than in that of `other`.

    Only for what nothing worse than a wrong guess hangs on; `rather` is the one to ask before anything is objected to.
    """
    scores = _scores(" ".join(without(text).split()))
    first, second = scores.get(_code(one)), scores.get(_code(other))
    return first is not None and second is not None and first - second > LEANING


def _code(locale: str) -> str:
    language = locale.split("-")[0].lower()
    return _ALIKE.get(language, language)


@lru_cache(maxsize=4096)
def _scores(text: str) -> dict[str, float]:
    root = math.sqrt(len(text.encode()))
    return {str(language): float(score) / root for language, score in _identifier().rank(text)}


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE)
