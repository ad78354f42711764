"""Which words may be set at all, judged before any is set."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from styleloop.adapters.renderers.templates import LOGO, Template
from styleloop.errors import InputError
from styleloop.types.brief import Placement
from styleloop.types.copy import ALT, CAPTION, Copy

_OVERRIDES = {chr(code) for code in (0x202A, 0x202B, 0x202C, 0x202D, 0x202E)}
"""Direction embeddings and overrides make a line read otherwise than it is stored."""
_UNSEEN = {chr(code) for code in (0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0x61C, *range(0x2066, 0x206A))}
"""Characters without a shape that may stay: joiners, break marks, direction marks, isolates. Others hide something."""

_SHORTEST = 40
"""Short side in pixels below which no line can be read. The smallest banner in use is 320 x 50."""


class Problem(InputError):
    """One reason why a layout cannot be drawn; `draw` turns it into a refusal."""

    def __init__(self, slot: str, why: str, *, got: str = "", expected: str = "", cure: str = "") -> None:
        self.words = f"{slot}: {why}"
        super().__init__(self.words, got=got, expected=expected, cure=cure)


def drawn_words(words: Copy, template: Template) -> dict[str, str]:
    """Slot -> words to set, empty slots left out.

    Raises:
        Problem: a slot the template lacks, one it needs, too many characters, or characters that must not be set.
    """
    found: dict[str, str] = {}
    for slot, text in words.by_slot().items():
        if slot in (CAPTION, ALT) or not text.strip():
            continue
        declared = template.slot(slot)
        if declared is None or slot == LOGO:
            names = ", ".join(s.name for s in template.slots if s.name != LOGO)
            raise Problem(
                slot, f"the template {template.label} has no such slot", expected=names, cure="leave it empty"
            )
        text = unicodedata.normalize("NFC", text).replace("\u2028", "\n")
        _settable(slot, text)
        _seen(slot, text)
        length = characters(text)
        if declared.max_chars and length > declared.max_chars:
            over = length - declared.max_chars
            raise Problem(
                slot,
                f"{length} characters, at most {declared.max_chars}",
                got=text,
                expected=f"at most {declared.max_chars} characters",
                cure=f"shorten it by {over}",
            )
        found[slot] = "\n".join(" ".join(beat.split(" ")).strip() for beat in text.strip().split("\n"))
    for declared in template.slots:
        if declared.required and declared.name not in found and declared.name != LOGO:
            raise Problem(declared.name, f"the template {template.label} needs it", got="nothing", cure="write it")
    return found


def canvas(placement: Placement) -> None:
    """Whether a format has room for any words at all.

    Raises:
        Problem: it has not.
    """
    if min(placement.width, placement.height) < _SHORTEST:
        got = f"{placement.width} x {placement.height} px"
        cure = "choose a larger format"
        raise Problem("format", "it is too small for words", got=got, expected=f"{_SHORTEST} px or more", cure=cure)


def kept_words(
    words: Mapping[str, str], template: Template, width: int, height: int
) -> tuple[dict[str, str], tuple[str, ...]]:
    """(words to set, slots left out) on a canvas of this size, as the template's `drop_below` says."""
    shape = template.shape(width, height)
    dropped = tuple(s.name for s in template.slots if s.name in words and s.dropped(shape, width, height))
    return {slot: text for slot, text in words.items() if slot not in dropped}, dropped


def characters(text: str) -> int:
    """Characters as people count them: marks, joiners and line ends do not count."""
    return sum(1 for c in text if unicodedata.category(c) not in ("Mn", "Me", "Cf", "Cc"))


def _seen(slot: str, text: str) -> None:
    """Raises Problem for a beat of joiners and marks without a letter: it would be set as nothing."""
    for beat in text.split("\n"):
        if beat.strip() and not visible(beat):
            got = " ".join(f"U+{ord(c):04X}" for c in beat[:8])
            raise Problem(slot, "nothing in it can be seen", got=got, expected="words", cure="write words, or none")


def unsettable(text: str) -> str:
    """Code point and name of the first character of `text` that no picture may show, or nothing."""
    for character in text:
        odd = character in _OVERRIDES or (
            unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
            and character != "\n"
            and character not in _UNSEEN
        )
        if odd:
            return f"U+{ord(character):04X} {unicodedata.name(character, 'control character').lower()}"
    return ""


def visible(text: str) -> bool:
    """Whether anything of `text` can be seen: joiners, break marks and spaces alone cannot."""
    return not all(c in _UNSEEN or c.isspace() for c in text)


def _settable(slot: str, text: str) -> None:
    if odd := unsettable(text):
        raise Problem(
            slot,
            "it holds a character that must not be set",
            got=odd,
            expected="letters, figures, marks and line ends",
            cure="delete that character",
        )
