"""Signs in words, and how a word is written: what more than one check looks for."""

from __future__ import annotations

import re

EXCLAMATION = re.compile(r"[!\u00a1\uff01\u203c]+")
QUESTION = re.compile(r"[?\u00bf\u061f\uff1f]+")
EMOJI = re.compile(
    r"\s?(?:(?:[\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff\u2600-\u26ff\u231a\u231b\u23e9-\u23f3\u2705\u2728\u274c\u274e"
    r"\u2753-\u2755\u2757\u2795-\u2797\u27b0\u2b50\u2b55]|[\u203c\u2049\u2139-\u2bff\u3030]\ufe0f)"
    r"[\ufe0e\ufe0f\u200d\u20e3\U0001f3fb-\U0001f3ff]*)+"
)
_SENTENCE_START = re.compile(r"(?:^|[.!?؟:\n])[\s\"'“‘„«(]*$")


def written_right(text: str, start: int, written: str, term: str) -> bool:
    """As the brand writes it, or with a capital where a sentence begins."""
    return written == term or (written == term[:1].upper() + term[1:] and bool(_SENTENCE_START.search(text[:start])))


def cased(instead: str, written: str) -> str:
    """`instead` with the capital that `written` had."""
    return instead[:1].upper() + instead[1:] if written[:1].isupper() else instead
