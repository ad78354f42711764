"""Numbers in digits and in words -> Decimal. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from styleloop.language.joined_numbers import joined
from styleloop.language.lexicons import lexicon
from styleloop.language.normalise import folded
from styleloop.language.units import Token, Trie, match, tokens, trie
from styleloop.language.unparted import numeral

VULGAR = {
    "½": Decimal(1) / 2, "⅓": Decimal(1) / 3, "⅔": Decimal(2) / 3, "¼": Decimal(1) / 4, "¾": Decimal(3) / 4,
    "⅕": Decimal(1) / 5, "⅖": Decimal(2) / 5, "⅗": Decimal(3) / 5, "⅘": Decimal(4) / 5, "⅙": Decimal(1) / 6,
    "⅚": Decimal(5) / 6, "⅛": Decimal(1) / 8, "⅜": Decimal(3) / 8, "⅝": Decimal(5) / 8, "⅞": Decimal(7) / 8,
}  # fmt: skip
_SMALL = 100
_GROUPS = re.compile(r"[1-9]\d{0,2}(?:([.,])\d{2,3}(?:\1\d{2,3})*(?<=\d{3}))?")


def digits(text: str, decimal: str) -> Decimal | None:
    """The value of a number in ASCII digits, or None for what is none (`1.2.3`).

    Args:
        text: Digits with separators: `1,250.50`, `1.250,50`, `1 234,56`, `1'250`.
        decimal: The locale's decimal sign, `.` or `,`; it decides only what can be read in two ways (`1,250`).
    """
    plain = text.replace(" ", "").replace("'", "")
    last = max(plain.rfind("."), plain.rfind(","))
    if last < 0:
        return Decimal(plain)
    mark, whole, rest = plain[last], plain[:last], plain[last + 1 :]
    other = "," if mark == "." else "."
    if mark in whole:
        grouped = _GROUPS.fullmatch(plain)
        return Decimal(plain.replace(mark, "")) if grouped else None
    if other in whole:
        return Decimal(f"{whole.replace(other, '')}.{rest}") if _GROUPS.fullmatch(whole) else None
    if mark != decimal and len(rest) == 3 and _GROUPS.fullmatch(plain) and plain == text:
        return Decimal(whole + rest)
    return Decimal(f"{whole}.{rest}")


@dataclass(frozen=True)
class Numerals:
    """The number words of one language."""

    words: Trie
    scales: Mapping[str, Decimal]
    short_scales: Mapping[str, Decimal]
    """Scales that need a number before them: `5k`, `3 Millionen`, `ثلاثة آلاف`."""
    joiners: frozenset[str]
    tens_joiners: frozenset[str]
    """Joiners between tens and ones alone: `vingt et un`, `treinta y dos`, but not `cien y dos`."""
    clitics: tuple[str, ...]
    alone: Mapping[str, Decimal]
    """Fractions that may stand alone: `half`."""
    counted: Mapping[str, Decimal]
    """Fractions that need a number or an article before them: `third`."""
    measured: Mapping[str, Decimal]
    """Fractions that need a unit behind them, or one of `halved`: `halber Liter`, `halber Preis`."""
    halved: frozenset[str]
    signs: bool = False
    """Whether numbers are written with signs of their own: 三十二."""


@cache
def numerals(language: str) -> Numerals:
    """The number words of `language`; none of them in a language without a list."""
    listed = lexicon("numbers", language)
    fractions = listed.get("fractions", {})
    return Numerals(
        words=trie((form, Decimal(str(value))) for form, value in _words(listed).items()),
        scales={_fold(form): Decimal(value) for form, value in listed.get("scales", {}).items()},
        short_scales={_fold(form): Decimal(value) for form, value in listed.get("short_scales", {}).items()},
        joiners=frozenset(listed.get("joiners", ())),
        tens_joiners=frozenset(listed.get("tens_joiners", ())),
        clitics=tuple(listed.get("clitics", ())),
        alone=_parts(fractions.get("alone", {})),
        counted=_parts(fractions.get("counted", {})),
        measured=_parts(fractions.get("measured", {})),
        halved=frozenset(fractions.get("halved", ())),
        signs=bool(listed.get("signs")),
    )


@cache
def small_words(language: str) -> dict[str, Decimal]:
    """The number words of a language from two to a hundred that are one word each."""
    made = _words(lexicon("numbers", language)).items()
    return {form: Decimal(str(value)) for form, value in made if 1 < value <= _SMALL and " " not in form}


def spoken(known: Numerals, found: Sequence[Token], at: int) -> tuple[Decimal, int] | None:
    """(value, index behind it) of the number word or words that begin at `found[at]`, or None."""
    if known.signs:
        value = numeral(found[at].text)
        return None if value is None else (Decimal(value), at + 1)
    total, current, end = Decimal(0), None, None
    i = at
    while i < len(found):
        token = found[i]
        step = _word(known, found, i, started=end is not None)
        if step and _fits(current, step[0], token.text, known):
            current = (current or Decimal(0)) + step[0]
            i = end = step[1]
        elif (scale := _scale(known, token.text, alone=current is None)) and (current is None or current < scale):
            current = (current or Decimal(1)) * scale
            if scale >= 1000:
                total, current = total + current, Decimal(0)
            i = end = i + 1
        elif end is not None and _joins(known, token.text, current or Decimal(0)):
            i += 1
        else:
            break
    return None if end is None else (total + (current or Decimal(0)), end)


def _joins(known: Numerals, text: str, current: Decimal) -> bool:
    return current % 10 == 0 and (text in known.joiners or (text in known.tens_joiners and current % 100 >= 20))


def unclitic(known: Numerals, text: str) -> str:
    """`text` without the one-letter word written onto its front, in languages that do so."""
    return text[1:] if len(text) > 3 and text[0] in known.clitics else text


def _word(known: Numerals, found: Sequence[Token], at: int, started: bool) -> tuple[Decimal, int] | None:
    hit = match(known.words, found, at)
    if hit or not known.clitics:
        return hit
    token = found[at]
    bare = unclitic(known, token.text)
    if bare == token.text or (started and token.text[0] != "و"):
        return None
    hit = match(known.words, [token._replace(text=bare), *found[at + 1 : at + 2]], 0)
    return (hit[0], at + hit[1]) if hit else None


def _scale(known: Numerals, text: str, alone: bool) -> Decimal | None:
    scale = known.scales.get(text) or known.scales.get(unclitic(known, text))
    return scale or (None if alone else known.short_scales.get(text))


def _fits(current: Decimal | None, value: Decimal, text: str, known: Numerals) -> bool:
    """Whether a word of `value` may go on a number that stands at `current`."""
    if current is None:
        return True
    rest = current % 100
    if rest == 0:
        return value < (100 if current else 1000)
    if known.clitics:  # Arabic says the ones first: five and twenty, four ten
        return 0 < rest < 10 and ((value >= 20 and text.startswith("و")) or value == 10)
    return rest >= 20 and rest % 10 == 0 and 0 < value < 10


def _words(listed: Mapping[str, Any]) -> dict[str, Any]:
    words = dict(listed.get("words", {}))
    if "compound_mille" in listed:
        return joined(listed, words) | words
    return _compounds(listed, words) | words if "compound_and" in listed else words


def _compounds(listed: Mapping[str, Any], words: Mapping[str, Any]) -> dict[str, int]:
    """Numbers that are written as one word: zweiundzwanzig, dreihundertvierzig, tausendeins."""
    ones = {value: form for form, value in reversed(list(words.items())) if isinstance(value, int) and 0 < value < 10}
    ones[1] = listed["compound_one"]
    small = {value: form for form, value in reversed(list(words.items())) if isinstance(value, int) and 0 < value < 100}
    small[1] = listed["compound_one"]
    for tens in range(20, 100, 10):
        small |= {tens + one: f"{form}{listed['compound_and']}{small[tens]}" for one, form in ones.items()}
    made = {form: value for value, form in small.items() if value > 1}
    heads = {100 * one: f"{form}{listed['compound_hundred']}" for one, form in ones.items()}
    heads |= {1000 * one: f"{form}{listed['compound_thousand']}" for one, form in ones.items()}
    bare = [(100, listed["compound_hundred"]), (1000, listed["compound_thousand"])]
    tails = small | {1: next(form for form, value in words.items() if value == 1)}
    for head, form in [*heads.items(), *bare]:
        made |= {form: head} | {form + tail: head + value for value, tail in tails.items()}
    made |= {f"{small[many]}{listed['compound_hundred']}": 100 * many for many in range(11, 20)}
    made |= {f"{small[many]}{listed['compound_thousand']}": 1000 * many for many in range(10, 100)}
    under = {form: value for form, value in made.items() if 100 <= value < 1000}
    for head, form in [
        (1000, listed["compound_thousand"]),
        (1000, listed["compound_one"] + listed["compound_thousand"]),
    ]:
        made |= {form + tail: head + value for tail, value in under.items()}
    for many in range(2, 10):
        made |= {
            f"{small[many]}{listed['compound_thousand']}{tail}": 1000 * many + value
            for tail, value in under.items()
            if value % 100 == 0
        }
    return made


def _parts(table: Mapping[str, int]) -> dict[str, Decimal]:
    return {_fold(form): Decimal(1) / Decimal(parts) for form, parts in table.items()}


def _fold(form: str) -> str:
    return " ".join(token.text for token in tokens(folded(form, "en")))
