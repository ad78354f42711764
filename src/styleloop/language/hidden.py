"""Characters that nobody sees, that turn the direction, or that only look like letters. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import regex  # type: ignore[import-untyped]

from styleloop.language.normalise import folded
from styleloop.language.spans import Alarm

_JOINING = frozenset(
    {
        "fa",
        "ur",
        "ps",
        "sd",
        "ku",
        "ckb",
        "ar",
        "hi",
        "bn",
        "mr",
        "ne",
        "si",
        "ta",
        "te",
        "ml",
        "kn",
        "gu",
        "pa",
        "or",
        "as",
    }
)
"""Languages that write joiners and non-joiners inside words."""
_UNSPACED = regex.compile(r"[\p{Thai}\p{Khmer}\p{Lao}\p{Myanmar}\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Tibetan}]")
_RTL = regex.compile(r"[\p{Arabic}\p{Hebrew}\p{Syriac}\p{Thaana}\p{Nko}\u0660-\u0669]")
_TAGS = regex.compile(r"[\U000e0001\U000e0020-\U000e007f]+")
_FLAG = "\U0001f3f4"
"""A black flag, behind which tag characters spell a region: the one right use of them."""
_INVISIBLE = regex.compile(
    r"[\u200b-\u200d\u2060-\u2064\u2066-\u206f\u202a-\u202e\u061c\u180e\ufeff\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"
    r"\u00ad\u200e\u200f\ufff9-\ufffb\ufe00-\ufe0f\U000e0100-\U000e01ef\p{Co}\u2800\p{Cs}"
    r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]"
)
_EMOJI = regex.compile(r"[\p{Extended_Pictographic}\p{Emoji_Modifier}#*0-9\ufe0f\u20e3]")
_OPENING, _CLOSING = "\u2066\u2067\u2068", "\u2069"
_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e")
_MARKS = frozenset("\u200e\u200f\u061c")
_VARIANTS = regex.compile(r"[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_LETTERS = regex.compile(r"[\p{L}\p{M}]+")
_SCRIPTS = {
    name: regex.compile(rf"\p{{{name}}}")
    for name in ("Latin", "Cyrillic", "Greek", "Armenian", "Cherokee", "Hebrew", "Arabic")
}
_DRESSED = regex.compile(
    r"[\U0001d400-\U0001d7ff\u2460-\u24ff\U0001f130-\U0001f189\uff21-\uff3a\uff41-\uff5a\u1d00-\u1d2b]"
    r"(?:[\s\u00a0]?[\U0001d400-\U0001d7ff\u2460-\u24ff\U0001f130-\U0001f189\uff21-\uff3a\uff41-\uff5a\u1d00-\u1d2b]){2,}"
)
"""Words in mathematical, circled, full-width or small-capital letters."""
_STACKED = regex.compile(r"\p{Latin}\p{Mn}{2,}(?:\p{Latin}\p{Mn}*){0,40}")


def unseen(text: str, locale: str = "") -> Iterator[Alarm]:
    """Invisible characters and turned directions, without those that a language or an emoji needs.

    Soft hyphens inside words, joiners in emoji and in scripts that join, direction marks and closed isolates beside
    right-to-left letters, and zero-width spaces in scripts without spaces are right and raise nothing.
    """
    if text.isascii() and text.isprintable():
        return
    right = bool(_RTL.search(text)) or locale.split("-")[0] in ("ar", "he", "fa", "ur")
    joins = locale.split("-")[0] in _JOINING or bool(regex.search(r"\p{InSC=Virama}", text)) or right
    for found in _TAGS.finditer(text):
        if text[max(found.start() - 1, 0) : found.start()] != _FLAG:
            yield Alarm("hidden", found.start(), found.end(), said(found[0]))
    isolates = _balanced(text)
    for found in _INVISIBLE.finditer(text):
        at, char = found.start(), found[0]
        if char in _OVERRIDES:
            yield Alarm("bidi", at, at + 1, said(char))
        elif char in _MARKS or char in _OPENING + _CLOSING:
            if not (right and (char in _MARKS or isolates)):
                yield Alarm("bidi", at, at + 1, said(char))
        elif not _belongs(text, at, char, joins):
            yield Alarm("hidden", at, at + 1, said(char))


def _belongs(text: str, at: int, char: str, joins: bool) -> bool:
    """Whether the character does here what it is for."""
    before, after = text[max(at - 1, 0) : at], text[at + 1 : at + 2]
    if char == "\u200d" or _VARIANTS.match(char):
        emoji = bool(before and _EMOJI.match(before)) or bool(after and _EMOJI.match(after) and not after.isdigit())
        ideograph = bool(_VARIANTS.match(char) and before and _UNSPACED.match(before))
        symbol = (
            bool(before) and unicodedata.category(before) in ("So", "Sm", "Po") and _VARIANTS.match(char) is not None
        )
        return emoji or ideograph or symbol or (char == "\u200d" and joins)
    if char == "\u200c":
        return joins
    if char in "\u200b\u2060":
        around = before + after
        return bool(around and _UNSPACED.search(around)) or (char == "\u2060" and not before.isalpha())
    if char == "\u00ad":
        return len(before) == 1 and before.isalpha() and after.isalpha() and text.count("\u00ad") * 4 <= len(text)
    return char == "\ufeff" and at == 0


def _balanced(text: str) -> bool:
    depth = 0
    for char in text:
        depth += char in _OPENING
        depth -= char == _CLOSING
        if depth < 0:
            return False
    return depth == 0


def said(chars: str) -> str:
    """Unseen characters spelt out for people: `U+200B`; tag characters as the letters they hide."""
    hidden = "".join(chr(ord(c) - 0xE0000) for c in chars if 0xE0020 <= ord(c) <= 0xE007E)
    return f"hidden letters “{hidden}”" if hidden else " ".join(f"U+{ord(c):04X}" for c in chars[:6])


def confusable(text: str) -> Iterator[Alarm]:
    """Words whose letters are of several scripts or in disguise: `frее` with Cyrillic е, `𝐟𝐫𝐞𝐞`, stacked marks."""
    if text.isascii():
        return
    for found in _DRESSED.finditer(text):
        if not _UNSPACED.search(text) or not found[0][0] >= "\uff21" or len(found[0]) > 12:
            yield Alarm("confusable", found.start(), found.end(), found[0])
    yield from (Alarm("confusable", f.start(), f.end(), f[0]) for f in _STACKED.finditer(text))
    latin, other = (len(regex.findall(letters, text)) for letters in (r"\p{Latin}", r"[\p{Cyrillic}\p{Greek}]"))
    for found in _LETTERS.finditer(text):
        scripts = [name for name, letters in _SCRIPTS.items() if letters.search(found[0])]
        mixed = len(scripts) > 1 and not set(scripts) <= {"Latin", "Arabic"} and not _unit(found[0])
        posed = (
            scripts in (["Cyrillic"], ["Greek"]) and len(found[0]) > 2 and _looks_latin(found[0]) and latin > 2 * other
        )
        if mixed or posed:
            yield Alarm("confusable", found.start(), found.end(), found[0])


def _unit(word: str) -> bool:
    """Whether it is written with the one Greek letter that units and science borrow: `µm`, `kΩ`, `β`-carotene."""
    greek = _SCRIPTS["Greek"].findall(word)
    borrowed = len(greek) == 1 and greek[0] in "µμΩπαβγδλσ" and not _SCRIPTS["Cyrillic"].search(word)
    return borrowed and (word[0] in greek or (word[-1] in greek and len(word) < 4))


def _looks_latin(word: str) -> bool:
    return folded(word, "en").isascii()
