"""How easily it reads: published formulas, each only in the languages it was made for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from styleloop.measure.copy.declared import MOST, Measure, measure
from styleloop.measure.copy.line import Parts

LONG = 6
"""Letters beyond which a word is long (LIX)."""
LIX = ("da", "de", "en", "es", "fi", "fr", "it", "nb", "nn", "no", "pt", "ru", "sv")
"""Languages Bjornsson 1983 gives the measure for."""
FLESCH: dict[str, tuple[float, float, float]] = {
    "de": (180.0, 1.0, 58.5),
    "en": (206.835, 1.015, 84.6),
    "es": (206.835, 1.0, 62.3),
    "fr": (207.0, 1.015, 73.6),
    "it": (217.0, 1.3, 60.0),
    "nl": (206.835, 0.93, 77.0),
    "pt": (248.835, 1.015, 84.6),
    "ru": (206.835, 1.3, 60.1),
    "tr": (198.825, 2.61, 40.175),
}
"""Language -> (constant, per word of a sentence, per syllable of a word)."""
SOURCES = (
    "de Amstad 1978; en Flesch 1948; es Szigriszt-Pazos 1993; fr Kandel & Moles 1958; it Franchina & Vacca 1986; "
    "nl Douma 1960; pt Martins et al. 1996; ru Oborneva 2006; tr Atesman 1997"
)
EASIEST = 250.0


def _per_sentence(parts: Parts) -> float:
    words = parts.headline.size + parts.body.size
    return words / max(1, len(parts.headline.sentences) + len(parts.body.sentences))


def _letters(parts: Parts) -> tuple[int, ...]:
    return parts.headline.letters + parts.body.letters


def _long_share(letters: Sequence[int]) -> float:
    return sum([count > LONG for count in letters]) / len(letters)


def _lix(parts: Parts) -> float | None:
    found = _letters(parts)
    return _per_sentence(parts) + 100 * _long_share(found) if found else None


def _rix(parts: Parts) -> float | None:
    found = _letters(parts)
    sentences = len(parts.headline.sentences) + len(parts.body.sentences)
    return sum([count > LONG for count in found]) / max(1, sentences) if found else None


def _spoken(parts: Parts) -> float | None:
    """Syllables per word that is not a figure."""
    found = (*parts.headline.syllables, *parts.body.syllables)
    return sum(found) / len(found) if found else None


def _ease(parts: Parts) -> float | None:
    spoken = _spoken(parts)
    if spoken is None:
        return None
    words = len(parts.headline.syllables) + len(parts.body.syllables)
    sentences = max(1, len(parts.headline.sentences) + len(parts.body.sentences))
    constant, per_word, per_syllable = FLESCH[parts.headline.language]
    return constant - per_word * words / sentences - per_syllable * spoken


def _gulpease(parts: Parts) -> float | None:
    found = _letters(parts)
    if not found:
        return None
    sentences = max(1, len(parts.headline.sentences) + len(parts.body.sentences))
    return 89 + (300 * sentences - 10 * sum(found)) / len(found)


def _headline(of: Callable[[Sequence[int]], float]) -> Callable[[Parts], float | None]:
    return lambda parts: of(parts.headline.letters) if parts.headline.letters else None


READING: tuple[Measure, ...] = (
    measure("long_words", "share", 1.0, f"headline words of more than {LONG} letters / headline words",
            "Bjornsson 1968 (LIX)", ("plain words", "many long words"), _headline(_long_share)),
    measure("longest_word", "graphemes", 10 * MOST, "letters of the headline's longest word", "convention",
            ("no long word", "one long word"), _headline(lambda letters: float(max(letters)))),
    measure("lix", "LIX", 10 * MOST,
            f"words per sentence + 100 x share of words over {LONG} letters, headline and body",
            "Bjornsson 1968, 1983", ("easy to read", "hard to read"), _lix, LIX),
    measure("rix", "long words/sentence", MOST, f"words over {LONG} letters / sentences, headline and body",
            "Anderson 1983", ("no long words", "long words in each sentence"), _rix, ("en", "sv")),
    measure("ease", "Flesch points", EASIEST,
            "; ".join(f"{code}: {a:g} - {b:g} W/S - {c:g} Syl/W" for code, (a, b, c) in FLESCH.items())
            + "; cut at -500; headline and body", SOURCES, ("heavy going", "easy going"), _ease, tuple(FLESCH),
            low=-500.0),
    measure("syllables", "syllables/word", MOST, "syllables / words, headline and body, figures left out",
            "vowel groups and hyphenation, styleloop.language.syllables", ("short sounds", "long sounds"), _spoken,
            tuple(FLESCH)),
    measure("gulpease", "Gulpease points", 400.0,
            "89 + (300 sentences - 10 letters) / words, headline and body; cut at -500", "Lucisano & Piemontese 1988",
            ("heavy going", "easy going"), _gulpease, ("it",), low=-500.0),
)  # fmt: skip
