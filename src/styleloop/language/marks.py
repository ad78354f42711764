"""Marks of a text that are no words: emoji, hashtags, quotation marks, brackets, dashes. Pure."""

from __future__ import annotations

from typing import NamedTuple

import regex  # type: ignore[import-untyped]

_EMOJI_SIGN = regex.compile(r"\p{Emoji_Presentation}|\p{Emoji}\ufe0f|\p{RI}")
_CLUSTER = regex.compile(r"\X")
_HASHTAG = regex.compile(r"(?<![\p{L}\p{N}&])[#＃](?=[\p{N}_]*\p{L})[\p{L}\p{M}\p{N}_]+")
_DASH = regex.compile(r"[–—―]|(?<=\s)-{1,2}(?=\s)|--")
_ELLIPSIS = regex.compile(r"…|\.{3,}")
_QUOTED = regex.compile(
    r"“[^“”]+”|„[^„“”]+[“”]|«[^«»]+»|»[^«»]+«|「[^「」]+」|\"[^\"]+\"|(?<![\p{L}\p{N}])‘[^‘]+?[’](?![\p{L}\p{N}])"
    r"|(?<![\p{L}\p{N}])'[^']+'(?![\p{L}\p{N}])"
)
_CURLY = regex.compile(r"[“”„‘’«»‚‹›「」]")
_DIGITS = regex.compile(r"\p{Nd}+(?:[.,٫٬'\u2019 \u00a0]\p{Nd}{3})*(?:[.,٫]\p{Nd}+)?")
_REPEATED = regex.compile(r"[!?！？؟]{2,}")
_FINAL_STOP = regex.compile(r"[.。۔][\"'”’»“)\]]*\s*$")
_LETTER = regex.compile(r"\p{L}")
_SCRIPTS = {
    "Han": regex.compile(r"[\p{Han}&&\p{L}]", regex.V1),
    "Katakana": regex.compile(r"[\p{Katakana}ー&&\p{L}]", regex.V1),  # the long mark belongs to no script by itself
    "Latin": regex.compile(r"[\p{Latin}&&\p{L}]", regex.V1),
}
_OPEN, _CLOSE = "([{（【“„«「", ")]}）】”»」"


class Quotes(NamedTuple):
    """Quotation marks and apostrophes of a text, by how they are set."""

    curly: int
    straight: int


def emoji(text: str) -> int:
    """Emoji, a family or a flag as one."""
    if text.isascii() or not _EMOJI_SIGN.search(text):
        return 0
    return sum(1 for cluster in _CLUSTER.findall(text) if _EMOJI_SIGN.search(cluster))


def hashtags(text: str) -> int:
    """`#likethis`; `#1` is a number."""
    return len(_HASHTAG.findall(text)) if "#" in text or "＃" in text else 0


def dashes(text: str) -> int:
    """Dashes between words, also a hyphen with spaces on both sides; hyphens inside words are none."""
    return len(_DASH.findall(text)) if "-" in text or not text.isascii() else 0


def ellipses(text: str) -> int:
    """`…` and `...`."""
    return len(_ELLIPSIS.findall(text)) if "…" in text or "..." in text else 0


def quoted(text: str) -> tuple[str, ...]:
    """Stretches in quotation marks, the marks included."""
    if text.isascii() and '"' not in text and "'" not in text:
        return ()
    return tuple([found[0] for found in _QUOTED.finditer(text)])


def quotes(text: str) -> Quotes:
    """How quotation marks and apostrophes are set."""
    curly = 0 if text.isascii() else len(_CURLY.findall(text))
    return Quotes(curly, text.count("'") + text.count('"'))


def digit_numbers(text: str) -> int:
    """Numbers in digits; `1,250.50` is one."""
    return len(_DIGITS.findall(text))


def repeated_marks(text: str) -> int:
    """Runs such as `!!` and `?!`."""
    return len(_REPEATED.findall(text))


def ends_with_stop(text: str) -> bool:
    """Whether it ends with one full stop, be it inside a closing quotation mark; an ellipsis is none."""
    return bool(_FINAL_STOP.search(text)) and not text.rstrip().endswith("...")


def script_share(text: str, script: str) -> float | None:
    """Letters of one script / all letters of `text`; None without letters.

    Args:
        text: as written.
        script: `Han`, `Katakana` or `Latin`.
    """
    letters = len(_LETTER.findall(text))
    return len(_SCRIPTS[script].findall(text)) / letters if letters else None


def nesting(text: str) -> int:
    """Deepest nesting of brackets and paired quotation marks: `a (b “c”)` is 2."""
    depth = deepest = 0
    for sign in text if any(map(text.__contains__, _OPEN)) else "":
        if sign in _OPEN:
            depth += 1
            deepest = max(deepest, depth)
        elif sign in _CLOSE and depth:
            depth -= 1
    return deepest
