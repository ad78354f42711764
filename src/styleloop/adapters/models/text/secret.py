"""The key that an endpoint was asked with: taken out of all it says before that is cut, kept or told."""

from __future__ import annotations

import re
from functools import lru_cache

from styleloop.errors import shortened

SHORTEST = 6
"""Signs of a key; a shorter one is a filler for servers without keys (`none`, `EMPTY`), which words hold by chance."""
FORM = 10
"""Most signs that stand for one sign of a key: escaped in JSON within JSON, or in an address."""
LOOKED = 100_000
"""Characters of a text that are looked at before it is cut for a message."""


def scrubbed(text: str, key: str) -> str:
    """`text` without the key, however it is escaped and whatever its case."""
    return _forms(key).sub("***", text) if len(key) >= SHORTEST else text


def quoted(text: str, key: str, limit: int) -> str:
    """`text` of an endpoint for a message: on one line, without the key, at most `limit` characters."""
    return shortened(scrubbed(" ".join(text[:LOOKED].split()), key), limit)


@lru_cache(maxsize=16)
def _forms(key: str) -> re.Pattern[str]:
    signs = (rf"(?:\\{{0,4}}{re.escape(c)}|%{ord(c):02x}|\\{{1,4}}u{ord(c):04x})" for c in key)
    return re.compile("".join(signs), re.IGNORECASE)
