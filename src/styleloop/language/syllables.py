"""Spoken syllables of a word, by vowel groups and, where they help, hyphenation. Pure.

English and German hyphenate first, so that compounds fall apart where they should; the other languages count vowel
groups by rules of their own: `y` and silent e in French, diphthongs and hiatus in Spanish, Italian and Portuguese,
digraphs in Dutch; in Russian and Turkish every vowel letter is a syllable.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

import pyphen
import regex  # type: ignore[import-untyped]

_VOWELS = regex.compile(r"[aeiouyäöüàâáéèêëíîïóôòúûù]+")
_GERMAN_NUCLEI = regex.compile(r"äu|au|ei|ai|eu|ie|aa|ee|oo|ey|[aeiouyäöüé]")
_SILENT = regex.compile(r"[^aeiouyl]e$|[aeiouy]le$|[^aeiouydt]ed$|[^aeiouysxzcghl]es$")
_HIATUS = regex.compile(r"[aeiouy][^aeiouy]+(?:ea|eo|io)$")

_FRENCH_SILENT = regex.compile(r"(?<=.*[aeiouyàâéèêëîïôöùûüœæ].*[^aeiouyàâéèêëîïôöùûüœæ])(?:es?|ent)$|(?<=[éiïuy])es?$")
_FRENCH_NUCLEI = regex.compile(
    r"eau|œu|oui|o[uùû]|aie|ai|ay|aî|au|ei|ey|eu|eû|oi|oî|oy|ui|i[aàâeéèêoôu]|[aàâeéèêëiîïoôöuùûüyœæ]"
)
_NUCLEI = {
    # a weak vowel beside a strong one, or two weak ones, are one syllable; accented í ú part them
    "es": regex.compile(r"[iuüy]?[aáeéoó](?:[iuüy](?![aáeéoóíú]))?|[iuü][iíuú]|[íúiuüy]"),
    "it": regex.compile(r"[iu]?[aàeèéoòó](?:[iu](?![aàeèéoòó]))?|[iu]{1,2}|[ìíùúy]"),
    "pt": regex.compile(r"ã[eo]|õe|(?:(?<=[qg])u)?[aáâàeéêoóô](?:[iu](?![aáâàãeéêoóôõ]))?|[ãõ]|[iu]{1,2}|[íúüy]"),
    "nl": regex.compile(r"aai|ooi|oei|eeuw|ieuw|aa|ee|oo|uu|ie|oe|eu|ui|ij|ei|au|ou|[aeiouyéèêëïöüáóí]"),
    "ru": regex.compile(r"[аеёиоуыэюя]"),
    "tr": regex.compile(r"[aeıioöuüâîû]"),
}
LANGUAGES = ("de", "en", "fr", *_NUCLEI)
"""Languages with rules."""


@lru_cache(maxsize=20_000)
def syllables(word: str, locale: str) -> int:
    """Spoken syllables of one word, at least 1.

    Raises:
        ValueError: `locale` is of a language without rules.
    """
    return _syllables(word.lower(), locale.split("-")[0].lower())


def _syllables(word: str, language: str) -> int:
    if language == "en":
        parts = str(_hyphenator("en_US", 1).inserted(word)).split("-")
        spoken = sum(len(_VOWELS.findall(part)) for part in parts)
        return max(1, spoken - bool(_SILENT.search(word)) + bool(_HIATUS.search(word)))
    if language == "de":
        parts = str(_hyphenator("de_DE", 2).inserted(word)).split("-")
        return max(1, sum(len(_GERMAN_NUCLEI.findall(part)) for part in parts))
    if language == "fr":
        return max(1, len(_FRENCH_NUCLEI.findall(_FRENCH_SILENT.sub("", word).replace("qu", "q").replace("gue", "ge"))))
    if language in _NUCLEI:
        return max(1, len(_NUCLEI[language].findall(word)))
    raise ValueError(f"syllables: expected a locale of {', '.join(LANGUAGES)}, got {language!r}")


@cache
def _hyphenator(lang: str, edge: int) -> Any:
    return pyphen.Pyphen(lang=lang, left=edge, right=edge)
