"""Words run together behind a hash: `#EcoFriendly`, `#numberone`, `#beste`. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from styleloop.language.normalise import fold

_TAG = re.compile(r"(?<![\w&#/])#(?=\w*[^\W\d_])\w+")
_PART = re.compile(r"[^\W\d_]+|\d+")
_CAMEL = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-ZÀ-ÖØ-Þ])")


class Tag(NamedTuple):
    """One hashtag: where it stands, its words as far as capitals and figures part them, and all of it in one."""

    start: int
    end: int
    words: str
    whole: str


def hashtags(text: str, locale: str) -> Iterator[Tag]:
    """Every hashtag of `text`; a bare number (`#1`) is none."""
    if "#" not in text and "＃" not in text:
        return
    for found in _TAG.finditer(text.replace("＃", "#")):
        body = found[0][1:]
        parts = " ".join(_PART.findall(_CAMEL.sub(" ", body).replace("_", " ")))
        yield Tag(found.start(), found.end(), parts, fold(body, locale).text)
