"""Words that sound like the brand, found in a line. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from styleloop.language.normalise import folded


def voiced(text: str, words: Sequence[str]) -> str:
    """The first of the voice's `words` that stands in `text`, whole and whatever its case; empty where none does."""
    said = folded(text)
    return next((word for word in words if re.search(rf"(?<!\w){re.escape(folded(word))}(?!\w)", said)), "")
