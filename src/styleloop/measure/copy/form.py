"""How words look: case, marks, numerals, emoji, quotation marks."""

from __future__ import annotations

from functools import lru_cache

from styleloop.language import marks
from styleloop.measure.copy.declared import MOST, WORDED, Measure, count, measure, yes
from styleloop.measure.copy.line import Line, Parts

STOPS = ",;:.–—،؛"
LONG_ENOUGH = 4
"""Letters from which a word is capitalised in every style of title case."""
CONVENTION = "convention"
NOUNS_CAPITAL = frozenset({"de", "lb"})
"""Languages that write every noun with a capital, so that capitals say nothing of title case."""
OWN_SCRIPT = ("ar", "el", "fa", "he", "hi", "ja", "ka", "ko", "ru", "th", "uk", "zh")
"""Languages in which Latin letters say something of the tone: foreign, technical, a brand's name."""


def _signs(signs: str, line: Line) -> int:
    return sum([line.text.count(sign) for sign in signs if sign in line.signs])


def _title_case(parts: Parts) -> float | None:
    line = parts.headline
    if line.language in NOUNS_CAPITAL:
        return None
    firsts = {s.start for s in line.sentences}
    found = [
        p.text for p, n in zip(line.pieces, line.letters, strict=True) if n >= LONG_ENOUGH and p.start not in firsts
    ]
    capital = sum([word[0].isupper() for word in found])
    cased = capital + sum([word[0].islower() for word in found])
    return capital / cased if cased else None


def _all_caps(parts: Parts) -> float | None:
    pairs = zip(parts.headline.pieces, parts.headline.letters, strict=True)
    cased = [upper for p, n in pairs if n > 1 and (upper := _in_capitals(p.text)) is not None]
    return sum(cased) / len(cased) if cased else None


@lru_cache(maxsize=16_384)
def _in_capitals(word: str) -> bool | None:
    """Whether all of `word` is; None in a script without case."""
    upper = word.isupper()
    return upper if upper or word.lower() != word.upper() else None


def _capital_letters(parts: Parts) -> float | None:
    line = parts.headline
    capital = sum([line.text.count(sign) for sign in line.signs if sign.isupper()])
    cased = capital + sum([line.text.count(sign) for sign in line.signs if sign.islower()])
    return capital / cased if cased else None


def _opens_small(parts: Parts) -> float | None:
    first = next((sign for sign in parts.headline.text if sign.isalpha()), "")
    return float(first.islower()) if first.isupper() or first.islower() else None


def _curly(parts: Parts) -> float | None:
    found = marks.quotes(parts.headline.text)
    return found.curly / sum(found) if sum(found) else None


def _quoted(parts: Parts) -> float | None:
    size = len(parts.headline.text.strip())
    return sum(map(len, marks.quoted(parts.headline.text))) / size if size else None


def _spelt(parts: Parts) -> int:
    return sum([not any(map(str.isdigit, q.text)) for q in parts.headline.quantities])


def _opens_with_number(parts: Parts) -> bool:
    first = next((token for token in parts.headline.tokens if token.raw[0].isalnum()), None)
    return first is not None and first.number


CASE: tuple[Measure, ...] = (
    measure("title_case", "share", 1.0,
            f"headline words of {LONG_ENOUGH} letters and more, not first in a sentence, with a capital / all such; "
            "absent in German",
            CONVENTION, ("sentence case", "title case"), _title_case),
    measure("all_caps", "share", 1.0, "headline words of 2 letters and more in capitals / all such in a cased script",
            CONVENTION, ("speaks", "shouts in capitals"), _all_caps),
    measure("capital_letters", "share", 1.0, "capital letters of the headline / its letters that have case",
            CONVENTION, ("few capitals", "many capitals"), _capital_letters),
    measure("opens_small", "yes", 1.0, "1 where the headline's first letter is small, else 0; absent without case",
            CONVENTION, ("opens with a capital", "opens small"), _opens_small),
)  # fmt: skip

