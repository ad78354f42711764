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


def ease(language: str, words: int, sentences: int, syllables: int) -> float:
    """Flesch points: 60 to 70 reads like plain prose, 90 and more like a children's book, below 30 like a treatise.

    Constant - a x words per sentence - b x syllables per word. English: Flesch, A new readability yardstick, 1948.
    The others are fits to their languages (`SOURCES`), coefficients held against those that textstat gives for German,
    French, Italian, Dutch and Russian; Turkish after Atesman, Türkçede okunabilirliğin ölçülmesi, Dil Dergisi 58,
    1997; Portuguese after Martins et al., Readability formulas applied to textbooks in Brazilian Portuguese, 1996.
    For Russian two fits go by Oborneva's name; this is the one in wide use, not 206.836 - 1.52 W/S - 65.14 Syl/W. For
    Spanish it is Szigriszt-Pazos (INFLESZ) rather than Fernandez Huerta, whose 0.6 is per syllable of a hundred words
    and often misread.

    Args:
        language: one of `FLESCH`.
        words: at least 1.
        sentences: at least 1.
        syllables: of all words.

    >>> round(ease("en", 1999, 26, 3936), 1), round(ease("tr", 332, 24, 860), 2)
    (-37.8, 58.65)
    """
    constant, per_word, per_syllable = FLESCH[language]
    return constant - per_word * words / sentences - per_syllable * (syllables / words)


def lix(words: int, sentences: int, long_words: int) -> float:
    """Below 30 very easy, above 60 very hard: words per sentence + percentage of words over 6 letters.

    Bjornsson, Läsbarhet, 1968; for other languages Bjornsson, Reading Research Quarterly 18, 1983.

    >>> lix(100, 10, 25)
    35.0
    """
    return words / sentences + 100 * (long_words / words)


def rix(sentences: int, long_words: int) -> float:
    """Words over 6 letters per sentence: Anderson, Lix and Rix, Journal of Reading 26 (6), 1983.

    >>> rix(10, 25)
    2.5
    """
    return long_words / sentences


def gulpease(words: int, sentences: int, letters: int) -> float:
    """Below 80 hard for primary, below 60 for lower, below 40 for upper secondary school: Lucisano & Piemontese,
    GULPEASE, Scuola e città, 1988.

    >>> gulpease(100, 5, 450)
    59.0
    """
    return 89 + (300 * sentences - 10 * letters) / words


def _letters(parts: Parts) -> tuple[int, ...]:
    return parts.headline.letters + parts.body.letters


def _sentences(parts: Parts) -> int:
    return max(1, len(parts.headline.sentences) + len(parts.body.sentences))


def _long(letters: Sequence[int]) -> int:
    return sum([count > LONG for count in letters])


def _long_share(letters: Sequence[int]) -> float:
    return _long(letters) / len(letters)


def _lix(parts: Parts) -> float | None:
    found = _letters(parts)
    return lix(len(found), _sentences(parts), _long(found)) if found else None


def _rix(parts: Parts) -> float | None:
    found = _letters(parts)
    return rix(_sentences(parts), _long(found)) if found else None


def _syllables(parts: Parts) -> tuple[int, ...]:
    """Syllables of each word that is not a figure."""
    return parts.headline.syllables + parts.body.syllables


def _spoken(parts: Parts) -> float | None:
    found = _syllables(parts)
    return sum(found) / len(found) if found else None


def _ease(parts: Parts) -> float | None:
    found = _syllables(parts)
    return ease(parts.headline.language, len(found), _sentences(parts), sum(found)) if found else None


def _gulpease(parts: Parts) -> float | None:
    found = _letters(parts)
    return gulpease(len(found), _sentences(parts), sum(found)) if found else None


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
