"""Text without what nobody sees: control signs, direction marks, zero-width signs, tags. Pure."""

from __future__ import annotations

import regex  # type: ignore[import-untyped]

_JOINED = r"[\p{Arabic}\p{Syriac}\p{Devanagari}\p{Bengali}\p{Gurmukhi}\p{Gujarati}\p{Tamil}\p{Telugu}\p{Kannada}"
_JOINED += r"\p{Malayalam}\p{Sinhala}\p{Khmer}\p{Myanmar}\p{Mongolian}]\p{M}*"
_JOINER = regex.compile(rf"(?<={_JOINED})[\u200c\u200d](?={_JOINED})")
"""Zero-width joiners between letters of scripts that spell with them."""
_BREAK = regex.compile(r"\r\n?|[\u0085\u2028\u2029\u000b\u000c]")
_UNSEEN = regex.compile(
    r"[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Variation_Selector}\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0--[\n\t]]", regex.V1
)


def visible(text: str) -> str:
    """`text` as it looks: every line break a newline, unseen signs gone, but for joiners that spell a word."""
    broken = _BREAK.sub("\n", text)
    spelling = {found.start() for found in _JOINER.finditer(broken)}
    return str(_UNSEEN.sub(lambda unseen: unseen[0] if unseen.start() in spelling else "", broken))
