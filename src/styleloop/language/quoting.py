"""What people put between quotation marks. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

_QUOTED = re.compile(r"[“„«\"]([^“”„«»\"]+)[”“»\"]")


def quoted(texts: Iterable[str], least: int = 1) -> tuple[str, ...]:
    """Each wording that stands in quotation marks in `texts`, once, of `least` characters or more.

    >>> quoted(['Never "hydration companion".', "Kein „Outdoor-Erlebnis“."])
    ('hydration companion', 'Outdoor-Erlebnis')
    """
    found = (words.strip() for text in texts for words in _QUOTED.findall(text))
    return tuple(dict.fromkeys(words for words in found if len(words) >= least))