MARKS: tuple[Measure, ...] = (
    measure("punctuation", "marks/word", MOST,
            "commas, colons, semicolons, dashes and full stops of the headline / its words",
            CONVENTION, ("flows on", "much stopped"),
            lambda p: p.headline.share(_signs(STOPS, p.headline))),
    count("punctuation_kinds", "different marks", ("few kinds of marks", "many kinds of marks"),
          lambda p: len([s for s in p.headline.signs if not (s.isalnum() or s.isspace()) and s.isprintable()])),
    count("punctuation_depth", "deepest nesting of brackets and quotation marks", ("nothing nested", "nested"),
          lambda p: marks.nesting(p.headline.text)),
    count("question", "question marks", ("no question", "asks"), lambda p: _signs("?؟？", p.headline)),
    count("exclamation", "exclamation marks", ("no exclamation", "exclaims"), lambda p: _signs("!！", p.headline)),
    count("repeated_marks", "runs such as `!!` and `?!`", ("single marks", "marks in a row"),
          lambda p: marks.repeated_marks(p.headline.text)),
    count("commas", "commas", ("no comma", "commas"), lambda p: _signs(",،，、", p.headline)),
    count("colons", "colons", ("no colon", "announces with a colon"), lambda p: _signs(":：", p.headline)),
    count("semicolons", "semicolons", ("no semicolon", "semicolons"), lambda p: _signs(";؛；", p.headline)),
    count("dashes", "dashes, hyphens inside words left out,", ("no dash", "dashes"),
          lambda p: marks.dashes(p.headline.text)),
    count("ellipsis", "ellipses", ("no ellipsis", "trails off"), lambda p: marks.ellipses(p.headline.text)),
    count("brackets", "opening brackets", ("no brackets", "says something in brackets"),
          lambda p: _signs("([（", p.headline)),
    yes("final_stop", "the headline ends with a full stop", ("no full stop at the end", "ends with a full stop"),
        lambda p: marks.ends_with_stop(p.headline.text), None, CONVENTION),
    measure("quoted", "share", 1.0, "signs of the headline in quotation marks / its signs", CONVENTION,
            ("no quotation", "quotes"), _quoted),
    count("quotations", "stretches in quotation marks", ("quotes nobody", "quotes somebody"),
          lambda p: len(marks.quoted(p.headline.text))),
    measure("typographic_quotes", "share", 1.0,
            "curly and angled quotation marks and apostrophes of the headline / all; absent without any",
            CONVENTION, ("typewriter quotes", "typographic quotes"), _curly),
    count("lines", "line breaks", ("on one line", "broken into lines"), lambda p: p.headline.text.strip().count("\n")),
)  # fmt: skip

SCRIPTS: tuple[Measure, ...] = (
    measure("kanji", "share", 1.0, "kanji of the headline / its letters", "after Tateisi, Ono & Yamada 1988",
            ("soft, in kana", "dense with kanji"), lambda p: marks.script_share(p.headline.text, "Han"), ("ja",)),
    measure("katakana", "share", 1.0, "katakana of the headline / its letters", "after Tateisi, Ono & Yamada 1988",
            ("no loan words", "many loan words"), lambda p: marks.script_share(p.headline.text, "Katakana"), ("ja",)),
    measure("latin", "share", 1.0, "Latin letters of the headline / its letters", CONVENTION,
            ("all in its own script", "much in Latin letters"),
            lambda p: marks.script_share(p.headline.text, "Latin"), OWN_SCRIPT),
)  # fmt: skip

SIGNS: tuple[Measure, ...] = (
    count("digits", "numbers in digits", ("no digits", "digits"), lambda p: marks.digit_numbers(p.headline.text)),
    count("numbers_spelt", "numbers in words", ("no number in words", "numbers in words"), _spelt, WORDED,
          "styleloop.language.numbers"),
    yes("opens_number", "the headline opens with a number, in digits or, where word lists ship, in words",
        ("opens with words", "opens with a number"), _opens_with_number, None, CONVENTION),
    count("emoji", "emoji", ("no emoji", "emoji"), lambda p: marks.emoji(p.headline.text), None, "Unicode UTS #51"),
    count("hashtags", "hashtags", ("no hashtag", "hashtags"), lambda p: marks.hashtags(p.headline.text)),
    measure("body_emoji", "count", MOST, "emoji in the body; absent without a body", "Unicode UTS #51",
            ("no emoji in the body", "emoji in the body"),
            lambda p: float(marks.emoji(p.body.text)) if p.body.text else None),
)  # fmt: skip

FORM = (*CASE, *MARKS, *SCRIPTS, *SIGNS)
