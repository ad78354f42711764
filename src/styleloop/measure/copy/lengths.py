"""How long: signs, words, sentences; how often words come again."""

from __future__ import annotations

from itertools import pairwise

from styleloop.language.lexicons import lexicon
from styleloop.language.segment import graphemes, has_words
from styleloop.measure.copy.declared import MOST, UNSPACED, Found, Measure, measure
from styleloop.measure.copy.line import Line, Parts

UAX = "UAX #29"
ARTICLE_ON_WORD = frozenset({"ar"})
"""Languages that write the article onto the word, so that most words begin alike."""


def _words(line: Line) -> float | None:
    return float(len(line.pieces)) if has_words(line.locale) else None


def _longest(parts: Parts) -> float | None:
    line = parts.headline
    if not line.pieces:
        return None
    if len(line.sentences) == 1:
        return float(line.size)
    return float(max(sum(s.start <= p.start < s.end for p in line.pieces) for s in line.sentences))


def _last_share(parts: Parts) -> float | None:
    line = parts.headline
    if not line.pieces:
        return None
    start = line.sentences[-1].start
    return line.share(sum([p.start >= start for p in line.pieces]))


def _repetition(parts: Parts) -> float | None:
    line = parts.headline
    if not line.sentences or not has_words(line.locale):
        return None
    if len(line.sentences) == 1:
        return 0.0
    articles = lexicon("tone", line.language).get("article", ())
    openings = [_opening(line, s.start, s.end, articles) for s in line.sentences]
    return sum([opening in openings[:at] for at, opening in enumerate(openings) if opening]) / len(openings)


def _opening(line: Line, start: int, end: int, articles: tuple[str, ...]) -> tuple[str, ...]:
    """How a sentence begins: its first word, or two where the first is an article."""
    first = [w for p, w in zip(line.pieces, line.plain, strict=True) if start <= p.start < end][:2]
    return tuple(first if first[:1] and first[0] in articles else first[:1])


def _longest_unspaced(parts: Parts) -> float | None:
    found = parts.headline.sentences
    return float(max(len(graphemes(s.text)) for s in found)) if found else None


def _per_sentence(slot: str) -> Found:
    def of(parts: Parts) -> float | None:
        line: Line = getattr(parts, slot)
        return len(line.pieces) / max(1, len(line.sentences)) if line.pieces else None

    return of


def _alliteration(parts: Parts) -> float | None:
    words = parts.headline.plain
    if len(words) < 2 or parts.headline.language in ARTICLE_ON_WORD:
        return None
    alike = sum([a[:1] == b[:1] and a[:1].isalpha() and a != b for a, b in pairwise(words)])
    return alike / (len(words) - 1)


LENGTHS: tuple[Measure, ...] = (
    measure(
        "words", "words", MOST, "words of the headline", UAX, ("short line", "long line"), lambda p: _words(p.headline)
    ),
    measure(
        "graphemes",
        "graphemes",
        10 * MOST,
        "graphemes of the headline",
        UAX,
        ("few signs", "many signs"),
        lambda p: float(p.headline.graphemes),
    ),
    measure(
        "sentences",
        "sentences",
        MOST,
        "sentences of the headline",
        UAX,
        ("one breath", "several short statements"),
        lambda p: float(len(p.headline.sentences)),
    ),
    measure(
        "sentence_length",
        "words/sentence",
        MOST,
        "headline words / headline sentences",
        UAX,
        ("clipped sentences", "long sentences"),
        _per_sentence("headline"),
    ),
    measure(
        "sentence_graphemes",
        "graphemes/sentence",
        10 * MOST,
        "graphemes of the headline / its sentences, in languages written without spaces",
        UAX,
        ("clipped sentences", "long sentences"),
        lambda p: p.headline.graphemes / len(p.headline.sentences) if p.headline.sentences else None,
        UNSPACED,
    ),
    measure(
        "longest_sentence_graphemes",
        "graphemes",
        10 * MOST,
        "graphemes of the headline's longest sentence, in languages written without spaces",
        UAX,
        ("no long sentence", "one long sentence"),
        _longest_unspaced,
        UNSPACED,
    ),
    measure(
        "longest_sentence",
        "words",
        MOST,
        "words of the headline's longest sentence",
        UAX,
        ("no long sentence", "one long sentence"),
        _longest,
    ),
    measure(
        "last_sentence",
        "share",
        1.0,
        "words of the headline's last sentence / headline words",
        UAX,
        ("short last sentence", "all in the last sentence"),
        _last_share,
    ),
    measure(
        "word_length",
        "graphemes/word",
        10 * MOST,
        "letters and digits of the headline / its words",
        UAX,
        ("short words", "long words"),
        lambda p: p.headline.share(sum(p.headline.letters)),
    ),
    measure(
        "repetition",
        "share",
        1.0,
        "headline sentences that begin like an earlier one, by one word, two after an article / headline sentences",
        "anaphora, rhetoric",
        ("no refrain", "refrain"),
        _repetition,
    ),
    measure(
        "variety",
        "share",
        1.0,
        "different headline words / headline words",
        "type-token ratio",
        ("repeats words", "never repeats a word"),
        lambda p: p.headline.share(len(set(p.headline.plain))),
    ),
    measure(
        "alliteration",
        "share",
        1.0,
        "neighbouring headline words that begin with the same letter / neighbouring pairs; absent in Arabic",
        "rhetoric",
        ("no alliteration", "alliterates"),
        _alliteration,
    ),
    measure(
        "body_words",
        "words",
        MOST,
        "words of the body",
        UAX,
        ("few facts", "many facts"),
        lambda p: _words(p.body) if p.body.text else None,
    ),
    measure(
        "body_graphemes",
        "graphemes",
        10 * MOST,
        "graphemes of the body",
        UAX,
        ("short body", "long body"),
        lambda p: float(p.body.graphemes) if p.body.text else None,
    ),
    measure(
        "body_sentences",
        "sentences",
        MOST,
        "sentences of the body",
        UAX,
        ("body of one sentence", "body of many sentences"),
        lambda p: float(len(p.body.sentences)) if p.body.text else None,
    ),
    measure(
        "body_sentence_length",
        "words/sentence",
        MOST,
        "body words / body sentences",
        UAX,
        ("clipped body", "flowing body"),
        _per_sentence("body"),
    ),
    measure(
        "cta_words",
        "words",
        MOST,
        "words of the call to action",
        UAX,
        ("terse call", "wordy call"),
        lambda p: _words(p.cta) if p.cta.text else None,
    ),
    measure(
        "cta_graphemes",
        "graphemes",
        10 * MOST,
        "graphemes of the call to action",
        UAX,
        ("short button", "long button"),
        lambda p: float(p.cta.graphemes) if p.cta.text else None,
    ),
)
